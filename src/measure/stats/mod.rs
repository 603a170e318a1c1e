//! Statistics that stand on counts: agreement, intervals, calibration, the bootstrap by clusters. They know neither reports nor gold.
//!
//! Formulas with their sources stand in `docs/measures.md`; `tests/golden/` holds what other implementations give.
pub mod agreement;
pub mod bootstrap;
pub mod calibration;
pub mod detection;
pub mod interval;
pub mod log_odds;
pub mod paired;
pub(crate) mod regression;
#[cfg(test)]
mod testing;

use serde::Serialize;

/// A figure and, where it could be had, its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure; none where nothing could be counted.
    pub value: Option<f64>,
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// A part of a whole; none if there is no whole.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A quotient; none if the divisor is 0.
pub(crate) fn quotient(a: f64, b: f64) -> Option<f64> {
    (b != 0.0).then(|| a / b)
}
