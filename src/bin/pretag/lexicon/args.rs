//! What can be said behind `pretag lexicon`.
use super::{
    exchange::{ExportArgs, ImportArgs},
    ledger::LedgerArgs,
    lint::LintArgs,
    list::LISTS,
    suggest::SuggestArgs,
};
use crate::{
    args::{GoldArgs, PackArgs},
    examples,
};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct LexiconArgs {
    #[command(subcommand)]
    pub(crate) command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// List frameworks with their domains; or concepts, cues or sets, one a line: id, label or kind, number of terms, file
    List {
        /// What to list [default: frameworks]
        #[arg(value_name = "WHAT", value_parser = LISTS)]
        what: Option<String>,
        #[command(flatten)]
        lexicon: PackArgs,
    },
    /// Show one entry with its terms and where it is used, such as concept.time or tdf.knowledge
    Show {
        /// The entry's id
        id: String,
        #[command(flatten)]
        lexicon: PackArgs,
    },
    /// Read the lexicon and name everything that is wrong with it
    Check(#[command(flatten)] PackArgs),
    /// Show which concepts lead to which domains, over all frameworks
    Map(MapArgs),
    /// Write a framework to start from: a commented skeleton, or a codebook in a table (CSV from Word or Excel) turned into one
    New(NewArgs),
    /// Run the examples in the lexicon; fail on those that do not hold and on terms that nothing fires
    ///
    /// Examples are read as running text. Fails on an example that does not hold, on a term of concepts, domains, cues and sets that
    /// no example or other text fires, and on entries of the shipped files without examples.
    Test(TrialArgs),
    /// Estimate weights from labelled texts, and write them beside those set by hand
    Fit(FitArgs),
    /// Name what is wrong or odd: dead, shadowed, duplicate, contradictory, over-general, untested terms and more
    ///
    /// Each finding has its place, what, why and what to do. --list names the checks, docs/ledger.md describes them.
    #[command(help_template = examples::FIRST, before_help = examples::LINT)]
    Lint(LintArgs),
    /// Account for each entry: how often it fired, was right and wrong, and what to do with it
    ///
    /// From decisions in reports, or from labelled texts. docs/ledger.md says how the advice comes about.
    #[command(help_template = examples::FIRST, before_help = examples::LEDGER)]
    Ledger(LedgerArgs),
    /// Name wordings that mark a domain in labelled or verified texts and that the lexicon does not have
    ///
    /// Nothing is added by itself: --to toml prints terms to read, choose from and paste.
    #[command(help_template = examples::FIRST, before_help = examples::SUGGEST)]
    Suggest(SuggestArgs),
    /// Make a framework of a dictionary of another program: quanteda, LIWC, WordStat, Yoshikoder, Lexicoder, CSV
    ///
    /// Categories become domains, categories in them constructs. What could not be carried over is told on standard error, and in full
    /// with --losses. docs/dictionaries.md says what each format can hold.
    #[command(help_template = examples::FIRST, before_help = examples::IMPORT)]
    Import(ImportArgs),
    /// Make a dictionary for another program of a framework
    ///
    /// Terms are written out in all their wordings. What a dictionary cannot say is told on standard error, and in full with --losses.
    #[command(help_template = examples::FIRST, before_help = examples::EXPORT)]
    Export(ExportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    #[command(flatten)]
    pub(crate) gold: GoldArgs,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// In how many folds sources are parted for cross-validation
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(2..=50), help_heading = "Estimates")]
    pub(crate) folds: u64,

    /// How strongly weights are held near those set by hand [default: what does best on sources left out]
    #[arg(long, value_name = "N", help_heading = "Estimates")]
    pub(crate) penalty: Option<u32>,

    /// Estimate the numbers for running text alone, and keep those for statements as they stand
    #[arg(long, help_heading = "Estimates")]
    pub(crate) running_text: bool,

    /// Estimate the votes on the valence alone, of statements and of running text, and keep all other numbers as they stand
    #[arg(long, conflicts_with = "running_text", help_heading = "Estimates")]
    pub(crate) valence: bool,

    /// Labelled texts nobody read while the lexicon was written: the lines of these files whose part is mirror; repeatable
    ///
    /// Whoever writes a lexicon reads the sentences it is then learned from: there its rules are right more often, and scores part better, than on
    /// other texts. What words say by themselves, and what votes on the valence weighs, is estimated from these lines too (statements counting four
    /// times), and the threshold for running text is chosen on them.
    #[arg(long, value_name = "GOLD", help_heading = "Estimates")]
    pub(crate) unread: Vec<PathBuf>,

    /// Say what would change, and write nothing
    #[arg(long, help_heading = "Output")]
    pub(crate) dry_run: bool,

    /// Write to this file [default: lexicons/weights/FRAMEWORK.toml]
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct TrialArgs {
    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// Text files (a sentence a line, # for remarks) or folders of them that fire terms too; repeatable [default: corpus/examples]
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    pub(crate) texts: Vec<PathBuf>,

    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], default_value = "text", help_heading = "Output")]
    pub(crate) to: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MapArgs {
    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// Only these frameworks, by id, separated by commas [default: all]
    #[arg(long, short, value_name = "ID", value_parser = crate::numbers::id, value_delimiter = ',', help_heading = "Coding")]
    pub(crate) framework: Vec<String>,

    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "csv", "json"], default_value = "text", help_heading = "Output")]
    pub(crate) to: String,
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// The framework's id: lower case, digits, underscores
    pub(crate) id: String,

    /// Its name [default: the id]
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// A codebook as a CSV or TSV table with a header: domain, label, definition, use, terms (separated by semicolons),
    /// barrier, facilitator, none (example sentences, separated by |); only domain is needed
    #[arg(long, value_name = "TABLE", help_heading = "Input")]
    pub(crate) from: Option<PathBuf>,

    /// Write to this file, which must not be there yet [default: standard output]
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}
