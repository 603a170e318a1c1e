//! What a page says, set for a terminal: lines no wider than it, columns aligned, kinds of change in colour.
use super::sheet::{Case, Entry, Sheet, Table};
use crate::{
    measure::compare::Kind,
    output::terminal::{Page, Paint, clean},
};

pub(super) fn set(sheet: &Sheet, page: &Page) -> String {
    let mut out = Vec::new();
    for (verdict, fails) in &sheet.verdicts {
        let paint = if *fails { Paint::Bad } else { Paint::Good };
        page.paragraph(verdict, &[(0..verdict.len(), paint)], 0, 2, &mut out);
    }
    for warning in &sheet.warnings {
        page.paragraph(&format!("Note: {warning}"), &[(0..5, Paint::Mixed)], 0, 2, &mut out);
    }
    sheet.lead.iter().for_each(|line| page.paragraph(line, &[], 0, 2, &mut out));
    sheet.entries.iter().for_each(|e| entry(e, page, &mut out));
    if sheet.more_entries > 0 {
        out.extend_from_slice(
            format!("\n... and {} more entries (--to json has all)\n", sheet.more_entries).as_bytes(),
        );
    }
    sheet.tables.iter().for_each(|t| table(t, page, &mut out));
    if !sheet.notes.is_empty() {
        out.push(b'\n');
    }
    sheet.notes.iter().for_each(|note| page.paragraph(note, &[(0..note.len(), Paint::Dim)], 0, 2, &mut out));
    String::from_utf8_lossy(&out).into_owned()
}

fn entry(e: &Entry, page: &Page, out: &mut Vec<u8>) {
    out.push(b'\n');
    page.paragraph(&format!("{} {}", e.name, e.what), &[(0..e.name.len(), Paint::Term)], 0, 4, out);
    e.cases.iter().for_each(|c| case(c, page, out));
    if e.more > 0 {
        out.extend_from_slice(format!("  ... {} more\n", e.more).as_bytes());
    }
}

fn case(c: &Case, page: &Page, out: &mut Vec<u8>) {
    let (mark, paint) = match c.kind {
        Kind::Gained => ("+", Paint::Good),
        Kind::Lost => ("-", Paint::Bad),
        Kind::Moved => (">", Paint::Mixed),
        _ => ("~", Paint::Mixed),
    };
    let head = format!("{mark} {}", c.what);
    page.paragraph(&head, &[(0..head.len(), paint)], 2, 6, out);
    page.paragraph(&format!("\"{}\" ({})", clean(&c.quote), clean(&c.document)), &[], 4, 5, out);
    c.evidence.iter().for_each(|e| page.paragraph(e, &[(0..e.len(), Paint::Dim)], 4, 6, out));
}

fn table(t: &Table, page: &Page, out: &mut Vec<u8>) {
    let title = t.title.to_uppercase();
    out.push(b'\n');
    page.paragraph(&title, &[(0..title.len(), Paint::Strong)], 0, 2, out);
    let length = |s: &str| s.chars().count();
    let width = |c: usize| t.rows.iter().map(|r| length(&r[c])).chain([length(t.head[c])]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..t.head.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let cell = |(c, cell): (usize, &str)| match c {
            0 => format!("{cell:<w$}", w = widths[c]),
            _ => format!("{cell:>w$}", w = widths[c]),
        };
        let cells: Vec<String> = cells.into_iter().enumerate().map(cell).collect();
        format!("  {}\n", cells.join("  ").trim_end())
    };
    out.extend_from_slice(line(t.head.to_vec()).as_bytes());
    for row in &t.rows {
        out.extend_from_slice(line(row.iter().map(String::as_str).collect()).as_bytes());
    }
    if let Some(note) = &t.note {
        page.paragraph(note, &[], 2, 2, out);
    }
}
