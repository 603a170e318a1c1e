//! `review.toml` <-> what was settled when the project was made: samples, seed, mode, the lexicon behind the suggestions.
use crate::{
    error::{Error, ErrorKind, Result},
    report::FrameworkInfo,
    review::{Mode, Time},
};
use serde::{Deserialize, Serialize};

/// How the work in a project is set up. Shares are fractions of 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the project's layout: 1.
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created: Time,
    /// The mode in which suggestions outside the blind sample are verified.
    #[serde(default)]
    pub mode: Mode,
    /// The share of segments that are coded without suggestions first.
    #[serde(default = "blind_share")]
    pub blind_share: f64,
    /// At least so many segments, if there are so many.
    #[serde(default = "blind_least")]
    pub blind_least: u64,
    /// How many segments without suggestions are looked at for missed evidence.
    #[serde(default = "missed")]
    pub missed: u64,
    /// Where the random numbers of the samples begin.
    #[serde(default = "seed")]
    pub seed: u64,
    /// The digest of the lexicon that made the suggestions.
    pub lexicon: String,
    /// The version of pretag that made the suggestions.
    pub pretag: String,
    /// The frameworks tagged with.
    #[serde(default)]
    pub frameworks: Vec<FrameworkInfo>,
}

fn blind_share() -> f64 {
    0.1
}

fn blind_least() -> u64 {
    30
}

fn missed() -> u64 {
    50
}

fn seed() -> u64 {
    1
}

impl Manifest {
    /// The usual settings: a tenth of the segments blind and at least 30, 50 segments for missed evidence, seed 1, then assisted.
    pub fn new(name: &str, created: Time) -> Self {
        Self {
            version: 1,
            name: name.to_owned(),
            created,
            mode: Mode::Assisted,
            blind_share: blind_share(),
            blind_least: blind_least(),
            missed: missed(),
            seed: seed(),
            lexicon: String::new(),
            pretag: String::new(),
            frameworks: Vec::new(),
        }
    }

    /// Reads `review.toml`.
    ///
    /// # Errors
    /// With line and column: what is no TOML, unknown or out of range.
    pub fn parse(text: &str) -> Result<Self> {
        let manifest: Self = toml::from_str(text).map_err(|e| {
            Error::new(ErrorKind::Format, e.message()).at_offset(text, e.span().map_or(0, |span| span.start))
        })?;
        let wrong = |message: String| Err(Error::new(ErrorKind::Format, message));
        if manifest.version != 1 {
            return wrong(format!(
                "found a project of version {}, expected 1; is this pretag too old?",
                manifest.version
            ));
        }
        if !(0.0..=1.0).contains(&manifest.blind_share) {
            return wrong(format!("blind_share: expected a number from 0 to 1, found {}", manifest.blind_share));
        }
        Ok(manifest)
    }

    /// Its text.
    ///
    /// # Errors
    /// There are none for what [`Manifest::parse`] accepts.
    pub fn text(&self) -> Result<String> {
        let body = toml::to_string(self).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
        Ok(format!("# What is verified here and how; see docs/review.md. Decisions stand in decisions/.\n{body}"))
    }
}
