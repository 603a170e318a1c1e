//! A project in a folder of its own, a served page of it, and requests over a bare socket.
#![allow(dead_code, clippy::unwrap_used)] // a test that cannot go on fails; not every test uses everything
use crate::common::Folder;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

pub(crate) const PRETAG: &str = env!("CARGO_BIN_EXE_pretag");

/// A text with a suggestion in almost every sentence, none of them twice.
pub(crate) fn text(sentences: usize) -> String {
    let kinds = [
        "Nurse number {n} said that there was no time to explain it to the patients of ward {n}.",
        "The training of group {n} made it easier to use the guideline in practice.",
        "Lack of money for programme {n} was a barrier.",
        "Doctor {n} did not know the recommendation.",
        "Support from the manager of unit {n} helped the staff to keep going.",
        "Ward {n} lies on the second floor.",
    ];
    let mut out = String::from("Results\n\n");
    for n in 0..sentences {
        out += &kinds[n % kinds.len()].replace("{n}", &(n + 1).to_string());
        out += if n % 5 == 4 { "\n\n" } else { " " };
    }
    out
}

/// Makes a project of these texts (file name, text) in `folder/project`.
pub(crate) fn project(folder: &Folder, texts: &[(&str, String)], more: &[&str]) -> PathBuf {
    let place = folder.join("project");
    let mut files = Vec::new();
    for (name, text) in texts {
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        files.push(file);
    }
    let made = Command::new(PRETAG).args(["review", "create"]).arg(&place).args(&files).args(more).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    place
}

/// A running page.
pub(crate) struct Page {
    pub(crate) child: Child,
    pub(crate) port: u16,
    pub(crate) token: String,
    pub(crate) cookie: String,
}

impl Page {
    /// Starts the page and enters it.
    pub(crate) fn open(project: &Path, coder: &str, more: &[&str]) -> Self {
        let mut command = Command::new(PRETAG);
        command.args(["review", "--no-open", "--coder", coder]).args(more).arg(project);
        Self::start(command)
    }

    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut seen = String::new();
        let address = loop {
            let line = lines.next().unwrap_or_else(|| panic!("no address in {seen:?}")).unwrap();
            if let Some(at) = line.find("http://127.0.0.1:") {
                break line[at..].trim().to_owned();
            }
            seen += &line;
        };
        std::thread::spawn(move || lines.for_each(drop));
        let rest = address.strip_prefix("http://127.0.0.1:").unwrap();
        let (port, token) = rest.split_once("/start?token=").unwrap();
        let mut page = Self { child, port: port.parse().unwrap(), token: token.into(), cookie: String::new() };
        let entered =
            page.ask(&format!("GET /start?token={token} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")).unwrap();
        assert_eq!(entered.status, 303, "{entered:?}");
        assert_eq!(entered.header("location"), Some("/"));
        page.cookie = entered.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        page
    }

    /// Sends bytes as they are and reads the answer.
    pub(crate) fn ask(&self, request: &str) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let request = request.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Answer::parse(&String::from_utf8_lossy(&bytes), request.starts_with("HEAD"))
            .ok_or_else(|| std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "no whole answer"))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let Self { port, cookie, .. } = self;
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n")).unwrap()
    }

    pub(crate) fn json(&self, path: &str) -> serde_json::Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        serde_json::from_str(&answer.body).unwrap()
    }

    /// An act of the page.
    pub(crate) fn act(&self, body: &serde_json::Value) -> std::io::Result<Answer> {
        let (body, Self { port, cookie, .. }) = (body.to_string(), self);
        self.ask(&format!(
            "POST /api/act HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\nContent-Type: application/json\r\nX-Pretag: 1\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer of the page.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    /// None of an answer that was cut off.
    fn parse(text: &str, bare: bool) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> =
            lines.filter_map(|l| l.split_once(": ")).map(|(k, v)| (k.to_lowercase(), v.to_owned())).collect();
        let length = headers.iter().find(|(k, _)| k == "content-length").and_then(|(_, v)| v.parse::<usize>().ok());
        let whole = bare || length.is_none_or(|n| body.len() >= n);
        whole.then(|| Self { status, headers, body: body.to_owned() })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }
}

/// The events of a coder's journal, whole lines only.
pub(crate) fn journal(project: &Path, coder: &str) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(project.join("decisions").join(format!("{coder}.jsonl"))).unwrap_or_default();
    text.split_inclusive('\n').filter(|l| l.ends_with('\n')).map(|l| serde_json::from_str(l).unwrap()).collect()
}
