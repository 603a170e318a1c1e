//! What may follow the stop of a sentence and still belong to it: citation numbers and participant tags.
use super::{
    abbreviations::needs,
    class::{Class, class},
    marker::Marker,
    place::{Place, char_at, forth, is_stop},
};

/// Digits as they stand in superscript.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The end of a run of citation numbers at byte `from` (`12`, `12,13`, `3–5`, superscripts) with white space behind it.
pub(super) fn citation_end(text: &str, from: usize) -> Option<usize> {
    let first = char_at(text, from).filter(|&c| c.is_ascii_digit() || is_superscript(c))?;
    let end = forth(text, from, |c| c.is_ascii_digit() || is_superscript(c) || ",-–".contains(c));
    let number =
        (first.is_ascii_digit() && first != '0' && end - from <= 12) || (is_superscript(first) && end - from <= 24);
    (number && char_at(text, end).and_then(class) == Some(Class::Space)).then_some(end)
}

/// A citation or a tag stands here, behind a stop.
pub(super) fn note(p: &Place) -> bool {
    p.stop < p.close && (numeric_note(p) || tag(p) || bare_tag(p))
}

fn numeric_note(p: &Place) -> bool {
    if citation_end(p.text, p.at).is_some() && set_after_stop(p) {
        return true;
    }
    let Some(content) = group(&p.text[p.at..]) else { return false };
    let numbers = content.starts_with(|c: char| c.is_ascii_digit())
        && content.chars().all(|c| c.is_ascii_digit() || ", -–".contains(c));
    let item = Marker::read(p.text, p.at).is_some_and(|m| m.first() || m.continues(p.expected));
    numbers && (p.glued() || p.text[p.at..].starts_with('[') || !item)
}

/// A number straight behind a stop that ends a word, not a decimal or an abbreviation.
pub(super) fn set_after_stop(p: &Place) -> bool {
    if !p.glued() || p.stop == p.close || p.text[p.close..].starts_with(['(', '[']) {
        return false;
    }
    let before = p.text[..p.stop].chars().next_back();
    let word = p.word();
    before.is_some_and(|c| c.is_lowercase() || ")]\"”’%".contains(c)) && !word.contains('.') && needs(word).is_none()
}

/// `(P4)`, `[GP, female, 45]`: short, not a sentence, and behind a quotation or with a number in it.
fn tag(p: &Place) -> bool {
    let Some(content) = group(&p.text[p.at..]) else { return false };
    if content.is_empty() || content.ends_with(is_stop) || p.text[p.gap..p.at].contains('\n') && p.closers().is_empty()
    {
        return false;
    }
    let words = content.split_whitespace().count();
    let digit = content.contains(|c: char| c.is_ascii_digit());
    let letter = content.contains(char::is_alphabetic);
    quoted(p) || (letter && words <= 8 && (digit || (words <= 3 && content.contains(','))))
}

/// `"I had no time." P4` at the end of a line or before a comma or stop.
fn bare_tag(p: &Place) -> bool {
    let rest = &p.text[p.at..];
    let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let digits = rest[letters..].chars().take_while(char::is_ascii_digit).count();
    let after = rest[letters + digits..].chars().next();
    quoted(p)
        && (1..=3).contains(&letters)
        && (1..=3).contains(&digits)
        && after.is_none_or(|c| matches!(c, '\n' | '.' | ',' | ';'))
}

fn quoted(p: &Place) -> bool {
    p.closers().contains(['"', '”', '’', '\'', '»'])
}

/// What stands in the brackets that open here, if they close within 80 bytes without others inside.
fn group(rest: &str) -> Option<&str> {
    let close = match rest.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        _ => return None,
    };
    let content = &rest[1..];
    let end = content.char_indices().take_while(|(i, _)| *i < 80).find(|(_, c)| "()[]".contains(*c))?;
    (end.1 == close).then_some(&content[..end.0])
}

/// Where the brackets that close at the end of `head` open.
pub(super) fn group_start(head: &str) -> Option<usize> {
    let low = head.floor_char_boundary(head.len().saturating_sub(84));
    let at = low + head[low..head.len() - 1].rfind(['(', '['])?;
    group(&head[at..]).is_some_and(|content| at + content.len() + 2 == head.len()).then_some(at)
}
