//! Two reports on one document -> what differs between them, suggestion by suggestion, and the counts of both.
mod causes;
mod pair;

use crate::report::{DocumentInfo, Report, Suggestion, Valence};
pub use causes::{Cause, Culprits, Nearby};
use pair::{Pair, pairs};
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Only the new side has it.
    Gained,
    /// Only the old side has it.
    Lost,
    /// The same words, in another domain.
    Moved,
    /// Barrier, facilitator, mixed or unclear otherwise than before.
    ValenceChanged,
    /// The same but for its score.
    ScoreChanged,
    /// The same but for the cut of the segment, construct, holder, level, certainty, denial or the terms found.
    DetailChanged,
}

impl Kind {
    /// All kinds, the weightiest first.
    pub const ALL: [Kind; 6] =
        [Kind::Gained, Kind::Lost, Kind::Moved, Kind::ValenceChanged, Kind::ScoreChanged, Kind::DetailChanged];

    /// Its place among all kinds, from 0.
    pub(super) fn place(self) -> usize {
        Self::ALL.iter().position(|k| *k == self).unwrap_or(0)
    }

    /// The name in comparisons and gates.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Gained => "gained",
            Kind::Lost => "lost",
            Kind::Moved => "moved",
            Kind::ValenceChanged => "valence_changed",
            Kind::ScoreChanged => "score_changed",
            Kind::DetailChanged => "detail_changed",
        }
    }
}

/// How many differences of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kinds {
    /// Only new.
    pub gained: u64,
    /// Only old.
    pub lost: u64,
    /// In another domain.
    pub moved: u64,
    /// With another valence.
    pub valence_changed: u64,
    /// With another score alone.
    pub score_changed: u64,
    /// The same but for details.
    pub detail_changed: u64,
}

impl Kinds {
    /// Gained, lost, moved and changed in valence together: all but score and details.
    pub fn changed(&self) -> u64 {
        self.gained + self.lost + self.moved + self.valence_changed
    }

    /// Of one kind.
    pub fn of(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Gained => self.gained,
            Kind::Lost => self.lost,
            Kind::Moved => self.moved,
            Kind::ValenceChanged => self.valence_changed,
            Kind::ScoreChanged => self.score_changed,
            Kind::DetailChanged => self.detail_changed,
        }
    }

    pub(super) fn add(&mut self, kind: Kind, n: u64) {
        let count = match kind {
            Kind::Gained => &mut self.gained,
            Kind::Lost => &mut self.lost,
            Kind::Moved => &mut self.moved,
            Kind::ValenceChanged => &mut self.valence_changed,
            Kind::ScoreChanged => &mut self.score_changed,
            Kind::DetailChanged => &mut self.detail_changed,
        };
        *count += n;
    }
}

/// A suggestion that is not as it was.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What became of it.
    pub kind: Kind,
    /// The document's id.
    pub document: String,
    /// Which of the comparison's documents with differences it is of; set by [`super::Comparer::add`].
    pub place: usize,
    /// As it was; none if gained.
    pub old: Option<Suggestion<'static>>,
    /// As it is; none if lost.
    pub new: Option<Suggestion<'static>>,
    /// What it can be put down to, filled in by [`Culprits::explain`].
    pub causes: Vec<Cause>,
}

impl Difference {
    /// The suggestion by which it is known: as it is, or as it was if it is lost.
    pub fn known_by(&self) -> Option<&Suggestion<'static>> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// `framework.domain` of the side, if it has one.
    pub(super) fn code(side: Option<&Suggestion<'_>>) -> Option<String> {
        side.map(|s| format!("{}.{}", s.framework, s.domain))
    }

    /// Which details differ.
    pub fn what(&self) -> Vec<&'static str> {
        self.old.as_ref().zip(self.new.as_ref()).map_or(Vec::new(), |(a, b)| details(a, b))
    }
}

/// Names of what differs besides valence, score and domain.
fn details(a: &Suggestion<'_>, b: &Suggestion<'_>) -> Vec<&'static str> {
    let terms = |s: &Suggestion<'_>| -> Vec<(String, String, crate::text::Span)> {
        s.matches.iter().map(|m| (m.term.to_string(), m.concept.to_string(), m.span)).collect()
    };
    let cues = |s: &Suggestion<'_>| -> Vec<(String, String, crate::text::Span)> {
        s.cues.iter().map(|c| (c.cue.to_string(), c.kind.to_string(), c.span)).collect()
    };
    let all = [
        ("segment", a.span != b.span),
        ("construct", a.construct != b.construct),
        ("certainty", a.certainty != b.certainty),
        ("negated", a.negated != b.negated),
        ("holder", a.holder != b.holder),
        ("level", a.level != b.level),
        ("terms", terms(a) != terms(b)),
        ("cues", cues(a) != cues(b)),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// Counts of one domain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By valence (barrier, facilitator, mixed, unclear), of the old side.
    pub old: [u64; 4],
    /// Of the new side.
    pub new: [u64; 4],
    /// By kind; a moved one counts in the domain it left.
    pub kinds: Kinds,
    /// Moved into it.
    pub moved_in: u64,
}

