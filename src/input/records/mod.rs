//! Streams of records (JSON Lines, JSON, CSV, TSV, citations) -> one document a record.
mod citations;
mod columns;
mod csv;
mod json;
mod jsonl;
mod object;
mod paper;
mod paper_object;
mod rows;
mod scanner;

pub(super) use citations::{Citations, Layout, citations};
pub(super) use csv::{Csv, Tsv, table};
pub(super) use json::Json;
pub(super) use jsonl::Jsonl;

use super::{
    Context, Each,
    chunk::{Mark, Origin},
    prose,
};
use crate::{error::Result, text::Document};
use std::fmt::Write;

/// Chunks of records are about this large, in bytes.
const BLOCK: usize = 64 << 10;

/// What the text of a record is.
#[derive(Clone, Copy)]
enum Form {
    /// Any text.
    Text,
    /// A paper's title of so many bytes, and the abstract behind it.
    Paper { title: usize },
}

/// Finishes one record that was read into `scratch` (id, text, fields) and hands it on, or its error. `mark` is where it begins.
fn hand_on(
    read: Result<Form>,
    mark: Mark,
    origin: &Origin,
    context: Context<'_>,
    scratch: &mut Document,
    each: Each<'_>,
) {
    let form = match read {
        Ok(form) => form,
        Err(error) => return each(Err(origin.bad_record(Some(&scratch.id), mark, error))),
    };
    if scratch.id.is_empty() {
        scratch.id.push_str(&origin.stem);
        push_mark(&mut scratch.id, mark);
    }
    scratch.source.push_str(&origin.source);
    push_mark(&mut scratch.source, mark);
    match form {
        Form::Text => prose::read_record(scratch, context),
        Form::Paper { title } => prose::read_paper(scratch, title, context),
    }
    each(Ok(scratch));
}

fn push_mark(label: &mut String, mark: Mark) {
    // Writing to a string cannot fail.
    let _ = write!(label, ":{mark}");
}
