//! `pretag lexicon lint`: what is wrong or odd in the lexicon, by itself, by its examples, and by what it finds in texts.
use super::ledger::read_gold;
use crate::{DONE, GATE, args::PackArgs, console::Console, numbers::score, plan::Packs, project::Project, trial};
use clap::Args;
use pretag::{
    Error, ErrorKind, Result,
    input::{InputOptions, Inputs},
    lexicon::{
        Lexicon,
        lint::{CHECKS, Check, Evidence, Finding, Firing, Labelled, Level, Need, Settings, check_named, lint},
    },
    measure::Evidence as Label,
    output::terminal::{Page, Paint, clean},
    tag::finder::{Finder, Found},
    text::Document,
};
use std::{collections::BTreeMap, fmt::Write, path::PathBuf};

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    #[command(flatten)]
    lexicon: PackArgs,

    /// Texts that terms have to fire in: files, folders, globs; repeatable
    ///
    /// Without them, dead, shadowed and over-general terms are not looked for.
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    corpus: Vec<String>,

    /// Labelled texts that tell which domain a term marks; lines of `mirror` are never read; repeatable
    #[arg(long, value_name = "GOLD", help_heading = "Input")]
    gold: Vec<PathBuf>,

    /// Text files or folders whose sentences fire terms besides the examples; repeatable [default: corpus/examples]
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    texts: Vec<PathBuf>,

    /// The framework of the labelled texts, by id
    #[arg(long, short, value_name = "ID", value_parser = crate::numbers::id, default_value = "tdf", help_heading = "Checks")]
    framework: String,

    /// Only these checks, by name, separated by commas [default: all]
    #[arg(long, value_name = "CHECK,...", value_delimiter = ',', value_parser = named, help_heading = "Checks")]
    only: Vec<&'static Check>,

    /// Another level for a check, such as dead=off or covered=error; repeatable
    #[arg(long, value_name = "CHECK=LEVEL", value_delimiter = ',', value_parser = levelled, help_heading = "Checks")]
    level: Vec<(&'static Check, Option<Level>)>,

    /// Exit with 1 if there is a finding of this level or a graver one, or of this check; `never` does not
    #[arg(long, value_name = "LEVEL|CHECK,...", value_delimiter = ',', value_parser = gate, default_value = "error", help_heading = "Checks")]
    fail_on: Vec<Gate>,

    /// A term that fires in a larger share of the sentences of the corpus is over-general, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = score, default_value = "0.02", help_heading = "Checks")]
    most: f64,

    /// Labelled passages a term fires in before domains are compared
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = "Checks")]
    fewest: u64,

    /// Findings in the shipped files too, when packs are laid over them
    #[arg(long, help_heading = "Output")]
    all: bool,

    /// List the checks with their levels, and do nothing else
    #[arg(long, help_heading = "Output")]
    list: bool,

    /// Output format [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], help_heading = "Output")]
    to: Option<String>,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug)]
enum Gate {
    Level(Level),
    Check(&'static str),
    Never,
}

fn named(word: &str) -> Result<&'static Check, String> {
    check_named(word).ok_or_else(|| {
        let names: Vec<&str> = CHECKS.iter().map(|c| c.name).collect();
        format!("expected one of {}", names.join(", "))
    })
}

fn level(word: &str) -> Option<Level> {
    Level::NAMES.iter().find(|(_, n)| *n == word).map(|(l, _)| *l)
}

fn levelled(word: &str) -> Result<(&'static Check, Option<Level>), String> {
    let expected = || "expected a check, =, and note, warning, error or off".to_owned();
    let (name, to) = word.split_once('=').ok_or_else(expected)?;
    let check = named(name)?;
    if to == "off" { Ok((check, None)) } else { level(to).map(|l| (check, Some(l))).ok_or_else(expected) }
}

fn gate(word: &str) -> Result<Gate, String> {
    match (word, level(word)) {
        ("never", _) => Ok(Gate::Never),
        (_, Some(level)) => Ok(Gate::Level(level)),
        _ => named(word).map(|c| Gate::Check(c.name)).map_err(|e| format!("{e}, or note, warning, error, never")),
    }
}

pub(crate) fn run(args: &LintArgs, console: &Console) -> Result<u8> {
    if args.list {
        let line = |c: &Check| format!("{:<17} {:<8} {}{}\n", c.name, c.level.name(), c.summary, needs(c.needs));
        let page: String = CHECKS.iter().map(line).collect();
        return console.print(page.as_bytes()).map(|()| DONE);
    }
    let packs = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag);
    let (findings, hidden, read) = match packs.load() {
        Ok(lexicon) => look(args, &packs, &lexicon, console)?,
        Err(e) if e.kind() == ErrorKind::Lexicon => (vec![unreadable(&e)], 0, Read::default()),
        Err(e) => return Err(e),
    };
    let mut findings = chosen(args, findings);
    let unlisted = set_aside(args, &mut findings);
    let to = args.to.as_deref().unwrap_or(if console.interactive() { "text" } else { "json" });
    let page = match to {
        "json" => json(&findings, &unlisted, hidden, &read),
        _ => text(&findings, &unlisted, hidden, &read, &console.page(console.interactive())),
    };
    console.print(page.as_bytes())?;
    let fails = |f: &Finding| {
        args.fail_on.iter().any(|g| match g {
            Gate::Level(level) => f.level >= *level,
            Gate::Check(name) => f.check == *name,
            Gate::Never => false,
        })
    };
    Ok(if findings.iter().any(fails) { GATE } else { DONE })
}

