//! The suggestions of two reports on one document -> which of them are the same, changed, moved, new or gone.
use crate::{report::Suggestion, text::Span};
use std::collections::HashMap;

/// Two suggestions that stand for each other, or one that stands alone: indices into the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pair {
    Both(usize, usize),
    /// The same words, coded with another domain.
    Moved(usize, usize),
    Gone(usize),
    Come(usize),
}

/// Pairs suggestions: first by key; then what has the same domain and overlaps (a segment that was cut in another way); then, within a
/// framework, what has another domain by the same matched words. Old and new may change places without changing a pair.
pub(super) fn pairs(old: &[&Suggestion<'_>], new: &[&Suggestion<'_>]) -> Vec<Pair> {
    let mut out = Vec::new();
    let by_key: HashMap<&str, usize> = new.iter().enumerate().map(|(n, s)| (&*s.key, n)).collect();
    let mut taken = vec![false; new.len()];
    let mut gone = Vec::new();
    for (n, s) in old.iter().enumerate() {
        match by_key.get(&*s.key).filter(|m| !taken[**m]) {
            Some(m) => {
                taken[*m] = true;
                out.push(Pair::Both(n, *m));
            }
            None => gone.push(n),
        }
    }
    let mut come: Vec<usize> = (0..new.len()).filter(|n| !taken[*n]).collect();
    let same = |a: &Suggestion<'_>, b: &Suggestion<'_>| {
        if a.framework == b.framework && a.domain == b.domain { shared(&[a.span], &[b.span]) } else { 0 }
    };
    out.extend(closest((old, new), &mut gone, &mut come, same).into_iter().map(|(a, b)| Pair::Both(a, b)));
    let moved = |a: &Suggestion<'_>, b: &Suggestion<'_>| {
        if a.framework == b.framework && a.domain != b.domain { shared(&words(a), &words(b)) } else { 0 }
    };
    out.extend(closest((old, new), &mut gone, &mut come, moved).into_iter().map(|(a, b)| Pair::Moved(a, b)));
    out.extend(gone.into_iter().map(Pair::Gone));
    out.extend(come.into_iter().map(Pair::Come));
    out.sort_by_key(|pair| pair.place(old, new));
    out
}

impl Pair {
    /// In document order; gone before come.
    fn place(self, old: &[&Suggestion<'_>], new: &[&Suggestion<'_>]) -> (Span, usize, usize) {
        let most = usize::MAX;
        match self {
            Pair::Both(a, b) | Pair::Moved(a, b) => (old[a].span.min(new[b].span), a.min(b), a.max(b)),
            Pair::Gone(a) => (old[a].span, a, most),
            Pair::Come(b) => (new[b].span, b, most),
        }
    }
}

/// Where the matches stand; without matches the segment.
fn words(s: &Suggestion<'_>) -> Vec<Span> {
    if s.matches.is_empty() { vec![s.span] } else { s.matches.iter().map(|m| m.span).collect() }
}

/// How many bytes two lists of stretches share.
fn shared(a: &[Span], b: &[Span]) -> u32 {
    let overlap = |x: &Span, y: &Span| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    a.iter().flat_map(|x| b.iter().map(move |y| overlap(x, y))).sum()
}

/// Takes pairs out of both lists, those that share most first, as long as they share anything.
fn closest(
    (old, new): (&[&Suggestion<'_>], &[&Suggestion<'_>]),
    gone: &mut Vec<usize>,
    come: &mut Vec<usize>,
    shares: impl Fn(&Suggestion<'_>, &Suggestion<'_>) -> u32,
) -> Vec<(usize, usize)> {
    let places = Places::new(come.iter().map(|b| (new[*b].span, *b)).collect());
    let mut all = Vec::new();
    for a in gone.iter().copied() {
        let near = places.overlapping(old[a].span);
        all.extend(near.map(|b| (shares(old[a], new[b]), a, b)).filter(|(n, ..)| *n > 0));
    }
    // the order must be the same when old and new change places: what both sides are, whichever is which
    let what = |s: &Suggestion<'_>| (s.span, s.domain.to_string(), s.key.to_string());
    all.sort_by_cached_key(|(n, a, b)| {
        let (x, y) = (what(old[*a]), what(new[*b]));
        let (low, high) = if x <= y { (x, y) } else { (y, x) };
        (std::cmp::Reverse(*n), low, high, *a, *b)
    });
    let (mut paired_old, mut paired_new) = (vec![false; old.len()], vec![false; new.len()]);
    let mut out = Vec::new();
    for (_, a, b) in all {
        if !paired_old[a] && !paired_new[b] {
            (paired_old[a], paired_new[b]) = (true, true);
            out.push((a, b));
        }
    }
    gone.retain(|a| !paired_old[*a]);
    come.retain(|b| !paired_new[*b]);
    out
}

/// Stretches of a text in order, each with what stands there.
struct Places {
    spans: Vec<(Span, usize)>,
    /// The greatest end among the first so many.
    ends: Vec<u32>,
}

impl Places {
    fn new(mut spans: Vec<(Span, usize)>) -> Self {
        spans.sort_unstable();
        let furthest = |end: &mut u32, (span, _): &(Span, usize)| {
            *end = span.end.max(*end);
            Some(*end)
        };
        let ends = spans.iter().scan(0, furthest).collect();
        Self { spans, ends }
    }

    /// What shares a byte with a stretch.
    fn overlapping(&self, with: Span) -> impl Iterator<Item = usize> {
        let from = self.ends.partition_point(|end| *end <= with.start);
        let near = self.spans[from..].iter().take_while(move |(span, _)| span.start < with.end);
        near.filter(move |(span, _)| span.overlaps(with)).map(|(_, n)| *n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_span() -> impl Strategy<Value = Span> {
        (0usize..40, 0usize..12).prop_map(|(start, len)| Span::new(start, start + len))
    }

    proptest! {
        #[test]
        fn what_overlaps_is_found(spans in prop::collection::vec(any_span(), 0..20), with in any_span()) {
            let places = Places::new(spans.iter().copied().zip(0..).collect());
            let mut found: Vec<usize> = places.overlapping(with).collect();
            found.sort_unstable();
            let all: Vec<usize> = (0..spans.len()).filter(|n| spans[*n].overlaps(with)).collect();
            prop_assert_eq!(found, all);
        }
    }
}
