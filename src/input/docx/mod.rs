//! Word documents (Office Open XML) -> text and blocks: headings, lists, quotes, tables, captions and notes by their styles, or the turns of a
//! transcript, found by the rules that hold for plain text.
mod body;
mod conversation;
mod draft;
mod package;
mod run;
mod styles;
mod symbols;
mod table;
#[cfg(test)]
mod tests;

use super::{
    Context, Format, Reader, Unpack, marks,
    prose::{self, Blocks, Talk},
    xml::Element,
};
use crate::{
    error::{Error, ErrorKind, Result},
    text::Document,
};
use body::{Body, Part};
use draft::{Draft, Piece, Said};
use std::ops::Range;
use styles::Styles;

/// Documents of Word, and of all that writes such.
pub(super) struct Docx;

impl Reader for Docx {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx", "dotm"]
    }

    fn sniff(&self, head: &str) -> bool {
        is_zip(head.as_bytes())
    }

    fn unpack(&self) -> Option<Unpack> {
        Some(read)
    }
}

/// Whether bytes are a zip archive, as Word documents are.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(package::ZIP.as_bytes())
}

fn read(bytes: &[u8], document: &mut Document, context: Context<'_>) -> Result<()> {
    let parts = parts(bytes, context)?;
    if context.options.statements {
        document.text = Draft::of(&parts, context.zones, false).text;
        prose::statement(document);
        return Ok(());
    }
    write(&parts, document, context)
}

/// What stands in the document.
fn parts(bytes: &[u8], context: Context<'_>) -> Result<Vec<Part>> {
    let package = package::unpack(bytes, context.options)?;
    let root = package.main.root()?;
    let text = root.child("body").filter(|_| root.name() == "document").ok_or_else(|| no_document(&root))?;
    let styles = package.styles.as_ref().map(|part| part.root().map(|root| Styles::of(&root))).transpose()?;
    let styles = styles.unwrap_or_default();
    let [footnotes, endnotes] = [&package.footnotes, &package.endnotes].map(|part| part.as_ref().map(|p| p.root()));
    let (footnotes, endnotes) = (footnotes.transpose()?, endnotes.transpose()?);
    let mut body = Body::new(&styles, [footnotes.as_ref(), endnotes.as_ref()]);
    let parts = body.whole(text);
    if parts.is_empty() && body.foreign {
        let message = "the text of this document lies in a part of another format: open it in Word and save it anew";
        return Err(Error::new(ErrorKind::Format, message));
    }
    Ok(parts)
}

fn no_document(root: &Element<'_>) -> Error {
    let message = format!("found XML with the root element <{}>, expected a <document> of Word", root.name());
    Error::new(ErrorKind::Format, message)
}

/// Writes the text and the blocks: turns if people speak, else what the styles say.
fn write(parts: &[Part], document: &mut Document, context: Context<'_>) -> Result<()> {
    let spoken = Draft::of(parts, context.zones, true);
    let stretches: Vec<Range<usize>> =
        spoken.pieces.iter().filter(|piece| piece.said != Said::No).map(|piece| lines(&spoken.text, piece)).collect();
    if stretches.first().is_some_and(|first| prose::are_subtitles(&spoken.text[first.clone()])) {
        document.text = stretches.into_iter().map(|stretch| &spoken.text[stretch]).collect::<Vec<_>>().join("\n\n");
        return prose::Transcript.read(document, context);
    }
    match Talk::among(&spoken.text, &stretches, context) {
        Some(talk) => {
            tell(&spoken, talk, document, context);
            document.text = spoken.text;
        }
        None => {
            let draft = Draft::of(parts, context.zones, false);
            marks::tell(&draft.text, draft.pieces.iter().map(|piece| &piece.mark), document, context);
            document.text = draft.text;
        }
    }
    Ok(())
}

/// The lines in which a piece stands.
fn lines(text: &str, piece: &Piece) -> Range<usize> {
    let start = piece.span.start as usize;
    text[..start].rfind('\n').map_or(0, |at| at + 1)..piece.span.end as usize
}

/// Tells what is spoken to the turns, and all else to the blocks between them.
fn tell(draft: &Draft<'_>, mut talk: Talk<'_>, document: &mut Document, context: Context<'_>) {
    let mut blocks = Blocks::new(&draft.text, document, context.zones);
    for piece in &draft.pieces {
        let lines = lines(&draft.text, piece);
        let said = piece.said == Said::Yes || piece.said == Said::Name && talk.opens(&draft.text[lines.clone()]);
        if said {
            talk.lines(blocks.document, lines);
        } else {
            talk.close(blocks.document);
            piece.mark.tell(&draft.text, &mut blocks);
        }
    }
    talk.close(blocks.document);
}
