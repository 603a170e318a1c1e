//! The styles of a Word document -> what paragraphs and runs of a style are: headings, quotes, items, bold, hidden.
use crate::input::xml::Element;
use rustc_hash::FxHashMap;

/// A style that is based on more styles than this is based on itself.
const DEEPEST: usize = 20;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Role {
    #[default]
    Body,
    Title,
    /// A heading of this level; 1 is the outermost.
    Heading(usize),
    /// A list item, and how far it is indented.
    Item(usize),
    Quote,
    Caption,
    /// A footnote or endnote.
    Note,
    /// An entry of a table of contents.
    Contents,
}

/// Something that is on or off.
#[derive(Clone, Copy)]
pub(super) enum Toggle {
    Bold,
    Hidden,
}

/// The styles by their ids.
#[derive(Default)]
pub(super) struct Styles(FxHashMap<String, Style>);

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// The level in the outline, from 0; 9 is none.
    level: Option<usize>,
    /// How far a list item is indented; none if it is no item.
    item: Option<usize>,
    bold: Option<bool>,
    hidden: Option<bool>,
    /// Of a table: whether its first row is bold.
    bold_head: bool,
}

impl Styles {
    /// The styles that this part defines.
    pub(super) fn of(root: &Element<'_>) -> Self {
        let styles = root.elements().filter(|e| e.name() == "style");
        Self(styles.filter_map(|style| Some((style.local("styleId")?, Style::of(style)))).collect())
    }

    /// What a paragraph of this style is.
    pub(super) fn role(&self, id: &str) -> Role {
        let mut item = None;
        for style in self.chain(id) {
            match style.role() {
                Some(Role::Item(indent)) => item = item.or(Some(indent)),
                Some(role) => return role,
                None => item = item.or(style.item),
            }
        }
        let unknown = if self.0.contains_key(id) { None } else { by_name(id) };
        unknown.or(item.map(Role::Item)).unwrap_or_default()
    }

    /// Whether this is on in the style.
    pub(super) fn is(&self, toggle: Toggle, id: &str) -> bool {
        let told = |style: &Style| match toggle {
            Toggle::Bold => style.bold,
            Toggle::Hidden => style.hidden,
        };
        self.chain(id).find_map(told).unwrap_or(false)
    }

    /// Whether tables of this style have a bold first row.
    pub(super) fn has_bold_head(&self, id: &str) -> bool {
        self.chain(id).any(|style| style.bold_head)
    }

    /// The style and those it is based on.
    fn chain(&self, id: &str) -> impl Iterator<Item = &Style> {
        let based_on = |style: &&Style| self.0.get(style.based_on.as_deref()?);
        std::iter::successors(self.0.get(id), based_on).take(DEEPEST)
    }
}

impl Style {
    fn of(style: &Element<'_>) -> Self {
        let value = |name: &str| style.child(name)?.local("val");
        let (paragraph, run) = (style.child("pPr"), style.child("rPr"));
        let head = |e: &&Element<'_>| e.name() == "tblStylePr" && e.local("type").as_deref() == Some("firstRow");
        let head = style.elements().find(head).and_then(|head| head.child("rPr"));
        Self {
            name: value("name").unwrap_or_default(),
            based_on: value("basedOn"),
            level: paragraph.and_then(level),
            item: paragraph.and_then(item).flatten(),
            bold: run.and_then(|run| toggled(run, Toggle::Bold)),
            hidden: run.and_then(|run| toggled(run, Toggle::Hidden)),
            bold_head: head.and_then(|run| toggled(run, Toggle::Bold)).unwrap_or(false),
        }
    }

    fn role(&self) -> Option<Role> {
        by_name(&self.name).or_else(|| self.level.map(by_level))
    }
}

/// What a level of the outline says.
pub(super) fn by_level(level: usize) -> Role {
    if level < 9 { Role::Heading(level + 1) } else { Role::Body }
}

/// The level in the outline that properties of a paragraph tell.
pub(super) fn level(properties: &Element<'_>) -> Option<usize> {
    properties.child("outlineLvl")?.local("val")?.trim().parse().ok()
}

