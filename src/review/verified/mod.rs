//! A project and its state -> verified reports: the same suggestions with what people decided, and what people added.
mod code;
mod rule;

pub use rule::{Outcome, Rule};

use super::{
    agree::Basis,
    journal::{Code, Look, Mode},
    project::{Base, Project},
    state::State,
};
use crate::{
    error::{Error, ErrorKind, Result},
    report::{SegmentReading, Suggestion, Verification},
    text::Span,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Whose decisions are written, and what becomes of differences.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Only this coder's; adjudication does not count then.
    pub coder: Option<String>,
    /// What counts where coders differ and nobody adjudicated.
    pub rule: Rule,
    /// Which decisions count.
    pub basis: Basis,
}

/// Verified reports, and what could not be carried over.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// A line of JSON Lines for each document.
    pub lines: Vec<String>,
    /// How many codes were written as what.
    pub counts: Counts,
    /// The same by `framework.domain` as suggested or added.
    pub codes: BTreeMap<String, Counts>,
    /// What was changed.
    pub changes: Changes,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// How many suggestions were decided how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Suggestions, with those of earlier lexicons that were accepted or changed.
    pub suggested: u64,
    /// Right as they stand.
    pub accepted: u64,
    /// Wrong.
    pub rejected: u64,
    /// Right once changed.
    pub changed: u64,
    /// Found by people alone.
    pub added: u64,
    /// Not decided, or coders differ.
    pub open: u64,
    /// Of the open: coders differ.
    pub disputed: u64,
    /// Of the decided: without sight of suggestions.
    pub blind: u64,
}

/// What was changed in suggestions. One may be in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Another domain or framework.
    pub domain: u64,
    /// Another valence.
    pub valence: u64,
    /// Another stretch.
    pub stretch: u64,
    /// Only the construct, holder or level.
    pub other: u64,
}

