//! The elements of an article -> its text, and marks that say what each stretch of it is.
use super::{citation, refs, table};
use crate::{
    input::{
        ink::Ink,
        marks::Mark,
        prose::asks,
        xml::{Element, Node},
    },
    text::{BlockKind, Span, Zone},
};

/// Writes the text and the marks.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) ink: Ink,
    pub(super) marks: Vec<Mark>,
    pub(super) depth: usize,
    /// The words of notes that wait until the paragraph they stand in has ended.
    pub(super) notes: Vec<String>,
}

/// What the text directly in an element is.
#[derive(Clone, Copy)]
pub(super) struct Flow<'f> {
    pub(super) kind: BlockKind,
    pub(super) indent: usize,
    pub(super) speaker: Option<&'f str>,
    pub(super) asks: bool,
}

impl Flow<'_> {
    pub(super) fn of(kind: BlockKind) -> Self {
        Self { kind, indent: 0, speaker: None, asks: false }
    }
}

/// Elements that hold nothing to read.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "graphic"
            | "inline-graphic"
            | "media"
            | "supplementary-material"
            | "object-id"
            | "permissions"
            | "sec-meta"
            | "alt-text"
            | "long-desc"
            | "index-term"
            | "tex-math"
            | "math"
            | "inline-formula"
            | "disp-formula"
            | "disp-formula-group"
            | "code"
            | "preformat"
            | "trans-abstract"
            | "trans-title"
            | "trans-title-group"
            | "contrib-group"
            | "fn-type"
            | "processing-meta"
    )
}

