//! The command line; the only place that prints.
mod agree;
mod args;
mod coded;
mod compare;
mod completions;
mod console;
mod crosswalk;
mod earlier;
mod evaluate;
mod examples;
mod explain;
mod fit;
mod gold;
mod heard;
mod ids;
mod lexicon;
mod man;
mod numbers;
mod plan;
mod progress;
mod project;
mod recode;
mod report;
mod review;
mod schema;
mod segments;
mod size;
mod tag;
mod texts;
mod titles;
mod trial;
mod verify;

use args::{Cli, Command};
use clap::Parser;
use console::Console;
use pretag::Result;
use std::process::ExitCode;

/// Every document was read; nothing failed.
const DONE: u8 = 0;
/// A check failed.
const GATE: u8 = 1;
/// Usage, configuration or input was wrong, of one document at least.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let console = Console::new(cli.color, cli.quiet);
    let code = run(cli.command, &console).unwrap_or_else(|error| {
        console.error(&error);
        FAILED
    });
    ExitCode::from(code)
}

fn run(command: Command, console: &Console) -> Result<u8> {
    match command {
        Command::Tag(args) => tag::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::Segments(args) => segments::run(args, console),
        Command::Report(args) => report::run(args, console),
        Command::Review(args) => review::run(*args, console),
        Command::Agree(args) => agree::run(args, console),
        Command::Evaluate(args) => evaluate::run(args, console),
        Command::Compare(args) => compare::run(*args, console),
        Command::Lexicon(args) => lexicon::run(args, console),
        Command::Crosswalk(args) => crosswalk::run(args, console),
        Command::Schema => schema::run(console),
        Command::Verify(args) => verify::run(&args, console),
        Command::Completions { shell } => completions::run(shell, console),
        Command::Man => man::run(console),
    }
}
