//! Which documents an earlier report file holds already, and how it is continued.
use pretag::{
    Error, ErrorKind, Result,
    error::json_said,
    report::{Choices, LexiconInfo, source_file},
    tag::text_hash,
    text::Document,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::HashMap,
    fs::{self, File},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::Path,
};

/// What a report file says of documents. Only the last line of each counts: a text may have changed and changed back since an earlier one.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// The last report by document: id and source.
    exact: HashMap<Hash, Told>,
    /// The last report of a record by id and file, for records that have moved to another line since.
    moved: HashMap<Hash, Told>,
    /// What was wrong, by source, where the last line is an error.
    failed: HashMap<Hash, Hash>,
    /// Up to here the file consists of whole lines (bytes).
    whole: u64,
    /// Whether the last whole line lacks its line end.
    open: bool,
    /// Whether this run goes on writing the file.
    continued: bool,
}

/// The beginning of a SHA-256.
type Hash = [u8; 16];

/// What a report was made of.
#[derive(Clone, Copy, Debug)]
struct Told {
    text: Hash,
    made: Made,
}

/// How a report was made, beside a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    Alike,
    WithOtherOptions,
    WithAnotherVersion,
    WithAnotherLexicon,
}

/// What makes the reports of a run.
#[derive(Clone, Copy)]
pub(crate) struct Making<'m> {
    pub(crate) lexicon: &'m LexiconInfo,
    pub(crate) options: &'m Choices,
}

/// Whether a document was tagged already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Yes,
    No,
    /// The same text was, with other options.
    WithOtherOptions,
    /// The same text was, by another version of pretag.
    WithAnotherVersion,
}

/// How the lines of a report file begin.
const BEGINNINGS: [&[u8]; 2] = [br#"{"type":"report""#, br#"{"type":"error""#];

/// What matters here of a line of a report file.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    document: Option<Identity<'a>>,
    lexicon: Option<LexiconInfo>,
    manifest: Option<Options>,
    #[serde(borrow)]
    error: Option<Cause<'a>>,
}

#[derive(Deserialize)]
struct Identity<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    sha256: Cow<'a, str>,
    #[serde(borrow, default)]
    source: Cow<'a, str>,
}

/// What matters here of a manifest.
#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    options: Choices,
}

#[derive(Deserialize)]
struct Cause<'a> {
    #[serde(borrow)]
    message: Cow<'a, str>,
}

impl Earlier {
    /// Reads a report file.
    pub(crate) fn read(path: &Path, making: Making<'_>) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io(path, &e))?;
        Self::read_lines(BufReader::new(file), path, making)
    }

    /// Opens (or makes) a report file to be continued: nobody else may, and a line that was torn off by an accident is cut away. What is no
    /// report file is left as it is.
    pub(crate) fn update(path: &Path, making: Making<'_>) -> Result<(Self, File)> {
        let wrong = |e: &io::Error| Error::io(path, e);
        if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
            let message = "this is no regular file, expected a report file that can be continued (or none yet)";
            return Err(Error::new(ErrorKind::Usage, message).at_path(path.display().to_string()));
        }
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(|e| wrong(&e))?;
        file.try_lock().map_err(|_| {
            Error::new(ErrorKind::Io, "another pretag is updating this file").at_path(path.display().to_string())
        })?;
        let mut earlier = Self::read_lines(BufReader::new(&file), path, making)?;
        earlier.continued = true;
        earlier.continue_at_end(&mut file).map_err(|e| wrong(&e))?;
        Ok((earlier, file))
    }

    /// Whether this document was tagged already, with the same text.
    pub(crate) fn holds(&self, document: &Document) -> Held {
        if self.exact.is_empty() && self.failed.is_empty() {
            return Held::No;
        }
        let (id, source) = (document.id.as_str(), document.source.as_str());
        if self.failed.contains_key(&key(source, "")) {
            return Held::No;
        }
        let told = self.exact.get(&key(id, source)).or_else(|| self.moved.get(&key(id, source_file(source))));
        let same_text = |told: &&Told| told.text == text_key(&text_hash(&document.text));
        match told.filter(same_text).map(|told| told.made) {
            Some(Made::Alike) => Held::Yes,
            Some(Made::WithOtherOptions) => Held::WithOtherOptions,
            Some(Made::WithAnotherVersion) => Held::WithAnotherVersion,
            Some(Made::WithAnotherLexicon) | None => Held::No,
        }
    }

    /// Whether the file that is continued says the same of this document already.
    pub(crate) fn holds_failure(&self, source: &str, error: &Error) -> bool {
        self.continued && self.failed.get(&key(source, "")) == Some(&text_key(&error.summary()))
    }

    fn continue_at_end(&self, file: &mut File) -> io::Result<()> {
        file.set_len(self.whole)?;
        file.seek(SeekFrom::End(0))?;
        if self.open { file.write_all(b"\n") } else { Ok(()) }
    }

    fn read_lines(mut reader: impl BufRead, path: &Path, making: Making<'_>) -> Result<Self> {
        let mut earlier = Self::default();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(|e| Error::io(path, &e))?;
            if length == 0 {
                break;
            }
            let ended = line.ends_with(b"\n");
            match earlier.take(line.trim_ascii(), making) {
                Err(_) if !ended && is_torn(&line) => break,
                Err(why) => {
                    let message = format!("expected a line of `pretag tag --to jsonl`: {why}");
                    return Err(Error::new(ErrorKind::Format, message)
                        .at_path(path.display().to_string())
                        .at_line(number));
                }
                Ok(()) => (earlier.whole, earlier.open) = (earlier.whole + length as u64, !ended),
            }
        }
        Ok(earlier)
    }

    fn take(&mut self, line: &[u8], making: Making<'_>) -> Result<(), String> {
        if line.is_empty() {
            return Ok(());
        }
        let line: Line<'_> = serde_json::from_slice(line).map_err(|e| json_said(&e))?;
        match (line.kind.as_ref(), line.document, line.lexicon, line.error) {
            ("error", Some(document), _, Some(error)) => {
                self.failed.insert(key(&document.source, ""), text_key(&error.message));
            }
            ("report", Some(document), Some(with), _) => {
                let told = Told { text: text_key(&document.sha256), made: making.beside(&with, line.manifest) };
                self.tell(&document.id, &document.source, told);
            }
            (kind, ..) => return Err(format!("found a line of type {kind:?}, or one that lacks its parts")),
        }
        Ok(())
    }

    fn tell(&mut self, id: &str, source: &str, told: Told) {
        let file = source_file(source);
        self.failed.remove(&key(source, ""));
        self.exact.insert(key(id, source), told);
        if file != source {
            self.moved.insert(key(id, file), told);
        }
    }
}

