//! Hits of the cue layer -> what surrounds the matches of a segment: cues, sets, and the borders that hold cues off.
pub(super) mod acts;
pub(super) mod compete;
pub(super) mod near;
pub(super) mod turn;
use crate::tag::{
    context::acts::acts_on_matches,
    engine::{Engine, Owner},
    matcher::Hit,
};
use crate::{
    lexicon::{CueGroup, CueKind, Reach},
    report::{Holder, Level, Valence},
    text::Span,
};

/// How many words the last but one of a list may have.
const LIST_WITHIN: u32 = 5;

/// How a border was made, and what it holds off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tag) enum BorderKind {
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
pub(in crate::tag) struct Border {
    pub(in crate::tag) word: u32,
    pub(in crate::tag) kind: BorderKind,
}

/// A cue in its sentence.
#[derive(Clone, Copy, Debug)]
pub(in crate::tag) struct CueHit {
    pub(in crate::tag) hit: Hit,
    pub(in crate::tag) clause: u32,
    pub(in crate::tag) group: u32,
    pub(in crate::tag) kind: CueKind,
    pub(in crate::tag) reach: Reach,
    pub(in crate::tag) within: u32,
    /// Of a topic: what it lends.
    pub(in crate::tag) valence: Option<Valence>,
    /// Of a frame: how surely, in thousandths; of general polarity and denial: below 1000 where it says little by itself.
    pub(in crate::tag) weight: i32,
    /// Turned round by another cue.
    pub(in crate::tag) turned: bool,
    /// Used up by turning another cue round.
    pub(in crate::tag) used: bool,
    /// Has turned a word of general polarity round; it may still act on a match.
    pub(in crate::tag) heard: bool,
    /// Its own words say that something is not there ("no shortage of").
    pub(in crate::tag) lacking: bool,
}

/// A word of a set in its sentence.
#[derive(Clone, Copy, Debug)]
pub(in crate::tag) struct SetHit {
    pub(in crate::tag) hit: Hit,
    pub(in crate::tag) clause: u32,
    pub(in crate::tag) set: u32,
    /// What the set names.
    pub(in crate::tag) holder: Option<Holder>,
    pub(in crate::tag) level: Option<Level>,
}

/// The cues, sets and borders of one segment; buffers are used again.
#[derive(Debug, Default)]
pub(in crate::tag) struct Context {
    pub(in crate::tag) cues: Vec<CueHit>,
    pub(in crate::tag) sets: Vec<SetHit>,
    pub(in crate::tag) borders: Vec<Border>,
    /// The words before which a clause border stands, in order.
    clauses: Vec<u32>,
    /// The words behind a comma, in order.
    commas: Vec<u32>,
    /// Bytes of commas and slashes, in order.
    signs: Vec<u32>,
    /// Cues that join: the first word of each, in order, and the earliest last word of it and those behind it.
    joins: Vec<(u32, u32)>,
    /// What tells when, if or for whom something is so: from a word up to another.
    occasions: Vec<(u32, u32)>,
    /// The cues that can act on matches.
    pub(in crate::tag) actors: Vec<u32>,
    /// Whether any cue is a topic.
    topics: bool,
}

