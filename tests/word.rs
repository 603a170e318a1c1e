//! A transcript made in Word -> reports, and what other commands make of it: the same as of any other document.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;
#[path = "common/docx.rs"]
#[allow(dead_code)] // not every test uses everything
mod docx;

use common::Folder;
use docx::{document, p, styled, table};
use serde_json::Value;
use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

/// An interview with its turns in paragraphs and in a table.
fn interview(last: &str) -> Vec<u8> {
    let turns = [
        styled("Title", "Interview 4"),
        p("Dan: Was there no time?"),
        p("P4: Well.\nThere was no time."),
        table(&[&["Dan", "And then, was there no time again?"], &["P4", last], &["Dan", "So there was no time."]]),
    ];
    document(&turns.concat())
}

fn pretag(folder: &Folder, command: &str, args: &[&str], stdin: &[u8]) -> Output {
    let lexicon = ["--lexicon", "mini.toml", "--no-default-lexicons"];
    let mut program = Command::new(env!("CARGO_BIN_EXE_pretag"));
    program.current_dir(&folder.0).env_clear().arg(command).args(lexicon).args(args);
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    child.wait_with_output().unwrap()
}

fn folder() -> Folder {
    let folder = Folder::new("word");
    folder.file("mini.toml", include_bytes!("data/mini.toml"));
    folder.file("in/P4.docx", interview("There was no time at all."));
    folder
}

const TAG: [&str; 8] = ["--framework", "mini", "--min-score", "0", "--interviewer", "dan", "--with-text", "--quiet"];

fn report(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn quotes_are_slices_of_the_text_and_interviewers_are_not_coded() {
    let folder = folder();
    let report = report(&pretag(&folder, "tag", &[&TAG[..], &["in", "--to", "jsonl"]].concat(), b""));
    let text = report["document"]["text"].as_str().unwrap();
    let suggestions = report["suggestions"].as_array().unwrap();
    let place = |s: &Value, key: &str| usize::try_from(s[key].as_u64().unwrap()).unwrap();
    let quotes: Vec<&str> = suggestions.iter().map(|s| &text[place(s, "start")..place(s, "end")]).collect();
    assert_eq!(quotes, ["There was no time.", "There was no time at all."]);
    assert!(suggestions.iter().zip(&quotes).all(|(s, quote)| s["quote"] == *quote && s["speaker"] == "P4"));
    assert_eq!(report["document"]["source"], "in/P4.docx");
}

#[test]
fn a_pipe_a_glob_and_a_folder_give_the_same() {
    let folder = folder();
    let tag = |path: &str, stdin: &[u8]| {
        let report = report(&pretag(&folder, "tag", &[&TAG[..], &[path, "--to", "jsonl"]].concat(), stdin));
        (report["document"]["text"].clone(), report["suggestions"].as_array().unwrap().len())
    };
    let whole = tag("in", b"");
    assert_eq!(tag("in/*.docx", b""), whole);
    assert_eq!(tag("-", &interview("There was no time at all.")), whole);
}

#[test]
fn what_was_changed_in_word_is_tagged_again() {
    let folder = folder();
    let update = || {
        let output = pretag(&folder, "tag", &[&TAG[..], &["in", "--update", "r.jsonl"]].concat(), b"");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(folder.join("r.jsonl")).unwrap().lines().count()
    };
    assert_eq!((update(), update()), (1, 1));
    folder.file("in/P4.docx", interview("There was time."));
    assert_eq!((update(), update()), (2, 2));
}