impl Making<'_> {
    /// How a report was made; one without a manifest as is usual.
    fn beside(&self, lexicon: &LexiconInfo, manifest: Option<Options>) -> Made {
        if lexicon.digest != self.lexicon.digest || lexicon.frameworks != self.lexicon.frameworks {
            Made::WithAnotherLexicon
        } else if lexicon.pretag != self.lexicon.pretag {
            Made::WithAnotherVersion
        } else if manifest.map_or(Choices::default(), |m| m.options) != *self.options {
            Made::WithOtherOptions
        } else {
            Made::Alike
        }
    }
}

/// Whether this is the beginning of a line that we would write; a last line that is anything else is somebody's, and not cut away.
fn is_torn(line: &[u8]) -> bool {
    BEGINNINGS.iter().any(|ours| line.starts_with(ours) || ours.starts_with(line))
}

fn key(id: &str, source: &str) -> Hash {
    let digest = Sha256::new().chain_update(id).chain_update([0]).chain_update(source).finalize();
    std::array::from_fn(|i| digest[i])
}

fn text_key(text: &str) -> Hash {
    key(text, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use pretag::report::DocumentInfo;

    fn lexicon() -> LexiconInfo {
        LexiconInfo {
            digest: "0123456789abcdef".into(),
            frameworks: Vec::new(),
            pretag: "0.1.0".into(),
            also: Vec::new(),
        }
    }

    fn line(id: &str, text: &str, digest: &str) -> String {
        let sha = text_hash(text);
        format!(
            r#"{{"type":"report","document":{{"id":"{id}","source":"{id}.txt","sha256":"{sha}"}},"lexicon":{{"digest":"{digest}","frameworks":[],"pretag":"0.1.0"}},"suggestions":[{{}}]}}"#
        )
    }

    fn read(text: &str) -> Result<Earlier> {
        read_with(text, &Choices::default())
    }

    fn read_with(text: &str, options: &Choices) -> Result<Earlier> {
        Earlier::read_lines(text.as_bytes(), Path::new("r.jsonl"), Making { lexicon: &lexicon(), options })
    }

    fn document(id: &str, text: &str) -> Document {
        Document { id: id.into(), source: format!("{id}.txt"), text: text.into(), ..Document::default() }
    }

    #[test]
    fn a_document_is_held_with_the_same_text_and_lexicon_only() {
        let lines = format!("{}\n\n{}\n", line("a", "x", "0123456789abcdef"), line("b", "x", "another"));
        let earlier = read(&lines).unwrap();
        assert_eq!(earlier.holds(&document("a", "x")), Held::Yes);
        assert_eq!(earlier.holds(&document("a", "y")), Held::No);
        assert_eq!(earlier.holds(&document("b", "x")), Held::No);
        assert_eq!((earlier.whole, earlier.open), (lines.len() as u64, false));
        let elsewhere = Document { source: "s2/a.txt".into(), ..document("a", "x") };
        assert_eq!(earlier.holds(&elsewhere), Held::No);
    }

    #[test]
    fn the_last_line_of_a_document_counts() {
        let of = |text| line("a", text, "0123456789abcdef");
        let earlier = read(&format!("{}\n{}\n", of("x"), of("y"))).unwrap();
        assert_eq!((earlier.holds(&document("a", "x")), earlier.holds(&document("a", "y"))), (Held::No, Held::Yes));
        let error = r#"{"type":"error","document":{"id":"a","source":"a.txt"},"error":{"kind":"io","message":"gone"}}"#;
        let gone = Error::new(ErrorKind::Io, "gone");
        let earlier = Earlier { continued: true, ..read(&format!("{}\n{error}\n", of("x"))).unwrap() };
        assert!(earlier.holds(&document("a", "x")) == Held::No && earlier.holds_failure("a.txt", &gone));
        let earlier = Earlier { continued: true, ..read(&format!("{error}\n{}\n", of("x"))).unwrap() };
        assert!(earlier.holds(&document("a", "x")) == Held::Yes && !earlier.holds_failure("a.txt", &gone));
    }

    #[test]
    fn a_record_may_move_to_another_line() {
        let at = |n| line("a", "x", "0123456789abcdef").replace("a.txt", &format!("r.jsonl:{n}"));
        let earlier = read(&at(1)).unwrap();
        let moved = |source: &str| earlier.holds(&Document { source: source.into(), ..document("a", "x") });
        assert_eq!((moved("r.jsonl:7"), moved("s.jsonl:1")), (Held::Yes, Held::No));
    }

    #[test]
    fn other_options_are_told_apart() {
        let plain = line("a", "x", "0123456789abcdef");
        let with = plain.replace(
            "\"suggestions\"",
            r#""manifest":{"digest":"","options":{"top":3},"suggestions":""},"suggestions""#,
        );
        let three = Choices { top: Some(3), ..Choices::default() };
        let held = |lines: &str, options: &Choices| read_with(lines, options).unwrap().holds(&document("a", "x"));
        assert_eq!(held(&plain, &Choices::default()), Held::Yes);
        assert_eq!(held(&plain, &three), Held::WithOtherOptions);
        assert_eq!(held(&with, &three), Held::Yes);
        assert_eq!(held(&with, &Choices::default()), Held::WithOtherOptions);
    }

    #[test]
    fn a_report_of_another_version_is_told_apart() {
        let older = line("a", "x", "0123456789abcdef").replace("0.1.0", "0.0.9");
        assert_eq!(read(&older).unwrap().holds(&document("a", "x")), Held::WithAnotherVersion);
        assert_eq!(read(&older).unwrap().holds(&document("a", "y")), Held::No);
    }

    #[test]
    fn a_torn_last_line_is_left_out_and_a_broken_one_before_it_is_an_error() {
        let whole = line("a", "x", "0123456789abcdef");
        let torn = read(&format!("{whole}\n{}", &whole[..40])).unwrap();
        assert_eq!((torn.whole, torn.open), (whole.len() as u64 + 1, false));
        let open = read(&whole).unwrap();
        assert_eq!((open.whole, open.open), (whole.len() as u64, true));
        let error = read(&format!("{whole}\n{}\n", &whole[..40])).unwrap_err();
        assert!(error.summary().starts_with("r.jsonl:2: expected a line of"), "{error}");
    }

    #[test]
    fn other_files_are_not_taken_for_reports() {
        assert!(read("{\"id\":1,\"text\":\"x\"}\n").is_err());
        assert!(read("{\"type\":\"suggestion\",\"document\":{\"id\":\"\"}}\n").is_err());
    }

    #[test]
    fn only_the_beginning_of_a_line_of_ours_is_torn() {
        for torn in
            ["{", "{\"type\":\"re", "{\"type\":\"error\",\"docu", "{\"type\":\"report\",\"schema\":\"pretag.rep"]
        {
            assert_eq!(read(torn).map(|earlier| earlier.whole).ok(), Some(0), "{torn}");
        }
        for other in ["my only notes", "{\"text\":\"x\"", "{\"type\":\"reporter\"", " ", "{\"type\":\"suggestion\""] {
            assert_eq!(read(other).is_err(), other != " ", "{other}");
        }
    }

    #[test]
    fn an_error_is_held_with_the_same_message_only() {
        let line = r#"{"type":"error","document":{"id":"x","source":"x.txt"},"error":{"kind":"io","message":"gone"}}"#;
        let earlier = Earlier { continued: true, ..read(line).unwrap() };
        assert!(earlier.holds_failure("x.txt", &Error::new(ErrorKind::Io, "gone")));
        assert!(!earlier.holds_failure("x.txt", &Error::new(ErrorKind::Io, "locked")));
    }

    #[test]
    fn the_identity_of_a_document_is_that_of_reports() {
        let info: DocumentInfo<'_> =
            serde_json::from_str(r#"{"id":"a","source":"a.txt","sha256":"00","bytes":1,"chars":1}"#).unwrap();
        let line = serde_json::to_string(&info).unwrap();
        let identity: Identity<'_> = serde_json::from_str(&line).unwrap();
        assert_eq!((identity.id, identity.sha256), (info.id, info.sha256));
    }
}
