//! LIWC `.dic` of 2001 to 2015 <-> a dictionary: numbered categories between two lines of `%` (one in another by tabs, since 2015), then
//! entries, each with the numbers of its categories.
use super::super::{
    dictionary::{Category, Dictionary, Entry, Read, joined, spaced},
    fit::{Able, any, as_is},
};
use crate::error::{Error, ErrorKind, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) const FLAT: Able = Able {
    nested: false,
    weights: false,
    descriptions: false,
    phrases: false,
    wildcards: false,
    name: bare_name,
    entry: any,
    description: as_is,
};

pub(super) const NESTED: Able =
    Able { nested: true, descriptions: true, phrases: true, description: bare_description, ..FLAT };

/// `%` alone ends the list of categories; brackets would be read as a description.
fn bare_name(name: &str) -> String {
    let mut name = if name == "%" { "percent".to_owned() } else { name.to_owned() };
    while name.contains(" (") {
        name = name.replace(" (", ": ");
    }
    name
}

fn bare_description(description: &str) -> String {
    description.replace(" (", " [").replace(')', "]")
}

/// `affect (Affect Words)` -> `affect`, `Affect Words`.
fn split(name: &str) -> (&str, &str) {
    let Some((head, tail)) = name.split_once(" (") else { return (name, "") };
    match tail.strip_suffix(')') {
        Some(description) if !head.is_empty() && !description.trim().is_empty() => (head, description.trim()),
        _ => (name, ""),
    }
}

/// Whether categories lie in others.
pub(super) fn is_nested(text: &str) -> bool {
    let head = text.lines().skip_while(|l| l.trim() != "%").skip(1).take_while(|l| l.trim() != "%");
    head.filter(|l| !l.trim().is_empty()).any(|l| l.starts_with('\t'))
}

/// A category as the head lists it.
struct Listed {
    path: Vec<String>,
    /// The paths above it hold what it holds.
    above: Vec<Vec<String>>,
}

pub(super) fn read(text: &str) -> Result<Read> {
    let wrong = |line: usize, message: String| Error::new(ErrorKind::Format, message).at_line(line);
    let mut lines = text.lines().enumerate().map(|(n, l)| (n + 1, l)).filter(|(_, l)| !l.trim().is_empty());
    match lines.next() {
        Some((_, l)) if l.trim() == "%" => {}
        Some((n, l)) => return Err(wrong(n, format!("found `{}`, expected a line with % alone", l.trim()))),
        None => return Err(wrong(1, "an empty file; expected a line with % alone".into())),
    }
    let mut read = Read::default();
    let mut listed: BTreeMap<String, Listed> = BTreeMap::new();
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut closed = false;
    for (n, line) in lines.by_ref() {
        if line.trim() == "%" {
            closed = true;
            break;
        }
        let depth = line.len() - line.trim_start_matches('\t').len();
        let body = line.trim();
        let end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
        let (number, name) = (body[..end].to_owned(), spaced(&body[end..]));
        if number.is_empty() || name.is_empty() {
            return Err(wrong(n, format!("found `{body}`, expected a number and the name of a category")));
        }
        while path.last().is_some_and(|(d, _)| *d >= depth) {
            path.pop();
        }
        let (name, description) = split(&name);
        path.push((depth, name.to_owned()));
        let names: Vec<String> = path.iter().map(|(_, name)| name.clone()).collect();
        if let Some(category) = read.dictionary.at(&names) {
            category.description = description.to_owned();
        }
        let above = (1..names.len()).map(|k| names[..k].to_vec()).collect();
        if listed.insert(number.clone(), Listed { path: names.clone(), above }).is_some() {
            read.lose(n, &joined(&names), "", "a category number given twice", "the later category has it");
        }
    }
    if !closed {
        return Err(wrong(
            text.lines().count(),
            "found no second line with %, which ends the list of categories".into(),
        ));
    }
    let mut known = Known::new();
    for (n, line) in lines {
        entry(line, n, &listed, &mut known, &mut read);
    }
    Ok(read)
}

/// Entries already read, by path.
type Known = BTreeSet<(Vec<String>, String)>;

