//! Whatever is wrong with an input is one clear error; the rest is processed, the exit status is 2, a closed pipe is quiet.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use serde_json::Value;
use std::{
    io::Read,
    process::{Command, Output, Stdio},
};

/// A folder of its own with a good document; removed at the end.
struct Folder(common::Folder);

impl Folder {
    fn new() -> Self {
        let folder = Self(common::Folder::new("bad"));
        folder.file("mini.toml", include_bytes!("data/mini.toml"));
        folder.file("good.txt", b"There was no time.\n");
        folder
    }

    fn file(&self, name: &str, bytes: &[u8]) {
        self.0.file(name, bytes);
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
        let lexicon =
            ["tag", "--lexicon", "mini.toml", "--no-default-lexicons", "--framework", "mini", "--min-score", "0"];
        command.current_dir(&self.0.0).env_clear().args(lexicon).args(args);
        command
    }

    fn tag(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }
}

fn records(output: &Output) -> Vec<Value> {
    let lines = output.stdout.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// File, its bytes, what the error record says: kind, and the whole message.
const BAD: [(&str, &[u8], &str, &str); 18] = [
    (
        "latin.txt",
        b"No time.\n\nLack of f\xfcr x.\n",
        "encoding",
        "latin.txt: byte 0xFC at offset 19 is not UTF-8 (expected text in UTF-8: save it so from Word, Excel or your editor)",
    ),
    ("wide.txt", b"\xff\xfeN\0o\0", "encoding", "wide.txt: found UTF-16 text, expected UTF-8: save it as UTF-8 first"),
    (
        "binary.txt",
        b"no \x00\x01\x02 time",
        "format",
        "binary.txt: found a NUL byte near offset 3: a binary file, expected text in UTF-8",
    ),
    ("picture.png", b"\x89PNG\r\n\x1a\n", "format", "picture.png: found `.png`, expected one of [..]"),
    (
        "table.csv",
        b"id,note\n1,No time.\n",
        "format",
        "table.csv:1: found no column \"text\" or \"abstract\"; the columns are: id, note (--text-column says which it is)",
    ),
    ("empty.ris", b"", "format", "empty.ris: found no record, expected one that begins with `TY  - JOUR`"),
    ("empty.csv", b"", "format", "empty.csv:1: found no header row, expected the names of the columns"),
    ("empty.xml", b"", "format", "empty.xml: found no element, expected JATS XML with the root <article>"),
    ("empty.json", b"", "format", "empty.json:1: found an empty file, expected a JSON array of objects"),
    (
        "page.xml",
        b"<html><body/></html>",
        "format",
        "page.xml: found XML with the root element <html>, expected <article> (JATS)",
    ),
    ("torn.xml", b"<article><body><p>No.</b>", "format", "torn.xml:1:22: broken XML: [..]"),
    ("torn.json", b"[{\"text\": \"No time.\"}, {\"te", "format", "torn.json:1:[..]"),
    (
        "torn.docx",
        b"PK\x03\x04\x14\0",
        "format",
        "torn.docx: this file cannot be unpacked: the zip archive (as a .docx is one) is broken or cut off",
    ),
    ("text.docx", b"No time.\n", "format", "text.docx: found no zip archive, expected a Word document (.docx)"),
    (
        "old.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "format",
        "old.docx: found an old Microsoft Office file, expected .docx: save it as .docx from Word first",
    ),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "format", "old.doc: found `.doc`, expected one of [..]"),
    ("number.jsonl", b"{\"text\": 7}\n", "format", "number.jsonl:1: [..]"),
    ("missing.txt", b"", "io", "missing.txt: No such file or directory (os error 2)"),
];

