//! A document: its unaltered text and the blocks that say what each stretch of it is (waist 1).
use super::Span;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// A part of a paper, or the turns of a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// The document's title.
    Title,
    /// The abstract; `Block::part` says which part of it.
    Abstract,
    /// Introduction or background.
    Introduction,
    /// Methods.
    Methods,
    /// Results or findings.
    Results,
    /// Discussion.
    Discussion,
    /// Limitations (and strengths) of the study.
    Limitations,
    /// Conclusions.
    Conclusion,
    /// Anything else, and text without headings.
    #[default]
    Other,
    /// The reference list.
    References,
    /// Cells of a table.
    Table,
    /// Captions and notes of tables and figures.
    Caption,
    /// What a speaker says in an interview.
    Turn,
}

impl Zone {
    /// All zones.
    pub const ALL: [Zone; 13] = [
        Zone::Title,
        Zone::Abstract,
        Zone::Introduction,
        Zone::Methods,
        Zone::Results,
        Zone::Discussion,
        Zone::Limitations,
        Zone::Conclusion,
        Zone::Other,
        Zone::References,
        Zone::Table,
        Zone::Caption,
        Zone::Turn,
    ];

    /// The name in reports and lexicons.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Title => "title",
            Zone::Abstract => "abstract",
            Zone::Introduction => "introduction",
            Zone::Methods => "methods",
            Zone::Results => "results",
            Zone::Discussion => "discussion",
            Zone::Limitations => "limitations",
            Zone::Conclusion => "conclusion",
            Zone::Other => "other",
            Zone::References => "references",
            Zone::Table => "table",
            Zone::Caption => "caption",
            Zone::Turn => "turn",
        }
    }

    /// The zone of that name.
    pub fn from_name(name: &str) -> Option<Zone> {
        Self::ALL.into_iter().find(|z| z.name() == name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a block of text is, by its form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The document's title.
    Title,
    /// A heading; the blocks under it have it in their section.
    Heading,
    /// A paragraph.
    #[default]
    Paragraph,
    /// A block quote: usually a participant speaking.
    Quote,
    /// An item of a list.
    ListItem,
    /// A cell of a table.
    Cell,
    /// One speaker's turn.
    Turn,
    /// A caption or table note.
    Caption,
    /// An entry of the reference list.
    Reference,
}

impl BlockKind {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quote => "quote",
            BlockKind::ListItem => "list_item",
            BlockKind::Cell => "cell",
            BlockKind::Turn => "turn",
            BlockKind::Caption => "caption",
            BlockKind::Reference => "reference",
        }
    }
}

/// A stretch of the text that is one thing: a paragraph, a heading, a cell, a turn. Labels are indices into [`Document::labels`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Which part of the paper it stands in.
    pub zone: Zone,
    /// Inside an abstract: which part of it (methods, results ...).
    pub part: Option<Zone>,
    /// Its bytes, without surrounding white space.
    pub span: Span,
    /// The headings above it, joined with ` > `.
    pub section: Option<u32>,
    /// Who speaks: of a turn the speaker as written, of a quote or paragraph the participant tag behind it.
    pub speaker: Option<u32>,
    /// Of a cell: the header of its column.
    pub column: Option<u32>,
    /// Of a cell: the header of its row.
    pub row: Option<u32>,
    /// Of a list item (or a block after a line ending in a colon): the sentence that leads into the list.
    pub lead_in: Option<Span>,
    /// Whether the speaker of this turn asks the questions.
    pub interviewer: bool,
}

/// Labels, each once, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    list: Vec<Arc<str>>,
    known: FxHashMap<Arc<str>, u32>,
}

impl Labels {
    /// The label of an index.
    pub fn get(&self, index: u32) -> Option<&str> {
        self.list.get(index as usize).map(|label| &**label)
    }

    /// The index of a label, added if it is new.
    pub fn intern(&mut self, label: &str) -> u32 {
        if let Some(known) = self.known.get(label) {
            return *known;
        }
        let (index, label) = (self.list.len() as u32, Arc::<str>::from(label));
        self.list.push(label.clone());
        self.known.insert(label, index);
        index
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    fn clear(&mut self) {
        self.list.clear();
        self.known.clear();
    }
}

/// A text and what is known of it. The text never changes after reading (a BOM is dropped, CRLF becomes LF, and so does CR in a text without LF; nothing else).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The file's stem, or the record's `id`.
    pub id: String,
    /// The file's path as given, or `-`; for records with `:LINE` behind it.
    pub source: String,
    /// The text that all spans are byte ranges of.
    pub text: String,
    /// In document order, not overlapping.
    pub blocks: Vec<Block>,
    /// What the indices in blocks point at: section paths, speakers, headers.
    pub labels: Labels,
    /// Other fields of a record, carried through unread: a JSON object, as text.
    pub fields: Option<String>,
}

impl Document {
    /// The label behind an index of a block.
    pub fn label(&self, index: Option<u32>) -> Option<&str> {
        index.and_then(|i| self.labels.get(i))
    }

    /// The index of a label, added if it is new.
    pub fn intern(&mut self, label: &str) -> u32 {
        self.labels.intern(label)
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Empties it for another text, keeping its buffers.
    pub fn clear(&mut self) {
        self.id.clear();
        self.source.clear();
        self.text.clear();
        self.blocks.clear();
        self.labels.clear();
        self.fields = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many speakers, headings or columns as a large file has.
    #[test]
    fn labels_are_known_again_however_many_there_are() {
        let mut document = Document::default();
        for round in 0..2 {
            for n in 0..100_000 {
                assert_eq!(document.intern(&format!("label {n}")), n, "{round}");
            }
        }
        assert_eq!(document.label(Some(99_999)), Some("label 99999"));
        assert_eq!((document.label(Some(100_000)), document.label(None)), (None, None));
        document.clear();
        assert_eq!(document.label(Some(0)), None);
        assert_eq!(document.intern("another"), 0);
    }
}
