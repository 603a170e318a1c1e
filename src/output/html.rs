//! What every HTML page of ours begins with, and text made safe for it: no script, no request, styles allowed by their hash.
use super::tables;

/// All up to the first words below a page's title, in its `<header>`; keyboards may skip to the element with the id `main`.
pub(crate) fn head(title: &str, main: &str) -> String {
    tables::head(title, main)
}

/// Text of documents as text: no markup, no control characters.
pub(crate) fn escape(text: &str) -> String {
    tables::escape(text)
}
