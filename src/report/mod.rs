//! A report: what was suggested for one document, with its evidence (waist 3). Everything after this only reads it.
mod check;
mod decision;
mod derived;
mod key;
mod line;
mod manifest;
mod saved;
mod schema;
mod source;
mod verification;

use crate::text::{Span, Zone};
pub use check::{Part, Standing};
pub use decision::{Change, Decision, Verdict};
pub use derived::Derivation;
pub use key::Keys;
pub(crate) use key::hex;
pub use line::Line;
pub use manifest::{Choices, Manifest, Reading, digest, hex_digest, suggestions_digest};
pub use saved::Saved;
pub use schema::{SCHEMA_ID, schema};
use serde::{Deserialize, Serialize};
pub use source::source_file;
use std::borrow::Cow;
pub use verification::{Reading as SegmentReading, Verification};

/// Whether the coded thing hinders or helps the practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Valence {
    /// It hinders.
    Barrier,
    /// It helps.
    Facilitator,
    /// Both are said in the segment.
    Mixed,
    /// The words do not tell.
    #[default]
    Unclear,
}

impl Valence {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Valence::Barrier => "barrier",
            Valence::Facilitator => "facilitator",
            Valence::Mixed => "mixed",
            Valence::Unclear => "unclear",
        }
    }
}

/// How the thing is put: as a fact, with reserve, or as a wish or condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// As a fact.
    #[default]
    Asserted,
    /// With reserve (may, perhaps).
    Hedged,
    /// As a wish, suggestion or condition.
    Hypothetical,
}

impl Certainty {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Asserted => "asserted",
            Certainty::Hedged => "hedged",
            Certainty::Hypothetical => "hypothetical",
        }
    }
}

/// Who holds the belief, has the skill, lacks the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holder {
    /// A health care professional.
    Hcp,
    /// A patient or service user.
    Patient,
    /// A relative or other carer.
    Carer,
    /// A manager or leader.
    Manager,
    /// An organisation.
    Organisation,
}

impl Holder {
    /// All holders.
    pub const ALL: [Holder; 5] = [Holder::Hcp, Holder::Patient, Holder::Carer, Holder::Manager, Holder::Organisation];

    /// The name in reports and lexicons.
    pub fn name(self) -> &'static str {
        match self {
            Holder::Hcp => "hcp",
            Holder::Patient => "patient",
            Holder::Carer => "carer",
            Holder::Manager => "manager",
            Holder::Organisation => "organisation",
        }
    }
}

/// At which level of the system it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The individual.
    Nano,
    /// The encounter between people.
    Micro,
    /// The organisation.
    Meso,
    /// The system.
    Macro,
}

impl Level {
    /// All levels.
    pub const ALL: [Level; 4] = [Level::Nano, Level::Micro, Level::Meso, Level::Macro];

    /// The name in reports and lexicons.
    pub fn name(self) -> &'static str {
        match self {
            Level::Nano => "nano",
            Level::Micro => "micro",
            Level::Meso => "meso",
            Level::Macro => "macro",
        }
    }
}

/// A probability-like score in thousandths, 0 to 1000; printed as a decimal fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(pub u16);

impl Score {
    /// The nearest thousandth of a probability in 0..=1.
    pub fn from_probability(p: f64) -> Self {
        Score((p.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }

    /// As a fraction of 1.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// The same in the fewest decimal digits: `0`, `0.5`, `0.668`, `1`.
    pub fn decimal(self) -> String {
        let digit = |by: u16| char::from(b'0' + (self.0 / by % 10) as u8);
        let digits = [digit(1000), '.', digit(100), digit(10), digit(1)];
        let last = digits.iter().rposition(|d| !matches!(d, '0' | '.')).unwrap_or(0);
        digits[..=last].iter().collect()
    }
}

impl Serialize for Score {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_f64(self.value())
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Score::from_probability(f64::deserialize(d)?))
    }
}

/// A lexicon term found in the segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match<'a> {
    /// The term as it stands in the lexicon.
    pub term: Cow<'a, str>,
    /// The concept it speaks for; of a domain's own terms, `framework.domain`.
    pub concept: Cow<'a, str>,
    /// Where it stands in the document.
    #[serde(flatten)]
    pub span: Span,
}

