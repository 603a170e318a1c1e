//! JSON Lines -> one document a line. Lines are handed on as they arrive: a pipe is answered record by record.
use super::{
    BLOCK, Form, hand_on,
    object::{self, Place},
};
use crate::{
    error::{Error, ErrorKind},
    input::{
        BadDocument, Context, Cut, Each, Format, InputOptions, Reader, Stream,
        chunk::{Body, Origin, Piece},
        decode,
        peek::read_some,
    },
    text::Document,
};
use memchr::{memchr, memchr_iter, memrchr};
use serde::de::IgnoredAny;
use std::sync::Arc;

/// A JSON object a line.
pub(in crate::input) struct Jsonl;

impl Reader for Jsonl {
    fn format(&self) -> Format {
        Format::Jsonl
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    /// A first line that is an object, or one with a fault that does not go on in the next line.
    fn sniff(&self, head: &str) -> bool {
        let line = head.trim_ascii_start().lines().next().unwrap_or("");
        let is_whole = |e: serde_json::Error| !e.is_eof() && line.trim_ascii_end().ends_with('}');
        line.starts_with('{') && serde_json::from_str::<IgnoredAny>(line).map_or_else(is_whole, |_| true)
    }

    fn cut(&self) -> Option<Cut> {
        Some(|stream, origin, options| Box::new(Cutter::new(stream, origin, options)))
    }
}

/// Whole lines, with their place in the stream.
struct Lines {
    bytes: Vec<u8>,
    /// The number of the first line, from 1.
    line: usize,
    /// The offset of the first byte.
    offset: u64,
}

impl Piece for Lines {
    fn documents(&self, origin: &Origin, context: Context<'_>, scratch: &mut Document, each: Each<'_>) {
        // One check for all lines is the common case; if it fails, each line is checked for itself.
        let whole = std::str::from_utf8(&self.bytes).ok();
        let mut start = 0;
        for number in self.line.. {
            let end = memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |at| start + at);
            if !self.bytes[start..end].trim_ascii().is_empty() {
                scratch.clear();
                let line = whole.and_then(|text| text.get(start..end)).map_or_else(|| self.utf8(start, end), Ok);
                let read = line.and_then(|line| read_line(line, number, context.options, scratch));
                hand_on(read, number.into(), origin, context, scratch, each);
            }
            start = end + 1;
            if start >= self.bytes.len() {
                break;
            }
        }
    }
}

impl Lines {
    fn utf8(&self, start: usize, end: usize) -> Result<&str, Error> {
        decode::utf8(&self.bytes[start..end], self.offset + start as u64)
    }
}

fn read_line(line: &str, number: usize, options: &InputOptions, document: &mut Document) -> Result<Form, Error> {
    if line.len() > options.limit() {
        return Err(options.too_large("this line"));
    }
    if memchr(0, line.as_bytes()).is_some() {
        return Err(Error::new(ErrorKind::Format, "found a NUL byte, expected a JSON object in UTF-8").at_line(number));
    }
    let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
    object::read(line, Place { line: number, column: 1 }, options, document)
}

/// Cuts a stream at its last line break so far; a line over the limit is passed over without being kept.
pub(super) struct Cutter {
    stream: Stream,
    origin: Arc<Origin>,
    options: InputOptions,
    pending: Vec<u8>,
    line: usize,
    offset: u64,
    passing_over: bool,
    done: bool,
    /// Whether a line has begun like a record: before that, NUL bytes are those of a binary file.
    trusted: bool,
    /// Handed on after the lines before it.
    last: Option<Error>,
}

impl Cutter {
    pub(super) fn new(stream: Stream, origin: &Arc<Origin>, options: &InputOptions) -> Self {
        let (origin, options) = (origin.clone(), options.clone());
        Self {
            stream,
            origin,
            options,
            pending: Vec::new(),
            line: 1,
            offset: 0,
            passing_over: false,
            done: false,
            trusted: false,
            last: None,
        }
    }

