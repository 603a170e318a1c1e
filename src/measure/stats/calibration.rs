//! Scores against what happened: Brier score, bins of reliability, expected calibration error.
use super::interval::wilson;
use serde::Serialize;

/// A score and whether what it foretold came true.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// In thousandths.
    pub score: u16,
    /// Whether it came true.
    pub came_true: bool,
}

/// Forecasts with scores of one tenth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Where the bin begins (0, 0.1 ... 0.9); it ends before the next, the last one at 1 inclusive.
    pub from: f64,
    /// How many forecasts.
    pub n: u64,
    /// How many came true.
    pub came_true: u64,
    /// Their mean score.
    pub mean_score: Option<f64>,
    /// The share that came true.
    pub share: Option<f64>,
    /// Wilson's 95 % interval of that share, lower end.
    pub low: Option<f64>,
    /// And upper end.
    pub high: Option<f64>,
}

/// How far scores can be read as probabilities.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// How many forecasts.
    pub n: u64,
    /// The share that came true.
    pub base_rate: Option<f64>,
    /// Mean squared distance of score and outcome (Brier 1950); 0 is best.
    pub brier: Option<f64>,
    /// Brier score of always foretelling the base rate: base rate x (1 - base rate).
    pub brier_of_base_rate: Option<f64>,
    /// Mean distance of mean score and share over the bins, weighted by their size.
    pub calibration_error: Option<f64>,
    /// Ten bins of equal width.
    pub bins: Vec<Bin>,
}

impl Calibration {
    /// Counts the forecasts.
    pub fn new(forecasts: &[Forecast]) -> Self {
        let mut bins = [(0u64, 0u64, 0u64); 10];
        let mut squares = 0u64;
        for f in forecasts {
            let score = u64::from(f.score.min(1000));
            let bin = &mut bins[(score as usize / 100).min(9)];
            bin.0 += 1;
            bin.1 += u64::from(f.came_true);
            bin.2 += score;
            squares += if f.came_true { 1000 - score } else { score }.pow(2);
        }
        let n = forecasts.len() as u64;
        let came_true: u64 = bins.iter().map(|b| b.1).sum();
        let per = |sum: f64| (n > 0).then(|| sum / n as f64);
        let base_rate = per(came_true as f64);
        // |sum of scores - 1000 x came true| / 1000 is a bin's size times its distance
        let distance: u64 = bins.iter().map(|b| b.2.abs_diff(1000 * b.1)).sum();
        Self {
            n,
            base_rate,
            brier: per(squares as f64 / 1e6),
            brier_of_base_rate: base_rate.map(|p| p * (1.0 - p)),
            calibration_error: per(distance as f64 / 1e3),
            bins: bins.iter().enumerate().map(|(k, b)| bin(k, *b)).collect(),
        }
    }
}

fn bin(number: usize, (n, came_true, scores): (u64, u64, u64)) -> Bin {
    let interval = wilson(came_true, n);
    let per = |sum: f64| (n > 0).then(|| sum / n as f64);
    Bin {
        from: number as f64 / 10.0,
        n,
        came_true,
        mean_score: per(scores as f64 / 1000.0),
        share: per(came_true as f64),
        low: interval.map(|i| i.0),
        high: interval.map(|i| i.1),
    }
}
