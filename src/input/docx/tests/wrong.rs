//! Files that are no documents of Word, or broken ones -> what is said of them.
use super::read;
use crate::input::{
    BadDocument, Format, InputOptions,
    testing::{
        self,
        word::{document, p},
    },
};

#[test]
fn what_is_wrong_is_told_with_its_part_and_place() {
    let says = |bytes: &[u8]| match testing::stream("a.docx", bytes, Format::Docx).remove(0) {
        Err(BadDocument { error, .. }) => error.summary(),
        Ok(document) => panic!("{:?}", document.text),
    };
    let archive = |parts: &[(&str, &str)]| testing::word::archive(parts);
    let good = document(&p("No time."));
    assert!(says(&good[..good.len() / 2]).contains("broken or cut off"), "{}", says(&good[..good.len() / 2]));
    assert!(says(b"No time.").contains("found no zip archive"));
    assert!(says(&archive(&[("a.txt", "")])).contains("without word/document.xml"));
    assert!(says(&archive(&[("content.xml", "<a/>")])).contains("OpenDocument file: save it as .docx"));
    let workbook =
        "<Relationships><Relationship Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>";
    assert!(
        says(&archive(&[("_rels/.rels", workbook), ("xl/workbook.xml", "<workbook/>")])).contains("Excel workbook")
    );
    let torn = says(&archive(&[("word/document.xml", "<w:document>\n<w:body></w:p>")]));
    assert!(torn.starts_with("a.docx:2:") && torn.contains("word/document.xml: broken XML"), "{torn}");
    assert!(says(&archive(&[("word/document.xml", "<html/>")])).contains("root element <html>"));
    assert!(says(&archive(&[("word/document.xml", "")])).contains("holds no XML element"));
    let chunk = says(&document("<w:altChunk/>"));
    assert!(chunk.contains("part of another format"), "{chunk}");
    let protected: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(says(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &protected[..]].concat()).contains("protected by a password"));
    assert!(says(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").contains("old Microsoft Office file"));
}

#[test]
fn no_part_is_unpacked_over_the_limit() {
    let bomb = document(&p(&"a".repeat(200_000)));
    let options = InputOptions { from: Some(Format::Docx), max_document: 100_000, ..InputOptions::default() };
    assert!(bomb.len() < 10_000);
    let error = testing::read_all("-", &bomb, &options).remove(0).unwrap_err().error;
    assert!(error.summary().contains("unpacked up to word/document.xml, is over the limit of 100000 bytes"), "{error}");
}

#[test]
fn names_of_parts_are_the_same_in_any_case() {
    let bytes = testing::word::archive(&[("Word/Document.xml", &testing::word::main_part(&p("No time.")))]);
    assert_eq!(read(&bytes).text, "No time.");
}
