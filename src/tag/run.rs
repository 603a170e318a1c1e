//! A document on its way through the tagger -> its suggestions, block by block and sentence by sentence.
use super::{
    Scratch, Tagger,
    engine::Engine,
    matcher::Words,
    segment::{Analysis, Input, Surroundings},
    suggest::{Circumstances, Draft, wording},
    valence::votes,
};
use crate::{
    report::{Keys, Suggestion},
    text::{Block, CodePoints, Document, Span, sentences},
};

/// A record of more sentences or words is no statement: its sentences are read one by one.
const MOST_SENTENCES: usize = 40;
const MOST_WORDS: u32 = 1000;
/// A sentence of more words is read in pieces: no one says so much at once, and what acts on what is asked of every two matches.
const LONGEST: u32 = 300;

/// What surrounds a block.
#[derive(Clone, Copy)]
struct Around {
    /// Where nothing is evidence.
    aside: bool,
    lenders: Surroundings,
    /// What its place adds to the log-odds.
    place: i32,
}

/// One document on its way.
pub(super) struct Run<'a> {
    pub(super) tagger: &'a Tagger,
    pub(super) document: &'a Document,
    pub(super) points: CodePoints<'a>,
    pub(super) keys: Keys,
    pub(super) out: Vec<Suggestion<'a>>,
    /// Sentences looked at; statements, where each is read as a whole.
    pub(super) sentences: u64,
}

impl<'a> Run<'a> {
    pub(super) fn block(&mut self, block: &Block, scratch: &mut Scratch) {
        let mut around = None;
        let mut spans = std::mem::take(&mut scratch.spans);
        spans.clear();
        sentences(&self.document.text, block.span, &mut spans);
        let words = count(&scratch.words, block.span);
        if words > LONGEST {
            spans = spans.into_iter().flat_map(|span| pieces(&scratch.words, &self.document.text, span)).collect();
        }
        if self.tagger.options.statements && spans.len() <= MOST_SENTENCES && words <= MOST_WORDS {
            self.sentences += 1;
            self.segment(block, &spans, scratch, &mut around);
        } else {
            self.sentences += spans.len() as u64;
            for n in 0..spans.len() {
                self.segment(block, &spans[n..=n], scratch, &mut around);
            }
        }
        scratch.spans = spans;
    }

    /// Adds what is suggested for one segment. `around` is what surrounds the block, if that has been asked for already.
    fn segment(&mut self, block: &Block, spans: &[Span], scratch: &mut Scratch, around: &mut Option<Around>) {
        let (tagger, document) = (self.tagger, self.document);
        let text = document.text.as_str();
        let mut input = Input { engine: &tagger.engine, text, words: &mut scratch.words, odd: &scratch.odd };
        let statements = tagger.options.statements;
        let found = tagger.look(&mut scratch.analysis, &mut input, document, block, spans);
        if !found && !statements {
            return;
        }
        let around = *around.get_or_insert_with(|| {
            let lenders = scratch.lenders.around(tagger, document, block);
            Around {
                aside: !statements && scratch.lenders.stands_aside(tagger, document, block),
                place: tagger.place(document, block, &scratch.lenders, lenders.lent.is_some()),
                lenders,
            }
        });
        if around.aside {
            return;
        }
        scratch.analysis.hear(&input);
        scratch.gathering.hear(&tagger.engine, &scratch.analysis);
        if !statements {
            let here = Circumstances { place: around.place, frame: 0 };
            let hits = &scratch.analysis.hits;
            if scratch.gathering.hopeless(&tagger.engine, hits, &tagger.numbers, here, tagger.most) {
                return;
            }
        }
        scratch.analysis.cues(&mut input, spans);
        let base = tagger.circumstances(&scratch.analysis, document, spans, around.place);
        if !statements {
            let told = tagger.numbers.told(!scratch.analysis.is_mute(&tagger.engine), around.lenders.lent.is_some());
            let hits = &scratch.analysis.hits;
            if scratch.gathering.hopeless(&tagger.engine, hits, &tagger.numbers, base, told) {
                return;
            }
        }
        if !scratch.analysis.read(&mut input, spans, &around.lenders) && !statements {
            return;
        }
        scratch.gathering.drafts(
            &tagger.engine,
            &scratch.analysis,
            &tagger.numbers,
            base,
            statements,
            &mut scratch.drafts,
        );
        scratch.drafts.retain(|d| d.score.0 >= tagger.engine.targets[d.target as usize].threshold);
        if !statements {
            votes::decide(&tagger.engine, &scratch.analysis, &mut scratch.drafts);
        }
        scratch
            .drafts
            .sort_by_key(|d| (tagger.engine.targets[d.target as usize].rank, -d.log_odds, d.target, d.clause));
        if let Some(top) = tagger.options.top {
            keep_top(&tagger.engine, &mut scratch.drafts, top);
        }
        for n in 0..scratch.drafts.len() {
            let span = segment_span(&scratch.analysis, &scratch.words, &scratch.drafts[n], spans);
            self.suggest(block, span, &scratch.drafts[n], scratch, &around.lenders);
        }
    }

