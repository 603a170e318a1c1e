//! Reports -> the tables papers print: counted once into a plain `Table`, then written in any format. Nothing is tagged here.
mod figures;
mod formats;
mod kinds;
mod methods;
mod study;
mod table;

pub use formats::{FORMATS, Format, format};
pub(super) use formats::{escape, head};
pub use kinds::{KINDS, Kind, kind};
pub use study::{Codebook, Codes, Entry, Line, Share, Study, Unit, parse_line};
pub(crate) use table::many;
pub use table::{Cell, Column, Figure, Quote, Row, Table};

use crate::{
    error::Result,
    report::{Holder, Level},
};
use std::collections::BTreeMap;
use study::View;

/// How is counted and what is shown.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What counts as one.
    pub unit: Unit,
    /// What percentages are of; by default what the unit suggests.
    pub share: Option<Share>,
    /// Holders with a column of their own; the others are pooled. Empty: all that occur.
    pub holders: Vec<Holder>,
    /// Levels with a column of their own. Without `nano` it counts as `micro`.
    pub levels: Vec<Level>,
    /// Rows by count, the largest first; else in the codebook's order.
    pub by_count: bool,
    /// Sample quotes a row, at most.
    pub quotes: usize,
    /// Rows a domain in the table of beliefs, at most.
    pub rows: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            unit: Unit::Mention,
            share: None,
            holders: Vec::new(),
            levels: Level::ALL.to_vec(),
            by_count: true,
            quotes: 1,
            rows: 6,
        }
    }
}

/// What is known of the codes beyond the reports: labels and whole lists of domains.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// The codebooks, by framework id.
    pub codebooks: BTreeMap<String, Codebook>,
    /// Labels of concepts, by id.
    pub concepts: BTreeMap<String, String>,
}

/// Tables with what has to be said beside them.
#[derive(Clone, Debug)]
pub struct Tables {
    /// The tables, framework by framework.
    pub tables: Vec<Table>,
    /// What a reader must know before believing a figure.
    pub warnings: Vec<String>,
    /// A paragraph for the methods section.
    pub methods: String,
}

/// Counts. `names` are names of [`KINDS`] (empty: all that fit), `frameworks` ids (empty: all that the reports name).
pub fn tabulate(
    study: &Study,
    labels: &Labels,
    settings: &Settings,
    names: &[String],
    frameworks: &[String],
) -> Tables {
    let found = study.frameworks();
    let wanted: Vec<&str> =
        if frameworks.is_empty() { &found } else { frameworks }.iter().map(String::as_str).collect();
    let mut tables = Vec::new();
    for id in &wanted {
        let view = View::new(study, labels, settings, id);
        let asked = |k: &&Kind| if names.is_empty() { (k.fits)(&view) } else { names.iter().any(|n| n == k.name) };
        tables.extend(KINDS.iter().filter(asked).map(|k| (k.make)(&view)));
    }
    Tables { tables, warnings: study.warnings(&wanted), methods: methods::paragraph(study, labels, settings, &wanted) }
}

/// The figure of a table as SVG, if it has one.
///
/// # Errors
/// If the drawing fails, which it does not in memory.
pub fn figure(table: &Table) -> Result<Option<String>> {
    figures::draw(table)
}
