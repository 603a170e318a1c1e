//! Text -> hits: words, their classes, and every phrase of the automaton that begins at one of them.
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reference;
use crate::tag::machine::{ClassCache, Entry, Machine, Separator, Walker};
use crate::text::{fold::fold, words};
use smallvec::SmallVec;

/// A term found: which, and its first and last word (indices into the text's words).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tag) struct Hit {
    pub(in crate::tag) entry: u32,
    pub(in crate::tag) first: u32,
    pub(in crate::tag) last: u32,
}

/// The words of one text with their classes; buffers are used again.
#[derive(Debug, Default)]
pub(in crate::tag) struct Words {
    /// start, end, start, end ... in bytes.
    ends: Vec<u32>,
    classes: Vec<u32>,
    /// Words that a line end had parted: which, and their class.
    joined: Vec<(u32, u32)>,
    cache: ClassCache,
    walker: Walker,
}

impl Words {
    /// Splits `text` and looks every word up.
    pub(in crate::tag) fn read(&mut self, machine: &Machine, text: &str) {
        self.walker.trim();
        words::split(text, &mut self.ends);
        self.joined.clear();
        if has_broken_lines(text.as_bytes()) {
            self.join_broken(machine, text);
        }
        self.classes.clear();
        let (table, cache) = (&machine.table, &mut self.cache);
        let class = |word: &[u32; 2]| table.class(text, word[0] as usize, word[1] as usize, cache);
        self.classes.extend(self.ends.as_chunks::<2>().0.iter().map(class));
        self.joined.iter().for_each(|(n, class)| self.classes[*n as usize] = *class);
    }

    /// A word broken at a line end (`imple-` / `mentation`) is one word if the lexicon knows it joined; otherwise the two stay.
    fn join_broken(&mut self, machine: &Machine, text: &str) {
        let old = std::mem::take(&mut self.ends);
        let mut pairs = old.chunks_exact(2).peekable();
        while let Some(word) = pairs.next() {
            let (start, mut end) = (word[0], word[1]);
            if let Some(next) = pairs.peek()
                && let class @ 1.. = class_if_joined(machine, text, word, next)
            {
                self.joined.push((self.ends.len() as u32 / 2, class));
                end = next[1];
                pairs.next();
            }
            self.ends.extend([start, end]);
        }
    }

    /// Whether words were joined that a line end had parted.
    pub(in crate::tag) fn any_joined(&self) -> bool {
        !self.joined.is_empty()
    }

    /// How many words there are.
    pub(in crate::tag) fn len(&self) -> usize {
        self.classes.len()
    }

    /// First byte of a word.
    #[inline]
    pub(in crate::tag) fn start(&self, word: u32) -> u32 {
        self.ends[2 * word as usize]
    }

    /// The byte after a word.
    #[inline]
    pub(in crate::tag) fn end(&self, word: u32) -> u32 {
        self.ends[2 * word as usize + 1]
    }

    /// The first word that starts at or behind a byte.
    pub(in crate::tag) fn at_or_after(&self, byte: u32) -> u32 {
        self.at_or_after_within(byte, (0, self.len() as u32))
    }

    /// The same, if it is known to be one of these words or the one behind them.
    pub(in crate::tag) fn at_or_after_within(&self, byte: u32, (first, end): (u32, u32)) -> u32 {
        let words = &self.ends.as_chunks::<2>().0[first as usize..end as usize];
        first + words.partition_point(|w| w[0] < byte) as u32
    }

    /// The last word that starts at or before a byte (0 if there is none).
    pub(in crate::tag) fn at_or_before(&self, byte: u32) -> u32 {
        self.at_or_after(byte + 1).saturating_sub(1)
    }

    /// Every phrase of the layer that begins with one of the words `begin..end` and ends there too: all of them, overlapping ones as well.
    pub(in crate::tag) fn walk(
        &mut self,
        machine: &Machine,
        text: &str,
        layer: usize,
        (begin, end): (u32, u32),
        out: &mut Vec<Hit>,
    ) {
        let Self { ends, classes, walker, .. } = self;
        let mut way = Way { bytes: text.as_bytes(), ends, classes: &classes[..end as usize], out };
        for first in begin..end {
            let class = way.classes[first as usize];
            if class == 0 || machine.opens(class) >> layer & 1 == 0 {
                continue;
            }
            let start = walker.start(machine, layer, class);
            if start.ends {
                way.report(walker, &[start.state], first, first);
            }
            let to_come = &way.classes[first as usize + 1..];
            if start.may_lead_on(to_come) && walker.leads_on(start.state, to_come) {
                way.follow(walker, machine, start.state, (first, first));
            }
        }
    }
}

