//! Tables -> bytes: one file per format, all behind one row of one table.
mod csv;
mod html;
mod json;
mod markdown;
mod text;

pub(in crate::output) use html::{escape, head};

use super::{Table, Tables};
use crate::error::Result;

/// A row of the list of formats.
pub struct Format {
    /// The name after `--to`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub summary: &'static str,
    /// The ending of its files.
    pub ending: &'static str,
    /// Whether it holds many tables; else each is a file of its own.
    pub many: bool,
    /// Writes the tables, no wider than so many columns where that matters; the methods paragraph too if asked.
    pub write: fn(&Tables, width: usize, methods: bool) -> Result<String>,
}

/// Every format of tables there is.
pub const FORMATS: &[Format] = &[
    Format { name: "text", summary: "to read on a terminal", ending: "txt", many: true, write: text::write },
    Format { name: "markdown", summary: "pipe tables", ending: "md", many: true, write: markdown::write },
    Format { name: "csv", summary: "one table, for spreadsheets", ending: "csv", many: false, write: csv::write },
    Format { name: "json", summary: "for programs", ending: "json", many: true, write: json::write },
    Format {
        name: "html",
        summary: "one page with everything in it, for a browser or a printer",
        ending: "html",
        many: true,
        write: html::write,
    },
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The neighbouring columns that share a group: its name, and how many they are.
fn groups(table: &Table) -> Vec<(Option<&str>, usize)> {
    table
        .columns
        .chunk_by(|a, b| a.group.is_some() && a.group == b.group)
        .map(|c| (c[0].group.as_deref(), c.len()))
        .collect()
}
