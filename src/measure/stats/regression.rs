//! Rows of few numbers with an answer each -> the weights of a logistic regression, by Newton's steps, each held near where it began.

/// A case: which weights count in it and how much, and whether it came true.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Index and value of what counts, each index once.
    pub(crate) x: Vec<(usize, f64)>,
    pub(crate) came_true: bool,
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

/// The weights with the least loss.
pub(crate) fn newton(rows: &[&Row], held: &[Held]) -> Vec<f64> {
    let size = held.len();
    let mut b: Vec<f64> = held.iter().map(|h| h.at).collect();
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = held.iter().zip(&b).map(|(h, b)| h.by * (b - h.at)).collect();
        let mut curve = vec![vec![0.0; size]; size];
        held.iter().enumerate().for_each(|(i, h)| curve[i][i] = h.by);
        for row in rows {
            let q = logistic(row.x.iter().map(|(i, x)| b[*i] * x).sum());
            let rest = q - f64::from(u8::from(row.came_true));
            for (i, x) in &row.x {
                gradient[*i] += rest * x;
                row.x.iter().for_each(|(j, y)| curve[*i][*j] += q * (1.0 - q) * x * y);
            }
        }
        let step = solve(curve, gradient);
        b.iter_mut().zip(&step).for_each(|(b, s)| *b -= s);
        if step.iter().all(|s| s.abs() < 1e-7) {
            break;
        }
    }
    b
}

/// Gauss's elimination of a positive definite system.
fn solve(mut a: Vec<Vec<f64>>, mut y: Vec<f64>) -> Vec<f64> {
    let size = y.len();
    for i in 0..size {
        let (above, below) = a.split_at_mut(i + 1);
        let pivot = &above[i];
        for (n, row) in below.iter_mut().enumerate() {
            if row[i] != 0.0 {
                let f = row[i] / pivot[i];
                (i..size).for_each(|k| row[k] -= f * pivot[k]);
                y[i + 1 + n] -= f * y[i];
            }
        }
    }
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| a[i][k] * y[k]).sum();
        y[i] = (y[i] - known) / a[i][i];
    }
    y
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
            })
            .collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let b = newton(&rows, &[Held { at: 0.0, by: 1e-9 }; 2]);
        assert!((b[0] + 4f64.ln()).abs() < 1e-4 && (b[1] - 16f64.ln()).abs() < 1e-4, "{b:?}");
        let held = newton(&rows, &[Held { at: 0.0, by: 1e-9 }, Held { at: 0.5, by: 1e9 }]);
        assert!((held[1] - 0.5).abs() < 1e-4, "{held:?}");
    }
}