impl Writer {
    /// Writes what is in an element; nested paragraphs, lists and quotes become blocks of their own.
    pub(super) fn content(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.ink.push(text),
                Node::Element(element) => self.element(element, flow),
            }
        }
    }

    /// Writes an element.
    pub(super) fn element(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        match element.name() {
            "p" | "title" | "subtitle" | "verse-line" | "attrib" => self.block(element, flow),
            "sec" => self.section(element),
            "list" | "def-list" => self.list(element, flow),
            "list-item" | "def-item" => self.item(element, flow),
            "disp-quote" | "verse-group" | "speech" => self.quote(element, flow),
            "table-wrap" | "table-wrap-group" => self.table(element, flow),
            "table" => table::write(self, element),
            "fig" | "fig-group" | "chem-struct-wrap" => self.figure(element, flow),
            "boxed-text" => self.boxed(element, flow),
            "ref-list" => self.references(element),
            "fn" => self.note(element, flow),
            "caption" | "statement" | "array" => self.block(element, flow),
            "label" if flow.kind == BlockKind::ListItem => {}
            "break" => self.ink.newline(),
            "sup" => citation::superscript(&mut self.ink, element),
            "xref" => citation::reference(&mut self.ink, element),
            name if is_skipped(name) => self.ink.push(" "),
            _ => self.content(element, flow),
        }
    }

    /// Ends the stretch that is being written as a block; one without a letter or digit is none.
    pub(super) fn end(&mut self, flow: Flow<'_>) {
        let Some(span) = self.ink.end() else { return };
        if !self.ink.text[span.range()].contains(char::is_alphanumeric) {
            return;
        }
        self.marks.push(match flow.kind {
            BlockKind::Quote => Mark::Quote { span, speaker: flow.speaker.map(str::to_owned), asks: flow.asks },
            kind => Mark::Block { kind, span, indent: flow.indent },
        });
    }

    pub(super) fn block(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        let before = self.notes.len();
        self.end(flow);
        self.content(element, flow);
        self.end(flow);
        self.write_notes(before, flow);
    }

    /// A section with its title, if it has one; `sec-type` tells the zone when the title does not.
    pub(super) fn section(&mut self, element: &Element<'_>) {
        let hint = element.attribute("sec-type").and_then(|kind| zone_of_type(&kind));
        let paragraph = Flow::of(BlockKind::Paragraph);
        self.end(paragraph);
        self.depth += 1;
        let title = self.title(element);
        if title.is_some() || hint.is_some() {
            self.open(title, "", hint, false);
        }
        self.body(element, paragraph);
        self.marks.push(Mark::Close(self.depth));
        self.depth -= 1;
    }

    /// A section that is of one zone whatever it says, with this title if it has none.
    pub(super) fn locked(&mut self, element: &Element<'_>, title: &str, zone: Zone) {
        self.depth += 1;
        let span = self.title(element);
        self.open(span, title, Some(zone), true);
        self.body(element, Flow::of(BlockKind::Paragraph));
        self.marks.push(Mark::Close(self.depth));
        self.depth -= 1;
    }

    /// Opens a section at the present depth.
    pub(super) fn open(&mut self, span: Option<Span>, title: &str, zone: Option<Zone>, locked: bool) {
        let title = span.map_or(title, |span| &self.ink.text[span.range()]).replace('\n', " ");
        self.marks.push(Mark::Section { depth: self.depth, title, span, zone, locked });
    }

    /// What is in a section but its title.
    pub(super) fn body(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        for child in element.elements().filter(|e| !matches!(e.name(), "title" | "label" | "sec-meta")) {
            let before = self.notes.len();
            self.element(child, flow);
            self.end(flow);
            self.write_notes(before, flow);
        }
    }

    /// Writes label and title of an element.
    pub(super) fn title(&mut self, element: &Element<'_>) -> Option<Span> {
        let title = element.child("title")?;
        if let Some(label) = element.child("label") {
            inline(&mut self.ink, label);
            self.ink.push(" ");
        }
        inline(&mut self.ink, title);
        self.ink.end()
    }

    fn list(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        self.end(flow);
        if let Some(title) = element.child("title") {
            self.block(title, flow);
        }
        let kind = if flow.kind == BlockKind::Cell { BlockKind::Cell } else { BlockKind::ListItem };
        for item in element.elements().filter(|e| e.name() != "title") {
            self.element(item, Flow { indent: flow.indent + 1, ..Flow::of(kind) });
        }
    }

    /// An item of a list; a term and its definition are one item.
    fn item(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        let before = self.notes.len();
        self.end(flow);
        if let (Some(term), Some(def)) = (element.child("term"), element.child("def")) {
            inline(&mut self.ink, term);
            self.ink.push(": ");
            inline(&mut self.ink, def);
        } else {
            self.content(element, flow);
        }
        self.end(flow);
        self.write_notes(before, flow);
    }

    /// A quote; its attribution is its speaker and no block.
    fn quote(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        self.end(flow);
        let source = element.child("attrib").or_else(|| element.child("speaker"));
        let name = source.map(plain);
        let speaker = name.as_deref().map(|a| a.trim_matches(['–', '—', '-', '(', ')', '[', ']', ' ', ':']));
        // an attribution `Researcher` names a participant
        let asks = source.is_some_and(|source| source.name() == "speaker") && speaker.is_some_and(asks);
        let speaker = speaker.filter(|s| !s.is_empty());
        let inner = Flow { kind: BlockKind::Quote, indent: 0, speaker, asks };
        for node in &element.children {
            match node {
                Node::Text(text) => self.ink.push(text),
                Node::Element(child) if matches!(child.name(), "attrib" | "speaker") => {
                    self.end(inner);
                    inline(&mut self.ink, child);
                    let _ = self.ink.end();
                }
                Node::Element(child) => self.element(child, inner),
            }
        }
        self.end(inner);
    }

    fn table(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        self.figure_parts(element, flow, |name| name != "table-wrap-foot");
        for foot in element.elements().filter(|e| e.name() == "table-wrap-foot") {
            self.block(foot, Flow::of(BlockKind::Caption));
        }
    }

    fn figure(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        self.figure_parts(element, flow, |name| name != "attrib");
    }

    /// Label and caption, then what is shown; of several forms of it the first table.
    fn figure_parts(&mut self, element: &Element<'_>, flow: Flow<'_>, wanted: impl Fn(&str) -> bool) {
        let caption = Flow::of(BlockKind::Caption);
        self.end(flow);
        if let Some(label) = element.child("label") {
            inline(&mut self.ink, label);
            self.ink.push(". ");
        }
        for text in element.elements().filter(|e| e.name() == "caption").flat_map(Element::elements) {
            self.content(text, caption);
            self.end(caption);
        }
        self.end(caption);
        for part in element.elements().filter(|e| !matches!(e.name(), "label" | "caption") && wanted(e.name())) {
            match part.name() {
                "alternatives" => part.find("table").into_iter().for_each(|t| table::write(self, t)),
                _ => self.element(part, caption),
            }
        }
        self.end(caption);
    }

    /// A box: a section of its own, titled by its caption.
    fn boxed(&mut self, element: &Element<'_>, flow: Flow<'_>) {
        self.end(flow);
        self.depth += 1;
        let span = element.child("caption").and_then(|caption| self.title(caption)).or_else(|| self.title(element));
        if span.is_some() {
            self.open(span, "", None, false);
        }
        let paragraph = Flow::of(BlockKind::Paragraph);
        for part in element.child("caption").into_iter().flat_map(Element::elements).filter(|e| e.name() != "title") {
            self.block(part, paragraph);
        }
        for part in element.elements().filter(|e| !matches!(e.name(), "caption" | "label" | "title")) {
            self.element(part, paragraph);
            self.end(paragraph);
        }
        self.marks.push(Mark::Close(self.depth));
        self.depth -= 1;
    }

    pub(super) fn references(&mut self, element: &Element<'_>) {
        self.depth += 1;
        let span = self.title(element);
        self.open(span, "References", Some(Zone::References), true);
        for child in element.elements() {
            match child.name() {
                "ref" => refs::write(&mut self.ink, child),
                "ref-list" => self.references(child),
                "title" | "label" => {}
                _ => self.element(child, Flow::of(BlockKind::Reference)),
            }
            self.end(Flow::of(BlockKind::Reference));
        }
        self.marks.push(Mark::Close(self.depth));
        self.depth -= 1;
    }
}

