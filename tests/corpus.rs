//! The corpus of our own writing: its codes are held against its texts, and what the shipped lexicon finds of them against floors.
//! `cargo test --test corpus -- --nocapture` prints the figures.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::Path,
    process::Command,
};

/// Endings of the kinds of input that must be there; transcripts are `.txt` with turns.
const KINDS: [&str; 7] = ["csv", "json", "jsonl", "md", "nxml", "tsv", "txt"];
/// Who asks the questions.
const ASKING: [&str; 2] = ["Interviewer", "Marit"];
/// Zones and parts of abstracts, by the last heading, from which nothing may be suggested.
const NO_EVIDENCE: [&str; 4] = ["title", "introduction", "methods", "references"];
const NO_EVIDENCE_PARTS: [&str; 6] = ["Background", "Methods", "Design", "Participants", "Objective", "Aim"];

/// One report, as the program writes it.
struct Report(Value);

impl Report {
    fn text(&self) -> &str {
        self.0["document"]["text"].as_str().unwrap()
    }
    fn suggestions(&self) -> &[Value] {
        self.0["suggestions"].as_array().unwrap()
    }
}

/// A code of `corpus/gold/tags.jsonl` at its place.
struct Tag {
    document: String,
    record: usize,
    span: Range<usize>,
    domain: String,
    valence: String,
}

/// Hits and all of something.
#[derive(Clone, Copy, Default)]
struct Share(usize, usize);

impl Share {
    fn count(&mut self, hit: bool) {
        self.0 += usize::from(hit);
        self.1 += 1;
    }
    fn value(self) -> f64 {
        self.0 as f64 / self.1.max(1) as f64
    }
}

type Reports = BTreeMap<String, Vec<Report>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// By file the reports of its records, in order.
fn reports() -> Reports {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    let command = command.current_dir(root()).env_clear().args(["tag", "corpus/texts", "--to", "jsonl", "--with-text"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files = Reports::new();
    for line in output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let report: Value = serde_json::from_slice(line).unwrap();
        let source = report["document"]["source"].as_str().unwrap();
        let file = source.rsplit('/').next().unwrap().split(':').next().unwrap().to_owned();
        files.entry(file).or_default().push(Report(report));
    }
    files
}

/// The byte ranges at which the words of `quote` stand in `text`, whatever white space is between them.
fn places(text: &str, quote: &str) -> Vec<Range<usize>> {
    let words: Vec<(usize, &str)> =
        text.split_whitespace().map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w)).collect();
    let folded: String = words.iter().flat_map(|(_, w)| [*w, " "]).collect();
    let mut at = 0;
    let starts: Vec<(usize, usize)> = words
        .iter()
        .map(|(start, w)| {
            at += w.len() + 1;
            (at - w.len() - 1, *start)
        })
        .collect();
    let back = |folded: usize| {
        let (from, start) = starts[starts.partition_point(|(from, _)| *from <= folded) - 1];
        start + folded - from
    };
    folded.match_indices(quote).map(|(from, _)| back(from)..back(from + quote.len() - 1) + 1).collect()
}

/// All codes, each found once in its document; else what is wrong with it.
fn tags(reports: &Reports) -> Vec<Tag> {
    let gold = fs::read_to_string(root().join("corpus/gold/tags.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut tags = Vec::new();
    for line in gold.lines() {
        let tag: Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| tag[name].as_str().unwrap().to_owned();
        let records = reports.get(&field("document")).map_or(&[][..], Vec::as_slice);
        let found: Vec<(usize, Range<usize>)> = records
            .iter()
            .enumerate()
            .flat_map(|(n, r)| places(r.text(), &field("quote")).into_iter().map(move |span| (n, span)))
            .collect();
        match &found[..] {
            [(record, span)] => tags.push(Tag {
                document: field("document"),
                record: *record,
                span: span.clone(),
                domain: field("domain"),
                valence: field("valence"),
            }),
            _ => wrong.push(format!("{} times in its document: {line}", found.len())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    tags
}

fn overlaps(tag: &Tag, suggestion: &Value) -> bool {
    let at = |name: &str| suggestion[name].as_u64().unwrap() as usize;
    at("start") < tag.span.end && tag.span.start < at("end")
}

#[test]
fn every_kind_of_input_is_there_and_every_code_stands_in_its_text() {
    let reports = reports();
    let endings: BTreeSet<&str> = reports.keys().filter_map(|name| name.rsplit('.').next()).collect();
    assert!(reports.len() >= 12, "{} documents", reports.len());
    assert!(KINDS.iter().all(|kind| endings.contains(kind)), "{endings:?}");
    let turns = |r: &Report| r.suggestions().iter().any(|s| s["zone"] == "turn");
    assert!(reports.values().filter(|records| records.iter().any(turns)).count() >= 3, "transcripts");
    let coded: BTreeSet<String> = tags(&reports).into_iter().map(|t| t.document).collect();
    assert!(coded.iter().eq(reports.keys()), "every document is coded");
}

#[test]
fn nothing_comes_from_methods_references_or_questions() {
    for suggestion in reports().values().flatten().flat_map(Report::suggestions) {
        let text = |name: &str| suggestion[name].as_str().unwrap_or("");
        let part = text("section").rsplit(" > ").next().unwrap_or("");
        assert!(!NO_EVIDENCE.contains(&text("zone")), "{suggestion}");
        assert!(text("zone") != "abstract" || !NO_EVIDENCE_PARTS.contains(&part), "{suggestion}");
        assert!(!ASKING.contains(&text("speaker")), "{suggestion}");
    }
}

#[test]
fn the_codes_are_found() {
    let reports = reports();
    let tags = tags(&reports);
    let [mut recall, mut valence, mut precision, mut evidence] = [Share::default(); 4];
    let mut pages: BTreeMap<&str, Share> = BTreeMap::new();
    for tag in &tags {
        let suggestions = reports[&tag.document][tag.record].suggestions();
        let same: Vec<&Value> = suggestions.iter().filter(|s| s["domain"] == *tag.domain && overlaps(tag, s)).collect();
        recall.count(!same.is_empty());
        pages.entry(&tag.document).or_default().count(!same.is_empty());
        if !same.is_empty() && tag.valence != "unclear" {
            valence.count(same.iter().any(|s| s["valence"] == *tag.valence));
        }
    }
    for (name, records) in &reports {
        for (n, record) in records.iter().enumerate() {
            let here: Vec<&Tag> = tags.iter().filter(|t| t.document == *name && t.record == n).collect();
            for s in record.suggestions() {
                precision.count(here.iter().any(|t| overlaps(t, s) && s["domain"] == *t.domain));
                evidence.count(here.iter().any(|t| overlaps(t, s)));
            }
        }
    }
    pages.iter().for_each(|(name, found)| println!("{:>4} of {:>3} codes found in {name}", found.0, found.1));
    for (name, share, floor) in [
        ("recall of codes (document, overlap, domain)", recall, 0.60),
        ("precision of suggestions (same)", precision, 0.578),
        ("suggestions on sentences a person coded", evidence, 0.95),
        ("valence of codes found", valence, 0.826),
    ] {
        println!("{name}: {:.3} ({} of {}), floor {floor}", share.value(), share.0, share.1);
        assert!(share.value() >= floor, "{name}: {:.3} is under {floor}", share.value());
    }
}
