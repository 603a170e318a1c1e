//! What surrounds a match: clause borders, which cues act on which match and on each other, and how far each reaches.
use super::{
    engine::{Engine, Entry, Owner},
    matcher::{Hit, Words},
    valence::Act,
};
use crate::{
    lexicon::{CueGroup, CueKind, Lean, Reach},
    report::{Holder, Level, Valence},
};
use smallvec::SmallVec;

/// How a border was made, and what it holds off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BorderKind {
    /// A new clause.
    Clause,
    /// Cues do not reach across; the clause goes on.
    Stop,
    /// A colon: holds off what looks forward.
    Colon,
    /// Holds off absence and denial only ("no antibiotics for the pneumonia").
    Negation,
}

/// A border before a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Border {
    pub(super) word: u32,
    pub(super) kind: BorderKind,
}

/// A cue in its sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct CueHit {
    pub(super) hit: Hit,
    pub(super) clause: u32,
    pub(super) group: u32,
    pub(super) kind: CueKind,
    pub(super) reach: Reach,
    pub(super) within: u32,
    /// Of a topic: what it lends.
    pub(super) valence: Option<Valence>,
    /// Of a frame: how surely, in thousandths; of general polarity and denial: below 1000 where it says little by itself.
    pub(super) weight: i32,
    /// Turned round by another cue.
    pub(super) turned: bool,
    /// Used up by turning another cue round.
    pub(super) used: bool,
    /// Has turned a word of general polarity round; it may still act on a match.
    pub(super) heard: bool,
}

/// A word of a set in its sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct SetHit {
    pub(super) hit: Hit,
    pub(super) clause: u32,
    pub(super) set: u32,
    /// What the set names.
    pub(super) holder: Option<Holder>,
    pub(super) level: Option<Level>,
}

/// The cues, sets and borders of one segment; buffers are used again.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub(super) cues: Vec<CueHit>,
    pub(super) sets: Vec<SetHit>,
    pub(super) borders: Vec<Border>,
    /// The words before which a clause border stands, in order.
    clauses: Vec<u32>,
    /// The cues that can act on matches.
    actors: Vec<u32>,
    /// Whether any cue is a topic.
    topics: bool,
}

/// How many words may stand between a negation and the hindrance it lifts.
const LIFT_WITHIN: u32 = 1;
/// How many words may stand between a reduction and the hindrance it reduces.
const REDUCE_WITHIN: u32 = 3;
/// How many words may stand between two coordinated matches.
const JOIN_WITHIN: u32 = 4;

impl Context {
    /// Sorts the settled hits of the cue layer into cues, sets and borders, and lets cues act on each other.
    /// `breaks` are the words before which a sentence or punctuation border stands, `commas` those behind a comma.
    pub(super) fn read(&mut self, engine: &Engine, hits: &[Hit], concepts: &[Hit], breaks: &[Border], commas: &[u32]) {
        self.cues.clear();
        self.sets.clear();
        self.borders.clear();
        self.borders.extend_from_slice(breaks);
        for hit in hits {
            match engine.entries[hit.entry as usize].owner {
                Owner::Set(n) => {
                    let set = &engine.sets[n as usize];
                    let (holder, level) = (set.holder, set.level);
                    self.sets.push(SetHit { hit: *hit, clause: 0, set: n, holder, level });
                }
                Owner::Cue(n) => self.cue(&engine.cues[n as usize], n, *hit, commas),
                Owner::Concept(_) => {}
            }
        }
        self.close_concessions(commas);
        self.borders.sort_by_key(|b| b.word);
        self.clauses.clear();
        self.clauses.extend(self.borders.iter().filter(|b| b.kind == BorderKind::Clause).map(|b| b.word));
        if !self.clauses.is_empty() {
            let clauses = &self.clauses;
            let clause = |hit: &Hit| clauses.partition_point(|b| *b <= hit.first) as u32;
            self.cues.iter_mut().for_each(|c| c.clause = clause(&c.hit));
            self.sets.iter_mut().for_each(|s| s.clause = clause(&s.hit));
        }
        self.turn(concepts, commas);
        self.topics = self.cues.iter().any(|c| c.kind == CueKind::Topic);
        self.actors.clear();
        let acting = self.cues.iter().enumerate().filter(|(_, c)| !c.used && acts_on_matches(c.kind));
        self.actors.extend(acting.map(|(n, _)| n as u32));
    }

