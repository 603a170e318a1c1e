//! Which headings open which part of a paper, and what that part is worth as evidence.
use super::{
    forms::Forms,
    model::{Term, ZoneEntry},
    term::{Node, Pattern},
};
use crate::text::{Zone, fold::fold};
use rustc_hash::{FxHashMap, FxHashSet};

/// The heading rules of a lexicon, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct ZoneRules {
    entries: Vec<ZoneEntry>,
    headings: Headings,
}

impl ZoneRules {
    pub(crate) fn new(entries: Vec<ZoneEntry>, forms: &Forms) -> Self {
        let headings = Headings::new(entries.iter().flat_map(|e| &e.headings), forms);
        Self { entries, headings }
    }

    /// The zone a heading opens by itself, or none (then the zone of the heading above goes on).
    /// Numbering before it and punctuation behind it do not matter; the whole heading must match.
    pub fn zone(&self, heading: &str) -> Option<Zone> {
        let words = heading_words(heading);
        if !words.first().is_some_and(|w| self.headings.may_begin(w)) {
            return None;
        }
        self.entries.iter().find(|e| self.headings.any(&e.headings, &words)).map(|e| e.zone)
    }

    /// What the lexicon says of a zone as evidence: whether it can be any, and what to add to the log-odds, in thousandths.
    pub fn evidence(&self, zone: Zone) -> (bool, i32) {
        self.entries.iter().find(|e| e.zone == zone).map_or((true, 0), |e| (e.evidence, e.weight))
    }
}

/// Whole-heading matching: the forms of every word that some heading pattern names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headings {
    forms: FxHashMap<String, Vec<String>>,
    /// What a heading must begin with to match at all: words, and beginnings of words. Empty words: anything goes.
    firsts: FxHashSet<String>,
    first_stems: Vec<String>,
}

impl Headings {
    /// Ready to match these terms.
    pub(crate) fn new<'t>(terms: impl Iterator<Item = &'t Term>, forms: &Forms) -> Self {
        let mut this = Self::default();
        for term in terms {
            match &term.pattern {
                Pattern::Words(nodes) => {
                    collect_forms(nodes, forms, &mut this.forms);
                    this.collect_firsts(nodes);
                }
                Pattern::Literal(text) => {
                    this.first_stems.push(fold(text).chars().take_while(|c| c.is_alphanumeric()).collect())
                }
                Pattern::Regex(_) => this.first_stems.push(String::new()),
            }
        }
        this
    }

    /// Notes what the nodes may begin with; returns whether they may be empty.
    fn collect_firsts(&mut self, nodes: &[Node]) -> bool {
        nodes.iter().all(|node| match node {
            Node::Word { text, .. } => {
                let forms = self.forms.get(text).cloned().unwrap_or_default();
                self.firsts.extend(forms);
                self.firsts.insert(text.clone());
                false
            }
            Node::Prefix(p) => {
                self.first_stems.push(p.clone());
                false
            }
            Node::Any(branches) => branches.iter().filter(|b| self.collect_firsts(b)).count() > 0,
            Node::Optional(inner) => {
                self.collect_firsts(inner);
                true
            }
            Node::Gap(_) | Node::Class(_) => {
                self.first_stems.push(String::new());
                true
            }
        })
    }

    /// Whether any term can be a heading that begins so.
    pub(crate) fn may_begin(&self, word: &str) -> bool {
        self.firsts.contains(word) || self.first_stems.iter().any(|s| word.starts_with(s.as_str()))
    }

    /// Whether one of the terms is the whole heading (see [`heading_words`]).
    pub(crate) fn any(&self, terms: &[Term], words: &[String]) -> bool {
        terms.iter().any(|t| self.whole(&t.pattern, words))
    }

    fn whole(&self, pattern: &Pattern, words: &[String]) -> bool {
        match pattern {
            Pattern::Words(nodes) => self.ends(nodes, words).contains(&words.len()),
            Pattern::Literal(text) => words.join(" ") == fold(text),
            Pattern::Regex(source) => regex::RegexBuilder::new(source)
                .case_insensitive(true)
                .build()
                .is_ok_and(|r| r.is_match(&words.join(" "))),
        }
    }

    /// After how many words the nodes may end.
    fn ends(&self, nodes: &[Node], words: &[String]) -> Vec<usize> {
        let mut ends = vec![0];
        for node in nodes {
            let mut next = Vec::new();
            for at in ends {
                let rest = words.get(at..).unwrap_or_default();
                next.extend(self.step(node, rest).into_iter().map(|n| at + n));
            }
            next.sort_unstable();
            next.dedup();
            ends = next;
        }
        ends
    }

    fn step(&self, node: &Node, words: &[String]) -> Vec<usize> {
        match node {
            Node::Word { text, exact } => {
                let inflected = |w: &String| !exact && self.forms.get(text).is_some_and(|f| f.contains(w));
                if words.first().is_some_and(|w| w == text || inflected(w)) { vec![1] } else { vec![] }
            }
            Node::Prefix(p) => words.first().filter(|w| w.starts_with(p.as_str())).map_or(vec![], |_| vec![1]),
            Node::Any(branches) => branches.iter().flat_map(|b| self.ends(b, words)).collect(),
            Node::Optional(inner) => std::iter::once(0).chain(self.ends(inner, words)).collect(),
            Node::Gap(n) => (0..=(*n as usize).min(words.len())).collect(),
            Node::Class(_) => vec![],
        }
    }
}

/// The folded words of a heading without its numbering; none of a text too long to be one (over 120 bytes).
pub(crate) fn heading_words(heading: &str) -> Vec<String> {
    if heading.len() > 120 {
        return Vec::new();
    }
    heading
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}')))
        .map(|w| fold(w.trim_matches(['\'', '\u{2019}'])))
        .filter(|w| !w.is_empty())
        .skip_while(|w| is_number(w))
        .collect()
}

fn collect_forms(nodes: &[Node], forms: &Forms, known: &mut FxHashMap<String, Vec<String>>) {
    for node in nodes {
        match node {
            Node::Word { text, exact: false } if !known.contains_key(text) => {
                known.insert(text.clone(), forms.of(text, false));
            }
            Node::Any(branches) => branches.iter().for_each(|b| collect_forms(b, forms, known)),
            Node::Optional(inner) => collect_forms(inner, forms, known),
            _ => {}
        }
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit()) || matches!(word, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii")
}
