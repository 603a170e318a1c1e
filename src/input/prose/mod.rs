//! Plain text, Markdown and transcripts -> blocks. The text stays as it is; only its structure is found.
mod blocks;
pub(super) mod cells;
mod census;
mod label;
mod markdown;
mod marker;
mod pages;
mod participant;
mod roles;
mod speakers;
mod subtitles;
mod text;
mod transcript;

pub(super) use blocks::Blocks;
pub(super) use markdown::Markdown;
pub(super) use roles::asks;
pub(super) use speakers::speaker_label;
pub(super) use subtitles::are as are_subtitles;
pub(super) use text::{Text, looks_like_heading};
pub(super) use transcript::{Talk, Transcript};

use super::Context;
use crate::text::{Block, Document, Span};
pub(super) use census::is_called;
use memchr::memchr;

/// Finds the blocks of a plain text, or takes it as one statement if that is what texts are.
pub(super) fn read_text(document: &mut Document, context: Context<'_>) {
    if context.options.statements {
        return statement(document);
    }
    let named = |text: &str, document: &mut Document| {
        !context.options.interviewers.is_empty() && transcript::try_named(text, document, context)
    };
    if !with_text(document, named) {
        with_text(document, |text, document| text::read(text, document, context));
    }
}

/// Finds the blocks of a record's text: a statement, a plain text, a turn, or (if it has lines) a transcript.
pub(super) fn read_record(document: &mut Document, context: Context<'_>) {
    let spoken = |text: &str, document: &mut Document| match memchr(b'\n', text.as_bytes()) {
        Some(_) => transcript::try_read(text, document, context),
        None => transcript::try_turn(text, document, context),
    };
    if context.options.statements || !with_text(document, spoken) {
        read_text(document, context);
    }
}

/// Finds the blocks of a paper's title, the first so many bytes of the text, and of the abstract behind it.
pub(super) fn read_paper(document: &mut Document, title: usize, context: Context<'_>) {
    if context.options.statements {
        return statement(document);
    }
    with_text(document, |text, document| text::read_paper(text, title, document, context));
}

/// The text whole, as one paragraph.
pub(super) fn statement(document: &mut Document) {
    if let Some(span) = trimmed(&document.text, 0, document.text.len()) {
        document.blocks.push(Block { span, ..Block::default() });
    }
}

/// Lends the text while blocks are added to its document.
pub(super) fn with_text<R>(document: &mut Document, read: impl FnOnce(&str, &mut Document) -> R) -> R {
    let text = std::mem::take(&mut document.text);
    let result = read(&text, document);
    document.text = text;
    result
}

/// The span of `start..end` without surrounding white space, if anything is left.
pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let inner = &text[start..end];
    let behind = inner.trim_start();
    let start = end - behind.len();
    let length = behind.trim_end().len();
    (length > 0).then(|| Span::new(start, start + length))
}
