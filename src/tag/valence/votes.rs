//! Everything that is said around a draft -> its valence by vote, where weights of the votes were estimated.
use crate::tag::{
    engine::Engine,
    segment::{Analysis, Signal, Source},
    suggest::Draft,
};
use crate::{
    lexicon::{CueKind, Lean},
    report::Valence,
};
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// Something that speaks for a hindrance or a help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tag) enum Vote {
    /// What people say most of the time.
    Always,
    /// What the rules decided, and what they went by.
    Rules(&'static str, Valence),
    /// A match, of this domain or of others, by what its term and cues come to.
    Match { own: bool, by: By, sign: Lean },
    /// A cue that acts on no match.
    Free { kind: CueKind, turned: bool, plain: bool, sign: Lean },
    /// What is said first, if it leans.
    First(Lean),
    /// The domain.
    Domain(u32),
    /// A concept, or its denial.
    Concept(u32, bool),
}

/// What decides the sign of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tag) enum By {
    /// Its kind, whether it is turned round, and whether its group is mild (a weight below 1).
    Cue(CueKind, bool, bool),
    Lean,
    Nothing,
}

/// One and the same thing said again counts twice at most.
const MOST: i32 = 2;
/// A vote is clear from these log-odds on, in thousandths.
const CLEAR: i32 = 1000;
/// Less than this, in thousandths of log-odds, does not overturn what the rules decided.
const OVERTURNS: i32 = 400;
const GROUNDS: [&str; 7] = ["cues", "lean", "clause", "topic", "lent", "usual", "bare"];
/// Where the places of matches, of free cues, of what comes first, and of what the lexicon lists begin.
const OWN: usize = 1 + 4 * (GROUNDS.len() + 1);
const FREE: usize = OWN + 6 * (2 + 4 * CueKind::NAMES.len());
const FIRST: usize = FREE + 12 * CueKind::NAMES.len();
const LISTS: usize = FIRST + 3;
const SIGNS: [Lean; 3] = [Lean::Hinders, Lean::Helps, Lean::Neither];

impl Vote {
    /// With its log-odds (in thousandths), as `others absent +0.82`.
    pub(in crate::tag) fn said(self, engine: &Engine, log_odds: i32) -> String {
        let (group, name) = self.name(engine);
        format!("{group} {name} {:+.2}", f64::from(log_odds) / 1000.0)
    }

    /// Its group and name, as in the files of weights.
    pub(in crate::tag) fn name(self, engine: &Engine) -> (&'static str, String) {
        let not = |turned: bool| if turned { "not " } else { "" };
        match self {
            Vote::Always => ("always", "hinders".into()),
            Vote::Rules(ground, valence) => ("rules", format!("{ground} {}", valence.name())),
            Vote::Match { own, by, sign } => {
                let by = match by {
                    By::Cue(kind, turned, mild) => {
                        format!("{}{}{}", if mild { "mild " } else { "" }, not(turned), kind.name())
                    }
                    By::Lean => "lean".into(),
                    By::Nothing => "nothing".into(),
                };
                (if own { "own" } else { "others" }, format!("{by} {}", sign.name()))
            }
            Vote::Free { kind, turned, plain, sign } => {
                let plain = if plain { "plain " } else { "" };
                ("free", format!("{plain}{}{} {}", not(turned), kind.name(), sign.name()))
            }
            Vote::First(sign) => ("first", sign.name().into()),
            Vote::Domain(n) => ("domain", engine.targets[n as usize].domain.to_string()),
            Vote::Concept(n, denied) => ("concept", format!("{}{}", not(denied), engine.concepts[n as usize].0)),
        }
    }

    /// Its place among all that there can be: each has one of its own.
    fn place(self) -> usize {
        let sign = |sign: Lean| sign as usize;
        let by = |by: By| match by {
            By::Lean => 0,
            By::Nothing => 1,
            By::Cue(kind, turned, mild) => 2 + 4 * kind as usize + 2 * usize::from(mild) + usize::from(turned),
        };
        match self {
            Vote::Always => 0,
            Vote::Rules(ground, valence) => {
                let ground = GROUNDS.iter().position(|g| *g == ground).unwrap_or(GROUNDS.len());
                1 + 4 * ground + valence as usize
            }
            Vote::Match { own, by: b, sign: s } => OWN + 6 * by(b) + 2 * sign(s) + usize::from(own),
            Vote::Free { kind, turned, plain, sign: s } => {
                FREE + 12 * kind as usize + 6 * usize::from(turned) + 3 * usize::from(plain) + sign(s)
            }
            Vote::First(s) => FIRST + sign(s),
            Vote::Domain(n) => LISTS + 3 * n as usize,
            Vote::Concept(n, denied) => LISTS + 1 + 3 * n as usize + usize::from(denied),
        }
    }

