//! Lexicon -> machine: every term of concepts, cues and sets as one automaton over word classes, and what each term stands for.
//! Knows no framework. `build.rs` reads this room too: what the shipped lexicon comes to is made when the program is built.
mod automaton;
mod builder;
mod classes;
mod needs;
mod negations;
mod odd;
mod packed;
mod rows;
mod sets;
mod walker;

use crate::{
    error::Result,
    lexicon::{
        Headings, Lean, Lexicon, Term,
        term::{Edges, Node, Pattern},
    },
};
pub(in crate::tag) use automaton::Separator;
use automaton::{Automaton, Bits};
use builder::{Builder, Groups};
pub(in crate::tag) use classes::ClassCache;
use classes::{ClassTable, ClassWords};
use negations::Negations;
use odd::{OddTerm, OddTerms};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
pub(in crate::tag) use walker::{Start, Step, Walker};

/// Layer of concepts' terms.
pub(in crate::tag) const CONCEPTS: usize = 0;
/// Layer of cues and sets.
pub(in crate::tag) const CUES: usize = 1;

/// Whose term an entry is: an index into the lexicon's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::tag) enum Owner {
    Concept(u32),
    Cue(u32),
    Set(u32),
}

/// A term as the engine reports it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::tag) struct Entry {
    pub(in crate::tag) owner: Owner,
    pub(in crate::tag) text: Arc<str>,
    pub(in crate::tag) lean: Lean,
    pub(in crate::tag) weight: i32,
    pub(in crate::tag) shield: bool,
    /// Where in its clause it must stand.
    pub(in crate::tag) edges: Edges,
    /// Whether words of any kind may stand inside.
    pub(in crate::tag) gappy: bool,
    /// Whether the term states its lean itself.
    pub(in crate::tag) stated: bool,
    /// Whether it leaves a choice between saying a thing and its absence (`{good,little} support`), and does not hinder by itself.
    pub(in crate::tag) choice: bool,
    /// Whether a negation is one of its words.
    pub(in crate::tag) negative: bool,
    /// Of a cue: whether its own words say that something is not there ("no shortage of").
    pub(in crate::tag) lacking: bool,
}

/// What the terms of a lexicon come to: plain data, from which a [`Machine`] is quickly made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::tag) struct Blueprint {
    words: ClassWords,
    automaton: Automaton,
    literals: Vec<OddTerm>,
    expressions: Vec<OddTerm>,
    /// All terms, in the order of the lexicon's lists: concepts, cues, sets.
    pub(in crate::tag) entries: Vec<Entry>,
    /// The headings of topic cues.
    pub(in crate::tag) headings: Headings,
}

impl Blueprint {
    /// Of every term of the lexicon.
    pub(in crate::tag) fn new(lexicon: &Lexicon) -> Self {
        Self::of(lexicon, &|_, _| true)
    }

    /// Of the terms that are chosen.
    pub(in crate::tag) fn of(lexicon: &Lexicon, chosen: &dyn Fn(Owner, &Term) -> bool) -> Self {
        let groups = groups(lexicon);
        let mut builder = Builder::new(lexicon.forms(), &groups);
        let mut draft = Draft { lexicon, negations: Negations::new(lexicon), blueprint: Self::default() };
        let mut add = |owner, terms: &'_ [Term], lean: Option<Lean>| {
            for term in terms.iter().filter(|t| chosen(owner, t)) {
                let lean = lean.map_or(Lean::Neither, |of_concept| term.lean.unwrap_or(of_concept));
                draft.add(&mut builder, owner, term, lean);
            }
        };
        lexicon.concepts.iter().enumerate().for_each(|(n, c)| add(Owner::Concept(n as u32), &c.terms, Some(c.lean)));
        lexicon.cues.iter().enumerate().for_each(|(n, c)| add(Owner::Cue(n as u32), &c.terms, None));
        lexicon.sets.iter().enumerate().for_each(|(n, s)| add(Owner::Set(n as u32), &s.terms, None));
        let heading_terms = lexicon.cues.iter().enumerate().flat_map(|(n, c)| c.headings.iter().map(move |t| (n, t)));
        let headings = Headings::new(heading_terms, lexicon.forms());
        let (words, automaton) = builder.build();
        Self { words, automaton, headings, ..draft.blueprint }
    }
}

