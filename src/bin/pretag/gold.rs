//! Labelled files -> gold, and what the lexicon suggests for it: statements as records, sentences laid out as papers.
use crate::{args::GoldArgs, coded, console::Console, texts};
use pretag::{
    Error, ErrorKind, Result,
    input::{Format, InputOptions, Inputs},
    lexicon::{Framework, Lexicon, ZoneRules, nearest},
    measure::{Answers, Evidence, Gold, Paper, Part, Said},
    tag::{Options, Scratch, Tagger},
    text::Document,
};
use std::{collections::BTreeSet, io::Cursor, path::PathBuf};

/// Reads the files, and keeps the part that is asked for.
pub(crate) fn read(args: &GoldArgs, console: &Console) -> Result<Gold> {
    let (gold, _) = read_files(&args.files, args.part.as_deref(), args.assisted, console)?;
    Ok(gold.of_framework(&args.framework))
}

/// The same of all frameworks, with the bytes of the files, one after the other; `assisted`: whether decisions with suggestions in sight count.
pub(crate) fn read_files(
    files: &[PathBuf],
    part: Option<&str>,
    assisted: bool,
    console: &Console,
) -> Result<(Gold, Vec<u8>)> {
    let (mut gold, mut bytes) = (Gold { assisted, ..Gold::default() }, Vec::new());
    for file in files {
        let text = texts::read(file)?;
        gold.read(&file.display().to_string(), &text)?;
        bytes.extend_from_slice(text.as_bytes());
    }
    let gold = match part {
        Some("learn") => gold.only(Part::Learn),
        Some("mirror") => gold.only(Part::Mirror),
        _ => gold,
    };
    let (gold, lost) = coded::read(gold, &mut bytes)?;
    if lost > 0 {
        console.note(&format!(
            "note: {lost} labelled sentences are not found in their documents as these are cut now, and left out"
        ));
    }
    Ok((gold, bytes))
}

/// Warns of domains that people gave and the framework does not have.
pub(crate) fn warn_of_unknown(gold: &Gold, framework: &Framework, console: &Console) {
    let unknown = gold.unknown_domains(framework);
    if unknown.is_empty() {
        return;
    }
    let told = unknown.iter().map(|(domain, n)| {
        let near = nearest(domain, framework.domains.iter().map(|d| &*d.id));
        let near = near.map(|near| format!(", near it is `{near}`")).unwrap_or_default();
        format!("`{domain}` ({n} time{}{near})", if *n == 1 { "" } else { "s" })
    });
    let told: Vec<String> = told.collect();
    console.note(&format!(
        "warning: domains in gold that {} does not have: {}; they count as missed",
        framework.id,
        told.join(", ")
    ));
}

