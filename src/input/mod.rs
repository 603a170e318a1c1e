//! Bytes -> Documents: files, folders and streams are cut into chunks, chunks are read into documents by the `Reader` of their format.
//!
//! A format is added in one place: a type that implements `Reader` in a file of its own, and a row in `READERS`.
//! What the text means is left to later rooms; here it is only told which stretch is a heading, a quote, a turn, and in which part of the paper.
mod chunk;
mod citation;
mod decode;
mod docx;
mod grid;
mod ink;
mod inputs;
mod jats;
mod lead;
mod marks;
mod outline;
mod peek;
mod prose;
mod records;
#[cfg(test)]
pub(crate) mod testing;
mod xml;

pub use chunk::Chunk;
pub use inputs::Inputs;

use crate::{
    error::{Error, ErrorKind, Result},
    text::Document,
};
use chunk::{Body, Origin};
use std::{fmt, io::Read, sync::Arc};

/// A format of documents, as `--from` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Plain text: paragraphs at blank lines.
    Text,
    /// Markdown (CommonMark with tables and front matter).
    Markdown,
    /// A JSON object a line.
    Jsonl,
    /// A JSON array of objects, or one object.
    Json,
    /// Comma-separated values with a header row.
    Csv,
    /// Tab-separated values with a header row.
    Tsv,
    /// Journal articles in JATS (NLM) XML.
    Jats,
    /// Titles and abstracts in RIS, as databases and reference managers save them.
    Ris,
    /// Titles and abstracts as PubMed saves them.
    Nbib,
    /// Titles and abstracts in EndNote's tagged format.
    Enw,
    /// Titles and abstracts in Web of Science's tagged format.
    Ciw,
    /// Speaker turns of an interview or consultation.
    Transcript,
    /// Word documents (Office Open XML).
    Docx,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 13] = [
        Format::Text,
        Format::Markdown,
        Format::Jsonl,
        Format::Json,
        Format::Csv,
        Format::Tsv,
        Format::Jats,
        Format::Ris,
        Format::Nbib,
        Format::Enw,
        Format::Ciw,
        Format::Transcript,
        Format::Docx,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Jsonl => "jsonl",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Jats => "jats",
            Format::Ris => "ris",
            Format::Nbib => "nbib",
            Format::Enw => "enw",
            Format::Ciw => "ciw",
            Format::Transcript => "transcript",
            Format::Docx => "docx",
        }
    }

    /// The format that a file's name tells, by how it ends.
    pub fn of_file(name: &str) -> Option<Format> {
        by_extension(name).map(Reader::format)
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Format> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// So many bytes a document may have at most, whatever the limit: spans are of 32 bits.
pub const LARGEST_DOCUMENT: u64 = (u32::MAX >> 1) as u64;

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct InputOptions {
    /// Read everything as this format, whatever its name and content.
    pub from: Option<Format>,
    /// The column or JSON field with the id of a record; by default `id`.
    pub id_column: Option<String>,
    /// The column or JSON field with the text of a record; by default `text`, where there is none a title and an abstract.
    pub text_column: Option<String>,
    /// Speaker labels (any case) of those who ask the questions, besides the usual ones.
    pub interviewers: Vec<String>,
    /// Documents over this many bytes are error records; 64 MiB by default, [`LARGEST_DOCUMENT`] at most.
    pub max_document: u64,
    /// Every record or text is one statement: one paragraph, no structure.
    pub statements: bool,
}

impl Default for InputOptions {
    fn default() -> Self {
        Self {
            from: None,
            id_column: None,
            text_column: None,
            interviewers: Vec::new(),
            max_document: 64 << 20,
            statements: false,
        }
    }
}

impl InputOptions {
    /// Which of `interviewers` a speaker's label names: it is that name, or begins with it (`Dan` of *Dan Brown*), in any case of letters.
    pub fn interviewer_of(&self, label: &str) -> Option<usize> {
        self.interviewers.iter().position(|name| prose::is_called(label, name))
    }

    fn id_name(&self) -> &str {
        self.id_column.as_deref().unwrap_or("id")
    }

    fn text_name(&self) -> &str {
        self.text_column.as_deref().unwrap_or("text")
    }

    /// The limit in bytes.
    fn limit(&self) -> usize {
        usize::try_from(self.max_document.min(LARGEST_DOCUMENT)).unwrap_or(usize::MAX)
    }

    fn too_large(&self, what: &str) -> Error {
        let message = format!("{what} is over the limit of {} bytes for one document", self.limit());
        Error::new(ErrorKind::TooLarge, message)
    }
}

/// A document that could not be read; the others go on.
#[derive(Clone, Debug)]
pub struct BadDocument {
    /// What its id would have been.
    pub id: String,
    /// The file as given, or `-`; for records with `:LINE` behind it.
    pub source: String,
    /// What was found and what was expected.
    pub error: Error,
}

/// Takes the documents of a chunk, one after the other; they are lent for the length of the call.
type Each<'e> = &'e mut dyn FnMut(Result<&Document, BadDocument>);

/// What reading one document needs to know.
#[derive(Clone, Copy)]
struct Context<'c> {
    zones: &'c outline::Zones<'c>,
    options: &'c InputOptions,
}

