//! Domain x document counts.
use super::super::{Cell, Column, Figure, Row, Table, View};

pub(super) fn table(v: &View<'_>) -> Table {
    let mut table = v.table("heatmap", "Domains by document");
    table.columns = v.documents.iter().map(|d| Column::alone(v.study.document_label(*d))).collect();
    table.columns.push(Column::alone("All"));
    let row = |id: &str, label: &str, domain: Option<&str>| {
        let here = |document: Option<usize>| {
            Cell::Count(v.count(|c| domain.is_none_or(|d| d == c.domain) && document.is_none_or(|d| d == c.document)))
        };
        let cells = v.documents.iter().map(|d| here(Some(*d))).chain([here(None)]).collect();
        Row { id: id.to_owned(), heads: vec![label.to_owned()], cells }
    };
    table.rows = v.domains().iter().map(|d| row(&d.id, &d.label, Some(&d.id))).collect();
    table.rows.push(row("total", "All domains", None));
    table.notes.push(v.unit_note());
    table.figure = Some(Figure::Heat);
    table
}