/// Says which sentences of verified reports count.
pub(crate) fn caution(gold: &Gold, console: &Console) -> Result<()> {
    if gold.statements.is_empty() && gold.sentences.is_empty() {
        let message = "there is no line of gold to measure on (with --part, none of that part)";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let (blind, sighted) = gold.read;
    if !gold.assisted && blind == 0 && sighted > 0 && gold.statements.is_empty() {
        let message = format!(
            "all {sighted} sentences were verified with suggestions in sight, and such decisions flatter the suggestions: code a sample blind (docs/review.md), or count them all the same with --assisted"
        );
        return Err(Error::new(ErrorKind::Usage, message));
    }
    if blind + sighted == 0
        && gold.statements.is_empty()
        && gold.sentences.iter().all(|s| s.evidence == Evidence::Disputed)
    {
        return Err(Error::new(
            ErrorKind::Usage,
            "of these sentences none was verified (or coders differ on all): there is nothing to measure on",
        ));
    }
    if let Some(caution) = gold.caution() {
        console.note(&caution);
    }
    Ok(())
}

/// What is suggested for statements and papers, whatever the score.
pub(crate) fn answers(
    lexicon: &Lexicon,
    framework: &str,
    gold: &Gold,
    papers: &[Paper<'_>],
    (by_hand, no_prior): (bool, bool),
) -> Result<Answers> {
    let make = |options: &Options| Tagger::new(lexicon, options);
    answers_by(&make, lexicon.zones(), framework, gold, papers, (by_hand, no_prior))
}

/// The same by taggers that somebody makes; kinds of gold that are not there need none.
pub(crate) fn answers_by(
    make: &dyn Fn(&Options) -> Result<Tagger>,
    zones: &ZoneRules,
    framework: &str,
    gold: &Gold,
    papers: &[Paper<'_>],
    (by_hand, no_prior): (bool, bool),
) -> Result<Answers> {
    let tagger = |statements, needed: bool| {
        let frameworks = vec![framework.to_owned()];
        let options = Options { frameworks, min_score: Some(0.0), statements, by_hand, no_prior, ..Options::default() };
        if needed { make(&options).map(Some) } else { Ok(None) }
    };
    let of_statements = |tagger: Tagger| statements(zones, framework, gold, &tagger);
    let of_papers = |tagger: Tagger| all_papers(zones, framework, papers, &tagger);
    Ok(Answers {
        statements: tagger(true, !gold.statements.is_empty())?.map(of_statements).unwrap_or_default(),
        papers: tagger(false, !papers.is_empty())?.map(of_papers).unwrap_or_default(),
    })
}

fn statements(zones: &ZoneRules, framework: &str, gold: &Gold, tagger: &Tagger) -> Vec<Vec<Said>> {
    let mut scratch = Scratch::default();
    let mut answers = vec![Vec::new(); gold.statements.len()];
    each_statement(zones, gold, &mut |n, document| {
        answers[n] = Said::ranked(&tagger.tag(document, &mut scratch), framework);
    });
    answers
}

/// Every statement as the document that `pretag tag --statements --from jsonl` makes of it; those without words are passed over.
pub(crate) fn each_statement(zones: &ZoneRules, gold: &Gold, each: &mut dyn FnMut(usize, &Document)) {
    let record = |(n, s): (usize, &pretag::measure::Statement)| {
        format!("{}\n", serde_json::json!({"id": n.to_string(), "text": s.text}))
    };
    let records: String = gold.statements.iter().enumerate().map(record).collect();
    let options = InputOptions { from: Some(Format::Jsonl), statements: true, ..InputOptions::default() };
    documents(zones, records, &options, &mut |document| {
        if let Ok(n) = document.id.parse() {
            each(n, document);
        }
    });
}

fn all_papers(zones: &ZoneRules, framework: &str, papers: &[Paper<'_>], tagger: &Tagger) -> Vec<Vec<Said>> {
    let mut scratch = Scratch::default();
    let mut answers = vec![Vec::new(); papers.len()];
    each_paper(zones, papers, &mut |n, document| {
        answers[n] = Said::ranked(&tagger.tag(document, &mut scratch), framework);
    });
    answers
}

/// Every paper as the document that `pretag tag` makes of its Markdown, or of its file.
pub(crate) fn each_paper(zones: &ZoneRules, papers: &[Paper<'_>], each: &mut dyn FnMut(usize, &Document)) {
    let options = InputOptions { from: Some(Format::Markdown), ..InputOptions::default() };
    let files: BTreeSet<&str> = papers.iter().filter_map(|p| p.file).map(|(file, _)| file).collect();
    for file in files {
        // a file that has gone since its codes were read has no documents
        let _ = coded::documents(zones, file, &mut |document| {
            let named = |p: &Paper<'_>| p.file.is_some_and(|(_, source)| source == document.source);
            papers.iter().position(named).into_iter().for_each(|n| each(n, document));
        });
    }
    for (n, paper) in papers.iter().enumerate().filter(|(_, p)| p.file.is_none()) {
        documents(zones, paper.text.clone(), &options, &mut |document| each(n, document));
    }
}

fn documents(zones: &ZoneRules, text: String, options: &InputOptions, each: &mut dyn FnMut(&Document)) {
    for chunk in Inputs::stream(Box::new(Cursor::new(text.into_bytes())), "gold", options) {
        chunk.documents(zones, options, &mut Document::default(), &mut |document| {
            if let Ok(document) = document {
                each(document);
            }
        });
    }
}
