//! Which cues stay where several claim the same words: shields first, then the longest of each sort.
use crate::lexicon::{CueGroup, CueKind, Reach};
use crate::tag::{
    context::near::{covers, encloses},
    engine::{Entry, Owner},
    matcher::Hit,
};
use smallvec::SmallVec;

/// What competition asks of an entry, looked up once.
#[derive(Clone, Copy, Debug)]
pub(in crate::tag) struct Lane {
    /// Which cues compete for the same words: frames (a whole way of reporting) do not swallow the cues within them.
    pool: u32,
    /// Of a cue: what it does.
    cue: Option<(CueKind, Reach)>,
    /// Of a shield: whether it holds off its own kind only.
    shield: bool,
    /// Whether words of any kind may stand inside, and none of the term's own is a negation.
    open: bool,
}

/// The lanes of all entries.
pub(in crate::tag) fn lanes(entries: &[Entry], cues: &[CueGroup]) -> Vec<Lane> {
    let one = |e: &Entry| {
        let (pool, cue) = match e.owner {
            Owner::Cue(n) => (pool(cues[n as usize].kind), Some((cues[n as usize].kind, cues[n as usize].reach))),
            Owner::Set(n) => (6 + n, None),
            Owner::Concept(_) => (0, None),
        };
        let shield = cue.is_some_and(|(kind, reach)| reach == Reach::Shield && !holds_off_all(kind));
        Lane { pool, cue, shield, open: e.gappy && !e.negative }
    };
    entries.iter().map(one).collect()
}

/// Keeps the cues, sets and shields that count, in document order.
pub(in crate::tag) fn settle(lanes: &[Lane], hits: &mut Vec<Hit>) {
    if hits.iter().any(|h| lanes[h.entry as usize].shield) {
        shield(lanes, hits);
    }
    let place = |h: &Hit| (u64::from(h.first) << 32 | u64::from(h.last), h.entry);
    if !hits.is_sorted_by_key(place) {
        hits.sort_unstable_by_key(place); // odd terms come behind the others
    }
    if hits.len() > 1 {
        longest(lanes, hits);
    }
}

/// Whether a shield of this kind holds off whatever cue lies in it; others hold off their own kind.
fn holds_off_all(kind: CueKind) -> bool {
    use CueKind::*;
    !matches!(kind, Hedge | Condition | Wish | Present | Excess | Stop | Contrast | Concession | Occasion)
}

fn pool(kind: CueKind) -> u32 {
    match kind {
        CueKind::Topic => 1,
        CueKind::Evidence | CueKind::NotEvidence => 2,
        CueKind::FrameworkName => 3,
        CueKind::Join => 4,
        CueKind::Occasion => 5,
        _ => 0,
    }
}

/// Drops what shields of its own kind cover, and those shields.
fn shield(lanes: &[Lane], hits: &mut Vec<Hit>) {
    let lane = |h: &Hit| &lanes[h.entry as usize];
    let shields: SmallVec<[Hit; 8]> = hits.iter().filter(|h| lane(h).shield).copied().collect();
    let kind = |h: &Hit| lane(h).cue.map(|(kind, _)| kind);
    hits.retain(|h| match lane(h).cue {
        Some((_, Reach::Shield)) => !lane(h).shield,
        Some((k, _)) => !shields.iter().any(|by| kind(by) == Some(k) && covers(by, h)),
        None => true,
    });
}

/// Keeps of each pool the hits that no longer one contains; shields drop with what they covered. Hits come and stay in document order.
fn longest(lanes: &[Lane], hits: &mut Vec<Hit>) {
    // pools, each with the hit that stands so far
    let mut longer: SmallVec<[(u32, Hit); 16]> = SmallVec::new();
    let mut dropped: SmallVec<[bool; 64]> = smallvec::smallvec![false; hits.len()];
    let mut any = false;
    let mut first = 0;
    // of those that begin together the longest come first, of equal ones the earlier entry
    for together in hits.chunk_by(|a, b| a.first == b.first) {
        let mut end = together.len();
        while end > 0 {
            let last = together[end - 1].last;
            let begin = end - together[..end].iter().rev().take_while(|h| h.last == last).count();
            // of those that end together too, shields come first
            let mut alike: SmallVec<[usize; 8]> = (begin..end).collect();
            alike.sort_by_key(|n| !is_shield(lanes, &together[*n]));
            for (n, hit) in alike.into_iter().map(|n| (n, together[n])) {
                let pool = lanes[hit.entry as usize].pool;
                match longer.iter_mut().find(|(of, _)| *of == pool) {
                    Some((_, longer)) if falls(lanes, &hit, longer) => (dropped[first + n], any) = (true, true),
                    Some((_, longer)) => *longer = hit,
                    None => longer.push((pool, hit)),
                }
            }
            end = begin;
        }
        first += together.len();
    }
    if any {
        let mut n = 0;
        hits.retain(|_| {
            n += 1;
            !dropped[n - 1]
        });
    }
}

/// Whether a hit falls because the one that stands so far in its pool contains it.
fn falls(lanes: &[Lane], hit: &Hit, longer: &Hit) -> bool {
    let alike = (hit.first, hit.last) == (longer.first, longer.last);
    hit.last <= longer.last
        && (!alike || same_effect(lanes, hit, longer) || holds_off(lanes, longer, hit))
        && !stands_in_its_gap(lanes, hit, longer)
        && !is_attribute(lanes, hit, longer)
}

/// Whether a denial stands in the gap of a longer cue that knows of none ("was not reduced" for `be ..1 reduced`).
fn stands_in_its_gap(lanes: &[Lane], denial: &Hit, longer: &Hit) -> bool {
    lanes[denial.entry as usize].cue == Some((CueKind::Deny, Reach::Forward))
        && lanes[longer.entry as usize].open
        && encloses(longer, denial)
}

/// Whether an attribute ends a longer predicate of its kind: "one problem was insufficient training" says it of the noun behind.
fn is_attribute(lanes: &[Lane], hit: &Hit, longer: &Hit) -> bool {
    let cue = |h: &Hit| lanes[h.entry as usize].cue;
    match (cue(hit), cue(longer)) {
        (Some((kind, Reach::Forward)), Some((other, Reach::Backward))) => kind == other && hit.last == longer.last,
        _ => false,
    }
}

fn is_shield(lanes: &[Lane], hit: &Hit) -> bool {
    lanes[hit.entry as usize].cue.is_some_and(|(_, reach)| reach == Reach::Shield)
}

/// Whether a shield holds off a cue of the same words: one of its own kind. Of another kind it may say what the words mean instead
/// ("free of charge" is no absence, and a help).
fn holds_off(lanes: &[Lane], shield: &Hit, hit: &Hit) -> bool {
    let kind = |h: &Hit| lanes[h.entry as usize].cue.map(|(kind, _)| kind);
    is_shield(lanes, shield) && kind(shield) == kind(hit)
}

/// Whether two hits of the same words and pool would do the same.
fn same_effect(lanes: &[Lane], a: &Hit, b: &Hit) -> bool {
    lanes[a.entry as usize].cue == lanes[b.entry as usize].cue
}
