//! Small documents through the whole reader.
mod talk;
mod wrong;

use crate::{
    input::{
        Format, InputOptions,
        testing::{
            self,
            word::{document, p, run, styled, table, with_parts},
        },
    },
    text::{BlockKind, Document},
};

fn read(bytes: &[u8]) -> Document {
    let read = testing::stream("a.docx", bytes, Format::Docx).pop();
    read.expect("one document").unwrap_or_else(|bad| panic!("{}", bad.error))
}

fn body(body: &str) -> Document {
    read(&document(body))
}

fn outline(document: &Document) -> Vec<String> {
    testing::outline(document)
}

/// The texts of the blocks.
fn blocks(document: &Document) -> Vec<&str> {
    document.blocks.iter().map(|block| document.slice(block.span)).collect()
}

#[test]
fn a_paper_in_order() {
    let item = |level: u8, words: &str| {
        let list = format!(
            "<w:pPr><w:pStyle w:val='ListParagraph'/><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='2'/></w:numPr></w:pPr>"
        );
        format!("<w:p>{list}{}</w:p>", run(words))
    };
    let document = body(
        &[
            styled("Title", "On time"),
            styled("Subtitle", "A study"),
            styled("TOC1", "Results 3"),
            styled("Heading1", "Results"),
            styled("Heading2", "Staff"),
            p("Barriers were:"),
            item(0, "time:"),
            item(1, "none"),
            item(0, "money"),
            styled("Quote", "Interviewer: Why?"),
            styled("IntenseQuote", "“No time.” (P4)"),
            styled("Caption", "Table 1. What hinders"),
            styled("Heading1", "Discussion"),
            p("So it is."),
        ]
        .concat(),
    );
    assert_eq!(
        outline(&document),
        [
            "title title On time",
            "title title A study",
            "heading results Results",
            "heading results Staff",
            "paragraph results Barriers were:",
            "list_item results time:",
            "list_item results none",
            "list_item results money",
            "quote results Interviewer: Why?",
            "quote results “No time.” (P4)",
            "caption caption Table 1. What hinders",
            "heading discussion Discussion",
            "paragraph discussion So it is.",
        ]
    );
    assert_eq!(document.label(document.blocks[4].section), Some("Results > Staff"));
    assert_eq!(document.blocks[6].lead_in.map(|lead| document.slice(lead)), Some("time:"));
    assert_eq!(document.blocks[7].lead_in.map(|lead| document.slice(lead)), Some("Barriers were:"));
    assert!(document.blocks[8].interviewer && !document.blocks[9].interviewer);
    assert_eq!(document.label(document.blocks[9].speaker), Some("P4"));
    assert!(document.text.starts_with("On time\n\nA study\n\nResults\n\nStaff\n\nBarriers were:\n\ntime:\n\nnone"));
}

#[test]
fn headings_by_the_names_of_styles_their_outline_and_their_own() {
    let styles = "<w:styles><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:styleId='Thema'><w:name w:val='Thema'/><w:basedOn w:val='berschrift1'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style></w:styles>";
    let outlined = format!("<w:p><w:pPr><w:outlineLvl w:val='2'/></w:pPr>{}</w:p>", run("Nurses"));
    let body = [styled("berschrift1", "Results"), styled("Thema", "Time"), outlined, p("None.")].concat();
    let document = read(&with_parts(&body, &[("word/styles.xml", styles)]));
    assert_eq!(document.label(document.blocks[3].section), Some("Results > Time > Nurses"));
}

#[test]
fn the_part_of_styles_is_where_its_relationship_says() {
    let types = "http://purl.oclc.org/ooxml/officeDocument/relationships/styles";
    let relations = format!("<Relationships><Relationship Type='{types}' Target='/word/more/s.xml'/></Relationships>");
    let styles = "<styles><style styleId='x'><name val='heading 2'/></style></styles>";
    let body = "<p><pPr><pStyle val='x'/></pPr><r><t>Methods</t></r></p><p><r><t>So.</t></r></p>";
    let parts = [("word/_rels/document.xml.rels", relations.as_str()), ("word/more/s.xml", styles)];
    assert_eq!(outline(&read(&with_parts(body, &parts))), ["heading methods Methods", "paragraph methods So."]);
}

