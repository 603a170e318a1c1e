//! The valence algebra: a concept's lean and the cues that reach it, from the inside out -> hinders, helps or neither.
pub(super) mod tone;
pub(super) mod votes;
use crate::{
    lexicon::{CueKind, Lean},
    report::Certainty,
};

/// A cue that acts: its kind, and whether another cue has turned it round ("not a barrier").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tag) struct Act {
    pub(in crate::tag) kind: CueKind,
    pub(in crate::tag) turned: bool,
    /// Of what it does not concern it says nothing: a denial without blame ("rather than") of what says nothing by itself, a remedy ("dealt with") of
    /// what helps.
    pub(in crate::tag) mild: bool,
}

/// What the words say of a concept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tag) struct Outcome {
    /// What it does to the practice.
    pub(in crate::tag) sign: Lean,
    /// Whether a cue said so, not the lean alone.
    pub(in crate::tag) explicit: bool,
    /// Whether a cue said more than that it is there.
    pub(in crate::tag) judged: bool,
    /// Whether the thing is said to be absent or denied.
    pub(in crate::tag) negated: bool,
    pub(in crate::tag) certainty: Certainty,
}

/// Composes the acts, nearest first, over a lean.
pub(in crate::tag) fn compose(lean: Lean, acts: &[Act]) -> Outcome {
    let mut outcome = Outcome { sign: lean, ..Outcome::default() };
    for act in acts {
        step(&mut outcome, *act);
    }
    outcome
}

/// One step of the algebra.
pub(in crate::tag) fn step(o: &mut Outcome, act: Act) {
    use CueKind::*;
    let kind = if act.turned { opposite(act.kind) } else { Some(act.kind) };
    let Some(kind) = kind else { return };
    match kind {
        Absent | Deny if act.mild && o.sign == Lean::Neither => {
            o.negated = !o.negated;
            return;
        }
        Absent | Deny => {
            o.sign = if o.sign == Lean::Neither { Lean::Hinders } else { o.sign.turned() };
            o.negated = !o.negated;
        }
        Present | Increase if o.sign == Lean::Neither => o.sign = Lean::Helps,
        Present | Increase => {}
        Reduce if act.mild && o.sign == Lean::Helps => return,
        Reduce if o.sign == Lean::Neither => return,
        Reduce => o.sign = o.sign.turned(),
        Excess | Hinder => o.sign = Lean::Hinders,
        Help => o.sign = Lean::Helps,
        Wish => {
            // a hindrance that ought to be dealt with is still one
            o.sign = if o.sign == Lean::Hinders { Lean::Hinders } else { Lean::Helps };
            o.certainty = o.certainty.max(Certainty::Hypothetical);
        }
        Hedge => o.certainty = o.certainty.max(Certainty::Hedged),
        Condition => o.certainty = o.certainty.max(Certainty::Hypothetical),
        Good | Bad | Contrast | Concession | Stop | Topic | Evidence | NotEvidence | FrameworkName | Join
        | Occasion => return,
    }
    o.explicit |= !matches!(kind, Hedge | Condition);
    o.judged |= !matches!(kind, Hedge | Condition | Present | Increase);
}

/// What a cue becomes when it is denied; none if nothing is left of it.
pub(in crate::tag) fn opposite(kind: CueKind) -> Option<CueKind> {
    use CueKind::*;
    match kind {
        Absent => Some(Present),
        Present => Some(Absent),
        Excess | Hinder => Some(Help),
        Help => Some(Hinder),
        Good => Some(Bad),
        Bad => Some(Good),
        Reduce => Some(Increase),
        Increase => Some(Reduce),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CueKind::*;
    use Lean::*;

    fn act(kind: CueKind) -> Act {
        Act { kind, turned: false, mild: false }
    }

    fn mild(kind: CueKind) -> Act {
        Act { mild: true, ..act(kind) }
    }

    fn not(kind: CueKind) -> Act {
        Act { kind, turned: true, mild: false }
    }

    /// The truth table: what is said, lean, acts from the inside out, sign, negated.
    #[test]
    fn truth_table() {
        let rows: &[(&str, Lean, &[Act], Lean, bool)] = &[
            ("training", Helps, &[], Helps, false),
            ("workload", Hinders, &[], Hinders, false),
            ("the clinic", Neither, &[], Neither, false),
            ("lack of training", Helps, &[act(Absent)], Hinders, true),
            ("no side effects", Hinders, &[act(Absent)], Helps, true),
            ("no clinic", Neither, &[act(Absent)], Hinders, true),
            ("not confident", Helps, &[act(Deny)], Hinders, true),
            ("did not lack training", Helps, &[not(Absent)], Helps, false),
            ("never a lack of training", Helps, &[act(Absent), act(Deny)], Helps, false),
            ("adequate training", Helps, &[act(Present)], Helps, false),
            ("clear protocol", Neither, &[act(Present)], Helps, false),
            ("training not available", Helps, &[not(Present)], Hinders, true),
            ("too much information", Helps, &[act(Excess)], Hinders, false),
            ("not too much paperwork", Hinders, &[not(Excess)], Helps, false),
            ("time was a barrier", Helps, &[act(Hinder)], Hinders, false),
            ("lack of time was a barrier", Helps, &[act(Absent), act(Hinder)], Hinders, true),
            ("time was not a barrier", Helps, &[not(Hinder)], Helps, false),
            ("lack of time was not a barrier", Helps, &[act(Absent), not(Hinder)], Helps, true),
            ("workload made easier", Hinders, &[act(Help)], Helps, false),
            ("training did not help", Helps, &[not(Help)], Hinders, false),
            ("reduces workload", Hinders, &[act(Reduce)], Helps, false),
            ("reduced funding", Helps, &[act(Reduce)], Hinders, false),
            ("dealt with the workload", Hinders, &[mild(Reduce)], Helps, false),
            ("dealt with training", Helps, &[mild(Reduce)], Helps, false),
            ("did not reduce workload", Hinders, &[not(Reduce)], Hinders, false),
            ("overcomes a lack of time", Helps, &[act(Absent), act(Reduce)], Helps, true),
            ("increased workload", Hinders, &[act(Increase)], Hinders, false),
            ("more confidence", Helps, &[act(Increase)], Helps, false),
            ("did not increase confidence", Helps, &[not(Increase)], Hinders, false),
            ("more training would help", Helps, &[act(Increase), act(Wish)], Helps, false),
            ("less workload would help", Hinders, &[act(Reduce), act(Wish)], Helps, false),
            ("the lack of time must be dealt with", Helps, &[act(Absent), act(Wish)], Hinders, true),
            ("the fear should be addressed", Hinders, &[act(Wish)], Hinders, false),
            ("no suitable training", Helps, &[act(Help), act(Absent)], Hinders, true),
            ("no step to reduce workload", Hinders, &[not(Reduce)], Hinders, false),
            ("perhaps a lack of time", Helps, &[act(Absent), act(Hedge)], Hinders, true),
        ];
        for (said, lean, acts, sign, negated) in rows {
            let outcome = compose(*lean, acts);
            assert_eq!((outcome.sign, outcome.negated), (*sign, *negated), "{said}");
        }
    }

    #[test]
    fn certainty_only_grows() {
        assert_eq!(compose(Helps, &[act(Wish), act(Hedge)]).certainty, Certainty::Hypothetical);
        assert_eq!(compose(Helps, &[act(Hedge)]).certainty, Certainty::Hedged);
        assert!(!compose(Helps, &[act(Hedge)]).explicit);
        assert_eq!(compose(Helps, &[not(Wish)]), Outcome { sign: Helps, ..Outcome::default() });
    }
}
