//! Bytes of a JSON array, block by block -> its elements, told apart by brackets and quotes only. Whether they are JSON is left to others.
use super::json::lost;
use crate::{error::Error, input::chunk::Mark};
use memchr::memchr3;

/// Nesting deeper than this is no data.
const DEEPEST: usize = 10_000;

/// An element of the array; it begins where the one before it ends.
pub(super) struct Element {
    /// Where it ends in the bytes taken with it.
    pub(super) end: usize,
    /// Where it begins in the file: bytes before it, its line and number on it, and its column from 1.
    pub(super) offset: u64,
    pub(super) mark: Mark,
    pub(super) column: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Nothing but white space yet.
    Start,
    /// Between elements.
    Between,
    /// In an object or array.
    Nested,
    /// In a string, which may be an element by itself.
    Quoted,
    /// Behind a backslash in a string.
    Escaped,
    /// In a number or word.
    Bare,
    /// Behind the end of the array.
    Behind,
}

/// Keeps no more than the elements since the last `take`, and of an element over the limit nothing.
pub(super) struct Scanner {
    limit: usize,
    state: State,
    /// Whether the elements stand in an array (or one after the other).
    array: bool,
    /// The closing brackets to come.
    closers: Vec<u8>,
    bytes: Vec<u8>,
    elements: Vec<Element>,
    /// The places of elements over the limit.
    pub(super) too_large: Vec<Mark>,
    element: Start,
    offset: u64,
    line: usize,
    line_start: u64,
}

/// Where the element that is being read begins.
#[derive(Clone, Copy)]
struct Start {
    at: usize,
    offset: u64,
    mark: Mark,
    column: usize,
    dropped: bool,
}

