//! Everything that is said around a draft -> its valence by vote, where weights of the votes were estimated.
use crate::tag::{
    diction::Word,
    engine::Engine,
    matcher::Hit,
    segment::{Analysis, Lender, Signal, Source},
    suggest::Draft,
};
use crate::{
    lexicon::{CueKind, Lean},
    report::Valence,
};
use rustc_hash::FxHashMap;
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
/// A vote is clear from these log-odds on, in thousandths: only a clear one overturns what cues say of the thing itself ("was not a barrier").
const CLEAR: i32 = 1000;
/// Less than this, in thousandths of log-odds, does not overturn what the rules decided.
const OVERTURNS: i32 = 200;
const GROUNDS: [&str; 7] = ["cues", "lean", "clause", "topic", "lent", "usual", "bare"];
/// Where the places of matches, of free cues, of what comes first, and of what the lexicon lists begin.
const OWN: usize = 1 + 4 * (GROUNDS.len() + 1);
const FREE: usize = OWN + 6 * (2 + 4 * CueKind::NAMES.len());
const FIRST: usize = FREE + 12 * CueKind::NAMES.len();
const LISTS: usize = FIRST + 3;
const SIGNS: [Lean; 3] = [Lean::Hinders, Lean::Helps, Lean::Neither];
const VALENCES: [Valence; 4] = [Valence::Barrier, Valence::Facilitator, Valence::Mixed, Valence::Unclear];

impl Vote {
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

    /// The vote of this group and name; the other way of [`Self::name`].
    fn named(group: &str, name: &str, ids: &Ids<'_>) -> Option<Vote> {
        let sign = |name: &str| SIGNS.into_iter().find(|s| s.name() == name);
        let cue = |name: &str| -> Option<(CueKind, bool)> {
            let kind = name.strip_prefix("not ");
            Some((CueKind::from_name(kind.unwrap_or(name))?, kind.is_some()))
        };
        match group {
            "always" => Some(Vote::Always),
            "rules" => {
                let (ground, valence) = name.split_once(' ')?;
                let ground = GROUNDS.iter().find(|g| **g == ground)?;
                Some(Vote::Rules(ground, VALENCES.into_iter().find(|v| v.name() == valence)?))
            }
            "own" | "others" => {
                let (by, leans) = name.rsplit_once(' ')?;
                let mild = by.strip_prefix("mild ");
                let by = match by {
                    "lean" => By::Lean,
                    "nothing" => By::Nothing,
                    _ => cue(mild.unwrap_or(by)).map(|(kind, turned)| By::Cue(kind, turned, mild.is_some()))?,
                };
                Some(Vote::Match { own: group == "own", by, sign: sign(leans)? })
            }
            "free" => {
                let (name, leans) = name.rsplit_once(' ')?;
                let plain = name.strip_prefix("plain ");
                let (kind, turned) = cue(plain.unwrap_or(name))?;
                Some(Vote::Free { kind, turned, plain: plain.is_some(), sign: sign(leans)? })
            }
            "first" => sign(name).map(Vote::First),
            "domain" => ids.domains.get(name).map(|n| Vote::Domain(*n)),
            "concept" => {
                let (id, denied) = name.strip_prefix("not ").map_or((name, false), |id| (id, true));
                ids.concepts.get(id).map(|n| Vote::Concept(*n, denied))
            }
            _ => None,
        }
    }
}

/// Where the domains of a framework and the concepts stand in the engine's lists, by id.
struct Ids<'e> {
    domains: FxHashMap<&'e str, u32>,
    concepts: FxHashMap<&'e str, u32>,
}

impl<'e> Ids<'e> {
    fn new(engine: &'e Engine, framework: &str) -> Self {
        let targets = (0u32..).zip(&engine.targets).filter(|(_, t)| *t.framework == *framework);
        Self {
            domains: targets.map(|(n, t)| (&*t.domain, n)).collect(),
            concepts: (0u32..).zip(&engine.concepts).map(|(n, (id, _))| (&**id, n)).collect(),
        }
    }
}

/// What votes weigh, in thousandths of log-odds that the thing hinders; by [`Vote::place`].
#[derive(Clone, Debug)]
pub(in crate::tag) struct Weights(Vec<i32>);

