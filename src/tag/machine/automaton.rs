//! One automaton for all word patterns: its symbols are (separator, class). Flat rows, read-only.
use super::rows::Rows;
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

    /// What leads on from a set of states.
    pub(super) fn fan(&self, members: &[u32]) -> Fan {
        let mut edges: Vec<Edge> = members.iter().flat_map(|s| self.edges.row(*s)).copied().collect();
        edges.sort_unstable();
        edges.dedup();
        Fan { any: members.iter().map(|s| self.any[*s as usize]).filter(|to| *to != NOWHERE).collect(), edges }
    }

    /// States and edges, for reports on cost.
    pub(in crate::tag) fn size(&self) -> (usize, usize) {
        (self.any.len(), self.edges.items().len())
    }
}

/// The edges of a set of states.
#[derive(Debug)]
pub(super) struct Fan {
    /// Where any word leads (gaps).
    any: Vec<u32>,
    /// Sorted.
    edges: Vec<Edge>,
}

impl Fan {
    /// Adds where a word of these symbols leads.
    pub(super) fn follow(&self, separator: Separator, symbols: &[u32], targets: &mut Vec<u32>) {
        targets.extend(&self.any);
        for symbol in symbols {
            let from = self.edges.partition_point(|e| e.0 < *symbol);
            let edges = self.edges[from..].iter().take_while(|e| e.0 == *symbol);
            targets.extend(edges.filter(|e| e.1 & 1 != 0 || separator == Separator::Join).map(|e| e.1 >> 1));
        }
    }
}

/// A set of classes, by their last eight bits: may hold more than was put in, never less.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bits([u64; 4]);

impl Bits {
    #[inline]
    pub(super) fn has(&self, class: u32) -> bool {
        self.0[(class >> 6 & 3) as usize] >> (class & 63) & 1 != 0
    }

    fn add(&mut self, class: u32) {
        self.0[(class >> 6 & 3) as usize] |= 1 << (class & 63);
    }

    pub(super) fn join(&mut self, other: &Bits) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
    }
}
