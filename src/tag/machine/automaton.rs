//! One automaton for all word patterns: its symbols are (separator, class). Flat rows, read-only.
use super::{packed, rows::Rows};
use serde::{Deserialize, Serialize};

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tag) enum Separator {
    /// White space, a line break, hyphens, quotes: words of a phrase may be joined so.
    Join = 0,
    /// Commas, brackets, slashes: a gap may cross them.
    Soft = 1,
    /// The end of a sentence or clause: no pattern crosses it.
    Hard = 2,
}

/// A word that leads on: its symbol, and the state it leads to with whether it may stand behind a soft separator as the last bit.
pub(super) type Edge = (u32, u32);

/// No state.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The states as built; made deterministic piece by piece while text is read ([`super::walker::Walker`]).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::tag) struct Automaton {
    /// By state, sorted.
    pub(super) edges: Rows<Edge>,
    /// By state: where any word leads (gaps), or `NOWHERE`.
    #[serde(with = "packed")]
    pub(super) any: Vec<u32>,
    /// By state: the entries that end here.
    pub(super) accepts: Rows<u32>,
    /// Per layer: by symbol, the targets of the first word.
    pub(super) roots: [Rows<u32>; 2],
    /// By class: the symbols its words satisfy, sorted.
    pub(super) class_symbols: Rows<u32>,
}

impl Automaton {
    /// Per layer and class, whether a pattern can begin with it: bit 0 the concepts' layer, bit 1 the cues'.
    pub(super) fn opens(&self) -> Vec<u8> {
        let layer = |n: usize, symbols: &[u32]| symbols.iter().any(|s| !self.roots[n].row(*s).is_empty());
        self.class_symbols.all().map(|symbols| u8::from(layer(0, symbols)) | u8::from(layer(1, symbols)) << 1).collect()
    }

    /// By symbol: the bits of all classes that satisfy it.
    pub(super) fn symbol_bits(&self) -> Vec<Bits> {
        let symbols = self.class_symbols.items().iter().max().map_or(0, |s| *s as usize + 1);
        let mut bits = vec![Bits::default(); symbols];
        for (class, symbols) in self.class_symbols.all().enumerate() {
            symbols.iter().for_each(|s| bits[*s as usize].add(class as u32));
        }
        bits
    }

    /// States and edges, for reports on cost.
    pub(in crate::tag) fn size(&self) -> (usize, usize) {
        (self.any.len(), self.edges.items().len())
    }
}

/// The symbols that a word satisfies: sorted, and as bits.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    sorted: Vec<u32>,
    bits: Vec<u64>,
}

impl Symbols {
    /// Takes others in their place.
    pub(super) fn set(&mut self, sorted: &[u32]) {
        self.sorted.iter().for_each(|symbol| self.bits[*symbol as usize >> 6] = 0);
        self.sorted.clear();
        self.sorted.extend(sorted);
        let words = sorted.last().map_or(0, |last| (*last as usize >> 6) + 1);
        self.bits.resize(self.bits.len().max(words), 0);
        sorted.iter().for_each(|symbol| self.bits[*symbol as usize >> 6] |= 1 << (symbol & 63));
    }

    fn has(&self, symbol: u32) -> bool {
        self.bits.get(symbol as usize >> 6).is_some_and(|bits| bits >> (symbol & 63) & 1 != 0)
    }
}

/// Adds where a word of these symbols leads by these edges (sorted); gaps are walked apart.
pub(super) fn follow(edges: &[Edge], separator: Separator, symbols: &Symbols, targets: &mut Vec<u32>) {
    let target = |e: &Edge| (e.1 & 1 != 0 || separator == Separator::Join).then_some(e.1 >> 1);
    // whichever list is shorter is looked up in the other
    if edges.len() < symbols.sorted.len() {
        targets.extend(edges.iter().filter(|e| symbols.has(e.0)).filter_map(target));
    } else {
        for symbol in &symbols.sorted {
            let from = edges.partition_point(|e| e.0 < *symbol);
            targets.extend(edges[from..].iter().take_while(|e| e.0 == *symbol).filter_map(target));
        }
    }
}

/// A set of classes, by two hashes of each: may hold more than was put in, never less.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bits([u64; 4], [u64; 2]);

impl Bits {
    /// The second hash of all that is in it, folded to 64 bits: [`Self::short`] of a class that is in it is one of them.
    pub(super) fn folded(&self) -> u64 {
        self.1[0] | self.1[1]
    }

    /// The place of a class in [`Self::folded`].
    #[inline]
    pub(super) fn short(class: u32) -> u32 {
        mixed(class) & 63
    }

    #[inline]
    pub(super) fn has(&self, class: u32) -> bool {
        let mixed = mixed(class);
        self.0[(class >> 6 & 3) as usize] >> (class & 63) & 1 != 0
            && self.1[(mixed >> 6) as usize] >> (mixed & 63) & 1 != 0
    }

    fn add(&mut self, class: u32) {
        let mixed = mixed(class);
        self.0[(class >> 6 & 3) as usize] |= 1 << (class & 63);
        self.1[(mixed >> 6) as usize] |= 1 << (mixed & 63);
    }

    pub(super) fn join(&mut self, other: &Bits) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
        self.1.iter_mut().zip(other.1).for_each(|(a, b)| *a |= b);
    }
}

/// Seven bits of a class that do not depend on its last eight alone.
#[inline]
fn mixed(class: u32) -> u32 {
    class.wrapping_mul(0x9E37_79B1) >> 25
}
