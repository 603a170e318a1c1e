//! Which headings open which part of a paper, and what that part is worth as evidence.
use super::{
    expression::{compile, plain},
    forms::Forms,
    model::{Term, ZoneEntry},
    term::{Node, Pattern},
};
use crate::text::{Zone, fold::fold};
use regex::Regex;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::{OnceLock, RwLock};

/// The heading rules of a lexicon, ready to be asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ZoneRules {
    entries: Vec<ZoneEntry>,
    headings: Headings,
    #[serde(skip)]
    memo: Memo,
}

/// At most so many headings are remembered.
const REMEMBERED: usize = 4096;

/// The zones of headings asked for before: the same ones come again and again. A copy begins anew.
#[derive(Debug, Default)]
struct Memo(RwLock<FxHashMap<String, Option<Zone>>>);

impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl ZoneRules {
    pub(crate) fn new(entries: Vec<ZoneEntry>, forms: &Forms) -> Self {
        let terms = entries.iter().enumerate().flat_map(|(n, e)| e.headings.iter().map(move |t| (n, t)));
        let headings = Headings::new(terms, forms);
        Self { entries, headings, memo: Memo::default() }
    }

    /// The zone a heading opens by itself, or none (then the zone of the heading above goes on).
    /// Numbering before it and punctuation behind it do not matter; the whole heading must match.
    pub fn zone(&self, heading: &str) -> Option<Zone> {
        if let Ok(known) = self.memo.0.read()
            && let Some(zone) = known.get(heading)
        {
            return *zone;
        }
        let words = heading_words(heading);
        let zone = self.headings.owners(&words).min().map(|n| self.entries[n].zone);
        if let Ok(mut known) = self.memo.0.write()
            && known.len() < REMEMBERED
            && !words.is_empty()
        {
            known.insert(heading.to_owned(), zone);
        }
        zone
    }

    /// What the lexicon says of each zone.
    pub(super) fn entries(&self) -> &[ZoneEntry] {
        &self.entries
    }

    /// What the lexicon says of a zone as evidence: whether it can be any, and what to add to the log-odds, in thousandths.
    pub fn evidence(&self, zone: Zone) -> (bool, i32) {
        self.entries.iter().find(|e| e.zone == zone).map_or((true, 0), |e| (e.evidence, e.weight))
    }
}

/// Whole-heading matching of many terms, found by the first word of the heading.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Headings {
    /// Word -> all its forms, of every word a pattern names.
    forms: FxHashMap<String, Vec<String>>,
    terms: Vec<Heading>,
    /// Terms by a word they may begin with.
    by_word: FxHashMap<String, Vec<u32>>,
    /// Terms by what their first word begins with; an empty stem is any word.
    by_stem: Vec<(String, u32)>,
}

/// A term that is a whole heading.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Heading {
    /// Whose it is.
    owner: usize,
    pattern: Pattern,
    /// Of an expression: what it is compiled to, when it is first asked for.
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
}

impl Headings {
    /// Ready to match these terms; each says whose it is.
    pub(crate) fn new<'t>(terms: impl Iterator<Item = (usize, &'t Term)>, forms: &Forms) -> Self {
        let mut this = Self::default();
        for (owner, term) in terms {
            let n = this.terms.len() as u32;
            this.terms.push(Heading { owner, pattern: term.pattern.clone(), regex: OnceLock::new() });
            if let Pattern::Words(nodes) = &term.pattern {
                collect_forms(nodes, forms, &mut this.forms);
                this.index(nodes, n);
            } else {
                this.by_stem.push((String::new(), n));
            }
        }
        this
    }

    /// Notes what a term may begin with; returns whether the nodes may be empty.
    fn index(&mut self, nodes: &[Node], n: u32) -> bool {
        nodes.iter().all(|node| match node {
            Node::Word { text, .. } => {
                let forms = self.forms.get(text).cloned().unwrap_or_default();
                forms.into_iter().chain([text.clone()]).for_each(|f| self.by_word.entry(f).or_default().push(n));
                false
            }
            Node::Prefix(p) => {
                self.by_stem.push((p.clone(), n));
                false
            }
            Node::Any(branches) => branches.iter().filter(|b| self.index(b, n)).count() > 0,
            Node::Optional(inner) => {
                self.index(inner, n);
                true
            }
            Node::Gap(_) | Node::Class(_) => {
                self.by_stem.push((String::new(), n));
                true
            }
        })
    }

    /// The owners of the terms that are the whole heading (see [`heading_words`]).
    pub(crate) fn owners(&self, words: &[String]) -> impl Iterator<Item = usize> {
        let first = words.first();
        let by_word = first.and_then(|w| self.by_word.get(w)).into_iter().flatten().copied();
        let by_stem =
            self.by_stem.iter().filter(move |(s, _)| first.is_some_and(|w| w.starts_with(s.as_str()))).map(|(_, n)| *n);
        let candidates = by_word.chain(by_stem).map(|n| &self.terms[n as usize]);
        candidates.filter(|heading| self.whole(heading, words)).map(|heading| heading.owner)
    }

    fn whole(&self, heading: &Heading, words: &[String]) -> bool {
        match &heading.pattern {
            Pattern::Words(nodes) => self.ends(nodes, words).contains(&words.len()),
            Pattern::Literal(text) => words.join(" ") == fold(text),
            Pattern::Regex(source) => {
                let regex = heading.regex.get_or_init(|| compile(&plain(source)).ok());
                regex.as_ref().is_some_and(|r| r.is_match(&words.join(" ")))
            }
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

#[cfg(all(test, embedded))]
mod tests {
    use crate::{lexicon::Lexicon, text::Zone};

    #[test]
    fn a_heading_may_be_an_expression() {
        let pack = "[[zone]]\nid = \"methods\"\nheadings = ['/^(study )?procedure \\d+$/']\n";
        let lexicon = Lexicon::from_texts(&[("pack.toml", pack)]).unwrap();
        let zone = |heading| lexicon.zones().zone(heading);
        assert_eq!(zone("2.1 Study procedure 3"), Some(Zone::Methods));
        assert_eq!((zone("Procedures"), zone("")), (None, None));
    }

    #[test]
    fn a_heading_of_two_parts_is_known_as_a_whole() {
        let lexicon = Lexicon::load(&[], true).unwrap();
        for heading in ["Methodology/Principal Findings", "Methods and findings", "Methods/Results"] {
            assert_eq!(lexicon.zones().zone(heading), Some(Zone::Results), "{heading}");
        }
        assert_eq!(lexicon.zones().zone("Methods/design"), Some(Zone::Methods));
    }
}
