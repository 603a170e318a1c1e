//! The source of an expression -> what searches a text for it.
use regex::{Regex, RegexBuilder};

/// How many bytes an expression may come to when it is compiled.
pub(crate) const LARGEST: usize = 1 << 20;

/// Bytes that a worker may keep of what it has worked out of an expression, for each direction of search.
pub(crate) const CACHE: usize = 1 << 18;

/// Compiles what [`plain`] gives, for any case of letters.
pub(crate) fn compile(plain: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(plain).case_insensitive(true).size_limit(LARGEST).dfa_size_limit(CACHE).build()
}

/// What `\d` and `\w` stand for, within brackets: the digits 0 to 9, and with them the underscore and Latin letters, those with accents too.
const DIGITS: &str = "0-9";
const LETTERS: &str = "0-9A-Za-z_\\x{C0}-\\x{24F}";

/// Word boundaries as ASCII knows them, digits and letters as texts in English have them: with those of all scripts, automata are many times larger,
/// and a search takes more than one pass on text with other letters.
pub(crate) fn plain(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut chars = source.chars().peekable();
    let mut brackets = 0;
    while let Some(c) = chars.next() {
        match c {
            '[' => {
                brackets += 1;
                out.push(c);
                out.extend(chars.next_if_eq(&'^'));
                out.extend(chars.next_if_eq(&']')); // stands for itself there
            }
            ']' if brackets > 0 => {
                brackets -= 1;
                out.push(c);
            }
            '\\' => match (chars.next(), brackets > 0) {
                (Some('b'), false) => out.push_str("(?-u:\\b)"),
                (Some('d'), true) => out.push_str(DIGITS),
                (Some('w'), true) => out.push_str(LETTERS),
                (Some('d'), false) => out.extend(["[", DIGITS, "]"]),
                (Some('w'), false) => out.extend(["[", LETTERS, "]"]),
                (Some(other), _) => out.extend(['\\', other]),
                (None, _) => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_plain() {
        assert_eq!(plain(r"\b\d+ \w{2,}"), r"(?-u:\b)[0-9]+ [0-9A-Za-z_\x{C0}-\x{24F}]{2,}");
        assert_eq!(plain(r"[\d,.]+[]\w][^]\d]\[\d"), r"[0-9,.]+[]0-9A-Za-z_\x{C0}-\x{24F}][^]0-9]\[[0-9]");
        assert_eq!(plain(r"a\\b[\]]\s"), r"a\\b[\]]\s");
        for source in [r"\bd\w+\b", r"[^\d\w]", r"[]\w-]+ x", r"\w\d\\w"] {
            assert!(Regex::new(&plain(source)).is_ok(), "{source}");
        }
        assert!(Regex::new(&plain(r"^\w+$")).is_ok_and(|r| r.is_match("naïve") && !r.is_match("a–b")));
    }
}
