//! Lines of a transcript -> who speaks: the label a turn begins with, the speakers of a text, and who asks the questions.
use super::roles::{asks, has_role, is_asked, is_clinical, is_number};
use crate::input::InputOptions;
use memchr::{memchr_iter, memchr2};
use std::collections::BTreeMap;

/// Labels are no longer than this, in bytes.
const LONGEST: usize = 60;

/// Words with a colon behind them that name no speaker.
const NOT_SPEAKERS: [&str; 73] = [
    "abstract",
    "address",
    "aim",
    "aims",
    "analysis",
    "appendix",
    "author",
    "authors",
    "background",
    "barrier",
    "barriers",
    "box",
    "caution",
    "code",
    "codes",
    "comment",
    "comments",
    "conclusion",
    "conclusions",
    "contact",
    "context",
    "data",
    "date",
    "definition",
    "design",
    "discussion",
    "doi",
    "domain",
    "domains",
    "duration",
    "email",
    "enabler",
    "enablers",
    "end",
    "example",
    "examples",
    "facilitators",
    "figure",
    "findings",
    "funding",
    "interpretation",
    "interventions",
    "introduction",
    "keywords",
    "length",
    "limitations",
    "location",
    "measures",
    "methods",
    "note",
    "notes",
    "objective",
    "objectives",
    "outcome",
    "outcomes",
    "participants",
    "patients",
    "place",
    "purpose",
    "quote",
    "quotes",
    "result",
    "results",
    "setting",
    "source",
    "start",
    "subtheme",
    "summary",
    "table",
    "theme",
    "themes",
    "time",
    "title",
];

/// The label at the start of a line: who speaks, and where in the line (in bytes) the words begin.
pub(super) struct Turn<'l> {
    pub(super) name: &'l str,
    pub(super) words: usize,
    /// Whether a time or the markup says that it is a speaker, whatever the name.
    sure: bool,
}

/// The label this line begins with, if it looks like one: before a colon, a tab or a dash, alone on the line, with a time or in `<v ...>`.
pub(super) fn turn(line: &str) -> Option<Turn<'_>> {
    let words = line.trim_start();
    let start = line.len() - words.len();
    if let Some(rest) = words.strip_prefix("<v ") {
        let (name, _) = rest.split_once('>')?;
        return Some(Turn { name: name.trim(), words: start + "<v >".len() + name.len(), sure: true });
    }
    let head = &words.as_bytes()[..words.len().min(LONGEST)];
    let may_be = words.len() <= LONGEST && words.len() == words.trim_start_matches(['-', '•']).len()
        || memchr2(b':', b'\t', head).is_some()
        || head.windows(2).any(|pair| pair == b" -" || pair == [b' ', "–".as_bytes()[0]]);
    if !may_be {
        return None; // most lines
    }
    let rest = without_time(line);
    let dated = rest.len() < words.len();
    let rest = without_number(rest);
    let label = |(name, words, sure): (_, usize, bool)| {
        let name = clean(name);
        is_label(name).then_some(Turn { name, words: line.len() - rest.len() + words, sure: sure || dated })
    };
    with_colon(rest)
        .and_then(label)
        .or_else(|| timed(rest).map(|name| (name, rest.len(), true)).and_then(label))
        .or_else(|| if start == 0 || dated { by_role(rest).and_then(label) } else { None })
        .or_else(|| (dated && is_name(rest)).then_some((rest, rest.len(), true)).and_then(label))
}

/// `P4: No time.`: the name, where the words begin, and that it may be anything with a colon.
fn with_colon(line: &str) -> Option<(&str, usize, bool)> {
    let near = line.floor_char_boundary(LONGEST.min(line.len()));
    let colon = memchr_iter(b':', &line.as_bytes()[..near])
        .find(|at| line[at + 1..].chars().next().is_none_or(|c| c.is_whitespace() || "*_<".contains(c)))?;
    let behind = line[colon + 1..].trim_start_matches(['*', '_']);
    Some((&line[..colon], line.len() - behind.len(), false))
}

