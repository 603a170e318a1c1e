//! The conditions of the breaks in `rules`: where a sentence ends though UAX #29 goes on.
use super::{
    abbreviations::{LABELLED, holds},
    class::{Class, class},
    marker::{BULLETS, Marker},
    notes::{citation_end, group_start, is_superscript, note, set_after_stop},
    place::{Place, back, is_stop},
};

pub(super) fn line_marker(p: &Place) -> bool {
    if !p.text[p.gap..p.at].contains('\n') {
        return false;
    }
    let rest = &p.text[p.at..];
    if ["- ", "* "].iter().any(|dash| rest.starts_with(dash)) || rest.starts_with(BULLETS) {
        return true;
    }
    let ended = p.text[..p.gap].ends_with(|c| is_stop(c) || ":;,)]\"”".contains(c));
    (ended && ["– ", "— "].iter().any(|dash| rest.starts_with(dash)))
        || Marker::read(p.text, p.at).is_some_and(|m| ended || m.first() || m.continues(p.expected))
}

pub(super) fn bullet(p: &Place) -> bool {
    !p.glued() && p.text[p.at..].starts_with(BULLETS)
}

pub(super) fn next_item(p: &Place) -> bool {
    if p.glued() || p.expected.is_none() {
        return false;
    }
    let Some(marker) = Marker::read(p.text, p.at).filter(|m| m.continues(p.expected)) else { return false };
    if !marker.dotted() {
        return true;
    }
    // `in phase 2. The next` goes on with no list.
    let word = &p.text[back(p.text, p.gap, char::is_alphabetic)..p.gap];
    let follows = p.text[marker.end..].trim_start().chars().next();
    follows.and_then(class) == Some(Class::Upper) && !holds(LABELLED, &word.to_lowercase())
}

pub(super) fn number_start(p: &Place) -> bool {
    p.next().is_ascii_digit() && !p.glued() && p.last() == Some('.') && p.word() != "0"
}

/// A small letter before a capital (`eHealth`, `mRNA`, `pH`), or a Greek one before a hyphen.
pub(super) fn small_start(p: &Place) -> bool {
    if p.glued() || p.last() != Some('.') || class(p.next()) != Some(Class::Lower) {
        return false;
    }
    let second = p.text[p.at..].chars().nth(1);
    let greek = ('α'..='ω').contains(&p.next()) && matches!(second, Some('-' | '\u{2010}' | '\u{2011}'));
    greek || second.and_then(class) == Some(Class::Upper)
}

/// Letters on both sides, at least two small ones before and a capitalised word behind, so that no file name or address is cut.
pub(super) fn missing_space(p: &Place) -> bool {
    if !p.glued() || !p.bare_stop() || class(p.next()) != Some(Class::Upper) {
        return false;
    }
    let before = &p.text[back(p.text, p.stop, |c| c.is_alphabetic())..p.stop];
    let joint = p.text[..p.stop - before.len()].chars().next_back();
    let plain = joint.is_none_or(|c| c.is_whitespace() || "-–—'’(\"“‘,".contains(c));
    plain && before.chars().rev().take(2).filter(|c| c.is_lowercase()).count() == 2 && capitalised_word(&p.text[p.at..])
}

fn capitalised_word(rest: &str) -> bool {
    let word = rest.trim_start_matches(char::is_alphabetic);
    let length = rest.len() - word.len();
    let small = rest[..length].chars().skip(1).all(char::is_lowercase);
    let mut after = word.chars();
    let ends = match after.next() {
        None => true,
        Some('.') => after.next().is_none_or(char::is_whitespace),
        Some(c) => c.is_whitespace() || ",;:'’)\"”".contains(c),
    };
    ends && small && (length > 1 || rest.starts_with(['I', 'A']))
}

pub(super) fn after_note(p: &Place) -> bool {
    if p.glued() || !p.opens() {
        return false;
    }
    let head = &p.text[..p.gap];
    if head.ends_with([')', ']']) {
        return group_start(head).is_some_and(|at| at > p.start && note(&Place::new(p.text, p.start, at, p.expected)));
    }
    let from = back(p.text, p.gap, |c| c.is_ascii_digit() || is_superscript(c) || ",-–".contains(c));
    from < p.gap
        && from > p.start
        && citation_end(p.text, from) == Some(p.gap)
        && set_after_stop(&Place::new(p.text, p.start, from, p.expected))
}

pub(super) fn omission_opens(p: &Place) -> bool {
    let attached = p.text[..p.stop].ends_with(|c: char| c.is_alphanumeric());
    let rest = p.text[p.at..].strip_prefix(". . .").map(|r| (r.len(), r.trim_start()));
    let Some((length, rest)) = rest else { return false };
    !p.glued() && p.last() == Some('.') && attached && rest.len() < length && rest.starts_with(char::is_uppercase)
}
