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
    let mut all = Vec::new();
    for a in gone.iter().copied() {
        let near = come.iter().copied().filter(|b| old[a].span.overlaps(new[*b].span));
        all.extend(near.map(|b| (shares(old[a], new[b]), a, b)).filter(|(n, ..)| *n > 0));
    }
    // the order must be the same when old and new change places: what both sides are, whichever is which
    let what = |s: &Suggestion<'_>| (s.span, s.domain.to_string(), s.key.to_string());
    all.sort_by_cached_key(|(n, a, b)| {
        let (x, y) = (what(old[*a]), what(new[*b]));
        let (low, high) = if x <= y { (x, y) } else { (y, x) };
        (std::cmp::Reverse(*n), low, high)
    });
    let mut out = Vec::new();
    for (_, a, b) in all {
        if gone.contains(&a) && come.contains(&b) {
            gone.retain(|n| *n != a);
            come.retain(|n| *n != b);
            out.push((a, b));
        }
    }
    out
}
