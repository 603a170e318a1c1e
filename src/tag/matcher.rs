//! Text -> hits: words, their classes, and every phrase of the automaton that begins at one of them.
use super::{
    engine::{CONCEPTS, CUES, Engine, Entry},
    machine::{ClassCache, Separator, Walker},
};
use crate::text::{fold::fold, words};

/// A term found: which, and its first and last word (indices into the text's words).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) entry: u32,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// The words of one text with their classes; buffers are used again.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// start, end, start, end ... in bytes.
    ends: Vec<u32>,
    classes: Vec<u32>,
    /// Words that a line end had parted: which, and their class.
    joined: Vec<(u32, u32)>,
    /// Per layer: the words a phrase can begin with.
    openers: [Vec<u32>; 2],
    cache: ClassCache,
    walker: Walker,
}

impl Words {
    /// Splits `text` and looks every word up.
    pub(super) fn read(&mut self, engine: &Engine, text: &str) {
        self.walker.trim();
        words::split(text, &mut self.ends);
        self.joined.clear();
        if has_broken_lines(text.as_bytes()) {
            self.join_broken(engine, text);
        }
        self.classes.clear();
        self.classes.reserve(self.ends.len() / 2);
        self.openers.iter_mut().for_each(Vec::clear);
        let mut joined = self.joined.iter().peekable();
        for (n, word) in self.ends.chunks_exact(2).enumerate() {
            let class = match joined.next_if(|j| j.0 == n as u32) {
                Some((_, class)) => *class,
                None => engine.machine.table.class(text, word[0] as usize, word[1] as usize, &mut self.cache),
            };
            self.classes.push(class);
            if class != 0 {
                let opens = engine.machine.opens(class);
                for layer in [CONCEPTS, CUES] {
                    if opens >> layer & 1 != 0 {
                        self.openers[layer].push(n as u32);
                    }
                }
            }
        }
    }

    /// A word broken at a line end (`imple-` / `mentation`) is one word if the lexicon knows it joined; otherwise the two stay.
    fn join_broken(&mut self, engine: &Engine, text: &str) {
        let old = std::mem::take(&mut self.ends);
        let mut pairs = old.chunks_exact(2).peekable();
        while let Some(word) = pairs.next() {
            let (start, mut end) = (word[0], word[1]);
            if let Some(next) = pairs.peek()
                && let class @ 1.. = class_if_joined(engine, text, word, next)
            {
                self.joined.push((self.ends.len() as u32 / 2, class));
                end = next[1];
                pairs.next();
            }
            self.ends.extend([start, end]);
        }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.classes.len()
    }

    /// First byte of a word.
    #[inline]
    pub(super) fn start(&self, word: u32) -> u32 {
        self.ends[2 * word as usize]
    }

    /// The byte after a word.
    #[inline]
    pub(super) fn end(&self, word: u32) -> u32 {
        self.ends[2 * word as usize + 1]
    }

    /// The first word that starts at or behind a byte.
    pub(super) fn at_or_after(&self, byte: u32) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.ends[2 * middle] < byte { low = middle + 1 } else { high = middle }
        }
        low as u32
    }

    /// The last word that starts at or before a byte (0 if there is none).
    pub(super) fn at_or_before(&self, byte: u32) -> u32 {
        self.at_or_after(byte + 1).saturating_sub(1)
    }

    /// Every phrase of the layer that begins with one of the words `begin..end` and ends there too: all of them, overlapping ones as well.
    /// `from` is a place in the list of openers that only moves forward.
    pub(super) fn walk(
        &mut self,
        engine: &Engine,
        text: &str,
        layer: usize,
        from: &mut usize,
        (begin, end): (u32, u32),
        out: &mut Vec<Hit>,
    ) {
        let Self { ends, classes, openers, walker, .. } = self;
        let openers = &openers[layer];
        let (machine, bytes) = (&engine.machine, text.as_bytes());
        *from += openers[*from..].iter().take_while(|w| **w < begin).count();
        while let Some(first) = openers.get(*from).copied().filter(|w| *w < end) {
            *from += 1;
            let mut at = first;
            let mut state = walker.start(machine, layer, classes[first as usize]);
            loop {
                out.extend(walker.entries(state).iter().map(|e| Hit { entry: *e, first, last: at }));
                if at + 1 >= end || !walker.leads_on(state, &classes[at as usize + 1..end as usize]) {
                    break;
                }
                let separator =
                    separator(bytes, ends[2 * at as usize + 1] as usize, ends[2 * at as usize + 2] as usize);
                at += 1;
                state = walker.next(machine, state, separator, classes[at as usize]);
                if state == 0 {
                    break;
                }
            }
        }
    }
}

