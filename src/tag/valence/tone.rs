//! What a clause says as a whole: cues that reach no match and what is said of other things. It decides where a match's own words do not.
use crate::lexicon::{CueKind, Lean};
use crate::report::Valence;
use crate::tag::{
    context::{BorderKind, Context, CueHit, near::covers},
    matcher::Hit,
    segment::{Signal, Source},
    valence::{Act, opposite},
};
use smallvec::SmallVec;

/// A cue that acts on no match, and what it says by itself.
#[derive(Clone, Copy, Debug)]
pub(in crate::tag) struct Free {
    pub(in crate::tag) cue: u32,
    pub(in crate::tag) clause: u32,
    pub(in crate::tag) sign: Lean,
    weight: i32,
    /// Says only that something is there.
    pub(in crate::tag) plain: bool,
    /// Speaks only where nothing else does: what is plainly there. That it is not ("but not the message") is news.
    quiet: bool,
    /// Of general polarity.
    general: bool,
}

/// Sums for and against; the cue that weighs most.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tag) struct Tone {
    hinders: i32,
    helps: i32,
    strongest: (i32, Option<u32>),
}

impl Tone {
    fn add(&mut self, sign: Lean, weight: i32) {
        match sign {
            Lean::Hinders => self.hinders += weight,
            Lean::Helps => self.helps += weight,
            Lean::Neither => {}
        }
    }

    fn hear(&mut self, free: &Free, weight: i32) {
        self.add(free.sign, weight);
        if weight > self.strongest.0 {
            self.strongest = (weight, Some(free.cue));
        }
    }

    /// The side that weighs more, and a cue that stands for it.
    pub(in crate::tag) fn verdict(&self) -> (Lean, Option<u32>) {
        let sign = match self.hinders.cmp(&self.helps) {
            std::cmp::Ordering::Greater => Lean::Hinders,
            std::cmp::Ordering::Less => Lean::Helps,
            std::cmp::Ordering::Equal if self.hinders > 0 => Lean::Hinders, // which people mention more surely
            std::cmp::Ordering::Equal => Lean::Neither,
        };
        (sign, self.strongest.1)
    }
}

/// Fills `out` with the cues of a segment that act on nothing (`acting`: those that do).
pub(in crate::tag) fn free(
    context: &Context,
    acting: &[(u32, Act)],
    signals: &[Signal],
    whole: bool,
    out: &mut Vec<Free>,
) {
    out.clear();
    if whole {
        main_clauses(context, signals, out);
    }
    let governed = |cue: &CueHit, out: &[Free]| {
        let mut main = out.iter().take_while(|f| context.cues[f.cue as usize].kind == CueKind::Topic);
        main.any(|f| f.clause == cue.clause && context.cues[f.cue as usize].hit.first <= cue.hit.first)
    };
    let mut acts: SmallVec<[bool; 64]> = smallvec::smallvec![false; context.cues.len()];
    acting.iter().for_each(|(n, _)| acts[*n as usize] = true);
    let taken: SmallVec<[Hit; 16]> =
        context.cues.iter().zip(acts).filter(|(c, acts)| *acts || c.used || c.heard).map(|(c, _)| c.hit).collect();
    for (n, cue) in context.cues.iter().enumerate() {
        let kind = if cue.turned { opposite(cue.kind) } else { Some(cue.kind) };
        let denied = cue.turned.then_some((Lean::Hinders, 4));
        let Some((sign, weight)) = kind.and_then(alone).or(denied) else { continue };
        let general = matches!(cue.kind, CueKind::Good | CueKind::Bad);
        if taken.iter().any(|t| overlap(t, &cue.hit))
            || signals.iter().any(|s| covers(&s.hit, &cue.hit) && (general || s.outcome.sign != Lean::Neither))
            || signals.iter().any(|s| (s.outcome.negated || ends_in(s, cue)) && overlap(&s.hit, &cue.hit))
            || out.iter().any(|f| overlap(&context.cues[f.cue as usize].hit, &cue.hit))
            || whole && governed(cue, out)
        {
            continue;
        }
        let plain = general && cue.weight < 1000;
        let quiet = plain && !cue.turned;
        out.push(Free { cue: n as u32, clause: cue.clause, sign, weight, plain, quiet, general });
    }
}

