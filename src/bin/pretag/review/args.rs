//! What can be said of `pretag review`, as words.
use super::serve::ServeArgs;
use crate::{
    args::{CodingArgs, InputArgs, OutputArgs, PackArgs},
    examples,
};
use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use pretag::review::{Mode, verified::Rule};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ReviewArgs {
    #[command(subcommand)]
    pub(crate) command: Option<ReviewCommand>,

    #[command(flatten)]
    pub(crate) serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReviewCommand {
    /// Make a project from reports (with text) or documents, without starting the page
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_CREATE)]
    Create(CreateArgs),
    /// Show what was done, event by event
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_LOG)]
    Log(LogArgs),
    /// Check that no journal was altered: every hash, every link of the chain
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_VERIFY)]
    VerifyJournal(VerifyArgs),
    /// Join the decisions of a copy of the project from another machine
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_MERGE)]
    Merge(MergeArgs),
    /// Write the reports with what people decided, to tabulate, compare and measure with
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_EXPORT)]
    Export(ExportArgs),
    /// Write a page that a coder without an installation can work in
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_PACKET)]
    ExportPacket(PacketArgs),
    /// Take in the decisions that a coder sent back
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_IMPORT)]
    ImportPacket(ImportArgs),
    /// Say how the verification was done, in the terms of reporting guidelines
    #[command(help_template = examples::FIRST, before_help = examples::REVIEW_AUDIT)]
    Audit(AuditArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,

    /// Only what this coder decided, without adjudication
    #[arg(long, value_name = "NAME")]
    pub(crate) coder: Option<String>,

    /// Where coders differ and nobody adjudicated: leave it undecided (agreed), take what more than half decided (majority), or the code if
    /// anybody gave it (any)
    #[arg(long, value_name = "RULE", default_value = "agreed", value_parser = rule())]
    pub(crate) rule: Rule,

    /// Only decisions made without sight of suggestions
    #[arg(long)]
    pub(crate) blind: bool,

    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

fn rule() -> impl TypedValueParser<Value = Rule> {
    let names = PossibleValuesParser::new(Rule::NAMES.map(|(_, name)| name));
    names.map(|word| Rule::NAMES.into_iter().find(|(_, n)| *n == word).expect("one of the possible values").0)
}

#[derive(Debug, Args)]
pub(crate) struct PacketArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,

    /// Who is to work in it
    #[arg(long, value_name = "NAME")]
    pub(crate) coder: String,

    /// In which mode [default: the project's]
    #[arg(long, value_name = "MODE", value_parser = PossibleValuesParser::new(Mode::ALL.map(Mode::name)))]
    pub(crate) mode: Option<String>,

    /// Only these documents, by id [default: all]
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub(crate) document: Vec<String>,

    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,

    /// Files that coders downloaded from their packets
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,

    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = ["markdown", "html", "json"], default_value = "markdown", help_heading = "Output")]
    pub(crate) to: String,

    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// What a project is made from.
#[derive(Debug, Args)]
pub(crate) struct CreateArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,

    #[command(flatten)]
    pub(crate) source: SourceArgs,

    /// Take other reports or a new lexicon for a project that is there; decisions are kept
    #[arg(long, help_heading = "Project")]
    pub(crate) update: bool,

    #[command(flatten)]
    pub(crate) setting: SettingArgs,
}

/// Reports or documents, and how documents are tagged.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) lexicon: PackArgs,

    #[command(flatten)]
    pub(crate) coding: CodingArgs,
}

/// How the work is set up.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Project")]
pub(crate) struct SettingArgs {
    /// What people call the project [default: the folder's name]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// How suggestions outside the blind sample are verified [default: assisted]
    #[arg(long, value_name = "MODE", value_parser = PossibleValuesParser::new(Mode::ALL.map(Mode::name)))]
    pub(crate) mode: Option<String>,

    /// Share of the sentences that are coded without suggestions first, 0 to 1; at least 30 sentences [default: 0.1]
    #[arg(long, value_name = "SHARE", value_parser = crate::numbers::score)]
    pub(crate) blind_share: Option<f64>,

    /// How many sentences without suggestions are read for missed evidence [default: 50]
    #[arg(long, value_name = "N")]
    pub(crate) missed: Option<u64>,

    /// Where the random numbers of the samples begin [default: 1]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,

    /// Only what this coder did
    #[arg(long, value_name = "NAME")]
    pub(crate) coder: Option<String>,

    /// Only what was done about this document
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,

    /// Output format [default: text on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT", value_parser = ["jsonl", "text"], help_heading = "Output")]
    pub(crate) to: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// The folder of the project
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,

    /// A copy of the project from another machine, its folder of decisions, or single journals
    #[arg(value_name = "OTHER", required = true)]
    pub(crate) others: Vec<PathBuf>,
}
