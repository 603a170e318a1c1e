//! Requests -> answers: the page's files, views (GET) and acts (POST), each behind the same door; every answer carries the same strict headers.
use super::{
    access::{Access, Pass, Refusal},
    acts, assets,
    desk::Desk,
    views,
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, RawQuery, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// The longest body of a write, in bytes: a memo is a few kilobytes.
const BODY: usize = 256 * 1024;

/// What every answer says to the browser: nothing but this page's own files, no framing, no sniffing, nothing kept.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Why something is not answered as asked: a status and a sentence for the coder.
#[derive(Debug)]
pub(super) struct Trouble(pub(super) StatusCode, pub(super) String);

/// What a view or an act comes to.
pub(super) type Answer = Result<Value, Trouble>;

/// The words after the question mark.
pub(super) type Query = BTreeMap<String, String>;

/// Everything the page may ask for.
pub(super) fn router(access: Arc<Access>, desk: Arc<Desk>) -> Router {
    let mut router = Router::new();
    for asset in assets::ASSETS {
        router = router.route(asset.path, get(async || page(StatusCode::OK, asset.kind, asset.body)));
    }
    for (path, view) in views::VIEWS {
        let shown = move |State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery| async move {
            aside(move || view(&desk, &words(query.as_deref().unwrap_or("")))).await
        };
        router = router.route(path, get(shown));
    }
    let act = |State(desk): State<Arc<Desk>>, body: Bytes| async move { aside(move || acts::act(&desk, &body)).await };
    router
        .route("/api/act", post(act))
        .fallback(async || refuse(Refusal(StatusCode::NOT_FOUND, "there is nothing here")))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(access, door))
        .with_state(desk)
}

/// Lets requests in or not, and writes the headers of all answers.
async fn door(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response {
    let mut response = match access.check(request.method(), request.uri(), request.headers()) {
        Ok(Pass::Go) => next.run(request).await,
        Ok(Pass::Enter { cookie }) => enter(&cookie),
        Err(refusal) => refuse(refusal),
    };
    for (name, value) in &HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The cookie and the way to the page, whose address does not hold the key.
fn enter(cookie: &str) -> Response {
    let mut response = page(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "");
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/"));
    response
}

fn refuse(Refusal(status, why): Refusal) -> Response {
    answer(Err(Trouble(status, why.to_owned())))
}

fn page(status: StatusCode, kind: &'static str, body: &'static str) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// Work that may wait for a disk or a lock is done where waiting holds nobody up.
async fn aside(work: impl FnOnce() -> Answer + Send + 'static) -> Response {
    let done = tokio::task::spawn_blocking(work).await;
    answer(
        done.unwrap_or_else(|e| Err(Trouble(StatusCode::INTERNAL_SERVER_ERROR, format!("it could not be done: {e}")))),
    )
}

fn answer(answer: Answer) -> Response {
    let (status, value) = match answer {
        Ok(value) => (StatusCode::OK, value),
        Err(Trouble(status, why)) => (status, json!({ "error": why })),
    };
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// `a=1&b=x%20y` as words; what is no UTF-8 is left out.
fn words(query: &str) -> Query {
    let uri = |text: &str| plain(&text.replace('+', " "));
    query.split('&').filter_map(|pair| pair.split_once('=')).filter_map(|(k, v)| Some((uri(k)?, uri(v)?))).collect()
}

/// Percent escapes undone.
fn plain(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let code = more.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &more[2..];
            }
            None => {
                out.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8(out).ok()
}
