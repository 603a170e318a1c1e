//! Terms the word engine does not cover: literal patterns (aho-corasick) and regular expressions, found over the whole text.
use super::needs::Sieve;
use crate::error::{Error, ErrorKind, Result};
use crate::text::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};

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

/// The expressions of a layer, each with its entry.
#[derive(Debug, Default)]
struct Expressions {
    /// All that may match anywhere, at once: to see which match at all.
    anywhere: RegexSet,
    each: Vec<(Regex, u32)>,
    /// Those that need bytes which few sentences have, with their bits in the sieve: asked one by one where a sentence has them.
    rare: Vec<(u32, Regex, u32)>,
    sieve: Sieve,
    /// Those that match at the sentence's end only. They are asked one by one, from the end: whether any matches is told by a character or
    /// two, while in the set what may follow a beginning (`[^.]{0,60}:$`) would have to be remembered at every word.
    at_end: Vec<(Regex, u32)>,
}

impl Expressions {
    fn new(terms: impl Iterator<Item = (String, u32)>) -> Result<Self> {
        let (at_end, others): (Vec<_>, Vec<_>) =
            terms.partition(|(source, _)| source.ends_with('$') && !source.ends_with("\\$"));
        let mut sieve = Sieve::default();
        let sifted = others.into_iter().map(|term| (sieve.add(&term.0), term));
        let (anywhere, rare): (Vec<_>, Vec<_>) = sifted.partition(|(needs, _)| *needs == 0);
        let anywhere: Vec<_> = anywhere.into_iter().map(|(_, term)| term).collect();
        let set = RegexSetBuilder::new(anywhere.iter().map(|e| &e.0)).case_insensitive(true).build();
        let one = |(source, entry): &(String, u32)| {
            let regex = RegexBuilder::new(source).case_insensitive(true).size_limit(1 << 20).build();
            regex.map(|r| (r, *entry)).map_err(failed)
        };
        Ok(Self {
            anywhere: set.map_err(failed)?,
            each: anywhere.iter().map(one).collect::<Result<_>>()?,
            rare: rare
                .iter()
                .map(|(needs, term)| one(term).map(|(r, entry)| (*needs, r, entry)))
                .collect::<Result<_>>()?,
            sieve,
            at_end: at_end.iter().map(one).collect::<Result<_>>()?,
        })
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
            Expressions::new(terms.map(|e| (plain_boundaries(&e.text), e.entry)))
        };
        let literal_entries = literals.iter().map(|l| (l.layer, l.entry)).collect();
        Ok(Self {
            literals: (!literals.is_empty()).then_some(automaton),
            literal_entries,
            expressions: [layer(0)?, layer(1)?],
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
        let Expressions { each, rare, at_end, .. } = &self.expressions[layer];
        !(each.is_empty() && rare.is_empty() && at_end.is_empty())
    }

    /// What the expressions of a layer find in a sentence: bytes of the text, and the entry. `^` and `$` are the sentence's ends.
    pub(in crate::tag) fn expressions(
        &self,
        text: &str,
        sentence: Span,
        layer: usize,
        mut found: impl FnMut(usize, usize, u32),
    ) {
        let Expressions { anywhere, each, rare, sieve, at_end } = &self.expressions[layer];
        let (slice, start) = (&text[sentence.range()], sentence.start as usize);
        let mut all = |regex: &Regex, entry: u32| {
            regex.find_iter(slice).for_each(|m| found(start + m.start(), start + m.end(), entry));
        };
        // whether any matches is soon told; which of them takes a slower search
        if !each.is_empty() && anywhere.is_match(slice) {
            anywhere.matches(slice).iter().for_each(|n| all(&each[n].0, each[n].1));
        }
        if !rare.is_empty() {
            let has = sieve.read(slice);
            rare.iter().filter(|(needs, ..)| has & needs == *needs).for_each(|(_, regex, entry)| all(regex, *entry));
        }
        at_end.iter().for_each(|(regex, entry)| all(regex, *entry));
    }
}

/// Word boundaries and digits as ASCII knows them: these keep the search in one pass on text with other letters.
fn plain_boundaries(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('b') => out.push_str("(?-u:\\b)"),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

/// Whether no word is cut at this byte.
fn is_edge(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}