fn needs(need: Need) -> &'static str {
    match need {
        Need::Corpus => " (--corpus)",
        Need::Gold => " (--gold)",
        Need::Nothing | Need::Examples => "",
    }
}

/// What was read besides the lexicon.
#[derive(Clone, Debug, Default, serde::Serialize)]
struct Read {
    terms: usize,
    example_sentences: u64,
    corpus_sentences: u64,
    corpus_documents: u64,
    labelled_passages: usize,
}

/// The findings, how many of the shipped files are not shown, and what was read.
fn look(args: &LintArgs, packs: &Packs, lexicon: &Lexicon, console: &Console) -> Result<(Vec<Finding>, usize, Read)> {
    lexicon.framework(&args.framework).map(|_| ()).or_else(|e| if args.gold.is_empty() { Ok(()) } else { Err(e) })?;
    let mut finder = Finder::new(lexicon)?;
    let mut read = Read { terms: finder.entries().len(), ..Read::default() };
    let wanted = |need: Need| {
        let asked = |c: &&Check| args.only.is_empty() || args.only.iter().any(|o| o.name == c.name);
        CHECKS.iter().filter(asked).any(|c| c.needs == need)
    };
    // what fires nowhere, and what is always shadowed, is so in the examples too
    let needed = wanted(Need::Examples) || wanted(Need::Corpus) && !args.corpus.is_empty();
    let examples = if needed { Some(examples(args, packs, lexicon, &mut finder)?) } else { None };
    let corpus = match args.corpus.is_empty() {
        true => None,
        false => Some(corpus(args, lexicon, &mut finder, &mut read, console)?),
    };
    let gold = if args.gold.is_empty() { None } else { Some(labelled(args, &mut finder, console)?) };
    read.example_sentences = examples.as_ref().map_or(0, |(f, _)| f.sentences);
    read.corpus_sentences = corpus.as_ref().map_or(0, |f| f.sentences);
    read.labelled_passages = gold.as_ref().map_or(0, Vec::len);
    let evidence = Evidence {
        examples: examples.as_ref().map(|(f, _)| f),
        corpus: corpus.as_ref(),
        gold: gold.as_deref().map(|g| (args.framework.as_str(), g)),
    };
    let mut findings = lint(lexicon, evidence, &Settings { most: args.most, fewest: args.fewest });
    let shipped: BTreeMap<&str, bool> =
        finder.entries().iter().map(|e| (&*e.origin.file, e.origin.is_shipped())).collect();
    let is_shipped = |f: &Finding| shipped.get(f.file.as_str()).copied().unwrap_or(false);
    if examples.is_some_and(|(_, texts)| !texts) && packs.shipped {
        findings.retain(|f| !matches!(f.check, "untested" | "dead") || !is_shipped(f));
    }
    let all = findings.len();
    if packs.shipped && !packs.files.is_empty() && !args.all {
        findings.retain(|f| !is_shipped(f));
    }
    let hidden = all - findings.len();
    Ok((findings, hidden, read))
}

/// What fires in the examples, and whether there were texts beside them.
fn examples(args: &LintArgs, packs: &Packs, lexicon: &Lexicon, finder: &mut Finder) -> Result<(Firing, bool)> {
    let mut firing = Firing::new(finder.entries().len());
    let files = trial::text_files(&args.texts, packs)?;
    let mut lines: Vec<String> = lexicon.examples().map(|e| e.text.trim().to_owned()).collect();
    for file in &files {
        lines.extend(trial::lines_of(file)?);
    }
    for line in &lines {
        finder.read_text(line, &mut |_, _, found| firing.sentence(found.iter().map(told)));
    }
    Ok((firing, !files.is_empty()))
}

fn told(f: &Found) -> (usize, bool, Option<usize>) {
    (f.entry, f.stays, f.instead)
}

fn corpus(
    args: &LintArgs,
    lexicon: &Lexicon,
    finder: &mut Finder,
    read: &mut Read,
    console: &Console,
) -> Result<Firing> {
    let options = InputOptions::default();
    let mut firing = Firing::new(finder.entries().len());
    let mut document = Document::default();
    for chunk in Inputs::open(&args.corpus, &options)? {
        chunk.documents(lexicon.zones(), &options, &mut document, &mut |next| match next {
            Ok(document) => {
                read.corpus_documents += 1;
                finder.read(document, &mut |_, _, found| firing.sentence(found.iter().map(told)));
            }
            Err(bad) => console.document_error(&bad.source, &bad.error),
        });
    }
    if firing.sentences == 0 {
        return Err(Error::new(
            ErrorKind::Usage,
            "found no sentence in the texts of --corpus, expected some to look for terms in",
        ));
    }
    Ok(firing)
}

