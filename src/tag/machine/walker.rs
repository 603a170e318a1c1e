//! The automaton made deterministic piece by piece, as the text needs it.
use super::{
    Machine,
    automaton::{Bits, NOWHERE, Separator, Symbols, follow},
    sets::Sets,
};

/// At most so many deterministic states are kept, with all that hangs on them some 12 MB; then the walker starts afresh.
const MAX_SETS: usize = 1 << 16;
/// Of a first word not yet looked for.
const UNKNOWN: u32 = u32::MAX;
/// Bits of a state or class in an edge; what does not fit is looked for anew each time.
const WIDTH: u32 = 20;

/// The deterministic part of an automaton that one worker has needed so far. State 0 is the dead end.
#[derive(Debug)]
pub(in crate::tag) struct Walker {
    /// By state: the states of the automaton it stands for.
    sets: Sets,
    starts: [Vec<Start>; 2],
    /// Open addressing: what is looked for, and in the last bits where it leads; 0 is free.
    table: Vec<u64>,
    edges: usize,
    rows: Vec<Row>,
    entries: Vec<u32>,
    scratch: Vec<u32>,
    /// Of the word at hand.
    symbols: Symbols,
}

/// The state after a first word, with what most often tells that nothing begins there: few bytes, for every second word is looked up here.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tag) struct Start {
    pub(in crate::tag) state: u32,
    /// Whether entries end here already.
    pub(in crate::tag) ends: bool,
    /// As in [`Row`], `u8::MAX` if a gap may end a match.
    ahead: u8,
    /// The classes that lead on, by six bits of a hash.
    leads: u64,
}

impl Start {
    /// Whether a match may go on, as far as these few bits tell.
    #[inline]
    pub(in crate::tag) fn may_lead_on(&self, to_come: &[u32]) -> bool {
        let near = &to_come[..to_come.len().min(self.ahead.into())];
        self.ahead == u8::MAX || near.iter().any(|class| self.leads >> Bits::short(*class) & 1 != 0 && *class != 0)
    }
}

/// What is known of a deterministic state at once: one line of the processor's cache.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Row {
    /// The classes that lead on from here, or from where gaps lead.
    leads: Bits,
    /// Where words of any kind go: into a gap, or nowhere.
    others: u32,
    /// Where its `entries` begin, and how many there are.
    accepts: (u32, u32),
    /// Within how many words one of `leads` must stand; 0 if no match can go on.
    ahead: u8,
    /// Whether a match may end in a gap (`a ..2 (b)`), after words of any kind.
    loose: bool,
}

impl Default for Walker {
    fn default() -> Self {
        let capacity = 1 << 12;
        Self {
            sets: Sets::default(),
            starts: Default::default(),
            table: vec![0; capacity],
            edges: 0,
            rows: vec![Row::default()],
            entries: Vec::new(),
            scratch: Vec::new(),
            symbols: Symbols::default(),
        }
    }
}

impl Walker {
    /// Forgets everything if it has grown too large. Call between texts: states of before are void then.
    pub(in crate::tag) fn trim(&mut self) {
        if self.sets.len() > MAX_SETS {
            *self = Self::default();
        }
    }

    /// By first word of these classes: the state behind it.
    pub(in crate::tag) fn starts(&mut self, machine: &Machine, layer: usize, classes: &[u32], out: &mut Vec<Start>) {
        if self.starts[layer].is_empty() {
            let start = |class: u32| Start {
                state: if machine.opens(class) >> layer & 1 == 0 { 0 } else { UNKNOWN },
                ..Start::default()
            };
            self.starts[layer] = (0..machine.automaton.class_symbols.len() as u32).map(start).collect();
        }
        out.clear();
        // nothing is asked of them here, so that none waits for another
        out.extend(classes.iter().map(|class| self.starts[layer][*class as usize]));
        for (start, class) in out.iter_mut().zip(classes) {
            if start.state == UNKNOWN {
                *start = self.find_start(machine, layer, *class);
            }
        }
    }

    #[inline(never)]
    fn find_start(&mut self, machine: &Machine, layer: usize, class: u32) -> Start {
        let known = self.starts[layer][class as usize];
        if known.state != UNKNOWN {
            return known;
        }
        let mut set = std::mem::take(&mut self.scratch);
        set.clear();
        for symbol in machine.automaton.class_symbols.row(class) {
            set.extend(machine.automaton.roots[layer].row(*symbol));
        }
        let state = self.id(machine, set);
        let row = &self.rows[state as usize];
        let ahead = if row.loose { u8::MAX } else { row.ahead };
        let start = Start { state, ends: row.accepts.1 > 0, ahead, leads: row.leads.folded() };
        self.starts[layer][class as usize] = start;
        start
    }

    /// Asks for what is known of these states, all at once.
    #[inline]
    pub(in crate::tag) fn fetch(&self, states: impl Iterator<Item = u32>) {
        std::hint::black_box(states.fold(0, |all, state| all ^ self.rows[state as usize].ahead));
    }

    /// Whether a match can go on from here, by the classes of the words to come.
    #[inline]
    pub(in crate::tag) fn leads_on(&self, state: u32, to_come: &[u32]) -> bool {
        let row = &self.rows[state as usize];
        let near = &to_come[..to_come.len().min(row.ahead.into())];
        row.loose && !to_come.is_empty() || near.iter().any(|class| *class != 0 && row.leads.has(*class))
    }

    /// The entries that end here.
    #[inline]
    pub(in crate::tag) fn entries(&self, state: u32) -> &[u32] {
        let (start, count) = self.rows[state as usize].accepts;
        if count == 0 { &[] } else { &self.entries[start as usize..][..count as usize] }
    }

