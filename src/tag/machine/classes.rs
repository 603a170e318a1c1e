//! Word -> class: one table for all words, inflected forms and wildcards of a lexicon. Class 0 is every word the lexicon does not know.
use super::packed;
use crate::text::{fold::fold, lookup::key};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

const FILTER_WORDS: usize = 1 << 12;
/// A bit for every three bytes of six bits each.
const PREFIX_WORDS: usize = 1 << 12;
const CACHE_SIZE: usize = 1 << 12;

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    low: u64,
    high: u64,
    class: u32,
}

/// The classes of words that only wildcards know, by their first bytes: bounded, one per worker.
#[derive(Clone, Debug)]
pub(in crate::tag) struct ClassCache(Vec<Slot>);

impl Default for ClassCache {
    fn default() -> Self {
        Self(vec![Slot::default(); CACHE_SIZE])
    }
}

/// The words and wildcards a lexicon knows, with their classes (from 1): what a [`ClassTable`] is made of.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::tag) struct ClassWords {
    /// ASCII words of at most 16 bytes as keys.
    #[serde(with = "packed")]
    short: Vec<(u64, u64, u32)>,
    long: Vec<(String, u32)>,
    prefixes: Vec<(String, u32)>,
}

impl ClassWords {
    /// Of folded words and folded wildcard stems.
    pub(super) fn new(words: Vec<(String, u32)>, prefixes: Vec<(String, u32)>) -> Self {
        let (short, long): (Vec<_>, Vec<_>) = words.into_iter().partition(|(w, _)| w.len() <= 16 && w.is_ascii());
        let keyed = |(word, class): (String, u32)| {
            let (low, high) = key(word.as_bytes(), 0, word.len());
            (low, high, class)
        };
        Self { short: short.into_iter().map(keyed).collect(), long, prefixes }
    }
}

/// The word classes of a lexicon. Read-only once built.
#[derive(Debug)]
pub(in crate::tag) struct ClassTable {
    filter: Box<[u64; FILTER_WORDS]>,
    slots: Vec<Slot>,
    mask: usize,
    /// Words over 16 bytes or not ASCII, folded.
    long: FxHashMap<Box<[u8]>, u32>,
    prefixes: FxHashMap<Box<[u8]>, u32>,
    prefix_filter: Box<[u64; PREFIX_WORDS]>,
    prefix_lengths: (usize, usize),
}

impl ClassTable {
    pub(in crate::tag) fn new(words: &ClassWords) -> Self {
        let capacity = (words.short.len() * 2).next_power_of_two().max(1 << 10);
        let bytes = |list: &[(String, u32)]| list.iter().map(|(w, c)| (w.as_bytes().into(), *c)).collect();
        let lengths = || words.prefixes.iter().map(|(p, _)| p.len());
        let mut table = Self {
            filter: Box::new([0; FILTER_WORDS]),
            slots: vec![Slot::default(); capacity],
            mask: capacity - 1,
            long: bytes(&words.long),
            prefixes: bytes(&words.prefixes),
            prefix_filter: Box::new([0; PREFIX_WORDS]),
            prefix_lengths: (lengths().min().unwrap_or(usize::MAX), lengths().max().unwrap_or(0)),
        };
        words.short.iter().for_each(|(low, high, class)| table.add(Slot { low: *low, high: *high, class: *class }));
        for (prefix, _) in &words.prefixes {
            let bit = prefix_bit(u64::from_le_bytes(first_eight(prefix.as_bytes())));
            table.prefix_filter[bit >> 6] |= 1 << (bit & 63);
        }
        table
    }

    fn add(&mut self, slot: Slot) {
        let hash = mix(slot.low, slot.high);
        let bit = filter_bit(hash);
        self.filter[bit >> 6] |= 1 << (bit & 63);
        let mut at = hash as usize & self.mask;
        while self.slots[at].class != 0 {
            at = (at + 1) & self.mask;
        }
        self.slots[at] = slot;
    }

    /// The class of the word `text[start..end]`.
    #[inline]
    pub(in crate::tag) fn class(&self, text: &str, start: usize, end: usize, cache: &mut ClassCache) -> u32 {
        let length = end - start;
        if length > 16 {
            return self.long_class(&text[start..end]);
        }
        let (low, high) = key(text.as_bytes(), start, length);
        if (low | high) & 0x8080_8080_8080_8080 != 0 {
            return self.long_class(&text[start..end]);
        }
        let hash = mix(low, high);
        let bit = filter_bit(hash);
        if self.filter[bit >> 6] >> (bit & 63) & 1 != 0 {
            let mut at = hash as usize & self.mask;
            loop {
                let slot = &self.slots[at];
                if slot.low == low && slot.high == high {
                    return slot.class;
                }
                if slot.class == 0 {
                    break;
                }
                at = (at + 1) & self.mask;
            }
        }
        let bit = prefix_bit(low);
        if self.prefix_filter[bit >> 6] >> (bit & 63) & 1 == 0 {
            return 0;
        }
        let slot = &mut cache.0[(hash >> 20) as usize & (CACHE_SIZE - 1)];
        if slot.low != low || slot.high != high {
            *slot = Slot { low, high, class: self.long_class(&text[start..end]) };
        }
        slot.class
    }

    #[inline(never)]
    fn long_class(&self, word: &str) -> u32 {
        if word.is_ascii() && word.len() <= 64 {
            let mut buffer = [0; 64];
            let lower = &mut buffer[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return self.folded_class(lower);
        }
        self.folded_class(fold(word).as_bytes())
    }

    /// The class of a word that is folded already.
    pub(in crate::tag) fn folded_class(&self, word: &[u8]) -> u32 {
        if word.len() <= 16 && word.is_ascii() {
            let (low, high) = key(word, 0, word.len());
            let mut at = mix(low, high) as usize & self.mask;
            while self.slots[at].class != 0 {
                if self.slots[at].low == low && self.slots[at].high == high {
                    return self.slots[at].class;
                }
                at = (at + 1) & self.mask;
            }
        } else if let Some(class) = self.long.get(word) {
            return *class;
        }
        let (min, max) = self.prefix_lengths;
        (min..=max.min(word.len())).rev().find_map(|n| self.prefixes.get(&word[..n]).copied()).unwrap_or(0)
    }
}

fn first_eight(word: &[u8]) -> [u8; 8] {
    let mut first = [0; 8];
    let n = word.len().min(8);
    first[..n].copy_from_slice(&word[..n]);
    first
}

#[inline]
fn mix(low: u64, high: u64) -> u64 {
    let x = (low ^ high.rotate_left(29).wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x ^ (x >> 32)
}

#[inline]
fn filter_bit(hash: u64) -> usize {
    (hash >> 40) as usize & (FILTER_WORDS * 64 - 1)
}

/// The first three bytes of a key, folded to 18 bits.
#[inline]
fn prefix_bit(low: u64) -> usize {
    ((low & 63) << 12 | (low >> 8 & 63) << 6 | (low >> 16 & 63)) as usize
}
