//! `pretag review export`: reports with what people decided.
use super::args::ExportArgs;
use crate::{DONE, console::Console};
use pretag::{
    Error, Result,
    review::{
        Project, State,
        agree::Basis,
        verified::{Settings, verify},
    },
};
use std::fs;

pub(crate) fn run(args: &ExportArgs, console: &Console) -> Result<u8> {
    let project = Project::open(&args.project)?;
    let state = State::of(&project.logs()?);
    let basis = if args.blind { Basis::Blind } else { Basis::All };
    let settings = Settings { coder: args.coder.clone(), rule: args.rule, basis };
    let verified = verify(&project, &state, &settings)?;
    verified.notes.iter().for_each(|note| console.note(&format!("note: {note}")));
    let c = verified.counts;
    console.note(&format!(
        "{} suggestions: {} accepted, {} changed, {} rejected, {} open; {} added; {} decided without sight of suggestions",
        c.suggested, c.accepted, c.changed, c.rejected, c.open, c.added, c.blind
    ));
    let text = verified.lines.concat();
    match &args.output {
        Some(file) => fs::write(file, text).map_err(|e| Error::io(file, &e))?,
        None => console.print(text.as_bytes())?,
    }
    Ok(DONE)
}
