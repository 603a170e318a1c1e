//! Who is quoted, from the tag behind the quote: `"..." (P4)`, `... – Participant 12, physiotherapist`.
use super::roles::{is_number, is_role};
use memchr::{memchr2_iter, memrchr_iter, memrchr2};
use std::ops::Range;

/// Tags are no longer than this, in bytes.
const LONGEST: usize = 100;

/// What participants' numbers begin with where no quote stands before them.
const PEOPLE: [&str; 26] = [
    "C", "CF", "CM", "D", "F", "FG", "FGD", "GP", "HCP", "HP", "I", "ID", "IDI", "INT", "KI", "KII", "M", "MW", "N",
    "P", "PA", "PP", "PT", "R", "RN", "S",
];

/// Roles that are common words.
const COMMON: [&str; 6] = ["answer", "question", "subject", "int", "mod", "fac"];

/// Scales, tests, diseases and genes that look like participants' numbers.
const NOT_PEOPLE: [&str; 20] = [
    "ADHD", "B", "CES", "COVID", "DSM", "EQ", "GAD", "H", "HADS", "ICD", "MMSE", "NCT", "PHQ", "PM", "SARS", "SF",
    "SNAP", "TNF", "WHO", "WP",
];

/// First words of what is no person.
const NOT_TAGS: [&str; 22] = [
    "see",
    "table",
    "tables",
    "figure",
    "figures",
    "fig",
    "box",
    "appendix",
    "section",
    "chapter",
    "supplementary",
    "additional",
    "file",
    "ref",
    "refs",
    "e.g.",
    "i.e.",
    "e.g",
    "i.e",
    "eg",
    "ie",
    "version",
];

/// Of a paragraph in which authors say more than this beside a quote, in bytes, not all is said by the one who is quoted.
const BESIDE: usize = 300;

/// The participant tag at the end of a paragraph, or behind its last quote: the byte range of its text, without brackets or dash. None where most
/// of the paragraph is the authors' own, or others are quoted in it too.
pub(super) fn tag_of(text: &str) -> Option<Range<usize>> {
    let quoted = behind_quotes(text);
    let tag = participant_tag(text).or_else(|| ends_quotes(text, quoted.last()?.clone()))?;
    let alone = quoted.into_iter().all(|other| text[other] == text[tag.clone()]);
    (alone && !is_authors(text)).then_some(tag)
}

/// Whether a paragraph quotes, and says much more than it quotes.
fn is_authors(text: &str) -> bool {
    let (mut quoted, mut from) = (0, None);
    let mut straight = false;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '“' | '”' | '"' | '«' | '»')) {
        let opens = matches!(c, '“' | '«') || c == '"' && !straight;
        straight ^= c == '"';
        match (opens, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                quoted += at - start;
                from = None;
            }
            _ => {}
        }
    }
    quoted > 0 && text.len() - quoted > BESIDE.max(quoted)
}

/// The participant tag at the end of a paragraph: the byte range of its text, without brackets or dash.
pub(super) fn participant_tag(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || ".,*_\"”’'".contains(c)).len();
    bracketed(text, end).or_else(|| dashed(text, end)).or_else(|| bare(text, end))
}

/// Whether a line that began with a dash holds nothing but a tag.
pub(super) fn is_tag_line(line: &str) -> bool {
    is_tag(line.trim().trim_end_matches('.'), Before::Sentence)
}

/// What stands before a tag.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Quote,
    Sentence,
    Words,
}

impl Before {
    fn of(text: &str) -> Self {
        let text = text.trim_end().trim_end_matches(['*', '_']);
        let quoted = |t: &str| t.ends_with(['"', '”', '’', '»', '\'']);
        if quoted(text) || quoted(text.trim_end_matches(['.', ',', '…'])) {
            Self::Quote
        } else if text.is_empty() || text.ends_with(['.', '?', '!', '…', ']', ')']) {
            Self::Sentence
        } else {
            Self::Words
        }
    }
}

/// `... (P4)`, `... [Nurse 3]`
fn bracketed(text: &str, end: usize) -> Option<Range<usize>> {
    let open = opening(text, end)?;
    let inner = &text[open + 1..end - 1];
    let before = Before::of(&text[..open]);
    let named = text[open..].starts_with('[') && before == Before::Quote && is_name(inner);
    (named || is_tag(inner, before)).then(|| trim(text, open + 1..end - 1))
}

