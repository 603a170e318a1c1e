//! A project and its state -> how the verification was done, in the terms of reporting guidelines: numbers, people, modes, agreement, chain.
mod guidelines;
mod page;

pub use guidelines::{Line, lines};
pub use page::{html, markdown};

use super::{
    agree::{self, Agreement, Basis},
    journal::{Action, Log},
    missed::{Recall, recall},
    project::Project,
    state::{Pace, State},
    verified::{self, Changes, Counts},
};
use crate::{error::Result, report::FrameworkInfo};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything the audit tells.
#[derive(Clone, Debug, Serialize)]
pub struct Audit {
    /// What people call the project.
    pub project: String,
    /// Documents.
    pub documents: u64,
    /// The version of pretag that made the suggestions.
    pub pretag: String,
    /// The digest of the lexicon that made the suggestions.
    pub lexicon: String,
    /// The frameworks.
    pub frameworks: Vec<FrameworkInfo>,
    /// The digest of the codebooks that coders had before them.
    pub codebook: String,
    /// Digests of lexicons that were in use during the work, by the coders' own records.
    pub lexicons_used: BTreeSet<String>,
    /// Digests of codebooks likewise.
    pub codebooks_used: BTreeSet<String>,
    /// The settings of samples: share blind, least, missed, seed.
    pub samples: Samples,
    /// By outcome, as `pretag review export` writes them.
    pub counts: Counts,
    /// Of the changed: how many got another domain, another valence, another stretch. One may be in several.
    pub changes: Changes,
    /// By code, suggestions by outcome.
    pub codes: BTreeMap<String, Counts>,
    /// By coder.
    pub coders: Vec<Person>,
    /// Codes adjudicated, and by whom.
    pub adjudicated: BTreeMap<String, u64>,
    /// What the missed-evidence pass found.
    pub recall: Recall,
    /// How far coders agree, on all decisions and on those made without sight of suggestions; with two coders or more.
    pub agreement: Option<Agreement>,
    /// The same on blind decisions, if there are any.
    pub blind_agreement: Option<Agreement>,
}

/// The settings of samples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Samples {
    /// Share of sentences coded without suggestions first.
    pub blind_share: f64,
    /// Sentences in the blind sample.
    pub blind: u64,
    /// Sentences in the sample for missed evidence.
    pub missed: u64,
    /// The seed.
    pub seed: u64,
}

/// What one coder did.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The name in the journal.
    pub coder: String,
    /// Events in the journal.
    pub events: u64,
    /// By mode, decisions that stand.
    pub modes: BTreeMap<String, u64>,
    /// Codes added.
    pub added: u64,
    /// Decisions and looks taken back.
    pub undone: u64,
    /// Sentences read without suggestions.
    pub looks: u64,
    /// Pace and acceptance.
    pub pace: Pace,
    /// The hash of the last event, which stands for all before it.
    pub head: String,
    /// Whether the journal grew on two machines.
    pub forked: bool,
}

/// Gathers it.
///
/// # Errors
/// There are none for a project that could be opened.
pub fn audit(project: &Project, logs: &[Log], settings: &agree::Settings) -> Result<Audit> {
    let state = State::of(logs);
    let verified = verified::verify(project, &state, &verified::Settings::default())?;
    let people: Vec<Person> = logs.iter().filter(|l| !l.events().is_empty()).map(|l| person(l, &state)).collect();
    let several = people.len() > 1;
    let agreement = |basis| several.then(|| agree::of_project(project, &state, basis, settings));
    let blind = agreement(Basis::Blind).filter(|a| a.documents > 0);
    let (mut lexicons_used, mut codebooks_used) = (BTreeSet::new(), BTreeSet::new());
    for event in logs.iter().flat_map(Log::events) {
        if let Action::Start { lexicon, codebook, .. } = &event.action {
            lexicons_used.insert(lexicon.clone());
            codebooks_used.insert(codebook.clone());
        }
    }
    let mut adjudicated = BTreeMap::new();
    for by in state.items().filter_map(|i| i.adjudicated.as_ref()).map(|a| &a.by) {
        *adjudicated.entry(by.clone()).or_default() += 1;
    }
    let m = &project.manifest;
    Ok(Audit {
        project: m.name.clone(),
        documents: project.documents.len() as u64,
        pretag: m.pretag.clone(),
        lexicon: m.lexicon.clone(),
        frameworks: m.frameworks.clone(),
        codebook: project.codebook_digest(),
        lexicons_used,
        codebooks_used,
        samples: Samples {
            blind_share: m.blind_share,
            blind: project.blind_sample().len() as u64,
            missed: project.missed_sample().len() as u64,
            seed: m.seed,
        },
        counts: verified.counts,
        changes: verified.changes,
        codes: verified.codes,
        coders: people,
        adjudicated,
        recall: recall(project, &state, None),
        agreement: agreement(Basis::All),
        blind_agreement: blind,
    })
}

fn person(log: &Log, state: &State) -> Person {
    let coder = log.coder.as_str();
    let mut modes = BTreeMap::new();
    let mut added = 0;
    for decided in state.items().filter_map(|i| i.decisions.get(coder)) {
        *modes.entry(decided.mode.name().to_owned()).or_default() += 1;
        added += u64::from(decided.verdict == super::Verdict::Added);
    }
    let undone = log
        .events()
        .iter()
        .filter(|e| matches!(e.action, Action::Decide { .. } | Action::Look { .. }) && !state.stands(coder, &e.id));
    Person {
        coder: coder.to_owned(),
        events: log.events().len() as u64,
        modes,
        added,
        undone: undone.count() as u64,
        looks: state.looks().filter(|(_, _, who, _, _)| *who == coder).count() as u64,
        pace: state.pace(coder),
        head: log.head().unwrap_or_default().to_owned(),
        forked: !log.forks().is_empty(),
    }
}
