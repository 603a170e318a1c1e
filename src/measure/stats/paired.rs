//! Two readings of the same items -> how likely a difference as large as theirs is by chance: McNemar's exact test, a paired permutation
//! test over whole clusters, and Holm's correction for several tests.
use super::bootstrap::{Random, Tally};
use serde::Serialize;

/// McNemar's exact test (1947): of items that only one of two readings has right, `b` and `c` of each kind, the two-sided binomial
/// probability of a split at least as uneven; 1 if there are none.
pub fn mcnemar(b: u64, c: u64) -> f64 {
    (2.0 * binomial_below(b.min(c), b + c)).min(1.0)
}

/// The probability of at most `k` heads in `n` throws of a fair coin, by sums and products alone, so that every machine gives the same.
fn binomial_below(k: u64, n: u64) -> f64 {
    // terms C(n, i) as mantissa x 2^exponent; 2^-n is applied at the end
    let (mut term, mut sum, mut exponent) = (1.0f64, 1.0f64, 0i64);
    for i in 0..k {
        term = term * (n - i) as f64 / (i + 1) as f64;
        sum += term;
        while sum >= 2f64.powi(512) {
            (term, sum, exponent) = (term / 2f64.powi(512), sum / 2f64.powi(512), exponent + 512);
        }
    }
    let mut down = n as i64 - exponent;
    while down > 0 && sum > 0.0 {
        let step = down.min(512);
        (sum, down) = (sum / 2f64.powi(step as i32), down - step);
    }
    sum
}

/// A paired permutation test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Permutation {
    /// The share of arrangements with a difference at least as large (two-sided).
    pub p: f64,
    /// How many clusters the two readings differ in; only these can be exchanged.
    pub clusters: u64,
    /// Whether all arrangements were tried; else as many as asked for were drawn.
    pub exact: bool,
}

/// Up to so many differing clusters all arrangements are tried (2^14).
const ALL: usize = 14;

/// Exchanges the two readings of whole clusters in all ways (of many clusters: in `draws` ways drawn from `seed`) and compares the
/// difference of a figure, new minus old, with the one found. A drawn p is (1 + hits) / (1 + draws) (Phipson and Smyth 2010).
/// None if the figure cannot be had of either reading. `none` holds no counts.
pub fn permutation<T: Tally + PartialEq>(
    pairs: &[(T, T)],
    none: &T,
    draws: u32,
    seed: u64,
    figure: impl Fn(&T) -> Option<f64>,
) -> Option<Permutation> {
    let (mut same, mut differing) = (none.clone(), Vec::new());
    for pair in pairs {
        if pair.0 == pair.1 { same.add(&pair.0) } else { differing.push(pair) }
    }
    let difference = |exchanged: &dyn Fn(usize) -> bool| -> Option<f64> {
        let (mut old, mut new) = (same.clone(), same.clone());
        for (n, (a, b)) in differing.iter().enumerate() {
            let (a, b) = if exchanged(n) { (b, a) } else { (a, b) };
            old.add(a);
            new.add(b);
        }
        Some(figure(&new)? - figure(&old)?)
    };
    let found = difference(&|_| false)?.abs();
    // sums of the same counts in another order are the same, so only rounding of the figure itself has to be allowed for
    let as_large = |d: Option<f64>| d.is_some_and(|d| d.abs() >= found - 1e-12);
    let (clusters, exact) = (differing.len() as u64, differing.len() <= ALL);
    let p = if exact {
        let ways = 1u32 << differing.len();
        (0..ways).filter(|way| as_large(difference(&|n| way >> n & 1 == 1))).count() as f64 / f64::from(ways)
    } else {
        let mut random = Random::new(seed);
        let mut drawn = vec![false; differing.len()];
        let mut hits = 0u32;
        for _ in 0..draws {
            drawn.iter_mut().for_each(|d| *d = random.bits() >> 63 == 1);
            hits += u32::from(as_large(difference(&|n| drawn[n])));
        }
        f64::from(hits + 1) / f64::from(draws + 1)
    };
    Some(Permutation { p, clusters, exact })
}

/// Holm's step-down correction (1979) of probabilities, each in its place.
pub fn holm(ps: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..ps.len()).collect();
    order.sort_by(|a, b| ps[*a].total_cmp(&ps[*b]));
    let mut out = vec![1.0; ps.len()];
    let mut most = 0.0f64;
    for (rank, n) in order.into_iter().enumerate() {
        most = most.max((ps[n] * (ps.len() - rank) as f64).min(1.0));
        out[n] = most;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::stats::testing::Hits;

    #[test]
    fn drawn_arrangements_come_near_to_all() {
        let pairs: Vec<(Hits, Hits)> = (0..14).map(|n| (Hits(n % 5, 5), Hits((n * 7 + 3) % 6, 6))).collect();
        let share = |h: &Hits| super::super::share(h.0, h.1);
        let exact = permutation(&pairs, &Hits(0, 0), 0, 1, share).unwrap();
        assert!(exact.exact && exact.clusters == 14);
        let more: Vec<(Hits, Hits)> =
            pairs.iter().cloned().chain([(Hits(0, 0), Hits(1, 1)), (Hits(1, 1), Hits(0, 0))]).collect();
        let drawn = permutation(&more, &Hits(0, 0), 20_000, 1, share).unwrap();
        assert!(!drawn.exact && (drawn.p - exact.p).abs() < 0.1, "{drawn:?} {exact:?}");
    }

    #[test]
    fn what_does_not_differ_is_no_evidence() {
        let pairs = [(Hits(1, 2), Hits(1, 2)), (Hits(0, 3), Hits(0, 3))];
        let same = permutation(&pairs, &Hits(0, 0), 100, 1, |h| super::super::share(h.0, h.1)).unwrap();
        assert_eq!((same.p, same.clusters, mcnemar(0, 0)), (1.0, 0, 1.0));
        assert_eq!(permutation(&pairs[..0], &Hits(0, 0), 100, 1, |h| super::super::share(h.0, h.1)), None);
    }

    #[test]
    fn a_coin_thrown_often_stays_within_one() {
        assert!((mcnemar(5000, 5000) - 1.0).abs() < 1e-12);
        assert!(mcnemar(0, 1100) > 0.0 - 1e-300 && mcnemar(0, 1100) < 1e-300);
        assert!((binomial_below(1, 2) - 0.75).abs() < 1e-15);
    }
}
