//! A lexicon, and what fired in texts -> findings for those who work on it: each with its place, what, why and what to do.
//!
//! Nothing is matched here: what fired where is brought as [`Firing`] by who calls it.
mod entries;
mod firing;
mod odd;
mod wordings;

pub use firing::{Firing, Labelled};

use super::Lexicon;
use entries::Entry;
use serde::Serialize;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth a look.
    Note,
    /// Probably not meant so.
    Warning,
    /// Wrong.
    Error,
}

impl Level {
    /// All with their names.
    pub const NAMES: [(Level, &'static str); 3] =
        [(Level::Note, "note"), (Level::Warning, "warning"), (Level::Error, "error")];

    /// The name in findings.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(l, _)| *l == self).map_or("", |(_, n)| n)
    }
}

/// A row of the list of checks.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// How grave its findings are, unless one says otherwise.
    pub level: Level,
    /// What it needs besides the lexicon.
    pub needs: Need,
    /// Whether its findings are listed only if they are asked for: they are many, and say more of the texts than of the lexicon.
    pub on_request: bool,
}

/// What a check needs besides the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// What fires in the examples.
    Examples,
    /// What fires in other texts.
    Corpus,
    /// What fires in texts with the domains people gave.
    Gold,
}

const fn check(name: &'static str, level: Level, needs: Need, summary: &'static str) -> Check {
    Check { name, summary, level, needs, on_request: false }
}

/// Every check there is.
pub const CHECKS: &[Check] = &[
    check(
        "unreadable",
        Level::Error,
        Need::Nothing,
        "a file that cannot be read as a lexicon, such as for an expression that does not balance",
    ),
    check("duplicate", Level::Error, Need::Nothing, "the same term twice in one entry, however it is spelled"),
    check("twice_in_domain", Level::Note, Need::Nothing, "the same term in two concepts of one domain"),
    check(
        "contradictory",
        Level::Warning,
        Need::Nothing,
        "the same term with opposite leans in concepts of one domain",
    ),
    check(
        "covered",
        Level::Warning,
        Need::Nothing,
        "a term all of whose wordings and forms another one of its entry has too",
    ),
    check("near_duplicate", Level::Note, Need::Nothing, "two terms of one entry that differ by a letter or two"),
    check("quotes", Level::Warning, Need::Nothing, "a straight or curly quote where only that one matches"),
    check(
        "regex",
        Level::Warning,
        Need::Nothing,
        "an expression or literal that does not balance, or begins or ends within a word",
    ),
    check("untested", Level::Warning, Need::Examples, "a term that no example fires"),
    check("dead", Level::Warning, Need::Corpus, "a term that fires neither in the texts nor in an example"),
    Check {
        on_request: true,
        ..check(
            "unmet",
            Level::Note,
            Need::Corpus,
            "a term that only examples fire, not the texts; listed if asked for",
        )
    },
    check("shadowed", Level::Warning, Need::Corpus, "a term that always lies inside another one of its entry"),
    check("over_general", Level::Warning, Need::Corpus, "a term of a concept that fires in too many sentences"),
    check(
        "better_elsewhere",
        Level::Warning,
        Need::Gold,
        "a term that marks another domain better than those it leads to",
    ),
];

/// The check of that name.
pub fn check_named(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|c| c.name == name)
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The check's name.
    pub check: &'static str,
    /// How grave it is.
    pub level: Level,
    /// The file, as named when the lexicon was loaded.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// `concept time`, `cue absence`, `set clinician`; empty where it is about a file.
    pub entry: String,
    /// The term; empty where it is about a file.
    pub term: String,
    /// What was found.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub todo: String,
}

/// What the checks go by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// A term of a concept that fires in a larger share of the sentences is over-general, 0 to 1.
    pub most: f64,
    /// Labelled passages in which a term has to fire before domains are compared; sentences in which a term that an example fires has to
    /// lie inside another one before it is called shadowed.
    pub fewest: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { most: 0.02, fewest: 5 }
    }
}

/// What fired in the texts there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'f> {
    /// In the examples and the sentences beside them.
    pub examples: Option<&'f Firing>,
    /// In other texts.
    pub corpus: Option<&'f Firing>,
    /// In labelled texts, with a framework's id.
    pub gold: Option<(&'f str, &'f [Labelled])>,
}

/// All findings in the order of the lexicon's files and lines, of a line in the order of the checks. What the evidence is missing for is
/// not checked.
pub fn lint(lexicon: &Lexicon, evidence: Evidence<'_>, settings: &Settings) -> Vec<Finding> {
    let entries = entries::all(lexicon);
    let mut out = Vec::new();
    wordings::check(lexicon, &entries, &mut out);
    odd::check(&entries, &mut out);
    firing::check(lexicon, &entries, evidence, settings, &mut out);
    let place = |f: &Finding| CHECKS.iter().position(|c| c.name == f.check);
    out.sort_by(|a, b| (&a.file, a.line, place(a), &a.term).cmp(&(&b.file, b.line, place(b), &b.term)));
    out
}

fn finding(name: &'static str, entry: &Entry<'_>, what: String, why: &str, todo: String) -> Finding {
    Finding {
        check: name,
        level: check_named(name).map_or(Level::Warning, |c| c.level),
        file: entry.term.origin.file.to_string(),
        line: entry.term.origin.line,
        entry: entry.name(),
        term: entry.term.text.to_string(),
        what,
        why: why.to_owned(),
        todo,
    }
}
