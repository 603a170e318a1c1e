//! YAML of quanteda <-> a dictionary: a mapping of categories to lists of patterns or to mappings; what a category with others in it
//! has itself stands under `__`.
use super::super::{
    dictionary::{Category, Dictionary, Entry, Read, joined, spaced},
    fit::Able,
};
use crate::error::{Error, ErrorKind, Result};
use saphyr_parser::{Event, Parser, Span};
use std::iter::Peekable;

/// Where a category's own entries stand if it has others in it.
const OWN: &str = "__";

/// Mappings deeper than this are no dictionary.
const DEEPEST: usize = 40;

pub(super) const ABLE: Able = Able {
    weights: false,
    descriptions: false,
    name: |name| if name == OWN { "_".into() } else { name.to_owned() },
    ..Able::ALL
};

pub(super) fn read(text: &str) -> Result<Read> {
    let mut reader = Reader { events: Parser::new_from_str(text).peekable(), read: Read::default(), line: 1 };
    loop {
        match reader.next()? {
            Event::StreamStart | Event::DocumentStart(_) => {}
            Event::MappingStart(..) => break,
            Event::StreamEnd | Event::DocumentEnd => return Ok(reader.read),
            other => return Err(reader.wrong(&other, "a mapping of category names to lists of words")),
        }
    }
    let (categories, _) = reader.mapping(&mut Vec::new())?;
    reader.read.dictionary.categories = categories;
    Ok(reader.read)
}

struct Reader<'y, I: Iterator<Item = std::result::Result<(Event<'y>, Span), saphyr_parser::ScanError>>> {
    events: Peekable<I>,
    read: Read,
    /// Of the last event.
    line: usize,
}

impl<'y, I: Iterator<Item = std::result::Result<(Event<'y>, Span), saphyr_parser::ScanError>>> Reader<'y, I> {
    fn next(&mut self) -> Result<Event<'y>> {
        match self.events.next() {
            Some(Ok((event, span))) => {
                self.line = span.start.line();
                Ok(event)
            }
            Some(Err(e)) => {
                let message = format!("not YAML: {}", e.info());
                Err(Error::new(ErrorKind::Format, message).at_line(e.marker().line()))
            }
            None => Ok(Event::StreamEnd),
        }
    }

    fn wrong(&self, found: &Event<'_>, expected: &str) -> Error {
        let found = match found {
            Event::Scalar(text, ..) => format!("`{text}`"),
            Event::SequenceStart(..) => "a list".into(),
            Event::MappingStart(..) => "a mapping".into(),
            Event::Alias(_) => "an alias".into(),
            _ => "the end".into(),
        };
        Error::new(ErrorKind::Format, format!("found {found}, expected {expected}")).at_line(self.line)
    }

    /// The categories of a mapping that has begun, and the entries under `__`.
    fn mapping(&mut self, path: &mut Vec<String>) -> Result<(Vec<Category>, Vec<Entry>)> {
        let (mut categories, mut own): (Vec<Category>, Vec<Entry>) = (Vec::new(), Vec::new());
        if path.len() > DEEPEST {
            return Err(Error::new(ErrorKind::Format, "mappings nested deeper than 40").at_line(self.line));
        }
        loop {
            let name = match self.next()? {
                Event::MappingEnd => return Ok((categories, own)),
                Event::Scalar(name, ..) => spaced(&name),
                other => return Err(self.wrong(&other, "the name of a category")),
            };
            if name == OWN {
                let (inner, entries) = self.value(path)?;
                categories.extend(inner);
                own.extend(entries);
                continue;
            }
            path.push(name.clone());
            let (inner, entries) = self.value(path)?;
            path.pop();
            match categories.iter_mut().find(|c| c.name == name) {
                Some(category) => {
                    category.entries.extend(entries);
                    category.categories.extend(inner);
                }
                None => categories.push(Category { name, description: String::new(), entries, categories: inner }),
            }
        }
    }

    /// What stands behind a name: a list, a mapping, a single entry, or nothing.
    fn value(&mut self, path: &mut Vec<String>) -> Result<(Vec<Category>, Vec<Entry>)> {
        match self.next()? {
            Event::MappingStart(..) => self.mapping(path),
            Event::SequenceStart(..) => self.sequence(path),
            Event::Scalar(text, style, ..) => {
                let nothing = style == saphyr_parser::ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                let entry = if nothing { None } else { Entry::glob(&text, 1.0, self.line) };
                Ok((Vec::new(), entry.into_iter().collect()))
            }
            Event::Alias(_) => {
                self.read.lose(self.line, &joined(path), "", "an alias to another part of the file", "left out");
                Ok(Default::default())
            }
            other => Err(self.wrong(&other, "a list of words or a mapping of categories")),
        }
    }

    fn sequence(&mut self, path: &mut Vec<String>) -> Result<(Vec<Category>, Vec<Entry>)> {
        let (mut categories, mut entries) = (Vec::new(), Vec::new());
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok((categories, entries)),
                Event::Scalar(text, ..) => entries.extend(Entry::glob(&text, 1.0, self.line)),
                Event::MappingStart(..) => {
                    let (inner, own) = self.mapping(path)?;
                    categories.extend(inner);
                    entries.extend(own);
                }
                Event::Alias(_) => {
                    self.read.lose(self.line, &joined(path), "", "an alias to another part of the file", "left out");
                }
                other => return Err(self.wrong(&other, "a word in the list")),
            }
        }
    }
}

pub(super) fn write(dictionary: &Dictionary) -> String {
    if dictionary.categories.is_empty() {
        return "{}\n".into();
    }
    let mut out = String::new();
    dictionary.categories.iter().for_each(|c| category(c, 0, &mut out));
    out
}

fn category(c: &Category, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    let name = quoted(&c.name);
    match (c.categories.is_empty(), c.entries.is_empty()) {
        (true, true) => *out += &format!("{pad}{name}: []\n"),
        (true, false) => {
            *out += &format!("{pad}{name}:\n");
            entries(c, depth + 1, out);
        }
        (false, none) => {
            *out += &format!("{pad}{name}:\n");
            c.categories.iter().for_each(|inner| category(inner, depth + 1, out));
            if !none {
                *out += &format!("{pad}  {OWN}:\n");
                entries(c, depth + 2, out);
            }
        }
    }
}

fn entries(c: &Category, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    c.entries.iter().for_each(|e| *out += &format!("{pad}- {}\n", quoted(e.pattern.text())));
}

/// Quotes of JSON are quotes of YAML; plain where nothing could be taken for something else.
fn quoted(text: &str) -> String {
    let plain = text.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ' || b == b'_' || b == b'*')
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !matches!(
            text.to_lowercase().as_str(),
            "y" | "n" | "yes" | "no" | "true" | "false" | "on" | "off" | "null" | "inf" | "nan"
        );
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