    /// Takes the first `end` pending bytes, whole lines (or the rest of the stream), as far as they may be text.
    fn piece(&mut self, end: usize) -> Body {
        let end = match self.trust(end) {
            Ok(()) => end,
            Err(refused) => match *refused {
                (0, error) => {
                    self.done = true;
                    return self.origin.bad(error);
                }
                (text, error) => {
                    self.last = Some(error);
                    text
                }
            },
        };
        let rest = self.pending.split_off(end);
        let bytes = std::mem::replace(&mut self.pending, rest);
        let (line, offset) = (self.line, self.offset);
        self.line += memchr_iter(b'\n', &bytes).count();
        self.offset += bytes.len() as u64;
        Body::Piece(Box::new(Lines { bytes, line, offset }))
    }

    fn over_limit(&mut self) -> Body {
        self.forget(self.pending.len());
        self.passing_over = true;
        Body::Bad(Box::new(self.bad(self.options.too_large("this line"))))
    }

    fn forget(&mut self, bytes: usize) {
        self.pending.drain(..bytes);
        self.offset += bytes as u64;
    }

    fn bad(&self, error: Error) -> BadDocument {
        self.origin.bad_record(None, self.line.into(), error)
    }

    fn stop(&mut self, error: Error) -> Option<Body> {
        self.done = true;
        Some(self.origin.bad(error))
    }

    /// Passes over the rest of a line that is too long, as far as it has come.
    fn pass_over(&mut self) {
        match memchr(b'\n', &self.pending) {
            Some(at) => {
                self.forget(at + 1);
                self.line += 1;
                self.passing_over = false;
            }
            None => self.forget(self.pending.len()),
        }
    }

    /// Refuses a binary file by its lines, however they arrive. Once a line has begun like a record, a NUL byte costs its line alone.
    ///
    /// # Errors
    /// How many of the first `end` bytes are text, and what the rest is.
    fn trust(&mut self, end: usize) -> Result<(), Box<(usize, Error)>> {
        if self.offset == 0 {
            decode::foreign(&self.pending[..end]).map_err(|e| Box::new((0, e)))?;
        }
        let mut start = 0;
        for line in self.pending[..end].split(|b| *b == b'\n') {
            if self.trusted {
                break;
            }
            let at = start;
            start += line.len() + 1;
            let line = decode::without_bom(line).trim_ascii_start();
            if line.starts_with(b"{") && line.get(1) != Some(&0) {
                self.trusted = true;
            } else if memchr(0, line).is_some() {
                let message = "found NUL bytes: a binary file, expected JSON Lines in UTF-8";
                return Err(Box::new((at, Error::new(ErrorKind::Format, message))));
            }
        }
        Ok(())
    }
}

impl Iterator for Cutter {
    type Item = Body;

