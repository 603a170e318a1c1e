//! Wordings with their places -> candidates: those that mark a domain, by log-odds with a prior, without those that add nothing to a better one.
use super::{
    Passage,
    gather::{At, Gathered, Wording, gather},
};
use crate::measure::stats::log_odds::{LogOdds, Share, log_odds};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a candidate must be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Passages of the domain it stands in, at least.
    pub fewest: usize,
    /// Sources these are from, at least.
    pub sources: usize,
    /// Standard deviations of its log-odds ratio, at least.
    pub z: f64,
    /// Weight of the prior, in wordings: all wordings together count so much before anything is read (Monroe et al. call it a0).
    pub prior: f64,
    /// Words of a sequence, at most.
    pub longest: usize,
    /// Candidates for a domain, at most.
    pub most: usize,
    /// Examples of a candidate, at most.
    pub examples: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { fewest: 3, sources: 2, z: 1.96, prior: 1000.0, longest: 4, most: 15, examples: 2 }
    }
}

/// A wording that could become an entry.
#[derive(Clone, Debug, Serialize)]
pub struct Candidate {
    /// The domain it marks.
    pub domain: String,
    /// The term, as it would be written.
    pub term: String,
    /// How much more it is used in passages of the domain than in the others.
    #[serde(flatten)]
    pub log_odds: LogOdds,
    /// Passages of the domain it stands in.
    pub n: usize,
    /// All passages it stands in.
    pub of: usize,
    /// Passages of the domain it stands in for which the domain was not suggested.
    pub missed: usize,
    /// Sources of the passages of the domain.
    pub sources: usize,
    /// Passages of the domain that hinder.
    pub barriers: usize,
    /// Passages of the domain that help.
    pub facilitators: usize,
    /// The domains people gave where it stands, the most common first.
    pub feeds: Vec<Feed>,
    /// Passages of the domain, missed ones first.
    pub examples: Vec<Example>,
}

/// A domain that people gave where a candidate stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// The domain.
    pub domain: String,
    /// In so many passages.
    pub n: usize,
}

/// A passage with a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The passage.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A candidate of which this share of the passages has a better one is left out.
const NOTHING_NEW: f64 = 0.8;
/// A gap is worth a pattern of its own if no more than this share of its places are words in a row.
const IN_A_ROW: f64 = 0.5;

/// The candidates for each of these domains, best first. A wording counts once a passage.
pub fn candidates(
    passages: &[Passage],
    domains: &[String],
    bases: &BTreeMap<String, String>,
    settings: &Settings,
) -> Vec<Candidate> {
    let gathered = gather(passages, bases, settings.longest);
    let once: BTreeMap<&Wording, Vec<At>> = gathered
        .places
        .iter()
        .map(|(wording, places)| {
            let mut places = places.clone();
            places.dedup_by_key(|at| at.0);
            (wording, places)
        })
        .filter(|(_, places)| places.len() >= settings.fewest)
        .collect();
    let all: f64 = gathered.places.values().map(|p| p.len() as f64).sum();
    let chooser = Chooser { passages, gathered: &gathered, once, all, settings };
    domains.iter().flat_map(|domain| chooser.domain(domain)).collect()
}

struct Chooser<'p> {
    passages: &'p [Passage],
    gathered: &'p Gathered,
    once: BTreeMap<&'p Wording, Vec<At>>,
    /// Places of all wordings.
    all: f64,
    settings: &'p Settings,
}

struct Scored<'p> {
    wording: &'p Wording,
    log_odds: LogOdds,
    with: BTreeSet<u32>,
    of: usize,
}

