//! When, if or for whom something helps: what hinders there is its occasion, and does not count in a statement.
use super::{Analysis, Source};
use crate::{
    lexicon::{CueKind, Lean},
    tag::{context::CueHit, matcher::Hit},
};

/// Whether a hit stands in what tells the occasion.
fn within(hit: &Hit, (from, to): (u32, u32)) -> bool {
    from <= hit.first && hit.first < to
}

/// What a cue outside an occasion comes to by itself, if it acts.
fn sign(cue: &CueHit) -> Lean {
    use CueKind::*;
    match (cue.kind, cue.turned) {
        _ if cue.used => Lean::Neither,
        (Help | Present, false) => Lean::Helps,
        (Help | Present | Good, true) | (Hinder | Absent | Deny | Excess | Bad | Reduce, false) => Lean::Hinders,
        _ => Lean::Neither,
    }
}

impl Analysis {
    /// Where the main clause says that something helps, what hinders is its occasion ("there is someone to phone when a patient gets worse").
    pub(super) fn set_occasions_aside(&mut self) {
        let context = &self.context;
        for occasion in context.occasions() {
            let clause = context.clause(occasion.0);
            let outside =
                |hit: &Hit| context.clause(hit.first) == clause && !context.occasions().iter().any(|o| within(hit, *o));
            let matches = self.signals.iter().filter(|s| outside(&s.hit)).map(|s| s.outcome.sign);
            let cues = context.cues.iter().filter(|c| outside(&c.hit)).map(sign);
            let said: Vec<Lean> = matches.chain(cues).collect();
            if said.contains(&Lean::Helps) && !said.contains(&Lean::Hinders) {
                self.aside.push(*occasion);
            }
        }
        for signal in self.signals.iter_mut().filter(|s| s.outcome.sign == Lean::Hinders) {
            if self.aside.iter().any(|o| within(&signal.hit, *o)) {
                (signal.outcome.sign, signal.by_itself, signal.source) = (Lean::Neither, Lean::Neither, Source::None);
                signal.outcome.explicit = false;
            }
        }
    }

    /// Forgets the cues that say in what was set aside that something hinders.
    pub(super) fn quiet_aside(&mut self) {
        let (context, aside) = (&self.context, &self.aside);
        let quiet = |cue: u32| aside.iter().any(|o| within(&context.cues[cue as usize].hit, *o));
        self.free.retain(|f| f.sign != Lean::Hinders || !quiet(f.cue));
    }

    /// Whether an occasion does not count.
    pub(in crate::tag) fn occasion_aside(&self) -> bool {
        !self.aside.is_empty()
    }
}
