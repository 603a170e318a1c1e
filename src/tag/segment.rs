//! One segment (a sentence, or a whole statement) -> its signals: what was matched, what acts on it, who holds it.
mod aside;
mod denial;
use super::{
    borders,
    context::{Border, Context, SetHit, compete::settle},
    diction::Hearing,
    engine::{CONCEPTS, CUES, Engine, Owner, When},
    matcher::{Hit, Words, prune},
    valence::{
        Act, Outcome, compose,
        tone::{self, Free},
    },
};
use crate::{
    lexicon::{CueKind, Lean, Reach},
    report::{Holder, Level, Valence},
    text::Span,
};

/// From this weight on (in thousandths) a term that states its lean says what the words in it do.
const FIRM: i32 = 1000;

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
    /// A heading, column header, lead-in, caption or question.
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
    Caption,
    /// What an interviewer asked, of a short answer.
    Question,
}

impl Lender {
    pub(super) fn name(self) -> &'static str {
        match self {
            Lender::Heading => "heading",
            Lender::Column => "column",
            Lender::LeadIn => "lead_in",
            Lender::Caption => "caption",
            Lender::Question => "question",
        }
    }

    /// The name in sentences.
    pub(super) fn said(self) -> &'static str {
        match self {
            Lender::LeadIn => "lead-in",
            _ => self.name(),
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
    /// What term and cues come to, before clause, topic or heading decide otherwise.
    pub(super) by_itself: Lean,
    pub(super) source: Source,
    pub(super) clause: u32,
    /// Whether its term states its lean itself, with some weight.
    pub(super) firm: bool,
    /// Whether the thing is said to be absent or denied, by a cue or in the words of the term itself (`lack of time`).
    pub(super) negated: bool,
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
    pub(super) free: Vec<Free>,
    /// Occasions of something that helps: what hinders there does not count.
    aside: Vec<(u32, u32)>,
    /// Its words that say something by themselves.
    pub(super) hearing: Hearing,
    /// The holder that the speaker's label names.
    speaker: Option<Holder>,
    /// Whether it is one statement, whose parts speak for each other.
    pub(super) whole: bool,
}

/// Words that name something, and what.
type Named<T> = Option<(Hit, T)>;

/// The text being analysed, with its words looked up.
pub(super) struct Input<'t> {
    pub(super) engine: &'t Engine,
    pub(super) text: &'t str,
    pub(super) words: &'t mut Words,
}

impl Analysis {
    /// Finds the words of the sentences `spans`.
    pub(super) fn place(&mut self, s: &Input<'_>, spans: &[Span]) {
        let (start, end) = spans.first().zip(spans.last()).map_or((0, 0), |(head, tail)| (head.start, tail.end));
        (self.first, self.end) = (s.words.at_or_after(start), s.words.at_or_after(end));
    }

    /// Looks for concepts in the sentences `spans`, which make one segment. Returns whether there are any.
    pub(super) fn any(&mut self, s: &mut Input<'_>, spans: &[Span]) -> bool {
        self.place(s, spans);
        let mut hits = std::mem::take(&mut self.hits);
        self.find(s, CONCEPTS, spans, &mut hits);
        self.hits = hits;
        if !self.hits.is_empty() {
            prune(&mut self.hits, &s.engine.entries);
        }
        !self.hits.is_empty()
    }

    /// Forgets the concepts found within `span`. Returns whether any are left.
    pub(super) fn pass_over(&mut self, words: &Words, span: Span) -> bool {
        let within = |h: &Hit| words.start(h.first) < span.end && span.start < words.end(h.last);
        self.hits.retain(|h| !within(h));
        !self.hits.is_empty()
    }

    /// Listens for words that say something by themselves.
    pub(super) fn hear(&mut self, s: &Input<'_>) {
        self.hearing.hear(&s.engine.dictions, s.words, s.text, (self.first, self.end));
    }

