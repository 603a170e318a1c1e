//! What is tabulated: the codes of many reports, as people decided where they did, and how units of them are counted.
mod codebook;
mod decision;
mod read;
mod unit;
mod view;

pub use codebook::{Codebook, Entry};
pub(super) use decision::Decided;
pub use read::{Line, parse_line};
pub use unit::{Share, Unit};
pub(super) use view::View;

use super::table::many;
use crate::report::{Certainty, Decision, Holder, Level, LexiconInfo, Score, Valence, Verdict};
use decision::apply;
use std::collections::{BTreeMap, BTreeSet};

/// Which codes are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codes {
    /// What people decided, and suggestions where nobody has yet.
    #[default]
    Current,
    /// Only what people decided.
    Verified,
    /// The suggestions as they were made, whatever people decided.
    Suggested,
}

impl Codes {
    /// All with their names.
    pub const NAMES: [(Codes, &'static str); 3] =
        [(Codes::Current, "current"), (Codes::Verified, "verified"), (Codes::Suggested, "suggested")];
}

/// A coded segment.
#[derive(Clone, Debug)]
pub(super) struct Code {
    /// Index of its document.
    pub(super) document: usize,
    pub(super) framework: String,
    pub(super) domain: String,
    pub(super) construct: Option<String>,
    pub(super) valence: Valence,
    pub(super) holder: Option<Holder>,
    pub(super) level: Option<Level>,
    pub(super) certainty: Certainty,
    pub(super) score: Score,
    pub(super) quote: String,
    /// Its bytes in the document.
    pub(super) place: (u32, u32),
    pub(super) speaker: Option<String>,
    /// The concepts its terms speak for, each once.
    pub(super) concepts: Vec<String>,
    /// Whether a person accepted, changed or added it.
    pub(super) verified: bool,
}

/// A document that was tagged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tagged {
    id: String,
    source: String,
}

/// The codes of many reports.
#[derive(Debug, Default)]
pub struct Study {
    documents: Vec<Tagged>,
    pub(super) codes: Vec<Code>,
    /// The lexicons that made the reports, with the number of documents.
    pub(super) lexicons: BTreeMap<(String, String), u64>,
    pub(super) infos: Vec<LexiconInfo>,
    pub(super) decided: Decided,
    /// Documents that could not be read.
    pub(super) failures: u64,
    /// Documents that a later line told again.
    replaced: u64,
    /// Codes derived by crosswalk that are not counted.
    left_out: u64,
    /// Those that are.
    derived: u64,
    which: Codes,
}

impl Study {
    /// Puts the lines of report files together. Only the last line of a document counts: a later report takes the place of an earlier one of the
    /// same id and source, and of an error of the same source; a later error that of a report of the same id and source.
    ///
    /// Codes derived by crosswalk are left out, so that nothing counts twice, unless `derived` or a person decided on them.
    pub fn new(lines: Vec<Line>, which: Codes, derived: bool) -> Self {
        let mut study = Study { which, ..Study::default() };
        let mut latest: BTreeMap<Tagged, usize> = BTreeMap::new();
        let mut failed: BTreeSet<String> = BTreeSet::new();
        let mut reports: Vec<Option<read::Tagging>> = Vec::new();
        for line in lines {
            match line {
                Line::Failure { id, source } => {
                    if let Some(at) = latest.remove(&Tagged { id, source: source.clone() }) {
                        reports[at] = None;
                        study.replaced += 1;
                    }
                    failed.insert(source);
                }
                Line::Report(report) => {
                    failed.remove(&report.source);
                    let document = Tagged { id: report.id.clone(), source: report.source.clone() };
                    match latest.get(&document) {
                        Some(at) => {
                            reports[*at] = Some(report);
                            study.replaced += 1;
                        }
                        None => {
                            latest.insert(document, reports.len());
                            reports.push(Some(report));
                        }
                    }
                }
            }
        }
        study.failures = failed.len() as u64;
        reports.into_iter().flatten().for_each(|report| study.add(report, derived));
        study
    }

