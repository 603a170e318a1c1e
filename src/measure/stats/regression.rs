//! Rows of few numbers with an answer each -> the weights of a logistic regression, by Newton's steps, each held near where it began.

/// A case: which weights count in it and how much, and whether it came true.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Index and value of what counts, each index once.
    pub(crate) x: Vec<(usize, f64)>,
    pub(crate) came_true: bool,
    /// As how many cases it counts.
    pub(crate) weight: f64,
}

/// A weight before it is estimated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    /// Where it begins.
    pub(crate) at: f64,
    /// How strongly it is held there: half of this times its squared distance is added to the loss.
    pub(crate) by: f64,
}

const STEPS: usize = 12;
/// How often a step is halved at most, and the least probability whose logarithm is taken.
const HALVES: usize = 12;
const LEAST: f64 = 1e-300;
/// By how much a loss may grow that does not grow.
const ROUNDING: f64 = 1e-9;
/// Steps of a solution at most, and how small the square of what is left of a system must be to that of its right side.
const TURNS: usize = 400;
const LEFT: f64 = 1e-20;

/// The weights with the least loss.
pub(crate) fn newton(rows: &[&Row], held: &[Held]) -> Vec<f64> {
    let mut b: Vec<f64> = held.iter().map(|h| h.at).collect();
    let mut now = loss(rows, held, &b);
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = held.iter().zip(&b).map(|(h, b)| h.by * (b - h.at)).collect();
        let mut curves = Vec::with_capacity(rows.len());
        for row in rows {
            let q = logistic(row.x.iter().map(|(i, x)| b[*i] * x).sum());
            let rest = row.weight * (q - f64::from(u8::from(row.came_true)));
            row.x.iter().for_each(|(i, x)| gradient[*i] += rest * x);
            curves.push(row.weight * q * (1.0 - q));
        }
        let mut step = solve(&Curve { rows, curves, held }, &gradient);
        // far from the least loss a whole step may lead beyond it
        let most = now * (1.0 + ROUNDING);
        let mut there = minus(&b, &step);
        now = loss(rows, held, &there);
        for _ in 0..HALVES {
            if now <= most {
                break;
            }
            step.iter_mut().for_each(|s| *s /= 2.0);
            there = minus(&b, &step);
            now = loss(rows, held, &there);
        }
        b = there;
        if step.iter().all(|s| s.abs() < 1e-7) {
            break;
        }
    }
    b
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// What is to be least: the loss of all rows, and of all distances to where weights are held.
fn loss(rows: &[&Row], held: &[Held], b: &[f64]) -> f64 {
    let far: f64 = held.iter().zip(b).map(|(h, b)| h.by * (b - h.at) * (b - h.at) / 2.0).sum();
    let one = |row: &&Row| {
        let sum: f64 = row.x.iter().map(|(i, x)| b[*i] * x).sum();
        let p = logistic(if row.came_true { sum } else { -sum });
        -row.weight * p.max(LEAST).ln()
    };
    far + rows.iter().map(one).sum::<f64>()
}

/// The second derivatives of the loss, row by row: few numbers of many are not 0.
struct Curve<'r> {
    rows: &'r [&'r Row],
    /// By row.
    curves: Vec<f64>,
    held: &'r [Held],
}

impl Curve<'_> {
    fn times(&self, v: &[f64]) -> Vec<f64> {
        let mut out: Vec<f64> = self.held.iter().zip(v).map(|(h, v)| h.by * v).collect();
        for (row, curve) in self.rows.iter().zip(&self.curves) {
            let along = curve * row.x.iter().map(|(i, x)| v[*i] * x).sum::<f64>();
            row.x.iter().for_each(|(i, x)| out[*i] += along * x);
        }
        out
    }

    fn diagonal(&self) -> Vec<f64> {
        let mut out: Vec<f64> = self.held.iter().map(|h| h.by).collect();
        for (row, curve) in self.rows.iter().zip(&self.curves) {
            row.x.iter().for_each(|(i, x)| out[*i] += curve * x * x);
        }
        out
    }
}

/// Conjugate gradients, scaled by the diagonal: the system is positive definite, sparse, and of some thousand unknowns at most.
fn solve(curve: &Curve<'_>, y: &[f64]) -> Vec<f64> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let diagonal = curve.diagonal();
    let scaled = |r: &[f64]| -> Vec<f64> { r.iter().zip(&diagonal).map(|(r, d)| r / d).collect() };
    let (mut found, mut rest) = (vec![0.0; y.len()], y.to_vec());
    let mut along = scaled(&rest);
    let mut size = dot(&rest, &along);
    let enough = size * LEFT;
    for _ in 0..TURNS {
        if size <= enough {
            break;
        }
        let image = curve.times(&along);
        let far = size / dot(&along, &image);
        found.iter_mut().zip(&along).for_each(|(f, a)| *f += far * a);
        rest.iter_mut().zip(&image).for_each(|(r, i)| *r -= far * i);
        let next = scaled(&rest);
        let grown = dot(&rest, &next);
        along.iter_mut().zip(&next).for_each(|(a, n)| *a = n + grown / size * *a);
        size = grown;
    }
    found
}

/// The logistic function, with the same bits everywhere.
pub(crate) fn logistic(x: f64) -> f64 {
    let power = exp(-x.abs());
    if x >= 0.0 { 1.0 / (1.0 + power) } else { power / (1.0 + power) }
}

/// e^x of x at most 0, as (1 + x / 2^20)^(2^20): the same bits everywhere.
pub(crate) fn exp(x: f64) -> f64 {
    let mut power = 1.0 + x.max(-30.0) / f64::from(1 << 20);
    for _ in 0..20 {
        power *= power;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of ten cases with the mark eight came true, of ten without it two: log-odds of 1.39 and -1.39.
    #[test]
    fn shares_become_log_odds() {
        let rows: Vec<Row> = (0..20)
            .map(|n| Row {
                x: if n < 10 { vec![(0, 1.0), (1, 1.0)] } else { vec![(0, 1.0)] },
                came_true: !(8..18).contains(&n),
                weight: 1.0,
            })
            .collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let b = newton(&rows, &[Held { at: 0.0, by: 1e-9 }; 2]);
        assert!((b[0] + 4f64.ln()).abs() < 1e-4 && (b[1] - 16f64.ln()).abs() < 1e-4, "{b:?}");
        let held = newton(&rows, &[Held { at: 0.0, by: 1e-9 }, Held { at: 0.5, by: 1e9 }]);
        assert!((held[1] - 0.5).abs() < 1e-4, "{held:?}");
        let from_afar = newton(&rows, &[Held { at: 9.0, by: 0.1 }; 2]);
        assert!((-1.4..-0.8).contains(&from_afar[0]) && (2.3..3.4).contains(&from_afar[1]), "{from_afar:?}");
    }
}