impl Context {
    /// Sorts the settled hits of the cue layer into cues, sets and borders, and lets cues act on each other.
    /// `breaks` are the words before which a sentence or punctuation border stands, `commas` those behind a comma.
    pub(in crate::tag) fn read(
        &mut self,
        engine: &Engine,
        hits: &[Hit],
        concepts: &[Hit],
        breaks: &[Border],
        commas: &[u32],
    ) {
        self.cues.clear();
        self.sets.clear();
        self.borders.clear();
        self.borders.extend_from_slice(breaks);
        self.commas.clear();
        self.commas.extend_from_slice(commas);
        for hit in hits {
            let entry = &engine.entries[hit.entry as usize];
            match entry.owner {
                Owner::Set(n) => {
                    let set = &engine.sets[n as usize];
                    let (holder, level) = (set.holder, set.level);
                    self.sets.push(SetHit { hit: *hit, clause: 0, set: n, holder, level });
                }
                Owner::Cue(n) => self.cue(&engine.cues[n as usize], n, *hit, entry.lacking),
                Owner::Concept(_) => {}
            }
        }
        self.close_concessions();
        self.borders.sort_by_key(|b| b.word);
        self.clauses.clear();
        self.clauses.extend(self.borders.iter().filter(|b| b.kind == BorderKind::Clause).map(|b| b.word));
        if !self.clauses.is_empty() {
            let clauses = &self.clauses;
            let clause = |hit: &Hit| clauses.partition_point(|b| *b <= hit.first) as u32;
            self.cues.iter_mut().for_each(|c| c.clause = clause(&c.hit));
            self.sets.iter_mut().for_each(|s| s.clause = clause(&s.hit));
        }
        self.find_occasions();
        self.turn(concepts);
        self.topics = self.cues.iter().any(|c| c.kind == CueKind::Topic);
        self.actors.clear();
        let acting = self.cues.iter().enumerate().filter(|(_, c)| !c.used && acts_on_matches(c.kind));
        self.actors.extend(acting.map(|(n, _)| n as u32));
        self.note_joins();
    }

    fn note_joins(&mut self) {
        self.joins.clear();
        let joins = self.cues.iter().filter(|c| c.kind == CueKind::Join);
        self.joins.extend(joins.map(|c| (c.hit.first, c.hit.last)));
        self.joins.sort_unstable();
        let mut earliest = u32::MAX;
        for (_, last) in self.joins.iter_mut().rev() {
            earliest = earliest.min(*last);
            *last = earliest;
        }
    }

    /// Notes the commas and slashes in a stretch of the text.
    pub(in crate::tag) fn note_signs(&mut self, text: &str, within: Span) {
        self.signs.clear();
        let signs = memchr::memchr2_iter(b',', b'/', text[within.range()].as_bytes());
        self.signs.extend(signs.map(|at| within.start + at as u32));
    }

    /// Whether a comma or slash stands in a stretch of the text.
    pub(in crate::tag) fn sign_within(&self, from: u32, to: u32) -> bool {
        self.signs.get(self.signs.partition_point(|at| *at < from)).is_some_and(|at| *at < to)
    }

    /// Whether a cue that joins stands between two words.
    pub(in crate::tag) fn join_between(&self, before: u32, behind: u32) -> bool {
        self.joins
            .get(self.joins.partition_point(|(first, _)| *first <= before))
            .is_some_and(|(_, last)| *last < behind)
    }

    /// Whether nothing here can tell what a match does: no cue acts on matches, none is a topic.
    pub(in crate::tag) fn is_mute(hits: &[Hit], engine: &Engine) -> bool {
        hits.iter().all(|h| match engine.entries[h.entry as usize].owner {
            Owner::Cue(n) => {
                let kind = engine.cues[n as usize].kind;
                kind != CueKind::Topic && !acts_on_matches(kind)
            }
            _ => true,
        })
    }

