//! Cues on cues: what a denial, an absence or a reduction makes of the cue it governs.
use crate::lexicon::CueKind;
use crate::tag::{
    context::{
        Context, CueHit,
        acts::acts_on_matches,
        near::{between, covers, distance, encloses, reaches},
    },
    matcher::Hit,
};

/// How many words may stand between a cue and the cue it turns round.
const TURN_WITHIN: u32 = 3;

impl Context {
    /// Cues on cues: "not a barrier", "no difficulty", "did not lack", "removes obstacles".
    pub(in crate::tag) fn turn(&mut self, concepts: &[Hit]) {
        let modifies = |cue: &CueHit| matches!(cue.kind, CueKind::Deny | CueKind::Absent | CueKind::Reduce);
        if !self.cues.iter().any(modifies) {
            return;
        }
        for m in 0..self.cues.len() {
            let modifier = self.cues[m];
            let tells = |kind| acts_on_matches(kind) || matches!(kind, CueKind::Good | CueKind::Bad);
            let around = |c: &CueHit| encloses(&c.hit, &modifier.hit) && tells(c.kind);
            if modifies(&modifier)
                && let Some(p) = self.cues.iter().position(around)
            {
                self.cues[p].turned = !self.cues[p].turned;
                self.cues[m].used = true;
            }
        }
        for m in 0..self.cues.len() {
            let modifier = self.cues[m];
            // what is denied itself ("not removed") removes nothing
            if modifier.used || modifier.turned || !modifies(&modifier) {
                continue;
            }
            let turned = (0..self.cues.len())
                .filter(|p| *p != m && self.can_turn(&modifier, &self.cues[*p], concepts))
                .min_by_key(|p| distance(&modifier.hit, &self.cues[*p].hit));
            if let Some(p) = turned {
                self.cues[p].turned = !self.cues[p].turned;
                let general = matches!(self.cues[p].kind, CueKind::Good | CueKind::Bad);
                (self.cues[m].used, self.cues[m].heard) = (!general, general);
            }
        }
    }

    fn can_turn(&self, modifier: &CueHit, other: &CueHit, concepts: &[Hit]) -> bool {
        use CueKind::*;
        let fits = match modifier.kind {
            Deny => {
                matches!(other.kind, Hinder | Help | Present | Increase | Reduce | Wish | Excess | Absent | Good | Bad)
            }
            Absent => {
                matches!(other.kind, Hinder | Help | Reduce | Good | Bad)
                    || other.kind == Absent && next_to(modifier, other)
            }
            _ => {
                matches!(other.kind, Hinder | Bad)
                    || matches!(other.kind, Help | Good | Reduce) && next_to(modifier, other)
            }
        };
        let free = |hit: &Hit| concepts.iter().all(|c| c.last < hit.first || c.first > hit.last);
        let (a, b) = (&modifier.hit, &other.hit);
        fits && !other.used
            && reaches(modifier, &other.hit, TURN_WITHIN)
            && self.comma_between(a, b).is_none()
            && self.same_clause(modifier, &other.hit)
            && free(&other.hit)
            && !concepts.iter().any(|c| covers(c, a) || a.first < c.first && c.first <= a.last && a.last <= c.last)
            && (a.first < b.first || matches!(other.kind, Hinder | Bad))
            && !concepts.iter().any(|c| between(&modifier.hit, &other.hit, c))
    }
}

/// Whether a cue stands directly before another ("less useful").
fn next_to(modifier: &CueHit, other: &CueHit) -> bool {
    modifier.hit.last + 1 == other.hit.first
}
