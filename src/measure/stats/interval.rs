//! Intervals of shares from counts alone.
use super::agreement::Z95;

/// Wilson's 95 % score interval of `part` of `whole` (1927); none if there is no whole.
pub fn wilson(part: u64, whole: u64) -> Option<(f64, f64)> {
    if whole == 0 {
        return None;
    }
    let (n, p, z2) = (whole as f64, part as f64 / whole as f64, Z95 * Z95);
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}
