//! Word patterns -> one automaton over word classes: symbols are (separator, class), every pattern of every concept, cue and set at once.
use super::classes::ClassTable;
use crate::lexicon::{forms::Forms, term::Node};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// White space, a line break, hyphens, quotes: words of a phrase may be joined so.
    Join = 0,
    /// Commas, brackets, slashes: a gap may cross them.
    Soft = 1,
    /// The end of a sentence or clause: no pattern crosses it.
    Hard = 2,
}

#[derive(Clone, Debug, Default)]
struct State {
    /// (symbol, may cross a soft separator, target)
    edges: Vec<(u32, bool, u32)>,
    /// Taken by any word (gaps).
    any: Option<u32>,
    accepts: Vec<u32>,
}

/// A word specification: a word with its forms, or a wildcard.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Spec {
    Word { text: String, exact: bool },
    Prefix(String),
}

/// Terms of sets and cues that `<id>` refers to.
pub(super) type Groups<'l> = FxHashMap<&'l str, Vec<&'l [Node]>>;

/// Collects patterns and builds the automaton.
pub(super) struct Builder<'l> {
    forms: &'l Forms,
    groups: &'l Groups<'l>,
    states: Vec<State>,
    specs: FxHashMap<Spec, u32>,
    symbols: FxHashMap<Vec<u32>, u32>,
    classes_of_group: FxHashMap<String, (Option<u32>, Vec<Vec<Node>>)>,
    /// Per layer: (symbol, target) of the first word.
    roots: [FxHashMap<(u32, u32), ()>; 2],
}

/// A place in the pattern being built: a state, and whether a gap stands before the next word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Front {
    Root(usize),
    At { state: u32, relaxed: bool },
}

impl<'l> Builder<'l> {
    pub(super) fn new(forms: &'l Forms, groups: &'l Groups<'l>) -> Self {
        Self {
            forms,
            groups,
            states: vec![State::default()],
            specs: FxHashMap::default(),
            symbols: FxHashMap::default(),
            classes_of_group: FxHashMap::default(),
            roots: Default::default(),
        }
    }

    /// Adds a pattern to a layer (0 or 1); `entry` is what its matches report.
    pub(super) fn add(&mut self, layer: usize, nodes: &[Node], entry: u32) {
        let ends = self.sequence(nodes, vec![Front::Root(layer)]);
        for end in ends {
            if let Front::At { state, .. } = end {
                self.states[state as usize].accepts.push(entry);
            }
        }
    }

    fn state(&mut self) -> u32 {
        self.states.push(State::default());
        (self.states.len() - 1) as u32
    }

    fn sequence(&mut self, nodes: &[Node], mut fronts: Vec<Front>) -> Vec<Front> {
        for node in nodes {
            fronts = self.node(node, fronts);
            fronts.sort_unstable();
            fronts.dedup();
        }
        fronts
    }

    fn node(&mut self, node: &Node, fronts: Vec<Front>) -> Vec<Front> {
        match node {
            Node::Word { text, exact } => {
                let spec = self.spec(Spec::Word { text: text.clone(), exact: *exact });
                vec![self.step(vec![spec], &fronts)]
            }
            Node::Prefix(p) => {
                let spec = self.spec(Spec::Prefix(p.clone()));
                vec![self.step(vec![spec], &fronts)]
            }
            Node::Any(branches) => self.any(branches, &fronts),
            Node::Optional(inner) => {
                let mut all = fronts.clone();
                all.extend(self.sequence(inner, fronts));
                all
            }
            Node::Gap(n) => self.gap(*n, fronts),
            Node::Class(id) => self.class(id, &fronts),
        }
    }

    /// Alternatives: those of one word share a symbol and a target.
    fn any(&mut self, branches: &[Vec<Node>], fronts: &[Front]) -> Vec<Front> {
        let (mut single, mut ends) = (Vec::new(), Vec::new());
        for branch in branches {
            match branch.as_slice() {
                [Node::Word { text, exact }] => {
                    single.push(self.spec(Spec::Word { text: text.clone(), exact: *exact }))
                }
                [Node::Prefix(p)] => single.push(self.spec(Spec::Prefix(p.clone()))),
                _ => ends.extend(self.sequence(branch, fronts.to_vec())),
            }
        }
        if !single.is_empty() {
            ends.push(self.step(single, fronts));
        }
        ends
    }

