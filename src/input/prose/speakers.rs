//! A line of a transcript -> who speaks: the label a turn begins with, in all the layouts people and programs write it.
use super::roles::{asks, has_role, is_asked, is_in_sentences, is_number, is_role, is_stopped};
use memchr::{memchr_iter, memchr2};

/// Names are no longer than this, in bytes.
const LONGEST: usize = 60;
/// What stands in brackets behind a name is no longer than this, in bytes.
const LONGEST_BRACKET: usize = 200;

/// Signs that are not seen, as programs leave them at the head of a line.
const UNSEEN: [char; 6] = ['\u{200b}', '\u{200c}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];

/// Marks of lists and subtitles before a label.
const BULLETS: [&str; 6] = ["- ", "• ", "* ", "– ", ">> ", ">>> "];

/// The label at the start of a line: who speaks, and where in the line (in bytes) the words begin.
pub(super) struct Turn<'l> {
    pub(super) name: &'l str,
    pub(super) words: usize,
    /// Whether a time or the markup says that it is a speaker, whatever the name.
    pub(super) sure: bool,
    /// Whether such a label opens a turn only where it is known that people speak.
    pub(super) weak: bool,
}

/// A name as it stands before the words of a line.
#[derive(Clone, Copy)]
struct Label<'l> {
    name: &'l str,
    /// The words and all behind them.
    behind: &'l str,
    sure: bool,
    weak: bool,
}

impl<'l> Label<'l> {
    fn new(name: &'l str, behind: &'l str) -> Self {
        Self { name: clean(name), behind, sure: false, weak: false }
    }

    fn sure(name: &'l str, behind: &'l str) -> Self {
        Self { sure: true, ..Self::new(name, behind) }
    }
}

/// The label this line begins with, if it looks like one: before a colon, a tab or a dash, in brackets, alone on the line, with a time or in `<v ...>`.
pub(super) fn turn(line: &str) -> Option<Turn<'_>> {
    let words = line.trim_start_matches(|c: char| c.is_whitespace() || UNSEEN.contains(&c));
    if let Some(rest) = words.strip_prefix("<v ") {
        let (name, behind) = rest.split_once('>')?;
        return Some(Turn { name: name.trim(), words: line.len() - behind.len(), sure: true, weak: false });
    }
    if !may_be(words) {
        return None;
    }
    let at_margin = words.len() == line.trim_start_matches(UNSEEN).len();
    let label = label(words, at_margin)?;
    Some(Turn { name: label.name, words: line.len() - label.behind.len(), sure: label.sure, weak: label.weak })
}

/// The name in words that stand for themselves, such as a cell of a table, if they may say who speaks.
pub(in crate::input) fn speaker_label(words: &str) -> Option<&str> {
    let words = words.trim();
    let name = clean(words.strip_suffix(':').unwrap_or(words));
    (words.len() <= LONGEST && (is_label(name) || may_speak(name))).then_some(name)
}

/// Whether there is anything that a label ends with, or nothing but a name; in most lines there is not.
fn may_be(words: &str) -> bool {
    let head = &words.as_bytes()[..reach(words)];
    let ends = |pair: &[u8]| pair[0] == b' ' && (pair[1] == b'-' || pair[1] == "–".as_bytes()[0]);
    // a name has no word without a capital or a number at its head
    let only_name =
        || words.len() <= LONGEST && !words.split(' ').any(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
    words.starts_with('[') || memchr2(b':', b'\t', head).is_some() || head.windows(2).any(ends) || only_name()
}

fn label(words: &str, at_margin: bool) -> Option<Label<'_>> {
    let timeless = without_time(words);
    let dated = timeless.len() < words.len();
    let unlisted = BULLETS.iter().find_map(|bullet| timeless.strip_prefix(bullet)).map_or(timeless, str::trim_start);
    let listed = unlisted.len() < timeless.len();
    let line = without_number(unlisted);
    let clear = |label: Label<'_>| is_label(label.name);
    let colon = with_colon(line);
    let mut label = colon
        .filter(|label| clear(*label))
        .or_else(|| if listed { None } else { without_colon(line, at_margin, dated).filter(|label| clear(*label)) })
        .or_else(|| colon.filter(|label| may_speak(label.name)).map(|label| Label { weak: true, ..label }))?;
    // lists of roles stand in papers too
    label.weak |= listed && !asks(label.name) && !is_number(first(label.name));
    label.sure |= dated && !label.weak;
    Some(label)
}

