//! Paragraphs and tables -> one text, and marks that say what each stretch of it is and whether it may be spoken.
use super::{
    body::{Paragraph, Part},
    conversation::{self, Conversation},
    styles::Role,
    table::{Cell, Row, Table},
};
use crate::{
    input::{
        grid::{Given, Grid},
        ink::Ink,
        marks::Mark,
        outline::Zones,
        prose::looks_like_heading,
    },
    text::{BlockKind, Span, Zone},
};

/// A longer text in the style of a heading, in bytes, is none.
const LONGEST_HEADING: usize = 300;
/// A heading that only bold type shows is below every heading with a style.
const BOLD_DEPTH: usize = 7;
/// So many titles are the document's: a title and a subtitle.
const TITLES: usize = 2;

/// A stretch of the text.
pub(super) struct Piece {
    pub(super) mark: Mark,
    pub(super) span: Span,
    pub(super) said: Said,
}

/// Whether a stretch is said where people speak.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Said {
    Yes,
    /// If it is the name of a speaker.
    Name,
    No,
}

/// A text that is being written.
pub(super) struct Draft<'z> {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    ink: Ink,
    zones: &'z Zones<'z>,
    /// Rows of tables in which people speak are turns, not cells.
    spoken: bool,
    /// Some paragraphs have the style of a heading.
    styled: bool,
    /// The only heading of the first level is the first of all paragraphs.
    only_title: bool,
    /// The first paragraph is the title although no style says so.
    plain_title: bool,
    titles: usize,
    headings: usize,
}

