//! A text and what coders gave it -> ratings by unit, counted by pattern: which coder said present, absent, or nothing.
use super::{Coded, Coding, DocumentCoding};
use crate::{report::Valence, review::journal::Code, text::Span};
use std::collections::{BTreeMap, BTreeSet};

/// What each coder gave a unit -> number of such units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Patterns(pub(super) BTreeMap<Vec<Option<u32>>, u64>);

impl Patterns {
    fn add(&mut self, pattern: Vec<Option<u32>>, times: u64) {
        // what fewer than two coders rated says nothing of agreement
        if times > 0 && pattern.iter().flatten().count() > 1 {
            *self.0.entry(pattern).or_default() += times;
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        other.0.into_iter().for_each(|(pattern, times)| *self.0.entry(pattern).or_default() += times);
    }
}

/// A text with its units and the codings of it, in the order of coders.
pub(super) struct Text<'t> {
    text: Option<&'t str>,
    segments: Vec<Span>,
    /// Whether its sentences are known.
    pub(super) cut: bool,
    codings: Vec<Option<&'t DocumentCoding>>,
}

impl<'t> Text<'t> {
    pub(super) fn new(coded: &Coded<'t>, codings: &[&'t Coding]) -> Self {
        let codings: Vec<Option<&DocumentCoding>> = codings.iter().map(|c| c.documents.get(coded.document)).collect();
        let cut = !coded.segments.is_empty();
        let segments = if cut { coded.segments.clone() } else { stretches(&codings) };
        Self { text: coded.text, segments, cut, codings }
    }

    /// Whether two coders or more read something of it.
    pub(super) fn is_shared(&self) -> bool {
        self.codings.iter().flatten().filter(|c| c.whole || !c.read.is_empty()).count() > 1
    }

    /// Presence and absence of a code at level 0 (document), 1 (segment) or 2 (character).
    pub(super) fn presence(&self, level: usize, framework: &str, domain: &str) -> Patterns {
        let given: Vec<Vec<Span>> = self.codings.iter().map(|c| spans(*c, framework, domain)).collect();
        let mut out = Patterns::default();
        match level {
            0 => {
                let rating = |(coding, given): (&Option<&DocumentCoding>, &Vec<Span>)| {
                    coding.filter(|c| c.is_whole_for(framework)).map(|_| u32::from(!given.is_empty()))
                };
                out.add(self.codings.iter().zip(&given).map(rating).collect(), 1);
            }
            1 => {
                for segment in &self.segments {
                    out.add(self.ratings_within(*segment, *segment, framework, &given), 1);
                }
            }
            _ => {
                for segment in &self.segments {
                    for piece in pieces(*segment, &given) {
                        out.add(self.ratings_within(*segment, piece, framework, &given), self.length(piece));
                    }
                }
            }
        }
        out
    }

    /// Of the segments to which two coders or more gave a code: the valence of each.
    pub(super) fn valence(&self, framework: &str, domain: &str) -> Patterns {
        let mut out = Patterns::default();
        for segment in &self.segments {
            let rating = |coding: &Option<&DocumentCoding>| {
                let codes = coding.iter().flat_map(|c| &c.codes);
                let here = codes.filter(|c| is(c, framework, domain) && c.span.overlaps(*segment));
                let valences: BTreeSet<Valence> = here.map(|c| c.valence).collect();
                let both = if valences.len() > 1 { Some(Valence::Mixed) } else { None };
                both.or(valences.first().copied()).map(|v| v as u32)
            };
            out.add(self.codings.iter().map(rating).collect(), 1);
        }
        out
    }

    fn ratings_within(&self, segment: Span, piece: Span, framework: &str, given: &[Vec<Span>]) -> Vec<Option<u32>> {
        let rating = |(coding, given): (&Option<&DocumentCoding>, &Vec<Span>)| {
            coding
                .filter(|c| c.has_read_for(segment, framework))
                .map(|_| u32::from(given.iter().any(|g| g.overlaps(piece))))
        };
        self.codings.iter().zip(given).map(rating).collect()
    }

    /// Code points, or bytes where the text is not known.
    fn length(&self, span: Span) -> u64 {
        let known = self.text.and_then(|t| t.get(span.range()));
        known.map_or(span.len(), |t| t.chars().count()) as u64
    }
}

fn is(code: &Code, framework: &str, domain: &str) -> bool {
    code.framework == framework && code.domain == domain
}

fn spans(coding: Option<&DocumentCoding>, framework: &str, domain: &str) -> Vec<Span> {
    coding.iter().flat_map(|c| &c.codes).filter(|c| is(c, framework, domain)).map(|c| c.span).collect()
}

/// The stretches that anybody coded; those that overlap are one.
fn stretches(codings: &[Option<&DocumentCoding>]) -> Vec<Span> {
    let mut all: Vec<Span> = codings.iter().flatten().flat_map(|c| c.codes.iter().map(|c| c.span)).collect();
    all.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for span in all {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// A segment cut where codes begin and end.
fn pieces(segment: Span, given: &[Vec<Span>]) -> Vec<Span> {
    let mut cuts: Vec<u32> = vec![segment.start, segment.end];
    cuts.extend(
        given.iter().flatten().flat_map(|g| [g.start, g.end]).filter(|c| segment.start < *c && *c < segment.end),
    );
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|w| Span { start: w[0], end: w[1] }).collect()
}