/// `P4: No time.`
fn with_colon(line: &str) -> Option<Label<'_>> {
    let ends = |at: &usize| {
        let (name, behind) = (&line[..*at], line[at + 1..].chars().next());
        name.rfind(['(', '[']) <= name.rfind([')', ']'])
            && behind.is_none_or(|c| c.is_whitespace() || "*_<".contains(c) || is_tight(clean(name), c))
    };
    let colon = memchr_iter(b':', &line.as_bytes()[..reach(line)]).find(ends)?;
    Some(Label::new(&line[..colon], line[colon + 1..].trim_start_matches(['*', '_'])))
}

/// Whether words that begin with `next` may follow the colon without a space: `P4:We`, but not `GP:patient ratio`.
fn is_tight(name: &str, next: char) -> bool {
    let spoken = next.is_uppercase() || "\"'“‘".contains(next) || next.is_alphabetic() && is_number(first(name));
    spoken && has_role(name)
}

/// How far from the head of a line the colon behind a name may stand, in bytes: what is in brackets does not count.
fn reach(line: &str) -> usize {
    let near = |most: usize| line.floor_char_boundary(most.min(line.len()));
    let bytes = line.as_bytes();
    let bracket = memchr2(b'(', b'[', &bytes[..near(LONGEST)])
        .and_then(|open| memchr2(b')', b']', &bytes[open..near(open + LONGEST_BRACKET)]));
    near(LONGEST + bracket.unwrap_or(0))
}

/// Labels that something else than a colon tells; without a time they stand at the margin.
fn without_colon(line: &str, at_margin: bool, dated: bool) -> Option<Label<'_>> {
    timed(line)
        .or_else(|| with_time(line))
        .or_else(|| if at_margin || dated { bracketed(line).or_else(|| by_role(line)) } else { None })
        .or_else(|| (dated && is_name(line)).then(|| Label::sure(line, &line[line.len()..])))
}

/// A role or number before a tab (`I<tab>Why?`) or a dash (`P2 - No time.`), or alone on its line (`PARTICIPANT 07`, `[P1]`).
fn by_role(line: &str) -> Option<Label<'_>> {
    let known = |name: &str| has_role(clean(name));
    if let Some((name, words)) = line.split_once('\t').filter(|(_, words)| !words.trim().is_empty()) {
        // with tabs between all words the first of them is no label
        let whole = !words.trim().contains('\t');
        return (whole && known(name)).then(|| Label::new(name, words));
    }
    let dash = [" - ", " – ", " — "].iter().filter_map(|dash| Some((line.find(dash)?, dash.len()))).min();
    if let Some((at, length)) = dash.filter(|(at, _)| *at < LONGEST && known(&line[..*at])) {
        return Some(Label::new(&line[..at], &line[at + length..]));
    }
    // no single letter without brackets, which may be anything
    let name = clean(line);
    let clear = first(name).len() > 1 || line.trim_start().starts_with('[');
    let alone = clear && (takes_part(name) || is_one(name)) && is_name(name);
    alone.then(|| Label { weak: !takes_part(name), ..Label::new(line, &line[line.len()..]) })
}

