//! Terms the word engine does not cover: literal patterns (aho-corasick) and regular expressions, found in sentences.
use super::needs::Sieve;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::expression::{CACHE, LARGEST, compile, plain};
use crate::text::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::sync::OnceLock;

/// From so many expressions on it pays to ask first whether any of them matches: a search for all is slow, and has to learn more than those for each.
const MANY: usize = 8;

/// A term of this kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::tag) struct OddTerm {
    /// The literal text, or the source of the expression.
    pub(super) text: String,
    pub(super) layer: u8,
    pub(super) entry: u32,
}

/// The literal and `/regex/` terms of a lexicon, per layer.
#[derive(Debug)]
pub(in crate::tag) struct OddTerms([Layer; 2]);

/// Those of a layer.
#[derive(Debug, Default)]
struct Layer {
    sieve: Sieve,
    literals: Vec<Literals>,
    groups: Vec<Group>,
}

/// Literals that are searched for all at once: those that need rare bytes, or those that need none.
#[derive(Debug)]
struct Literals {
    automaton: AhoCorasick,
    /// By literal what a sentence must have for it (bits of the sieve), and its entry.
    each: Vec<(u32, u32)>,
}

/// Expressions that need the same rare bytes (or none), asked all at once if they are many. One that matches at the sentence's end only is a group of
/// its own: it is searched from the end, where whether it matches is told by a character or two, while in a set what may follow a beginning
/// (`[^.]{0,60}:$`) would have to be remembered at every word.
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

impl Layer {
    fn new(literals: &[&OddTerm], expressions: &[&OddTerm]) -> Result<Self> {
        let mut out = Self::default();
        // expressions first: a sieve has no room for the bytes of everything
        expressions.iter().for_each(|term| out.add(plain(&term.text), term.entry));
        let needs: Vec<u32> = literals.iter().map(|l| out.sieve.add(&regex::escape(&l.text))).collect();
        let (rare, common): (Vec<_>, Vec<_>) = needs.into_iter().zip(literals).partition(|(needs, _)| *needs != 0);
        for literals in [rare, common].into_iter().filter(|literals| !literals.is_empty()) {
            out.literals.push(Literals::new(&literals)?);
        }
        Ok(out)
    }

    fn add(&mut self, source: String, entry: u32) {
        let needs = self.sieve.add(&source);
        let at_end = source.ends_with('$') && !source.ends_with("\\$");
        let expression = Expression { source, entry, regex: OnceLock::new() };
        match self.groups.iter_mut().find(|group| group.needs == needs && !group.at_end && !at_end) {
            Some(group) => group.each.push(expression),
            None => self.groups.push(Group { needs, at_end, anywhere: OnceLock::new(), each: vec![expression] }),
        }
    }
}

impl Literals {
    fn new(literals: &[(u32, &&OddTerm)]) -> Result<Self> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(literals.iter().map(|(_, l)| &l.text))
            .map_err(failed)?;
        Ok(Self { automaton, each: literals.iter().map(|(needs, l)| (*needs, l.entry)).collect() })
    }

    /// All matches in a sentence, overlapping ones too: bytes of the text, and the entry. None begins or ends within a word.
    fn find(&self, text: &str, sentence: Span, out: &mut SmallVec<[(usize, usize, u32); 8]>) {
        let start = sentence.start as usize;
        for m in self.automaton.find_overlapping_iter(&text[sentence.range()]) {
            let (start, end) = (start + m.start(), start + m.end());
            if is_edge(text, start) && is_edge(text, end) {
                out.push((start, end, self.each[m.pattern().as_usize()].1));
            }
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

    /// Hands on the expressions that may match in a sentence.
    fn asked(&self, sentence: &str, each: impl FnMut(&Expression)) {
        if self.each.len() < MANY {
            return self.each.iter().for_each(each);
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

impl OddTerms {
    pub(super) fn new(literals: &[OddTerm], expressions: &[OddTerm]) -> Result<Self> {
        let layer = |n: u8| {
            let [literals, expressions] = [literals, expressions].map(|terms| terms.iter().filter(|t| t.layer == n));
            Layer::new(&literals.collect::<Vec<_>>(), &expressions.collect::<Vec<_>>())
        };
        Ok(Self([layer(0)?, layer(1)?]))
    }

    /// What the terms of a layer find in a sentence: bytes of the text, and the entry. `^` and `$` are the sentence's ends.
    pub(in crate::tag) fn find(
        &self,
        text: &str,
        sentence: Span,
        layer: usize,
        mut found: impl FnMut(usize, usize, u32),
    ) {
        let Layer { sieve, literals, groups } = &self.0[layer];
        if literals.is_empty() && groups.is_empty() {
            return;
        }
        let (slice, start) = (&text[sentence.range()], sentence.start as usize);
        let has = sieve.read(slice);
        for group in groups.iter().filter(|group| has & group.needs == group.needs) {
            group.asked(slice, |expression| {
                let matches = expression.regex().into_iter().flat_map(|regex| regex.find_iter(slice));
                matches.for_each(|m| found(start + m.start(), start + m.end(), expression.entry));
            });
        }
        let mut hits = SmallVec::new();
        let may = |literals: &&Literals| literals.each.iter().any(|(needs, _)| has & needs == *needs);
        literals.iter().filter(may).for_each(|literals| literals.find(text, sentence, &mut hits));
        hits.sort_unstable();
        hits.into_iter().for_each(|(start, end, entry)| found(start, end, entry));
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
        odd.find(text, Span::new(0, text.len()), 0, |start, end, entry| found.push((start, end, entry)));
        assert_eq!(found, [(0, text.len(), 3), (16, text.len(), 199)]);
    }

    #[test]
    fn literals_with_and_without_rare_bytes_are_found() {
        let literals = ["w/o", "h/o", "no h/o", "pos,", "?", "an"];
        let term = |(n, text): (usize, &&str)| OddTerm { text: (*text).to_owned(), layer: 1, entry: n as u32 };
        let terms: Vec<OddTerm> = literals.iter().enumerate().map(term).collect();
        let odd = OddTerms::new(&terms, &[]).unwrap();
        let text = "None. Pos, No H/O pain? An end w/o.";
        let found = |start, end, layer| {
            let mut found = Vec::new();
            odd.find(text, Span::new(start, end), layer, |start, _, entry| {
                found.push((start, literals[entry as usize]))
            });
            found
        };
        assert_eq!(found(6, 23, 1), [(6, "pos,"), (11, "no h/o"), (14, "h/o"), (22, "?")]);
        assert_eq!((found(24, text.len(), 1), found(24, text.len(), 0)), (vec![(24, "an"), (31, "w/o")], vec![]));
        assert_eq!(found(7, 10, 1), []);
    }
}