    /// Looks for the cues and sets around the concepts that `any` found.
    pub(super) fn cues(&mut self, s: &mut Input<'_>, spans: &[Span]) {
        let mut hits = std::mem::take(&mut self.cue_hits);
        self.find(s, CUES, spans, &mut hits);
        settle(&s.engine.lanes, &mut hits);
        self.cue_hits = hits;
    }

    /// Whether no cue found can tell what a match does.
    pub(super) fn is_mute(&self, engine: &Engine) -> bool {
        Context::is_mute(&self.cue_hits, engine)
    }

    /// The weight of the strongest cue of a kind that `cues` found.
    pub(super) fn strongest(&self, engine: &Engine, kind: CueKind) -> i32 {
        let group = |h: &Hit| match engine.entries[h.entry as usize].owner {
            Owner::Cue(n) => Some(&engine.cues[n as usize]).filter(|c| c.kind == kind && c.reach != Reach::Shield),
            _ => None,
        };
        self.cue_hits.iter().filter_map(group).map(|c| c.weight).max().unwrap_or(0)
    }

    /// Reads what the cues do to the concepts. Returns whether any signal is left.
    pub(super) fn read(&mut self, s: &mut Input<'_>, spans: &[Span], around: &Surroundings) -> bool {
        self.signals.clear();
        self.acts.clear();
        self.held_off.clear();
        (self.speaker, self.whole) = (around.speaker, around.whole);
        borders::find(s.words, s.text, spans, (self.first, self.end), &mut self.breaks, &mut self.commas);
        self.context.read(s.engine, &self.cue_hits, &self.hits, &self.breaks, &self.commas);
        let ends = spans.first().zip(spans.last());
        let whole = ends.map_or(Span::default(), |(head, tail)| Span { start: head.start, end: tail.end });
        self.context.note_signs(s.text, whole);
        if around.names_hold_off {
            self.hold_off_names();
        }
        self.signals(s, around);
        self.aside.clear();
        if around.whole {
            self.set_occasions_aside();
        }
        self.tone(around.whole);
        !self.signals.is_empty()
    }

    /// Every match of a layer in the sentences `spans`, overlapping ones too.
    pub(super) fn find(&self, s: &mut Input<'_>, layer: usize, spans: &[Span], hits: &mut Vec<Hit>) {
        hits.clear();
        for span in spans {
            let words = match spans {
                [_] => (self.first, self.end),
                _ => (s.words.at_or_after(span.start), s.words.at_or_after(span.end)),
            };
            s.words.walk(&s.engine.machine, s.text, layer, words, hits);
        }
        let words = &*s.words;
        for span in spans {
            s.engine.machine.odd.find(s.text, *span, layer, |start, end, entry| {
                let last = words.at_or_after(end as u32).saturating_sub(1);
                // what begins with a sign begins at the word behind it, if it has one
                let before = words.at_or_before(start as u32);
                let first = before + u32::from(before < last && words.end(before) <= start as u32);
                hits.push(Hit { entry, first: first.min(last), last });
            });
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
            let by_itself = outcome.sign;
            let clause = self.context.clause(hit.first);
            let source = self.source(&hit, clause, &mut outcome, around);
            let acts = (start, self.acts.len() as u32);
            let firm = entry.stated && entry.weight >= FIRM;
            let negated = self.is_negated(s.engine, &hit, outcome.negated, start as usize);
            self.signals.push(Signal { hit, concept, outcome, by_itself, source, clause, firm, negated, acts });
        }
    }

