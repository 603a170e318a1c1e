//! A line of a report file -> the report in it, or the fact that there is none. The only reader of such lines.
use super::{SCHEMA_ID, Saved};
use crate::error::json_said;
use serde::Deserialize;

/// A line of a report file.
#[derive(Clone, Debug)]
pub enum Line {
    /// A document with its suggestions.
    Report(Box<Saved>),
    /// A document that could not be read.
    Failure {
        /// What its id would have been, as far as known.
        id: String,
        /// The file as given; of a record with its place behind it.
        source: String,
    },
    /// Nothing.
    Empty,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: String,
    /// Reports of other tools may have none.
    #[serde(default)]
    schema: Option<String>,
    #[serde(default)]
    document: Unread,
}

/// What matters here of a document that could not be read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Unread {
    id: String,
    source: String,
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// What was found and what was expected, without a place.
    pub fn read(line: &str) -> Result<Self, String> {
        if line.trim().is_empty() {
            return Ok(Line::Empty);
        }
        let expected = |found: String| format!("expected a line of `pretag tag --to jsonl`, found {found}");
        if !line.trim_start().starts_with('{') {
            return Err(expected("no JSON object".into()));
        }
        let kind: Kind =
            serde_json::from_str(line).map_err(|e| expected(format!("no such JSON object: {}", json_said(&e))))?;
        if let Some(other) = kind.schema.filter(|s| s != SCHEMA_ID) {
            return Err(expected(format!("one of schema {other:?}, which this version does not know ({SCHEMA_ID})")));
        }
        match kind.kind.as_str() {
            "error" => Ok(Line::Failure { id: kind.document.id, source: kind.document.source }),
            "report" => match serde_json::from_str(line) {
                Ok(saved) => Ok(Line::Report(Box::new(saved))),
                Err(e) => Err(expected(format!("a report with a fault: {}", json_said(&e)))),
            },
            other => Err(expected(format!("one of type {other:?}"))),
        }
    }

    /// The report in a line, if it holds one.
    ///
    /// # Errors
    /// As [`Line::read`].
    pub fn report(line: &str) -> Result<Option<Saved>, String> {
        Ok(match Self::read(line)? {
            Line::Report(saved) => Some(*saved),
            Line::Failure { .. } | Line::Empty => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn a_line_of_another_schema_is_refused() {
        let line = |schema: &str| format!(r#"{{"type":"error",{schema}"document":{{"id":"x","source":"x"}}}}"#);
        for known in ["", r#""schema":"pretag.report/1","#, r#""schema":null,"#] {
            assert!(Line::read(&line(known)).is_ok(), "{known}");
        }
        let error = Line::read(&line(r#""schema":"pretag.report/2","#)).unwrap_err();
        assert!(error.contains("found one of schema \"pretag.report/2\""), "{error}");
    }
}