    /// All there can be for a framework.
    fn all(engine: &Engine, framework: &str) -> Vec<Vote> {
        let mut out = vec![Vote::Always];
        let valences = [Valence::Barrier, Valence::Facilitator, Valence::Mixed];
        out.extend(GROUNDS.iter().flat_map(|g| valences.map(|v| Vote::Rules(g, v))));
        out.extend([Lean::Hinders, Lean::Helps].map(Vote::First));
        for sign in SIGNS {
            for own in [true, false] {
                out.extend([By::Lean, By::Nothing].map(|by| Vote::Match { own, by, sign }));
            }
            for (kind, _) in CueKind::NAMES {
                for turned in [false, true] {
                    for two in [true, false] {
                        out.extend([true, false].map(|own| Vote::Match { own, by: By::Cue(kind, turned, two), sign }));
                        out.push(Vote::Free { kind, turned, plain: two, sign });
                    }
                }
            }
        }
        let domains = engine.targets.iter().enumerate().filter(|(_, t)| *t.framework == *framework);
        out.extend(domains.map(|(n, _)| Vote::Domain(n as u32)));
        out.extend(
            (0..engine.concepts.len() as u32).flat_map(|n| [false, true].map(|denied| Vote::Concept(n, denied))),
        );
        out
    }
}

/// What votes weigh, in thousandths of log-odds that the thing hinders; by [`Vote::place`].
#[derive(Clone, Debug)]
pub(in crate::tag) struct Weights(Vec<i32>);

impl Weights {
    /// Looked up by name; none if there are no weights.
    pub(in crate::tag) fn new(
        engine: &Engine,
        framework: &str,
        by_name: &BTreeMap<String, BTreeMap<String, i32>>,
    ) -> Option<Self> {
        if by_name.is_empty() {
            return None;
        }
        let weight = |vote: &Vote| {
            let (group, name) = vote.name(engine);
            by_name.get(group)?.get(&name).copied()
        };
        let mut weights = Vec::new();
        for (vote, weight) in Vote::all(engine, framework).into_iter().filter_map(|v| Some((v, weight(&v)?))) {
            let place = vote.place();
            weights.resize(weights.len().max(place + 1), 0);
            weights[place] = weight;
        }
        Some(Self(weights))
    }

    /// What a vote given so often weighs.
    fn weigh(&self, vote: &Cast) -> i32 {
        vote.times * self.0.get(vote.place as usize).copied().unwrap_or(0)
    }
}

/// A vote, and how often it is given.
#[derive(Clone, Copy, Debug)]
pub(in crate::tag) struct Cast {
    pub(in crate::tag) vote: Vote,
    pub(in crate::tag) times: i32,
    /// Of the vote, as it is asked for again and again.
    place: u32,
}

