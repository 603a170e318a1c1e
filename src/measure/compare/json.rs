//! A comparison -> one JSON object, its lists by what became of the suggestions.
use super::{Comparison, Difference, Kind};
use crate::report::{Certainty, Holder, Level, Score, Suggestion, Valence};
use serde::{Serialize, Serializer, ser::SerializeMap};

/// The name and version of the contract.
const SCHEMA: &str = "pretag.comparison/1";

impl Comparison {
    /// As pretty JSON with a line feed at its end.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The same without what depends on the machine and the moment.
    pub fn without_times(mut self) -> Self {
        for cost in [&mut self.cost.old, &mut self.cost.new] {
            (cost.start_ms, cost.megabytes_per_second) = (None, None);
        }
        self
    }

    /// The differences of a kind, in document order.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(move |d| d.kind == kind)
    }
}

impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "comparison")?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("old", &self.old)?;
        map.serialize_entry("new", &self.new)?;
        map.serialize_entry("corpus", &self.corpus)?;
        map.serialize_entry("manifest", &self.manifest)?;
        map.serialize_entry("summary", &self.summary)?;
        map.serialize_entry("warnings", &self.warnings)?;
        map.serialize_entry("per_domain", &self.per_domain)?;
        map.serialize_entry("gold", &self.gold)?;
        map.serialize_entry("checks", &self.checks)?;
        map.serialize_entry("entries", &self.entries)?;
        for kind in Kind::ALL {
            map.serialize_entry(kind.name(), &self.of(kind).map(Item::new).collect::<Vec<_>>())?;
        }
        map.serialize_entry("cost", &self.cost)?;
        map.end()
    }
}

/// A difference as JSON has it.
#[derive(Serialize)]
struct Item<'d> {
    key: &'d str,
    document: &'d str,
    quote: &'d str,
    framework: &'d str,
    domain: &'d str,
    old: Option<Side<'d>>,
    new: Option<Side<'d>>,
    /// The entries it is put down to, by their text.
    causes: Vec<&'d str>,
    /// The same with whose they are and what happened to them.
    entries: Vec<Named<'d>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differs: Vec<&'static str>,
}

#[derive(Serialize)]
struct Named<'d> {
    text: &'d str,
    place: &'d str,
    change: Option<crate::lexicon::changes::ChangeKind>,
    what: &'d str,
}

/// One side of a difference: the suggestion without what both sides share.
#[derive(Serialize)]
struct Side<'d> {
    key: &'d str,
    domain: &'d str,
    construct: Option<&'d str>,
    valence: Valence,
    score: Score,
    certainty: Certainty,
    negated: bool,
    holder: Option<Holder>,
    level: Option<Level>,
    quote: &'d str,
    start: u32,
    end: u32,
    matches: Vec<Term<'d>>,
    cues: Vec<Word<'d>>,
    reason: &'d str,
}

#[derive(Serialize)]
struct Term<'d> {
    term: &'d str,
    concept: &'d str,
}

#[derive(Serialize)]
struct Word<'d> {
    cue: &'d str,
    kind: &'d str,
}

impl<'d> Item<'d> {
    fn new(d: &'d Difference) -> Self {
        let known = d.known_by();
        let field = |pick: fn(&'d Suggestion<'static>) -> &'d str| known.map_or("", pick);
        let mut causes: Vec<&str> = d.causes.iter().map(|c| c.text.as_str()).collect();
        causes.dedup();
        let named = |c: &'d super::Cause| Named { text: &c.text, place: &c.place, change: c.change, what: &c.what };
        Self {
            key: field(|s| &s.key),
            document: &d.document,
            quote: field(|s| &s.quote),
            framework: field(|s| &s.framework),
            domain: field(|s| &s.domain),
            old: d.old.as_ref().map(Side::new),
            new: d.new.as_ref().map(Side::new),
            causes,
            entries: d.causes.iter().map(named).collect(),
            differs: d.what(),
        }
    }
}

impl<'d> Side<'d> {
    fn new(s: &'d Suggestion<'static>) -> Self {
        Self {
            key: &s.key,
            domain: &s.domain,
            construct: s.construct.as_deref(),
            valence: s.valence,
            score: s.score,
            certainty: s.certainty,
            negated: s.negated,
            holder: s.holder,
            level: s.level,
            quote: &s.quote,
            start: s.span.start,
            end: s.span.end,
            matches: s.matches.iter().map(|m| Term { term: &m.term, concept: &m.concept }).collect(),
            cues: s.cues.iter().map(|c| Word { cue: &c.cue, kind: &c.kind }).collect(),
            reason: &s.reason,
        }
    }
}
