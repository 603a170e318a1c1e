//! Tables as one JSON object: `tables` (each with `columns`, `rows`, `notes`), `warnings`, `methods`.
use crate::{
    error::Result,
    output::tables::{Cell, Row, Table, Tables, table::percent},
};
use serde_json::{Value, json};

pub(super) fn write(tables: &Tables, _width: usize, _methods: bool) -> Result<String> {
    let each: Vec<Value> = tables.tables.iter().map(table).collect();
    let all = json!({"tables": each, "warnings": tables.warnings, "methods": tables.methods});
    Ok(format!("{all:#}\n"))
}

fn table(t: &Table) -> Value {
    let columns: Vec<Value> = t.columns.iter().map(|c| json!({"group": c.group, "label": c.label})).collect();
    let rows: Vec<Value> = t.rows.iter().map(|r| row(t, r)).collect();
    json!({
        "name": t.name, "framework": t.framework, "title": t.title(),
        "heads": t.heads, "columns": columns, "rows": rows, "notes": t.notes,
    })
}

fn row(table: &Table, row: &Row) -> Value {
    debug_assert_eq!((row.heads.len(), row.cells.len()), (table.heads.len(), table.columns.len()));
    let cells: Vec<Value> = row.cells.iter().map(cell).collect();
    json!({"id": row.id, "heads": row.heads, "cells": cells})
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => json!(text),
        Cell::Count(n) => json!(n),
        Cell::Share { n, of } => {
            let percent = percent(*n, *of).and_then(|p| p.parse::<f64>().ok());
            json!({"n": n, "of": of, "percent": percent})
        }
        Cell::Rating { value, mixed } => json!({"rating": value, "mixed": mixed}),
        Cell::Quotes(quotes) => {
            quotes.iter().map(|q| json!({"quote": q.text, "who": q.who, "document": q.document})).collect()
        }
    }
}