/// A role or number before a tab (`I<tab>Why?`) or a dash (`P2 - No time.`), or alone on its line (`PARTICIPANT 07`, `[P1]`).
fn by_role(line: &str) -> Option<(&str, usize, bool)> {
    let known = |name: &str| has_role(clean(name));
    if let Some((name, words)) = line.split_once('\t').filter(|(_, words)| !words.trim().is_empty()) {
        // with tabs between all words the first of them is no label
        let whole = !words.trim().contains('\t');
        return (whole && known(name)).then_some((name, line.len() - words.len(), false));
    }
    let dash = [" - ", " – ", " — "].iter().filter_map(|dash| Some((line.find(dash)?, dash.len()))).min();
    if let Some((at, length)) = dash.filter(|(at, _)| *at < LONGEST && known(&line[..*at])) {
        return Some((&line[..at], at + length, false));
    }
    // alone: only those who ask and are asked, and no single letter without brackets, which may be anything
    let name = clean(line);
    let first = name.split_whitespace().next().unwrap_or("");
    let told = asks(name) || is_asked(name) || is_number(first) || first.eq_ignore_ascii_case("speaker");
    let clear = first.len() > 1 || line.trim_start().starts_with('[');
    (told && known(name) && clear && is_name(name)).then_some((line, line.len(), false))
}

/// Words without the marks of a sentence, each with a capital or a number at its head.
fn is_name(line: &str) -> bool {
    let name = clean(line);
    let headed = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#');
    !name.is_empty()
        && name.split_whitespace().count() <= 4
        && name.split_whitespace().all(headed)
        && !name.ends_with(['.', '?', '!', ',', ';'])
}

/// The line behind its number in a list of turns: `12. P1: ...`.
fn without_number(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (1..=4).contains(&(line.len() - rest.len()));
    let behind = rest.strip_prefix(['.', ')']).filter(|behind| numbered && behind.starts_with([' ', '\t']));
    behind.map_or(line, str::trim_start)
}

/// A line that is a name and a time: `Speaker 1 00:01:02`.
fn timed(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let name = line.trim_end_matches(|c: char| c.is_ascii_digit() || ":.[]()".contains(c));
    let time = &line[name.len()..];
    let near = line.len() <= LONGEST && name.ends_with(char::is_whitespace) && !name.trim().is_empty();
    (near && is_time(time)).then_some(name)
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

/// The name without markup, brackets around it, or a time behind it.
fn clean(name: &str) -> &str {
    let name = name.trim().trim_matches(['*', '_', '#']).trim();
    let name = name.rsplit_once([' ', '\t']).filter(|(_, time)| is_time(time)).map_or(name, |(name, _)| name.trim());
    name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name).trim()
}

fn is_label(name: &str) -> bool {
    let spoken = name.split(['(', '[']).next().unwrap_or(name).trim();
    let mut words = spoken.split_whitespace();
    let Some(first) = words.next() else { return false };
    let role = has_role(spoken);
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#');
    let plain = name.len() <= LONGEST
        && name.chars().all(|c| c.is_alphanumeric() || " \t.'’-_#/&(),[]".contains(c))
        && spoken.split_whitespace().count() <= 4;
    let named = first.starts_with(char::is_uppercase) && words.all(capital);
    plain && (role || named) && !is_stopped(first)
}

fn is_stopped(word: &str) -> bool {
    NOT_SPEAKERS.binary_search(&word.trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase().as_str()).is_ok()
}

/// What is counted of the lines of a text.
#[derive(Default)]
pub(super) struct Census<'t> {
    labels: BTreeMap<&'t str, Count>,
    lines: usize,
    /// Lines before the first label.
    before: usize,
    /// Barriers and facilitators are listed: no one speaks.
    listing: bool,
}

#[derive(Clone, Copy, Default)]
struct Count {
    turns: usize,
    questions: usize,
    /// Whether it is sure that it is a speaker.
    sure: bool,
}

