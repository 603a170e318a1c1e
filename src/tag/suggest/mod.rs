//! The signals of a segment -> suggestions: evidence gathered by domain, valence by vote, score, reason.
pub(super) mod also;
mod circumstances;
pub(super) mod fitted;
pub(super) mod score;
pub(super) mod wording;
use crate::tag::{
    engine::{Engine, Entry, Feed, Owner},
    matcher::Hit,
    segment::{Analysis, Signal, Source},
    suggest::score::{Numbers, logistic},
    valence::votes,
};
use crate::{
    lexicon::Lean,
    report::{Certainty, Score, Valence},
};
use circumstances::frame;
pub(in crate::tag) use circumstances::{Circumstances, circumstances};
use smallvec::SmallVec;

/// A piece of evidence: a signal that feeds a domain.
#[derive(Clone, Copy, Debug)]
pub(in crate::tag) struct Evidence {
    pub(in crate::tag) target: u32,
    pub(in crate::tag) clause: u32,
    pub(in crate::tag) concept: u32,
    pub(in crate::tag) construct: Option<u32>,
    pub(in crate::tag) weight: i32,
    pub(in crate::tag) signal: u32,
}

/// What is suggested for one domain and segment, before it is written out.
#[derive(Clone, Debug)]
pub(in crate::tag) struct Draft {
    pub(in crate::tag) target: u32,
    pub(in crate::tag) construct: Option<u32>,
    pub(in crate::tag) log_odds: i32,
    pub(in crate::tag) score: Score,
    pub(in crate::tag) valence: Valence,
    /// What the rules decided, before everything that was said voted.
    pub(in crate::tag) by_rules: Valence,
    pub(in crate::tag) certainty: Certainty,
    pub(in crate::tag) negated: bool,
    /// The signal whose holder and level it has.
    pub(in crate::tag) best: Option<u32>,
    /// The clause it is limited to, if the segment's clauses differ.
    pub(in crate::tag) clause: Option<u32>,
    /// Its signals, the strongest first.
    pub(in crate::tag) signals: SmallVec<[u32; 8]>,
    /// Whether the valence is the domain's own, for want of anything in the words.
    pub(in crate::tag) by_prior: bool,
    /// The cue that alone speaks, where no concept was found.
    pub(in crate::tag) bare: Option<u32>,
    /// The target whose neighbour it is, where nothing speaks for it.
    pub(in crate::tag) neighbour: Option<u32>,
}

/// Buffers for gathering.
#[derive(Debug, Default)]
pub(in crate::tag) struct Gathering {
    evidence: Vec<Evidence>,
    weights: Vec<i32>,
    /// By diction what the words of the segment add to the log-odds that it is evidence.
    words: Vec<i32>,
    /// Target, concept, weight.
    hopes: Vec<(u32, u32, i32)>,
    /// By signal: whether it is in the draft.
    seen: Vec<bool>,
}

/// How strongly a term speaks for a domain.
pub(in crate::tag) fn weight(term: i32, feed: i32) -> i32 {
    (i64::from(term) * i64::from(feed) / 1000) as i32
}

/// By entry: the most that it alone can give one of the domains it speaks for.
pub(in crate::tag) fn hopes(engine: &Engine, numbers: &Numbers) -> Vec<i32> {
    let hope = |entry: &Entry| {
        let Owner::Concept(concept) = entry.owner else { return i32::MIN };
        let feeds = engine.concepts[concept as usize].1.iter();
        let one =
            |f: &Feed| numbers.base(weight(entry.weight, f.weight).max(0)) + engine.targets[f.target as usize].prior;
        feeds.map(one).max().unwrap_or(i32::MIN)
    };
    engine.entries.iter().map(hope).collect()
}

impl Gathering {
    /// Whether no domain can reach the threshold by these matches: with these circumstances, and `told` the most that the words can add.
    pub(in crate::tag) fn hopeless(
        &mut self,
        engine: &Engine,
        hits: &[Hit],
        numbers: &Numbers,
        base: Circumstances,
        told: i32,
    ) -> bool {
        // mostly one match is enough
        let Self { words, hopes, weights, .. } = self;
        let worst = words.iter().copied().min().unwrap_or(0).min(0);
        let least = numbers.least.saturating_sub(base.place + told + base.frame.min(0) + worst);
        if hits.iter().any(|h| engine.hopes.get(h.entry as usize).is_some_and(|hope| *hope >= least)) {
            return false;
        }
        let around = |target: u32| {
            let target = &engine.targets[target as usize];
            target.prior + base.place + told + frame(words, target, base)
        };
        hopes.clear();
        for hit in hits {
            let entry = &engine.entries[hit.entry as usize];
            let Owner::Concept(concept) = entry.owner else { continue };
            for f in &engine.concepts[concept as usize].1 {
                hopes.push((f.target, concept, weight(entry.weight, f.weight)));
            }
        }
        hopes.sort_unstable_by_key(|(target, concept, weight)| (*target, *concept, -weight));
        hopes.dedup_by_key(|(target, concept, _)| (*target, *concept));
        hopes.chunk_by(|a, b| a.0 == b.0).all(|group| {
            weights.clear();
            weights.extend(group.iter().map(|(_, _, weight)| (*weight).max(0)));
            numbers.base(numbers.evidence(weights)) + around(group[0].0) < numbers.least
        })
    }

