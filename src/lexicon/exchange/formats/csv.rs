//! A table <-> a dictionary: `category`, `category 2` ... (the levels), `term`, `weight`, `description`; a row without a term makes a category.
use super::super::{
    dictionary::{Category, Dictionary, Entry, Read, joined, spaced},
    fit::Able,
};
use crate::error::{Error, ErrorKind, Result};

pub(super) const ABLE: Able = Able::ALL;

/// Names of columns, in lower case: the first is ours.
const CATEGORY: [&str; 5] = ["category", "code", "domain", "key", "sentiment"];
const TERM: [&str; 5] = ["term", "word", "pattern", "entry", "value"];
const WEIGHT: [&str; 2] = ["weight", "score"];

struct Columns {
    levels: Vec<usize>,
    term: usize,
    weight: Option<usize>,
    description: Option<usize>,
}

fn columns(names: &[String]) -> Result<Columns> {
    let find = |known: &[&str]| names.iter().position(|n| known.contains(&n.as_str()));
    let Some((first, term)) = find(&CATEGORY).zip(find(&TERM)) else {
        let message = format!("found the columns {}, expected category and term", names.join(", "));
        return Err(Error::new(ErrorKind::Format, message).at_line(1));
    };
    let deeper = (2..).map_while(|n| names.iter().position(|name| *name == format!("{} {n}", names[first])));
    let levels = std::iter::once(first).chain(deeper).collect();
    Ok(Columns { levels, term, weight: find(&WEIGHT), description: find(&["description"]) })
}

pub(super) fn read(text: &str) -> Result<Read> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = match head {
        h if h.contains('\t') => b'\t',
        h if h.contains(';') && !h.contains(',') => b';',
        _ => b',',
    };
    let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let wrong = |e: ::csv::Error| {
        let line = e.position().map_or(1, |p| p.line() as usize);
        Error::new(ErrorKind::Format, format!("not a table: {e}")).at_line(line)
    };
    let names: Vec<String> = reader.headers().map_err(wrong)?.iter().map(|n| spaced(n).to_lowercase()).collect();
    let columns = columns(&names)?;
    let mut read = Read::default();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        row(&record, line, &columns, &mut read)?;
    }
    Ok(read)
}

fn row(record: &::csv::StringRecord, line: usize, columns: &Columns, read: &mut Read) -> Result<()> {
    let cell = |n: usize| spaced(record.get(n).unwrap_or_default());
    let path: Vec<String> = columns.levels.iter().map(|n| cell(*n)).take_while(|c| !c.is_empty()).collect();
    let term = cell(columns.term);
    if path.is_empty() && term.is_empty() {
        return Ok(());
    }
    let written = columns.weight.map_or_else(String::new, cell);
    let weight = match written.as_str() {
        "" => 1.0,
        text => text.parse().ok().filter(|w: &f64| w.is_finite()).unwrap_or_else(|| {
            read.lose(line, &joined(&path), &term, "a weight that is no number", &format!("`{text}` left out"));
            1.0
        }),
    };
    let Some(category) = read.dictionary.at(&path) else {
        let message = format!("found no category for `{term}`, expected its name");
        return Err(Error::new(ErrorKind::Format, message).at_line(line));
    };
    category.entries.extend(Entry::glob(&term, weight, line));
    if term.is_empty()
        && let Some(n) = columns.description
    {
        category.description = cell(n);
    }
    Ok(())
}

pub(super) fn write(dictionary: &Dictionary) -> String {
    fn depth(list: &[Category]) -> usize {
        list.iter().map(|c| 1 + depth(&c.categories)).max().unwrap_or(0)
    }
    let levels = depth(&dictionary.categories).max(1);
    let mut head: Vec<String> = vec!["category".into()];
    head.extend((2..=levels).map(|n| format!("category {n}")));
    head.extend(["term", "weight", "description"].map(str::to_owned));
    let mut out = vec![head];
    dictionary.categories.iter().for_each(|c| rows(c, &[], levels, &mut out));
    table(out)
}

fn rows(c: &Category, above: &[String], levels: usize, out: &mut Vec<Vec<String>>) {
    let path = [above, std::slice::from_ref(&c.name)].concat();
    let mut row = |term: &str, weight: &str, description: &str| {
        let mut cells = path.clone();
        cells.resize(levels, String::new());
        cells.extend([term, weight, description].map(str::to_owned));
        out.push(cells);
    };
    if !c.description.is_empty() || c.entries.is_empty() && c.categories.is_empty() {
        row("", "", &c.description);
    }
    for entry in &c.entries {
        let weight = if entry.weight == 1.0 { String::new() } else { entry.weight.to_string() };
        row(entry.pattern.text(), &weight, "");
    }
    c.categories.iter().for_each(|inner| rows(inner, &path, levels, out));
}

/// Rows of cells as comma-separated values.
pub(super) fn table(rows: Vec<Vec<String>>) -> String {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        let written = out.write_record(row);
        debug_assert!(written.is_ok(), "writing to memory: {written:?}");
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
