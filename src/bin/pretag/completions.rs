//! `pretag completions SHELL`: a completion script made from the command line's own description.
use crate::{DONE, args::Cli, console::Console};
use clap::CommandFactory;
use clap_complete::{Shell, generate};
use pretag::Result;

pub(crate) fn run(shell: Shell, console: &Console) -> Result<u8> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "pretag", &mut script);
    console.print(&script)?;
    Ok(DONE)
}
