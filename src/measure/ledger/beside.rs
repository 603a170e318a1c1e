//! What was judged -> entries that never stand alone: in every segment where one fired, a certain other one did too.
use super::{Judged, Key, distinct};
use crate::text::Span;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An entry that always has the same company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// The entry.
    pub entry: Key,
    /// The one that always stands beside it.
    pub other: Key,
    /// Segments in which the entry fired.
    pub segments: u64,
    /// Segments in which the other one fired.
    pub segments_of_other: u64,
}

/// Entries with at least `fewest` segments; of several companions the rarest, which is the closest.
pub(super) fn beside(judged: &[Judged], fewest: u64) -> Vec<Beside> {
    let mut segments: BTreeMap<(&str, Span), BTreeSet<&Key>> = BTreeMap::new();
    for j in judged {
        segments.entry((&j.document, j.segment)).or_default().extend(distinct(j));
    }
    let mut times: BTreeMap<&Key, u64> = BTreeMap::new();
    let mut company: BTreeMap<&Key, BTreeSet<&Key>> = BTreeMap::new();
    for keys in segments.values() {
        for key in keys {
            *times.entry(key).or_default() += 1;
            company.entry(key).and_modify(|all| all.retain(|k| keys.contains(k))).or_insert_with(|| keys.clone());
        }
    }
    let mut out = Vec::new();
    for (key, others) in company {
        let others = others.into_iter().filter(|k| *k != key);
        if let (Some(other), true) = (others.min_by_key(|k| times[k]), times[key] >= fewest.max(1)) {
            out.push(Beside {
                entry: key.clone(),
                other: other.clone(),
                segments: times[key],
                segments_of_other: times[other],
            });
        }
    }
    out.sort_by_key(|b| std::cmp::Reverse(b.segments));
    out
}
