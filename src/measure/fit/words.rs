//! Sentences that are evidence or not -> what each word adds to the log-odds of what is suggested for its sentence.
//!
//! The log-odds that a sentence with suggestions is evidence are an intercept, those of its best suggestion, and the sum of its words; the loss is
//! that of logistic regression plus penalty / 2 x the squared words. What words add is given in the measure of the suggestion's log-odds.
use super::{calibrate::Asked, cross::fold, thousandths};
use crate::measure::stats::regression::{Held, Row, logistic, newton};
use std::collections::{BTreeMap, BTreeSet};

/// A word counts if it stands in so many papers.
pub const PAPERS: usize = 8;
const PENALTIES: [f64; 5] = [3.0, 10.0, 30.0, 100.0, 300.0];
/// Papers that are parted for cross-validation have the same few coders, and others have not: of penalties whose loss is so near the least the
/// strongest is taken.
const SPARE: f64 = 0.005;
/// Less than this, in thousandths, is nothing.
const FLOOR: i32 = 20;

/// What words add.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// By word, in thousandths.
    pub by_word: BTreeMap<String, i32>,
    /// By sentence, in log-odds: estimated from the other papers.
    pub held_out: Vec<f64>,
    /// By penalty the mean loss on papers it was not learned from.
    pub trials: Vec<(f64, f64)>,
    /// The penalty taken.
    pub penalty: f64,
}

/// What was found: intercept, slope, and by word.
struct Found<'a>(f64, f64, BTreeMap<&'a str, f64>);

impl Found<'_> {
    fn sum(&self, asked: &Asked) -> f64 {
        asked.words.iter().filter_map(|w| self.2.get(w.as_str())).sum()
    }
}

/// Estimates what words add, from all sentences with suggestions.
pub fn words(asked: &[&Asked], folds: u64) -> Words {
    let parts: Vec<u64> = asked.iter().map(|a| fold(&a.source, folds)).collect();
    let by_fold = |penalty: f64| -> Vec<Found<'_>> {
        let train = |n: u64| asked.iter().zip(&parts).filter(move |(_, part)| **part != n).map(|(a, _)| *a);
        (0..folds).map(|n| learn(&train(n).collect::<Vec<_>>(), penalty)).collect()
    };
    let loss = |found: &[Found<'_>]| -> f64 {
        let one = |(asked, part): (&&Asked, &u64)| {
            let found = &found[*part as usize];
            let q = logistic(found.0 + found.1 * asked.best() + found.1 * found.sum(asked));
            -(if asked.evident { q } else { 1.0 - q }).max(1e-9).ln()
        };
        let tried = || asked.iter().zip(&parts).filter(|(a, _)| !a.suggested.is_empty());
        tried().map(one).sum::<f64>() / tried().count().max(1) as f64
    };
    let tried = PENALTIES.map(|penalty| {
        let found = by_fold(penalty);
        (penalty, loss(&found), found)
    });
    let trials = tried.iter().map(|t| (t.0, t.1)).collect();
    let least = tried.iter().map(|t| t.1).fold(f64::MAX, f64::min);
    let strongest = tried.into_iter().rev().find(|t| t.1 <= least + SPARE);
    let Some((penalty, _, found)) = strongest else { return Words::default() };
    let held_out = asked.iter().zip(&parts).map(|(a, part)| found[*part as usize].sum(a)).collect();
    let all = learn(asked, penalty).2.into_iter().map(|(word, n)| (word.to_owned(), thousandths(n)));
    Words { by_word: all.filter(|(_, n)| n.abs() >= FLOOR).collect(), held_out, trials, penalty }
}

fn learn<'a>(asked: &[&'a Asked], penalty: f64) -> Found<'a> {
    let mut papers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for a in asked.iter().filter(|a| !a.suggested.is_empty()) {
        a.words.iter().for_each(|w| _ = papers.entry(w).or_default().insert(&a.source));
    }
    let names: Vec<&str> = papers.iter().filter(|(_, papers)| papers.len() >= PAPERS).map(|(word, _)| *word).collect();
    let row = |a: &&Asked| {
        let words = a.words.iter().filter_map(|w| Some((names.binary_search(&w.as_str()).ok()? + 2, 1.0)));
        Row { x: [(0, 1.0), (1, a.best())].into_iter().chain(words).collect(), came_true: a.evident, weight: 1.0 }
    };
    let rows: Vec<Row> = asked.iter().filter(|a| !a.suggested.is_empty()).map(row).collect();
    let mut held = vec![Held { at: 0.0, by: penalty }; names.len() + 2];
    (held[0].by, held[1]) = (1.0, Held { at: 1.0, by: 1.0 });
    let found = newton(&rows.iter().collect::<Vec<_>>(), &held);
    let slope = found[1].max(0.05);
    Found(found[0], slope, names.into_iter().zip(found[2..].iter().map(|n| n / slope)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::fit::calibrate::Suggested;

    /// "we" stands in sentences that are evidence, "significantly" in those that are none.
    #[test]
    fn words_tell_evidence_from_none() {
        let asked = |n: usize| {
            let evident = n.is_multiple_of(2);
            let words = if evident { ["we", "had"] } else { ["significantly", "had"] };
            let words = words.map(str::to_owned).into_iter().chain(n.is_multiple_of(24).then(|| "rare".to_owned()));
            let suggested = vec![Suggested::new("a", 500, evident)];
            Asked { source: format!("paper {}", n / 2 % 12), evident, labels: 1, suggested, words: words.collect() }
        };
        let all: Vec<Asked> = (0..120).map(asked).collect();
        let all: Vec<&Asked> = all.iter().collect();
        let found = words(&all, 4);
        assert!(found.by_word["we"] > 500 && found.by_word["significantly"] < -500, "{found:?}");
        assert!(!found.by_word.contains_key("rare"), "in one paper only");
        assert!(found.held_out[0] > 0.5 && found.held_out[1] < -0.5, "{found:?}");
    }
}
