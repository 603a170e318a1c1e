//! Which cues stay where several claim the same words: shields first, then the longest of each sort.
use super::{
    context::{covers, encloses},
    engine::{Engine, Owner},
    matcher::Hit,
};
use crate::lexicon::{CueKind, Reach};

/// Keeps the cues, sets and shields that count, in document order.
pub(super) fn settle(engine: &Engine, hits: &mut Vec<Hit>) {
    shield(engine, hits);
    longest(engine, hits);
}

/// Whether a shield of this kind holds off whatever cue lies in it; others hold off their own kind.
fn holds_off_all(kind: CueKind) -> bool {
    use CueKind::*;
    !matches!(kind, Hedge | Condition | Wish | Present | Excess | Stop | Contrast | Concession)
}

/// Which cues compete for the same words: frames (a whole way of reporting) do not swallow the cues within them.
fn pool(engine: &Engine, hit: &Hit) -> u32 {
    match engine.entries[hit.entry as usize].owner {
        Owner::Cue(n) => match engine.cues[n as usize].kind {
            CueKind::Topic => 1,
            CueKind::Evidence | CueKind::NotEvidence => 2,
            CueKind::FrameworkName => 3,
            CueKind::Join => 4,
            _ => 0,
        },
        Owner::Set(n) => 5 + n,
        Owner::Concept(_) => u32::MAX,
    }
}

/// Drops what shields of its own kind cover, and those shields.
fn shield(engine: &Engine, hits: &mut Vec<Hit>) {
    let kind = |h: &Hit| match engine.entries[h.entry as usize].owner {
        Owner::Cue(n) => Some((engine.cues[n as usize].kind, engine.cues[n as usize].reach)),
        _ => None,
    };
    let shields: smallvec::SmallVec<[(CueKind, Hit); 8]> = hits
        .iter()
        .filter_map(|h| kind(h).filter(|(k, r)| *r == Reach::Shield && !holds_off_all(*k)).map(|(k, _)| (k, *h)))
        .collect();
    if shields.is_empty() {
        return;
    }
    hits.retain(|h| match kind(h) {
        Some((k, Reach::Shield)) => holds_off_all(k),
        Some((k, _)) => !shields.iter().any(|(s, by)| *s == k && covers(by, h)),
        None => true,
    });
}

/// Keeps of each pool the hits that no longer one contains; shields drop with what they covered.
fn longest(engine: &Engine, hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|h| (pool(engine, h), h.first, u32::MAX - h.last, h.entry));
    let mut reach: Option<(u32, Hit)> = None;
    hits.retain(|h| {
        let p = pool(engine, h);
        if let Some((q, longer)) = reach
            && q == p
            && h.last <= longer.last
            && ((h.first, h.last) != (longer.first, longer.last) || same_effect(engine, h, &longer))
            && !stands_in_its_gap(engine, h, &longer)
        {
            return false;
        }
        reach = Some((p, *h));
        true
    });
    hits.sort_unstable_by_key(|h| (h.first, h.last, h.entry));
}

/// Whether a denial stands in the gap of a longer cue that knows of none ("was not reduced" for `be ..1 reduced`).
fn stands_in_its_gap(engine: &Engine, denial: &Hit, longer: &Hit) -> bool {
    let entry = &engine.entries[longer.entry as usize];
    let Owner::Cue(n) = engine.entries[denial.entry as usize].owner else { return false };
    let denies = engine.cues[n as usize].kind == CueKind::Deny && engine.cues[n as usize].reach == Reach::Forward;
    denies && entry.gappy && !entry.negative && encloses(longer, denial)
}

/// Whether two hits of the same words would do the same.
fn same_effect(engine: &Engine, a: &Hit, b: &Hit) -> bool {
    match (engine.entries[a.entry as usize].owner, engine.entries[b.entry as usize].owner) {
        (Owner::Cue(m), Owner::Cue(n)) => {
            let (m, n) = (&engine.cues[m as usize], &engine.cues[n as usize]);
            (m.kind, m.reach) == (n.kind, n.reach)
        }
        (a, b) => a == b,
    }
}