impl Scanner {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            state: State::Start,
            array: false,
            closers: Vec::new(),
            bytes: Vec::new(),
            elements: Vec::new(),
            too_large: Vec::new(),
            element: Start { at: 0, offset: 0, mark: Mark { line: 0, number: 0 }, column: 1, dropped: false },
            offset: 0,
            line: 1,
            line_start: 0,
        }
    }

    /// Scans the next bytes of the file.
    pub(super) fn feed(&mut self, block: &[u8]) -> Result<(), Error> {
        let mut at = 0;
        while at < block.len() {
            let run = if self.state == State::Quoted { plain(&block[at..]) } else { 0 };
            self.keep(&block[at..at + run]);
            at += run;
            if let Some(byte) = block.get(at) {
                self.byte(*byte)?;
                at += 1;
            }
        }
        Ok(())
    }

    /// The file ends here.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        match self.state {
            State::Start => Err(lost("found an empty file, expected a JSON array of objects".into(), self.line)),
            State::Between if self.array => Err(lost("the file ends inside the array, expected `]`".into(), self.line)),
            State::Nested | State::Quoted | State::Escaped => {
                let message =
                    "the file ends inside the element that begins here, expected its closing bracket or quote";
                Err(lost(message.into(), self.element.mark.line))
            }
            State::Bare => {
                self.close_element();
                self.end()
            }
            State::Between | State::Behind => Ok(()),
        }
    }

    /// The elements completed so far, and their bytes one after the other.
    pub(super) fn take(&mut self) -> (Vec<u8>, Vec<Element>) {
        let end = self.elements.last().map_or(0, |e| e.end);
        let rest = self.bytes.split_off(end);
        self.element.at = self.element.at.saturating_sub(end);
        (std::mem::replace(&mut self.bytes, rest), std::mem::take(&mut self.elements))
    }

    fn byte(&mut self, byte: u8) -> Result<(), Error> {
        match self.state {
            State::Start | State::Between => self.outside(byte)?,
            State::Nested => self.nested(byte)?,
            State::Quoted => self.quoted(byte),
            State::Escaped => {
                self.keep(&[byte]);
                self.state = State::Quoted;
            }
            State::Bare => return self.bare(byte),
            State::Behind if byte.is_ascii_whitespace() => self.pass(),
            State::Behind => return Err(lost("found more after the end of the array".into(), self.line)),
        }
        if byte == b'\n' {
            self.line += 1;
            self.line_start = self.offset;
        }
        Ok(())
    }

    fn outside(&mut self, byte: u8) -> Result<(), Error> {
        let start = self.state == State::Start;
        match byte {
            // The bytes of a BOM.
            0xEF | 0xBB | 0xBF if start && self.offset < 3 => {
                self.pass();
                self.line_start = self.offset;
            }
            b'[' if start => {
                (self.array, self.state) = (true, State::Between);
                self.pass();
            }
            b'{' | b'[' if !start || byte == b'{' => self.open(byte, State::Nested),
            b']' if self.array => {
                self.state = State::Behind;
                self.pass();
            }
            b',' if self.array => self.pass(),
            _ if byte.is_ascii_whitespace() => self.pass(),
            b'}' | b']' | b',' => return Err(lost(format!("found `{}` between elements", byte as char), self.line)),
            _ if !self.array => {
                return Err(lost("expected a JSON array of objects, or one object".into(), self.line));
            }
            b'"' => self.open(byte, State::Quoted),
            _ => self.open(byte, State::Bare),
        }
        Ok(())
    }

    fn open(&mut self, byte: u8, state: State) {
        let column = usize::try_from(self.offset - self.line_start).unwrap_or(usize::MAX - 1) + 1;
        let before = self.element.mark;
        let number = if before.line == self.line { before.number + 1 } else { 1 };
        let mark = Mark { line: self.line, number };
        self.element = Start { at: self.bytes.len(), offset: self.offset, mark, column, dropped: false };
        self.state = state;
        match byte {
            b'{' => self.closers.push(b'}'),
            b'[' => self.closers.push(b']'),
            _ => {}
        }
        self.keep(&[byte]);
    }

    fn nested(&mut self, byte: u8) -> Result<(), Error> {
        self.keep(&[byte]);
        match byte {
            b'"' => self.state = State::Quoted,
            b'{' | b'[' if self.closers.len() >= DEEPEST => {
                return Err(lost(format!("found brackets nested more than {DEEPEST} deep"), self.element.mark.line));
            }
            b'{' => self.closers.push(b'}'),
            b'[' => self.closers.push(b']'),
            b'}' | b']' => return self.close_bracket(byte),
            _ => {}
        }
        Ok(())
    }

    fn close_bracket(&mut self, byte: u8) -> Result<(), Error> {
        let expected = self.closers.pop().unwrap_or(b'}');
        if expected != byte {
            let (found, expected) = (byte as char, expected as char);
            return Err(lost(
                format!("found `{found}`, expected `{expected}`: elements can no longer be told apart"),
                self.line,
            ));
        }
        if self.closers.is_empty() {
            self.close_element();
        }
        Ok(())
    }

    /// A string cannot hold a line break: one that does is broken, and the next line begins afresh.
    fn quoted(&mut self, byte: u8) {
        self.keep(&[byte]);
        match byte {
            b'\\' => self.state = State::Escaped,
            b'"' | b'\n' if self.closers.is_empty() => self.close_element(),
            b'"' | b'\n' => self.state = State::Nested,
            _ => {}
        }
    }

    fn bare(&mut self, byte: u8) -> Result<(), Error> {
        if byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'{' | b'[' | b'}') {
            self.close_element();
            return self.byte(byte);
        }
        self.keep(&[byte]);
        Ok(())
    }

    fn close_element(&mut self) {
        self.state = State::Between;
        if self.element.dropped {
            self.too_large.push(self.element.mark);
            return;
        }
        let Start { offset, mark, column, .. } = self.element;
        self.elements.push(Element { end: self.bytes.len(), offset, mark, column });
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        if self.element.dropped {
            return;
        }
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() - self.element.at > self.limit {
            self.bytes.truncate(self.element.at);
            self.element.dropped = true;
        }
    }

    /// Leaves out a byte between elements.
    fn pass(&mut self) {
        self.offset += 1;
    }
}

/// How many bytes come before the next quote, backslash or line break.
fn plain(bytes: &[u8]) -> usize {
    memchr3(b'"', b'\\', b'\n', bytes).unwrap_or(bytes.len())
}
