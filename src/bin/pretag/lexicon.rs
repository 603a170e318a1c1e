//! `pretag lexicon`: what is in the lexicon and whether it is right.
mod args;
mod exchange;
mod ledger;
mod lint;
mod map;
mod new;
mod suggest;

use crate::{DONE, GATE, args::PackArgs, console::Console, plan::Packs, project::Project};
use args::LexiconCommand;
pub(crate) use args::{FitArgs, LexiconArgs, TrialArgs};
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Concept, Domain, Examples, Framework, Lexicon, Term},
};
use std::{collections::BTreeSet, fmt::Write};

pub(crate) fn run(args: LexiconArgs, console: &Console) -> Result<u8> {
    match args.command {
        LexiconCommand::List(packs) => print(console, list(&load(packs)?)),
        LexiconCommand::Show { id, lexicon } => {
            let lexicon = load(lexicon)?;
            match show(&lexicon, &id) {
                Some(page) => print(console, page),
                None => Err(unknown(&lexicon, &id)),
            }
        }
        LexiconCommand::Check(packs) => check(console, &load(packs)?),
        LexiconCommand::Map(args) => map::run(&args, &load(args.lexicon.clone())?, console),
        LexiconCommand::New(args) => new::run(&args, console),
        LexiconCommand::Test(args) => crate::trial::run(args, console),
        LexiconCommand::Fit(args) => crate::fit::run(args, console),
        LexiconCommand::Ledger(args) => ledger::run(&args, console),
        LexiconCommand::Suggest(args) => suggest::run(&args, console),
        LexiconCommand::Lint(args) => lint::run(&args, console),
        LexiconCommand::Import(args) => exchange::run_import(&args, console),
        LexiconCommand::Export(args) => exchange::run_export(&args, console),
    }
}

fn load(packs: PackArgs) -> Result<Lexicon> {
    Packs::new(packs, &mut Project::nearest()?.tag).load()
}

fn print(console: &Console, page: String) -> Result<u8> {
    console.print(page.as_bytes()).map(|()| DONE)
}

fn list(lexicon: &Lexicon) -> String {
    let mut out: String = lexicon.frameworks.iter().map(|f| framework(lexicon, f)).collect();
    let terms: usize = lexicon.concepts.iter().map(|c| c.terms.len()).sum();
    let cues: usize = lexicon.cues.iter().map(|c| c.terms.len()).sum();
    let _ = writeln!(
        out,
        "{} concepts with {terms} terms; {} cues with {cues} terms; {} sets",
        lexicon.concepts.len(),
        lexicon.cues.len(),
        lexicon.sets.len()
    );
    out
}

/// A framework and its domains, with what leads to each, through its constructs too.
fn framework(lexicon: &Lexicon, f: &Framework) -> String {
    let mut out = format!("{}  {} (version {}; {})\n", f.id, f.name, f.version, f.source);
    let terms_of = |id: &str| lexicon.concepts.iter().find(|c| *c.id == *id).map_or(0, |c| c.terms.len());
    for d in &f.domains {
        let concepts: BTreeSet<&str> = d.mappings().into_iter().map(|m| &*m.concept).collect();
        let terms: usize = concepts.iter().map(|id| terms_of(id)).sum();
        let _ = writeln!(out, "  {:<28} {:<48} {:>3} concepts {:>5} terms", d.id, d.label, concepts.len(), terms);
    }
    out
}

fn check(console: &Console, lexicon: &Lexicon) -> Result<u8> {
    let remarks = lexicon.remarks();
    let mut page = String::new();
    remarks.iter().for_each(|r| page.push_str(&format!("{}: {}\n", r.origin, r.message)));
    let terms: usize = lexicon.concepts.iter().map(|c| c.terms.len()).sum();
    let _ = writeln!(page, "{} concepts with {terms} terms read; {} remarks", lexicon.concepts.len(), remarks.len());
    console.print(page.as_bytes())?;
    let untested = remarks.iter().any(|r| r.untested && r.origin.is_shipped());
    Ok(if untested { GATE } else { DONE })
}