impl<'p> Chooser<'p> {
    fn domain(&self, domain: &str) -> Vec<Candidate> {
        let given = |n: u32| self.passages[n as usize].domains.iter().any(|d| d == domain);
        let unsure = |n: u32| !given(n) && self.passages[n as usize].unsure.iter().any(|d| d == domain);
        let (mut inside, mut outside) = (0.0, 0.0);
        for at in self.gathered.places.values().flatten() {
            match (given(at.0), unsure(at.0)) {
                (true, _) => inside += 1.0,
                (_, false) => outside += 1.0,
                _ => {}
            }
        }
        let mut scored: Vec<Scored<'p>> = Vec::new();
        for (wording, places) in &self.once {
            let with: BTreeSet<u32> = places.iter().map(|at| at.0).filter(|n| given(*n)).collect();
            let without = places.iter().filter(|at| !given(at.0) && !unsure(at.0)).count();
            if with.len() < self.settings.fewest || !self.is_new(wording, domain) || !self.is_pattern(wording, &with) {
                continue;
            }
            let of = with.len() + without;
            let share = of as f64 / self.all;
            let prior = Share { n: self.settings.prior * share, of: self.settings.prior };
            let one = Share { n: with.len() as f64, of: inside };
            let other = Share { n: without as f64, of: outside };
            if let Some(log_odds) = log_odds(one, other, prior).filter(|l| l.z >= self.settings.z) {
                scored.push(Scored { wording, log_odds, with, of });
            }
        }
        // of equal evidence the longer wording, which says more
        scored.sort_by(|a, b| {
            b.log_odds.z.total_cmp(&a.log_odds.z).then_with(|| length(b.wording).cmp(&length(a.wording)))
        });
        let mut chosen: Vec<Scored<'p>> = Vec::new();
        for s in scored {
            let better = chosen.iter().filter(|c| c.wording.overlaps(s.wording)).flat_map(|c| &c.with);
            let seen: BTreeSet<&u32> = better.collect();
            let old = s.with.iter().filter(|n| seen.contains(n)).count();
            if (old as f64) < NOTHING_NEW * s.with.len() as f64 && chosen.len() < self.settings.most {
                chosen.push(s);
            }
        }
        let out = chosen.iter().map(|s| self.candidate(domain, s));
        out.filter(|c| c.sources >= self.settings.sources).collect()
    }

    /// Whether the lexicon has nothing in it that leads to the domain, wherever it stands.
    fn is_new(&self, wording: &Wording, domain: &str) -> bool {
        let leads = |at: &At| {
            let known = &self.passages[at.0 as usize].known;
            let (first, end) = (usize::from(at.1), usize::from(at.2));
            let inside = known.iter().filter(|k| first <= k.words.start && k.words.end <= end);
            inside.flat_map(|k| &k.domains).any(|d| d == domain)
        };
        !self.gathered.places.get(wording).into_iter().flatten().any(leads)
    }

    /// Whether a gap is needed: words in a row would do otherwise.
    fn is_pattern(&self, wording: &Wording, with: &BTreeSet<u32>) -> bool {
        let (Wording::Gap(..), Some(places)) = (wording, self.once.get(wording)) else { return true };
        let apart: Vec<&At> = places.iter().filter(|at| with.contains(&at.0)).collect();
        let row = apart.iter().filter(|at| at.2 - at.1 == 2).count();
        (row as f64) <= IN_A_ROW * apart.len() as f64
    }

    fn candidate(&self, domain: &str, s: &Scored<'_>) -> Candidate {
        let passages: Vec<&Passage> = s.with.iter().map(|n| &self.passages[*n as usize]).collect();
        let missed = |p: &&&Passage| !p.found.iter().any(|d| d == domain);
        let mut shown = passages.clone();
        shown.sort_by_key(|p| !missed(&p));
        let mut feeds: BTreeMap<&str, usize> = BTreeMap::new();
        for at in self.once.get(s.wording).into_iter().flatten() {
            self.passages[at.0 as usize].domains.iter().for_each(|d| *feeds.entry(d).or_default() += 1);
        }
        let mut feeds: Vec<Feed> = feeds.into_iter().map(|(d, n)| Feed { domain: d.to_owned(), n }).collect();
        feeds.sort_by_key(|f| std::cmp::Reverse(f.n));
        Candidate {
            domain: domain.to_owned(),
            term: self.gathered.term(s.wording),
            log_odds: s.log_odds,
            n: passages.len(),
            of: s.of,
            missed: passages.iter().filter(missed).count(),
            sources: passages.iter().map(|p| &p.source).collect::<BTreeSet<_>>().len(),
            barriers: passages.iter().filter(|p| p.hinders == Some(true)).count(),
            facilitators: passages.iter().filter(|p| p.hinders == Some(false)).count(),
            feeds,
            examples: shown
                .iter()
                .take(self.settings.examples)
                .map(|p| Example { id: p.id.clone(), text: p.text.clone() })
                .collect(),
        }
    }
}

fn length(wording: &Wording) -> usize {
    match wording {
        Wording::Row(words) => words.len(),
        Wording::Gap(..) => 2,
    }
}
