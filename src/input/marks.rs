//! A text and marks that say what each stretch of it is, in order -> the blocks of a document.
use super::{
    Context,
    prose::{Blocks, cells},
};
use crate::text::{BlockKind, Document, Span, Zone};

/// Something to tell about the text, in order.
pub(super) enum Mark {
    Title(Span),
    /// A heading whose words tell its zone; without a depth, one that only looks like one.
    Heading {
        depth: Option<usize>,
        span: Span,
    },
    /// A section whose title may stand in the text or not.
    Section {
        depth: usize,
        title: String,
        span: Option<Span>,
        zone: Option<Zone>,
        locked: bool,
    },
    /// Sections this deep and deeper end.
    Close(usize),
    Block {
        kind: BlockKind,
        span: Span,
        indent: usize,
    },
    Quote {
        span: Span,
        speaker: Option<String>,
        /// Whether that one asks the questions.
        asks: bool,
    },
    Cell {
        span: Span,
        column: Option<String>,
        row: Option<String>,
    },
}

/// Tells the marks to the document's blocks.
pub(super) fn tell<'m>(
    text: &str,
    marks: impl IntoIterator<Item = &'m Mark>,
    document: &mut Document,
    context: Context<'_>,
) {
    let mut blocks = Blocks::new(text, document, context.zones);
    for mark in marks {
        mark.tell(text, &mut blocks);
    }
    blocks.finish();
}

impl Mark {
    /// Tells one mark.
    pub(super) fn tell(&self, text: &str, blocks: &mut Blocks<'_, '_, '_>) {
        match self {
            Mark::Title(span) => blocks.title(*span),
            Mark::Heading { depth: Some(depth), span } => blocks.heading(*depth, *span, None),
            Mark::Heading { depth: None, span } => blocks.apparent_heading(*span),
            Mark::Section { depth, title, span, zone, locked } => blocks.section(*depth, title, *span, *zone, *locked),
            Mark::Close(depth) => blocks.outline.close(*depth),
            Mark::Block { kind: BlockKind::Caption, span, .. } => {
                _ = blocks.apart(BlockKind::Caption, Zone::Caption, *span)
            }
            Mark::Block { kind, span, indent } => blocks.block(*kind, *span, *indent),
            Mark::Quote { span, speaker, asks } => blocks.quote(*span, speaker.as_deref(), *asks),
            Mark::Cell { span, column, row } => cell(text, blocks, *span, [column, row]),
        }
    }
}

/// A cell with the headers of its column and row: each thing it lists is a block.
fn cell(text: &str, blocks: &mut Blocks<'_, '_, '_>, span: Span, headers: [&Option<String>; 2]) {
    let [column, row] = headers.map(|label| label.as_ref().map(|l| blocks.document.intern(l)));
    let header = column.is_none() && row.is_none();
    let items = if header { vec![span] } else { cells::items(text, span) };
    for item in items {
        if let Some(cell) = blocks.apart(BlockKind::Cell, Zone::Table, item) {
            (cell.column, cell.row) = (column, row);
        }
    }
}
