//! The kinds of tables, each counted in a file of its own; all behind one row of one table.
mod bars;
mod beliefs;
mod domains;
mod heatmap;
mod importance;
mod levels;
mod ratings;

use super::{Table, View};

/// A row of the list of kinds.
pub struct Kind {
    /// The name after `--table`.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub summary: &'static str,
    /// Whether it has something to show of these codes.
    pub(super) fits: fn(&View<'_>) -> bool,
    /// Counts.
    pub(super) make: fn(&View<'_>) -> Table,
}

/// Every kind of table there is.
pub const KINDS: &[Kind] = &[
    Kind { name: "domains", summary: "domain x valence x holder, n (%)", fits: |_| true, make: domains::table },
    Kind {
        name: "importance",
        summary: "domains ranked by documents, share of codes, mixed valence",
        fits: |_| true,
        make: importance::table,
    },
    Kind {
        name: "levels",
        summary: "domain x level x valence",
        fits: |v| v.codes.iter().any(|c| c.level.is_some()),
        make: levels::table,
    },
    Kind {
        name: "ratings",
        summary: "construct x document, rated -2 to +2 (fits CFIR)",
        fits: |v| v.book.id.starts_with("cfir"),
        make: ratings::table,
    },
    Kind {
        name: "beliefs",
        summary: "what is said in each domain, with sample quotes",
        fits: |v| !v.codes.is_empty(),
        make: beliefs::table,
    },
    Kind {
        name: "heatmap",
        summary: "domain x document counts",
        fits: |v| v.documents.len() > 1,
        make: heatmap::table,
    },
    Kind { name: "bars", summary: "barriers and facilitators side by side", fits: |_| true, make: bars::table },
];

/// The kind of that name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}
