//! JSON Lines: one report or error record a line, as `pretag schema` describes them.
use super::{Failure, Writer, json, json_line};
use crate::report::{Report, SCHEMA_ID};
use serde::Serialize;

/// The writer of `--to jsonl`.
pub(super) struct Jsonl;

impl Writer for Jsonl {
    fn report(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(br#"{"type":"report","schema":""#);
        out.extend_from_slice(SCHEMA_ID.as_bytes());
        out.extend_from_slice(br#"","document":"#);
        json::value(&report.document, out);
        out.extend_from_slice(br#","lexicon":"#);
        json::value(report.lexicon, out);
        if let Some(manifest) = &report.manifest {
            out.extend_from_slice(br#","manifest":"#);
            json::value(manifest, out);
        }
        out.extend_from_slice(br#","suggestions":["#);
        json::list(&report.suggestions, out, |s, out| {
            out.push(b'{');
            json::fields(s, out);
        });
        out.push(b']');
        if let Some(verification) = &report.verification {
            out.extend_from_slice(br#","verification":"#);
            json::value(verification, out);
        }
        out.extend_from_slice(b"}\n");
        if report.document.fields.as_ref().is_some_and(|fields| fields.get().contains(['\n', '\r'])) {
            let end = out.len() - 1;
            join_lines(&mut out[start..end]);
        }
    }

    fn failure(&self, failure: &Failure<'_>, out: &mut Vec<u8>) -> bool {
        failure_line(failure, out);
        true
    }
}

/// Appends an error record as a line.
pub(super) fn failure_line(failure: &Failure<'_>, out: &mut Vec<u8>) {
    let record = Record {
        document: Place { id: failure.id, source: failure.source },
        error: Cause { kind: failure.error.kind().name(), message: &failure.error.summary() },
    };
    json_line(r#"{"type":"error""#, &record, out);
}

/// Line ends can only be white space between the tokens of a record's other fields: in JSON strings they are escaped.
fn join_lines(line: &mut [u8]) {
    for byte in line {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

#[derive(Serialize)]
struct Record<'a> {
    document: Place<'a>,
    error: Cause<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    id: &'a str,
    source: &'a str,
}

#[derive(Serialize)]
struct Cause<'a> {
    kind: &'a str,
    message: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::*, output::sample};

    #[test]
    fn a_report_is_one_line_with_its_type_first() {
        let mut out = Vec::new();
        Jsonl.report(&sample::report(&sample::lexicon()), &mut out);
        let line = String::from_utf8(out).unwrap();
        assert!(line.starts_with(r#"{"type":"report","schema":"pretag.report/1","document":{"id":"P1""#), "{line}");
        assert_eq!(line.matches('\n').count(), 1);
        assert!(line.contains(r#""fields":{"year": 2020}"#), "{line}");
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["suggestions"][0]["score"], 0.812);
        assert_eq!(value["suggestions"][0]["quote"], sample::TEXT[..25]);
    }

    #[test]
    fn a_failure_names_its_kind() {
        let error = Error::new(ErrorKind::Format, "found a \"quote\"").at_path("x.jsonl").at_line(7);
        let mut out = Vec::new();
        assert!(Jsonl.failure(&Failure { id: "x:7", source: "x.jsonl:7", error: &error }, &mut out));
        let line = r#"{"type":"error","document":{"id":"x:7","source":"x.jsonl:7"},"error":{"kind":"format","message":"x.jsonl:7: found a \"quote\""}}"#;
        assert_eq!(String::from_utf8(out).unwrap(), format!("{line}\n"));
    }
}
