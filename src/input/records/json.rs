//! A JSON array of objects (or one object) -> one document an element, cut out of the stream as it arrives.
use super::{
    BLOCK, hand_on, jsonl,
    object::{self, Place},
    scanner::{Element, Scanner},
};
use crate::{
    error::{Error, ErrorKind},
    input::{
        Context, Cut, Cutter, Each, Format, InputOptions, Reader, Stream,
        chunk::{Body, Origin, Piece},
        decode,
        peek::{peek, read_some},
    },
    text::Document,
};
use std::{collections::VecDeque, sync::Arc};

/// A JSON array of objects, or one object.
pub(in crate::input) struct Json;

impl Reader for Json {
    fn format(&self) -> Format {
        Format::Json
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn sniff(&self, head: &str) -> bool {
        let head = head.trim_ascii_start();
        head.strip_prefix('[').is_some_and(|rest| rest.trim_ascii_start().starts_with(['{', ']']))
            || head.strip_prefix('{').is_some_and(|rest| rest.trim_ascii_start().starts_with(['"', '}']))
    }

    fn cut(&self) -> Option<Cut> {
        Some(cut)
    }
}

/// JSON Lines are often named `.json`: several lines, the first an object by itself.
fn cut(stream: Stream, origin: &Arc<Origin>, options: &InputOptions) -> Cutter {
    match peek(stream) {
        Err(e) => Box::new(std::iter::once(origin.bad(Error::io(&origin.source, &e)))),
        Ok((head, stream)) if is_lines(&head) => Box::new(jsonl::Cutter::new(stream, origin, options)),
        Ok((_, stream)) => Box::new(Elements::new(stream, origin, options)),
    }
}

fn is_lines(head: &str) -> bool {
    let behind = head.trim_ascii_start().split_once('\n').is_some_and(|(_, rest)| !rest.trim_ascii().is_empty());
    behind && jsonl::Jsonl.sniff(head)
}

/// Elements of an array, one after the other.
struct Cuttings {
    bytes: Vec<u8>,
    elements: Vec<Element>,
}

impl Piece for Cuttings {
    fn documents(&self, origin: &Origin, context: Context<'_>, scratch: &mut Document, each: Each<'_>) {
        let mut start = 0;
        for element in &self.elements {
            scratch.clear();
            let place = Place { line: element.mark.line, column: element.column };
            let read = decode::utf8(&self.bytes[start..element.end], element.offset)
                .and_then(|json| object::read(json, place, context.options, scratch));
            hand_on(read, element.mark, origin, context, scratch, each);
            start = element.end;
        }
    }
}

struct Elements {
    stream: Stream,
    origin: Arc<Origin>,
    options: InputOptions,
    scanner: Scanner,
    ready: VecDeque<Body>,
    started: bool,
    done: bool,
}

impl Elements {
    fn new(stream: Stream, origin: &Arc<Origin>, options: &InputOptions) -> Self {
        Self {
            stream,
            origin: origin.clone(),
            options: options.clone(),
            scanner: Scanner::new(options.limit()),
            ready: VecDeque::new(),
            started: false,
            done: false,
        }
    }

    /// Reads and scans one block; what it completes is ready then.
    fn advance(&mut self) {
        let mut block = Vec::new();
        let lost = match read_some(&mut self.stream, &mut block, BLOCK) {
            Err(e) => Some(Error::io(&self.origin.source, &e)),
            Ok(0) => {
                self.done = true;
                self.scanner.end().err()
            }
            Ok(_) => self.foreign(&block).and_then(|()| self.scanner.feed(&block)).err(),
        };
        self.collect();
        if let Some(error) = lost {
            self.done = true;
            self.ready.push_back(self.origin.bad(error));
        }
    }

    fn foreign(&mut self, block: &[u8]) -> Result<(), Error> {
        let first = !std::mem::replace(&mut self.started, true);
        if first { decode::foreign(block) } else { Ok(()) }
    }

