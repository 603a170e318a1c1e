//! Precision, recall and F1 from counts.
use super::share;
use serde::Serialize;
use std::ops::AddAssign;

/// What was found rightly, wrongly and not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Detection {
    /// Found and there.
    pub hits: u64,
    /// Found, not there.
    pub false_alarms: u64,
    /// There, not found.
    pub misses: u64,
}

impl Detection {
    /// Share of what was found that is there.
    pub fn precision(&self) -> Option<f64> {
        share(self.hits, self.hits + self.false_alarms)
    }

    /// Share of what is there that was found.
    pub fn recall(&self) -> Option<f64> {
        share(self.hits, self.hits + self.misses)
    }

    /// Harmonic mean of both: 2 hits / (2 hits + false alarms + misses); none if nothing is there or found.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)
    }
}

impl AddAssign for Detection {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.false_alarms += other.false_alarms;
        self.misses += other.misses;
    }
}

/// Mean F1 over those of which something is there.
pub fn macro_f1<'a>(detections: impl Iterator<Item = &'a Detection>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0u64);
    for d in detections.filter(|d| d.hits + d.misses > 0) {
        sum += d.f1().unwrap_or(0.0);
        n += 1;
    }
    (n > 0).then(|| sum / n as f64)
}
