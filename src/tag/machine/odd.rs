//! Terms the word engine does not cover: literal patterns (aho-corasick) and regular expressions, found over the whole text.
use super::needs::Sieve;
use crate::error::{Error, ErrorKind, Result};
use crate::text::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Bytes that a worker may keep of what it has worked out of each expression, for each direction of search.
const CACHE: usize = 1 << 18;

/// A term of this kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::tag) struct OddTerm {
    /// The literal text, or the source of the expression.
    pub(super) text: String,
    pub(super) layer: u8,
    pub(super) entry: u32,
}

/// The literal and `/regex/` terms of a lexicon.
#[derive(Debug, Default)]
pub(in crate::tag) struct OddTerms {
    literals: Option<AhoCorasick>,
    literal_entries: Vec<(u8, u32)>,
    /// Per layer.
    expressions: [Expressions; 2],
}

/// The expressions of a layer.
#[derive(Debug, Default)]
struct Expressions {
    sieve: Sieve,
    /// All of `each` at once: to see which match at all.
    anywhere: OnceLock<Option<RegexSet>>,
    each: Vec<Expression>,
    /// Asked one by one: those that need bytes which few sentences have, and those that match at the sentence's end only. The latter are searched
    /// from the end: whether any matches is told by a character or two, while in a set what may follow a beginning (`[^.]{0,60}:$`) would have to
    /// be remembered at every word.
    apart: Vec<Expression>,
}

/// An expression. It was tried when its term was read, and is compiled when it is first asked for.
#[derive(Debug)]
struct Expression {
    source: String,
    entry: u32,
    /// What a sentence must have for it to match: bits of the sieve.
    needs: u32,
    regex: OnceLock<Option<Regex>>,
}

impl Expressions {
    fn new(terms: impl Iterator<Item = (String, u32)>) -> Self {
        let mut out = Self::default();
        for (source, entry) in terms {
            let needs = out.sieve.add(&source);
            let at_end = source.ends_with('$') && !source.ends_with("\\$");
            let list = if at_end || needs != 0 { &mut out.apart } else { &mut out.each };
            list.push(Expression { source, entry, needs, regex: OnceLock::new() });
        }
        out
    }

    fn is_empty(&self) -> bool {
        self.each.is_empty() && self.apart.is_empty()
    }

    /// Hands on the expressions that may match in a sentence.
    fn asked(&self, sentence: &str, mut each: impl FnMut(&Expression)) {
        let sources = || self.each.iter().map(|e| &e.source);
        let set = || RegexSetBuilder::new(sources()).case_insensitive(true).dfa_size_limit(CACHE).build().ok();
        if !self.each.is_empty()
            && let Some(set) = self.anywhere.get_or_init(set)
            // whether any matches is soon told; which of them takes a slower search
            && set.is_match(sentence)
        {
            set.matches(sentence).iter().for_each(|n| each(&self.each[n]));
        }
        if !self.apart.is_empty() {
            let has = self.sieve.read(sentence);
            self.apart.iter().filter(|e| has & e.needs == e.needs).for_each(each);
        }
    }
}

impl Expression {
    fn regex(&self) -> Option<&Regex> {
        let build = || RegexBuilder::new(&self.source).case_insensitive(true).dfa_size_limit(CACHE).build().ok();
        self.regex.get_or_init(build).as_ref()
    }
}

fn failed(e: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Lexicon, e.to_string())
}

/// An odd term found: bytes, layer and entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tag) struct OddHit {
    pub(in crate::tag) start: usize,
    pub(in crate::tag) end: usize,
    pub(in crate::tag) layer: u8,
    pub(in crate::tag) entry: u32,
}

