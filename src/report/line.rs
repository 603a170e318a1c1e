//! A line of a report file -> the report in it, owned by nobody's lexicon, or the fact that there is none.
use super::{DocumentInfo, LexiconInfo, Suggestion};
use serde::Deserialize;

/// A line of a report file.
#[derive(Clone, Debug)]
pub enum Line<'a> {
    /// A document with its suggestions.
    Report(Box<Written<'a>>),
    /// A document that could not be read.
    Failure,
    /// Nothing.
    Empty,
}

/// A report as it was written.
#[derive(Clone, Debug, Deserialize)]
pub struct Written<'a> {
    /// What is known of the document.
    pub document: DocumentInfo<'a>,
    /// What it was tagged with.
    pub lexicon: LexiconInfo,
    /// The suggestions, with decisions where there are any.
    pub suggestions: Vec<Suggestion<'a>>,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: String,
}

impl<'a> Line<'a> {
    /// Reads a line.
    ///
    /// # Errors
    /// What was found and what was expected, without a place.
    pub fn read(line: &'a str) -> Result<Self, String> {
        if line.trim().is_empty() {
            return Ok(Line::Empty);
        }
        let expected = |found: String| format!("expected a line of `pretag tag --to jsonl`, found {found}");
        let kind: Kind = serde_json::from_str(line).map_err(|e| expected(format!("no such JSON object: {e}")))?;
        match kind.kind.as_str() {
            "error" => Ok(Line::Failure),
            "report" => match serde_json::from_str(line) {
                Ok(written) => Ok(Line::Report(Box::new(written))),
                Err(e) => Err(expected(format!("a report with a fault: {e}"))),
            },
            other => Err(expected(format!("one of type {other:?}"))),
        }
    }
}