    fn class(&mut self, id: &str, fronts: &[Front]) -> Vec<Front> {
        if !self.classes_of_group.contains_key(id) {
            let terms = self.groups.get(id).cloned().unwrap_or_default();
            let mut single = Vec::new();
            let mut several = Vec::new();
            for nodes in terms.into_iter().map(|nodes| self.forms.with_compounds(nodes)) {
                match nodes.as_slice() {
                    [Node::Word { text, exact }] => {
                        single.push(self.spec(Spec::Word { text: text.clone(), exact: *exact }))
                    }
                    [Node::Prefix(p)] => single.push(self.spec(Spec::Prefix(p.clone()))),
                    _ => several.push(nodes),
                }
            }
            let symbol = (!single.is_empty()).then(|| self.symbol(single));
            self.classes_of_group.insert(id.to_owned(), (symbol, several));
        }
        let (symbol, several) = self.classes_of_group[id].clone();
        let mut ends: Vec<Front> = several.iter().flat_map(|nodes| self.sequence(nodes, fronts.to_vec())).collect();
        if let Some(symbol) = symbol {
            ends.push(self.step_symbol(symbol, fronts));
        }
        ends
    }

    fn gap(&mut self, words: u8, mut fronts: Vec<Front>) -> Vec<Front> {
        for f in &mut fronts {
            if let Front::At { relaxed, .. } = f {
                *relaxed = true;
            }
        }
        let mut all = fronts.clone();
        for _ in 0..words {
            let next = self.state();
            for f in &fronts {
                if let Front::At { state, .. } = f {
                    // one that has a gap edge already leads to where this one leads: `a ..2 (b) ..3 c`
                    self.states[*state as usize].any.get_or_insert(next);
                }
            }
            fronts = vec![Front::At { state: next, relaxed: true }];
            all.extend(&fronts);
        }
        all
    }

    fn spec(&mut self, spec: Spec) -> u32 {
        let n = self.specs.len() as u32;
        *self.specs.entry(spec).or_insert(n)
    }

    fn symbol(&mut self, mut specs: Vec<u32>) -> u32 {
        specs.sort_unstable();
        specs.dedup();
        let n = self.symbols.len() as u32;
        *self.symbols.entry(specs).or_insert(n)
    }

    fn step(&mut self, specs: Vec<u32>, fronts: &[Front]) -> Front {
        let symbol = self.symbol(specs);
        self.step_symbol(symbol, fronts)
    }

    fn step_symbol(&mut self, symbol: u32, fronts: &[Front]) -> Front {
        let to = self.state();
        for front in fronts {
            match *front {
                Front::Root(layer) => {
                    self.roots[layer].insert((symbol, to), ());
                }
                Front::At { state, relaxed } => self.states[state as usize].edges.push((symbol, relaxed, to)),
            }
        }
        Front::At { state: to, relaxed: false }
    }

    /// The class table and the automaton.
    pub(super) fn build(self) -> (ClassTable, Automaton) {
        let (table, class_symbols) = self.classes();
        let automaton = Automaton::new(self.states, &self.roots, class_symbols);
        (table, automaton)
    }

