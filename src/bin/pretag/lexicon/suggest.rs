//! `pretag lexicon suggest`: wordings that mark a domain in labelled or verified texts and that the lexicon does not have.
use super::ledger::{each_line, read_gold};
use crate::{DONE, args::PackArgs, console::Console, gold, numbers::at_least_one, plan::Packs, project::Project};
use clap::Args;
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Framework, Lexicon},
    measure::{
        Evidence, Gold, Sentence,
        candidates::{Apart, Known, Passage, Piece, Settings, Word, bases, candidates, csv, read_line, text, toml},
        papers,
    },
    report::Valence,
    tag::{
        Options, Scratch, Tagger,
        finder::{Finder, Of},
    },
    text::Span,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

#[derive(Debug, Args)]
pub(crate) struct SuggestArgs {
    /// Reports with decisions, whose accepted and added codes are learned from; - is standard input
    #[arg(value_name = "REPORT", required_unless_present = "gold")]
    reports: Vec<PathBuf>,

    /// Labelled texts; lines of `mirror` are never read; repeatable
    #[arg(long, value_name = "GOLD", help_heading = "Input")]
    gold: Vec<PathBuf>,

    /// The framework, by id
    #[arg(long, short, value_name = "ID", value_parser = crate::numbers::id, default_value = "tdf", help_heading = "Coding")]
    framework: String,

    /// Only for these domains, by id, separated by commas [default: all]
    #[arg(long, value_name = "ID,...", value_delimiter = ',', help_heading = "Coding")]
    domain: Vec<String>,

    /// Of a labelled statement, domains suggested up to this place count as found
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value = "1", help_heading = "Coding")]
    top: usize,

    #[command(flatten)]
    lexicon: PackArgs,

    /// Passages of the domain a candidate stands in, at least
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value = "3", help_heading = "Candidates")]
    fewest: usize,

    /// Sources (studies, papers, documents) of these passages, at least
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value = "2", help_heading = "Candidates")]
    sources: usize,

    /// Passages of these for which the domain was not suggested, at least (0: also wordings of what is found already)
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Candidates")]
    missed: usize,

    /// Share of all its passages that have the domain, at least
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, help_heading = "Candidates")]
    share: f64,

    /// Standard deviations of its log-odds ratio, at least (1.64: 5 % one-sided)
    #[arg(long, value_name = "Z", default_value_t = 1.64, help_heading = "Candidates")]
    z: f64,

    /// Weight of the prior: how many words of both kinds count before anything is read
    #[arg(long, value_name = "N", default_value_t = 1000.0, help_heading = "Candidates")]
    prior: f64,

    /// Words of a candidate, at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=8), default_value_t = 4, help_heading = "Candidates")]
    longest: u64,

    /// Candidates for a domain, at most
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value = "15", help_heading = "Candidates")]
    most: usize,

    /// Examples of a candidate, at most
    #[arg(long, value_name = "N", default_value_t = 2, help_heading = "Output")]
    examples: usize,

    /// Output format: toml can be pasted into a lexicon file [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "toml", "csv", "json"], help_heading = "Output")]
    to: Option<String>,
}

pub(crate) fn run(args: &SuggestArgs, console: &Console) -> Result<u8> {
    if args.prior <= 0.0 || !args.prior.is_finite() {
        return Err(Error::new(ErrorKind::Usage, "found --prior that is not above 0, expected such as 1000"));
    }
    let lexicon = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).load()?;
    let framework = lexicon.framework(&args.framework)?;
    let domains = domains(framework, &args.domain)?;
    let mut passages = of_reports(args)?;
    if !args.gold.is_empty() {
        let gold = read_gold(&args.gold, &args.framework, None, console)?;
        passages.extend(of_gold(&lexicon, &gold, &args.framework, args.top)?);
    }
    if !passages.iter().any(|p| !p.domains.is_empty()) {
        let message = format!("there is no passage with a domain of {} to learn from in these files", args.framework);
        return Err(Error::new(ErrorKind::Usage, message));
    }
    look_up(&lexicon, framework, &mut passages)?;
    let bases = bases(&passages, &|word| lexicon.forms_of(word));
    let settings = Settings {
        fewest: args.fewest,
        sources: args.sources,
        missed: args.missed,
        share: args.share,
        z: args.z,
        prior: args.prior,
        longest: args.longest as usize,
        most: args.most,
        examples: args.examples,
    };
    let found = candidates(&passages, &domains, &bases, &settings);
    let to = args.to.as_deref().unwrap_or(if console.interactive() { "text" } else { "json" });
    let page = match to {
        "toml" => toml(&found, &args.framework),
        "csv" => csv(&found),
        "text" => text(&found, &args.framework),
        _ => {
            let all = serde_json::json!({"framework": args.framework, "passages": passages.len(), "candidates": found});
            format!("{all:#}\n")
        }
    };
    console.print(page.as_bytes()).map(|()| DONE)
}

fn domains(framework: &Framework, asked: &[String]) -> Result<Vec<String>> {
    let all: Vec<String> = framework.domains.iter().map(|d| d.id.to_string()).collect();
    match asked.iter().find(|a| !all.contains(a)) {
        Some(unknown) => {
            let message = format!("{} has no domain `{unknown}`; it has {}", framework.id, all.join(", "));
            Err(Error::new(ErrorKind::Usage, message))
        }
        None if asked.is_empty() => Ok(all),
        None => Ok(asked.to_vec()),
    }
}

