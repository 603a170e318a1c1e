//! Words -> what each says by itself, where that was estimated (`pretag lexicon fit`): that its sentence tells what hinders or helps, and which.
use super::matcher::Words;
use crate::text::lookup::lookup;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

/// The words of a framework that say something by themselves.
#[derive(Debug, Default)]
pub(super) struct Diction {
    places: FxHashMap<u128, u32>,
    words: Vec<Word>,
}

/// A word that says something by itself, in thousandths of log-odds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    /// That its sentence is evidence.
    pub(super) evidence: i32,
    /// That what its sentence speaks of hinders.
    pub(super) valence: i32,
}

/// A word heard in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    /// Its place among the words of the text.
    pub(super) word: u32,
    /// Which diction knows it, and as which word.
    diction: u32,
    place: u32,
}

impl Diction {
    /// By word what was estimated; none if nothing was.
    pub(super) fn new(evidence: &BTreeMap<String, i32>, valence: Option<&BTreeMap<String, i32>>) -> Option<Self> {
        let mut diction = Self::default();
        let names: BTreeSet<&String> = evidence.keys().chain(valence.into_iter().flat_map(BTreeMap::keys)).collect();
        for name in names {
            if let Some(key) = lookup(name) {
                diction.places.insert(key, diction.words.len() as u32);
                diction.words.push(Word {
                    text: name.as_str().into(),
                    evidence: evidence.get(name).copied().unwrap_or(0),
                    valence: valence.and_then(|v| v.get(name)).copied().unwrap_or(0),
                });
            }
        }
        (!diction.words.is_empty()).then_some(diction)
    }
}

/// Looks up the words `first..end` of a text.
pub(super) fn hear(dictions: &[Diction], words: &Words, text: &str, (first, end): (u32, u32), out: &mut Vec<Heard>) {
    out.clear();
    for (n, diction) in dictions.iter().enumerate() {
        for word in first..end {
            let key = lookup(&text[words.start(word) as usize..words.end(word) as usize]);
            if let Some(place) = key.and_then(|key| diction.places.get(&key)) {
                out.push(Heard { word, diction: n as u32, place: *place });
            }
        }
    }
}

/// Those of a diction among the words heard that count, each once.
pub(super) fn each<'d>(
    dictions: &'d [Diction],
    heard: &'d [Heard],
    diction: u32,
    counts: impl Fn(u32) -> bool + 'd,
) -> impl Iterator<Item = &'d Word> {
    let mut known: SmallVec<[u32; 24]> = SmallVec::new();
    let mut new = move |place: u32| {
        let new = !known.contains(&place);
        if new {
            known.push(place);
        }
        new
    };
    let kept = heard.iter().filter(move |h| h.diction == diction && counts(h.word) && new(h.place));
    kept.filter_map(move |h| dictions.get(diction as usize)?.words.get(h.place as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_estimated_makes_no_diction() {
        assert!(Diction::new(&BTreeMap::new(), None).is_none());
        let valence = BTreeMap::from([("hard".to_owned(), 300)]);
        let diction = Diction::new(&BTreeMap::new(), Some(&valence)).unwrap();
        assert_eq!(diction.words, [Word { text: "hard".into(), evidence: 0, valence: 300 }]);
    }
}
