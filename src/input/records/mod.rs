//! Streams of records (JSON Lines, JSON, CSV, TSV) -> one document a record.
mod csv;
mod json;
mod jsonl;
mod object;
mod scanner;

pub(super) use csv::{Csv, Tsv};
pub(super) use json::Json;
pub(super) use jsonl::Jsonl;

use super::{Context, Each, chunk::Origin, prose};
use crate::{error::Result, text::Document};
use std::fmt::Write;

/// Chunks of records are about this large, in bytes.
const BLOCK: usize = 64 << 10;

/// Finishes one record that was read into `scratch` (id, text, fields) and hands it on, or its error. `line` is where it begins, from 1.
fn hand_on(
    read: Result<()>,
    line: usize,
    origin: &Origin,
    context: Context<'_>,
    scratch: &mut Document,
    each: Each<'_>,
) {
    if let Err(error) = read {
        return each(Err(origin.bad_record(Some(&scratch.id), line, error)));
    }
    if scratch.id.is_empty() {
        scratch.id.push_str(&origin.stem);
        push_line(&mut scratch.id, line);
    }
    scratch.source.push_str(&origin.source);
    push_line(&mut scratch.source, line);
    prose::read_record(scratch, context);
    each(Ok(scratch));
}

fn push_line(label: &mut String, line: usize) {
    // Writing to a string cannot fail.
    let _ = write!(label, ":{line}");
}
