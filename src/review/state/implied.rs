//! A segment coded without sight of suggestions -> what the coder says of the suggestions in it, without having seen them.
use super::State;
use crate::{
    report::Suggestion,
    review::{
        agree::{Basis, counting},
        journal::{Code, Look},
        project::Base,
    },
    text::Span,
};
use std::collections::BTreeSet;

/// What follows for a suggestion from what its passage was coded as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Implied {
    /// The coder gave no such code, but others of its framework, or none at all.
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
    /// None if the coder did not read all of the suggestion's segments without suggestions, or gave them codes of other frameworks only: that says
    /// nothing of the suggestion's.
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
        let (mut any, mut ours) = (false, false);
        for item in self.items_of(base.id()) {
            let Some(code) = item.decisions.get(coder).and_then(|d| d.unaided()?.code.as_ref()) else { continue };
            if base.layout.segments[segments.clone()].iter().any(|segment| segment.span.overlaps(code.span)) {
                any = true;
                ours |= code.framework == suggested.framework;
            }
            if code.framework == suggested.framework && code.domain == suggested.domain && code.span.overlaps(s.span) {
                let code = Code { valence: code.valence, ..suggested };
                return Some(Implied::Given { key: item.key.clone(), code });
            }
        }
        (ours || !any).then_some(Implied::Rejected)
    }

    /// Frameworks of which a coder said nothing in a segment, though it was looked at without suggestions and got codes of others.
    pub(in crate::review) fn unsaid(&self, base: &Base, span: Span, coder: &str, basis: Basis) -> BTreeSet<String> {
        let looks = [Look::Blind, Look::Commit, Look::Missed];
        if !looks.iter().any(|look| self.looked(base.id(), span, coder, *look).is_some()) {
            return BTreeSet::new();
        }
        let (mut given, mut decided) = (BTreeSet::new(), BTreeSet::new());
        for item in self.items_of(base.id()).filter(|i| i.of.span.overlaps(span)) {
            let Some(d) = item.decisions.get(coder) else { continue };
            given.extend(d.unaided().and_then(|d| d.code.as_ref()).map(|c| c.framework.as_str()));
            decided.extend(counting(d, basis).map(|_| item.of.framework.as_str()));
        }
        if given.is_empty() {
            return BTreeSet::new();
        }
        let said = |id: &str| given.contains(id) || decided.contains(id);
        base.frameworks().into_iter().filter(|id| !said(id)).map(str::to_owned).collect()
    }
}