    /// The drafts of a segment, by domain; `base` is what its circumstances give. Some that cannot reach the threshold are left out. In running
    /// text their valences are those of the rules: who keeps some lets `votes::decide` have its say on them.
    pub(in crate::tag) fn drafts(
        &mut self,
        engine: &Engine,
        analysis: &Analysis,
        numbers: &Numbers,
        base: Circumstances,
        whole: bool,
        out: &mut Vec<Draft>,
    ) {
        out.clear();
        self.evidence.clear();
        for (n, signal) in analysis.signals.iter().enumerate() {
            let term_weight = engine.entries[signal.hit.entry as usize].weight;
            for feed in &engine.concepts[signal.concept as usize].1 {
                if feed.when.as_ref().is_none_or(|w| analysis.holds(engine, w, signal)) {
                    let weight = weight(term_weight, feed.weight);
                    let (clause, concept, construct) = (signal.clause, signal.concept, feed.construct);
                    self.evidence.push(Evidence {
                        target: feed.target,
                        clause,
                        concept,
                        construct,
                        weight,
                        signal: n as u32,
                    });
                }
            }
        }
        self.evidence.sort_unstable_by_key(|e| (e.target, e.clause, -e.weight, e.signal));
        let evidence = std::mem::take(&mut self.evidence);
        for group in evidence.chunk_by(|a, b| a.target == b.target) {
            let leaning = engine.targets[group[0].target as usize].leaning;
            if !whole && numbers.least > i32::MIN {
                let told = group.iter().map(|e| told(&analysis.signals[e.signal as usize], numbers)).max().unwrap_or(0);
                let frame = self.frame(&engine.targets[group[0].target as usize], base);
                let more = base.place + numbers.doubt() + if leaning { told + frame } else { numbers.lean };
                if self.falls_short(engine, numbers, group, numbers.least.saturating_sub(more)) {
                    continue;
                }
            }
            if !leaning {
                self.by_denial(engine, analysis, numbers, base, group, out);
            } else if !whole && clauses_differ(analysis, group) {
                for clause in group.chunk_by(|a, b| a.clause == b.clause) {
                    out.push(self.draft(engine, analysis, numbers, base, clause, Some(clause[0].clause)));
                }
            } else {
                out.push(self.draft(engine, analysis, numbers, base, group, None));
            }
        }
        self.evidence = evidence;
        if out.is_empty() && whole {
            out.extend(bare(engine, analysis, numbers));
        }
        if whole {
            // neighbours take over what is decided of the best
            votes::decide(engine, analysis, out);
        }
        fitted::finish(engine, whole, out);
    }

    /// Whether the evidence for a domain, all of it in one clause, comes to less than this.
    fn falls_short(&mut self, engine: &Engine, numbers: &Numbers, group: &[Evidence], least: i32) -> bool {
        self.weights.clear();
        self.weights.extend(group.iter().map(|e| e.weight.max(0)));
        numbers.base(numbers.evidence(&mut self.weights)) + engine.targets[group[0].target as usize].prior < least
    }

    /// Of a framework about topics: what is there and what is said not to be are two things.
    fn by_denial(
        &mut self,
        engine: &Engine,
        analysis: &Analysis,
        numbers: &Numbers,
        base: Circumstances,
        group: &[Evidence],
        out: &mut Vec<Draft>,
    ) {
        for negated in [false, true] {
            let same = |e: &&Evidence| analysis.signals[e.signal as usize].outcome.negated == negated;
            let part: SmallVec<[Evidence; 8]> = group.iter().filter(same).copied().collect();
            if !part.is_empty() {
                out.push(self.draft(engine, analysis, numbers, base, &part, None));
            }
        }
    }

    fn draft(
        &mut self,
        engine: &Engine,
        analysis: &Analysis,
        numbers: &Numbers,
        base: Circumstances,
        group: &[Evidence],
        clause: Option<u32>,
    ) -> Draft {
        let target = &engine.targets[group[0].target as usize];
        let mut order: SmallVec<[&Evidence; 16]> = group.iter().collect();
        order.sort_unstable_by_key(|e| (-e.weight, e.signal, e.construct.is_none()));
        self.weights.clear();
        for (n, e) in order.iter().enumerate() {
            if !order[..n].iter().any(|o| o.concept == e.concept) {
                self.weights.push(e.weight);
            }
        }
        let evidence = numbers.evidence(&mut self.weights);
        let best = &analysis.signals[order[0].signal as usize];
        let mut valence = vote(analysis, &order);
        if valence == Valence::Mixed && !both_said(analysis, &order) {
            valence = said(analysis, &order);
        }
        let by_prior = valence == Valence::Unclear && target.lean != Lean::Neither;
        if by_prior {
            valence = valence_of(target.lean);
        }
        let told = order.iter().map(|e| told(&analysis.signals[e.signal as usize], numbers)).max().unwrap_or(0);
        let told = if target.leaning { told + self.frame(target, base) } else { numbers.lean };
        let certainty = best.outcome.certainty;
        let doubt = match certainty {
            _ if !target.leaning => 0,
            Certainty::Asserted => 0,
            Certainty::Hedged => numbers.hedged,
            Certainty::Hypothetical => numbers.hypothetical,
        };
        let log_odds = numbers.base(evidence) + target.prior + base.place + told + doubt;
        let mut signals: SmallVec<[u32; 8]> = order.iter().map(|e| e.signal).collect();
        self.seen.clear();
        self.seen.resize(analysis.signals.len(), false);
        signals.retain(|s| !std::mem::replace(&mut self.seen[*s as usize], true));
        Draft {
            target: group[0].target,
            construct: order.iter().find_map(|e| e.construct),
            log_odds,
            score: Score::default(),
            valence,
            by_rules: valence,
            certainty,
            negated: best.negated,
            best: Some(order[0].signal),
            clause,
            signals,
            by_prior,
            bare: None,
            neighbour: None,
        }
    }
}

