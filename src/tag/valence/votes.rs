//! Everything that is said around a draft -> its valence by vote, where weights of the votes were estimated.
mod vote;
use crate::tag::{
    diction::Word,
    engine::Engine,
    matcher::{Hit, Words},
    segment::{Analysis, Lender, Signal, Source},
    suggest::Draft,
};
use crate::{
    lexicon::{CueKind, Lean},
    report::Valence,
    text::words_of,
};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};
use vote::{By, Ids, Size, Vote};

/// One and the same thing said again counts twice at most.
const MOST: i32 = 2;
/// A vote is clear from these log-odds on, in thousandths, and close below those.
const CLEAR: i32 = 1000;
const CLOSE: i32 = 500;

/// What votes weigh, in thousandths of log-odds that the thing hinders.
#[derive(Clone, Debug, Default)]
pub(in crate::tag) struct Weights {
    /// By [`Vote::place`].
    by_place: Vec<i32>,
    /// Whether they were estimated from texts that are read in another way: statements, where running text is read.
    foreign: bool,
}

impl Weights {
    /// By group and name, of which those that the lexicon no longer has are passed over; none if there are no weights.
    pub(in crate::tag) fn new(
        engine: &Engine,
        framework: &str,
        by_name: &BTreeMap<String, BTreeMap<String, i32>>,
        foreign: bool,
    ) -> Option<Self> {
        if by_name.is_empty() {
            return None;
        }
        let ids = Ids::new(engine, framework);
        let mut by_place = Vec::new();
        for (group, names) in by_name {
            for (name, weight) in names {
                let Some(vote) = Vote::named(group, name, &ids) else { continue };
                let place = vote.place();
                by_place.resize(by_place.len().max(place + 1), 0);
                by_place[place] = *weight;
            }
        }
        Some(Self { by_place, foreign })
    }

