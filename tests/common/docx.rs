//! Word documents for tests: zip archives of the XML that a test writes.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONSHIPS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// An archive of these parts.
pub(crate) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The XML of a main part with this body.
pub(crate) fn main_part(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    )
}

/// A document with this body, and these parts beside it.
pub(crate) fn with_parts(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let main = main_part(body);
    let own = [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONSHIPS), ("word/document.xml", main.as_str())];
    archive(&[&own[..], parts].concat())
}

/// A document with this body.
pub(crate) fn document(body: &str) -> Vec<u8> {
    with_parts(body, &[])
}

/// A paragraph of these words.
pub(crate) fn p(words: &str) -> String {
    format!("<w:p>{}</w:p>", run(words))
}

/// A paragraph of this style.
pub(crate) fn styled(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(words))
}

/// A run of these words, in which a tab and the end of a line are such.
pub(crate) fn run(words: &str) -> String {
    let words = words.replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">");
    let words = words.replace('\n', "</w:t><w:br/><w:t xml:space=\"preserve\">");
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

/// A table of these rows, each cell a paragraph.
pub(crate) fn table(rows: &[&[&str]]) -> String {
    let cell = |words: &&str| format!("<w:tc>{}</w:tc>", p(words));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}