/// A cue that turned, made explicit or coloured a match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cue<'a> {
    /// The cue's term as it stands in the lexicon.
    pub cue: Cow<'a, str>,
    /// Its kind: `absent`, `hinder`, `help` ...; `heading`, `lead_in`, `column`, `caption`, `question` where the valence is lent.
    pub kind: Cow<'a, str>,
    /// Where it stands in the document.
    #[serde(flatten)]
    pub span: Span,
}

/// One coded segment for one domain: what a person is asked to verify.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion<'a> {
    /// Hash of document id, framework, domain, quote and which occurrence of the quote: 16 hexadecimal digits.
    pub key: Cow<'a, str>,
    /// The framework's id.
    pub framework: Cow<'a, str>,
    /// The domain's id.
    pub domain: Cow<'a, str>,
    /// The construct's id, where the framework has them.
    pub construct: Option<Cow<'a, str>>,
    /// Barrier, facilitator, mixed or unclear.
    pub valence: Valence,
    /// How likely a person accepts the domain for this segment.
    pub score: Score,
    /// Fact, reserve or wish.
    pub certainty: Certainty,
    /// Whether the matched thing is said to be absent or denied, whatever the valence.
    pub negated: bool,
    /// Who holds it, if the words say.
    pub holder: Option<Holder>,
    /// What the holder was told by: words of the text, or `(speaker)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_from: Option<Cow<'a, str>>,
    /// At which level, if the words or the concept say.
    pub level: Option<Level>,
    /// What the level was told by: words of the text, or `(usual of CONCEPT)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<Cow<'a, str>>,
    /// The segment, exactly `text[start..end]`.
    pub quote: Cow<'a, str>,
    /// The segment's bytes.
    #[serde(flatten)]
    pub span: Span,
    /// The segment's first code point.
    pub start_char: u32,
    /// After the segment's last code point.
    pub end_char: u32,
    /// Where in the paper it stands.
    pub zone: Zone,
    /// The headings above it, joined with ` > `.
    pub section: Option<Cow<'a, str>>,
    /// Who speaks, if known.
    pub speaker: Option<Cow<'a, str>>,
    /// The terms found.
    pub matches: Vec<Match<'a>>,
    /// The cues that acted on them.
    pub cues: Vec<Cue<'a>>,
    /// How the valence came about, in words.
    pub reason: Cow<'a, str>,
    /// What a person decided, once someone has.
    pub decision: Option<serde_json::Value>,
    /// The codes of other frameworks that a crosswalk led here from; empty for what the words gave (`--also`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived_from: Vec<Derivation<'a>>,
    /// The codes of an earlier coding that this one took the place of (`pretag crosswalk --recode`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recoded_from: Vec<Derivation<'a>>,
}

/// What is said of the document in its report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DocumentInfo<'a> {
    /// The file's stem or the record's id.
    pub id: Cow<'a, str>,
    /// The path as given, `-` for standard input; of records with `:LINE`.
    pub source: Cow<'a, str>,
    /// SHA-256 of the text as UTF-8, hexadecimal.
    pub sha256: Cow<'a, str>,
    /// Length of the text in bytes.
    pub bytes: u64,
    /// Length of the text in code points.
    pub chars: u64,
    /// How many sentences (of statements: statements) were looked at, those of methods, references and the like left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<u64>,
    /// Other fields of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Box<serde_json::value::RawValue>>,
    /// The text itself, on request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Cow<'a, str>>,
}

/// A framework as a report names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameworkInfo {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// Which lexicon made a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LexiconInfo {
    /// SHA-256 over the lexicon's content, the first 16 hexadecimal digits.
    pub digest: String,
    /// The frameworks tagged with.
    pub frameworks: Vec<FrameworkInfo>,
    /// The version of pretag.
    pub pretag: String,
    /// Ids of frameworks whose codes were derived by crosswalk, not tagged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// All suggestions for one document, in document order.
#[derive(Clone, Debug, Serialize)]
pub struct Report<'a> {
    /// What is known of the document.
    pub document: DocumentInfo<'a>,
    /// What it was tagged with.
    pub lexicon: &'a LexiconInfo,
    /// Digests of all it was made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest: Option<Manifest<'a>>,
    /// The suggestions.
    pub suggestions: Vec<Suggestion<'a>>,
    /// What people read; of a verified report only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification: Option<Verification>,
}
