//! Subtitles (WebVTT, SubRip) -> the text of a transcript: what the cues say, turn by turn, without their numbers, times, styles and tags.
//! Cues end where a screen is full, so those of one speaker are joined: their sentences are whole.
//! Who speaks, by a tag or before a colon, stands in a tag of WebVTT: `<v Dan>Why?`.
use super::speakers::{is_time, turn};

/// Names of tags of both formats but the one of voices.
const TAGS: [&str; 9] = ["b", "c", "font", "i", "lang", "rt", "ruby", "u", "v"];

/// Whether the text is one of subtitles: it begins with their name, or with the times of a cue.
pub(in crate::input) fn are(text: &str) -> bool {
    let mut filled = text.lines().filter(|line| !line.trim().is_empty());
    text.starts_with("WEBVTT") || filled.by_ref().take(2).any(is_timing)
}

/// The times of a cue, perhaps with its place on the screen: `00:01.000 --> 00:04.000 align:start`.
pub(super) fn is_timing(line: &str) -> bool {
    line.split_once("-->").is_some_and(|(from, to)| is_time(from) && to.split_whitespace().next().is_some_and(is_time))
}

/// What is said, a turn on a line; where nobody is named a paragraph holds whole sentences.
pub(super) fn draw(text: &str) -> String {
    let mut drawn = Drawn { text: String::with_capacity(text.len()), speaker: String::new() };
    let mut lines = text.lines().map(str::trim).peekable();
    let (mut hidden, mut after_blank) = (true, true); // what stands before the first cue says how to show it
    while let Some(line) = lines.next() {
        let begins = std::mem::replace(&mut after_blank, line.is_empty());
        let timed = lines.peek().is_some_and(|next| is_timing(next));
        let is_id = timed && (begins || line.bytes().all(|b| b.is_ascii_digit()));
        if is_timing(line) {
            hidden = false;
        } else if begins && ["NOTE", "STYLE", "REGION"].iter().any(|word| opens_with(line, word)) {
            hidden = true;
        } else if !hidden && !is_id {
            drawn.line(line);
        }
    }
    drawn.text
}

fn opens_with(line: &str, word: &str) -> bool {
    line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

struct Drawn {
    text: String,
    /// Who speaks; empty where nothing says so.
    speaker: String,
}

impl Drawn {
    /// A line of a cue: its words without tags, parted where a tag says that somebody speaks.
    fn line(&mut self, line: &str) {
        let (mut words, mut rest) = (String::new(), line);
        while let Some((before, tag, behind)) = next_tag(rest) {
            words.push_str(before);
            match tag {
                Tag::Voice(name) => {
                    self.say(&std::mem::take(&mut words));
                    self.voice(name);
                }
                Tag::Style => {}
                Tag::Words(tag) => words.push_str(tag),
            }
            rest = behind;
        }
        words.push_str(rest);
        self.say(&words);
    }

    fn voice(&mut self, name: &str) {
        if self.speaker != name {
            self.speaker = name.to_owned();
            self.text.push_str(if self.text.is_empty() { "<v " } else { "\n<v " });
            self.text.push_str(name);
            self.text.push('>');
        }
    }

    fn say(&mut self, words: &str) {
        let words = html_escape::decode_html_entities(words.trim());
        if words.is_empty() {
            return;
        }
        let told = |head: &str| head.contains(':') || head.starts_with('[');
        match turn(&words).filter(|turn| told(&words[..turn.words])) {
            Some(turn) if turn.weak => self.join("\n", &words),
            Some(turn) => {
                self.voice(turn.name);
                self.join(" ", words[turn.words..].trim_start());
            }
            None if self.speaker.is_empty() && self.is_between_sentences(&words) => self.join("\n\n", &words),
            None => self.join(" ", &words),
        }
    }

    /// Whether nobody's sentence goes on; a dash tells of another speaker.
    fn is_between_sentences(&self, words: &str) -> bool {
        self.text.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '?', '!']) || words.starts_with("- ")
    }

    fn join(&mut self, by: &str, words: &str) {
        if !self.text.is_empty() && !self.text.ends_with('>') {
            self.text.push_str(by);
        }
        self.text.push_str(words);
    }
}

enum Tag<'l> {
    Voice(&'l str),
    Style,
    /// Not of subtitles: `<inaudible>`.
    Words(&'l str),
}

/// The next tag of a line, with what stands before and behind it.
fn next_tag(line: &str) -> Option<(&str, Tag<'_>, &str)> {
    let start = line.find('<')?;
    let end = start + line[start..].find('>')? + 1;
    let inner = line[start + 1..end - 1].trim_start_matches('/');
    let name = inner.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let tag = match inner.split_once(char::is_whitespace) {
        Some((_, speaker)) if name == "v" => Tag::Voice(speaker.trim()),
        _ if TAGS.contains(&name) || is_time(inner) => Tag::Style,
        _ => Tag::Words(&line[start..end]),
    };
    Some((&line[..start], tag, &line[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_joined_to_what_is_said() {
        let teams = "WEBVTT\nKind: captions\nLanguage: en\n\nNOTE Interview 4\nwith a GP\n\nb4f4/15-0\n00:00:01.000 --> 00:00:04.000 align:start position:0%\n\
            <v Dan Brown>Is it time?</v>\n\nb4f4/16-0\n00:00:05.000 --> 00:00:09.000\n<v Sarah>No time,\nand it is too</v>\n\nb4f4/16-1\n\
            00:00:09.000 --> 00:00:12.000\n<v Sarah>long for us.</v>\n";
        assert!(are(teams));
        assert_eq!(draw(teams), "<v Dan Brown>Is it time?\n<v Sarah>No time, and it is too long for us.");
        let zoom = "WEBVTT\n\n1\n00:16.239 --> 00:27.079\nDan: Why?\n\n2\n00:28.239 --> 00:30.079\nSarah: We have no\n\n3\n00:30.239 --> 00:32.079\nSarah: time &amp; staff.\n";
        assert_eq!(draw(zoom), "<v Dan>Why?\n<v Sarah>We have no time & staff.");
    }

    #[test]
    fn without_speakers_sentences_are_whole() {
        let whisper = "1\n00:00:00,000 --> 00:00:03,500\nSo tell me.\n\n2\n00:00:08,000 --> 00:00:11,500\nNurses had no\n3\n00:00:12,000 --> 00:00:15,500\ntime for 3\nreasons.\n";
        assert!(are(whisper));
        assert_eq!(draw("00:01,0 --> 00:02,0\nI - I have\n\n00:02,0 --> 00:03,0\nno time"), "I - I have no time");
        assert_eq!(draw(whisper), "So tell me.\n\nNurses had no time for 3 reasons.");
    }

    #[test]
    fn tags_are_no_words_but_what_was_not_heard_is() {
        let text = "WEBVTT - Interview on time\n\nSTYLE\n::cue { color: red }\n\n00:05.000 --> 00:09.000\n\
            <c.yellow>There is <b>no money</b>.</c> <00:06.000>None <inaudible>.\n<v.loud Dan>Why?</v> <v Sarah>No one asked.</v>\n";
        assert_eq!(draw(text), "There is no money. None <inaudible>.\n<v Dan>Why?\n<v Sarah>No one asked.");
        assert!(!are("No time.\n\n1\n00:01.000 --> 00:02.000\nSo\n") && !is_timing("a --> b"));
    }
}
