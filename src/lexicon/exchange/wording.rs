//! A term -> every way of writing it that a dictionary can hold: alternatives, words that may be missing, sets and forms written out.
use super::{pattern::glob_of, stars::Stars};
use crate::lexicon::{
    Lexicon, Term,
    term::{Node, Pattern},
};

/// More ways of writing one term than these are not written out.
pub(super) const MOST: usize = 120;

/// The ways a term is written, or what kept it from being written out.
#[derive(Debug, PartialEq)]
pub(super) enum Ways {
    /// All of them, as words with stars.
    All(Vec<String>),
    /// Those without inflected forms, which are too many or not asked for.
    WithoutForms(Vec<String>),
    /// None; why.
    None(&'static str),
}

/// How the other forms of words are written.
pub(super) enum Inflected<'s> {
    /// Those of words that stand alone.
    Alone,
    /// Those of all words.
    Everywhere,
    /// With a star where that finds the same, else those of words that stand alone; at most so many ways of writing one term.
    Starred(&'s Stars, usize),
}

/// The ways of writing a term.
pub(super) fn ways(lexicon: &Lexicon, term: &Term, inflected: &Inflected<'_>) -> Ways {
    match &term.pattern {
        Pattern::Literal(text) if text.contains(['*', '?']) => Ways::None("a star or question mark taken as it stands"),
        Pattern::Literal(text) => Ways::All(vec![text.clone()]),
        Pattern::Regex(source) => match glob_of(source) {
            Some(glob) => Ways::All(vec![glob]),
            None => Ways::None("a regular expression"),
        },
        Pattern::Words(_) if term.edges.any() => Ways::None("the head or end of a clause"),
        Pattern::Words(nodes) if as_it_stands(nodes) => Ways::All(vec![term.text.replace('=', "")]),
        Pattern::Words(nodes) => {
            let written = |forms, most| (Writer { lexicon, forms, gaps: false, depth: 0, most }).all(nodes);
            let made = match inflected {
                Inflected::Alone => written(Forms::Alone, MOST),
                Inflected::Everywhere => written(Forms::All, MOST),
                Inflected::Starred(stars, most) => written(Forms::Starred(stars), *most),
            };
            match made {
                Ok(all) if matches!(inflected, Inflected::Alone) && !all.iter().all(|w| is_word(w)) => {
                    Ways::WithoutForms(all)
                }
                Ok(all) => Ways::All(all),
                Err(Trouble::TooMany) if matches!(inflected, Inflected::Everywhere) => match written(Forms::None, MOST)
                {
                    Ok(all) => Ways::WithoutForms(all),
                    Err(trouble) => Ways::None(trouble.why()),
                },
                Err(trouble) => Ways::None(trouble.why()),
            }
        }
    }
}

fn is_word(way: &str) -> bool {
    !way.contains(' ')
}

/// Ways of writing a term of words that it has for sure (a gap may be empty), to see what it finds that others would find.
pub(in crate::lexicon) fn some_ways(lexicon: &Lexicon, term: &Term) -> Option<Vec<String>> {
    let Pattern::Words(nodes) = &term.pattern else { return None };
    (Writer { lexicon, forms: Forms::All, gaps: true, depth: 0, most: MOST }).all(nodes).ok()
}

/// All ways of writing a term of words that are English: a plural or past is not inflected again.
pub(in crate::lexicon) fn real_ways(lexicon: &Lexicon, term: &Term) -> Option<Vec<String>> {
    let Pattern::Words(nodes) = &term.pattern else { return None };
    (Writer { lexicon, forms: Forms::Real, gaps: false, depth: 0, most: MOST }).all(nodes).ok()
}

/// Whether a term is words that are matched as they are written.
fn as_it_stands(nodes: &[Node]) -> bool {
    nodes.iter().all(|n| matches!(n, Node::Word { exact: true, .. } | Node::Prefix(_)))
}

enum Trouble {
    TooMany,
    Other(&'static str),
}

impl Trouble {
    fn why(self) -> &'static str {
        match self {
            Trouble::TooMany => "a term with too many ways of writing it",
            Trouble::Other(why) => why,
        }
    }
}

/// Which other forms of a word are written out.
#[derive(Clone, Copy)]
enum Forms<'s> {
    All,
    /// Those of words that stand alone.
    Alone,
    /// With a star where it finds the same; else those of words that stand alone.
    Starred(&'s Stars),
    /// The same of a word that stands beside others.
    StarredAmong(&'s Stars),
    /// Not those of a plural or past.
    Real,
    None,
}

struct Writer<'l> {
    lexicon: &'l Lexicon,
    forms: Forms<'l>,
    /// Whether a gap is written as nothing.
    gaps: bool,
    depth: u8,
    /// More ways than these are too many.
    most: usize,
}

impl<'l> Writer<'l> {
    /// The ways of writing a whole term, sorted.
    fn all(&self, nodes: &[Node]) -> Result<Vec<String>, Trouble> {
        let mut all = self.sequence(nodes)?;
        if let Forms::Starred(stars) = self.forms {
            all.iter_mut().for_each(|way| *way = stars.settled(way));
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    fn sequence(&self, nodes: &[Node]) -> Result<Vec<String>, Trouble> {
        let mut all = vec![String::new()];
        let within = self.among_others(nodes);
        for node in nodes {
            let parts = within.node(node)?;
            if all.len() * parts.len() > self.most {
                return Err(Trouble::TooMany);
            }
            all = all.iter().flat_map(|head| parts.iter().map(move |part| joined(head, part))).collect();
        }
        Ok(all)
    }

    /// As words are written that stand beside others.
    fn among_others(&self, nodes: &[Node]) -> Writer<'l> {
        let forms = match self.forms {
            Forms::Alone if nodes.len() > 1 => Forms::None,
            Forms::Starred(stars) if nodes.len() > 1 => Forms::StarredAmong(stars),
            forms => forms,
        };
        Writer { forms, ..*self }
    }

    fn node(&self, node: &Node) -> Result<Vec<String>, Trouble> {
        match node {
            Node::Word { text, exact } => Ok(self.forms(text, *exact)),
            Node::Prefix(stem) => Ok(vec![format!("{stem}*")]),
            Node::Any(branches) => {
                let mut out = Vec::new();
                for branch in branches {
                    out.extend(self.sequence(branch)?);
                }
                Ok(out)
            }
            Node::Optional(inner) => {
                let mut out = self.sequence(inner)?;
                out.push(String::new());
                Ok(out)
            }
            Node::Gap(_) if self.gaps => Ok(vec![String::new()]),
            Node::Gap(_) => Err(Trouble::Other("a gap between words")),
            Node::Class(name) => self.class(name),
        }
    }

    /// A possessive is no word of its own in a dictionary.
    fn forms(&self, word: &str, exact: bool) -> Vec<String> {
        let inflected = word.len() > 4 && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss"));
        match self.forms {
            _ if exact => return vec![word.to_owned()],
            Forms::None => return vec![word.to_owned()],
            Forms::Real if inflected => return vec![word.to_owned()],
            Forms::Starred(stars) | Forms::StarredAmong(stars) => match stars.of(self.lexicon, word) {
                Some(starred) => return vec![starred],
                None if matches!(self.forms, Forms::StarredAmong(_)) => return vec![word.to_owned()],
                None => {}
            },
            Forms::Real | Forms::All | Forms::Alone => {}
        }
        let mut forms = self.lexicon.forms().of(word, exact);
        forms.retain(|f| f == word || !f.ends_with("'s"));
        forms
    }

    fn class(&self, name: &str) -> Result<Vec<String>, Trouble> {
        let set = self.lexicon.sets.iter().find(|s| *s.id == *name).map(|s| &s.terms);
        let terms = set.or_else(|| self.lexicon.cues.iter().find(|c| *c.id == *name).map(|c| &c.terms));
        let mut out = Vec::new();
        let inner = Writer { depth: self.depth + 1, ..*self };
        if inner.depth > 8 {
            return Err(Trouble::TooMany);
        }
        for term in terms.into_iter().flatten().filter(|t| !t.shield) {
            match &term.pattern {
                Pattern::Words(nodes) => out.extend(inner.sequence(nodes)?),
                Pattern::Literal(text) => out.push(text.clone()),
                Pattern::Regex(_) => return Err(Trouble::Other("a set with a regular expression")),
            }
            if out.len() > self.most {
                return Err(Trouble::TooMany);
            }
        }
        Ok(out)
    }
}

fn joined(head: &str, part: &str) -> String {
    match (head.is_empty(), part.is_empty()) {
        (true, _) => part.to_owned(),
        (_, true) => head.to_owned(),
        _ => format!("{head} {part}"),
    }
}