impl OddTerms {
    pub(super) fn new(literals: &[OddTerm], expressions: &[OddTerm]) -> Result<Self> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(literals.iter().map(|l| &l.text))
            .map_err(failed)?;
        let layer = |n: u8| {
            let terms = expressions.iter().filter(|e| e.layer == n);
            Expressions::new(terms.map(|e| (plain(&e.text), e.entry)))
        };
        let literal_entries = literals.iter().map(|l| (l.layer, l.entry)).collect();
        Ok(Self {
            literals: (!literals.is_empty()).then_some(automaton),
            literal_entries,
            expressions: [layer(0), layer(1)],
        })
    }

    /// All literal matches in `text`, overlapping ones too, by start. A literal does not begin or end within a word.
    pub(in crate::tag) fn literals(&self, text: &str, out: &mut Vec<OddHit>) {
        out.clear();
        let Some(automaton) = &self.literals else { return };
        for m in automaton.find_overlapping_iter(text) {
            if is_edge(text, m.start()) && is_edge(text, m.end()) {
                let (layer, entry) = self.literal_entries[m.pattern().as_usize()];
                out.push(OddHit { start: m.start(), end: m.end(), layer, entry });
            }
        }
        out.sort_unstable_by_key(|h| (h.start, h.end, h.entry));
    }

    /// Whether a layer has expressions at all.
    pub(in crate::tag) fn has_expressions(&self, layer: usize) -> bool {
        !self.expressions[layer].is_empty()
    }

    /// What the expressions of a layer find in a sentence: bytes of the text, and the entry. `^` and `$` are the sentence's ends.
    pub(in crate::tag) fn expressions(
        &self,
        text: &str,
        sentence: Span,
        layer: usize,
        mut found: impl FnMut(usize, usize, u32),
    ) {
        let (slice, start) = (&text[sentence.range()], sentence.start as usize);
        self.expressions[layer].asked(slice, |expression| {
            let matches = expression.regex().into_iter().flat_map(|regex| regex.find_iter(slice));
            matches.for_each(|m| found(start + m.start(), start + m.end(), expression.entry));
        });
    }
}

/// What `\d` and `\w` stand for, within brackets: the digits 0 to 9, and with them the underscore and Latin letters, those with accents too.
const DIGITS: &str = "0-9";
const LETTERS: &str = "0-9A-Za-z_\\x{C0}-\\x{24F}";

/// Word boundaries as ASCII knows them, digits and letters as texts in English have them: with those of all scripts, automata are many times larger,
/// and a search takes more than one pass on text with other letters.
fn plain(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut chars = source.chars().peekable();
    let mut brackets = 0;
    while let Some(c) = chars.next() {
        match c {
            '[' => {
                brackets += 1;
                out.push(c);
                out.extend(chars.next_if_eq(&'^'));
                out.extend(chars.next_if_eq(&']')); // stands for itself there
            }
            ']' if brackets > 0 => {
                brackets -= 1;
                out.push(c);
            }
            '\\' => match (chars.next(), brackets > 0) {
                (Some('b'), false) => out.push_str("(?-u:\\b)"),
                (Some('d'), true) => out.push_str(DIGITS),
                (Some('w'), true) => out.push_str(LETTERS),
                (Some('d'), false) => out.extend(["[", DIGITS, "]"]),
                (Some('w'), false) => out.extend(["[", LETTERS, "]"]),
                (Some(other), _) => out.extend(['\\', other]),
                (None, _) => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    out
}

/// Whether no word is cut at this byte.
fn is_edge(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_plain() {
        assert_eq!(plain(r"\b\d+ \w{2,}"), r"(?-u:\b)[0-9]+ [0-9A-Za-z_\x{C0}-\x{24F}]{2,}");
        assert_eq!(plain(r"[\d,.]+[]\w][^]\d]\[\d"), r"[0-9,.]+[]0-9A-Za-z_\x{C0}-\x{24F}][^]0-9]\[[0-9]");
        assert_eq!(plain(r"a\\b[\]]\s"), r"a\\b[\]]\s");
        for source in [r"\bd\w+\b", r"[^\d\w]", r"[]\w-]+ x", r"\w\d\\w"] {
            assert!(Regex::new(&plain(source)).is_ok(), "{source}");
        }
        assert!(Regex::new(&plain(r"^\w+$")).is_ok_and(|r| r.is_match("naïve") && !r.is_match("a–b")));
    }
}
