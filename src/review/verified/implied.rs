//! A segment coded without sight of suggestions -> what the coder says of the suggestions in it, without having seen them.
use crate::{
    report::Suggestion,
    review::{
        agree::Basis,
        agree::counting,
        journal::{Code, Look},
        project::Base,
        state::State,
    },
};

/// None if the coder did not read all of the suggestion's segments without suggestions. Else the coder's own code of the same framework and
/// domain that overlaps it, with its key, its valence laid over the suggestion; or no code, which rejects it.
pub(super) fn verdict(base: &Base, state: &State, s: &Suggestion<'_>, coder: &str) -> Option<Option<(String, Code)>> {
    let segments = base.segments_of(s.span);
    let looked = |n: usize| {
        let span = base.layout.segments[n].span;
        [Look::Blind, Look::Commit].iter().any(|look| state.looked(base.id(), span, coder, *look).is_some())
    };
    if segments.is_empty() || !segments.clone().all(looked) {
        return None;
    }
    let suggested = Code::from(s);
    for item in state.items_of(base.id()) {
        let Some(own) = item.decisions.get(coder).and_then(|d| counting(d, Basis::Blind)) else { continue };
        let Some(code) = &own.code else { continue };
        if code.framework == suggested.framework && code.domain == suggested.domain && code.span.overlaps(s.span) {
            return Some(Some((item.key.clone(), Code { valence: code.valence, ..suggested })));
        }
    }
    Some(None)
}