fn entry(line: &str, n: usize, listed: &BTreeMap<String, Listed>, known: &mut Known, read: &mut Read) {
    let (word, codes) = parted(line);
    let word = spaced(word);
    let mut numbers: Vec<String> = Vec::new();
    // (02 134)125/464 and <of>131/125: another category beside some words than without them
    for code in conditions_apart(codes) {
        match code {
            Ok(number) => numbers.push(number),
            Err(condition) => {
                read.lose(n, "", &word, "a condition on neighbouring words", &format!("`{condition}` left out"));
            }
        }
    }
    let mut homes: Vec<&Listed> = Vec::new();
    for number in &numbers {
        match listed.get(number) {
            Some(home) => homes.push(home),
            None => {
                read.lose(n, "", &word, "a category number that is not listed", &format!("{number} left out"));
            }
        }
    }
    if numbers.is_empty() && word.is_empty() {
        return;
    }
    if numbers.is_empty() {
        read.lose(n, "", &word, "an entry without a category", "left out");
    }
    for home in &homes {
        let deeper = homes.iter().any(|other| other.above.contains(&home.path));
        if !deeper
            && let Some(entry) = Entry::glob(&word, 1.0, n)
            && known.insert((home.path.clone(), word.clone()))
            && let Some(category) = read.dictionary.at(&home.path)
        {
            category.entries.push(entry);
        }
    }
}

/// The entry, and what stands behind it; older files have spaces for tabs.
fn parted(line: &str) -> (&str, &str) {
    if let Some(parts) = line.trim_start().split_once('\t') {
        return parts;
    }
    let line = line.trim();
    let mut at = line.len();
    for (start, part) in line.rmatch_indices(' ').map(|(i, _)| (i, line[i + 1..at].trim())).collect::<Vec<_>>() {
        if !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        at = start;
    }
    line.split_at(at)
}

/// Plain numbers, and conditions, which are passed over.
fn conditions_apart(codes: &str) -> Vec<Result<String, String>> {
    let mut out: Vec<Result<String, String>> = Vec::new();
    let mut rest = codes.trim_start();
    while !rest.is_empty() {
        let close = match rest.as_bytes()[0] {
            b'(' => rest.find(')').map(|i| i + 1),
            b'<' => rest.find('>').map(|i| i + 1),
            _ => None,
        };
        let from = close.unwrap_or(0);
        let end = rest[from..].find(char::is_whitespace).map_or(rest.len(), |i| from + i);
        let word = &rest[..end];
        let plain = close.is_none() && word.bytes().all(|b| b.is_ascii_digit());
        out.push(if plain { Ok(word.to_owned()) } else { Err(word.to_owned()) });
        rest = rest[end..].trim_start();
    }
    out
}

pub(super) fn write(dictionary: &Dictionary) -> String {
    let mut out = String::from("%\n");
    let mut words = Words::default();
    head(&dictionary.categories, &[], &mut 1, &mut out, &mut words);
    out += "%\n";
    for (word, numbers) in words.list {
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        out += &format!("{word}\t{}\n", numbers.join("\t"));
    }
    out
}

/// Entries with the numbers of their categories, in the order in which they are met.
#[derive(Default)]
struct Words<'d> {
    list: Vec<(&'d str, Vec<usize>)>,
    places: HashMap<&'d str, usize>,
}

/// Lists the categories, and gathers their entries, which also belong to the categories above.
fn head<'d>(list: &'d [Category], above: &[usize], next: &mut usize, out: &mut String, words: &mut Words<'d>) {
    for c in list {
        let numbers = [above, &[*next]].concat();
        let description = if c.description.is_empty() { String::new() } else { format!(" ({})", c.description) };
        *out += &format!("{}{next}\t{}{description}\n", "\t".repeat(above.len()), c.name);
        *next += 1;
        for entry in &c.entries {
            let text = entry.pattern.text();
            let at = *words.places.entry(text).or_insert_with(|| {
                words.list.push((text, Vec::new()));
                words.list.len() - 1
            });
            let known = &mut words.list[at].1;
            numbers.iter().for_each(|n| {
                if !known.contains(n) {
                    known.push(*n);
                }
            });
        }
        head(&c.categories, &numbers, next, out, words);
    }
}
