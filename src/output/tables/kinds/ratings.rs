//! Construct x document, rated from -2 to +2 by a rule over distinct voices.
use super::super::{Cell, Column, Row, Table, View};
use crate::{
    output::tables::study::{Code, Entry},
    report::{Certainty, Valence},
};
use std::collections::BTreeSet;

/// The rule as tables, help and documentation print it.
const RULE: &str = "Rating of a row in a document, from distinct voices (a named speaker is one voice; without a speaker each segment is one; a mixed code speaks for both sides): missing if nothing was coded; 0 if only unclear codes; with one side only 2 if at least two voices state it as a fact (neither hedged nor hypothetical), else 1; with both sides 0 (mix) if as many voices hinder as help, else 1 towards the larger side. Barriers are negative, facilitators positive; as the sign comes from the valence, no construct (such as complexity) is rated in reverse.";

pub(super) fn table(v: &View<'_>) -> Table {
    let mut table = v.table("ratings", "Ratings");
    table.columns = v.documents.iter().map(|d| Column::alone(v.study.document_label(*d))).collect();
    for domain in &v.book.domains {
        table.rows.push(row(v, domain, None));
        table.rows.extend(domain.constructs.iter().map(|c| row(v, domain, Some(c))));
    }
    table.heads = vec!["Domain", "Construct"];
    table.notes.push(RULE.to_owned());
    table
}

fn row(v: &View<'_>, domain: &Entry, construct: Option<&Entry>) -> Row {
    let codes: Vec<&Code> = v
        .of(&domain.id)
        .filter(|c| construct.is_none_or(|wanted| c.construct.as_deref() == Some(&wanted.id)))
        .collect();
    let cells = v.documents.iter().map(|d| rate(codes.iter().copied().filter(|c| c.document == *d))).collect();
    let (id, label) = match construct {
        Some(c) => (format!("{}.{}", domain.id, c.id), c.label.clone()),
        None if domain.constructs.is_empty() => (domain.id.clone(), "-".to_owned()),
        None => (domain.id.clone(), "all constructs".to_owned()),
    };
    Row { id, heads: vec![domain.label.clone(), label], cells }
}

/// A speaker, or a segment of nobody known.
type Voice<'a> = (Option<&'a str>, (u32, u32));

/// The voices of one side, and those of them that state a fact.
#[derive(Default)]
struct Side<'a> {
    voices: BTreeSet<Voice<'a>>,
    firm: BTreeSet<Voice<'a>>,
}

impl<'a> Side<'a> {
    fn hear(&mut self, c: &'a Code) {
        let voice = c.speaker.as_deref().map_or((None, c.place), |s| (Some(s), (0, 0)));
        self.voices.insert(voice);
        if c.certainty == Certainty::Asserted {
            self.firm.insert(voice);
        }
    }

    fn alone(&self) -> i8 {
        if self.firm.len() >= 2 { 2 } else { 1 }
    }
}

fn rate<'a>(codes: impl Iterator<Item = &'a Code>) -> Cell {
    let (mut hinder, mut help, mut said) = (Side::default(), Side::default(), false);
    for c in codes {
        said = true;
        if matches!(c.valence, Valence::Barrier | Valence::Mixed) {
            hinder.hear(c);
        }
        if matches!(c.valence, Valence::Facilitator | Valence::Mixed) {
            help.hear(c);
        }
    }
    let both = !hinder.voices.is_empty() && !help.voices.is_empty();
    let value = match (hinder.voices.len(), help.voices.len()) {
        _ if !said => None,
        (0, 0) => Some(0),
        (_, 0) => Some(-hinder.alone()),
        (0, _) => Some(help.alone()),
        (hinder, help) => Some((help > hinder) as i8 - (help < hinder) as i8),
    };
    Cell::Rating { value, mixed: both }
}
