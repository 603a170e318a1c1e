//! Expressions and literals -> those whose quotes or brackets do not fit, and expressions that begin or end within a word.
use super::{Finding, entries::Entry, finding};
use crate::lexicon::term::Pattern;

pub(super) fn check(entries: &[Entry<'_>], out: &mut Vec<Finding>) {
    for entry in entries {
        match &entry.term.pattern {
            Pattern::Literal(text) => {
                quotes(entry, text, out);
                brackets(entry, text, out);
            }
            Pattern::Regex(source) => {
                quotes(entry, source, out);
                edges(entry, source, out);
            }
            Pattern::Words(_) => {}
        }
    }
}

const PAIRS: [(char, &[char]); 2] = [('\'', &['\u{2018}', '\u{2019}']), ('"', &['\u{201c}', '\u{201d}'])];

/// Words match both kinds of quotes; what is taken letter by letter does not.
fn quotes(entry: &Entry<'_>, text: &str, out: &mut Vec<Finding>) {
    for (straight, curly) in PAIRS {
        let (has_straight, has_curly) = (text.contains(straight), text.contains(curly));
        if has_straight != has_curly {
            let (found, other) = if has_straight { ("straight", "curly") } else { ("curly", "straight") };
            let what = format!("a {found} quote, and no {other} one");
            let why = "texts have both kinds; taken letter by letter only the one that is written matches";
            let todo = format!(
                "write it as words, which match both, or as an expression with [{straight}{}{}]",
                curly[0], curly[1]
            );
            out.push(finding("quotes", entry, what, why, todo));
        }
    }
}

fn brackets(entry: &Entry<'_>, text: &str, out: &mut Vec<Finding>) {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.pop() != Some(c) => {
                open.push(c);
                break;
            }
            _ => {}
        }
    }
    if !open.is_empty() && text.chars().any(char::is_alphabetic) {
        let why = "a text that closes its brackets does not match it";
        let todo = "close the bracket, or leave it out".into();
        out.push(finding("regex", entry, "a bracket that is not closed or not opened".into(), why, todo));
    }
}

/// `/time/` also matches in *sometimes*; in `/\bfoo|bar\b/` each edge holds for one alternative only.
fn edges(entry: &Entry<'_>, source: &str, out: &mut Vec<Finding>) {
    let Some(parts) = alternatives(source) else { return };
    let mut bare = Vec::new();
    for part in &parts {
        let (first, last) = (opens_within(part), closes_within(part));
        if first || last {
            bare.push(match (first, last) {
                (true, true) => format!("`{part}` begins and ends within a word"),
                (true, false) => format!("`{part}` begins within a word"),
                _ => format!("`{part}` ends within a word"),
            });
        }
    }
    if bare.is_empty() {
        return;
    }
    let why = match parts.len() {
        1 => "it also matches inside longer words",
        _ => "an edge (\\b) holds for the alternative it stands in, not for all of them",
    };
    let todo = match parts.len() {
        1 => format!("write /\\b{}\\b/", source.trim_start_matches(r"\b").trim_end_matches(r"\b")),
        _ => r"put the alternatives into brackets: /\b(?:...|...)\b/".to_owned(),
    };
    out.push(finding("regex", entry, bare.join("; "), why, todo));
}

/// The alternatives outside of brackets.
fn alternatives(source: &str) -> Option<Vec<&str>> {
    let (mut depth, mut class, mut from, mut out) = (0u32, false, 0, Vec::new());
    let mut chars = source.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next()?;
            }
            '[' => class = true,
            ']' => class = false,
            _ if class => {}
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            '|' if depth == 0 => {
                out.push(&source[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    out.push(&source[from..]);
    Some(out)
}

/// Letters at an edge, with nothing before them that says where a word begins. What begins with a class or bracket says so itself.
fn opens_within(part: &str) -> bool {
    part.starts_with(char::is_alphanumeric)
}

fn closes_within(part: &str) -> bool {
    let mut letters = part.chars().rev();
    letters.next().is_some_and(char::is_alphanumeric) && letters.next() != Some('\\')
}

#[cfg(test)]
mod tests {
    use super::{alternatives, closes_within, opens_within};

    #[test]
    fn edges_of_expressions() {
        assert_eq!(alternatives(r"\bfoo|b[|]r|(a|b)"), Some(vec![r"\bfoo", "b[|]r", "(a|b)"]));
        let of = |s: &str| (opens_within(s), closes_within(s));
        assert_eq!(of("time"), (true, true));
        assert_eq!(of(r"\btime\b"), (false, false));
        assert_eq!(of(r"\btimes?"), (false, false));
        assert_eq!(of(r"\bB\d"), (false, false));
        assert_eq!(of("é"), (true, true));
    }
}