#[test]
fn headings_without_styles_are_known_by_their_words_and_bold_type() {
    let bold = |words: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p>");
    let text = [
        bold("A study of time"),
        p("Methods"),
        p("We asked."),
        bold("Results:"),
        bold("Few staff"),
        p("No one came."),
        bold("None."),
    ];
    let document = body(&text.concat());
    assert_eq!(
        outline(&document),
        [
            "title title A study of time",
            "heading methods Methods",
            "paragraph methods We asked.",
            "heading results Results:",
            "heading results Few staff",
            "paragraph results No one came.",
            "paragraph results None.",
        ]
    );
    assert_eq!(document.label(document.blocks[5].section), Some("Results > Few staff"));
}

#[test]
fn one_heading_of_the_first_level_at_the_top_is_the_title() {
    let text = [styled("Heading1", "On time"), styled("Heading2", "Methods"), p("We asked.")].concat();
    assert_eq!(outline(&body(&text))[0], "title title On time");
    let text = [styled("Heading1", "Methods"), p("We asked.")].concat();
    assert_eq!(outline(&body(&text))[0], "heading methods Methods");
}

#[test]
fn the_text_is_what_a_reader_sees() {
    for (runs, seen) in [
        ("<w:r><w:t>No </w:t></w:r><w:r><w:t xml:space='preserve'> time</w:t><w:t>.</w:t></w:r>", "No time."),
        (
            "<w:r><w:t>follow</w:t><w:noBreakHyphen/><w:t>up of care</w:t><w:softHyphen/><w:t>rs</w:t></w:r>",
            "follow-up of carers",
        ),
        ("<w:r><w:t>no&#xA0;time, co&#xAD;op, non&#x2011;stop</w:t></w:r>", "no time, coop, non-stop"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a\tb\nc\nd"),
        (
            "<w:r><w:t>5</w:t><w:sym w:font='Symbol' w:char='F0B3'/><w:t>4</w:t><w:sym w:font='Wingdings 3' w:char='F022'/></w:r>",
            "5≥4",
        ),
        (
            "<w:ins><w:r><w:t>Few </w:t></w:r></w:ins><w:del><w:r><w:delText>No </w:delText></w:r></w:del><w:r><w:t xml:space='preserve'> staff</w:t></w:r>",
            "Few staff",
        ),
        ("<w:moveFrom><w:r><w:t>Gone</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>Here</w:t></w:r></w:moveTo>", "Here"),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>Shown</w:t></w:r>",
            "Shown",
        ),
        (
            "<w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink><w:smartTag><w:smartTagPr/><w:r><w:t>, a tag</w:t></w:r></w:smartTag>",
            "A link, a tag",
        ),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>Filled</w:t></w:r></w:sdtContent></w:sdt>", "Filled"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>So</w:t></w:r>",
            "So",
        ),
        ("<w:fldSimple w:instr='DATE'><w:r><w:t>May</w:t></w:r></w:fldSimple>", "May"),
        (
            "<w:commentRangeStart w:id='0'/><w:r><w:t>Said</w:t></w:r><w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>",
            "Said",
        ),
        (
            "<w:r><w:t>no time</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t><w:t>2</w:t></w:r><w:r><w:t>.</w:t></w:r>",
            "no time[12].",
        ),
        (
            "<w:r><w:t>the 5</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>th</w:t></w:r>",
            "the 5th",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>above</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "base",
        ),
    ] {
        let document = body(&format!("<w:p>{runs}</w:p>"));
        assert_eq!(document.text, seen, "{runs}");
    }
}

#[test]
fn of_fields_only_what_they_show_is_read() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
    let code = "<w:r><w:instrText>IF 1</w:instrText><w:t>code</w:t></w:r>";
    let nested = format!("{begin}{code}{begin}{code}{separate}{}{end}{separate}{}{end}", run("inner"), run("shown"));
    assert_eq!(body(&format!("<w:p>{nested}{}</w:p>", run(" so"))).text, "shown so");
    let over =
        format!("<w:p>{begin}{code}{separate}{}</w:p><w:p>{}{end}{}</w:p>", run("One."), run("Two."), run(" Three."));
    assert_eq!(body(&over).text, "One.\n\nTwo. Three.");
    let open = format!("<w:p>{begin}{code}</w:p>{}", p("Not lost."));
    assert_eq!(body(&open).text, "Not lost.");
}

#[test]
fn text_boxes_stand_once_behind_their_paragraph() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("In a box."));
    let runs = format!(
        "{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:graphic><wps:txbx>{inside}</wps:txbx></a:graphic></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}",
        run("There was"),
        run(" no time.")
    );
    assert_eq!(blocks(&body(&format!("<w:p>{runs}</w:p>"))), ["There was no time.", "In a box."]);
}