/// Whether this is one person by a role: `Practice nurse`, `Nurse 2`, `Dr Smith`.
fn is_one(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let role = words.iter().rfind(|word| !word.bytes().all(|b| b.is_ascii_digit())).is_some_and(|word| is_role(word));
    let titled = words.len() == 2 && ["dr", "dr.", "prof", "prof."].iter().any(|t| words[0].eq_ignore_ascii_case(t));
    words.len() <= 3 && (role || titled)
}

/// `[Interviewer] Why?`; in papers such tags stand behind quotes, and so perhaps at the head of a line.
fn bracketed(line: &str) -> Option<Label<'_>> {
    let (name, behind) = line.strip_prefix('[')?.split_once(']')?;
    let opens = behind.starts_with(char::is_whitespace) && !behind.trim().is_empty();
    let label = Label { weak: !asks(name), ..Label::new(name, behind) };
    (opens && name.len() <= LONGEST && takes_part(label.name) && is_name(label.name)).then_some(label)
}

/// Whether this is one of those who ask and are asked.
fn takes_part(name: &str) -> bool {
    let first = first(name);
    has_role(name) && (asks(name) || is_asked(name) || is_number(first) || first.eq_ignore_ascii_case("speaker"))
}

/// Words without the marks of a sentence, each with a capital or a number at its head.
fn is_name(line: &str) -> bool {
    let name = clean(line);
    !name.is_empty()
        && name.split_whitespace().count() <= 4
        && name.split_whitespace().all(is_headed)
        && !name.ends_with(['.', '?', '!', ',', ';'])
}

fn is_headed(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#')
}

/// The line behind its number in a list of turns or of lines: `12. P1: ...`, `12<tab>P1: ...`, `12 P1: ...`.
fn without_number(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (1..=4).contains(&(line.len() - rest.len()));
    let listed = rest.strip_prefix(['.', ')']).filter(|behind| behind.starts_with([' ', '\t']));
    // the number of a line
    let counted = || {
        let name = rest.strip_prefix(' ')?.split_once(':')?.0;
        let spoken = name.starts_with(char::is_uppercase) && (name.len() <= 2 || has_role(name));
        spoken.then(|| &rest[1..])
    };
    let behind = listed.or_else(|| rest.strip_prefix('\t')).or_else(|| rest.strip_prefix("  ")).or_else(counted);
    behind.filter(|_| numbered).map_or(line, str::trim_start)
}

/// A line that is a name and a time: `Speaker 1 00:01:02`.
fn timed(line: &str) -> Option<Label<'_>> {
    let name = before_time(line).filter(|name| !name.trim().is_empty())?;
    (line.trim_end().len() <= LONGEST).then(|| Label::sure(name, &line[line.len()..]))
}

/// A name, a time in brackets, and words: `P4 [00:01:02] No time.`
fn with_time(line: &str) -> Option<Label<'_>> {
    let open = line[..line.floor_char_boundary(LONGEST.min(line.len()))].find(['[', '('])?;
    let (name, rest) = line.split_at(open);
    let (time, behind) = rest[1..].split_once([']', ')'])?;
    let known = has_role(clean(name)) || rest.starts_with('[') && is_name(name);
    (known && is_times(time)).then(|| Label::sure(name, behind))
}

/// What stands before the time, or the times from and to, at the end of a name.
fn before_time(name: &str) -> Option<&str> {
    let name = name.trim_end();
    let bracket = name.strip_suffix([')', ']']).and_then(|name| name.rsplit_once(['(', '[']));
    let bracket = bracket.filter(|(_, time)| is_times(time));
    let (before, _) = bracket.or_else(|| name.rsplit_once([' ', '\t']).filter(|(_, time)| is_time(time)))?;
    let from = before.trim_end().strip_suffix(['-', '–']);
    Some(from.and_then(before_time).unwrap_or(before))
}

/// The line behind white space and a time: `[00:01:02] P4: ...`.
fn without_time(line: &str) -> &str {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || ":.,[]()".contains(c));
    if is_time(&line[..line.len() - rest.len()]) { rest.trim_start_matches([' ', '\t', '-']) } else { line }
}

