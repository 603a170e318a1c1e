//! XML -> a tree of elements and texts. Entities are decoded, comments and processing instructions left out.
mod entities;

use crate::error::{Error, ErrorKind, Result};
pub(super) use entities::Entities;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::{borrow::Cow, ops::Range};

/// Elements nested deeper than this are no document.
const DEEPEST: usize = 200;

/// An element and what is in it.
pub(super) struct Element<'x> {
    tag: BytesStart<'x>,
    pub(super) children: Vec<Node<'x>>,
}

/// What is in an element.
pub(super) enum Node<'x> {
    Element(Element<'x>),
    Text(Cow<'x, str>),
}

impl<'x> Element<'x> {
    /// The name without its namespace's prefix.
    pub(super) fn name(&self) -> &str {
        self.tag.local_name().into_inner()
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.tag.try_get_attribute(name).ok().flatten().map(|a| a.value.into_owned())
    }

    /// The value of an attribute, whatever its namespace's prefix.
    pub(super) fn local(&self, name: &str) -> Option<String> {
        let mut known = self.tag.attributes();
        let known = known.with_checks(false).flatten().find(|a| a.key.local_name().into_inner() == name);
        known.map(|a| a.value.into_owned())
    }

    /// The elements directly in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element<'x>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of that name directly in it.
    pub(super) fn child(&self, name: &str) -> Option<&Element<'x>> {
        self.elements().find(|e| e.name() == name)
    }

    /// The first element of that name in it, at any depth, or itself.
    pub(super) fn find(&self, name: &str) -> Option<&Element<'x>> {
        if self.name() == name { Some(self) } else { self.elements().find_map(|e| e.find(name)) }
    }

    /// All text in it as it is, with single spaces.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.gather(text),
            }
        }
    }

    /// Whether text stands directly in it.
    pub(super) fn has_text(&self) -> bool {
        self.children.iter().any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()))
    }
}

/// The root element of a stretch of a file, if there is one.
pub(super) fn parse<'x>(xml: &'x str, stretch: Range<usize>, entities: &Entities) -> Result<Option<Element<'x>>> {
    let first = stretch.start;
    let position = |offset: u64| first + usize::try_from(offset).unwrap_or(usize::MAX - first);
    let mut reader = Reader::from_str(&xml[stretch]);
    let mut open: Vec<(Element<'_>, usize)> = Vec::new();
    let mut root = None;
    loop {
        let start = position(reader.buffer_position());
        let event = reader.read_event().map_err(|e| broken(xml, position(reader.error_position()), &e.to_string()))?;
        match event {
            Event::Start(_) if open.len() >= DEEPEST => {
                return Err(broken(xml, start, &format!("elements are nested more than {DEEPEST} deep")));
            }
            Event::Start(tag) => open.push((Element { tag, children: Vec::new() }, start)),
            Event::Empty(tag) => close(Element { tag, children: Vec::new() }, &mut open, &mut root),
            Event::End(_) => {
                if let Some((element, _)) = open.pop() {
                    close(element, &mut open, &mut root);
                }
            }
            Event::Text(text) => push_text(text.into_inner(), &mut open),
            Event::CData(text) => push_text(text.into_inner(), &mut open),
            Event::GeneralRef(entity) => {
                let text = entities.decoded(&entity).map_err(|e| e.at_offset(xml, start))?;
                push_text(text.into(), &mut open);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some((element, start)) = open.last() {
        return Err(broken(xml, *start, &format!("<{}> is not closed before it ends", element.name())));
    }
    Ok(root)
}

fn broken(xml: &str, offset: usize, said: &str) -> Error {
    Error::new(ErrorKind::Format, format!("broken XML: {said}")).at_offset(xml, offset)
}

/// Only the first root counts.
fn close<'x>(element: Element<'x>, open: &mut [(Element<'x>, usize)], root: &mut Option<Element<'x>>) {
    match open.last_mut() {
        Some((parent, _)) => parent.children.push(Node::Element(element)),
        None => _ = root.get_or_insert(element),
    }
}

fn push_text<'x>(text: Cow<'x, str>, open: &mut [(Element<'x>, usize)]) {
    if let Some((parent, _)) = open.last_mut() {
        parent.children.push(Node::Text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(xml: &str) -> Result<Option<Element<'_>>> {
        super::parse(xml, 0..xml.len(), &Entities::declared(xml))
    }

    #[test]
    fn errors_name_the_line() {
        let says = |xml: &str| parse(xml).err().map(|e| e.summary()).unwrap_or_default();
        assert!(says("<a>\n<b></c>\n</a>").starts_with("line 2:"), "{}", says("<a>\n<b></c>\n</a>"));
        assert!(says("<a>\n<b>").contains("<b> is not closed"), "{}", says("<a>\n<b>"));
        assert!(says("<a\n").contains("line 1"), "{}", says("<a\n"));
        assert!(says(&"<a>".repeat(1000)).contains("deep"));
        assert!(parse("  ").unwrap().is_none());
    }

    #[test]
    fn entities_are_decoded() {
        let root = parse("<x:a>1 &lt; 2 &#x2019; &nbsp;&alpha;&unknown;<![CDATA[<&]]></x:a>").unwrap().unwrap();
        let text: String = root.children.iter().map(|n| if let Node::Text(t) = n { t.as_ref() } else { "" }).collect();
        assert_eq!((root.name(), text.as_str()), ("a", "1 < 2 ’  α&unknown;<&"));
    }
}
