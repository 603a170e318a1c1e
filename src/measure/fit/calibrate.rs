//! Scores and what people said -> intercept and slope of the score by logistic regression; for running text priors of domains and the threshold too.
use super::{cross::fold, thousandths};
use crate::{
    lexicon::FittedMode,
    measure::{
        gold::{Evidence, Statement},
        paper::Paper,
        running::judge,
        said::{Said, domains},
        stats::{
            detection::Detection,
            regression::{Held, Row, logistic, newton},
        },
    },
    text::words_of,
};
use std::collections::{BTreeMap, BTreeSet};

/// What was suggested for a statement or sentence, and what people said.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its source or paper.
    pub source: String,
    /// Whether it is evidence at all.
    pub evident: bool,
    /// How many domains people gave it.
    pub labels: usize,
    /// Of each domain what was suggested.
    pub suggested: Vec<Suggested>,
    /// Its words, each once; of statements none are needed.
    pub words: BTreeSet<String>,
}

/// A domain suggested.
#[derive(Clone, Debug)]
pub struct Suggested {
    /// Its id.
    pub domain: String,
    /// Of the score.
    pub log_odds: f64,
    /// Whether people gave it.
    pub came_true: bool,
}

impl Suggested {
    /// With a score in thousandths.
    pub fn new(domain: &str, score: u16, came_true: bool) -> Self {
        let p = f64::from(score.clamp(1, 999)) / 1000.0;
        Self { domain: domain.to_owned(), log_odds: (p / (1.0 - p)).ln(), came_true }
    }
}

impl Asked {
    pub(super) fn best(&self) -> f64 {
        self.suggested.iter().map(|s| s.log_odds).fold(f64::MIN, f64::max)
    }

    /// With the same added to all log-odds.
    pub fn shifted(mut self, by: f64) -> Self {
        self.suggested.iter_mut().for_each(|s| s.log_odds += by);
        self
    }

    /// With priors added.
    fn with(&self, priors: &BTreeMap<String, i32>) -> Self {
        let mut out = self.clone();
        for s in &mut out.suggested {
            s.log_odds += f64::from(priors.get(&s.domain).copied().unwrap_or(0)) / 1000.0;
        }
        out
    }
}

