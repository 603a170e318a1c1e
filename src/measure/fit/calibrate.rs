//! Scores and what people said -> intercept and slope of the score by logistic regression, and the threshold for running text.
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
};

/// What was suggested for a statement or sentence, and what people said.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its source or paper.
    pub source: String,
    /// Whether it is evidence at all.
    pub evident: bool,
    /// How many domains people gave it.
    pub labels: usize,
    /// Of each domain suggested: score in thousandths, and whether people gave it.
    pub suggested: Vec<(u16, bool)>,
}

/// Of sentences.
pub fn sentences(papers: &[Paper<'_>], answers: &[Vec<Said>]) -> Vec<Asked> {
    let mut out = Vec::new();
    for (paper, said) in papers.iter().zip(answers) {
        for judged in judge(paper, said, 0) {
            let mut forecasts = Vec::new();
            judged.forecasts(&mut forecasts);
            out.push(Asked {
                source: paper.id.to_owned(),
                evident: judged.sentence.evidence == Evidence::Yes,
                labels: judged.sentence.labels.len(),
                suggested: forecasts.iter().map(|f| (f.score, f.came_true)).collect(),
            });
        }
    }
    out
}

/// Of a statement with these domains.
pub fn statement(statement: &Statement, gold: &[String], said: &[Said]) -> Asked {
    let best = |domain: &str| said.iter().find(|s| s.domain == domain).map_or(0, |s| s.score.0);
    let suggested = domains(said).into_iter().map(|d| (best(d), gold.iter().any(|g| g == d))).collect();
    Asked { source: statement.source().to_owned(), evident: true, labels: gold.len(), suggested }
}

fn log_odds(score: u16) -> f64 {
    let p = f64::from(score.clamp(1, 999)) / 1000.0;
    (p / (1.0 - p)).ln()
}

/// Of each suggestion 1, its log-odds, how far it stands behind the best, and whether it is the best.
fn rows(asked: &[&Asked]) -> Vec<Row> {
    let mut out = Vec::new();
    for a in asked {
        let best = a.suggested.iter().map(|s| log_odds(s.0)).fold(f64::MIN, f64::max);
        let one = |(score, came_true): &(u16, bool)| {
            let x = log_odds(*score);
            let first = f64::from(u8::from(x >= best));
            Row { x: vec![(0, 1.0), (1, x), (2, best - x), (3, first)], came_true: *came_true }
        };
        out.extend(a.suggested.iter().map(one));
    }
    out
}

/// Intercept, slope, the factor of the distance to the best and what is added to the best, laid into a mode: the greatest likelihood, held with
/// strength 1 near scores as they are.
pub fn calibrate(asked: &[&Asked], mode: &mut FittedMode) {
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
        let best = asked.suggested.iter().map(|s| log_odds(s.0)).fold(f64::MIN, f64::max);
        let score = |s: u16| {
            let (of, best) = (thousandths(log_odds(s)), thousandths(best));
            thousandths(logistic(f64::from(mode.log_odds(of, best)) / 1000.0))
        };
        let said: Vec<bool> = asked.suggested.iter().filter(|s| score(s.0) >= threshold).map(|s| s.1).collect();
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
    asked.iter().for_each(|a| found.count(a, mode, threshold));
    found
}

/// The threshold with the greatest sum of evidence F1 and domain micro-F1, among hundredths.
pub fn threshold(asked: &[&Asked], mode: &FittedMode) -> i32 {
    let worth = |t: i32| {
        let found = found(asked, mode, t);
        found.evidence_f1() + found.domain_f1()
    };
    let steps = (5..=95).map(|n| n * 10);
    let best = steps.map(|t| (t, worth(t))).fold((500, f64::MIN), |a, b| if b.1 > a.1 + 1e-9 { b } else { a });
    best.0
}

/// Calibration and threshold learned from some papers, tried on others.
pub fn validate(asked: &[Asked], folds: u64) -> Found {
    let mut sum = Found::default();
    for n in 0..folds {
        let (test, train): (Vec<&Asked>, Vec<&Asked>) = asked.iter().partition(|a| fold(&a.source, folds) == n);
        let mut mode = FittedMode::default();
        calibrate(&train, &mut mode);
        let threshold = threshold(&train, &mode);
        test.iter().for_each(|a| sum.count(a, &mode, threshold));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_hold_stay_and_boasts_shrink() {
        let asked = |share: usize| Asked {
            source: "a".into(),
            evident: true,
            labels: 1,
            suggested: (0..100).map(|n| (900, n < share)).chain((0..100).map(|n| (100, n < 100 - share))).collect(),
        };
        let slope = |share| {
            let mut mode = FittedMode::default();
            calibrate(&[&asked(share)], &mut mode);
            mode.log_odds(2197, 2197)
        };
        assert!((slope(90) - 2197).abs() < 120, "{}", slope(90));
        assert!((slope(60) - 405).abs() < 120, "{}", slope(60));
    }
}
