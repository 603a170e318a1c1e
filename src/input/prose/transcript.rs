//! Transcripts -> a block a turn, with its speaker; found by their content.
use super::{
    census::{self, Census},
    pages::page_number,
    roles::spoken_by,
    speakers::{Turn, is_time, turn},
    subtitles, trimmed,
};
use crate::{
    error::Result,
    input::{Context, Format, Reader},
    text::{Block, BlockKind, Document, Zone},
};
use memchr::memchr;
use std::ops::Range;

/// What stands before the first turn and is no longer than this, in bytes, says who was asked, when and where.
const LONGEST_HEAD: usize = 200;
/// So many lines tell whether a text is a transcript.
const SNIFFED: usize = 400;

/// Speaker turns.
pub(in crate::input) struct Transcript;

impl Reader for Transcript {
    fn format(&self) -> Format {
        Format::Transcript
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["vtt", "srt"]
    }

    fn sniff(&self, head: &str) -> bool {
        subtitles::are(head) || Census::of(head, SNIFFED).is_transcript()
    }

    fn read(&self, document: &mut Document, context: Context<'_>) -> Result<()> {
        let shown = subtitles::are(&document.text);
        if shown {
            document.text = subtitles::draw(&document.text);
        }
        if context.options.statements {
            super::statement(document);
        } else {
            super::with_text(document, |text, document| read(text, document, context, shown));
        }
        Ok(())
    }
}

/// Finds the turns of `text`; what stands before the first is paragraphs, unless somebody speaks in all of it.
fn read(text: &str, document: &mut Document, context: Context<'_>, all_spoken: bool) {
    read_counted(text, document, context, Census::of(text, usize::MAX), all_spoken);
}

/// Takes a text of one line as a turn if it begins as one (`P4: No time.`); returns whether it does.
pub(super) fn try_turn(text: &str, document: &mut Document, context: Context<'_>) -> bool {
    let given = |name: &str| context.options.interviewer_of(name).is_some();
    let asked_for = text.split_once(':').map(|(name, _)| (name.trim(), true)).filter(|(name, _)| given(name));
    // what helps is called so too
    let spoken = spoken_by(text).filter(|(name, _)| !name.eq_ignore_ascii_case("facilitator"));
    let Some((name, interviewer)) = asked_for.or(spoken) else { return false };
    let Some(span) = text.find(':').and_then(|colon| trimmed(text, colon + 1, text.len())) else { return false };
    let speaker = Some(document.intern(name));
    document.blocks.push(Block {
        kind: BlockKind::Turn,
        zone: Zone::Turn,
        span,
        speaker,
        interviewer,
        ..Block::default()
    });
    true
}

/// Finds the turns of a text if it is a transcript; returns whether it is one.
pub(super) fn try_read(text: &str, document: &mut Document, context: Context<'_>) -> bool {
    let census = Census::of(text, SNIFFED);
    let is = census.is_transcript();
    if is {
        let census = if census.is_whole(SNIFFED) { census } else { Census::of(text, usize::MAX) };
        read_counted(text, document, context, census, false);
    }
    is
}

/// Finds the turns of a text in which an interviewer that was named speaks; returns whether one does.
pub(super) fn try_named(text: &str, document: &mut Document, context: Context<'_>) -> bool {
    let census = Census::of(text, usize::MAX);
    let is = census.is_heard(context.options);
    if is {
        read_counted(text, document, context, census, false);
    }
    is
}

fn read_counted(text: &str, document: &mut Document, context: Context<'_>, census: Census<'_>, all_spoken: bool) {
    let mut talk = Talk::new(text, census, context);
    talk.all_spoken = all_spoken;
    talk.lines(document, 0..text.len());
    talk.close(document);
}

/// The turns of a text, found stretch by stretch.
pub(in crate::input) struct Talk<'t> {
    text: &'t str,
    census: Census<'t>,
    /// Those who ask.
    asking: Vec<&'t str>,
    /// Whether there is a turn even where nothing says whose.
    all_spoken: bool,
    speaker: Option<u32>,
    interviewer: bool,
    open: Option<(usize, usize)>,
}

impl<'t> Talk<'t> {
    /// None yet, of a text in which people speak on the lines of these stretches; none if they do not.
    pub(in crate::input) fn among(text: &'t str, stretches: &[Range<usize>], context: Context<'_>) -> Option<Self> {
        let lines = || stretches.iter().flat_map(|stretch| census::lines(&text[stretch.clone()]));
        Census::of_lines(lines(), SNIFFED)
            .is_transcript()
            .then(|| Self::new(text, Census::of_lines(lines(), usize::MAX), context))
    }

    fn new(text: &'t str, census: Census<'t>, context: Context<'_>) -> Self {
        let asking = census.interviewers(context.options);
        Self { text, census, asking, all_spoken: false, speaker: None, interviewer: false, open: None }
    }

