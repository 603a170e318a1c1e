//! One segment (a sentence, or a whole statement) -> its signals: what was matched, what acts on it, who holds it.
use super::{
    context::{Border, BorderKind, Context, CueHit},
    engine::{CONCEPTS, CUES, Engine, Owner, When},
    machine::OddHit,
    matcher::{Hit, Words, prune},
    tone::{self, Free},
    valence::{Act, Outcome, compose},
};
use crate::{
    lexicon::{CueKind, Lean},
    report::{Holder, Level, Valence},
    text::Span,
};

/// Where a signal's valence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Cues in the clause.
    Cues,
    /// The term's own lean.
    Lean,
    /// The clause as a whole, by this cue or what is said of other things.
    Tone(Option<u32>),
    /// A topic cue in the sentence ("barriers were").
    Topic(u32),
    /// A heading, column header or lead-in.
    Lent(Lender),
    /// Nothing yet; the domain's prior may decide.
    None,
}

/// What lends a valence from outside the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lender {
    Heading,
    Column,
    LeadIn,
}

impl Lender {
    pub(super) fn name(self) -> &'static str {
        match self {
            Lender::Heading => "heading",
            Lender::Column => "column",
            Lender::LeadIn => "lead_in",
        }
    }
}

/// What is known of a segment from outside its words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// Lent valence, its lender, and where the words that lend it stand (if in this text).
    pub(super) lent: Option<(Valence, Lender, Option<Span>)>,
    /// The holder that the speaker's label names.
    pub(super) speaker: Option<Holder>,
    /// Whether framework names count as nothing (off for statements).
    pub(super) names_hold_off: bool,
    /// Whether the segment is one statement, whose parts speak for each other.
    pub(super) whole: bool,
}

/// A concept in its clause.
#[derive(Clone, Debug)]
pub(super) struct Signal {
    pub(super) hit: Hit,
    pub(super) concept: u32,
    pub(super) outcome: Outcome,
    pub(super) source: Source,
    pub(super) clause: u32,
    pub(super) holder: Option<Holder>,
    pub(super) level: Option<Level>,
    /// Its acts: a range of `Analysis::acts`.
    pub(super) acts: (u32, u32),
}

/// What the tone around a signal comes to.
struct Verdict {
    signal: usize,
    sign: Lean,
    cue: Option<u32>,
}

/// Everything found in one segment; buffers are used again.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    pub(super) first: u32,
    pub(super) end: u32,
    pub(super) hits: Vec<Hit>,
    pub(super) context: Context,
    pub(super) signals: Vec<Signal>,
    pub(super) acts: Vec<(u32, Act)>,
    /// Concept hits that a framework name held off.
    pub(super) held_off: Vec<Hit>,
    cue_hits: Vec<Hit>,
    breaks: Vec<Border>,
    commas: Vec<u32>,
    one: Vec<(u32, Act)>,
    free: Vec<Free>,
}

/// Places in the lists of openers and odd hits, moved along the text.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    openers: [usize; 2],
}

/// The text being analysed, with its words looked up.
pub(super) struct Input<'t> {
    pub(super) engine: &'t Engine,
    pub(super) text: &'t str,
    pub(super) words: &'t mut Words,
    pub(super) odd: &'t [OddHit],
}

impl Analysis {
    /// Looks for concepts in the sentences `spans`, which make one segment. Returns whether there are any.
    pub(super) fn any(&mut self, s: &mut Input<'_>, spans: &[Span], cursor: &mut Cursor) -> bool {
        let (Some(head), Some(tail)) = (spans.first(), spans.last()) else { return false };
        (self.first, self.end) = (s.words.at_or_after(head.start), s.words.at_or_after(tail.end));
        self.find(s, CONCEPTS, spans, cursor);
        if !self.hits.is_empty() {
            prune(&mut self.hits, &s.engine.entries);
        }
        !self.hits.is_empty()
    }

    /// Reads what surrounds the concepts that `any` found. Returns whether any signal is left.
    pub(super) fn read(
        &mut self,
        s: &mut Input<'_>,
        spans: &[Span],
        around: &Surroundings,
        cursor: &mut Cursor,
    ) -> bool {
        self.signals.clear();
        self.acts.clear();
        self.held_off.clear();
        std::mem::swap(&mut self.hits, &mut self.cue_hits);
        self.find(s, CUES, spans, cursor);
        std::mem::swap(&mut self.hits, &mut self.cue_hits);
        self.find_breaks(s, spans);
        let mut cue_hits = std::mem::take(&mut self.cue_hits);
        self.context.read(s.engine, &mut cue_hits, &self.hits, &self.breaks, &self.commas);
        self.cue_hits = cue_hits;
        if around.names_hold_off {
            self.hold_off_names();
        }
        self.signals(s, around);
        self.tone(around.whole);
        !self.signals.is_empty()
    }