/// A statement without any concept, but with words that tell good from bad: the most usual domain of a framework whose domains differ
/// in that, with little weight.
fn bare(engine: &Engine, analysis: &Analysis, numbers: &Numbers) -> Option<Draft> {
    let (mut sign, cue) = analysis.bare_tone();
    let target = engine.usual?;
    if sign == Lean::Neither {
        sign = votes::by_words(engine, analysis, target)?;
    }
    let log_odds = numbers.intercept + engine.targets[target as usize].prior + numbers.unclear;
    Some(Draft {
        target,
        construct: None,
        log_odds,
        score: logistic(log_odds),
        valence: valence_of(sign),
        by_rules: valence_of(sign),
        certainty: Certainty::Asserted,
        negated: false,
        best: None,
        clause: None,
        signals: SmallVec::new(),
        by_prior: false,
        bare: cue,
        neighbour: None,
    })
}

/// Whether the clauses of a segment say opposite things of a domain.
fn clauses_differ(analysis: &Analysis, group: &[Evidence]) -> bool {
    let first = group[0].clause;
    if group.iter().all(|e| e.clause == first) {
        return false;
    }
    let signs =
        group.chunk_by(|a, b| a.clause == b.clause).map(|c| vote(analysis, &c.iter().collect::<SmallVec<[_; 8]>>()));
    let (mut barrier, mut facilitator) = (false, false);
    for sign in signs {
        barrier |= matches!(sign, Valence::Barrier | Valence::Mixed);
        facilitator |= matches!(sign, Valence::Facilitator | Valence::Mixed);
    }
    barrier && facilitator
}

/// The valence of several signals: by weight, what cues say counting double; mixed if the lesser side has at least three fifths of the greater.
fn vote(analysis: &Analysis, evidence: &[&Evidence]) -> Valence {
    let (mut hinders, mut helps) = (0i64, 0i64);
    for e in evidence {
        let signal = &analysis.signals[e.signal as usize];
        let weight = i64::from(e.weight.max(1)) * if matches!(signal.source, Source::Lean) { 1 } else { 2 };
        match signal.outcome.sign {
            Lean::Hinders => hinders += weight,
            Lean::Helps => helps += weight,
            Lean::Neither => {}
        }
    }
    match (hinders, helps) {
        (0, 0) => Valence::Unclear,
        (h, f) if h * 5 > f * 3 && f * 5 > h * 3 => Valence::Mixed,
        (h, f) if h > f => Valence::Barrier,
        _ => Valence::Facilitator,
    }
}

/// Whether cues say both that it hinders and that it helps.
fn both_said(analysis: &Analysis, evidence: &[&Evidence]) -> bool {
    let says = |sign| {
        evidence
            .iter()
            .map(|e| &analysis.signals[e.signal as usize])
            .any(|s| s.outcome.sign == sign && matches!(s.source, Source::Cues | Source::Topic(_) | Source::Lent(_)))
    };
    says(Lean::Hinders) && says(Lean::Helps)
}

/// What cues say, where they say one thing; else that it hinders, which people mention more surely than that a thing is there.
fn said(analysis: &Analysis, evidence: &[&Evidence]) -> Valence {
    let signals = || evidence.iter().map(|e| &analysis.signals[e.signal as usize]);
    match signals().find(|s| !matches!(s.source, Source::Lean | Source::None) && s.outcome.sign != Lean::Neither) {
        Some(s) => valence_of(s.outcome.sign),
        None => Valence::Barrier,
    }
}

fn valence_of(lean: Lean) -> Valence {
    match lean {
        Lean::Hinders => Valence::Barrier,
        Lean::Helps => Valence::Facilitator,
        Lean::Neither => Valence::Unclear,
    }
}

/// What it adds to the log-odds that the words tell what the thing does.
pub(in crate::tag) fn told(signal: &Signal, numbers: &Numbers) -> i32 {
    match signal.source {
        Source::Cues | Source::Topic(_) => numbers.explicit,
        Source::Lent(_) => numbers.lent,
        Source::Lean | Source::Tone(_) => numbers.lean,
        Source::None => numbers.unclear,
    }
}
