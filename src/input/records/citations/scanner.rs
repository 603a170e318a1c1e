//! Bytes of an export of citations, block by block -> its records, told apart by their first and last lines; what stands between them is left out.
use super::layout::Layout;
use crate::input::decode;
use memchr::{memchr, memchr2};

/// A line between records that is longer than this, in bytes, is not kept.
const LONGEST_LINE: usize = 64 << 10;

/// A record; it lies in the bytes taken with it.
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) place: Place,
}

/// The line where a record begins, and which one of the file it is; both from 1.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) number: usize,
}

/// The record that has not ended yet.
struct Open {
    start: usize,
    place: Place,
    /// Whether the tag that begins records has come.
    headed: bool,
    /// Over the limit: no longer kept.
    dropped: bool,
}

/// Keeps no more than the records since the last `take` and the one that has not ended yet.
pub(super) struct Scanner {
    layout: Layout,
    limit: usize,
    bytes: Vec<u8>,
    /// Where the line begins that has not ended yet, and up to where its end was looked for.
    at: usize,
    looked: usize,
    line: usize,
    /// What ends lines, once the first line has ended.
    newline: Option<u8>,
    /// The line before was empty.
    blank: bool,
    /// The beginning of the line that has not ended yet was not kept.
    torn: bool,
    open: Option<Open>,
    cuts: Vec<Cut>,
    number: usize,
    /// Records over the limit, since the last `take`.
    pub(super) too_large: Vec<Place>,
}

impl Scanner {
    pub(super) fn new(layout: Layout, limit: usize) -> Self {
        Self {
            layout,
            limit,
            bytes: Vec::new(),
            at: 0,
            looked: 0,
            line: 1,
            newline: None,
            blank: false,
            torn: false,
            open: None,
            cuts: Vec::new(),
            number: 0,
            too_large: Vec::new(),
        }
    }

    /// Scans the next bytes of the file.
    pub(super) fn feed(&mut self, block: &[u8]) {
        self.bytes.extend_from_slice(block);
        self.lines();
        if let Some(open) = self.open.as_mut().filter(|open| !open.dropped)
            && self.bytes.len() - open.start > self.limit
        {
            open.dropped = true;
            self.too_large.push(open.place);
        }
    }

    /// The file ends here.
    pub(super) fn end(&mut self) {
        self.newline = self.newline.or(Some(b'\r'));
        self.lines();
        if self.at < self.bytes.len() {
            self.end_line(self.bytes.len());
        }
        self.close(self.bytes.len());
    }

    /// The records completed so far, and the bytes they lie in.
    pub(super) fn take(&mut self) -> (Vec<u8>, Vec<Cut>) {
        let kept = self.open.as_mut().filter(|open| !open.dropped);
        let kept = kept.map_or(self.at, |open| std::mem::take(&mut open.start));
        let mut rest = self.bytes.split_off(kept);
        self.at -= kept;
        self.looked -= kept;
        if self.at == 0 && rest.len() > LONGEST_LINE && self.open.as_ref().is_none_or(|open| open.dropped) {
            rest.clear();
            (self.looked, self.torn) = (0, true);
        }
        (std::mem::replace(&mut self.bytes, rest), std::mem::take(&mut self.cuts))
    }

    /// How many records were met so far.
    pub(super) fn met(&self) -> usize {
        self.number
    }

    /// Goes through the lines that have ended.
    fn lines(&mut self) {
        while let Some(end) = self.line_end() {
            self.end_line(end);
        }
        self.looked = self.newline.map_or(0, |_| self.bytes.len());
    }

    /// Where the next line ends, behind its line break.
    fn line_end(&mut self) -> Option<usize> {
        let newline = match self.newline {
            Some(newline) => newline,
            None => {
                let at = memchr2(b'\n', b'\r', &self.bytes[self.at..])? + self.at;
                let lone = self.bytes[at] == b'\r' && *self.bytes.get(at + 1)? != b'\n';
                *self.newline.insert(if lone { b'\r' } else { b'\n' })
            }
        };
        let from = self.looked.max(self.at);
        memchr(newline, &self.bytes[from..]).map(|at| from + at + 1)
    }

    /// Takes the line that ends at this byte.
    fn end_line(&mut self, end: usize) {
        let start = self.at;
        let line = decode::without_bom(&self.bytes[start..end]).trim_ascii_end();
        let blank = line.is_empty() && !self.torn;
        let tag = self.layout.tag(line).filter(|_| !self.torn).map(|(tag, _)| &line[..tag]);
        let told = tag.map(|tag| (self.layout.is_first(tag), self.layout.is_last(tag)));
        match told {
            Some((_, true)) => self.close(end),
            Some((first, false)) => self.tagged(start, first),
            None => {}
        }
        (self.at, self.line, self.blank, self.torn) = (end, self.line + 1, blank, false);
    }

