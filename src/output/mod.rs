//! Report -> bytes: one file per format, all behind one trait and one table.
pub(crate) mod csv;
pub(crate) mod html;
mod json;
mod jsonl;
mod suggestions;
pub mod tables;
pub mod terminal;
mod text;

use crate::{error::Error, report::Report};
use serde::Serialize;
use std::collections::BTreeMap;

/// What could not be read, as it is written in place of a report.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// The file's stem or the record's id, as far as known.
    pub id: &'a str,
    /// The path as given, `-` for standard input; of records with `:LINE`.
    pub source: &'a str,
    /// What went wrong.
    pub error: &'a Error,
}

/// Turns reports into bytes of one format, a document at a time.
pub trait Writer: Send + Sync {
    /// What stands before the first document.
    fn header(&self, out: &mut Vec<u8>) {
        let _ = out;
    }

    /// Appends a report.
    fn report(&self, report: &Report<'_>, out: &mut Vec<u8>);

    /// Appends an error record; false if the format has no place for one (then it belongs on standard error).
    fn failure(&self, failure: &Failure<'_>, out: &mut Vec<u8>) -> bool {
        let _ = (failure, out);
        false
    }
}

/// A report as a line of JSON Lines, with its line end.
pub fn report_line(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    jsonl::Jsonl.report(report, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// How a writer for people is to look. Formats for programs ignore what does not concern them.
#[derive(Clone, Debug)]
pub struct Style {
    /// Whether ANSI colours may be used.
    pub color: bool,
    /// Columns of the terminal or page.
    pub width: usize,
    /// Whether CSV cells are written as they are, without the guard against formulas.
    pub raw_cells: bool,
    /// Labels of domains, by `framework.domain`.
    pub labels: BTreeMap<String, String>,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 80, raw_cells: false, labels: BTreeMap::new() }
    }
}

/// A row of the table of output formats.
pub struct OutputFormat {
    /// The name after `--to`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub summary: &'static str,
    /// Makes its writer.
    pub writer: fn(Style) -> Box<dyn Writer>,
}

/// Every output format there is.
pub const WRITERS: &[OutputFormat] = &[
    OutputFormat { name: "jsonl", summary: "one report a line", writer: |_| Box::new(jsonl::Jsonl) },
    OutputFormat {
        name: "suggestions",
        summary: "one suggestion a line",
        writer: |_| Box::new(suggestions::Suggestions),
    },
    OutputFormat {
        name: "csv",
        summary: "a table with one row a suggestion",
        writer: |style| Box::new(csv::Csv::new(style)),
    },
    OutputFormat { name: "text", summary: "to read", writer: |style| Box::new(text::Text::new(style)) },
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static OutputFormat> {
    WRITERS.iter().find(|format| format.name == name)
}

/// Appends `head` (an object without its closing brace) and the fields of `value` as one line of JSON.
fn json_line(head: &str, value: &impl Serialize, out: &mut Vec<u8>) {
    out.extend_from_slice(head.as_bytes());
    let start = out.len();
    let written = serde_json::to_writer(&mut *out, value);
    debug_assert!(written.is_ok(), "writing to memory: {written:?}");
    out[start] = b',';
    out.push(b'\n');
}

#[cfg(test)]
pub(crate) mod sample {
    //! A small report and a failure that all writers are tried on.
    use crate::{report::*, text::*};

    pub(crate) const TEXT: &str = "Nurses had no\ttime for it, and =HYPERLINK() did not help.";

    pub(crate) fn lexicon() -> LexiconInfo {
        let frameworks = vec![FrameworkInfo { id: "tdf".into(), version: "2".into() }];
        LexiconInfo { digest: "0123456789abcdef".into(), frameworks, pretag: "0.1.0".into(), also: Vec::new() }
    }

    pub(crate) fn report(lexicon: &LexiconInfo) -> Report<'_> {
        let document = DocumentInfo {
            id: "P1".into(),
            source: "notes/P1.txt".into(),
            sha256: "ab".repeat(32).into(),
            bytes: TEXT.len() as u64,
            chars: TEXT.len() as u64,
            sentences: Some(1),
            fields: serde_json::value::RawValue::from_string("{\"year\":\n2020}".into()).ok(),
            text: None,
        };
        Report { document, lexicon, manifest: None, suggestions: vec![time(), hyperlink()], verification: None }
    }

    fn time() -> Suggestion<'static> {
        Suggestion {
            key: "00000000000000aa".into(),
            framework: "tdf".into(),
            domain: "environment_resources".into(),
            construct: None,
            valence: Valence::Barrier,
            score: Score(812),
            certainty: Certainty::Asserted,
            negated: true,
            holder: Some(Holder::Hcp),
            holder_from: Some("Nurses".into()),
            level: Some(Level::Micro),
            level_from: Some("(usual of time)".into()),
            quote: TEXT[..25].into(),
            span: Span::new(0, 25),
            start_char: 0,
            end_char: 25,
            zone: Zone::Results,
            section: Some("Results > Time".into()),
            speaker: None,
            matches: vec![Match { term: "time".into(), concept: "time".into(), span: Span::new(14, 18) }],
            cues: vec![Cue { cue: "no".into(), kind: "absent".into(), span: Span::new(11, 13) }],
            reason: "helps, absent".into(),
            decision: None,
            derived_from: Vec::new(),
            recoded_from: Vec::new(),
        }
    }

    fn hyperlink() -> Suggestion<'static> {
        let span = Span::new(31, 56);
        Suggestion {
            key: "00000000000000bb".into(),
            domain: "skills".into(),
            valence: Valence::Unclear,
            score: Score(300),
            negated: false,
            holder: None,
            holder_from: None,
            level: None,
            level_from: None,
            quote: TEXT[span.range()].into(),
            span,
            start_char: 31,
            end_char: 56,
            matches: Vec::new(),
            cues: Vec::new(),
            ..time()
        }
    }
}