/// An entry by `concept.ID`, `cue.ID`, `set.ID`, `FRAMEWORK.DOMAIN`, or its id alone; a framework by its id.
fn show(lexicon: &Lexicon, id: &str) -> Option<String> {
    if let Some(f) = lexicon.frameworks.iter().find(|f| *f.id == *id) {
        let domains: String = f.domains.iter().map(|d| format!("\n{}", domain(&f.id, d))).collect();
        return Some(framework(lexicon, f) + &domains);
    }
    let (kind, name) = id.split_once('.').map_or((None, id), |(k, n)| (Some(k), n));
    let asked = |wanted: &str| kind.is_none_or(|k| k == wanted);
    if let Some(c) = lexicon.concepts.iter().find(|c| asked("concept") && *c.id == *name) {
        return Some(concept(lexicon, c));
    }
    if let Some(c) = lexicon.cues.iter().find(|c| asked("cue") && *c.id == *name) {
        let head = format!("cue {} ({}, within {} words)\n", c.id, c.kind.name(), c.within);
        return Some(head + &terms(&c.terms) + &format!("{}:{}\n", c.origin.file, c.origin.line));
    }
    if let Some(s) = lexicon.sets.iter().find(|s| asked("set") && *s.id == *name) {
        return Some(format!("set {}\n", s.id) + &terms(&s.terms) + &format!("{}:{}\n", s.origin.file, s.origin.line));
    }
    let asked = |f: &&Framework| kind.is_none_or(|k| *f.id == *k);
    let frameworks = || lexicon.frameworks.iter().filter(asked);
    let whole = |f: &Framework| f.domains.iter().find(|d| *d.id == *name).map(|d| domain(&f.id, d));
    frameworks().find_map(whole).or_else(|| frameworks().find_map(|f| part(lexicon, f, name)))
}

/// A construct by its id, with or without its domain's before it, or by an older name.
fn part(lexicon: &Lexicon, framework: &Framework, name: &str) -> Option<String> {
    let (inside, id) = name.split_once('.').map_or((None, name), |(d, c)| (Some(d), c));
    let (inside, id) = lexicon.alias(&framework.id, id).map_or((inside, id), |(d, c)| (Some(d), c));
    let domains = framework.domains.iter().filter(|d| inside.is_none_or(|i| *d.id == *i));
    domains.flat_map(|d| d.constructs.iter().map(move |c| (d, c))).find(|(_, c)| *c.id == *id).map(|(d, c)| {
        let full = format!("{}.{}", framework.id, d.id);
        domain(&full, c)
    })
}

fn concept(lexicon: &Lexicon, c: &Concept) -> String {
    let mut out = format!("concept {}: {}\n{}\nlean: {}\n", c.id, c.label, c.definition, c.lean.name());
    for f in &lexicon.frameworks {
        for d in &f.domains {
            for m in d.concepts.iter().filter(|m| m.concept == c.id) {
                let _ = writeln!(out, "feeds {}.{} with weight {}", f.id, d.id, f64::from(m.weight) / 1000.0);
            }
        }
    }
    out.push_str(&terms(&c.terms));
    out + &examples(&c.examples) + &format!("{}\n", c.origin)
}

fn examples(examples: &Examples) -> String {
    let kinds = examples.kinds();
    kinds.iter().flat_map(|(kind, list)| list.iter().map(move |e| format!("{kind}: {}\n", e.text))).collect()
}

fn domain(framework: &str, d: &Domain) -> String {
    let mut out = format!("{framework}.{}: {}\n{}\nuse: {}\n", d.id, d.label, d.definition, d.when_to_use);
    d.not.iter().for_each(|n| out.push_str(&format!("not: {} -> {}\n", n.when, n.instead)));
    for m in &d.concepts {
        let _ = writeln!(out, "concept {} with weight {}", m.concept, f64::from(m.weight) / 1000.0);
    }
    out + &examples(&d.examples) + &format!("{}\n", d.origin)
}

fn terms(terms: &[Term]) -> String {
    let mut out = String::new();
    for t in terms {
        let lean = t.lean.map_or(String::new(), |l| format!(", {}", l.name()));
        let shield = if t.shield { ", shield" } else { "" };
        let _ = writeln!(out, "  {}  ({}{lean}{shield})", t.text, f64::from(t.weight) / 1000.0);
    }
    out
}

fn unknown(lexicon: &Lexicon, id: &str) -> Error {
    let name = id.rsplit('.').next().unwrap_or(id);
    let head = name.get(..4.min(name.len())).unwrap_or(name);
    let near: Vec<String> =
        lexicon.concepts.iter().filter(|c| c.id.contains(head)).take(6).map(|c| format!("concept.{}", c.id)).collect();
    let hint =
        if near.is_empty() { "see `pretag lexicon list`".to_owned() } else { format!("near it: {}", near.join(", ")) };
    Error::new(ErrorKind::Usage, format!("the lexicon has no entry `{id}`; {hint}"))
}
