//! A table as CSV: one row a row, `n` and `%` of a share in columns of their own, cells guarded against formulas.
use crate::{
    error::{Error, ErrorKind, Result},
    output::{
        csv::{self, guarded},
        tables::{Cell, Table, Tables, table::percent},
    },
};

pub(super) fn write(tables: &Tables, _width: usize, _methods: bool) -> Result<String> {
    match tables.tables.as_slice() {
        [one] => Ok(table(one)),
        many => Err(Error::new(
            ErrorKind::Usage,
            format!(
                "CSV holds one table, found {}; name one with --table and --framework, or a folder for all with --output",
                many.len()
            ),
        )),
    }
}

fn table(table: &Table) -> String {
    let first = table.rows.first().map(|r| r.cells.as_slice()).unwrap_or_default();
    let mut head = vec!["id".to_owned()];
    head.extend(table.heads.iter().map(|h| h.to_lowercase()));
    for (at, column) in table.columns.iter().enumerate() {
        let name = column.name();
        match first.get(at) {
            Some(Cell::Share { .. }) => {
                head.extend([format!("{name}, n"), format!("{name}, %"), format!("{name}, of")])
            }
            _ => head.push(guarded(&name)),
        }
    }
    let mut rows = vec![head];
    rows.extend(table.rows.iter().map(|row| {
        let heads = [&row.id].into_iter().chain(&row.heads).map(|h| guarded(h));
        heads.chain(row.cells.iter().flat_map(fields)).collect()
    }));
    csv::table(rows)
}

fn fields(cell: &Cell) -> Vec<String> {
    match cell {
        Cell::Share { n, of } => vec![n.to_string(), percent(*n, *of).unwrap_or_default(), of.to_string()],
        Cell::Rating { value, .. } => vec![value.map_or(String::new(), |v| v.to_string())],
        Cell::Count(n) => vec![n.to_string()],
        Cell::Text(_) | Cell::Quotes(_) => vec![guarded(&cell.show())],
    }
}
