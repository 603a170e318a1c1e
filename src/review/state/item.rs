//! The events about one code -> what each coder decided, noted and marked, and what counts in the end.
use crate::{
    review::{
        Time,
        journal::{Action, Code, Event, Mode, Taken, Verdict},
    },
    text::Span,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A code.
    Code {
        /// The document's id.
        document: String,
        /// The code's key.
        key: String,
    },
    /// A stretch of text.
    Segment {
        /// The document's id.
        document: String,
        /// Its bytes.
        span: Span,
    },
    /// A document as a whole.
    Document {
        /// Its id.
        document: String,
    },
}

impl Subject {
    /// What an action is about; none of starts, modes and undos.
    pub fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::Decide { document, key, .. }
            | Action::Skip { document, key }
            | Action::Flag { document, key, .. }
            | Action::Memo { document, key: Some(key), .. }
            | Action::Adjudicate { document, key, .. } => {
                Subject::Code { document: document.clone(), key: key.clone() }
            }
            Action::Look { document, span, .. } | Action::Reveal { document, span } => {
                Subject::Segment { document: document.clone(), span: *span }
            }
            Action::Memo { document, .. } | Action::Finish { document, .. } => {
                Subject::Document { document: document.clone() }
            }
            Action::Start { .. } | Action::Mode | Action::Undo { .. } => return None,
        })
    }
}

/// A coder's decision on a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// The event that decided.
    pub event: String,
    /// When.
    pub at: Time,
    /// In which mode.
    pub mode: Mode,
    /// Whether the coder had not seen the suggestions.
    pub blind: bool,
    /// How long it took, in milliseconds.
    pub ms: Option<u64>,
    /// What was decided.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// The code that counts; none if it was rejected.
    pub code: Option<Code>,
    /// What the coder had decided without seeing suggestions, where this decision was made with them in sight.
    pub before: Option<Box<Decided>>,
}

/// A look at a segment without suggestions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// The event.
    pub event: String,
    /// When.
    pub at: Time,
    /// In which mode.
    pub mode: Mode,
    /// Whether the coder gave it a code.
    pub found: bool,
}

/// What counts where coders differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Adjudicated {
    /// The event.
    pub event: String,
    /// Who adjudicated.
    pub by: String,
    /// When.
    pub at: Time,
    /// What was taken.
    #[serde(flatten)]
    pub taken: Taken,
    /// Why.
    pub reason: String,
    /// The code as it was shown.
    pub of: Code,
}

/// What was done about one code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The document's id.
    pub document: String,
    /// The code's key.
    pub key: String,
    /// The code as it was suggested or added.
    pub of: Code,
    /// By coder.
    pub decisions: BTreeMap<String, Decided>,
    /// Who put it off and has not decided since.
    pub skipped: BTreeSet<String>,
    /// Who marked it for discussion.
    pub flagged: BTreeSet<String>,
    /// By coder.
    pub memos: BTreeMap<String, String>,
    /// What counts in the end, if somebody said.
    pub adjudicated: Option<Adjudicated>,
    /// By adjudicator; the latest counts.
    #[serde(skip)]
    adjudications: BTreeMap<String, Adjudicated>,
}

impl Item {
    pub(super) fn new(document: &str, key: &str) -> Self {
        Self {
            document: document.to_owned(),
            key: key.to_owned(),
            of: Code::default(),
            decisions: BTreeMap::new(),
            skipped: BTreeSet::new(),
            flagged: BTreeSet::new(),
            memos: BTreeMap::new(),
            adjudicated: None,
            adjudications: BTreeMap::new(),
        }
    }

    pub(super) fn is_bare(&self) -> bool {
        let nothing = self.decisions.is_empty() && self.skipped.is_empty() && self.flagged.is_empty();
        nothing && self.memos.is_empty() && self.adjudicated.is_none()
    }

    /// Takes the events of one coder that stand, in order, in the place of what was known of that coder.
    pub(super) fn settle(&mut self, coder: &str, live: &[Event]) {
        self.decisions.remove(coder);
        self.skipped.remove(coder);
        self.flagged.remove(coder);
        self.memos.remove(coder);
        self.adjudications.remove(coder);
        for event in live {
            self.take(coder, event);
        }
        let latest = self.adjudications.values().max_by_key(|a| (a.at, &a.event));
        self.adjudicated = latest.cloned();
    }

    fn take(&mut self, coder: &str, event: &Event) {
        let name = || coder.to_owned();
        match &event.action {
            Action::Decide { of, verdict, .. } => {
                self.of = of.clone();
                self.skipped.remove(coder);
                // a code of one's own that is taken back is gone, not rejected
                let own = |d: &Decided| {
                    d.verdict == Verdict::Added || d.before.as_ref().is_some_and(|b| b.verdict == Verdict::Added)
                };
                if *verdict == Verdict::Rejected && self.decisions.get(coder).is_some_and(own) {
                    self.decisions.remove(coder);
                } else {
                    let earlier = self.decisions.remove(coder);
                    self.decisions.insert(name(), Decided::new(event, of, verdict, earlier));
                }
            }
            Action::Skip { .. } if !self.decisions.contains_key(coder) => drop(self.skipped.insert(name())),
            Action::Flag { on: true, .. } => drop(self.flagged.insert(name())),
            Action::Flag { .. } => drop(self.flagged.remove(coder)),
            Action::Memo { text, .. } if text.is_empty() => drop(self.memos.remove(coder)),
            Action::Memo { text, .. } => drop(self.memos.insert(name(), text.clone())),
            Action::Adjudicate { of, taken, reason, .. } => {
                let (event, at) = (event.id.clone(), event.at);
                let (taken, reason, of) = (taken.clone(), reason.clone(), of.clone());
                let made = Adjudicated { event, by: name(), at, taken, reason, of };
                self.adjudications.insert(name(), made);
            }
            _ => {}
        }
    }

    /// The codes that coders gave, without doubles; a rejection gives none.
    pub fn codes(&self) -> BTreeSet<&Code> {
        self.decisions.values().filter_map(|d| d.code.as_ref()).collect()
    }
}

impl Decided {
    /// What the coder decided without sight of suggestions, if anything.
    pub fn unaided(&self) -> Option<&Decided> {
        if self.blind { Some(self) } else { self.before.as_deref() }
    }

    fn new(event: &Event, of: &Code, verdict: &Verdict, earlier: Option<Decided>) -> Self {
        let blind = event.is_blind();
        let before = earlier.filter(|_| !blind).and_then(|e| if e.blind { Some(Box::new(e)) } else { e.before });
        Self {
            event: event.id.clone(),
            at: event.at,
            mode: event.mode,
            blind,
            ms: event.ms,
            verdict: verdict.clone(),
            code: verdict.code(of),
            before,
        }
    }
}