/// In how many suggestions, and documents, an entry is found on either side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Firing {
    /// Suggestions of the old and of the new side.
    pub tags: [u64; 2],
    /// Documents of the old and of the new side.
    pub documents: [u64; 2],
}

/// What a document adds to a comparison.
#[derive(Clone, Debug)]
pub struct DocumentDifferences {
    /// The document.
    pub document: DocumentInfo<'static>,
    /// Sentences looked at, if the reports say.
    pub sentences: Option<u64>,
    /// By `framework.domain`.
    pub counts: BTreeMap<String, Counts>,
    /// By term and concept.
    pub firing: BTreeMap<(String, String), Firing>,
    /// What differs, in document order.
    pub differences: Vec<Difference>,
}

impl DocumentDifferences {
    /// Compares two reports on the same text, in the frameworks that `in_both` names.
    pub fn new(old: &Report<'_>, new: &Report<'_>, in_both: &[String]) -> Self {
        let counted = |s: &&Suggestion<'_>| in_both.iter().any(|f| *f == s.framework) && !s.is_added();
        let (old_tags, new_tags): (Vec<_>, Vec<_>) =
            (old.suggestions.iter().filter(counted).collect(), new.suggestions.iter().filter(counted).collect());
        let sentences = new.document.sentences.or(old.document.sentences);
        Self { sentences, ..Self::of(new.document.clone().into_owned(), &old_tags, &new_tags) }
    }

    fn of(document: DocumentInfo<'static>, old: &[&Suggestion<'_>], new: &[&Suggestion<'_>]) -> Self {
        let (counts, firing, differences) = Default::default();
        let mut out = Self { document, sentences: None, counts, firing, differences };
        for (side, list) in [old, new].into_iter().enumerate() {
            list.iter().for_each(|s| out.count(s, side));
        }
        for firing in out.firing.values_mut() {
            firing.documents = firing.tags.map(|n| n.min(1));
        }
        for pair in pairs(old, new) {
            out.differences.extend(difference(&out.document.id, pair, old, new));
        }
        for d in &out.differences {
            let (left, entered) = (Difference::code(d.old.as_ref()), Difference::code(d.new.as_ref()));
            if let Some(code) = left.as_ref().or(entered.as_ref()) {
                out.counts.entry(code.clone()).or_default().kinds.add(d.kind, 1);
            }
            if let (Kind::Moved, Some(code)) = (d.kind, entered) {
                out.counts.entry(code).or_default().moved_in += 1;
            }
        }
        out
    }

    fn count(&mut self, s: &Suggestion<'_>, side: usize) {
        let counts = self.counts.entry(format!("{}.{}", s.framework, s.domain)).or_default();
        let by_valence = if side == 0 { &mut counts.old } else { &mut counts.new };
        by_valence[valence_place(s.valence)] += 1;
        let mut seen: Vec<(&str, &str)> = s.matches.iter().map(|m| (&*m.term, &*m.concept)).collect();
        seen.sort_unstable();
        seen.dedup();
        for (term, concept) in seen {
            self.firing.entry((term.to_owned(), concept.to_owned())).or_default().tags[side] += 1;
        }
    }
}

/// The order of valences in counts.
const VALENCES: [Valence; 4] = [Valence::Barrier, Valence::Facilitator, Valence::Mixed, Valence::Unclear];

fn valence_place(valence: Valence) -> usize {
    VALENCES.iter().position(|v| *v == valence).unwrap_or(3)
}

fn difference(document: &str, pair: Pair, old: &[&Suggestion<'_>], new: &[&Suggestion<'_>]) -> Option<Difference> {
    let make = |kind, a: Option<usize>, b: Option<usize>| Difference {
        kind,
        document: document.to_owned(),
        place: 0,
        old: a.map(|n| old[n].clone().into_owned()),
        new: b.map(|n| new[n].clone().into_owned()),
        causes: Vec::new(),
    };
    match pair {
        Pair::Gone(a) => Some(make(Kind::Lost, Some(a), None)),
        Pair::Come(b) => Some(make(Kind::Gained, None, Some(b))),
        Pair::Moved(a, b) => Some(make(Kind::Moved, Some(a), Some(b))),
        Pair::Both(a, b) => {
            let (x, y) = (old[a], new[b]);
            let kind = match () {
                () if x.valence != y.valence => Kind::ValenceChanged,
                () if x.score != y.score => Kind::ScoreChanged,
                () if !details(x, y).is_empty() => Kind::DetailChanged,
                () => return None,
            };
            Some(make(kind, Some(a), Some(b)))
        }
    }
}
