//! Which terms hold a negation, or leave a choice between a thing and its absence.
use crate::lexicon::{
    CueKind, Lexicon,
    term::{Node, Pattern},
};
use rustc_hash::FxHashSet;

/// The words that by themselves say that a thing is not there or bad, and those that say it is there or good.
#[derive(Debug)]
pub(in crate::tag) struct Negations<'l> {
    lexicon: &'l Lexicon,
    against: FxHashSet<&'l str>,
    favourable: FxHashSet<&'l str>,
    denials: FxHashSet<&'l str>,
    lacks: FxHashSet<&'l str>,
}

impl<'l> Negations<'l> {
    pub(in crate::tag) fn new(lexicon: &'l Lexicon) -> Self {
        use CueKind::*;
        let words = |kinds: &[CueKind]| {
            let terms = lexicon.cues.iter().filter(|c| kinds.contains(&c.kind)).flat_map(|c| &c.terms);
            terms.filter(|t| !t.shield).filter_map(|t| plain_word(&t.pattern)).collect()
        };
        Self {
            lexicon,
            against: words(&[Absent, Deny, Hinder]),
            favourable: words(&[Present, Increase, Help]),
            denials: words(&[Deny]),
            lacks: words(&[Absent, Deny]),
        }
    }

    /// Whether a pattern leaves a choice between words of both sorts, or a negation that may be missing.
    pub(in crate::tag) fn choice(&self, pattern: &Pattern) -> bool {
        matches!(pattern, Pattern::Words(nodes) if nodes.iter().any(|n| self.leaves_choice(n)))
    }

    fn leaves_choice(&self, node: &Node) -> bool {
        match node {
            Node::Optional(nodes) => opens_with(&self.against, nodes),
            Node::Any(branches) => {
                branches.iter().any(|b| opens_with(&self.against, b))
                    && branches.iter().any(|b| opens_with(&self.favourable, b))
            }
            _ => false,
        }
    }

    /// Whether one of a pattern's words is a negation.
    pub(in crate::tag) fn mentioned(&self, pattern: &Pattern) -> bool {
        matches!(pattern, Pattern::Words(nodes) if self.any(nodes, &self.denials))
    }

    /// Whether one of a pattern's words is a negation or says that a thing is not there ("no shortage of").
    pub(in crate::tag) fn lacked(&self, pattern: &Pattern) -> bool {
        matches!(pattern, Pattern::Words(nodes) if self.any(nodes, &self.lacks))
    }

    fn any(&self, nodes: &[Node], words: &FxHashSet<&str>) -> bool {
        nodes.iter().any(|node| match node {
            Node::Word { text, .. } => words.contains(text.as_str()),
            Node::Any(branches) => branches.iter().any(|b| self.any(b, words)),
            Node::Optional(nodes) => self.any(nodes, words),
            Node::Class(id) => {
                let set = self.lexicon.sets.iter().find(|s| *s.id == **id);
                let said = |pattern| plain_word(pattern).is_some_and(|w| words.contains(w));
                set.is_some_and(|s| s.terms.iter().any(|t| said(&t.pattern)))
            }
            _ => false,
        })
    }
}

fn opens_with(words: &FxHashSet<&str>, nodes: &[Node]) -> bool {
    matches!(nodes.first(), Some(Node::Word { text, .. }) if words.contains(text.as_str()))
}

/// The word of a term of one word.
fn plain_word(pattern: &Pattern) -> Option<&str> {
    match pattern {
        Pattern::Words(nodes) => match nodes.as_slice() {
            [Node::Word { text, .. }] => Some(text),
            _ => None,
        },
        _ => None,
    }
}
