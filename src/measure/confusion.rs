//! What people said against what was suggested, as a table of counts.
use serde::Serialize;
use std::collections::BTreeMap;

/// Counts by (gold, suggested); only names that occur.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Confusion {
    /// The names, in the order of the codebook.
    pub names: Vec<String>,
    /// `counts[gold][suggested]`.
    pub counts: Vec<Vec<u64>>,
}

/// What stands for nothing suggested, or no evidence.
pub(super) const NONE: &str = "none";

/// Pairs as they are met.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs(BTreeMap<(String, String), u64>);

impl Pairs {
    pub(super) fn add(&mut self, gold: &str, suggested: &str) {
        *self.0.entry((gold.to_owned(), suggested.to_owned())).or_default() += 1;
    }

    /// One of several codes is right: counted as that one; else once for every code it should have been.
    pub(super) fn add_first(&mut self, gold: &[&str], suggested: &str) {
        if gold.contains(&suggested) {
            self.add(suggested, suggested);
        } else {
            gold.iter().for_each(|g| self.add(g, suggested));
        }
    }

    /// The table, names in this order, those that do not occur left out.
    pub(super) fn table(&self, order: &[&str]) -> Confusion {
        let occurs = |name: &str| self.0.keys().any(|(g, s)| g == name || s == name);
        let names: Vec<String> = order.iter().filter(|n| occurs(n)).map(|n| (*n).to_owned()).collect();
        let count = |g: &String, s: &String| self.0.get(&(g.clone(), s.clone())).copied().unwrap_or(0);
        let counts = names.iter().map(|g| names.iter().map(|s| count(g, s)).collect()).collect();
        Confusion { names, counts }
    }
}
