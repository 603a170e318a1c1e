//! The elements of a Word document -> its paragraphs and tables in order, with the text that a reader sees: what was inserted is there, what
//! was deleted, hidden or commented is not.
use super::{
    run::{Words, is_code_over},
    styles::{self, Role, Styles},
    table::Table,
};
use crate::input::xml::Element;
use rustc_hash::FxHashMap;

/// What stands in the document.
pub(super) enum Part {
    Paragraph(Paragraph),
    Table(Table),
}

/// A paragraph and what it is.
#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) role: Role,
    pub(super) text: String,
    /// All its words are bold.
    pub(super) bold: bool,
}

/// Reads parts; fields and paragraphs may go on from one to the next.
pub(super) struct Body<'x> {
    pub(super) styles: &'x Styles,
    /// Footnotes and endnotes by their ids, until they are read.
    notes: [FxHashMap<String, &'x Element<'x>>; 2],
    /// The fields that are open, and whether their code is being read.
    pub(super) fields: Vec<bool>,
    /// The text of a paragraph whose end was deleted.
    before: String,
    /// There is a part in another format, which is not read.
    pub(super) foreign: bool,
}

impl<'x> Body<'x> {
    pub(super) fn new(styles: &'x Styles, notes: [Option<&'x Element<'x>>; 2]) -> Self {
        let by_id = |root: Option<&'x Element<'x>>| {
            root.into_iter().flat_map(Element::elements).filter_map(|note| Some((note.local("id")?, note))).collect()
        };
        Self { styles, notes: notes.map(by_id), fields: Vec::new(), before: String::new(), foreign: false }
    }

    /// All that is in an element which stands for itself: nothing goes on into it or out of it.
    pub(super) fn whole(&mut self, element: &'x Element<'x>) -> Vec<Part> {
        let mut parts = Vec::new();
        let outside = std::mem::take(&mut self.before);
        self.parts(element, &mut parts);
        self.end_paragraph(&mut parts);
        self.before = outside;
        parts
    }

    /// The paragraphs and tables in an element.
    fn parts(&mut self, element: &'x Element<'x>, parts: &mut Vec<Part>) {
        for child in element.elements() {
            match child.name() {
                "p" => self.paragraph(child, parts),
                "tbl" => {
                    self.end_paragraph(parts);
                    parts.push(Part::Table(Table::read(child, self)));
                }
                "altChunk" => self.foreign = true,
                _ => inner(child).into_iter().for_each(|inner| self.parts(inner, parts)),
            }
        }
    }

    /// A paragraph, and behind it the text boxes and notes that hang on it.
    fn paragraph(&mut self, element: &'x Element<'x>, parts: &mut Vec<Part>) {
        let properties = element.child("pPr");
        let style = properties.and_then(|p| p.child("pStyle")?.local("val")).unwrap_or_default();
        let mut words = Words::new(std::mem::take(&mut self.before), self.styles, &style);
        self.inline(element, &mut words);
        // the code of a field ends with its paragraph, or what stands behind it would be lost
        self.fields.iter_mut().for_each(is_code_over);
        let (text, bold, behind) = words.finish();
        if properties.is_some_and(|p| p.child("rPr").is_some_and(|mark| mark.child("del").is_some())) {
            self.before = text;
        } else {
            push(parts, Paragraph { role: self.role(properties, &style), text, bold });
        }
        for (endnote, id) in behind.notes {
            self.note(endnote, &id, parts);
        }
        for text_box in behind.boxes {
            parts.extend(self.whole(text_box));
        }
    }

    /// Ends a paragraph that nothing goes on with.
    fn end_paragraph(&mut self, parts: &mut Vec<Part>) {
        let text = std::mem::take(&mut self.before);
        push(parts, Paragraph { text, ..Paragraph::default() });
    }

    /// What a paragraph is, by its style and its own properties.
    fn role(&self, properties: Option<&Element<'_>>, style: &str) -> Role {
        let styled = self.styles.role(style);
        let level = properties.and_then(styles::level).map(styles::by_level);
        match (styled, level) {
            (Role::Heading(_), Some(Role::Body)) => return Role::Body,
            (Role::Body | Role::Item(_), Some(Role::Heading(level))) => return Role::Heading(level),
            _ => {}
        }
        match (styled, properties.and_then(styles::item)) {
            (Role::Body | Role::Item(_), Some(item)) => item.map_or(Role::Body, Role::Item),
            _ => styled,
        }
    }

    /// A note, where it is referred to for the first time.
    fn note(&mut self, endnote: bool, id: &str, parts: &mut Vec<Part>) {
        let Some(note) = self.notes[usize::from(endnote)].remove(id) else { return };
        let outside = std::mem::take(&mut self.fields);
        let mut inside = self.whole(note);
        self.fields = outside;
        for part in &mut inside {
            if let Part::Paragraph(paragraph) = part {
                paragraph.role = Role::Note;
                // behind the mark stands a space
                paragraph.text = paragraph.text.trim_start().to_owned();
            }
        }
        parts.extend(inside);
    }

    /// The words in an element of a paragraph.
    pub(super) fn inline(&mut self, element: &'x Element<'x>, words: &mut Words<'x>) {
        for child in element.elements() {
            match child.name() {
                "r" => self.run(child, words),
                "pPr" | "rt" => {}
                "oMath" | "oMathPara" => words.push(" "),
                _ => inner(child).into_iter().for_each(|inner| self.inline(inner, words)),
            }
        }
    }
}

/// What is to be read of an element that holds others: nothing of what was deleted or moved away and of what a form asks for, one of several
/// forms of the same thing.
pub(super) fn inner<'e, 'x>(element: &'e Element<'x>) -> Option<&'e Element<'x>> {
    match element.name() {
        "del" | "moveFrom" | "sdtPr" | "sectPr" => None,
        "sdt" => {
            let prompt = element.child("sdtPr").is_some_and(|properties| properties.child("showingPlcHdr").is_some());
            if prompt { None } else { element.child("sdtContent") }
        }
        "AlternateContent" => element.child("Choice").or_else(|| element.child("Fallback")),
        _ => Some(element),
    }
}

/// Adds a paragraph unless it is empty.
fn push(parts: &mut Vec<Part>, paragraph: Paragraph) {
    if !paragraph.text.trim().is_empty() {
        parts.push(Part::Paragraph(paragraph));
    }
}
