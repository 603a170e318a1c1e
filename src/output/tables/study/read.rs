//! A line of a report file -> the codes of its document, or the fact that it could not be read.
use super::Code;
use crate::report::{self, Decision, LexiconInfo, Suggestion};

/// What a line of a report file tells.
#[derive(Debug)]
pub enum Line {
    /// The codes of a document.
    Report(Tagging),
    /// A document that could not be read.
    Failure {
        /// What its id would have been, as far as known.
        id: String,
        /// The file as given; of a record with its place behind it.
        source: String,
    },
}

/// The codes of a document.
#[derive(Debug)]
pub struct Tagging {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) lexicon: LexiconInfo,
    pub(super) codes: Vec<(Code, Option<Decision>)>,
    /// Codes that a crosswalk led to and nobody has decided on.
    pub(super) derived: Vec<Code>,
}

/// Reads a line of a report file; none if it is empty.
///
/// # Errors
/// What was found and what was expected, without a place.
pub fn parse_line(line: &str) -> Result<Option<Line>, String> {
    let written = match report::Line::read(line)? {
        report::Line::Report(saved) => *saved,
        report::Line::Failure { id, source } => return Ok(Some(Line::Failure { id, source })),
        report::Line::Empty => return Ok(None),
    };
    let text = written.document.text.as_deref();
    let (mut codes, mut derived) = (Vec::new(), Vec::new());
    for suggestion in written.suggestions {
        let by_crosswalk = !suggestion.derived_from.is_empty();
        match code(suggestion, text)? {
            (code, None) if by_crosswalk => derived.push(code),
            decided => codes.push(decided),
        }
    }
    let (id, source) = (written.document.id.into_owned(), written.document.source.into_owned());
    Ok(Some(Line::Report(Tagging { id, source, lexicon: written.lexicon, codes, derived })))
}

fn code(s: Suggestion<'_>, text: Option<&str>) -> Result<(Code, Option<Decision>), String> {
    if let Some(text) = text
        && text.get(s.span.range()) != Some(&*s.quote)
    {
        return Err(format!(
            "suggestion {}: its quote is not the text's bytes {}..{}",
            s.key, s.span.start, s.span.end
        ));
    }
    let decided = match &s.decision {
        Some(decision) => Decision::read(decision).map_err(|e| format!("suggestion {}: {e}", s.key))?,
        None => None,
    };
    let mut concepts: Vec<String> = s.matches.iter().map(|m| m.concept.to_string()).collect();
    concepts.sort();
    concepts.dedup();
    let code = Code {
        document: 0,
        framework: s.framework.into_owned(),
        domain: s.domain.into_owned(),
        construct: s.construct.map(|c| c.into_owned()),
        valence: s.valence,
        holder: s.holder,
        level: s.level,
        certainty: s.certainty,
        score: s.score,
        quote: s.quote.into_owned(),
        place: (s.span.start, s.span.end),
        speaker: s.speaker.map(|p| p.into_owned()),
        concepts,
        verified: false,
    };
    Ok((code, decided))
}
