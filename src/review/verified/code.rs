//! A code that people gave, or that an earlier lexicon suggested and people kept -> a suggestion of the report, at its place in the text.
use super::Outcome;
use crate::{
    report::{Score, Suggestion},
    review::{project::Base, state::Item},
    text::CodePoints,
};

/// None if the text no longer holds the quote.
pub(super) fn suggestion(base: &Base, item: &Item, outcome: &Outcome) -> Option<Suggestion<'static>> {
    let (code, reason) = match outcome {
        Outcome::Added { code, who } => (code, format!("added by {}", who.coders.join(" and "))),
        _ => (&item.of, "suggested by an earlier lexicon".to_owned()),
    };
    let span = base.locate(code)?;
    let paragraph = base.layout.paragraphs.iter().find(|p| p.span.contains(span));
    let mut points = CodePoints::new(base.text());
    let (start_char, end_char) = (points.at(span.range().start) as u32, points.at(span.range().end) as u32);
    Some(Suggestion {
        key: item.key.clone().into(),
        framework: code.framework.clone().into(),
        domain: code.domain.clone().into(),
        construct: code.construct.clone().map(Into::into),
        valence: code.valence,
        score: Score(1000),
        certainty: Default::default(),
        negated: false,
        holder: code.holder,
        holder_from: None,
        level: code.level,
        level_from: None,
        quote: code.quote.clone().into(),
        span,
        start_char,
        end_char,
        zone: paragraph.map(|p| p.zone).unwrap_or_default(),
        section: paragraph.and_then(|p| p.section.clone()).map(Into::into),
        speaker: paragraph.and_then(|p| p.speaker.clone()).map(Into::into),
        matches: Vec::new(),
        cues: Vec::new(),
        reason: reason.into(),
        derived_from: Vec::new(),
        recoded_from: Vec::new(),
        decision: None,
    })
}
