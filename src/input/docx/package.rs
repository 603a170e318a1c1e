//! The bytes of a Word document -> its parts as XML: a zip archive whose main part and its styles and notes are named by relationships.
use crate::{
    error::{Error, ErrorKind, Result},
    input::{
        InputOptions,
        xml::{self, Element, Entities},
    },
};
use encoding_rs::UTF_8;
use memchr::memmem;
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// What a zip archive begins with.
pub(super) const ZIP: &str = "PK\u{3}\u{4}";
/// What the containers of old and of protected Office files begin with.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
/// The name of the stream in which a protected document lies, as it stands in such a container.
const PROTECTED: &str = "EncryptedPackage";

/// Where the main part lies if no relationship tells.
const MAIN: &str = "word/document.xml";

/// Parts that only other documents have, and what to do with these.
const OTHERS: [(&str, &str); 4] = [
    ("xl/workbook.xml", "an Excel workbook: save its sheet as CSV first"),
    ("xl/workbook.bin", "an Excel workbook: save its sheet as CSV first"),
    ("ppt/presentation.xml", "a PowerPoint presentation: save its text first"),
    ("content.xml", "an OpenDocument file: save it as .docx (or, of a spreadsheet, as CSV) first"),
];

/// The XML of the parts that are read.
pub(super) struct Parts {
    pub(super) main: Part,
    pub(super) styles: Option<Part>,
    pub(super) footnotes: Option<Part>,
    pub(super) endnotes: Option<Part>,
}

/// A part: its name in the archive and its XML.
pub(super) struct Part {
    name: String,
    xml: String,
}

impl Part {
    /// The root element.
    pub(super) fn root(&self) -> Result<Element<'_>> {
        let root = xml::parse(&self.xml, 0..self.xml.len(), &Entities::default());
        root.map_err(|e| e.within(&self.name))?.ok_or_else(|| wrong(format!("{} holds no XML element", self.name)))
    }
}

/// Takes the parts out of the archive.
pub(super) fn unpack(bytes: &[u8], options: &InputOptions) -> Result<Parts> {
    if bytes.starts_with(OLE) {
        return Err(old_or_protected(bytes));
    }
    if !bytes.starts_with(ZIP.as_bytes()) {
        return Err(wrong("found no zip archive, expected a Word document (.docx)"));
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken("this file", &e))?;
    Archive { archive, options, left: options.limit() }.parts()
}

struct Archive<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    options: &'b InputOptions,
    /// How many bytes may still be unpacked.
    left: usize,
}

impl Archive<'_> {
    fn parts(&mut self) -> Result<Parts> {
        let named = self.related("", "officeDocument")?;
        if let Some((_, what)) = OTHERS.iter().find(|(part, _)| named.as_deref() == Some(part)) {
            return Err(wrong(format!("found {what}")));
        }
        let main = match named.as_deref().map_or(Ok(None), |name| self.part(name))? {
            Some(main) => main,
            None => self.part(MAIN)?.ok_or_else(|| self.other())?,
        };
        let mut part = |kind: &str| match self.related(&main.name, kind)? {
            Some(name) => self.part(&name),
            None => self.part(&format!("{}{kind}.xml", folder(&main.name))),
        };
        let (styles, footnotes, endnotes) = (part("styles")?, part("footnotes")?, part("endnotes")?);
        Ok(Parts { main, styles, footnotes, endnotes })
    }

    /// The part that a part (or, without a name, the archive) has as this kind.
    fn related(&mut self, name: &str, kind: &str) -> Result<Option<String>> {
        let (folder, file) = (folder(name), &name[folder(name).len()..]);
        let Some(part) = self.part(&format!("{folder}_rels/{file}.rels"))? else { return Ok(None) };
        let root = part.root()?;
        let is = |e: &&Element<'_>| {
            let of = e.attribute("Type").is_some_and(|t| t.rsplit('/').next() == Some(kind));
            of && e.attribute("TargetMode").is_none_or(|mode| mode != "External")
        };
        let target = root.elements().find(is).and_then(|e| e.attribute("Target"));
        Ok(target.map(|target| resolved(folder, &target)))
    }

    /// The text of a part; none if there is no such part. Names are the same in any case of letters.
    fn part(&mut self, name: &str) -> Result<Option<Part>> {
        let like = |found: &[u8]| found.eq_ignore_ascii_case(name.as_bytes());
        let index = self.archive.index_for_name(name).or_else(|| self.archive.file_names_raw().position(like));
        let Some(index) = index else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|e| broken(name, &e))?;
        let mut bytes = Vec::new();
        let read = file.take(self.left as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > self.left {
            return Err(self.options.too_large(&format!("what this file holds, unpacked up to {name},")));
        }
        self.left -= bytes.len();
        read.map_err(|e| broken(name, &ZipError::Io(e)))?;
        let (xml, _, malformed) = UTF_8.decode(&bytes);
        if malformed {
            let message =
                format!("found bytes in {name} that are not UTF-8, expected XML: save the document anew from Word");
            return Err(Error::new(ErrorKind::Encoding, message));
        }
        Ok(Some(Part { name: name.to_owned(), xml: xml.into_owned() }))
    }

    /// The error for an archive without a document of Word.
    fn other(&self) -> Error {
        let known = OTHERS.iter().find(|(part, _)| self.archive.index_for_name(part).is_some());
        match known {
            Some((_, what)) => wrong(format!("found {what}")),
            None => wrong("found a zip archive without word/document.xml, expected a Word document (.docx)"),
        }
    }
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Format, message)
}

fn broken(what: &str, error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            wrong(format!("{what} is protected by a password: save the document without one first"))
        }
        ZipError::UnsupportedArchive(why) => wrong(format!("{what} cannot be unpacked: {why}")),
        _ => wrong(format!("{what} cannot be unpacked: the zip archive (as a .docx is one) is broken or cut off")),
    }
}

/// The error for a container of another time, or of a document that is protected.
fn old_or_protected(bytes: &[u8]) -> Error {
    let name: Vec<u8> = PROTECTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    match memmem::find(bytes, &name) {
        Some(_) => wrong("found a document that is protected by a password: save it without one from Word first"),
        None => wrong("found an old Microsoft Office file, expected .docx: save it as .docx from Word first"),
    }
}

/// The folder of a part, with the slash behind it.
fn folder(name: &str) -> &str {
    &name[..name.rfind('/').map_or(0, |at| at + 1)]
}

/// The name of the part that a target in this folder points at.
fn resolved(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(target) => target.to_owned(),
        None => format!("{folder}{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_of_the_folder_or_of_the_archive() {
        assert_eq!(resolved("word/", "styles.xml"), "word/styles.xml");
        assert_eq!(resolved("word/", "/word/styles2.xml"), "word/styles2.xml");
        assert_eq!(resolved("word/", "../a/./b.xml"), "a/b.xml");
        assert_eq!(resolved("", "../../b.xml"), "b.xml");
    }
}