    /// Gives every set of specifications that some word satisfies a class; per class the symbols it satisfies.
    fn classes(&self) -> (ClassTable, Vec<Vec<u32>>) {
        let mut words: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut prefixes: FxHashMap<&str, u32> = FxHashMap::default();
        for (spec, id) in &self.specs {
            match spec {
                Spec::Word { text, exact } => {
                    self.forms.of(text, *exact).into_iter().for_each(|f| words.entry(f).or_default().push(*id))
                }
                Spec::Prefix(p) => {
                    prefixes.insert(p, *id);
                }
            }
        }
        let longest = prefixes.keys().map(|p| p.len()).max().unwrap_or(0);
        let with_prefixes = |word: &str, specs: &mut Vec<u32>| {
            let ends = (3..=word.len().min(longest)).filter(|n| word.is_char_boundary(*n));
            specs.extend(ends.filter_map(|n| prefixes.get(&word[..n])));
            specs.sort_unstable();
            specs.dedup();
        };
        let mut ids: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        let mut sets: Vec<Vec<u32>> = vec![Vec::new()];
        let mut number = |specs: Vec<u32>| {
            *ids.entry(specs).or_insert_with_key(|specs| {
                sets.push(specs.clone());
                sets.len() as u32 - 1
            })
        };
        let mut class_words = Vec::with_capacity(words.len());
        for (word, mut specs) in words {
            with_prefixes(&word, &mut specs);
            class_words.push((word, number(specs)));
        }
        let mut class_prefixes = Vec::with_capacity(prefixes.len());
        for p in prefixes.keys() {
            let mut specs = Vec::new();
            with_prefixes(p, &mut specs);
            class_prefixes.push(((*p).to_owned(), number(specs)));
        }
        let mut symbols_of_spec = vec![Vec::new(); self.specs.len()];
        for (specs, symbol) in &self.symbols {
            specs.iter().for_each(|s| symbols_of_spec[*s as usize].push(*symbol));
        }
        let mut class_symbols: Vec<Vec<u32>> = Vec::with_capacity(sets.len());
        for specs in &sets {
            let mut symbols: Vec<u32> = specs.iter().flat_map(|s| &symbols_of_spec[*s as usize]).copied().collect();
            symbols.sort_unstable();
            symbols.dedup();
            class_symbols.push(symbols);
        }
        (ClassTable::new(&class_words, &class_prefixes), class_symbols)
    }
}

/// The automaton: its states as built, made deterministic piece by piece while text is read ([`Walker`]).
#[derive(Debug)]
pub(super) struct Automaton {
    states: Vec<State>,
    /// Per layer: by symbol, the targets of the first word.
    roots: [Vec<Vec<u32>>; 2],
    /// Per layer, by class: whether a pattern can begin with it.
    opens: [Vec<bool>; 2],
    /// By class: the symbols its words satisfy, sorted.
    class_symbols: Vec<Vec<u32>>,
    /// By symbol: the bits of all classes that satisfy it.
    symbol_bits: Vec<Bits>,
}

/// A set of classes, by their last eight bits: may hold more than was put in, never less.
#[derive(Clone, Copy, Debug, Default)]
struct Bits([u64; 4]);

impl Bits {
    #[inline]
    fn has(&self, class: u32) -> bool {
        self.0[(class >> 6 & 3) as usize] >> (class & 63) & 1 != 0
    }

    fn add(&mut self, class: u32) {
        self.0[(class >> 6 & 3) as usize] |= 1 << (class & 63);
    }

    fn join(&mut self, other: &Bits) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
    }
}

/// The edges of a set of states.
#[derive(Debug)]
struct Fan {
    /// Where any word leads (gaps).
    any: Vec<u32>,
    /// (symbol, may cross a soft separator, target), sorted.
    edges: Vec<(u32, bool, u32)>,
}

impl Fan {
    /// Adds where a word of these symbols leads.
    fn follow(&self, separator: Separator, symbols: &[u32], targets: &mut Vec<u32>) {
        targets.extend(&self.any);
        for symbol in symbols {
            let from = self.edges.partition_point(|e| e.0 < *symbol);
            let edges = self.edges[from..].iter().take_while(|e| e.0 == *symbol);
            targets.extend(edges.filter(|e| e.1 || separator == Separator::Join).map(|e| e.2));
        }
    }
}

impl Automaton {
    fn new(mut states: Vec<State>, roots: &[FxHashMap<(u32, u32), ()>; 2], class_symbols: Vec<Vec<u32>>) -> Self {
        for state in &mut states {
            state.edges.sort_unstable();
        }
        let symbols = class_symbols.iter().flatten().max().map_or(0, |s| *s as usize + 1);
        let by_symbol = |layer: &FxHashMap<(u32, u32), ()>| {
            let mut rows = vec![Vec::new(); symbols];
            layer.keys().for_each(|(symbol, to)| {
                if let Some(row) = rows.get_mut(*symbol as usize) {
                    row.push(*to)
                }
            });
            rows
        };
        let roots = [by_symbol(&roots[0]), by_symbol(&roots[1])];
        let opens = [0, 1].map(|layer: usize| {
            class_symbols.iter().map(|symbols| symbols.iter().any(|s| !roots[layer][*s as usize].is_empty())).collect()
        });
        let mut symbol_bits = vec![Bits::default(); symbols];
        for (class, symbols) in class_symbols.iter().enumerate() {
            symbols.iter().for_each(|s| symbol_bits[*s as usize].add(class as u32));
        }
        Self { states, roots, opens, class_symbols, symbol_bits }
    }

