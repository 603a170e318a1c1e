//! `pretag lexicon`: what is in the lexicon and whether it is right.
mod args;
mod exchange;
mod ledger;
mod lint;
mod list;
mod map;
mod new;
mod show;
mod suggest;

use crate::{DONE, FAILED, GATE, args::PackArgs, console::Console, plan::Packs, project::Project};
use args::LexiconCommand;
pub(crate) use args::{FitArgs, LexiconArgs, TrialArgs};
use pretag::{Error, Result, lexicon::Lexicon};
use std::{collections::BTreeSet, fmt::Write};

pub(crate) fn run(args: LexiconArgs, console: &Console) -> Result<u8> {
    match args.command {
        LexiconCommand::List { what, lexicon } => print(console, list::page(&load(lexicon)?, what.as_deref())),
        LexiconCommand::Show { id, lexicon } => print(console, show::page(&load(lexicon)?, &id)?),
        LexiconCommand::Check(packs) => check(console, &Packs::new(packs, &mut Project::nearest()?.tag)),
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

/// Names everything that is wrong; of a lexicon without mistakes what is missing or odd.
fn check(console: &Console, packs: &Packs) -> Result<u8> {
    let lexicon = match Lexicon::check(&packs.files, packs.shipped) {
        Ok(lexicon) => lexicon,
        Err(mistakes) => {
            mistakes.iter().for_each(|mistake| console.error(mistake));
            let files: BTreeSet<&str> = mistakes.iter().filter_map(Error::path).collect();
            let (n, of) = (mistakes.len(), files.len());
            console.note(&format!("{n} mistake{} in {of} file{}", plural(n), plural(of)));
            return Ok(FAILED);
        }
    };
    let remarks = lexicon.remarks();
    let mut page = String::new();
    remarks.iter().for_each(|r| page.push_str(&format!("{}: {}\n", r.origin, r.message)));
    let terms: usize = lexicon.concepts.iter().map(|c| c.terms.len()).sum();
    let _ = writeln!(page, "{} concepts with {terms} terms read; {} remarks", lexicon.concepts.len(), remarks.len());
    console.print(page.as_bytes())?;
    let untested = remarks.iter().any(|r| r.untested && r.origin.is_shipped());
    Ok(if untested { GATE } else { DONE })
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}
