//! `pretag evaluate` gives the same figures as the independent script of the shared files, on gold of our own and on theirs; the same bytes
//! every time; and finds sentences by their hash. What needs `../shared` or python3 is skipped without them.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use serde_json::{Value, json};
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
    let (Some(tools), Some(gold)) = (common::shared("tools"), common::shared("gold")) else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        return common::skipped("python3 is not installed");
    }
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

#[test]
fn sentences_known_by_their_hash_are_found_in_their_document() {
    let folder = std::env::temp_dir().join(format!("pretag-hashed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let paper = "# A study\n\n## Results\n\nNurses had no time for\nscreening. They met on Mondays.\n";
    std::fs::write(folder.join("paper.md"), paper).unwrap();
    let line = |unit: &str, text: &str, evidence: &str, labels: Value| {
        let sha256 = &pretag::tag::text_hash(text)[..16];
        let (document, labels) = ("paper.md", labels);
        json!({"document": document, "unit": unit, "sha256": sha256, "evidence": evidence, "labels": labels})
            .to_string()
    };
    let time = json!([{"domain": "environment_resources", "valence": "barrier"}]);
    let mut lines = vec![
        line("1", "Nurses had no time for screening.", "yes", time),
        line("2", "They met on Mondays.", "no", json!([])),
        line("3", "This stands nowhere in it.", "no", json!([])),
    ];
    let file = folder.join("gold.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let run = || {
        let command = ["evaluate", "--to", "json", "--replicates", "0"];
        Command::new(env!("CARGO_BIN_EXE_pretag")).args(command).arg(&file).output().unwrap()
    };
    let output = run();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("1 labelled sentences are not found"), "{said}");
    let figures: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(figures["running_text"]["n"], 2);
    assert_eq!(figure(&figures["running_text"], "evidence_f1"), Some(1.0));
    assert_eq!(figure(&figures["running_text"], "domain_micro_f1"), Some(1.0));
    lines.push(json!({"document": "gone.md", "unit": "4", "sha256": "00", "evidence": "no"}).to_string());
    lines.push(json!({"document": "paper.md", "unit": "5", "evidence": "no"}).to_string());
    for (take, expected) in [
        (4, "gold.jsonl:4: found no document `gone.md`"),
        (5, "gold.jsonl:5: no line of gold: a sentence needs `text`"),
    ] {
        std::fs::write(&file, lines[..take].join("\n")).unwrap();
        let output = run();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(expected), "{said}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
