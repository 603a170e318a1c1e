//! Small articles through the whole reader.
use crate::{
    input::{Format, InputOptions, testing},
    text::{Block, Document},
};

fn article(inner: &str) -> Document {
    testing::document(Format::Jats, &format!("<?xml version=\"1.0\"?><article>{inner}</article>"))
}

fn body(inner: &str) -> Document {
    article(&format!("<body>{inner}</body>"))
}

fn outline(document: &Document) -> Vec<String> {
    testing::outline(document)
}

#[test]
fn an_article_in_order() {
    let document = article(
        "<front><journal-meta/><article-meta><title-group><article-title>On\n <italic>time</italic><xref ref-type=\"fn\">*</xref>\
         </article-title></title-group><contrib-group><contrib>X</contrib></contrib-group>\
         <abstract><sec><title>Methods</title><p>We asked.</p></sec></abstract>\
         <trans-abstract><p>Nous.</p></trans-abstract></article-meta></front>\
         <body><p>Few do it.</p><sec sec-type=\"methods\"><label>1.</label><title>How we went about it</title><p>So.</p>\
         <sec><title>Setting</title><p>Here.</p></sec><p>And so.</p></sec></body>\
         <back><ack><title>Thanks</title><p>To all.</p></ack><ref-list><ref id=\"a\"><element-citation><person-group>\
         <name><surname>Doe</surname><given-names>J</given-names></name><etal/></person-group><article-title>Time</article-title>\
         <year>2019</year><pub-id>x</pub-id></element-citation></ref></ref-list></back>",
    );
    assert_eq!(
        outline(&document),
        [
            "title title On time*",
            "heading abstract/methods Methods",
            "paragraph abstract/methods We asked.",
            "paragraph introduction Few do it.",
            "heading methods 1. How we went about it",
            "paragraph methods So.",
            "heading methods Setting",
            "paragraph methods Here.",
            "paragraph methods And so.",
            "heading other Thanks",
            "paragraph other To all.",
            "reference references Doe J, et al. Time. 2019.",
        ]
    );
    let section = |at: usize| document.label(document.blocks[at].section);
    assert_eq!(section(2), Some("Abstract > Methods"));
    assert_eq!(section(7), Some("1. How we went about it > Setting"));
    assert_eq!(section(8), Some("1. How we went about it"));
}

#[test]
fn citations_touch_no_word() {
    let bibr = |n: u8| format!("<xref ref-type=\"bibr\">{n}</xref>");
    let [one, two] = [bibr(1), bibr(2)];
    for (xml, expected) in [
        ("care<sup>12</sup> x".to_owned(), "care[12] x"),
        ("care.<sup>1,2</sup> X".to_owned(), "care.[1,2] X"),
        (format!("care<sup>{one},{two}</sup> x"), "care[1,2] x"),
        (format!("care{one} x"), "care[1] x"),
        (format!("care [{one}, {two}] x"), "care [1, 2] x"),
        (format!("care ({one}) x"), "care (1) x"),
        (format!("care<sup>[{one}]</sup>"), "care[1]"),
        ("Doe <xref ref-type=\"bibr\">2013</xref> x".to_owned(), "Doe 2013 x"),
        ("kg/m<sup>2</sup> and 10<sup>3</sup> and 8<sup>th</sup>".to_owned(), "kg/m2 and 10^3 and 8th"),
        ("rate<sup>a</sup>".to_owned(), "rate[a]"),
        ("see Table <xref ref-type=\"table\">1</xref>".to_owned(), "see Table 1"),
    ] {
        assert_eq!(body(&format!("<p>{xml}</p>")).text, expected.replace('^', ""), "{xml}");
    }
}

#[test]
fn lists_and_quotes_part_paragraphs() {
    let document = body(
        "<p>Barriers were:<list><list-item><label>1</label><p>time</p></list-item><list-item><p>staff</p></list-item></list>\
         and more. One said:<disp-quote><p>No time. (P4)</p></disp-quote></p>\
         <disp-quote><p>None.</p><attrib>– Nurse 3</attrib></disp-quote><disp-quote><p>Interviewer: Why?</p></disp-quote>",
    );
    let seen: Vec<_> = document
        .blocks
        .iter()
        .map(|b: &Block| {
            (b.kind.name(), document.slice(b.span), document.label(b.speaker), b.lead_in.map(|l| document.slice(l)))
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("paragraph", "Barriers were:", None, None),
            ("list_item", "time", None, Some("Barriers were:")),
            ("list_item", "staff", None, Some("Barriers were:")),
            ("paragraph", "and more. One said:", None, None),
            ("quote", "No time. (P4)", Some("P4"), Some("One said:")),
            ("quote", "None.", Some("Nurse 3"), None),
            ("quote", "Interviewer: Why?", Some("Interviewer"), None),
        ]
    );
    assert!(document.blocks[6].interviewer);
    assert!(document.text.contains("– Nurse 3"));
}

