//! A pattern of a dictionary <-> the term that matches the same: plain words, words with stars, letter by letter, or an expression.
use super::dictionary::{Pattern, spaced};
use crate::lexicon::term::{self, Reading};

/// A term as it is written in a lexicon file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    /// Its text.
    pub(super) text: String,
    /// Whether it has words that must not be inflected.
    pub(super) exact: bool,
    /// Whether it is taken letter by letter.
    pub(super) literal: bool,
}

/// The term for a pattern; with `inflect`, words match in their other forms too, which a dictionary does not mean.
///
/// # Errors
/// Why the term language has none.
pub(super) fn term(pattern: &Pattern, inflect: bool) -> Result<Written, String> {
    let written = match pattern {
        Pattern::Regex(source) => Written { text: format!("/{source}/"), exact: false, literal: false },
        Pattern::Glob(glob) => of_glob(glob, inflect),
    };
    let reading = Reading { exact: written.exact, literal: written.literal };
    term::parse(&written.text, reading).map(|_| written).map_err(|e| e.message)
}

/// A term that people wrote into a table, as it is written in a lexicon file.
#[derive(Clone, Debug, PartialEq)]
pub struct TermLine {
    /// TOML: a string, or a table.
    pub toml: String,
    /// Whether it is taken letter by letter (or as an expression made of its stars), since the term language does not have it.
    pub by_letter: bool,
}

/// A term as people wrote it: in the term language if it can be read so, else letter by letter; words with stars within become an expression.
pub fn term_line(text: &str) -> TermLine {
    let text = spaced(&text.replace(|c: char| c.is_control() && !c.is_whitespace(), ""));
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    if term::parse(&text, Reading::default()).is_ok() {
        return TermLine { toml: quoted(&text), by_letter: false };
    }
    let written = of_glob(&text, true);
    let reading = Reading { exact: written.exact, literal: written.literal };
    let toml = match term::parse(&written.text, reading) {
        Ok(_) if !written.literal => quoted(&written.text),
        _ => format!("{{ text = {}, literal = true }}", quoted(&text)),
    };
    TermLine { toml, by_letter: true }
}

fn of_glob(glob: &str, inflect: bool) -> Written {
    let words: Vec<&str> = glob.split(' ').collect();
    if words.iter().all(|w| is_plain(w) || is_prefix(w)) {
        let exact = !inflect && words.iter().any(|w| is_plain(w));
        return Written { text: glob.to_owned(), exact, literal: false };
    }
    if glob.contains(['*', '?']) {
        return Written { text: format!("/{}/", expression(glob)), exact: false, literal: false };
    }
    Written { text: glob.to_owned(), exact: false, literal: true }
}

/// Words the term language takes as they are; parts may be joined by hyphens.
fn is_plain(word: &str) -> bool {
    let part = |p: &str| !p.is_empty() && p.chars().all(letter) && p.starts_with(char::is_alphanumeric);
    word.split('-').all(part) && !word.ends_with('\'')
}

fn letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}')
}

/// `confiden*`; a star behind fewer than three letters would be refused.
fn is_prefix(word: &str) -> bool {
    word.strip_suffix('*')
        .is_some_and(|stem| is_plain(stem) && stem.rsplit('-').next().is_some_and(|last| last.chars().count() >= 3))
}

/// The expression for words with wildcards anywhere.
fn expression(glob: &str) -> String {
    let mut out = String::new();
    let edge = |c: Option<char>| c.is_some_and(|c| c == '*' || c == '?' || c.is_alphanumeric());
    if edge(glob.chars().next()) {
        out += r"\b";
    }
    for c in glob.chars() {
        match c {
            '*' => out += r"\w*",
            '?' => out += r"\w",
            ' ' => out += r"\s+",
            c => out += &regex::escape(c.encode_utf8(&mut [0; 4])),
        }
    }
    if edge(glob.chars().last()) {
        out += r"\b";
    }
    out
}

/// The words with wildcards an expression was made of, if it was made so.
pub(super) fn glob_of(source: &str) -> Option<String> {
    let inner = source.strip_prefix(r"\b").unwrap_or(source);
    let inner = inner.strip_suffix(r"\b").unwrap_or(inner);
    let mut glob = inner.replace(r"\w*", "*").replace(r"\w", "?").replace(r"\s+", " ");
    let mut plain = String::new();
    let mut chars = std::mem::take(&mut glob).chars().collect::<Vec<_>>().into_iter();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next()? } else { c });
    }
    (expression(&plain) == source).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_become_terms_that_match_the_same() {
        let of = |glob: &str| term(&Pattern::Glob(glob.into()), false).unwrap_or_else(|e| panic!("{glob}: {e}"));
        for (glob, text, exact, literal) in [
            ("time", "time", true, false),
            ("confiden*", "confiden*", false, false),
            ("lack* of time", "lack* of time", true, false),
            ("don't know", "don't know", true, false),
            ("e-mail", "e-mail", true, false),
            ("ab*", r"/\bab\w*\b/", false, false),
            ("*tax", r"/\b\w*tax\b/", false, false),
            ("organi?ation of *", r"/\borgani\wation\s+of\s+\w*\b/", false, false),
            (":)", ":)", false, true),
            ("24/7", "24/7", false, true),
            ("e.g.", "e.g.", false, true),
        ] {
            assert_eq!(of(glob), Written { text: text.into(), exact, literal }, "{glob}");
        }
        assert!(term(&Pattern::Regex("a*".into()), false).is_err());
        assert_eq!(term(&Pattern::Glob("time".into()), true).map(|t| t.exact), Ok(false));
    }

    #[test]
    fn expressions_made_of_wildcards_are_known_again() {
        for glob in ["*tax", "ab*", "organi?ation of *", "a.b*", "x\\y*"] {
            assert_eq!(glob_of(&expression(glob)).as_deref(), Some(glob));
        }
        assert_eq!(glob_of(r"\bB\d{1,2}\b"), None);
    }
}
