//! Whatever bytes come in: no reader panics, and blocks are in order, apart, trimmed and on code points.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
#[path = "common/docx.rs"]
#[allow(dead_code)] // not every test uses everything
mod docx;

use pretag::{
    input::{BadDocument, Format, InputOptions, Inputs},
    lexicon::{Lexicon, ZoneRules},
    text::Document,
};
use proptest::prelude::*;
use std::{
    io::{Cursor, Read},
    sync::OnceLock,
};

/// Valid inputs to be mutated, one or two of each format.
const SAMPLES: [(Format, &str); 15] = [
    (
        Format::Text,
        "A title\n\n1 Introduction\n\nBarriers (e.g. “time”) were:\n- time\n  1. none\n- staff\n\nBackground: a. Methods: b.\n“No.” (P4)\n",
    ),
    (
        Format::Text,
        "Abstract\nBackground\nFew do it.\nResults\nNo time – Participant 12, nurse\n\nREFERENCES\n\n1. Doe J. 2019.\n",
    ),
    (
        Format::Markdown,
        "---\ntitle: x\n---\n# T\n\n## Results\n\n> “é” [Nurse 3]\n> b\n\n| a | b |\n|--|--|\n| c | d |\n\n- a:\n  - b\n\n```\nc\n```\n\nx[^1]\n\n[^1]: note\n",
    ),
    (Format::Jsonl, "{\"id\":1,\"text\":\"No \\u0074ime.\",\"x\":[1,{\"y\":null}]}\n\n{\"text\":\"é\"}\n"),
    (Format::Json, "[{\"id\":\"a\",\"text\":\"No \\\"time\\\".\"},\n {\"text\":\"b ] }\", \"x\": {}}]"),
    (Format::Json, "{\"text\":\n\"a\"}\n{\"text\":\"b\"}"),
    (Format::Csv, "id,text,x\n1,\"No \"\"time\"\",\nnone\",y\n2,b,\n"),
    (Format::Csv, "Title,Abstract,DOI\nT,\"Methods: x. Results: <i>No</i> &amp; y.\",10.1000/x\n,,\n"),
    (
        Format::Ris,
        "Found 2\n1. \nTY  - JOUR\nTI  - No time\nAB  - Background: a. <p>Results:</p> b &lt; 3.\n   on\nAN  - 7\nDO  - doi:10.1000/x\nKW  - a\nb\nER  - \n\n2. \nTY  - JOUR\nT1  - é\nN2  - c\n",
    ),
    (
        Format::Nbib,
        "\nPMID- 7\nTI  - No\n      time\nAB  - BACKGROUND: a. RESULTS: b.\nFAU - Ash, A\n\nPMC - PMC2\nTI  - c\n",
    ),
    (Format::Enw, "%0 Journal Article\n%T No time\n%X Aim\n\nb\n%K a\nb\n\n%0 Book\n%T c\n"),
    (Format::Ciw, "FN x\nVR 1.0\nPT J\nAU Ash, A\n   Elm, B\nTI No\n   time\nAB a\nUT WOS:1\nER\n\nEF\n"),
    (Format::Tsv, "id\ttext\n1\tNo time\n"),
    (
        Format::Jats,
        "<?xml version=\"1.0\"?><article><front><article-meta><title-group><article-title>T</article-title></title-group><abstract><p>Aim: x.</p>\
         </abstract></article-meta></front><body><sec sec-type=\"methods\"><title>M</title><p>a<sup>1</sup> &amp; &#233;<list><list-item><p>b:</p>\
         </list-item></list></p><disp-quote><p>c</p><attrib>P1</attrib></disp-quote><table-wrap><label>1</label><caption><p>d</p></caption>\
         <table><thead><tr><th colspan=\"2\">e</th></tr></thead><tbody><tr><td rowspan=\"2\">f</td><td>g<break/>h</td></tr><tr><td/></tr></tbody>\
         </table></table-wrap></sec></body><back><ref-list><ref><mixed-citation>i</mixed-citation></ref></ref-list></back></article>",
    ),
    (
        Format::Transcript,
        "1/2\nInterviewer: Why?\n[00:01:02] P4 (nurse): No\n\ntime.\nDan:\t\n\tWhy\tso?\nSpeaker 1 00:01:02\nHm.\n",
    ),
];

