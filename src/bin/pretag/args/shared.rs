//! What several commands can be told: what is read and how, with which lexicon and frameworks, which suggestions are made, where they go.
use crate::{
    numbers::{at_least_one, id, score},
    size::Size,
};
use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use pretag::input::Format;
use std::path::PathBuf;

/// What is read and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Files, folders or globs; - is standard input
    ///
    /// Without a path, standard input is read. Folders are walked (links are not followed); hidden files, those that .ignore files name and those of no known kind are skipped there.
    #[arg(value_name = "PATH", help_heading = None)]
    pub(crate) paths: Vec<String>,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,

    /// Refuse longer documents, such as 500kB or 1GiB; just under 2GiB at most [default: 64MiB]
    #[arg(long, value_name = "SIZE", env = "PRETAG_MAX_DOCUMENT", hide_env = true)]
    pub(crate) max_document: Option<Size>,
}

/// How documents are read.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct ReadingArgs {
    /// Input format [default: by the file's name and content]
    #[arg(long, value_name = "FORMAT", value_parser = input_formats())]
    pub(crate) from: Option<Format>,

    /// Column or field with the id of a record [default: id]
    ///
    /// Where there is none, papers in a table have their accession number, key, PMID or DOI, and citations those or their ID. Of citations it may name a tag, such as U1.
    #[arg(long, value_name = "NAME", env = "PRETAG_ID_COLUMN", hide_env = true)]
    pub(crate) id_column: Option<String>,

    /// Column or field with the text of a record [default: text]
    ///
    /// In a table or JSON without it, title and abstract are the text of a paper.
    #[arg(long, value_name = "NAME", env = "PRETAG_TEXT_COLUMN", hide_env = true)]
    pub(crate) text_column: Option<String>,

    /// Speaker who asks the questions, besides the usual names; repeatable
    ///
    /// What interviewers say is not coded. "Interviewer", "I" and the like are known.
    #[arg(long, value_name = "NAME", value_delimiter = ',', env = "PRETAG_INTERVIEWER", hide_env = true)]
    pub(crate) interviewer: Vec<String>,
}

/// Which lexicon is used.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Lexicon")]
pub(crate) struct PackArgs {
    /// Lay this lexicon file or folder over the shipped ones; repeatable
    ///
    /// It may add to, replace or switch off what is there; see docs/lexicon.md.
    #[arg(long, short, value_name = "PATH")]
    pub(crate) lexicon: Vec<PathBuf>,

    /// Start from nothing instead of the shipped lexicons
    #[arg(long)]
    pub(crate) no_default_lexicons: bool,
}

/// Which frameworks texts are coded with.
#[derive(Clone, Debug, Args)]
pub(crate) struct CodingArgs {
    /// Frameworks to code with, by id [default: tdf]
    #[arg(long, short, value_name = "ID,...", value_delimiter = ',', value_parser = id, env = "PRETAG_FRAMEWORK")]
    #[arg(hide_env = true, help_heading = "Coding")]
    pub(crate) framework: Vec<String>,
}

/// Which of the suggestions are made.
#[derive(Debug, Default, Args)]
pub(crate) struct ChoiceArgs {
    /// Leave out suggestions below this score, 0 to 1 [default: the lexicon's]
    #[arg(long, value_name = "SCORE", value_parser = score, env = "PRETAG_MIN_SCORE", hide_env = true, help_heading = "Coding")]
    pub(crate) min_score: Option<f64>,

    /// At most so many domains for a segment, the best ones
    #[arg(long, value_name = "N", value_parser = at_least_one, env = "PRETAG_TOP", hide_env = true, help_heading = "Coding")]
    pub(crate) top: Option<usize>,

    /// Take every document for one extracted statement
    ///
    /// Zone and framework-name rules are off, and every statement with any lexical evidence gets a suggestion.
    #[arg(long, help_heading = "Coding")]
    pub(crate) statements: bool,

    /// Leave the valence unclear where nothing in the words tells
    ///
    /// Otherwise the domain's usual valence is taken as a last resort, and the reason says so.
    #[arg(long, help_heading = "Coding")]
    pub(crate) no_prior: bool,

    /// Use weights and scores as written by hand, without what `pretag lexicon fit` estimated
    #[arg(long, help_heading = "Coding")]
    pub(crate) by_hand: bool,
}

/// Where the one thing goes that a command writes.
#[derive(Debug, Default, Args)]
pub(crate) struct OutputArgs {
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}

/// Which labelled texts are used.
#[derive(Debug, Args)]
pub(crate) struct GoldArgs {
    /// Labelled texts, JSON Lines: statements (`codes`, `valence`), sentences of papers (`evidence`, `labels`), codes of documents (`document`,
    /// `quote`, `domain`), or verified reports of `pretag review export`, of which only what was read without sight of suggestions counts
    #[arg(value_name = "GOLD", required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// The framework that is measured, by id
    #[arg(long, short, value_name = "ID", value_parser = id, default_value = "tdf", help_heading = "Measures")]
    pub(crate) framework: String,

    /// Only this part of the gold; lines of `mirror` are counted, never shown
    #[arg(long, value_name = "PART", value_parser = ["learn", "mirror"], help_heading = "Measures")]
    pub(crate) part: Option<String>,

    /// Of verified reports: also count what was read with suggestions in sight, which flatters the suggestions
    #[arg(long, help_heading = "Measures")]
    pub(crate) assisted: bool,
}

fn input_formats() -> impl TypedValueParser<Value = Format> {
    let names = PossibleValuesParser::new(Format::ALL.map(Format::name));
    names.map(|name| Format::from_name(&name).expect("one of the possible values"))
}
