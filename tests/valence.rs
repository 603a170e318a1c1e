//! What single statements say of a practice, rule by rule: `tests/data/valence.txt` against the shipped lexicon.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use serde_json::Value;
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// The valence of the best-scored suggestion for each statement, and its reason.
fn tag(statements: &[&str], args: &[&str]) -> Vec<(String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    command.args(["tag", "--statements", "--from", "jsonl", "--to", "jsonl"]).args(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let record = |(n, text): (usize, &&str)| serde_json::json!({"id": n.to_string(), "text": text}).to_string() + "\n";
    let records: String = statements.iter().enumerate().map(record).collect();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(records.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let lines = output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty());
    lines.map(|l| best(&serde_json::from_slice(l).unwrap())).collect()
}

fn best(report: &Value) -> (String, String) {
    let score = |s: &&Value| (s["score"].as_f64().unwrap() * 1000.0) as i64;
    let suggestions = report["suggestions"].as_array().unwrap();
    // of equal scores the first, as people read them
    let top = suggestions.iter().rev().max_by_key(score);
    let word = |key: &str| top.map_or("", |s| s[key].as_str().unwrap()).to_owned();
    (word("valence"), word("reason"))
}

#[test]
fn statements_get_the_valence_that_the_rules_give() {
    let lines = include_str!("data/valence.txt").lines().filter(|l| !l.starts_with('#'));
    let rows: Vec<(&str, &str)> = lines.map(|l| l.split_at(2)).collect();
    let texts: Vec<&str> = rows.iter().map(|r| r.1).collect();
    let mut wrong = String::new();
    for ((mark, text), (valence, reason)) in rows.iter().zip(tag(&texts, &[])) {
        let expected = match mark.trim() {
            "-" => "barrier",
            "+" => "facilitator",
            _ => "",
        };
        if valence != expected {
            wrong.push_str(&format!("{text}: {expected} expected, got `{valence}`: {reason}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A framework in which one thing helps and another does neither.
const PACK: &str = r#"
id = "small"
name = "Small"
version = "1"
source = "own"
[[domain]]
id = "things"
label = "Things"
definition = "Things."
terms = [{ text = "lamp", lean = "helps" }, "corridor"]
"#;

#[test]
fn the_usual_valence_is_named_and_can_be_switched_off() {
    let pack = std::env::temp_dir().join(format!("pretag-valence-{}.toml", std::process::id()));
    std::fs::write(&pack, PACK).unwrap();
    let args = ["--framework", "small", "--lexicon", pack.to_str().unwrap(), "--no-prior"];
    let usual = tag(&["The corridor"], &args[..4]);
    assert_eq!(usual[0].0, "facilitator");
    assert!(usual[0].1.contains("the usual valence"), "{}", usual[0].1);
    assert_eq!(tag(&["The corridor"], &args)[0].0, "unclear");
    std::fs::remove_file(pack).unwrap();
}
