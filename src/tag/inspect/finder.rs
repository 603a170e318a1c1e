//! A text -> every term of the lexicon in it, whatever becomes of it when overlaps are pruned: for those who work on the lexicon.
use crate::tag::{
    engine::{CONCEPTS, CUES, Engine},
    matcher::{Hit, Words, prune},
    segment::{Analysis, Input},
};
use crate::{
    error::Result,
    lexicon::{Lexicon, Origin, Term},
    text::{BlockKind, Document, Span, sentences},
};
use std::sync::Arc;

/// What an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A concept (also the terms of a domain alone).
    Concept,
    /// A cue.
    Cue,
    /// A set.
    Set,
}

impl Of {
    /// The name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Of::Concept => "concept",
            Of::Cue => "cue",
            Of::Set => "set",
        }
    }
}

/// A term of the lexicon.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What it belongs to.
    pub of: Of,
    /// The id of that.
    pub id: Arc<str>,
    /// Its text.
    pub term: Arc<str>,
    /// Whether it is a shield.
    pub shield: bool,
    /// Where it stands.
    pub origin: Origin,
}

/// A term found in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which of [`Finder::entries`].
    pub entry: usize,
    /// Its bytes in the text.
    pub span: Span,
    /// Whether it is left when overlaps within its concept, cue or set are pruned (of a shield: always).
    pub stays: bool,
    /// What took its place, if it does not stay.
    pub instead: Option<usize>,
}

/// Finds the terms of a lexicon, of all concepts, cues and sets, without a framework.
#[derive(Debug)]
pub struct Finder {
    engine: Engine,
    entries: Vec<Listed>,
    words: Words,
    analysis: Analysis,
}

impl Finder {
    /// Compiles all terms.
    ///
    /// # Errors
    /// Terms that cannot be compiled.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        let engine = Engine::whole(lexicon)?;
        let concepts = lexicon.concepts.iter().map(|c| (Of::Concept, &c.id, &c.terms));
        let cues = lexicon.cues.iter().map(|c| (Of::Cue, &c.id, &c.terms));
        let sets = lexicon.sets.iter().map(|s| (Of::Set, &s.id, &s.terms));
        let listed = |of, id: &Arc<str>, t: &Term| Listed {
            of,
            id: id.clone(),
            term: t.text.clone(),
            shield: t.shield,
            origin: t.origin.clone(),
        };
        let entries = concepts.chain(cues).chain(sets);
        let entries = entries.flat_map(|(of, id, terms)| terms.iter().map(move |t| listed(of, id, t))).collect();
        let (words, analysis) = Default::default();
        Ok(Self { engine, entries, words, analysis })
    }

    /// All terms: of concepts, then of cues, then of sets.
    pub fn entries(&self) -> &[Listed] {
        &self.entries
    }

    /// The words of the text that was read last, in order.
    pub fn words(&self) -> impl Iterator<Item = Span> + '_ {
        (0..self.words.len() as u32).map(|n| Span { start: self.words.start(n), end: self.words.end(n) })
    }

    /// Calls `each` with every sentence of a document but those of its references, and what was found in it, in the order of the text.
    pub fn read(&mut self, document: &Document, each: &mut dyn FnMut(&str, Span, &[Found])) {
        let text = document.text.as_str();
        let blocks = document.blocks.iter().filter(|b| b.kind != BlockKind::Reference).map(|b| b.span);
        self.spans(text, blocks, each);
    }

    /// Calls `each` with every sentence of a text, which is one paragraph.
    pub fn read_text(&mut self, text: &str, each: &mut dyn FnMut(&str, Span, &[Found])) {
        self.spans(text, [Span::new(0, text.len())].into_iter(), each);
    }

    fn spans(&mut self, text: &str, blocks: impl Iterator<Item = Span>, each: &mut dyn FnMut(&str, Span, &[Found])) {
        self.words.read(&self.engine.machine, text);
        let (mut hits, mut sentence, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for block in blocks {
            sentence.clear();
            sentences(text, block, &mut sentence);
            for n in 0..sentence.len() {
                found.clear();
                for layer in [CONCEPTS, CUES] {
                    let mut input = Input { engine: &self.engine, text, words: &mut self.words };
                    self.analysis.place(&input, &sentence[n..=n]);
                    self.analysis.find(&mut input, layer, &sentence[n..=n], &mut hits);
                    self.gather(&hits, &mut found);
                }
                found.sort_by_key(|f| (f.span.start, f.span.end, f.entry));
                each(text, sentence[n], &found);
            }
        }
    }

    fn gather(&self, hits: &[Hit], found: &mut Vec<Found>) {
        let mut kept = hits.to_vec();
        prune(&mut kept, &self.engine.entries);
        let owner = |h: &Hit| self.engine.entries[h.entry as usize].owner;
        found.extend(hits.iter().map(|hit| {
            let stays = self.entries[hit.entry as usize].shield || kept.contains(hit);
            let beats = |k: &&Hit| owner(k) == owner(hit) && k.first <= hit.last && hit.first <= k.last;
            let instead = if stays { None } else { kept.iter().find(beats).map(|k| k.entry as usize) };
            let span = Span { start: self.words.start(hit.first), end: self.words.end(hit.last) };
            Found { entry: hit.entry as usize, span, stays, instead }
        }));
    }
}
