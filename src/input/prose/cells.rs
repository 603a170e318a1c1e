//! The text of a table's cell -> its items, and what it adds to the header of its row.
use crate::text::Span;
use memchr::memchr;

/// A cell of one word no longer than this, in bytes, is a label of its row.
const LONGEST_LABEL: usize = 24;

/// The stretches of a cell between semicolons that list things: not those in brackets or quotes. Each may have white space around it.
pub(in crate::input) fn items(text: &str, cell: Span) -> Vec<Span> {
    let body = &text[cell.range()];
    if memchr(b';', body.as_bytes()).is_none() {
        return vec![cell];
    }
    let (mut open, mut quoted, mut from, mut items) = (0, false, 0, Vec::new());
    let mut item = |from: usize, to: usize| items.push(Span::new(cell.start as usize + from, cell.start as usize + to));
    for (at, c) in body.char_indices() {
        match c {
            '(' | '[' | '“' => open += 1,
            ')' | ']' | '”' => open -= 1,
            '"' => quoted = !quoted,
            ';' if open == 0 && !quoted && lists(body, at) => {
                item(from, at);
                from = at + 1;
            }
            _ => {}
        }
    }
    item(from, body.len());
    if open == 0 && !quoted { items } else { vec![cell] }
}

/// A space behind the semicolon, which ends no character reference (`&amp;`).
fn lists(body: &str, at: usize) -> bool {
    let word = body[..at].rfind(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    let reference = word.is_some_and(|from| body[from..].starts_with('&') && from + 1 < at);
    !reference && body[at + 1..].starts_with(char::is_whitespace)
}

/// The header of a row behind a cell that is one word, such as `Barrier` in a column of types.
pub(in crate::input) fn grown(row: Option<&str>, cell: &str) -> Option<String> {
    let label = cell.len() <= LONGEST_LABEL && cell.len() > 1 && cell.chars().all(char::is_alphabetic);
    row.filter(|_| label).map(|row| format!("{row} > {cell}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(cell: &str) -> Vec<&str> {
        items(cell, Span::new(0, cell.len())).iter().map(|item| cell[item.range()].trim()).collect()
    }

    #[test]
    fn semicolons_list_things() {
        assert_eq!(cut("no time; few staff;\nno room"), ["no time", "few staff", "no room"]);
        assert_eq!(cut("no time (GPs; nurses); few"), ["no time (GPs; nurses)", "few"]);
        for whole in ["no time", "“Slow; and dear”", "\"Slow; and dear\"", "R&amp; D", "a;b", "(so; and so"] {
            assert_eq!(cut(whole), [whole]);
        }
        assert_eq!(cut("time &#8211; short; dear"), ["time &#8211; short", "dear"]);
    }

    #[test]
    fn a_word_is_a_label_of_its_row() {
        assert_eq!(grown(Some("Staff"), "Barrier").as_deref(), Some("Staff > Barrier"));
        assert_eq!(grown(Some("Staff"), "12").or(grown(Some("Staff"), "too few")).or(grown(None, "Barrier")), None);
    }
}
