//! Files of the real world, when they are there, and bad ones: every good file is one document, every bad one is one error.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;
#[path = "common/docx.rs"]
#[allow(dead_code)] // not every test uses everything
mod docx;

use common::Folder;
use pretag::{
    error::ErrorKind,
    input::{BadDocument, Format, InputOptions, Inputs},
    lexicon::{Lexicon, ZoneRules},
    text::{BlockKind, Document, Zone},
};
use std::{fs, path::Path, sync::OnceLock};

fn zones() -> &'static ZoneRules {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    let texts = [("zones.toml", include_str!("../lexicons/cues/zones.toml"))];
    LEXICON.get_or_init(|| Lexicon::from_texts(&texts).expect("the shipped rules are valid")).zones()
}

type Read = Vec<Result<Document, BadDocument>>;

fn read(paths: &[String], options: &InputOptions) -> (Read, usize) {
    let (mut scratch, mut read) = (Document::default(), Vec::new());
    let mut inputs = Inputs::open(paths, options).expect("the paths are understood");
    for chunk in &mut inputs {
        chunk.documents(zones(), options, &mut scratch, &mut |document| read.push(document.cloned()));
    }
    (read, inputs.skipped())
}

fn stream(bytes: impl Into<Vec<u8>>, options: &InputOptions) -> Read {
    let (mut scratch, mut read) = (Document::default(), Vec::new());
    for chunk in Inputs::stream(Box::new(std::io::Cursor::new(bytes.into())), "-", options) {
        chunk.documents(zones(), options, &mut scratch, &mut |document| read.push(document.cloned()));
    }
    read
}

fn said(read: &Result<Document, BadDocument>) -> (ErrorKind, String) {
    let bad = read.as_ref().expect_err("an error");
    (bad.error.kind(), bad.error.summary())
}

#[test]
fn articles_are_one_document_each() {
    let Some(shared) = common::shared("documents") else { return };
    let (read, skipped) = read(&[shared.join("jats").display().to_string()], &InputOptions::default());
    assert!(read.len() >= 50 && skipped == 0);
    for document in read {
        let document = document.unwrap_or_else(|bad| panic!("{}", bad.error));
        let count = |kind| document.blocks.iter().filter(|b| b.kind == kind).count();
        assert_eq!(count(BlockKind::Title), 1, "{}", document.id);
        assert!(count(BlockKind::Paragraph) >= 10 && count(BlockKind::Heading) >= 4, "{}", document.id);
        assert!(document.blocks.iter().any(|b| b.zone == Zone::Abstract), "{}", document.id);
        assert!(document.blocks.iter().any(|b| b.zone == Zone::References), "{}", document.id);
    }
}

#[test]
fn transcripts_are_turns_with_their_speakers() {
    let Some(shared) = common::shared("documents") else { return };
    let (read, _) = read(&[shared.join("transcripts").display().to_string()], &InputOptions::default());
    assert!(read.len() >= 20);
    for document in read {
        let document = document.unwrap_or_else(|bad| panic!("{}", bad.error));
        let turns: Vec<_> = document.blocks.iter().filter(|b| b.kind == BlockKind::Turn).collect();
        assert!(turns.len() >= 40 && turns.iter().all(|b| b.speaker.is_some()), "{}", document.id);
        let asking: Vec<_> = turns.iter().filter(|b| b.interviewer).map(|b| document.label(b.speaker)).collect();
        let interview = document.id.starts_with("pdpilot");
        assert!(asking.is_empty() != interview && asking.iter().all(|label| *label == Some("Dan")), "{}", document.id);
    }
}

/// Per record of an export, whether it has an abstract, told by other means than the readers'.
fn abstracts(path: &Path) -> Vec<bool> {
    let text = fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|e| e == "ris") {
        let has = |line: &str| {
            line.split_once("  - ").is_some_and(|(tag, value)| matches!(tag, "AB" | "N2") && !value.trim().is_empty())
        };
        return text.split("TY  - ").skip(1).map(|record| record.lines().any(has)).collect();
    }
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let headers = table.headers().unwrap().clone();
    let column = headers.iter().position(|name| matches!(name.to_lowercase().as_str(), "abstract" | "abstract note"));
    table.records().map(|row| column.is_some_and(|at| !row.as_ref().unwrap()[at].trim().is_empty())).collect()
}

