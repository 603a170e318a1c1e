//! Lines of report files -> the reports that count: of a document and a framework the one that was told last.
use super::read::{Line, Tagging};
use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

/// A document, as its reports name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) source: String,
}

/// What is left of many lines.
#[derive(Debug, Default)]
pub(super) struct Latest {
    /// In the order in which they were first told, each with its reports.
    pub(super) documents: Vec<(Document, Vec<Tagging>)>,
    /// Sources that could not be read.
    pub(super) failed: BTreeSet<String>,
    /// Reports of which a later line told something again.
    pub(super) replaced: u64,
    places: BTreeMap<Document, usize>,
}

impl Latest {
    pub(super) fn new(lines: Vec<Line>) -> Self {
        let mut latest = Self::default();
        for line in lines {
            match line {
                Line::Failure { id, source } => latest.fail(Document { id, source }),
                Line::Report(report) => latest.add(report),
            }
        }
        latest.documents.retain(|(_, reports)| !reports.is_empty());
        latest
    }

    fn fail(&mut self, document: Document) {
        if let Some(at) = self.places.get(&document) {
            self.replaced += mem::take(&mut self.documents[*at].1).len() as u64;
        }
        self.failed.insert(document.source);
    }

    /// A report takes the place of earlier ones as far as it tells of the same frameworks: a document may be tagged with one at a time.
    fn add(&mut self, report: Tagging) {
        self.failed.remove(&report.document.source);
        let at = *self.places.entry(report.document.clone()).or_insert_with(|| {
            self.documents.push((report.document.clone(), Vec::new()));
            self.documents.len() - 1
        });
        let (again, reports) = (report.frameworks(), &mut self.documents[at].1);
        for earlier in reports.iter_mut() {
            let held = earlier.frameworks();
            self.replaced += u64::from(held.is_empty() || !held.is_disjoint(&again));
            earlier.leave_out(&again);
        }
        reports.retain(|earlier| !earlier.frameworks().is_empty());
        reports.push(report);
    }
}
