//! A table -> its cells, each with the headers of its column and row.
use super::writer::{self, Flow, Writer};
use crate::{
    input::{
        grid::{Given, Grid, Placed, WIDEST},
        marks::Mark,
        xml::Element,
    },
    text::BlockKind,
};

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
        let cells = row.elements().filter(|e| matches!(e.name(), "td" | "th"));
        for cell in grid.row(head, cells.map(given)) {
            write_cell(writer, &cell);
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

fn given<'t, 'x>(cell: &'t Element<'x>) -> Given<&'t Element<'x>> {
    Given { cell, text: writer::plain(cell), width: span(cell, "colspan"), down: span(cell, "rowspan") }
}

/// Paragraphs and items in a cell are cells of the same place.
fn write_cell(writer: &mut Writer, cell: &Placed<&Element<'_>>) {
    let before = writer.marks.len();
    writer.block(cell.cell, Flow::of(BlockKind::Cell));
    for mark in &mut writer.marks[before..] {
        if let Mark::Block { kind: BlockKind::Cell, span, .. } = mark {
            *mark = Mark::Cell { span: *span, column: cell.column.clone(), row: cell.row.clone() };
        }
    }
    writer.ink.between = "\n";
}

fn span(cell: &Element<'_>, name: &str) -> usize {
    cell.attribute(name).and_then(|n| n.trim().parse().ok()).filter(|n| (1..=WIDEST).contains(n)).unwrap_or(1)
}
