//! Text of documents made safe and readable on a terminal: no control characters, marked stretches, wrapped lines.
use crate::report::Valence;
use std::{borrow::Cow, ops::Range};

/// What a stretch of text is to look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    /// As it is.
    #[default]
    Plain,
    /// A heading.
    Strong,
    /// An aside.
    Dim,
    /// A lexicon term.
    Term,
    /// A cue.
    Cue,
    /// Something that helps.
    Good,
    /// Something that hinders, or an error.
    Bad,
    /// Something of both kinds, or a warning.
    Mixed,
}

impl Paint {
    /// The parameters of the ANSI sequence (SGR) that switches it on.
    fn code(self) -> &'static str {
        match self {
            Paint::Plain => "0",
            Paint::Strong => "1",
            Paint::Dim => "2",
            Paint::Term => "1;36",
            Paint::Cue => "4;35",
            Paint::Good => "32",
            Paint::Bad => "31",
            Paint::Mixed => "33",
        }
    }
}

/// Whether a terminal could take the character for a command, or hide or reorder what follows it.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text on one line: white space becomes single spaces, control characters (terminal escapes, bidirectional overrides and other
/// invisible ones) are left out.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (b' '..0x7f).contains(&b)) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() && (safe.ends_with(' ') || safe.is_empty()) => {}
            c if c.is_whitespace() => safe.push(' '),
            c if is_control(c) => {}
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// A page to write on: as wide as the terminal, with colours or without.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Whether ANSI colours may be used.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

impl Page {
    /// The cleaned text in a colour, if there are colours.
    pub fn paint(&self, paint: Paint, text: &str) -> String {
        self.paint_as_is(paint, &clean(text))
    }

    /// The text in a colour, if there are colours; only for text that is known to be clean, such as numbers set to the right.
    pub fn paint_as_is(&self, paint: Paint, text: &str) -> String {
        if self.color && paint != Paint::Plain && !text.is_empty() {
            format!("\x1b[{}m{text}\x1b[0m", paint.code())
        } else {
            text.to_owned()
        }
    }

    /// Appends `text` as lines no wider than the page, the first one `first` columns in, the others `rest`. `marks` are stretches of
    /// its bytes to be painted; where two overlap the later one wins. What lies outside the text is ignored.
    pub fn paragraph(&self, text: &str, marks: &[(Range<usize>, Paint)], first: usize, rest: usize, out: &mut Vec<u8>) {
        let cells = cells(text, marks);
        let mut indent = first;
        for line in wrap(&cells, self.width.saturating_sub(first), self.width.saturating_sub(rest)) {
            out.resize(out.len() + indent, b' ');
            self.line(line, out);
            out.push(b'\n');
            indent = rest;
        }
    }

    fn line(&self, cells: &[Cell], out: &mut Vec<u8>) {
        for run in cells.chunk_by(|a, b| a.paint == b.paint) {
            let text: String = run.iter().map(|cell| cell.c).collect();
            match run[0].paint {
                paint if self.color && paint != Paint::Plain => {
                    out.extend_from_slice(format!("\x1b[{}m{text}\x1b[0m", paint.code()).as_bytes());
                }
                _ => out.extend_from_slice(text.as_bytes()),
            }
        }
    }
}

/// The sign and colour of a valence.
pub fn sign(valence: Valence) -> (char, Paint) {
    match valence {
        Valence::Barrier => ('-', Paint::Bad),
        Valence::Facilitator => ('+', Paint::Good),
        Valence::Mixed => ('±', Paint::Mixed),
        Valence::Unclear => ('?', Paint::Plain),
    }
}

/// A character and what it is to look like.
#[derive(Clone, Copy)]
struct Cell {
    c: char,
    paint: Paint,
}

fn cells(text: &str, marks: &[(Range<usize>, Paint)]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let paint = marks.iter().rev().find(|(range, _)| range.contains(&at)).map_or(Paint::Plain, |m| m.1);
        if c.is_whitespace() {
            if cells.last().is_some_and(|last| last.c != ' ') {
                cells.push(Cell { c: ' ', paint });
            }
        } else if !is_control(c) {
            cells.push(Cell { c, paint });
        }
    }
    cells
}

/// Cuts at spaces into lines of at most `first` and then `rest` columns (never below ten); a longer word is cut where it must.
fn wrap(mut cells: &[Cell], first: usize, rest: usize) -> Vec<&[Cell]> {
    let mut lines = Vec::new();
    let mut width = first.max(10);
    while cells.len() > width {
        let at = cells[..=width].iter().rposition(|cell| cell.c == ' ').filter(|at| *at > 0);
        let (line, tail) = cells.split_at(at.unwrap_or(width));
        lines.push(line);
        cells = if at.is_some() { &tail[1..] } else { tail };
        width = rest.max(10);
    }
    if !cells.is_empty() {
        lines.push(cells);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(page: Page, text: &str, marks: &[(Range<usize>, Paint)]) -> String {
        let mut out = Vec::new();
        page.paragraph(text, marks, 2, 4, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes_and_overrides_do_not_reach_the_terminal() {
        let evil = "a\x1b]8;;http://x\x07b\u{202e}c\u{9b}31m\u{200b}d\r\n\te\u{2066}";
        assert_eq!(clean(evil), "a]8;;http://xbc31md e");
        assert_eq!(paragraph(Page { color: false, width: 80 }, evil, &[]), "  a]8;;http://xbc31md e\n");
    }

    #[test]
    fn lines_are_no_wider_than_the_page() {
        let page = Page { color: false, width: 16 };
        let text = "they had no time at all and averyveryverylongword too";
        let wrapped = "  they had no\n    time at all\n    and\n    averyveryver\n    ylongword\n    too\n";
        assert_eq!(paragraph(page, text, &[]), wrapped);
    }

    #[test]
    fn marks_are_painted_across_lines() {
        let page = Page { color: true, width: 14 };
        let painted = "  had \x1b[1;36mno time\x1b[0m\n    \x1b[1;36mto\x1b[0m do it\n";
        assert_eq!(paragraph(page, "had no time to do it", &[(4..14, Paint::Term), (90..99, Paint::Cue)]), painted);
    }
}
