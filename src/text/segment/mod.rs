//! A block -> its sentences: UAX #29 with named suppressions and breaks (tables in `rules`). Zones and headings are left to the readers.
//!
//! Two walks give the same boundaries: `scan` visits only the bytes after which a boundary can stand, `plain` asks
//! unicode-segmentation and every rule at every character. Text with characters that `class` does not know takes the plain one.
mod abbreviations;
mod breaks;
mod class;
mod cutter;
mod marker;
mod notes;
mod place;
mod plain;
mod rules;
mod scan;
mod suppressions;
#[cfg(test)]
mod tests;
mod usual;

use super::Span;
use cutter::Cutter;

/// Appends the sentences of `text[block]` to `out`: byte ranges of `text` without surrounding white space, in order, not overlapping,
/// that together cover every byte of the block that is not white space. A single line break inside a paragraph is read as a space.
pub fn sentences(text: &str, block: Span, out: &mut Vec<Span>) {
    let before = out.len();
    let body = &text[block.range()];
    let base = block.start as usize;
    if scan::cut(&mut Cutter::new(body, base, out)) {
        return;
    }
    out.truncate(before);
    plain::cut(&mut Cutter::new(body, base, out));
}
