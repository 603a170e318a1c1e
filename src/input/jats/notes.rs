//! Notes in the text of an article -> blocks behind the paragraph they stand in.
use super::writer::{Flow, Writer, inline};
use crate::{
    input::{
        ink::Ink,
        xml::{Element, Node},
    },
    text::BlockKind,
};

impl Writer {
    /// A note: in the middle of a paragraph it waits, so that it cuts no sentence. Its label is no word.
    pub(super) fn note(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        if !self.ink.written().0.is_empty() {
            return self.notes.push(unlabelled(element));
        }
        for node in &element.children {
            match node {
                Node::Text(text) => self.ink.push(text),
                Node::Element(child) if child.name() == "label" => {}
                Node::Element(child) => self.element(child, flow),
            }
        }
        self.end(flow);
    }

    /// Writes the notes but those that waited `before`, each as a block; they are the authors' words in a quote too.
    pub(super) fn write_notes(&mut self, before: usize, flow: Flow<'_>) {
        let kind = if flow.kind == BlockKind::Quote { BlockKind::Paragraph } else { flow.kind };
        for note in self.notes.split_off(before.min(self.notes.len())) {
            self.ink.push(&note);
            self.end(Flow { kind, ..flow });
        }
    }
}

/// The text of a note without its label.
fn unlabelled(note: &Element<'_>) -> String {
    let mut ink = Ink::default();
    for node in &note.children {
        match node {
            Node::Text(text) => ink.push(text),
            Node::Element(child) if child.name() == "label" => {}
            Node::Element(child) => {
                inline(&mut ink, child);
                ink.push(" ");
            }
        }
    }
    let _ = ink.end();
    ink.text
}
