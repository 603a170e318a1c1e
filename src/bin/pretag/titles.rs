//! How many documents of a run have a title and nothing else.
use pretag::text::{BlockKind, Document};
use std::sync::atomic::{AtomicU64, Ordering};

/// The documents met so far that are a title alone; shared by threads.
#[derive(Debug, Default)]
pub(crate) struct Titles(AtomicU64);

impl Titles {
    /// Takes note of a document.
    pub(crate) fn meet(&self, document: &Document) {
        if matches!(&document.blocks[..], [block] if block.kind == BlockKind::Title) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What to say of them.
    pub(crate) fn alone(&self) -> Option<String> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            1 => Some("pretag: 1 document is a title without an abstract; titles are not coded".into()),
            n => Some(format!("pretag: {n} documents are a title without an abstract; titles are not coded")),
        }
    }
}
