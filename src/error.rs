//! One error for all rooms: where it is, what was found, what was expected, why.
use std::{fmt, path::Path};

/// What kind of thing went wrong; the name stands in error records as `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file or stream could not be read or written.
    Io,
    /// Bytes that are not UTF-8.
    Encoding,
    /// A document that is not of the format it was taken for.
    Format,
    /// A document over the limit of bytes.
    TooLarge,
    /// A lexicon that does not follow its language.
    Lexicon,
    /// A command line or project file that asks for something there is not.
    Usage,
}

impl ErrorKind {
    /// The name in error records: `io`, `encoding`, `format`, `too_large`, `lexicon`, `usage`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::Encoding => "encoding",
            Self::Format => "format",
            Self::TooLarge => "too_large",
            Self::Lexicon => "lexicon",
            Self::Usage => "usage",
        }
    }
}

/// An error with its place. Lines and columns are counted from 1, columns in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    path: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    excerpt: Option<String>,
    more: usize,
}

/// The result of everything in this library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error without a place yet; `message` says what was found and what was expected.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), path: None, line: None, column: None, excerpt: None, more: 0 }
    }

    /// An error of the operating system while doing something with `path`.
    pub fn io(path: impl AsRef<Path>, error: &std::io::Error) -> Self {
        Self::new(ErrorKind::Io, error.to_string()).at_path(path.as_ref().display().to_string())
    }

    /// The same error, in this file (or other named source).
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.path.get_or_insert(path.into());
        self
    }

    /// The same error, in this part of its file.
    pub fn within(mut self, part: &str) -> Self {
        self.message = format!("{part}: {}", self.message);
        self
    }

    /// The same error, on this line (from 1).
    pub fn at_line(mut self, line: usize) -> Self {
        self.line.get_or_insert(line);
        self
    }

    /// The same error, on this line and column (both from 1), without the line itself.
    pub fn at_place(mut self, line: usize, column: usize) -> Self {
        (self.line, self.column) = (Some(line), Some(column));
        self
    }

    /// The same error, at byte `offset` of `text`: line, column and the line itself are taken from there.
    pub fn at_offset(mut self, text: &str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
        let line = text[start..].lines().next().unwrap_or("");
        self.line = Some(text[..start].matches('\n').count() + 1);
        self.column = Some(text[start..offset].chars().count() + 1);
        self.excerpt = Some(line.to_owned());
        self
    }

    /// The same error, the first of several: how many more there are.
    pub fn and_more(mut self, more: usize) -> Self {
        self.more = more;
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file or source, if it is known.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The line, from 1, if it is known.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The column, from 1, if it is known.
    pub fn column(&self) -> Option<usize> {
        self.column
    }

    /// What was found and what was expected, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The place and what was found there, in one line (no excerpt).
    pub fn summary(&self) -> String {
        let mut place = String::new();
        if let Some(path) = &self.path {
            place.push_str(path);
        }
        for number in [self.line, self.column].into_iter().flatten() {
            place.push_str(&format!("{}{number}", if place.is_empty() { "line " } else { ":" }));
        }
        if place.is_empty() { self.message.clone() } else { format!("{place}: {}", self.message) }
    }
}

/// How many code points of a line are shown.
const SHOWN: usize = 160;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary())?;
        if let (Some(excerpt), Some(line), Some(column)) = (&self.excerpt, self.line, self.column) {
            let number = line.to_string();
            let (window, column) = window(excerpt, column);
            write!(f, "\n{number} | {window}")?;
            write!(f, "\n{:width$} | {:>column$}", "", "^", width = number.len())?;
        }
        match self.more {
            0 => Ok(()),
            1 => f.write_str("\nand 1 more mistake; `pretag lexicon check` names both"),
            n => write!(f, "\nand {n} more mistakes; `pretag lexicon check` names them all"),
        }
    }
}

/// The part of a line that is shown, and where its column (from 1) stands in it: of a long line what is around it, with dots where it is cut.
fn window(line: &str, column: usize) -> (String, usize) {
    let cut = if column <= SHOWN { 0 } else { column - SHOWN / 2 };
    let dots = |cut: bool| if cut { "..." } else { "" };
    let (before, behind) = (dots(cut > 0), dots(cut > 0 && line.chars().count() > cut + SHOWN));
    let shown: String = line.chars().skip(cut).take(SHOWN).collect();
    (format!("{before}{shown}{behind}"), column - cut + before.len())
}

impl std::error::Error for Error {}

/// What the JSON reader says of a fault, without its place and without names of our own types.
pub fn json_said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let said = text.rsplit_once(" at line ").map_or(text.as_str(), |(said, _)| said);
    if said.contains("surrogate") || said.contains("unexpected end of hex escape") {
        return "found a lone surrogate (half of a pair such as \\ud83d\\ude00), which is no character".into();
    }
    let Some((found, expected)) = said.strip_prefix("invalid type: ").and_then(|s| s.rsplit_once(", expected ")) else {
        return said.to_owned();
    };
    let expected = match expected {
        e if e.starts_with("struct ") || e == "a map" => "an object",
        e if e.starts_with("enum ") => "one of its names",
        "a sequence" => "an array",
        "a borrowed string" => "a string",
        other => other,
    };
    let kind = found.split_once([' ', '`']).map_or(found, |(kind, _)| kind);
    let found = match kind {
        "map" => "an object",
        "sequence" => "an array",
        "string" => "a string",
        "boolean" => "true or false",
        "integer" | "floating" | "number" => "a number",
        _ => found,
    };
    format!("found {found}, expected {expected}")
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind, json_said};

    #[test]
    fn of_a_long_line_what_is_around_the_place_is_shown() {
        let text = format!("{}{{bad{}", "é, ".repeat(70), ", b".repeat(70));
        let error = Error::new(ErrorKind::Lexicon, "wrong").at_offset(&text, text.find('{').unwrap_or_default());
        let said = error.to_string();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines[0], "line 1:211: wrong");
        assert!(lines[1].starts_with("1 | ... é, é") && lines[1].ends_with("b, ..."), "{said}");
        let at = lines[2].chars().position(|c| c == '^').unwrap_or_default();
        assert_eq!(lines[1].chars().skip(at).take(4).collect::<String>(), "{bad", "{said}");
    }

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code)] // only its shape is asked for
    struct Shape {
        name: String,
    }

    #[test]
    fn the_json_reader_speaks_of_json() {
        let says = |json: &str| json_said(&serde_json::from_str::<Shape>(json).unwrap_err());
        assert_eq!(says("\"a\""), "found a string, expected an object");
        assert_eq!(says("7"), "found a number, expected an object");
        assert_eq!(says("{\"name\":[]}"), "found an array, expected a string");
        assert_eq!(says("{}"), "missing field `name`");
        assert_eq!(
            says("{\"name\":\"\\ud800\"}"),
            "found a lone surrogate (half of a pair such as \\ud83d\\ude00), which is no character"
        );
    }
}