/// Hours, minutes and seconds, perhaps in brackets.
pub(super) fn is_time(text: &str) -> bool {
    let text = text.trim_matches(['[', ']', '(', ')', '.', ',', ' ']);
    text.contains(':')
        && text
            .split([':', '.', ','])
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// A time, or times from and to.
fn is_times(text: &str) -> bool {
    text.split(['-', '–']).all(is_time)
}

/// The name without markup, brackets around it, or a time behind it.
fn clean(name: &str) -> &str {
    let marks = ['*', '_', '#', ' ', '\t'];
    let name = name.trim().trim_matches(marks);
    let name = before_time(name).unwrap_or(name).trim_end_matches([',', '-', '–']).trim_matches(marks);
    name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name).trim()
}

fn first(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or("")
}

/// The name without what is in brackets behind it.
fn spoken(name: &str) -> &str {
    name.split(['(', '[']).next().unwrap_or(name).trim()
}

/// Whether this is a speaker by a role, or by the capitals of a name.
fn is_label(name: &str) -> bool {
    let spoken = spoken(name);
    let mut words = spoken.split_whitespace();
    let Some(first) = words.next() else { return false };
    let named = first.starts_with(char::is_uppercase) && words.all(is_headed);
    is_plain(name) && (named || has_role(spoken)) && !is_stopped(first)
}

/// Whether this may be a speaker where people speak: `Health visitor`, `jane`, `12`.
fn may_speak(name: &str) -> bool {
    let words: Vec<&str> = spoken(name).split_whitespace().collect();
    let (Some(first), Some(last)) = (words.first(), words.iter().rfind(|w| w.contains(char::is_alphabetic))) else {
        return is_short_number(name);
    };
    let most = if first.starts_with(char::is_uppercase) { 4 } else { 2 };
    first.starts_with(char::is_alphabetic)
        && words.len() <= most
        && is_plain(name)
        && !is_stopped(first)
        && !is_stopped(last)
        && !words.iter().any(|word| is_in_sentences(word))
}

fn is_short_number(name: &str) -> bool {
    (1..=3).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_digit())
}