/// Whether properties of a paragraph say that it is a list item, and how far it is indented, or that it is none.
pub(super) fn item(properties: &Element<'_>) -> Option<Option<usize>> {
    let list = properties.child("numPr")?;
    let number = |name: &str| list.child(name)?.local("val")?.trim().parse::<usize>().ok();
    let indent = 1 + number("ilvl").unwrap_or(0).min(8);
    // the list of number 0 is none
    Some(Some(indent).filter(|_| number("numId") != Some(0)))
}

/// Whether properties of a run switch this on or off.
pub(super) fn toggled(properties: &Element<'_>, toggle: Toggle) -> Option<bool> {
    let name = match toggle {
        Toggle::Bold => "b",
        Toggle::Hidden => "vanish",
    };
    let value = properties.child(name)?.local("val");
    Some(!value.is_some_and(|value| matches!(&*value, "0" | "false" | "off")))
}

/// What the names (and ids) of the styles that Word, LibreOffice and Pandoc come with say.
fn by_name(name: &str) -> Option<Role> {
    let name: String = name.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect::<String>().to_lowercase();
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[base.len()..].parse::<usize>().ok();
    match (base, number) {
        ("heading", Some(level @ 1..=9)) => Some(Role::Heading(level)),
        ("title" | "subtitle", None) => Some(Role::Title),
        ("quote" | "intensequote" | "blocktext" | "quotations" | "blockquotation", None) => Some(Role::Quote),
        ("caption", None) => Some(Role::Caption),
        ("listbullet" | "listnumber", number) => Some(Role::Item(number.unwrap_or(1))),
        ("footnotetext" | "endnotetext", None) => Some(Role::Note),
        ("toc" | "tocheading" | "contentsheading" | "tableoffigures" | "tableofauthorities", _) => Some(Role::Contents),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::xml::{Entities, parse};

    fn styles(inner: &str) -> Styles {
        let xml = format!("<w:styles>{inner}</w:styles>");
        Styles::of(&parse(&xml, 0..xml.len(), &Entities::default()).unwrap().unwrap())
    }

    #[test]
    fn roles_by_name_outline_and_what_a_style_is_based_on() {
        let styles = styles(
            "<w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
             <w:style w:styleId='Thema'><w:name w:val='Thema'/><w:basedOn w:val='berschrift1'/></w:style>\
             <w:style w:styleId='Flat'><w:name w:val='Flat'/><w:basedOn w:val='berschrift1'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>\
             <w:style w:styleId='Part'><w:name w:val='Part'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
             <w:style w:styleId='A'><w:name w:val='A'/><w:basedOn w:val='B'/></w:style>\
             <w:style w:styleId='B'><w:name w:val='B'/><w:basedOn w:val='A'/></w:style>\
             <w:style w:styleId='L'><w:name w:val='L'/><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr></w:pPr></w:style>",
        );
        for (id, role) in [
            ("berschrift1", Role::Heading(1)),
            ("Thema", Role::Heading(1)),
            ("Flat", Role::Body),
            ("Part", Role::Heading(2)),
            ("A", Role::Body),
            ("L", Role::Item(2)),
            ("Heading3", Role::Heading(3)),
            ("IntenseQuote", Role::Quote),
            ("Title", Role::Title),
            ("ListBullet2", Role::Item(2)),
            ("TOC2", Role::Contents),
            ("Normal", Role::Body),
            ("Heading", Role::Body),
        ] {
            assert_eq!(styles.role(id), role, "{id}");
        }
    }

    #[test]
    fn toggles_are_off_where_a_style_says_so() {
        let styles = styles(
            "<w:style w:styleId='H'><w:rPr><w:vanish/><w:b w:val='1'/></w:rPr></w:style>\
             <w:style w:styleId='S'><w:basedOn w:val='H'/><w:rPr><w:vanish w:val='false'/></w:rPr></w:style>",
        );
        assert!(styles.is(Toggle::Hidden, "H") && !styles.is(Toggle::Hidden, "S") && styles.is(Toggle::Bold, "S"));
    }
}
