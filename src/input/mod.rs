//! Bytes -> Documents. (Being built: this stand-in reads JSON Lines and plain text.)
use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::ZoneRules,
    text::{Block, Document, Span},
};
use std::{
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

/// A format of documents, as `--from` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// A JSON object a line.
    Jsonl,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 2] = [Format::Text, Format::Jsonl];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Jsonl => "jsonl",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Format> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct InputOptions {
    /// Read everything as this format, whatever its name and content.
    pub from: Option<Format>,
    /// The column or JSON field with the id of a record; by default `id`.
    pub id_column: Option<String>,
    /// The column or JSON field with the text of a record; by default `text`.
    pub text_column: Option<String>,
    /// Speaker labels of those who ask the questions.
    pub interviewers: Vec<String>,
    /// Documents over this many bytes are error records.
    pub max_document: u64,
    /// Every record or text is one statement.
    pub statements: bool,
}

impl Default for InputOptions {
    fn default() -> Self {
        let max_document = 64 << 20;
        Self { from: None, id_column: None, text_column: None, interviewers: vec![], max_document, statements: false }
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

/// A stretch of input that one thread turns into documents.
#[derive(Debug)]
pub struct Chunk {
    path: String,
    line: usize,
    bytes: Vec<u8>,
}

impl Chunk {
    /// Calls `each` with every document, or what is wrong with it.
    pub fn documents(
        &self,
        _: &ZoneRules,
        options: &InputOptions,
        document: &mut Document,
        each: &mut dyn FnMut(Result<&Document, BadDocument>),
    ) {
        document.clear();
        match self.read(options, document) {
            Ok(()) => each(Ok(document)),
            Err(error) => {
                let source = if self.line > 0 { format!("{}:{}", self.path, self.line) } else { self.path.clone() };
                each(Err(BadDocument { id: source.clone(), source, error }))
            }
        }
    }

    fn read(&self, options: &InputOptions, document: &mut Document) -> Result<()> {
        let bad = |message: String| Error::new(ErrorKind::Format, message).at_path(&self.path);
        if self.bytes.len() as u64 > options.max_document {
            return Err(Error::new(ErrorKind::TooLarge, "a document over the limit").at_path(&self.path));
        }
        let text = std::str::from_utf8(&self.bytes).map_err(|e| bad(e.to_string()))?;
        document.source = self.path.clone();
        if self.line > 0 {
            let value: serde_json::Value = serde_json::from_str(text).map_err(|e| bad(e.to_string()).at_line(self.line))?;
            document.source = format!("{}:{}", self.path, self.line);
            document.id = value["id"].as_str().unwrap_or("").to_owned();
            document.text = value["text"].as_str().unwrap_or("").to_owned();
        } else {
            document.id = Path::new(&self.path).file_stem().map_or_else(String::new, |s| s.to_string_lossy().into());
            document.text = text.to_owned();
        }
        document.blocks.push(Block { span: Span::new(0, document.text.trim_end().len()), ..Block::default() });
        Ok(())
    }
}

/// The chunks of all inputs, in order.
pub struct Inputs {
    files: std::vec::IntoIter<(String, Box<dyn BufRead + Send>, bool)>,
    current: Option<(String, Box<dyn BufRead + Send>, usize)>,
}

impl Inputs {
    /// Opens files, `-` being standard input.
    pub fn open(paths: &[String], options: &InputOptions) -> Result<Inputs> {
        let mut files = Vec::new();
        for path in paths {
            let stream: Box<dyn Read + Send> = if path == "-" {
                Box::new(io::stdin())
            } else {
                Box::new(std::fs::File::open(path).map_err(|e| Error::io(path, &e))?)
            };
            let mut reader = BufReader::new(stream);
            let lines = match options.from {
                Some(format) => format == Format::Jsonl,
                None => path.ends_with("jsonl") || path == "-" && reader.fill_buf().is_ok_and(|b| b.first() == Some(&b'{')),
            };
            files.push((path.clone(), Box::new(reader) as _, lines));
        }
        Ok(Inputs { files: files.into_iter(), current: None })
    }

    /// How many files of no known kind were met in folders.
    pub fn skipped(&self) -> usize {
        0
    }
}

impl Iterator for Inputs {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if let Some((path, reader, line)) = &mut self.current {
                let mut bytes = Vec::new();
                if reader.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
                    *line += 1;
                    return Some(Chunk { path: path.clone(), line: *line, bytes });
                }
            }
            let (path, mut reader, lines) = self.files.next()?;
            if lines {
                self.current = Some((path, reader, 0));
                continue;
            }
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).ok()?;
            return Some(Chunk { path, line: 0, bytes });
        }
    }
}
