//! Text -> hits: words, their classes, and every phrase of the automaton that begins at one of them.
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reference;
use crate::tag::machine::{ClassCache, Entry, Machine, Separator, Start, Step, Walker};
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
    /// By word: what begins with it.
    starts: Vec<Start>,
    /// The matches on their way, by first word.
    ways: Vec<Way>,
    /// The steps they take next, by first word.
    steps: Vec<(u32, Step)>,
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

    /// Every phrase of the layer that begins with one of the words `begin..end` and ends there too: all of them, overlapping ones as well, if they
    /// stand where in their clause they must.
    ///
    /// All of them go on together, a word at a time: what one waits for from memory is fetched while others are looked at.
    pub(in crate::tag) fn walk(
        &mut self,
        machine: &Machine,
        text: &str,
        layer: usize,
        (begin, end): (u32, u32),
        out: &mut Vec<Hit>,
    ) {
        let before = out.len();
        let Self { ends, classes, walker, starts, ways, steps, .. } = self;
        let text = Text { text, ends, classes: &classes[..end as usize] };
        walker.starts(machine, layer, &text.classes[begin as usize..], starts);
        ways.clear();
        for (first, start) in (begin..end).zip(&*starts) {
            if start.ends || start.may_lead_on(text.behind(first)) {
                ways.push(Way { first, state: start.state });
            }
        }
        let mut last = 0;
        while !ways.is_empty() {
            walker.fetch(ways.iter().map(|way| way.state));
            report(walker, ways, last, out);
            steps.clear();
            steps.extend(ways.iter().filter_map(|way| Some((way.first, text.step(walker, *way, last)?))));
            walker.fetch_steps(steps.iter().map(|(_, step)| *step));
            ways.clear();
            for (first, step) in &*steps {
                for state in [walker.next(machine, *step), walker.gap(step.state)] {
                    let same = |way: &&Way| way.first == *first;
                    if state != 0 && !ways.iter().rev().take_while(same).any(|way| way.state == state) {
                        ways.push(Way { first: *first, state });
                    }
                }
            }
            last += 1;
        }
        if out[before..].iter().any(|hit| machine.edges(hit.entry).any()) {
            let found = out.split_off(before);
            let stands = |hit: &Hit| machine.edges(hit.entry).hold(text.before(hit, begin), text.after(hit, end));
            out.extend(found.into_iter().filter(stands));
        }
    }
}

/// A match on its way: its first word, and where it has come to.
#[derive(Clone, Copy, Debug)]
struct Way {
    first: u32,
    state: u32,
}

/// Where phrases are looked for.
struct Text<'w> {
    text: &'w str,
    /// start, end, start, end ... in bytes.
    ends: &'w [u32],
    /// Of the words up to where matches end.
    classes: &'w [u32],
}

impl Text<'_> {
    /// The classes of the words behind one.
    #[inline]
    fn behind(&self, word: u32) -> &[u32] {
        &self.classes[word as usize + 1..]
    }

    /// What stands between a match and the word before it; none at the first word `begin`.
    fn before(&self, hit: &Hit, begin: u32) -> Option<&str> {
        (hit.first > begin).then(|| self.between(hit.first - 1))
    }

    /// What stands between a match and the word behind it; none at the last word before `end`.
    fn after(&self, hit: &Hit, end: u32) -> Option<&str> {
        (hit.last + 1 < end).then(|| self.between(hit.last))
    }

    /// What stands between a word and the next.
    fn between(&self, word: u32) -> &str {
        let at = 2 * word as usize;
        &self.text[self.ends[at + 1] as usize..self.ends[at + 2] as usize]
    }

    /// The step by the next word of a match that has come to so many words behind its first, if it can go on at all.
    #[inline]
    fn step(&self, walker: &Walker, way: Way, last: u32) -> Option<Step> {
        let at = (way.first + last) as usize;
        if !walker.leads_on(way.state, self.behind(at as u32)) {
            return None;
        }
        let (from, to) = (self.ends[2 * at + 1], self.ends[2 * at + 2]);
        let separator = separator(self.text.as_bytes(), from as usize, to as usize);
        (separator != Separator::Hard).then(|| walker.step(way.state, separator, self.classes[at + 1]))
    }
}

/// Adds what ends so many words behind the first: each entry once.
#[inline]
fn report(walker: &Walker, ways: &[Way], last: u32, out: &mut Vec<Hit>) {
    for ways in ways.chunk_by(|a, b| a.first == b.first) {
        let before = out.len();
        for Way { first, state } in ways {
            let hit = |entry: &u32| Hit { entry: *entry, first: *first, last: first + last };
            out.extend(walker.entries(*state).iter().map(hit));
        }
        if ways.len() > 1 && out.len() > before + 1 {
            let mut found: SmallVec<[Hit; 8]> = out.drain(before..).collect();
            found.sort_unstable_by_key(|h| h.entry);
            found.dedup();
            out.extend(found);
        }
    }
}

/// What the bytes between two words make.
#[inline]
fn separator(text: &[u8], from: usize, to: usize) -> Separator {
    if to - from == 1 {
        match text[from] {
            b' ' | b'-' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c | b'\'' | b'"' | b'*' | b'_' => Separator::Join,
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

/// A hyphen and one line or page break, with white space around the break.
fn is_line_break(between: &str) -> bool {
    between
        .strip_prefix(['-', '\u{2010}', '\u{ad}'])
        .is_some_and(|rest| rest.contains('\n') && rest.trim().is_empty() && !has_blank_line(rest.as_bytes()))
}

/// Whether several line breaks part paragraphs; at the end of a page they do not.
fn has_blank_line(between: &[u8]) -> bool {
    between.iter().filter(|b| **b == b'\n').count() > 1 && !between.contains(&b'\x0c')
}

/// The separator of several bytes: one paragraph break or sentence end makes it hard, one comma soft.
#[inline(never)]
fn separator_between(between: &[u8]) -> Separator {
    let text = std::str::from_utf8(between).unwrap_or(".");
    if text == "\u{2013}" {
        return Separator::Join; // nurse–patient; with spaces around it is a dash
    }
    if has_blank_line(between) {
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
