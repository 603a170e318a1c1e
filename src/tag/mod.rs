//! Document x Lexicon -> Report: words, matches, context, valence, score.
mod borders;
mod compiled;
mod context;
mod diction;
mod divide;
mod engine;
mod inspect;
mod machine;
mod matcher;
pub mod pipeline;
mod run;
mod segment;
mod suggest;
mod surroundings;
mod valence;

use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::{CueKind, Lean, Lexicon, ZoneRules},
    report::{Choices, DocumentInfo, FrameworkInfo, Keys, LexiconInfo, Manifest, Reading, Report, hex},
    text::{Block, BlockKind, CodePoints, Document, Span, Zone},
};
pub use compiled::Compiled;
use engine::Engine;
pub use inspect::{Ballot, Explanation, Feeding, Fired, Probe, ProbeScratch, Standing, Verdict, finder, trial};
use matcher::Words;
use run::Run;
use segment::{Analysis, Input};
use sha2::{Digest, Sha256};
use suggest::{Circumstances, Draft, Gathering, also::Also, circumstances, fitted, score::Numbers};
use surroundings::Lenders;

/// What to tag with and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Ids of the frameworks; none means `tdf`.
    pub frameworks: Vec<String>,
    /// Ids of frameworks whose codes are derived from those by crosswalk, and marked as derived.
    pub also: Vec<String>,
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
    /// How the documents were read, for the manifest of their reports.
    pub reading: Reading,
}

impl Options {
    /// Those that a manifest tells of, for these frameworks.
    pub fn chosen(choices: &Choices, frameworks: Vec<String>) -> Self {
        let Choices { statements, min_score, top, no_prior, by_hand, also, reading } = choices.clone();
        Self { frameworks, also, min_score, statements, top, no_prior, by_hand, with_text: false, reading }
    }

    /// What of them changes suggestions, as manifests say it. `frameworks` stand with the lexicon, `with_text` changes nothing.
    pub fn choices(&self) -> Choices {
        Choices {
            statements: self.statements,
            min_score: self.min_score,
            top: self.top,
            no_prior: self.no_prior,
            by_hand: self.by_hand,
            also: self.also.clone(),
            reading: self.reading.clone(),
        }
    }
}

