//! Document x Lexicon -> Report: words, matches, context, valence, score.
mod compete;
mod compiled;
mod context;
mod engine;
mod explain;
mod fitted;
mod machine;
mod matcher;
pub mod pipeline;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reference;
mod score;
mod segment;
mod suggest;
mod surroundings;
mod tone;
mod trace;
pub mod trial;
mod turn;
mod valence;
mod wording;

use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::{CueKind, Lean, Lexicon, ZoneRules},
    report::{DocumentInfo, FrameworkInfo, Keys, LexiconInfo, Report, Suggestion, hex},
    text::{Block, BlockKind, CodePoints, Document, Span, Zone, sentences},
};
pub use compiled::Compiled;
use engine::Engine;
pub use explain::Explanation;
use matcher::Words;
use score::Numbers;
use segment::{Analysis, Cursor, Input};
use sha2::{Digest, Sha256};
use suggest::{Circumstances, Draft, Gathering};
use surroundings::Lenders;
pub use trace::{Feeding, Fired};

/// What to tag with and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Ids of the frameworks; none means `tdf`.
    pub frameworks: Vec<String>,
    /// Suggestions below this score (0 to 1) are left out; by default the lexicon's own threshold.
    pub min_score: Option<f64>,
    /// Every document is one extracted statement: no zone and framework-name rules, every domain with evidence is suggested.
    pub statements: bool,
    /// At most so many domains of a framework per segment, best first.
    pub top: Option<usize>,
    /// Leaves the valence unclear where only the domain's usual valence could tell.
    pub no_prior: bool,
    /// Leaves out what `pretag lexicon fit` estimated: weights, priors and scores as written by hand.
    pub by_hand: bool,
    /// Whether reports carry the text of the document.
    pub with_text: bool,
}

/// Buffers of one worker, used again from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Words,
    odd: Vec<machine::OddHit>,
    spans: Vec<Span>,
    analysis: Analysis,
    gathering: Gathering,
    drafts: Vec<Draft>,
    lenders: Lenders,
}

/// A lexicon made ready to tag documents. Read-only: one serves all threads.
#[derive(Debug)]
pub struct Tagger {
    engine: Engine,
    numbers: Numbers,
    zones: ZoneRules,
    info: LexiconInfo,
    options: Options,
    /// The most that everything but matches, prior and place can add to log-odds.
    most: i32,
}

impl Tagger {
    /// Compiles the lexicon for the frameworks of `options`.
    ///
    /// # Errors
    /// A usage error for an unknown framework, a lexicon error for terms that cannot be compiled.
    pub fn new(lexicon: &Lexicon, options: &Options) -> Result<Self> {
        Self::of(lexicon, machine::Blueprint::new(lexicon), options)
    }

    fn of(lexicon: &Lexicon, blueprint: machine::Blueprint, options: &Options) -> Result<Self> {
        let mut ids: Vec<&str> = options.frameworks.iter().map(String::as_str).collect();
        if ids.is_empty() {
            ids.push("tdf");
        }
        if let Some(twice) = ids.iter().enumerate().find(|(n, id)| ids[..*n].contains(id)) {
            return Err(Error::new(ErrorKind::Usage, format!("framework `{}` is given twice", twice.1)));
        }
        let mut engine = Engine::of(lexicon, blueprint, &ids)?;
        if options.no_prior {
            engine.targets.iter_mut().for_each(|t| t.lean = Lean::Neither);
        } else if options.statements {
            // who extracts a statement and says nothing against it says that it is there
            engine.targets.iter_mut().filter(|t| t.leaning).for_each(|t| t.lean = Lean::Helps);
        }
        let frameworks = ids
            .iter()
            .map(|id| lexicon.framework(id).map(|f| FrameworkInfo { id: f.id.to_string(), version: f.version.clone() }))
            .collect::<Result<_>>()?;
        let info =
            LexiconInfo { digest: lexicon.digest().to_owned(), frameworks, pretag: env!("CARGO_PKG_VERSION").into() };
        let mut numbers = Numbers::new(&lexicon.numbers);
        for target in &mut engine.targets {
            target.threshold = threshold(lexicon, options, &numbers, &target.framework);
        }
        if !options.by_hand {
            fitted::apply(&mut engine, lexicon, options.statements);
        }
        let frames = lexicon.cues.iter().filter(|c| c.kind == CueKind::Evidence).map(|c| c.weight);
        let most = numbers.most(frames.max().unwrap_or(0));
        numbers.least = engine.targets.iter().map(fitted::least).min().unwrap_or(i32::MIN);
        let (zones, options) = (lexicon.zones().clone(), options.clone());
        Ok(Self { engine, numbers, zones, info, options, most })
    }

