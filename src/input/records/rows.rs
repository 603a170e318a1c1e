//! Bytes of separated values, block by block -> rows, told apart by delimiters, quotes and line ends only; and a row -> its fields.
//!
//! A quote opens a field only at its beginning, `""` in it is one quote. A quote that is never closed costs its row alone: what it has swallowed
//! is gone through again from the next line on, line by line.
use crate::input::decode;
use memchr::{memchr, memchr2};

/// A row; it lies in the bytes taken with it.
pub(super) struct Row {
    pub(super) start: usize,
    /// Where it ends, without its line end.
    pub(super) end: usize,
    /// The line where it begins, from 1.
    pub(super) line: usize,
    /// Whether a quote is opened in it and not closed.
    pub(super) open: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// At the beginning of a field.
    Start,
    /// In a field without quotes, or behind the closing quote of one.
    Bare,
    Quoted,
    /// Behind a quote in a quoted field.
    Closed,
}

/// Keeps no more than the rows since the last `take` and the one that has not ended yet.
pub(super) struct Scanner {
    delimiter: u8,
    bytes: Vec<u8>,
    /// Bytes before these in the file.
    offset: u64,
    /// Bytes scanned.
    at: usize,
    state: State,
    rows: Vec<Row>,
    /// The row that has not ended yet.
    start: usize,
    line: usize,
    /// The line that is scanned, and where it begins.
    here: usize,
    here_start: usize,
    /// Where the last quoted field was opened: byte and line.
    opened: (usize, usize),
    /// Before this byte no row goes beyond its line.
    by_line: usize,
    /// Whether the byte before was a carriage return that ended a row.
    after_cr: bool,
    /// Whether a carriage return ends lines by itself in this file.
    lone_cr: bool,
    begun: bool,
}

impl Scanner {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            bytes: Vec::new(),
            offset: 0,
            at: 0,
            state: State::Start,
            rows: Vec::new(),
            start: 0,
            line: 1,
            here: 1,
            here_start: 0,
            opened: (0, 1),
            by_line: 0,
            after_cr: false,
            lone_cr: false,
            begun: false,
        }
    }

    /// Scans the next bytes of the file.
    pub(super) fn feed(&mut self, block: &[u8]) {
        self.bytes.extend_from_slice(block);
        if self.begun || self.bytes.len() >= decode::BOM.len() || !decode::BOM.starts_with(&self.bytes) {
            self.scan();
        }
    }

    /// The file ends here.
    pub(super) fn end(&mut self) {
        self.scan();
        while self.state == State::Quoted && self.here > self.opened.1 {
            self.go_back(self.bytes.len());
            self.scan();
        }
        if self.start < self.bytes.len() {
            self.push(self.bytes.len(), self.state == State::Quoted);
            self.start = self.bytes.len();
        }
    }

    /// The rows completed so far, the bytes they lie in, and how many bytes come before these in the file.
    pub(super) fn take(&mut self) -> (Vec<u8>, Vec<Row>, u64) {
        let (end, offset) = (self.start, self.offset);
        let rest = self.bytes.split_off(end);
        for place in [&mut self.at, &mut self.start, &mut self.here_start, &mut self.opened.0, &mut self.by_line] {
            *place = place.saturating_sub(end);
        }
        self.offset += end as u64;
        (std::mem::replace(&mut self.bytes, rest), std::mem::take(&mut self.rows), offset)
    }

    /// How many bytes the row has that has not ended yet, and the line where it begins.
    pub(super) fn pending(&self) -> (usize, usize) {
        (self.bytes.len() - self.start, self.line)
    }

    fn scan(&mut self) {
        if !self.begun {
            self.begun = true;
            self.at = self.bytes.len() - decode::without_bom(&self.bytes).len();
            (self.start, self.here_start) = (self.at, self.at);
        }
        while let Some(byte) = self.bytes.get(self.at) {
            self.byte(*byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        if std::mem::take(&mut self.after_cr) {
            if byte == b'\n' {
                self.at += 1;
                (self.start, self.here_start) = (self.at, self.at);
                return;
            }
            self.lone_cr |= self.here == 2;
        }
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Closed,
            (State::Quoted, b'\n') => return self.line_in_quotes(),
            (State::Quoted, b'\r') if self.lone_cr => return self.line_in_quotes(),
            (State::Quoted, _) | (State::Closed, b'"') => State::Quoted,
            (_, b'\n' | b'\r') => {
                self.end_row(false);
                self.after_cr = byte == b'\r';
                return;
            }
            (State::Start, b'"') => {
                self.opened = (self.at, self.here);
                State::Quoted
            }
            (_, delimiter) if delimiter == self.delimiter => State::Start,
            // words behind a quote that was opened lines before: it is the opening quote of another field
            (State::Closed, _) if self.here > self.opened.1 => return self.go_back(self.here_start),
            _ => State::Bare,
        };
        self.at += 1;
    }

    fn line_in_quotes(&mut self) {
        if self.at < self.by_line {
            return self.end_row(true);
        }
        self.at += 1;
        self.here += 1;
        self.here_start = self.at;
    }

    /// The row and its line end here.
    fn end_row(&mut self, open: bool) {
        self.push(self.at, open);
        self.here += 1;
        self.begin(self.at + 1);
    }

    /// A row begins here, with a line.
    fn begin(&mut self, at: usize) {
        self.at = at;
        (self.start, self.here_start, self.line, self.state) = (at, at, self.here, State::Start);
    }

    /// The quote that was opened last is not closed: the row ends with that line, and up to `end` so does every row.
    fn go_back(&mut self, end: usize) {
        let (from, line) = self.opened;
        let rest = &self.bytes[from..];
        let found = if self.lone_cr { memchr2(b'\r', b'\n', rest) } else { memchr(b'\n', rest) };
        let line_end = found.map_or(self.bytes.len(), |at| from + at);
        self.push(line_end, true);
        self.here = line + 1;
        self.begin((line_end + 1).min(self.bytes.len()));
        self.by_line = self.by_line.max(end);
    }

    /// Empty lines are no rows.
    fn push(&mut self, end: usize, open: bool) {
        if end > self.start {
            self.rows.push(Row { start: self.start, end, line: self.line, open });
        }
    }
}