fn groups(lexicon: &Lexicon) -> Groups<'_> {
    fn words<'l>(id: &'l Arc<str>, terms: &'l [Term]) -> (&'l str, Vec<&'l [Node]>) {
        let nodes = |t: &'l Term| if let Pattern::Words(nodes) = &t.pattern { Some(nodes.as_slice()) } else { None };
        (id, terms.iter().filter(|t| !t.shield && !t.edges.any()).filter_map(nodes).collect())
    }
    let sets = lexicon.sets.iter().map(|s| words(&s.id, &s.terms));
    sets.chain(lexicon.cues.iter().map(|c| words(&c.id, &c.terms))).collect()
}

struct Draft<'l> {
    lexicon: &'l Lexicon,
    negations: Negations<'l>,
    blueprint: Blueprint,
}

impl<'l> Draft<'l> {
    fn add(&mut self, builder: &mut Builder<'l>, owner: Owner, term: &Term, lean: Lean) {
        let Blueprint { entries, literals, expressions, .. } = &mut self.blueprint;
        let entry = entries.len() as u32;
        let layer = if matches!(owner, Owner::Concept(_)) { CONCEPTS } else { CUES };
        entries.push(Entry {
            owner,
            text: term.text.clone(),
            lean,
            weight: term.weight,
            shield: term.shield,
            edges: term.edges,
            gappy: term.text.contains(".."),
            negative: self.negations.mentioned(&term.pattern),
            lacking: layer == CUES && self.negations.lacked(&term.pattern),
            choice: term.lean.is_none_or(|lean| lean == Lean::Neither)
                && lean != Lean::Hinders
                && layer == CONCEPTS
                && self.negations.choice(&term.pattern),
            stated: term.lean.is_some(),
        });
        let odd = |text: &String| OddTerm { text: text.clone(), layer: layer as u8, entry };
        match &term.pattern {
            Pattern::Words(nodes) => builder.add(layer, &self.lexicon.forms().with_compounds(nodes), entry),
            Pattern::Literal(text) => literals.push(odd(text)),
            Pattern::Regex(source) => expressions.push(odd(source)),
        }
    }
}

/// Finds terms in texts. Read-only: one serves all threads.
#[derive(Debug)]
pub(in crate::tag) struct Machine {
    pub(in crate::tag) table: ClassTable,
    pub(in crate::tag) odd: OddTerms,
    automaton: Automaton,
    /// By class: in which layers a term can begin with it.
    opens: Vec<u8>,
    /// By symbol: the classes that satisfy it.
    symbol_bits: Vec<Bits>,
    /// By entry: whether it is reported.
    live: Vec<bool>,
    /// By entry: where in its clause it must stand.
    edges: Vec<Edges>,
}

impl Machine {
    /// A machine that reports the terms of these owners; gives back their entries too.
    ///
    /// # Errors
    /// Expressions that cannot be compiled.
    pub(in crate::tag) fn new(blueprint: Blueprint, live: impl Fn(Owner) -> bool) -> Result<(Self, Vec<Entry>)> {
        let Blueprint { words, automaton, mut literals, mut expressions, entries, .. } = blueprint;
        let live: Vec<bool> = entries.iter().map(|e| live(e.owner)).collect();
        literals.retain(|t| live[t.entry as usize]);
        expressions.retain(|t| live[t.entry as usize]);
        let machine = Self {
            table: ClassTable::new(&words),
            odd: OddTerms::new(&literals, &expressions)?,
            opens: automaton.opens(),
            symbol_bits: automaton.symbol_bits(),
            edges: entries.iter().map(|e| e.edges).collect(),
            automaton,
            live,
        };
        Ok((machine, entries))
    }

    /// Where in its clause an entry must stand.
    #[inline]
    pub(in crate::tag) fn edges(&self, entry: u32) -> Edges {
        self.edges[entry as usize]
    }

    /// In which layers a term can begin with a word of this class: bit 0 concepts, bit 1 cues.
    #[inline]
    pub(in crate::tag) fn opens(&self, class: u32) -> u8 {
        self.opens[class as usize]
    }

    /// States and edges of the automaton, for reports on cost.
    pub(in crate::tag) fn size(&self) -> (usize, usize) {
        self.automaton.size()
    }
}