/// Where the bracket opens that closes right before `end`.
fn opening(text: &str, end: usize) -> Option<usize> {
    let close = text[..end].chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let from = text.floor_char_boundary(end.saturating_sub(LONGEST));
    let mut depth = 0;
    text[from..end].char_indices().rev().find_map(|(at, c)| {
        depth += i32::from(c == close) - i32::from(c == open);
        (depth == 0).then_some(from + at)
    })
}

/// Where three bytes or two, the second of them a hyphen, stand last.
fn last_hyphens(window: &[u8], dash: &[u8]) -> Option<usize> {
    memrchr_iter(b'-', window).filter_map(|at| at.checked_sub(1)).find(|at| window[*at..].starts_with(dash))
}

/// `... – Participant 12, physiotherapist`
fn dashed(text: &str, end: usize) -> Option<Range<usize>> {
    let from = text.floor_char_boundary(end.saturating_sub(LONGEST));
    let window = &text[from..end];
    // All dashes begin with one of these bytes, most paragraphs end without any.
    memrchr2(b'-', "–".as_bytes()[0], window.as_bytes())?;
    let long = [('–', "–"), ('—', "—"), ('―', "―")].map(|(c, dash)| (window.rfind(c), dash));
    let short = [" - ", "\n- ", "--"].map(|dash| (last_hyphens(window.as_bytes(), dash.as_bytes()), dash));
    let (at, dash) = long
        .into_iter()
        .chain(short)
        .filter_map(|(at, dash)| Some((from + at?, dash)))
        .filter(|(at, _)| Before::of(&text[..*at]) != Before::Words)
        .max()?;
    let tag = trim(text, at + dash.len()..end);
    is_tag(&text[tag.clone()], Before::of(&text[..at])).then_some(tag)
}

/// `..." GP65 (Rural)`: without a dash or brackets only a participant's number counts.
fn bare(text: &str, end: usize) -> Option<Range<usize>> {
    let from = text.floor_char_boundary(end.saturating_sub(LONGEST / 2));
    text.as_bytes()[from..end].iter().any(u8::is_ascii_digit).then_some(())?;
    let last =
        text[from..end].rmatch_indices(['.', '?', '!', '"', '”', '’', '…', '*', '_']).find_map(|(at, mark)| {
            let rest = &text[from + at + mark.len()..end];
            rest.starts_with(char::is_whitespace).then(|| end - rest.len())
        })?;
    let tag = trim(text, last..end);
    let word = text[tag.clone()].split([' ', ',', '(']).next().unwrap_or("");
    (is_number(word) && Before::of(&text[..last]) != Before::Words && is_tag(&text[tag.clone()], Before::Quote))
        .then_some(tag)
}

/// The tags in brackets right behind quotation marks.
fn behind_quotes(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let apart =
        |open: usize| open > 1 && bytes[open - 1].is_ascii_whitespace() && !bytes[open - 2].is_ascii_alphanumeric();
    let behind = |open: &usize| apart(*open) && Before::of(&text[..*open]) == Before::Quote;
    memchr2_iter(b'(', b'[', bytes).filter(behind).filter_map(|open| tag_in_brackets(text, open)).collect()
}

fn tag_in_brackets(text: &str, open: usize) -> Option<Range<usize>> {
    let within = text.floor_char_boundary((open + LONGEST).min(text.len()));
    let inner = open + 1..open + text[open..within].find([')', ']'])?;
    is_tag(&text[inner.clone()], Before::Quote).then(|| trim(text, inner))
}

/// The tag, if nothing is quoted behind it.
fn ends_quotes(text: &str, tag: Range<usize>) -> Option<Range<usize>> {
    (!text[tag.end..].contains(['"', '“', '”'])).then_some(tag)
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + inner.len() - inner.trim_start().len();
    start..start + inner.trim().len()
}

/// Whether these words name a participant. The less there is before them, the more they must say.
fn is_tag(words: &str, before: Before) -> bool {
    let words = words.trim();
    let plain =
        !words.is_empty() && words.len() <= LONGEST && !words.contains(['=', '<', '>', '%', '?', '!', '“', '"', '\n']);
    let first = words.split([' ', ',', '.', '\u{a0}']).next().unwrap_or("");
    let refers = words
        .split_whitespace()
        .any(|w| ["Table", "Tables", "Figure", "Fig", "Fig.", "File", "Text", "al"].contains(&w));
    if !plain || refers || NOT_TAGS.contains(&first.to_lowercase().as_str()) {
        return false;
    }
    let mut pieces = words.split([',', ';', '/']).map(str::trim);
    if is_person_number(first, before) {
        return words.split_whitespace().count() <= 12;
    }
    let role = pieces.clone().any(has_role);
    let details = words.bytes().any(|b| b.is_ascii_digit())
        || pieces.any(|p| ["male", "female", "man", "woman", "M", "F"].contains(&p));
    let short = words.split_whitespace().count() <= 12;
    role && short && !is_citation(words) && (details || before != Before::Words)
}

