//! What a person decided of a suggestion -> the code that counts, and how many were decided how.
use super::{Code, Codes};
use crate::report::{Change, Decision, Verdict};
use std::collections::BTreeSet;

/// The code as decided; none if it was rejected.
pub(super) fn apply(decision: Decision, code: Code) -> Option<Code> {
    match decision.verdict {
        Verdict::Rejected => None,
        Verdict::Accepted | Verdict::Added => Some(Code { verified: true, ..code }),
        Verdict::Changed(to) => Some(changed(*to, code)),
    }
}

fn changed(to: Change, code: Code) -> Code {
    let construct = to.construct(code.construct.as_deref()).map(str::to_owned);
    let stretch = match (to.start, to.end, to.quote) {
        (Some(start), Some(end), Some(quote)) => Some(((start, end), quote)),
        _ => None,
    };
    let (place, quote) = stretch.unwrap_or((code.place, code.quote));
    Code {
        place,
        quote,
        framework: to.framework.unwrap_or(code.framework),
        domain: to.domain.unwrap_or(code.domain),
        construct,
        valence: to.valence.unwrap_or(code.valence),
        holder: to.holder.or(code.holder),
        level: to.level.or(code.level),
        verified: true,
        ..code
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
    pub(super) fn count(&mut self, decision: Option<&Decision>) {
        let counter = match decision.map(|d| &d.verdict) {
            None => &mut self.open,
            Some(Verdict::Accepted) => &mut self.accepted,
            Some(Verdict::Rejected) => &mut self.rejected,
            Some(Verdict::Changed(_)) => &mut self.changed,
            Some(Verdict::Added) => &mut self.added,
        };
        *counter += 1;
        let coders = decision.and_then(|d| d.coder.as_deref()).unwrap_or_default();
        // several who decided the same stand together, as `A + B`
        self.coders.extend(coders.split(" + ").filter(|c| !c.is_empty()).map(str::to_owned));
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