    /// Whether a pattern of the layer can begin with a word of this class.
    #[inline]
    pub(super) fn opens(&self, layer: usize, class: u32) -> bool {
        self.opens[layer][class as usize]
    }

    /// What leads on from a set of states.
    fn fan(&self, members: &[u32]) -> Fan {
        let states = || members.iter().map(|s| &self.states[*s as usize]);
        let mut edges: Vec<(u32, bool, u32)> = states().flat_map(|s| &s.edges).copied().collect();
        edges.sort_unstable();
        edges.dedup();
        Fan { any: states().filter_map(|s| s.any).collect(), edges }
    }

    /// States and edges, for reports on cost.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.states.len(), self.states.iter().map(|s| s.edges.len()).sum())
    }
}

/// At most so many deterministic states are kept; then the walker starts afresh.
const MAX_SETS: usize = 1 << 16;
/// An edge not yet looked for.
const UNKNOWN: u32 = u32::MAX;

/// The deterministic part of an automaton that one worker has needed so far. State 0 is the dead end.
#[derive(Debug)]
pub(super) struct Walker {
    ids: FxHashMap<Arc<[u32]>, u32>,
    sets: Vec<Arc<[u32]>>,
    /// By state what leads on from all its members: gathered when it is first asked for.
    fans: Vec<Option<Box<Fan>>>,
    starts: [Vec<u32>; 2],
    /// Open addressing: what is looked for (0: free), where it leads.
    table: Vec<(u64, u32)>,
    edges: usize,
    rows: Vec<Row>,
    entries: Vec<u32>,
    scratch: Vec<u32>,
}

/// What is known of a deterministic state at once.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// The classes that have an edge of their own.
    edges: Bits,
    /// Where all other words lead, by separator.
    others: [u32; 2],
    /// Its range of `entries`.
    accepts: (u32, u32),
    /// Whether a match can go on from here.
    open: bool,
}

impl Default for Walker {
    fn default() -> Self {
        let capacity = 1 << 12;
        Self {
            ids: std::iter::once((Arc::default(), 0)).collect(),
            sets: vec![Arc::default()],
            fans: vec![None],
            starts: Default::default(),
            table: vec![(0, 0); capacity],
            edges: 0,
            rows: vec![Row::default()],
            entries: Vec::new(),
            scratch: Vec::new(),
        }
    }
}

impl Walker {
    /// Forgets everything if it has grown too large. Call between texts: states of before are void then.
    pub(super) fn trim(&mut self) {
        if self.sets.len() > MAX_SETS {
            *self = Self::default();
        }
    }

    /// The state after a first word of this class.
    #[inline]
    pub(super) fn start(&mut self, automaton: &Automaton, layer: usize, class: u32) -> u32 {
        match self.starts[layer].get(class as usize) {
            Some(state) if *state != UNKNOWN => *state,
            _ => self.find_start(automaton, layer, class),
        }
    }

    #[inline(never)]
    fn find_start(&mut self, automaton: &Automaton, layer: usize, class: u32) -> u32 {
        if self.starts[layer].is_empty() {
            self.starts[layer] = vec![UNKNOWN; automaton.class_symbols.len()];
        }
        let mut set = std::mem::take(&mut self.scratch);
        set.clear();
        for symbol in &automaton.class_symbols[class as usize] {
            set.extend(&automaton.roots[layer][*symbol as usize]);
        }
        let id = self.id(automaton, set);
        self.starts[layer][class as usize] = id;
        id
    }

