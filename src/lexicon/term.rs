//! The term language: the text of a term -> its pattern. Words, wildcards, alternatives, options, gaps, classes, edges, literals, expressions.
use super::expression::{compile, plain};
use crate::text::fold::fold;
use serde::{Deserialize, Serialize};

/// What a term matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Pattern {
    /// Words in order, for the word engine.
    Words(Vec<Node>),
    /// Letter by letter, case-insensitive.
    Literal(String),
    /// A regular expression, case-insensitive.
    Regex(String),
}

/// A piece of a word pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Node {
    /// A folded word; `exact` ones have no other forms.
    Word { text: String, exact: bool },
    /// Every word that begins so.
    Prefix(String),
    /// One of these.
    Any(Vec<Vec<Node>>),
    /// These, or nothing.
    Optional(Vec<Node>),
    /// Up to so many words of any kind.
    Gap(u8),
    /// Any term of the set or cue with this id.
    Class(String),
}

/// Where in a clause a word pattern must stand. A clause ends with its sentence, at `,` `;` `:` and other stops, at a dash with spaces around it or
/// an em dash, and with the brackets it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Edges {
    /// At its head (`^`): no word stands before it.
    pub(crate) head: bool,
    /// At its end (`$`): no word stands behind it.
    pub(crate) tail: bool,
}

impl Edges {
    /// Those that the text of a term asks for.
    pub(crate) fn of(text: &str, pattern: &Pattern) -> Self {
        let words = matches!(pattern, Pattern::Words(_));
        Self { head: words && text.trim().starts_with('^'), tail: words && text.trim().ends_with('$') }
    }

    /// Whether there is any.
    pub(crate) fn any(self) -> bool {
        self.head || self.tail
    }

    /// Whether what stands between a match and the words beside it allows it there; none: there are no more words in the sentence.
    pub(crate) fn hold(self, before: Option<&str>, behind: Option<&str>) -> bool {
        let parts = |gap: &str| {
            gap.contains([',', ';', ':', '—', '.', '!', '?', '…'])
                || [" – ", " - "].iter().any(|dash| gap.contains(dash))
        };
        let parted = |gap: Option<&str>, bracket: &[char]| gap.is_none_or(|gap| parts(gap) || gap.contains(bracket));
        (!self.head || parted(before, &['(', '['])) && (!self.tail || parted(behind, &[')', ']']))
    }
}

/// What is wrong with a term, and at which byte of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TermError {
    pub(crate) offset: usize,
    pub(crate) message: String,
}

/// How a term is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) exact: bool,
    pub(crate) literal: bool,
}

/// Parses the text of a term.
pub(crate) fn parse(text: &str, reading: Reading) -> Result<Pattern, TermError> {
    let body = text.trim();
    if body.is_empty() {
        return Err(TermError { offset: 0, message: "an empty term; expected at least one word".into() });
    }
    if let Some(c) = body.chars().find(|c| c.is_control() && !c.is_whitespace() || *c == '\u{c}') {
        let found = format!("found the control character U+{:04X}", u32::from(c));
        let message =
            format!("{found}: a backslash in double quotes is an escape of TOML; write '/.../' in single quotes");
        return Err(TermError { offset: 0, message });
    }
    if reading.literal {
        return Ok(Pattern::Literal(body.to_owned()));
    }
    if body.len() > 2 && body.starts_with('/') && body.ends_with('/') {
        return regex_pattern(&body[1..body.len() - 1]);
    }
    let mut parser = Parser { text, at: 0, exact: reading.exact, depth: 0 };
    let nodes = parser.sequence(None)?;
    check(&nodes).map_err(|message| TermError { offset: 0, message })?;
    Ok(Pattern::Words(nodes))
}