impl Weights {
    /// By group and name, of which those that the lexicon no longer has are passed over; none if there are no weights.
    pub(in crate::tag) fn new(
        engine: &Engine,
        framework: &str,
        by_name: &BTreeMap<String, BTreeMap<String, i32>>,
    ) -> Option<Self> {
        if by_name.is_empty() {
            return None;
        }
        let ids = Ids::new(engine, framework);
        let mut weights = Vec::new();
        for (group, names) in by_name {
            for (name, weight) in names {
                let Some(vote) = Vote::named(group, name, &ids) else { continue };
                let place = vote.place();
                weights.resize(weights.len().max(place + 1), 0);
                weights[place] = *weight;
            }
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

/// What the rules went by; none where only what is usual or no concept could tell.
fn source(analysis: &Analysis, draft: &Draft) -> Option<Source> {
    let first = draft.signals.first().filter(|_| !draft.by_prior)?;
    Some(analysis.signals[*first as usize].source)
}

/// The same by name.
fn ground(analysis: &Analysis, draft: &Draft) -> &'static str {
    match source(analysis, draft) {
        None if draft.by_prior => "usual",
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

/// The words of a draft's segment or clause that say something by themselves. The negation of a hindrance ("no side effects") has said what it has
/// to say and does not vote once more.
fn words<'a>(engine: &'a Engine, analysis: &'a Analysis, draft: &Draft) -> SmallVec<[&'a Word; 24]> {
    let Some(diction) = engine.targets[draft.target as usize].diction else { return SmallVec::new() };
    let clause = draft.clause.map(|c| analysis.context.clause_words(c, analysis.first, analysis.end));
    let lifting = lifting(analysis, draft);
    analysis.hearing.within(&engine.dictions, diction, clause.unwrap_or((0, u32::MAX)), |word| {
        !lifting.iter().any(|h| (h.first..=h.last).contains(&word))
    })
}

/// The negations that make a help of what hinders by itself.
fn lifting(analysis: &Analysis, draft: &Draft) -> SmallVec<[Hit; 4]> {
    let signals = draft.signals.iter().map(|n| &analysis.signals[*n as usize]);
    let lifted = signals.filter(|s| s.outcome.negated && s.outcome.sign == Lean::Helps);
    let acts = lifted.flat_map(|s| &analysis.acts[s.acts.0 as usize..s.acts.1 as usize]);
    let negations = acts.filter(|(_, a)| !a.turned && matches!(a.kind, CueKind::Absent | CueKind::Deny));
    negations.map(|(n, _)| analysis.context.cues[*n as usize].hit).collect()
}

/// What the words of a segment come to by themselves.
pub(in crate::tag) fn by_words(engine: &Engine, analysis: &Analysis, target: u32) -> Option<Lean> {
    let diction = engine.targets[target as usize].diction?;
    match analysis.hearing.all(&engine.dictions, diction).map(|w| w.valence).sum::<i32>() {
        0 => None,
        sum if sum > 0 => Some(Lean::Hinders),
        _ => Some(Lean::Helps),
    }
}

/// The votes that weigh anything, as `others absent +0.82`, with their log-odds in thousandths, the weightiest first; none where nothing was estimated.
pub(in crate::tag) fn told(engine: &Engine, analysis: &Analysis, draft: &Draft) -> Vec<(i32, String)> {
    let weights = engine.targets[draft.target as usize].estimates.as_ref().and_then(|e| e.votes.as_deref());
    let Some(weights) = weights else { return Vec::new() };
    let said = |v: Cast| {
        let weight = weights.weigh(&v);
        let (group, name) = v.vote.name(engine);
        (weight, format!("{group} {name} {:+.2}", f64::from(weight) / 1000.0))
    };
    let word = |w: &Word| (w.valence, format!("word \"{}\" {:+.2}", w.text, f64::from(w.valence) / 1000.0));
    let all = votes(analysis, draft).into_iter().map(said).chain(words(engine, analysis, draft).into_iter().map(word));
    let mut out: Vec<(i32, String)> = all.filter(|(n, _)| *n != 0).collect();
    out.sort_by_key(|(n, _)| -n.abs());
    out
}

/// Lets everything that is said decide on the valence of drafts whose framework has weights for it. What the rules decided
/// stands where the vote is close, and what they call mixed unless it is clear.
pub(in crate::tag) fn decide(engine: &Engine, analysis: &Analysis, drafts: &mut [Draft]) {
    for draft in drafts {
        let weights = engine.targets[draft.target as usize].estimates.as_ref().and_then(|e| e.votes.as_deref());
        let Some(weights) = weights.filter(|_| draft.by_rules != Valence::Unclear) else { continue };
        let said: i32 = votes(analysis, draft).iter().map(|v| weights.weigh(v)).sum();
        let sum = said + words(engine, analysis, draft).iter().map(|w| w.valence).sum::<i32>();
        let needed = match source(analysis, draft) {
            // who writes a column or a lead-in says what stands there
            Some(Source::Lent(Lender::Column | Lender::LeadIn)) => continue,
            Some(Source::Cues | Source::Lent(_) | Source::Topic(_)) => CLEAR,
            _ if draft.by_rules == Valence::Mixed => CLEAR,
            _ if analysis.occasion_aside() => CLEAR,
            _ => OVERTURNS,
        };
        if sum.abs() >= needed {
            draft.valence = if sum > 0 { Valence::Barrier } else { Valence::Facilitator };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn names_lead_back_to_votes() {
        let lexicon = Lexicon::load(&[], true).unwrap();
        let engine = Engine::new(&lexicon, &["tdf"]).unwrap();
        let ids = Ids::new(&engine, "tdf");
        let mut all = vec![Vote::Always, Vote::Domain(3), Vote::Concept(5, false), Vote::Concept(5, true)];
        all.extend(GROUNDS.iter().flat_map(|g| VALENCES.map(|v| Vote::Rules(g, v))));
        for sign in SIGNS {
            all.push(Vote::First(sign));
            for (one, two) in [(true, true), (true, false), (false, true), (false, false)] {
                all.extend([By::Lean, By::Nothing].map(|by| Vote::Match { own: one, by, sign }));
                for (kind, _) in CueKind::NAMES {
                    all.push(Vote::Free { kind, turned: one, plain: two, sign });
                    all.extend([true, false].map(|own| Vote::Match { own, by: By::Cue(kind, one, two), sign }));
                }
            }
        }
        for vote in all {
            let (group, name) = vote.name(&engine);
            assert_eq!(Vote::named(group, &name, &ids), Some(vote), "{group} {name}");
        }
        assert_eq!(Vote::named("concept", "no_such_thing", &ids), None);
    }
}
