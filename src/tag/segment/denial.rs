//! A match and what acts on it -> whether its thing is said to be absent or denied, by a cue or in the words of the term itself (`lack of time`).
use super::Analysis;
use crate::{
    lexicon::{CueKind, Reach},
    tag::{
        engine::{Engine, Owner},
        matcher::Hit,
    },
};

impl Analysis {
    /// `by_cues` is what cues come to, `from` where the acts of this match begin, the last of all. Who denies what denies already says that it is there.
    pub(super) fn is_negated(&self, engine: &Engine, hit: &Hit, by_cues: bool, from: usize) -> bool {
        let denies = |kind| matches!(kind, CueKind::Absent | CueKind::Deny);
        let begins = |cue: &&Hit| match engine.entries[cue.entry as usize].owner {
            Owner::Cue(n) => {
                let cue = &engine.cues[n as usize];
                denies(cue.kind) && cue.reach == Reach::Forward
            }
            _ => false,
        };
        let at_head = |cue: &&Hit| cue.first == hit.first && cue.last < hit.last;
        if !self.cue_hits.iter().filter(at_head).any(|cue| begins(&cue)) {
            return by_cues;
        }
        let within = |cue: &Hit| hit.first <= cue.first && cue.last <= hit.last;
        let outside = |(n, _): &(u32, _)| {
            let cue = &self.context.cues[*n as usize];
            denies(cue.kind) && !within(&cue.hit)
        };
        !(by_cues && self.acts[from..].iter().any(outside))
    }
}