    /// Whether nothing here can tell what a match does: no cue acts on matches, none is a topic.
    pub(super) fn is_mute(hits: &[Hit], engine: &Engine) -> bool {
        hits.iter().all(|h| match engine.entries[h.entry as usize].owner {
            Owner::Cue(n) => {
                let kind = engine.cues[n as usize].kind;
                kind != CueKind::Topic && !acts_on_matches(kind)
            }
            _ => true,
        })
    }

    fn cue(&mut self, group: &CueGroup, n: u32, hit: Hit, commas: &[u32]) {
        if group.reach == Reach::Shield {
            return;
        }
        match group.kind {
            CueKind::Contrast | CueKind::Concession => {
                self.borders.push(Border { word: hit.first, kind: BorderKind::Clause })
            }
            CueKind::Stop => self.borders.push(Border { word: hit.first, kind: BorderKind::Stop }),
            CueKind::Absent | CueKind::Deny if group.reach == Reach::Stop => {
                // of absence: a new predicate, told from a list by the comma before it
                if group.kind == CueKind::Deny || commas.contains(&hit.first) {
                    self.borders.push(Border { word: hit.first, kind: BorderKind::Negation });
                }
                return;
            }
            _ if group.reach == Reach::Stop => self.borders.push(Border { word: hit.first, kind: BorderKind::Stop }),
            _ => {}
        }
        let (kind, reach, within) = (group.kind, group.reach, group.within);
        let (valence, weight) = (group.valence, group.weight);
        self.cues.push(CueHit {
            hit,
            clause: 0,
            group: n,
            kind,
            reach,
            within,
            valence,
            weight,
            turned: false,
            used: false,
            heard: false,
        });
    }

    /// A concession at the head of a sentence ends at its comma: "Although time was short, staff were keen".
    fn close_concessions(&mut self, commas: &[u32]) {
        for n in 0..self.cues.len() {
            let cue = &self.cues[n];
            if cue.kind == CueKind::Concession
                && let Some(word) = commas.iter().find(|w| **w > cue.hit.last + 1)
            {
                self.borders.push(Border { word: *word, kind: BorderKind::Clause });
            }
        }
    }

    /// Whether no border that holds off such a cue stands between the two.
    pub(super) fn open_between(&self, cue: &CueHit, target: &Hit) -> bool {
        let forward = cue.hit.first < target.first;
        let denies = matches!(cue.kind, CueKind::Absent | CueKind::Deny);
        self.same_clause(cue, target) && !(forward && denies && self.border(&cue.hit, target, BorderKind::Negation))
    }

    /// Whether no border that holds off any cue stands between the two.
    pub(super) fn same_clause(&self, cue: &CueHit, target: &Hit) -> bool {
        if self.borders.is_empty() {
            return true;
        }
        let forward = cue.hit.first < target.first;
        let (left, right) = if forward { (&cue.hit, target) } else { (target, &cue.hit) };
        let closed = |kind| self.border(left, right, kind);
        !(closed(BorderKind::Clause) || closed(BorderKind::Stop) || forward && closed(BorderKind::Colon))
    }

    fn border(&self, left: &Hit, right: &Hit, kind: BorderKind) -> bool {
        self.borders.iter().any(|b| b.kind == kind && left.last < b.word && b.word <= right.first)
    }

