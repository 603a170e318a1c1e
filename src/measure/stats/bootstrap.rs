//! Intervals by drawing whole clusters (sources, documents) again and again; the same seed gives the same intervals everywhere.
use super::Estimate;
use serde::Serialize;

/// How intervals are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bootstrap {
    /// How many times clusters are drawn.
    pub replicates: u32,
    /// Where the random numbers begin.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { replicates: 2000, seed: 1 }
    }
}

/// Counts of one cluster, which add up to those of many.
pub trait Tally: Clone {
    /// Adds the counts of another cluster.
    fn add(&mut self, other: &Self);
}

impl Bootstrap {
    /// The figures of all clusters together with 95 % percentile intervals: as many clusters as there are, drawn with replacement,
    /// their counts added, the figures computed; the 2.5 % and 97.5 % quantiles (linear between order statistics) of those defined.
    /// Fewer than two clusters give no interval. `none` holds no counts.
    pub fn estimate<T: Tally>(
        &self,
        clusters: &[T],
        none: &T,
        figures: impl Fn(&T) -> Vec<Option<f64>>,
    ) -> Vec<Estimate> {
        let mut all = none.clone();
        clusters.iter().for_each(|c| all.add(c));
        let values = figures(&all);
        let mut draws: Vec<Vec<f64>> = vec![Vec::new(); values.len()];
        let mut random = Random::new(self.seed);
        let replicates = if clusters.len() < 2 { 0 } else { self.replicates };
        for _ in 0..replicates {
            let mut sum = none.clone();
            (0..clusters.len()).for_each(|_| sum.add(&clusters[random.below(clusters.len())]));
            for (draw, value) in draws.iter_mut().zip(figures(&sum)) {
                draw.extend(value);
            }
        }
        let interval = |draw: &mut Vec<f64>| {
            draw.sort_by(f64::total_cmp);
            (quantile(draw, 0.025), quantile(draw, 0.975))
        };
        let intervals = draws.iter_mut().map(interval);
        values.into_iter().zip(intervals).map(|(value, (low, high))| Estimate { value, low, high }).collect()
    }
}

/// The quantile of sorted values, linear between order statistics (Hyndman and Fan's type 7).
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64))
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, good enough for drawing, the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Begins at this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n` - 1 (Lemire's multiplication; its bias is below n / 2^64).
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::stats::testing::Hits;

    #[test]
    fn the_random_numbers_are_those_of_splitmix64() {
        let mut random = Random::new(1234567);
        let first: Vec<u64> = (0..3).map(|_| random.bits()).collect();
        assert_eq!(first, [6457827717110365317, 3203168211198807973, 9817491932198370423]);
    }

    #[test]
    fn an_interval_holds_its_figure_and_one_cluster_has_none() {
        let clusters: Vec<Hits> = (0..20).map(|n| Hits(n % 4, 4)).collect();
        let share = |h: &Hits| vec![super::super::share(h.0, h.1)];
        let e = Bootstrap::default().estimate(&clusters, &Hits(0, 0), share)[0];
        assert!(e.low < e.value && e.value < e.high, "{e:?}");
        let one = Bootstrap::default().estimate(&clusters[..1], &Hits(0, 0), share)[0];
        assert_eq!((one.low, one.high), (None, None));
    }
}
