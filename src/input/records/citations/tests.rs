//! Records of invented studies as each tool lays them out.
use crate::{
    input::{
        Format, InputOptions, Inputs,
        testing::{self, Drip, outline},
    },
    text::Document,
};

fn read(format: Format, text: &[u8]) -> Vec<Document> {
    testing::stream("in/found.x", text, format)
        .into_iter()
        .map(|r| r.unwrap_or_else(|bad| panic!("{}", bad.error)))
        .collect()
}

fn fields(document: &Document) -> &str {
    document.fields.as_deref().unwrap_or("")
}

fn ids(read: &[Document]) -> Vec<(&str, &str)> {
    read.iter().map(|d| (d.id.as_str(), d.source.as_str())).collect()
}

#[test]
fn a_record_is_a_title_and_an_abstract_with_its_parts() {
    let ris = "TY  - JOUR\r\nTI  - Time for <i>foot</i> care\r\nAU  - Ash, A.\r\nAU  - Elm, B.\r\nPY  - 2021\r\nT2  - Ward Letters\r\n\
               AB  - Background: Few do it. Results: Nurses &amp; aides had no time.\r\nDO  - 10.1000/wl.1\r\nUR  - https://x.org/1\r\n\
               KW  - nurses\r\nKW  - feet\r\nER  - \r\n";
    let read = read(Format::Ris, ris.as_bytes());
    let text = "Time for foot care\n\nBackground: Few do it. Results: Nurses & aides had no time.";
    assert_eq!((read[0].text.as_str(), ids(&read)), (text, vec![("10.1000/wl.1", "in/found.x:1")]));
    assert_eq!(
        outline(&read[0]),
        [
            "title title Time for foot care",
            "heading abstract/introduction Background",
            "paragraph abstract/introduction Few do it.",
            "heading abstract/results Results",
            "paragraph abstract/results Nurses & aides had no time.",
        ]
    );
    assert_eq!(read[0].label(read[0].blocks[4].section), Some("Abstract > Results"));
    let carried = r#"{"type":"JOUR","authors":"Ash, A.; Elm, B.","year":"2021","journal":"Ward Letters","doi":"10.1000/wl.1","url":"https://x.org/1","keywords":"nurses; feet"}"#;
    assert_eq!(fields(&read[0]).replacen(r#""title":"Time for foot care","#, "", 1), carried);
}

/// Ovid: numbers between records, the accession number as ID. Embase: DOI in its own place. Covidence: empty tags. Rayyan: more behind a value.
#[test]
fn ris_as_databases_write_it() {
    let ris = "6. \nTY  - JOUR\nDB  - ERIC\nID  - EJ1\nT1  - Time.\nY1  - 1989//\nN2  - No time.\nER  -  \n\n \n\n7. \nTY  - JOUR\nT1  - Beds\nER  -  \n\
               TY  - JOUR\nAN  - \nTI  - Staff\nN2  - \nDO  - 10.1000/s     LK  - x\nER  -\n\
               TY  - JOUR\nAN  - rayyan-1\nTI  - Keys\nAB  - No keys.\nAB  - Copyright of Ward Letters is theirs.\nL3  - 10.1000/k\n";
    let read = read(Format::Ris, ris.as_bytes());
    let expected = [
        ("EJ1", "in/found.x:2"),
        ("found:2", "in/found.x:13"),
        ("10.1000/s", "in/found.x:16"),
        ("rayyan-1", "in/found.x:22"),
    ];
    assert_eq!(ids(&read), expected);
    let texts: Vec<&str> = read.iter().map(|d| d.text.as_str()).collect();
    assert_eq!(texts, ["Time.\n\nNo time.", "Beds", "Staff", "Keys\n\nNo keys."]);
    assert!(fields(&read[0]).contains(r#""year":"1989""#) && fields(&read[3]).contains(r#""doi":"10.1000/k""#));
}

/// Web of Science: paragraphs behind spaces; EndNote: keywords without tags, an abstract on several lines.
#[test]
fn lines_without_a_tag_go_on() {
    let ris = "\u{feff}TY  - JOUR\nTI  - Time on\nthe ward\nKW  - nurses\nfeet\nAB  - Aims: We asked.\n   Results: No time.\n\n   So it was.\nAN  - WOS:1\nER  -\n";
    let read = read(Format::Ris, ris.as_bytes());
    assert_eq!(read[0].text, "Time on the ward\n\nAims: We asked.\nResults: No time.\n\nSo it was.");
    assert!(fields(&read[0]).contains(r#""keywords":"nurses; feet""#));
    assert_eq!(
        outline(&read[0])[4..],
        ["paragraph abstract/results No time.", "paragraph abstract/results So it was."]
    );
}

#[test]
fn pubmed_breaks_lines_and_ends_records_with_an_empty_one() {
    let nbib = "\nPMID- 1234\nOWN - NLM\nDP  - 2020 Feb\nTI  - Time for foot care: what nurses\n      say.\nLID - S1 [pii]\nLID - 10.1000/f [doi]\n\
                AB  - BACKGROUND: Few do\n      it. RESULTS: No time was\n      left.\nCI  - Copyright (c) 2020 Ash.\nFAU - Ash, Anna\nAU  - Ash A\nFAU - Elm, Bo\nAU  - Elm B\n\
                JT  - Ward letters\nMH  - Nurses\nMH  - Feet\n\nPMID- 1235\nTI  - Beds.\n";
    let read = read(Format::Nbib, nbib.as_bytes());
    assert_eq!(ids(&read), [("1234", "in/found.x:2"), ("1235", "in/found.x:21")]);
    let text = "Time for foot care: what nurses say.\n\nBACKGROUND: Few do it. RESULTS: No time was left.";
    assert_eq!((read[0].text.as_str(), read[1].text.as_str()), (text, "Beds."));
    assert_eq!(outline(&read[0])[4], "paragraph abstract/results No time was left.");
    let carried = r#""authors":"Ash, Anna; Elm, Bo","year":"2020","journal":"Ward letters","pmid":"1234","doi":"10.1000/f","keywords":"Nurses; Feet"}"#;
    assert!(fields(&read[0]).ends_with(carried), "{}", fields(&read[0]));
}

#[test]
fn tagged_formats_of_endnote_and_web_of_science() {
    let enw = "%0 Journal Article\n%T Time\n%A Ash, A.\n%A Elm, B.\n%D 2021\n%X No time.\n\nNo staff.\n%K nurses\nfeet\n%M A1\n\n%0 Book\n%T Beds\n%F Elm2020\n";
    let enw = read(Format::Enw, enw.as_bytes());
    assert_eq!(ids(&enw), [("A1", "in/found.x:1"), ("Elm2020", "in/found.x:13")]);
    assert_eq!(enw[0].text, "Time\n\nNo time.\n\nNo staff.");
    assert!(
        fields(&enw[0])
            .contains(r#""authors":"Ash, A.; Elm, B.","year":"2021","accession":"A1","keywords":"nurses; feet""#)
    );

    let ciw = "\u{feff}FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Ash, A\n   Elm, B\nTI Time for\n   foot care\nSO WARD LETTERS\nAB Aim: We asked.\n   \
               Findings: No time.\nDE nurses; foot\n   care\nUT WOS:1\nPM 77\nER\n\nEF\n";
    let ciw = read(Format::Ciw, ciw.as_bytes());
    assert_eq!(
        (ids(&ciw), ciw[0].text.as_str()),
        (vec![("WOS:1", "in/found.x:3")], "Time for foot care\n\nAim: We asked.\nFindings: No time.")
    );
    let carried = r#""authors":"Ash, A; Elm, B","journal":"WARD LETTERS","accession":"WOS:1","pmid":"77","keywords":"nurses; foot care"}"#;
    assert!(fields(&ciw[0]).ends_with(carried), "{}", fields(&ciw[0]));
}

#[test]
fn old_encodings_and_line_ends_are_read() {
    let read_text = |bytes: &[u8]| read(Format::Ris, bytes)[0].text.clone();
    assert_eq!(
        read_text(b"TY  - JOUR\nTI  - Caf\xE9 \x96 time\nAB  - \xC3\xA9t\xC3\xA9\nER  -\n"),
        "Café – time\n\nété"
    );
    assert_eq!(read_text(b"TY  - JOUR\rTI  - Time\rAB  - None.\rLeft.\rER  -\r"), "Time\n\nNone.\nLeft.");
    assert_eq!(read_text(b"TY-JOUR\nTI- Time\nER-\n"), "Time");
}

#[test]
fn records_of_one_id_differ_by_their_source_and_the_id_may_be_chosen() {
    let ris = "TY  - JOUR\nTI  - a\nDO  - 10.1000/x\nU1  - 81\nER  -\nTY  - JOUR\nTI  - b\nDO  - 10.1000/x\nER  -\n";
    assert_eq!(ids(&read(Format::Ris, ris.as_bytes())), [("10.1000/x", "in/found.x:1"), ("10.1000/x", "in/found.x:6")]);
    let options = InputOptions { from: Some(Format::Ris), id_column: Some("u1".into()), ..InputOptions::default() };
    let read = testing::read_all("found.x", ris.as_bytes(), &options);
    let ids: Vec<_> = read.iter().flatten().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["81", "10.1000/x"]);
}

#[test]
fn what_is_no_record_is_told_and_the_rest_goes_on() {
    let said = |format, bytes: &[u8], options: &InputOptions| {
        let options = InputOptions { from: Some(format), ..options.clone() };
        let read = testing::read_all("f.ris", bytes, &options);
        read.into_iter().map(|r| r.map_or_else(|bad| bad.error.to_string(), |d| d.id)).collect::<Vec<_>>()
    };
    let usual = InputOptions::default();
    let ris = b"TY  - JOUR\nAN  - 1\nTI  - a\nER  -\nTY  - JOUR\nAN  - 2\nER  -\nTY  - JOUR\nTI  - \0\nER  -\nTY  - JOUR\nAN  - 4\nTI  - d";
    assert_eq!(
        said(Format::Ris, ris, &usual),
        [
            "1",
            "f.ris:5: found no title and no abstract in the record that begins here, expected TI or AB",
            "f.ris:8: found a NUL byte in the record that begins here, expected text",
            "4",
        ]
    );
    for nothing in [&b""[..], b"\n", b"No time.\n", b"\0\0"] {
        assert_eq!(
            said(Format::Ris, nothing, &usual),
            ["f.ris: found no record, expected one that begins with `TY  - JOUR`"]
        );
    }
    let small = InputOptions { max_document: 60, ..usual.clone() };
    for long in [100, 200_000] {
        let ris = format!(
            "TY  - JOUR\nAN  - 1\nTI  - a\nER  -\nTY  - JOUR\nAB  - {}\nTI  - b\nER  -\nTY  - JOUR\nAN  - 3\nTI  - c\n",
            "x".repeat(long)
        );
        let too_large = "f.ris:5: this record is over the limit of 60 bytes for one document";
        assert_eq!(said(Format::Ris, ris.as_bytes(), &small), ["1", too_large, "3"], "{long}");
    }
    assert!(said(Format::Nbib, b"%PDF-1.7", &usual)[0].contains("found a PDF file"));
}

#[test]
fn records_are_answered_as_they_arrive() {
    let drip = Drip::new(&["TY  - JOUR\nTI  - a\n", "ER  - \nTY  - JO", "UR\nTI  - b\nER  - \n", "\n"]);
    let options = InputOptions { from: Some(Format::Ris), ..InputOptions::default() };
    let mut counts = Vec::new();
    for chunk in Inputs::stream(Box::new(drip), "f.ris", &options) {
        let mut count = 0;
        chunk.documents(testing::zones(), &options, &mut Document::default(), &mut |_| count += 1);
        counts.push(count);
    }
    assert_eq!(counts, [1, 1]);
}

#[test]
fn a_record_is_one_statement_where_texts_are() {
    let options = InputOptions { statements: true, ..InputOptions::default() };
    let read = testing::read_all("-", b"TY  - JOUR\nTI  - Time\nAB  - Results: none.\n", &options);
    assert_eq!(outline(read[0].as_ref().unwrap()), ["paragraph other Time\n\nResults: none."]);
}
