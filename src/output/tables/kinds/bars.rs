//! Barriers and facilitators of each domain, to be drawn to the left and to the right.
use super::super::{Cell, Column, Figure, Row, Table, View};
use crate::report::Valence;

const SIDES: [(Valence, &str); 4] = [
    (Valence::Barrier, "Barriers"),
    (Valence::Facilitator, "Facilitators"),
    (Valence::Mixed, "Mixed"),
    (Valence::Unclear, "Unclear"),
];

pub(super) fn table(v: &View<'_>) -> Table {
    let mut table = v.table("bars", "Barriers and facilitators");
    table.columns = SIDES.iter().map(|(_, name)| Column::alone(*name)).collect();
    let row = |id: &str, label: &str| Row {
        id: id.to_owned(),
        heads: vec![label.to_owned()],
        cells: SIDES.iter().map(|(side, _)| Cell::Count(v.count(|c| c.domain == id && c.valence == *side))).collect(),
    };
    table.rows = v.domains().iter().map(|d| row(&d.id, &d.label)).collect();
    table.notes.extend([v.unit_note(), "Mixed and unclear codes are counted here but not drawn.".to_owned()]);
    table.figure = Some(Figure::Bars);
    table
}
