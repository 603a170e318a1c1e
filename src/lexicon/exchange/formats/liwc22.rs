//! LIWC-22 `.dicx` <-> a dictionary: a table with an entry a row and a category a column, in each cell `X` or a weight.
use super::super::{
    dictionary::{Category, Dictionary, Entry, Read, spaced},
    fit::Able,
};
use crate::error::{Error, ErrorKind, Result};
use std::collections::HashMap;

pub(super) const ABLE: Able = Able { nested: false, descriptions: false, wildcards: false, ..Able::ALL };

/// Whether this is the first line of such a table.
pub(super) fn is_head(line: &str) -> bool {
    let cell = line.split(',').next().unwrap_or_default().trim().trim_matches('"');
    line.contains(',') && matches!(cell.to_lowercase().as_str(), "dicterm" | "entry")
}

pub(super) fn read(text: &str) -> Result<Read> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let wrong = |e: ::csv::Error| {
        let line = e.position().map_or(1, |p| p.line() as usize);
        Error::new(ErrorKind::Format, format!("not a table of comma-separated values: {e}")).at_line(line)
    };
    let names: Vec<String> = reader.headers().map_err(wrong)?.iter().map(spaced).collect();
    let mut read = Read::default();
    let mut list: Vec<Category> =
        names.iter().skip(1).map(|name| Category { name: name.clone(), ..Category::default() }).collect();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        if list.is_empty() {
            let message = "found no categories in the first line, expected DicTerm and a column for each category";
            return Err(Error::new(ErrorKind::Format, message).at_line(1));
        }
        let term = record.get(0).unwrap_or_default();
        for (n, cell) in record.iter().skip(1).enumerate().filter(|(_, c)| !c.trim().is_empty()) {
            let Some(category) = list.get_mut(n) else {
                read.lose(line, "", term, "a cell beyond the last category", "left out");
                continue;
            };
            match weight(cell.trim()) {
                Some(0.0) => {}
                Some(weight) => category.entries.extend(Entry::glob(term, weight, line)),
                None => {
                    let instead = format!("`{}` left out", cell.trim());
                    read.lose(line, &names[n + 1], term, "a cell that is neither X nor a number", &instead);
                }
            }
        }
    }
    read.dictionary.categories = list;
    Ok(read)
}

fn weight(cell: &str) -> Option<f64> {
    if cell.eq_ignore_ascii_case("x") { Some(1.0) } else { cell.parse().ok().filter(|w: &f64| w.is_finite()) }
}

pub(super) fn write(dictionary: &Dictionary) -> String {
    let list = &dictionary.categories;
    let weighted = list.iter().flat_map(|c| &c.entries).any(|e| e.weight != 1.0);
    let mut order: Vec<&str> = Vec::new();
    let mut cells: HashMap<&str, Vec<String>> = HashMap::new();
    for (n, category) in list.iter().enumerate() {
        for entry in &category.entries {
            let term = entry.pattern.text();
            let row = cells.entry(term).or_insert_with(|| {
                order.push(term);
                vec![String::new(); list.len()]
            });
            row[n] = if weighted { entry.weight.to_string() } else { "X".into() };
        }
    }
    let head = ["DicTerm"].into_iter().chain(list.iter().map(|c| c.name.as_str())).map(str::to_owned).collect();
    let mut rows: Vec<Vec<String>> = vec![head];
    for term in order {
        rows.push(std::iter::once(term.to_owned()).chain(cells.remove(term).unwrap_or_default()).collect());
    }
    super::csv::table(rows)
}
