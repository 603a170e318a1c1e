//! Which terms of a lexicon fire in which sentences; the rest, with what stands in their way.
use super::{Finding, Kind, finding, paragraph};
use crate::{
    error::Result,
    lexicon::{Examples, Lexicon, Term},
    tag::{
        engine::{CONCEPTS, CUES, Engine},
        matcher::{Hit, Words, prune},
        segment::{Analysis, Input},
    },
    text::sentences,
};

/// Every term of the lexicon, and whether it fired.
pub(in crate::tag) struct Coverage<'l> {
    engine: Engine,
    rows: Vec<Row<'l>>,
    words: Words,
    analysis: Analysis,
}

/// A term and what became of it.
struct Row<'l> {
    entry: String,
    term: &'l Term,
    /// Whether its entry comes with examples, or is of a kind that has none.
    testable: bool,
    fired: bool,
    /// The term that took its place wherever it matched.
    beaten: Option<u32>,
}

impl<'l> Coverage<'l> {
    pub(in crate::tag) fn new(lexicon: &'l Lexicon) -> Result<Self> {
        let engine = Engine::whole(lexicon)?;
        let concepts = lexicon
            .concepts
            .iter()
            .map(|c| (format!("concept {}", c.id), &c.terms, tested(lexicon, &c.id, &c.examples)));
        let cues = lexicon.cues.iter().map(|c| (format!("cue {}", c.id), &c.terms, true));
        let sets = lexicon.sets.iter().map(|s| (format!("set {}", s.id), &s.terms, true));
        let rows = concepts.chain(cues).chain(sets).flat_map(|(entry, terms, testable)| {
            terms.iter().map(move |term| Row { entry: entry.clone(), term, testable, fired: false, beaten: None })
        });
        let (words, analysis) = Default::default();
        Ok(Self { rows: rows.collect(), engine, words, analysis })
    }

    /// How many terms there are.
    pub(in crate::tag) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Marks the terms that fire in a line.
    pub(in crate::tag) fn read(&mut self, line: &str) {
        let document = paragraph(line.trim());
        let text = document.text.as_str();
        self.words.read(&self.engine.machine, text);
        let (mut spans, mut hits) = (Vec::new(), Vec::new());
        sentences(text, document.blocks[0].span, &mut spans);
        for n in 0..spans.len() {
            for layer in [CONCEPTS, CUES] {
                let mut input = Input { engine: &self.engine, text, words: &mut self.words };
                self.analysis.place(&input, &spans[n..=n]);
                self.analysis.find(&mut input, layer, &spans[n..=n], &mut hits);
                mark(&self.engine, &hits, &mut self.rows);
            }
        }
    }

    /// The terms that nothing fired.
    pub(in crate::tag) fn unfired(&self) -> impl Iterator<Item = Finding> {
        self.rows.iter().filter(|r| !r.fired).map(|row| Finding {
            fails: row.testable || row.term.origin.is_shipped(),
            expected: "a sentence that fires it".to_owned(),
            found: row.beaten.map_or_else(
                || "no sentence that has it".to_owned(),
                |by| format!("in its place always `{}`", self.rows[by as usize].term.text),
            ),
            ..finding(Kind::Term, &row.term.origin, row.entry.clone(), &row.term.text)
        })
    }
}

/// A term fires if it is left when overlaps are pruned; a shield, if it matches.
fn mark(engine: &Engine, hits: &[Hit], rows: &mut [Row<'_>]) {
    let mut kept = hits.to_vec();
    prune(&mut kept, &engine.entries);
    let owner = |h: &Hit| engine.entries[h.entry as usize].owner;
    for hit in hits {
        let row = &mut rows[hit.entry as usize];
        row.fired |= row.term.shield || kept.contains(hit);
        if !row.fired {
            row.beaten = kept
                .iter()
                .find(|k| owner(k) == owner(hit) && k.first <= hit.last && hit.first <= k.last)
                .map(|k| k.entry);
        }
    }
}

/// Whether a concept, or the domain whose own terms it holds, has examples.
fn tested(lexicon: &Lexicon, id: &str, examples: &Examples) -> bool {
    let some = |e: &Examples| e.kinds().iter().any(|(_, list)| !list.is_empty());
    let of_domain = id.split_once('.').is_some_and(|(framework, rest)| {
        let domains = lexicon.frameworks.iter().filter(|f| *f.id == *framework).flat_map(|f| &f.domains);
        domains.filter(|d| rest.split('.').next() == Some(&*d.id)).any(|d| some(&d.examples))
    });
    some(examples) || of_domain
}