    /// Whether a turn opens on this line.
    pub(in crate::input) fn opens(&self, line: &str) -> bool {
        turn(line).is_some_and(|turn| self.census.speaks(turn.name))
    }

    /// Takes the lines of a stretch.
    pub(in crate::input) fn lines(&mut self, document: &mut Document, stretch: Range<usize>) {
        let mut start = stretch.start;
        while start < stretch.end {
            let end = memchr(b'\n', &self.text.as_bytes()[start..stretch.end]).map_or(stretch.end, |at| start + at);
            match turn(&self.text[start..end]).filter(|turn| self.census.speaks(turn.name) || self.ends_at(turn)) {
                Some(turn) => self.begin(document, turn.name, start + turn.words, end),
                None => self.line(document, start, end),
            }
            start = end + 1;
        }
    }

    fn begin(&mut self, document: &mut Document, name: &str, start: usize, end: usize) {
        self.close(document);
        self.speaker = Some(document.intern(name));
        self.interviewer = self.asking.contains(&name);
        self.open = Some((start, end));
    }

    /// Whether a label that was met nowhere else ends the turn: the words of somebody unknown must not be lost among an interviewer's.
    fn ends_at(&self, turn: &Turn<'_>) -> bool {
        self.interviewer && !turn.name.starts_with(char::is_lowercase)
    }

    /// A line without a label goes on with the turn; times and page numbers are no words.
    fn line(&mut self, document: &mut Document, start: usize, end: usize) {
        let line = self.text[start..end].trim();
        let ends = is_furniture(line) || line.is_empty() && self.speaker.is_none();
        if ends {
            self.close(document);
        } else if !line.is_empty() {
            self.open = Some((self.open.map_or(start, |(from, _)| from), end));
        }
    }

    /// Ends the block that is being read; who spoke may go on behind it.
    pub(in crate::input) fn close(&mut self, document: &mut Document) {
        let Some((start, end)) = self.open.take() else { return };
        // what closes `<v Dan>` is no word
        let said = self.text[start..end].trim_end();
        let end = start + said.strip_suffix("</v>").unwrap_or(said).len();
        let Some(span) = trimmed(self.text, start, end) else { return };
        let (kind, zone) = if self.all_spoken || self.speaker.is_some() {
            (BlockKind::Turn, Zone::Turn)
        } else if span.len() <= LONGEST_HEAD {
            (BlockKind::Title, Zone::Title)
        } else {
            (BlockKind::Paragraph, Zone::Other)
        };
        let (speaker, interviewer) = (self.speaker, self.interviewer);
        document.blocks.push(Block { kind, zone, span, speaker, interviewer, ..Block::default() });
    }
}

