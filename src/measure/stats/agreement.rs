//! How far coders agree beyond chance: two coders as a table of counts, any number of coders as ratings with gaps.
use super::quotient;
use std::collections::BTreeMap;

/// The normal quantile of a 95 % interval.
pub(super) const Z95: f64 = 1.959_963_984_540_054;

/// Counts of two coders: `counts[a][b]` units that the first put in category `a`, the second in `b`. Square.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crosstab {
    counts: Vec<Vec<u64>>,
}

impl Crosstab {
    /// A table of square rows; `None` if it is not square.
    pub fn new(counts: Vec<Vec<u64>>) -> Option<Self> {
        counts.iter().all(|row| row.len() == counts.len()).then_some(Self { counts })
    }

    /// Presence and absence of one code.
    pub fn presence(both: u64, first: u64, second: u64, neither: u64) -> Self {
        Self { counts: vec![vec![both, first], vec![second, neither]] }
    }

    fn units(&self) -> f64 {
        self.counts.iter().flatten().sum::<u64>() as f64
    }

    /// Shares of the categories, by the first coder and by the second.
    fn margins(&self) -> (Vec<f64>, Vec<f64>) {
        let n = self.units();
        let first = self.counts.iter().map(|row| row.iter().sum::<u64>() as f64 / n).collect();
        let second = (0..self.counts.len()).map(|c| self.counts.iter().map(|row| row[c]).sum::<u64>() as f64 / n);
        (first, second.collect())
    }

    /// Share of units on which both agree.
    pub fn percent(&self) -> Option<f64> {
        let same = (0..self.counts.len()).map(|c| self.counts[c][c]).sum::<u64>();
        quotient(same as f64, self.units())
    }

    /// Cohen's kappa (1960); none if chance alone gives full agreement.
    pub fn kappa(&self) -> Option<f64> {
        let observed = self.percent()?;
        let (first, second) = self.margins();
        let chance: f64 = first.iter().zip(&second).map(|(a, b)| a * b).sum();
        quotient(observed - chance, 1.0 - chance)
    }

    /// 95 % interval of kappa by its large-sample variance (Fleiss, Cohen and Everitt 1969).
    pub fn kappa_interval(&self) -> Option<(f64, f64)> {
        let (kappa, observed, n) = (self.kappa()?, self.percent()?, self.units());
        let (first, second) = self.margins();
        let chance: f64 = first.iter().zip(&second).map(|(a, b)| a * b).sum();
        let mut spread = 0.0;
        for (a, row) in self.counts.iter().enumerate() {
            for (b, count) in row.iter().enumerate() {
                let share = *count as f64 / n;
                spread += match a == b {
                    true => share * ((1.0 - chance) - (first[a] + second[a]) * (1.0 - observed)).powi(2),
                    false => (1.0 - observed).powi(2) * share * (second[a] + first[b]).powi(2),
                };
            }
        }
        spread -= (observed * chance - 2.0 * chance + observed).powi(2);
        let error = (spread / (n * (1.0 - chance).powi(4))).max(0.0).sqrt();
        Some((kappa - Z95 * error, kappa + Z95 * error))
    }

    /// Gwet's AC1 (2008).
    pub fn ac1(&self) -> Option<f64> {
        let observed = self.percent()?;
        let (first, second) = self.margins();
        let shares: Vec<f64> = first.iter().zip(&second).map(|(a, b)| (a + b) / 2.0).collect();
        ac1(observed, &shares)
    }

    /// Brennan and Prediger's coefficient (1981); with two categories the same as PABAK.
    pub fn brennan_prediger(&self) -> Option<f64> {
        uniform(self.percent()?, self.counts.len())
    }

    /// Krippendorff's alpha, nominal.
    pub fn alpha(&self) -> Option<f64> {
        let mut units = Vec::new();
        for (a, row) in self.counts.iter().enumerate() {
            for (b, count) in row.iter().enumerate() {
                units.push((*count, tally([a as u32, b as u32].into_iter())));
            }
        }
        alpha(&units)
    }
}

/// Ratings of any number of coders: by unit, per coder a category or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratings {
    units: Vec<(u64, BTreeMap<u32, u64>)>,
    categories: usize,
}

