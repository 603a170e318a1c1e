//! A line of a report file -> what was judged in it: suggestions with their entries and decisions.
use super::{Judged, Key, Outcome};
use crate::report::{Decision, Line, Suggestion, Verdict};

/// What a line of a report file tells.
#[derive(Clone, Debug)]
pub enum Reading {
    /// What was judged in a document; a later report of the same document (id and source) takes its place.
    Report {
        /// The document's id and source.
        document: (String, String),
        /// Its suggestions, without those that people added.
        judged: Vec<Judged>,
    },
    /// A document that could not be read, or an empty line.
    Nothing,
}

/// Reads a line of a report file.
///
/// # Errors
/// What was found and what was expected, without a place.
pub fn read_line(line: &str) -> Result<Reading, String> {
    let Some(written) = Line::report(line)? else { return Ok(Reading::Nothing) };
    let document = (written.document.id.into_owned(), written.document.source.into_owned());
    let name = format!("{} {}", document.0, document.1);
    let mut judged = Vec::new();
    for s in &written.suggestions {
        if let Some((outcome, sighted)) = outcome(s)? {
            judged.push(Judged { sighted, ..suggestion(s, &name, outcome, true) });
        }
    }
    Ok(Reading::Report { document, judged })
}

/// What became of a suggestion, and whether that was decided with it in sight; none if a person added it.
fn outcome(s: &Suggestion<'_>) -> Result<Option<(Outcome, bool)>, String> {
    let Some(decision) = &s.decision else { return Ok(Some((Outcome::Open, false))) };
    let decision = Decision::read(decision).map_err(|e| format!("suggestion {}: {e}", s.key))?;
    let Some(Decision { verdict, blind, .. }) = decision else { return Ok(Some((Outcome::Open, false))) };
    let outcome = match verdict {
        Verdict::Accepted => Outcome::Accepted,
        Verdict::Rejected => Outcome::Rejected,
        Verdict::Changed(to) if to.moves(&s.framework, &s.domain) => Outcome::Moved,
        Verdict::Changed(_) => Outcome::Changed,
        Verdict::Added => return Ok(None),
    };
    Ok(Some((outcome, blind == Some(false))))
}

/// A suggestion as it was judged.
pub(super) fn suggestion(s: &Suggestion<'_>, document: &str, outcome: Outcome, shown: bool) -> Judged {
    let key = |m: &crate::report::Match<'_>| Key { concept: m.concept.to_string(), term: m.term.to_string() };
    Judged {
        document: document.to_owned(),
        segment: s.span,
        framework: s.framework.to_string(),
        domain: s.domain.to_string(),
        valence: s.valence,
        entries: s.matches.iter().map(|m| (key(m), m.span)).collect(),
        outcome,
        sighted: false,
        quote: shown.then(|| s.quote.to_string()),
    }
}
