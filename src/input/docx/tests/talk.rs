//! Transcripts in Word -> their turns.
use super::{body, cells, outline};
use crate::{
    input::{
        InputOptions,
        testing::{
            self,
            word::{document, p, styled, table},
        },
    },
    text::{BlockKind, Document},
};

/// Who speaks, whether they ask, and what they say.
fn turns(document: &Document) -> Vec<(&str, bool, &str)> {
    let spoken = document.blocks.iter().filter(|b| b.kind == BlockKind::Turn);
    spoken.map(|b| (document.label(b.speaker).unwrap_or("-"), b.interviewer, document.slice(b.span))).collect()
}

#[test]
fn a_transcript_has_turns_as_in_plain_text() {
    let bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>P4: </w:t></w:r><w:r><w:t xml:space='preserve'>There is none.</w:t></w:r></w:p>";
    let text = [
        styled("Title", "Participant 4"),
        table(&[&["Participant", "P4"], &["Date", "3 May"]]),
        p("Interviewer: Is there time?"),
        bold.into(),
        p("None at all."),
        styled("Heading2", "Money"),
        p("I:\tAnd money?"),
        p("P4:\tNo."),
        p("INTERVIEWER"),
        p("Why?"),
    ];
    let document = body(&text.concat());
    assert_eq!(outline(&document)[..2], ["title title Participant 4", "cell table Participant"]);
    assert_eq!(
        turns(&document),
        [
            ("Interviewer", true, "Is there time?"),
            ("P4", false, "There is none.\n\nNone at all."),
            ("I", true, "And money?"),
            ("P4", false, "No."),
            ("INTERVIEWER", true, "Why?"),
        ]
    );
    assert!(outline(&document).contains(&"heading other Money".to_owned()));
}

#[test]
fn who_speaks_may_stand_in_a_column() {
    let text = table(&[
        &["Time", "Speaker", "Text", "Codes"],
        &["00:01", "Dan", "Is there time?", ""],
        &["00:04", "Sarah", "No, there is none of it.", "time"],
        &["00:09", "Dan", "And money?", ""],
        &["00:12", "Sarah", "None.", ""],
    ]);
    let document = body(&text);
    let said = [
        ("Dan", false, "Is there time?"),
        ("Sarah", false, "No, there is none of it."),
        ("Dan", false, "And money?"),
        ("Sarah", false, "None."),
    ];
    assert_eq!(turns(&document), said);
    assert_eq!(cells(&document).last(), Some(&("time", Some("Codes"), None)));
    let themes = body(&table(&[&["Nurse", "There was no time for it."], &["GP", "There was no money for it."]]));
    assert!(turns(&themes).is_empty() && cells(&themes).len() == 4, "nobody speaks twice");
}

#[test]
fn transcripts_of_teams_have_names_and_times_before_a_break() {
    let text = [p("Dan Brown   0:03\nIs there time?"), p("Sarah Doe   0:07\nNo.\nThere is none.")].concat();
    assert_eq!(
        turns(&body(&text)),
        [("Dan Brown", false, "Is there time?"), ("Sarah Doe", false, "No.\nThere is none.")]
    );
}

#[test]
fn interviewers_can_be_named() {
    let text =
        [p("Dan: Why?"), p("Sarah: No time."), p("Dan: So?"), p("Sarah: Yes."), p("Dan: Well?"), p("Sarah: No.")]
            .concat();
    let options = InputOptions { interviewers: vec!["dan".into()], ..InputOptions::default() };
    let read = testing::read_all("-", &document(&text), &options).remove(0).unwrap();
    assert_eq!(turns(&read).iter().map(|turn| turn.1).collect::<Vec<_>>(), [true, false, true, false, true, false]);
}
