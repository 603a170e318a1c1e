//! Stretches of a text, called paragraph, item, heading ... in order -> blocks with zone, section, lead-in and speaker.
use super::{label, marker::marker, participant, roles::spoken_by, trimmed};
use crate::{
    input::{
        lead::Lead,
        outline::{Outline, Zones},
    },
    text::{Block, BlockKind, Document, Span, Zone},
};

/// A label within a paragraph is deeper than every heading.
const LABEL_DEPTH: usize = 99;

/// An abstract standing for itself is no longer than this, in bytes.
const LONGEST_ABSTRACT: usize = 10_000;

/// Adds blocks to a document.
pub(in crate::input) struct Blocks<'t, 'd, 'z> {
    text: &'t str,
    pub(in crate::input) document: &'d mut Document,
    pub(in crate::input) outline: Outline<'z>,
    lead: Lead,
    headings: usize,
    labels: Vec<Zone>,
}

impl<'t, 'd, 'z> Blocks<'t, 'd, 'z> {
    /// None yet.
    pub(in crate::input) fn new(text: &'t str, document: &'d mut Document, zones: &'z Zones<'z>) -> Self {
        let outline = Outline::new(zones);
        Self { text, document, outline, lead: Lead::default(), headings: 0, labels: Vec::new() }
    }

    /// The document's title, which is above all zones.
    pub(in crate::input) fn title(&mut self, span: Span) {
        if let Some(span) = trimmed(self.text, span.start as usize, span.end as usize) {
            let block = Block { kind: BlockKind::Title, zone: Zone::Title, span, ..Block::default() };
            self.document.blocks.push(block);
        }
    }

    /// A heading of this depth (1 is the outermost).
    pub(in crate::input) fn heading(&mut self, depth: usize, span: Span, hint: Option<Zone>) {
        self.headings += 1;
        self.open(depth, span, hint);
    }

    /// A paragraph that looks like a heading and tells no depth: it is one where the rules know it or it stands in a part of a paper.
    pub(in crate::input) fn apparent_heading(&mut self, span: Span) {
        let known = self.outline.known(&self.text[span.range()]).filter(|zone| *zone != Zone::Turn);
        match known {
            Some(zone) => self.heading(self.outline.level(&self.text[span.range()], zone), span, None),
            None if self.outline.depth() > 0 && self.outline.zone() != Zone::References => self.heading(2, span, None),
            None => self.block(BlockKind::Paragraph, span, 0),
        }
    }

    /// Anything else. `indent` tells items nested under others.
    pub(in crate::input) fn block(&mut self, kind: BlockKind, span: Span, indent: usize) {
        let Some(span) = trimmed(self.text, span.start as usize, span.end as usize) else { return };
        match kind {
            BlockKind::Paragraph if self.labelled(span) => {}
            BlockKind::Paragraph => match self.marked(span) {
                Some(item) => self.push(BlockKind::ListItem, item, 1),
                None => self.push(kind, span, indent),
            },
            _ => self.push(kind, span, indent),
        }
    }

    /// A stretch with a title of its own, which may stand in the text or not. `zone` counts when the title says nothing,
    /// or always if the stretch is `locked`.
    pub(in crate::input) fn section(
        &mut self,
        depth: usize,
        title: &str,
        span: Option<Span>,
        zone: Option<Zone>,
        locked: bool,
    ) {
        self.headings += 1;
        self.lead.forget();
        match zone {
            Some(zone) if locked => self.outline.lock(self.document, depth, title, zone),
            _ => self.outline.open(self.document, depth, title, zone),
        }
        if let Some(span) = span {
            let block = self.outline.block(self.document, BlockKind::Heading, span);
            self.document.blocks.push(block);
        }
    }

    /// A quote, with its speaker (and whether that one `asks`) if that is known from elsewhere; else a label it begins with tells.
    pub(in crate::input) fn quote(&mut self, span: Span, speaker: Option<&str>, asks: bool) {
        self.block(BlockKind::Quote, span, 0);
        let label = spoken_by(&self.text[span.range()]);
        let asks = asks || label.is_some_and(|(_, asks)| asks);
        let Some(last) = self.document.blocks.last().filter(|b| b.span == span) else { return };
        let known = last.speaker.is_some() && speaker.is_none();
        let speaker =
            speaker.or(label.map(|(name, _)| name)).filter(|_| !known || asks).map(|name| self.document.intern(name));
        if let Some(last) = self.document.blocks.last_mut() {
            last.speaker = speaker.or(last.speaker);
            last.interviewer = asks;
        }
    }

