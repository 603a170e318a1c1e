//! What a person decided of a suggestion -> the code that counts, and how many were decided how.
use super::{Code, Codes};
use crate::report::{Holder, Level, Valence};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// A person's decision.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    Accepted { coder: Option<String> },
    Rejected { coder: Option<String> },
    Changed { coder: Option<String>, to: Box<Change> },
    Added { coder: Option<String> },
}

/// What replaces the suggestion's own; what is not named stays.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Change {
    framework: Option<String>,
    domain: Option<String>,
    #[serde(default)]
    construct: Option<String>,
    valence: Option<Valence>,
    holder: Option<Holder>,
    level: Option<Level>,
}

/// The `decision` of a suggestion; `to` may hold the changes, else they stand beside the verdict.
#[derive(Deserialize)]
struct Written {
    #[serde(alias = "verdict", alias = "status")]
    decision: String,
    coder: Option<String>,
    to: Option<Change>,
}

impl Verdict {
    /// Reads a decision; none if it leaves the matter open (flagged, skipped).
    pub(super) fn read(value: &Value) -> Result<Option<Self>, String> {
        let written = Written::deserialize(value).map_err(|e| {
            format!("expected a decision such as {{\"decision\": \"accepted\", \"coder\": \"A\"}}: {e}")
        })?;
        let coder = written.coder;
        Ok(Some(match written.decision.as_str() {
            "accepted" => Verdict::Accepted { coder },
            "rejected" => Verdict::Rejected { coder },
            "added" => Verdict::Added { coder },
            "changed" => {
                let beside = || Change::deserialize(value).map_err(|e| format!("expected what was changed: {e}"));
                let to = Box::new(written.to.map_or_else(beside, Ok)?);
                Verdict::Changed { coder, to }
            }
            "flagged" | "skipped" | "undecided" => return Ok(None),
            other => {
                return Err(format!("found the decision {other:?}, expected accepted, rejected, changed or added"));
            }
        }))
    }

    fn coder(&self) -> Option<&String> {
        match self {
            Verdict::Accepted { coder }
            | Verdict::Rejected { coder }
            | Verdict::Changed { coder, .. }
            | Verdict::Added { coder } => coder.as_ref(),
        }
    }

    /// The code as decided; none if it was rejected.
    pub(super) fn apply(self, code: Code) -> Option<Code> {
        match self {
            Verdict::Rejected { .. } => None,
            Verdict::Accepted { .. } | Verdict::Added { .. } => Some(Code { verified: true, ..code }),
            Verdict::Changed { to, .. } => Some(to.make(code)),
        }
    }
}

impl Change {
    fn make(self, code: Code) -> Code {
        let moved = self.domain.as_ref().is_some_and(|d| *d != code.domain) || self.framework.is_some();
        Code {
            framework: self.framework.unwrap_or(code.framework),
            domain: self.domain.unwrap_or(code.domain),
            construct: self.construct.or(if moved { None } else { code.construct }),
            valence: self.valence.unwrap_or(code.valence),
            holder: self.holder.or(code.holder),
            level: self.level.or(code.level),
            verified: true,
            ..code
        }
    }
}

/// How many suggestions were decided how.
#[derive(Debug, Default)]
pub(in crate::output::tables) struct Decided {
    pub(in crate::output::tables) accepted: u64,
    pub(in crate::output::tables) rejected: u64,
    pub(in crate::output::tables) changed: u64,
    pub(in crate::output::tables) added: u64,
    pub(in crate::output::tables) open: u64,
    coders: BTreeSet<String>,
}

impl Decided {
    pub(super) fn count(&mut self, verdict: Option<&Verdict>) {
        let counter = match verdict {
            None => &mut self.open,
            Some(Verdict::Accepted { .. }) => &mut self.accepted,
            Some(Verdict::Rejected { .. }) => &mut self.rejected,
            Some(Verdict::Changed { .. }) => &mut self.changed,
            Some(Verdict::Added { .. }) => &mut self.added,
        };
        *counter += 1;
        self.coders.extend(verdict.and_then(Verdict::coder).cloned());
    }

    /// How many suggestions the reports hold, without what people added.
    pub(in crate::output::tables) fn suggestions(&self) -> u64 {
        self.accepted + self.rejected + self.changed + self.open
    }

    /// Whether anything was decided.
    pub(in crate::output::tables) fn any(&self) -> bool {
        self.accepted + self.rejected + self.changed + self.added > 0
    }

    /// `2 coders`, or `people` where their names are not told.
    pub(in crate::output::tables) fn coders(&self) -> String {
        match self.coders.len() {
            0 => "people".into(),
            1 => "1 coder".into(),
            n => format!("{n} coders"),
        }
    }

    /// Which codes are shown, for the notes of tables.
    pub(super) fn describe(&self, which: Codes) -> String {
        if !self.any() || which == Codes::Suggested {
            let aside = if self.any() { "; what people decided is left aside" } else { "" };
            return format!("Shown are unverified suggestions, which no person has checked{aside}.");
        }
        let verified = format!(
            "verified codes of {} ({} accepted, {} changed, {} added; {} rejected are left out)",
            self.coders(),
            self.accepted,
            self.changed,
            self.added,
            self.rejected
        );
        match (which, self.open) {
            (Codes::Verified, open) => format!("Shown are {verified}; {open} undecided suggestions are left out."),
            (_, 0) => format!("Shown are {verified}."),
            (_, open) => {
                format!("Shown are {verified} and {open} unverified suggestions, which no person has checked.")
            }
        }
    }
}