/// Behind a quote any letters will do, behind a sentence three, among words only those known (and `T1` is a point in time).
fn is_person_number(word: &str, before: Before) -> bool {
    let letters = word.split(|c: char| !c.is_ascii_uppercase()).next().unwrap_or("");
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let known = match before {
        Before::Quote => true,
        Before::Sentence => letters.len() <= 3 && !NOT_PEOPLE.contains(&letters),
        Before::Words => PEOPLE.contains(&letters) || letters == "T" && digits > 1,
    };
    is_number(word) && known
}

/// A role among the first words of a piece (`urban nurse 3`).
fn has_role(piece: &str) -> bool {
    let role = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_digit()).len() > 1 && is_role(word);
    piece.split_whitespace().take(4).any(|word| role(word) && !COMMON.contains(&word.to_lowercase().as_str()))
}

/// A year says that a work is cited.
fn is_citation(words: &str) -> bool {
    let year = |word: &str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    words.split(|c: char| !c.is_alphanumeric()).any(year)
}

/// One or two capitalised words.
fn is_name(words: &str) -> bool {
    let capital = |word: &str| {
        word.len() > 1 && word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    words.split_whitespace().count() <= 2 && !words.is_empty() && words.split_whitespace().all(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Option<&str> {
        tag_of(text).map(|range| &text[range])
    }

    #[test]
    fn tags_at_the_end() {
        for (text, expected) in [
            ("There is no time. (P4)", "P4"),
            ("“There is no time.” (T22).", "T22"),
            ("“No time” (GP, female, 45)", "GP, female, 45"),
            ("No time. [Nurse 3]", "Nurse 3"),
            ("“No time.” – Participant 12, physiotherapist", "Participant 12, physiotherapist"),
            ("No time. —Nurse, Gwembe (PBF group)", "Nurse, Gwembe (PBF group)"),
            ("if they walk barefoot (unaffected female, 35 years).", "unaffected female, 35 years"),
            ("They did as well. GP65 (Rural).", "GP65 (Rural)"),
            ("“… posted it.” PT6", "PT6"),
            ("It was difficult. (Physiotherapist)", "Physiotherapist"),
            ("“I wasn’t as scared”. [Katy]", "Katy"),
            ("No. (Participant 004, 40–49 years old)", "Participant 004, 40–49 years old"),
            ("No time.\n– Participant 12, nurse", "Participant 12, nurse"),
            ("*No time.* (P4)", "P4"),
            ("One said “there is no time” (P4), which is common.", "P4"),
            ("“No time” (P1), “no staff” (P1).", "P1"),
        ] {
            assert_eq!(tag(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_quote_in_authors_prose_does_not_make_all_of_it_said() {
        let prose = "Yoga gave them a group to belong to, and many stayed in touch when it was over. ".repeat(5);
        assert_eq!(tag(&format!("{prose}One said “we laughed a lot” (P2).")), None);
        assert_eq!(tag(&format!("“{prose}” (P2)")), Some("P2"));
        assert_eq!(tag(&format!("{prose}(P2)")), Some("P2"));
    }

    #[test]
    fn what_is_no_participant() {
        for text in [
            "Time was short (Table 2).",
            "Time was short (Smith, 2013).",
            "Time was short (n = 5).",
            "It was measured (PHQ-9).",
            "It was measured (SF-36).",
            "It was measured at baseline (T1).",
            "in the mammography intervention (MI2).",
            "It is described elsewhere. (S2 Table)",
            "This work was funded (MR/P017185/1).",
            "They rated it (scale of 1–10 answer range).",
            "Time was short [12].",
            "Staff (nurses, doctors) took part (see P4).",
            "A long sentence – with a dash and a nurse in it.",
            "Delivered by one person (nurse)",
            "(",
            ")",
            "“No time” (P1), and “no staff”, they said.",
            "“No time” (P1), some said; others “no staff” (P2).",
            "\"No time.\" (P4, GP)\n\"No money.\" (P5, nurse)",
            "",
        ] {
            assert_eq!(tag(text), None, "{text}");
        }
    }
}
