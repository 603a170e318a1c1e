//! A word -> its beginning with a star, where of all words the lexicon knows none but its own forms begin so.
use crate::lexicon::{
    Lexicon,
    term::{Node, Pattern},
};
use std::collections::BTreeSet;

/// All words that a lexicon knows, and where stars may stand.
#[derive(Debug)]
pub(super) struct Stars {
    words: BTreeSet<String>,
    /// Whether any word of an entry may have one; else only the last.
    anywhere: bool,
}

/// Shorter beginnings are those of too many words.
const SHORTEST: usize = 4;
/// Between a word and its beginning with a star, until it is known whether it stands last.
const OR: char = '\u{1}';

impl Stars {
    pub(super) fn new(lexicon: &Lexicon, anywhere: bool) -> Self {
        let mut words = BTreeSet::new();
        let concepts = lexicon.concepts.iter().flat_map(|c| &c.terms);
        let cues = lexicon.cues.iter().flat_map(|c| &c.terms);
        let terms = concepts.chain(cues).chain(lexicon.sets.iter().flat_map(|s| &s.terms));
        for term in terms {
            if let Pattern::Words(nodes) = &term.pattern {
                gather(nodes, &mut words);
            }
        }
        let forms = words.iter().flat_map(|w| forms(lexicon, w)).collect::<Vec<_>>();
        words.extend(forms);
        Self { words, anywhere }
    }

    /// The word, and behind a mark its beginning with a star, if that finds its forms and no other word the lexicon knows.
    pub(super) fn of(&self, lexicon: &Lexicon, word: &str) -> Option<String> {
        let forms = forms(lexicon, word);
        let shared = forms.iter().map(|f| shared(word, f)).min()?;
        let stem = word.get(..shared)?;
        if forms.len() < 2 || stem.chars().count() < SHORTEST || !stem.chars().all(char::is_alphabetic) {
            return None;
        }
        let alike = self.words.range(stem.to_owned()..).take_while(|w| w.starts_with(stem));
        alike.into_iter().all(|w| forms.contains(w)).then(|| format!("{word}{OR}{stem}*"))
    }

    /// A way of writing a term with its stars where they may stand.
    pub(super) fn settled(&self, way: &str) -> String {
        let count = way.split(' ').count();
        let word = |(n, w): (usize, &str)| match w.split_once(OR) {
            Some((_, starred)) if self.anywhere || n + 1 == count => starred.to_owned(),
            Some((plain, _)) => plain.to_owned(),
            None => w.to_owned(),
        };
        way.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
    }
}

/// The forms of a word; a possessive is no word of its own in a dictionary.
fn forms(lexicon: &Lexicon, word: &str) -> Vec<String> {
    let mut forms = lexicon.forms().of(word, false);
    forms.retain(|f| f == word || !f.ends_with("'s"));
    forms
}

fn gather(nodes: &[Node], out: &mut BTreeSet<String>) {
    for node in nodes {
        match node {
            Node::Word { text, .. } => _ = out.insert(text.clone()),
            Node::Any(branches) => branches.iter().for_each(|b| gather(b, out)),
            Node::Optional(inner) => gather(inner, out),
            Node::Prefix(_) | Node::Gap(_) | Node::Class(_) => {}
        }
    }
}

/// How many bytes two words have in common at their beginnings.
fn shared(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at)
}