#[test]
fn exports_of_databases_are_a_paper_a_record() {
    let Some(shared) = common::shared("formats/citations") else { return };
    let files = fs::read_dir(shared).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "ris" || e == "csv")).collect();
    assert!(files.len() >= 15);
    for path in files {
        let (read, _) = read(&[path.display().to_string()], &InputOptions::default());
        let expected = abstracts(&path);
        assert_eq!(read.len(), expected.len(), "{}", path.display());
        for (document, has_abstract) in read.into_iter().zip(expected) {
            let document = document.unwrap_or_else(|bad| panic!("{}", bad.error));
            let title = document.blocks.first().expect("a title");
            let place = format!("{} {}", document.source, document.id);
            assert!(title.kind == BlockKind::Title && document.slice(title.span).len() > 10, "{place}");
            assert_eq!(document.blocks.len() > 1, has_abstract, "{place}");
            assert!(document.blocks[1..].iter().all(|block| block.zone == Zone::Abstract), "{place}");
            assert!(!document.text.contains("is the property of"), "{place}");
            let fields = document.fields.unwrap_or_default();
            assert!(fields.to_lowercase().contains("\"title\""), "{place}: {fields}");
        }
    }
}

#[test]
fn citations_are_known_by_what_they_hold() {
    let folder = Folder::new("citations");
    let ris = "1. \nTY  - JOUR\nTI  - Time\nAB  - No time.\nER  - \n\n2. \nTY  - JOUR\nTI  - Beds\nER  - \n";
    let paths = [
        folder.file("found.txt", ris),
        folder.file("pubmed.txt", "\nPMID- 7\nOWN - NLM\nTI  - Time\n"),
        folder.file("P1.txt", "P1: No time.\nI: Why?\nP1: No staff.\n"),
    ];
    let ids =
        |read: Read| read.into_iter().map(|r| r.map_or_else(|bad| bad.error.to_string(), |d| d.id)).collect::<Vec<_>>();
    assert_eq!(ids(read(&paths, &InputOptions::default()).0), ["found:1", "found:2", "7", "P1"]);
    assert_eq!(ids(stream(ris, &InputOptions::default())), ["-:1", "-:2"]);
    let text = InputOptions { from: Some(Format::Text), ..InputOptions::default() };
    assert_eq!(ids(read(&paths[..1], &text).0), ["found"]);
}

#[test]
fn folders_globs_and_names() {
    let folder = Folder::new("walk");
    let names = ["b.txt", "a/c.md", "a/.hidden.txt", "a/table.xlsx", "no.txt"];
    let paths = names.map(|name| folder.file(name, b"No time."));
    folder.file(".ignore", b"no.txt\n");
    let root = folder.0.display().to_string();
    let options = InputOptions::default();
    let ids = |read: &Read| {
        read.iter().map(|r| r.as_ref().map_or_else(|bad| format!("!{}", bad.id), |d| d.id.clone())).collect::<Vec<_>>()
    };

    let (found, skipped) = read(std::slice::from_ref(&root), &options);
    assert_eq!((ids(&found), skipped), (vec!["c".to_owned(), "b".to_owned()], 1));

    let (found, skipped) = read(&[format!("{root}/*.txt"), format!("{root}/a/*")], &options);
    assert_eq!((ids(&found), skipped), (["b", "no", ".hidden", "c"].map(str::to_owned).to_vec(), 1));

    let (found, _) = read(&[paths[3].clone(), format!("{root}/missing.txt"), paths[4].clone()], &options);
    assert_eq!(ids(&found), ["!table", "!missing", "no"]);
    assert!(said(&found[0]).1.contains("found `.xlsx`, expected one of .jsonl"), "{:?}", said(&found[0]));
    assert_eq!(said(&found[1]).0, ErrorKind::Io);

    assert!(Inputs::open(&["a[".into()], &options).is_err());
}

