//! `[fitted.FRAMEWORK.MODE]` -> numbers estimated from labelled texts, kept apart from those written by hand.
use super::file::{Table, Value};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was estimated for a framework (`pretag lexicon fit`), by way of reading. Nothing estimated changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fitted {
    /// For extracted statements.
    pub statements: FittedMode,
    /// For running text.
    pub running_text: FittedMode,
}

/// Numbers in thousandths. A suggestion's score is the logistic function of
/// intercept + slope x log-odds + behind x (log-odds of the best suggestion of the segment - log-odds), and + best for the best itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FittedMode {
    /// Factor of the log-odds; 1000 without an estimate.
    pub slope: i32,
    /// Added to them.
    pub intercept: i32,
    /// Factor of the distance to the best suggestion of the segment.
    pub behind: i32,
    /// Added to the best suggestion of the segment.
    pub best: i32,
    /// Suggestions below are left out.
    pub threshold: Option<i32>,
    /// By domain what is added to its prior.
    pub priors: BTreeMap<String, i32>,
    /// By domain and concept what is added to the concept's weight in the domain.
    pub weights: BTreeMap<(String, String), i32>,
    /// By domain, others that people give where it is the best suggestion and nothing speaks for them: log-odds, highest first.
    pub neighbours: BTreeMap<String, Vec<(String, i32)>>,
    /// By group and name, what speaks for a hindrance (above 0) or a help: log-odds. Without any the rules decide alone.
    pub votes: BTreeMap<String, BTreeMap<String, i32>>,
    /// Whether frameworks without votes of their own take these, but for what they say of domains.
    pub lends: bool,
    /// By word what it adds to the log-odds of all suggestions for its sentence: that it tells at all what hinders or helps.
    pub words: BTreeMap<String, i32>,
}

impl Default for FittedMode {
    fn default() -> Self {
        let (priors, weights, neighbours, votes, words) = Default::default();
        Self {
            slope: 1000,
            intercept: 0,
            behind: 0,
            best: 0,
            threshold: None,
            priors,
            weights,
            neighbours,
            votes,
            lends: false,
            words,
        }
    }
}

/// A concept's weight in a domain after fitting: it never changes sides.
pub fn fitted_weight(by_hand: i32, added: i32) -> i32 {
    if by_hand >= 0 { (by_hand + added).max(0) } else { (by_hand + added).min(0) }
}

impl FittedMode {
    /// The log-odds of the score of a suggestion, of which the segment's best has `best`.
    pub fn log_odds(&self, log_odds: i32, best: i32) -> i32 {
        let part = |factor: i32, of: i32| (i64::from(factor) * i64::from(of) / 1000) as i32;
        let first = if log_odds >= best { self.best } else { 0 };
        self.intercept + first + part(self.slope, log_odds) + part(self.behind, best - log_odds)
    }

    /// Forgets what was estimated of a domain that is given anew.
    pub(super) fn forget_domain(&mut self, domain: &str) {
        self.priors.remove(domain);
        self.weights.retain(|(d, _), _| d != domain);
        self.neighbours.remove(domain);
        if let Some(domains) = self.votes.get_mut("domain") {
            domains.remove(domain);
        }
    }
}

impl Fitted {
    /// What was estimated for statements, or for running text.
    pub fn mode(&self, statements: bool) -> &FittedMode {
        if statements { &self.statements } else { &self.running_text }
    }

    /// What votes weigh by group and name. Running text, where few sentences could teach it, votes as statements do.
    pub fn votes(&self, statements: bool) -> &BTreeMap<String, BTreeMap<String, i32>> {
        let mode = self.mode(statements);
        if mode.votes.is_empty() { &self.statements.votes } else { &mode.votes }
    }

    pub(super) fn both(&mut self) -> [&mut FittedMode; 2] {
        [&mut self.statements, &mut self.running_text]
    }

    /// Lays a table `[fitted.FRAMEWORK]` over it: a mode that is given replaces the earlier one.
    pub(super) fn lay(&mut self, t: &Table<'_>) -> Result<()> {
        for (key, slot) in [("statements", &mut self.statements), ("running_text", &mut self.running_text)] {
            if let Some(value) = t.get(key) {
                *slot = mode(&table(&value)?)?;
                if slot.lends && key != "statements" {
                    return Err(value.error("`lends` stands under [fitted.FRAMEWORK.statements], whose votes are lent"));
                }
            }
        }
        t.finish()
    }
}

fn table<'f>(value: &Value<'f>) -> Result<Table<'f>> {
    value.table().map_or_else(|| value.wrong("a table"), Ok)
}

fn mode(t: &Table<'_>) -> Result<FittedMode> {
    let mut m = FittedMode::default();
    m.slope = t.thousandths("slope", 0, 10_000)?.unwrap_or(m.slope);
    m.intercept = t.thousandths("intercept", -20_000, 20_000)?.unwrap_or(m.intercept);
    m.behind = t.thousandths("behind", -10_000, 0)?.unwrap_or(m.behind);
    m.best = t.thousandths("best", 0, 10_000)?.unwrap_or(m.best);
    m.threshold = t.thousandths("threshold", 0, 1000)?;
    m.lends = t.flag("lends")?;
    if let Some(value) = t.get("prior") {
        m.priors = numbers(&value, 4000)?.into_iter().collect();
    }
    if let Some(value) = t.get("weights") {
        for (domain, value) in table(&value)?.keys() {
            m.weights.extend(numbers(&value, 3000)?.into_iter().map(|(concept, n)| ((domain.to_owned(), concept), n)));
        }
    }
    if let Some(value) = t.get("neighbours") {
        for (domain, value) in table(&value)?.keys() {
            let mut near = numbers(&value, 20_000)?;
            near.sort_by_key(|(_, n)| -n);
            m.neighbours.insert(domain.to_owned(), near);
        }
    }
    if let Some(value) = t.get("words") {
        m.words = numbers(&value, 4000)?.into_iter().collect();
    }
    if let Some(value) = t.get("valence") {
        for (group, value) in table(&value)?.keys() {
            m.votes.insert(group.to_owned(), numbers(&value, 8000)?.into_iter().collect());
        }
    }
    t.finish()?;
    Ok(m)
}

/// Names and numbers of a table, each at most `most` thousandths from 0.
fn numbers(value: &Value<'_>, most: i32) -> Result<Vec<(String, i32)>> {
    table(value)?.keys().map(|(key, value)| Ok((key.to_owned(), value.thousandths(-most, most)?))).collect()
}
