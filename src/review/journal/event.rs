//! What a coder did, as one line of a journal: never changed, with its place in the chain.
use super::super::Time;
use crate::{
    report::{Change, Holder, Level, Suggestion, Valence},
    text::Span,
};
use serde::{Deserialize, Serialize};

/// The version of the event format that is written.
pub const VERSION: u32 = 1;

/// How much a coder sees of the suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Suggestions are shown, and decided on.
    #[default]
    Assisted,
    /// The coder codes first, then sees the suggestions and may revise; both are kept.
    RevealAfterCommit,
    /// No suggestion is shown.
    Blind,
}

impl Mode {
    /// All modes.
    pub const ALL: [Mode; 3] = [Mode::Assisted, Mode::RevealAfterCommit, Mode::Blind];

    /// The name in journals and reports.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Assisted => "assisted",
            Mode::RevealAfterCommit => "reveal_after_commit",
            Mode::Blind => "blind",
        }
    }

    /// The mode of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }
}

/// A code on a stretch of text: what was suggested, or what a coder added.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Code {
    /// The framework's id.
    pub framework: String,
    /// The domain's id.
    pub domain: String,
    /// The construct's id, where one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub construct: Option<String>,
    /// Barrier, facilitator, mixed or unclear.
    pub valence: Valence,
    /// Who holds it, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// At which level, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Its bytes in the document.
    #[serde(flatten)]
    pub span: Span,
    /// Exactly `text[start..end]`.
    pub quote: String,
}

/// What a coder says of a code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "lowercase")]
pub enum Verdict {
    /// It is right as it stands.
    Accepted,
    /// It does not belong here. Of a code the coder added: taken back.
    Rejected,
    /// It is right once this is changed.
    Changed {
        /// What replaces the code's own.
        to: Change,
    },
    /// The coder's own code, which nobody suggested.
    Added,
}

/// For which purpose a stretch was looked at without suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// A segment of the blind sample, or of a document coded in blind mode.
    Blind,
    /// A random segment without suggestions: is anything missed?
    Missed,
    /// A segment coded first, before its suggestions are shown.
    Commit,
}

/// What an adjudicator takes for right where coders differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "take", rename_all = "lowercase")]
pub enum Taken {
    /// This coder's decision.
    Coder {
        /// Whose.
        from: String,
    },
    /// The codes of all coders, side by side.
    Both,
    /// No code.
    Neither,
    /// Another code.
    Other {
        /// What replaces the code's own.
        to: Change,
    },
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// A coder sat down to work.
    Start {
        /// `pretag 0.1.0`.
        tool: String,
        /// The digest of the lexicon that made the suggestions.
        lexicon: String,
        /// The digest of the codebooks shown.
        codebook: String,
    },
    /// From here on the coder works in the event's mode.
    Mode,
    /// A decision on a code. A later one of the same coder on the same key takes its place.
    Decide {
        /// The document's id.
        document: String,
        /// The code's key.
        key: String,
        /// The code as it was shown, or as it was added: enough to keep it when the lexicon changes.
        of: Code,
        /// What was decided.
        #[serde(flatten)]
        verdict: Verdict,
    },
    /// Not now.
    Skip {
        /// The document's id.
        document: String,
        /// The code's key.
        key: String,
    },
    /// Marks a code for discussion, or takes the mark away.
    Flag {
        /// The document's id.
        document: String,
        /// The code's key.
        key: String,
        /// Whether it is marked from now on.
        on: bool,
    },
    /// A note; a later one of the same coder on the same thing takes its place, an empty one removes it.
    Memo {
        /// The document's id.
        document: String,
        /// The code's key; without one the note is the document's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// What is noted.
        text: String,
    },
    /// A stretch was read without suggestions; codes found in it are `decide` events of their own, before this one.
    Look {
        /// The document's id.
        document: String,
        /// Why.
        look: Look,
        /// Its bytes.
        #[serde(flatten)]
        span: Span,
        /// Exactly `text[start..end]`.
        quote: String,
        /// Whether the coder gave it a code.
        found: bool,
    },
    /// Suggestions of a stretch are shown from here on (mode `reveal_after_commit`).
    Reveal {
        /// The document's id.
        document: String,
        /// Its bytes.
        #[serde(flatten)]
        span: Span,
    },
    /// The coder has read this document to its end: what has no code here has none on purpose.
    Finish {
        /// The document's id.
        document: String,
        /// False opens it again.
        on: bool,
    },
    /// What counts where coders differ; their own decisions stay as they are.
    Adjudicate {
        /// The document's id.
        document: String,
        /// The code's key.
        key: String,
        /// The code as it was shown.
        of: Code,
        /// What counts.
        #[serde(flatten)]
        taken: Taken,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// Takes back an earlier event of the same coder (also an undo, which brings back what that took away).
    Undo {
        /// The event's id.
        event: String,
    },
}

/// What a caller brings; the journal adds number, chain and hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// An id that its maker gave it (8 to 64 letters, digits, `-`): sent a second time, it is not written again. Without one the journal makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When.
    pub at: Time,
    /// In which mode.
    #[serde(default)]
    pub mode: Mode,
    /// In mode `reveal_after_commit`: whether the suggestions were in sight already.
    #[serde(default, skip_serializing_if = "is_false")]
    pub revealed: bool,
    /// How long the coder took, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// What was done.
    #[serde(flatten)]
    pub action: Action,
}

