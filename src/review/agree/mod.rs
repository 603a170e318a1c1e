//! What several coders gave the same texts -> how far they agree beyond chance, by code, at three levels, with intervals and named formulas.
//!
//! Presence and absence of each code is one rating of a unit, so a unit may have several codes. What a coder has not read is missing, not absent.
mod coding;
mod figures;
pub mod page;
mod units;

pub use coding::{Basis, Coding, DocumentCoding, Given, codings, of_line};
pub(super) use coding::{counting, reading};
pub use figures::{FORMULAS, Formula, Row};

use super::{project::Project, state::State};
use crate::measure::stats::bootstrap::Bootstrap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use units::Text;

/// How agreement is computed.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Only these frameworks; all if empty.
    pub frameworks: Vec<String>,
    /// The intervals.
    pub bootstrap: Bootstrap,
}

/// A text that coders coded, cut into its sentences.
#[derive(Clone, Debug)]
pub struct Coded<'t> {
    /// Its id.
    pub document: &'t str,
    /// The text; none where it is not known: then lengths are counted in bytes.
    pub text: Option<&'t str>,
    /// Its sentences in order; none where they are not known: then the stretches that somebody coded are the units.
    pub segments: Vec<crate::text::Span>,
}

/// How far coders agree.
#[derive(Clone, Debug, Serialize)]
pub struct Agreement {
    /// Who, sorted.
    pub coders: Vec<String>,
    /// Whether only decisions made without sight of suggestions count.
    pub basis: Basis,
    /// By mode, how many of the codings' decisions were made in it.
    pub modes: BTreeMap<String, u64>,
    /// Documents that two or more coders read something of.
    pub documents: u64,
    /// How intervals are made: documents are drawn.
    pub bootstrap: Bootstrap,
    /// Document, segment, character.
    pub levels: Vec<Level>,
    /// Of the segments to which two or more coders gave the same domain: barrier, facilitator, mixed or unclear.
    pub valence: Row,
    /// What the figures are.
    pub formulas: &'static [Formula],
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// Agreement with one thing as unit.
#[derive(Clone, Debug, Serialize)]
pub struct Level {
    /// `document`, `segment` or `character`.
    pub level: &'static str,
    /// What one unit is.
    pub unit: &'static str,
    /// All codes together: every pair of unit and code is one rating.
    pub overall: Row,
    /// Each code that somebody gave, by `framework.domain`.
    pub codes: Vec<Row>,
}

const LEVELS: [(&str, &str); 3] = [
    ("document", "a document that the coders read to its end: does it have the code anywhere?"),
    ("segment", "a sentence that the coders read: does a code overlap it?"),
    ("character", "a code point of such a sentence: does a code cover it?"),
];

/// How far the coders of a project agree.
pub fn of_project(project: &Project, state: &State, basis: Basis, settings: &Settings) -> Agreement {
    let texts: Vec<Coded<'_>> = project.documents.iter().map(Coded::from).collect();
    agree(&texts, &codings(project, state, basis), basis, settings)
}

/// Compares codings. Fewer than two give rows without figures.
pub fn agree(texts: &[Coded<'_>], codings: &[Coding], basis: Basis, settings: &Settings) -> Agreement {
    let mut codings: Vec<&Coding> = codings.iter().collect();
    codings.sort_by(|a, b| a.coder.cmp(&b.coder));
    let wanted = |framework: &str| settings.frameworks.is_empty() || settings.frameworks.iter().any(|f| f == framework);
    let mut codes = BTreeSet::new();
    for code in codings.iter().flat_map(|c| c.documents.values()).flat_map(|d| &d.codes) {
        if wanted(&code.framework) {
            codes.insert((code.framework.clone(), code.domain.clone()));
        }
    }
    let texts: Vec<Text<'_>> = texts.iter().map(|t| Text::new(t, &codings)).collect();
    let names: Vec<String> = codings.iter().map(|c| c.coder.clone()).collect();
    let levels = LEVELS.iter().enumerate().map(|(n, (level, unit))| {
        let each: Vec<Row> = codes
            .iter()
            .map(|(framework, domain)| {
                let clusters = texts.iter().map(|t| t.presence(n, framework, domain)).collect();
                figures::row(format!("{framework}.{domain}"), &names, clusters, (2, n < 2), settings.bootstrap)
            })
            .collect();
        let clusters = texts.iter().map(|t| {
            let mut sum = units::Patterns::default();
            codes.iter().for_each(|(framework, domain)| sum.join(t.presence(n, framework, domain)));
            sum
        });
        let overall = figures::row("all codes".into(), &names, clusters.collect(), (2, n < 2), settings.bootstrap);
        Level { level, unit, overall, codes: each }
    });
    let levels = levels.collect();
    let valence = texts.iter().map(|t| {
        let mut sum = units::Patterns::default();
        codes.iter().for_each(|(framework, domain)| sum.join(t.valence(framework, domain)));
        sum
    });
    let valence = figures::row("valence".into(), &names, valence.collect(), (4, true), settings.bootstrap);
    let shared = texts.iter().filter(|t| t.is_shared()).count() as u64;
    let mut modes = BTreeMap::new();
    for (mode, n) in codings.iter().flat_map(|c| &c.modes) {
        *modes.entry(mode.name().to_owned()).or_default() += n;
    }
    let notes = notes(&codings, &texts, &codes, basis, &modes);
    let (bootstrap, documents) = (settings.bootstrap, shared);
    Agreement { coders: names, basis, modes, documents, bootstrap, levels, valence, formulas: FORMULAS, notes }
}

fn notes(
    codings: &[&Coding],
    texts: &[Text<'_>],
    codes: &BTreeSet<(String, String)>,
    basis: Basis,
    modes: &BTreeMap<String, u64>,
) -> Vec<String> {
    let mut notes = Vec::new();
    if codings.len() < 2 {
        notes.push("Agreement needs two coders or more.".to_owned());
    }
    let seen = modes.iter().filter(|(mode, _)| *mode != "blind").map(|(_, n)| n).sum::<u64>();
    let all: u64 = modes.values().sum();
    match basis {
        Basis::Blind => notes.push("Only decisions made without sight of suggestions count.".to_owned()),
        Basis::All if seen > 0 => notes.push(format!(
            "CAUTION: {seen} of {all} decisions were made with suggestions in sight. Coders who see the same suggestions agree more than coders who do not; the figures of blind decisions alone are free of that."
        )),
        Basis::All => {}
    }
    notes.push(format!(
        "Codes: the {} that at least one coder gave; a unit may have several, each is rated present or absent. What a coder has not read is missing.",
        codes.len()
    ));
    if texts.iter().any(|t| !t.cut) {
        notes.push("Of texts without known sentences the units are the stretches that somebody coded: what nobody coded does not count there.".to_owned());
    }
    if codings.len() > 2 {
        notes.push(
            "Cohen's kappa is the mean over pairs of coders (Light 1971); the other figures are of all coders at once."
                .to_owned(),
        );
    }
    let shared = texts.iter().filter(|t| t.is_shared()).count();
    if codings.len() > 1 && shared < 2 {
        notes.push("One document gives no interval, since intervals are made by drawing documents; kappa of two coders has its large-sample one (Fleiss, Cohen and Everitt 1969).".to_owned());
    } else if codings.len() > 1 && shared < 10 {
        notes.push(format!("Intervals from {shared} documents are rough."));
    }
    notes
}