impl Ratings {
    /// `units[u][c]` is what coder `c` gave unit `u`. Categories are those that occur.
    pub fn new(units: &[Vec<Option<u32>>]) -> Self {
        let units: Vec<_> = units.iter().map(|u| (1, tally(u.iter().flatten().copied()))).collect();
        let categories = tally(units.iter().flat_map(|(_, t)| t.keys().copied())).len();
        Self { units, categories }
    }

    /// Many units with the same ratings at once, `(how many, what each coder gave)`; of categories 0 to `categories` - 1, whether they occur or not.
    pub fn counted<'r>(units: impl IntoIterator<Item = (u64, &'r [Option<u32>])>, categories: usize) -> Self {
        let units = units.into_iter().map(|(n, ratings)| (n, tally(ratings.iter().flatten().copied()))).collect();
        Self { units, categories }
    }

    /// Mean over the units that two or more coders rated: share of their pairs that agree.
    pub fn percent(&self) -> Option<f64> {
        let (mut agreed, mut units) = (0.0, 0);
        for (times, t) in &self.units {
            let n: u64 = t.values().sum();
            let same: u64 = t.values().map(|c| c * (c - 1)).sum();
            if let Some(share) = quotient(same as f64, (n * n.saturating_sub(1)) as f64) {
                agreed += share * *times as f64;
                units += times;
            }
        }
        quotient(agreed, units as f64)
    }

    /// Mean share of each category, over the units somebody rated; 0 for those that do not occur.
    fn shares(&self) -> Vec<f64> {
        let rated = self.units.iter().filter(|(_, t)| !t.is_empty());
        let (mut shares, mut units): (BTreeMap<u32, f64>, u64) = (BTreeMap::new(), 0);
        for (times, t) in rated {
            let n: u64 = t.values().sum();
            t.iter().for_each(|(k, c)| *shares.entry(*k).or_default() += *times as f64 * *c as f64 / n as f64);
            units += times;
        }
        let mut shares: Vec<f64> = shares.values().map(|s| s / units as f64).collect();
        shares.resize(shares.len().max(self.categories), 0.0);
        shares
    }

    /// Gwet's AC1 for several coders and missing ratings (2014).
    pub fn ac1(&self) -> Option<f64> {
        ac1(self.percent()?, &self.shares())
    }

    /// Brennan and Prediger's coefficient (1981).
    pub fn brennan_prediger(&self) -> Option<f64> {
        uniform(self.percent()?, self.categories)
    }

    /// Krippendorff's alpha, nominal (2011).
    pub fn alpha(&self) -> Option<f64> {
        alpha(&self.units)
    }
}

fn tally(values: impl Iterator<Item = u32>) -> BTreeMap<u32, u64> {
    let mut counts = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    counts
}

fn ac1(observed: f64, shares: &[f64]) -> Option<f64> {
    let chance = quotient(shares.iter().map(|s| s * (1.0 - s)).sum(), shares.len() as f64 - 1.0)?;
    quotient(observed - chance, 1.0 - chance)
}

fn uniform(observed: f64, categories: usize) -> Option<f64> {
    let chance = quotient(1.0, categories as f64)?;
    quotient(observed - chance, 1.0 - chance)
}

/// 1 - observed / expected disagreement, over the pairs of values within units; (how many such units, its values).
fn alpha(units: &[(u64, BTreeMap<u32, u64>)]) -> Option<f64> {
    let mut totals: BTreeMap<u32, f64> = BTreeMap::new();
    let (mut differing, mut values) = (0.0, 0.0);
    for (times, t) in units {
        let n: u64 = t.values().sum();
        if n < 2 {
            continue;
        }
        let pairs: u64 = t.values().map(|c| c * (n - c)).sum();
        differing += (times * pairs) as f64 / (n - 1) as f64;
        values += (times * n) as f64;
        t.iter().for_each(|(k, c)| *totals.entry(*k).or_default() += (times * c) as f64);
    }
    let expected: f64 = totals.values().map(|c| c * (values - c)).sum::<f64>();
    let observed = quotient(differing * (values - 1.0), expected)?;
    Some(1.0 - observed)
}
