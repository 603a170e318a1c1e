//! Yoshikoder `.ykd` <-> a dictionary: XML of nested `cnode` (categories) and `pnode` (patterns). The same elements with other rules for
//! spaces are the `.lcd` of Lexicoder 2.
use super::super::{
    dictionary::{Category, Dictionary, Entry, Pattern, Read, joined, spaced},
    fit::Able,
};
use crate::error::{Error, ErrorKind, Result};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

pub(super) const ABLE: Able = Able::ALL;

/// How the name of a `pnode` is meant.
#[derive(Clone, Copy, PartialEq)]
enum Engine {
    /// Words with stars.
    Words,
    /// A regular expression.
    Regex,
    /// Letters anywhere; a space at an edge is the edge of a word.
    Letters,
}

pub(super) fn read(text: &str) -> Result<Read> {
    // the reader leaves a byte order mark out of its positions
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    let mut state = State { read: Read::default(), path: Vec::new(), engine: Engine::Words, root: false };
    loop {
        let at = reader.buffer_position() as usize;
        let wrong = |message: String| Error::new(ErrorKind::Format, message).at_offset(text, at);
        let event = reader.read_event().map_err(|e| {
            let at = reader.error_position() as usize;
            Error::new(ErrorKind::Format, format!("not XML: {e}")).at_offset(text, at)
        })?;
        let line = || text[..at].matches('\n').count() + 1;
        match event {
            Event::Start(tag) => state.open(&tag, line(), false).map_err(wrong)?,
            Event::Empty(tag) => state.open(&tag, line(), true).map_err(wrong)?,
            Event::End(tag) if tag.local_name().as_ref() == CNODE => {
                state.path.pop();
            }
            Event::Eof if !state.path.is_empty() => {
                return Err(wrong("the file ends within a category".into()));
            }
            Event::Eof if !state.root => return Err(wrong("found no element `dictionary`".into())),
            Event::Eof => return Ok(state.read),
            _ => {}
        }
    }
}

const CNODE: &str = "cnode";

struct State {
    read: Read,
    path: Vec<String>,
    engine: Engine,
    root: bool,
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>, line: usize, closed: bool) -> Result<(), String> {
        let local = tag.local_name();
        // an entity nobody knows stays as it is written
        let attribute = |name: &str| {
            let found = tag.try_get_attribute(name).ok().flatten()?;
            Some(found.normalized_value(XmlVersion::Implicit1_0).unwrap_or(found.value.clone()).into_owned())
        };
        match local.as_ref() {
            "dictionary" => {
                self.root = true;
                self.read.dictionary.name = attribute("name").unwrap_or_default();
                self.engine = match (attribute("style").as_deref(), attribute("patternengine").as_deref()) {
                    (Some("Lexicoder"), _) => Engine::Letters,
                    (_, Some("regexp" | "regex")) => Engine::Regex,
                    _ => Engine::Words,
                };
            }
            CNODE => {
                let name = spaced(&attribute("name").unwrap_or_default());
                if name.is_empty() {
                    return Err("a category without a name; expected cnode name=\"...\"".into());
                }
                self.path.push(name);
                if let (Some(category), Some(text)) = (self.read.dictionary.at(&self.path), attribute("desc")) {
                    category.description = spaced(&text);
                }
                if attribute("score").is_some_and(|s| !s.trim().is_empty()) {
                    self.read.lose(line, &joined(&self.path), "", "a score of a category", "left out");
                }
                if closed {
                    self.path.pop();
                }
            }
            "pnode" => self.pattern(&attribute("name").unwrap_or_default(), attribute("score"), line)?,
            _ => {}
        }
        Ok(())
    }

    fn pattern(&mut self, name: &str, score: Option<String>, line: usize) -> Result<(), String> {
        let weight = match score.as_deref().map(str::trim) {
            None | Some("") => 1.0,
            Some(text) => text.parse().ok().filter(|w: &f64| w.is_finite()).unwrap_or_else(|| {
                let instead = format!("`{text}` left out");
                self.read.lose(line, &joined(&self.path), name, "a score that is no number", &instead);
                1.0
            }),
        };
        let text = match self.engine {
            Engine::Words | Engine::Regex => name.to_owned(),
            Engine::Letters => {
                let star = |bound: bool| if bound { "" } else { "*" };
                let (head, tail) = (star(name.starts_with(' ')), star(name.ends_with(' ')));
                format!("{head}{}{tail}", name.trim())
            }
        };
        let mut entry = Entry::glob(&text, weight, line);
        if self.engine == Engine::Regex {
            entry.iter_mut().for_each(|e| e.pattern = Pattern::Regex(name.to_owned()));
        }
        match self.read.dictionary.at(&self.path) {
            Some(category) => category.entries.extend(entry),
            None => return Err(format!("found the pattern `{name}` outside of any category, expected it in a cnode")),
        }
        Ok(())
    }
}

pub(super) fn write(dictionary: &Dictionary) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dictionary style=\"050805\"");
    if !dictionary.name.is_empty() {
        out += &format!(" name=\"{}\"", escaped(&spaced(&dictionary.name)));
    }
    out += " patternengine=\"substring\">\n";
    dictionary.categories.iter().for_each(|c| category(c, 1, &mut out));
    out + "</dictionary>\n"
}

fn category(c: &Category, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    let description =
        if c.description.is_empty() { String::new() } else { format!(" desc=\"{}\"", escaped(&c.description)) };
    *out += &format!("{pad}<cnode name=\"{}\"{description}>\n", escaped(&c.name));
    for entry in &c.entries {
        let score = if entry.weight == 1.0 { String::new() } else { format!(" score=\"{}\"", entry.weight) };
        *out += &format!("{pad}  <pnode name=\"{}\"{score}/>\n", escaped(entry.pattern.text()));
    }
    c.categories.iter().for_each(|inner| category(inner, depth + 1, out));
    *out += &format!("{pad}</cnode>\n");
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