    fn collect(&mut self) {
        let (bytes, elements) = self.scanner.take();
        if !elements.is_empty() {
            self.ready.push_back(Body::Piece(Box::new(Cuttings { bytes, elements })));
        }
        for mark in self.scanner.too_large.drain(..) {
            let bad = self.origin.bad_record(None, mark, self.options.too_large("this element"));
            self.ready.push_back(Body::Bad(Box::new(bad)));
        }
    }
}

impl Iterator for Elements {
    type Item = Body;

    fn next(&mut self) -> Option<Body> {
        while self.ready.is_empty() && !self.done {
            self.advance();
        }
        self.ready.pop_front()
    }
}

/// The error of a file whose brackets or quotes cannot be followed.
pub(super) fn lost(message: String, line: usize) -> Error {
    Error::new(ErrorKind::Format, message).at_line(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing;

    fn read(json: &str) -> Vec<String> {
        let line = |r: &Result<Document, crate::input::BadDocument>| match r {
            Ok(d) => format!("{} {}", d.id, d.text),
            Err(bad) => format!("! {}", bad.error.summary()),
        };
        testing::stream("x.json", json.as_bytes(), Format::Json).iter().map(line).collect()
    }

    #[test]
    fn an_array_is_cut_into_its_elements() {
        let json =
            "\u{feff}[\n  {\"id\": \"a\", \"text\": \"One ] \\\" }.\"},\n  {\"text\": \"Two.\", \"x\": [{}, []]}\n]\n";
        assert_eq!(read(json), ["a One ] \" }.", "x:3 Two."]);
        assert!(read("[]").is_empty());
    }

    #[test]
    fn elements_on_one_line_are_told_apart() {
        let seen = read("[{\"text\":\"One.\"},{\"text\":\"Two.\"}, {\"text\":3},\n{\"text\":\"Four.\"}]");
        assert_eq!(seen[..2], ["x:1 One.", "x:1.2 Two."]);
        assert_eq!(seen[3], "x:2 Four.");
        let bad = testing::stream("x.json", b"[{\"text\":1},{\"text\":2}]", Format::Json);
        let places: Vec<_> = bad.iter().map(|b| b.as_ref().unwrap_err()).map(|b| (&b.id[..], &b.source[..])).collect();
        assert_eq!(places, [("x:1", "x.json:1"), ("x:1.2", "x.json:1.2")]);
    }

    #[test]
    fn one_object_and_lines_are_read_too() {
        assert_eq!(read("{\n \"text\": \"One.\"\n}\n"), ["x:1 One."]);
        assert_eq!(read("{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n"), ["x:1 One.", "x:2 Two."]);
        assert_eq!(read("{\"text\":\"One.\"}\n{\"text\":Two}\n{\"text\":\"Three.\"}").len(), 3);
    }

    #[test]
    fn a_broken_element_is_one_error() {
        let seen = read("[{\"text\":\"a\"},\n {\"text\": oops},\n 5, {\"text\":\"b\"}]");
        assert_eq!(seen.len(), 4);
        assert!(seen[1].starts_with("! x.json:2:"), "{}", seen[1]);
        assert!(seen[2].contains("found a number, expected an object"), "{}", seen[2]);
        assert_eq!(seen[3], "x:3.2 b");
    }

    #[test]
    fn lost_structure_is_one_last_error() {
        let seen = read("[{\"text\":\"a\"},\n {\"text\":\"b\" ]\n, {\"text\":\"c\"}]");
        assert_eq!(seen.len(), 2);
        assert!(seen[1].contains("x.json:2"), "{}", seen[1]);
        assert!(read("[{\"text\":\"a\"},")[1].contains("ends"));
        assert!(read("[] []")[0].contains("after the end"));
        assert!(read("\"text\"")[0].contains("expected"));
        assert!(read("")[0].contains("empty"));
    }
}
