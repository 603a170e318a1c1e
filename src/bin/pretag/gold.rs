//! Labelled files -> gold, and what the lexicon suggests for it: statements as records, sentences laid out as papers.
use crate::args::GoldArgs;
use pretag::{
    Error, Result,
    input::{Format, InputOptions, Inputs},
    lexicon::Lexicon,
    measure::{Answers, Gold, Paper, Part, Said},
    tag::{Options, Scratch, Tagger},
    text::Document,
};
use std::{fs, io::Cursor};

/// Reads the files, and keeps the part that is asked for.
pub(crate) fn read(args: &GoldArgs) -> Result<Gold> {
    let mut gold = Gold::default();
    for file in &args.files {
        let text = fs::read_to_string(file).map_err(|e| Error::io(file, &e))?;
        gold.read(&file.display().to_string(), &text)?;
    }
    Ok(match args.part.as_deref() {
        Some("learn") => gold.only(Part::Learn),
        Some("mirror") => gold.only(Part::Mirror),
        _ => gold,
    })
}

/// What is suggested for statements and papers, whatever the score.
pub(crate) fn answers(
    lexicon: &Lexicon,
    framework: &str,
    gold: &Gold,
    papers: &[Paper<'_>],
    (by_hand, no_prior): (bool, bool),
) -> Result<Answers> {
    let tagger = |statements| {
        let frameworks = vec![framework.to_owned()];
        let options = Options { frameworks, min_score: Some(0.0), statements, by_hand, no_prior, ..Options::default() };
        Tagger::new(lexicon, &options)
    };
    Ok(Answers {
        statements: of_statements(lexicon, framework, gold, &tagger(true)?),
        papers: of_papers(lexicon, framework, papers, &tagger(false)?),
    })
}

fn of_statements(lexicon: &Lexicon, framework: &str, gold: &Gold, tagger: &Tagger) -> Vec<Vec<Said>> {
    let mut scratch = Scratch::default();
    let mut answers = vec![Vec::new(); gold.statements.len()];
    each_statement(lexicon, gold, &mut |n, document| {
        answers[n] = Said::ranked(&tagger.tag(document, &mut scratch), framework);
    });
    answers
}

/// Every statement as the document that `pretag tag --statements --from jsonl` makes of it; those without words are passed over.
pub(crate) fn each_statement(lexicon: &Lexicon, gold: &Gold, each: &mut dyn FnMut(usize, &Document)) {
    let record = |(n, s): (usize, &pretag::measure::Statement)| {
        format!("{}\n", serde_json::json!({"id": n.to_string(), "text": s.text}))
    };
    let records: String = gold.statements.iter().enumerate().map(record).collect();
    let options = InputOptions { from: Some(Format::Jsonl), statements: true, ..InputOptions::default() };
    documents(lexicon, records, &options, &mut |document| {
        if let Ok(n) = document.id.parse() {
            each(n, document);
        }
    });
}

fn of_papers(lexicon: &Lexicon, framework: &str, papers: &[Paper<'_>], tagger: &Tagger) -> Vec<Vec<Said>> {
    let mut scratch = Scratch::default();
    let mut answers = vec![Vec::new(); papers.len()];
    each_paper(lexicon, papers, &mut |n, document| {
        answers[n] = Said::ranked(&tagger.tag(document, &mut scratch), framework);
    });
    answers
}

/// Every paper as the document that `pretag tag` makes of its Markdown.
pub(crate) fn each_paper(lexicon: &Lexicon, papers: &[Paper<'_>], each: &mut dyn FnMut(usize, &Document)) {
    let options = InputOptions { from: Some(Format::Markdown), ..InputOptions::default() };
    for (n, paper) in papers.iter().enumerate() {
        documents(lexicon, paper.text.clone(), &options, &mut |document| each(n, document));
    }
}

fn documents(lexicon: &Lexicon, text: String, options: &InputOptions, each: &mut dyn FnMut(&Document)) {
    for chunk in Inputs::stream(Box::new(Cursor::new(text.into_bytes())), "gold", options) {
        chunk.documents(lexicon.zones(), options, &mut Document::default(), &mut |document| {
            if let Ok(document) = document {
                each(document);
            }
        });
    }
}