fn regex_pattern(source: &str) -> Result<Pattern, TermError> {
    match compile(&plain(source)) {
        Ok(r) if r.is_match("") => Err(TermError {
            offset: 0,
            message: "this expression matches the empty text; expected one that needs a letter".into(),
        }),
        Ok(_) => Ok(Pattern::Regex(source.to_owned())),
        Err(e) => {
            let reason = e.to_string();
            let reason = reason.lines().last().unwrap_or("").trim().trim_start_matches("error: ").to_owned();
            Err(TermError { offset: 1, message: format!("not a regular expression: {reason}") })
        }
    }
}

/// A pattern must hold on to a word at both ends, or it would match anywhere.
fn check(nodes: &[Node]) -> Result<(), String> {
    let must_stand = |n: &&Node| !matches!(n, Node::Optional(_));
    let (first, last) = (nodes.iter().find(must_stand), nodes.iter().rfind(must_stand));
    if matches!(first, Some(Node::Gap(_))) || matches!(last, Some(Node::Gap(_))) {
        return Err("a gap stands at the edge; expected a word that must stand before and after it".into());
    }
    if nodes.windows(2).any(|w| matches!(w, [Node::Gap(_), Node::Gap(_)])) {
        return Err("two gaps in a row; expected one with the sum".into());
    }
    if first.is_none() {
        return Err("every word is optional; expected at least one that must stand".into());
    }
    Ok(())
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    exact: bool,
    depth: u8,
}

