//! Word patterns -> states over word classes: every pattern of every concept, cue and set at once.
use super::{
    automaton::{Automaton, NOWHERE},
    classes::ClassWords,
    rows::Rows,
};
use crate::lexicon::{forms::Forms, term::Node};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::{borrow::Cow, rc::Rc};

#[derive(Clone, Debug, Default)]
struct State {
    /// (symbol, may cross a soft separator, target)
    edges: SmallVec<[(u32, bool, u32); 2]>,
    /// Taken by any word (gaps).
    any: Option<u32>,
    accepts: SmallVec<[u32; 2]>,
}

/// Word specifications by number: words with their forms, words without, wildcards.
#[derive(Clone, Debug, Default)]
struct Specs {
    inflected: FxHashMap<String, u32>,
    exact: FxHashMap<String, u32>,
    prefixes: FxHashMap<String, u32>,
}

impl Specs {
    fn len(&self) -> usize {
        self.inflected.len() + self.exact.len() + self.prefixes.len()
    }

    /// The number of a node's specification, if it is a word or wildcard.
    fn number(&mut self, node: &Node) -> Option<u32> {
        let n = self.len() as u32;
        let (list, text) = match node {
            Node::Word { text, exact: false } => (&mut self.inflected, text),
            Node::Word { text, exact: true } => (&mut self.exact, text),
            Node::Prefix(text) => (&mut self.prefixes, text),
            _ => return None,
        };
        if let Some(known) = list.get(text) {
            return Some(*known);
        }
        list.insert(text.clone(), n);
        Some(n)
    }
}

/// Terms of sets and cues that `<id>` refers to.
pub(in crate::tag) type Groups<'l> = FxHashMap<&'l str, Vec<&'l [Node]>>;

/// The terms of a set or cue: those of one word as a symbol, and the others.
type Group<'l> = (Option<u32>, Rc<[Cow<'l, [Node]>]>);

/// Collects patterns and builds the automaton.
pub(in crate::tag) struct Builder<'l> {
    forms: &'l Forms,
    groups: &'l Groups<'l>,
    states: Vec<State>,
    specs: Specs,
    symbols: FxHashMap<Vec<u32>, u32>,
    classes_of_group: FxHashMap<String, Group<'l>>,
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
    pub(in crate::tag) fn new(forms: &'l Forms, groups: &'l Groups<'l>) -> Self {
        Self {
            forms,
            groups,
            states: vec![State::default()],
            specs: Specs::default(),
            symbols: FxHashMap::default(),
            classes_of_group: FxHashMap::default(),
            roots: Default::default(),
        }
    }

    /// Adds a pattern to a layer (0 or 1); `entry` is what its matches report.
    pub(in crate::tag) fn add(&mut self, layer: usize, nodes: &[Node], entry: u32) {
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
            Node::Word { .. } | Node::Prefix(_) => {
                let specs = self.specs.number(node).into_iter().collect();
                vec![self.step(specs, &fronts)]
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
            match self.single(branch) {
                Some(spec) => single.push(spec),
                None => ends.extend(self.sequence(branch, fronts.to_vec())),
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
                match self.single(&nodes) {
                    Some(spec) => single.push(spec),
                    None => several.push(nodes),
                }
            }
            let symbol = (!single.is_empty()).then(|| self.symbol(single));
            self.classes_of_group.insert(id.to_owned(), (symbol, several.into()));
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

    /// The specification of a pattern of one word.
    fn single(&mut self, nodes: &[Node]) -> Option<u32> {
        if let [node] = nodes { self.specs.number(node) } else { None }
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

    /// The classes of words and the automaton.
    pub(in crate::tag) fn build(self) -> (ClassWords, Automaton) {
        let (words, class_symbols) = self.classes();
        let symbols = self.symbols.len();
        let by_symbol = |layer: &FxHashMap<(u32, u32), ()>| {
            let mut rows = vec![Vec::new(); symbols];
            layer.keys().for_each(|(symbol, to)| rows[*symbol as usize].push(*to));
            rows.iter_mut().for_each(|row| row.sort_unstable());
            rows.into_iter().collect()
        };
        let roots = [by_symbol(&self.roots[0]), by_symbol(&self.roots[1])];
        let any = self.states.iter().map(|s| s.any.unwrap_or(NOWHERE)).collect();
        let (mut edges, mut accepts) = (Rows::default(), Rows::default());
        for state in self.states {
            let mut row: Vec<_> =
                state.edges.iter().map(|(symbol, soft, to)| (*symbol, to << 1 | u32::from(*soft))).collect();
            row.sort_unstable();
            edges.push(row);
            accepts.push(state.accepts);
        }
        let class_symbols = class_symbols.into_iter().collect();
        (words, Automaton { edges, any, accepts, roots, class_symbols })
    }

    /// Gives every set of specifications that some word satisfies a class; per class the symbols it satisfies.
    fn classes(&self) -> (ClassWords, Vec<Vec<u32>>) {
        let mut words: FxHashMap<String, SmallVec<[u32; 4]>> = FxHashMap::default();
        let Specs { inflected, exact, prefixes } = &self.specs;
        for (list, exact) in [(inflected, false), (exact, true)] {
            for (text, id) in list {
                self.forms.of(text, exact).into_iter().for_each(|f| words.entry(f).or_default().push(*id));
            }
        }
        let longest = prefixes.keys().map(|p| p.len()).max().unwrap_or(0);
        let with_prefixes = |word: &str, specs: &mut SmallVec<[u32; 4]>| {
            let ends = (3..=word.len().min(longest)).filter(|n| word.is_char_boundary(*n));
            specs.extend(ends.filter_map(|n| prefixes.get(&word[..n]).copied()));
            specs.sort_unstable();
            specs.dedup();
        };
        let mut ids: FxHashMap<SmallVec<[u32; 4]>, u32> = FxHashMap::default();
        let mut sets: Vec<SmallVec<[u32; 4]>> = vec![SmallVec::new()];
        let mut number = |specs: SmallVec<[u32; 4]>| {
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
            let mut specs = SmallVec::new();
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
        (ClassWords::new(class_words, class_prefixes), class_symbols)
    }
}
