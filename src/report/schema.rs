//! The JSON Schema of a line of output.

/// The name and version of the report contract.
pub const SCHEMA_ID: &str = "pretag.report/1";

/// The JSON Schema (draft 2020-12) that every output line of `--to jsonl` and `--to suggestions` validates against.
pub fn schema() -> &'static str {
    include_str!("schema.json")
}
