//! `pretag review`: what people decide on suggestions, and what is made of it.
mod args;
mod audit;
mod create;
mod export;
mod log;
mod merge;
mod packet;
mod serve;

use crate::console::Console;
pub(crate) use args::ReviewArgs;
use args::ReviewCommand;
use pretag::{Result, review::Time};
use std::time::SystemTime;

pub(crate) fn run(args: ReviewArgs, console: &Console) -> Result<u8> {
    match args.command {
        None => serve::run(args.serve, console),
        Some(ReviewCommand::Create(args)) => create::run(args, console),
        Some(ReviewCommand::Log(args)) => log::run(&args, console),
        Some(ReviewCommand::VerifyJournal(args)) => log::verify(&args, console),
        Some(ReviewCommand::Merge(args)) => merge::run(&args, console),
        Some(ReviewCommand::Export(args)) => export::run(&args, console),
        Some(ReviewCommand::ExportPacket(args)) => packet::export(&args, console),
        Some(ReviewCommand::ImportPacket(args)) => packet::import(&args, console),
        Some(ReviewCommand::Audit(args)) => audit::run(&args, console),
    }
}

/// The only place that reads the clock for decisions.
fn now() -> Time {
    SystemTime::now().into()
}