impl<'z> Draft<'z> {
    /// Writes all parts; where people speak, tables of what they say as turns.
    pub(super) fn of(parts: &[Part], zones: &'z Zones<'z>, spoken: bool) -> Self {
        let mut paragraphs = Vec::new();
        flow(parts, &mut paragraphs);
        let roles: Vec<Role> = paragraphs.iter().map(|p| p.role).collect();
        let top = |role: &&Role| matches!(role, Role::Heading(1) | Role::Title);
        let mut draft = Self {
            text: String::new(),
            pieces: Vec::new(),
            ink: Ink::default(),
            zones,
            spoken,
            styled: roles.iter().any(|role| matches!(role, Role::Heading(_))),
            only_title: roles.first() == Some(&Role::Heading(1)) && roles.iter().filter(top).count() == 1,
            plain_title: false,
            titles: 0,
            headings: 0,
        };
        draft.plain_title = draft.has_plain_title(&paragraphs);
        draft.parts(parts);
        draft.text = std::mem::take(&mut draft.ink.text);
        draft
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Paragraph(paragraph) => self.paragraph(paragraph),
                Part::Table(table) if table.is_frame() => {
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.parts(&cell.parts));
                }
                Part::Table(table) => match conversation::of(table) {
                    Some(found) if self.spoken => self.conversation(table, found),
                    _ => self.table(table),
                },
            }
        }
    }

    fn push(&mut self, mark: Mark, span: Span, said: Said) {
        self.pieces.push(Piece { mark, span, said });
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        if paragraph.role == Role::Contents {
            return;
        }
        let Some(span) = self.ink.stretch(&paragraph.text) else { return };
        let (mark, said) = self.mark(paragraph, span);
        self.headings += usize::from(matches!(mark, Mark::Heading { .. }));
        self.titles += usize::from(matches!(mark, Mark::Title(_)));
        self.push(mark, span, said);
    }

    fn mark(&self, paragraph: &Paragraph, span: Span) -> (Mark, Said) {
        let words = &self.ink.text[span.range()];
        let block = |kind, indent| Mark::Block { kind, span, indent };
        match paragraph.role {
            Role::Title if self.titles < TITLES && self.headings == 0 => (Mark::Title(span), Said::No),
            Role::Heading(1) if self.only_title && !self.is_known(words) => (Mark::Title(span), Said::No),
            Role::Title if span.len() <= LONGEST_HEADING => (Mark::Heading { depth: Some(1), span }, Said::Name),
            Role::Heading(level) if span.len() <= LONGEST_HEADING => {
                (Mark::Heading { depth: Some(level), span }, Said::Name)
            }
            Role::Body if self.plain_title && self.pieces.is_empty() => (Mark::Title(span), Said::Yes),
            Role::Item(indent) => (block(BlockKind::ListItem, indent), Said::Yes),
            Role::Quote => (Mark::Quote { span, speaker: None, asks: false }, Said::Yes),
            Role::Caption => (block(BlockKind::Caption, 0), Said::No),
            Role::Note => (block(BlockKind::Paragraph, 0), Said::No),
            Role::Body if self.looks_like_heading(words, paragraph.bold) => {
                let depth = self.styled.then_some(BOLD_DEPTH);
                (Mark::Heading { depth, span }, Said::Yes)
            }
            _ => (block(BlockKind::Paragraph, 0), Said::Yes),
        }
    }

    /// Whether the first paragraph is a line without a full stop above headings that no style tells.
    fn has_plain_title(&self, paragraphs: &[&Paragraph]) -> bool {
        let [first, below @ ..] = paragraphs else { return false };
        let line =
            |text: &str| !text.contains('\n') && text.len() <= LONGEST_HEADING && !text.ends_with(['.', ',', ';', ':']);
        let title = first.role == Role::Body && line(first.text.trim()) && !self.is_known(&first.text);
        let body = || below.iter().filter(|p| p.role == Role::Body);
        !self.styled && title && body().any(|p| looks_like_heading(p.text.trim()) && self.is_known(&p.text))
    }

    /// Whether the rules know a heading of these words.
    fn is_known(&self, words: &str) -> bool {
        self.zones.zone(words.trim().trim_end_matches(':')).is_some_and(|zone| zone != Zone::Turn)
    }

    /// Whether a paragraph without a style is a heading: in bold one that the rules know, and where no style tells headings any that
    /// they know or that is short and bold.
    fn looks_like_heading(&self, words: &str, bold: bool) -> bool {
        let known = || self.is_known(words);
        let short = !words.contains('\n') && looks_like_heading(words.trim_end_matches(':'));
        short && if self.styled { bold && known() } else { bold || known() }
    }

    /// The rows of a table as turns; what stands in it beside them are cells.
    fn conversation(&mut self, table: &Table, found: Conversation) {
        let mut grid = Grid::default();
        let headers = table.rows[..found.head].last();
        for (n, row) in table.rows.iter().enumerate() {
            let turn = if n < found.head { None } else { turn(row, found) };
            let Some((turn, behind)) = turn else {
                self.row(&mut grid, true, row);
                continue;
            };
            if let Some(span) = self.ink.stretch(&turn) {
                self.push(Mark::Block { kind: BlockKind::Paragraph, span, indent: 0 }, span, Said::Yes);
            }
            self.notes(&row.cells);
            for (n, cell) in behind {
                let column = headers.and_then(|row| row.cells.get(n)).map(Cell::text);
                self.cell(&cell.parts, column.as_ref(), None);
            }
            self.ink.between = "\n\n";
        }
    }

    /// The notes on the words of cells.
    fn notes(&mut self, cells: &[Cell]) {
        for part in cells.iter().flat_map(|cell| &cell.parts) {
            match part {
                Part::Paragraph(note) if note.role == Role::Note => self.paragraph(note),
                _ => {}
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let mut grid = Grid::default();
        for row in &table.rows {
            self.row(&mut grid, row.head, row);
            self.ink.between = "\n";
        }
        self.ink.between = "\n\n";
    }

    fn row(&mut self, grid: &mut Grid, head: bool, row: &Row) {
        let given = row.cells.iter().map(|cell| Given {
            cell: &cell.parts,
            text: cell.text(),
            width: cell.width,
            down: cell.down,
        });
        for cell in grid.row(head, given) {
            self.cell(cell.cell, cell.column.as_ref(), cell.row.as_ref());
        }
    }

    /// Paragraphs in a cell are cells of the same place; a table in it has headers of its own.
    fn cell(&mut self, parts: &[Part], column: Option<&String>, row: Option<&String>) {
        for part in parts {
            match part {
                Part::Paragraph(paragraph) => {
                    if let Some(span) = self.ink.stretch(&paragraph.text) {
                        let cell = Mark::Cell { span, column: column.cloned(), row: row.cloned() };
                        self.push(cell, span, Said::No);
                    }
                    self.ink.between = "\n";
                }
                Part::Table(table) => self.table(table),
            }
        }
    }
}

/// The paragraphs that are no cells, in order.
fn flow<'p>(parts: &'p [Part], paragraphs: &mut Vec<&'p Paragraph>) {
    for part in parts {
        match part {
            Part::Paragraph(paragraph) => paragraphs.push(paragraph),
            Part::Table(table) if table.is_frame() => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| flow(&cell.parts, paragraphs));
            }
            Part::Table(_) => {}
        }
    }
}

/// A row as a line of a transcript, and the cells behind it with their numbers: what stands before the words, a colon behind the name, and the
/// words. Words alone in their row go on with a turn.
fn turn(row: &Row, found: Conversation) -> Option<(String, impl Iterator<Item = (usize, &Cell)>)> {
    let cells = &row.cells[..];
    let at = if cells.len() == 1 { 0 } else { found.words };
    let words = cells.get(at).filter(|_| cells.iter().all(|cell| cell.width == 1))?;
    let mut line = String::new();
    for (n, cell) in cells[..at].iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        line.push_str(&cell.text());
        line.push_str(if n == found.speaker && !line.ends_with(':') { ":\t" } else { "\t" });
    }
    for part in &words.parts {
        match part {
            Part::Paragraph(paragraph) if paragraph.role == Role::Note => continue,
            Part::Paragraph(paragraph) => line.push_str(&paragraph.text),
            Part::Table(table) => table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| {
                line.push_str(&cell.text());
                line.push('\n');
            }),
        }
        line.push('\n');
    }
    Some((line, cells.iter().enumerate().skip(at + 1)))
}
