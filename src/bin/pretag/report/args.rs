//! What can be said of `pretag report`, as words.
use crate::args::PackArgs;
use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use pretag::{
    output::tables::{Codes, FORMATS, KINDS, Share, Unit},
    report::{Holder, Level},
};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Report files (JSON Lines of `pretag tag`); - is standard input
    #[arg(value_name = "REPORTS", required = true)]
    pub(crate) reports: Vec<PathBuf>,

    /// Tables to print [default: all that fit]
    #[arg(long, short, value_name = "NAME,...", value_delimiter = ',', value_parser = kinds(), help_heading = "Tables")]
    pub(crate) table: Vec<String>,

    /// Frameworks, by id [default: all that the reports name]
    #[arg(long, short, value_name = "ID,...", value_parser = crate::numbers::id, value_delimiter = ',', help_heading = "Tables")]
    pub(crate) framework: Vec<String>,

    /// Which codes count: what people decided and open suggestions, only the first, or suggestions as they were made
    #[arg(long, value_name = "WHICH", default_value = "current", value_parser = one_of(&Codes::NAMES), help_heading = "Tables")]
    pub(crate) codes: Codes,

    /// Count codes that were derived by crosswalk (`pretag tag --also`) too
    #[arg(long, help_heading = "Tables")]
    pub(crate) derived: bool,

    /// Every domain in the codebook's order instead of the most frequent first
    #[arg(long, help_heading = "Tables")]
    pub(crate) codebook_order: bool,

    /// What counts as one: each code, a segment, a document, or a named speaker of a document
    #[arg(long, value_name = "UNIT", default_value = "mention", value_parser = one_of(&Unit::NAMES), help_heading = "Counting")]
    pub(crate) unit: Unit,

    /// What percentages in `domains` are of: the same valence over all holders, the same column, the same domain, or all
    /// [default: valence; of documents and speakers all]
    #[arg(long, value_name = "WHAT", value_parser = one_of(&Share::NAMES), help_heading = "Counting")]
    pub(crate) percent_of: Option<Share>,

    /// Holders with a column of their own in `domains`, the others are pooled [default: all that occur]
    #[arg(long, value_name = "HOLDER,...", value_delimiter = ',', value_parser = one_of(&HOLDERS), help_heading = "Counting")]
    pub(crate) holders: Vec<Holder>,

    /// Levels with a column of their own in `levels`; without nano it counts as micro [default: all]
    #[arg(long, value_name = "LEVEL,...", value_delimiter = ',', value_parser = one_of(&LEVELS), help_heading = "Counting")]
    pub(crate) levels: Vec<Level>,

    /// Sample quotes a row in `beliefs`
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Counting")]
    pub(crate) quotes: usize,

    /// Rows a domain in `beliefs`, the most frequent ones
    #[arg(long, value_name = "N", default_value_t = 6, help_heading = "Counting")]
    pub(crate) rows: usize,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// Output format [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = formats(), help_heading = "Output")]
    pub(crate) to: Option<String>,

    /// Write to this file instead of standard output; csv: to this folder, one file a table
    #[arg(long, short, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// Write the figures of `bars` and `heatmap` into this folder, as SVG with a CSV of their numbers
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    pub(crate) plot: Option<PathBuf>,

    /// Print the paragraph for the methods section: alone, or with the tables that --table names or --to writes (markdown, json, html)
    #[arg(long, help_heading = "Output")]
    pub(crate) methods: bool,
}

const HOLDERS: [(Holder, &str); 5] = [
    (Holder::Hcp, "hcp"),
    (Holder::Patient, "patient"),
    (Holder::Carer, "carer"),
    (Holder::Manager, "manager"),
    (Holder::Organisation, "organisation"),
];

const LEVELS: [(Level, &str); 4] =
    [(Level::Nano, "nano"), (Level::Micro, "micro"), (Level::Meso, "meso"), (Level::Macro, "macro")];

/// One of these by its name.
fn one_of<T: Copy + Send + Sync + 'static>(names: &'static [(T, &'static str)]) -> impl TypedValueParser<Value = T> {
    let parser = PossibleValuesParser::new(names.iter().map(|(_, name)| *name));
    parser.map(|word| names.iter().find(|(_, name)| *name == word).expect("one of the possible values").0)
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(KINDS.iter().map(|k| PossibleValue::new(k.name).help(k.summary)))
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|f| PossibleValue::new(f.name).help(f.summary)))
}