#[test]
fn a_note_cuts_no_sentence() {
    let document = body(
        "<p>GPs had no time<fn id=\"f\"><label>a</label><p>As the law has it.</p><p>Still.</p></fn> to explain <italic>it<fn><p>Or so.</p></fn></italic>.</p>\
         <list><list-item><p>time<fn><p>Few.</p></fn> and money</p></list-item></list><disp-quote><p>We<fn><p>All.</p></fn> left.</p></disp-quote>\
         <p><fn><label>b</label><p>Alone.</p></fn></p>",
    );
    assert_eq!(
        outline(&document),
        [
            "paragraph other GPs had no time to explain it.",
            "paragraph other As the law has it. Still.",
            "paragraph other Or so.",
            "list_item other time and money",
            "list_item other Few.",
            "quote other We left.",
            "paragraph other All.",
            "paragraph other Alone.",
        ]
    );
}

#[test]
fn cells_know_column_and_row() {
    let document = body(
        "<table-wrap><label>Table 1</label><caption><p>Barriers</p></caption><table><thead><tr><th rowspan=\"2\">Theme</th>\
         <th colspan=\"2\">Seen by</th></tr><tr><th>GPs</th><th>Nurses</th></tr></thead><tbody>\
         <tr><td colspan=\"3\">Work</td></tr><tr><td rowspan=\"2\">Time</td><td>none</td><td/></tr><tr><td>a<break/>b</td><td>few</td></tr>\
         </tbody></table><table-wrap-foot><p>GP: doctor.</p></table-wrap-foot></table-wrap>",
    );
    let cell = |text: &str| {
        let block = document.blocks.iter().find(|b| document.slice(b.span) == text).unwrap();
        (block.zone.name(), document.label(block.column), document.label(block.row))
    };
    assert_eq!(cell("Table 1. Barriers"), ("caption", None, None));
    assert_eq!(cell("Time"), ("table", Some("Theme"), Some("Work")));
    assert_eq!(cell("none"), ("table", Some("Seen by > GPs"), Some("Work > Time")));
    assert_eq!(cell("a\nb"), ("table", Some("Seen by > GPs"), Some("Work > Time")));
    assert_eq!(cell("few"), ("table", Some("Seen by > Nurses"), Some("Work > Time")));
    assert_eq!(cell("GP: doctor."), ("caption", None, None));
    assert!(document.text.contains("Time\nnone\na\nb"));
}

#[test]
fn a_column_of_types_and_items_in_cells() {
    let document = body(
        "<table-wrap><table><thead><tr><th>Theme; topic</th><th>Type</th><th>Example</th></tr></thead><tbody>\
         <tr><td>Staff</td><td>Barrier</td><td>too few; new</td></tr><tr><td>Lead</td><td>Helps</td><td>backs us</td></tr>\
         </tbody></table></table-wrap>",
    );
    let seen: Vec<_> = document.blocks.iter().map(|b| (document.slice(b.span), document.label(b.row))).collect();
    assert_eq!(seen[0], ("Theme; topic", None));
    assert_eq!(
        seen[4..7],
        [("Barrier", Some("Staff")), ("too few", Some("Staff > Barrier")), ("new", Some("Staff > Barrier"))]
    );
    assert_eq!(seen[9], ("backs us", Some("Lead > Helps")));
}

#[test]
fn the_speaker_of_a_speech_may_ask_and_an_attribution_may_not() {
    let document = body(
        "<speech><speaker>Interviewer</speaker><p>Was it time?</p></speech><speech><speaker>P4</speaker><p>No time.</p></speech>\
         <disp-quote><p>No staff.</p><attrib>Researcher</attrib></disp-quote>",
    );
    let seen: Vec<_> = document.blocks.iter().map(|b| (document.label(b.speaker), b.interviewer)).collect();
    assert_eq!(seen, [(Some("Interviewer"), true), (Some("P4"), false), (Some("Researcher"), false)]);
}