    /// A cell or caption: nothing leads into it, its zone is its own.
    pub(in crate::input) fn apart(&mut self, kind: BlockKind, zone: Zone, span: Span) -> Option<&mut Block> {
        let span = trimmed(self.text, span.start as usize, span.end as usize)?;
        let mut block = self.outline.block(self.document, kind, span);
        (block.zone, block.part) = (zone, None);
        self.document.blocks.push(block);
        self.document.blocks.last_mut()
    }

    /// Whether the innermost heading open belongs to an abstract or there is none.
    fn in_abstract(&self) -> bool {
        self.outline.depth() == 0 || self.outline.zone() == Zone::Abstract
    }

    /// All blocks are there: a text that is nothing but a labelled abstract becomes one.
    pub(in crate::input) fn finish(self) {
        let only_abstract = self.headings == 0 && self.labels.len() > 1 && self.text.len() < LONGEST_ABSTRACT;
        if only_abstract {
            for block in &mut self.document.blocks {
                block.part = Some(block.zone).filter(|zone| *zone != Zone::Other);
                block.zone = Zone::Abstract;
            }
        }
    }

    fn open(&mut self, depth: usize, span: Span, hint: Option<Zone>) {
        let Some(span) = trimmed(self.text, span.start as usize, span.end as usize) else { return };
        let title = plain_title(&self.text[span.range()]);
        self.outline.open(self.document, depth, &title, hint);
        self.lead.forget();
        let block = self.outline.block(self.document, BlockKind::Heading, span);
        self.document.blocks.push(block);
    }

    /// A paragraph with labels such as `Methods:` in it is divided there; titles of references have such too.
    fn labelled(&mut self, span: Span) -> bool {
        if self.outline.zone() == Zone::References {
            return false;
        }
        let rules = &self.outline;
        let found = label::find(&self.text[span.range()], |words| rules.known(words));
        let stays = self.in_abstract();
        let found = if stays { &found[..] } else { found.split_at_checked(1).map_or(&[][..], |(first, _)| first) };
        let Some(first) = found.first().filter(|label| stays || label.start == 0) else { return false };
        let base = span.start as usize;
        self.piece(base, base + first.start);
        for (at, label) in found.iter().enumerate() {
            let end = found.get(at + 1).map_or(span.len(), |next| next.start);
            self.outline.close(LABEL_DEPTH);
            self.open(LABEL_DEPTH, Span::new(base + label.start, base + label.end), None);
            self.piece(base + label.behind, base + end);
            if !self.labels.contains(&label.zone) {
                self.labels.push(label.zone);
            }
        }
        if !stays {
            self.outline.close(LABEL_DEPTH);
        }
        true
    }

    /// The words of a paragraph that begins like a list item: with a bullet, or with any marker below a colon.
    fn marked(&self, span: Span) -> Option<Span> {
        let found = marker(&self.text[span.range()])?;
        let item = found.bullet || self.lead.is_open();
        item.then(|| Span::new(span.start as usize + found.content, span.end as usize))
    }

    fn piece(&mut self, start: usize, end: usize) {
        if let Some(span) = trimmed(self.text, start, end) {
            self.push(BlockKind::Paragraph, span, 0);
        }
    }

    fn push(&mut self, kind: BlockKind, span: Span, indent: usize) {
        let mut block = self.outline.block(self.document, kind, span);
        if block.zone == Zone::References {
            block.kind = BlockKind::Reference;
        } else {
            self.lead.pass(self.text, &mut block, indent);
            let tag = participant::tag_of(&self.text[span.range()]);
            block.speaker = tag.map(|tag| self.document.intern(&self.text[span.range()][tag]));
        }
        self.document.blocks.push(block);
    }
}

/// A heading's words: one line, no final colon, no marks of Markdown around it.
fn plain_title(heading: &str) -> String {
    let words: Vec<&str> = heading.split_whitespace().collect();
    words.join(" ").trim_matches(['*', '_', '#', ' ']).trim_end_matches(':').to_owned()
}
