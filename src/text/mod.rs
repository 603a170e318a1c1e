//! What a text is: spans, words, sentences, documents with zones. Knows nothing of lexicons or formats.
mod document;
pub(crate) mod fold;
mod segment;
mod span;
pub(crate) mod words;

pub use document::{Block, BlockKind, Document, Zone};

pub use segment::sentences;
pub use span::{CodePoints, Span};
