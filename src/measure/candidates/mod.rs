//! Passages with the domains people gave them -> wordings that mark a domain and that the lexicon does not have: candidates for entries.
mod choose;
mod gather;
mod page;
mod passages;

pub use choose::{Candidate, Feed, Settings, candidates};
pub use gather::bases;
pub use page::{csv, text, toml};
pub use passages::{Piece, read_line};

use crate::text::Span;
use std::ops::Range;

/// A piece of text and what people said of it.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// Where it was found, for people: a statement's id, a document's name.
    pub id: String,
    /// The study, paper or document it belongs to.
    pub source: String,
    /// The words as they stand.
    pub text: String,
    /// Its words in order.
    pub words: Vec<Word>,
    /// The domains people gave it.
    pub domains: Vec<String>,
    /// The domains that may or may not be meant: the passage counts neither for nor against them.
    pub unsure: Vec<String>,
    /// The domains that were suggested for it.
    pub found: Vec<String>,
    /// Whether people said that it hinders (true) or helps (false), where they did.
    pub hinders: Option<bool>,
    /// What the lexicon has in it.
    pub known: Vec<Known>,
}

/// A word of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// In lower case.
    pub form: String,
    /// Its bytes in the passage.
    pub span: Span,
    /// Whether no candidate begins or ends with it: a function word, a cue, a number.
    pub edgeless: bool,
    /// What stands between it and the word before.
    pub apart: Apart,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// A space or hyphen: a term can go on.
    #[default]
    Joined,
    /// A comma or the like: a gap can hold it.
    Comma,
    /// The end of a sentence or the like.
    Far,
}

/// A match of the lexicon in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its words.
    pub words: Range<usize>,
    /// The concept whose term it is.
    pub concept: String,
    /// The domains it leads to.
    pub domains: Vec<String>,
}
