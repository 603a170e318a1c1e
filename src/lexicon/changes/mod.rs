//! Two lexicons -> what differs between them, entry by entry: what a changed suggestion can be put down to.
mod codes;
mod terms;

use super::{Lexicon, Origin};
use serde::Serialize;
use std::sync::Arc;

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// The same words stand under another concept, cue or set.
    Moved,
    /// A term asks for more words than before.
    Narrowed,
    /// A term asks for fewer words than before.
    Widened,
    /// It says something else: a weight, a lean, a place in a domain ...
    Changed,
}

impl ChangeKind {
    /// The name in comparisons.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Moved => "moved",
            ChangeKind::Narrowed => "narrowed",
            ChangeKind::Widened => "widened",
            ChangeKind::Changed => "changed",
        }
    }

    /// What happened when old and new change places.
    pub fn mirrored(self) -> Self {
        match self {
            ChangeKind::Added => ChangeKind::Removed,
            ChangeKind::Removed => ChangeKind::Added,
            ChangeKind::Narrowed => ChangeKind::Widened,
            ChangeKind::Widened => ChangeKind::Narrowed,
            other => other,
        }
    }
}

/// What a change can reach.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// What the term itself matches.
    Term,
    /// Whatever a term of this place matches: `concept.time`, `cue.absence`, `set.clinician`.
    Place(String),
    /// The concept of this place, where it leads to this domain: `concept.time`, `tdf.environment_resources`.
    Mapping(String, String),
    /// Suggestions for this domain: `tdf.knowledge`.
    Domain(String),
    /// Everything.
    All,
}

/// A term (or what else has a name) in one of the two lexicons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose it is: `concept.time`, `tdf.knowledge` (a domain's own terms), `cue.absence`, `set.clinician`, `score`.
    pub place: String,
    /// Its text, as written in the lexicon.
    pub text: Arc<str>,
    /// Where it stands; none for numbers.
    pub origin: Option<Origin>,
}

/// An entry that differs between two lexicons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// What it can reach.
    pub scope: Scope,
    /// The entry as it was; none if it is new.
    pub old: Option<Entry>,
    /// The entry as it is; none if it is gone.
    pub new: Option<Entry>,
    /// What changed, in words: `weight 1 -> 0.6`; empty where the kind says it all.
    pub what: String,
}

impl Change {
    /// The entry by which people know it: as it is, or as it was if it is gone.
    pub fn entry(&self) -> Option<&Entry> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether it can reach texts read as extracted statements, or (`statements` false) as running text: what was estimated for one way of
    /// reading does not reach the other.
    pub fn reaches(&self, statements: bool) -> bool {
        let place = self.entry().and_then(|e| e.place.strip_prefix(FITTED));
        let mode = place.and_then(|p| p.split('.').nth(1));
        mode.is_none_or(|mode| (mode == "statements") == statements)
    }
}

/// How places of estimated numbers begin: `fitted.tdf.statements`, and of one domain `fitted.tdf.statements.goals`.
const FITTED: &str = "fitted.";

impl Lexicon {
    /// What differs between this lexicon and a newer one, in the order of the lists: terms first, then what holds for whole entries,
    /// domains, numbers. What only explains things to people (labels, definitions, examples) does not count.
    pub fn changes(&self, new: &Lexicon) -> Vec<Change> {
        let mut out = terms::changes(self, new);
        codes::changes(self, new, &mut out);
        out
    }
}

/// How people call the place of a concept: a domain's own terms go by the domain.
pub fn place_of_concept(id: &str) -> String {
    if id.contains('.') { id.to_owned() } else { format!("concept.{id}") }
}

/// Thousandths as people write them.
fn number(thousandths: i32) -> String {
    format!("{}", f64::from(thousandths) / 1000.0)
}

/// `what old -> new`, if they differ.
fn differs(what: &str, old: &str, new: &str) -> Option<String> {
    (old != new).then(|| format!("{what} {} -> {}", or_none(old), or_none(new)))
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

#[cfg(test)]
mod tests;
