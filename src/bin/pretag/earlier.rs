//! Which documents an earlier report file holds already, and how it is continued.
use pretag::{Error, ErrorKind, Result, report::LexiconInfo, tag::text_hash, text::Document};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::HashSet,
    fs::{self, File},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::Path,
};

/// The documents that were tagged with the same lexicon and frameworks.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// Hashes of id and text.
    seen: HashSet<[u8; 16]>,
    /// Up to here the file consists of whole lines (bytes).
    whole: u64,
    /// Whether the last whole line lacks its line end.
    open: bool,
    /// Whether this run goes on writing the file.
    continued: bool,
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

#[derive(Deserialize)]
struct Cause<'a> {
    #[serde(borrow)]
    message: Cow<'a, str>,
}

impl Earlier {
    /// Reads a report file.
    pub(crate) fn read(path: &Path, lexicon: &LexiconInfo) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io(path, &e))?;
        Self::read_lines(BufReader::new(file), path, lexicon)
    }

    /// Opens (or makes) a report file to be continued: nobody else may, and a line that was torn off by an accident is cut away. What is no
    /// report file is left as it is.
    pub(crate) fn update(path: &Path, lexicon: &LexiconInfo) -> Result<(Self, File)> {
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
        let mut earlier = Self::read_lines(BufReader::new(&file), path, lexicon)?;
        earlier.continued = true;
        earlier.continue_at_end(&mut file).map_err(|e| wrong(&e))?;
        Ok((earlier, file))
    }

    /// Whether this document was tagged already, with the same text.
    pub(crate) fn holds(&self, document: &Document) -> bool {
        if self.seen.is_empty() {
            return false;
        }
        self.seen.contains(&key(&document.id, &text_hash(&document.text)))
    }

    /// Whether the file that is continued says the same of this document already.
    pub(crate) fn holds_failure(&self, source: &str, error: &Error) -> bool {
        self.continued && self.seen.contains(&key(source, &error.summary()))
    }

    fn continue_at_end(&self, file: &mut File) -> io::Result<()> {
        file.set_len(self.whole)?;
        file.seek(SeekFrom::End(0))?;
        if self.open { file.write_all(b"\n") } else { Ok(()) }
    }

    fn read_lines(mut reader: impl BufRead, path: &Path, lexicon: &LexiconInfo) -> Result<Self> {
        let mut earlier = Self::default();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(|e| Error::io(path, &e))?;
            if length == 0 {
                break;
            }
            let ended = line.ends_with(b"\n");
            match earlier.take(line.trim_ascii(), lexicon) {
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

    fn take(&mut self, line: &[u8], lexicon: &LexiconInfo) -> Result<(), String> {
        if line.is_empty() {
            return Ok(());
        }
        let line: Line<'_> = serde_json::from_slice(line).map_err(|e| e.to_string())?;
        match (line.kind.as_ref(), line.document, line.lexicon, line.error) {
            ("error", Some(document), _, Some(error)) => _ = self.seen.insert(key(&document.source, &error.message)),
            ("report", Some(document), Some(with), _) => {
                if with.digest == lexicon.digest && with.frameworks == lexicon.frameworks {
                    self.seen.insert(key(&document.id, &document.sha256));
                }
            }
            (kind, ..) => return Err(format!("found a line of type {kind:?}, or one that lacks its parts")),
        }
        Ok(())
    }
}

/// Whether this is the beginning of a line that we would write; a last line that is anything else is somebody's, and not cut away.
fn is_torn(line: &[u8]) -> bool {
    BEGINNINGS.iter().any(|ours| line.starts_with(ours) || ours.starts_with(line))
}

fn key(id: &str, sha256: &str) -> [u8; 16] {
    let digest = Sha256::new().chain_update(id).chain_update([0]).chain_update(sha256).finalize();
    std::array::from_fn(|i| digest[i])
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
            r#"{{"type":"report","document":{{"id":"{id}","sha256":"{sha}"}},"lexicon":{{"digest":"{digest}","frameworks":[],"pretag":"9"}},"suggestions":[{{}}]}}"#
        )
    }

    fn read(text: &str) -> Result<Earlier> {
        Earlier::read_lines(text.as_bytes(), Path::new("r.jsonl"), &lexicon())
    }

    fn document(id: &str, text: &str) -> Document {
        Document { id: id.into(), text: text.into(), ..Document::default() }
    }

    #[test]
    fn a_document_is_held_with_the_same_text_and_lexicon_only() {
        let lines = format!("{}\n\n{}\n", line("a", "x", "0123456789abcdef"), line("b", "x", "another"));
        let earlier = read(&lines).unwrap();
        assert!(earlier.holds(&document("a", "x")));
        assert!(!earlier.holds(&document("a", "y")));
        assert!(!earlier.holds(&document("b", "x")));
        assert_eq!((earlier.whole, earlier.open), (lines.len() as u64, false));
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