impl<'t> Census<'t> {
    /// Counts the labels of at most so many lines.
    pub(super) fn of(text: &'t str, most: usize) -> Self {
        let mut census = Self::default();
        let mut speaking = "";
        for line in lines(text).filter(|line| !line.trim_ascii_start().is_empty()).take(most) {
            census.lines += 1;
            match turn(line) {
                Some(turn) => {
                    speaking = turn.name;
                    let count = census.labels.entry(turn.name).or_default();
                    count.turns += 1;
                    count.sure |= turn.sure;
                }
                None if census.labels.is_empty() => census.before += 1,
                None => {}
            }
            if let Some(count) = census.labels.get_mut(speaking) {
                count.questions += memchr_iter(b'?', line.as_bytes()).count();
            }
            let words = line.trim_start();
            census.listing |= words.starts_with(['B', 'b'])
                && ["Barrier", "barrier", "BARRIER"].iter().any(|b| words.starts_with(b))
                && line.contains(':');
        }
        census
    }

    /// Whether so many lines were all there are.
    pub(super) fn is_whole(&self, most: usize) -> bool {
        self.lines < most
    }

    /// Whether the labelled lines make up a good part of the text.
    pub(super) fn is_transcript(&self) -> bool {
        let (roles, names): (Vec<_>, Vec<_>) = self.speakers().partition(|(name, count)| count.sure || has_role(name));
        let turns = |of: &[(&str, Count)]| of.iter().map(|(_, count)| count.turns).sum::<usize>();
        let (by_role, by_name) = (turns(&roles), turns(&names));
        // A turn may be wrapped to many lines: a few labels in a hundred lines will do if there are several.
        let covers = |turns: usize, percent: usize| turns * 100 >= self.lines * percent;
        let early = self.before * 3 <= self.lines;
        let by_roles = by_role >= 2 && (covers(by_role + by_name, 20) || by_role >= 6 && covers(by_role, 2));
        let by_names = by_name >= 6 && by_name >= 3 * names.len() && names.len() > 1 && covers(by_name, 10);
        early && !self.listing && (by_roles || by_names)
    }

    /// Whether a label of that name opens a turn.
    pub(super) fn speaks(&self, name: &str) -> bool {
        has_role(name) || self.labels.get(name).is_some_and(|count| count.turns > 1 || count.sure)
    }

    /// The names of those who ask the questions.
    pub(super) fn interviewers(&self, options: &InputOptions) -> Vec<&'t str> {
        let given = |name: &str| options.interviewer_of(name).is_some();
        let known: Vec<&str> = self.speakers().map(|(name, _)| name).filter(|name| asks(name) || given(name)).collect();
        if known.is_empty() { self.opposite().into_iter().collect() } else { known }
    }

    /// The one opposite a participant who asks most of the questions.
    fn opposite(&self) -> Option<&'t str> {
        let (asked, others): (Vec<_>, Vec<_>) = self.speakers().partition(|(name, _)| is_asked(name));
        let (name, most) = others.into_iter().max_by_key(|(_, count)| count.questions)?;
        let answers = asked.iter().map(|(_, count)| count.questions).max()?;
        (!is_clinical(name) && most.questions > answers).then_some(name)
    }

    fn speakers(&self) -> impl Iterator<Item = (&'t str, Count)> {
        self.labels.iter().filter(|(name, _)| self.speaks(name)).map(|(name, count)| (*name, *count))
    }
}

/// Whether a speaker's label is this name or begins with it (`Dan` of *Dan Brown*), in any case of letters.
pub(in crate::input) fn is_called(label: &str, name: &str) -> bool {
    let (label, name) = (label.to_lowercase(), name.trim().to_lowercase());
    !name.is_empty()
        && label.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The lines of a text without their ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    let mut start = 0;
    ends.map(move |end| {
        let line = &text[start..end];
        start = end + 1;
        line.strip_suffix('\r').unwrap_or(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_are_no_speakers_are_sorted() {
        assert!(NOT_SPEAKERS.is_sorted());
    }

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
            "",
        ] {
            assert!(label(line).is_none(), "{line}");
        }
    }
}
