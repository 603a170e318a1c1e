//! What fired in texts -> terms that are untested, dead, always shadowed, over-general, or better placed in another domain.
use super::{Evidence, Finding, Settings, entries::Entry, finding};
use crate::lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// What fired in some texts: by entry, in the order concepts, cues, sets, and within each in the order of the lexicon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Firing {
    /// Sentences read.
    pub sentences: u64,
    /// By entry the sentences in which it was left when overlaps were pruned.
    pub kept: Vec<u64>,
    /// By entry the sentences in which it matched but was not left.
    pub beaten: Vec<u64>,
    /// By entry what took its place, and how often.
    pub by: Vec<BTreeMap<usize, u64>>,
}

/// A labelled passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// The entries that fired in it.
    pub entries: BTreeSet<usize>,
    /// The ids of the domains people gave it.
    pub domains: Vec<String>,
}

impl Firing {
    /// Nothing fired yet, of so many entries.
    pub fn new(entries: usize) -> Self {
        Self { sentences: 0, kept: vec![0; entries], beaten: vec![0; entries], by: vec![BTreeMap::new(); entries] }
    }

    /// Counts a sentence: the entries that matched, whether each was left, and if not what took its place.
    pub fn sentence(&mut self, found: impl Iterator<Item = (usize, bool, Option<usize>)>) {
        let (mut kept, mut beaten) = (BTreeSet::new(), BTreeSet::new());
        for (entry, stays, instead) in found.filter(|f| f.0 < self.kept.len()) {
            if stays {
                kept.insert(entry);
            } else {
                beaten.insert(entry);
                if let Some(by) = instead {
                    *self.by[entry].entry(by).or_default() += 1;
                }
            }
        }
        self.sentences += 1;
        kept.iter().for_each(|e| self.kept[*e] += 1);
        beaten.difference(&kept).for_each(|e| self.beaten[*e] += 1);
    }

    fn usual(&self, entry: usize) -> Option<usize> {
        self.by[entry].iter().max_by_key(|(by, n)| (**n, std::cmp::Reverse(**by))).map(|(by, _)| *by)
    }
}

