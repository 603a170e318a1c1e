//! Who speaks in the documents of a run, where somebody was asked for by name or turns were expected.
use pretag::{
    input::{Format, InputOptions},
    text::{BlockKind, Document},
};
use std::{collections::BTreeSet, sync::Mutex};

/// So many speakers are named at most.
const NAMED: usize = 8;

/// Who spoke, where somebody was asked for by name.
#[derive(Default)]
pub(crate) struct Heard(Mutex<BTreeSet<String>>);

impl Heard {
    /// Takes note of the speakers of a document; says so where a transcript was expected and nobody speaks.
    pub(crate) fn listen(&self, document: &Document, input: &InputOptions, tell: impl FnOnce(&str)) {
        let turns = || document.blocks.iter().filter(|b| b.kind == BlockKind::Turn);
        if input.from == Some(Format::Transcript) && !input.statements && turns().next().is_none() {
            tell(&format!("{}: found no speaker turns (`Interviewer: ...`); all of it is coded", document.source));
        }
        if !input.interviewers.is_empty()
            && let Ok(mut heard) = self.0.lock()
        {
            heard.extend(turns().filter_map(|b| document.label(b.speaker)).map(str::to_owned));
        }
    }

    /// What to say of interviewers who never spoke, where anybody did.
    pub(crate) fn unmet(&self, input: &InputOptions) -> Vec<String> {
        let Some(heard) = self.0.lock().ok().filter(|heard| !heard.is_empty()) else { return Vec::new() };
        let met: BTreeSet<usize> = heard.iter().filter_map(|label| input.interviewer_of(label)).collect();
        let named: Vec<&str> = heard.iter().take(NAMED).map(String::as_str).collect();
        let named = named.join(", ");
        let unmet = input.interviewers.iter().enumerate().filter(|(n, _)| !met.contains(n));
        unmet.map(|(_, name)| format!("pretag: no speaker is called {name:?}; those who speak: {named}")).collect()
    }
}