    /// Every match of a layer in the sentences `spans`, into `hits`, overlapping ones too.
    pub(super) fn find(&mut self, s: &mut Input<'_>, layer: usize, spans: &[Span], cursor: &mut Cursor) {
        self.hits.clear();
        for span in spans {
            let (first, end) = (s.words.at_or_after(span.start), s.words.at_or_after(span.end));
            s.words.walk(s.engine, s.text, layer, &mut cursor.openers[layer], (first, end), &mut self.hits);
        }
        let place = |start: usize, end: usize, entry: u32, words: &Words| {
            let last = words.at_or_after(end as u32).saturating_sub(1);
            Hit { entry, first: words.at_or_before(start as u32).min(last), last }
        };
        for span in spans {
            s.engine.machine.odd.expressions(s.text, *span, layer, |start, end, entry| {
                self.hits.push(place(start, end, entry, s.words))
            });
            let from = s.odd.partition_point(|h| h.start < span.start as usize);
            let inside =
                s.odd[from..].iter().take_while(|h| h.end <= span.end as usize).filter(|h| h.layer as usize == layer);
            self.hits.extend(inside.map(|h| place(h.start, h.end, h.entry, s.words)));
        }
    }

    /// Borders made by punctuation, and the words behind commas.
    fn find_breaks(&mut self, s: &mut Input<'_>, spans: &[Span]) {
        self.breaks.clear();
        self.commas.clear();
        let bytes = s.text.as_bytes();
        for span in spans {
            if span.start != spans[0].start {
                self.breaks.push(Border { word: s.words.at_or_after(span.start), kind: BorderKind::Clause });
            }
            let slice = &bytes[span.range()];
            for at in memchr::memchr3_iter(b';', b':', b',', slice) {
                let word = s.words.at_or_after(span.start + at as u32);
                match slice[at] {
                    b';' => self.breaks.push(Border { word, kind: BorderKind::Clause }),
                    b':' => self.breaks.push(Border { word, kind: BorderKind::Colon }),
                    _ => self.commas.push(word),
                }
            }
            for at in memchr::memchr_iter(0xe2, slice) {
                let em = slice[at..].starts_with("\u{2014}".as_bytes());
                if em || at > 0 && slice[at - 1..].starts_with(" \u{2013} ".as_bytes()) {
                    let start = span.start + at as u32 - u32::from(!em);
                    self.breaks.push(Border { word: s.words.at_or_after(start), kind: BorderKind::Stop });
                }
            }
        }
    }

    fn hold_off_names(&mut self) {
        let names = || self.context.cues.iter().filter(|c| c.kind == CueKind::FrameworkName);
        if names().next().is_none() {
            return;
        }
        let held: Vec<Hit> = self
            .hits
            .iter()
            .filter(|h| names().any(|n| n.hit.first <= h.last && h.first <= n.hit.last))
            .copied()
            .collect();
        self.hits.retain(|h| !held.contains(h));
        self.held_off = held;
    }

    fn signals(&mut self, s: &mut Input<'_>, around: &Surroundings) {
        for n in 0..self.hits.len() {
            let hit = self.hits[n];
            let entry = &s.engine.entries[hit.entry as usize];
            let Owner::Concept(concept) = entry.owner else { continue };
            let mut one = std::mem::take(&mut self.one);
            self.context.acts(s.words, s.text, &hit, entry, &self.hits, &mut one);
            let start = self.acts.len() as u32;
            self.acts.extend_from_slice(&one);
            self.one = one;
            let acts: &[(u32, Act)] = &self.acts[start as usize..];
            let mut outcome = Outcome::default();
            let plain: smallvec::SmallVec<[Act; 8]> = acts.iter().map(|(_, a)| *a).collect();
            if !plain.is_empty() || entry.lean != Lean::Neither {
                outcome = compose(entry.lean, &plain);
            }
            let source = self.source(&hit, &mut outcome, around);
            let holder = self.holder(s, &hit).or(around.speaker);
            let level = self.level(s, &hit, concept);
            let clause = self.context.clause(hit.first);
            let acts = (start, self.acts.len() as u32);
            self.signals.push(Signal { hit, concept, outcome, source, clause, holder, level, acts });
        }
    }

