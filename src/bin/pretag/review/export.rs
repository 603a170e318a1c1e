//! `pretag review export`: reports with what people decided.
use super::args::ExportArgs;
use crate::{DONE, console::Console};
use pretag::{
    Result,
    review::{
        Project, State,
        agree::Basis,
        verified::{Settings, verify},
    },
};

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
    console.deliver(args.out.output.as_deref(), text.as_bytes()).map(|()| DONE)
}