    /// Which lexicon this is, as reports say it.
    pub fn info(&self) -> &LexiconInfo {
        &self.info
    }

    /// Size of the automaton: states and edges.
    pub fn size(&self) -> (usize, usize) {
        self.engine.machine.size()
    }

    /// The suggestions for a document, in document order.
    pub fn tag<'a>(&'a self, document: &'a Document, scratch: &mut Scratch) -> Report<'a> {
        let text = document.text.as_str();
        scratch.words.read(&self.engine, text);
        self.engine.machine.odd.literals(text, &mut scratch.odd);
        scratch.lenders.clear();
        let mut run = Run {
            tagger: self,
            document,
            points: CodePoints::new(text),
            keys: Keys::new(&document.id),
            out: Vec::new(),
        };
        let mut cursor = Cursor::default();
        for block in &document.blocks {
            if self.may_hold_evidence(block) {
                run.block(block, scratch, &mut cursor);
            }
        }
        Report { document: self.document_info(document), lexicon: &self.info, suggestions: run.out }
    }

    /// Whether suggestions are made in a block: not in references, methods, interviewer turns, titles ...
    pub fn may_hold_evidence(&self, block: &Block) -> bool {
        if self.options.statements {
            return true;
        }
        let zone_counts = |zone| zone == Zone::Other || self.zones.evidence(zone).0;
        !matches!(block.kind, BlockKind::Reference | BlockKind::Title | BlockKind::Heading)
            && block.zone != Zone::References
            && !block.interviewer
            && zone_counts(block.zone)
            && block.part.is_none_or(zone_counts)
    }

    fn document_info<'a>(&self, document: &'a Document) -> DocumentInfo<'a> {
        DocumentInfo {
            id: document.id.as_str().into(),
            source: document.source.as_str().into(),
            sha256: text_hash(&document.text).into(),
            bytes: document.text.len() as u64,
            chars: document.text.chars().count() as u64,
            fields: document.fields.as_ref().and_then(|f| serde_json::value::RawValue::from_string(f.clone()).ok()),
            text: self.options.with_text.then(|| document.text.as_str().into()),
        }
    }
}

/// Below which score suggestions of a framework are left out, in thousandths.
fn threshold(lexicon: &Lexicon, options: &Options, numbers: &Numbers, framework: &str) -> u16 {
    match options.min_score {
        Some(score) => (score.clamp(0.0, 1.0) * 1000.0).round() as u16,
        None if options.statements => 0,
        None if options.by_hand => numbers.threshold.clamp(0, 1000) as u16,
        None => lexicon.framework(framework).map_or(0, |f| lexicon.threshold(f)),
    }
}

/// SHA-256 of a text as UTF-8, in hexadecimal: how reports name it.
pub fn text_hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// A record of more sentences is no statement: its sentences are read one by one.
const MOST_SENTENCES: usize = 40;

/// One document on its way.
struct Run<'a> {
    tagger: &'a Tagger,
    document: &'a Document,
    points: CodePoints<'a>,
    keys: Keys,
    out: Vec<Suggestion<'a>>,
}

