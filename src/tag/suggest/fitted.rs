//! Numbers estimated from labelled texts, brought to the engine's weights before, and to the drafts of a segment after they are made.
use crate::lexicon::{FittedMode, Framework, Lexicon, fitted_weight};
use crate::tag::{
    diction::Diction,
    engine::{Engine, Feed, Target, usual},
    suggest::{
        Draft,
        score::{self, logistic},
    },
    valence::votes::Weights,
};
use std::{collections::BTreeMap, sync::Arc};

/// To how many domains the suggestions for a statement are filled up with neighbours.
const DOMAINS: usize = 3;

/// What is estimated of a target.
#[derive(Clone, Debug)]
pub(in crate::tag) struct Estimates {
    mode: Arc<FittedMode>,
    /// Targets that people give where this one is best, with log-odds; the highest first.
    neighbours: Vec<(u32, i32)>,
    /// What everything that is said weighs in the vote on the valence.
    pub(in crate::tag) votes: Option<Arc<Weights>>,
}

/// Adds what was estimated for the mode to priors and weights.
pub(in crate::tag) fn apply(engine: &mut Engine, lexicon: &Lexicon, statements: bool) {
    let used = |id: &str, engine: &Engine| engine.targets.iter().any(|t| *t.framework == *id);
    let frameworks: Vec<_> = lexicon.frameworks.iter().filter(|f| used(&f.id, engine)).collect();
    let lent = Lent::new(engine, lexicon, statements);
    for framework in frameworks {
        let fitted = framework.fitted.mode(statements);
        let own = framework.fitted.votes(statements);
        if *fitted == FittedMode::default() && own.is_empty() && lent.votes.is_none() {
            continue;
        }
        let mode = Arc::new(fitted.clone());
        let (votes, words) = match own.is_empty() {
            true => (lent.votes.clone(), lent.words.as_ref()),
            false => (
                Weights::new(engine, &framework.id, own, foreign(framework, statements)).map(Arc::new),
                own.get("word"),
            ),
        };
        // frameworks that hear the same share what hears it
        let heard = (own.is_empty() && fitted.words.is_empty()).then_some(lent.diction).flatten();
        let diction = heard.or_else(|| add_diction(engine, Diction::new(&fitted.words, words)));
        for n in 0..engine.targets.len() {
            if engine.targets[n].framework == framework.id {
                estimate(engine, n, &mode, votes.clone());
                engine.targets[n].diction = diction;
            }
        }
    }
    engine.usual = usual(&engine.targets);
}

/// Whether a framework's votes are those of statements where running text is read.
fn foreign(framework: &Framework, statements: bool) -> bool {
    !statements && framework.fitted.running_text.votes.is_empty()
}

/// The votes that frameworks without votes of their own take.
#[derive(Default)]
struct Lent {
    votes: Option<Arc<Weights>>,
    words: Option<BTreeMap<String, i32>>,
    diction: Option<u32>,
}

impl Lent {
    fn new(engine: &mut Engine, lexicon: &Lexicon, statements: bool) -> Self {
        let Some(lender) = lexicon.frameworks.iter().find(|f| f.fitted.statements.lends) else {
            return Self::default();
        };
        let mut votes = lender.fitted.votes(statements).clone();
        votes.remove("domain"); // others have other domains
        let words = votes.remove("word");
        let needed = engine.targets.iter().any(|t| t.framework != lender.id);
        let diction = if needed { Diction::new(&BTreeMap::new(), words.as_ref()) } else { None };
        let diction = add_diction(engine, diction);
        // without any other votes words may vote
        let votes = Weights::new(engine, &lender.id, &votes, foreign(lender, statements)).unwrap_or_default();
        Self { votes: Some(Arc::new(votes)), words, diction }
    }
}

fn add_diction(engine: &mut Engine, diction: Option<Diction>) -> Option<u32> {
    let place = diction.is_some().then_some(engine.dictions.len() as u32);
    engine.dictions.extend(diction);
    place
}

