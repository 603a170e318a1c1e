//! The JSON Schema of a line of output.

/// The name and version of the report contract.
pub const SCHEMA_ID: &str = "pretag.report/1";

/// The JSON Schema (draft 2020-12) that every output line of `--to jsonl` and `--to suggestions` validates against.
pub fn schema() -> &'static str {
    include_str!("schema.json")
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::{
        error::{Error, ErrorKind},
        output::{self, Failure, Style, sample},
    };
    use serde_json::{Value, json};

    fn validator() -> jsonschema::Validator {
        let schema: Value = serde_json::from_str(schema()).unwrap();
        jsonschema::meta::validate(&schema).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    }

    /// The lines of a report and a failure in this format.
    fn lines(format: &str) -> Vec<Value> {
        let writer = (output::format(format).unwrap().writer)(Style::default());
        let mut out = Vec::new();
        writer.report(&sample::report(&sample::lexicon()), &mut out);
        let error = Error::new(ErrorKind::Encoding, "found byte 0xff");
        writer.failure(&Failure { id: "x", source: "x.txt", error: &error }, &mut out);
        out.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
    }

    #[test]
    fn every_kind_of_line_is_valid() {
        let validator = validator();
        for (format, count) in [("jsonl", 2), ("suggestions", 3)] {
            let lines = lines(format);
            assert_eq!(lines.len(), count);
            for line in lines {
                assert!(validator.is_valid(&line), "{line}: {:?}", validator.iter_errors(&line).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn what_breaks_the_contract_is_not() {
        let validator = validator();
        let report = &lines("jsonl")[0];
        for (pointer, wrong) in [
            ("/type", json!("repart")),
            ("/document/sha256", json!("zz")),
            ("/lexicon/digest", json!(null)),
            ("/suggestions/0/valence", json!("good")),
            ("/suggestions/0/score", json!(1.2)),
            ("/suggestions/0/matches/0/start", json!(-1)),
            ("/suggestions/1/quote", json!("")),
        ] {
            let mut line = report.clone();
            *line.pointer_mut(pointer).unwrap() = wrong;
            assert!(!validator.is_valid(&line), "{pointer}");
        }
    }
}