/// A stream of bytes with its first bytes perhaps read already.
type Stream = Box<dyn Read + Send>;

/// The chunks of one stream, cut as its bytes arrive.
type Cutter = Box<dyn Iterator<Item = Body> + Send>;

/// How a format's records are cut out of a stream.
type Cut = fn(Stream, &Arc<Origin>, &InputOptions) -> Cutter;

/// How the bytes of a file that is no text become a document, all but its id and source.
type Unpack = fn(&[u8], &mut Document, Context<'_>) -> Result<()>;

/// One format. A format of records overrides `cut`, a format of one document a file overrides `read`, or `unpack` if that is no text.
trait Reader: Sync {
    /// Its name for people and `--from`.
    fn format(&self) -> Format;

    /// Endings of file names, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether text that begins (or, for prose, goes) like this is of this format.
    fn sniff(&self, head: &str) -> bool;

    /// What cuts a stream of records into chunks; none for formats of one document a file.
    fn cut(&self) -> Option<Cut> {
        None
    }

    /// What reads the bytes of a file that is no text; none for formats of text.
    fn unpack(&self) -> Option<Unpack> {
        None
    }

    /// Turns `document.text`, which holds the whole file, into text and blocks.
    fn read(&self, document: &mut Document, context: Context<'_>) -> Result<()> {
        prose::read_text(document, context);
        Ok(())
    }

    /// Hands on the documents of a file that holds several of them; false (and nothing is done) if it does not.
    fn read_many(
        &self,
        text: &str,
        origin: &Origin,
        context: Context<'_>,
        scratch: &mut Document,
        each: Each<'_>,
    ) -> bool {
        let _ = (text, origin, context, scratch, each);
        false
    }
}

/// All formats; what is sniffed is asked in this order, and the last one takes everything.
static READERS: [&dyn Reader; 13] = [
    &records::Jsonl,
    &records::Json,
    &jats::Jats,
    &records::Citations(records::Layout::Ris),
    &records::Citations(records::Layout::Nbib),
    &records::Citations(records::Layout::Enw),
    &records::Citations(records::Layout::Ciw),
    &docx::Docx,
    &prose::Transcript,
    &prose::Markdown,
    &records::Csv,
    &records::Tsv,
    &prose::Text,
];

fn reader(format: Format) -> &'static dyn Reader {
    READERS.into_iter().find(|r| r.format() == format).unwrap_or(&prose::Text)
}

fn by_extension(name: &str) -> Option<&'static dyn Reader> {
    let extension = std::path::Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    READERS.into_iter().find(|r| r.extensions().contains(&extension.as_str()))
}

