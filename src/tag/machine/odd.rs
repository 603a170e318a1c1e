//! Terms the word engine does not cover: literal patterns (aho-corasick) and regular expressions, found over the whole text.
use super::needs::Sieve;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::expression::{CACHE, LARGEST, compile, plain};
use crate::text::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

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
    groups: Vec<Group>,
}

/// Expressions that need the same rare bytes (or none), asked all at once. One that matches at the sentence's end only is a group of its own: it is
/// searched from the end, where whether it matches is told by a character or two, while in a set what may follow a beginning (`[^.]{0,60}:$`) would
/// have to be remembered at every word.
#[derive(Debug)]
struct Group {
    /// What a sentence must have for any to match: bits of the sieve.
    needs: u32,
    at_end: bool,
    /// All of `each`: to see which match at all.
    anywhere: OnceLock<Option<RegexSet>>,
    each: Vec<Expression>,
}

/// An expression. It was tried when its term was read, and is compiled when it is first asked for.
#[derive(Debug)]
struct Expression {
    source: String,
    entry: u32,
    regex: OnceLock<Option<Regex>>,
}

impl Expressions {
    fn new(terms: impl Iterator<Item = (String, u32)>) -> Self {
        let mut out = Self::default();
        for (source, entry) in terms {
            let needs = out.sieve.add(&source);
            let at_end = source.ends_with('$') && !source.ends_with("\\$");
            let expression = Expression { source, entry, regex: OnceLock::new() };
            match out.groups.iter_mut().find(|group| group.needs == needs && !group.at_end && !at_end) {
                Some(group) => group.each.push(expression),
                None => out.groups.push(Group { needs, at_end, anywhere: OnceLock::new(), each: vec![expression] }),
            }
        }
        out
    }

    fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Hands on the expressions that may match in a sentence.
    fn asked(&self, sentence: &str, mut each: impl FnMut(&Expression)) {
        if self.is_empty() {
            return;
        }
        let has = self.sieve.read(sentence);
        for group in self.groups.iter().filter(|group| has & group.needs == group.needs) {
            group.asked(sentence, &mut each);
        }
    }
}

impl Group {
    /// All expressions, as large as they are together; none if that is too large for a set.
    fn set(&self) -> Option<RegexSet> {
        let sources = self.each.iter().map(|e| &e.source);
        let largest = LARGEST * self.each.len();
        RegexSetBuilder::new(sources).case_insensitive(true).size_limit(largest).dfa_size_limit(2 * CACHE).build().ok()
    }

    fn asked(&self, sentence: &str, each: &mut impl FnMut(&Expression)) {
        if let [one] = &*self.each {
            return each(one);
        }
        match self.anywhere.get_or_init(|| self.set()) {
            // whether any matches is soon told; which of them takes a slower search than asking each
            Some(set) if !set.is_match(sentence) => {}
            _ => self.each.iter().for_each(each),
        }
    }
}

impl Expression {
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile(&self.source).ok()).as_ref()
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

/// Whether no word is cut at this byte.
fn is_edge(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_expressions_is_asked() {
        let term = |n| OddTerm { text: format!("lack{n}x.{{0,100}}time"), layer: 0, entry: n };
        let terms: Vec<OddTerm> = (0..200).map(term).collect();
        let odd = OddTerms::new(&[], &terms).unwrap();
        let text = "lack3x of time; lack199x of money and time";
        let mut found = Vec::new();
        odd.expressions(text, Span::new(0, text.len()), 0, |start, end, entry| found.push((start, end, entry)));
        assert_eq!(found, [(0, text.len(), 3), (16, text.len(), 199)]);
    }
}
