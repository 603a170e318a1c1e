//! What was judged -> a row for each entry: counts, precision, effort, domains, advice.
use super::{Advice, Judged, Key, Outcome, Place, Rule, distinct};
use crate::{
    measure::stats::{interval::wilson, share},
    report::Valence,
    text::Span,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How an entry fares.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The entry; of one that is no longer in the lexicon, with an empty file.
    #[serde(flatten)]
    pub place: Place,
    /// Places in the texts where it matched for a suggestion.
    pub fired: u64,
    /// Documents they are in.
    pub documents: u64,
    /// Suggestions it made, with others or alone: a place may lead to several domains and frameworks.
    pub suggestions: u64,
    /// Suggestions it made alone.
    pub alone: u64,
    /// Suggestions accepted.
    pub accepted: u64,
    /// Suggestions whose domain was right and something else changed.
    pub changed: u64,
    /// Suggestions that were given another domain.
    pub moved: u64,
    /// Suggestions rejected.
    pub rejected: u64,
    /// Suggestions nobody decided.
    pub open: u64,
    /// Share of decided suggestions whose domain was right.
    pub precision: Option<f64>,
    /// Lower end of its 95 % Wilson interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Share of all suggestions that is due to it, 0 to 1: one made by n entries counts 1/n for each.
    pub effort: f64,
    /// Suggestions of it by valence: barrier, facilitator, mixed, unclear.
    pub valences: [u64; 4],
    /// Keep, narrow or prune.
    pub advice: Advice,
    /// Why.
    pub reason: String,
    /// The domains it made suggestions for, the most common first.
    pub domains: Vec<InDomain>,
    /// Some of the suggestions that were wrong.
    pub wrong: Vec<String>,
}

/// How an entry fares in one domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InDomain {
    /// The framework's id.
    pub framework: String,
    /// The domain's id.
    pub domain: String,
    /// Decided suggestions whose domain was right.
    pub right: u64,
    /// Decided suggestions whose domain was wrong.
    pub wrong: u64,
    /// Suggestions nobody decided.
    pub open: u64,
}

impl InDomain {
    /// Suggestions somebody decided.
    pub fn decided(&self) -> u64 {
        self.right + self.wrong
    }

    /// Share of them that were right.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.decided())
    }

    /// Upper end of its 95 % Wilson interval.
    pub fn high(&self) -> Option<f64> {
        wilson(self.right, self.decided()).map(|(_, high)| high)
    }
}

/// Wrong suggestions kept to be read.
const WRONG: usize = 3;

#[derive(Default)]
struct Tally<'j> {
    places: BTreeSet<(&'j str, Span)>,
    outcomes: BTreeMap<Outcome, u64>,
    domains: BTreeMap<(&'j str, &'j str), [u64; 3]>,
    valences: [u64; 4],
    alone: u64,
    effort: f64,
    wrong: Vec<String>,
}

/// The rows, worst advice and most effort first.
pub(super) fn rows(judged: &[Judged], places: &BTreeMap<&Key, &Place>, rule: Rule) -> Vec<Row> {
    let mut tallies: BTreeMap<&Key, Tally<'_>> = BTreeMap::new();
    for j in judged {
        let entries = distinct(j);
        for key in &entries {
            tallies.entry(key).or_default().count(j, key, entries.len());
        }
    }
    let all = judged.len().max(1) as f64;
    let mut rows: Vec<Row> = tallies.into_iter().map(|(key, t)| t.row(key, places, all, rule)).collect();
    rows.sort_by(|a, b| {
        let order = a.advice.cmp(&b.advice).then(b.effort.total_cmp(&a.effort));
        order.then_with(|| a.place.key.cmp(&b.place.key))
    });
    rows
}

impl<'j> Tally<'j> {
    fn count(&mut self, j: &'j Judged, key: &Key, entries: usize) {
        let spans = j.entries.iter().filter(|(k, _)| k == key).map(|(_, span)| (j.document.as_str(), *span));
        self.places.extend(spans);
        *self.outcomes.entry(j.outcome).or_default() += 1;
        let which = match j.outcome {
            Outcome::Accepted | Outcome::Changed => 0,
            Outcome::Moved | Outcome::Rejected => 1,
            Outcome::Open => 2,
        };
        self.domains.entry((&j.framework, &j.domain)).or_default()[which] += 1;
        self.alone += u64::from(entries == 1);
        self.effort += 1.0 / entries as f64;
        self.valences[match j.valence {
            Valence::Barrier => 0,
            Valence::Facilitator => 1,
            Valence::Mixed => 2,
            Valence::Unclear => 3,
        }] += 1;
        if let (1, Some(quote)) = (which, &j.quote)
            && self.wrong.len() < WRONG
            && !self.wrong.contains(quote)
        {
            self.wrong.push(quote.clone());
        }
    }

    fn row(self, key: &Key, places: &BTreeMap<&Key, &Place>, all: f64, rule: Rule) -> Row {
        let n = |o: Outcome| self.outcomes.get(&o).copied().unwrap_or(0);
        let (accepted, changed) = (n(Outcome::Accepted), n(Outcome::Changed));
        let (moved, rejected, open) = (n(Outcome::Moved), n(Outcome::Rejected), n(Outcome::Open));
        let (right, decided) = (accepted + changed, accepted + changed + moved + rejected);
        let interval = wilson(right, decided);
        let gone = || Place { key: key.clone(), file: String::new(), line: 0 };
        let mut domains: Vec<InDomain> = self
            .domains
            .iter()
            .map(|((framework, domain), [right, wrong, open])| InDomain {
                framework: (*framework).to_owned(),
                domain: (*domain).to_owned(),
                right: *right,
                wrong: *wrong,
                open: *open,
            })
            .collect();
        domains.sort_by_key(|d| std::cmp::Reverse(d.decided() + d.open));
        let mut row = Row {
            place: places.get(key).map_or_else(gone, |p| (*p).clone()),
            fired: self.places.len() as u64,
            documents: self.places.iter().map(|(d, _)| d).collect::<BTreeSet<_>>().len() as u64,
            suggestions: decided + open,
            alone: self.alone,
            accepted,
            changed,
            moved,
            rejected,
            open,
            precision: share(right, decided),
            low: interval.map(|i| i.0),
            high: interval.map(|i| i.1),
            effort: self.effort / all,
            valences: self.valences,
            advice: Advice::Keep,
            reason: String::new(),
            domains,
            wrong: self.wrong,
        };
        (row.advice, row.reason) = rule.advise(&row);
        row
    }
}
