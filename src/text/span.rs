//! A stretch of an unaltered text, in bytes, and its way to code points and UTF-16 units.
use serde::{Deserialize, Serialize};

/// A byte range of a document's text, both ends on code point boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span of the bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && u32::try_from(end).is_ok());
        Self { start: start as u32, end: end as u32 }
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Turns rising byte offsets of one text into code point offsets, walking it once.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
    ascii: bool,
}

impl<'t> CodePoints<'t> {
    /// A walker at the start of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, byte: 0, count: 0, ascii: text.is_ascii() }
    }

    /// The number of code points of a part of the text.
    pub fn count(&self, part: &str) -> usize {
        if self.ascii { part.len() } else { part.chars().count() }
    }

    /// The number of code points before byte `offset`; an earlier offset than the last one starts again from 0.
    pub fn at(&mut self, offset: usize) -> usize {
        if self.ascii {
            return offset;
        }
        if offset < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        self.count += self.text[self.byte..offset].chars().count();
        self.byte = offset;
        self.count
    }
}
