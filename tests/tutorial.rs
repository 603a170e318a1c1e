//! The tutorial of docs/compare.md shows what the program prints: its commands are run again, on the lexicon without its term, with the first
//! attempt and with the term that was merged. Figures move with lexicon and gold: `UPDATE=1 cargo test --test tutorial` writes them anew.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use common::Folder;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const PAGE: &str = "docs/compare.md";
const EDITED: &str = "concepts/emotion.toml";
const TERM: &str = "  \"{question,topic,subject,conversation,memory,reminder} ..2 painful\",\n";
const EXAMPLE: &str = ", \"What had happened to their own children made the subject painful for some nurses.\"";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped lexicon with its term written otherwise, and without its example.
fn lexicon(folder: &Folder, name: &str, edit: impl Fn(&str) -> String) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.as_ref().unwrap().file_name()));
            if from.is_dir() { copy(&from, &to) } else { _ = fs::copy(&from, &to).unwrap() }
        }
    }
    let to = folder.0.join(name);
    copy(&root().join("lexicons"), &to);
    let text = fs::read_to_string(to.join(EDITED)).unwrap();
    assert!(text.contains(TERM) && text.contains(EXAMPLE), "the tutorial's term is not in {EDITED} any more");
    fs::write(to.join(EDITED), edit(&text)).unwrap();
    to
}

/// Words of a command as a shell takes them.
fn words(command: &str) -> Vec<String> {
    let (mut out, mut quote) = (vec![String::new()], None);
    for c in command.chars() {
        match (c, quote) {
            (' ', None) => out.push(String::new()),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            (c, _) => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

fn run(command: &str, old: &Path, new: &Path) -> String {
    let path = |p: &Path| p.display().to_string();
    let mut args: Vec<String> = words(command).into_iter().skip(1).collect();
    if args[0] == "compare" {
        (args[1], args[2]) = (path(old), path(new));
        args.extend(["--to".into(), "text".into()]);
    } else {
        args.extend(["--no-default-lexicons".into(), "--lexicon".into(), path(old)]);
    }
    let mut pretag = Command::new(env!("CARGO_BIN_EXE_pretag"));
    let output = pretag.current_dir(root()).env("COLUMNS", "400").args(&args).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A line without its figures, by which it is found again.
fn shape(line: &str) -> String {
    let digits: String = line.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let mut out = digits.split_whitespace().collect::<Vec<_>>().join(" ");
    while out.contains("00") {
        out = out.replace("00", "0");
    }
    out
}

/// The line of the output that a line of the page shows; if it ends with `...`, as much of it.
fn shown(line: &str, output: &str) -> Option<String> {
    let Some(head) = line.strip_suffix("; ...") else {
        let same = output.lines().find(|l| *l == line);
        return same.or_else(|| output.lines().find(|l| shape(l) == shape(line))).map(str::to_owned);
    };
    let found = output.lines().find(|l| shape(l).starts_with(&shape(head)))?;
    let parts = head.matches("; ").count() + 1;
    Some(found.split("; ").take(parts).collect::<Vec<_>>().join("; ") + "; ...")
}

#[test]
fn the_tutorial_shows_what_is_printed() {
    let folder = Folder::new("tutorial");
    let old = lexicon(&folder, "old", |text| text.replace(TERM, "").replace(EXAMPLE, ""));
    let first = lexicon(&folder, "first", |text| text.replace(TERM, "  \"painful\",\n").replace(EXAMPLE, ""));
    let now = root().join("lexicons");
    let page = fs::read_to_string(root().join(PAGE)).unwrap();
    let (mut written, mut output, mut new) = (Vec::new(), None, &first);
    let (mut tutorial, mut ran) = (false, 0);
    for line in page.lines() {
        tutorial |= line.starts_with("## Tutorial");
        if line.starts_with("**A narrower one.**") {
            new = &now;
        }
        if tutorial && let Some(command) = line.strip_prefix("$ ") {
            output = if command.contains("--corpus papers") { None } else { Some(run(command, &old, new)) };
            ran += usize::from(output.is_some());
        } else if line.starts_with("```") {
            output = None;
        }
        let kept = line.starts_with("$ ") || line.trim().is_empty() || line == "...";
        match output.as_ref().filter(|_| !kept) {
            None => written.push(line.to_owned()),
            Some(output) => match shown(line, output) {
                Some(real) => written.push(real),
                None => panic!("{PAGE} shows a line that is not printed:\n{line}\nof\n{output}"),
            },
        }
    }
    assert_eq!(ran, 4);
    let written = written.join("\n") + "\n";
    if env::var_os("UPDATE").is_some() {
        fs::write(root().join(PAGE), written).unwrap();
    } else {
        for (is, should) in page.lines().zip(written.lines()) {
            assert_eq!(is, should, "UPDATE=1 writes the figures anew");
        }
    }
}