impl Parser<'_> {
    fn error<T>(&self, offset: usize, message: impl Into<String>) -> Result<T, TermError> {
        Err(TermError { offset, message: message.into() })
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Nodes up to `close` or a comma before it (neither is taken), or the end.
    fn sequence(&mut self, close: Option<char>) -> Result<Vec<Node>, TermError> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek() {
            if Some(c) == close || close.is_some() && c == ',' {
                break;
            }
            if let Some(node) = self.node(c)? {
                nodes.push(node);
            }
        }
        Ok(nodes)
    }

    fn node(&mut self, c: char) -> Result<Option<Node>, TermError> {
        let start = self.at;
        match c {
            ' ' | '\t' | '\n' | '-' | '\u{2010}' | '\u{2011}' => {
                self.at += c.len_utf8();
                Ok(None)
            }
            '^' if self.text[..start].trim().is_empty() => self.edge(c),
            '$' if self.text[start + 1..].trim().is_empty() && self.depth == 0 => self.edge(c),
            '^' | '$' => self.error(
                start,
                format!("`{c}` inside a term; expected `^` at its very beginning or `$` at its very end"),
            ),
            '{' => self.braces().map(Some),
            '(' => self.brackets().map(Some),
            '<' => self.class().map(Some),
            '.' if self.text[start..].starts_with("..") => self.gap().map(Some),
            '}' | ')' | '>' => self.error(start, format!("`{c}` closes nothing")),
            _ => self.word().map(Some),
        }
    }

    /// Passes over the mark of an edge, which [`Edges::of`] reads.
    fn edge(&mut self, mark: char) -> Result<Option<Node>, TermError> {
        self.at += mark.len_utf8();
        Ok(None)
    }

    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, TermError>) -> Result<T, TermError> {
        if self.depth == 8 {
            return self.error(self.at, "brackets nested deeper than 8");
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn braces(&mut self) -> Result<Node, TermError> {
        let start = self.at;
        let branches = self.branches('}')?;
        if branches.iter().any(Vec::is_empty) {
            return self.error(start, "an empty alternative; write the optional words in round brackets instead");
        }
        self.alternatives(start, branches)
    }

    fn brackets(&mut self) -> Result<Node, TermError> {
        let start = self.at;
        let mut branches = self.branches(')')?;
        if branches.iter().any(Vec::is_empty) {
            return self.error(start, "empty brackets or an empty alternative in them; expected an optional word");
        }
        match branches.as_mut_slice() {
            // a gap may be empty anyway
            [one] if matches!(one.as_slice(), [Node::Gap(_)]) => Ok(one.remove(0)),
            [one] => {
                check(one).or_else(|m| self.error(start, m))?;
                Ok(Node::Optional(std::mem::take(one)))
            }
            _ => Ok(Node::Optional(vec![self.alternatives(start, branches)?])),
        }
    }

    /// What stands between brackets, parted by commas; the closing one is taken.
    fn branches(&mut self, close: char) -> Result<Vec<Vec<Node>>, TermError> {
        let (start, mut branches) = (self.at, Vec::new());
        while branches.is_empty() || self.peek() == Some(',') {
            self.at += 1; // the bracket or `,`
            branches.push(self.nested(|p| p.sequence(Some(close)))?);
        }
        if self.peek().is_none() {
            return self.error(start, format!("this bracket is not closed; expected `{close}`"));
        }
        self.at += 1;
        Ok(branches)
    }

    fn alternatives(&self, start: usize, branches: Vec<Vec<Node>>) -> Result<Node, TermError> {
        branches.iter().try_for_each(|b| check(b).or_else(|m| self.error(start, m)))?;
        Ok(Node::Any(branches))
    }

    fn class(&mut self) -> Result<Node, TermError> {
        let start = self.at;
        let Some(n) = self.text[start..].find('>') else {
            return self.error(start, "this bracket is not closed; expected `>`");
        };
        let name = self.text[start + 1..start + n].trim();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return self.error(start, "expected the id of a set or cue between `<` and `>`");
        }
        self.at += n + 1;
        Ok(Node::Class(name.to_owned()))
    }

    fn gap(&mut self) -> Result<Node, TermError> {
        let digit = self.text[self.at + 2..].chars().next().and_then(|c| c.to_digit(10)).filter(|d| *d > 0);
        let Some(words) = digit else { return self.error(self.at, "expected a gap of 1 to 9 words, such as `..3`") };
        let after = self.text[self.at + 3..].chars().next();
        if after.is_some_and(char::is_alphanumeric) {
            return self.error(self.at, "expected a gap of 1 to 9 words and a space, such as `..3 `");
        }
        self.at += 3;
        Ok(Node::Gap(words as u8))
    }

    fn word(&mut self) -> Result<Node, TermError> {
        let start = self.at;
        let exact = self.text[start..].starts_with('=');
        let from = start + usize::from(exact);
        let n = self.text[from..].find(|c| !is_word(c)).unwrap_or(self.text.len() - from);
        let word = fold(self.text[from..from + n].trim_matches(['\'', '\u{2019}']));
        self.at = from + n;
        if word.is_empty() {
            let c = self.text[from..].chars().next().unwrap_or('=');
            return self.error(
                start,
                format!("`{c}` is not part of a word; for punctuation write {{ text = ..., literal = true }}"),
            );
        }
        if self.peek() == Some('*') {
            self.at += 1;
            if word.chars().count() < 3 {
                return self.error(start, "a star after fewer than three letters would match too much");
            }
            if self.peek().is_some_and(is_word) {
                let message = "a star in the middle of a word; expected one at its end, or an expression such as \
                    '/\\bcon\\w*ence\\b/' in single quotes";
                return self.error(self.at - 1, message);
            }
            return Ok(Node::Prefix(word));
        }
        Ok(Node::Word { text: word, exact: exact || self.exact })
    }
}

/// What words are written with.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '_' | '\u{ad}') || is_mark(c)
}

/// Combining marks belong to the word they stand in.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

impl Pattern {
    /// The ids of the sets and cues it names.
    pub(crate) fn classes(&self) -> Vec<&str> {
        let mut out = Vec::new();
        if let Pattern::Words(nodes) = self {
            classes(nodes, &mut out);
        }
        out
    }
}

fn classes<'n>(nodes: &'n [Node], out: &mut Vec<&'n str>) {
    for node in nodes {
        match node {
            Node::Class(name) => out.push(name),
            Node::Any(branches) => branches.iter().for_each(|b| classes(b, out)),
            Node::Optional(inner) => classes(inner, out),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