    /// The cues that act on a match, nearest first.
    pub(super) fn acts(
        &self,
        words: &Words,
        text: &str,
        target: &Hit,
        entry: &Entry,
        concepts: &[Hit],
        out: &mut Vec<(u32, Act)>,
    ) {
        out.clear();
        for n in &self.actors {
            let cue = &self.cues[*n as usize];
            if stands_around(cue, target)
                || stands_in_gap(words, text, cue, target, entry)
                || ends_in_gap(cue, target, entry)
                || stands_in_choice(cue, target, entry)
                || self.acts_on(words, text, cue, target, concepts)
            {
                out.push((*n, self.act(cue, target, entry)));
            }
        }
        let mut outer: SmallVec<[u32; 2]> = SmallVec::new();
        if out.len() > 1 {
            let plain =
                |a: &Hit, b: &Hit| !text[words.end(a.last) as usize..words.start(b.first) as usize].contains(',');
            outer.extend(out.iter().filter(|o| self.takes_it_all(**o, out, target, plain)).map(|(n, _)| *n));
            self.order(target, out, &outer);
        }
        if entry.lean == Lean::Hinders {
            out.retain(|(n, act)| outer.contains(n) || self.may_lift(act.kind, &self.cues[*n as usize], target));
        }
        if out.len() > 1 {
            self.nearest_decides(target, out);
        }
    }

    /// Nearest first, by the order of composition.
    fn order(&self, target: &Hit, out: &mut [(u32, Act)], outer: &[u32]) {
        // what stands within a match ("work not being recognised") is nearer than what stands beside it
        let place = |n: u32| {
            let hit = &self.cues[n as usize].hit;
            (!covers(target, hit), distance(hit, target), hit.first > target.first, hit.first)
        };
        let denied = out.iter().filter(|(_, act)| matches!(act.kind, CueKind::Absent | CueKind::Deny));
        let denied = denied.map(|(n, _)| self.cues[*n as usize].hit.first).filter(|w| *w < target.first).min();
        let within_denial =
            |n: u32| denied.is_some_and(|w| (w..target.first).contains(&self.cues[n as usize].hit.first));
        let rank = |n: u32, kind| match late(kind) {
            1 if within_denial(n) => 0,
            _ if outer.contains(&n) => 3,
            late => 2 * late,
        };
        out.sort_by_key(|(n, act)| (rank(*n, act.kind), place(*n)));
    }

    /// Whether a cue governs the whole of what is said of a match: a denial from afar the predicate behind it ("none of them felt that
    /// cost was an obstacle"), a reduction behind it the noun before it ("barriers such as distance were overcome").
    fn takes_it_all(
        &self,
        (n, act): (u32, Act),
        acts: &[(u32, Act)],
        target: &Hit,
        plain: impl Fn(&Hit, &Hit) -> bool,
    ) -> bool {
        let hit = |n: u32| &self.cues[n as usize].hit;
        let behind = |n: u32| target.last < hit(n).first;
        let judges = |act: &Act| matches!(act.kind, CueKind::Hinder | CueKind::Help);
        match act.kind {
            CueKind::Deny if !act.turned && !act.mild && hit(n).last + 2 < target.first => {
                acts.iter().any(|(m, a)| judges(a) && behind(*m) && plain(target, hit(*m)))
            }
            CueKind::Reduce if !act.turned && behind(n) => {
                acts.iter().any(|(m, a)| a.kind == CueKind::Hinder && hit(*m).last < target.first)
            }
            _ => false,
        }
    }

    /// What a cue does to a match: a double negation over a term that names the lack ("no shortage of staff") is a help.
    fn act(&self, cue: &CueHit, target: &Hit, entry: &Entry) -> Act {
        let lifted = cue.kind == CueKind::Present && entry.lean == Lean::Hinders && runs_into(cue, target);
        let mild = cue.kind == CueKind::Deny && cue.weight < 1000;
        Act { kind: if lifted { CueKind::Help } else { cue.kind }, turned: cue.turned, mild }
    }