    fn cue(&mut self, group: &CueGroup, n: u32, mut hit: Hit, lacking: bool) {
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
                if group.kind == CueKind::Deny || self.commas.contains(&hit.first) {
                    self.borders.push(Border { word: hit.first, kind: BorderKind::Negation });
                }
                return;
            }
            CueKind::Join if group.reach == Reach::Stop => {
                if !self.ends_list(hit.first) {
                    self.borders.push(Border { word: hit.first, kind: BorderKind::Stop });
                }
                hit.last = hit.first; // the word itself joins, whatever stands behind it
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
            lacking,
        });
    }

    /// Whether a word joins the last of a list: a comma stands close before, and nothing is said of what stands between ("time, staff, and rooms
    /// were lacking"). Asked of a word behind all the cues there are so far.
    fn ends_list(&self, word: u32) -> bool {
        let before = &self.commas[..self.commas.partition_point(|w| *w < word)];
        let Some(item) = before.last().filter(|comma| word - **comma <= LIST_WITHIN) else { return false };
        let predicate = |c: &CueHit| acts_on_matches(c.kind) && matches!(c.reach, Reach::Backward | Reach::Both);
        !self.cues.iter().any(|c| c.hit.first >= *item && c.hit.last < word && predicate(c))
    }

    /// An occasion goes on to the next comma or border; one that is told by all its words ends before the last of them.
    fn find_occasions(&mut self) {
        self.occasions.clear();
        for cue in self.cues.iter().filter(|c| c.kind == CueKind::Occasion) {
            let comma = self.commas.iter().find(|w| **w > cue.hit.last);
            let border =
                self.borders.iter().find(|b| b.word > cue.hit.last && b.kind != BorderKind::Negation).map(|b| b.word);
            let end = comma.copied().into_iter().chain(border).min().unwrap_or(u32::MAX);
            let end = if cue.reach == Reach::Backward { cue.hit.last } else { end };
            self.occasions.push((cue.hit.first, end));
        }
        if !self.occasions.is_empty() {
            let ends = self.occasions.iter().filter(|o| o.1 != u32::MAX);
            self.borders.extend(ends.map(|o| Border { word: o.1, kind: BorderKind::Stop }));
            self.borders.sort_by_key(|b| b.word);
        }
    }

    /// What tells when, if or for whom something is so.
    pub(in crate::tag) fn occasions(&self) -> &[(u32, u32)] {
        &self.occasions
    }

    /// A concession at the head of a sentence ends at its comma: "Although time was short, staff were keen".
    fn close_concessions(&mut self) {
        for n in 0..self.cues.len() {
            let cue = &self.cues[n];
            if cue.kind == CueKind::Concession
                && let Some(word) = self.commas.iter().find(|w| **w > cue.hit.last + 1)
            {
                self.borders.push(Border { word: *word, kind: BorderKind::Clause });
            }
        }
    }

    /// The last word behind a comma that stands between the two, if any does.
    pub(in crate::tag) fn comma_between(&self, left: &Hit, right: &Hit) -> Option<u32> {
        let before = &self.commas[..self.commas.partition_point(|w| *w <= right.first)];
        before.last().copied().filter(|w| *w > left.last)
    }

    /// Whether no border that holds off such a cue stands between the two.
    pub(in crate::tag) fn open_between(&self, cue: &CueHit, target: &Hit) -> bool {
        let forward = cue.hit.first < target.first;
        let denies = matches!(cue.kind, CueKind::Absent | CueKind::Deny);
        self.same_clause(cue, target) && !(forward && denies && self.border(&cue.hit, target, BorderKind::Negation))
    }

    /// Whether no border that holds off any cue stands between the two.
    pub(in crate::tag) fn same_clause(&self, cue: &CueHit, target: &Hit) -> bool {
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

    /// The nearest topic before a match, in its clause.
    pub(in crate::tag) fn topic(&self, hit: &Hit, clause: u32) -> Option<(u32, Valence)> {
        if !self.topics {
            return None;
        }
        let topic = |c: &CueHit| c.kind == CueKind::Topic && c.hit.last < hit.first && c.clause == clause;
        let near = self.cues.iter().enumerate().filter(|(_, c)| topic(c)).max_by_key(|(_, c)| c.hit.last)?;
        Some(near.0 as u32).zip(near.1.valence)
    }

    /// The clause a word stands in: how many clause borders lie before it.
    #[inline]
    pub(in crate::tag) fn clause(&self, word: u32) -> u32 {
        self.clauses.partition_point(|b| *b <= word) as u32
    }

    /// First and last word of a clause within the segment `first..end`.
    pub(in crate::tag) fn clause_words(&self, clause: u32, first: u32, end: u32) -> (u32, u32) {
        let before = self.clause(first);
        let inside = &self.clauses[before as usize..self.clauses.partition_point(|b| *b < end).max(before as usize)];
        let start = clause.checked_sub(before + 1).and_then(|n| inside.get(n as usize)).map_or(first, |b| *b);
        let stop = inside.get((clause - before.min(clause)) as usize).map_or(end, |b| *b);
        (start, stop.saturating_sub(1).max(start))
    }
}