/// At most four words of letters, numbers and what may stand between and behind them.
fn is_plain(name: &str) -> bool {
    let spoken = spoken(name);
    spoken.len() <= LONGEST
        && name.chars().all(|c| c.is_alphanumeric() || " \t.'’-–_#/&(),:;+[]".contains(c))
        && spoken.split_whitespace().count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_turns() {
        let label = |line| turn(line).map(|t| (t.name, line[t.words..].trim()));
        assert_eq!(label("Interviewer: Why?"), Some(("Interviewer", "Why?")));
        assert_eq!(label("Dr Smith: Hello."), Some(("Dr Smith", "Hello.")));
        assert_eq!(label("GP (female, 45): No."), Some(("GP (female, 45)", "No.")));
        assert_eq!(label("[Patient 3]: No."), Some(("Patient 3", "No.")));
        assert_eq!(label("Speaker 1 00:01:02"), Some(("Speaker 1", "")));
        assert_eq!(label("[00:01:02] P4: No."), Some(("P4", "No.")));
        assert_eq!(label("P4 (00:12): No."), Some(("P4", "No.")));
        assert_eq!(label("**Interviewer:** Why?"), Some(("Interviewer", "Why?")));
        assert_eq!(label("Dan:\t"), Some(("Dan", "")));
        assert_eq!(label("Doctor: <UNIN/>"), Some(("Doctor", "<UNIN/>")));
        assert_eq!(label("Practice nurse: No."), Some(("Practice nurse", "No.")));
        assert_eq!(label("Patient's daughter: No."), Some(("Patient's daughter", "No.")));
        assert_eq!(label("ward manager 2: No."), Some(("ward manager 2", "No.")));
        assert_eq!(label("12. P1: No."), Some(("P1", "No.")));
        assert_eq!(label("I\tSo why?"), Some(("I", "So why?")));
        assert_eq!(label("P2 - We have none: no."), Some(("P2", "We have none: no.")));
        assert_eq!(label("[P1]"), Some(("P1", "")));
        assert_eq!(label("**INTERVIEWER**"), Some(("INTERVIEWER", "")));
        assert_eq!(label("PARTICIPANT 07"), Some(("PARTICIPANT 07", "")));
        assert_eq!(label("00:00:03 Speaker 1"), Some(("Speaker 1", "")));
        assert_eq!(label("0:03 Dan Brown"), Some(("Dan Brown", "")));
        assert_eq!(label("Dan Brown  0:03"), Some(("Dan Brown", "")));
        assert_eq!(label("<v Dan Brown>Hello.</v>"), Some(("Dan Brown", "Hello.</v>")));
        assert_eq!(label("p4: no."), Some(("p4", "no.")));
        assert_eq!(label("P4:We have none."), Some(("P4", "We have none.")));
        assert_eq!(label("Interviewer:Why?"), Some(("Interviewer", "Why?")));
        assert_eq!(label("Interviewer/Moderator: Why?"), Some(("Interviewer/Moderator", "Why?")));
        assert_eq!(label("Interviewer, 00:01:12"), Some(("Interviewer", "")));
        assert_eq!(label("P4 [00:01:12] No."), Some(("P4", "No.")));
        assert_eq!(label("[Dan Brown] 10:15:02"), Some(("Dan Brown", "")));
        assert_eq!(label("[Speaker 1] (0:05 - 0:10)"), Some(("Speaker 1", "")));
        assert_eq!(label("[Interviewer] Why?"), Some(("Interviewer", "Why?")));
        assert_eq!(label("- Interviewer: Why?"), Some(("Interviewer", "Why?")));
        assert_eq!(label("• P4: No."), Some(("P4", "No.")));
        assert_eq!(label(">> P4: No."), Some(("P4", "No.")));
        assert_eq!(label("3\tP4: No."), Some(("P4", "No.")));
        assert_eq!(label("12 Interviewer: Why?"), Some(("Interviewer", "Why?")));
        assert_eq!(label("2 B: No."), Some(("B", "No.")));
        assert_eq!(label("Practice Nurse"), Some(("Practice Nurse", "")));
        assert_eq!(label("DR SMITH"), Some(("DR SMITH", "")));
        assert_eq!(label("3  P4: No."), Some(("P4", "No.")));
        assert_eq!(label("\u{200b}P4: No."), Some(("P4", "No.")));
        for line in [
            "Note: this",
            "Some of the barriers: time",
            "At 10:30 we met",
            "https://x.org",
            "Background: x",
            "We met: he said.",
            "Lack of a nurse: none came",
            "The practice nurse: a new role",
            "Patient care is hard",
            "A",
            "Nurse training",
            "- P1",
            "\tI\tthink\tso",
            "I\tthink\tso",
            "  P4",
            "Time - none",
            "12. Time",
            "GP:patient ratio",
            "[Patient laughs] No",
            "[Nurse enters the room] No",
            "So my question is: why",
            "and also: time",
            "Theme 2: time",
            "",
        ] {
            assert!(label(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_long_bracket_does_not_hide_a_name() {
        let name = "Participant 4 (female, physiotherapist, community hospital, 12 years of experience: many)";
        let line = format!("{name}: No.");
        let turn = turn(&line).unwrap();
        assert_eq!((turn.name, &line[turn.words..]), (name, " No."));
    }

    #[test]
    fn labels_that_tell_a_turn_only_among_turns() {
        let lines =
            ["Health visitor: No.", "Nurse from ward 3: No.", "jane: no.", "12: No.", "[P4] No.", "- Nurse: none"];
        for line in lines {
            assert!(turn(line).is_some_and(|turn| turn.weak), "{line}");
        }
    }
}
