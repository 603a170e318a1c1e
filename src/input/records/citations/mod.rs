//! Exports of literature databases and reference managers (RIS, PubMed, EndNote, Web of Science) -> one document a record: title and abstract,
//! with what else finds the paper again as fields.
mod layout;
mod reading;
mod record;
mod scanner;
mod tags;
#[cfg(test)]
mod tests;

pub(in crate::input) use layout::Layout;

use super::{BLOCK, hand_on};
use crate::{
    error::{Error, ErrorKind},
    input::{
        Context, Cut as Cutting, Cutter, Each, Format, InputOptions, Reader, Stream,
        chunk::{Body, Origin, Piece},
        decode,
        peek::read_some,
    },
    text::Document,
};
use scanner::{Cut, Place, Scanner};
use std::{collections::VecDeque, sync::Arc};

/// Citations, written like this.
pub(in crate::input) struct Citations(pub(in crate::input) Layout);

impl Reader for Citations {
    fn format(&self) -> Format {
        match self.0 {
            Layout::Ris => Format::Ris,
            Layout::Nbib => Format::Nbib,
            Layout::Enw => Format::Enw,
            Layout::Ciw => Format::Ciw,
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        match self.0 {
            Layout::Ris => &["ris"],
            Layout::Nbib => &["nbib", "medline"],
            Layout::Enw => &["enw"],
            Layout::Ciw => &["ciw", "isi"],
        }
    }

    fn sniff(&self, head: &str) -> bool {
        self.0.sniff(head)
    }

    fn cut(&self) -> Option<Cutting> {
        Some(match self.0 {
            Layout::Ris => |stream, origin, options| Records::cut(Layout::Ris, stream, origin, options),
            Layout::Nbib => |stream, origin, options| Records::cut(Layout::Nbib, stream, origin, options),
            Layout::Enw => |stream, origin, options| Records::cut(Layout::Enw, stream, origin, options),
            Layout::Ciw => |stream, origin, options| Records::cut(Layout::Ciw, stream, origin, options),
        })
    }
}

/// The reader of the citations that text beginning like this holds.
pub(in crate::input) fn citations(head: &str) -> Option<&'static dyn Reader> {
    static KINDS: [Citations; 4] =
        [Citations(Layout::Ris), Citations(Layout::Nbib), Citations(Layout::Enw), Citations(Layout::Ciw)];
    KINDS.iter().find(|kind| kind.sniff(head)).map(|kind| kind as &dyn Reader)
}

/// Some records.
struct Batch {
    layout: Layout,
    bytes: Vec<u8>,
    cuts: Vec<Cut>,
}

impl Piece for Batch {
    fn documents(&self, origin: &Origin, context: Context<'_>, scratch: &mut Document, each: Each<'_>) {
        for cut in &self.cuts {
            scratch.clear();
            let read = reading::read(&self.bytes[cut.start..cut.end], self.layout, context.options, scratch);
            if scratch.id.is_empty() {
                scratch.id = numbered(origin, cut.place);
            }
            hand_on(read, cut.place.line.into(), origin, context, scratch, each);
        }
    }
}

/// The id of a record that has none of its own.
fn numbered(origin: &Origin, place: Place) -> String {
    format!("{}:{}", origin.stem, place.number)
}

/// Cuts a stream into records as they arrive.
struct Records {
    stream: Stream,
    layout: Layout,
    scanner: Scanner,
    origin: Arc<Origin>,
    options: InputOptions,
    ready: VecDeque<Body>,
    started: bool,
    done: bool,
}

impl Records {
    fn cut(layout: Layout, stream: Stream, origin: &Arc<Origin>, options: &InputOptions) -> Cutter {
        Box::new(Self {
            stream,
            layout,
            scanner: Scanner::new(layout, options.limit()),
            origin: origin.clone(),
            options: options.clone(),
            ready: VecDeque::new(),
            started: false,
            done: false,
        })
    }

    /// Reads and scans what has come; the records it completes are ready then.
    fn advance(&mut self) {
        let mut block = Vec::new();
        let first = !std::mem::replace(&mut self.started, true);
        match read_some(&mut self.stream, &mut block, BLOCK) {
            Err(e) => self.stop(Error::io(&self.origin.source, &e)),
            Ok(0) => {
                self.done = true;
                self.scanner.end();
            }
            Ok(_) => match decode::foreign(&block) {
                Err(error) if first => self.stop(error),
                _ => self.scanner.feed(&block),
            },
        }
        self.collect();
        if self.done && self.ready.is_empty() && self.scanner.met() == 0 {
            let message = format!("found no record, expected one that begins with {}", self.layout.example());
            self.stop(Error::new(ErrorKind::Format, message));
        }
    }

    fn stop(&mut self, error: Error) {
        self.done = true;
        self.ready.push_back(self.origin.bad(error));
    }

    fn collect(&mut self) {
        let (bytes, cuts) = self.scanner.take();
        if !cuts.is_empty() {
            self.ready.push_front(Body::Piece(Box::new(Batch { layout: self.layout, bytes, cuts })));
        }
        for place in self.scanner.too_large.drain(..) {
            let error = self.options.too_large("this record");
            let bad = self.origin.bad_record(Some(&numbered(&self.origin, place)), place.line.into(), error);
            self.ready.push_back(Body::Bad(Box::new(bad)));
        }
    }
}

impl Iterator for Records {
    type Item = Body;

    /// Records are handed on as they arrive.
    fn next(&mut self) -> Option<Body> {
        while self.ready.is_empty() && !self.done {
            self.advance();
        }
        self.ready.pop_front()
    }
}
