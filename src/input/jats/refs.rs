//! An entry of the reference list -> its text.
use super::writer;
use crate::input::{ink::Ink, xml::Element};

/// Writes the first citation of a reference (or its notes, if it holds no citation).
pub(super) fn write(ink: &mut Ink, reference: &Element<'_>) {
    let citation =
        ["mixed-citation", "element-citation", "citation", "nlm-citation"].iter().find_map(|name| reference.find(name));
    match citation {
        Some(citation) if citation.has_text() => writer::inline(ink, citation),
        Some(citation) => parts(ink, citation),
        None => reference.elements().filter(|e| e.name() != "label").for_each(|e| writer::inline(ink, e)),
    }
}

/// A citation in parts has no punctuation: names are parted by commas, the rest by full stops.
fn parts(ink: &mut Ink, citation: &Element<'_>) {
    for part in citation.elements().filter(|e| !matches!(e.name(), "pub-id" | "object-id" | "label")) {
        match part.name() {
            "person-group" => names(ink, part),
            "name" => ink.push(&name(part)),
            _ => writer::inline(ink, part),
        }
        let ended = ink.written().0.ends_with(['.', '?', '!']);
        ink.push(if ended { " " } else { ". " });
    }
}

fn names(ink: &mut Ink, group: &Element<'_>) {
    for (at, person) in group.elements().enumerate() {
        ink.push(if at > 0 { ", " } else { "" });
        match person.name() {
            "name" => ink.push(&name(person)),
            "etal" => ink.push("et al"),
            _ => writer::inline(ink, person),
        }
    }
}

fn name(name: &Element<'_>) -> String {
    let part = |of: &str| name.child(of).map(writer::plain).unwrap_or_default();
    format!("{} {}", part("surname"), part("given-names")).trim().to_owned()
}