/// The text of an element, blocks and all, in one line.
pub(super) fn plain(element: &Element<'_>) -> String {
    let mut ink = Ink::default();
    inline(&mut ink, element);
    let _ = ink.end();
    ink.text.replace('\n', " ")
}

/// Appends the text of an element to the stretch that is being written.
pub(super) fn inline(ink: &mut Ink, element: &Element<'_>) {
    for node in &element.children {
        match node {
            Node::Text(text) => ink.push(text),
            Node::Element(child) => match child.name() {
                "break" => ink.newline(),
                "sup" => citation::superscript(ink, child),
                "xref" => citation::reference(ink, child),
                name if is_skipped(name) => ink.push(" "),
                "p" | "list-item" | "title" => {
                    ink.push(" ");
                    inline(ink, child);
                    ink.push(" ");
                }
                _ => inline(ink, child),
            },
        }
    }
}

/// The zone of the first type that names one: `materials|methods`. The values are those JATS recommends.
/// <https://jats.nlm.nih.gov/archiving/tag-library/1.3/attribute/sec-type.html>
fn zone_of_type(kind: &str) -> Option<Zone> {
    kind.split('|').find_map(|kind| match kind.trim().to_ascii_lowercase().as_str() {
        "intro" | "introduction" | "background" | "objective" | "objectives" => Some(Zone::Introduction),
        "methods" | "materials" | "subjects" | "methodology" => Some(Zone::Methods),
        "results" | "findings" => Some(Zone::Results),
        "discussion" => Some(Zone::Discussion),
        "limitations" => Some(Zone::Limitations),
        "conclusions" | "conclusion" => Some(Zone::Conclusion),
        "supplementary-material" => Some(Zone::Other),
        _ => None,
    })
}