/// Where phrases are looked for, and what was found.
struct Way<'w> {
    bytes: &'w [u8],
    /// start, end, start, end ... in bytes.
    ends: &'w [u32],
    /// Of the words up to where matches end.
    classes: &'w [u32],
    out: &'w mut Vec<Hit>,
}

impl Way<'_> {
    /// Follows what leads on from a `state`, behind a first word up to the word `at`.
    fn follow(&mut self, walker: &mut Walker, machine: &Machine, mut state: u32, (first, mut at): (u32, u32)) {
        loop {
            let separator = self.behind(at);
            if separator == Separator::Hard {
                return;
            }
            at += 1;
            let (next, gap) = (walker.next(machine, state, separator, self.classes[at as usize]), walker.gap(state));
            if next != 0 && gap != 0 && next != gap {
                return self.follow_both(walker, machine, [next, gap], (first, at));
            }
            state = next | gap;
            if state == 0 {
                return;
            }
            self.report(walker, &[state], first, at);
            if !walker.leads_on(state, &self.classes[at as usize + 1..]) {
                return;
            }
        }
    }

    /// The same where a match may go on by a word of its pattern or by one of a gap: both ways, from where they lead at the word `at`.
    fn follow_both(&mut self, walker: &mut Walker, machine: &Machine, both: [u32; 2], (first, mut at): (u32, u32)) {
        let (mut ways, mut next) = (SmallVec::<[u32; 8]>::from_slice(&both), SmallVec::<[u32; 8]>::new());
        loop {
            self.report(walker, &ways, first, at);
            let to_come = &self.classes[at as usize + 1..];
            ways.retain(|state| walker.leads_on(*state, to_come));
            match ways[..] {
                [] => return,
                [one] => return self.follow(walker, machine, one, (first, at)),
                _ => {}
            }
            let separator = self.behind(at);
            if separator == Separator::Hard {
                return;
            }
            at += 1;
            for state in ways.drain(..) {
                for to in [walker.next(machine, state, separator, self.classes[at as usize]), walker.gap(state)] {
                    if to != 0 && !next.contains(&to) {
                        next.push(to);
                    }
                }
            }
            std::mem::swap(&mut ways, &mut next);
        }
    }

    /// What stands behind a word that is not the last.
    #[inline]
    fn behind(&self, word: u32) -> Separator {
        let (from, to) = (self.ends[2 * word as usize + 1], self.ends[2 * word as usize + 2]);
        separator(self.bytes, from as usize, to as usize)
    }

    /// Adds what ends in these states, each entry once.
    #[inline]
    fn report(&mut self, walker: &Walker, ways: &[u32], first: u32, last: u32) {
        let before = self.out.len();
        for state in ways {
            self.out.extend(walker.entries(*state).iter().map(|entry| Hit { entry: *entry, first, last }));
        }
        if ways.len() > 1 && self.out.len() > before + 1 {
            let mut found: SmallVec<[Hit; 8]> = self.out.drain(before..).collect();
            found.sort_unstable_by_key(|h| h.entry);
            found.dedup();
            self.out.extend(found);
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
fn class_if_joined(machine: &Machine, text: &str, one: &[u32], two: &[u32]) -> u32 {
    let (head, tail) = (&text[one[0] as usize..one[1] as usize], &text[two[0] as usize..two[1] as usize]);
    let bare = one[0] as usize + head.trim_end_matches('\u{ad}').len();
    if is_line_break(&text[bare..two[0] as usize]) {
        machine.table.folded_class(fold(&[head, tail].concat()).as_bytes())
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
pub(in crate::tag) fn prune(hits: &mut Vec<Hit>, entries: &[Entry]) {
    let entry = |h: &Hit| &entries[h.entry as usize];
    if hits.iter().any(|h| entry(h).shield) {
        let shields: Vec<Hit> = hits.iter().filter(|h| entry(h).shield).copied().collect();
        let held = |h: &Hit| {
            shields.iter().any(|s| entry(s).owner == entry(h).owner && s.first <= h.last && h.first <= s.last)
        };
        hits.retain(|h| !held(h));
    }
    if hits.len() < 2 {
        return;
    }
    let key = |h: &Hit| (entry(h).owner, h.first, u32::MAX - h.last, -entry(h).weight, h.entry);
    let mut order: SmallVec<[_; 16]> = hits.iter().map(key).collect();
    order.sort_unstable();
    hits.clear();
    let mut kept = None;
    for (owner, first, rest, _, entry) in order {
        if kept.is_none_or(|(by, last)| by != owner || first > last) {
            let last = u32::MAX - rest;
            kept = Some((owner, last));
            hits.push(Hit { entry, first, last });
        }
    }
    hits.sort_unstable_by_key(|h| (h.first, h.last, h.entry));
}
