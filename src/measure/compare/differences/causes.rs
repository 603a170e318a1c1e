//! A difference -> the entries it can be put down to: of two lexicons those that changed and stand there, of two reports alone the evidence
//! that only one side has.
use super::Difference;
use crate::{
    lexicon::changes::{Change, ChangeKind, Scope, place_of_concept},
    report::Suggestion,
};
use std::collections::{BTreeMap, BTreeSet};

/// An entry that a difference can be put down to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The term, as written in the lexicon; of what is no term its name (`score.explicit`, `tdf.goals`).
    pub text: String,
    /// Whose it is: `concept.time`, `tdf.knowledge`, `cue.absence`, `set.clinician`; of cues in reports `cue.KIND`.
    pub place: String,
    /// What happened to the entry; none where only reports are at hand.
    pub change: Option<ChangeKind>,
    /// What changed, in words.
    pub what: String,
}

/// A term that stands in or beside a segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearby {
    /// Whether it stands in what lends to the segment only: a heading, a lead-in.
    pub outside: bool,
    /// Whose it is.
    pub place: String,
    /// As written in the lexicon.
    pub text: String,
}

/// What differs between two lexicons, ready to be asked.
#[derive(Debug, Default)]
pub struct Culprits<'c> {
    changes: &'c [Change],
    /// Per side: (place, text) of terms.
    terms: [BTreeMap<(&'c str, &'c str), Vec<usize>>; 2],
    /// Per side: texts of cues' terms; reports do not say whose a cue is.
    cues: [BTreeMap<&'c str, Vec<usize>>; 2],
    scoped: Vec<usize>,
}

impl<'c> Culprits<'c> {
    /// Of these changes, as far as they reach texts read in this way (extracted statements or running text); without any, differences are
    /// put down to the evidence that only one side has.
    pub fn new(changes: &'c [Change], statements: bool) -> Self {
        let mut out = Self { changes, ..Self::default() };
        for (n, change) in changes.iter().enumerate().filter(|(_, c)| c.reaches(statements)) {
            if change.scope != Scope::Term {
                out.scoped.push(n);
                continue;
            }
            for (side, entry) in [&change.old, &change.new].into_iter().enumerate() {
                let Some(entry) = entry else { continue };
                out.terms[side].entry((&entry.place, &entry.text)).or_default().push(n);
                if entry.place.starts_with("cue.") {
                    out.cues[side].entry(&entry.text).or_default().push(n);
                }
            }
        }
        out
    }

    /// Fills in the causes of a difference. `nearby` gives the terms around it by the old and by the new lexicon; it is asked only where the
    /// suggestion's own evidence does not tell.
    pub fn explain(&self, d: &mut Difference, nearby: &mut dyn FnMut(&Difference) -> [Vec<Nearby>; 2]) {
        let mut found = BTreeSet::new();
        if !self.changes.is_empty() {
            self.own(d, &mut found);
            if found.is_empty() {
                let around = nearby(d);
                self.near(d, &around, false, &mut found);
                if found.is_empty() {
                    self.near(d, &around, true, &mut found);
                }
            }
            if found.is_empty() {
                let all = self.scoped.iter().filter(|n| self.changes[**n].scope == Scope::All);
                found.extend(all.filter_map(|n| self.named(*n)));
            }
        }
        if found.is_empty() {
            found = evidence(d);
        }
        d.causes = found.into_iter().collect();
    }

    /// Changed entries among the suggestion's own matches and cues, and of its domain.
    fn own(&self, d: &Difference, found: &mut BTreeSet<Cause>) {
        let sides = [d.old.as_ref(), d.new.as_ref()];
        let codes: Vec<String> = sides.iter().filter_map(|s| Difference::code(*s)).collect();
        for (side, s) in sides.iter().enumerate().filter_map(|(n, s)| Some((n, (*s)?))) {
            for m in &s.matches {
                let place = place_of_concept(&m.concept);
                self.term(side, &place, &m.term, found);
                self.scoped(&place, &m.term, |code| codes.iter().any(|c| c == code), found);
            }
            for c in &s.cues {
                let changes = self.cues[side].get(&*c.cue).into_iter().flatten();
                found.extend(changes.filter_map(|n| self.of(*n, &c.cue)));
            }
        }
        let of_domain = |n: &&usize| matches!(&self.changes[**n].scope, Scope::Domain(code) if codes.contains(code));
        found.extend(self.scoped.iter().filter(of_domain).filter_map(|n| self.named(*n)));
    }