/// Buffers of one worker, used again from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Words,
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
    also: Also,
    options: Options,
    choices: Choices,
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
        let also = Also::new(lexicon, &ids, &options.also)?;
        let info = LexiconInfo {
            digest: lexicon.digest().to_owned(),
            frameworks,
            pretag: env!("CARGO_PKG_VERSION").into(),
            also: options.also.clone(),
        };
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
        engine.hopes = suggest::hopes(&engine, &numbers);
        let (zones, choices, options) = (lexicon.zones().clone(), options.choices(), options.clone());
        Ok(Self { engine, numbers, zones, info, also, options, choices, most })
    }

    /// Which lexicon this is, as reports say it.
    pub fn info(&self) -> &LexiconInfo {
        &self.info
    }

    /// Which headings open which zone, by this lexicon.
    pub fn zones(&self) -> &ZoneRules {
        &self.zones
    }

    /// Size of the automaton: states and edges.
    pub fn size(&self) -> (usize, usize) {
        self.engine.machine.size()
    }

    /// The suggestions for a document, in document order.
    pub fn tag<'a>(&'a self, document: &'a Document, scratch: &mut Scratch) -> Report<'a> {
        self.watch(document, scratch, &mut |_, _| ())
    }

    /// The same, while `seen` sees each draft just before it becomes a suggestion.
    fn watch<'a>(
        &'a self,
        document: &'a Document,
        scratch: &mut Scratch,
        seen: &mut dyn FnMut(&Scratch, &Draft),
    ) -> Report<'a> {
        let text = document.text.as_str();
        scratch.words.read(&self.engine.machine, text);
        scratch.lenders.begin(self, document);
        let mut run = Run {
            tagger: self,
            document,
            points: CodePoints::new(text),
            keys: Keys::new(&document.id),
            out: Vec::with_capacity((text.len() / 256).min(64)),
            sentences: 0,
        };
        for block in document.blocks.iter().filter(|b| self.may_hold_evidence(b)) {
            run.block(block, scratch, seen);
        }
        let (sentences, mut suggestions) = (run.sentences, run.out);
        self.also.add(&document.id, &mut suggestions);
        let document = DocumentInfo { sentences: Some(sentences), ..self.document_info(document) };
        let manifest = Manifest::new(&self.info, &document.sha256, &self.choices, &suggestions);
        Report { document, lexicon: &self.info, manifest: Some(manifest), suggestions, verification: None }
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

    /// For each block of a document, whether suggestions can be made in it: by its own zone and kind, and by what stands around it (no back
    /// matter, no table of such a part).
    pub fn open_blocks(&self, document: &Document, scratch: &mut Scratch) -> Vec<bool> {
        scratch.lenders.begin(self, document);
        let mut open = |b: &Block| {
            self.may_hold_evidence(b) && (self.options.statements || !scratch.lenders.stands_aside(self, document, b))
        };
        document.blocks.iter().map(&mut open).collect()
    }

    fn document_info<'a>(&self, document: &'a Document) -> DocumentInfo<'a> {
        DocumentInfo {
            id: document.id.as_str().into(),
            source: document.source.as_str().into(),
            sha256: text_hash(&document.text).into(),
            bytes: document.text.len() as u64,
            chars: document.text.chars().count() as u64,
            sentences: None,
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

impl Tagger {
    /// Looks for concepts in a segment. Returns whether there are any. What names the speaker behind a quote (`(GP, rural)`) is no evidence.
    fn look(
        &self,
        analysis: &mut Analysis,
        input: &mut Input<'_>,
        document: &Document,
        block: &Block,
        spans: &[Span],
    ) -> bool {
        let found = analysis.any(input, spans);
        match tag_of_speaker(document, block, spans).filter(|_| found) {
            Some(tag) => analysis.pass_over(input.words, tag),
            None => found,
        }
    }

    /// What stands around the matches of a segment, in a place that adds so much to the log-odds.
    fn circumstances(&self, analysis: &Analysis, document: &Document, spans: &[Span], place: i32) -> Circumstances {
        if self.options.statements {
            return Circumstances::default();
        }
        let question = spans.last().is_some_and(|s| document.text.as_bytes()[s.end as usize - 1] == b'?');
        circumstances(analysis, &self.engine, &self.numbers, place, question)
    }

    /// What a block's place adds to the log-odds; `lenders` know its table, `lent` says that something lends it a valence.
    fn place(&self, document: &Document, block: &Block, lenders: &Lenders, lent: bool) -> i32 {
        if self.options.statements {
            return 0;
        }
        let zone = self.zones.evidence(block.zone).1 + block.part.map_or(0, |p| self.zones.evidence(p).1);
        let form = match block.kind {
            BlockKind::Quote | BlockKind::Turn => self.numbers.quote,
            BlockKind::Title | BlockKind::Heading => self.numbers.heading,
            BlockKind::Cell if lenders.is_figure(document, block) => self.numbers.figure,
            BlockKind::Cell if !lent && lenders.is_uncoded(block) => self.numbers.uncoded,
            BlockKind::Cell => self.numbers.cell,
            _ => 0,
        };
        zone + form
    }
}

/// Where the tag that names the speaker stands at the end of a segment, behind a bracket, a dash or the quote: `(GP, rural)`.
fn tag_of_speaker(document: &Document, block: &Block, spans: &[Span]) -> Option<Span> {
    let label = document.label(block.speaker).filter(|_| block.kind != BlockKind::Turn)?;
    let start = spans.first()?.start as usize;
    let said = document.slice(Span::new(start, spans.last()?.end as usize));
    let head = said.trim_end_matches(|c: char| c.is_whitespace() || ")].,*_\"”’'".contains(c)).strip_suffix(label)?;
    let apart = |c: char| "([-–—―.?!…\"”’'»*_".contains(c);
    let tagged = head.trim_end().is_empty() || head.trim_end().ends_with(apart);
    let at = start + head.len();
    tagged.then(|| Span::new(at, at + label.len()))
}
