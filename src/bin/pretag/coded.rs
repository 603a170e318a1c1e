//! Codes of quotes -> labelled sentences of the documents they were given in: a sentence with a code is evidence, one without is none.
use pretag::{
    Error, ErrorKind, Result,
    input::{InputOptions, Inputs},
    lexicon::ZoneRules,
    measure::{Code, Evidence, Gold, Part, Place, Sentence},
    text::{BlockKind, Document, Span, sentences},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Reads the documents of all codes and puts their sentences in the place of the codes; the bytes of the files are added to `bytes`.
pub(crate) fn read(mut gold: Gold, bytes: &mut Vec<u8>) -> Result<Gold> {
    let codes = std::mem::take(&mut gold.codes);
    let mut files: Vec<(PathBuf, Vec<&Code>)> = Vec::new();
    for code in &codes {
        let file = found(code)?;
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, list)) => list.push(code),
            None => files.push((file, vec![code])),
        }
    }
    for (file, codes) in files {
        bytes.extend(fs::read(&file).map_err(|e| Error::io(&file, &e))?);
        gold.sentences.extend(of_file(&file.display().to_string(), &codes)?);
    }
    Ok(gold)
}

/// The documents of a file, as `pretag tag` reads them.
pub(crate) fn documents(zones: &ZoneRules, file: &str, each: &mut dyn FnMut(&Document)) -> Result<()> {
    let options = InputOptions::default();
    for chunk in Inputs::open(&[file.to_owned()], &options)? {
        chunk.documents(zones, &options, &mut Document::default(), &mut |document| {
            if let Ok(document) = document {
                each(document);
            }
        });
    }
    Ok(())
}

/// The file of a code's document: at that path from the gold file, else in a folder `texts` beside it or beside its folder.
fn found(code: &Code) -> Result<PathBuf> {
    let (file, line) = &code.at;
    let folder = Path::new(file).parent().unwrap_or_else(|| Path::new(""));
    let up = folder.parent().filter(|_| folder != Path::new("")).unwrap_or_else(|| Path::new(".."));
    let tried = [folder.to_owned(), folder.join("texts"), up.join("texts")].map(|f| f.join(&code.document));
    let known = tried.iter().find(|p| p.is_file()).cloned();
    known.ok_or_else(|| {
        let tried = tried.map(|p| p.display().to_string()).join(", ");
        let message = format!("found no document `{}`; expected one of {tried}", code.document);
        Error::new(ErrorKind::Usage, message).at_path(file).at_line(*line)
    })
}

/// The sentences of the documents in a file, with their codes.
fn of_file(file: &str, codes: &[&Code]) -> Result<Vec<Sentence>> {
    let mut met = vec![0; codes.len()];
    let mut out = Vec::new();
    documents(&ZoneRules::default(), file, &mut |document| {
        let given: Vec<(&Code, Span)> = codes
            .iter()
            .enumerate()
            .flat_map(|(n, code)| {
                let places = places(&document.text, &code.quote);
                met[n] += places.len();
                places.into_iter().map(|span| (*code, span))
            })
            .collect();
        out.extend(of_document(file, document, &given, codes.first().and_then(|c| c.part)));
    })?;
    match met.iter().position(|n| *n != 1) {
        None => Ok(out),
        Some(n) => {
            let (gold, line) = &codes[n].at;
            let message = format!("found the quote {} times in {file}, expected it once: `{}`", met[n], codes[n].quote);
            Err(Error::new(ErrorKind::Format, message).at_path(gold).at_line(*line))
        }
    }
}

fn of_document(file: &str, document: &Document, given: &[(&Code, Span)], part: Option<Part>) -> Vec<Sentence> {
    let (mut out, mut spans) = (Vec::new(), Vec::new());
    let name = Path::new(file).file_name().map_or(file.into(), |n| n.to_string_lossy());
    let id = match document.source == file {
        true => name.into_owned(),
        false => format!("{name}:{}", document.id),
    };
    let told = |kind| !matches!(kind, BlockKind::Title | BlockKind::Heading | BlockKind::Reference);
    for (paragraph, block) in document.blocks.iter().enumerate().filter(|(_, b)| told(b.kind) && !b.interviewer) {
        spans.clear();
        sentences(&document.text, block.span, &mut spans);
        for span in &spans {
            let here: Vec<&Code> = given.iter().filter(|(_, at)| at.overlaps(*span)).map(|(code, _)| *code).collect();
            out.push(Sentence {
                document: id.clone(),
                unit: format!("{}", out.len() + 1),
                section: document.label(block.section).unwrap_or_default().to_owned(),
                paragraph: paragraph.into(),
                text: document.slice(*span).split_whitespace().collect::<Vec<_>>().join(" "),
                evidence: if here.is_empty() { Evidence::No } else { Evidence::Yes },
                labels: here.iter().map(|code| code.label.clone()).collect(),
                labels_one_coder: Vec::new(),
                part,
                place: Some(Place { file: file.to_owned(), source: document.source.clone(), span: *span }),
            });
        }
    }
    out
}

/// Where the words of a quote stand, whatever white space is between them.
fn places(text: &str, quote: &str) -> Vec<Span> {
    let wanted: Vec<&str> = quote.split_whitespace().collect();
    let Some(first) = wanted.first() else { return Vec::new() };
    let rest = |start: usize| -> Option<Span> {
        let mut at = start;
        for (n, word) in wanted.iter().enumerate() {
            let here = text.get(at..)?;
            let skipped = if n == 0 { 0 } else { here.len() - here.trim_start().len() };
            if n > 0 && skipped == 0 || !here[skipped..].starts_with(word) {
                return None;
            }
            at += skipped + word.len();
        }
        Some(Span::new(start, at))
    };
    text.match_indices(first).filter_map(|(start, _)| rest(start)).collect()
}
