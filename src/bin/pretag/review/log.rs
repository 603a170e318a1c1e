//! `pretag review log` and `verify-journal`: what was done, and whether it still stands as it was written.
use super::args::{LogArgs, VerifyArgs};
use crate::{DONE, GATE, console::Console};
use pretag::{
    Error, ErrorKind, Result,
    output::terminal::clean,
    review::{
        Action, Event, Log, Project, State, Taken, Verdict,
        journal::{self, coders, path},
    },
};
use std::fmt::Write;

pub(crate) fn run(args: &LogArgs, console: &Console) -> Result<u8> {
    let project = Project::open(&args.project)?;
    let logs = project.logs()?;
    if let Some(coder) = args.coder.as_ref().filter(|c| logs.iter().all(|l| l.coder != **c)) {
        let there: Vec<&str> = logs.iter().map(|l| l.coder.as_str()).collect();
        let message = format!("there is no journal of {coder}; there are: {}", there.join(", "));
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let state = State::of(&logs);
    let wanted = |e: &&Event| {
        args.coder.as_ref().is_none_or(|c| *c == e.coder)
            && args.document.as_deref().is_none_or(|d| e.action.document() == Some(d))
    };
    let mut events: Vec<&Event> = logs.iter().flat_map(Log::events).filter(wanted).collect();
    events.sort_by_key(|e| e.at); // stable: a coder's own order stays
    let readable = args.to.as_deref().map_or(console.interactive(), |to| to == "text");
    let mut out = String::new();
    for event in events {
        if readable {
            let gone = if state.stands(&event.coder, &event.id) { "" } else { "  (undone)" };
            let _ = writeln!(out, "{}  {}  {}{gone}  {}", event.at, event.coder, clean(&tell(event)), short(&event.id));
        } else {
            let line = serde_json::to_string(event).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
            out.push_str(&line);
            out.push('\n');
        }
    }
    console.print(out.as_bytes()).map(|()| DONE)
}

fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// An event in words.
fn tell(event: &Event) -> String {
    let quote = |text: &str| {
        let first: String = text.chars().take(60).collect();
        if first.len() < text.len() { format!("\"{first}...\"") } else { format!("\"{first}\"") }
    };
    let what = match &event.action {
        Action::Start { tool, lexicon, .. } => format!("starts with {tool}, lexicon {lexicon}"),
        Action::Mode => "goes on in this mode".into(),
        Action::Decide { document, of, verdict, .. } => {
            let verdict = match verdict {
                Verdict::Changed { to } => {
                    let new = to.apply(of);
                    format!("changed to {}.{} {}", new.framework, new.domain, new.valence.name())
                }
                other => other.name().to_owned(),
            };
            format!(
                "{verdict}: {}.{} {} in {document}, {}",
                of.framework,
                of.domain,
                of.valence.name(),
                quote(&of.quote)
            )
        }
        Action::Skip { document, key } => format!("skips {key} in {document}"),
        Action::Flag { document, key, on } => format!("{} {key} in {document}", if *on { "flags" } else { "unflags" }),
        Action::Memo { document, key, text } => {
            format!("notes on {} in {document}: {}", key.as_deref().unwrap_or("the document"), quote(text))
        }
        Action::Look { document, found, quote: text, .. } => {
            format!(
                "read without suggestions, {}: {document}, {}",
                if *found { "coded" } else { "nothing there" },
                quote(text)
            )
        }
        Action::Reveal { document, span } => {
            format!("sees the suggestions at {}..{} in {document}", span.start, span.end)
        }
        Action::Finish { document, on } => format!("{} {document}", if *on { "finishes" } else { "opens again" }),
        Action::Adjudicate { document, key, taken, reason, .. } => {
            let taken = match taken {
                Taken::Coder { from } => format!("takes {from}'s decision"),
                Taken::Both => "takes the codes of all".into(),
                Taken::Neither => "takes no code".into(),
                Taken::Other { .. } => "takes another code".into(),
            };
            let reason = if reason.is_empty() { String::new() } else { format!(" because {}", quote(reason)) };
            format!("adjudicates {key} in {document}: {taken}{reason}")
        }
        Action::Undo { event } => format!("takes back {}", short(event)),
    };
    format!("[{}] {what}", event.mode.name())
}

/// Every journal is told of; a damaged one does not keep the others from being checked.
pub(crate) fn verify(args: &VerifyArgs, console: &Console) -> Result<u8> {
    let project = Project::open(&args.project)?;
    let folder = project.decisions();
    let mut out = String::new();
    let mut status = DONE;
    for coder in coders(&folder)? {
        match path(&folder, &coder).and_then(|path| journal::read(&path)) {
            Ok(log) if !log.coder.is_empty() && log.coder != coder => {
                status = GATE;
                let _ = writeln!(out, "{coder}: DAMAGED: holds the events of {}", log.coder);
            }
            Ok(log) => {
                let head = log.head().unwrap_or("none");
                let _ = writeln!(out, "{coder}: {} events, whole; last hash {head}", log.events().len());
                for fork in log.forks() {
                    let at = if fork.is_empty() { "its beginning".to_owned() } else { format!("event {fork}") };
                    let _ = writeln!(out, "  grew on two machines after {at}; both count");
                }
                for id in log.repeated() {
                    let _ = writeln!(out, "  event {id} stands in it twice; it counts once");
                }
                if log.torn.is_some() {
                    let _ = writeln!(
                        out,
                        "  its last line is torn (never acknowledged); it is moved aside when the coder goes on"
                    );
                }
            }
            Err(error) => {
                status = GATE;
                let _ = writeln!(out, "{coder}: DAMAGED: {}", error.summary());
            }
        }
    }
    if out.is_empty() {
        out.push_str("no journals yet\n");
    }
    console.print(out.as_bytes()).map(|()| status)
}
