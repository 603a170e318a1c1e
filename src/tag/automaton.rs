//! Word patterns -> one automaton over word classes: symbols are (separator, class), every pattern of every concept, cue and set at once.
use super::classes::ClassTable;
use crate::lexicon::{forms::Forms, term::Node};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

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

/// A limit on automaton size, so that a runaway lexicon fails with a message instead of eating the machine.
const MAX_STATES: usize = 1_000_000;

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
                [Node::Word { text, exact }] => single.push(self.spec(Spec::Word { text: text.clone(), exact: *exact })),
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
            for nodes in terms {
                match nodes {
                    [Node::Word { text, exact }] => single.push(self.spec(Spec::Word { text: text.clone(), exact: *exact })),
                    [Node::Prefix(p)] => single.push(self.spec(Spec::Prefix(p.clone()))),
                    _ => several.push(nodes.to_vec()),
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
                    match self.states[*state as usize].any {
                        None => self.states[*state as usize].any = Some(next),
                        // a state that has a gap edge already: go on through a copy of it
                        Some(other) => self.merge_gap(other, next),
                    }
                }
            }
            fronts = vec![Front::At { state: next, relaxed: true }];
            all.extend(&fronts);
        }
        all
    }

    /// Lets `from` do what `next` does besides its own: both stand behind the same gap edge.
    fn merge_gap(&mut self, from: u32, next: u32) {
        // Rare (an optional node followed by a gap reaches one state twice): an epsilon edge by a never-reused marker.
        self.states[from as usize].edges.push((u32::MAX, false, next));
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

    /// Builds the class table and the deterministic automaton; fails if it grows beyond all use.
    pub(super) fn build(self) -> Result<(ClassTable, Automaton), String> {
        let (table, symbol_classes) = self.classes();
        let automaton = Subsets::new(&self, &symbol_classes).run()?;
        Ok((table, automaton))
    }

    /// Gives every set of specifications that some word satisfies a class.
    fn classes(&self) -> (ClassTable, Vec<Vec<u32>>) {
        let mut words: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut prefixes: FxHashMap<String, u32> = FxHashMap::default();
        for (spec, id) in &self.specs {
            match spec {
                Spec::Word { text, exact } => self.forms.of(text, *exact).into_iter().for_each(|f| words.entry(f).or_default().push(*id)),
                Spec::Prefix(p) => {
                    prefixes.insert(p.clone(), *id);
                }
            }
        }
        let with_prefixes = |word: &str, specs: &mut Vec<u32>| {
            specs.extend((1..=word.len()).filter(|n| word.is_char_boundary(*n)).filter_map(|n| prefixes.get(&word[..n])));
            specs.sort_unstable();
            specs.dedup();
        };
        let mut ids: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        let mut number = |specs: Vec<u32>| {
            let next = ids.len() as u32 + 1;
            *ids.entry(specs).or_insert(next)
        };
        let mut rows: Vec<(String, Vec<u32>)> = words.into_iter().collect();
        rows.sort_unstable();
        let mut class_words = Vec::with_capacity(rows.len());
        for (word, mut specs) in rows {
            with_prefixes(&word, &mut specs);
            class_words.push((word, number(specs)));
        }
        let mut stems: Vec<&String> = prefixes.keys().collect();
        stems.sort_unstable();
        let class_prefixes: Vec<(String, u32)> = stems
            .into_iter()
            .map(|p| {
                let mut specs = Vec::new();
                with_prefixes(p, &mut specs);
                (p.clone(), number(specs))
            })
            .collect();
        let mut classes_of_spec = vec![Vec::new(); self.specs.len()];
        for (specs, class) in &ids {
            specs.iter().for_each(|s| classes_of_spec[*s as usize].push(*class));
        }
        let mut symbol_classes = vec![Vec::new(); self.symbols.len()];
        for (specs, symbol) in &self.symbols {
            let classes: BTreeSet<u32> = specs.iter().flat_map(|s| &classes_of_spec[*s as usize]).copied().collect();
            symbol_classes[*symbol as usize] = classes.into_iter().collect();
        }
        (ClassTable::new(&class_words, &class_prefixes), symbol_classes)
    }
}

/// The deterministic automaton. State 0 is the dead end.
#[derive(Debug, Default)]
pub(super) struct Automaton {
    /// Per layer, by class of the first word.
    starts: [Vec<u32>; 2],
    keys: Vec<u64>,
    targets: Vec<u32>,
    mask: usize,
    /// Per state: where any other word leads, by separator.
    others: Vec<[u32; 2]>,
    /// Per state: whether it has any edge.
    open: Vec<bool>,
    /// Per state: its range of `entries`.
    accepts: Vec<(u32, u32)>,
    entries: Vec<u32>,
}

impl Automaton {
    /// The state after a first word of this class.
    #[inline]
    pub(super) fn start(&self, layer: usize, class: u32) -> u32 {
        self.starts[layer].get(class as usize).copied().unwrap_or(0)
    }

    /// Whether a match can go on from here.
    #[inline]
    pub(super) fn is_open(&self, state: u32) -> bool {
        self.open[state as usize]
    }

    /// The entries that end here.
    #[inline]
    pub(super) fn entries(&self, state: u32) -> &[u32] {
        let (start, end) = self.accepts[state as usize];
        &self.entries[start as usize..end as usize]
    }