    /// Whether a match can go on from here.
    #[inline]
    pub(super) fn is_open(&self, state: u32) -> bool {
        self.rows[state as usize].open
    }

    /// The entries that end here.
    #[inline]
    pub(super) fn entries(&self, state: u32) -> &[u32] {
        let (start, end) = self.rows[state as usize].accepts;
        &self.entries[start as usize..end as usize]
    }

    /// The state after one more word.
    #[inline]
    pub(super) fn next(&mut self, automaton: &Automaton, state: u32, separator: Separator, class: u32) -> u32 {
        if separator == Separator::Hard {
            return 0;
        }
        let row = &self.rows[state as usize];
        if !row.edges.has(class) {
            return row.others[separator as usize];
        }
        let key = edge_key(state, separator as u32, class);
        let mask = self.table.len() - 1;
        let mut at = edge_hash(key) & mask;
        loop {
            let (found, to) = self.table[at];
            if found == key {
                return to;
            }
            if found == 0 {
                return self.find_next(automaton, state, separator, class);
            }
            at = (at + 1) & mask;
        }
    }

    #[inline(never)]
    fn find_next(&mut self, automaton: &Automaton, state: u32, separator: Separator, class: u32) -> u32 {
        let mut targets = std::mem::take(&mut self.scratch);
        targets.clear();
        let members = &self.sets[state as usize];
        let fan = self.fans[state as usize].get_or_insert_with(|| Box::new(automaton.fan(members)));
        fan.follow(separator, &automaton.class_symbols[class as usize], &mut targets);
        let to = self.id(automaton, targets);
        self.store(edge_key(state, separator as u32, class), to);
        to
    }

    /// The state of a set of automaton states, made if it is new.
    fn id(&mut self, automaton: &Automaton, mut set: Vec<u32>) -> u32 {
        set.sort_unstable();
        set.dedup();
        let known = self.ids.get(set.as_slice()).copied();
        let id = known.unwrap_or_else(|| self.add(automaton, &set));
        self.scratch = set;
        id
    }

    fn add(&mut self, automaton: &Automaton, set: &[u32]) -> u32 {
        let id = self.sets.len() as u32;
        let shared: Arc<[u32]> = set.into();
        self.ids.insert(shared.clone(), id);
        self.sets.push(shared);
        self.fans.push(None);
        let members = || set.iter().map(|s| &automaton.states[*s as usize]);
        let mut accepts: Vec<u32> = members().flat_map(|s| &s.accepts).copied().collect();
        accepts.sort_unstable();
        accepts.dedup();
        let start = self.entries.len() as u32;
        self.entries.extend(&accepts);
        let mut edges = Bits::default();
        members()
            .flat_map(|s| &s.edges)
            .filter_map(|e| automaton.symbol_bits.get(e.0 as usize))
            .for_each(|b| edges.join(b));
        let open = members().any(|s| s.any.is_some() || !s.edges.is_empty());
        self.rows.push(Row { edges, others: [0; 2], accepts: (start, self.entries.len() as u32), open });
        let any: Vec<u32> = members().filter_map(|s| s.any).collect();
        if !any.is_empty() {
            let other = self.id(automaton, any);
            self.rows[id as usize].others = [other; 2];
        }
        id
    }

    fn store(&mut self, key: u64, target: u32) {
        if self.edges * 2 >= self.table.len() {
            let old = std::mem::take(&mut self.table);
            self.table = vec![(0, 0); old.len() * 2];
            old.into_iter().filter(|(k, _)| *k != 0).for_each(|(k, t)| self.put(k, t));
        }
        self.edges += 1;
        self.put(key, target);
    }

    fn put(&mut self, key: u64, target: u32) {
        let mask = self.table.len() - 1;
        let mut at = edge_hash(key) & mask;
        while self.table[at].0 != 0 {
            at = (at + 1) & mask;
        }
        self.table[at] = (key, target);
    }
}

#[inline]
fn edge_key(state: u32, separator: u32, class: u32) -> u64 {
    u64::from(state) << 32 | u64::from(class) << 1 | u64::from(separator)
}

#[inline]
fn edge_hash(key: u64) -> usize {
    let x = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (x >> 32 ^ x >> 15) as usize
}
