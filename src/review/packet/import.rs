//! Decisions that a coder downloaded from a packet -> events of the coder's journal, each checked against the project; twice is once.
use super::FORMAT;
use crate::{
    error::{Error, ErrorKind, Result},
    review::{
        Time,
        journal::{Action, Draft, Journal},
        project::Project,
        state::State,
    },
};
use serde::Deserialize;
use std::collections::BTreeSet;

/// What a packet's page downloads.
#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    /// [`FORMAT`].
    pub format: String,
    /// Whose decisions they are.
    pub coder: String,
    /// The digest of the packet.
    #[serde(default)]
    pub packet: String,
    /// What was done, in order.
    pub events: Vec<Draft>,
}

/// What became of the events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Whose.
    pub coder: String,
    /// Written to the journal now.
    pub new: u64,
    /// There already.
    pub known: u64,
    /// Not taken in, with the reason.
    pub refused: Vec<String>,
}

/// Takes in a downloaded file. An event that does not fit the project is refused and named; the others are taken in.
///
/// # Errors
/// A file that is no such download, or a journal that cannot be written.
pub fn import(project: &Project, text: &str, now: Time) -> Result<Imported> {
    let wrong = |found: String| {
        Error::new(ErrorKind::Format, format!("expected decisions downloaded from a packet, found {found}"))
    };
    let sent: Sent = serde_json::from_str(text).map_err(|e| wrong(crate::error::json_said(&e)))?;
    if sent.format != FORMAT {
        return Err(wrong(format!("the format {:?}", sent.format)));
    }
    let mut journal = Journal::open(&project.decisions(), &sent.coder, now)?;
    let mut state = State::default();
    journal.events().iter().for_each(|event| state.apply(event));
    let mut out = Imported { coder: sent.coder.clone(), ..Imported::default() };
    let mut refused = BTreeSet::new();
    for draft in sent.events {
        let Some(id) = draft.id.clone() else {
            out.refused.push("an event without an id".to_owned());
            continue;
        };
        // who takes back what was refused takes back nothing
        if matches!(&draft.action, Action::Undo { event } if refused.contains(event)) {
            refused.insert(id);
            continue;
        }
        if journal.event(&id).is_some() {
            out.known += 1;
            continue;
        }
        match project.check(draft, |document, key| state.item(document, key).is_some()) {
            Ok(draft) => {
                let event = journal.append(draft)?;
                state.apply(&event);
                out.new += 1;
            }
            Err(why) => {
                out.refused.push(format!("event {id}: {}", why.summary()));
                refused.insert(id);
            }
        }
    }
    Ok(out)
}