/// What the bytes between two words make.
#[inline]
fn separator(text: &[u8], from: usize, to: usize) -> Separator {
    if to - from == 1 {
        match text[from] {
            b' ' | b'-' | b'\n' | b'\t' | b'\'' | b'"' | b'*' | b'_' => Separator::Join,
            b',' | b'/' | b'(' | b')' | b'[' | b']' | b'&' => Separator::Soft,
            _ => Separator::Hard,
        }
    } else {
        separator_between(&text[from..to])
    }
}

/// The class of the word that two make if a line end parts them, else 0.
fn class_if_joined(engine: &Engine, text: &str, one: &[u32], two: &[u32]) -> u32 {
    let (head, tail) = (&text[one[0] as usize..one[1] as usize], &text[two[0] as usize..two[1] as usize]);
    let bare = one[0] as usize + head.trim_end_matches('\u{ad}').len();
    if is_line_break(&text[bare..two[0] as usize]) {
        engine.machine.table.folded_class(fold(&[head, tail].concat()).as_bytes())
    } else {
        0
    }
}

/// Whether a line ends in a hyphen (`-`, U+2010) or a soft hyphen (U+00AD), white space aside.
fn has_broken_lines(text: &[u8]) -> bool {
    let hyphens: [&[u8]; 3] = [b"-", "\u{2010}".as_bytes(), "\u{ad}".as_bytes()];
    memchr::memchr_iter(b'\n', text).any(|n| {
        let line = text[..n].iter().rposition(|b| !matches!(b, b' ' | b'\t')).map_or(0, |at| at + 1);
        hyphens.iter().any(|h| text[..line].ends_with(h))
    })
}

/// A hyphen and one line break, with white space around the break.
fn is_line_break(between: &str) -> bool {
    between
        .strip_prefix(['-', '\u{2010}', '\u{ad}'])
        .is_some_and(|rest| rest.contains('\n') && rest.trim().is_empty() && rest.matches('\n').count() == 1)
}

/// The separator of several bytes: one paragraph break or sentence end makes it hard, one comma soft.
#[inline(never)]
fn separator_between(between: &[u8]) -> Separator {
    let text = std::str::from_utf8(between).unwrap_or(".");
    if text == "\u{2013}" {
        return Separator::Join; // nurse–patient; with spaces around it is a dash
    }
    if between.iter().filter(|b| **b == b'\n').count() > 1 {
        return Separator::Hard;
    }
    let mut worst = Separator::Join;
    for c in text.chars() {
        match c {
            '-'
            | '\''
            | '"'
            | '\u{2010}'
            | '\u{2011}'
            | '\u{2018}'..='\u{201f}'
            | '\u{ad}'
            | '\u{200b}'
            | '*'
            | '_' => {}
            c if c.is_whitespace() => {}
            ',' | '/' | '(' | ')' | '[' | ']' | '&' => worst = Separator::Soft,
            _ => return Separator::Hard,
        }
    }
    worst
}

/// Prunes overlaps within each owner: shields hold off what they overlap, then the leftmost and longest stay, of equal spans the one with more weight.
pub(super) fn prune(hits: &mut Vec<Hit>, entries: &[Entry]) {
    let entry = |h: &Hit| &entries[h.entry as usize];
    if hits.iter().any(|h| entry(h).shield) {
        let shields: Vec<Hit> = hits.iter().filter(|h| entry(h).shield).copied().collect();
        let held = |h: &Hit| {
            shields.iter().any(|s| entry(s).owner == entry(h).owner && s.first <= h.last && h.first <= s.last)
        };
        hits.retain(|h| !held(h));
    }
    hits.sort_unstable_by_key(|h| (entry(h).owner, h.first, u32::MAX - h.last, -entry(h).weight, h.entry));
    let mut kept: Option<Hit> = None;
    hits.retain(|h| {
        let stays = kept.is_none_or(|k| entry(&k).owner != entry(h).owner || h.first > k.last);
        if stays {
            kept = Some(*h);
        }
        stays
    });
    hits.sort_unstable_by_key(|h| (h.first, h.last, h.entry));
}
