//! What was judged -> of each framework the matrix of domains by domains: how many entries fired for both.
use super::{Judged, Key};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The entries that domains share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// The framework's id.
    pub framework: String,
    /// Ids of its domains that had a suggestion, in the order of the alphabet.
    pub domains: Vec<String>,
    /// Row by row, how many entries fired for the row's domain and the column's; on the diagonal all entries of a domain.
    pub entries: Vec<Vec<u64>>,
    /// How many entries fired for more than one domain.
    pub shared: u64,
}

/// One matrix a framework.
pub(super) fn overlap(judged: &[Judged]) -> Vec<Overlap> {
    let mut frameworks: BTreeMap<&str, BTreeMap<&str, BTreeSet<&Key>>> = BTreeMap::new();
    for j in judged {
        let domains = frameworks.entry(&j.framework).or_default();
        domains.entry(&j.domain).or_default().extend(j.entries.iter().map(|(k, _)| k));
    }
    let matrix = |(framework, domains): (&str, BTreeMap<&str, BTreeSet<&Key>>)| {
        let both = |a: &BTreeSet<&Key>, b: &BTreeSet<&Key>| a.intersection(b).count() as u64;
        let mut times: BTreeMap<&Key, u64> = BTreeMap::new();
        domains.values().flatten().for_each(|k| *times.entry(k).or_default() += 1);
        Overlap {
            framework: framework.to_owned(),
            domains: domains.keys().map(|d| (*d).to_owned()).collect(),
            entries: domains.values().map(|a| domains.values().map(|b| both(a, b)).collect()).collect(),
            shared: times.values().filter(|n| **n > 1).count() as u64,
        }
    };
    frameworks.into_iter().map(matrix).collect()
}
