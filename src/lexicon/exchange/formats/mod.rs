//! Dictionary files of other programs <-> [`Dictionary`]: one file a format, all behind one row of one table.
mod csv;
mod lexicoder;
mod liwc;
mod liwc22;
mod quanteda;
mod wordstat;
mod yoshikoder;

use super::{
    dictionary::{Dictionary, Loss, Read},
    fit::{Able, fit},
};
use crate::error::Result;

/// A row of the list of formats.
pub struct Format {
    /// The name after `--from` and `--to`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub summary: &'static str,
    /// Endings of its files, the usual one first.
    pub endings: &'static [&'static str],
    /// What it can hold.
    pub able: Able,
    /// Reads a file's text; an error names its line, not its path.
    pub read: fn(&str) -> Result<Read>,
    /// Writes a dictionary that fits (see [`fit`]).
    write: fn(&Dictionary) -> String,
}

/// Every dictionary format there is.
pub const FORMATS: &[Format] = &[
    Format {
        name: "quanteda",
        summary: "YAML of the R package quanteda",
        endings: &["yml", "yaml"],
        able: quanteda::ABLE,
        read: quanteda::read,
        write: quanteda::write,
    },
    Format {
        name: "liwc2007",
        summary: "LIWC 2007 and 2001: categories side by side, single words",
        endings: &["dic"],
        able: liwc::FLAT,
        read: liwc::read,
        write: liwc::write,
    },
    Format {
        name: "liwc2015",
        summary: "LIWC 2015: categories in categories, phrases",
        endings: &["dic"],
        able: liwc::NESTED,
        read: liwc::read,
        write: liwc::write,
    },
    Format {
        name: "liwc22",
        summary: "LIWC-22 (.dicx): a table of entries and categories, weights",
        endings: &["dicx"],
        able: liwc22::ABLE,
        read: liwc22::read,
        write: liwc22::write,
    },
    Format {
        name: "wordstat",
        summary: "WordStat (.cat): categories in categories, weights",
        endings: &["cat"],
        able: wordstat::ABLE,
        read: wordstat::read,
        write: wordstat::write,
    },
    Format {
        name: "yoshikoder",
        summary: "Yoshikoder (.ykd): XML; also the XML of Lexicoder 2 (.lcd)",
        endings: &["ykd", "lcd"],
        able: yoshikoder::ABLE,
        read: yoshikoder::read,
        write: yoshikoder::write,
    },
    Format {
        name: "lexicoder",
        summary: "Lexicoder 3 (.lc3): categories side by side",
        endings: &["lc3"],
        able: lexicoder::ABLE,
        read: lexicoder::read,
        write: lexicoder::write,
    },
    Format {
        name: "csv",
        summary: "a table: category, category 2 ..., term, weight, description",
        endings: &["csv", "tsv"],
        able: csv::ABLE,
        read: csv::read,
        write: csv::write,
    },
];

impl Format {
    /// The dictionary in this format, and what had to give way.
    pub fn write(&self, dictionary: &Dictionary) -> (String, Vec<Loss>) {
        let (fitting, losses) = fit(dictionary, &self.able);
        ((self.write)(&fitting), losses)
    }
}

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// The format of a file by its content where that tells, else by its ending (without the dot, any case).
pub fn guess(ending: &str, text: &str) -> Option<&'static Format> {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().trim();
    if first == "%" {
        return format(if liwc::is_nested(text) { "liwc2015" } else { "liwc2007" });
    }
    if first.starts_with('<') {
        return format("yoshikoder");
    }
    if liwc22::is_head(first) {
        return format("liwc22");
    }
    let ending = ending.to_lowercase();
    FORMATS.iter().find(|f| f.endings.contains(&ending.as_str()))
}