    /// The state after one more word.
    #[inline]
    pub(super) fn next(&self, state: u32, separator: Separator, class: u32) -> u32 {
        if separator == Separator::Hard {
            return 0;
        }
        if class != 0 {
            let key = edge_key(state, separator as u32, class);
            let mut at = edge_hash(key) & self.mask;
            loop {
                let found = self.keys[at];
                if found == key {
                    return self.targets[at];
                }
                if found == 0 {
                    break;
                }
                at = (at + 1) & self.mask;
            }
        }
        self.others[state as usize][separator as usize]
    }

    /// States and edges, for reports on cost.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.accepts.len(), self.keys.iter().filter(|k| **k != 0).count())
    }

    fn store(&mut self, edges: &[(u64, u32)]) {
        let capacity = (edges.len() * 2 + 2).next_power_of_two();
        (self.keys, self.targets, self.mask) = (vec![0; capacity], vec![0; capacity], capacity - 1);
        for (key, target) in edges {
            let mut at = edge_hash(*key) & self.mask;
            while self.keys[at] != 0 {
                at = (at + 1) & self.mask;
            }
            (self.keys[at], self.targets[at]) = (*key, *target);
        }
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

/// The subset construction.
struct Subsets<'b> {
    states: &'b [State],
    symbol_classes: &'b [Vec<u32>],
    ids: FxHashMap<Vec<u32>, u32>,
    sets: Vec<Vec<u32>>,
    automaton: Automaton,
    edges: Vec<(u64, u32)>,
}

impl<'b> Subsets<'b> {
    fn new(builder: &'b Builder<'_>, symbol_classes: &'b [Vec<u32>]) -> Self {
        let mut this = Self {
            states: &builder.states,
            symbol_classes,
            ids: FxHashMap::default(),
            sets: vec![Vec::new()],
            automaton: Automaton::default(),
            edges: Vec::new(),
        };
        this.ids.insert(Vec::new(), 0);
        let classes = symbol_classes.iter().flatten().max().map_or(0, |c| *c as usize) + 1;
        for layer in 0..2 {
            let mut by_class: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for (symbol, to) in builder.roots[layer].keys() {
                for class in &symbol_classes[*symbol as usize] {
                    by_class.entry(*class).or_default().push(*to);
                }
            }
            let mut starts = vec![0; classes];
            let mut rows: Vec<_> = by_class.into_iter().collect();
            rows.sort_unstable();
            for (class, set) in rows {
                starts[class as usize] = this.id(set);
            }
            this.automaton.starts[layer] = starts;
        }
        this
    }

    fn id(&mut self, mut set: Vec<u32>) -> u32 {
        let mut at = 0;
        while at < set.len() {
            let through = self.states[set[at] as usize].edges.iter().filter(|e| e.0 == u32::MAX).map(|e| e.2);
            set.extend(through.collect::<Vec<_>>());
            at += 1;
        }
        set.sort_unstable();
        set.dedup();
        if let Some(id) = self.ids.get(&set) {
            return *id;
        }
        let id = self.sets.len() as u32;
        self.ids.insert(set.clone(), id);
        self.sets.push(set);
        id
    }

    fn run(mut self) -> Result<Automaton, String> {
        let mut at = 0;
        while at < self.sets.len() {
            if self.sets.len() > MAX_STATES {
                return Err(format!("the terms need more than {MAX_STATES} states; expected fewer or shorter gaps (`..n`) after words many terms share"));
            }
            self.expand(at);
            at += 1;
        }
        let edges = std::mem::take(&mut self.edges);
        self.automaton.store(&edges);
        Ok(self.automaton)
    }

    fn expand(&mut self, at: usize) {
        let set = std::mem::take(&mut self.sets[at]);
        let states = self.states;
        let any: Vec<u32> = set.iter().filter_map(|s| states[*s as usize].any).collect();
        let mut others = [0; 2];
        let mut open = !any.is_empty();
        if open {
            others = [self.id(any.clone()); 2];
        }
        for separator in 0..2u32 {
            let mut by_class: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for (symbol, relaxed, to) in set.iter().flat_map(|s| &states[*s as usize].edges) {
                if *symbol != u32::MAX && (separator == 0 || *relaxed) {
                    for class in &self.symbol_classes[*symbol as usize] {
                        by_class.entry(*class).or_default().push(*to);
                    }
                }
            }
            let mut rows: Vec<_> = by_class.into_iter().collect();
            rows.sort_unstable();
            open |= !rows.is_empty();
            for (class, mut targets) in rows {
                targets.extend(&any);
                let to = self.id(targets);
                self.edges.push((edge_key(at as u32, separator, class), to));
            }
        }
        let mut accepts: Vec<u32> = set.iter().flat_map(|s| &states[*s as usize].accepts).copied().collect();
        accepts.sort_unstable();
        accepts.dedup();
        let start = self.automaton.entries.len() as u32;
        self.automaton.entries.extend(&accepts);
        self.automaton.accepts.push((start, self.automaton.entries.len() as u32));
        self.automaton.others.push(others);
        self.automaton.open.push(open);
        self.sets[at] = set;
    }
}
