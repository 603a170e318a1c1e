//! `pretag man`: one manual page with all commands, made from the command line's own description.
use crate::{DONE, args::Cli, console::Console};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use pretag::{Error, Result};
use std::io;

pub(crate) fn run(console: &Console) -> Result<u8> {
    let page = page().map_err(|e| Error::io("the manual page", &e))?;
    console.print(&page)?;
    Ok(DONE)
}

fn page() -> io::Result<Vec<u8>> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    examples(&command, "SH", &mut page);
    man.render_options_section(&mut page)?;
    for sub in command.get_subcommands() {
        chapter(sub, &mut page)?;
    }
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// A command as a section, what belongs to it as subsections; its own commands follow as sections.
fn chapter(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_uppercase();
    page.extend_from_slice(format!(".SH \"{name}\"\n").as_bytes());
    let man = Man::new(command.clone());
    let mut parts = Vec::new();
    man.render_description_section(&mut parts)?;
    man.render_synopsis_section(&mut parts)?;
    examples(command, "SS", &mut parts);
    man.render_options_section(&mut parts)?;
    man.render_extra_section(&mut parts)?;
    page.extend_from_slice(
        String::from_utf8_lossy(&parts).replace(".SH DESCRIPTION\n", "").replace(".SH ", ".SS ").as_bytes(),
    );
    command.get_subcommands().try_for_each(|sub| chapter(sub, page))
}

/// The examples of `--help`, as they stand.
fn examples(command: &Command, heading: &str, page: &mut Vec<u8>) {
    let Some(examples) = command.get_before_help() else { return };
    page.extend_from_slice(format!(".{heading} EXAMPLES\n.nf\n").as_bytes());
    for line in examples.to_string().lines().filter(|line| *line != "Examples:") {
        let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
        page.extend_from_slice(line.as_bytes());
        page.push(b'\n');
    }
    page.extend_from_slice(b".fi\n");
}
