//! A chunk of input, owned and cheap to hand to a worker -> its documents, read there.
use super::{
    BadDocument, Context, Each, Format, InputOptions, Reader, Unpack, decode, docx, outline::Zones, prose, reader,
};
use crate::{
    error::{Error, Result},
    lexicon::ZoneRules,
    text::Document,
};
use std::{fmt, fs::File, io::Read, path::Path, path::PathBuf, sync::Arc};

/// Some documents not read yet: a file, or some records of a stream, or an error met on the way.
pub struct Chunk {
    pub(super) origin: Arc<Origin>,
    pub(super) body: Body,
}

/// Where a chunk comes from.
#[derive(Debug)]
pub(super) struct Origin {
    /// The path as given, or `-`.
    pub(super) source: String,
    /// The file's name without its ending; what ids without a record's own begin with.
    pub(super) stem: String,
}

/// Where a record begins: its line, and its number among those that begin on that line (both from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) line: usize,
    pub(super) number: usize,
}

/// What a chunk holds.
pub(super) enum Body {
    /// One document, read from the file by the worker.
    File(PathBuf, Choice),
    /// One document in memory.
    Whole(Vec<u8>, Choice),
    /// Records.
    Piece(Box<dyn Piece>),
    /// What could not be read.
    Bad(Box<BadDocument>),
}

/// Records of one format, cut out of a stream.
pub(super) trait Piece: Send + Sync {
    /// Reads them one after the other into `scratch` and hands them on.
    fn documents(&self, origin: &Origin, context: Context<'_>, scratch: &mut Document, each: Each<'_>);
}

/// How the format of a document is known.
#[derive(Clone, Copy)]
pub(super) enum Choice {
    /// By its name or because it was asked for.
    Sure(&'static dyn Reader),
    /// It is prose, whose content tells whether it is a transcript; else it is this, or (where the name does not tell) Markdown or plain text.
    Prose(Option<&'static dyn Reader>),
}

impl Choice {
    /// What reads bytes that are no text: those of a format that was chosen, and those that tell it themselves.
    fn unpack(self, bytes: &[u8]) -> Option<Unpack> {
        match self {
            Choice::Sure(reader) => reader.unpack(),
            Choice::Prose(_) => docx::is_zip(bytes).then(|| reader(Format::Docx).unpack())?,
        }
    }

    fn reader(self, text: &str) -> &'static dyn Reader {
        let (transcript, markdown) = (reader(Format::Transcript), reader(Format::Markdown));
        match self {
            Choice::Sure(reader) => reader,
            Choice::Prose(_) if transcript.sniff(text) => transcript,
            Choice::Prose(Some(reader)) => reader,
            Choice::Prose(None) if markdown.sniff(text) => markdown,
            Choice::Prose(None) => &prose::Text,
        }
    }
}

impl Origin {
    pub(super) fn new(source: &str) -> Arc<Self> {
        let stem = Path::new(source).file_stem().map_or(source.into(), |s| s.to_string_lossy());
        Arc::new(Self { source: source.to_owned(), stem: stem.into_owned() })
    }

    /// The error record of the whole file.
    pub(super) fn bad(&self, error: Error) -> Body {
        let error = error.at_path(self.source.clone());
        Body::Bad(Box::new(BadDocument { id: self.stem.clone(), source: self.source.clone(), error }))
    }

    /// An error record of the record that begins here.
    pub(super) fn bad_record(&self, id: Option<&str>, mark: Mark, error: Error) -> BadDocument {
        let error = error.at_path(self.source.clone()).at_line(mark.line);
        let id = id.filter(|id| !id.is_empty()).map_or_else(|| format!("{}:{mark}", self.stem), str::to_owned);
        BadDocument { id, source: format!("{}:{mark}", self.source), error }
    }
}

impl From<usize> for Mark {
    /// The first (and mostly only) record on a line.
    fn from(line: usize) -> Self {
        Self { line, number: 1 }
    }
}

impl fmt::Display for Mark {
    /// `LINE`, or `LINE.NUMBER` behind the first record of a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.line)?;
        if self.number > 1 { write!(f, ".{}", self.number) } else { Ok(()) }
    }
}

impl Chunk {
    /// Reads the documents, one after the other, into `scratch`, and lends each to `each`; a bad one is an error there.
    pub fn documents(
        &self,
        zones: &ZoneRules,
        options: &InputOptions,
        scratch: &mut Document,
        each: &mut dyn FnMut(Result<&Document, BadDocument>),
    ) {
        let zones = &Zones::new(zones);
        let context = Context { zones, options };
        let read = match &self.body {
            Body::Piece(piece) => return piece.documents(&self.origin, context, scratch, each),
            Body::Bad(bad) => return each(Err(bad.as_ref().clone())),
            Body::Whole(bytes, choice) => self.read(bytes, *choice, context, scratch, each),
            Body::File(path, choice) => {
                read_file(path, options).and_then(|bytes| self.read(&bytes, *choice, context, scratch, each))
            }
        };
        if let Err(error) = read {
            each(Err(BadDocument {
                id: self.origin.stem.clone(),
                source: self.origin.source.clone(),
                error: error.at_path(self.origin.source.clone()),
            }));
        }
    }

    /// Reads the document (or, of some formats, documents) in a file and hands it on.
    fn read(
        &self,
        bytes: &[u8],
        choice: Choice,
        context: Context<'_>,
        document: &mut Document,
        each: Each<'_>,
    ) -> Result<()> {
        document.clear();
        if bytes.len() > context.options.limit() {
            return Err(context.options.too_large("this file"));
        }
        if let Some(unpack) = choice.unpack(bytes) {
            unpack(bytes, document, context)?;
            self.named(document);
            each(Ok(document));
            return Ok(());
        }
        let mut text = std::mem::take(&mut document.text);
        if !decode::declared(bytes, &mut text)? {
            decode::decode(bytes, 0, &mut text)?;
        }
        let reader = choice.reader(&text);
        if reader.read_many(&text, &self.origin, context, document, each) {
            return Ok(());
        }
        document.text = text;
        self.named(document);
        reader.read(document, context)?;
        each(Ok(document));
        Ok(())
    }

    /// Gives a document that is alone in its file the file's name.
    fn named(&self, document: &mut Document) {
        document.id.push_str(&self.origin.stem);
        document.source.push_str(&self.origin.source);
    }
}

impl fmt::Debug for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunk").field("source", &self.origin.source).finish_non_exhaustive()
    }
}

fn read_file(path: &Path, options: &InputOptions) -> Result<Vec<u8>> {
    let file = File::open(path).map_err(|e| Error::io(path, &e))?;
    let length = file.metadata().map_or(0, |m| m.len());
    if length > options.limit() as u64 {
        return Err(options.too_large(&format!("this file of {length} bytes")));
    }
    read_bounded(file, options).map_err(|e| Error::io(path, &e))
}

/// Reads to the end, or to one byte over the limit.
pub(super) fn read_bounded(stream: impl Read, options: &InputOptions) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(options.limit() as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_may_be_a_transcript() {
        let of = |text| Choice::Prose(Some(reader(Format::Markdown))).reader(text).format();
        assert_eq!(of("# Interview 4\n\n**Interviewer:** Why?\n\n**P4:** No time.\n"), Format::Transcript);
        assert_eq!(of("# Results\n\nNo time.\n"), Format::Markdown);
        assert_eq!(of("# By role\n\n- Nurse: no time\n- GP: no training\n- Patient: fear\n"), Format::Markdown);
    }
}
