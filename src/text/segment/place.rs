//! A place where a sentence may end: what stands before and behind it, found once for all rules.
use super::{
    class::{Class, class},
    marker::Expected,
};

/// How far rules look, in bytes: no rule depends on more text than this on either side.
pub(super) const REACH: usize = 400;

/// `... word STOPS CLOSERS white-space | next`: offsets of the parts, in bytes of `text`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'t> {
    pub(super) text: &'t str,
    /// First byte of the sentence that may end here.
    pub(super) start: usize,
    /// First byte of the sentence that may begin here; never white space.
    pub(super) at: usize,
    /// Where the white space before `at` begins.
    pub(super) gap: usize,
    /// Where the quotation marks and brackets before that begin.
    pub(super) close: usize,
    /// Where the stops before those begin.
    pub(super) stop: usize,
    /// The list marker that would go on with the list this sentence belongs to.
    pub(super) expected: Option<Expected>,
}

impl<'t> Place<'t> {
    pub(super) fn new(text: &'t str, start: usize, at: usize, expected: Option<Expected>) -> Self {
        let gap = back(text, at, |c| class(c).map_or(c.is_whitespace(), |k| k == Class::Space));
        let close = back(text, gap, |c| class(c) == Some(Class::Close));
        let stop = back(text, close, is_stop);
        Self { text, start, at, gap, close, stop, expected }
    }

    /// The last of the stops.
    pub(super) fn last(&self) -> Option<char> {
        char_before(self.text, self.close).filter(|_| self.stop < self.close)
    }

    /// The first character of what follows.
    pub(super) fn next(&self) -> char {
        char_at(self.text, self.at).unwrap_or(' ')
    }

    /// Whether no white space stands between.
    pub(super) fn glued(&self) -> bool {
        self.gap == self.at
    }

    /// Whether nothing but one full stop and white space stands between the words.
    pub(super) fn bare_stop(&self) -> bool {
        self.close == self.gap && &self.text[self.stop..self.close] == "."
    }

    /// The sentence so far, without its stops.
    pub(super) fn body(&self) -> &'t str {
        self.text.get(self.start..self.stop).unwrap_or("")
    }

    /// The sentence so far, with its stops and closers.
    pub(super) fn whole(&self) -> &'t str {
        self.text.get(self.start..self.gap).unwrap_or("")
    }

    /// The closers.
    pub(super) fn closers(&self) -> &'t str {
        &self.text[self.close..self.gap]
    }

    /// The letters, digits and inner dots before the stops: `e.g`, `Fig`, `N°`.
    pub(super) fn word(&self) -> &'t str {
        &self.text[word_start(self.text, self.stop)..self.stop]
    }

    /// The word before that one; empty at the start of the sentence or after other punctuation than a full stop.
    pub(super) fn previous_word(&self) -> &'t str {
        let word = word_start(self.text, self.stop);
        let end = back(self.text, word, |c| class(c) == Some(Class::Space));
        if end == word || end <= self.start {
            return "";
        }
        let start = word_start(self.text, end).max(self.start);
        self.text.get(start..end).unwrap_or("")
    }

    /// The letters of the next word, behind any quotation marks and brackets.
    pub(super) fn next_word(&self) -> &'t str {
        let rest = self.text[self.at..].trim_start_matches(|c| class(c) == Some(Class::Close));
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        &rest[..end]
    }

    /// Whether what follows can open a sentence by its form: a capital, or a quotation mark or bracket.
    pub(super) fn opens(&self) -> bool {
        matches!(class(self.next()), Some(Class::Upper | Class::Close))
    }

    /// Whether UAX #29 has a boundary here, decided from the characters around (SB6 to SB11). All of them must be known to `class`.
    pub(super) fn uax(&self) -> bool {
        let Some(last) = self.last() else { return false };
        let stop = matches!(last, '.' | '…');
        let next = class(self.next());
        match next {
            Some(Class::Continue | Class::Stop | Class::Mark) => return false,
            Some(Class::Close) if self.glued() => return false,
            Some(Class::Digit) if stop && self.close == self.at => return false,
            Some(Class::Upper) if self.close == self.at && self.inside_dotted_word() => return false,
            _ => {}
        }
        !(stop && self.lower_ahead())
    }

    /// SB7: a letter, one full stop, and a capital at once.
    fn inside_dotted_word(&self) -> bool {
        let before = char_before(self.text, self.stop).and_then(class);
        &self.text[self.stop..self.close] == "." && matches!(before, Some(Class::Lower | Class::Upper))
    }

    /// SB8: the next letter is small, and no stop or paragraph end comes before it.
    fn lower_ahead(&self) -> bool {
        let mut blank = self.at;
        for (at, c) in self.text[self.at..].char_indices().map(|(i, c)| (self.at + i, c)) {
            if is_blank(c) {
                continue;
            }
            if blank < at && ends_paragraph(&self.text[blank..at], c) {
                return false;
            }
            blank = at + c.len_utf8();
            match class(c) {
                Some(Class::Lower) => return true,
                Some(Class::Upper | Class::Letter | Class::Stop | Class::Mark) => return false,
                _ => {}
            }
        }
        false
    }
}

/// White space of ASCII: what a blank line may hold.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

/// Whether white space before this character holds a blank line. One at the end of a page is none if the sentence goes on with a small letter.
pub(super) fn ends_paragraph(space: &str, next: char) -> bool {
    let two = |run: &str| run.matches('\n').nth(1).is_some();
    let mut runs = space.split(|c| !is_blank(c));
    let last = runs.next_back().unwrap_or("");
    let goes_on = last.contains('\u{c}') && next.is_lowercase();
    runs.any(two) || !goes_on && two(last)
}

/// Whether a character ends sentences by itself or in a row of such.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Where the run of such characters that ends at byte `end` begins.
#[inline]
pub(super) fn back(text: &str, mut end: usize, is: impl Fn(char) -> bool) -> usize {
    while let Some(c) = char_before(text, end).filter(|&c| is(c)) {
        end -= c.len_utf8();
    }
    end
}

/// Where the run of such characters that begins at byte `from` ends.
#[inline]
pub(super) fn forth(text: &str, mut from: usize, is: impl Fn(char) -> bool) -> usize {
    while let Some(c) = char_at(text, from).filter(|&c| is(c)) {
        from += c.len_utf8();
    }
    from
}

/// The character that begins at byte `at`.
#[inline]
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(&b) if b < 128 => Some(char::from(b)),
        _ => text[at..].chars().next(),
    }
}

/// The character that ends before byte `end`.
#[inline]
pub(super) fn char_before(text: &str, end: usize) -> Option<char> {
    match text.as_bytes()[..end].last() {
        Some(&b) if b < 128 => Some(char::from(b)),
        _ => text[..end].chars().next_back(),
    }
}

/// Where the word that ends at byte `end` begins; of words over 16 bytes only the end is seen, which is no abbreviation.
fn word_start(text: &str, end: usize) -> usize {
    let mut start = end;
    while let Some(c) = char_before(text, start).filter(|&c| c.is_alphanumeric() || matches!(c, '.' | '°')) {
        start -= c.len_utf8();
        if end - start > 16 {
            break;
        }
    }
    start
}