pub(super) fn check(
    lexicon: &Lexicon,
    entries: &[Entry<'_>],
    evidence: Evidence<'_>,
    settings: &Settings,
    out: &mut Vec<Finding>,
) {
    let fits = |f: &&Firing| f.kept.len() == entries.len();
    if let Some(firing) = evidence.examples.filter(fits) {
        untested(entries, firing, out);
    }
    if let Some(firing) = evidence.corpus.filter(fits) {
        in_corpus(entries, firing, evidence.examples.filter(fits), settings, out);
    }
    if let Some((framework, passages)) = evidence.gold {
        elsewhere(lexicon, entries, framework, passages, settings, out);
    }
}

fn untested(entries: &[Entry<'_>], firing: &Firing, out: &mut Vec<Finding>) {
    for (n, entry) in entries.iter().enumerate().filter(|(n, _)| firing.kept[*n] == 0) {
        let what = match firing.usual(n) {
            Some(by) => format!("no example fires it: in its place always `{}`", entries[by].term.text),
            None => "no example fires it".to_owned(),
        };
        let why = "nobody knows whether it finds what it was written for";
        out.push(finding("untested", entry, what, why, "write a sentence that fires it, or delete it".into()));
    }
}

fn in_corpus(
    entries: &[Entry<'_>],
    firing: &Firing,
    examples: Option<&Firing>,
    settings: &Settings,
    out: &mut Vec<Finding>,
) {
    for (n, entry) in entries.iter().enumerate().filter(|(_, e)| !e.term.shield) {
        let (kept, beaten) = (firing.kept[n], firing.beaten[n]);
        let exemplified = examples.is_some_and(|e| e.kept[n] > 0);
        if kept == 0 && beaten == 0 && exemplified {
            let what = format!("only examples fire it, none of {} sentences", firing.sentences);
            let why = "it is tested, but these texts do not speak so";
            let todo = "leave it if other texts do; if not, say it as people do".into();
            out.push(finding("unmet", entry, what, why, todo));
        } else if kept == 0 && beaten == 0 {
            let what = format!("fires nowhere in {} sentences, and no example fires it", firing.sentences);
            let why = "it costs a reader of the lexicon time and finds nothing";
            let todo = "write a sentence that fires it, as people would say it, or delete it".into();
            out.push(finding("dead", entry, what, why, todo));
        } else if kept == 0 && (!exemplified || beaten >= settings.fewest) {
            let by = firing.usual(n).map_or(String::new(), |by| format!(", most often `{}`", entries[by].term.text));
            let what = format!("matched in {beaten} sentences, always inside another term of its entry{by}");
            let why = match exemplified {
                true => "the longer term counts; this one only does in an example",
                false => "the longer term counts; this one never does",
            };
            let todo = "delete it, or narrow the longer one".into();
            out.push(finding("shadowed", entry, what, why, todo));
        }
        let share = kept as f64 / firing.sentences.max(1) as f64;
        if entry.of == "concept" && share > settings.most {
            let what = format!("fires in {kept} of {} sentences ({:.1} %)", firing.sentences, share * 100.0);
            let why = "words that stand everywhere tell nothing of a domain and cost reviewers time";
            let todo = "ask for more words beside it, give it a condition, or a lower weight".into();
            out.push(finding("over_general", entry, what, why, todo));
        }
    }
}

/// By entry, in how many labelled passages it fired, and with which domains.
fn elsewhere(
    lexicon: &Lexicon,
    entries: &[Entry<'_>],
    framework: &str,
    passages: &[Labelled],
    settings: &Settings,
    out: &mut Vec<Finding>,
) {
    let known = lexicon.frameworks.iter().find(|f| *f.id == *framework).map(|f| &f.domains);
    let mut counts: BTreeMap<usize, (u64, BTreeMap<&str, u64>)> = BTreeMap::new();
    for passage in passages.iter().filter(|p| !p.domains.is_empty()) {
        for entry in &passage.entries {
            let (n, domains) = counts.entry(*entry).or_default();
            *n += 1;
            passage.domains.iter().for_each(|d| *domains.entry(d).or_default() += 1);
        }
    }
    for (at, (n, domains)) in counts {
        let Some(entry) = entries.get(at).filter(|e| e.of == "concept" && !e.term.shield) else { continue };
        let own = |d: &str| entry.domains.iter().any(|own| *own == format!("{framework}.{d}"));
        let there = |d: &str| known.is_some_and(|list| list.iter().any(|k| *k.id == *d));
        let best = |mine: bool| domains.iter().filter(|(d, _)| own(d) == mine && there(d)).max_by_key(|(_, n)| **n);
        let Some((other, there)) = best(false).filter(|_| n >= settings.fewest) else { continue };
        if !entry.domains.iter().any(|d| d.starts_with(&format!("{framework}."))) {
            continue;
        }
        let here = best(true).map_or(0, |(_, n)| *n);
        let apart = interval(here, n).zip(interval(*there, n)).is_some_and(|(a, b)| a.1 < b.0);
        if apart {
            let home = best(true).map_or("none of its domains".to_owned(), |(d, _)| (*d).to_owned());
            let what = format!("of {n} labelled passages people gave {other} to {there}, {home} to {here}");
            let why = "the 95 % intervals of both shares do not meet";
            let todo =
                format!("move it to a concept that leads to {framework}.{other}, or ask for more words beside it");
            out.push(finding("better_elsewhere", entry, what, why, todo));
        }
    }
}

/// Wilson's 95 % interval of a share (1927); `measure` has the same formula, which lies above this room.
fn interval(part: u64, whole: u64) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if whole == 0 {
        return None;
    }
    let (n, p) = (whole as f64, part as f64 / whole as f64);
    let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / (1.0 + Z * Z / n);
    Some((middle - half, middle + half))
}