    /// Whether a cue may turn a hindrance into a help: a negation only from close before ("no fear"), praise of something near it never.
    fn may_lift(&self, kind: CueKind, cue: &CueHit, target: &Hit) -> bool {
        let (attribute, cue) = (cue.reach == Reach::Forward, &cue.hit);
        let apart = cue.last < target.first || target.last < cue.first;
        let within = target.first < cue.first && cue.last < target.last; // "patients rarely refused"
        match kind {
            CueKind::Absent => (apart || within) && distance(cue, target) == 0,
            CueKind::Deny => within || cue.last < target.first && distance(cue, target) <= LIFT_WITHIN,
            CueKind::Help => !(attribute && apart) && distance(cue, target) <= LIFT_WITHIN,
            CueKind::Reduce => distance(cue, target) <= REDUCE_WITHIN,
            _ => true,
        }
    }

    /// Of predicates and reductions the nearest decides, of the negations before and of those behind the nearest.
    fn nearest_decides(&self, target: &Hit, acts: &mut Vec<(u32, Act)>) {
        let (mut decided, mut denied, mut reduced) = (false, [false; 2], false);
        // words that both deny and reduce ("avoid") turn round once
        let denies: SmallVec<[Hit; 4]> = acts
            .iter()
            .filter(|(_, act)| matches!(act.kind, CueKind::Absent | CueKind::Deny))
            .map(|(n, _)| self.cues[*n as usize].hit)
            .collect();
        let twice = |n: u32| {
            denies.iter().any(|d| covers(d, &self.cues[n as usize].hit) || covers(&self.cues[n as usize].hit, d))
        };
        acts.retain(|(n, act)| match act.kind {
            CueKind::Reduce if twice(*n) => false,
            CueKind::Hinder | CueKind::Help => !std::mem::replace(&mut decided, true),
            CueKind::Absent | CueKind::Deny => {
                let behind = self.cues[*n as usize].hit.first > target.first;
                !std::mem::replace(&mut denied[usize::from(behind)], true)
            }
            CueKind::Reduce => !std::mem::replace(&mut reduced, true),
            _ => true,
        });
    }

    fn acts_on(&self, words: &Words, text: &str, cue: &CueHit, target: &Hit, concepts: &[Hit]) -> bool {
        let overlaps = cue.hit.first <= target.last && target.first <= cue.hit.last;
        if overlaps {
            return runs_into(cue, target);
        }
        if cue.hit.first > target.last {
            return reaches(cue, target, cue.within)
                && self.open_between(cue, target)
                && !self.stands_before_noun(cue, concepts)
                && self.listed_up_to(words, text, cue, target, concepts);
        }
        if cue.reach == Reach::Backward || !binds_nouns(cue.kind) {
            return reaches(cue, target, cue.within) && self.open_between(cue, target);
        }
        if !forward(cue.reach) || !self.open_between(cue, target) {
            return false;
        }
        // at the end of another match it may still be the word before a noun ("were given little training")
        let before_noun = |c: &Hit| c.first < cue.hit.first && c.last == cue.hit.last;
        let part_of = concepts
            .iter()
            .find(|c| covers(c, &cue.hit) && !before_noun(c) && (c.last < target.first || target.last < c.first));
        if let Some(other) = part_of
            && (target.first == other.last + 1 || !self.joined(words, text, other, target))
        {
            return false;
        }
        // A word that governs a noun ("lack of") goes beyond the first match behind it only along a list.
        let mut from = cue.hit;
        let mut allowed = cue.within;
        for c in concepts.iter().filter(|c| c.first > cue.hit.last && c.last < target.first) {
            if c.first <= from.last && from.first != cue.hit.first {
                continue;
            }
            if !within(&from, c, allowed) {
                return false;
            }
            (from, allowed) = (*c, JOIN_WITHIN);
        }
        let first = from.first == cue.hit.first;
        forward(cue.reach) && within(&from, target, allowed) && (first || self.joined(words, text, &from, target))
    }