/// Word puts such a file beside a document that is open.
#[test]
fn locks_of_word_are_passed_over() {
    let folder = Folder::new("locks");
    folder.file("P1.docx", docx::document(&docx::p("No time.")));
    folder.file("~$P1.docx", b"\x03Dan");
    let (found, skipped) = read(&[folder.0.display().to_string()], &InputOptions::default());
    assert_eq!((found.len(), skipped), (1, 1));
    assert!(found[0].as_ref().is_ok_and(|d| d.text == "No time."));
}

#[test]
fn documents_of_word_are_known_by_what_they_hold() {
    let folder = Folder::new("word");
    let bytes = docx::document(&docx::p("No time."));
    let names = ["a.docx", "b.docm", "c.txt", "d.md"];
    let paths = names.map(|name| folder.file(name, &bytes));
    let (mut found, _) = read(&paths, &InputOptions::default());
    found.extend(stream(bytes.clone(), &InputOptions::default()));
    let other = folder.file("e.zip", &bytes);
    found.extend(read(&[other], &InputOptions { from: Some(Format::Docx), ..InputOptions::default() }).0);
    let texts: Vec<_> = found.iter().map(|read| read.as_ref().map(|d| d.text.as_str()).ok()).collect();
    assert_eq!(texts, [Some("No time."); 6]);
    let text = InputOptions { from: Some(Format::Text), ..InputOptions::default() };
    assert!(said(&stream(bytes, &text)[0]).1.contains("--from docx"));
}

#[test]
fn what_git_ignores_is_read_and_empty_folders_are_told() {
    let folder = Folder::new("barren");
    let paths = ["p1/P1.txt", "p2/notes.xlsx"].map(|name| folder.file(name, b"No time."));
    folder.file("p1/.gitignore", b"*\n");
    let folders = paths.map(|path| Path::new(&path).parent().unwrap().display().to_string());
    let mut inputs = Inputs::open(&folders, &InputOptions::default()).unwrap();
    assert_eq!(inputs.by_ref().count(), 1);
    assert_eq!((inputs.skipped(), inputs.barren()), (1, &folders[1..]));
}

#[test]
fn folders_before_a_glob_are_taken_as_they_are() {
    let folder = Folder::new("bracketed");
    folder.file("Study [2024]/P1.txt", b"No time.");
    let (found, _) = read(&[format!("{}/Study [2024]/*.txt", folder.0.display())], &InputOptions::default());
    assert_eq!(found[0].as_ref().map(|d| d.id.as_str()).ok(), Some("P1"));
}

/// Who may read everything (root) finds the folder open.
#[cfg(unix)]
#[test]
fn a_folder_that_a_glob_cannot_look_into_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("closed");
    folder.file("a/P1.txt", b"No time.");
    folder.file("b/P2.txt", b"No time.");
    let closed = folder.join("a");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let refused = fs::read_dir(&closed).is_err();
    let (found, _) = read(&[format!("{}/*/*.txt", folder.0.display())], &InputOptions::default());
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let errors: Vec<_> = found.iter().filter(|read| read.is_err()).map(|bad| said(bad).0).collect();
    assert_eq!((found.len(), errors), (2, if refused { vec![ErrorKind::Io] } else { Vec::new() }));
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_when_named() {
    let folder = Folder::new("links");
    let file = folder.file("real/a.txt", b"No time.");
    let link = folder.0.join("b.txt");
    std::os::unix::fs::symlink(file, &link).expect("a link");
    let (found, _) = read(&[link.display().to_string()], &InputOptions::default());
    assert_eq!(found[0].as_ref().map(|d| d.id.as_str()).ok(), Some("b"));
    let (found, _) = read(&[folder.0.display().to_string()], &InputOptions::default());
    assert_eq!(found.len(), 1);
}