fn zones() -> &'static ZoneRules {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    let texts = [("zones.toml", include_str!("../lexicons/cues/zones.toml"))];
    LEXICON.get_or_init(|| Lexicon::from_texts(&texts).expect("the shipped rules are valid")).zones()
}

fn read(stream: impl Read + Send + 'static, options: &InputOptions) -> Vec<Result<Document, BadDocument>> {
    let (mut scratch, mut read) = (Document::default(), Vec::new());
    for chunk in Inputs::stream(Box::new(stream), "x", options) {
        chunk.documents(zones(), options, &mut scratch, &mut |document| read.push(document.cloned()));
    }
    read.iter().flatten().for_each(check);
    read
}

fn check(document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for block in &document.blocks {
        let range = block.span.range();
        assert!(end <= range.start && range.start < range.end, "{range:?} behind {end}");
        end = range.end;
        let words = text.get(range).expect("inside the text, on code points");
        assert_eq!(words, words.trim());
        if let Some(lead) = block.lead_in {
            assert!(text.get(lead.range()).is_some() && lead.end <= block.span.start);
        }
        for label in [block.section, block.speaker, block.column, block.row].into_iter().flatten() {
            assert!(document.label(Some(label)).is_some());
        }
    }
    assert!(!document.id.is_empty() && !document.source.is_empty());
    if let Some(fields) = &document.fields {
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(fields).expect("an object");
    }
}

fn every_way(bytes: &[u8]) {
    let formats = Format::ALL.into_iter().map(Some).chain([None]);
    for (from, statements) in formats.flat_map(|from| [(from, false), (from, true)]) {
        let options = InputOptions { from, statements, ..InputOptions::default() };
        read(Cursor::new(bytes.to_vec()), &options);
    }
    read(Cursor::new(bytes.to_vec()), &InputOptions { max_document: 20, ..InputOptions::default() });
}

/// A stream that gives few bytes at a time.
struct Slow(Cursor<Vec<u8>>, usize);

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(self.1);
        self.0.read(&mut buffer[..most])
    }
}

/// What a document of Word is made of, but for its archive.
const WORD: [&str; 3] = [
    "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Results</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr>\
     <w:rPr><w:del/></w:rPr></w:pPr><w:r><w:rPr><w:b/><w:vanish w:val=\"0\"/></w:rPr><w:t xml:space=\"preserve\">P4: é </w:t><w:tab/><w:br/></w:r><w:r><w:fldChar \
     w:fldCharType=\"begin\"/><w:instrText>X</w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>y</w:t><w:fldChar w:fldCharType=\"end\"/>\
     <w:footnoteReference w:id=\"1\"/><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/>\
     <w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b; c</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc>\
     <w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>\
     </w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Dan</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Is there any time?</w:t></w:r></w:p></w:tc></w:tr>\
     <w:tr><w:tc><w:p><w:r><w:t>P4</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>No, there is none.</w:t></w:r></w:p></w:tc></w:tr>\
     <w:tr><w:tc><w:p><w:r><w:t>Dan</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>And money?</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:p><w:r><w:t>Dan Brown  0:03</w:t><w:br/><w:t>Why?</w:t></w:r></w:p><w:p><w:r><w:t>P4: No.</w:t></w:r></w:p><w:p><w:r><w:t>Dan: So?</w:t></w:r></w:p>",
];

fn word(body: &str) -> Vec<u8> {
    let styles = "<w:styles><w:style w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let notes = "<w:footnotes><w:footnote w:id=\"1\"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    docx::with_parts(body, &[("word/styles.xml", styles), ("word/footnotes.xml", notes)])
}

