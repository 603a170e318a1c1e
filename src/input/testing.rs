//! Helpers of this room's unit tests.
use super::{BadDocument, Context, Format, InputOptions, Inputs, outline::Zones, reader};
use crate::{
    lexicon::{Lexicon, ZoneRules},
    text::{Block, Document},
};
use std::{collections::VecDeque, io::Read, sync::OnceLock};

/// Word documents, made as other tests make them.
#[path = "../../tests/common/docx.rs"]
#[allow(dead_code)]
pub(super) mod word;

/// The rules these tests go by.
pub(super) fn zones() -> &'static ZoneRules {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    let texts = [("zones.toml", include_str!("../../lexicons/cues/zones.toml"))];
    LEXICON.get_or_init(|| Lexicon::from_texts(&texts).unwrap()).zones()
}

/// Every document of a stream.
pub(super) fn read_all(source: &str, bytes: &[u8], options: &InputOptions) -> Vec<Result<Document, BadDocument>> {
    let (zones, mut scratch, mut read) = (zones(), Document::default(), Vec::new());
    for chunk in Inputs::stream(Box::new(std::io::Cursor::new(bytes.to_vec())), source, options) {
        chunk.documents(zones, options, &mut scratch, &mut |r| read.push(r.cloned()));
    }
    read.iter().flatten().for_each(check);
    read
}

/// Every document of a stream of this format.
pub(super) fn stream(source: &str, bytes: &[u8], format: Format) -> Vec<Result<Document, BadDocument>> {
    read_all(source, bytes, &InputOptions { from: Some(format), ..InputOptions::default() })
}

/// One document of this format.
pub(crate) fn document(format: Format, text: &str) -> Document {
    let (zones, options) = (Zones::new(zones()), InputOptions::default());
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    reader(format).read(&mut document, Context { zones: &zones, options: &options }).unwrap();
    check(&document);
    document
}

/// The blocks of a plain text as [`outline`] gives them.
pub(super) fn outline_of_text(text: &str) -> Vec<String> {
    outline(&document(Format::Text, text))
}

/// The blocks as `kind zone text`, one a line.
pub(super) fn outline(document: &Document) -> Vec<String> {
    let part = |b: &Block| b.part.map_or(String::new(), |p| format!("/{p}"));
    let line = |b: &Block| format!("{} {}{} {}", b.kind.name(), b.zone, part(b), document.slice(b.span));
    document.blocks.iter().map(line).collect()
}

/// What holds of every document: blocks in order, apart, trimmed, on code points; labels there.
pub(super) fn check(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        let (from, to) = (block.span.start as usize, block.span.end as usize);
        assert!(end <= from && from < to && to <= document.text.len(), "{:?} after {end}", block.span);
        assert!(document.text.is_char_boundary(from) && document.text.is_char_boundary(to));
        let text = document.slice(block.span);
        assert_eq!(text, text.trim());
        for label in [block.section, block.speaker, block.column, block.row].into_iter().flatten() {
            assert!(document.label(Some(label)).is_some());
        }
        assert!(block.lead_in.is_none_or(|lead| document.text.get(lead.range()).is_some()));
        end = to;
    }
}

/// A stream that gives one of its parts at each read.
pub(super) struct Drip(VecDeque<Vec<u8>>);

impl Drip {
    pub(super) fn new(parts: &[&str]) -> Self {
        Self(parts.iter().map(|p| p.as_bytes().to_vec()).collect())
    }
}

impl Read for Drip {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let Some(mut part) = self.0.pop_front() else { return Ok(0) };
        let n = part.len().min(buffer.len());
        buffer[..n].copy_from_slice(&part[..n]);
        if n < part.len() {
            self.0.push_front(part.split_off(n));
        }
        Ok(n)
    }
}