    /// What a vote given so often weighs.
    fn weigh(&self, vote: &Cast) -> i32 {
        vote.times * self.by_place.get(vote.place as usize).copied().unwrap_or(0)
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
    let size = size(analysis, draft);
    add(Vote::Always, 1);
    add(Vote::Rules { size, ground: ground(analysis, draft), valence: draft.by_rules }, 1);
    add(Vote::Domain(draft.target), 1);
    let here = |clause: u32| draft.clause.is_none_or(|c| c == clause);
    for (n, signal) in analysis.signals.iter().enumerate().filter(|(_, s)| here(s.clause)) {
        let own = draft.signals.contains(&(n as u32));
        let alike = |s: &Signal| (s.hit.first, s.hit.last, s.by_itself);
        if own || !analysis.signals[..n].iter().any(|s| here(s.clause) && alike(s) == alike(signal)) {
            add(Vote::Match { size, own, by: by(analysis, signal), sign: signal.by_itself }, MOST);
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
        add(Vote::First(size, sign), 1);
    }
    for free in analysis.free.iter().filter(|f| here(f.clause)) {
        let cue = &analysis.context.cues[free.cue as usize];
        add(Vote::Free { size, kind: cue.kind, turned: cue.turned, plain: free.plain, sign: free.sign }, MOST);
    }
    out
}

/// First and last word of the segment or clause that a draft speaks of.
fn stretch(analysis: &Analysis, draft: &Draft) -> (u32, u32) {
    let (first, end) = (analysis.first, analysis.end);
    match draft.clause {
        None => (first, end.saturating_sub(1).max(first)),
        Some(clause) => analysis.context.clause_words(clause, first, end),
    }
}

/// How much is said in it.
fn size(analysis: &Analysis, draft: &Draft) -> Size {
    let (first, last) = stretch(analysis, draft);
    Size::of(last + 1 - first)
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

/// The words of a draft's segment or clause that say something by themselves. The negation of a hindrance ("no side effects", "was not a barrier") has
/// said what it has to say and does not vote once more.
fn words<'a>(engine: &'a Engine, analysis: &'a Analysis, draft: &Draft) -> SmallVec<[&'a Word; 24]> {
    let Some(diction) = engine.targets[draft.target as usize].diction else { return SmallVec::new() };
    let lifting = lifting(engine, analysis, draft);
    analysis.hearing.within(&engine.dictions, diction, stretch(analysis, draft), |word| {
        !lifting.iter().any(|h| (h.first..=h.last).contains(&word))
    })
}

/// The words that may vote on a draft, as they are listed: each once.
pub(in crate::tag) fn voices(
    engine: &Engine,
    analysis: &Analysis,
    words: &Words,
    text: &str,
    draft: &Draft,
) -> BTreeSet<String> {
    let lifting = lifting(engine, analysis, draft);
    let (first, last) = stretch(analysis, draft);
    let votes = |word: &u32| !lifting.iter().any(|h| (h.first..=h.last).contains(word));
    let said = |word: u32| words_of(&text[words.start(word) as usize..words.end(word) as usize]);
    (first..=last).filter(votes).flat_map(said).collect()
}

/// The negations that make a help of what hinders: those in terms and cues that help ("not worried", "was not a problem"), those that act on a match,
/// and those that turn such a cue round.
fn lifting(engine: &Engine, analysis: &Analysis, draft: &Draft) -> SmallVec<[Hit; 4]> {
    let mut out: SmallVec<[Hit; 4]> = SmallVec::new();
    let cues = &analysis.context.cues;
    let negative = |hit: &Hit| engine.entries[hit.entry as usize].negative;
    let helps = |s: &&Signal| s.outcome.sign == Lean::Helps;
    for signal in draft.signals.iter().map(|n| &analysis.signals[*n as usize]).filter(helps) {
        let acts = &analysis.acts[signal.acts.0 as usize..signal.acts.1 as usize];
        if signal.outcome.negated {
            let negations = acts.iter().filter(|(_, a)| !a.turned && matches!(a.kind, CueKind::Absent | CueKind::Deny));
            out.extend(negations.map(|(n, _)| cues[*n as usize].hit));
        }
        out.extend(Some(signal.hit).filter(negative));
        let helps = acts.iter().filter(|(_, a)| a.kind == CueKind::Help && !a.turned);
        out.extend(helps.map(|(n, _)| cues[*n as usize].hit).filter(negative));
        if acts.iter().any(|(_, a)| a.turned && a.kind == CueKind::Hinder) {
            out.extend(cues.iter().filter(|c| c.used && c.clause == signal.clause).map(|c| c.hit));
        }
    }
    out
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

/// Lets everything that is said decide on the valence of drafts whose framework has weights for it. Only a clear vote overturns what the rules call
/// mixed, what cues say in a statement of a few words ("Time was no barrier"), what a heading lends, and anything in running text by votes of statements; no
/// close vote overturns anything in running text. There the other things in a sentence have valences of their own.
pub(in crate::tag) fn decide(engine: &Engine, analysis: &Analysis, drafts: &mut [Draft]) {
    for draft in drafts {
        let weights = engine.targets[draft.target as usize].estimates.as_ref().and_then(|e| e.votes.as_deref());
        let Some(weights) = weights.filter(|_| draft.by_rules != Valence::Unclear) else { continue };
        let said: i32 = votes(analysis, draft).iter().map(|v| weights.weigh(v)).sum();
        let sum = said + words(engine, analysis, draft).iter().map(|w| w.valence).sum::<i32>();
        let needed = match source(analysis, draft) {
            // who writes a column, a lead-in or "barriers were" says what stands there
            Some(Source::Lent(Lender::Column | Lender::LeadIn | Lender::Question) | Source::Topic(_)) => continue,
            _ if weights.foreign || draft.by_rules == Valence::Mixed || analysis.occasion_aside() => CLEAR,
            Some(Source::Lent(_)) => CLEAR,
            _ if !analysis.whole => CLOSE,
            Some(Source::Cues) if size(analysis, draft) == Size::Short => CLEAR,
            _ => 0,
        };
        if sum != 0 && sum.abs() >= needed {
            draft.valence = if sum > 0 { Valence::Barrier } else { Valence::Facilitator };
        }
    }
}
