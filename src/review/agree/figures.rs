//! Ratings counted by pattern -> a row of coefficients with intervals, each by its own name and formula.
use super::units::Patterns;
use crate::measure::stats::{
    Estimate,
    agreement::{Crosstab, Ratings},
    bootstrap::{Bootstrap, Tally},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a figure is computed, and where that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Formula {
    /// Its name in rows.
    pub figure: &'static str,
    /// Its name in words.
    pub name: &'static str,
    /// The formula.
    pub formula: &'static str,
    /// Where it was published.
    pub source: &'static str,
}

/// The figures of a row, in their order.
pub const FORMULAS: &[Formula] = &[
    Formula {
        figure: "percent",
        name: "observed agreement",
        formula: "mean over units of the share of pairs of coders that agree",
        source: "Gwet 2014, Handbook of inter-rater reliability, 4th ed.",
    },
    Formula {
        figure: "kappa",
        name: "Cohen's kappa",
        formula: "(po - pe) / (1 - pe), pe = sum over categories of the product of both coders' shares; of more than two coders the mean over pairs",
        source: "Cohen 1960, doi:10.1177/001316446002000104; pairs: Light 1971, doi:10.1037/h0031643",
    },
    Formula {
        figure: "ac1",
        name: "Gwet's AC1",
        formula: "(pa - pe) / (1 - pe), pe = sum of pi (1 - pi) / (q - 1), pi = mean share of a category",
        source: "Gwet 2008, doi:10.1348/000711006X126600",
    },
    Formula {
        figure: "alpha",
        name: "Krippendorff's alpha, nominal",
        formula: "1 - observed disagreement / expected disagreement, from coincidences of all pairable ratings",
        source: "Krippendorff 2011, Computing Krippendorff's alpha-reliability",
    },
    Formula {
        figure: "brennan_prediger",
        name: "Brennan-Prediger (two categories: PABAK)",
        formula: "(pa - 1/q) / (1 - 1/q)",
        source: "Brennan and Prediger 1981, doi:10.1177/001316448104100307",
    },
];

/// Agreement on one code, or on all together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// `framework.domain`, `all codes` or `valence`.
    pub code: String,
    /// Units that two or more coders rated.
    pub units: u64,
    /// By coder, units rated; of presence and absence then: units with the code.
    pub given: BTreeMap<String, (u64, u64)>,
    /// Share of pairs of coders that agree.
    pub percent: Estimate,
    /// Cohen's kappa; of more than two coders the mean over pairs.
    pub kappa: Estimate,
    /// Gwet's AC1.
    pub ac1: Estimate,
    /// Krippendorff's alpha, nominal.
    pub alpha: Estimate,
    /// Brennan and Prediger's coefficient.
    pub brennan_prediger: Estimate,
    /// Of two coders: counts by category of the first (rows) and of the second (columns); categories are absent, present, or
    /// barrier, facilitator, mixed, unclear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<Vec<Vec<u64>>>,
}

impl Row {
    /// The figures with their names.
    pub fn figures(&self) -> [(&'static str, Estimate); 5] {
        let bp = self.brennan_prediger;
        [
            ("percent", self.percent),
            ("kappa", self.kappa),
            ("ac1", self.ac1),
            ("alpha", self.alpha),
            ("brennan_prediger", bp),
        ]
    }
}

/// Counts of a document's patterns, in one order for all documents.
#[derive(Clone, Debug)]
struct Counts(Vec<u64>);

impl Tally for Counts {
    fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a += b);
    }
}

/// `large_sample`: where one document gives no interval, kappa of two coders gets the one of its large-sample variance.
pub(super) fn row(
    code: String,
    coders: &[String],
    clusters: Vec<Patterns>,
    (categories, large_sample): (usize, bool),
    bootstrap: Bootstrap,
) -> Row {
    let kinds: BTreeSet<&Vec<Option<u32>>> = clusters.iter().flat_map(|c| c.0.keys()).collect();
    let kinds: Vec<&Vec<Option<u32>>> = kinds.into_iter().collect();
    let counts = |cluster: &Patterns| Counts(kinds.iter().map(|k| cluster.0.get(*k).copied().unwrap_or(0)).collect());
    let counted: Vec<Counts> = clusters.iter().filter(|c| !c.0.is_empty()).map(counts).collect();
    let none = Counts(vec![0; kinds.len()]);
    let mut all = none.clone();
    counted.iter().for_each(|c| all.add(c));
    let e = bootstrap.estimate(&counted, &none, |c| figures(&kinds, c, coders.len(), categories));
    let mut kappa = e[1];
    if let (true, None, 2) = (large_sample, kappa.low, coders.len()) {
        let table = Crosstab::new(table(&kinds, &all, (0, 1), categories));
        (kappa.low, kappa.high) =
            table.and_then(|t| t.kappa_interval()).map(|(low, high)| (low.max(-1.0), high.min(1.0))).unzip();
    }
    let rated = |n: usize, keep: &dyn Fn(u32) -> bool| -> u64 {
        kinds.iter().zip(&all.0).filter(|(k, _)| k[n].is_some_and(keep)).map(|(_, times)| times).sum()
    };
    let given = coders.iter().enumerate().map(|(n, c)| (c.clone(), (rated(n, &|_| true), rated(n, &|r| r == 1))));
    Row {
        code,
        units: all.0.iter().sum(),
        given: given.collect(),
        percent: e[0],
        kappa,
        ac1: e[2],
        alpha: e[3],
        brennan_prediger: e[4],
        table: (coders.len() == 2).then(|| table(&kinds, &all, (0, 1), categories)),
    }
}

fn figures(kinds: &[&Vec<Option<u32>>], counts: &Counts, coders: usize, categories: usize) -> Vec<Option<f64>> {
    let units = kinds.iter().zip(&counts.0).filter(|(_, n)| **n > 0).map(|(k, n)| (*n, k.as_slice()));
    let ratings = Ratings::counted(units, categories);
    let mut kappas = Vec::new();
    for a in 0..coders {
        for b in a + 1..coders {
            let table = Crosstab::new(table(kinds, counts, (a, b), categories));
            kappas.extend(table.and_then(|t| t.kappa()));
        }
    }
    let kappa = (!kappas.is_empty()).then(|| kappas.iter().sum::<f64>() / kappas.len() as f64);
    vec![ratings.percent(), kappa, ratings.ac1(), ratings.alpha(), ratings.brennan_prediger()]
}

/// Units that both coders rated, by the category of each.
fn table(kinds: &[&Vec<Option<u32>>], counts: &Counts, (a, b): (usize, usize), categories: usize) -> Vec<Vec<u64>> {
    let mut table = vec![vec![0; categories]; categories];
    for (kind, n) in kinds.iter().zip(&counts.0) {
        if let (Some(a), Some(b)) = (kind[a], kind[b]) {
            table[a as usize][b as usize] += n;
        }
    }
    table
}
