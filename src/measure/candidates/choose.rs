//! Wordings with their places -> candidates: those that mark a domain, by log-odds with a prior, without those that add nothing to a better one.
use super::{
    Known, Passage,
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
    /// Passages of the domain it stands in for which the domain was not suggested, at least.
    pub missed: usize,
    /// Share of its passages that have the domain, at least.
    pub share: f64,
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
        Self { fewest: 3, sources: 2, missed: 1, share: 0.5, z: 1.64, prior: 1000.0, longest: 4, most: 15, examples: 2 }
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
    /// The concepts whose terms it is in most of its places already, though none leads to the domain.
    pub known: Vec<String>,
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
/// A wording of which the lexicon says the domain already in this share of its passages is left out.
const SAID: f64 = 0.5;
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
            let of = with.len() + without;
            if with.len() < self.settings.fewest
                || (with.len() as f64) < self.settings.share * of as f64
                || with.iter().filter(|n| self.missed(**n, domain)).count() < self.settings.missed
                || !self.is_new(wording, domain, &with)
                || !self.is_pattern(wording, &with)
            {
                continue;
            }
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

    /// Whether the domain was not suggested for a passage.
    fn missed(&self, passage: u32, domain: &str) -> bool {
        !self.passages[passage as usize].found.iter().any(|d| d == domain)
    }

    /// Whether the lexicon does not say the domain by it already, in most of its passages: by a term that holds all of it, or by one in it
    /// where the domain was suggested. (A term in it where the domain was not suggested says too little: the longer wording may say more.)
    fn is_new(&self, wording: &Wording, domain: &str, with: &BTreeSet<u32>) -> bool {
        let leads = |at: &&At| {
            let (first, end) = (usize::from(at.1), usize::from(at.2));
            let missed = self.missed(at.0, domain);
            let says = |k: &&Known| {
                k.words.start <= first && end <= k.words.end || !missed && first <= k.words.start && k.words.end <= end
            };
            let known = self.passages[at.0 as usize].known.iter().filter(says);
            with.contains(&at.0) && known.flat_map(|k| &k.domains).any(|d| d == domain)
        };
        let said = self.once.get(wording).into_iter().flatten().filter(leads).count();
        (said as f64) < SAID * with.len() as f64
    }

    /// The concepts that have the wording in most of these places.
    fn known(&self, wording: &Wording, with: &BTreeSet<u32>) -> Vec<String> {
        let mut concepts: BTreeMap<&str, usize> = BTreeMap::new();
        for at in self.once.get(wording).into_iter().flatten().filter(|at| with.contains(&at.0)) {
            let here = |k: &&Known| k.words == (usize::from(at.1)..usize::from(at.2));
            let all: BTreeSet<&str> =
                self.passages[at.0 as usize].known.iter().filter(here).map(|k| k.concept.as_str()).collect();
            all.into_iter().for_each(|c| *concepts.entry(c).or_default() += 1);
        }
        concepts.retain(|_, n| *n * 2 > with.len());
        concepts.into_keys().map(str::to_owned).collect()
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
        let known = self.known(s.wording, &s.with);
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
            known,
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
