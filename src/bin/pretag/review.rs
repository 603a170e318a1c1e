//! `pretag review`: what people decide on suggestions, and what is made of it.
mod args;
mod create;
mod log;
mod merge;
mod serve;

use crate::console::Console;
pub(crate) use args::ReviewArgs;
use args::ReviewCommand;
use pretag::{Error, ErrorKind, Result, review::Time};
use std::time::SystemTime;

pub(crate) fn run(args: ReviewArgs, console: &Console) -> Result<u8> {
    match args.command {
        None => match args.serve {
            Some(serve) => serve::run(serve, console),
            None => Err(Error::new(ErrorKind::Usage, "expected the folder of a project; see --help for examples")),
        },
        Some(ReviewCommand::Create(args)) => create::run(args, console),
        Some(ReviewCommand::Log(args)) => log::run(&args, console),
        Some(ReviewCommand::VerifyJournal(args)) => log::verify(&args, console),
        Some(ReviewCommand::Merge(args)) => merge::run(&args, console),
    }
}

/// The only place that reads the clock for decisions.
fn now() -> Time {
    SystemTime::now().into()
}
