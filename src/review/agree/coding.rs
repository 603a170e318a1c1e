//! A coder's decisions in a project, or a coder's report -> which codes the coder gave each document, and what of it the coder read.
use super::Coded;
use crate::{
    error::{Error, ErrorKind, Result},
    report::{self, Decision, DocumentInfo},
    review::{
        journal::{Code, Look, Mode},
        project::{Base, Project, Segment},
        state::{Decided, State},
    },
    text::Span,
};
use serde::Serialize;
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// Which decisions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The latest of each coder.
    #[default]
    All,
    /// The latest that was made without sight of suggestions.
    Blind,
}

/// What one coder gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// Who.
    pub coder: String,
    /// By id.
    pub documents: BTreeMap<String, DocumentCoding>,
    /// How many of the decisions were made in which mode.
    pub modes: BTreeMap<Mode, u64>,
}

/// What one coder gave a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentCoding {
    /// The codes.
    pub codes: Vec<Code>,
    /// Whether the coder read all of it.
    pub whole: bool,
    /// Else: what was read, in order.
    pub read: Vec<Span>,
    /// Of what was read: frameworks of which nothing was said there, while codes of others were given.
    pub unsaid: BTreeMap<Span, BTreeSet<String>>,
}

impl DocumentCoding {
    /// Whether the coder read this stretch.
    pub fn has_read(&self, span: Span) -> bool {
        self.whole || self.read.iter().any(|r| r.contains(span))
    }

    /// The same, as far as codes of a framework go.
    pub fn has_read_for(&self, span: Span, framework: &str) -> bool {
        self.has_read(span) && !self.unsaid.get(&span).is_some_and(|unsaid| unsaid.contains(framework))
    }

    /// Whether the coder read all of the document, as far as codes of a framework go.
    pub fn is_whole_for(&self, framework: &str) -> bool {
        self.whole && !self.unsaid.values().any(|unsaid| unsaid.contains(framework))
    }
}

/// The codings of all coders of a project.
pub fn codings(project: &Project, state: &State, basis: Basis) -> Vec<Coding> {
    state.coders().map(|coder| coding(project, state, coder, basis)).filter(|c| !c.documents.is_empty()).collect()
}

fn coding(project: &Project, state: &State, coder: &str, basis: Basis) -> Coding {
    let mut out = Coding { coder: coder.to_owned(), ..Coding::default() };
    for base in &project.documents {
        let coding = of_document(base, state, coder, basis, &mut out.modes);
        if coding.whole || !coding.read.is_empty() {
            out.documents.insert(base.id().to_owned(), coding);
        }
    }
    out
}

/// The decision that counts.
pub(in crate::review) fn counting(decided: &Decided, basis: Basis) -> Option<&Decided> {
    match basis {
        Basis::All => Some(decided),
        Basis::Blind => decided.unaided(),
    }
}

fn of_document(
    base: &Base,
    state: &State,
    coder: &str,
    basis: Basis,
    modes: &mut BTreeMap<Mode, u64>,
) -> DocumentCoding {
    let mut out = DocumentCoding::default();
    for item in state.items_of(base.id()) {
        let Some(decided) = item.decisions.get(coder).and_then(|d| counting(d, basis)) else { continue };
        *modes.entry(decided.mode).or_default() += 1;
        let located = |code: &Code| Some(Code { span: base.locate(code)?, ..code.clone() });
        out.codes.extend(decided.code.as_ref().and_then(located));
    }
    let segments = &base.layout.segments;
    let read = reading(base, state, coder);
    let counts = |mode: &Option<Mode>| match basis {
        Basis::All => mode.is_some(),
        Basis::Blind => *mode == Some(Mode::Blind),
    };
    out.read = segments.iter().zip(&read).filter(|(_, mode)| counts(mode)).map(|(s, _)| s.span).collect();
    let unsaid = segments.iter().map(|s| (s.span, state.unsaid(base, s.span, coder, basis)));
    out.unsaid = unsaid.filter(|(_, frameworks)| !frameworks.is_empty()).collect();
    // as a verified report tells it: every sentence that can hold evidence was read
    let mut evidence = (0..segments.len()).filter(|n| base.can_hold_evidence(*n)).map(|n| counts(&read[n])).peekable();
    let finished = basis == Basis::All && state.is_finished(base.id(), coder);
    out.whole = finished || evidence.peek().is_some() && evidence.all(|read| read);
    out
}