impl<'a> Run<'a> {
    fn block(&mut self, block: &Block, scratch: &mut Scratch, cursor: &mut Cursor) {
        let mut spans = std::mem::take(&mut scratch.spans);
        spans.clear();
        sentences(&self.document.text, block.span, &mut spans);
        if self.tagger.options.statements && spans.len() <= MOST_SENTENCES {
            self.segment(block, &spans, scratch, cursor);
        } else {
            for n in 0..spans.len() {
                self.segment(block, &spans[n..=n], scratch, cursor);
            }
        }
        scratch.spans = spans;
    }

    fn segment(&mut self, block: &Block, spans: &[Span], scratch: &mut Scratch, cursor: &mut Cursor) {
        let (tagger, document) = (self.tagger, self.document);
        let text = document.text.as_str();
        let mut input = Input { engine: &tagger.engine, text, words: &mut scratch.words, odd: &scratch.odd };
        if !scratch.analysis.any(&mut input, spans, cursor) && !tagger.options.statements {
            return;
        }
        if !tagger.options.statements && scratch.lenders.back_matter(tagger, document, block) {
            return;
        }
        if !tagger.options.statements {
            let most = tagger.place(block) + tagger.most;
            if scratch.gathering.hopeless(&tagger.engine, &scratch.analysis.hits, &tagger.numbers, most) {
                return;
            }
        }
        let around = scratch.lenders.around(tagger, document, block);
        if !scratch.analysis.read(&mut input, spans, &around, cursor) && !tagger.options.statements {
            return;
        }
        let statements = tagger.options.statements;
        let question = spans.last().is_some_and(|s| text.as_bytes()[s.end as usize - 1] == b'?');
        let base = match statements {
            true => Circumstances::default(),
            false => suggest::circumstances(&scratch.analysis, &tagger.numbers, tagger.place(block), question),
        };
        scratch.gathering.drafts(
            &tagger.engine,
            &scratch.analysis,
            &tagger.numbers,
            base,
            statements,
            &mut scratch.drafts,
        );
        scratch.drafts.retain(|d| d.score.0 >= tagger.engine.targets[d.target as usize].threshold);
        scratch
            .drafts
            .sort_by_key(|d| (tagger.engine.targets[d.target as usize].rank, -d.log_odds, d.target, d.clause));
        if let Some(top) = tagger.options.top {
            keep_top(&tagger.engine, &mut scratch.drafts, top);
        }
        for n in 0..scratch.drafts.len() {
            let span = segment_span(&scratch.analysis, &scratch.words, &scratch.drafts[n], spans);
            self.suggest(block, span, &scratch.drafts[n], scratch, &around);
        }
    }

    fn suggest(&mut self, block: &Block, span: Span, draft: &Draft, scratch: &Scratch, around: &segment::Surroundings) {
        let (engine, document) = (&self.tagger.engine, self.document);
        let target = &engine.targets[draft.target as usize];
        let quote = document.slice(span);
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
            holder: draft.holder,
            level: draft.level,
            quote: quote.into(),
            span,
            start_char,
            end_char,
            zone: block.zone,
            section: document.label(block.section).map(Into::into),
            speaker: document.label(block.speaker).map(Into::into),
            matches: wording::matches(engine, &scratch.words, &scratch.analysis, draft),
            cues: wording::cues(engine, &scratch.words, &scratch.analysis, draft, around),
            reason: wording::reason(engine, &scratch.analysis, draft).into(),
            decision: None,
        });
    }
}

impl Tagger {
    /// What a block's place adds to the log-odds.
    fn place(&self, block: &Block) -> i32 {
        if self.options.statements {
            return 0;
        }
        let zone = self.zones.evidence(block.zone).1 + block.part.map_or(0, |p| self.zones.evidence(p).1);
        let form = match block.kind {
            BlockKind::Quote | BlockKind::Turn => self.numbers.quote,
            BlockKind::Title | BlockKind::Heading => self.numbers.heading,
            BlockKind::Cell => self.numbers.cell,
            _ => 0,
        };
        zone + form
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
