//! Denial in clinical notes, by a kit of our own: a user's framework of plain phrases over the shipped cues.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

struct Row {
    id: String,
    text: String,
    concept: String,
    negated: bool,
}

fn kit() -> Vec<Row> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/gold/negation.jsonl")).unwrap();
    let row = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| value[key].as_str().unwrap().to_owned();
        let negated = value["negated"].as_bool().unwrap();
        Row { id: word("id"), text: word("text"), concept: word("concept"), negated }
    };
    text.lines().map(row).collect()
}

/// A framework as a user writes it: one domain per phrase.
fn framework(rows: &[Row]) -> String {
    let concepts: BTreeSet<&str> = rows.iter().map(|r| r.concept.as_str()).collect();
    let mut pack = "id = \"clinical\"\nname = \"Findings\"\nversion = \"1\"\nsource = \"own\"\n".to_owned();
    for concept in concepts {
        let id = domain(concept);
        pack.push_str(&format!(
            "[[domain]]\nid = \"{id}\"\nlabel = \"{concept}\"\ndefinition = \"A finding.\"\nterms = [\"{concept}\"]\n"
        ));
    }
    pack
}

fn domain(concept: &str) -> String {
    concept.replace([' ', '-'], "_")
}

/// By record and domain what the program says of it.
fn tag(rows: &[Row], args: &[&str]) -> BTreeMap<(String, String), bool> {
    let name = format!("pretag-negation-{}-{}.toml", std::process::id(), args.len());
    let pack = env::temp_dir().join(name);
    fs::write(&pack, framework(rows)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    command.args(["tag", "--framework", "clinical", "--from", "jsonl", "--to", "jsonl", "--lexicon"]).arg(&pack);
    let pipes = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = pipes.spawn().unwrap();
    let records: String =
        rows.iter().map(|r| serde_json::json!({"id": r.id, "text": r.text}).to_string() + "\n").collect();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(records.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    fs::remove_file(pack).unwrap();
    let lines = output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty());
    let mut said = BTreeMap::new();
    for report in lines.map(|l| serde_json::from_slice::<Value>(l).unwrap()) {
        let id = report["document"]["id"].as_str().unwrap();
        for s in report["suggestions"].as_array().unwrap() {
            let key = (id.to_owned(), s["domain"].as_str().unwrap().to_owned());
            said.insert(key, s["negated"].as_bool().unwrap());
        }
    }
    said
}

fn measure(args: &[&str]) {
    let rows = kit();
    let said = tag(&rows, args);
    let (mut hit, mut wrong) = (0, Vec::new());
    for row in &rows {
        let got = said.get(&(row.id.clone(), domain(&row.concept)));
        assert!(got.is_some(), "no suggestion for {} in: {}", row.concept, row.text);
        match (got == Some(&true), row.negated) {
            (true, true) => hit += 1,
            (a, b) if a != b => wrong.push(format!("{}: {}", row.concept, row.text)),
            _ => {}
        }
    }
    let f1 = 2.0 * f64::from(hit) / f64::from(2 * hit + wrong.len() as i32);
    assert!(f1 >= 0.95, "F1 {f1:.3}; wrong:\n{}", wrong.join("\n"));
}

#[test]
fn denial_is_told_from_mention_in_running_text() {
    measure(&[]);
}

#[test]
fn denial_is_told_from_mention_in_statements() {
    measure(&["--statements"]);
}
