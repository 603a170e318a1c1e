//! Bytes of one document -> its text: UTF-8 checked, BOM dropped, line ends folded; what is no text is refused with a reason.
use crate::error::{Error, ErrorKind, Result};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::{memchr, memchr_iter, memmem};
use std::borrow::Cow;

/// The UTF-8 byte order mark.
pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Kinds of files people give by mistake, by their first bytes.
const FOREIGN: [(&[u8], &str); 8] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive (a .docx file is one, which --from docx reads)"),
    (b"\xD0\xCF\x11\xE0", "an old Microsoft Office file, or one protected by a password"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xFE", "UTF-16 text"),
    (b"\xFE\xFF", "UTF-16 text"),
];

/// What to do with such files.
const WAY: &str = "save it as text, or as .docx, first";

/// Appends the text of `bytes` to `text`. `offset` is where the bytes begin in their file, for the places in errors.
pub(super) fn decode(bytes: &[u8], offset: u64, text: &mut String) -> Result<()> {
    if offset == 0 {
        foreign(bytes)?;
    }
    let bytes = without_bom(bytes);
    let decoded = utf8(bytes, offset)?;
    if let Some(at) = memchr(0, bytes) {
        return Err(binary(offset + at as u64));
    }
    push_folded(decoded, text);
    Ok(())
}

/// Appends the text of an XML file that is not UTF-8 and declares another encoding; false if it is, or declares none.
pub(super) fn declared(bytes: &[u8], text: &mut String) -> Result<bool> {
    let Some(label) = xml_encoding(bytes) else { return Ok(false) };
    // most say so, and are
    if label.eq_ignore_ascii_case(b"utf-8") || std::str::from_utf8(bytes).is_ok() {
        return Ok(false);
    }
    let Some(encoding) = Encoding::for_label(label) else {
        let label = String::from_utf8_lossy(label);
        let message = format!("the XML declares the encoding {label:?}, which is not known: save it as UTF-8 first");
        return Err(Error::new(ErrorKind::Encoding, message));
    };
    if !encoding.is_single_byte() && encoding.output_encoding() != encoding || encoding == UTF_8 {
        return Ok(false);
    }
    let (decoded, wrong) = encoding.decode_without_bom_handling(bytes);
    if wrong {
        let message = format!("found bytes that are not {}, the encoding that the XML declares", encoding.name());
        return Err(Error::new(ErrorKind::Encoding, message));
    }
    if let Some(at) = memchr(0, bytes) {
        return Err(binary(at as u64));
    }
    push_folded(&decoded, text);
    Ok(true)
}

/// The encoding that the XML declaration at the beginning names.
fn xml_encoding(bytes: &[u8]) -> Option<&[u8]> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memmem::find(declaration, b"?>")?];
    let at = memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first().filter(|(q, _)| matches!(**q, b'"' | b'\''))?;
    memchr(*quote, value).map(|end| &value[..end])
}

/// The bytes behind a UTF-8 byte order mark.
pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

/// Refuses bytes that begin like a file that holds no plain text.
pub(super) fn foreign(bytes: &[u8]) -> Result<()> {
    match FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some((_, what)) if what.starts_with("UTF-16") => {
            Err(Error::new(ErrorKind::Encoding, format!("found {what}, expected UTF-8: save it as UTF-8 first")))
        }
        Some((_, what)) => Err(Error::new(ErrorKind::Format, format!("found {what}, expected text in UTF-8: {WAY}"))),
        None => Ok(()),
    }
}

/// The bytes as UTF-8; the error names the first bad byte and where it stands in the file.
pub(super) fn utf8(bytes: &[u8], offset: u64) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        if memchr(0, &bytes[..at]).is_some() {
            return binary(offset + at as u64);
        }
        let found = bytes.get(at).copied().unwrap_or_default();
        let offset = offset + at as u64;
        let expected = "expected text in UTF-8: save it so from Word, Excel or your editor";
        let message = format!("byte 0x{found:02X} at offset {offset} is not UTF-8 ({expected})");
        Error::new(ErrorKind::Encoding, message)
    })
}

/// Text that is UTF-8, line by line Windows-1252 (and with it Latin-1) where it is not.
pub(super) fn western(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0),
        }
    }
    Cow::Owned(text)
}

fn binary(offset: u64) -> Error {
    Error::new(
        ErrorKind::Format,
        format!("found a NUL byte near offset {offset}: a binary file, expected text in UTF-8"),
    )
}

/// Appends a text with every CRLF as LF, and every CR where it has no LF at all.
pub(super) fn push_folded(decoded: &str, text: &mut String) {
    if memchr(b'\n', decoded.as_bytes()).is_none() && memchr(b'\r', decoded.as_bytes()).is_some() {
        return text.push_str(&decoded.replace('\r', "\n"));
    }
    let mut from = 0;
    for at in memchr_iter(b'\r', decoded.as_bytes()) {
        if decoded.as_bytes().get(at + 1) == Some(&b'\n') {
            text.push_str(&decoded[from..at]);
            from = at + 1;
        }
    }
    text.push_str(&decoded[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String> {
        let mut text = String::new();
        decode(bytes, 0, &mut text).map(|()| text)
    }

    #[test]
    fn only_bom_and_crlf_change() {
        assert_eq!(read(b"\xEF\xBB\xBFa\r\nb\rc\n").unwrap(), "a\nb\rc\n");
        assert_eq!(read(b"").unwrap(), "");
    }

    #[test]
    fn cr_ends_lines_where_nothing_else_does() {
        assert_eq!(read(b"I: Why?\r\rP1: No time.\r").unwrap(), "I: Why?\n\nP1: No time.\n");
    }

    #[test]
    fn lines_are_utf8_or_western() {
        assert_eq!(western("é “a”".as_bytes()), "é “a”");
        assert_eq!(western(b"\xC3\xA9\n\xE9 \x93a\x94 \x96\n"), "é\né “a” –\n");
    }

    #[test]
    fn what_is_no_utf8_text_is_named() {
        let says = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(says(b"abc\xE9def").contains("0xE9 at offset 3"));
        assert!(says(b"\xFF\xFEa\0").contains("UTF-16"));
        assert!(says(b"abc\0def").contains("binary"));
        assert!(says(b"%PDF-1.4").contains("PDF"));
        assert!(says(b"PK\x03\x04..").contains("docx"));
    }
}
