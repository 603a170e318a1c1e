//! What counts as one, and what percentages are of.
use super::Code;
use std::collections::BTreeSet;

/// What counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Every code.
    #[default]
    Mention,
    /// A segment, however many codes of the cell it has.
    Segment,
    /// A document with at least one such code.
    Document,
    /// A named speaker of a document with at least one such code.
    Speaker,
}

/// What percentages are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// All of the same valence, over all holders.
    Valence,
    /// All of the same valence and holder.
    Group,
    /// All of the same domain.
    Domain,
    /// All there are: codes or segments of the framework, documents tagged with it, speakers with a code of it.
    All,
}

impl Share {
    /// All with their names.
    pub const NAMES: [(Share, &'static str); 4] =
        [(Share::Valence, "valence"), (Share::Group, "group"), (Share::Domain, "domain"), (Share::All, "all")];
}

impl Unit {
    /// All with their names.
    pub const NAMES: [(Unit, &'static str); 4] = [
        (Unit::Mention, "mention"),
        (Unit::Segment, "segment"),
        (Unit::Document, "document"),
        (Unit::Speaker, "speaker"),
    ];

    /// The number of units among these codes. Codes without a speaker are no speaker's.
    pub(in crate::output::tables) fn count<'a>(self, codes: impl Iterator<Item = &'a Code>) -> u64 {
        match self {
            Unit::Mention => codes.count() as u64,
            Unit::Segment => distinct(codes.map(|c| (c.document, c.place))),
            Unit::Document => distinct(codes.map(|c| c.document)),
            Unit::Speaker => distinct(codes.filter_map(|c| Some((c.document, c.speaker.as_ref()?)))),
        }
    }

    /// The name after `--unit`.
    pub(in crate::output::tables) fn name(self) -> &'static str {
        if self == Unit::Mention { "mention" } else { self.singular() }
    }

    /// One of them.
    pub(in crate::output::tables) fn singular(self) -> &'static str {
        match self {
            Unit::Mention => "code",
            Unit::Segment => "segment",
            Unit::Document => "document",
            Unit::Speaker => "speaker",
        }
    }

    /// What counts as one, as a sentence for notes.
    pub(in crate::output::tables) fn rule(self) -> &'static str {
        match self {
            Unit::Mention => {
                "Counting unit: mention; every code of a segment counts, and a segment counts in every domain it is coded in."
            }
            Unit::Segment => "Counting unit: segment; a coded segment counts once in each cell and once in each total.",
            Unit::Document => "Counting unit: document; a document counts once in each cell and once in each total.",
            Unit::Speaker => {
                "Counting unit: speaker; a named speaker of a document counts once in each cell and once in each total."
            }
        }
    }

    /// What percentages are of unless something else is asked for: documents and speakers are told of all there are.
    pub(in crate::output::tables) fn usual_share(self) -> Share {
        match self {
            Unit::Mention | Unit::Segment => Share::Valence,
            Unit::Document | Unit::Speaker => Share::All,
        }
    }
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> u64 {
    items.collect::<BTreeSet<T>>().len() as u64
}
