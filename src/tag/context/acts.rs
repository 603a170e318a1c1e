//! Cues around a match -> those that act on it, in the order in which they are put together.
use crate::lexicon::{CueKind, Lean, Reach};
use crate::tag::{
    context::{
        Context, CueHit,
        near::{covers, distance, encloses, forward, inside, reaches, within},
    },
    engine::Entry,
    matcher::{Hit, Words},
    valence::Act,
};
use smallvec::SmallVec;

/// How many words may stand between a negation and the hindrance it lifts.
const LIFT_WITHIN: u32 = 1;
/// How many words may stand between a reduction and the hindrance it reduces.
const REDUCE_WITHIN: u32 = 3;
/// How many words may stand between two coordinated matches.
const JOIN_WITHIN: u32 = 4;

impl Context {
    /// The cues that act on a match, nearest first.
    pub(in crate::tag) fn acts(
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
                || ends_in_gap(words, text, cue, target, entry)
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
            self.avert(out);
            out.retain(|(n, act)| outer.contains(n) || self.may_lift(act.kind, &self.cues[*n as usize], target));
        }
        if out.len() > 1 {
            self.nearest_decides(target, out);
        }
    }

    /// What prevents a hindrance does not hinder: of words that do both ("prevents delays"), the reduction is left.
    fn avert(&self, acts: &mut Vec<(u32, Act)>) {
        let words = |n: u32| (self.cues[n as usize].hit.first, self.cues[n as usize].hit.last);
        let reduced = acts.iter().filter(|(_, a)| a.kind == CueKind::Reduce).map(|(n, _)| words(*n));
        let reduced: SmallVec<[(u32, u32); 4]> = reduced.collect();
        acts.retain(|(n, a)| a.kind != CueKind::Hinder || !reduced.contains(&words(*n)));
    }

    /// Nearest first, by the order of composition.
    fn order(&self, target: &Hit, out: &mut [(u32, Act)], outer: &[u32]) {
        // what stands within a match ("work not being recognised") is nearer than what stands beside it
        let place = |n: u32| {
            let hit = &self.cues[n as usize].hit;
            (!covers(target, hit), distance(hit, target), hit.first > target.first, hit.first)
        };
        let denied = out.iter().filter(|(_, act)| matches!(act.kind, CueKind::Absent | CueKind::Deny));
        let denied = denied.map(|(n, _)| self.cues[*n as usize].hit).filter(|h| h.first < target.first);
        let denied = denied.min_by_key(|h| (h.first, h.last));
        let within_denial =
            |n: u32| denied.is_some_and(|h| (h.last + 1..target.first).contains(&self.cues[n as usize].hit.first));
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
        match act.kind {
            CueKind::Deny if !act.turned && !act.mild && hit(n).last + 2 < target.first => {
                acts.iter().any(|(m, a)| judges(a.kind) && behind(*m) && plain(target, hit(*m)))
            }
            CueKind::Reduce if !act.turned && behind(n) => {
                acts.iter().any(|(m, a)| a.kind == CueKind::Hinder && hit(*m).last < target.first)
            }
            _ => false,
        }
    }

    /// What a cue does to a match: a double negation over a term that names the lack ("no shortage of staff") is a help.
    fn act(&self, cue: &CueHit, target: &Hit, entry: &Entry) -> Act {
        let double = cue.kind == CueKind::Present && cue.lacking;
        let lifted = double && entry.lean == Lean::Hinders && runs_into(cue, target);
        let mild = matches!(cue.kind, CueKind::Deny | CueKind::Reduce) && cue.weight < 1000;
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
        // what is denied right behind is not denied by what stands before a comma too ("no nausea, vomiting denied")
        let denied_behind = denies.iter().any(|d| d.first > target.last && distance(d, target) == 0);
        let far = |n: u32| {
            let hit = &self.cues[n as usize].hit;
            denied_behind && hit.last < target.first && self.comma_between(hit, target).is_some()
        };
        let twice = |n: u32| {
            denies.iter().any(|d| covers(d, &self.cues[n as usize].hit) || covers(&self.cues[n as usize].hit, d))
        };
        // what is said of it behind it, not what was said before a comma of something else ("knowledge was good, skills were poor")
        let hit = |n: u32| &self.cues[n as usize].hit;
        let judged_behind = acts.iter().any(|(n, act)| judges(act.kind) && hit(*n).first > target.last);
        let parted = |n: u32| {
            let before = hit(n).last < target.first && self.cues[n as usize].reach != Reach::Forward;
            judged_behind && before && self.comma_between(hit(n), target).is_some()
        };
        acts.retain(|(n, act)| match act.kind {
            CueKind::Reduce if twice(*n) => false,
            kind if judges(kind) && parted(*n) => false,
            kind if judges(kind) => !std::mem::replace(&mut decided, true),
            CueKind::Absent | CueKind::Deny if far(*n) => false,
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
                && !self.parted_by_comma(target, cue)
                && !self.told_before(target, cue)
                && !self.stands_before_noun(cue, concepts)
                && self.listed_up_to(words, text, cue, target, concepts);
        }
        if cue.reach == Reach::Backward || !binds_nouns(cue.kind) {
            return reaches(cue, target, cue.within) && self.open_between(cue, target);
        }
        if !forward(cue.reach) || !self.open_between(cue, target) || self.is_predicate(cue, concepts) {
            return false;
        }
        // at the end of another match it may still be the word before a noun ("were given little training"); all of one if the noun is near ("scarce transport")
        let near = target.first <= cue.hit.last + 2;
        let before_noun = |c: &Hit| c.last == cue.hit.last && (c.first < cue.hit.first || near);
        let part_of = concepts
            .iter()
            .find(|c| covers(c, &cue.hit) && !before_noun(c) && (c.last < target.first || target.last < c.first));
        if let Some(other) = part_of
            && (target.first == other.last + 1 || !self.joined(words, other, target))
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
        forward(cue.reach) && within(&from, target, allowed) && (first || self.joined(words, &from, target))
    }

    /// Whether a word that may stand behind what it says ("is inadequate") stands before another noun ("inadequate staffing") here.
    fn stands_before_noun(&self, cue: &CueHit, concepts: &[Hit]) -> bool {
        binds_nouns(cue.kind)
            && self.cues.iter().any(|c| {
                c.kind == cue.kind
                    && (c.hit.first, c.hit.last) == (cue.hit.first, cue.hit.last)
                    && c.reach == Reach::Forward
            })
            && concepts.iter().any(|c| c.first == cue.hit.last + 1 && self.open_between(cue, c))
    }

    /// Whether a word that may stand before a noun ("one problem was insufficient training") ends what is said of a match right before it here ("supplies
    /// were insufficient on night duty").
    fn is_predicate(&self, cue: &CueHit, concepts: &[Hit]) -> bool {
        self.cues.iter().any(|c| {
            c.kind == cue.kind
                && c.reach == Reach::Backward
                && c.hit.first < cue.hit.first
                && c.hit.last == cue.hit.last
                && concepts.iter().any(|m| m.last + 1 == c.hit.first)
        })
    }

    /// Whether an absence or denial said behind a match is said of something else, behind a comma ("gastritis, H pylori negative"): there is no
    /// list that goes on to it ("fever, chills and cough absent") and no aside that ends there ("support, which all wanted, was lacking").
    fn parted_by_comma(&self, target: &Hit, cue: &CueHit) -> bool {
        if !matches!(cue.kind, CueKind::Absent | CueKind::Deny) {
            return false;
        }
        let Some(behind) = self.comma_between(target, &cue.hit) else { return false };
        let goes_on = |c: &CueHit| c.kind == CueKind::Join && (behind..cue.hit.first).contains(&c.hit.first);
        behind != cue.hit.first && !self.cues.iter().any(goes_on)
    }

    /// Whether a predicate says of a match that it is not there or less, and *and* goes on to what another thing does ("time was short and the
    /// leaflet helped").
    fn told_before(&self, target: &Hit, judge: &CueHit) -> bool {
        if !judges(judge.kind) {
            return false;
        }
        let between = |c: &CueHit, from: u32| from < c.hit.first && c.hit.last < judge.hit.first;
        let joined = |from: u32| self.cues.iter().any(|c| c.kind == CueKind::Join && between(c, from));
        let predicate = |c: &CueHit| {
            matches!(c.kind, CueKind::Absent | CueKind::Deny | CueKind::Reduce | CueKind::Excess)
                && matches!(c.reach, Reach::Backward | Reach::Both)
                && between(c, target.last)
                && reaches(c, target, c.within)
        };
        self.cues.iter().any(|c| predicate(c) && joined(c.hit.last))
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
    fn joined(&self, words: &Words, a: &Hit, b: &Hit) -> bool {
        if b.first <= a.last {
            return false;
        }
        b.first == a.last + 1
            || self.join_between(a.last, b.first)
            || self.sign_within(words.end(a.last), words.start(b.first))
    }
}

/// Whether a cue that judges holds the match within it ("makes the workload lighter", "takes the fear away").
fn stands_around(cue: &CueHit, target: &Hit) -> bool {
    judges(cue.kind) && encloses(&cue.hit, target)
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

/// Whether a cue begins in the gap of a term and ends with it: one that hinders ("are not supportive" for `colleague ..3 supportive`), or denies what
/// does not hinder ("not available" for `protocol ..2 available`).
fn ends_in_gap(words: &Words, text: &str, cue: &CueHit, target: &Hit, entry: &Entry) -> bool {
    let (first, last) = (cue.hit.first, cue.hit.last);
    if !(entry.gappy && target.first < first && first < last && last == target.last) {
        return false;
    }
    match cue.kind {
        CueKind::Hinder => true,
        CueKind::Deny | CueKind::Absent => {
            let first_word = &text[words.start(first) as usize..words.end(first) as usize];
            entry.lean != Lean::Hinders && !entry.negative && !mentions(&entry.text, &first_word.to_lowercase())
        }
        _ => false,
    }
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

pub(in crate::tag) fn acts_on_matches(kind: CueKind) -> bool {
    use CueKind::*;
    matches!(kind, Absent | Deny | Present | Excess | Hinder | Help | Reduce | Increase | Wish | Hedge | Condition)
}

/// Cues that say whether a thing hinders or helps.
fn judges(kind: CueKind) -> bool {
    matches!(kind, CueKind::Hinder | CueKind::Help)
}

/// Cues that govern a noun phrase, not a clause.
fn binds_nouns(kind: CueKind) -> bool {
    use CueKind::*;
    matches!(kind, Absent | Present | Excess | Reduce | Increase)
}

/// The order of composition: what governs the thing itself, then predicates, then wishes and reserve.
fn late(kind: CueKind) -> u8 {
    match kind {
        kind if judges(kind) => 1,
        CueKind::Wish => 2,
        CueKind::Hedge | CueKind::Condition => 3,
        _ => 0,
    }
}
