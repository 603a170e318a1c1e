//! Sentences of research text: the kit of golden rules, and cases of our own.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use pretag::text::{Span, sentences};
use serde::Deserialize;
use std::fs;

#[derive(Deserialize)]
struct Case {
    text: String,
    sentences: Vec<String>,
}

fn cut(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    sentences(text, Span::new(0, text.len()), &mut out);
    out.iter().map(|s| &text[s.range()]).collect()
}

fn failures<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<String> {
    let wrong = cases.filter(|c| cut(&c.text) != c.sentences);
    wrong.map(|c| format!("{:?}\n  found    {:?}\n  expected {:?}", c.text, cut(&c.text), c.sentences)).collect()
}

#[test]
fn golden_rules() {
    let Some(kit) = common::shared("kits/sentences/golden_rules_en.jsonl") else { return };
    let text = fs::read_to_string(kit).unwrap();
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).expect("a case a line")).collect();
    let wrong = failures(cases.iter());
    assert!(cases.len() >= 48);
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Each line of the file is a text with `|` where sentences part and, behind ` ## `, what it shows.
#[test]
fn research_text() {
    let lines = include_str!("segment.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let cases: Vec<Case> = lines
        .map(|line| {
            let line = line.split(" ## ").next().unwrap_or(line).replace("\\n", "\n");
            Case { text: line.replace('|', ""), sentences: line.split('|').map(|s| s.trim().to_owned()).collect() }
        })
        .collect();
    assert!(cases.len() > 60);
    let wrong = failures(cases.iter());
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn spans_are_of_the_whole_text() {
    let text = "Title\n\nOne stop. Two stops.";
    let mut out = vec![Span::new(0, 5)];
    sentences(text, Span::new(7, text.len()), &mut out);
    assert_eq!(out, [Span::new(0, 5), Span::new(7, 16), Span::new(17, 27)]);
    sentences(text, Span::new(5, 7), &mut out);
    assert_eq!(out.len(), 3, "white space holds no sentence");
}
