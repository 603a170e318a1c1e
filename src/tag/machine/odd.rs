//! Terms the word engine does not cover: literal patterns (aho-corasick) and regular expressions, found over the whole text.
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
    /// Per layer: all expressions at once, to see which match at all, and each alone with its entry.
    expressions: [(RegexSet, Vec<(Regex, u32)>); 2],
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
        let failed = |e: String| Error::new(ErrorKind::Lexicon, e);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(literals.iter().map(|l| &l.text))
            .map_err(|e| failed(e.to_string()))?;
        let layer = |n: u8| -> Result<(RegexSet, Vec<(Regex, u32)>)> {
            let of_layer: Vec<(String, u32)> =
                expressions.iter().filter(|e| e.layer == n).map(|e| (plain_boundaries(&e.text), e.entry)).collect();
            let set = RegexSetBuilder::new(of_layer.iter().map(|e| &e.0))
                .case_insensitive(true)
                .build()
                .map_err(|e| failed(e.to_string()))?;
            let one = |(source, entry): &(String, u32)| {
                let regex = RegexBuilder::new(source).case_insensitive(true).size_limit(1 << 20).build();
                regex.map(|r| (r, *entry)).map_err(|e| failed(e.to_string()))
            };
            Ok((set, of_layer.iter().map(one).collect::<Result<_>>()?))
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
        !self.expressions[layer].1.is_empty()
    }

    /// What the expressions of a layer find in a sentence: bytes of the text, and the entry. `^` and `$` are the sentence's ends.
    pub(in crate::tag) fn expressions(
        &self,
        text: &str,
        sentence: Span,
        layer: usize,
        mut found: impl FnMut(usize, usize, u32),
    ) {
        let (set, each) = &self.expressions[layer];
        if each.is_empty() {
            return;
        }
        let slice = &text[sentence.range()];
        // whether any matches is soon told; which of them takes a slower search
        if !set.is_match(slice) {
            return;
        }
        let start = sentence.start as usize;
        for n in &set.matches(slice) {
            let (regex, entry) = &each[n];
            regex.find_iter(slice).for_each(|m| found(start + m.start(), start + m.end(), *entry));
        }
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