/// Of sentences.
pub fn sentences(papers: &[Paper<'_>], answers: &[Vec<Said>]) -> Vec<Asked> {
    let mut out = Vec::new();
    for (paper, said) in papers.iter().zip(answers) {
        for judged in judge(paper, said, 0) {
            let suggested = judged.suggested().into_iter();
            out.push(Asked {
                source: paper.id.to_owned(),
                evident: judged.sentence.evidence == Evidence::Yes,
                labels: judged.sentence.labels.len(),
                suggested: suggested
                    .map(|(domain, score, came_true)| Suggested::new(&domain, score, came_true))
                    .collect(),
                words: words_of(&judged.sentence.text),
            });
        }
    }
    out
}

/// Of a statement with these domains.
pub fn statement(statement: &Statement, gold: &[String], said: &[Said]) -> Asked {
    let best = |domain: &str| said.iter().find(|s| s.domain == domain).map_or(0, |s| s.score.0);
    let suggested =
        domains(said).into_iter().map(|d| Suggested::new(d, best(d), gold.iter().any(|g| g == d))).collect();
    Asked {
        source: statement.source().to_owned(),
        evident: true,
        labels: gold.len(),
        suggested,
        words: BTreeSet::new(),
    }
}

/// Of each suggestion 1, its log-odds, how far it stands behind the best, and whether it is the best.
fn rows(asked: &[Asked]) -> Vec<Row> {
    let mut out = Vec::new();
    for a in asked {
        let best = a.best();
        let one = |s: &Suggested| {
            let first = f64::from(u8::from(s.log_odds >= best));
            Row {
                x: vec![(0, 1.0), (1, s.log_odds), (2, best - s.log_odds), (3, first)],
                came_true: s.came_true,
                weight: 1.0,
            }
        };
        out.extend(a.suggested.iter().map(one));
    }
    out
}

/// Priors of domains, in log-odds before calibration: how much more or less often people give a domain than its score says, each held at 0 with
/// this strength.
fn priors(asked: &[&Asked], penalty: f64) -> BTreeMap<String, i32> {
    let (domains, found) = by_domain(asked, penalty);
    let slope = found[1].max(0.05);
    let of = |(n, domain): (usize, &str)| (domain.to_owned(), thousandths(found[n + 2] / slope));
    domains.into_iter().enumerate().map(of).filter(|(_, n)| *n != 0).collect()
}

/// The domains suggested, and of the greatest likelihood intercept, slope and what each domain adds.
fn by_domain<'a>(asked: &[&'a Asked], penalty: f64) -> (Vec<&'a str>, Vec<f64>) {
    let all = || asked.iter().flat_map(|a| &a.suggested);
    let domains: Vec<&str> = all().map(|s| s.domain.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let row = |s: &Suggested| {
        let domain = domains.binary_search(&s.domain.as_str()).unwrap_or(0) + 2;
        Row { x: vec![(0, 1.0), (1, s.log_odds), (domain, 1.0)], came_true: s.came_true, weight: 1.0 }
    };
    let rows: Vec<Row> = all().map(row).collect();
    let mut held = vec![Held { at: 0.0, by: penalty }; domains.len() + 2];
    (held[0].by, held[1]) = (1.0, Held { at: 1.0, by: 1.0 });
    let found = newton(&rows.iter().collect::<Vec<_>>(), &held);
    (domains, found)
}

/// The penalty on priors whose estimates foretell best what people gave in papers they were not learned from.
fn penalty(asked: &[&Asked], folds: u64) -> f64 {
    let loss = |penalty: f64| -> f64 {
        let fold_loss = |n: u64| -> f64 {
            let (test, train): (Vec<&Asked>, Vec<&Asked>) = asked.iter().partition(|a| fold(&a.source, folds) == n);
            let (domains, found) = by_domain(&train, penalty);
            let one = |s: &Suggested| {
                let own = domains.binary_search(&s.domain.as_str()).map_or(0.0, |n| found[n + 2]);
                let q = logistic(found[0] + found[1] * s.log_odds + own);
                -(if s.came_true { q } else { 1.0 - q }).max(1e-9).ln()
            };
            test.iter().flat_map(|a| &a.suggested).map(one).sum()
        };
        (0..folds).map(fold_loss).sum()
    };
    let tried = [1.0, 3.0, 10.0, 30.0, 100.0, 1000.0].map(|p| (p, loss(p)));
    tried.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(1000.0, |t| t.0)
}

/// Priors, calibration and threshold for running text, laid into a mode.
pub fn running(asked: &[&Asked], folds: u64, mode: &mut FittedMode) {
    mode.priors = priors(asked, penalty(asked, folds));
    let shifted: Vec<Asked> = asked.iter().map(|a| a.with(&mode.priors)).collect();
    calibrate(&shifted, mode);
    mode.threshold = Some(threshold(asked, mode));
}

/// Intercept, slope, the factor of the distance to the best and what is added to the best, laid into a mode: the greatest likelihood, held with
/// strength 1 near scores as they are.
pub fn calibrate(asked: &[Asked], mode: &mut FittedMode) {
    let rows = rows(asked);
    let rows: Vec<&Row> = rows.iter().collect();
    let mut held = [Held { at: 0.0, by: 1.0 }; 4];
    held[1].at = 1.0;
    let mut found = newton(&rows, &held);
    // to stand behind never helps, to be the best never harms
    if found[2] > 0.0 || found[3] < 0.0 {
        held[2].by = if found[2] > 0.0 { 1e12 } else { 1.0 };
        held[3].by = if found[3] < 0.0 { 1e12 } else { 1.0 };
        found = newton(&rows, &held);
    }
    (mode.intercept, mode.slope) = (thousandths(found[0]), thousandths(found[1].max(0.05)));
    (mode.behind, mode.best) = (thousandths(found[2].min(0.0)), thousandths(found[3].max(0.0)));
}

/// How well sentences and their domains are found at a threshold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found {
    evidence: Detection,
    domains: Detection,
}

impl Found {
    /// F1 of evidence.
    pub fn evidence_f1(&self) -> f64 {
        self.evidence.f1().unwrap_or(0.0)
    }

