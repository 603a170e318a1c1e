//! Counts of both sides -> what can be seen without gold: whether tags shift between domains, entries that fire everywhere, the balance of
//! barriers and facilitators.
use super::{Counts, Firing, Summary};
use serde::Serialize;
use std::collections::BTreeMap;

/// What can be seen without gold.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Checks {
    /// How far the shares of the domains shift, by framework.
    pub shift: Vec<Shift>,
    /// Entries of the new side that are found in most documents, or in a large part of all suggestions.
    pub everywhere: Vec<Everywhere>,
    /// Barriers among barriers and facilitators.
    pub balance: Vec<Balance>,
}

/// How far the shares of a framework's domains shift.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shift {
    /// The framework's id.
    pub framework: String,
    /// Jensen-Shannon divergence of the shares, in bits: 0 the same, 1 nothing in common (Lin 1991).
    pub divergence: Option<f64>,
    /// The domain whose share changes most, in which direction, as a share of 1.
    pub most: Option<(String, f64)>,
}

/// An entry that is nearly everywhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Everywhere {
    /// The term.
    pub text: String,
    /// Its concept.
    pub concept: String,
    /// Suggestions it is found in, by the new side.
    pub tags: u64,
    /// The same, by the old side.
    pub tags_before: u64,
    /// Documents it is found in.
    pub documents: u64,
}

/// The balance of barriers and facilitators.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Balance {
    /// `framework.domain`, or the framework for all of it.
    pub code: String,
    /// Share of barriers among barriers and facilitators, old.
    pub old: Option<f64>,
    /// New.
    pub new: Option<f64>,
}

/// An entry is told of if it is in so many documents of a hundred ...
const DOCUMENTS: u64 = 80;
/// ... of at least so many, or in so many suggestions of a hundred.
const FEW: u64 = 5;
const TAGS: u64 = 5;
/// A domain's balance is told of if it changes by so much.
const TURN: f64 = 0.1;

pub(super) fn of(
    counts: &BTreeMap<String, Counts>,
    firing: &BTreeMap<(String, String), Firing>,
    codes: &[(String, String)],
    summary: &Summary,
) -> Checks {
    let mut frameworks: Vec<&str> = codes.iter().filter_map(|(c, _)| Some(c.split_once('.')?.0)).collect();
    frameworks.dedup();
    let of = |framework: &str| -> Vec<(&str, Counts)> {
        let own = codes.iter().filter(|(c, _)| c.split_once('.').is_some_and(|(f, _)| f == framework));
        own.map(|(c, _)| (c.as_str(), counts.get(c).copied().unwrap_or_default())).collect()
    };
    Checks {
        shift: frameworks.iter().map(|f| shift(f, &of(f))).collect(),
        everywhere: everywhere(firing, summary),
        balance: frameworks.iter().flat_map(|f| balance(f, &of(f))).collect(),
    }
}

fn shift(framework: &str, domains: &[(&str, Counts)]) -> Shift {
    let total = |pick: fn(&Counts) -> &[u64; 4]| domains.iter().flat_map(|(_, c)| pick(c).iter()).sum::<u64>();
    let (old, new) = (total(|c| &c.old), total(|c| &c.new));
    let framework = framework.to_owned();
    if old == 0 || new == 0 {
        return Shift { framework, divergence: None, most: None };
    }
    let share = |n: &[u64; 4], of: u64| n.iter().sum::<u64>() as f64 / of as f64;
    let shares: Vec<(&str, f64, f64)> =
        domains.iter().map(|(code, c)| (*code, share(&c.old, old), share(&c.new, new))).collect();
    // p log2(p / m), halved, of both sides
    let part = |p: f64, q: f64| if p > 0.0 { p / 2.0 * (2.0 * p / (p + q)).log2() } else { 0.0 };
    let divergence = shares.iter().map(|(_, p, q)| part(*p, *q) + part(*q, *p)).sum::<f64>().max(0.0);
    // logarithms may differ in their last bits between machines
    let divergence = (divergence * 1e9).round() / 1e9;
    let change = |(_, p, q): &(&str, f64, f64)| (q - p).abs();
    let most = shares.iter().max_by(|a, b| change(a).total_cmp(&change(b))).filter(|s| change(s) > 0.0);
    Shift { framework, divergence: Some(divergence), most: most.map(|(code, p, q)| ((*code).to_owned(), q - p)) }
}

fn everywhere(firing: &BTreeMap<(String, String), Firing>, summary: &Summary) -> Vec<Everywhere> {
    let wide = |f: &Firing| {
        let documents = summary.documents >= FEW && f.documents[1] * 100 >= summary.documents * DOCUMENTS;
        documents || (summary.new >= 100 && f.tags[1] * 100 >= summary.new * TAGS)
    };
    let mut out: Vec<Everywhere> = firing
        .iter()
        .filter(|(_, f)| wide(f))
        .map(|((text, concept), f)| Everywhere {
            text: text.clone(),
            concept: concept.clone(),
            tags: f.tags[1],
            tags_before: f.tags[0],
            documents: f.documents[1],
        })
        .collect();
    out.sort_by_key(|e| std::cmp::Reverse((e.documents, e.tags)));
    out
}

/// Of the whole framework, and of domains whose balance turns.
fn balance(framework: &str, domains: &[(&str, Counts)]) -> Vec<Balance> {
    let barriers = |n: [u64; 4]| (n[0] + n[1] > 0).then(|| n[0] as f64 / (n[0] + n[1]) as f64);
    let mut all = Counts::default();
    for (_, c) in domains {
        for n in 0..4 {
            all.old[n] += c.old[n];
            all.new[n] += c.new[n];
        }
    }
    let one = |code: &str, c: &Counts| Balance { code: code.to_owned(), old: barriers(c.old), new: barriers(c.new) };
    let turned = |b: &Balance| b.old.zip(b.new).is_some_and(|(a, b)| (a - b).abs() >= TURN);
    let of_domains = domains.iter().map(|(code, c)| one(code, c)).filter(turned);
    std::iter::once(one(framework, &all)).chain(of_domains).collect()
}
