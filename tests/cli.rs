//! Runs the cases of `tests/cmd/*.toml` against the built program. `UPDATE=1 cargo test --test cli` writes what it really prints into them.
//!
//! A case has `name`, `args`, and may have `stdin`, `env`, `files` (made before; `mini.toml`, a small lexicon, is always there), `folder` (where to run, below them), `before` (commands run before, in the same folder),
//! `exit` (0 if not given), `stdout` and `stderr` (whole; `[..]` stands for anything within a line), `stdout_contains`, `stderr_contains`,
//! `stdout_lacks`, and `awaits` (what has to be built first; skipped unless `ALL=1`).
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use common::Folder;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    env, fs,
    io::Write,
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Files that every case of this file starts with.
    #[serde(default)]
    files: BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    args: Vec<String>,
    stdin: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    folder: String,
    #[serde(default)]
    before: Vec<Vec<String>>,
    exit: Option<Spanned<i32>>,
    stdout: Option<Spanned<String>>,
    stderr: Option<Spanned<String>>,
    #[serde(default)]
    stdout_contains: Vec<String>,
    #[serde(default)]
    stderr_contains: Vec<String>,
    #[serde(default)]
    stdout_lacks: Vec<String>,
    awaits: Option<String>,
}

/// A stretch of a case file and what is to stand there.
type Repair = (Range<usize>, String);

#[test]
fn cases() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in case_files() {
        let text = fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut repairs = Vec::new();
        for case in &file.case {
            match &case.awaits {
                Some(what) if env::var_os("ALL").is_none() => println!("skipped: {} (awaits {what})", case.name),
                _ => {
                    count += 1;
                    failures.extend(
                        case.run(&file.files, &mut repairs)
                            .into_iter()
                            .map(|f| format!("{}: {}: {f}", path.display(), case.name)),
                    );
                }
            }
        }
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, repaired(text, repairs)).unwrap();
        }
    }
    println!("{count} cases");
    assert!(failures.is_empty(), "{}\n{} of {count} cases failed", failures.join("\n"), failures.len());
}

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

impl Case {
    /// What is not as expected; what `UPDATE=1` would change goes into `repairs`.
    fn run(&self, shared: &BTreeMap<String, String>, repairs: &mut Vec<Repair>) -> Vec<String> {
        let folder = folder_with(shared.iter().chain(&self.files));
        let here = folder.0.join(&self.folder);
        for args in &self.before {
            self.call(args, &here);
        }
        let output = self.call(&self.args, &here);
        let (stdout, stderr) = (normal(&output.stdout), normal(&output.stderr));
        let mut failures = Vec::new();
        let expected = self.exit.as_ref().map_or(0, |exit| *exit.get_ref());
        let exit = output.status.code().unwrap_or(-1);
        if exit != expected {
            failures.push(format!("exit status {exit} instead of {expected}\n{stderr}"));
            repairs.extend(self.exit.as_ref().map(|e| (e.span(), exit.to_string())));
        }
        for (stream, found, expected) in [("stdout", &stdout, &self.stdout), ("stderr", &stderr, &self.stderr)] {
            let Some(expected) = expected else { continue };
            if !like(expected.get_ref(), found) {
                failures.push(format!("{stream} is\n{found}instead of\n{}", expected.get_ref()));
                repairs.push((expected.span(), quoted(found)));
            }
        }
        for (found, parts) in [(&stdout, &self.stdout_contains), (&stderr, &self.stderr_contains)] {
            let missing = parts.iter().filter(|part| !found.contains(part.as_str()));
            failures.extend(missing.map(|part| format!("{part:?} is missing in\n{found}")));
        }
        let unwanted = self.stdout_lacks.iter().filter(|part| stdout.contains(part.as_str()));
        failures.extend(unwanted.map(|part| format!("{part:?} is not wanted in\n{stdout}")));
        failures
    }

    fn call(&self, args: &[String], folder: &Path) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pretag"))
            .args(args)
            .current_dir(folder)
            .env_clear()
            .env("COLUMNS", "80")
            .envs(&self.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let text = self.stdin.clone().unwrap_or_default();
        let feeding = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
        let output = child.wait_with_output().unwrap();
        let _ = feeding.join();
        output
    }
}

/// A folder of its own for a case, with its files.
fn folder_with<'f>(files: impl Iterator<Item = (&'f String, &'f String)>) -> Folder {
    let folder = Folder::new("cli");
    folder.file("mini.toml", include_str!("data/mini.toml"));
    files.for_each(|(name, text)| drop(folder.file(name, text)));
    folder
}

/// The text with what changes from version to version replaced.
fn normal(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut text = text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    for mark in ["\"digest\":\"", "\"digest\": \""] {
        let mut from = 0;
        while let Some(at) = text[from..].find(mark).map(|at| from + at + mark.len()) {
            let digits = text[at..].chars().take_while(char::is_ascii_hexdigit).count();
            text.replace_range(at..at + digits, "[DIGEST]");
            from = at;
        }
    }
    text
}

/// Whether the text is like the pattern, line by line; `[..]` stands for anything.
fn like(pattern: &str, text: &str) -> bool {
    let (patterns, lines): (Vec<_>, Vec<_>) = (pattern.lines().collect(), text.lines().collect());
    patterns.len() == lines.len() && patterns.iter().zip(lines).all(|(pattern, line)| line_like(pattern, line))
}

fn line_like(pattern: &str, line: &str) -> bool {
    let Some((head, tail)) = pattern.split_once("[..]") else { return pattern == line };
    let Some(rest) = line.strip_prefix(head) else { return false };
    (0..=rest.len()).filter(|at| rest.is_char_boundary(*at)).any(|at| line_like(tail, &rest[at..]))
}

/// The text as a TOML string, over several lines if it has them.
fn quoted(text: &str) -> String {
    let plain = !text.contains("'''") && text.chars().all(|c| c == '\n' || !c.is_control());
    if plain && text.contains('\n') { format!("'''\n{text}'''") } else { toml::Value::from(text).to_string() }
}

fn repaired(mut text: String, mut repairs: Vec<Repair>) -> String {
    repairs.sort_by_key(|(span, _)| span.start);
    for (span, new) in repairs.into_iter().rev() {
        text.replace_range(span, &new);
    }
    text
}

#[test]
fn a_pattern_may_leave_parts_open() {
    assert!(like("a [..] c\nd", "a b b c\nd\n"));
    assert!(like("[..]", "anything\n"));
    assert!(!like("a [..] c", "a b"));
    assert!(!like("a\n", "a\nb\n"));
}
