//! What can be said on the command line, as words; what they mean is decided in `plan`.
mod shared;

use crate::{
    compare::CompareArgs,
    examples,
    lexicon::LexiconArgs,
    numbers::{at_least_one, id, score},
    report::ReportArgs,
    review::ReviewArgs,
    segments::SegmentsArgs,
    verify::VerifyArgs,
};
use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser},
};
use clap_complete::Shell;
use pretag::output;
pub(crate) use shared::{ChoiceArgs, CodingArgs, GoldArgs, InputArgs, OutputArgs, PackArgs, ReadingArgs};
use std::path::PathBuf;

/// Suggests barrier and facilitator codes for health-research text, in the terms of implementation frameworks, for people to verify.
#[derive(Debug, Parser)]
#[command(name = "pretag", version, max_term_width = 100, help_template = examples::FIRST, before_help = examples::PRETAG)]
#[command(after_help = "Run 'pretag COMMAND --help' for the options of a command.")]
#[command(arg_required_else_help = true, subcommand_required = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Colours: on a terminal unless NO_COLOR is set, always, or never
    #[arg(long, global = true, value_name = "WHEN", env = "PRETAG_COLOR", hide_env = true, default_value = "auto")]
    pub(crate) color: When,

    /// Say nothing on standard error but errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Suggest codes for documents
    #[command(help_template = examples::FIRST, before_help = examples::TAG, after_help = examples::TAG_AFTER)]
    Tag(TagArgs),
    /// Show why a text gets its codes, and why not others
    #[command(help_template = examples::FIRST, before_help = examples::EXPLAIN)]
    Explain(ExplainArgs),
    /// Show how documents are read: zones, headings, speakers, sentences
    #[command(help_template = examples::FIRST, before_help = examples::SEGMENTS)]
    Segments(SegmentsArgs),
    /// Make the tables papers print, from reports
    #[command(help_template = examples::FIRST, before_help = examples::REPORT, after_help = examples::REPORT_AFTER)]
    Report(ReportArgs),
    /// Verify suggestions: the page, projects, journals of decisions
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW)]
    Review(Box<ReviewArgs>),
    /// Measure how far coders agree
    #[command(help_template = examples::FIRST, before_help = examples::AGREE)]
    Agree(AgreeArgs),
    /// Measure the suggestions on labelled texts
    #[command(help_template = examples::FIRST, before_help = examples::EVALUATE)]
    Evaluate(EvaluateArgs),
    /// Show what a change of the lexicon does to real texts, and whether it is an improvement
    #[command(help_template = examples::FIRST, before_help = examples::COMPARE)]
    Compare(Box<CompareArgs>),
    /// Look into the lexicon, check it, run its examples, fit weights
    #[command(help_template = examples::FIRST, before_help = examples::LEXICON)]
    Lexicon(LexiconArgs),
    /// Show which codes of one framework lead to which of another
    #[command(help_template = examples::FIRST, before_help = examples::CROSSWALK)]
    Crosswalk(CrosswalkArgs),
    /// Check that a report or comparison is still what it was made of
    #[command(help_template = examples::FIRST, before_help = examples::VERIFY)]
    Verify(VerifyArgs),
    /// Print the JSON Schema of the output lines
    #[command(help_template = examples::FIRST, before_help = examples::SCHEMA)]
    Schema,
    /// Print a completion script for a shell
    #[command(help_template = examples::FIRST, before_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(help_template = examples::FIRST, before_help = examples::MAN)]
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct TagArgs {
    /// Threads [default: one a core]
    #[arg(long, short = 'j', value_name = "N", value_parser = at_least_one, env = "PRETAG_THREADS", hide_env = true)]
    pub(crate) threads: Option<usize>,

    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    #[command(flatten)]
    pub(crate) coding: CodingArgs,

    /// Derive codes of these frameworks by crosswalk, marked as derived
    #[arg(long, value_name = "ID,...", value_delimiter = ',', value_parser = id, help_heading = "Coding")]
    pub(crate) also: Vec<String>,

    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,

    /// Output format [default: text on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT", value_parser = output_formats(), help_heading = "Output")]
    pub(crate) to: Option<String>,

    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// Tag only what is new or changed since this report file
    ///
    /// Documents whose last line in the file has the same id, source, text, lexicon, frameworks, options and version of pretag are left out.
    #[arg(long, value_name = "FILE", conflicts_with = "update", help_heading = "Output")]
    pub(crate) resume: Option<PathBuf>,

    /// The same, and append the new reports to the file
    ///
    /// The file is made if there is none. A last line of a report that was torn off by an accident is cut away first.
    #[arg(long, value_name = "FILE", conflicts_with = "output", help_heading = "Output")]
    pub(crate) update: Option<PathBuf>,

    /// Put the text of the document into its report
    #[arg(long, help_heading = "Output")]
    pub(crate) with_text: bool,

    /// With --to csv: leave cells as they are
    ///
    /// Otherwise a cell that a spreadsheet would take for a formula (it begins with = + - @, tab, carriage return or NUL) gets a ' before it.
    #[arg(long, help_heading = "Output")]
    pub(crate) csv_raw: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// A text, or a place in a file as FILE:LINE
    #[arg(value_name = "TEXT|FILE:LINE", required = true)]
    pub(crate) text: String,

    /// Say what kept this code away, such as tdf.knowledge
    #[arg(long, value_name = "CODE")]
    pub(crate) expect: Option<String>,

    /// The text is one extracted statement, as for `pretag tag --statements`
    #[arg(long)]
    pub(crate) statements: bool,

    /// Show log-odds, words and votes of what is not suggested too
    #[arg(long)]
    pub(crate) numbers: bool,

    #[command(flatten)]
    pub(crate) coding: CodingArgs,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateArgs {
    #[command(flatten)]
    pub(crate) gold: GoldArgs,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// Suggestions in running text below this score do not count [default: the lexicon's threshold]
    #[arg(long, value_name = "SCORE", value_parser = score, help_heading = "Measures")]
    pub(crate) min_score: Option<f64>,

    /// Use weights and scores as written by hand, without what `pretag lexicon fit` estimated
    #[arg(long, help_heading = "Measures")]
    pub(crate) by_hand: bool,

    /// Leave the valence unclear where nothing in the words tells: the figures without the domain's usual valence
    #[arg(long, help_heading = "Measures")]
    pub(crate) no_prior: bool,

    /// How many cases are listed of each cause of error
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Measures")]
    pub(crate) misses: usize,

    /// Where the random numbers of the intervals begin
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Measures")]
    pub(crate) seed: u64,

    /// How often sources are drawn for the intervals; 0 leaves them out
    #[arg(long, value_name = "N", default_value_t = 2000, help_heading = "Measures")]
    pub(crate) replicates: u32,

    /// Output format [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["json", "markdown", "text"], help_heading = "Output")]
    pub(crate) to: Option<String>,

    /// Print the figures alone, without domains, confusion, calibration and causes (text and markdown)
    #[arg(long, help_heading = "Output")]
    pub(crate) brief: bool,

    /// Write a plot of the score's reliability, as SVG
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) plot: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AgreeArgs {
    /// The folder of a project, or two report files or more, one of each coder
    #[arg(value_name = "PROJECT|REPORTS", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// Only decisions made without sight of suggestions (of a project)
    #[arg(long, help_heading = "Measures")]
    pub(crate) blind: bool,

    /// Only these frameworks, by id [default: all]
    #[arg(long, short, value_name = "ID,...", value_parser = id, value_delimiter = ',', help_heading = "Measures")]
    pub(crate) framework: Vec<String>,

    /// Where the random numbers of the intervals begin
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Measures")]
    pub(crate) seed: u64,

    /// How often documents are drawn for the intervals; 0 leaves them out
    #[arg(long, value_name = "N", default_value_t = 2000, help_heading = "Measures")]
    pub(crate) replicates: u32,

    /// Output format [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "markdown", "csv", "json"], help_heading = "Output")]
    pub(crate) to: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CrosswalkArgs {
    /// The framework whose codes are at hand [default: list all crosswalks]
    #[arg(requires = "into")]
    pub(crate) from: Option<String>,

    /// The framework whose codes are wanted
    pub(crate) into: Option<String>,

    /// Re-code these report files (JSON Lines; - for standard input); decisions are carried over
    #[arg(long, value_name = "REPORT", num_args = 1.., requires = "into")]
    pub(crate) recode: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    /// Write re-coded reports to this file [default: standard output]
    #[arg(long, short, value_name = "FILE", requires = "recode", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// Output format of crosswalks; re-coded reports are JSON Lines
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "csv", "json"], default_value = "text", help_heading = "Output")]
    pub(crate) to: String,
}

fn output_formats() -> PossibleValuesParser {
    PossibleValuesParser::new(output::WRITERS.iter().map(|f| PossibleValue::new(f.name).help(f.summary)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
