//! A block -> the stretches that are coded as one: its sentences, or all of a statement.
use crate::{
    tag::matcher::Words,
    text::{Block, Span, sentences},
};

/// A record of more sentences or words is no statement: its sentences are read one by one.
const MOST_SENTENCES: usize = 40;
const MOST_WORDS: u32 = 1000;
/// A sentence of more words is read in pieces: no one says so much at once, and what acts on what is asked of every two matches.
const LONGEST: u32 = 300;

/// How a block is divided.
pub(super) struct Division {
    /// How many sentences it has; a statement is one.
    pub(super) sentences: usize,
    /// Whether the stretches are read as one.
    pub(super) whole: bool,
}

/// Divides a block of a text whose words were read; `spans` are the stretches then.
pub(super) fn divide(words: &Words, text: &str, block: &Block, statements: bool, spans: &mut Vec<Span>) -> Division {
    spans.clear();
    sentences(text, block.span, spans);
    let (count, most) = (spans.len(), words.at_or_after(block.span.end) - words.at_or_after(block.span.start));
    let whole = statements && count <= MOST_SENTENCES && most <= MOST_WORDS;
    if most > LONGEST && !whole {
        let all = std::mem::take(spans);
        all.into_iter().for_each(|span| pieces(words, text, span, spans));
    }
    Division { sentences: if whole { 1 } else { count }, whole }
}

/// Adds a sentence as it is, or in pieces of at most [`LONGEST`] words if it has more: each ends behind a comma, semicolon or colon if one stands in
/// its second half.
fn pieces(words: &Words, text: &str, span: Span, out: &mut Vec<Span>) {
    let (mut at, end) = (words.at_or_after(span.start), words.at_or_after(span.end));
    let mut start = span.start;
    while end - at > LONGEST {
        let gap = |n: &u32| &text[words.end(*n) as usize..words.start(*n + 1) as usize];
        let parted = |n: &u32| gap(n).contains([',', ';', ':']);
        let last = (at + LONGEST / 2..at + LONGEST).rev().find(parted).unwrap_or(at + LONGEST - 1);
        out.push(Span { start, end: words.end(last) });
        (at, start) = (last + 1, words.start(last + 1));
    }
    out.push(Span { start, end: span.end });
}
