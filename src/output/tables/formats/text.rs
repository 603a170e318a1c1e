//! Tables for a terminal: aligned columns, in blocks that fit its width; tables with quotes as lists.
use crate::{
    error::Result,
    output::{
        tables::{Cell, Row, Table, Tables, table::shortened},
        terminal::{Page, clean},
    },
};

/// Letters of a name before it is cut.
const HEAD: usize = 44;

pub(super) fn write(tables: &Tables, width: usize, methods: bool) -> Result<String> {
    let page = Page { color: false, width };
    let mut out = Vec::new();
    for warning in &tables.warnings {
        page.paragraph(&format!("Note: {warning}"), &[], 0, 6, &mut out);
    }
    for table in &tables.tables {
        if !out.is_empty() {
            out.push(b'\n');
        }
        page.paragraph(&table.title().to_uppercase(), &[], 0, 2, &mut out);
        match table.rows.iter().any(|r| r.cells.iter().any(|c| matches!(c, Cell::Quotes(_)))) {
            true => list(table, &page, &mut out),
            false => Grid::new(table).write(width, &mut out),
        }
        table.notes.iter().for_each(|note| page.paragraph(note, &[], 2, 2, &mut out));
    }
    if methods {
        out.extend_from_slice(b"\nMETHODS\n");
        page.paragraph(&tables.methods, &[], 0, 0, &mut out);
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The rows under the first head they share, each with its values and quotes.
fn list(table: &Table, page: &Page, out: &mut Vec<u8>) {
    for rows in table.rows.chunk_by(|a, b| a.heads.first() == b.heads.first()) {
        page.paragraph(rows[0].heads.first().map_or("", String::as_str), &[], 2, 4, out);
        rows.iter().for_each(|row| item(table, row, page, out));
    }
}

fn item(table: &Table, row: &Row, page: &Page, out: &mut Vec<u8>) {
    let values = row.cells.iter().zip(&table.columns).filter(|(cell, _)| cell.is_number());
    let values: Vec<String> = values
        .map(|(cell, c)| match cell.count() {
            1 => format!("1 {}", c.label.to_lowercase().trim_end_matches('s')),
            _ => format!("{} {}", cell.show(), c.label.to_lowercase()),
        })
        .collect();
    page.paragraph(&format!("{}: {}", row.heads[1..].join(", "), values.join(", ")), &[], 4, 6, out);
    for cell in &row.cells {
        let Cell::Quotes(quotes) = cell else { continue };
        quotes.iter().for_each(|q| page.paragraph(&format!("\"{}\" ({})", q.text, q.tag()), &[], 6, 8, out));
    }
}

/// Words of a table in rows and columns; the first row names the columns.
struct Grid {
    heads: Vec<String>,
    /// Per column its group's name, its own, and its values.
    columns: Vec<Strip>,
}

struct Strip {
    group: String,
    label: String,
    values: Vec<String>,
    right: bool,
}

impl Strip {
    fn width(&self) -> usize {
        self.values.iter().chain([&self.label]).map(|v| v.chars().count()).max().unwrap_or(0)
    }
}

impl Grid {
    fn new(table: &Table) -> Self {
        let head = |row: &Row| shortened(&clean(&row.heads.join(" · ")), HEAD);
        let strip = |(at, c): (usize, &crate::output::tables::Column)| Strip {
            group: c.group.as_deref().map(clean).unwrap_or_default().into_owned(),
            label: shortened(&clean(&c.label), HEAD),
            values: table.rows.iter().map(|r| clean(&value(&r.cells[at])).into_owned()).collect(),
            right: table.rows.first().is_some_and(|r| r.cells[at].is_number()),
        };
        Self {
            heads: table.rows.iter().map(head).collect(),
            columns: table.columns.iter().enumerate().map(strip).collect(),
        }
    }

    /// As many columns beside each other as fit, then the next block.
    fn write(&self, width: usize, out: &mut Vec<u8>) {
        let head = self.heads.iter().map(|h| h.chars().count()).max().unwrap_or(0);
        let mut from = 0;
        while from < self.columns.len() {
            let to = self.fitting(from, width.saturating_sub(2 + head));
            if from > 0 {
                out.push(b'\n');
            }
            self.block(&self.columns[from..to], head, out);
            from = to;
        }
    }

    /// Where a block ends: whole groups where one fits, else single columns, at least one.
    fn fitting(&self, from: usize, room: usize) -> usize {
        let fits = |to: &usize| self.columns[from..*to].iter().map(|c| 2 + c.width()).sum::<usize>() <= room;
        let ends = |to: &usize| {
            let next = self.columns.get(*to);
            next.is_none_or(|next| next.group.is_empty() || next.group != self.columns[*to - 1].group)
        };
        let candidates = from + 1..=self.columns.len();
        let group = candidates.clone().filter(ends).take_while(fits).last();
        group.or_else(|| candidates.take_while(fits).last()).unwrap_or(from + 1)
    }

    fn block(&self, columns: &[Strip], head: usize, out: &mut Vec<u8>) {
        let mut line = |first: &str, rest: String| {
            let line = format!("  {first:<head$}{rest}");
            out.extend_from_slice(line.trim_end().as_bytes());
            out.push(b'\n');
        };
        if columns.iter().any(|c| !c.group.is_empty()) {
            line("", group_names(columns));
        }
        line("", columns.iter().map(|c| set(&c.label, c)).collect());
        for (at, name) in self.heads.iter().enumerate() {
            line(name, columns.iter().map(|c| set(&c.values[at], c)).collect());
        }
    }
}

/// The groups' names, each at its first column and cut where the next begins.
fn group_names(columns: &[Strip]) -> String {
    let mut names = String::new();
    for group in columns.chunk_by(|a, b| a.group == b.group) {
        let room: usize = group.iter().map(|c| c.width() + 2).sum();
        let name: String = group[0].group.chars().take(room - 2).collect();
        names += &format!("  {name:<width$}", width = room - 2);
    }
    names
}

fn set(value: &str, column: &Strip) -> String {
    let width = column.width();
    if column.right { format!("  {value:>width$}") } else { format!("  {value:<width$}") }
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Count(0) | Cell::Rating { value: None, .. } => "·".into(),
        Cell::Share { .. } => cell.show().replace(" %)", ")"),
        other => other.show(),
    }
}
