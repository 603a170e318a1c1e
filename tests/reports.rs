//! Golden reports: what the shipped lexicon suggests for every text of `corpus/texts`, in a form to be read; the diff is the review.
//! `UPDATE=1 cargo test --test reports` rewrites `corpus/reports`.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write,
    fs,
    path::Path,
    process::Command,
};

#[test]
fn reports_are_as_agreed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("corpus/reports");
    let reports = reports(root);
    let update = env::var_os("UPDATE").is_some();
    fs::create_dir_all(&folder).unwrap();
    let mut wrong = Vec::new();
    for (name, new) in &reports {
        let path = folder.join(name);
        let old = fs::read_to_string(&path).unwrap_or_default();
        match old == *new {
            true => {}
            false if update => fs::write(&path, new).unwrap(),
            false => wrong.push(difference(name, &old, new)),
        }
    }
    for stale in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
        let name = stale.file_name().unwrap().to_string_lossy().into_owned();
        match reports.contains_key(&name) {
            true => {}
            false if update => fs::remove_file(&stale).unwrap(),
            false => wrong.push(format!("corpus/reports/{name}: there is no text of that name")),
        }
    }
    let hint = "read the differences; if they are wanted: UPDATE=1 cargo test --test reports";
    assert!(wrong.is_empty(), "{}\n{hint}", wrong.join("\n"));
}

/// By name of the golden file what the program says now.
fn reports(root: &Path) -> BTreeMap<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    let output = command.current_dir(root).env_clear().args(["tag", "corpus/texts", "--to", "jsonl"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for line in output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let report: Value = serde_json::from_slice(line).unwrap();
        let source = report["document"]["source"].as_str().unwrap();
        let file = source.rsplit('/').next().unwrap().split(':').next().unwrap();
        let stem = Path::new(file).file_stem().unwrap().to_string_lossy();
        page(&report, pages.entry(format!("{stem}.txt")).or_default());
    }
    pages
}

/// The suggestions of a document, those of one segment under its words.
fn page(report: &Value, out: &mut String) {
    let text = |value: &Value| value.as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "# {}", text(&report["document"]["id"]));
    let mut segment = Value::Null;
    for s in report["suggestions"].as_array().unwrap() {
        let here = Value::Array(vec![s["start"].clone(), s["end"].clone()]);
        if here != segment {
            let place = [text(&s["zone"]), text(&s["section"]), text(&s["speaker"])];
            let place: Vec<String> = place.into_iter().filter(|p| !p.is_empty()).collect();
            let _ = writeln!(out, "\n\"{}\" ({})", text(&s["quote"]), place.join("; "));
            segment = here;
        }
        let _ =
            write!(out, "  {}.{} {} {}", text(&s["framework"]), text(&s["domain"]), text(&s["valence"]), s["score"]);
        let certainty = text(&s["certainty"]);
        let marks = [(certainty.as_str(), certainty != "asserted"), ("negated", s["negated"] == true)];
        marks.iter().filter(|(_, set)| *set).for_each(|(mark, _)| out.push_str(&format!(", {mark}")));
        for m in s["matches"].as_array().unwrap() {
            let _ = write!(out, "\n    {}: {}", text(&m["concept"]), text(&m["term"]));
        }
        for c in s["cues"].as_array().unwrap() {
            let _ = write!(out, "\n    [{}: {}]", text(&c["kind"]), text(&c["cue"]));
        }
        out.push('\n');
    }
    out.push('\n');
}

/// The lines that only one of two pages has, the first twenty.
fn difference(name: &str, old: &str, new: &str) -> String {
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) = (old.lines().collect(), new.lines().collect());
    let gone = old.lines().filter(|l| !after.contains(l)).map(|l| format!("\n- {l}"));
    let come = new.lines().filter(|l| !before.contains(l)).map(|l| format!("\n+ {l}"));
    let lines: Vec<String> = gone.chain(come).collect();
    let more = if lines.len() > 20 { format!("\n... {} more", lines.len() - 20) } else { String::new() };
    format!("corpus/reports/{name}:{}{more}", lines.iter().take(20).cloned().collect::<String>())
}
