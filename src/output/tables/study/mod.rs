//! What is tabulated: the codes of many reports, as people decided where they did, and how units of them are counted.
mod codebook;
mod decision;
mod latest;
mod options;
mod read;
mod unit;
mod view;

pub use codebook::{Codebook, Entry};
pub(super) use decision::Decided;
pub use read::{Line, parse_line};
pub use unit::{Share, Unit};
pub(super) use view::View;

use super::table::many;
use crate::report::{Certainty, Decision, Holder, Level, LexiconInfo, Score, Valence, Verdict, source_file};
use decision::{apply, framework};
use latest::{Document, Latest};
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
    /// Whether coders differ on it and nobody has adjudicated.
    pub(super) disputed: bool,
    /// What led to it where the words did not.
    pub(super) way: Option<Way>,
}

/// What led to a code that the words did not give.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The framework it was derived from.
    pub(super) framework: String,
    /// The crosswalk's label.
    pub(super) crosswalk: String,
}

/// A report that counts.
#[derive(Debug)]
pub(super) struct Run {
    /// Index of its document.
    pub(super) document: usize,
    /// What the document was tagged with, or a code of it belongs to: where it has no code, nothing was found.
    frameworks: BTreeSet<String>,
    /// SHA-256 of the document's text.
    sha256: String,
    pub(super) lexicon: LexiconInfo,
    /// In words; none where the report does not tell.
    pub(super) options: Option<String>,
    /// Whether people read any of it, or decided anything.
    touched: bool,
}

/// The codes of many reports.
#[derive(Debug, Default)]
pub struct Study {
    documents: Vec<Document>,
    runs: Vec<Run>,
    pub(super) codes: Vec<Code>,
    /// What people decided, by framework.
    decided: BTreeMap<String, Decided>,
    /// Documents that could not be read.
    pub(super) failures: u64,
    /// Reports that a later line told again, as a whole or in part.
    replaced: u64,
    /// Codes derived by crosswalk that are not counted.
    left_out: u64,
    /// Those that are.
    derived: u64,
    pub(super) which: Codes,
}

impl Study {
    /// Puts the lines of report files together. Of a document and a framework only the last line counts: a later report takes the place of an
    /// earlier one of the same id, source and framework, and of an error of the same source; a later error that of reports of the same id and source.
    ///
    /// Codes derived by crosswalk are left out, so that nothing counts twice, unless `derived` or a person decided on them.
    pub fn new(lines: Vec<Line>, which: Codes, derived: bool) -> Self {
        let latest = Latest::new(lines);
        let (failures, replaced) = (latest.failed.len() as u64, latest.replaced);
        let mut study = Study { which, failures, replaced, ..Study::default() };
        for (document, reports) in latest.documents {
            study.documents.push(document);
            reports.into_iter().for_each(|report| study.add(report, derived));
        }
        study
    }

    /// Adds a report of the document that came last.
    fn add(&mut self, mut report: read::Tagging, derived: bool) {
        let document = self.documents.len() - 1;
        let mut frameworks = report.frameworks();
        let count = report.derived.len() as u64;
        if derived {
            self.derived += count;
            frameworks.extend(report.lexicon.also.iter().cloned());
            report.codes.extend(report.derived.drain(..).map(|code| (code, None)));
        } else {
            self.left_out += count;
        }
        for (code, decision) in report.codes {
            self.decided.entry(framework(&code, decision.as_ref())).or_default().count(&code, decision.as_ref());
            if let Some(code) = self.which.pick(Code { document, ..code }, decision) {
                frameworks.insert(code.framework.clone());
                self.codes.push(code);
            }
        }
        self.runs.push(Run {
            document,
            frameworks,
            sha256: report.sha256,
            lexicon: report.lexicon,
            options: report.options,
            touched: report.touched,
        });
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

    /// Whether codes of the framework were derived by crosswalk, be they counted or not.
    pub fn derives(&self, framework: &str) -> bool {
        self.runs.iter().any(|run| run.lexicon.also.iter().any(|id| id == framework))
    }

    /// The reports of these frameworks.
    pub(super) fn runs(&self, frameworks: &[&str]) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(|run| frameworks.iter().any(|id| run.frameworks.contains(*id)))
    }