    fn suggest(&mut self, block: &Block, span: Span, draft: &Draft, scratch: &Scratch, around: &Surroundings) {
        let (engine, document) = (&self.tagger.engine, self.document);
        let target = &engine.targets[draft.target as usize];
        let quote = document.slice(span);
        let (holder, level) = wording::tags(engine, &scratch.words, &document.text, &scratch.analysis, draft);
        let start_char = self.points.at(span.start as usize) as u32;
        let end_char = start_char + self.points.count(quote) as u32;
        self.out.push(Suggestion {
            key: self.keys.next(&target.framework, &target.domain, quote).into(),
            framework: (&*target.framework).into(),
            domain: (&*target.domain).into(),
            construct: draft.construct.map(|c| (&*target.constructs[c as usize]).into()),
            valence: draft.valence,
            score: draft.score,
            certainty: draft.certainty,
            negated: draft.negated,
            holder: holder.as_ref().map(|(h, _)| *h),
            holder_from: holder.map(|(_, from)| from),
            level: level.as_ref().map(|(l, _)| *l),
            level_from: level.map(|(_, from)| from),
            quote: quote.into(),
            span,
            start_char,
            end_char,
            zone: block.zone,
            section: document.label(block.section).map(Into::into),
            speaker: document.label(block.speaker).map(Into::into),
            matches: wording::matches(engine, &scratch.words, &scratch.analysis, draft),
            cues: wording::cues(engine, &scratch.words, &scratch.analysis, draft, around),
            reason: wording::reason(engine, &scratch.words, &document.text, &scratch.analysis, draft).into(),
            decision: None,
            derived_from: Vec::new(),
            recoded_from: Vec::new(),
        });
    }
}

/// How many words begin in a span.
fn count(words: &Words, span: Span) -> u32 {
    words.at_or_after(span.end) - words.at_or_after(span.start)
}

/// A sentence as it is, or in pieces of at most [`LONGEST`] words if it has more: each ends behind a comma, semicolon or colon if one stands in its
/// second half.
fn pieces(words: &Words, text: &str, span: Span) -> Vec<Span> {
    let (first, end) = (words.at_or_after(span.start), words.at_or_after(span.end));
    let (mut out, mut at, mut start) = (Vec::new(), first, span.start);
    while end - at > LONGEST {
        let parted = |n: &u32| {
            text.as_bytes()[words.end(*n) as usize..words.start(*n + 1) as usize].iter().any(|b| b",;:".contains(b))
        };
        let last = (at + LONGEST / 2..at + LONGEST).rev().find(parted).unwrap_or(at + LONGEST - 1);
        out.push(Span { start, end: words.end(last) });
        (at, start) = (last + 1, words.start(last + 1));
    }
    out.push(Span { start, end: span.end });
    out
}

/// Keeps the best `top` domains of each framework (drafts come sorted by framework and score).
fn keep_top(engine: &Engine, drafts: &mut Vec<Draft>, top: usize) {
    let mut framework = None;
    let mut domains: Vec<u32> = Vec::new();
    drafts.retain(|d| {
        let f = &engine.targets[d.target as usize].framework;
        if framework != Some(f) {
            framework = Some(f);
            domains.clear();
        }
        if !domains.contains(&d.target) {
            domains.push(d.target);
        }
        domains.iter().position(|t| *t == d.target).is_some_and(|n| n < top)
    });
}

/// The bytes of a draft's segment: the whole, or its clause without the punctuation at its edges.
fn segment_span(analysis: &Analysis, words: &Words, draft: &Draft, spans: &[Span]) -> Span {
    let whole = Span { start: spans[0].start, end: spans[spans.len() - 1].end };
    match draft.clause {
        None => whole,
        Some(clause) => {
            let (first, last) = analysis.context.clause_words(clause, analysis.first, analysis.end);
            Span { start: words.start(first), end: words.end(last) }
        }
    }
}