    /// Whether a word that may stand behind what it says ("is inadequate") stands before another noun ("inadequate staffing") here.
    fn stands_before_noun(&self, cue: &CueHit, concepts: &[Hit]) -> bool {
        binds_nouns(cue.kind)
            && self.cues.iter().any(|c| {
                c.kind == cue.kind
                    && c.hit.first >= cue.hit.first
                    && c.hit.last == cue.hit.last
                    && c.reach == Reach::Forward
            })
            && concepts.iter().any(|c| c.first == cue.hit.last + 1 && self.open_between(cue, c))
    }

    /// Whether the matches between one and an absence said behind it make a list with it ("fever and cough are absent").
    fn listed_up_to(&self, words: &Words, text: &str, cue: &CueHit, target: &Hit, concepts: &[Hit]) -> bool {
        if !matches!(cue.kind, CueKind::Absent | CueKind::Deny) {
            return true;
        }
        let next = concepts.iter().find(|c| c.first > target.last && c.last < cue.hit.first);
        next.is_none_or(|next| {
            let comma = text[words.end(target.last) as usize..].starts_with([',', '/']);
            let join = |c: &CueHit| c.kind == CueKind::Join && c.hit.first == target.last + 1;
            comma || next.first == target.last + 1 || self.cues.iter().any(join)
        })
    }

    /// Whether a coordination (and, or, a comma) stands between two matches.
    fn joined(&self, words: &Words, text: &str, a: &Hit, b: &Hit) -> bool {
        if b.first <= a.last {
            return false;
        }
        let between = &text[words.end(a.last) as usize..words.start(b.first) as usize];
        between.contains([',', '/'])
            || self.cues.iter().any(|c| c.kind == CueKind::Join && c.hit.first > a.last && c.hit.last < b.first)
            || b.first == a.last + 1
    }

    /// The nearest topic before a match, in its clause.
    pub(super) fn topic(&self, hit: &Hit, clause: u32) -> Option<(u32, Valence)> {
        if !self.topics {
            return None;
        }
        let topic = |c: &CueHit| c.kind == CueKind::Topic && c.hit.last < hit.first && c.clause == clause;
        let near = self.cues.iter().enumerate().filter(|(_, c)| topic(c)).max_by_key(|(_, c)| c.hit.last)?;
        Some(near.0 as u32).zip(near.1.valence)
    }

    /// The clause a word stands in: how many clause borders lie before it.
    #[inline]
    pub(super) fn clause(&self, word: u32) -> u32 {
        self.clauses.partition_point(|b| *b <= word) as u32
    }

    /// First and last word of a clause within the segment `first..end`.
    pub(super) fn clause_words(&self, clause: u32, first: u32, end: u32) -> (u32, u32) {
        let before = self.clause(first);
        let inside = &self.clauses[before as usize..self.clauses.partition_point(|b| *b < end).max(before as usize)];
        let start = clause.checked_sub(before + 1).and_then(|n| inside.get(n as usize)).map_or(first, |b| *b);
        let stop = inside.get((clause - before.min(clause)) as usize).map_or(end, |b| *b);
        (start, stop.saturating_sub(1).max(start))
    }
}

/// Whether a cue that judges holds the match within it ("makes the workload lighter", "takes the fear away").
fn stands_around(cue: &CueHit, target: &Hit) -> bool {
    matches!(cue.kind, CueKind::Help | CueKind::Hinder) && encloses(&cue.hit, target)
}

/// Whether a cue of absence or denial stands in the gap of a term ("had no time to" for `have ..3 time to`).
fn stands_in_gap(words: &Words, text: &str, cue: &CueHit, target: &Hit, entry: &Entry) -> bool {
    let kind = |k| matches!(k, CueKind::Absent | CueKind::Deny | CueKind::Reduce | CueKind::Excess);
    if !(entry.gappy && kind(cue.kind) && target.first < cue.hit.first && cue.hit.last < target.last) {
        return false;
    }
    let cue_words = &text[words.start(cue.hit.first) as usize..words.end(cue.hit.last) as usize];
    !mentions(&entry.text, &cue_words.to_lowercase())
}

