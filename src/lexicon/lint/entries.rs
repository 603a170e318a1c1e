//! A lexicon -> all its terms in one row: of concepts, then of cues, then of sets, with the domains they lead to.
use crate::lexicon::{Domain, Lean, Lexicon, Term};
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
    fn gather<'l>(d: &'l Domain, name: &str, out: &mut BTreeMap<&'l str, Vec<String>>) {
        for m in d.concepts.iter().filter(|m| m.weight > 0) {
            let list = out.entry(&m.concept).or_default();
            if !list.iter().any(|n| n == name) {
                list.push(name.to_owned());
            }
        }
        d.constructs.iter().for_each(|c| gather(c, name, out));
    }
    let mut out = BTreeMap::new();
    for f in &lexicon.frameworks {
        f.domains.iter().for_each(|d| gather(d, &format!("{}.{}", f.id, d.id), &mut out));
    }
    out
}
