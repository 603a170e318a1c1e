//! Domain x level, by valence: at which level of the system things hinder and help.
use super::super::{Cell, Column, Row, Table, View};
use crate::{
    output::tables::study::Code,
    report::{Level, Valence},
};

pub(super) fn table(v: &View<'_>) -> Table {
    let levels = levels(v);
    let parts: Vec<(Option<Level>, &str)> =
        levels.iter().flat_map(|l| ["barriers", "facilitators", "other"].map(|side| (*l, side))).collect();
    let mut table = v.table("levels", "Domains by level and valence");
    table.columns = parts.iter().map(|(level, side)| Column::of(name(v, *level), *side)).collect();
    let row = |id: &str, label: &str, domain: Option<&str>| Row {
        id: id.to_owned(),
        heads: vec![label.to_owned()],
        cells: parts
            .iter()
            .map(|(level, side)| {
                let here = |c: &Code| shown(v, c.level) == *level && side_of(c) == *side;
                Cell::Count(v.count(|c| domain.is_none_or(|d| d == c.domain) && here(c)))
            })
            .collect(),
    };
    table.rows = v.book.domains.iter().map(|d| row(&d.id, &d.label, Some(&d.id))).collect();
    table.rows.push(row("total", "All domains", None));
    table.notes.extend([v.unit_note(), rule(v, &levels)]);
    table
}

/// The levels shown, and the column of the others.
fn levels(v: &View<'_>) -> Vec<Option<Level>> {
    v.settings.levels.iter().copied().map(Some).chain([None]).collect()
}

/// The level a code is counted at: nano is part of micro where it has no column of its own.
fn shown(v: &View<'_>, level: Option<Level>) -> Option<Level> {
    let level = match level {
        Some(Level::Nano) if !v.settings.levels.contains(&Level::Nano) => Some(Level::Micro),
        other => other,
    };
    level.filter(|l| v.settings.levels.contains(l))
}

fn side_of(c: &Code) -> &'static str {
    match c.valence {
        Valence::Barrier => "barriers",
        Valence::Facilitator => "facilitators",
        Valence::Mixed | Valence::Unclear => "other",
    }
}

/// Codes whose level has no column stand with those that say none.
fn name(v: &View<'_>, level: Option<Level>) -> &'static str {
    let whole = Level::ALL.into_iter().all(|l| shown(v, Some(l)).is_some());
    level.map_or(if whole { "not said" } else { "other or not said" }, Level::name)
}

fn rule(v: &View<'_>, levels: &[Option<Level>]) -> String {
    let mut note = "Other: mixed or unclear valence.".to_owned();
    if shown(v, Some(Level::Nano)) == Some(Level::Micro) {
        note += " The individual person (nano) is counted as micro.";
    }
    let empty: Vec<&str> = levels
        .iter()
        .filter(|l| l.is_some() && !v.codes.iter().any(|c| shown(v, c.level) == **l))
        .map(|l| name(v, *l))
        .collect();
    if !empty.is_empty() {
        note += &format!(" Nothing was found at the level: {}.", empty.join(", "));
    }
    note
}