    /// Micro-F1 of domains.
    pub fn domain_f1(&self) -> f64 {
        self.domains.f1().unwrap_or(0.0)
    }

    fn count(&mut self, asked: &Asked, mode: &FittedMode, threshold: i32) {
        let best = thousandths(asked.best());
        let score =
            |s: &Suggested| thousandths(logistic(f64::from(mode.log_odds(thousandths(s.log_odds), best)) / 1000.0));
        let said: Vec<bool> = asked.suggested.iter().filter(|s| score(s) >= threshold).map(|s| s.came_true).collect();
        let hits = said.iter().filter(|h| **h).count();
        self.domains.hits += hits as u64;
        self.domains.false_alarms += (said.len() - hits) as u64;
        self.domains.misses += asked.labels.saturating_sub(hits) as u64;
        self.evidence.hits += u64::from(asked.evident && !said.is_empty());
        self.evidence.false_alarms += u64::from(!asked.evident && !said.is_empty());
        self.evidence.misses += u64::from(asked.evident && said.is_empty());
    }
}

/// What is found at a threshold.
pub fn found(asked: &[&Asked], mode: &FittedMode, threshold: i32) -> Found {
    let mut found = Found::default();
    asked.iter().for_each(|a| found.count(&a.with(&mode.priors), mode, threshold));
    found
}

/// The threshold, among hundredths, in the middle of those whose sum of evidence F1 and domain micro-F1 is within a hundredth of the greatest: the
/// curve is flat at its top, and its very peak is chance.
pub fn threshold(asked: &[&Asked], mode: &FittedMode) -> i32 {
    let worth = |t: i32| {
        let found = found(asked, mode, t);
        found.evidence_f1() + found.domain_f1()
    };
    let worths: Vec<(i32, f64)> = (5..=95).map(|n| (n * 10, worth(n * 10))).collect();
    let most = worths.iter().map(|w| w.1).fold(f64::MIN, f64::max);
    let good: Vec<i32> = worths.iter().filter(|w| w.1 >= most - 0.01).map(|w| w.0).collect();
    good[good.len() / 2]
}

/// Priors, calibration and threshold learned from some papers, tried on others.
pub fn validate(asked: &[Asked], folds: u64) -> Found {
    let mut sum = Found::default();
    for n in 0..folds {
        let (test, train): (Vec<&Asked>, Vec<&Asked>) = asked.iter().partition(|a| fold(&a.source, folds) == n);
        let mut mode = FittedMode::default();
        running(&train, folds, &mut mode);
        let threshold = mode.threshold.unwrap_or(500);
        test.iter().for_each(|a| sum.count(&a.with(&mode.priors), &mode, threshold));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_hold_stay_and_boasts_shrink() {
        let scored = |score: u16, came_true: bool| Suggested::new("a", score, came_true);
        let asked = |share: usize| Asked {
            source: "a".into(),
            evident: true,
            labels: 1,
            suggested: (0..100)
                .map(|n| scored(900, n < share))
                .chain((0..100).map(|n| scored(100, n < 100 - share)))
                .collect(),
            words: BTreeSet::new(),
        };
        let slope = |share| {
            let mut mode = FittedMode::default();
            calibrate(&[asked(share)], &mut mode);
            mode.log_odds(2197, 2197)
        };
        assert!((slope(90) - 2197).abs() < 120, "{}", slope(90));
        assert!((slope(60) - 405).abs() < 120, "{}", slope(60));
    }

    #[test]
    fn a_domain_people_seldom_give_is_lowered_where_papers_agree() {
        let asked = |n: usize| Asked {
            source: format!("paper {}", n % 6),
            evident: true,
            labels: 1,
            suggested: vec![
                Suggested::new("usual", 600, n % 5 < 3),
                Suggested::new("seldom", 600, n.is_multiple_of(10)),
            ],
            words: BTreeSet::new(),
        };
        let all: Vec<Asked> = (0..120).map(asked).collect();
        let mut mode = FittedMode::default();
        running(&all.iter().collect::<Vec<_>>(), 3, &mut mode);
        let (usual, seldom) = (mode.priors["usual"], mode.priors["seldom"]);
        assert!(seldom < -500 && usual > 500, "{usual} {seldom}");
    }
}