    /// Lets the clause decide where the words at a match do not.
    fn tone(&mut self, whole: bool) {
        tone::free(&self.context, &self.acts, &self.signals, whole, &mut self.free);
        let open = |s: &Signal| matches!(s.source, Source::Lean | Source::None) || whole && s.source == Source::Cues;
        let verdicts: smallvec::SmallVec<[Verdict; 8]> = (0..self.signals.len())
            .filter(|n| open(&self.signals[*n]))
            .map(|n| {
                let (sign, cue) = tone::around(&self.context, &self.free, &self.signals, n, whole).verdict();
                Verdict { signal: n, sign, cue }
            })
            .collect();
        for Verdict { signal, sign, cue } in verdicts {
            let signal = &mut self.signals[signal];
            if sign != signal.outcome.sign && sign != Lean::Neither {
                (signal.outcome.sign, signal.source) = (sign, Source::Tone(cue));
            }
        }
    }

    /// What the cues of a segment without concepts say.
    pub(super) fn bare_tone(&self) -> (Lean, Option<u32>) {
        tone::bare(&self.context, &self.free).verdict()
    }

    /// Where the valence comes from; a topic or a lender may overrule what the clause says.
    fn source(&self, hit: &Hit, outcome: &mut Outcome, around: &Surroundings) -> Source {
        if let Some((n, valence)) = self.topic(hit) {
            outcome.sign = sign_of(valence);
            return Source::Topic(n);
        }
        if let Some((valence, lender, _)) = around.lent
            && (!outcome.explicit || lender != Lender::Heading)
        {
            outcome.sign = sign_of(valence);
            return Source::Lent(lender);
        }
        match (outcome.explicit, outcome.sign) {
            (true, _) => Source::Cues,
            (_, Lean::Neither) => Source::None,
            _ => Source::Lean,
        }
    }

    /// The nearest topic cue before a match, in its clause.
    fn topic(&self, hit: &Hit) -> Option<(u32, Valence)> {
        let clause = self.context.clause(hit.first);
        let topics =
            self.context.cues.iter().enumerate().filter(|(_, c)| c.kind == CueKind::Topic && c.hit.last < hit.first);
        let near =
            topics.filter(|(_, c)| self.context.clause(c.hit.first) == clause).max_by_key(|(_, c)| c.hit.last)?;
        Some(near.0 as u32).zip(near.1.valence)
    }

    fn holder(&self, s: &mut Input<'_>, hit: &Hit) -> Option<Holder> {
        nearest(&self.context, hit, |n| s.engine.sets[n as usize].holder)
    }

    /// The level that the clause names, else the usual one of the concept, else what stands nearest.
    fn level(&self, s: &mut Input<'_>, hit: &Hit, concept: u32) -> Option<Level> {
        let level = |n: u32| s.engine.sets[n as usize].level;
        let clause = self.context.clause(hit.first);
        let here = self.context.sets.iter().any(|(n, h)| level(*n).is_some() && self.context.clause(h.first) == clause);
        let usual = s.engine.levels[concept as usize].filter(|_| !here);
        usual.or_else(|| nearest(&self.context, hit, level))
    }

    /// Whether a condition holds for a signal.
    pub(super) fn holds(&self, when: &When, signal: &Signal) -> bool {
        let stands = |owner: &Owner| match owner {
            Owner::Set(n) => {
                self.context.sets.iter().any(|(m, h)| m == n && self.context.clause(h.first) == signal.clause)
            }
            Owner::Cue(n) => {
                self.context.cues.iter().any(|c| c.group == *n && self.context.clause(c.hit.first) == signal.clause)
            }
            Owner::Concept(_) => false,
        };
        (when.object.is_empty() || when.object.iter().any(stands))
            && !when.without.iter().any(stands)
            && (when.holder.is_empty() || signal.holder.is_some_and(|h| when.holder.contains(&h)))
            && (when.level.is_empty() || signal.level.is_some_and(|l| when.level.contains(&l)))
    }

    /// The cues of a kind in the segment.
    pub(super) fn cues_of(&self, kind: CueKind) -> impl Iterator<Item = &CueHit> {
        self.context.cues.iter().filter(move |c| c.kind == kind)
    }
}

/// The tag of the nearest set hit: before the match in its clause, else anywhere before, else behind.
fn nearest<T>(context: &Context, hit: &Hit, tag: impl Fn(u32) -> Option<T>) -> Option<T> {
    let clause = context.clause(hit.first);
    let rank = |h: &Hit| {
        let before = h.last < hit.first;
        let gap = if before { hit.first - h.last } else { h.first.saturating_sub(hit.last) };
        (context.clause(h.first) != clause, !before, gap)
    };
    context.sets.iter().filter_map(|(n, h)| tag(*n).map(|t| (rank(h), t))).min_by_key(|(r, _)| *r).map(|(_, t)| t)
}

fn sign_of(valence: Valence) -> Lean {
    match valence {
        Valence::Barrier => Lean::Hinders,
        Valence::Facilitator => Lean::Helps,
        _ => Lean::Neither,
    }
}
