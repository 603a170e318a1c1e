//! A segment coded without sight of suggestions -> what the coder says of the suggestions in it, without having seen them.
use super::State;
use crate::{
    report::Suggestion,
    review::{
        journal::{Code, Look},
        project::Base,
    },
};

/// What follows for a suggestion from what its passage was coded as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Implied {
    /// The coder gave no such code.
    Rejected,
    /// A code of the coder's own with the same framework and domain overlaps it.
    Given {
        /// The own code's key.
        key: String,
        /// The suggestion with the valence of the own code.
        code: Code,
    },
}

impl State {
    /// None if the coder did not read all of the suggestion's segments without suggestions.
    pub fn implied(&self, base: &Base, s: &Suggestion<'_>, coder: &str) -> Option<Implied> {
        let segments = base.segments_of(s.span);
        let looked = |n: usize| {
            let span = base.layout.segments[n].span;
            [Look::Blind, Look::Commit].iter().any(|look| self.looked(base.id(), span, coder, *look).is_some())
        };
        if segments.is_empty() || !segments.clone().all(looked) {
            return None;
        }
        let suggested = Code::from(s);
        for item in self.items_of(base.id()) {
            let Some(code) = item.decisions.get(coder).and_then(|d| d.unaided()?.code.as_ref()) else { continue };
            if code.framework == suggested.framework && code.domain == suggested.domain && code.span.overlaps(s.span) {
                let code = Code { valence: code.valence, ..suggested };
                return Some(Implied::Given { key: item.key.clone(), code });
            }
        }
        Some(Implied::Rejected)
    }
}
