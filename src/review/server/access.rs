//! Who may talk to the page: the address with its token becomes a cookie; host, origin, method and content type of every request are checked.
use crate::{
    error::{Error, ErrorKind, Result},
    report::hex,
};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The header that pages of other origins cannot send without asking first, and asking is refused.
pub(super) const OWN_HEADER: &str = "x-pretag";
/// How long the address handed to the browser's program is good for.
const TICKET_LIFE: Duration = Duration::from_secs(120);

/// What a request must show.
#[derive(Debug)]
pub(super) struct Access {
    port: u16,
    /// Stands in the printed address.
    token: String,
    /// Stands in the address given to the browser's command line, which other users of the machine may read: good for one use.
    ticket: Mutex<Option<(String, Instant)>>,
    /// Stands in the cookie.
    secret: String,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) StatusCode, pub(super) &'static str);

/// What an admitted request may get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// What it asks for.
    Go,
    /// This cookie, and the way to the page.
    Enter {
        /// The value of `Set-Cookie`.
        cookie: String,
    },
}

const FOREIGN_HOST: Refusal = Refusal(StatusCode::FORBIDDEN, "this page answers to 127.0.0.1 and localhost only");
const FOREIGN_ORIGIN: Refusal = Refusal(StatusCode::FORBIDDEN, "requests of other pages are refused");
const NO_COOKIE: Refusal =
    Refusal(StatusCode::FORBIDDEN, "open the whole address that pretag printed in the terminal: it holds the key");
const WRONG_TOKEN: Refusal = Refusal(
    StatusCode::FORBIDDEN,
    "this key is not (or no longer) good: open the address that pretag printed in the terminal",
);
const WRONG_METHOD: Refusal = Refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET and POST are answered");
const WRONG_TYPE: Refusal = Refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "writes are application/json");
const NO_HEADER: Refusal = Refusal(StatusCode::FORBIDDEN, "writes carry the header x-pretag");

impl Access {
    /// New secrets for the page on this port.
    ///
    /// # Errors
    /// The operating system gives no random numbers.
    pub(super) fn new(port: u16) -> Result<Self> {
        let ticket = Mutex::new(Some((random()?, Instant::now())));
        Ok(Self { port, token: random()?, ticket, secret: random()? })
    }

    /// The address to print.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/start?token={}", self.port, self.token)
    }

    /// The address to hand to the browser: good once, for two minutes.
    pub(super) fn ticket(&self) -> String {
        let ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
        let token = ticket.as_ref().map_or(self.token.as_str(), |(ticket, _)| ticket);
        format!("http://127.0.0.1:{}/start?token={token}", self.port)
    }

    /// Lets a request in or not.
    pub(super) fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Pass, Refusal> {
        self.host(uri, headers)?;
        if method != Method::GET && method != Method::POST {
            return Err(WRONG_METHOD);
        }
        if uri.path() == "/start" && method == Method::GET {
            return self.enter(uri);
        }
        self.origin(method, headers)?;
        self.cookie(headers)?;
        if method == Method::POST {
            write(headers)?;
        }
        Ok(Pass::Go)
    }

    /// The name in the address is ours: a page that had its own name point here (DNS rebinding) is refused.
    fn host(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = one(headers, header::HOST.as_str()).ok_or(FOREIGN_HOST)?;
        let named = uri.authority().map_or(host, |authority| authority.as_str());
        if self.is_ours(host) && self.is_ours(named) { Ok(()) } else { Err(FOREIGN_HOST) }
    }

    fn is_ours(&self, host: &str) -> bool {
        let port = host.strip_prefix("127.0.0.1:").or_else(|| host.strip_prefix("localhost:"));
        port.is_some_and(|port| port == self.port.to_string())
    }

    fn enter(&self, uri: &Uri) -> Result<Pass, Refusal> {
        let given = uri.query().and_then(|q| q.split('&').find_map(|pair| pair.strip_prefix("token=")));
        let given = given.ok_or(WRONG_TOKEN)?;
        if !(same(given, &self.token) || self.spend(given)) {
            return Err(WRONG_TOKEN);
        }
        let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie_name(), self.secret);
        Ok(Pass::Enter { cookie })
    }

    fn spend(&self, given: &str) -> bool {
        let mut ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
        let good = ticket.as_ref().is_some_and(|(t, made)| same(given, t) && made.elapsed() < TICKET_LIFE);
        if good {
            *ticket = None;
        }
        good
    }

    /// Where the browser says from where a request comes, it comes from this page; a write always says so.
    fn origin(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let write = method == Method::POST;
        match headers.get_all(header::ORIGIN).iter().count() {
            0 if write => return Err(FOREIGN_ORIGIN),
            0 => {}
            _ => {
                let origin = one(headers, header::ORIGIN.as_str()).ok_or(FOREIGN_ORIGIN)?;
                let host = origin.strip_prefix("http://").ok_or(FOREIGN_ORIGIN)?;
                if !self.is_ours(host) {
                    return Err(FOREIGN_ORIGIN);
                }
            }
        }
        match headers.get("sec-fetch-site").map(|v| v.as_bytes()) {
            None | Some(b"same-origin") => Ok(()),
            Some(b"none") if !write => Ok(()),
            Some(_) => Err(FOREIGN_ORIGIN),
        }
    }

    /// Cookies know no ports, so the name holds it: two projects may be open at once.
    fn cookie_name(&self) -> String {
        format!("pretag_{}", self.port)
    }

    fn cookie(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let name = self.cookie_name();
        let good = |pair: &str| pair.trim().split_once('=').is_some_and(|(n, v)| n == name && same(v, &self.secret));
        let all = headers.get_all(header::COOKIE).iter();
        let found = all.filter_map(|v| v.to_str().ok()).any(|cookies| cookies.split(';').any(good));
        if found { Ok(()) } else { Err(NO_COOKIE) }
    }
}

/// What a form or a plain request of another page cannot be.
fn write(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = one(headers, header::CONTENT_TYPE.as_str()).ok_or(WRONG_TYPE)?;
    let essence = kind.split(';').next().unwrap_or("").trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(WRONG_TYPE);
    }
    if one(headers, OWN_HEADER) == Some("1") { Ok(()) } else { Err(NO_HEADER) }
}

/// The header, if it stands there once.
fn one<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok();
    if all.next().is_some() { None } else { first }
}

/// Compares in a time that does not tell where the difference is.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |all, (x, y)| all | (x ^ y)) == 0
}

/// 128 random bits.
fn random() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| Error::new(ErrorKind::Io, format!("the operating system gives no random numbers: {e}")))?;
    Ok(hex(&bytes))
}