    /// Lets the clause decide where the words at a match do not.
    fn tone(&mut self, whole: bool) {
        tone::free(&self.context, &self.acts, &self.signals, whole, &mut self.free);
        self.quiet_aside();
        if self.free.is_empty() && !whole {
            return;
        }
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
    fn source(&self, hit: &Hit, clause: u32, outcome: &mut Outcome, around: &Surroundings) -> Source {
        if let Some((n, valence)) = self.context.topic(hit, clause) {
            outcome.sign = sign_of(valence);
            return Source::Topic(n);
        }
        if let Some((valence, lender, _)) = around.lent
            && (!outcome.explicit || !matches!(lender, Lender::Heading | Lender::Caption | Lender::Question))
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

    /// Who holds what a signal is about: whom the nearest words name, else the speaker.
    pub(super) fn holder(&self, signal: &Signal) -> Option<Holder> {
        self.holder_named(signal).map(|(_, holder)| holder).or(self.speaker)
    }

    /// The nearest words that name a holder, and whom.
    pub(super) fn holder_named(&self, signal: &Signal) -> Option<(Hit, Holder)> {
        nearest(&self.context, signal, |s| s.holder)
    }

    /// The level that the clause names, else the usual one of the concept, else what stands nearest.
    pub(super) fn level(&self, engine: &Engine, signal: &Signal) -> Option<Level> {
        self.level_named(engine, signal).map(|(_, level)| level)
    }

    /// The level, and the words that name it; none where it is the concept's usual one.
    pub(super) fn level_named(&self, engine: &Engine, signal: &Signal) -> Option<(Option<Hit>, Level)> {
        let here = || self.context.sets.iter().any(|s| s.level.is_some() && s.clause == signal.clause);
        let usual = engine.levels[signal.concept as usize].filter(|_| !here()).map(|level| (None, level));
        usual.or_else(|| nearest(&self.context, signal, |s| s.level).map(|(hit, level)| (Some(hit), level)))
    }

    /// The first words of the segment that name a holder and a level, for a segment without concepts.
    pub(super) fn named(&self) -> (Named<Holder>, Named<Level>) {
        let sets = || self.context.sets.iter();
        let place = |h: &Hit| (h.first, h.last);
        let holder = sets().filter_map(|s| Some((s.hit, s.holder?))).min_by_key(|(h, _)| place(h));
        let level = sets().filter_map(|s| Some((s.hit, s.level?))).min_by_key(|(h, _)| place(h));
        (holder, level)
    }

    /// Whether a condition holds for a signal.
    pub(super) fn holds(&self, engine: &Engine, when: &When, signal: &Signal) -> bool {
        let stands = |owner: &Owner| match owner {
            Owner::Set(n) => self.context.sets.iter().any(|s| s.set == *n && s.clause == signal.clause),
            Owner::Cue(n) => self.context.cues.iter().any(|c| c.group == *n && c.clause == signal.clause),
            Owner::Concept(_) => false,
        };
        (when.object.is_empty() || when.object.iter().any(stands))
            && !when.without.iter().any(stands)
            && (when.holder.is_empty() || self.holder(signal).is_some_and(|h| when.holder.contains(&h)))
            && (when.level.is_empty() || self.level(engine, signal).is_some_and(|l| when.level.contains(&l)))
    }
}

/// The nearest set hit and its tag: before the match in its clause, else anywhere before, else behind.
fn nearest<T>(context: &Context, signal: &Signal, tag: impl Fn(&SetHit) -> Option<T>) -> Option<(Hit, T)> {
    let (hit, clause) = (&signal.hit, signal.clause);
    let rank = |s: &SetHit| {
        let before = s.hit.last < hit.first;
        let gap = if before { hit.first - s.hit.last } else { s.hit.first.saturating_sub(hit.last) };
        (s.clause != clause, !before, gap)
    };
    let tagged = context.sets.iter().filter_map(|s| tag(s).map(|t| (rank(s), s.hit, t)));
    tagged.min_by_key(|(r, _, _)| *r).map(|(_, hit, t)| (hit, t))
}

fn sign_of(valence: Valence) -> Lean {
    match valence {
        Valence::Barrier => Lean::Hinders,
        Valence::Facilitator => Lean::Helps,
        _ => Lean::Neither,
    }
}