fn estimate(engine: &mut Engine, n: usize, mode: &Arc<FittedMode>, votes: Option<Arc<Weights>>) {
    let target = &engine.targets[n];
    let find = |id: &str| {
        engine.targets.iter().position(|t| t.framework == target.framework && *t.domain == *id).map(|p| p as u32)
    };
    let near = mode.neighbours.get(&*target.domain).into_iter().flatten();
    let neighbours = near.filter_map(|(id, log_odds)| Some((find(id)?, *log_odds))).collect();
    let domain = target.domain.to_string();
    let target = &mut engine.targets[n];
    target.prior += mode.priors.get(&domain).copied().unwrap_or(0);
    target.estimates = Some(Estimates { mode: mode.clone(), neighbours, votes });
    for (concept, feeds) in &mut engine.concepts {
        if let Some(added) = mode.weights.get(&(domain.clone(), concept.to_string())) {
            weigh(feeds, n as u32, *added);
        }
    }
}

/// Adds to the weight of a concept's ways into a target, or makes one.
fn weigh(feeds: &mut Vec<Feed>, target: u32, added: i32) {
    if !feeds.iter().any(|f| f.target == target) && added > 0 {
        feeds.push(Feed { target, construct: None, weight: 0, when: None });
    }
    for feed in feeds.iter_mut().filter(|f| f.target == target) {
        feed.weight = fitted_weight(feed.weight, added);
    }
}

/// The lowest log-odds, before calibration, whose score can reach a target's threshold.
pub(in crate::tag) fn least(target: &Target) -> i32 {
    let least = score::least(target.threshold);
    let Some(estimates) = &target.estimates else { return least };
    // standing behind the best only lowers it, being the best only raises it
    let highest = i64::from(estimates.mode.intercept) + i64::from(estimates.mode.best);
    let raw = (i64::from(least) - highest) * 1000 / i64::from(estimates.mode.slope.max(1));
    if least == i32::MIN { least } else { (raw - 25).clamp(-40_000, 40_000) as i32 }
}

/// Turns log-odds into those of the scores, framework by framework; statements (`whole`) are filled up with neighbours.
pub(in crate::tag) fn finish(engine: &Engine, whole: bool, drafts: &mut Vec<Draft>) {
    let framework = |d: &Draft| engine.targets[d.target as usize].rank;
    let mut from = 0;
    while from < drafts.len() {
        let id = framework(&drafts[from]);
        let to = from + drafts[from..].iter().take_while(|d| framework(d) == id).count();
        let best = drafts[from..to].iter().min_by_key(|d| (-d.log_odds, d.target)).map(|d| (d.target, d.log_odds));
        let Some((best, log_odds)) = best else { return };
        drafts[from..to].iter_mut().for_each(|d| calibrate(engine, d, log_odds));
        let filled = if whole { neighbours(engine, &drafts[from..to], best) } else { Vec::new() };
        from = to + filled.len();
        drafts.splice(to..to, filled);
    }
}

fn calibrate(engine: &Engine, draft: &mut Draft, best: i32) {
    if let Some(estimates) = &engine.targets[draft.target as usize].estimates {
        draft.log_odds = estimates.mode.log_odds(draft.log_odds, best);
    }
    draft.score = logistic(draft.log_odds);
}

/// Domains nothing speaks for, which people give where this one is best; they stand behind all that something speaks for.
fn neighbours(engine: &Engine, drafts: &[Draft], best: u32) -> Vec<Draft> {
    let Some(estimates) = &engine.targets[best as usize].estimates else { return Vec::new() };
    let there = |target: u32| drafts.iter().any(|d| d.target == target);
    let domains = drafts.chunk_by(|a, b| a.target == b.target).count();
    let (Some(model), Some(last)) = (drafts.iter().find(|d| d.target == best), drafts.iter().map(|d| d.log_odds).min())
    else {
        return Vec::new();
    };
    let missing = estimates.neighbours.iter().filter(|(t, _)| !there(*t)).take(DOMAINS.saturating_sub(domains));
    let one = |(n, (target, log_odds)): (usize, &(u32, i32))| {
        let log_odds = (*log_odds).min(last - 10 * (n as i32 + 1));
        let score = logistic(log_odds);
        let (target, neighbour) = (*target, Some(best));
        Draft {
            target,
            construct: None,
            log_odds,
            score,
            signals: Default::default(),
            bare: None,
            neighbour,
            ..model.clone()
        }
    };
    missing.enumerate().map(one).collect()
}
