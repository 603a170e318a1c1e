//! A table of a Word document -> rows of cells, each with the columns and rows it stands in, and which rows are its head.
use super::{
    body::{Body, Paragraph, Part, inner},
    styles::Styles,
};
use crate::input::{grid::WIDEST, xml::Element};

/// A header is no longer than this, in bytes.
const LONGEST_HEADER: usize = 60;
/// What stands below one that nothing else tells has so many words.
const SENTENCE: usize = 4;

/// The rows of a table.
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

#[derive(Default)]
pub(super) struct Row {
    pub(super) head: bool,
    pub(super) cells: Vec<Cell>,
}

/// A cell, and in how many columns and rows it stands.
pub(super) struct Cell {
    pub(super) parts: Vec<Part>,
    pub(super) width: usize,
    pub(super) down: usize,
}

/// What a cell says of the one before it, or above it.
#[derive(Clone, Copy, PartialEq)]
enum Merge {
    None,
    Starts,
    GoesOn,
}

impl Table {
    /// Reads a table; its first rows are the head if Word has them so, or the first one if it looks like a head.
    pub(super) fn read<'x>(table: &'x Element<'x>, body: &mut Body<'x>) -> Self {
        let mut made = Making::default();
        for row in members(table, "tr") {
            made.row(row, body);
        }
        let styled = has_bold_head(table, body.styles);
        let mut table = Self { rows: made.rows };
        let heads = table.rows.iter().take_while(|row| row.head).count();
        table.rows[heads..].iter_mut().for_each(|row| row.head = false);
        if heads == 0 {
            let head = styled || made.bold_head || table.stands_above();
            let full = table.rows.first().is_some_and(|row| row.cells.iter().filter(|c| !c.is_empty()).count() > 1);
            table.rows.first_mut().into_iter().for_each(|first| first.head = head && full);
        }
        table
    }

    /// Whether it is there to frame what is in it: it has one column.
    pub(super) fn is_frame(&self) -> bool {
        self.rows.iter().all(|row| row.cells.len() <= 1)
    }

    /// Whether the first row is short words above sentences.
    fn stands_above(&self) -> bool {
        let [first, below @ ..] = &self.rows[..] else { return false };
        let header =
            |text: &str| !text.is_empty() && text.len() <= LONGEST_HEADER && !text.ends_with(['.', '?', '!', ',']);
        let headers: Vec<String> = first.cells.iter().map(Cell::text).collect();
        let longer = |n: usize| {
            let mut cells = below.iter().filter_map(|row| row.cells.get(n)).map(Cell::text).peekable();
            cells.peek().is_some()
                && cells.all(|text| text.len() > 2 * headers[n].len() && text.split(' ').count() >= SENTENCE)
        };
        headers.iter().all(|text| header(text)) && (0..headers.len()).any(longer)
    }
}

/// Whether the style of a table makes its first row bold, and the table lets it.
fn has_bold_head(table: &Element<'_>, styles: &Styles) -> bool {
    let Some(properties) = table.child("tblPr") else { return false };
    let style = properties.child("tblStyle").and_then(|style| style.local("val"));
    let wanted = properties.child("tblLook").is_none_or(|look| {
        let bits = look.local("val").and_then(|bits| u32::from_str_radix(&bits, 16).ok());
        look.local("firstRow")
            .map_or(bits.is_none_or(|bits| bits & 0x20 != 0), |on| matches!(&*on, "1" | "true" | "on"))
    });
    wanted && style.is_some_and(|style| styles.has_bold_head(&style))
}

impl Cell {
    /// Its text in one line.
    pub(super) fn text(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        gather(&self.parts, &mut words);
        words.join(" ")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

fn gather<'p>(parts: &'p [Part], words: &mut Vec<&'p str>) {
    for part in parts {
        match part {
            Part::Paragraph(paragraph) => words.extend(paragraph.text.split_whitespace()),
            Part::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| gather(&cell.parts, words))
            }
        }
    }
}

/// The rows read so far.
#[derive(Default)]
struct Making {
    rows: Vec<Row>,
    /// Of each column, the row and the cell in it that may go on below.
    open: Vec<Option<(usize, usize)>>,
    /// All words of the first row are bold.
    bold_head: bool,
}

impl Making {
    fn row<'x>(&mut self, row: &'x Element<'x>, body: &mut Body<'x>) {
        let properties = row.child("trPr");
        let has = |name: &str| properties.is_some_and(|p| p.child(name).is_some());
        if has("del") {
            return;
        }
        let mut made = Row { head: properties.is_some_and(|p| is_on(p, "tblHeader")), cells: Vec::new() };
        let skipped = properties.and_then(|p| count(p, "gridBefore")).unwrap_or(0).min(WIDEST);
        if skipped > 0 {
            made.cells.push(Cell { parts: Vec::new(), width: skipped, down: 1 });
        }
        let mut column = skipped;
        for cell in members(row, "tc") {
            if column < WIDEST {
                column = self.cell(cell, column, &mut made, body);
            }
        }
        if self.rows.is_empty() {
            self.bold_head = made.cells.iter().flat_map(|cell| &cell.parts).all(is_bold);
        }
        self.rows.push(made);
    }

    /// Adds a cell that begins in this column; tells where the next one does.
    fn cell<'x>(&mut self, cell: &'x Element<'x>, column: usize, row: &mut Row, body: &mut Body<'x>) -> usize {
        let properties = cell.child("tcPr");
        let width = properties.and_then(|p| count(p, "gridSpan")).unwrap_or(1).clamp(1, WIDEST);
        let merge = |name: &str| properties.map_or(Merge::None, |p| merge(p, name));
        if merge("hMerge") == Merge::GoesOn
            && let Some(last) = row.cells.last_mut()
        {
            last.width += width;
            return column + width;
        }
        let down = merge("vMerge");
        if self.open.len() <= column {
            self.open.resize(column + 1, None);
        }
        let above = self.open[column].and_then(|(row, cell)| self.rows.get_mut(row)?.cells.get_mut(cell));
        if let Some(above) = above.filter(|_| down == Merge::GoesOn) {
            above.down += 1;
            return column + width;
        }
        self.open[column] = (down != Merge::None).then_some((self.rows.len(), row.cells.len()));
        row.cells.push(Cell { parts: body.whole(cell), width, down: 1 });
        column + width
    }
}

fn is_bold(part: &Part) -> bool {
    matches!(part, Part::Paragraph(Paragraph { bold: true, .. }))
}

fn count(properties: &Element<'_>, name: &str) -> Option<usize> {
    properties.child(name)?.local("val")?.trim().parse().ok()
}

fn is_on(properties: &Element<'_>, name: &str) -> bool {
    let value = properties.child(name).map(|e| e.local("val"));
    value.is_some_and(|value| !value.is_some_and(|v| matches!(&*v, "0" | "false" | "off")))
}

fn merge(properties: &Element<'_>, name: &str) -> Merge {
    match properties.child(name).map(|merge| merge.local("val")) {
        None => Merge::None,
        Some(Some(value)) if value == "restart" => Merge::Starts,
        Some(_) => Merge::GoesOn,
    }
}

/// The rows of a table or the cells of a row, in whatever they are wrapped.
fn members<'x>(element: &'x Element<'x>, name: &str) -> Vec<&'x Element<'x>> {
    let mut found = Vec::new();
    for child in element.elements() {
        match child.name() {
            found_name if found_name == name => found.push(child),
            "sdt" | "customXml" | "ins" | "moveTo" | "AlternateContent" => {
                found.extend(inner(child).into_iter().flat_map(|inner| members(inner, name)));
            }
            _ => {}
        }
    }
    found
}