/// What a main clause says of itself ("I am able to ...", "barriers were ..."): in a statement, what follows is what it speaks of.
fn main_clauses(context: &Context, signals: &[Signal], out: &mut Vec<Free>) {
    for (n, cue) in context.cues.iter().enumerate().filter(|(_, c)| c.kind == CueKind::Topic) {
        let denied = |c: &CueHit| {
            matches!(c.kind, CueKind::Absent | CueKind::Deny | CueKind::Reduce | CueKind::Help)
                && c.hit.first < cue.hit.first
                && cue.hit.first <= c.hit.last + 1
        };
        // of a compound ("language barriers were ...") the match itself is spoken of, no list
        let compound = |s: &Signal| s.hit.first < cue.hit.first && cue.hit.first <= s.hit.last;
        let sign = match cue.valence {
            _ if context.cues.iter().any(denied) || signals.iter().any(compound) => continue,
            Some(Valence::Barrier) => Lean::Hinders,
            Some(Valence::Facilitator) => Lean::Helps,
            _ => continue,
        };
        let clause = cue.clause;
        out.push(Free { cue: n as u32, clause, sign, weight: 9, plain: false, quiet: false, general: false });
    }
}

/// Whether a match that says something itself ends with the first words of a cue ("reduced resistance" before "resistance to").
fn ends_in(signal: &Signal, cue: &CueHit) -> bool {
    signal.by_itself != Lean::Neither && signal.hit.first < cue.hit.first && cue.hit.first <= signal.hit.last
}

fn overlap(a: &Hit, b: &Hit) -> bool {
    a.first <= b.last && b.first <= a.last
}

/// What a cue says when nothing it acts on is known.
fn alone(kind: CueKind) -> Option<(Lean, i32)> {
    use CueKind::*;
    match kind {
        Hinder => Some((Lean::Hinders, 9)),
        Absent | Excess => Some((Lean::Hinders, 6)),
        Bad => Some((Lean::Hinders, 5)),
        Deny => Some((Lean::Hinders, 4)),
        Help => Some((Lean::Helps, 4)),
        Good => Some((Lean::Helps, 2)),
        Present | Wish => Some((Lean::Helps, 1)),
        _ => None,
    }
}

/// The tone of a segment in which no concept was found.
pub(in crate::tag) fn bare(context: &Context, free: &[Free]) -> Tone {
    let mut tone = Tone::default();
    free.iter().filter(|f| !f.quiet).for_each(|f| tone.hear(f, f.weight * clause_share(context, f.clause)));
    if let (0, 0, Some(f)) = (tone.hinders, tone.helps, free.iter().find(|f| f.quiet)) {
        tone.hear(f, 1);
    }
    tone
}

/// The tone around the signal `n`: of its clause, or of the `whole` segment.
pub(in crate::tag) fn around(context: &Context, free: &[Free], signals: &[Signal], n: usize, whole: bool) -> Tone {
    let own = &signals[n];
    let mut tone = Tone::default();
    let share = |clause: u32| if whole { clause_share(context, clause) } else { i32::from(clause == own.clause) * 2 };
    // in running text a word of general polarity may be about anything; it takes two of them
    let general = if whole { 0 } else { 2 };
    for f in free.iter().filter(|f| !f.quiet) {
        let weight = f.weight - if f.general { general } else { 0 };
        tone.hear(f, weight.max(0) * share(f.clause));
    }
    let others = if whole { signals } else { &[] };
    // a longer term that states its lean has said what the shorter ones within it come to ("the driving force")
    let nested = |s: &&Signal| own.firm && own.by_itself != Lean::Neither && covers(&own.hit, &s.hit);
    for other in others.iter().filter(|s| (s.hit.first, s.hit.last) != (own.hit.first, own.hit.last) && !nested(s)) {
        let weight = match (other.source, other.outcome.sign) {
            (Source::Cues | Source::Topic(_), _) => 3,
            (_, Lean::Hinders) => 2,
            _ => 1,
        };
        tone.add(other.outcome.sign, weight * share(other.clause));
    }
    let own_weight = match (own.source, own.outcome.sign) {
        (Source::Cues, _) if own.outcome.judged => 8,
        (_, Lean::Hinders) => 5,
        (Source::Cues, _) => 4,
        _ if !whole => 4,
        _ => 2,
    };
    tone.add(own.outcome.sign, own_weight * share(own.clause));
    tone
}

/// How much a clause of a segment counts: what a concession opens less, what follows a contrast more.
fn clause_share(context: &Context, clause: u32) -> i32 {
    let starts = |kind: CueKind| {
        context.cues.iter().any(|c| c.kind == kind && c.clause == clause && opens(context, c.hit.first))
    };
    match () {
        () if starts(CueKind::Concession) => 1,
        () if starts(CueKind::Contrast) => 4,
        () => 2,
    }
}

fn opens(context: &Context, word: u32) -> bool {
    context.borders.iter().any(|b| b.kind == BorderKind::Clause && b.word == word)
}