#[test]
fn one_broken_line_of_a_thousand_is_one_error() {
    let line = |n: usize| {
        if n == 7 { "{\"id\":7,\"text\":\"a\n".into() } else { format!("{{\"id\":{n},\"text\":\"No time.\"}}\n") }
    };
    let read = stream((1..=1000).map(line).collect::<String>(), &InputOptions::default());
    assert_eq!((read.len(), read.iter().filter(|r| r.is_err()).count()), (1000, 1));
    let (kind, message) = said(&read[6]);
    assert_eq!(kind, ErrorKind::Format);
    assert!(message.starts_with("-:7:") && message.contains("broken JSON"), "{message}");
}

#[test]
fn bytes_that_are_no_text() {
    let options = InputOptions::default();
    let (kind, message) = said(&stream(b"No time \xE9 here", &options)[0]);
    assert!(kind == ErrorKind::Encoding && message.contains("offset 8"), "{message}");
    let (kind, message) = said(&stream(b"No time\0here", &options)[0]);
    assert!(kind == ErrorKind::Format && message.contains("binary"), "{message}");
    let (kind, message) = said(&stream(b"\xFF\xFEN\0o\0", &options)[0]);
    assert!(kind == ErrorKind::Encoding && message.contains("UTF-16"), "{message}");
    let empty = &stream(b"", &options)[0];
    assert!(empty.as_ref().is_ok_and(|d| d.blocks.is_empty() && d.id == "-"));
}

#[test]
fn long_lines() {
    let record = |n: usize| format!("{{\"text\":\"{}\"}}\n", "No time. ".repeat(n / 9));
    let options = InputOptions::default();
    let read = stream(record(20 << 20) + &record(9), &options);
    assert_eq!((read.len(), read.iter().filter(|r| r.is_ok()).count()), (2, 2));
    let options = InputOptions { max_document: 1 << 20, ..options };
    let read = stream(record(90) + &record(20 << 20) + &record(9), &options);
    assert_eq!(read.len(), 3);
    assert_eq!(said(&read[1]).0, ErrorKind::TooLarge);
    assert!(read[2].as_ref().is_ok_and(|d| d.source == "-:3"));
    let text = stream("No time. ".repeat(1 << 18), &options);
    assert_eq!(said(&text[0]).0, ErrorKind::TooLarge);
}

#[test]
fn files_of_the_wrong_kind() {
    let folder = Folder::new("kinds");
    let paths = [
        folder.file("a.xml", b"<?xml version=\"1.0\"?>\n<TEI><text/></TEI>"),
        folder.file("b.xml", b"<article>\n<body>\n<p>No time.</body></article>"),
        folder.file("c.csv", b"id,quote\n1,No time.\n"),
        folder.file("d.txt", b"%PDF-1.7 ..."),
        folder.file("e.txt", b"No time."),
    ];
    let (read, _) = read(&paths, &InputOptions::default());
    assert_eq!(read.len(), 5);
    assert!(said(&read[0]).1.contains("root element <TEI>, expected <article>"), "{:?}", said(&read[0]));
    assert!(said(&read[1]).1.contains("b.xml:3:") && said(&read[1]).1.contains("broken XML"), "{:?}", said(&read[1]));
    assert!(
        said(&read[2]).1.contains("no column \"text\" or \"abstract\"; the columns are: id, quote"),
        "{:?}",
        said(&read[2])
    );
    assert!(said(&read[3]).1.contains("PDF"), "{:?}", said(&read[3]));
    assert!(read[4].is_ok());
}

#[test]
fn the_format_asked_for_wins() {
    let options = InputOptions { from: Some(Format::Text), ..InputOptions::default() };
    let read = stream("{\"text\":\"No time.\"}\n", &options);
    assert_eq!(read[0].as_ref().map(|d| d.text.as_str()).ok(), Some("{\"text\":\"No time.\"}\n"));
    let options = InputOptions { statements: true, ..InputOptions::default() };
    let read = stream("{\"text\":\" Methods: no time.\\n\\n- staff \"}\n", &options);
    let document = read[0].as_ref().expect("a document");
    assert_eq!((document.blocks.len(), document.slice(document.blocks[0].span)), (1, "Methods: no time.\n\n- staff"));
}
