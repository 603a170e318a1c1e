//! What differs between two lexicons -> whether a document can be read differently by them: only where one of the terms that changed stands in it.
use crate::tag::{
    machine::{Blueprint, CONCEPTS, Machine, Owner},
    matcher::{Hit, Words},
};
use crate::{
    lexicon::{
        Concept, Domain, Lean, Lexicon, Term,
        changes::{Change, Entry, Scope, place_of_concept},
        term::Pattern,
    },
    text::Document,
};
use rustc_hash::FxHashSet;

/// Finds the terms of concepts that changed, as they were and as they are. Read-only: one serves all threads.
#[derive(Debug)]
pub struct Probe([Machine; 2]);

/// Buffers of one worker.
#[derive(Debug, Default)]
pub struct ProbeScratch {
    words: [Words; 2],
    hits: Vec<Hit>,
}

/// Terms by place and text.
type Changed<'c> = FxHashSet<(&'c str, &'c str)>;

impl Probe {
    /// For two lexicons that differ by terms of concepts alone; none if they differ by more (cues, sets, domains, numbers, the order of entries, terms
    /// that are no words), for that may reach any document, or if nothing is known to differ. `changes` is what [`Lexicon::changes`] gives.
    pub fn new(old: &Lexicon, new: &Lexicon, changes: &[Change]) -> Option<Self> {
        let of_concept = |e: &Entry| !e.place.starts_with("cue.") && !e.place.starts_with("set.");
        let narrow = |c: &Change| c.scope == Scope::Term && c.old.iter().chain(&c.new).all(of_concept);
        if changes.is_empty() || !changes.iter().all(narrow) || !same_frame(old, new) {
            return None;
        }
        let gone: Changed<'_> = changes.iter().filter_map(|c| c.old.as_ref()).map(key).collect();
        let come: Changed<'_> = changes.iter().filter_map(|c| c.new.as_ref()).map(key).collect();
        let (before, after) = (Choice::new(old, &gone), Choice::new(new, &come));
        let alike = before.others.len() == after.others.len()
            && before.others.iter().zip(&after.others).all(|((a, s), (b, t))| a.id == b.id && same_term(s, t));
        if !alike || !before.words_alone || !after.words_alone {
            return None;
        }
        Some(Self([before.machine(old)?, after.machine(new)?]))
    }

    /// Whether a term that changed stands in the document.
    pub fn meets(&self, document: &Document, scratch: &mut ProbeScratch) -> bool {
        let text = document.text.as_str();
        self.0.iter().zip(&mut scratch.words).any(|(machine, words)| {
            words.read(machine, text);
            scratch.hits.clear();
            let end = words.len() as u32;
            words.walk(machine, text, CONCEPTS, (0, end), &mut scratch.hits);
            // a word that only a new term makes whole again changes what is counted around it
            words.any_joined() || !scratch.hits.is_empty()
        })
    }
}

fn key(entry: &Entry) -> (&str, &str) {
    (&entry.place, &entry.text)
}

/// The terms of a lexicon's concepts, those that changed apart from the others.
struct Choice<'l> {
    /// Indices of concepts with the texts of their changed terms.
    changed: FxHashSet<(u32, &'l str)>,
    others: Vec<(&'l Concept, &'l Term)>,
    /// Whether all that changed are word patterns.
    words_alone: bool,
}

impl<'l> Choice<'l> {
    fn new(lexicon: &'l Lexicon, changed: &Changed<'_>) -> Self {
        let mut out = Self { changed: FxHashSet::default(), others: Vec::new(), words_alone: true };
        for (n, concept) in lexicon.concepts.iter().enumerate() {
            let place = place_of_concept(&concept.id);
            for term in &concept.terms {
                if changed.contains(&(place.as_str(), &*term.text)) {
                    out.words_alone &= matches!(term.pattern, Pattern::Words(_));
                    out.changed.insert((n as u32, &term.text));
                } else {
                    out.others.push((concept, term));
                }
            }
        }
        out
    }

    fn machine(&self, lexicon: &Lexicon) -> Option<Machine> {
        let chosen = |owner, term: &Term| match owner {
            Owner::Concept(n) => self.changed.contains(&(n, &*term.text)),
            Owner::Cue(_) | Owner::Set(_) => false,
        };
        Machine::new(Blueprint::of(lexicon, &chosen), |_| true).ok().map(|(machine, _)| machine)
    }
}

fn same_term(a: &Term, b: &Term) -> bool {
    (&a.text, a.weight, a.lean, a.shield) == (&b.text, b.weight, b.lean, b.shield) && a.pattern == b.pattern
}

/// Whether all but the terms of concepts stand in the same order, so that nothing is decided otherwise between equals.
fn same_frame(old: &Lexicon, new: &Lexicon) -> bool {
    let ids = |l: &Lexicon| l.concepts.iter().map(|c| (c.id.clone(), c.lean)).collect::<Vec<_>>();
    let cues = |l: &Lexicon| -> Vec<_> {
        let terms = |terms: &[Term]| terms.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
        let cues = l.cues.iter().map(|c| (c.id.clone(), terms(&c.terms)));
        cues.chain(l.sets.iter().map(|s| (s.id.clone(), terms(&s.terms)))).collect()
    };
    let domains = |l: &Lexicon| -> Vec<_> {
        l.frameworks.iter().map(|f| (f.id.clone(), f.domains.iter().map(outline).collect::<Vec<_>>())).collect()
    };
    ids(old) == ids(new) && cues(old) == cues(new) && domains(old) == domains(new) && leans(old)
}

/// Whether every framework leans without a look at terms: in one about topics a single term that helps would change how all is read.
fn leans(lexicon: &Lexicon) -> bool {
    let leaning: FxHashSet<&str> =
        lexicon.concepts.iter().filter(|c| c.lean != Lean::Neither).map(|c| &*c.id).collect();
    let domain = |d: &Domain| d.lean != Lean::Neither || d.mappings().iter().any(|m| leaning.contains(&*m.concept));
    lexicon.frameworks.iter().all(|f| f.domains.iter().any(domain))
}

/// The ids of a domain, of what leads to it and of its constructs, in their order.
fn outline(domain: &Domain) -> Vec<std::sync::Arc<str>> {
    let mut ids: Vec<_> =
        std::iter::once(&domain.id).chain(domain.concepts.iter().map(|m| &m.concept)).cloned().collect();
    domain.constructs.iter().for_each(|c| ids.extend(outline(c)));
    ids
}
