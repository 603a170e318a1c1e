//! Words -> what each says by itself, where that was estimated (`pretag lexicon fit`): that its sentence tells what hinders or helps, and which.
use super::matcher::Words;
use crate::text::lookup::lookup;
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

/// The words of a framework that say something by themselves.
#[derive(Debug)]
pub(super) struct Diction {
    /// Open addressing: a word's key, and its place among `words` from 1.
    slots: Vec<((u64, u64), u32)>,
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
    word: u32,
    /// Which diction knows it, and as which word.
    diction: u32,
    place: u32,
    /// Whether it stands in the segment before.
    again: bool,
}

/// The words heard in a segment; buffers are used again.
#[derive(Debug, Default)]
pub(super) struct Hearing {
    heard: Vec<Heard>,
    /// By word of the diction at hand: in which segment it was heard last.
    last: Vec<u32>,
    segment: u32,
}

impl Diction {
    /// By word what was estimated; none if nothing was.
    pub(super) fn new(evidence: &BTreeMap<String, i32>, valence: Option<&BTreeMap<String, i32>>) -> Option<Self> {
        let names: BTreeSet<&String> = evidence.keys().chain(valence.into_iter().flat_map(BTreeMap::keys)).collect();
        let slots = vec![((0, 0), 0); (names.len() * 2).next_power_of_two().max(16)];
        let mut diction = Self { slots, words: Vec::new() };
        for name in names {
            let Some(key) = lookup(name, 0, name.len()) else { continue };
            diction.words.push(Word {
                text: name.as_str().into(),
                evidence: evidence.get(name).copied().unwrap_or(0),
                valence: valence.and_then(|v| v.get(name)).copied().unwrap_or(0),
            });
            let at = diction.slot(key);
            diction.slots[at] = (key, diction.words.len() as u32);
        }
        (!diction.words.is_empty()).then_some(diction)
    }

    /// Where a word stands, or would.
    #[inline]
    fn slot(&self, key: (u64, u64)) -> usize {
        let mask = self.slots.len() - 1;
        let mixed = (key.0 ^ key.1.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut at = (mixed >> 40) as usize & mask;
        while self.slots[at].1 != 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }
}

impl Hearing {
    /// Looks up the words `first..end` of a text.
    pub(super) fn hear(&mut self, dictions: &[Diction], words: &Words, text: &str, (first, end): (u32, u32)) {
        self.heard.clear();
        for (n, diction) in dictions.iter().enumerate() {
            self.segment = self.segment.wrapping_add(1);
            self.last.resize(self.last.len().max(diction.words.len()), 0);
            for word in first..end {
                let key = lookup(text, words.start(word) as usize, words.end(word) as usize);
                let Some(place @ 1..) = key.map(|key| diction.slots[diction.slot(key)].1) else { continue };
                let place = place - 1;
                let again = std::mem::replace(&mut self.last[place as usize], self.segment) == self.segment;
                self.heard.push(Heard { word, diction: n as u32, place, again });
            }
        }
    }

    /// The words of a diction that were heard, each once.
    pub(super) fn all<'d>(&'d self, dictions: &'d [Diction], diction: u32) -> impl Iterator<Item = &'d Word> {
        let kept = self.heard.iter().filter(move |h| h.diction == diction && !h.again);
        kept.filter_map(move |h| dictions.get(diction as usize)?.words.get(h.place as usize))
    }

    /// The same, of the words `first` to `last` of the text that pass.
    pub(super) fn within<'d>(
        &'d self,
        dictions: &'d [Diction],
        diction: u32,
        (first, last): (u32, u32),
        pass: impl Fn(u32) -> bool,
    ) -> SmallVec<[&'d Word; 24]> {
        let here = |h: &&Heard| h.diction == diction && (first..=last).contains(&h.word) && pass(h.word);
        let mut places: SmallVec<[u32; 24]> = self.heard.iter().filter(here).map(|h| h.place).collect();
        places.sort_unstable();
        places.dedup();
        places.iter().filter_map(|n| dictions.get(diction as usize)?.words.get(*n as usize)).collect()
    }
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

    #[test]
    fn every_word_is_found_at_its_place() {
        let evidence: BTreeMap<String, i32> = (0..999).map(|n| (format!("w{n}"), n)).collect();
        let diction = Diction::new(&evidence, None).unwrap();
        for (n, word) in diction.words.iter().enumerate() {
            let key = lookup(&word.text.to_uppercase(), 0, word.text.len()).unwrap();
            assert_eq!(diction.slots[diction.slot(key)].1 as usize, n + 1, "{word:?}");
        }
        assert_eq!(diction.slots[diction.slot(lookup("none", 0, 4).unwrap())].1, 0);
    }
}