/// Whether a term has these words as words ("one another" has no "not").
fn mentions(term: &str, words: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '\'';
    term.match_indices(words)
        .any(|(at, found)| !term[..at].ends_with(part) && !term[at + found.len()..].starts_with(part))
}

/// Whether a cue that hinders begins in the gap of a term and ends with it ("are not supportive" for `colleague ..3 supportive`).
fn ends_in_gap(cue: &CueHit, target: &Hit, entry: &Entry) -> bool {
    let (first, last) = (cue.hit.first, cue.hit.last);
    entry.gappy && cue.kind == CueKind::Hinder && target.first < first && first < last && last == target.last
}

/// Whether a cue of absence or denial stands where a term leaves a choice ("little support" for `{good,little} support`).
fn stands_in_choice(cue: &CueHit, target: &Hit, entry: &Entry) -> bool {
    entry.choice && matches!(cue.kind, CueKind::Absent | CueKind::Deny | CueKind::Hinder) && inside(&cue.hit, target)
}

/// Whether a cue begins before a match and ends in it ("not giving enough" over "enough support").
fn runs_into(cue: &CueHit, target: &Hit) -> bool {
    matches!(cue.kind, CueKind::Absent | CueKind::Deny | CueKind::Help | CueKind::Hinder | CueKind::Present)
        && matches!(cue.reach, Reach::Forward | Reach::Both)
        && cue.hit.first < target.first
        && (target.first..=target.last).contains(&cue.hit.last)
}

fn inside(inner: &Hit, outer: &Hit) -> bool {
    outer.first <= inner.first && inner.last <= outer.last && (inner.first, inner.last) != (outer.first, outer.last)
}

pub(super) fn acts_on_matches(kind: CueKind) -> bool {
    use CueKind::*;
    matches!(kind, Absent | Deny | Present | Excess | Hinder | Help | Reduce | Increase | Wish | Hedge | Condition)
}

/// Cues that govern a noun phrase, not a clause.
fn binds_nouns(kind: CueKind) -> bool {
    use CueKind::*;
    matches!(kind, Absent | Present | Excess | Reduce | Increase)
}

/// The order of composition: what governs the thing itself, then predicates, then wishes and reserve.
fn late(kind: CueKind) -> u8 {
    match kind {
        CueKind::Hinder | CueKind::Help => 1,
        CueKind::Wish => 2,
        CueKind::Hedge | CueKind::Condition => 3,
        _ => 0,
    }
}

fn forward(reach: Reach) -> bool {
    matches!(reach, Reach::Forward | Reach::Both)
}

pub(super) fn reaches(cue: &CueHit, target: &Hit, words: u32) -> bool {
    if cue.hit.last < target.first {
        forward(cue.reach) && within(&cue.hit, target, words)
    } else {
        target.last < cue.hit.first
            && matches!(cue.reach, Reach::Backward | Reach::Both)
            && within(target, &cue.hit, words)
    }
}

fn within(left: &Hit, right: &Hit, words: u32) -> bool {
    right.first > left.last && right.first - left.last - 1 <= words
}

/// Words between two hits.
pub(super) fn distance(a: &Hit, b: &Hit) -> u32 {
    if a.last < b.first { b.first - a.last - 1 } else { a.first.saturating_sub(b.last + 1) }
}

pub(super) fn between(a: &Hit, b: &Hit, c: &Hit) -> bool {
    let (left, right) = if a.first < b.first { (a, b) } else { (b, a) };
    left.last < c.first && c.last < right.first
}

pub(super) fn encloses(outer: &Hit, inner: &Hit) -> bool {
    outer.first < inner.first && inner.last < outer.last
}

pub(super) fn covers(outer: &Hit, inner: &Hit) -> bool {
    outer.first <= inner.first && inner.last <= outer.last
}
