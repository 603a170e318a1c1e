//! The beginning of a line -> whether a list item or a numbered heading begins there.
use super::participant;

/// A list marker: how far it is indented, and where the item's own text begins (both bytes of the line).
#[derive(Debug, PartialEq)]
pub(super) struct Marker {
    pub(super) indent: usize,
    pub(super) content: usize,
    /// It is a number with a full stop, which headings have too.
    pub(super) number: bool,
    /// It is a sign that stands nowhere else.
    pub(super) bullet: bool,
}

/// The marker at the start of a line: `-`, `*`, `•`, `1.`, `2)`, `(a)`, `iv.`
pub(super) fn marker(line: &str) -> Option<Marker> {
    let text = line.trim_start_matches([' ', '\t']);
    let indent = line.len() - text.len();
    let sign = match text.chars().next()? {
        '-' | '*' | '–' | '—' => dash(text),
        '•' | '·' | '▪' | '◦' | '‣' | '○' | '●' | '■' | '\u{f0b7}' => {
            text.chars().next().map(char::len_utf8)
        }
        '(' => bracketed(text),
        c if c.is_ascii_alphanumeric() => counted(text),
        _ => None,
    }?;
    let rest = &text[sign..];
    let content = rest.trim_start();
    let number = text.starts_with(|c: char| c.is_ascii_digit());
    let apart = content.len() < rest.len() || !text.is_char_boundary(1);
    let bullet = !text.is_char_boundary(1) && !text.starts_with(['–', '—']);
    (apart && !content.is_empty()).then(|| Marker { indent, content: line.len() - content.len(), number, bullet })
}

/// A dash, unless it opens a participant's name: `– Participant 12, physiotherapist`.
fn dash(text: &str) -> Option<usize> {
    let sign = text.chars().next()?.len_utf8();
    (text[sign..].starts_with([' ', '\t']) && !participant::is_tag_line(&text[sign..])).then_some(sign)
}

fn bracketed(text: &str) -> Option<usize> {
    let close = text.char_indices().take(6).find(|(_, c)| *c == ')')?.0;
    counter(&text[1..close]).then_some(close + 1)
}

fn counted(text: &str) -> Option<usize> {
    let close = text.char_indices().take(5).find(|(_, c)| ".)".contains(*c))?.0;
    let word = &text[..close];
    let letter = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_lowercase());
    let counts = word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 3 || roman(word) || letter;
    counts.then_some(close + 1)
}

fn counter(word: &str) -> bool {
    let digits = !word.is_empty() && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    digits || roman(word) || word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic())
}

fn roman(word: &str) -> bool {
    (1..=4).contains(&word.len()) && word.bytes().all(|b| b"ivx".contains(&b))
}

/// How deep a numbered heading is (`3` is 1, `3.1` is 2) and where its words begin.
pub(super) fn numbering(line: &str) -> Option<(usize, usize)> {
    let digits = line.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = line.split_at(digits);
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let counts = parts.iter().all(|p| (1..=2).contains(&p.len()));
    let words = rest.trim_start();
    let apart = words.len() < rest.len() && words.starts_with(char::is_uppercase);
    (counts && apart).then(|| (parts.len(), line.len() - words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_words() {
        let content = |line: &'static str| marker(line).map(|m| &line[m.content..]);
        for line in [
            "- time",
            "* time",
            "• time",
            "•time",
            "1. time",
            "12) time",
            "(a) time",
            "(iv) time",
            "b) time",
            "a. time",
            "  ii. time",
        ] {
            assert_eq!(content(line), Some("time"), "{line}");
        }
        for line in
            ["-time", "*time*", "I. Smith", "2019. time", "(see) time", "– Participant 12, nurse", "-", "1.5 hours"]
        {
            assert_eq!(content(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_tell_the_depth() {
        assert_eq!(numbering("3.1 Time"), Some((2, 4)));
        assert_eq!(numbering("3.1.2. Time"), Some((3, 7)));
        assert_eq!(numbering("3 Results"), Some((1, 2)));
        assert_eq!(numbering("2019 Time"), None);
        assert_eq!(numbering("3.1 times"), None);
    }
}
