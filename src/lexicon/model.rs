//! What a lexicon holds once read: concepts, frameworks over them, cues, sets, zones and numbers. Plain data.
use super::{
    fitted::Fitted,
    term::{Edges, Pattern},
};
use crate::{
    report::{Holder, Level, Valence},
    text::Zone,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where an entry was read: for messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file as named on the command line, or `lexicons/...` of the shipped ones.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
}

/// What the presence of a thing does to the practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Lean {
    /// It helps.
    Helps,
    /// It hinders.
    Hinders,
    /// It does neither by itself.
    #[default]
    Neither,
}

impl Lean {
    /// The name in lexicon files.
    pub fn name(self) -> &'static str {
        match self {
            Lean::Helps => "helps",
            Lean::Hinders => "hinders",
            Lean::Neither => "neither",
        }
    }

    /// The lean of what is absent.
    pub fn turned(self) -> Lean {
        match self {
            Lean::Helps => Lean::Hinders,
            Lean::Hinders => Lean::Helps,
            Lean::Neither => Lean::Neither,
        }
    }
}

/// A way of saying something.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Term {
    /// As written in the lexicon.
    pub text: Arc<str>,
    /// What it matches.
    pub(crate) pattern: Pattern,
    /// Where in its clause it must stand.
    pub(crate) edges: Edges,
    /// Its own lean, where it has one.
    pub lean: Option<Lean>,
    /// How strongly it speaks for its concept, in thousandths (50 to 3000).
    pub weight: i32,
    /// Whether it means something else and holds off what it overlaps.
    pub shield: bool,
    /// Where it stands.
    pub origin: Origin,
}

/// An example sentence and where it stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Where it was read.
    pub origin: Origin,
}

/// Example sentences; each is a test (`pretag lexicon test`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Examples {
    /// Sentences that say it hinders.
    pub barrier: Vec<Example>,
    /// Sentences that say it helps.
    pub facilitator: Vec<Example>,
    /// Sentences that speak of something else.
    pub none: Vec<Example>,
}

impl Examples {
    /// The three kinds by name.
    pub fn kinds(&self) -> [(&'static str, &[Example]); 3] {
        [("barrier", &self.barrier), ("facilitator", &self.facilitator), ("none", &self.none)]
    }
}

/// Something people talk about, whatever framework it serves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Concept {
    /// Lower case, digits, underscores (a domain's own terms: `framework.domain`).
    pub id: Arc<str>,
    /// For people.
    pub label: String,
    /// What it is.
    pub definition: String,
    /// What its presence does.
    pub lean: Lean,
    /// S, K or I, with a note.
    pub provenance: String,
    /// How it is said.
    pub terms: Vec<Term>,
    /// Its tests.
    pub examples: Examples,
    /// Where it was first given.
    pub origin: Origin,
}

/// When a mapping holds; an empty list asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Ids of sets or cues of which one must stand in the same clause.
    pub object: Vec<String>,
    /// Ids of sets of which none may.
    pub without: Vec<String>,
    /// Who may hold it.
    pub holder: Vec<Holder>,
    /// At which levels.
    pub level: Vec<Level>,
}

/// A concept's place in a domain.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mapping {
    /// The concept's id.
    pub concept: Arc<str>,
    /// How much of its evidence counts, in thousandths.
    pub weight: i32,
    /// When it belongs here.
    pub when: Condition,
    /// Where it stands.
    pub origin: Origin,
}

/// A neighbour that is easily taken for a domain.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Not {
    /// In which case.
    pub when: String,
    /// The domain to use.
    pub instead: String,
}

/// A domain of a framework, or a construct within one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Domain {
    /// Its id.
    pub id: Arc<str>,
    /// Its name as printed.
    pub label: String,
    /// What it is.
    pub definition: String,
    /// When to use it.
    pub when_to_use: String,
    /// When not.
    pub not: Vec<Not>,
    /// S, K or I, with a note.
    pub provenance: String,
    /// The concepts that belong to it; its own terms are the concept `framework.domain`.
    pub concepts: Vec<Mapping>,
    /// Added to the log-odds of its score, in thousandths.
    pub prior: i32,
    /// Its valence when nothing in the sentence tells.
    pub lean: Lean,
    /// Its tests.
    pub examples: Examples,
    /// Its parts.
    pub constructs: Vec<Domain>,
    /// Where it was first given.
    pub origin: Origin,
}

impl Domain {
    /// What leads to it: its own concepts, then those of its constructs.
    pub fn mappings(&self) -> Vec<&Mapping> {
        self.concepts.iter().chain(self.constructs.iter().flat_map(Domain::mappings)).collect()
    }

    /// Without examples and what explains it to people.
    pub(crate) fn outline(self) -> Self {
        Self {
            definition: String::new(),
            when_to_use: String::new(),
            not: Vec::new(),
            provenance: String::new(),
            examples: Examples::default(),
            constructs: self.constructs.into_iter().map(Domain::outline).collect(),
            ..self
        }
    }
}

