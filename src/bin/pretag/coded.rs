//! Codes of quotes, and labelled sentences known by their hash -> labelled sentences in the documents they stand in. Of codes a sentence with one is
//! evidence, one without is none.
use pretag::{
    Error, ErrorKind, Result,
    input::{InputOptions, Inputs},
    lexicon::ZoneRules,
    measure::{Code, Evidence, Gold, Part, Place, Sentence},
    tag::text_hash,
    text::{BlockKind, Document, Span, sentences},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Reads the documents of all codes and puts their sentences in the place of the codes, and finds the sentences known by their hash; the bytes of
/// the files are added to `bytes`. Sentences whose document has none of that hash are left out; the second number is how many.
pub(crate) fn read(mut gold: Gold, bytes: &mut Vec<u8>) -> Result<(Gold, usize)> {
    let codes = std::mem::take(&mut gold.codes);
    for (file, codes) in by_file(&codes, |c| (&c.at, &c.document))? {
        bytes.extend(fs::read(&file).map_err(|e| Error::io(&file, &e))?);
        gold.sentences.extend(of_file(&file.display().to_string(), &codes)?);
    }
    let (hashed, rest): (Vec<Sentence>, _) = gold.sentences.into_iter().partition(Sentence::is_to_find);
    gold.sentences = rest;
    let before = gold.sentences.len() + hashed.len();
    for (file, sentences) in by_file(&hashed, |s| (&s.at, &s.document))? {
        bytes.extend(fs::read(&file).map_err(|e| Error::io(&file, &e))?);
        gold.sentences.extend(hashed_in(&file.display().to_string(), &sentences)?);
    }
    let lost = before - gold.sentences.len();
    Ok((gold, lost))
}

/// What belongs to each file, in the order in which files are first named.
fn by_file<T>(all: &[T], named: impl Fn(&T) -> (&(String, usize), &str)) -> Result<Vec<(PathBuf, Vec<&T>)>> {
    let mut files: Vec<(PathBuf, Vec<&T>)> = Vec::new();
    for one in all {
        let (at, document) = named(one);
        let file = found(at, document)?;
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, list)) => list.push(one),
            None => files.push((file, vec![one])),
        }
    }
    Ok(files)
}

/// Sentences with the hashes that are given, where the documents of a file have them, in the order of their places.
fn hashed_in(file: &str, given: &[&Sentence]) -> Result<Vec<Sentence>> {
    let (mut out, mut spans) = (Vec::new(), Vec::new());
    documents(&ZoneRules::default(), file, &mut |document| {
        for (paragraph, block) in document.blocks.iter().enumerate() {
            let section = document.label(block.section).unwrap_or_default();
            spans.clear();
            sentences(&document.text, block.span, &mut spans);
            for span in &spans {
                let text = in_one_line(document.slice(*span));
                let hash = text_hash(&text);
                let has = |s: &&&Sentence| s.sha256.as_deref().is_some_and(|h| !h.is_empty() && hash.starts_with(h));
                if let Some(sentence) = given.iter().find(has) {
                    let place = Place { file: file.to_owned(), source: document.source.clone(), span: *span };
                    let (section, paragraph) = (section.to_owned(), paragraph.into());
                    out.push(Sentence { text, section, paragraph, place: Some(place), ..(*sentence).clone() });
                }
            }
        }
    })?;
    let mut met = BTreeSet::new();
    out.retain(|s| met.insert(s.sha256.clone()));
    Ok(out)
}

/// The words with one space between them.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// The file of a document that gold names: at that path from the gold file, else in a folder `texts` beside it or beside its folder.
fn found((file, line): &(String, usize), document: &str) -> Result<PathBuf> {
    let folder = Path::new(file).parent().unwrap_or_else(|| Path::new(""));
    let up = folder.parent().filter(|_| folder != Path::new("")).unwrap_or_else(|| Path::new(".."));
    let tried = [folder.to_owned(), folder.join("texts"), up.join("texts")].map(|f| f.join(document));
    let known = tried.iter().find(|p| p.is_file()).cloned();
    known.ok_or_else(|| {
        let tried = tried.map(|p| p.display().to_string()).join(", ");
        let message = format!("found no document `{document}`; expected one of {tried}");
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
                text: in_one_line(document.slice(*span)),
                sha256: None,
                evidence: if here.is_empty() { Evidence::No } else { Evidence::Yes },
                labels: here.iter().map(|code| code.label.clone()).collect(),
                labels_one_coder: Vec::new(),
                unsaid: Default::default(),
                part,
                place: Some(Place { file: file.to_owned(), source: document.source.clone(), span: *span }),
                at: Default::default(),
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
