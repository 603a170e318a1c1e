//! Numbers and letters that refer to works and notes -> in brackets, so that they touch no word: `care<sup>12</sup>` is `care[12]`.
use super::{ink::Ink, tree::Element, writer};

/// Writes a superscript: a citation or note mark in brackets, anything else (exponents, ordinals) as it is.
pub(super) fn superscript(ink: &mut Ink, element: &Element<'_>) {
    let mark = element.text();
    let refers = element.find("xref").is_some();
    let (written, space) = ink.written();
    let bracket = (refers || !space && is_mark(written, &mark)) && !is_bracketed(written, &mark);
    if bracket && is_short(&mark) {
        ink.push(&format!("[{mark}]"));
    } else {
        writer::inline(ink, element);
    }
}

/// Writes a reference: numbers that touch a word stand in brackets unless they do already.
pub(super) fn reference(ink: &mut Ink, element: &Element<'_>) {
    let mark = element.text();
    let (written, space) = ink.written();
    let note = matches!(element.attribute("ref-type").as_deref(), Some("bibr" | "fn" | "table-fn"));
    let touches = !space && written.ends_with(|c: char| !c.is_whitespace() && !"([-–—/,".contains(c));
    let numbered = mark.bytes().next().is_some_and(|b| b.is_ascii_digit()) && mark.len() <= 3;
    if note && is_short(&mark) && (touches || numbered) && !is_bracketed(written, &mark) {
        ink.push(&format!("[{mark}]"));
    } else {
        writer::inline(ink, element);
    }
}

/// Numbers, or one or two letters; no more than a line of them.
fn is_short(mark: &str) -> bool {
    let numbers = mark.chars().all(|c| c.is_ascii_digit() || " ,;-–—".contains(c));
    let letters = mark.split([',', ' ']).all(|part| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    !mark.is_empty() && mark.len() <= 40 && (numbers || letters)
}

/// Whether a superscript behind these words refers to something: numbers behind a word (not behind a unit, variable
/// or number) or the end of a sentence, or one small letter.
fn is_mark(written: &str, mark: &str) -> bool {
    let letter = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_lowercase());
    if letter {
        return true;
    }
    let numbers = mark.starts_with(|c: char| c.is_ascii_digit())
        && mark.chars().all(|c| c.is_ascii_digit() || " ,-–".contains(c));
    let word = written.chars().rev().take_while(|c| c.is_alphabetic()).count();
    numbers && (word >= 4 || written.ends_with(['.', ',', ';', ':', ')', ']', '”', '"', '’', '?', '!']))
}

/// Whether the mark has brackets of its own or stands within some that are still open.
fn is_bracketed(written: &str, mark: &str) -> bool {
    if mark.starts_with(['[', '(']) {
        return true;
    }
    let near = written.floor_char_boundary(written.len().saturating_sub(300));
    let mut depth = 0;
    written[near..].chars().rev().any(|c| {
        depth += i32::from(matches!(c, ']' | ')')) - i32::from(matches!(c, '[' | '('));
        depth < 0
    })
}
