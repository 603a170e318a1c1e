//! Terms the word engine does not cover: literal patterns (aho-corasick) and regular expressions, found over the whole text.
use crate::error::{Error, ErrorKind, Result};
use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder};

/// The literal and `/regex/` terms of a lexicon.
#[derive(Debug, Default)]
pub(super) struct OddTerms {
    literals: Option<AhoCorasick>,
    literal_entries: Vec<(u8, u32)>,
    expressions: Vec<(Regex, u8, u32)>,
}

/// An odd term found: bytes, layer and entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OddHit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) layer: u8,
    pub(super) entry: u32,
}

impl OddTerms {
    /// Builds from (text, layer, entry) of literals and of expressions.
    pub(super) fn new(literals: &[(String, u8, u32)], expressions: &[(String, u8, u32)]) -> Result<Self> {
        let failed = |e: String| Error::new(ErrorKind::Lexicon, e);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(literals.iter().map(|l| &l.0))
            .map_err(|e| failed(e.to_string()))?;
        let expressions = expressions
            .iter()
            .map(|(source, layer, entry)| {
                let regex = RegexBuilder::new(source).case_insensitive(true).size_limit(1 << 20).build();
                regex.map(|r| (r, *layer, *entry)).map_err(|e| failed(e.to_string()))
            })
            .collect::<Result<_>>()?;
        let literal_entries = literals.iter().map(|(_, layer, entry)| (*layer, *entry)).collect();
        Ok(Self { literals: (!literals.is_empty()).then_some(automaton), literal_entries, expressions })
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.literals.is_none() && self.expressions.is_empty()
    }

    /// All matches in `text`, overlapping ones too, by start. A literal does not begin or end within a word.
    pub(super) fn find(&self, text: &str, out: &mut Vec<OddHit>) {
        out.clear();
        if let Some(automaton) = &self.literals {
            for m in automaton.find_overlapping_iter(text) {
                if is_edge(text, m.start()) && is_edge(text, m.end()) {
                    let (layer, entry) = self.literal_entries[m.pattern().as_usize()];
                    out.push(OddHit { start: m.start(), end: m.end(), layer, entry });
                }
            }
        }
        for (regex, layer, entry) in &self.expressions {
            out.extend(regex.find_iter(text).map(|m| OddHit { start: m.start(), end: m.end(), layer: *layer, entry: *entry }));
        }
        out.sort_unstable_by_key(|h| (h.start, h.end, h.entry));
    }
}

/// Whether no word is cut at this byte.
fn is_edge(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}
