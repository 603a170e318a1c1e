//! What people decided -> a ledger of the lexicon's entries: how often each fired, was right and wrong, and what to do with it.
mod advice;
mod beside;
mod gold;
mod overlap;
mod page;
mod read;
mod row;

pub use advice::{Advice, Rule};
pub use beside::Beside;
pub use gold::{judge_paper, judge_statement};
pub use overlap::Overlap;
pub use page::{csv, tables};
pub use read::{Reading, read_line};
pub use row::{InDomain, Row};

use crate::{report::Valence, text::Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An entry: a term within its concept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Key {
    /// The concept's id.
    pub concept: String,
    /// The term as it is written.
    pub term: String,
}

/// An entry of the lexicon and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The entry.
    #[serde(flatten)]
    pub key: Key,
    /// Its file.
    pub file: String,
    /// Its line, from 1.
    pub line: u32,
}

/// What became of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was right.
    Accepted,
    /// Its domain was right, its valence (or holder, level, construct) was changed.
    Changed,
    /// Another domain was given instead.
    Moved,
    /// It was wrong.
    Rejected,
    /// Nobody decided.
    Open,
}

/// A suggestion with the entries that made it, and what became of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The document it is of, told apart from all others.
    pub document: String,
    /// Its segment.
    pub segment: Span,
    /// The framework's id.
    pub framework: String,
    /// The domain's id.
    pub domain: String,
    /// Its valence.
    pub valence: Valence,
    /// The entries, each with the bytes where it matched.
    pub entries: Vec<(Key, Span)>,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether it is known that the person saw the suggestion before deciding.
    pub sighted: bool,
    /// The words; none where they must not be shown.
    pub quote: Option<String>,
}

/// The ledger.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// Suggestions read.
    pub suggestions: u64,
    /// Those somebody decided.
    pub decided: u64,
    /// Those of them decided with the suggestion in sight, as far as the reports tell.
    pub sighted: u64,
    /// Those without an entry (a tone alone, a neighbour): they are in no row.
    pub without_entry: u64,
    /// Documents with a suggestion.
    pub documents: u64,
    /// By which rule the advice is given.
    pub rule: Rule,
    /// The entries that fired: those to prune first, then those to narrow, then the rest, each by share of effort.
    pub rows: Vec<Row>,
    /// Entries of the lexicon that made no suggestion.
    pub never: Vec<Place>,
    /// Entries that never stood without another one.
    pub beside: Vec<Beside>,
    /// Entries by the domains they fired for, framework by framework.
    pub overlap: Vec<Overlap>,
}

impl Ledger {
    /// What a reader must know before believing the precisions.
    pub fn caution(&self) -> Option<String> {
        let Self { decided, sighted, .. } = self;
        (*sighted > 0).then(|| {
            format!(
                "CAUTION: {sighted} of {decided} decisions were made with the suggestion in sight; people tend to agree with what they are shown, so precisions are too high. Reports of `pretag review export --blind` hold the others only."
            )
        })
    }

    /// Adds up what was judged; `lexicon` are the entries there are, with their places.
    pub fn new(judged: &[Judged], lexicon: &[Place], rule: Rule) -> Self {
        let places: BTreeMap<&Key, &Place> = lexicon.iter().map(|p| (&p.key, p)).collect();
        let rows = row::rows(judged, &places, rule);
        let fired: BTreeSet<&Key> = rows.iter().map(|r| &r.place.key).collect();
        Self {
            suggestions: judged.len() as u64,
            decided: judged.iter().filter(|j| j.outcome != Outcome::Open).count() as u64,
            sighted: judged.iter().filter(|j| j.sighted).count() as u64,
            without_entry: judged.iter().filter(|j| j.entries.is_empty()).count() as u64,
            documents: judged.iter().map(|j| &j.document).collect::<BTreeSet<_>>().len() as u64,
            rule,
            never: lexicon.iter().filter(|p| !fired.contains(&p.key)).cloned().collect(),
            beside: beside::beside(judged, rule.fewest),
            overlap: overlap::overlap(judged),
            rows,
        }
    }
}

/// The entries of a suggestion, each once.
fn distinct(judged: &Judged) -> BTreeSet<&Key> {
    judged.entries.iter().map(|(key, _)| key).collect()
}