/// A codebook: domains over concepts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Framework {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it was published.
    pub source: String,
    /// Its domains, in the order of the file.
    pub domains: Vec<Domain>,
    /// What was estimated from labelled texts.
    pub fitted: Fitted,
    /// Where it was first given.
    pub origin: Origin,
}

/// What a cue does to what it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are the documentation; docs/lexicon.md explains each
pub enum CueKind {
    Absent,
    Deny,
    Present,
    Excess,
    Hinder,
    Help,
    Reduce,
    Increase,
    Wish,
    Good,
    Bad,
    Hedge,
    Condition,
    Contrast,
    Concession,
    Stop,
    Topic,
    Evidence,
    NotEvidence,
    FrameworkName,
    Join,
    Occasion,
}

impl CueKind {
    /// All kinds with their names in lexicons and reports.
    pub const NAMES: [(CueKind, &'static str); 22] = [
        (CueKind::Absent, "absent"),
        (CueKind::Deny, "deny"),
        (CueKind::Present, "present"),
        (CueKind::Excess, "excess"),
        (CueKind::Hinder, "hinder"),
        (CueKind::Help, "help"),
        (CueKind::Reduce, "reduce"),
        (CueKind::Increase, "increase"),
        (CueKind::Wish, "wish"),
        (CueKind::Good, "good"),
        (CueKind::Bad, "bad"),
        (CueKind::Hedge, "hedge"),
        (CueKind::Condition, "condition"),
        (CueKind::Contrast, "contrast"),
        (CueKind::Concession, "concession"),
        (CueKind::Stop, "stop"),
        (CueKind::Topic, "topic"),
        (CueKind::Evidence, "evidence"),
        (CueKind::NotEvidence, "not_evidence"),
        (CueKind::FrameworkName, "framework_name"),
        (CueKind::Join, "join"),
        (CueKind::Occasion, "occasion"),
    ];

    /// The name in lexicons and reports.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self as usize).map_or("", |(_, n)| n)
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(k, _)| *k)
    }
}

/// In which direction a cue works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// On what follows.
    Forward,
    /// On what stands before.
    Backward,
    /// On both sides.
    Both,
    /// It is a border for others.
    Stop,
    /// Its words are not the cues they contain.
    Shield,
}

impl Reach {
    /// All with their names in lexicons.
    pub const NAMES: [(Reach, &'static str); 5] = [
        (Reach::Forward, "forward"),
        (Reach::Backward, "backward"),
        (Reach::Both, "both"),
        (Reach::Stop, "stop"),
        (Reach::Shield, "shield"),
    ];
}

/// Words that change the meaning of what stands near them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CueGroup {
    /// Its id; terms may refer to it as `<id>`.
    pub id: Arc<str>,
    /// What it does.
    pub kind: CueKind,
    /// In which direction.
    pub reach: Reach,
    /// How many words may stand between cue and match (1 to 40).
    pub within: u32,
    /// Of a topic: the valence it lends.
    pub valence: Option<Valence>,
    /// Of evidence and not_evidence: how surely, in thousandths.
    pub weight: i32,
    /// How it is said.
    pub terms: Vec<Term>,
    /// Of a topic: whole headings and column headers that lend its valence.
    pub headings: Vec<Term>,
    /// Where it was first given.
    pub origin: Origin,
}

impl CueGroup {
    /// Without its terms.
    pub(crate) fn bare(&self) -> Self {
        let (id, origin) = (self.id.clone(), self.origin.clone());
        Self { id, origin, terms: Vec::new(), headings: Vec::new(), ..*self }
    }
}

/// A named word list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WordSet {
    /// Its id; terms and conditions refer to it.
    pub id: Arc<str>,
    /// The holder its words name.
    pub holder: Option<Holder>,
    /// The level its words name.
    pub level: Option<Level>,
    /// Ids of concepts that usually lie at this level.
    pub concepts: Vec<Arc<str>>,
    /// Its words.
    pub terms: Vec<Term>,
    /// Where it was first given.
    pub origin: Origin,
}

impl WordSet {
    /// Without its words.
    pub(crate) fn bare(&self) -> Self {
        let (id, concepts, origin) = (self.id.clone(), self.concepts.clone(), self.origin.clone());
        Self { id, concepts, origin, terms: Vec::new(), ..*self }
    }
}

/// Which headings open a zone, and what the zone is worth as evidence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ZoneEntry {
    /// The zone.
    pub zone: Zone,
    /// Whether what stands in it can be evidence.
    pub evidence: bool,
    /// Added to the log-odds of scores in it, in thousandths.
    pub weight: i32,
    /// Its headings.
    pub headings: Vec<Term>,
}

/// The numbers of the score, in thousandths where not said otherwise; see `lexicons/weights.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreNumbers(pub(crate) std::collections::BTreeMap<String, i32>);

impl ScoreNumbers {
    /// The number of that name, or 0.
    pub fn get(&self, name: &str) -> i32 {
        self.0.get(name).copied().unwrap_or(0)
    }
}