#[test]
fn each_bad_file_is_one_error_and_the_good_one_is_tagged() {
    let folder = Folder::new();
    let mut wrong = Vec::new();
    for (name, bytes, kind, message) in BAD {
        if name != "missing.txt" {
            folder.file(name, bytes);
        }
        let output = folder.tag(&[name, "good.txt", "--to", "jsonl"]);
        let records = records(&output);
        let errors: Vec<&Value> = records.iter().filter(|r| r["type"] == "error").collect();
        let good = records
            .iter()
            .any(|r| r["document"]["id"] == "good" && r["suggestions"][0]["quote"] == "There was no time.");
        let said = errors.first().map_or("", |e| e["error"]["message"].as_str().unwrap());
        let (head, open) = message.split_once("[..]").map_or((message, false), |(head, _)| (head, true));
        let as_told = if open { said.starts_with(head) && said.len() > head.len() } else { said == head };
        if errors.len() != 1
            || errors[0]["error"]["kind"] != kind
            || !as_told
            || !good
            || output.status.code() != Some(2)
        {
            wrong.push(format!("{name}: {:?}\n{}", output.status.code(), String::from_utf8_lossy(&output.stdout)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_at_once_to_a_table_tells_of_each_on_standard_error() {
    let folder = Folder::new();
    BAD[..BAD.len() - 1].iter().for_each(|(name, bytes, ..)| folder.file(name, bytes));
    let names = BAD.map(|(name, ..)| name);
    let output = folder.tag(&[&names[..], &["good.txt", "--to", "csv"]].concat());
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(2));
    assert!(out.lines().count() >= 2 && out.contains("There was no time."), "{out}");
    assert_eq!(err.lines().filter(|l| l.starts_with("error: ")).count(), BAD.len(), "{err}");
    assert!(err.ends_with("18 errors\n"), "{err}");
}

#[test]
fn files_without_text_are_documents_without_suggestions() {
    let folder = Folder::new();
    ["a.txt", "b.md", "c.jsonl"].iter().for_each(|name| folder.file(name, b""));
    folder.file("d.txt", b" \n\n\t\n");
    let output = folder.tag(&["a.txt", "b.md", "c.jsonl", "d.txt", "--to", "jsonl"]);
    assert_eq!(output.status.code(), Some(0));
    let records = records(&output);
    assert_eq!(records.iter().map(|r| r["document"]["id"].as_str().unwrap()).collect::<Vec<_>>(), ["a", "b", "d"]);
    assert!(records.iter().all(|r| r["suggestions"] == Value::Array(vec![])));
}

#[test]
fn one_broken_line_of_a_thousand() {
    let folder = Folder::new();
    let line =
        |n| if n == 7 { "{\"id\":7,\"text\":\"no".into() } else { format!("{{\"id\":{n},\"text\":\"No time.\"}}") };
    folder.file("r.jsonl", (1..=1000).map(|n| line(n) + "\n").collect::<String>().as_bytes());
    let output = folder.tag(&["r.jsonl", "--to", "jsonl"]);
    let records = records(&output);
    assert_eq!((output.status.code(), records.len()), (Some(2), 1000));
    assert_eq!(records[6]["document"]["source"], "r.jsonl:7");
    assert_eq!(records[6]["error"]["message"], "r.jsonl:7:18: broken JSON: EOF while parsing a string");
    assert!(records.iter().enumerate().all(|(n, r)| (r["type"] == "report") == (n != 6)));
}

#[test]
fn long_lines() {
    let folder = Folder::new();
    let filler = |bytes: usize| "The clinic is by the sea. ".repeat(bytes / 26);
    folder.file("long.txt", (filler(20_000_000) + "There was no time.").as_bytes());
    folder.file("huge.txt", filler(100_000_000).as_bytes());
    let record =
        format!("{{\"id\":\"x\",\"text\":\"{}\"}}\n{{\"id\":\"y\",\"text\":\"No time.\"}}\n", filler(70_000_000));
    folder.file("huge.jsonl", record.as_bytes());
    let output = folder.tag(&["huge.txt", "huge.jsonl", "long.txt", "--to", "jsonl"]);
    let records = records(&output);
    let said: Vec<&str> = records.iter().map(|r| r["error"]["message"].as_str().unwrap_or("fine")).collect();
    let limit = "is over the limit of 67108864 bytes for one document";
    assert_eq!(
        said,
        [
            format!("huge.txt: this file of 99999978 bytes {limit}"),
            format!("huge.jsonl:1: this line {limit}"),
            "fine".into(),
            "fine".into(),
        ]
    );
    assert_eq!(records[3]["suggestions"].as_array().unwrap().len(), 1);
    assert_eq!(output.status.code(), Some(2));
    let output = folder.tag(&["good.txt", "--max-document", "10B", "--to", "text"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: good.txt: this file of 19 bytes is over the limit of 10 bytes for one document\n"),
        "{said}"
    );
}

/// What is wrong with a lexicon or the wish for a framework: the whole of standard error.
const WRONG_LEXICONS: [(&str, &str); 8] = [
    (
        "[[concept]]\nid = \"time\"\nterms = [\"no {time\"]\n",
        "error: bad.toml:3:14: term `no {time`: this bracket is not closed; expected `}`\n3 | terms = [\"no {time\"]\n  |              ^\n",
    ),
    (
        "[[concept]\nid = \"time\"\n",
        "error: bad.toml:1:11: not TOML: unclosed array table, expected `]`\n1 | [[concept]\n  |           ^\n",
    ),
    (
        "[[concept]]\nid = \"time\"\nterm = [\"x\"]\n",
        "error: bad.toml:3:1: unknown key `term`; expected one of `definition`, `examples`, `id`, `label`, `lean`, `provenance`, `remove`, `replace`, `terms`; did you mean `terms`?\n3 | term = [\"x\"]\n  | ^\n",
    ),
    (
        "[[concept]]\nid = \"time\"\nterms = [\"time ..3 (short)\"]\n",
        "error: bad.toml:3:11: term `time ..3 (short)`: a gap stands at the edge; expected a word that must stand before and after it\n3 | terms = [\"time ..3 (short)\"]\n  |           ^\n",
    ),
    (
        "[[concept]]\nid = \"Time\"\n",
        "error: bad.toml:2:6: `Time` is no id; expected lower case letters, digits and underscores\n2 | id = \"Time\"\n  |      ^\n",
    ),
    (
        "[[concept]]\nid = \"x\"\nterms = [\"<nobody> came\"]\n",
        "error: bad.toml:3:11: term `<nobody> came` names <nobody>, and there is no set or cue of that id\n3 | terms = [\"<nobody> came\"]\n  |           ^\n",
    ),
    (
        "[[zone]]\nid = \"methods\"\nheadings = [\"<staff> methods\"]\n",
        "error: bad.toml:3:13: heading `<staff> methods` names <staff>; expected its own words, no set or cue\n3 | headings = [\"<staff> methods\"]\n  |             ^\n",
    ),
    (
        "[[cue]]\nid = \"topic\"\nkind = \"topic\"\nheadings = [\"<staff> barriers\"]\n",
        "error: bad.toml:4:13: heading `<staff> barriers` names <staff>; expected its own words, no set or cue\n4 | headings = [\"<staff> barriers\"]\n  |             ^\n",
    ),
];

#[test]
fn a_wrong_lexicon_is_named_with_its_line() {
    let folder = Folder::new();
    for (toml, expected) in WRONG_LEXICONS {
        folder.file("bad.toml", toml.as_bytes());
        let output = folder.tag(&["--lexicon", "bad.toml", "good.txt"]);
        assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
        assert_eq!(output.status.code(), Some(2));
    }
    let output = folder.tag(&["--framework", "mimi", "good.txt"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: unknown framework `mimi`; the lexicon has mini; did you mean `mini`?\n"
    );
}

#[test]
fn a_closed_pipe_is_quiet() {
    let folder = Folder::new();
    folder.file("many.jsonl", "{\"text\":\"There was no time.\"}\n".repeat(20_000).as_bytes());
    for to in ["jsonl", "suggestions", "csv", "text"] {
        let mut child =
            folder.command(&["many.jsonl", "--to", to]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 20];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap(); // and drops the pipe
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(0), ""),
            "--to {to}"
        );
    }
}

#[test]
fn a_file_that_holds_no_reports_is_not_updated() {
    let folder = Folder::new();
    for notes in ["my only notes", "my only notes\n", "{\"id\":\"P1\",\"text\":\"No time.\"}"] {
        folder.file("notes.txt", notes.as_bytes());
        for option in ["--update", "--resume"] {
            let output = folder.tag(&["good.txt", option, "notes.txt"]);
            assert_eq!(output.status.code(), Some(2), "{option}");
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.starts_with("error: notes.txt:1: expected a line of `pretag tag --to jsonl`"), "{said}");
            assert_eq!(std::fs::read_to_string(folder.0.join("notes.txt")).unwrap(), notes, "{option}");
        }
    }
    folder.tag(&["good.txt", "-o", "reports.jsonl"]);
    let output = folder.tag(&["good.txt", "--resume", "reports.jsonl", "-o", "reports.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(std::fs::read_to_string(folder.0.join("reports.jsonl")).unwrap().ends_with("}\n"));
}

#[test]
#[cfg(unix)]
fn what_is_no_regular_file_is_not_updated() {
    let folder = Folder::new();
    for name in ["/dev/full", "/dev/null", "."] {
        let output = folder.tag(&["good.txt", "--update", name]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(said.contains("no regular file") || name == ".", "{name}: {said}");
    }
}

/// What the program says on standard error to these words.
fn told(folder: &Folder, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    let output = command.current_dir(&folder.0.0).env_clear().args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn bytes_that_are_no_utf8_are_told_with_line_and_byte() {
    let folder = Folder::new();
    folder.file("bad.jsonl", b"\n{\"text\": \"f\xfcr\"}\n");
    for args in [
        &["report", "bad.jsonl"][..],
        &["verify", "bad.jsonl"],
        &["evaluate", "bad.jsonl"],
        &["compare", "bad.jsonl", "shipped"],
        &["lexicon", "fit", "bad.jsonl", "--dry-run"],
    ] {
        let expected = "error: bad.jsonl:2: byte 12 of this line, 0xFC, is not UTF-8: save the file as UTF-8 first\n";
        assert_eq!(told(&folder, args), expected, "{args:?}");
    }
}

#[test]
fn what_is_no_report_is_told_in_plain_words() {
    let folder = Folder::new();
    for (bytes, expected) in [
        ("my only notes\n", "error: x.txt:1: expected a line of `pretag tag --to jsonl`, found no JSON object\n"),
        ("[1, 2]\n", "error: x.txt: found JSON that is no object, expected reports of `pretag tag` or a comparison of"),
        ("{\"a\": 1}\n", "error: x.txt: found a JSON object without a type, expected reports"),
        ("{\"type\": \"event\"}\n", "error: x.txt: found JSON of type \"event\", expected reports"),
        ("", "error: x.txt: this file holds no report of a document\n"),
    ] {
        folder.file("x.txt", bytes.as_bytes());
        let said = told(&folder, &["verify", "x.txt"]);
        assert!(said.starts_with(expected), "{bytes}: {said}");
    }
    assert!(told(&folder, &["tag", "good.txt", "--framework", ","]).contains("found an empty item"));
}

#[test]
fn documents_of_one_id_are_told_once() {
    let folder = Folder::new();
    folder.file("s1/P1.txt", b"No time.\n");
    folder.file("s2/P1.txt", b"No time.\n");
    let output = folder.tag(&["s1", "s2", "--to", "suggestions"]);
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    let expected =
        "pretag: documents share the id \"P1\", and with it the keys of equal quotes: s1/P1.txt, s2/P1.txt\n";
    assert!(said.ends_with(expected), "{said}");
    let sources: Vec<_> = records(&output).iter().map(|r| r["source"].clone()).collect();
    assert_eq!(sources, ["s1/P1.txt", "s2/P1.txt"]);
}

#[test]
fn rows_on_standard_input_are_answered_as_they_come() {
    use std::io::{BufRead, BufReader, Write};
    let folder = Folder::new();
    let mut child = folder.command(&["--to", "jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut lines) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
    stdin.write_all(b"id,text\r\n").unwrap();
    for id in ["P1", "P2"] {
        stdin.write_all(format!("{id},\"No time,\nno staff.\"\r\n").as_bytes()).unwrap();
        let record: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(record["document"]["id"], id);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success() && lines.next().is_none());
}
