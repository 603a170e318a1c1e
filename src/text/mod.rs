//! What a text is: spans, words, sentences, documents with zones. Knows nothing of lexicons or formats.
mod document;
pub(crate) mod fold;
pub(crate) mod lookup;
mod segment;
mod span;
pub(crate) mod words;

pub use document::{Block, BlockKind, Document, Labels, Zone};
pub use lookup::words_of;

pub use segment::sentences;
pub use span::{CodePoints, Span};
