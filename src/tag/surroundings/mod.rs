//! What lends a block its valence or holder from outside: headings, column headers, lead-ins, questions, the speaker's label.
mod tables;
use crate::tag::{
    Tagger,
    context::{Context, CueHit, compete::settle},
    engine::{CUES, Engine},
    matcher::{Hit, Words},
    segment::{Lender, Surroundings},
    surroundings::tables::{Says, Table},
};
use crate::{
    lexicon::{CueKind, heading_words},
    report::{Holder, Valence},
    text::{Block, BlockKind, Document, Span, Zone},
};

/// An answer of more words than this, parted by white space, says by itself what it means.
const SHORT_ANSWER: usize = 3;

/// Labels looked up in one document; cleared with each document.
#[derive(Debug, Default)]
pub(in crate::tag) struct Lenders {
    words: Words,
    hits: Vec<Hit>,
    context: Context,
    /// By index, as far as they were asked for.
    labels: Vec<Option<Found>>,
    lead_in: Option<(Span, Found)>,
    /// In order.
    tables: Vec<Table>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Found {
    valence: Option<Valence>,
    holder: Option<Holder>,
    /// Says that something is made less ("strategies to overcome barriers").
    reduces: bool,
    /// Under a heading that the lexicon names as other than the paper's parts (funding, competing interests ...).
    back_matter: bool,
}

impl Lenders {
    /// Forgets the document before, and looks over this one.
    pub(in crate::tag) fn begin(&mut self, tagger: &Tagger, document: &Document) {
        self.labels.clear();
        self.labels.resize(document.labels.len(), None);
        self.lead_in = None;
        self.tables.clear();
        if !tagger.options.statements {
            self.tables = tables::tables(document, |text| self.says(&tagger.engine, text));
        }
    }

    /// Whether a block is a cell that only names what was counted.
    pub(in crate::tag) fn is_figure(&self, document: &Document, block: &Block) -> bool {
        tables::of(&self.tables, block).is_some_and(|table| table.is_figure(document.slice(block.span)))
    }

    /// Whether a block is a cell of a table that nothing names as one of what was coded or said.
    pub(in crate::tag) fn is_uncoded(&self, block: &Block) -> bool {
        tables::of(&self.tables, block).is_some_and(|table| !table.is_coded())
    }

    /// Whether a caption or header speaks of barriers or facilitators as such, or names what was coded or said.
    fn says(&mut self, engine: &Engine, text: &str) -> Says {
        let topic = |c: &CueHit| matches!(c.kind, CueKind::Topic | CueKind::FrameworkName);
        let valence = self.heading(engine, text).valence;
        let topic = valence.is_some() || self.context.cues.iter().any(topic);
        Says { topic, coded: topic || engine.headings.owners(&heading_words(text)).next().is_some(), valence }
    }

    /// The surroundings of a block: of several lenders the nearest (a row above that names what follows, column, lead-in, caption of the table, question,
    /// then the headings from the innermost out).
    pub(in crate::tag) fn around(&mut self, tagger: &Tagger, document: &Document, block: &Block) -> Surroundings {
        if tagger.options.statements {
            return Surroundings { whole: true, ..Surroundings::default() };
        }
        let speaker = block.speaker.and_then(|s| self.label(tagger, document, s).holder);
        let lent = self.lent(tagger, document, block);
        Surroundings { lent, speaker, names_hold_off: true, whole: false }
    }

    fn lent(&mut self, tagger: &Tagger, document: &Document, block: &Block) -> Option<(Valence, Lender, Option<Span>)> {
        if let Some(valence) = tables::of(&self.tables, block).and_then(|table| table.turned(block)) {
            return Some((valence, Lender::Column, None));
        }
        for header in [block.column, block.row].into_iter().flatten() {
            if let Some(valence) = self.label(tagger, document, header).valence {
                return Some((valence, Lender::Column, None));
            }
        }
        if let Some(span) = block.lead_in
            && let Some(valence) = self.lead_in(&tagger.engine, document, span).valence
        {
            return Some((valence, Lender::LeadIn, Some(span)));
        }
        if let Some(span) = tables::of(&self.tables, block).and_then(|table| table.caption)
            && let Found { valence: Some(valence), reduces: false, .. } = self.lead_in(&tagger.engine, document, span)
        {
            return Some((valence, Lender::Caption, Some(span)));
        }
        if let Some(span) = question(document, block)
            && let Some(valence) = self.lead_in(&tagger.engine, document, span).valence
        {
            return Some((valence, Lender::Question, Some(span)));
        }
        let valence = self.label(tagger, document, block.section?).valence?;
        Some((valence, Lender::Heading, None))
    }

