//! The texts of elements, one after the other -> one text with white space collapsed, and the spans of its stretches.
use crate::text::Span;

/// A text that is being written.
pub(super) struct Ink {
    pub(super) text: String,
    /// What parts the next stretch from the one before.
    pub(super) between: &'static str,
    start: Option<usize>,
    space: bool,
}

impl Default for Ink {
    fn default() -> Self {
        Self { text: String::new(), between: "\n\n", start: None, space: false }
    }
}

impl Ink {
    /// Appends to the stretch; any white space is one space, none at its beginning.
    pub(super) fn push(&mut self, text: &str) {
        for (at, word) in text.split(char::is_whitespace).enumerate() {
            self.space |= at > 0 && self.start.is_some();
            if !word.is_empty() {
                self.word(word);
            }
        }
    }

    /// Writes a stretch as it is, white space at its beginning included; none if there is nothing else.
    pub(super) fn stretch(&mut self, text: &str) -> Option<Span> {
        let text = text.trim_end();
        let words = text.trim_start();
        if words.is_empty() {
            return None;
        }
        if !self.text.is_empty() {
            self.text.push_str(self.between);
        }
        let margin = &text[..text.len() - words.len()];
        self.text.push_str(margin.rsplit('\n').next().unwrap_or(""));
        let start = self.text.len();
        self.text.push_str(words);
        Some(Span::new(start, self.text.len()))
    }

    /// Breaks the line within the stretch.
    pub(super) fn newline(&mut self) {
        if self.start.is_some() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.space = false;
    }

    /// Ends the stretch; none if nothing was written.
    pub(super) fn end(&mut self) -> Option<Span> {
        self.space = false;
        let start = self.start.take()?;
        self.text.truncate(self.text.trim_end().len());
        Some(Span::new(start, self.text.len()))
    }

    /// What is written of the stretch, with the space that would come next.
    pub(super) fn written(&self) -> (&str, bool) {
        (self.start.map_or("", |start| &self.text[start..]), self.space)
    }

    fn word(&mut self, word: &str) {
        match self.start {
            None => {
                if !self.text.is_empty() {
                    self.text.push_str(self.between);
                }
                self.start = Some(self.text.len());
            }
            Some(_) if self.space && !self.text.ends_with('\n') => self.text.push(' '),
            Some(_) => {}
        }
        self.space = false;
        self.text.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_apart_and_collapsed() {
        let mut ink = Ink::default();
        ink.push(" a \n");
        ink.push("b\u{a0}c ");
        let first = ink.end().unwrap();
        ink.push("  ");
        assert_eq!(ink.end(), None);
        ink.push("d");
        ink.newline();
        ink.push(" e");
        let second = ink.end().unwrap();
        assert_eq!(ink.text, "a b c\n\nd\ne");
        assert_eq!((&ink.text[first.range()], &ink.text[second.range()]), ("a b c", "d\ne"));
    }
}