    fn next(&mut self) -> Option<Body> {
        if let Some(error) = self.last.take() {
            return self.stop(error);
        }
        while !self.done {
            let before = self.pending.len();
            let read = match read_some(&mut self.stream, &mut self.pending, BLOCK) {
                Ok(read) => read,
                Err(e) => return self.stop(Error::io(&self.origin.source, &e)),
            };
            if self.passing_over {
                self.pass_over();
            }
            let from = before.min(self.pending.len());
            if read == 0 {
                self.done = true;
                return (!self.pending.is_empty()).then(|| self.piece(self.pending.len()));
            }
            if let Some(at) = memrchr(b'\n', &self.pending[from..]) {
                return Some(self.piece(from + at + 1));
            }
            if self.pending.len() > self.options.limit() {
                return Some(self.over_limit());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing::{self, Drip};

    #[test]
    fn lines_are_records() {
        let jsonl = "\u{feff}{\"id\":\"a\",\"text\":\"One.\"}\r\n\n{\"text\":\"Two.\"}";
        let read = testing::stream("in/x.jsonl", jsonl.as_bytes(), Format::Jsonl);
        let read: Vec<_> = read
            .iter()
            .map(|r| r.as_ref().map(|d| (d.id.as_str(), d.source.as_str(), d.text.as_str())).unwrap())
            .collect();
        assert_eq!(read, [("a", "in/x.jsonl:1", "One."), ("x:3", "in/x.jsonl:3", "Two.")]);
    }

    #[test]
    fn a_pipe_is_answered_record_by_record() {
        let drip = Drip::new(&["{\"text\":\"a\"}\n{\"te", "xt\":\"b\"}\n"]);
        let origin = Origin::new("-");
        let mut cutter = Cutter::new(Box::new(drip), &origin, &InputOptions::default());
        for expected in [13, 13] {
            let Some(Body::Piece(_)) = cutter.next() else { panic!("a piece") };
            assert_eq!(cutter.offset % expected, 0);
        }
        assert!(cutter.next().is_none());
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over() {
        let jsonl = format!("{{\"text\":\"{}\"}}\n{{\"id\":1,\"text\":\"b\"}}\n{{\"text\":5}}\n", "x".repeat(1 << 20));
        let options = InputOptions { max_document: 1000, from: Some(Format::Jsonl), ..InputOptions::default() };
        let read = testing::read_all("s.jsonl", jsonl.as_bytes(), &options);
        assert_eq!(read.len(), 3);
        let bad = read[0].as_ref().unwrap_err();
        assert_eq!((bad.id.as_str(), bad.source.as_str(), bad.error.kind()), ("s:1", "s.jsonl:1", ErrorKind::TooLarge));
        assert_eq!(read[1].as_ref().unwrap().source, "s.jsonl:2");
        assert!(read[2].as_ref().unwrap_err().error.to_string().contains("s.jsonl:3: \"text\" is a number"));
    }

    #[test]
    fn a_nul_byte_costs_its_line_and_a_binary_file_is_one_error() {
        let jsonl = "{\"text\":\"a\0b\"}\n{\"text\":\"c\"}\n\0\n{\"text\":\"d\"}\n";
        for piece in [1, 7, 1000] {
            for from in [Some(Format::Jsonl), None] {
                let parts: Vec<&str> =
                    jsonl.as_bytes().chunks(piece).filter_map(|p| std::str::from_utf8(p).ok()).collect();
                let options = InputOptions { from, ..InputOptions::default() };
                let (mut bad, mut good) = (Vec::new(), 0);
                for chunk in crate::input::Inputs::stream(Box::new(Drip::new(&parts)), "x.jsonl", &options) {
                    chunk.documents(testing::zones(), &options, &mut Document::default(), &mut |read| match read {
                        Ok(_) => good += 1,
                        Err(e) => bad.push(e.source),
                    });
                }
                assert_eq!((bad.join(" ").as_str(), good), ("x.jsonl:1 x.jsonl:3", 2), "{from:?} by {piece}");
            }
        }
        for binary in ["\u{1}\0\0\n{\"text\":\"a\"}\n", "{\0\"\0\n\0", "\0"] {
            let read = testing::stream("x.jsonl", binary.as_bytes(), Format::Jsonl);
            let said = read.last().unwrap().as_ref().unwrap_err().error.to_string();
            assert!(read.len() == 1 && said.contains("binary"), "{binary:?}: {said}");
        }
    }

    #[test]
    fn bad_bytes_cost_one_line_and_are_placed_in_the_file() {
        let read =
            testing::stream("s.jsonl", b"{\"text\":\"a\"}\n{\"text\":\"\xFF\"}\n{\"text\":\"c\"}\n", Format::Jsonl);
        assert_eq!(read.len(), 3);
        let bad = read[1].as_ref().unwrap_err();
        assert_eq!(bad.error.kind(), ErrorKind::Encoding);
        assert!(
            bad.error.to_string().contains("s.jsonl:2") && bad.error.to_string().contains("offset 22"),
            "{}",
            bad.error
        );
    }
}
