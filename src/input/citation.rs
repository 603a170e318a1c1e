//! Numbers and letters that refer to works and notes -> whether they are put in brackets, so that they touch no word: `care` and a raised 12 are `care[12]`.

/// Whether a superscript is a mark that needs brackets behind what is `written` (with a `space` to come); one that `refers` is for sure.
pub(super) fn is_raised_mark(written: &str, space: bool, mark: &str, refers: bool) -> bool {
    let bracket = (refers || !space && is_mark(written, mark)) && !is_bracketed(written, mark);
    bracket && is_short(mark)
}

/// Whether a reference to a work or a note needs brackets: numbers, and what touches a word.
pub(super) fn is_bare_reference(written: &str, space: bool, mark: &str) -> bool {
    let touches = !space && written.ends_with(|c: char| !c.is_whitespace() && !"([-–—/,".contains(c));
    let numbered = mark.bytes().next().is_some_and(|b| b.is_ascii_digit()) && mark.len() <= 3;
    is_short(mark) && (touches || numbered) && !is_bracketed(written, mark)
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
