//! What coders do -> one append-only JSON Lines file per coder: events in a hash chain, on disk before they are acknowledged.
//!
//! A line is an [`Event`]; its last field `hash` is the SHA-256 of the line before that field, which holds the hash of the event before (`prev`).
//! A journal is written by one process at a time (file lock) and only ever grows; two copies that grew apart are joined by [`merge()`].
mod chain;
mod disk;
mod event;
mod file;
mod line;
mod log;
mod merge;

pub use crate::report::Change;
pub use disk::Disk;
pub use event::{Action, Code, Draft, Event, Look, Mode, Taken, VERSION, Verdict};
pub use file::{Journal, coders, read_all};
pub(super) use file::{failed, sync_folder};
pub use line::{parse, write};
pub use log::{Log, Torn, read};
pub use merge::merge;

use crate::error::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// The file of a coder's journal in the folder of decisions.
///
/// # Errors
/// A name that is no coder's: see [`check_coder`].
pub fn path(folder: &Path, coder: &str) -> Result<PathBuf> {
    check_coder(coder).map(|()| folder.join(format!("{coder}.jsonl")))
}

/// Whether this can be a coder's name: 1 to 64 letters (of any script), digits, `-`, `_` or inner `.`, no name that systems keep for devices,
/// and not the tool's own.
///
/// # Errors
/// What is wrong with it.
pub fn check_coder(coder: &str) -> Result<()> {
    let wrong = |why: &str| {
        let message = format!("{coder:?} cannot be a coder's name: {why}");
        Err(Error::new(ErrorKind::Usage, message))
    };
    if coder.is_empty() || coder.chars().count() > 64 {
        return wrong("expected 1 to 64 characters");
    }
    if !coder.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return wrong("expected letters, digits, `-`, `_` and `.` only");
    }
    if coder.starts_with(['.', '-']) || coder.ends_with('.') {
        return wrong("expected a letter or digit at both ends");
    }
    let lower = coder.to_lowercase();
    let stem = lower.split('.').next().unwrap_or("");
    let device = |name: &str| stem.strip_prefix(name).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    if ["con", "prn", "aux", "nul"].contains(&stem) || device("com") || device("lpt") {
        return wrong("some systems keep it for a device");
    }
    if ["tool", "pretag"].contains(&lower.as_str()) {
        return wrong("the tool is no coder");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_coder;

    #[test]
    fn names_are_fit_for_files() {
        for name in ["A", "anna", "Ann-Marie_2", "j.smith", "Žofie", "李"] {
            assert!(check_coder(name).is_ok(), "{name}");
        }
        for name in
            ["", "../A", "a/b", "a\\b", ".a", "a.", "-a", "a b", "nul", "COM1", "com1.x", "pretag", "tool", "a\0"]
        {
            assert!(check_coder(name).is_err(), "{name}");
        }
        assert!(check_coder(&"x".repeat(65)).is_err());
    }
}
