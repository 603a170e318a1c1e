//! Who speaks in the documents of a run -> what to say of it: where somebody was asked for by name, turns were expected, or nobody asks.
use pretag::{
    input::{Format, InputOptions},
    output::terminal::clean,
    text::{Block, BlockKind, Document},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

/// So many speakers are named at most.
const NAMED: usize = 8;
/// So many speakers are counted at most, the first in their order, so that memory does not grow with the input.
const COUNTED: usize = 10_000;

/// Who spoke; shared by threads.
#[derive(Default)]
pub(crate) struct Heard(Mutex<Speakers>);

#[derive(Default)]
struct Speakers {
    /// Which of those asked for.
    met: BTreeSet<usize>,
    named: BTreeSet<String>,
    documents: usize,
    unasked: Unasked,
}

/// Transcripts in which nobody was taken for the interviewer.
#[derive(Default)]
struct Unasked {
    transcripts: usize,
    /// How many questions each speaker has in them: who has most may be the one who asks.
    questions: BTreeMap<String, usize>,
}

impl Heard {
    /// Takes note of the speakers of a document; says so where a transcript was expected and nobody speaks, or nobody answers.
    pub(crate) fn listen(&self, document: &Document, input: &InputOptions, tell: impl Fn(&str)) {
        if input.statements {
            return;
        }
        let turns = || document.blocks.iter().filter(|b| b.kind == BlockKind::Turn);
        if input.from == Some(Format::Transcript) && turns().all(|turn| turn.speaker.is_none()) {
            tell(&format!("{}: found no speaker turns (`Interviewer: ...`); all of it is coded", document.source));
        }
        if turns().all(|turn| turn.interviewer) && turns().nth(1).is_some() {
            tell(&format!("{}: found only turns of those who ask; nothing of it is coded", document.source));
        }
        let labels: BTreeSet<&str> = turns().filter_map(|b| document.label(b.speaker)).collect();
        let Ok(mut heard) = self.0.lock() else { return };
        heard.documents += 1;
        if labels.len() > 1 && !turns().any(|turn| turn.interviewer) {
            heard.unasked.meet(document, turns());
        }
        if !input.interviewers.is_empty() {
            labels.into_iter().for_each(|label| heard.hear(label, input));
        }
    }

    /// What to say at the end of a run: who was asked for and never spoke, else where nobody asks.
    pub(crate) fn told(&self, input: &InputOptions) -> Vec<String> {
        let Ok(heard) = self.0.lock() else { return Vec::new() };
        let unmet = heard.unmet(input);
        if unmet.is_empty() { heard.unasked.told().into_iter().collect() } else { unmet }
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

    fn unmet(&self, input: &InputOptions) -> Vec<String> {
        if self.documents == 0 {
            return Vec::new();
        }
        let named = self.named.iter().map(|name| clean(name)).collect::<Vec<_>>().join(", ");
        let those = if named.is_empty() {
            "no turns of speakers were found".into()
        } else {
            format!("those who speak: {named}")
        };
        let unmet = input.interviewers.iter().enumerate().filter(|(n, _)| !self.met.contains(n));
        unmet.map(|(_, name)| format!("pretag: no speaker is called {name:?}; {those}")).collect()
    }
}

impl Unasked {
    fn meet<'d>(&mut self, document: &'d Document, turns: impl Iterator<Item = &'d Block>) {
        self.transcripts += 1;
        for turn in turns {
            let Some(name) = document.label(turn.speaker) else { continue };
            let asked = document.slice(turn.span).matches('?').count();
            match self.questions.get_mut(name) {
                Some(questions) => *questions += asked,
                None => drop(self.questions.insert(name.to_owned(), asked)),
            }
            if self.questions.len() > COUNTED {
                self.questions.pop_last();
            }
        }
    }

    fn told(&self) -> Option<String> {
        let transcripts = match self.transcripts {
            0 => return None,
            1 => "1 transcript".to_owned(),
            n => format!("{n} transcripts"),
        };
        let mut names: Vec<_> = self.questions.iter().collect();
        names.sort_by_key(|(_, questions)| Reverse(**questions));
        let more = if names.len() > NAMED { " ..." } else { "" };
        let names = names.iter().take(NAMED).map(|(name, _)| clean(name)).collect::<Vec<_>>().join(", ");
        Some(format!(
            "pretag: in {transcripts} nobody was taken for the interviewer, so questions are coded too; those who speak: {names}{more} (--interviewer NAME)"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMED, Speakers, Unasked};
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

    #[test]
    fn who_has_most_questions_is_named_first() {
        let questions = (0..20).map(|n| (format!("P{n:02}"), n % 19)).collect();
        let told = Unasked { transcripts: 12, questions }.told().unwrap();
        assert!(told.starts_with("pretag: in 12 transcripts nobody was"), "{told}");
        assert!(told.contains("speak: P18, P17, P16, P15, P14, P13, P12, P11 ... (--interviewer"), "{told}");
        assert_eq!(Unasked::default().told(), None);
    }
}