/// In which mode a coder read each segment: blind if it was looked at without suggestions; else in the mode of the decisions on all suggestions
/// in it, or assisted where the document is finished; none if it was not read.
pub(in crate::review) fn reading(base: &Base, state: &State, coder: &str) -> Vec<Option<Mode>> {
    let finished = state.is_finished(base.id(), coder);
    let mut suggested: Vec<Option<Option<Mode>>> = vec![None; base.layout.segments.len()];
    for s in &base.suggestions {
        let mode = state.decided(base.id(), &s.key, coder).map(|d| d.mode).or(finished.then_some(Mode::Assisted));
        for segment in &mut suggested[base.segments_of(s.span)] {
            // one that is open keeps the segment open; of several modes the one that saw most counts
            *segment = Some(segment.map_or(mode, |before| before.min(mode)));
        }
    }
    let looks = [Look::Blind, Look::Commit, Look::Missed];
    let of = |(s, suggested): (&Segment, Option<Option<Mode>>)| {
        if looks.iter().any(|look| state.looked(base.id(), s.span, coder, *look).is_some()) {
            return Some(Mode::Blind);
        }
        suggested.unwrap_or(finished.then_some(Mode::Assisted))
    };
    base.layout.segments.iter().zip(suggested).map(of).collect()
}

/// A document of a report file as its coder coded it.
#[derive(Clone, Debug)]
pub struct Given {
    /// The document's id.
    pub document: String,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Its text, if the report has it.
    pub text: Option<String>,
    /// Its sentences, of a verified report.
    pub segments: Vec<Span>,
    /// The codes.
    pub coding: DocumentCoding,
}

impl Given {
    /// As a text to compare codings of.
    pub fn coded(&self) -> Coded<'_> {
        Coded { document: &self.document, text: self.text.as_deref(), segments: self.segments.clone() }
    }
}

/// A line of a report file as one coder's coding: what was decided where anything was, else the suggestions as they are. A verified report tells
/// what was read; of others all counts as read. None for error records and empty lines.
///
/// # Errors
/// What was found and what was expected.
pub fn of_line(line: &str) -> Result<Option<Given>> {
    let wrong = |why: String| Error::new(ErrorKind::Format, why);
    let Some(written) = report::Line::report(line).map_err(wrong)? else { return Ok(None) };
    let decided = written.verification.is_some() || written.suggestions.iter().any(|s| s.decision.is_some());
    let (mut codes, mut said) = (Vec::new(), Vec::new());
    for s in &written.suggestions {
        let decision = s.decision.as_ref().map(Decision::read).transpose();
        let decision = decision.map_err(|e| wrong(format!("suggestion {}: {e}", s.key)))?.flatten();
        let code = Code::from(s);
        said.extend(decision.as_ref().map(|_| (code.span, code.framework.clone())));
        codes.extend(match decision.map(|d| d.verdict) {
            None if decided => None,
            None | Some(report::Verdict::Accepted | report::Verdict::Added) => Some(code),
            Some(report::Verdict::Rejected) => None,
            Some(report::Verdict::Changed(to)) => Some(to.apply(&code)),
        });
    }
    let (mut segments, mut read, mut unsaid) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut whole = written.verification.as_ref().is_none_or(|v| !v.segments.is_empty());
    for seen in written.verification.into_iter().flat_map(|v| v.segments) {
        segments.push(seen.span);
        if let Some(mode) = seen.mode.as_deref().filter(|m| Mode::from_name(m).is_none()) {
            return Err(wrong(format!("found the mode {mode:?}, expected assisted, reveal_after_commit or blind")));
        }
        whole &= seen.mode.is_some();
        let decided = |id: &str| said.iter().any(|(span, framework)| framework == id && span.overlaps(seen.span));
        let open: BTreeSet<String> = seen.unsaid.into_iter().filter(|id| !decided(id)).collect();
        unsaid.extend((!open.is_empty()).then_some((seen.span, open)));
        read.extend(seen.mode.map(|_| seen.span));
    }
    let DocumentInfo { id, sha256, text, .. } = written.document;
    let coding = DocumentCoding { codes, whole, read, unsaid };
    let (document, sha256, text) = (id.into_owned(), sha256.into_owned(), text.map(Cow::into_owned));
    Ok(Some(Given { document, sha256, text, segments, coding }))
}

impl<'t> From<&'t Base> for Coded<'t> {
    fn from(base: &'t Base) -> Self {
        let open = (0..base.layout.segments.len()).filter(|n| base.can_hold_evidence(*n));
        let segments = open.map(|n| base.layout.segments[n].span).collect();
        Self { document: base.id(), text: Some(base.text()), segments }
    }
}
