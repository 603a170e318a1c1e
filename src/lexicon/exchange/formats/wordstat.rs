//! WordStat `.cat` <-> a dictionary: one line a category or an entry, indented by tabs; entries have their weight in brackets behind them,
//! words of a phrase are joined by underscores.
use super::super::{
    dictionary::{Category, Dictionary, Entry, Read, joined, spaced},
    fit::Able,
};
use crate::error::{Error, ErrorKind, Result};

pub(super) const ABLE: Able = Able {
    descriptions: false,
    name,
    entry: |text| (!text.starts_with('@') && !text.contains('_')).then(|| text.to_owned()).or_else(|| other(text)),
    ..Able::ALL
};

/// A name that ends like an entry would be one.
fn name(name: &str) -> String {
    match weighted(name) {
        Some((head, weight)) => format!("{head} [{weight}]"),
        None => name.to_owned(),
    }
}

/// A rule begins with @, an underscore is a space.
fn other(text: &str) -> Option<String> {
    Some(spaced(text.replace('_', " ").trim_start_matches(['@', ' ']))).filter(|t| !t.is_empty())
}

/// `word (0.5)` -> `word`, 0.5.
fn weighted(line: &str) -> Option<(&str, f64)> {
    let (head, number) = line.strip_suffix(')')?.rsplit_once(" (")?;
    let weight: f64 = number.trim().replace(',', ".").parse().ok()?;
    weight.is_finite().then_some((head.trim(), weight)).filter(|(head, _)| !head.is_empty())
}

pub(super) fn read(text: &str) -> Result<Read> {
    let mut read = Read::default();
    let mut path: Vec<String> = Vec::new();
    for (n, line) in text.lines().enumerate().map(|(n, l)| (n + 1, l)).filter(|(_, l)| !l.trim().is_empty()) {
        let depth = line.len() - line.trim_start_matches('\t').len();
        let body = line.trim();
        path.truncate(depth);
        let Some((entry, weight)) = weighted(body) else {
            if depth > path.len() {
                let message = format!("`{body}` stands {depth} tabs deep below a category {} deep", path.len());
                return Err(
                    Error::new(ErrorKind::Format, message + "; expected one tab more than the category").at_line(n)
                );
            }
            path.push(spaced(body));
            read.dictionary.at(&path);
            continue;
        };
        if entry.starts_with('@') {
            read.lose(n, &joined(&path), entry, "a rule of words near others", "left out");
            continue;
        }
        if path.is_empty() {
            let message = format!("found the entry `{entry}` before any category, expected a category's name");
            return Err(Error::new(ErrorKind::Format, message).at_line(n));
        }
        let entry = Entry::glob(&entry.replace('_', " "), weight, n);
        if let Some(category) = read.dictionary.at(&path) {
            category.entries.extend(entry);
        }
    }
    Ok(read)
}

pub(super) fn write(dictionary: &Dictionary) -> String {
    let mut out = String::new();
    dictionary.categories.iter().for_each(|c| category(c, 0, &mut out));
    out
}

fn category(c: &Category, depth: usize, out: &mut String) {
    let pad = "\t".repeat(depth);
    *out += &format!("{pad}{}\n", c.name);
    for entry in &c.entries {
        *out += &format!("{pad}\t{} ({})\n", entry.pattern.text().replace(' ', "_"), entry.weight);
    }
    c.categories.iter().for_each(|inner| category(inner, depth + 1, out));
}
