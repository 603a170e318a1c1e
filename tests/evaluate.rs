//! `pretag evaluate` gives the same figures as the independent script of the shared files, on gold of our own and on theirs; and the
//! same bytes every time. Skipped where `../shared` or python3 is missing.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

const STATEMENTS: [(&str, &str); 6] = [
    ("recall1", "recall_at_1"),
    ("recall3", "recall_at_3"),
    ("macro_f1", "macro_f1"),
    ("silent", "silent"),
    ("valence_acc", "valence_accuracy"),
    ("valence_silent", "valence_silent"),
];

const RUNNING: [(&str, &str); 8] = [
    ("evidence_P", "evidence_precision"),
    ("evidence_R", "evidence_recall"),
    ("evidence_F1", "evidence_f1"),
    ("domain_P", "domain_precision"),
    ("domain_R", "domain_recall"),
    ("domain_microF1", "domain_micro_f1"),
    ("domain_macroF1", "domain_macro_f1"),
    ("valence_acc", "valence_accuracy"),
];

/// Prints the unrounded figures of the script.
const SCRIPT: &str = "\
import json, sys
sys.path.insert(0, sys.argv[1])
import measure
binary, mode, path, part = sys.argv[2:6]
print(json.dumps(measure.statements(binary, path, 'tdf', 'tdf', part) if mode == 'statements' else measure.text(binary, path, part)))";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn evaluate(args: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_pretag")).args(["evaluate", "--to", "json"]).args(args).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn figure(figures: &Value, name: &str) -> Option<f64> {
    figures["figures"].as_array().unwrap().iter().find(|f| f["name"] == name).map(|f| f["value"].as_f64().unwrap())
}

fn compare(tools: &Path, mode: &str, file: &Path, part: &str, names: &[(&str, &str)]) {
    let path = file.to_str().unwrap();
    let arguments = [tools.to_str().unwrap(), env!("CARGO_BIN_EXE_pretag"), mode, path, part];
    let output = Command::new("python3").args(["-c", SCRIPT]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Value = serde_json::from_slice(&output.stdout).unwrap();
    let kind = if mode == "statements" { "statements" } else { "running_text" };
    let ours = &evaluate(&[path, "--part", part, "--replicates", "0"])[kind];
    for (their_name, our_name) in names {
        let (a, b) = (theirs[*their_name].as_f64(), figure(ours, our_name));
        let same = a.zip(b).is_some_and(|(a, b)| (a - b).abs() < 1e-9);
        assert!(same, "{path}, {part}: {their_name} {a:?} there, {our_name} {b:?} here");
    }
}

#[test]
fn the_figures_are_those_of_the_independent_script() {
    let tools = here("../shared/tools");
    if !tools.join("measure.py").is_file() || Command::new("python3").arg("--version").output().is_err() {
        return eprintln!("skipped: no ../shared/tools/measure.py or no python3");
    }
    let gold = here("../shared/gold");
    for part in ["learn", "mirror"] {
        compare(&tools, "statements", &gold.join("statements.dev.jsonl"), part, &STATEMENTS);
        compare(&tools, "statements", &here("corpus/gold/statements_tables.jsonl"), part, &STATEMENTS);
        compare(&tools, "text", &gold.join("running_text.dev.jsonl"), part, &RUNNING);
        compare(&tools, "text", &here("corpus/gold/running_own.jsonl"), part, &RUNNING);
    }
}

#[test]
fn the_same_seed_gives_the_same_intervals_and_mirror_lines_are_never_shown() {
    let gold = here("corpus/gold/statements_fields.jsonl");
    let args = [gold.to_str().unwrap(), "--replicates", "50", "--misses", "100000"];
    let (one, two) = (evaluate(&args), evaluate(&args));
    assert_eq!(one, two);
    let text = one.to_string();
    let lines = std::fs::read_to_string(&gold).unwrap();
    let mirror = lines.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()).filter(|l| l["part"] == "mirror");
    let ids: Vec<String> = mirror.map(|l| l["id"].to_string()).collect();
    assert!(ids.len() > 100);
    assert!(ids.iter().all(|id| !text.contains(id)));
    let hidden: u64 =
        one["statements"]["causes"].as_array().unwrap().iter().map(|c| c["hidden"].as_u64().unwrap()).sum();
    assert!(hidden > 0);
}
