//! Journal articles in JATS (or older NLM) XML -> title, abstract, sections, quotes, tables, captions and references as blocks.
mod articles;
mod citation;
mod notes;
mod refs;
mod table;
#[cfg(test)]
mod tests;
mod writer;

use super::{
    Context, Each, Format, Reader,
    chunk::{Mark as Place, Origin},
    marks::{self, Mark},
    xml::{self, Element, Entities},
};
use crate::{
    error::{Error, ErrorKind, Result},
    text::{BlockKind, Document, Zone},
};
use memchr::memchr_iter;
use std::{collections::HashSet, fmt::Write, ops::Range};
use writer::{Flow, Writer};

/// Articles in XML.
pub(super) struct Jats;

impl Reader for Jats {
    fn format(&self) -> Format {
        Format::Jats
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml", "nxml", "jats"]
    }

    fn sniff(&self, head: &str) -> bool {
        let head = head.trim_ascii_start();
        ["<?xml", "<!DOCTYPE", "<!doctype", "<article", "<pmc-articleset", "<!--"]
            .iter()
            .any(|start| head.starts_with(start))
    }

    fn read(&self, document: &mut Document, context: Context<'_>) -> Result<()> {
        let xml = std::mem::take(&mut document.text);
        let entities = Entities::declared(&xml[..xml.find("<article").unwrap_or(0)]);
        read_article(&xml, 0..xml.len(), &entities, document, context).map(drop)
    }

    /// Several articles in one file are documents by themselves, each with the id it has in PubMed Central (or its DOI), or `STEM:NUMBER`.
    fn read_many(
        &self,
        xml: &str,
        origin: &Origin,
        context: Context<'_>,
        scratch: &mut Document,
        each: Each<'_>,
    ) -> bool {
        let stretches = articles::stretches(xml);
        let [first, _, ..] = &stretches[..] else { return false };
        let entities = Entities::declared(&xml[..first.start]);
        let (mut met, mut place, mut counted) = (HashSet::new(), Place { line: 1, number: 0 }, 0);
        for (n, stretch) in stretches.into_iter().enumerate() {
            let lines = memchr_iter(b'\n', &xml.as_bytes()[counted..stretch.start]).count();
            counted = stretch.start;
            let number = if lines == 0 { place.number + 1 } else { 1 };
            place = Place { line: place.line + lines, number };
            scratch.clear();
            let numbered = format!("{}:{}", origin.stem, n + 1);
            match read_article(xml, stretch, &entities, scratch, context) {
                Ok(id) => {
                    let id = id.filter(|id| met.insert(id.clone())).unwrap_or(numbered);
                    scratch.id.push_str(&id);
                    // writing to a string cannot fail
                    let _ = write!(scratch.source, "{}:{place}", origin.source);
                    each(Ok(scratch));
                }
                Err(error) => each(Err(origin.bad_record(Some(&numbered), place, error))),
            }
        }
        true
    }
}

/// Reads the article in a stretch of a file; tells its id.
fn read_article(
    xml: &str,
    stretch: Range<usize>,
    entities: &Entities,
    document: &mut Document,
    context: Context<'_>,
) -> Result<Option<String>> {
    let root = xml::parse(xml, stretch, entities)?.ok_or_else(no_element)?;
    let article = root.find("article").ok_or_else(|| no_article(&root))?;
    let mut writer = Writer::default();
    write_article(&mut writer, article);
    marks::tell(&writer.ink.text, &writer.marks, document, context);
    document.text = writer.ink.text;
    Ok(articles::id(article))
}

fn no_element() -> Error {
    Error::new(ErrorKind::Format, "found no element, expected JATS XML with the root <article>")
}

fn no_article(root: &Element<'_>) -> Error {
    let message = format!("found XML with the root element <{}>, expected <article> (JATS)", root.name());
    Error::new(ErrorKind::Format, message)
}

fn write_article(writer: &mut Writer, article: &Element<'_>) {
    for part in article.elements() {
        match part.name() {
            "front" => write_front(writer, part.child("article-meta").unwrap_or(part)),
            "body" => write_body(writer, part),
            "back" => write_back(writer, part),
            "floats-group" | "floats-wrap" => writer.body(part, Flow::of(BlockKind::Paragraph)),
            "sub-article" | "response" => write_reply(writer, part),
            _ => {}
        }
    }
}

