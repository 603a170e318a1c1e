//! JSON Lines with one suggestion a line and the id and source of its document in it.
use super::{Failure, Writer, json, jsonl::failure_line};
use crate::report::Report;

/// The writer of `--to suggestions`.
pub(super) struct Suggestions;

impl Writer for Suggestions {
    fn report(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let mut head = br#"{"type":"suggestion","document":"#.to_vec();
        json::string(&report.document.id, &mut head);
        head.extend_from_slice(br#","source":"#);
        json::string(&report.document.source, &mut head);
        head.push(b',');
        for suggestion in &report.suggestions {
            out.extend_from_slice(&head);
            json::fields(suggestion, out);
            out.push(b'\n');
        }
    }

    fn failure(&self, failure: &Failure<'_>, out: &mut Vec<u8>) -> bool {
        failure_line(failure, out);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn every_line_is_a_suggestion_that_can_be_read_back() {
        let lexicon = sample::lexicon();
        let report = sample::report(&lexicon);
        let mut out = Vec::new();
        Suggestions.report(&report, &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with(r#"{"type":"suggestion","document":"P1","source":"notes/P1.txt","key":"#), "{text}");
        for (line, suggestion) in text.lines().zip(&report.suggestions) {
            assert_eq!(&serde_json::from_str::<crate::report::Suggestion>(line).unwrap(), suggestion);
        }
        assert_eq!(text.lines().count(), 2);
    }
}
