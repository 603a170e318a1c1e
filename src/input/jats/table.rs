//! A table -> its cells, each with the headers of its column and row.
use super::{
    tree::Element,
    writer::{self, Flow, Mark, Writer},
};
use crate::{input::prose::cells, text::BlockKind};

/// Spans and widths beyond this are mistakes.
const WIDEST: usize = 200;

/// A longer text alone in its row is no heading of the rows below it, in bytes.
const LONGEST_GROUP: usize = 120;

/// No more header rows are joined once a header is this long, in bytes.
const LONGEST_HEADER: usize = 500;

/// Writes the cells of a table in reading order. The first row is the header if nothing else is and it looks like one.
pub(super) fn write(writer: &mut Writer, table: &Element<'_>) {
    writer.end(Flow::of(BlockKind::Caption));
    let mut grid = Grid::default();
    let mut rows = Vec::new();
    collect(table, false, &mut rows);
    if !rows.iter().any(|(head, _)| *head)
        && let Some((head, first)) = rows.first_mut()
    {
        *head = looks_like_header(first);
    }
    for (head, row) in rows {
        let cells = grid.place(row);
        if head {
            grid.header(writer, &cells)
        } else {
            grid.body(writer, &cells)
        }
        writer.ink.between = "\n";
    }
    writer.ink.between = "\n\n";
}

/// The rows of a table, and whether each stands in its head.
fn collect<'t, 'x>(element: &'t Element<'x>, head: bool, rows: &mut Vec<(bool, &'t Element<'x>)>) {
    for child in element.elements() {
        match child.name() {
            "tr" => rows.push((head, child)),
            "thead" => collect(child, true, rows),
            "tbody" | "tfoot" => collect(child, false, rows),
            _ => {}
        }
    }
}

fn looks_like_header(row: &Element<'_>) -> bool {
    let full: Vec<_> = row.elements().filter(|cell| !writer::plain(cell).is_empty()).collect();
    let bold =
        |cell: &Element<'_>| !cell.has_text() && cell.elements().all(|e| matches!(e.name(), "bold" | "hr" | "break"));
    full.len() > 1 && full.iter().all(|cell| cell.name() == "th" || bold(cell))
}

/// A cell and the columns it stands in.
struct Cell<'t, 'x> {
    element: &'t Element<'x>,
    column: usize,
    width: usize,
    text: String,
}

#[derive(Default)]
struct Grid {
    /// Of each column, in how many more rows a cell from above still stands, and whether that holds text.
    above: Vec<(usize, bool)>,
    /// The text of the first column.
    first: String,
    headers: Vec<String>,
    /// The text alone in its row that stands above the present rows.
    group: Option<String>,
}

impl Grid {
    /// Which columns the cells of a row stand in.
    fn place<'t, 'x>(&mut self, row: &'t Element<'x>) -> Vec<Cell<'t, 'x>> {
        let mut cells: Vec<Cell<'t, 'x>> = Vec::new();
        let mut column = 0;
        for element in row.elements().filter(|e| matches!(e.name(), "td" | "th")) {
            column = self.pass_over(column);
            let width = span(element, "colspan").min(WIDEST.saturating_sub(column)).max(1);
            let text = writer::plain(element);
            let down = span(element, "rowspan");
            self.widen(column + width);
            for place in &mut self.above[column..column + width] {
                *place = (down, !text.is_empty());
            }
            if column == 0 {
                self.first.clone_from(&text);
            }
            cells.push(Cell { element, column, width, text });
            column += width;
            if column >= WIDEST {
                break;
            }
        }
        self.pass_over(column);
        for place in &mut self.above {
            place.0 = place.0.saturating_sub(1);
        }
        cells
    }

    /// The next column where no cell from above stands.
    fn pass_over(&self, mut column: usize) -> usize {
        while self.above.get(column).is_some_and(|(rows, _)| *rows > 0) {
            column += 1;
        }
        column
    }

    fn widen(&mut self, width: usize) {
        if self.above.len() < width {
            self.above.resize(width, (0, false));
        }
        if self.headers.len() < width {
            self.headers.resize(width, String::new());
        }
    }

    /// Cells of the head: a header over several columns stands before those under it.
    fn header(&mut self, writer: &mut Writer, cells: &[Cell<'_, '_>]) {
        for cell in cells {
            for header in &mut self.headers[cell.column..cell.column + cell.width] {
                if !cell.text.is_empty() && *header != cell.text && header.len() < LONGEST_HEADER {
                    header.push_str(if header.is_empty() { "" } else { " > " });
                    header.push_str(&cell.text);
                }
            }
            cell.write(writer, None, None);
        }
    }

    fn body(&mut self, writer: &mut Writer, cells: &[Cell<'_, '_>]) {
        let mut full = cells.iter().filter(|cell| !cell.text.is_empty());
        let alone = full.next().filter(|only| full.next().is_none() && only.column == 0 && self.headers.len() > 1);
        let carried = self.above.iter().skip(1).any(|(rows, text)| *rows > 0 && *text);
        if let Some(only) = alone.filter(|only| !carried && only.text.len() <= LONGEST_GROUP) {
            self.group = Some(only.text.clone());
            return only.write(writer, None, None);
        }
        let first = Some(self.first.as_str()).filter(|text| !text.is_empty());
        let mut row = match (&self.group, first) {
            (Some(group), Some(first)) => Some(format!("{group} > {first}")),
            (group, first) => first.map(str::to_owned).or(group.clone()),
        };
        for cell in cells {
            let above = if cell.column == 0 { &self.group } else { &row };
            let column = self.headers.get(cell.column).filter(|header| !header.is_empty());
            cell.write(writer, column, above.as_ref());
            if cell.column > 0 {
                row = cells::grown(row.as_deref(), &cell.text).or(row);
            }
        }
    }
}

impl Cell<'_, '_> {
    /// Paragraphs and items in a cell are cells of the same place.
    fn write(&self, writer: &mut Writer, column: Option<&String>, row: Option<&String>) {
        if self.text.is_empty() {
            return;
        }
        let before = writer.marks.len();
        writer.block(self.element, Flow::of(BlockKind::Cell));
        for mark in &mut writer.marks[before..] {
            if let Mark::Block { kind: BlockKind::Cell, span, .. } = mark {
                *mark = Mark::Cell { span: *span, column: column.cloned(), row: row.cloned() };
            }
        }
        writer.ink.between = "\n";
    }
}

fn span(cell: &Element<'_>, name: &str) -> usize {
    cell.attribute(name).and_then(|n| n.trim().parse().ok()).filter(|n| (1..=WIDEST).contains(n)).unwrap_or(1)
}
