//! Which sentences of a document people read, and how: what a verified report tells besides its decisions.
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How a document was verified.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Whose decisions are written.
    #[serde(default)]
    pub coders: Vec<String>,
    /// What counts where coders differ.
    #[serde(default)]
    pub rule: String,
    /// The sentences that can hold evidence, in document order.
    pub segments: Vec<Reading>,
}

/// A sentence, and in which mode it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Its bytes.
    #[serde(flatten)]
    pub span: Span,
    /// In which paragraph of the document it stands, counted from 0.
    #[serde(default)]
    pub paragraph: u32,
    /// Headings above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// `assisted`, `reveal_after_commit` or `blind`: the mode of whoever saw most of the suggestions; none if nobody read it.
    pub mode: Option<String>,
    /// `missed` of a sentence that was read for missed evidence only: drawn from those without suggestions, it is no sample of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<String>,
    /// Frameworks of which nothing was said: it was looked at without suggestions and got codes of others only.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unsaid: BTreeSet<String>,
}
