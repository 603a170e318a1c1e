//! A document on its way through the tagger -> its suggestions, block by block and sentence by sentence.
use super::{
    Scratch, Tagger,
    divide::divide,
    engine::Engine,
    matcher::Words,
    segment::{Analysis, Input, Surroundings},
    suggest::{Circumstances, Draft, wording},
    valence::votes,
};
use crate::{
    report::{Keys, Suggestion},
    text::{Block, CodePoints, Document, Span},
};

/// What surrounds a block.
#[derive(Clone, Copy)]
struct Around {
    /// Where nothing is evidence.
    aside: bool,
    lenders: Surroundings,
    /// What its place adds to the log-odds.
    place: i32,
}

/// Who sees each draft just before it becomes a suggestion.
type Seen<'s> = &'s mut dyn FnMut(&Scratch, &Draft);

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
    pub(super) fn block(&mut self, block: &Block, scratch: &mut Scratch, seen: Seen<'_>) {
        let mut around = None;
        let mut spans = std::mem::take(&mut scratch.spans);
        let (text, statements) = (&self.document.text, self.tagger.options.statements);
        let division = divide(&scratch.words, text, block, statements, &mut spans);
        self.sentences += division.sentences as u64;
        if division.whole {
            self.segment(block, &spans, scratch, &mut around, seen);
        } else {
            spans.chunks(1).for_each(|span| self.segment(block, span, scratch, &mut around, seen));
        }
        scratch.spans = spans;
    }

    /// Adds what is suggested for one segment. `around` is what surrounds the block, if that has been asked for already.
    fn segment(
        &mut self,
        block: &Block,
        spans: &[Span],
        scratch: &mut Scratch,
        around: &mut Option<Around>,
        seen: Seen<'_>,
    ) {
        let (tagger, document) = (self.tagger, self.document);
        let text = document.text.as_str();
        let mut input = Input { engine: &tagger.engine, text, words: &mut scratch.words };
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
        // the best of each clause, in document order
        let (analysis, words) = (&scratch.analysis, &scratch.words);
        scratch.drafts.sort_by_key(|d| segment_span(analysis, words, d, spans).start);
        for n in 0..scratch.drafts.len() {
            let span = segment_span(&scratch.analysis, &scratch.words, &scratch.drafts[n], spans);
            seen(scratch, &scratch.drafts[n]);
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
