//! A lexicon -> all its terms in one row: of concepts, then of cues, then of sets, with the domains they lead to.
use crate::lexicon::{Lean, Lexicon, Term};
use std::collections::BTreeMap;

/// A term and what it belongs to.
pub(super) struct Entry<'l> {
    pub(super) of: &'static str,
    pub(super) id: &'l str,
    pub(super) term: &'l Term,
    /// Its own lean, else its concept's.
    pub(super) lean: Lean,
    /// `framework.domain`, each once.
    pub(super) domains: Vec<String>,
}

impl Entry<'_> {
    /// `concept time`
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.of, self.id)
    }

    pub(super) fn is_of(&self, other: &Entry<'_>) -> bool {
        self.of == other.of && self.id == other.id
    }

    pub(super) fn place(&self) -> String {
        self.term.origin.to_string()
    }
}

pub(super) fn all(lexicon: &Lexicon) -> Vec<Entry<'_>> {
    let leads = leads(lexicon);
    let mut out = Vec::new();
    for c in &lexicon.concepts {
        let domains = leads.get(&*c.id).cloned().unwrap_or_default();
        out.extend(c.terms.iter().map(|term| Entry {
            of: "concept",
            id: &c.id,
            term,
            lean: term.lean.unwrap_or(c.lean),
            domains: domains.clone(),
        }));
    }
    let plain = |of, id, term| Entry { of, id, term, lean: Lean::Neither, domains: Vec::new() };
    for c in &lexicon.cues {
        out.extend(c.terms.iter().map(|term| plain("cue", &*c.id, term)));
    }
    for s in &lexicon.sets {
        out.extend(s.terms.iter().map(|term| plain("set", &*s.id, term)));
    }
    out
}

/// By concept the domains it leads to.
fn leads(lexicon: &Lexicon) -> BTreeMap<&str, Vec<String>> {
    let mut out: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (f, d) in lexicon.frameworks.iter().flat_map(|f| f.domains.iter().map(move |d| (f, d))) {
        let name = format!("{}.{}", f.id, d.id);
        for m in d.mappings().into_iter().filter(|m| m.weight > 0) {
            let list = out.entry(&m.concept).or_default();
            if !list.contains(&name) {
                list.push(name.clone());
            }
        }
    }
    out
}
