//! The commonest places -> whether a sentence ends there, from a few bytes around; all others are left to the rules, which say the same.
use super::{
    abbreviations::needs,
    class::{Class, class_of_byte},
    suppressions::within_brackets,
};

/// No list marker or label with its number is longer, in bytes.
const LONGEST_LABEL: usize = 25;

/// Whether the sentence from `start` ends before byte `at`: surely, surely not, or the rules must be asked. `listed`: a list may go on here.
pub(super) fn ends(text: &str, start: usize, at: usize, listed: bool) -> Option<bool> {
    let bytes = text.as_bytes();
    let space = bytes[start..at].iter().rev().take_while(|b| matches!(b, b' ' | b'\n' | b'\t')).count();
    let gap = at - space;
    if gap < start + 2 || !bytes[gap - 1].is_ascii_graphic() {
        return None;
    }
    match bytes[at] {
        b',' | b'-' | b':' | b';' | b'.' | b'!' | b'?' if space == 0 => Some(false),
        b'0'..=b'9' if space == 0 && bytes[at - 1] == b'.' => Some(false),
        b'a'..=b'z' if space == 0 || !listed && !bytes[gap..at].contains(&b'\n') => goes_on(bytes, start, gap, at),
        b'A'..=b'Z' | b'0'..=b'9' if space > 0 => opens(text, start, gap, at),
        _ => None,
    }
}

/// Before a small letter: only a question or exclamation mark may end a sentence (SB8), or a stop before a name such as `eHealth`.
fn goes_on(bytes: &[u8], start: usize, gap: usize, at: usize) -> Option<bool> {
    if gap < at && !bytes.get(at + 1).is_some_and(|b| b.is_ascii_lowercase() || *b == b' ') {
        return None;
    }
    let body = &bytes[start..gap];
    let last = body.iter().rev().find(|b| class_of_byte(**b) != Class::Close)?;
    (last.is_ascii() && !matches!(last, b'!' | b'?')).then_some(false)
}

/// Before a capital or a number: one stop ends the sentence, unless it belongs to an abbreviation, an initial or what stands in brackets.
fn opens(text: &str, start: usize, gap: usize, at: usize) -> Option<bool> {
    let (bytes, stop) = (text.as_bytes(), gap - 1);
    let before = bytes[stop - 1];
    let single = before.is_ascii_graphic() && !matches!(before, b'.' | b'!' | b'?' | b'(' | b'[');
    if !single || !bytes[start..stop].iter().any(u8::is_ascii_alphanumeric) {
        return None;
    }
    let long = stop - start > LONGEST_LABEL;
    let ends = match bytes[stop] {
        b'.' => ends_words(text, start, stop, long),
        b'!' | b'?' => long,
        _ => false,
    };
    (ends && !within_brackets(bytes, start, gap, at)).then_some(true)
}

/// Whether the word before a full stop is no abbreviation, initial, nought or (unless the sentence is `long`) label.
fn ends_words(text: &str, start: usize, stop: usize, long: bool) -> bool {
    let bytes = text.as_bytes();
    let length = bytes[start..stop].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
    let word = stop - length;
    if length == 0 {
        return long;
    }
    // the last word of a marker or of a label's number has no small letter
    let worded = || bytes[word..stop].iter().any(u8::is_ascii_lowercase) && word > start && bytes[word - 1] == b' ';
    if !long && !worded() {
        return false;
    }
    let parted = word > start && bytes[word - 1].is_ascii() && bytes[word - 1] != b'.';
    let initial = length == 1 && !matches!(bytes[word], b'1'..=b'9');
    parted && !initial && needs(&text[word..stop]).is_none()
}
