//! Tables as Markdown: a heading, a pipe table, notes below it, the methods paragraph last.
use crate::{
    error::Result,
    output::{
        tables::{Table, Tables},
        terminal::clean,
    },
};

pub(super) fn write(tables: &Tables, _width: usize, _methods: bool) -> Result<String> {
    let mut out = String::new();
    for warning in &tables.warnings {
        out += &format!("> **Note:** {}\n\n", cell(warning));
    }
    tables.tables.iter().for_each(|t| table(t, &mut out));
    out += &format!("## Methods\n\n{}\n", cell(&tables.methods));
    Ok(out)
}

fn table(table: &Table, out: &mut String) {
    *out += &format!("## {}\n\n", cell(&table.title()));
    let heads = table.heads.iter().map(|h| (*h).to_owned());
    line(heads.chain(table.columns.iter().map(|c| cell(&c.name()))), out);
    let numbers = |at: usize| table.rows.first().is_some_and(|r| r.cells[at].is_number());
    let rule = |at: usize| if numbers(at) { "---:" } else { "---" }.to_owned();
    line(table.heads.iter().map(|_| "---".to_owned()).chain((0..table.columns.len()).map(rule)), out);
    for row in &table.rows {
        line(row.heads.iter().map(|h| cell(h)).chain(row.cells.iter().map(|c| cell(&c.show()))), out);
    }
    table.notes.iter().for_each(|note| *out += &format!("\n{}\n", cell(note)));
    out.push('\n');
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    *out += &format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
}

/// Text of documents as text: nothing in it is markup.
fn cell(text: &str) -> String {
    let mut safe = String::new();
    for c in clean(text).chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '[' | ']') {
            safe.push('\\');
        }
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            c => safe.push(c),
        }
    }
    safe
}
