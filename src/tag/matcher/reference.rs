//! The matcher told again, slowly and plainly, from docs/lexicon.md: what the engine must find, on any text. For tests only.
use crate::tag::engine::Owner;
use crate::{
    lexicon::forms::Forms,
    text::{fold::fold, words},
};
use std::collections::BTreeSet;

/// A piece of a term, as a lexicon author thinks of it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tag) enum Piece {
    Word {
        text: String,
        exact: bool,
    },
    Prefix(String),
    Any(Vec<Vec<Piece>>),
    Optional(Vec<Piece>),
    Gap(u8),
    /// Any term of this set.
    Class(usize),
}

/// A term with its pieces.
#[derive(Clone, Debug)]
pub(in crate::tag) struct Plain {
    pub(in crate::tag) owner: Owner,
    pub(in crate::tag) text: String,
    pub(in crate::tag) pieces: Vec<Piece>,
}

/// A match: whose, by which term, from byte to byte.
pub(in crate::tag) type Found = (Owner, String, usize, usize);

/// A lexicon for the plain matcher.
pub(in crate::tag) struct PlainLexicon<'f> {
    pub(in crate::tag) forms: &'f Forms,
    pub(in crate::tag) terms: Vec<Plain>,
    /// The terms of each set.
    pub(in crate::tag) sets: Vec<Vec<Vec<Piece>>>,
}

/// How far a match has come: the next word, and whether a gap stands before it.
type Place = (usize, bool);

/// A word of the text: folded, and its bytes.
struct Token {
    text: String,
    start: usize,
    end: usize,
}

/// What may stand between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    /// Nothing that parts a phrase: white space, one line break, hyphens, quotes.
    Joins,
    /// A comma, bracket, slash or ampersand: a gap may cross it.
    Pauses,
    /// Anything else.
    Ends,
}

impl PlainLexicon<'_> {
    /// Every match of every term within the words of a text that begin in `from..to` (bytes).
    pub(in crate::tag) fn find(&self, text: &str, from: usize, to: usize) -> BTreeSet<Found> {
        let tokens: Vec<Token> = self.tokens(text).into_iter().filter(|t| t.start >= from && t.start < to).collect();
        let mut found = BTreeSet::new();
        for term in &self.terms {
            for first in 0..tokens.len() {
                for (next, _) in self.after(&term.pieces, text, &tokens, first, (first, false)) {
                    found.insert((term.owner, term.text.clone(), tokens[first].start, tokens[next - 1].end));
                }
            }
        }
        found
    }

    /// The words of a text; two that a line end parts are one where the lexicon knows the word they make.
    fn tokens(&self, text: &str) -> Vec<Token> {
        let mut bounds = Vec::new();
        words::split(text, &mut bounds);
        let bounds: Vec<(usize, usize)> = bounds.chunks(2).map(|b| (b[0] as usize, b[1] as usize)).collect();
        let (mut tokens, mut n) = (Vec::new(), 0);
        while n < bounds.len() {
            let (start, mut end) = bounds[n];
            let mut word = fold(&text[start..end]);
            n += 1;
            if let Some((next, last)) = bounds.get(n)
                && broken(&text[start..*next], &text[end..*next])
            {
                let joined = fold(&(text[start..end].to_owned() + &text[*next..*last]));
                if self.knows(&joined) {
                    (word, end) = (joined, *last);
                    n += 1;
                }
            }
            tokens.push(Token { text: word, start, end });
        }
        tokens
    }

    fn knows(&self, word: &str) -> bool {
        let of_sets = self.sets.iter().flatten();
        self.terms.iter().map(|t| &t.pieces).chain(of_sets).any(|pieces| self.mentions(pieces, word))
    }

    fn mentions(&self, pieces: &[Piece], word: &str) -> bool {
        pieces.iter().any(|p| match p {
            Piece::Any(branches) => branches.iter().any(|b| self.mentions(b, word)),
            Piece::Optional(inner) => self.mentions(inner, word),
            one => self.is(one, word),
        })
    }

    /// Whether a piece is this word.
    fn is(&self, piece: &Piece, word: &str) -> bool {
        match piece {
            Piece::Word { text, exact } => self.forms.of(&fold(text), *exact).iter().any(|f| f == word),
            Piece::Prefix(stem) => word.starts_with(&fold(stem)),
            _ => false,
        }
    }

    /// All places where the pieces may end that begin at a place.
    fn after(&self, pieces: &[Piece], text: &str, tokens: &[Token], first: usize, at: Place) -> BTreeSet<Place> {
        let Some((piece, rest)) = pieces.split_first() else { return BTreeSet::from([at]) };
        let mut ends = BTreeSet::new();
        for next in self.one(piece, text, tokens, first, at) {
            ends.extend(self.after(rest, text, tokens, first, next));
        }
        ends
    }

    fn one(&self, piece: &Piece, text: &str, tokens: &[Token], first: usize, at: Place) -> BTreeSet<Place> {
        let within = |pieces: &[Piece]| self.after(pieces, text, tokens, first, at);
        match piece {
            Piece::Any(branches) => branches.iter().flat_map(|b| within(b)).collect(),
            Piece::Class(set) => self.sets[*set].iter().flat_map(|b| within(b)).collect(),
            Piece::Optional(inner) => within(inner).into_iter().chain([at]).collect(),
            Piece::Gap(words) => {
                let mut ends = BTreeSet::from([(at.0, true)]);
                for n in at.0..(at.0 + usize::from(*words)).min(tokens.len()) {
                    if n != first && between(text, tokens, n) == Between::Ends {
                        break;
                    }
                    ends.insert((n + 1, true));
                }
                ends
            }
            word => {
                let Some(token) = tokens.get(at.0) else { return BTreeSet::new() };
                let limit = if at.1 { Between::Pauses } else { Between::Joins };
                let reaches = at.0 == first || between(text, tokens, at.0) <= limit;
                if reaches && self.is(word, &token.text) {
                    BTreeSet::from([(at.0 + 1, false)])
                } else {
                    BTreeSet::new()
                }
            }
        }
    }
}

