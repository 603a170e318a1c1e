//! The runs of a paragraph -> its words: text, tabs, breaks, symbols; of fields what they show, not what they are made of.
use super::{
    body::{Body, inner},
    styles::{Styles, Toggle, toggled},
    symbols,
};
use crate::input::{
    citation::is_raised_mark,
    xml::{Element, Node},
};

/// The words of a paragraph, as far as they are read.
pub(super) struct Words<'x> {
    text: String,
    /// Superscripts not written yet.
    raised: String,
    bold: bool,
    /// What a run of this paragraph is if it does not say so itself.
    base: Look,
    styles: &'x Styles,
    behind: Behind<'x>,
}

/// What hangs on a paragraph and must not cut its sentences.
#[derive(Default)]
pub(super) struct Behind<'x> {
    /// Whether it is an endnote, and its id.
    pub(super) notes: Vec<(bool, String)>,
    pub(super) boxes: Vec<&'x Element<'x>>,
}

/// How a run looks.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    hidden: bool,
    raised: bool,
}

impl<'x> Words<'x> {
    /// Those of a paragraph of this style, behind this text.
    pub(super) fn new(text: String, styles: &'x Styles, style: &str) -> Self {
        let (bold, hidden) = (styles.is(Toggle::Bold, style), styles.is(Toggle::Hidden, style));
        let base = Look { bold, hidden, raised: false };
        Self { text, raised: String::new(), bold: true, base, styles, behind: Behind::default() }
    }

    /// The text, whether all of it is bold, and what hangs on it.
    pub(super) fn finish(mut self) -> (String, bool, Behind<'x>) {
        self.lower();
        (self.text, self.bold, self.behind)
    }

    /// Appends words.
    pub(super) fn push(&mut self, words: &str) {
        self.lower();
        for c in words.chars() {
            match c {
                // spaces and hyphens that do not break are such all the same; what is only seen where a line breaks is no sign of a word
                '\u{a0}' | '\n' | '\r' => self.text.push(' '),
                '\u{2011}' => self.text.push('-'),
                '\u{ad}' => {}
                c => self.text.push(c),
            }
        }
    }

    fn push_looking(&mut self, words: &str, look: Look) {
        self.bold &= look.bold || words.trim().is_empty();
        if look.raised { self.raised.push_str(words) } else { self.push(words) }
    }

    fn newline(&mut self) {
        self.lower();
        self.text.push('\n');
    }

    /// Writes the superscripts that wait, in brackets where they would touch a word.
    fn lower(&mut self) {
        if self.raised.is_empty() {
            return;
        }
        let raised = std::mem::take(&mut self.raised);
        let (written, mark) = (self.text.trim_end(), raised.trim());
        if is_raised_mark(written, written.len() < self.text.len(), mark, false) {
            self.text.extend(["[", mark, "]"]);
        } else {
            self.text.push_str(&raised);
        }
    }

    fn look(&self, properties: Option<&Element<'_>>) -> Look {
        let Some(properties) = properties else { return self.base };
        let style = properties.child("rStyle").and_then(|style| style.local("val"));
        let styled = |toggle| style.as_deref().is_some_and(|style| self.styles.is(toggle, style));
        let is = |toggle, base: bool| toggled(properties, toggle).unwrap_or_else(|| base || styled(toggle));
        let raised = properties.child("vertAlign").and_then(|align| align.local("val"));
        Look {
            bold: is(Toggle::Bold, self.base.bold),
            hidden: is(Toggle::Hidden, self.base.hidden),
            raised: raised.is_some_and(|align| align == "superscript"),
        }
    }
}

impl<'x> Body<'x> {
    /// The words of a run.
    pub(super) fn run(&mut self, run: &'x Element<'x>, words: &mut Words<'x>) {
        let look = words.look(run.child("rPr"));
        self.content(run, look, words);
    }

    fn content(&mut self, element: &'x Element<'x>, look: Look, words: &mut Words<'x>) {
        for child in element.elements() {
            let shown = !look.hidden && !self.fields.contains(&true);
            match child.name() {
                "fldChar" => self.field(child),
                "AlternateContent" => inner(child).into_iter().for_each(|inner| self.content(inner, look, words)),
                _ if !shown => {}
                "t" => words.push_looking(&text(child), look),
                "tab" | "ptab" => words.push("\t"),
                "br" | "cr" => words.newline(),
                "noBreakHyphen" => words.push("-"),
                "sym" => words.push_looking(&symbol(child), look),
                "ruby" => child.child("rubyBase").into_iter().for_each(|base| self.inline(base, words)),
                "footnoteReference" | "endnoteReference" => {
                    let endnote = child.name() == "endnoteReference";
                    words.behind.notes.extend(child.local("id").map(|id| (endnote, id)));
                }
                "drawing" | "pict" | "object" => boxes(child, &mut words.behind.boxes),
                _ => {}
            }
        }
    }

    /// A field begins with its code, goes on with what it shows, and ends.
    fn field(&mut self, character: &Element<'_>) {
        match character.local("fldCharType").as_deref() {
            Some("begin") => self.fields.push(true),
            Some("separate") => self.fields.last_mut().into_iter().for_each(is_code_over),
            Some("end") => _ = self.fields.pop(),
            _ => {}
        }
    }
}

/// Nothing more of a field's code comes.
pub(super) fn is_code_over(code: &mut bool) {
    *code = false;
}

/// The contents of the text boxes in a drawing, each once.
fn boxes<'x>(drawing: &'x Element<'x>, found: &mut Vec<&'x Element<'x>>) {
    for child in drawing.elements() {
        match child.name() {
            "txbxContent" => found.push(child),
            _ => inner(child).into_iter().for_each(|inner| boxes(inner, found)),
        }
    }
}

/// What stands in an element of text; white space at its ends counts only where the element says so.
fn text(element: &Element<'_>) -> String {
    let mut text = String::new();
    for node in &element.children {
        if let Node::Text(words) = node {
            text.push_str(words);
        }
    }
    if element.local("space").is_some_and(|space| space == "preserve") { text } else { text.trim().to_owned() }
}

fn symbol(element: &Element<'_>) -> String {
    let (font, code) = (element.local("font").unwrap_or_default(), element.local("char").unwrap_or_default());
    symbols::character(&font, &code).map(String::from).unwrap_or_default()
}
