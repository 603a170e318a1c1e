//! Superscripts and references of an article -> its text, in brackets where they would touch a word.
use super::writer;
use crate::input::{
    citation::{is_bare_reference, is_raised_mark},
    ink::Ink,
    xml::Element,
};

/// Writes a superscript: a citation or note mark in brackets, anything else (exponents, ordinals) as it is.
pub(super) fn superscript(ink: &mut Ink, element: &Element<'_>) {
    let mark = element.text();
    let refers = element.find("xref").is_some();
    let (written, space) = ink.written();
    if is_raised_mark(written, space, &mark, refers) {
        ink.push(&format!("[{mark}]"));
    } else {
        writer::inline(ink, element);
    }
}

/// Writes a reference: numbers that touch a word stand in brackets unless they do already.
pub(super) fn reference(ink: &mut Ink, element: &Element<'_>) {
    let mark = element.text();
    let (written, space) = ink.written();
    let note = matches!(element.attribute("ref-type").as_deref(), Some("bibr" | "fn" | "table-fn"));
    if note && is_bare_reference(written, space, &mark) {
        ink.push(&format!("[{mark}]"));
    } else {
        writer::inline(ink, element);
    }
}
