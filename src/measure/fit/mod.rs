//! Statements with codes -> weights of concepts in domains: softmax regression held near the weights set by hand, cross-validated by source.
//!
//! The score of domain d is prior(d) + slope x evidence(d) + what is told, as the tagger has it; the loss is the cross-entropy of the softmax over the
//! domains against the authors' codes (each its share), plus penalty / 2 x the squared changes of weights and 1 / 2 x those of priors.
pub mod calibrate;
mod cross;
mod descend;
mod model;
mod neighbours;
pub mod sheet;
pub mod votes;
pub mod words;

use crate::lexicon::FittedMode;
pub use cross::{Recall, Trial};
use model::{Row, Space};
use std::collections::{BTreeMap, BTreeSet};

/// A statement as far as weights are estimated from it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Statements of a source stay together.
    pub source: String,
    /// How much it counts in the fit. What counts less than 1 is not tested on.
    pub weight: f64,
    /// Its domains.
    pub gold: Vec<String>,
    /// What stands in it.
    pub signalled: Vec<Signalled>,
}

/// A concept signalled in a statement; numbers in thousandths.
#[derive(Clone, Debug)]
pub struct Signalled {
    /// Its id.
    pub concept: String,
    /// Weight of its strongest term.
    pub term: i32,
    /// What it adds that the words tell what it does.
    pub told: i32,
    /// Domains it feeds here: id, weight of the term, weight of the concept.
    pub feeds: Vec<(String, i32, i32)>,
}

/// What is held while weights are estimated.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Domains with their priors, in thousandths.
    pub domains: Vec<(String, i32)>,
    /// Factor of the evidence, in thousandths.
    pub slope: i32,
    /// Discount of each further concept, in thousandths.
    pub further: i32,
    /// Concepts set by hand, by domain.
    pub by_hand: BTreeSet<(String, String)>,
    /// In how many folds sources are parted.
    pub folds: u64,
    /// Penalties that are tried.
    pub penalties: Vec<u32>,
    /// A concept counts when it is signalled in so many sources.
    pub sources: usize,
    /// A new way into a domain is kept from this weight on, in thousandths.
    pub floor: i32,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Priors, weights and neighbours; scores are not calibrated yet.
    pub mode: FittedMode,
    /// The penalty chosen: the one with the lowest held-out loss.
    pub penalty: u32,
    /// Weights set by hand, with neighbours: cross-validated.
    pub before: Trial,
    /// By penalty.
    pub trials: Vec<Trial>,
    /// On what was learned from.
    pub training: Recall,
    /// Weights that could change, and those that could be added.
    pub size: (usize, usize),
}

/// Estimates priors, weights and neighbours.
pub fn fit(cases: &[Case], setting: &Setting) -> Outcome {
    let trials: Vec<Trial> = setting.penalties.iter().map(|p| cross::validate(cases, setting, Some(*p))).collect();
    let best = trials.iter().min_by(|a, b| a.loss.total_cmp(&b.loss));
    let penalty = best.and_then(|t| t.penalty).unwrap_or(100);
    let all: Vec<&Case> = cases.iter().collect();
    let (space, mode) = learn(&all, setting, Some(penalty));
    let training = cross::recall(&all, setting, &mode);
    let new = space.feeds.iter().filter(|f| f.new).count();
    let before = cross::validate(cases, setting, None);
    Outcome { mode, penalty, before, trials, training, size: (space.feeds.len() - new, new) }
}

/// Without a penalty weights stay as they are; neighbours are counted in any case.
fn learn(cases: &[&Case], setting: &Setting, penalty: Option<u32>) -> (Space, FittedMode) {
    let space = Space::of(cases, setting);
    let mut mode = FittedMode::default();
    if let Some(penalty) = penalty {
        let rows: Vec<Row> = cases.iter().map(|c| space.row(c, setting)).collect();
        let point = descend::descend(&rows, &space, f64::from(penalty));
        mode.priors = priors(&point.priors, setting);
        mode.weights = weights(&point.feeds, &space, setting);
    }
    mode.neighbours = neighbours::count(cases, setting, &mode);
    (space, mode)
}

fn thousandths(x: f64) -> i32 {
    (x * 1000.0).round() as i32
}

fn priors(fitted: &[f64], setting: &Setting) -> BTreeMap<String, i32> {
    let named = setting.domains.iter().zip(fitted).map(|((id, _), x)| (id.clone(), thousandths(*x)));
    named.filter(|(_, n)| *n != 0).collect()
}

/// Changes worth a line: new ways from the floor on, others from two hundredths on.
fn weights(fitted: &[f64], space: &Space, setting: &Setting) -> BTreeMap<(String, String), i32> {
    let named = space.feeds.iter().zip(fitted).map(|(f, x)| (f, thousandths(*x)));
    let kept = named.filter(|(f, n)| if f.new { *n >= setting.floor } else { n.abs() >= 20 });
    kept.map(|(f, n)| ((setting.domains[f.domain].0.clone(), f.concept.clone()), n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn setting() -> Setting {
        let by_hand = [("a", "one"), ("b", "two"), ("b", "three"), ("c", "three")];
        Setting {
            domains: vec![("a".into(), 100), ("b".into(), 0), ("c".into(), 0)],
            slope: 2000,
            further: 500,
            by_hand: by_hand.iter().map(|(d, c)| ((*d).to_owned(), (*c).to_owned())).collect(),
            folds: 3,
            penalties: vec![1, 10],
            sources: 3,
            floor: 50,
        }
    }

    /// Wherever `one` is said, which by hand speaks for `a`, people gave `c`.
    pub(super) fn planted() -> Vec<Case> {
        let signal = |concept: &str, feeds: &[&str]| Signalled {
            concept: concept.into(),
            term: 1000,
            told: 300,
            feeds: feeds.iter().map(|d| ((*d).to_owned(), 1000, 600)).collect(),
        };
        let case = |n: usize, gold: &str, signalled| Case {
            source: format!("source {}", n % 7),
            weight: 1.0,
            gold: vec![gold.into()],
            signalled,
        };
        let one = (0..20).map(|n| case(n, "c", vec![signal("one", &["a"]), signal("three", &["b", "c"])]));
        one.chain((0..20).map(|n| case(n, "b", vec![signal("two", &["b"])]))).collect()
    }

    #[test]
    fn a_planted_habit_is_found_and_found_alike() {
        let outcome = fit(&planted(), &setting());
        let weight = |d: &str, c: &str| outcome.mode.weights.get(&(d.to_owned(), c.to_owned())).copied().unwrap_or(0);
        assert!(weight("a", "one") < 0, "{outcome:?}");
        assert!(weight("c", "one") > 0, "{outcome:?}");
        assert!(outcome.training.at_1 > 0.99, "{outcome:?}");
        assert_eq!(outcome.mode, fit(&planted(), &setting()).mode);
    }

    #[test]
    fn too_few_sources_teach_nothing() {
        let cases: Vec<Case> = planted().into_iter().map(|c| Case { source: "source 1".into(), ..c }).collect();
        assert_eq!(fit(&cases, &setting()).mode.weights.len(), 0);
    }
}
