//! Rows -> the point with the least loss: gradient steps of even length per weight (Kingma & Ba 2015), a fixed number of them, ever shorter.
use super::model::{Point, Row, Space, gradient};

const STEPS: u32 = 150;
const LENGTH: f64 = 0.05;

/// Running means of gradients and of their squares.
struct Momentum {
    mean: Vec<f64>,
    square: Vec<f64>,
}

impl Momentum {
    fn new(n: usize) -> Self {
        Self { mean: vec![0.0; n], square: vec![1e-8; n] }
    }

    /// Moves `x` against the gradient; `fresh` are the shares of what the means have seen so far.
    fn step(&mut self, x: &mut [f64], gradient: &[f64], length: f64, fresh: (f64, f64)) {
        for (n, g) in gradient.iter().enumerate() {
            self.mean[n] = 0.9 * self.mean[n] + 0.1 * g;
            self.square[n] = 0.99 * self.square[n] + 0.01 * g * g;
            x[n] -= length * (self.mean[n] / fresh.0) / ((self.square[n] / fresh.1).sqrt() + 1e-6);
        }
    }
}

pub(super) fn descend(rows: &[Row], space: &Space, penalty: f64) -> Point {
    let mut point = space.origin();
    let (mut priors, mut feeds) = (Momentum::new(point.priors.len()), Momentum::new(point.feeds.len()));
    let (mut first, mut second) = (1.0, 1.0);
    for n in 0..STEPS {
        let (_, slope) = gradient(rows, &point, penalty);
        (first, second) = (first * 0.9, second * 0.99);
        let length = LENGTH * (1.0 - f64::from(n) / f64::from(STEPS));
        priors.step(&mut point.priors, &slope.priors, length, (1.0 - first, 1.0 - second));
        feeds.step(&mut point.feeds, &slope.feeds, length, (1.0 - first, 1.0 - second));
        space.bound(&mut point);
    }
    point
}
