//! The lexicon is no memory of the labelled statements: terms of three or more words that fire in one source only, and nowhere in the
//! papers and transcripts, are few. Prints them, and the share of terms that fire in the papers at all (`--nocapture`). Skipped without `../shared`.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use pretag::lexicon::Lexicon;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// At most this share of all terms.
const MOST: f64 = 0.03;

type Fired = BTreeMap<(String, String), BTreeSet<String>>;

/// By concept and term the records in which it fires.
fn fired(name: &str, frameworks: &str, records: &[(String, String)]) -> Fired {
    let lines: String = records.iter().map(|(id, text)| format!("{}\n", json!({"id": id, "text": text}))).collect();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("memorising_{name}.jsonl"));
    fs::write(&file, lines).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    command.args(["tag", "--statements", "--by-hand", "--from", "jsonl", "--to", "jsonl", "-f", frameworks]);
    let out = command.arg(&file).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let mut fired = Fired::new();
    for line in String::from_utf8(out.stdout).unwrap().lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let id = report["document"]["id"].as_str().unwrap();
        for found in report["suggestions"].as_array().unwrap().iter().flat_map(|s| s["matches"].as_array().unwrap()) {
            let text = |key: &str| found[key].as_str().unwrap().to_owned();
            fired.entry((text("concept"), text("term"))).or_default().insert(id.to_owned());
        }
    }
    fired
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
    found.sort();
}

/// Paragraphs of the papers and lines of the transcripts, without mark-up.
fn paragraphs(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(folder, &mut found);
    let mut out = Vec::new();
    for file in found.iter().filter(|f| f.extension().is_some_and(|e| e == "nxml" || e == "txt")) {
        let text = fs::read_to_string(file).unwrap();
        let parts: Vec<&str> = if file.extension().is_some_and(|e| e == "nxml") {
            text.split("</p>").collect()
        } else {
            text.lines().collect()
        };
        for part in parts {
            let mut inside = false;
            let plain: String = part
                .chars()
                .filter(|c| {
                    let keep = !inside && *c != '<';
                    inside = *c == '<' || inside && *c != '>';
                    keep
                })
                .collect();
            let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
            if !plain.is_empty() && plain.len() < 20_000 {
                out.push((format!("{}#{}", file.display(), out.len()), plain));
            }
        }
    }
    out
}

/// The statements that may be learned from, by source.
fn statements(file: &Path) -> (Vec<(String, String)>, BTreeMap<String, String>) {
    let (mut records, mut sources) = (Vec::new(), BTreeMap::new());
    for line in fs::read_to_string(file).unwrap().lines() {
        let s: Value = serde_json::from_str(line).unwrap();
        if s["part"] == "learn" {
            let text = |key: &str| s[key].as_str().unwrap().to_owned();
            records.push((text("id"), text("text")));
            sources.insert(text("id"), text("source_id"));
        }
    }
    (records, sources)
}

/// Words that must stand: no gaps, nothing in brackets.
fn words(term: &str) -> usize {
    term.split_whitespace().filter(|w| !w.starts_with("..") && !w.starts_with('(') && !w.ends_with(')')).count()
}

#[test]
fn few_terms_know_one_source_only() {
    let (gold, documents) = (common::shared("gold/statements.dev.jsonl"), common::shared("documents"));
    let (Some(gold), Some(documents)) = (gold, documents) else { return };
    let lexicon = Lexicon::load(&[], true).unwrap();
    let frameworks = lexicon.frameworks.iter().map(|f| f.id.to_string()).collect::<Vec<_>>().join(",");
    let (records, sources) = statements(&gold);
    let by_statements = fired("gold", &frameworks, &records);
    let by_papers = fired("papers", &frameworks, &paragraphs(&documents));
    let terms: Vec<(String, String)> = lexicon
        .concepts
        .iter()
        .flat_map(|c| c.terms.iter().filter(|t| !t.shield).map(move |t| (c.id.to_string(), t.text.to_string())))
        .collect();
    let of_one = |key: &(String, String)| {
        by_statements.get(key).is_some_and(|ids| ids.iter().map(|id| &sources[id]).collect::<BTreeSet<_>>().len() == 1)
    };
    let memory: Vec<_> =
        terms.iter().filter(|t| words(&t.1) >= 3 && of_one(t) && !by_papers.contains_key(*t)).collect();
    let share = |n: usize| n as f64 / terms.len() as f64;
    let found = terms.iter().filter(|t| by_papers.contains_key(*t)).count();
    println!("{found} of {} terms fire in the papers and transcripts ({:.1} %)", terms.len(), 100.0 * share(found));
    println!(
        "{} terms of three or more words fire in one source only ({:.1} %):",
        memory.len(),
        100.0 * share(memory.len())
    );
    memory.iter().for_each(|(concept, term)| println!("  {concept}: {term}"));
    assert!(share(memory.len()) <= MOST, "{} of {} terms", memory.len(), terms.len());
}
