//! Random segments without suggestions that people read -> how much evidence the suggestions missed, with Wilson's interval.
use super::{
    journal::{Look, Verdict},
    project::Project,
    state::{Implied, State},
};
use crate::{
    measure::stats::{Estimate, interval::wilson, share},
    text::Span,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the missed-evidence pass found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recall {
    /// Segments that can hold evidence and have no suggestion.
    pub unsuggested: u64,
    /// How many of them the sample asks for.
    pub wanted: u64,
    /// How many of the sample were read.
    pub read: u64,
    /// In how many of these somebody found a code.
    pub found: u64,
    /// Their share, with Wilson's 95 % interval.
    pub share: Estimate,
    /// Segments in which a suggestion was accepted or changed, or follows from what was coded before anything was suggested.
    pub kept: u64,
    /// Suggestions not decided yet: `kept` is too small while there are any.
    pub open: u64,
    /// Share of the segments with evidence that have a suggestion: kept / (kept + share x unsuggested); the ends of its interval are
    /// those that the ends of the share give.
    pub recall: Estimate,
}

/// The estimate from what this coder did, or all coders together (a segment in which one of them found something counts as found).
pub fn recall(project: &Project, state: &State, coder: Option<&str>) -> Recall {
    let sample = project.missed_sample();
    let wanted = |who: &str| coder.is_none_or(|c| c == who);
    let mut looked: BTreeMap<(&str, Span), bool> = BTreeMap::new();
    for (document, span, who, look, result) in state.looks() {
        if look == Look::Missed && wanted(who) {
            *looked.entry((document, span)).or_default() |= result.found;
        }
    }
    let (mut read, mut found) = (0, 0);
    for place in &sample {
        let base = &project.documents[place.document];
        if let Some(result) = looked.get(&(base.id(), base.layout.segments[place.segment].span)) {
            read += 1;
            found += u64::from(*result);
        }
    }
    let (kept, open) = kept(project, state, coder);
    let unsuggested = project.unsuggested().len() as u64;
    let interval = wilson(found, read);
    let rate = share(found, read);
    let of = |missed: f64| {
        let all = kept as f64 + missed * unsuggested as f64;
        (all > 0.0).then(|| kept as f64 / all)
    };
    Recall {
        unsuggested,
        wanted: sample.len() as u64,
        read,
        found,
        share: Estimate { value: rate, low: interval.map(|i| i.0), high: interval.map(|i| i.1) },
        kept,
        open,
        recall: Estimate {
            value: rate.and_then(of),
            low: interval.and_then(|i| of(i.1)),
            high: interval.and_then(|i| of(i.0)),
        },
    }
}

/// Segments with a suggestion that somebody kept, and suggestions nobody decided.
fn kept(project: &Project, state: &State, coder: Option<&str>) -> (u64, u64) {
    let (mut kept, mut open) = (0, 0);
    for base in &project.documents {
        let mut segments = BTreeSet::new();
        for s in &base.suggestions {
            let said = |who: &str| match state.decided(base.id(), &s.key, who) {
                Some(decided) => Some(decided.verdict != Verdict::Rejected),
                None => state.implied(base, s, who).map(|implied| implied != Implied::Rejected),
            };
            let said: Vec<bool> =
                state.coders().filter(|c| coder.is_none_or(|one| one == *c)).filter_map(said).collect();
            open += u64::from(said.is_empty());
            if said.contains(&true) {
                segments.extend(base.segments_of(s.span));
            }
        }
        kept += segments.len() as u64;
    }
    (kept, open)
}