/// An event of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The version of this format.
    pub v: u32,
    /// Unlike every other event's.
    pub id: String,
    /// Its number in the chain, from 1.
    pub seq: u64,
    /// Who.
    pub coder: String,
    /// When.
    pub at: Time,
    /// In which mode.
    pub mode: Mode,
    /// In mode `reveal_after_commit`: whether the suggestions were in sight already.
    #[serde(default, skip_serializing_if = "is_false")]
    pub revealed: bool,
    /// How long the coder took, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// The hash of the event before it; empty of a first one.
    pub prev: String,
    /// What was done.
    #[serde(flatten)]
    pub action: Action,
    /// SHA-256, 64 hexadecimal digits, over the line up to this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Event {
    /// Whether the coder had not seen the suggestions: blind mode, or `reveal_after_commit` before the reveal.
    pub fn is_blind(&self) -> bool {
        self.mode == Mode::Blind || self.mode == Mode::RevealAfterCommit && !self.revealed
    }
}

impl Draft {
    /// An event of now, in this mode.
    pub fn new(at: Time, mode: Mode, action: Action) -> Self {
        Self { id: None, at, mode, revealed: false, ms: None, action }
    }
}

impl Action {
    /// The document it is about, if any.
    pub fn document(&self) -> Option<&str> {
        match self {
            Self::Decide { document, .. }
            | Self::Skip { document, .. }
            | Self::Flag { document, .. }
            | Self::Memo { document, .. }
            | Self::Look { document, .. }
            | Self::Reveal { document, .. }
            | Self::Finish { document, .. }
            | Self::Adjudicate { document, .. } => Some(document),
            Self::Start { .. } | Self::Mode | Self::Undo { .. } => None,
        }
    }
}

impl From<&Suggestion<'_>> for Code {
    fn from(s: &Suggestion<'_>) -> Self {
        Self {
            framework: s.framework.to_string(),
            domain: s.domain.to_string(),
            construct: s.construct.as_ref().map(|c| c.to_string()),
            valence: s.valence,
            holder: s.holder,
            level: s.level,
            span: s.span,
            quote: s.quote.to_string(),
        }
    }
}

impl Change {
    /// The code with this changed.
    pub fn apply(&self, code: &Code) -> Code {
        let new = self.clone();
        let mut out = Code {
            framework: new.framework.unwrap_or_else(|| code.framework.clone()),
            domain: new.domain.unwrap_or_else(|| code.domain.clone()),
            construct: self.construct(code.construct.as_deref()).map(str::to_owned),
            valence: new.valence.unwrap_or(code.valence),
            holder: new.holder.or(code.holder),
            level: new.level.or(code.level),
            span: code.span,
            quote: code.quote.clone(),
        };
        if let (Some(start), Some(end), Some(quote)) = (new.start, new.end, new.quote) {
            (out.span, out.quote) = (Span { start, end }, quote);
        }
        out
    }
}

impl Verdict {
    /// The name in journals and reports.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Accepted => "accepted",
            Verdict::Rejected => "rejected",
            Verdict::Changed { .. } => "changed",
            Verdict::Added => "added",
        }
    }

    /// The code that counts; none if it was rejected.
    pub fn code(&self, of: &Code) -> Option<Code> {
        match self {
            Verdict::Rejected => None,
            Verdict::Accepted | Verdict::Added => Some(of.clone()),
            Verdict::Changed { to } => Some(to.apply(of)),
        }
    }
}