/// The fields of a row, one after the other.
#[derive(Default)]
pub(super) struct Fields {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Fields {
    /// Those of this row, in place of the ones before.
    pub(super) fn read(&mut self, row: &[u8], delimiter: u8) {
        self.bytes.clear();
        self.ends.clear();
        let mut state = State::Start;
        for byte in row {
            state = match (state, *byte) {
                (State::Quoted, b'"') => State::Closed,
                (State::Start, b'"') => State::Quoted,
                (State::Quoted, byte) | (State::Closed, byte @ b'"') => {
                    self.bytes.push(byte);
                    State::Quoted
                }
                (_, byte) if byte == delimiter => {
                    self.ends.push(self.bytes.len());
                    State::Start
                }
                (_, byte) => {
                    self.bytes.push(byte);
                    State::Bare
                }
            };
        }
        self.ends.push(self.bytes.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&[u8]> {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.ends.get(at).map(|end| &self.bytes[start..*end])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(move |(start, end)| &self.bytes[start..*end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows as `line: fields`, `!` before those with an open quote; the bytes are given in pieces of so many.
    fn rows(csv: &str, piece: usize) -> Vec<String> {
        let (mut scanner, mut fields, mut seen) = (Scanner::new(b','), Fields::default(), Vec::new());
        let mut take = |scanner: &mut Scanner| {
            let (bytes, rows, _) = scanner.take();
            for row in rows {
                fields.read(&bytes[row.start..row.end], b',');
                let all: Vec<_> = fields.iter().map(|f| String::from_utf8_lossy(f).into_owned()).collect();
                seen.push(format!("{}{}: {}", if row.open { "!" } else { "" }, row.line, all.join("|")));
            }
        };
        for block in csv.as_bytes().chunks(piece) {
            scanner.feed(block);
            take(&mut scanner);
        }
        scanner.end();
        take(&mut scanner);
        seen
    }

    fn check(csv: &str, expected: &[&str]) {
        for piece in [1, 2, 3, 7, 1000] {
            assert_eq!(rows(csv, piece), expected, "{csv:?} in pieces of {piece}");
        }
    }

    #[test]
    fn rows_are_numbered_by_line_whatever_ends_the_lines() {
        check("\u{feff}\"a\",b\r\n1,\"x\r\ny\"\r\n\r\n2,z", &["1: a|b", "2: 1|x\r\ny", "5: 2|z"]);
        check("a,b\r1,\"x\ry\"\r\r2,z\r", &["1: a|b", "2: 1|x\ry", "5: 2|z"]);
        check("a,b\n1,\"x \"\"y\"\" \n\rz\"\n,\n", &["1: a|b", "2: 1|x \"y\" \n\rz", "4: |"]);
        check("\u{feff}", &[]);
    }

    #[test]
    fn a_quote_within_a_field_opens_nothing() {
        check("a,b\n1,5\" wide\n2,\"x\" y\n", &["1: a|b", "2: 1|5\" wide", "3: 2|x y"]);
    }

    #[test]
    fn an_open_quote_costs_its_row_alone() {
        check("a,b\n1,\"x\n2,y\n3,z\n", &["1: a|b", "!2: 1|x", "3: 2|y", "4: 3|z"]);
        check("a,b\n1,\"x\n2,y\n3,\"z\"\n", &["1: a|b", "!2: 1|x", "3: 2|y", "4: 3|z"]);
        check("a,b\r1,\"x\r2,y\r", &["1: a|b", "!2: 1|x", "3: 2|y"]);
        check("a,b\n1,\"x", &["1: a|b", "!2: 1|x"]);
        check("a,b\n1,\"x\"\"\n2,\"y\n3,z\n", &["1: a|b", "!2: 1|x\"", "!3: 2|y", "4: 3|z"]);
    }
}
