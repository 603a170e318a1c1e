//! Where hits stand to each other: how far apart, one within the other, and whether a cue reaches.
use crate::lexicon::Reach;
use crate::tag::{context::CueHit, matcher::Hit};

pub(in crate::tag) fn inside(inner: &Hit, outer: &Hit) -> bool {
    outer.first <= inner.first && inner.last <= outer.last && (inner.first, inner.last) != (outer.first, outer.last)
}

pub(in crate::tag) fn forward(reach: Reach) -> bool {
    matches!(reach, Reach::Forward | Reach::Both)
}

pub(in crate::tag) fn reaches(cue: &CueHit, target: &Hit, words: u32) -> bool {
    if cue.hit.last < target.first {
        forward(cue.reach) && within(&cue.hit, target, words)
    } else {
        target.last < cue.hit.first
            && matches!(cue.reach, Reach::Backward | Reach::Both)
            && within(target, &cue.hit, words)
    }
}

pub(in crate::tag) fn within(left: &Hit, right: &Hit, words: u32) -> bool {
    right.first > left.last && right.first - left.last - 1 <= words
}

/// Words between two hits.
pub(in crate::tag) fn distance(a: &Hit, b: &Hit) -> u32 {
    if a.last < b.first { b.first - a.last - 1 } else { a.first.saturating_sub(b.last + 1) }
}

pub(in crate::tag) fn between(a: &Hit, b: &Hit, c: &Hit) -> bool {
    let (left, right) = if a.first < b.first { (a, b) } else { (b, a) };
    left.last < c.first && c.last < right.first
}

pub(in crate::tag) fn encloses(outer: &Hit, inner: &Hit) -> bool {
    outer.first < inner.first && inner.last < outer.last
}

pub(in crate::tag) fn covers(outer: &Hit, inner: &Hit) -> bool {
    outer.first <= inner.first && inner.last <= outer.last
}