/// Times, page numbers, and the marks of subtitle files.
fn is_furniture(line: &str) -> bool {
    page_number(line).is_some() || is_time(line) || line == "WEBVTT" || subtitles::is_timing(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{InputOptions, testing};

    fn turns(text: &str) -> Vec<(String, bool, String)> {
        let document = testing::document(Format::Transcript, text);
        let label = |b: &Block| document.label(b.speaker).unwrap_or("-").to_owned();
        document.blocks.iter().map(|b| (label(b), b.interviewer, document.slice(b.span).to_owned())).collect()
    }

    #[test]
    fn turns_go_on_over_lines_but_not_over_page_numbers() {
        let seen = turns("1/2\nInterview 3\n\nInterviewer: Why\nnot?\n[00:01:02]\nP4: No\n\ntime.\n2/2\nNone.\n");
        let expected = [
            ("-", false, "Interview 3"),
            ("Interviewer", true, "Why\nnot?"),
            ("P4", false, "No\n\ntime."),
            ("P4", false, "None."),
        ];
        assert_eq!(seen, expected.map(|(s, i, t)| (s.to_owned(), i, t.to_owned())));
    }

    #[test]
    fn the_one_opposite_the_participant_asks() {
        let seen = turns("Dan:\t\n\tWhy\tso?\nParticipant:\n\tNo time.\nDan:\n\tReally?\nParticipant:\n\tYes.\n");
        assert_eq!(seen.iter().map(|s| s.1).collect::<Vec<_>>(), [true, false, true, false]);
        assert_eq!(seen[0].2, "Why\tso?");
        let seen = turns("Doctor: How are you?\nPatient: Bad.\nDoctor: Why?\nPatient: Pain.\n");
        assert!(seen.iter().all(|s| !s.1));
    }

    #[test]
    fn nobody_is_lost_among_the_words_of_an_interviewer() {
        let speakers = |text: &str| turns(text).into_iter().map(|(name, _, _)| name).collect::<Vec<_>>().join(" | ");
        for name in
            ["Health visitor", "Service user 3", "Pharmacy technician 1", "Multiple speakers", "p4", "jane", "12"]
        {
            let text = format!("Interviewer: Tell me.\n{name}: No time.\nInterviewer: And?\n{name}: No money.\n");
            assert_eq!(speakers(&text), format!("Interviewer | {name} | Interviewer | {name}"));
        }
        assert_eq!(
            speakers("Moderator: And you?\nMaria: No time.\nModerator: Anna?\nAnna: Too long.\nAnna: And old.\n"),
            "Moderator | Maria | Moderator | Anna | Anna"
        );
        assert_eq!(
            speakers("I: Two things.\nTime: have you any?\nP4: These were:\nMoney: none.\nI: So?\nP4: Yes.\n"),
            "I | P4 | I | P4"
        );
    }

    #[test]
    fn cues_without_names_are_turns() {
        let seen = turns("1\n00:00:00,000 --> 00:00:03,500\nWe have no\n\n2\n00:00:04,000 --> 00:00:07,500\ntime.\n");
        assert_eq!(seen, [("-".to_owned(), false, "We have no time.".to_owned())]);
        let document = testing::document(Format::Transcript, "WEBVTT\n\n00:01.000 --> 00:02.000\nNo time.\n");
        assert_eq!(document.blocks[0].zone, Zone::Turn);
    }

    #[test]
    fn a_record_of_one_line_may_be_a_turn() {
        let csv = "id,text\n1,Interviewer: Is it time?\n2,P4: None.\n3,Facilitator: support\n4,There are two: time and staff\n5,Dan: Why?\n";
        let options =
            InputOptions { interviewers: vec!["Dan".into()], from: Some(Format::Csv), ..InputOptions::default() };
        let read = testing::read_all("-", csv.as_bytes(), &options);
        let told = |d: &Document| (d.label(d.blocks[0].speaker).map(str::to_owned), d.blocks[0].interviewer);
        let told: Vec<_> = read.iter().map(|d| told(d.as_ref().unwrap())).collect();
        let said = |name: &str, asks| (Some(name.to_owned()), asks);
        assert_eq!(
            told,
            [said("Interviewer", true), said("P4", false), (None, false), (None, false), said("Dan", true)]
        );
    }

    #[test]
    fn interviewers_can_be_named() {
        let options = InputOptions {
            interviewers: vec!["DOCTOR".into()],
            from: Some(Format::Transcript),
            ..InputOptions::default()
        };
        let read = testing::read_all("-", b"Doctor: Hm.\nPatient: Bad?\n", &options);
        let blocks = &read[0].as_ref().unwrap().blocks;
        assert_eq!(blocks.iter().map(|b| b.interviewer).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn a_text_in_which_the_named_interviewer_speaks_is_a_transcript() {
        let text = "Dan: Did you have no time?\n\nJane: It was so.\n\nDan: Was there a lack of staff?\n\nJane: Yes.\n";
        let read = |name: &str| {
            let options = InputOptions { interviewers: vec![name.into()], ..InputOptions::default() };
            let read = testing::read_all("talk.txt", text.as_bytes(), &options);
            read[0].as_ref().unwrap().blocks.iter().map(|b| b.interviewer).collect::<Vec<_>>()
        };
        assert_eq!(read("Dan"), [true, false, true, false]);
        assert!(!read("Time").contains(&true));
    }

    #[test]
    fn labels_alone_on_their_line_are_not_lost() {
        for name in ["Dr Smith", "Nurse 2", "Practice Nurse", "DR SMITH"] {
            let text = format!("Interviewer\nIs there time?\n{name}\nNo time.\nInterviewer\nAnd?\n{name}\nNo money.\n");
            let seen: Vec<_> = turns(&text).into_iter().map(|(who, asks, _)| (who, asks)).collect();
            let (asked, said) = (("Interviewer".to_owned(), true), (name.to_owned(), false));
            assert_eq!(seen, [asked.clone(), said.clone(), asked, said]);
        }
    }

    #[test]
    fn prose_with_colons_is_no_transcript() {
        let is = |text| Transcript.sniff(text);
        assert!(!is("Background: Few do it.\nMethods: We asked.\nResults: None.\n"));
        assert!(!is("Note: one.\nNote: two.\nNote: three.\n"));
        assert!(!is("Barrier: no time.\nFacilitator: money.\nBarrier: no staff.\nFacilitator: support.\n"));
        assert!(!is("Time: none.\nStaff: few.\nSpace: none.\n"));
        assert!(is("Speaker 1 00:01:02\nHello.\nSpeaker 2 00:01:05\nHi.\n"));
        assert!(is("Ann: a\nBob: b\nAnn: a\nBob: b\nAnn: c\nBob: d\n"));
    }
}