fn sniffed(head: &str) -> &'static dyn Reader {
    READERS.into_iter().find(|r| r.sniff(head)).unwrap_or(&prose::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_one_reader_and_one_name_each() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
            assert_eq!(READERS.iter().filter(|r| r.format() == format).count(), 1);
            assert_eq!(reader(format).format(), format);
        }
        assert_eq!(Format::from_name("doc"), None);
    }

    #[test]
    fn extensions_choose() {
        let of = |name| by_extension(name).map(|r| r.format());
        assert_eq!(of("a/b.TXT"), Some(Format::Text));
        assert_eq!(of("b.ndjson"), Some(Format::Jsonl));
        assert_eq!([of("b.RIS"), of("b.nbib")], [Some(Format::Ris), Some(Format::Nbib)]);
        assert_eq!([of("b.enw"), of("b.ciw")], [Some(Format::Enw), Some(Format::Ciw)]);
        assert_eq!(of("b.tab"), Some(Format::Tsv));
        assert_eq!(of("PMC1.nxml"), Some(Format::Jats));
        assert_eq!(of("P4.DOCX"), Some(Format::Docx));
        assert_eq!(of("b.pdf"), None);
        assert_eq!(of("README"), None);
    }

    #[test]
    fn tables_on_a_pipe_are_known_by_their_header() {
        let with = |head: &str, text: Option<&str>| {
            let options = InputOptions { text_column: text.map(str::to_owned), ..InputOptions::default() };
            records::table(head, &options).map(|r| r.format())
        };
        let of = |head| with(head, None);
        assert_eq!(of("id,text\n1,No time.\n"), Some(Format::Csv));
        assert_eq!(of("\"\",\"Text\"\r\n"), Some(Format::Csv));
        assert_eq!(of("id;text\r1;No time.\r"), Some(Format::Csv));
        assert_eq!(of("id\ttext\n"), Some(Format::Tsv));
        assert_eq!(with("id,quote\n", Some("quote")), Some(Format::Csv));
        assert_eq!(of("PMID,Title,Abstract\n1,a,b\n"), Some(Format::Csv));
        let prose = [
            "text\nNo time.\n",
            "id,text",
            "id,quote\n",
            "Context, text, and meaning\n",
            "No time, no text.\n",
            "Title, abstract\n",
        ];
        assert!(prose.iter().all(|head| of(head).is_none()));
    }

    #[test]
    fn content_chooses_on_a_pipe() {
        let of = |head| sniffed(head).format();
        assert_eq!(of("{\"id\":1,\"text\":\"a\"}\n{"), Format::Jsonl);
        assert_eq!(of("{\n \"id\": 1"), Format::Json);
        assert_eq!(of(" [\n {\"id\""), Format::Json);
        assert_eq!(of("[Patient 3]: Yes.\n[Nurse 1]: No.\n"), Format::Transcript);
        assert_eq!(of("<?xml version=\"1.0\"?><html>"), Format::Jats);
        assert_eq!(of("<!DOCTYPE article PUBLIC"), Format::Jats);
        assert_eq!(of("<pmc-articleset><article>"), Format::Jats);
        assert_eq!(of("<UNSURE>well</UNSURE> there is no time"), Format::Text);
        assert_eq!(of("TY  - JOUR\nAU  - Ash, A\nTI  - a"), Format::Ris);
        assert_eq!(of("\nPMID- 7\nOWN - NLM\n"), Format::Nbib);
        assert_eq!(of("%0 Journal Article\n%T a\n"), Format::Enw);
        assert_eq!(of("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n"), Format::Ciw);
        assert_eq!(of("PK\u{3}\u{4}\u{14}"), Format::Docx);
        assert_eq!(of("# Results\n\nNo time."), Format::Markdown);
        assert_eq!(of("I: Why?\nP1: No time.\nI: And?\nP1: Nothing."), Format::Transcript);
        assert_eq!(of("No time, no staff."), Format::Text);
        assert_eq!(of(""), Format::Text);
    }
}