/// Whether a hyphen and one line break part the halves of a word, with white space around the break.
fn broken(first_and_between: &str, between: &str) -> bool {
    let white = between.trim_start_matches(['-', '\u{2010}', '\u{ad}']);
    let hyphens = first_and_between[..first_and_between.len() - white.len()].chars().rev();
    let hyphens = hyphens.take_while(|c| matches!(c, '-' | '\u{2010}' | '\u{ad}')).count();
    hyphens == 1 && white.chars().all(char::is_whitespace) && white.contains('\n') && !blank_line(white)
}

/// Whether paragraphs end here, and not only a page.
fn blank_line(between: &str) -> bool {
    between.matches('\n').count() > 1 && !between.contains('\u{c}')
}

/// What stands before word `n`, which is not the first.
fn between(text: &str, tokens: &[Token], n: usize) -> Between {
    let between = &text[tokens[n - 1].end..tokens[n].start];
    if between == "\u{2013}" {
        return Between::Joins; // nurse–patient
    }
    if blank_line(between) {
        return Between::Ends;
    }
    let kind = |c: char| match c {
        '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '\u{200b}' => Between::Joins,
        '\'' | '"' | '\u{2018}'..='\u{201f}' | '*' | '_' => Between::Joins,
        ',' | '/' | '(' | ')' | '[' | ']' | '&' => Between::Pauses,
        c if c.is_whitespace() => Between::Joins,
        _ => Between::Ends,
    };
    between.chars().map(kind).max().unwrap_or(Between::Joins)
}

/// Pruning told plainly: what a shield of the same owner overlaps goes, then the leftmost, longest, heaviest, first stays of each owner,
/// again and again. Rows: owner, first word, last word, weight, shield, entry.
pub(in crate::tag) fn pruned(mut rows: Vec<(Owner, u32, u32, i32, bool, u32)>) -> BTreeSet<(u32, u32, u32)> {
    let shields: Vec<_> = rows.iter().filter(|r| r.4).copied().collect();
    rows.retain(|r| !shields.iter().any(|s| s.0 == r.0 && s.1 <= r.2 && r.1 <= s.2));
    let mut kept = BTreeSet::new();
    while let Some(best) = rows.iter().min_by_key(|r| (r.0, r.1, u32::MAX - r.2, -r.3, r.5)).copied() {
        kept.insert((best.5, best.1, best.2));
        rows.retain(|r| r.0 != best.0 || r.1 > best.2);
    }
    kept
}
