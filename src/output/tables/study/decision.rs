//! What a person decided of a suggestion -> the code that counts, and how many were decided how.
use super::{Code, Codes};
use crate::{
    output::tables::table::many,
    report::{Change, Decision, Score, Verdict},
};
use std::collections::{BTreeMap, BTreeSet};

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

/// The framework a decision counts for: that of the code it leaves.
pub(super) fn framework(code: &Code, decision: Option<&Decision>) -> String {
    match decision.map(|d| &d.verdict) {
        Some(Verdict::Changed(to)) => to.framework.clone().unwrap_or_else(|| code.framework.clone()),
        _ => code.framework.clone(),
    }
}

/// How many suggestions were decided how.
#[derive(Clone, Debug, Default)]
pub(in crate::output::tables) struct Decided {
    pub(in crate::output::tables) accepted: u64,
    pub(in crate::output::tables) rejected: u64,
    pub(in crate::output::tables) changed: u64,
    pub(in crate::output::tables) added: u64,
    /// Suggestions nobody has decided on, or coders differ on, by domain.
    open: BTreeMap<String, u64>,
    /// Of these: coders differ, and nobody has adjudicated.
    pub(in crate::output::tables) disputed: u64,
    /// How many of the suggestions crosswalks led to.
    pub(in crate::output::tables) derived: u64,
    /// The labels of these crosswalks.
    pub(in crate::output::tables) crosswalks: BTreeSet<String>,
    /// The lowest score of a suggestion that the words gave.
    pub(in crate::output::tables) lowest: Option<Score>,
    coders: BTreeSet<String>,
}

impl Decided {
    pub(super) fn count(&mut self, code: &Code, decision: Option<&Decision>) {
        let counter = match decision.map(|d| &d.verdict) {
            None => self.open.entry(code.domain.clone()).or_default(),
            Some(Verdict::Accepted) => &mut self.accepted,
            Some(Verdict::Rejected) => &mut self.rejected,
            Some(Verdict::Changed(_)) => &mut self.changed,
            Some(Verdict::Added) => &mut self.added,
        };
        *counter += 1;
        self.disputed += u64::from(code.disputed);
        let coders = decision.and_then(|d| d.coder.as_deref()).unwrap_or_default();
        // several who decided the same stand together, as `A + B`
        self.coders.extend(coders.split(" + ").filter(|c| !c.is_empty()).map(str::to_owned));
        let added = matches!(decision, Some(Decision { verdict: Verdict::Added, .. }));
        match &code.way {
            _ if added => {}
            None => self.lowest = [self.lowest, Some(code.score)].into_iter().flatten().min(),
            Some(way) => {
                self.derived += 1;
                self.crosswalks.insert(way.crosswalk.clone());
            }
        }
    }

    /// Both together.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.changed += other.changed;
        self.added += other.added;
        self.derived += other.derived;
        self.disputed += other.disputed;
        other.open.iter().for_each(|(domain, n)| *self.open.entry(domain.clone()).or_default() += n);
        self.crosswalks.extend(other.crosswalks.iter().cloned());
        self.coders.extend(other.coders.iter().cloned());
        self.lowest = [self.lowest, other.lowest].into_iter().flatten().min();
        self
    }

    /// How many suggestions the reports hold, without what people added and what crosswalks led to.
    pub(in crate::output::tables) fn suggestions(&self) -> u64 {
        self.accepted + self.rejected + self.changed + self.open() - self.derived
    }

    /// How many nobody has decided on, or coders differ on.
    fn open(&self) -> u64 {
        self.open.values().sum()
    }

    /// How many no person has checked.
    pub(in crate::output::tables) fn unchecked(&self) -> u64 {
        self.open() - self.disputed
    }

    /// How many of a domain nobody has decided on, or coders differ on.
    pub(in crate::output::tables) fn open_in(&self, domain: &str) -> u64 {
        self.open.get(domain).copied().unwrap_or(0)
    }

    /// Whether anything was decided.
    pub(in crate::output::tables) fn any(&self) -> bool {
        self.accepted + self.rejected + self.changed + self.added + self.disputed > 0
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
    pub(in crate::output::tables) fn describe(&self, which: Codes) -> String {
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
        let unchecked = |name: &str| many(self.unchecked(), name);
        let differ = format!("{} on which coders differ", many(self.disputed, "suggestion"));
        match (which, self.unchecked(), self.disputed) {
            (Codes::Verified, n, 0) => {
                let are = if n == 1 { "is" } else { "are" };
                format!("Shown are {verified}; {} {are} left out.", unchecked("undecided suggestion"))
            }
            (Codes::Verified, ..) => {
                let unchecked = unchecked("suggestion");
                format!("Shown are {verified}; {unchecked} that no person has checked and {differ} are left out.")
            }
            (_, 0, 0) => format!("Shown are {verified}."),
            (_, _, 0) => {
                format!("Shown are {verified} and {}, which no person has checked.", unchecked("unverified suggestion"))
            }
            (_, 0, _) => format!("Shown are {verified} and {differ} and nobody has adjudicated."),
            (..) => format!(
                "Shown are {verified}, {} that no person has checked, and {differ} and nobody has adjudicated.",
                unchecked("unverified suggestion")
            ),
        }
    }
}