fn labelled(args: &LintArgs, finder: &mut Finder, console: &Console) -> Result<Vec<Labelled>> {
    let gold = read_gold(&args.gold, &args.framework, None, console)?;
    let mut out = Vec::new();
    let mut add = |text: &str, domains: Vec<String>| {
        let mut passage = Labelled { domains, ..Labelled::default() };
        finder.read_text(text, &mut |_, _, found| {
            passage.entries.extend(found.iter().filter(|f| f.stays).map(|f| f.entry));
        });
        out.push(passage);
    };
    for s in &gold.statements {
        if let Some(domains) = s.codes_of(&args.framework) {
            add(&s.text, domains);
        }
    }
    for s in gold.sentences.iter().filter(|s| s.evidence == Label::Yes) {
        add(&s.text, s.labels.iter().map(|l| l.domain.clone()).collect());
    }
    Ok(out)
}

fn unreadable(e: &Error) -> Finding {
    let (file, line) = (e.path().unwrap_or_default().to_owned(), e.line().unwrap_or(0) as u32);
    Finding {
        check: "unreadable",
        level: Level::Error,
        file,
        line,
        entry: String::new(),
        term: String::new(),
        what: e.message().to_owned(),
        why: "the lexicon cannot be read, so nothing else was checked".into(),
        todo: "mend it and lint again".into(),
    }
}

fn chosen(args: &LintArgs, mut findings: Vec<Finding>) -> Vec<Finding> {
    let on = |f: &Finding| {
        let off = args.level.iter().any(|(c, l)| c.name == f.check && l.is_none());
        let asked = args.only.is_empty() || args.only.iter().any(|c| c.name == f.check) || f.check == "unreadable";
        asked && !off
    };
    findings.retain(on);
    for f in &mut findings {
        let set = args.level.iter().rev().find(|(c, _)| c.name == f.check);
        f.level = set.and_then(|(_, l)| *l).unwrap_or(f.level);
    }
    findings
}

/// Takes out what is listed on request alone, and was not asked for; gives how many these are.
fn set_aside(args: &LintArgs, findings: &mut Vec<Finding>) -> BTreeMap<&'static str, usize> {
    let asked = |name: &str| {
        let set = args.level.iter().any(|(c, l)| c.name == name && l.is_some());
        let gate = |g: &Gate| matches!(g, Gate::Check(check) if *check == name);
        set || args.only.iter().any(|c| c.name == name) || args.fail_on.iter().any(gate)
    };
    let aside = |f: &Finding| CHECKS.iter().any(|c| c.name == f.check && c.on_request) && !asked(f.check);
    let (out, kept): (Vec<Finding>, Vec<Finding>) = std::mem::take(findings).into_iter().partition(aside);
    *findings = kept;
    counts(&out)
}

fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    findings.iter().for_each(|f| *out.entry(f.check).or_default() += 1);
    out
}

fn json(findings: &[Finding], unlisted: &BTreeMap<&str, usize>, hidden: usize, read: &Read) -> String {
    let all = serde_json::json!({"read": read, "counts": counts(findings), "unlisted": unlisted, "hidden": hidden, "findings": findings});
    format!("{all:#}\n")
}

/// `FILE:LINE: level[check] entry: term: what; why. What to do.`
fn text(findings: &[Finding], unlisted: &BTreeMap<&str, usize>, hidden: usize, read: &Read, page: &Page) -> String {
    let mut out = String::new();
    for f in findings {
        let paint = match f.level {
            Level::Error => Paint::Bad,
            Level::Warning => Paint::Mixed,
            Level::Note => Paint::Dim,
        };
        let level = page.paint(paint, &format!("{}[{}]", f.level.name(), f.check));
        let subject = if f.term.is_empty() { String::new() } else { format!("{}: `{}`: ", f.entry, f.term) };
        let _ = writeln!(out, "{}:{}: {level} {}", f.file, f.line, clean(&format!("{subject}{}", f.what)));
        let _ = writeln!(out, "    {}; {}", clean(&f.why), clean(&f.todo));
    }
    let s = if findings.len() == 1 { "" } else { "s" };
    let _ = writeln!(out, "{} finding{s} in {} terms", findings.len(), read.terms);
    for (check, n) in counts(findings) {
        let _ = writeln!(out, "{n:>6} {check}");
    }
    for (check, n) in unlisted {
        let _ = writeln!(out, "{n:>6} {check}, not listed (--only {check} lists them)");
    }
    if hidden > 0 {
        let _ = writeln!(out, "{hidden} more in the shipped files (--all shows them)");
    }
    out
}