/// The verified reports of a project.
///
/// # Errors
/// A coder that did nothing.
pub fn verify(project: &Project, state: &State, settings: &Settings) -> Result<Verified> {
    if let Some(coder) = &settings.coder
        && !state.coders().any(|c| c == coder)
    {
        let there: Vec<&str> = state.coders().collect();
        let message = format!("there is nothing by {coder}; there are: {}", there.join(", "));
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let mut out = Verified::default();
    for base in &project.documents {
        let line = document(base, state, settings, &mut out)?;
        out.lines.push(line);
    }
    if out.counts.disputed > 0 {
        let n = out.counts.disputed;
        out.notes
            .push(format!("{n} codes are written as undecided because coders differ; adjudicate them, or see --rule"));
    }
    let known: BTreeSet<&str> = project.documents.iter().map(Base::id).collect();
    let lost = state.items().filter(|i| !known.contains(i.document.as_str())).count();
    if lost > 0 {
        out.notes.push(format!("{lost} codes are of documents that are no longer in the project"));
    }
    Ok(out)
}

fn document(base: &Base, state: &State, settings: &Settings, out: &mut Verified) -> Result<String> {
    let coders: Vec<&str> = match &settings.coder {
        Some(coder) => vec![coder],
        None => state.coders().collect(),
    };
    let mut suggestions = Vec::with_capacity(base.suggestions.len());
    let mut used = BTreeSet::new();
    for s in &base.suggestions {
        let views = rule::views(base, state, s, &coders, settings.basis, &mut used);
        let item = state.item(base.id(), &s.key);
        let outcome = rule::outcome(&views, item, (&Code::from(s), true), settings);
        out.count(&s.framework, &s.domain, true, &outcome);
        let mut s = s.clone();
        s.decision = outcome.record(item);
        suggestions.push(s);
    }
    used.extend(base.suggestions.iter().map(|s| s.key.to_string()));
    for item in state.items_of(base.id()).filter(|i| !used.contains(&i.key)) {
        let views = rule::views_of_item(item, &coders, settings.basis);
        let outcome = rule::outcome(&views, Some(item), (&item.of, !rule::own(item)), settings);
        if matches!(outcome, Outcome::Open | Outcome::Rejected { .. }) {
            continue;
        }
        match code::suggestion(base, item, &outcome) {
            Some(mut s) => {
                let suggested = !matches!(outcome, Outcome::Added { .. });
                out.count(&s.framework, &s.domain, suggested, &outcome);
                s.decision = outcome.record(Some(item));
                suggestions.push(s);
            }
            None => out.notes.push(format!(
                "{}: a decided code is not where it was, its text is gone: {:?} ({}.{})",
                base.id(),
                item.of.quote,
                item.of.framework,
                item.of.domain
            )),
        }
    }
    suggestions.sort_by_key(|s: &Suggestion<'_>| (s.span.start, s.span.end));
    let verification = Verification {
        coders: coders.iter().filter(|c| has_read(base, state, c)).map(|c| (*c).to_owned()).collect(),
        rule: settings.coder.as_ref().map_or(settings.rule.name(), |_| "one coder").to_owned(),
        segments: segments(base, state, &coders),
    };
    Ok(base.line_with(suggestions, Some(verification)))
}

fn has_read(base: &Base, state: &State, coder: &str) -> bool {
    state.is_finished(base.id(), coder)
        || state.items_of(base.id()).any(|i| i.decisions.contains_key(coder))
        || state.looks().any(|(document, _, who, _, _)| document == base.id() && who == coder)
}

/// The segments that can hold evidence.
fn segments(base: &Base, state: &State, coders: &[&str]) -> Vec<SegmentReading> {
    let readings: Vec<Vec<Option<Mode>>> = coders.iter().map(|c| super::agree::reading(base, state, c)).collect();
    let of = |n: usize| readings.iter().filter_map(|r| r[n]).min();
    let all = base.layout.segments.iter().enumerate().filter(|(n, _)| base.can_hold_evidence(*n));
    let read = all.map(|(n, s)| {
        let section = base.layout.paragraphs.get(s.paragraph as usize).and_then(|p| p.section.as_deref());
        let looked = |look| coders.iter().any(|c| state.looked(base.id(), s.span, c, look).is_some());
        let only_missed = looked(Look::Missed) && !looked(Look::Blind) && !looked(Look::Commit);
        SegmentReading {
            span: s.span,
            paragraph: s.paragraph,
            section: section.map(str::to_owned),
            mode: of(n).map(|mode| mode.name().to_owned()),
            look: only_missed.then(|| "missed".to_owned()),
            unsaid: unsaid(base, state, coders, s.span),
        }
    });
    read.collect()
}

/// Frameworks of which none of those who read a sentence said anything without sight of suggestions.
fn unsaid(base: &Base, state: &State, coders: &[&str], span: Span) -> BTreeSet<String> {
    let looked = |c: &str| {
        [Look::Blind, Look::Commit, Look::Missed].iter().any(|look| state.looked(base.id(), span, c, *look).is_some())
    };
    let each = coders.iter().filter(|c| looked(c)).map(|c| state.unsaid(base, span, c, Basis::Blind));
    each.reduce(|all, one| all.intersection(&one).cloned().collect()).unwrap_or_default()
}

impl Verified {
    fn count(&mut self, framework: &str, domain: &str, suggested: bool, outcome: &Outcome) {
        let code = self.codes.entry(format!("{framework}.{domain}")).or_default();
        for counts in [&mut self.counts, code] {
            counts.suggested += u64::from(suggested);
            counts.count(outcome);
        }
        if let Outcome::Changed { to, .. } = outcome {
            let has = |name: &str| to.get(name).is_some();
            let (domain, valence, stretch) = (has("domain"), has("valence"), has("start"));
            self.changes.domain += u64::from(domain);
            self.changes.valence += u64::from(valence);
            self.changes.stretch += u64::from(stretch);
            self.changes.other += u64::from(!domain && !valence && !stretch);
        }
    }
}

impl Counts {
    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Accepted { .. } => self.accepted += 1,
            Outcome::Rejected { .. } => self.rejected += 1,
            Outcome::Changed { .. } => self.changed += 1,
            Outcome::Added { .. } => self.added += 1,
            Outcome::Open => self.open += 1,
            Outcome::Disputed { .. } => {
                self.open += 1;
                self.disputed += 1;
            }
        }
        self.blind += u64::from(outcome.who().is_some_and(|w| w.blind));
    }
}

/// What differs between two codes, as a report's `to`.
pub(super) fn difference(from: &Code, to: &Code) -> Value {
    let mut out = serde_json::Map::new();
    if from.framework != to.framework {
        out.insert("framework".into(), json!(to.framework));
    }
    let whole = to.construct.is_none() && from.construct.is_some();
    if from.domain != to.domain || from.framework != to.framework || whole {
        out.insert("domain".into(), json!(to.domain));
    }
    if from.construct != to.construct && !whole {
        out.insert("construct".into(), json!(to.construct));
    }
    if from.valence != to.valence {
        out.insert("valence".into(), json!(to.valence));
    }
    if from.holder != to.holder {
        out.insert("holder".into(), json!(to.holder));
    }
    if from.level != to.level {
        out.insert("level".into(), json!(to.level));
    }
    if from.span != to.span {
        out.insert("start".into(), json!(to.span.start));
        out.insert("end".into(), json!(to.span.end));
        out.insert("quote".into(), json!(to.quote));
    }
    Value::Object(out)
}