#[test]
fn notes_stand_behind_the_paragraph_that_refers_to_them() {
    let note = |id: u8, words: &str| {
        format!("<w:footnote w:id='{id}'><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>", run(words))
    };
    let foot = format!("<w:footnotes>{}{}</w:footnotes>", note(1, " Of any kind."), note(2, "Not referred to."));
    let end = format!("<w:endnotes>{}</w:endnotes>", note(1, "Of staff.").replace("footnote", "endnote"));
    let refers = |kind: &str| format!("<w:r><w:{kind}Reference w:id='1'/></w:r>");
    let text = format!(
        "<w:p>{}{}{}{}</w:p>{}",
        run("There was"),
        refers("footnote"),
        run(" no time."),
        refers("endnote"),
        p("So.")
    );
    let document = read(&with_parts(&text, &[("word/footnotes.xml", &foot), ("word/endnotes.xml", &end)]));
    assert_eq!(blocks(&document), ["There was no time.", "Of any kind.", "Of staff.", "So."]);
}

#[test]
fn a_paragraph_whose_end_was_deleted_goes_on_with_the_next() {
    let text =
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}{}", run("There was"), p(" no time."), p("So."));
    assert_eq!(blocks(&body(&text)), ["There was no time.", "So."]);
    let last = format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", run("Open"), table(&[&["a", "b"]]));
    assert_eq!(blocks(&body(&last)), ["Open", "a", "b"]);
}

/// The cells, with the headers of their columns and rows.
fn cells(document: &Document) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let cells = document.blocks.iter().filter(|b| b.kind == BlockKind::Cell);
    cells.map(|b| (document.slice(b.span), document.label(b.column), document.label(b.row))).collect()
}

#[test]
fn cells_know_their_headers() {
    let text = table(&[
        &["Theme", "Barrier"],
        &["Time", "There was none of it; few came"],
        &["Staff", "There were too few of them"],
    ]);
    let document = body(&text);
    assert_eq!(
        cells(&document),
        [
            ("Theme", None, None),
            ("Barrier", None, None),
            ("Time", Some("Theme"), None),
            ("There was none of it", Some("Barrier"), Some("Time")),
            ("few came", Some("Barrier"), Some("Time")),
            ("Staff", Some("Theme"), None),
            ("There were too few of them", Some("Barrier"), Some("Staff")),
        ]
    );
    let list = body(&table(&[&["GP", "12"], &["Nurse", "14"]]));
    assert_eq!(cells(&list)[..2], [("GP", None, None), ("12", None, Some("GP"))], "no row looks like a head");
}

#[test]
fn merged_and_nested_cells_keep_their_place() {
    let cell = |properties: &str, inside: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let head = format!(
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>",
        cell("", &p("Theme")),
        cell("<w:gridSpan w:val='2'/>", &p("Said by"))
    );
    let down = |word: &str, inside: &str| cell(&format!("<w:vMerge{word}/>"), inside);
    let rows = [
        head,
        row(&[down(" w:val='restart'", &p("Time")), cell("", &p("GPs")), cell("", &(p("No time.") + &p("No calm.")))]),
        row(&[down("", "<w:p/>"), cell("", &p("Nurses")), cell("", &table(&[&["a", "b"]]))]),
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>Gone</w:t></w:r></w:p></w:tc></w:tr>".into(),
    ];
    let document = body(&format!("<w:tbl>{}</w:tbl>", rows.concat()));
    let (theme, said) = (Some("Theme"), Some("Said by"));
    assert_eq!(
        cells(&document),
        [
            ("Theme", None, None),
            ("Said by", None, None),
            ("Time", theme, None),
            ("GPs", said, Some("Time")),
            ("No time.", said, Some("Time > GPs")),
            ("No calm.", said, Some("Time > GPs")),
            ("Nurses", said, Some("Time")),
            ("a", None, None),
            ("b", None, Some("a")),
        ]
    );
}

#[test]
fn a_table_of_one_column_is_a_frame() {
    let framed = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", styled("Heading1", "Results"), p("No time."));
    let text = framed + &styled("Heading1", "Discussion");
    assert_eq!(outline(&body(&text))[..2], ["heading results Results", "paragraph results No time."]);
}

#[test]
fn a_statement_is_the_whole_text() {
    let options = InputOptions { statements: true, ..InputOptions::default() };
    let bytes = document(&(styled("Heading1", "Results") + &p("P4: No time.")));
    let read = testing::read_all("-", &bytes, &options).remove(0).unwrap();
    assert_eq!((blocks(&read), read.text.as_str()), (vec!["Results\n\nP4: No time."], "Results\n\nP4: No time."));
}
