//! Boundaries in rising order -> trimmed spans; keeps where the present sentence begins and which list it stands in.
use super::{
    marker::{Expected, expect},
    place::Place,
    rules, usual,
};
use crate::text::Span;

/// Collects the sentences of one block.
pub(super) struct Cutter<'t, 'o> {
    pub(super) text: &'t str,
    base: usize,
    start: usize,
    expected: Option<Expected>,
    out: &'o mut Vec<Span>,
}

impl<'t, 'o> Cutter<'t, 'o> {
    /// At the start of `text`, which stands at byte `base` of its document.
    pub(super) fn new(text: &'t str, base: usize, out: &'o mut Vec<Span>) -> Self {
        let start = text.len() - text.trim_start().len();
        Self { text, base, start, expected: expect(text, start, None), out }
    }

    /// Whether the sentence belongs to a list that may go on.
    pub(super) fn in_list(&self) -> bool {
        self.expected.is_some()
    }

    /// Ends the sentence before byte `at` if the rules say so. `uax`: whether UAX #29 has a boundary there; none to find out from the characters around.
    pub(super) fn consider(&mut self, at: usize, uax: Option<bool>) {
        if at <= self.start || at >= self.text.len() {
            return;
        }
        let usual = if uax.is_none() { usual::ends(self.text, self.start, at, self.in_list()) } else { None };
        let rules = || rules::boundary(&Place::new(self.text, self.start, at, self.expected), uax);
        if usual.unwrap_or_else(rules) {
            self.push(at);
            self.start = at;
            self.expected = expect(self.text, at, self.expected);
        }
    }

    /// Ends the last sentence.
    pub(super) fn finish(&mut self) {
        self.push(self.text.len());
    }

    fn push(&mut self, end: usize) {
        let length = self.text[self.start..end].trim_end().len();
        if length > 0 {
            self.out.push(Span::new(self.base + self.start, self.base + self.start + length));
        }
    }
}
