//! Misses and false alarms -> causes, the most common first, each with cases to read.
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that was not as people said.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Case {
    /// The statement or sentence.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What people said.
    pub expected: String,
    /// What was suggested.
    pub found: String,
    /// How that came about.
    pub explanation: String,
}

/// What lies behind many cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cause {
    /// What it is.
    pub cause: String,
    /// How many cases.
    pub n: u64,
    /// How many of them may not be shown (part `mirror`): they are in no detail and in no list.
    pub hidden: u64,
    /// What the others have in common, the most common first.
    pub details: Vec<Detail>,
    /// Some of them, of the most common detail first.
    pub cases: Vec<Case>,
}

/// Cases of one cause that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Detail {
    /// What.
    pub detail: String,
    /// How many cases.
    pub n: u64,
}

/// Cases as they are met.
#[derive(Clone, Debug, Default)]
pub(super) struct Causes(BTreeMap<String, Found>);

#[derive(Clone, Debug, Default)]
struct Found {
    hidden: u64,
    details: BTreeMap<String, Vec<Case>>,
}

impl Causes {
    /// Adds a case; a hidden one is counted, not kept.
    pub(super) fn add(&mut self, cause: &str, detail: &str, hidden: bool, case: Case) {
        let found = self.0.entry(cause.to_owned()).or_default();
        if hidden {
            found.hidden += 1;
        } else {
            found.details.entry(detail.to_owned()).or_default().push(case);
        }
    }

    /// The causes, with at most `most` cases each.
    pub(super) fn sorted(self, most: usize) -> Vec<Cause> {
        let mut causes: Vec<Cause> = self.0.into_iter().map(|(cause, found)| found.cause(cause, most)).collect();
        causes.sort_by_key(|c| std::cmp::Reverse(c.n));
        causes
    }
}

impl Found {
    fn cause(self, cause: String, most: usize) -> Cause {
        let mut details: Vec<(String, Vec<Case>)> = self.details.into_iter().collect();
        details.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
        let shown: u64 = details.iter().map(|(_, cases)| cases.len() as u64).sum();
        Cause {
            cause,
            n: shown + self.hidden,
            hidden: self.hidden,
            details: details
                .iter()
                .map(|(detail, cases)| Detail { detail: detail.clone(), n: cases.len() as u64 })
                .collect(),
            cases: details.into_iter().flat_map(|(_, cases)| cases).take(most).collect(),
        }
    }
}
