//! A character -> its sentence break class (UAX #29, table 4), for ASCII and the characters English papers use.

/// The classes of UAX #29 that can stand in text the scan reads; format characters and combining marks are never among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Lower,
    Upper,
    /// A letter without case (`OLetter`).
    Letter,
    Digit,
    /// A full stop, which may end an abbreviation (`ATerm`); also the ellipsis character, read as three of them.
    Stop,
    /// A question or exclamation mark (`STerm`).
    Mark,
    /// A quotation mark or bracket, opening or closing.
    Close,
    /// White space, line breaks too.
    Space,
    /// A comma, colon or dash (`SContinue`).
    Continue,
    Other,
}

const ASCII: [Class; 128] = ascii_table();

const fn ascii_table() -> [Class; 128] {
    let mut table = [Class::Other; 128];
    let mut b = 0;
    while b < 128 {
        table[b] = match b as u8 {
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            b'.' => Class::Stop,
            b'!' | b'?' => Class::Mark,
            b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => Class::Close,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Class::Space,
            b',' | b'-' | b':' | b';' => Class::Continue,
            _ => Class::Other,
        };
        b += 1;
    }
    table
}

/// Ranges whose letters the standard library classes as UAX #29 does; what is not a letter there is `Other`.
const LETTERS: &[(char, char)] = &[
    ('\u{a1}', '\u{ac}'),
    ('\u{ae}', '\u{1c4}'),
    ('\u{1c6}', '\u{1c7}'),
    ('\u{1c9}', '\u{1ca}'),
    ('\u{1cc}', '\u{1f1}'),
    ('\u{1f3}', '\u{24f}'),
    ('\u{370}', '\u{37d}'),
    ('\u{384}', '\u{3ff}'),
    ('\u{400}', '\u{482}'),
    ('\u{48a}', '\u{52f}'),
    ('\u{1e00}', '\u{1eff}'),
];

/// Ranges of signs without a part in sentence breaking.
const SIGNS: &[(char, char)] = &[
    ('\u{2010}', '\u{2012}'),
    ('\u{2015}', '\u{2017}'),
    ('\u{2020}', '\u{2023}'),
    ('\u{2030}', '\u{2038}'),
    ('\u{2043}', '\u{2044}'),
    ('\u{2070}', '\u{2070}'),
    ('\u{2074}', '\u{207c}'),
    ('\u{2080}', '\u{208c}'),
    ('\u{20a0}', '\u{20bf}'),
    ('\u{2116}', '\u{2116}'),
    ('\u{2122}', '\u{2122}'),
    ('\u{2190}', '\u{2307}'),
    ('\u{25a0}', '\u{25ff}'),
    ('\u{2610}', '\u{2612}'),
    ('\u{2713}', '\u{2718}'),
    ('\u{2794}', '\u{27be}'),
];

/// The class of a character, or none for one that is not known here.
pub(super) fn class(c: char) -> Option<Class> {
    if c.is_ascii() { Some(ASCII[c as usize]) } else { beyond_ascii(c) }
}

/// The class of an ASCII byte; `Other` for any part of a longer character.
pub(super) fn class_of_byte(b: u8) -> Class {
    if b < 128 { ASCII[b as usize] } else { Class::Other }
}

fn beyond_ascii(c: char) -> Option<Class> {
    Some(match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Class::Space,
        '…' => Class::Stop,
        '«' | '»' | '‘'..='‟' | '‹' | '›' => Class::Close,
        '–' | '—' => Class::Continue,
        _ if within(LETTERS, c) => letter(c),
        _ if within(SIGNS, c) => Class::Other,
        _ => return None,
    })
}

fn letter(c: char) -> Class {
    if c.is_lowercase() {
        Class::Lower
    } else if c.is_uppercase() {
        Class::Upper
    } else if c.is_alphabetic() {
        Class::Letter
    } else {
        Class::Other
    }
}

fn within(ranges: &[(char, char)], c: char) -> bool {
    ranges.iter().any(|&(first, last)| first <= c && c <= last)
}