/// The pieces people decided on; a later report of the same document takes the place of an earlier one.
fn of_reports(args: &SuggestArgs) -> Result<Vec<Passage>> {
    let mut latest: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut all: Vec<Vec<Piece>> = Vec::new();
    each_line(&args.reports, &mut |line| {
        let pieces = read_line(line, &args.framework)?;
        let Some(first) = pieces.first() else { return Ok(()) };
        let at = *latest.entry((first.document.clone(), first.source.clone())).or_insert(all.len());
        if at == all.len() {
            all.push(Vec::new());
        }
        all[at] = pieces;
        Ok(())
    })?;
    let passage = |p: Piece| Passage {
        id: p.document.clone(),
        source: p.document,
        text: p.text,
        domains: p.domains,
        unsure: p.open,
        found: p.found,
        hinders: p.hinders,
        ..Passage::default()
    };
    Ok(all.into_iter().flatten().map(passage).collect())
}

fn of_gold(lexicon: &Lexicon, gold: &Gold, framework: &str, top: usize) -> Result<Vec<Passage>> {
    let tagger = |statements: bool| {
        let top = statements.then_some(top);
        Tagger::new(lexicon, &Options { frameworks: vec![framework.to_owned()], statements, top, ..Options::default() })
    };
    let (statements, running) = (tagger(true)?, tagger(false)?);
    let mut scratch = Scratch::default();
    let mut out = Vec::new();
    gold::each_statement(lexicon.zones(), gold, &mut |n, document| {
        let s = &gold.statements[n];
        let Some(domains) = s.codes_of(framework) else { return };
        let report = statements.tag(document, &mut scratch);
        let spoken = report.suggestions.iter().filter(|s| !s.matches.is_empty());
        let found = spoken.map(|s| s.domain.to_string()).collect();
        let (id, source, text) = (s.id.clone(), s.source().to_owned(), s.text.clone());
        out.push(Passage { id, source, text, domains, found, hinders: hinders(s.valence), ..Passage::default() });
    });
    let papers = papers(&gold.sentences);
    gold::each_paper(lexicon.zones(), &papers, &mut |n, document| {
        let report = running.tag(document, &mut scratch);
        for (s, span) in papers[n].sentences.iter().filter(|(s, _)| s.evidence != Evidence::Disputed) {
            let here = report.suggestions.iter().filter(|x| x.span.overlaps(*span));
            let found = here.map(|x| x.domain.to_string()).collect();
            out.push(Passage { found, ..sentence(s) });
        }
    });
    Ok(out)
}

fn sentence(s: &Sentence) -> Passage {
    let names = |list: &[pretag::measure::Label]| list.iter().map(|l| l.domain.clone()).collect();
    Passage {
        id: format!("{}:{}", s.document, s.unit),
        source: s.document.clone(),
        text: s.text.clone(),
        domains: names(&s.labels),
        unsure: names(&s.labels_one_coder),
        hinders: s.labels.first().and_then(|l| hinders(l.valence)),
        ..Passage::default()
    }
}

fn hinders(valence: Option<Valence>) -> Option<bool> {
    match valence {
        Some(Valence::Barrier) => Some(true),
        Some(Valence::Facilitator) => Some(false),
        _ => None,
    }
}

/// Looks up the words of all passages, and what the lexicon has in them.
fn look_up(lexicon: &Lexicon, framework: &Framework, passages: &mut [Passage]) -> Result<()> {
    let leads = leads(framework);
    let mut finder = Finder::new(lexicon)?;
    for passage in passages {
        let text = passage.text.clone();
        let (mut matches, mut cues, mut ends) =
            (Vec::<(Span, String, Vec<String>)>::new(), Vec::new(), BTreeSet::new());
        let mut hits: Vec<(usize, Span)> = Vec::new();
        finder.read_text(&text, &mut |_, sentence, found| {
            ends.insert(sentence.start);
            hits.extend(found.iter().filter(|f| f.stays).map(|f| (f.entry, f.span)));
        });
        for (entry, span) in hits {
            let listed = &finder.entries()[entry];
            match listed.of {
                Of::Concept if !listed.shield => {
                    let leads = leads.get(&*listed.id).cloned().unwrap_or_default();
                    matches.push((span, listed.id.to_string(), leads));
                }
                Of::Cue => cues.push(span),
                _ => {}
            }
        }
        let spans: Vec<Span> = finder.words().collect();
        passage.words = spans
            .iter()
            .enumerate()
            .map(|(n, span)| {
                let before = n.checked_sub(1).map_or("", |p| &text[spans[p].end as usize..span.start as usize]);
                let form = text[span.range()].to_lowercase().replace('\u{2019}', "'");
                let form = form.strip_suffix("'s").unwrap_or(&form).to_owned();
                let cue = cues.iter().any(|c| c.start <= span.start && span.end <= c.end);
                let letters = form.chars().any(char::is_alphabetic) && form.chars().count() > 1;
                let edgeless = !letters || cue || lexicon.is_function_word(&form);
                Word { edgeless, apart: apart(before, ends.contains(&span.start)), span: *span, form }
            })
            .collect();
        passage.known = matches
            .into_iter()
            .map(|(span, concept, domains)| {
                let first = spans.partition_point(|w| w.start < span.start);
                let end = spans.partition_point(|w| w.start < span.end);
                Known { words: first..end, concept, domains }
            })
            .collect();
    }
    Ok(())
}

fn apart(before: &str, begins: bool) -> Apart {
    let joins = |c: char| c.is_whitespace() || matches!(c, '-' | '\'' | '"' | '\u{2018}'..='\u{201f}');
    if begins || before.contains(['.', '!', '?', ';', ':', '\u{2014}']) || before.matches('\n').count() > 1 {
        Apart::Far
    } else if before.chars().all(joins) {
        Apart::Joined
    } else {
        Apart::Comma
    }
}

/// By concept the domains it leads to.
fn leads(framework: &Framework) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for d in &framework.domains {
        for m in d.mappings() {
            out.entry(m.concept.to_string()).or_default().push(d.id.to_string());
        }
    }
    out
}