    /// A line with a tag begins at this byte; `first` says that the tag begins records.
    fn tagged(&mut self, start: usize, first: bool) {
        let begins = match &mut self.open {
            None => first || self.layout.is_open(),
            Some(open) => first && open.headed || self.blank && self.layout.parts_at_blank_lines(),
        };
        if begins {
            self.close(start);
            self.number += 1;
            let place = Place { line: self.line, number: self.number };
            self.open = Some(Open { start, place, headed: first, dropped: false });
        } else if let Some(open) = &mut self.open {
            open.headed |= first;
        }
    }

    fn close(&mut self, end: usize) {
        let open = self.open.take().filter(|open| !open.dropped);
        self.cuts.extend(open.map(|open| Cut { start: open.start, end, place: open.place }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records as `number@line: words`, the bytes given in pieces of so many.
    fn cuts(layout: Layout, text: &str, piece: usize, limit: usize) -> Vec<String> {
        let (mut scanner, mut seen) = (Scanner::new(layout, limit), Vec::new());
        let mut take = |scanner: &mut Scanner| {
            let (bytes, cuts) = scanner.take();
            for cut in cuts {
                let words = String::from_utf8_lossy(&bytes[cut.start..cut.end])
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                seen.push(format!("{}@{}: {words}", cut.place.number, cut.place.line));
            }
            seen.extend(scanner.too_large.drain(..).map(|place| format!("{}@{}!", place.number, place.line)));
        };
        for block in text.as_bytes().chunks(piece) {
            scanner.feed(block);
            take(&mut scanner);
        }
        scanner.end();
        take(&mut scanner);
        seen
    }

    fn check(layout: Layout, text: &str, expected: &[&str]) {
        for piece in [1, 2, 3, 7, 1000] {
            assert_eq!(cuts(layout, text, piece, 1 << 20), expected, "{text:?} in pieces of {piece}");
        }
    }

    #[test]
    fn records_of_ris_end_at_their_end_or_the_next_beginning() {
        let text = "\u{feff}Found:\n6. \nTY  - JOUR\nTI  - a\nER  - \n\n7. \nTY  - JOUR\nTI  - b\nTY  - BOOK\nTI  - c";
        check(Layout::Ris, text, &["1@3: TY - JOUR TI - a ER -", "2@8: TY - JOUR TI - b", "3@10: TY - BOOK TI - c"]);
        check(Layout::Ris, "TY  - JOUR\r\nER  -\r\nTY  - JOUR\r\n", &["1@1: TY - JOUR ER -", "2@3: TY - JOUR"]);
        check(Layout::Ris, "TY  - JOUR\rTI  - a\rER  -\r\rTY  - X1", &["1@1: TY - JOUR TI - a ER -", "2@5: TY - X1"]);
        check(Layout::Ris, "DB  - x\nTY  - JOUR\nER  -\n", &["1@1: DB - x TY - JOUR ER -"]);
        check(Layout::Ris, "nothing\n", &[]);
    }

    #[test]
    fn records_of_other_kinds() {
        let text = "\nPMID- 1\nTI  - a\n\nPMC - PMC2\nPMID- 2\nAB  - b\n\n      c\nPMID- 3\n";
        check(Layout::Nbib, text, &["1@2: PMID- 1 TI - a", "2@5: PMC - PMC2 PMID- 2 AB - b c", "3@10: PMID- 3"]);
        check(Layout::Enw, "%0 Book\n%T a\n\nb\n%0 Book\n", &["1@1: %0 Book %T a b", "2@5: %0 Book"]);
        check(Layout::Ciw, "FN x\nVR 1.0\nPT J\nTI a\n   b\nER\n\nEF\n", &["1@3: PT J TI a b ER"]);
    }

    #[test]
    fn what_is_over_the_limit_is_not_kept() {
        let long =
            format!("{}\nTY  - JOUR\nAB  - {}\nTI  - x\nER  -\nTY  - BOOK\n", "x".repeat(200_000), "y".repeat(200_000));
        assert_eq!(cuts(Layout::Ris, &long, 1000, 5000), ["1@2!", "2@6: TY - BOOK"]);
        let mut scanner = Scanner::new(Layout::Ris, 5000);
        for block in long.as_bytes().chunks(1000) {
            scanner.feed(block);
            scanner.take();
            assert!(scanner.bytes.len() <= LONGEST_LINE + 1000, "{}", scanner.bytes.len());
        }
    }
}
