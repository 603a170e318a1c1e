//! The conditions of the suppressions in `rules`: where a sentence goes on though UAX #29 ends it.
use super::{
    abbreviations::{LABELLED, Needs, STARTERS, holds, needs},
    class::{Class, class},
    marker::Marker,
    place::{Place, REACH},
};

pub(super) fn no_words(p: &Place) -> bool {
    !p.whole().contains(char::is_alphanumeric)
}

pub(super) fn abbreviation(p: &Place) -> bool {
    if !p.bare_stop() {
        return false;
    }
    let capital = class(p.next()) == Some(Class::Upper);
    match needs(p.word()) {
        None => false,
        Some(Needs::Nothing) => true,
        Some(Needs::Number) => numbered(p),
        Some(Needs::Source) => p.next().is_ascii_digit() || "([".contains(p.next()),
        Some(Needs::Name) => p.next().is_ascii_digit() || (capital && !holds(STARTERS, p.next_word())),
        Some(Needs::Clock) => p.next().is_ascii_digit() || p.body().split_whitespace().count() <= 3,
    }
}

/// `55`, `(3`, `S1`, `B`, `IV`.
fn numbered(p: &Place) -> bool {
    let rest = p.text[p.at..].trim_start_matches(['(', '[']);
    let label = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    label.starts_with(|c: char| c.is_ascii_digit())
        || (label.len() <= 4
            && label != "I"
            && label != "A"
            && label.starts_with(|c: char| c.is_ascii_uppercase())
            && short_label(&label[1..]))
}

fn short_label(rest: &str) -> bool {
    rest.chars().all(|c| c.is_ascii_digit()) || rest.chars().all(|c| "IVX".contains(c))
}

pub(super) fn initial(p: &Place) -> bool {
    let word = p.word();
    let single = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    if !p.bare_stop() || !single || !(class(p.next()) == Some(Class::Upper) || p.next().is_ascii_digit()) {
        return false;
    }
    let previous = p.previous_word();
    if previous.is_empty() {
        return p.body().len() == word.len();
    }
    let name = previous.starts_with(char::is_uppercase) && !holds(LABELLED, &previous.to_lowercase());
    let next = p.next_word();
    let another = next.chars().count() == 1 && p.text[p.at + next.len()..].starts_with('.');
    another || ((name || names_people(p, previous) && word != "I") && !holds(STARTERS, next))
}

/// Whether people are named behind a word: `by M. Ibrahim`, `Smith and T. Okoro`; not `arms A and B. Results`.
fn names_people(p: &Place, word: &str) -> bool {
    let before = || p.body().rsplit(char::is_whitespace).nth(2).unwrap_or("");
    let surname = |word: &str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    match word {
        "by" | "thank" | "thanks" => true,
        "and" | "&" => surname(before()),
        _ => false,
    }
}

pub(super) fn marker(p: &Place) -> bool {
    p.gap - p.start <= 16 && Marker::read(p.text, p.start).is_some_and(|m| m.end == p.gap)
}

pub(super) fn label(p: &Place) -> bool {
    if !p.bare_stop() || p.body().len() > 24 {
        return false;
    }
    let Some((noun, number)) = p.body().split_once(' ') else { return false };
    let short = number.len() <= 5 && number.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.');
    short && !number.is_empty() && holds(LABELLED, &noun.to_lowercase())
}

pub(super) fn opener(p: &Place) -> bool {
    p.glued() && p.closers().ends_with(['(', '[', '{', '“', '‘', '«'])
}

pub(super) fn inside_brackets(p: &Place) -> bool {
    within_brackets(p.text.as_bytes(), p.start, p.gap, p.at)
}

/// The same for a sentence from byte `start` to `gap`, with what follows from `at`.
pub(super) fn within_brackets(bytes: &[u8], start: usize, gap: usize, at: usize) -> bool {
    let within = |open, close| {
        let low = (start + 1).max(gap.saturating_sub(REACH)).min(gap);
        let Some(opened) = unanswered_opener(&bytes[low..gap], open, close) else { return false };
        let high = (low + opened + REACH).min(bytes.len()).max(at);
        unanswered_closer(&bytes[at..high], open, close)
    };
    within(b'(', b')') || within(b'[', b']')
}

/// The last opening bracket that none of `bytes` closes.
fn unanswered_opener(bytes: &[u8], open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for i in memchr::memrchr2_iter(open, close, bytes) {
        match (bytes[i] == close, depth) {
            (true, _) => depth += 1,
            (false, 0) => return Some(i),
            (false, _) => depth -= 1,
        }
    }
    None
}

fn unanswered_closer(bytes: &[u8], open: u8, close: u8) -> bool {
    let mut depth = 0_usize;
    memchr::memchr2_iter(open, close, bytes).any(|i| {
        let closes = bytes[i] == close;
        let answered = !closes || depth > 0;
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        !answered
    })
}

pub(super) fn mark_inside(p: &Place) -> bool {
    let small = class(p.next()) == Some(Class::Lower);
    let mark = p.last();
    small && ((mark == Some('!')) || (mark == Some('?') && p.close < p.gap))
}

pub(super) fn pause(p: &Place) -> bool {
    let dots = &p.text[p.stop..p.close];
    let bracketed = p.text[..p.stop].ends_with(['[', '(']) && p.closers().starts_with([']', ')']);
    let three = matches!(dots, "..." | "…");
    let spaced = dots == "." && p.close == p.gap && spaced_dots(&p.text[..p.gap]);
    (three && (bracketed || p.close == p.gap && p.next_word() == "I")) || spaced
}

/// Ends in exactly three dots with spaces before and between them.
fn spaced_dots(head: &str) -> bool {
    head.strip_suffix(". . .")
        .is_some_and(|before| before.ends_with(char::is_whitespace) && !before.trim_end().ends_with('.'))
}

pub(super) fn address(p: &Place) -> bool {
    if !p.glued() {
        return false;
    }
    let low = p.text.floor_char_boundary(p.at.saturating_sub(REACH / 2));
    let head = &p.text[low..p.at];
    let token = head.rsplit(char::is_whitespace).next().unwrap_or("");
    ["://", "www.", "@", "doi:"].iter().any(|mark| token.contains(mark))
}