    /// Whether a block stands where nothing is evidence: in the back matter, in a table of such a part of the paper, or as a header of columns.
    pub(in crate::tag) fn stands_aside(&mut self, tagger: &Tagger, document: &Document, block: &Block) -> bool {
        let table = tables::of(&self.tables, block);
        let zone = table.and_then(Table::zone);
        table.is_some_and(|table| table.is_header(block))
            || zone.is_some_and(|zone| zone != Zone::Other && !tagger.zones.evidence(zone).0)
            || block.zone == Zone::Other && block.section.is_some_and(|s| self.label(tagger, document, s).back_matter)
    }

    fn lead_in(&mut self, engine: &Engine, document: &Document, span: Span) -> Found {
        if let Some((known, found)) = self.lead_in
            && known == span
        {
            return found;
        }
        let found = self.look_up(engine, document.slice(span));
        self.lead_in = Some((span, found));
        found
    }

    fn label(&mut self, tagger: &Tagger, document: &Document, label: u32) -> Found {
        if let Some(Some(found)) = self.labels.get(label as usize) {
            return *found;
        }
        // of a path of headings the innermost that says anything
        let text = document.label(Some(label)).unwrap_or_default();
        let mut found = Found::default();
        for part in text.rsplit(" > ") {
            let one = self.heading(&tagger.engine, part);
            found.valence = found.valence.or(one.valence);
            found.holder = found.holder.or(one.holder);
            found.back_matter |= tagger.zones.zone(part) == Some(Zone::Other);
        }
        if let Some(known) = self.labels.get_mut(label as usize) {
            *known = Some(found);
        }
        found
    }

    /// As a whole heading ("Challenges"), or by the topic cues in it.
    fn heading(&mut self, engine: &Engine, text: &str) -> Found {
        let words = heading_words(text);
        let mut whole: Vec<Valence> = engine.headings.owners(&words).filter_map(|n| engine.cues[n].valence).collect();
        whole.dedup();
        match whole.as_slice() {
            [one] => Found { valence: Some(*one), ..self.look_up(engine, text) },
            _ => self.look_up(engine, text),
        }
    }

    /// The one valence that the topic cues of a short text lend (none if they lend both), and the holder it names.
    fn look_up(&mut self, engine: &Engine, text: &str) -> Found {
        self.words.read(&engine.machine, text);
        self.hits.clear();
        let end = self.words.len() as u32;
        self.words.walk(&engine.machine, text, CUES, (0, end), &mut self.hits);
        settle(&engine.lanes, &mut self.hits);
        self.context.read(engine, &self.hits, &[], &[], &[]);
        let mut valences = self.context.cues.iter().filter(|c| c.kind == CueKind::Topic).filter_map(|c| c.valence);
        let first = valences.next();
        let valence = if valences.all(|v| Some(v) == first) { first } else { None };
        let holder = self.context.sets.iter().find_map(|s| s.holder);
        let reduces = self.context.cues.iter().any(|c| c.kind == CueKind::Reduce);
        Found { valence, holder, reduces, ..Found::default() }
    }
}

/// What an interviewer said last before a short answer.
pub(in crate::tag) fn question(document: &Document, block: &Block) -> Option<Span> {
    let turn = |b: &&Block| b.kind == BlockKind::Turn;
    let answers = turn(&block) && !block.interviewer;
    let short = document.slice(block.span).split_whitespace().nth(SHORT_ANSWER).is_none();
    let place = document.blocks.partition_point(|b| b.span.start < block.span.start);
    let asked = document.blocks[..place].last().filter(turn).filter(|b| b.interviewer && answers && short)?.span;
    let words = document.slice(asked);
    let from = words.trim_end_matches(|c: char| !c.is_alphanumeric()).rfind(['.', '?', '!']).map_or(0, |at| at + 1);
    Some(Span { start: asked.start + from as u32, end: asked.end })
}