    /// Where a word of any kind leads: into a gap, or nowhere (0).
    #[inline]
    pub(in crate::tag) fn gap(&self, state: u32) -> u32 {
        self.rows[state as usize].others
    }

    /// Where one more word behind a separator that is not hard would lead from: to be looked up by [`Self::next`].
    #[inline]
    pub(in crate::tag) fn step(&self, state: u32, separator: Separator, class: u32) -> Step {
        let leads = class != 0 && self.rows[state as usize].leads.has(class);
        Step { state, word: if leads { class << 1 | separator as u32 & 1 } else { 0 } }
    }

    /// Asks for where these steps lead, all at once.
    #[inline]
    pub(in crate::tag) fn fetch_steps(&self, steps: impl Iterator<Item = Step>) {
        let mask = self.table.len() - 1;
        std::hint::black_box(steps.fold(0, |all, step| all ^ self.table[edge_hash(step.key()) & mask]));
    }

    /// Where a step leads by a word that the patterns name, or nowhere (0).
    #[inline]
    pub(in crate::tag) fn next(&mut self, machine: &Machine, step: Step) -> u32 {
        if step.word == 0 {
            return 0;
        }
        let key = step.key();
        let mask = self.table.len() - 1;
        let mut at = edge_hash(key) & mask;
        while key != 0 && self.table[at] != 0 {
            let found = self.table[at];
            if found >> WIDTH == key {
                return (found & LAST) as u32;
            }
            at = (at + 1) & mask;
        }
        self.find_next(machine, step)
    }

    #[inline(never)]
    fn find_next(&mut self, machine: &Machine, step: Step) -> u32 {
        let mut targets = std::mem::take(&mut self.scratch);
        targets.clear();
        let automaton = &machine.automaton;
        self.symbols.set(automaton.class_symbols.row(step.word >> 1));
        for state in self.sets.members(step.state) {
            follow(automaton.edges.row(*state), step.separator(), &self.symbols, &mut targets);
        }
        let to = self.id(machine, targets);
        if step.key() != 0 && to >> WIDTH == 0 {
            self.store(step.key() << WIDTH | u64::from(to));
        }
        to
    }

    /// The state of a set of automaton states, made if it is new.
    fn id(&mut self, machine: &Machine, mut set: Vec<u32>) -> u32 {
        set.sort_unstable();
        set.dedup();
        let id = self.sets.find(&set).unwrap_or_else(|| self.add(machine, &set));
        self.scratch = set;
        id
    }

    fn add(&mut self, machine: &Machine, set: &[u32]) -> u32 {
        let id = self.sets.add(set);
        let automaton = &machine.automaton;
        let live = |e: &&u32| machine.live[**e as usize];
        let start = self.entries.len();
        self.entries.extend(set.iter().flat_map(|s| automaton.accepts.row(*s)).filter(live));
        self.entries[start..].sort_unstable();
        let mut kept = start;
        for at in start..self.entries.len() {
            if at == start || self.entries[at] != self.entries[kept - 1] {
                self.entries[kept] = self.entries[at];
                kept += 1;
            }
        }
        self.entries.truncate(kept);
        let mut row = Row { accepts: (start as u32, (kept - start) as u32), ..Row::default() };
        for edge in set.iter().flat_map(|s| automaton.edges.row(*s)) {
            row.ahead = 1;
            machine.symbol_bits.get(edge.0 as usize).into_iter().for_each(|b| row.leads.join(b));
        }
        self.rows.push(row);
        let any: Vec<u32> = set.iter().map(|s| automaton.any[*s as usize]).filter(|to| *to != NOWHERE).collect();
        if !any.is_empty() {
            row.others = self.id(machine, any);
            let gap = self.rows[row.others as usize];
            row.leads.join(&gap.leads);
            row.ahead = gap.ahead.saturating_add(1);
            row.loose = gap.loose || gap.accepts.1 > 0;
            self.rows[id as usize] = row;
        }
        id
    }

    fn store(&mut self, edge: u64) {
        if self.edges * 4 >= self.table.len() * 3 {
            let old = std::mem::take(&mut self.table);
            self.table = vec![0; old.len() * 2];
            old.into_iter().filter(|e| *e != 0).for_each(|e| self.put(e));
        }
        self.edges += 1;
        self.put(edge);
    }

    fn put(&mut self, edge: u64) {
        let mask = self.table.len() - 1;
        let mut at = edge_hash(edge >> WIDTH) & mask;
        while self.table[at] != 0 {
            at = (at + 1) & mask;
        }
        self.table[at] = edge;
    }
}

/// The bits of an edge that say where it leads.
const LAST: u64 = (1 << WIDTH) - 1;

/// A step from a state by a word of a class, behind a soft separator or none (the last bit); `word` is 0 if nothing leads on by it.
#[derive(Clone, Copy, Debug)]
pub(in crate::tag) struct Step {
    pub(in crate::tag) state: u32,
    word: u32,
}

impl Step {
    /// What its edge is looked for by; 0 if it does not fit.
    #[inline]
    fn key(self) -> u64 {
        let fits = (self.state | self.word >> 1) >> WIDTH == 0;
        if fits { u64::from(self.state) << (WIDTH + 1) | u64::from(self.word) } else { 0 }
    }

    fn separator(self) -> Separator {
        if self.word & 1 == 0 { Separator::Join } else { Separator::Soft }
    }
}

#[inline]
fn edge_hash(key: u64) -> usize {
    let x = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (x >> 32 ^ x >> 15) as usize
}
