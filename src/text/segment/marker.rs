//! List markers: `1.` `2)` `(3)` `4.)` `a.` `b)` `(c)` `ii.` `3.1.` and bullets, and which one comes next.
use super::class::{Class, class};

/// Signs that open a list item wherever they stand after white space.
pub(super) const BULLETS: &[char] = &['•', '‣', '⁃', '◦', '▪', '▫', '●', '○', '■', '□', '➢', '✓'];

/// How far behind the last marker the next one may stand, in bytes.
const LIST_REACH: usize = 1500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Letter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Dot,
    Paren,
    DotParen,
    Brackets,
}

/// A marker at the start of a list item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker {
    kind: Kind,
    style: Style,
    /// 1 for `1` and `a`; 0 for `3.1` and what else does not count.
    value: u32,
    bullet: bool,
    /// The byte after it.
    pub(super) end: usize,
}

/// The marker that would go on with a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    kind: Kind,
    style: Style,
    value: u32,
    from: usize,
}

impl Marker {
    /// The marker that stands at byte `at` and is followed by white space.
    pub(super) fn read(text: &str, at: usize) -> Option<Marker> {
        let rest = &text[at..];
        let unbulleted = if rest.starts_with(|c: char| c.is_ascii()) { rest } else { rest.trim_start_matches(BULLETS) };
        let bullet = unbulleted.len() < rest.len();
        let body = if bullet { unbulleted.trim_start_matches([' ', '\t']) } else { rest };
        let inner = body.strip_prefix('(').unwrap_or(body);
        let (kind, value, length) = label(inner.as_bytes())?;
        let after = &inner[length..];
        let (style, close) = match (inner.len() < body.len(), after.as_bytes()) {
            (true, [b')', ..]) => (Style::Brackets, 1),
            (false, [b'.', b')', ..]) => (Style::DotParen, 2),
            (false, [b'.', ..]) => (Style::Dot, 1),
            (false, [b')', ..]) => (Style::Paren, 1),
            _ => return None,
        };
        let follows = after[close..].chars().next()?;
        let end = text.len() - after.len() + close;
        (class(follows) == Some(Class::Space)).then_some(Marker { kind, style, value, bullet, end })
    }

    /// Whether it begins a list: the first number or letter.
    pub(super) fn first(&self) -> bool {
        self.value == 1
    }

    /// Whether it is the one that was expected.
    pub(super) fn continues(&self, expected: Option<Expected>) -> bool {
        expected.is_some_and(|e| (e.kind, e.style, e.value) == (self.kind, self.style, self.value))
    }

    /// Whether a bare full stop ends it, which may also be the end of a sentence.
    pub(super) fn dotted(&self) -> bool {
        self.style == Style::Dot
    }
}

/// What is expected after the sentence that begins at byte `at`, given what was expected before it.
pub(super) fn expect(text: &str, at: usize, before: Option<Expected>) -> Option<Expected> {
    match Marker::read(text, at) {
        Some(m) if m.value > 0 && (m.first() || m.bullet || m.continues(before)) => {
            Some(Expected { kind: m.kind, style: m.style, value: m.value + 1, from: at })
        }
        _ => before.filter(|e| at - e.from <= LIST_REACH),
    }
}

/// Kind, value and length of the label inside a marker.
fn label(bytes: &[u8]) -> Option<(Kind, u32, usize)> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    match (digits, bytes.first()?) {
        (1 | 2, _) => Some(number(bytes, digits)),
        (0, b) if b.is_ascii_alphabetic() => {
            let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let roman = bytes[..letters].iter().all(|b| b"ivx".contains(b));
            match letters {
                1 => Some((Kind::Letter, u32::from(b.to_ascii_lowercase() - b'a') + 1, 1)),
                2..=4 if roman => Some((Kind::Letter, 0, letters)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `7`, or `3.1` and `3.1.2` without a value.
fn number(bytes: &[u8], digits: usize) -> (Kind, u32, usize) {
    let value = bytes[..digits].iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    let mut length = digits;
    while bytes.get(length) == Some(&b'.') {
        let more = bytes[length + 1..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        if !(1..=2).contains(&more) {
            break;
        }
        length += 1 + more;
    }
    (Kind::Number, if length == digits { value } else { 0 }, length)
}