/// Where, how many bytes, and what stands there instead.
type Edit = (prop::sample::Index, usize, Vec<u8>);

fn edit() -> impl Strategy<Value = Edit> {
    (
        any::<prop::sample::Index>(),
        0..6_usize,
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..4),
            prop::sample::select(vec![
                "\n",
                "\r\n",
                "\n\n",
                ":",
                "“",
                "”",
                "\"",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "<",
                "</p>",
                "&",
                "- ",
                "• ",
                "\t",
                "\u{a0}",
                "é",
                "|",
                ",",
                "#",
                ">",
                "1.",
                "P4: ",
                "Results: ",
                "TY  - JOUR\n",
                "ER  - \n",
                "\nAB  - ",
                "\r"
            ])
            .prop_map(|s| s.as_bytes().to_vec()),
        ],
    )
}

fn edited(mut bytes: Vec<u8>, edits: Vec<Edit>) -> Vec<u8> {
    for (at, length, new) in edits {
        let at = at.index(bytes.len() + 1);
        bytes.splice(at..(at + length).min(bytes.len()), new);
    }
    bytes
}

/// A sample with some stretches replaced.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    (0..SAMPLES.len(), prop::collection::vec(edit(), 0..8))
        .prop_map(|(sample, edits)| edited(SAMPLES[sample].1.as_bytes().to_vec(), edits))
}

/// A document of Word with some stretches of its XML or of its archive replaced.
fn mutated_word() -> impl Strategy<Value = Vec<u8>> {
    (0..WORD.len(), any::<bool>(), prop::collection::vec(edit(), 0..8)).prop_map(|(sample, inside, edits)| {
        if !inside {
            return edited(word(WORD[sample]), edits);
        }
        word(&String::from_utf8_lossy(&edited(WORD[sample].as_bytes().to_vec(), edits)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        every_way(&bytes);
    }

    #[test]
    fn random_text(text in "[ -~\n\t“”é–\u{a0}:.()|#>*-]{0,200}") {
        every_way(text.as_bytes());
    }

    #[test]
    fn mutated_samples(bytes in mutated()) {
        every_way(&bytes);
    }

    #[test]
    fn mutated_word_documents(bytes in mutated_word()) {
        every_way(&bytes);
    }

    #[test]
    fn random_archives(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        every_way(&[b"PK\x03\x04", &bytes[..]].concat());
    }

    /// How the bytes of a stream arrive does not matter.
    #[test]
    fn small_reads_give_the_same_documents(sample in 0..SAMPLES.len(), most in 1..9_usize) {
        let (format, text) = SAMPLES[sample];
        let options = InputOptions { from: Some(format), ..InputOptions::default() };
        let whole: Vec<_> = read(Cursor::new(text.as_bytes().to_vec()), &options).into_iter().map(|r| r.map_err(|e| e.error)).collect();
        let slow: Vec<_> = read(Slow(Cursor::new(text.as_bytes().to_vec()), most), &options).into_iter().map(|r| r.map_err(|e| e.error)).collect();
        prop_assert_eq!(whole, slow);
    }
}

#[test]
fn samples_are_read_without_errors() {
    for body in WORD {
        let read = read(Slow(Cursor::new(word(body)), 7), &InputOptions::default());
        assert!(read.len() == 1 && read[0].as_ref().is_ok_and(|d| !d.blocks.is_empty()), "{body}: {:?}", read[0]);
    }
    for (format, text) in SAMPLES {
        let options = InputOptions { from: Some(format), ..InputOptions::default() };
        let read = read(Cursor::new(text.as_bytes().to_vec()), &options);
        assert!(!read.is_empty() && read.iter().all(Result::is_ok), "{format}: {:?}", read.iter().find(|r| r.is_err()));
    }
}
