//! Who speaks in the documents of a run, where somebody was asked for by name or turns were expected.
use pretag::{
    input::{Format, InputOptions},
    text::{BlockKind, Document},
};
use std::{collections::BTreeSet, sync::Mutex};

/// So many speakers are named at most, the first in their order.
const NAMED: usize = 8;

/// Who spoke, where somebody was asked for by name.
#[derive(Default)]
pub(crate) struct Heard(Mutex<Speakers>);

#[derive(Default)]
struct Speakers {
    /// Which of those asked for.
    met: BTreeSet<usize>,
    named: BTreeSet<String>,
}

impl Heard {
    /// Takes note of the speakers of a document; says so where a transcript was expected and nobody speaks, or nobody answers.
    pub(crate) fn listen(&self, document: &Document, input: &InputOptions, tell: impl Fn(&str)) {
        let turns = || document.blocks.iter().filter(|b| b.kind == BlockKind::Turn);
        if input.from == Some(Format::Transcript) && !input.statements && turns().next().is_none() {
            tell(&format!("{}: found no speaker turns (`Interviewer: ...`); all of it is coded", document.source));
        }
        if turns().all(|turn| turn.interviewer) && turns().nth(1).is_some() {
            tell(&format!("{}: found only turns of those who ask; nothing of it is coded", document.source));
        }
        if !input.interviewers.is_empty()
            && let Ok(mut heard) = self.0.lock()
        {
            let labels: BTreeSet<&str> = turns().filter_map(|b| document.label(b.speaker)).collect();
            labels.into_iter().for_each(|label| heard.hear(label, input));
        }
    }

    /// What to say of interviewers who never spoke, where anybody did.
    pub(crate) fn unmet(&self, input: &InputOptions) -> Vec<String> {
        let Some(heard) = self.0.lock().ok().filter(|heard| !heard.named.is_empty()) else { return Vec::new() };
        let named = heard.named.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let unmet = input.interviewers.iter().enumerate().filter(|(n, _)| !heard.met.contains(n));
        unmet.map(|(_, name)| format!("pretag: no speaker is called {name:?}; those who speak: {named}")).collect()
    }
}

impl Speakers {
    fn hear(&mut self, label: &str, input: &InputOptions) {
        self.met.extend(input.interviewer_of(label));
        self.named.insert(label.to_owned());
        if self.named.len() > NAMED {
            self.named.pop_last();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMED, Speakers};
    use pretag::input::InputOptions;

    #[test]
    fn of_many_speakers_the_first_are_named_and_kept() {
        let input = InputOptions { interviewers: vec!["Dan".into(), "Zoe".into()], ..InputOptions::default() };
        let mut heard = Speakers::default();
        (0..99).rev().for_each(|n| heard.hear(&format!("P{n:02}"), &input));
        heard.hear("Zoe Brown", &input);
        assert_eq!((heard.met.into_iter().collect::<Vec<_>>(), heard.named.len()), (vec![1], NAMED));
        assert!(heard.named.contains("P00"));
    }
}