/// The votes on a draft.
pub(in crate::tag) fn votes(analysis: &Analysis, draft: &Draft) -> SmallVec<[Cast; 24]> {
    let mut out: SmallVec<[Cast; 24]> = SmallVec::new();
    let mut add = |vote: Vote, most: i32| {
        let place = vote.place() as u32;
        match out.iter_mut().find(|v| v.place == place) {
            Some(known) => known.times = (known.times + 1).min(most),
            None => out.push(Cast { vote, times: 1, place }),
        }
    };
    add(Vote::Always, 1);
    add(Vote::Rules(ground(analysis, draft), draft.by_rules), 1);
    add(Vote::Domain(draft.target), 1);
    let here = |clause: u32| draft.clause.is_none_or(|c| c == clause);
    for (n, signal) in analysis.signals.iter().enumerate().filter(|(_, s)| here(s.clause)) {
        let own = draft.signals.contains(&(n as u32));
        let alike = |s: &Signal| (s.hit.first, s.hit.last, s.by_itself);
        if own || !analysis.signals[..n].iter().any(|s| here(s.clause) && alike(s) == alike(signal)) {
            add(Vote::Match { own, by: by(analysis, signal), sign: signal.by_itself }, MOST);
            add(Vote::Concept(signal.concept, signal.outcome.negated), 1);
        }
    }
    let mut first: Option<(u32, Lean)> = None;
    let mut stands = |word: u32, sign: Lean| {
        if sign != Lean::Neither && first.is_none_or(|(w, _)| word < w) {
            first = Some((word, sign));
        }
    };
    analysis.signals.iter().filter(|s| here(s.clause)).for_each(|s| stands(s.hit.first, s.by_itself));
    for free in analysis.free.iter().filter(|f| here(f.clause) && !f.plain) {
        stands(analysis.context.cues[free.cue as usize].hit.first, free.sign);
    }
    if let Some((_, sign)) = first {
        add(Vote::First(sign), 1);
    }
    for free in analysis.free.iter().filter(|f| here(f.clause)) {
        let cue = &analysis.context.cues[free.cue as usize];
        add(Vote::Free { kind: cue.kind, turned: cue.turned, plain: free.plain, sign: free.sign }, MOST);
    }
    out
}

/// What the rules went by.
fn ground(analysis: &Analysis, draft: &Draft) -> &'static str {
    match draft.signals.first().map(|s| analysis.signals[*s as usize].source) {
        _ if draft.by_prior => "usual",
        None => "bare",
        Some(Source::Cues) => "cues",
        Some(Source::Lean) => "lean",
        Some(Source::Tone(_)) => "clause",
        Some(Source::Topic(_)) => "topic",
        Some(Source::Lent(_)) => "lent",
        Some(Source::None) => "usual",
    }
}

/// What decides the sign of a match: the last cue that says anything of it, or its term.
fn by(analysis: &Analysis, signal: &Signal) -> By {
    let acts = &analysis.acts[signal.acts.0 as usize..signal.acts.1 as usize];
    let last = acts.iter().rev().find(|(_, a)| !matches!(a.kind, CueKind::Hedge | CueKind::Condition));
    let entry_leans = |s: &Signal| s.by_itself != Lean::Neither;
    match last {
        Some((n, act)) if signal.outcome.explicit => {
            By::Cue(act.kind, act.turned, (50..1000).contains(&analysis.context.cues[*n as usize].weight))
        }
        _ if entry_leans(signal) => By::Lean,
        _ => By::Nothing,
    }
}

/// The votes that weigh anything with their log-odds in thousandths, the weightiest first; none where nothing was estimated.
pub(in crate::tag) fn told(engine: &Engine, analysis: &Analysis, draft: &Draft) -> Vec<(i32, Vote)> {
    let weights = engine.targets[draft.target as usize].estimates.as_ref().and_then(|e| e.votes.as_deref());
    let Some(weights) = weights else { return Vec::new() };
    let weighed = votes(analysis, draft).into_iter().map(|v| (weights.weigh(&v), v.vote));
    let mut out: Vec<(i32, Vote)> = weighed.filter(|(n, _)| *n != 0).collect();
    out.sort_by_key(|(n, _)| -n.abs());
    out
}

/// Lets everything that is said decide on the valence of drafts whose framework has weights for it. What the rules decided
/// stands where the vote is close, and what they call mixed unless it is clear.
pub(in crate::tag) fn decide(engine: &Engine, analysis: &Analysis, drafts: &mut [Draft]) {
    for draft in drafts {
        let weights = engine.targets[draft.target as usize].estimates.as_ref().and_then(|e| e.votes.as_deref());
        let Some(weights) = weights.filter(|_| draft.by_rules != Valence::Unclear) else { continue };
        let sum: i32 = votes(analysis, draft).iter().map(|v| weights.weigh(v)).sum();
        let needed = if draft.by_rules == Valence::Mixed { CLEAR } else { OVERTURNS };
        if sum.abs() >= needed {
            draft.valence = if sum > 0 { Valence::Barrier } else { Valence::Facilitator };
        }
    }
}
