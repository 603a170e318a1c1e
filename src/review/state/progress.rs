//! A project and its state -> how far a coder is, by document and by code.
use super::State;
use crate::review::{
    journal::Verdict,
    project::{Base, Project},
};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// How far a coder is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Suggestions.
    pub suggestions: u64,
    /// Of these accepted.
    pub accepted: u64,
    /// Of these rejected.
    pub rejected: u64,
    /// Of these changed.
    pub changed: u64,
    /// Of these answered by what was coded before anything was suggested.
    pub implied: u64,
    /// Put off.
    pub skipped: u64,
    /// Not looked at yet.
    pub open: u64,
    /// Codes the coder added.
    pub added: u64,
    /// Codes marked for discussion.
    pub flagged: u64,
    /// Whether the coder has finished the document; of all, whether all are finished.
    pub finished: bool,
}

impl Progress {
    /// Suggestions decided.
    pub fn decided(&self) -> u64 {
        self.accepted + self.rejected + self.changed + self.implied
    }

    fn add(&mut self, other: &Self) {
        self.suggestions += other.suggestions;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.changed += other.changed;
        self.implied += other.implied;
        self.skipped += other.skipped;
        self.open += other.open;
        self.added += other.added;
        self.flagged += other.flagged;
    }
}

impl State {
    /// How far a coder is in a document.
    pub fn progress_in(&self, base: &Base, coder: &str) -> Progress {
        let mut sum = Progress::default();
        self.tell(base, coder, |_, one| sum.add(&one));
        sum.finished = self.is_finished(base.id(), coder);
        sum
    }

    /// How far a coder is in the whole project.
    pub fn progress(&self, project: &Project, coder: &str) -> Progress {
        let mut sum = Progress { finished: !project.documents.is_empty(), ..Progress::default() };
        for base in &project.documents {
            let one = self.progress_in(base, coder);
            sum.add(&one);
            sum.finished &= one.finished;
        }
        sum
    }

    /// How far a coder is with each code, by `framework.domain`; a suggestion counts for the code it was suggested for.
    pub fn progress_by_code(&self, project: &Project, coder: &str) -> BTreeMap<String, Progress> {
        let mut sums: BTreeMap<String, Progress> = BTreeMap::new();
        for base in &project.documents {
            self.tell(base, coder, |code, one| sums.entry(code).or_default().add(&one));
        }
        sums
    }

    fn tell(&self, base: &Base, coder: &str, mut each: impl FnMut(String, Progress)) {
        for s in &base.suggestions {
            let mut one = Progress { suggestions: 1, ..Progress::default() };
            let item = self.item(base.id(), &s.key);
            one.flagged = u64::from(item.is_some_and(|i| i.flagged.contains(coder)));
            match item.and_then(|i| i.decisions.get(coder)).map(|d| &d.verdict) {
                Some(Verdict::Accepted | Verdict::Added) => one.accepted = 1,
                Some(Verdict::Rejected) => one.rejected = 1,
                Some(Verdict::Changed { .. }) => one.changed = 1,
                None if self.implied(base, s, coder).is_some() => one.implied = 1,
                None if item.is_some_and(|i| i.skipped.contains(coder)) => one.skipped = 1,
                None => one.open = 1,
            }
            each(format!("{}.{}", s.framework, s.domain), one);
        }
        let suggested: HashSet<&str> = base.suggestions.iter().map(|s| &*s.key).collect();
        for item in self.items_of(base.id()).filter(|i| !suggested.contains(i.key.as_str())) {
            if item.decisions.get(coder).is_some_and(|d| d.verdict != Verdict::Rejected) {
                let flagged = u64::from(item.flagged.contains(coder));
                let code = format!("{}.{}", item.of.framework, item.of.domain);
                each(code, Progress { added: 1, flagged, ..Progress::default() });
            }
        }
    }
}