    fn add(&mut self, mut report: read::Tagging, derived: bool) {
        let count = report.derived.len() as u64;
        if derived {
            self.derived += count;
            report.codes.extend(report.derived.drain(..).map(|code| (code, None)));
        } else {
            self.left_out += count;
        }
        let document = self.documents.len();
        self.documents.push(Tagged { id: report.id, source: report.source });
        let made_by = (report.lexicon.digest.clone(), report.lexicon.pretag.clone());
        *self.lexicons.entry(made_by).or_default() += 1;
        if !self.infos.contains(&report.lexicon) {
            self.infos.push(report.lexicon);
        }
        for (code, decision) in report.codes {
            self.decided.count(decision.as_ref());
            let code = Code { document, ..code };
            self.codes.extend(self.which.pick(code, decision));
        }
    }

    /// Gives constructs their new names: `new` is asked with framework and construct, and answers with domain and construct.
    pub fn rename(&mut self, new: impl Fn(&str, &str) -> Option<(String, String)>) {
        for code in &mut self.codes {
            if let Some((domain, construct)) = code.construct.as_ref().and_then(|c| new(&code.framework, c)) {
                (code.domain, code.construct) = (domain, Some(construct));
            }
        }
    }

    /// How many documents were tagged.
    pub fn documents(&self) -> u64 {
        self.documents.len() as u64
    }

    /// Ids of the frameworks the reports name, in their order.
    pub fn frameworks(&self) -> Vec<String> {
        let named = self.infos.iter().flat_map(|i| i.frameworks.iter().map(|f| &f.id));
        let mut ids: Vec<String> = Vec::new();
        for id in named.chain(self.codes.iter().map(|c| &c.framework)) {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }

    /// The document's id, with its source where others have the same id.
    pub(super) fn document_label(&self, index: usize) -> String {
        let document = &self.documents[index];
        let same = self.documents.iter().filter(|d| d.id == document.id).count();
        if same > 1 { format!("{} ({})", document.id, document.source) } else { document.id.clone() }
    }

    /// What a reader must know before believing a figure.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let digests: BTreeSet<&String> = self.lexicons.keys().map(|(digest, _)| digest).collect();
        if digests.len() > 1 {
            let each: Vec<String> = self
                .lexicons
                .iter()
                .map(|((digest, version), n)| format!("{digest} (pretag {version}): {}", many(*n, "document")))
                .collect();
            warnings.push(format!(
                "These reports were made with {} different lexicons, so their counts are not comparable: {}. Tag all documents again with one lexicon.",
                digests.len(),
                each.join("; ")
            ));
        }
        if self.failures > 0 {
            let what = many(self.failures, "document");
            warnings.push(format!("{what} could not be read when the reports were made and count nowhere."));
        }
        if self.replaced > 0 {
            warnings.push(format!(
                "{} earlier reports were left out because a later line tells of the same document.",
                self.replaced
            ));
        }
        match (self.left_out, self.derived) {
            (0, 0) => {}
            (0, n) => {
                warnings.push(format!("Counted besides what the words gave: {} derived by crosswalk.", many(n, "code")))
            }
            (n, _) => {
                warnings.push(format!("Left out: {} derived by crosswalk (--derived counts them).", many(n, "code")))
            }
        }
        warnings
    }

    /// Which codes a table shows, for its notes.
    pub(super) fn what_is_shown(&self) -> String {
        self.decided.describe(self.which)
    }
}

impl Codes {
    /// The code as it counts, if it does.
    fn pick(self, code: Code, decision: Option<Decision>) -> Option<Code> {
        match (self, decision) {
            (Codes::Suggested, Some(Decision { verdict: Verdict::Added, .. })) => None,
            (Codes::Suggested, _) | (Codes::Current, None) => Some(code),
            (Codes::Verified, None) => None,
            (_, Some(decision)) => apply(decision, code),
        }
    }
}