    /// Indexes of the documents that were tagged with one of these frameworks, in their order.
    pub(super) fn tagged_with(&self, frameworks: &[&str]) -> Vec<usize> {
        self.runs(frameworks).map(|run| run.document).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The lexicons these reports were made with, digest and version, and their documents.
    pub(super) fn lexicons(&self, frameworks: &[&str]) -> BTreeMap<(&str, &str), BTreeSet<usize>> {
        let mut lexicons: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
        for run in self.runs(frameworks) {
            lexicons.entry((&run.lexicon.digest, &run.lexicon.pretag)).or_default().insert(run.document);
        }
        lexicons
    }

    /// What people decided on codes of these frameworks.
    pub(super) fn decided(&self, frameworks: &[&str]) -> Decided {
        frameworks.iter().filter_map(|id| self.decided.get(*id)).fold(Decided::default(), Decided::and)
    }

    /// How many documents nobody has read or decided anything of, as far as these frameworks go.
    pub(super) fn untouched(&self, frameworks: &[&str]) -> u64 {
        let touched: BTreeSet<usize> = self.runs(frameworks).filter(|r| r.touched).map(|r| r.document).collect();
        (self.tagged_with(frameworks).len() - touched.len()) as u64
    }

    /// The options these reports were made with, in words, and their documents; of those that tell.
    pub(super) fn options(&self, frameworks: &[&str]) -> BTreeMap<&str, BTreeSet<usize>> {
        let mut options: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for run in self.runs(frameworks) {
            if let Some(words) = &run.options {
                options.entry(words).or_default().insert(run.document);
            }
        }
        options
    }

    /// Ids of the frameworks the reports name, in their order.
    pub fn frameworks(&self) -> Vec<String> {
        let named = self.runs.iter().flat_map(|r| r.lexicon.frameworks.iter().map(|f| &f.id));
        let mut ids: Vec<String> = Vec::new();
        let coded = self.codes.iter().map(|c| &c.framework);
        for id in named.chain(coded).chain(self.runs.iter().flat_map(|r| &r.frameworks)) {
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

    /// What a reader must know before believing a figure of these frameworks.
    pub(super) fn warnings(&self, frameworks: &[&str]) -> Vec<String> {
        let mut warnings = Vec::new();
        let lexicons = self.lexicons(frameworks);
        let digests: BTreeSet<&str> = lexicons.keys().map(|(digest, _)| *digest).collect();
        if digests.len() > 1 {
            let each: Vec<String> = lexicons
                .iter()
                .map(|((digest, version), of)| {
                    format!("{digest} (pretag {version}): {}", many(of.len() as u64, "document"))
                })
                .collect();
            warnings.push(format!(
                "These reports were made with {} different lexicons, so their counts are not comparable: {}. Tag all documents again with one lexicon.",
                digests.len(),
                each.join("; ")
            ));
        }
        let options = self.options(frameworks);
        if options.len() > 1 {
            let each: Vec<String> =
                options.iter().map(|(words, of)| format!("{words}: {}", many(of.len() as u64, "document"))).collect();
            warnings.push(format!(
                "These reports were made with different options, so their counts are not comparable: {}.",
                each.join("; ")
            ));
        }
        if self.failures > 0 {
            let what = many(self.failures, "document");
            warnings.push(format!("{what} could not be read when the reports were made and count nowhere."));
        }
        warnings.extend(self.same_texts(frameworks));
        if self.replaced > 0 {
            warnings.push(format!(
                "{} {} left out because a later line tells of the same document and framework.",
                many(self.replaced, "earlier report"),
                if self.replaced == 1 { "was" } else { "were" }
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

    /// Whole files with one text, which count as many times as there are files. Records may well say the same.
    fn same_texts(&self, frameworks: &[&str]) -> Option<String> {
        let mut texts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for run in self.runs(frameworks).filter(|run| !run.sha256.is_empty()) {
            let source = &self.documents[run.document].source;
            if source_file(source) == source {
                texts.entry(&run.sha256).or_default().insert(source);
            }
        }
        let same = texts.into_values().filter(|sources| sources.len() > 1);
        let each: Vec<String> = same.map(|s| s.into_iter().collect::<Vec<_>>().join(" and ")).collect();
        (!each.is_empty()).then(|| {
            format!("The same text counts more than once: {}. Leave out all but one of each.", each.join("; "))
        })
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
