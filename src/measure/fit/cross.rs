//! Cross-validation by source: what is learned from some sources, tried on others, as the tagger would rank.
use super::{Case, Setting, learn, model};
use crate::{
    lexicon::{FittedMode, fitted_weight},
    measure::stats::detection::{Detection, macro_f1},
};
use sha2::{Digest, Sha256};

/// How well domains are found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Recall {
    /// One of the authors' domains stands first.
    pub at_1: f64,
    /// Among the first three.
    pub at_3: f64,
    /// Mean F1 of the domains, first suggestion only.
    pub macro_f1: f64,
}

/// A penalty tried.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// None: the weights stay as set by hand.
    pub penalty: Option<u32>,
    /// Mean held-out cross-entropy.
    pub loss: f64,
    /// Held-out figures.
    pub recall: Recall,
}

/// The fold of a source: by its SHA-256.
pub(super) fn fold(source: &str, folds: u64) -> u64 {
    let hash = Sha256::digest(source.as_bytes());
    hash[..7].iter().fold(0u64, |n, b| n << 8 | u64::from(*b)) % folds.max(1)
}

pub(super) fn validate(cases: &[Case], setting: &Setting, penalty: Option<u32>) -> Trial {
    let (mut loss, mut ranks) = (0.0, Vec::new());
    for n in 0..setting.folds {
        let out = |c: &&Case| c.weight >= 1.0 && fold(&c.source, setting.folds) == n;
        let (test, train): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(out);
        let (space, mode) = learn(&train, setting, penalty);
        let rows: Vec<_> = test.iter().map(|c| space.row(c, setting)).collect();
        loss += model::loss(&rows, &space.point(&mode, setting)) * rows.len() as f64;
        ranks.extend(test.iter().map(|c| (*c, ranked(c, setting, &mode))));
    }
    let recall = of_ranks(&ranks, setting);
    Trial { penalty, loss: loss / ranks.len().max(1) as f64, recall }
}

pub(super) fn recall(cases: &[&Case], setting: &Setting, mode: &FittedMode) -> Recall {
    let tested = cases.iter().filter(|c| c.weight >= 1.0);
    of_ranks(&tested.map(|c| (*c, ranked(c, setting, mode))).collect::<Vec<_>>(), setting)
}

fn of_ranks(ranks: &[(&Case, Vec<usize>)], setting: &Setting) -> Recall {
    let mut domains = vec![Detection::default(); setting.domains.len()];
    let (mut first, mut third) = (0u32, 0u32);
    for (case, order) in ranks {
        let given = |n: &usize| case.gold.contains(&setting.domains[*n].0);
        first += u32::from(order.first().is_some_and(given));
        third += u32::from(order.iter().take(3).any(given));
        for (n, counts) in domains.iter_mut().enumerate() {
            let found = order.first() == Some(&n);
            counts.hits += u64::from(given(&n) && found);
            counts.false_alarms += u64::from(found && !given(&n));
            counts.misses += u64::from(given(&n) && !found);
        }
    }
    let share = |n: u32| f64::from(n) / ranks.len().max(1) as f64;
    Recall { at_1: share(first), at_3: share(third), macro_f1: macro_f1(domains.iter()).unwrap_or(0.0) }
}

/// The domains of a statement, best first, in the tagger's whole numbers; filled up to three with neighbours.
pub(super) fn ranked(case: &Case, setting: &Setting, mode: &FittedMode) -> Vec<usize> {
    let scored = setting.domains.iter().enumerate().filter_map(|(n, (id, prior))| {
        let mut weights: Vec<i32> = Vec::new();
        let mut told = i32::MIN;
        for s in &case.signalled {
            let added = mode.weights.get(&(id.clone(), s.concept.clone())).copied().unwrap_or(0);
            let by_hand = setting.by_hand.contains(&(id.clone(), s.concept.clone()));
            let (term, feed) = match s.feeds.iter().find(|f| f.0 == *id) {
                Some((_, term, feed)) => (*term, fitted_weight(*feed, added)),
                None if !by_hand && added > 0 => (s.term, added),
                None => continue,
            };
            weights.push((i64::from(term) * i64::from(feed) / 1000) as i32);
            told = told.max(s.told);
        }
        let own = prior + mode.priors.get(id).copied().unwrap_or(0);
        (!weights.is_empty()).then(|| (n, own + told + evidence(&mut weights, setting)))
    });
    let mut order: Vec<(usize, i32)> = scored.collect();
    order.sort_by_key(|(n, score)| (-score, *n));
    let mut order: Vec<usize> = order.into_iter().map(|(n, _)| n).collect();
    fill(&mut order, setting, mode);
    order
}

fn evidence(weights: &mut [i32], setting: &Setting) -> i32 {
    weights.sort_unstable_by(|a, b| b.cmp(a));
    let (mut sum, mut share) = (0i64, i64::from(setting.slope));
    for w in weights.iter().take(6) {
        sum += i64::from(*w) * share / 1000;
        share = share * i64::from(setting.further) / 1000;
    }
    sum as i32
}

fn fill(order: &mut Vec<usize>, setting: &Setting, mode: &FittedMode) {
    if order.is_empty() {
        // without a concept the tagger takes the most usual domain
        let usual = setting.domains.iter().enumerate().filter(|(_, d)| d.1 > 0);
        order.extend(usual.min_by_key(|(n, d)| (-d.1, *n)).map(|(n, _)| n));
    }
    let Some(best) = order.first() else { return };
    for (id, _) in mode.neighbours.get(&setting.domains[*best].0).into_iter().flatten() {
        let at = setting.domains.iter().position(|(d, _)| d == id).filter(|n| !order.contains(n));
        if order.len() < 3 {
            order.extend(at);
        }
    }
}