#[test]
fn boxes_figures_and_replies() {
    let document = article(
        "<body><sec><title>Results</title><boxed-text><caption><title>Limitations</title></caption><p>Few.</p></boxed-text>\
         <p>So it is.</p><fig><label>Figure 1</label><caption><title>Flow.</title><p>Of people.</p></caption><graphic/></fig>\
         <p>Let <inline-formula><tex-math>x^2</tex-math></inline-formula> be.</p></sec></body>\
         <sub-article><front-stub><title-group><article-title>Review</article-title></title-group></front-stub><body><sec>\
         <title>Methods</title><p>Fine.</p></sec></body></sub-article>",
    );
    assert_eq!(
        outline(&document),
        [
            "heading results Results",
            "heading limitations Limitations",
            "paragraph limitations Few.",
            "paragraph results So it is.",
            "caption caption Figure 1. Flow.",
            "caption caption Of people.",
            "paragraph results Let be.",
            "heading other Review",
            "heading other Methods",
            "paragraph other Fine.",
        ]
    );
}

#[test]
fn back_matter_without_a_title_and_reviews_have_a_heading_that_tells() {
    let document = article(
        "<body><sec><title>Results</title><p>So it is.</p></sec></body><back><notes notes-type=\"COI-statement\"><p>None.</p></notes>\
         <bio><p>A nurse.</p></bio><sec sec-type=\"COI-statement\"><p>No.</p></sec></back>\
         <sub-article article-type=\"reviewer-report\"><front-stub><article-title>Report</article-title></front-stub><body><p>Fine.</p></body></sub-article>\
         <response><body><sec><title>Results</title><p>Thanks.</p></sec></body></response>",
    );
    let sections = document.blocks.iter().filter(|b| b.kind.name() == "paragraph" && b.zone.name() == "other");
    let sections: Vec<_> = sections.filter_map(|b| document.label(b.section)).collect();
    let information = "Additional information";
    assert_eq!(sections[..3], [information; 3]);
    assert!(sections.len() == 5 && sections[3..].iter().all(|s| s.starts_with("Peer review")), "{sections:?}");
}

#[test]
fn other_xml_is_refused_by_name() {
    let read = testing::stream("x.xml", b"<html><body/></html>", Format::Jats);
    let said = read[0].as_ref().unwrap_err().error.to_string();
    assert_eq!(said, "x.xml: found XML with the root element <html>, expected <article> (JATS)");
}

const SET: &str = r#"<pmc-articleset><article><front><article-meta><article-id pub-id-type="pmc">77</article-id>
</article-meta></front><body><p>No time.</p></body></article><article><body><p>No staff.</p></body></article>
<article><body><p>Broken.</b></body></article>
<article><front><article-meta><article-id pub-id-type="doi">10.1/x</article-id></article-meta></front>
<body><p>No <b>m&oacute;ney</b>.</p></body></article></pmc-articleset>"#;

#[test]
fn articles_of_one_file_are_documents() {
    let read = testing::read_all("d/set.xml", SET.as_bytes(), &InputOptions::default());
    let seen: Vec<String> = read
        .iter()
        .map(|r| match r {
            Ok(d) => format!("{} {} {}", d.id, d.source, d.text.trim()),
            Err(e) => format!("! {} {} {}", e.id, e.source, e.error.summary()),
        })
        .collect();
    assert_eq!(
        [&seen[0], &seen[1], &seen[3]],
        ["PMC77 d/set.xml:1 No time.", "set:2 d/set.xml:2 No staff.", "10.1/x d/set.xml:4 No móney."]
    );
    assert!(seen[2].starts_with("! set:3 d/set.xml:3 d/set.xml:3:"), "{}", seen[2]);
    let two = "<article><body><p>One.</p></body></article>\n<article><body><p>Two.</p></body></article>";
    let read = testing::stream("two.xml", two.as_bytes(), Format::Jats);
    let sources: Vec<_> = read.iter().map(|d| d.as_ref().unwrap().source.as_str()).collect();
    assert_eq!(sources, ["two.xml:1", "two.xml:2"]);
}

#[test]
fn declared_encodings_and_entities_are_read() {
    let xml = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE article [<!ENTITY who \"nurses\">]>\n<article><body><p>Caf\xe9 of &who;.</p></body></article>";
    let read = testing::read_all("a.xml", xml, &InputOptions::default());
    assert_eq!(read[0].as_ref().unwrap().text.trim(), "Café of nurses.");
    let unknown = String::from_utf8_lossy(xml).replace("ISO-8859-1", "EBCDIC-7").replace('\u{fffd}', "\u{1}");
    let bytes: Vec<u8> = unknown.bytes().map(|b| if b == 1 { 0xE9 } else { b }).collect();
    let said = testing::read_all("a.xml", &bytes, &InputOptions::default())[0].as_ref().unwrap_err().error.to_string();
    assert!(said.contains("declares the encoding \"EBCDIC-7\""), "{said}");
}
