//! A paragraph -> the labels in it that name parts of a paper: `Background: ... Methods: ...`.
use crate::text::Zone;
use memchr::memchr_iter;

/// Labels are no longer than this, in bytes.
const LONGEST: usize = 60;

/// Words that a label does not end with.
const LEADS: [&str; 14] = [
    "are",
    "as",
    "be",
    "by",
    "following",
    "follows",
    "include",
    "included",
    "includes",
    "is",
    "that",
    "using",
    "was",
    "were",
];

/// Words that a label does not begin with.
const OPENS: [&str; 16] =
    ["A", "All", "An", "As", "For", "He", "In", "It", "One", "Our", "She", "These", "They", "This", "Two", "We"];

/// A label, with its place in the paragraph in bytes.
pub(super) struct Label {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the text behind its colon begins.
    pub(super) behind: usize,
    pub(super) zone: Zone,
}

/// The labels at the start of the paragraph and after the ends of its sentences; `known` tells the zone of a heading.
pub(super) fn find(paragraph: &str, known: impl Fn(&str) -> Option<Zone>) -> Vec<Label> {
    let mut found = Vec::new();
    for colon in memchr_iter(b':', paragraph.as_bytes()) {
        found.extend(ending_at(paragraph, colon, &known));
    }
    found
}

fn ending_at(paragraph: &str, colon: usize, known: &impl Fn(&str) -> Option<Zone>) -> Option<Label> {
    let behind = paragraph[colon + 1..].trim_start_matches(['*', '_']);
    if !behind.is_empty() && !behind.starts_with(char::is_whitespace) {
        return None;
    }
    let from = paragraph.floor_char_boundary(colon.saturating_sub(LONGEST));
    let window = &paragraph[from..colon];
    let start = match window.rfind(['.', '?', '!', ')', ']', '"', '”']) {
        Some(at) => after_sentence(window, at)?,
        None if from == 0 => 0,
        None => return None,
    };
    let edge = |c: char| c.is_whitespace() || c == '*' || c == '_';
    let label = window[start..].trim_start_matches(edge);
    let start = from + window.len() - label.len();
    let label = label.trim_end_matches(edge);
    let zone = Some(label).filter(|l| is_label(l)).and_then(known).filter(is_part)?;
    Some(Label { start, end: start + label.len(), behind: paragraph.len() - behind.len(), zone })
}

/// Where the next sentence begins behind the mark at `at`, if white space tells that one does.
fn after_sentence(window: &str, at: usize) -> Option<usize> {
    let rest = window[at..].trim_start_matches(['.', '?', '!', ')', ']', '"', '”', '*', '_']);
    let next = rest.trim_start();
    (next.len() < rest.len()).then(|| window.len() - next.len())
}

/// Whether these words may be a label; sentences that lead into something are not, and need not be looked up.
fn is_label(words: &str) -> bool {
    words.starts_with(char::is_uppercase)
        && words.split_whitespace().count() <= 5
        && !words.rsplit(char::is_whitespace).next().is_some_and(|last| LEADS.contains(&last))
        && !words.split(char::is_whitespace).next().is_some_and(|first| OPENS.contains(&first))
        && words.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "&/-'’,".contains(c))
}

fn is_part(zone: &Zone) -> bool {
    !matches!(zone, Zone::Title | Zone::References | Zone::Table | Zone::Caption | Zone::Turn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing;

    fn labels(paragraph: &str) -> Vec<&str> {
        let zones = testing::zones();
        find(paragraph, |words| zones.zone(words)).iter().map(|l| &paragraph[l.start..l.end]).collect()
    }

    #[test]
    fn labels_stand_where_sentences_begin() {
        assert_eq!(
            labels("Background: a. METHODS: b, and c. **Results:** d.\nConclusions:"),
            ["Background", "METHODS", "Results", "Conclusions"]
        );
        assert!(labels("We saw these results: none. The Methods:x").is_empty());
        assert!(labels("See (Methods: a) and https://x.org/Results: b").is_empty());
        assert!(labels("Time: none. Note: x.").is_empty());
    }
}