fn write_front(writer: &mut Writer, meta: &Element<'_>) {
    if let Some(title) = meta.child("title-group") {
        for part in title.elements().filter(|e| matches!(e.name(), "article-title" | "subtitle")) {
            writer::inline(&mut writer.ink, part);
            writer.ink.push(" ");
        }
        let span = writer.ink.end();
        writer.marks.extend(span.map(Mark::Title));
    }
    for part in meta.elements().filter(|e| e.name() == "abstract") {
        write_abstract(writer, part);
    }
}

/// An abstract's own title stands in the text, but what is under it is the abstract whatever that says.
fn write_abstract(writer: &mut Writer, part: &Element<'_>) {
    writer.depth = 1;
    let title = writer.title(part);
    writer.open(None, "Abstract", Some(Zone::Abstract), false);
    if title.is_some() {
        let plain = |word| title.is_some_and(|span| writer.ink.text[span.range()].to_lowercase().contains(word));
        if plain("abstract") || plain("summary") {
            writer.marks.pop();
            writer.open(title, "", Some(Zone::Abstract), false);
        } else {
            writer.depth = 2;
            writer.open(title, "", None, false);
        }
    }
    writer.body(part, Flow::of(BlockKind::Paragraph));
    writer.marks.push(Mark::Close(1));
    writer.depth = 0;
}

/// Paragraphs before the first section are the introduction.
fn write_body(writer: &mut Writer, body: &Element<'_>) {
    let opens = body.elements().next().is_some_and(|e| e.name() == "p") && body.child("sec").is_some();
    if opens {
        writer.depth += 1;
        writer.open(None, "", Some(Zone::Introduction), false);
        writer.depth -= 1;
    }
    writer.body(body, Flow::of(BlockKind::Paragraph));
}

fn write_back(writer: &mut Writer, back: &Element<'_>) {
    for part in back.elements() {
        match part.name() {
            "sec" if part.child("title").is_some() => writer.section(part),
            "ref-list" => writer.references(part),
            "title" | "label" => {}
            "ack" => writer.locked(part, "Acknowledgements", Zone::Other),
            "fn-group" => writer.locked(part, "Footnotes", Zone::Other),
            "glossary" => writer.locked(part, "Glossary", Zone::Other),
            "app-group" => part
                .elements()
                .filter(|e| e.name() != "title")
                .for_each(|app| writer.locked(app, "Appendix", Zone::Other)),
            // a heading of back matter for what has none: notes, biographies, sections known by their type alone
            _ => writer.locked(part, "Additional information", Zone::Other),
        }
    }
}

/// Whether a part of its own is about the article, and no article.
fn is_review(reply: &Element<'_>) -> bool {
    const KINDS: [&str; 8] = [
        "reviewer-report",
        "referee-report",
        "editor-report",
        "decision-letter",
        "aggregated-review-documents",
        "author-comment",
        "author-response",
        "reply",
    ];
    let kind = reply.attribute("article-type").or_else(|| reply.attribute("response-type"));
    reply.name() == "response" || kind.is_some_and(|kind| KINDS.contains(&&*kind))
}

/// Reviews, letters and answers published with the article; translations of it are left out.
fn write_reply(writer: &mut Writer, reply: &Element<'_>) {
    if reply.attribute("article-type").as_deref() == Some("translation") {
        return;
    }
    let depth = writer.depth;
    if is_review(reply) {
        writer.depth += 1;
        writer.open(None, "Peer review", Some(Zone::Other), true);
    }
    writer.depth += 1;
    let title = reply.find("article-title").map(|title| writer::inline(&mut writer.ink, title));
    let span = title.and_then(|()| writer.ink.end());
    writer.open(span, "", Some(Zone::Other), true);
    for part in reply.elements() {
        match part.name() {
            "body" => writer.body(part, Flow::of(BlockKind::Paragraph)),
            "back" => write_back(writer, part),
            _ => {}
        }
    }
    writer.marks.push(Mark::Close(depth + 1));
    writer.depth = depth;
}
