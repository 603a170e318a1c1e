//! Lexicoder 3 `.lc3` <-> a dictionary: a line with + before it opens a category, the others are its entries.
use super::super::{
    dictionary::{Category, Dictionary, Entry, Read, spaced},
    fit::Able,
};
use crate::error::{Error, ErrorKind, Result};

pub(super) const ABLE: Able = Able {
    nested: false,
    weights: false,
    descriptions: false,
    name: |name| spaced(name.trim_start_matches(['+', ' '])),
    entry: |text| Some(spaced(text.trim_start_matches(['+', ' ']))).filter(|t| !t.is_empty()),
    ..Able::ALL
};

pub(super) fn read(text: &str) -> Result<Read> {
    let mut read = Read::default();
    let list = &mut read.dictionary.categories;
    let mut at = None;
    for (n, line) in text.lines().enumerate().map(|(n, l)| (n + 1, l.trim())).filter(|(_, l)| !l.is_empty()) {
        if let Some(name) = line.strip_prefix('+') {
            let name = spaced(name);
            at = Some(list.iter().position(|c| c.name == name).unwrap_or_else(|| {
                list.push(Category { name, ..Category::default() });
                list.len() - 1
            }));
            continue;
        }
        let Some(category) = at.and_then(|at: usize| list.get_mut(at)) else {
            let message = format!("found `{line}` before any category, expected a line such as +POSITIVE");
            return Err(Error::new(ErrorKind::Format, message).at_line(n));
        };
        category.entries.extend(Entry::glob(line, 1.0, n));
    }
    Ok(read)
}

pub(super) fn write(dictionary: &Dictionary) -> String {
    let mut out = String::new();
    for category in &dictionary.categories {
        out += &format!("+{}\n", category.name);
        category.entries.iter().for_each(|e| out += &format!("{}\n", e.pattern.text()));
    }
    out
}
