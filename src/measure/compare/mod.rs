//! Report x Report -> comparison: what a change of the lexicon does to real texts, put down to entries, counted by domain, and measured
//! against gold where there is some.
//!
//! Knows reports and what differs between two lexicons, no documents and no matcher: who calls it brings both reports of each document.
mod checks;
mod comparer;
mod differences;
mod gate;
mod gold;
mod json;
mod page;
#[cfg(test)]
mod tests;

pub use checks::{Balance, Checks, Everywhere, Shift};
pub use comparer::{Comparer, Frame};
pub use differences::{Cause, Counts, Culprits, Difference, DocumentDifferences, Firing, Kind, Kinds, Nearby};
pub use gate::{Gate, Verdict};
pub use gold::{Change as FigureChange, DomainChange, GoldComparison, McNemar, compare_gold};
pub use page::{Look, page};

use crate::{
    lexicon::changes::ChangeKind,
    report::{Choices, DocumentInfo, LexiconInfo},
};
use serde::Serialize;

/// One of the two things compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideInfo {
    /// As it was named: a path, `REV:path`, `shipped`, a report file.
    pub name: String,
    /// `lexicon`, `revision` or `report`.
    pub kind: &'static str,
    /// Of a git revision the commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The lexicon.
    pub lexicon: LexiconInfo,
}

/// The texts both sides were tried on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CorpusInfo {
    /// The paths as they were given.
    pub paths: Vec<String>,
    /// How many documents.
    pub documents: u64,
    /// Sentences looked at; none if the reports do not say.
    pub sentences: Option<u64>,
    /// Documents that could not be read.
    pub failures: u64,
    /// The gold files as they were given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gold: Vec<String>,
    /// The part of the gold that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Whether lexicons were laid over nothing (`--no-default-lexicons`).
    #[serde(skip_serializing_if = "is_false")]
    pub alone: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// By what anybody can tell whether a comparison is still so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonManifest {
    /// First 16 hexadecimal digits of the SHA-256 of these lines, each ended by a line feed: `pretag VERSION`, `old DIGEST`, `new DIGEST` (of
    /// the lexicons), for each framework `framework ID VERSION`, `text DIGEST`, `gold DIGEST` (empty without gold), `options JSON`.
    pub digest: String,
    /// Of the texts: first 16 digits of the SHA-256 of a line `ID SHA256` for each document.
    pub text: String,
    /// Of the gold files, if there are any: first 16 digits of the SHA-256 of their bytes, one after the other.
    pub gold: Option<String>,
    /// The options that are not the usual ones.
    pub options: Choices,
    /// Of what differs: first 16 digits of the SHA-256 of a line `KIND OLD-KEY NEW-KEY OLD-VALENCE NEW-VALENCE OLD-SCORE NEW-SCORE` for each
    /// difference in order, `-` where a side has none.
    pub differences: String,
}

/// How much there is of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Documents compared.
    pub documents: u64,
    /// Sentences looked at; none if the reports do not say.
    pub sentences: Option<u64>,
    /// Suggestions of the old side.
    pub old: u64,
    /// Suggestions of the new side.
    pub new: u64,
    /// How many of each kind.
    #[serde(flatten)]
    pub kinds: Kinds,
    /// Gained, lost, moved and changed in valence together.
    pub changed: u64,
    /// The same per 1,000 sentences.
    pub changed_per_1000_sentences: Option<f64>,
    /// Documents in which any of these is.
    pub documents_changed: u64,
}

/// How one domain fares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PerDomain {
    /// The framework's id.
    pub framework: String,
    /// The domain's id.
    pub domain: String,
    /// Its name as printed; the id if no codebook is at hand.
    pub label: String,
    /// Suggestions of the old side.
    pub old: u64,
    /// Suggestions of the new side.
    pub new: u64,
    /// Only new.
    pub gained: u64,
    /// Only old.
    pub lost: u64,
    /// Came from another domain.
    pub moved_in: u64,
    /// Went to another domain.
    pub moved_out: u64,
    /// With another valence.
    pub valence_changed: u64,
    /// With another score alone.
    pub score_changed: u64,
    /// What gold says; none without.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub gold: Option<DomainChange>,
}

/// What an entry did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// The term, or the name of what is no term.
    pub text: String,
    /// Whose it is.
    pub place: String,
    /// What happened to it; none where only reports are at hand.
    pub change: Option<ChangeKind>,
    /// What changed, in words.
    pub what: String,
    /// How many differences of each kind are put down to it; those with several causes count for each.
    #[serde(flatten)]
    pub kinds: Kinds,
    /// In how many documents.
    pub documents: u64,
}

/// What a side costs; times are of this run on this machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Terms of concepts, cues and sets.
    pub terms: Option<u64>,
    /// States of the automaton.
    pub states: Option<u64>,
    /// Its edges.
    pub edges: Option<u64>,
    /// Milliseconds to read and compile the lexicon.
    pub start_ms: Option<f64>,
    /// Megabytes (10^6 bytes) of text a second and thread.
    pub megabytes_per_second: Option<f64>,
}

/// What both sides cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Costs {
    /// The old side.
    pub old: Cost,
    /// The new side.
    pub new: Cost,
}

/// How two sides differ.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The old side.
    pub old: SideInfo,
    /// The new side.
    pub new: SideInfo,
    /// The texts.
    pub corpus: CorpusInfo,
    /// Digests of all it was made of.
    pub manifest: ComparisonManifest,
    /// Totals.
    pub summary: Summary,
    /// By domain, in the order of the codebooks.
    pub per_domain: Vec<PerDomain>,
    /// By entry, the one with most effect first; changed entries without effect last.
    pub entries: Vec<Effect>,
    /// All that differs, in document order.
    pub differences: Vec<Difference>,
    /// The documents in which anything does; [`Difference::place`] counts in them.
    pub documents: Vec<DocumentInfo<'static>>,
    /// What can be seen without gold.
    pub checks: Checks,
    /// What gold says, by kind of gold.
    pub gold: Vec<GoldComparison>,
    /// What a reader must know before believing a figure.
    pub warnings: Vec<String>,
    /// What both sides cost.
    pub cost: Costs,
}