    /// Changed entries that stand in the segment (or `outside`, in what lends to it), whether they came to anything or not.
    fn near(&self, d: &Difference, around: &[Vec<Nearby>; 2], outside: bool, found: &mut BTreeSet<Cause>) {
        let framework = d.known_by().map(|s| format!("{}.", s.framework)).unwrap_or_default();
        for (side, list) in around.iter().enumerate() {
            for near in list.iter().filter(|near| near.outside == outside) {
                self.term(side, &near.place, &near.text, found);
                self.scoped(&near.place, &near.text, |code| code.starts_with(&framework), found);
                self.referred(side, &near.text, found);
            }
        }
    }

    fn term(&self, side: usize, place: &str, text: &str, found: &mut BTreeSet<Cause>) {
        let changes = self.terms[side].get(&(place, text)).into_iter().flatten();
        found.extend(changes.filter_map(|n| self.of(*n, text)));
    }

    /// Changes of the whole entry whose term this is, or of the way it leads to a domain.
    fn scoped(&self, place: &str, text: &str, leads: impl Fn(&str) -> bool, found: &mut BTreeSet<Cause>) {
        let reached = |n: &&usize| match &self.changes[**n].scope {
            Scope::Place(of) => of == place,
            Scope::Mapping(of, code) => of == place && leads(code),
            _ => false,
        };
        found.extend(self.scoped.iter().filter(reached).filter_map(|n| self.of(*n, text)));
    }

    /// Words of a set or cue that a term names (`<staff> turnover`).
    fn referred(&self, side: usize, term: &str, found: &mut BTreeSet<Cause>) {
        if !term.contains('<') {
            return;
        }
        for ((place, text), changes) in &self.terms[side] {
            let id = place.strip_prefix("set.").or_else(|| place.strip_prefix("cue."));
            if id.is_some_and(|id| term.contains(&format!("<{id}>"))) {
                found.extend(changes.iter().filter_map(|n| self.of(*n, text)));
            }
        }
    }

    /// The change as the cause, by the text that stands there.
    fn of(&self, n: usize, text: &str) -> Option<Cause> {
        let change = &self.changes[n];
        let side = |e: &&crate::lexicon::changes::Entry| *e.text == *text;
        let entry = change.new.as_ref().filter(side).or(change.old.as_ref().filter(side)).or(change.entry())?;
        Some(Cause {
            text: text.to_owned(),
            place: entry.place.clone(),
            change: Some(change.kind),
            what: change.what.clone(),
        })
    }

    /// The change as the cause, by its own name.
    fn named(&self, n: usize) -> Option<Cause> {
        let text = self.changes[n].entry()?.text.clone();
        self.of(n, &text)
    }
}

/// What of the evidence only one side has; else, where all is the same but for the outcome, all matches.
fn evidence(d: &Difference) -> BTreeSet<Cause> {
    let terms = |s: Option<&Suggestion<'_>>| -> BTreeSet<Cause> {
        s.map_or(BTreeSet::new(), |s| s.matches.iter().map(|m| bare(&m.term, place_of_concept(&m.concept))).collect())
    };
    let cues = |s: Option<&Suggestion<'_>>| -> BTreeSet<Cause> {
        s.map_or(BTreeSet::new(), |s| s.cues.iter().map(|c| bare(&c.cue, format!("cue.{}", c.kind))).collect())
    };
    let (old, new) = (d.old.as_ref(), d.new.as_ref());
    let only_one = |of: &dyn Fn(Option<&Suggestion<'_>>) -> BTreeSet<Cause>| -> BTreeSet<Cause> {
        of(old).symmetric_difference(&of(new)).cloned().collect()
    };
    let found = only_one(&terms);
    if !found.is_empty() {
        return found;
    }
    let found = only_one(&cues);
    if found.is_empty() { terms(old.or(new)) } else { found }
}

fn bare(text: &str, place: String) -> Cause {
    Cause { text: text.to_owned(), place, change: None, what: String::new() }
}
