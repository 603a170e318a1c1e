//! A stretch of a document -> the terms that stand in its segment and in what lends to it, whether or not they came to anything.
use crate::tag::{
    Scratch, Tagger,
    engine::{CONCEPTS, CUES, Owner},
    segment::{Analysis, Input},
    surroundings::question,
};
use crate::{
    lexicon::changes::place_of_concept,
    text::{Block, Document, Span, sentences},
};
use std::sync::Arc;

/// A term that stands somewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// Whether it stands outside the segment: in a lead-in, question, heading, column header or the speaker's name.
    pub outside: bool,
    /// Whose it is: `concept.time`, `tdf.knowledge`, `cue.absence`, `set.clinician`.
    pub place: String,
    /// As written in the lexicon.
    pub text: Arc<str>,
}

impl Tagger {
    /// The terms in the sentences that a stretch of a document touches, overlapping ones too, and those in what may lend valence or
    /// holder to them; each once.
    pub fn terms_around(&self, document: &Document, span: Span, scratch: &mut Scratch) -> Vec<Standing> {
        let mut out = Vec::new();
        for block in document.blocks.iter().filter(|b| b.span.overlaps(span)) {
            for sentence in self.segments(document, block, span) {
                self.standing(document.slice(sentence), false, scratch, &mut out);
            }
            let labels = [block.column, block.row, block.section, block.speaker].map(|l| document.label(l));
            let before = [block.lead_in, question(document, block)].map(|s| s.map(|s| document.slice(s)));
            labels.into_iter().chain(before).flatten().for_each(|text| self.standing(text, true, scratch, &mut out));
        }
        out.sort_unstable();
        out.dedup_by(|later, first| (&later.place, &later.text) == (&first.place, &first.text));
        out
    }

    /// What is read together with the stretch: its sentences, of a statement all of it.
    fn segments(&self, document: &Document, block: &Block, span: Span) -> Vec<Span> {
        let mut spans = Vec::new();
        if self.options.statements {
            return vec![block.span];
        }
        sentences(&document.text, block.span, &mut spans);
        spans.retain(|s| s.overlaps(span));
        spans
    }

    fn standing(&self, text: &str, outside: bool, scratch: &mut Scratch, out: &mut Vec<Standing>) {
        let engine = &self.engine;
        scratch.words.read(&engine.machine, text);
        let (mut analysis, mut hits, whole) = (Analysis::default(), Vec::new(), [Span::new(0, text.len())]);
        for layer in [CONCEPTS, CUES] {
            let mut input = Input { engine, text, words: &mut scratch.words };
            analysis.place(&input, &whole);
            analysis.find(&mut input, layer, &whole, &mut hits);
            out.extend(hits.iter().map(|hit| {
                let entry = &engine.entries[hit.entry as usize];
                let place = match entry.owner {
                    Owner::Concept(n) => place_of_concept(&engine.concepts[n as usize].0),
                    Owner::Cue(n) => format!("cue.{}", engine.cues[n as usize].id),
                    Owner::Set(n) => format!("set.{}", engine.sets[n as usize].id),
                };
                Standing { outside, place, text: entry.text.clone() }
            }));
        }
    }
}
