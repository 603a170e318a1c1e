//! Sentences of more than one clause, in plain words: what is said in one clause stays there, what is said of a list is said of all of it.
use pretag::{
    lexicon::Lexicon,
    tag::{Options, Scratch, Tagger},
    text::{Block, Document, Span},
};

const SENTENCES: &str = include_str!("data/clauses.tsv");

#[test]
fn what_is_said_in_a_clause_stays_there() {
    let lexicon = Lexicon::load(&[], true).unwrap();
    let tagger = Tagger::new(&lexicon, &Options::default()).unwrap();
    let mut wrong = Vec::new();
    for line in SENTENCES.lines().filter(|line| !line.starts_with('#')) {
        let [text, words, sign] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three fields: {line}") };
        let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
        let document = Document { text: text.into(), blocks, ..Document::default() };
        let steps = tagger.explain(&document, None, &mut Scratch::default()).remove(0).steps;
        let of_match = |step: &&String| step.split('"').nth(1).is_some_and(|found| found.contains(words));
        let here: Vec<&String> = steps.iter().filter(of_match).collect();
        let other = if sign == "helps" { "-> hinders" } else { "-> helps" };
        let said = |end: &str| here.iter().any(|step| step.ends_with(end));
        if !said(&format!("-> {sign}")) || said(other) {
            wrong.push(format!("{line}: {here:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
