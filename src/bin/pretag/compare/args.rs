//! What can be said of `pretag compare`, as words.
use crate::{
    args::{ChoiceArgs, OutputArgs, ReadingArgs},
    numbers::at_least_one,
};
use clap::Args;
use pretag::measure::compare::Gate;
use std::path::PathBuf;

#[derive(Debug, Default, Args)]
pub(crate) struct CompareArgs {
    /// The old side: a lexicon file or folder, REV:PATH in git, a report file, or `shipped`
    ///
    /// A folder with a table [forms] is a whole lexicon; anything else is laid over the shipped one, as --lexicon does elsewhere.
    #[arg(value_name = "OLD")]
    pub(crate) old: String,

    /// The new side
    #[arg(value_name = "NEW")]
    pub(crate) new: String,

    /// Texts to try both sides on: files, folders or globs [default: those of pretag.toml, of the report files, or corpus/texts]
    #[arg(long, value_name = "PATH", num_args = 1.., help_heading = "Input")]
    pub(crate) corpus: Vec<String>,

    /// Labelled texts to measure both sides on, as `pretag evaluate` reads them [default: those of pretag.toml]
    #[arg(long, value_name = "FILE", num_args = 1.., help_heading = "Input")]
    pub(crate) gold: Vec<PathBuf>,

    /// Only this part of the gold
    #[arg(long, value_name = "PART", value_parser = ["learn", "mirror"], help_heading = "Input")]
    pub(crate) part: Option<String>,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,

    /// Lay neither side over the shipped lexicon
    #[arg(long, help_heading = "Lexicon")]
    pub(crate) no_default_lexicons: bool,

    /// Frameworks to code with, by id [default: of the report files or pretag.toml, else those that either side defines, else tdf]
    #[arg(long, short, value_name = "ID,...", value_parser = crate::numbers::id, value_delimiter = ',', env = "PRETAG_FRAMEWORK", hide_env = true)]
    #[arg(help_heading = "Coding")]
    pub(crate) framework: Vec<String>,

    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,

    /// Fail (exit 1) if this holds, such as 'f1<-0.01', 'lost>0' or 'tdf.knowledge.f1<0'; repeatable
    ///
    /// Figures of gold are differences, new minus old: f1, precision, recall, kappa over all domains together, those that `pretag evaluate`
    /// prints, and with statements. or running_text. before them those of one kind of gold. Counts: changed, gained, lost, moved,
    /// valence_changed, score_changed, changed_per_1000_sentences. Of a domain: tdf.knowledge.lost, tdf.knowledge.f1 ...
    #[arg(long, value_name = "CONDITION", help_heading = "Gates")]
    pub(crate) fail_on: Vec<Gate>,

    /// Draw so many changes for checking and write them as reports to be reviewed
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub(crate) sample: Option<usize>,

    /// Where the sample goes
    #[arg(long, value_name = "FILE", default_value = "sample.jsonl", help_heading = "Output")]
    pub(crate) sample_to: PathBuf,

    /// Run again whenever a file of either side is saved
    #[arg(long, conflicts_with = "output", help_heading = "Output")]
    pub(crate) watch: bool,

    /// Output format [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "markdown", "json", "html"], help_heading = "Output")]
    pub(crate) to: Option<String>,

    #[command(flatten)]
    pub(crate) out: OutputArgs,

    /// Sentences shown of each entry, but in json
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Output")]
    pub(crate) cases: usize,

    /// Leave out times and speeds, which differ from run to run
    #[arg(long, help_heading = "Output")]
    pub(crate) no_times: bool,

    /// Where the random numbers of intervals, tests and samples begin
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Measures")]
    pub(crate) seed: u64,

    /// How often papers or sources are drawn for intervals and tests
    #[arg(long, value_name = "N", default_value_t = 2000, help_heading = "Measures")]
    pub(crate) replicates: u32,

    /// Threads [default: one a core]
    #[arg(long, short = 'j', value_name = "N", value_parser = at_least_one, env = "PRETAG_THREADS", hide_env = true)]
    pub(crate) threads: Option<usize>,
}
