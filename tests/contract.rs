//! What the program writes keeps the contract: valid lines, quotes that are slices, the same bytes for any number of threads.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const RECORDS: &str = "\
{\"id\":\"P1\",\"text\":\"Nurses had no time for it.\\n\\nProtected time helped.\",\"year\":2020}
{\"id\":\"P2\",\"text\":\"“No time” – said the café’s nurse 😀. There was a lack of time.\"}
not json
{\"id\":3,\"text\":\"\"}
{\"id\":\"P4\",\"text\":\"\\u202eTime\\u0000 and again time.\"}
";

fn folder() -> PathBuf {
    let folder = env::temp_dir().join(format!("pretag-contract-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("mini.toml"), include_str!("data/mini.toml")).unwrap();
    fs::write(folder.join("records.jsonl"), RECORDS.repeat(50)).unwrap();
    fs::write(folder.join("binary.txt"), b"\x00\xff\xfe no time").unwrap();
    folder
}

fn tag(folder: &Path, args: &[&str]) -> Vec<u8> {
    let lexicon = ["--lexicon", "mini.toml", "--no-default-lexicons", "--framework", "mini", "--min-score", "0"];
    let inputs = ["tag", "records.jsonl", "binary.txt", "missing.txt"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    let output = command.current_dir(folder).args(inputs).args(lexicon).args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
}

#[test]
fn output_keeps_the_contract() {
    let folder = folder();
    let schema = serde_json::from_str(pretag::report::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for to in ["jsonl", "suggestions"] {
        let alone = tag(&folder, &["--to", to, "-j", "1", "--with-text"]);
        let lines = lines(&alone);
        for line in &lines {
            assert!(validator.is_valid(line), "{line}: {:?}", validator.iter_errors(line).collect::<Vec<_>>());
        }
        for kind in [if to == "jsonl" { "report" } else { "suggestion" }, "error"] {
            assert!(lines.iter().any(|line| line["type"] == kind), "no line of type {kind} with --to {to}");
        }
        quotes_are_slices(&lines);
        for threads in ["2", "4"] {
            assert!(alone == tag(&folder, &["--to", to, "-j", threads, "--with-text"]), "-j {threads} differs");
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

/// The same for texts of our own and the shipped lexicon, as running text and as statements.
#[test]
fn output_of_the_shipped_lexicon_keeps_the_contract() {
    let schema = serde_json::from_str(pretag::report::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for args in [
        &["corpus/texts", "--to", "jsonl", "--with-text", "-j", "2"][..],
        &["corpus/texts", "--to", "suggestions", "--min-score", "0.2"],
        &["corpus/texts/emental_statements.jsonl", "--to", "jsonl", "--with-text", "--statements", "--top", "3"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
        let output = command.current_dir(root).arg("tag").args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = lines(&output.stdout);
        assert!(lines.len() > 3, "{args:?} gives {} lines", lines.len());
        for line in &lines {
            assert!(validator.is_valid(line), "{line}: {:?}", validator.iter_errors(line).collect::<Vec<_>>());
        }
        quotes_are_slices(&lines);
    }
}

fn quotes_are_slices(lines: &[Value]) {
    for report in lines.iter().filter(|line| line["type"] == "report") {
        let text = report["document"]["text"].as_str().unwrap();
        let chars: Vec<char> = text.chars().collect();
        for suggestion in report["suggestions"].as_array().unwrap() {
            let at = |name: &str| suggestion[name].as_u64().unwrap() as usize;
            let quote = suggestion["quote"].as_str().unwrap();
            assert_eq!(&text[at("start")..at("end")], quote);
            assert_eq!(chars[at("start_char")..at("end_char")].iter().collect::<String>(), quote);
            for part in ["matches", "cues"].iter().flat_map(|name| suggestion[*name].as_array().unwrap()) {
                let (start, end) = (part["start"].as_u64().unwrap() as usize, part["end"].as_u64().unwrap() as usize);
                assert!(start < end && text.get(start..end).is_some(), "{part}");
            }
        }
    }
}
