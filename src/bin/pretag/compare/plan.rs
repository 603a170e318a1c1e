//! What a comparison is to do: project file, environment and options put together and checked.
use super::CompareArgs;
use crate::{console::Console, gold, plan, project::Project};
use pretag::{
    Result,
    input::InputOptions,
    measure::{Gold, compare::Gate, stats::bootstrap::Bootstrap},
    output::terminal::Page,
    report::hex_digest,
    tag,
};
use std::{
    path::{Path, PathBuf},
    thread,
};

/// A run of `pretag compare`.
pub(super) struct Plan {
    pub(super) old: String,
    pub(super) new: String,
    /// Whether lexicons stand alone.
    pub(super) alone: bool,
    /// Texts; none: those of the report files.
    pub(super) corpus: Vec<String>,
    pub(super) gold: Option<Gold>,
    pub(super) gold_files: Vec<PathBuf>,
    pub(super) gold_digest: Option<String>,
    pub(super) part: Option<String>,
    pub(super) coding: tag::Options,
    pub(super) gates: Vec<Gate>,
    pub(super) bootstrap: Bootstrap,
    pub(super) sample: Option<usize>,
    pub(super) sample_to: PathBuf,
    pub(super) format: &'static str,
    pub(super) page: Page,
    pub(super) output: Option<PathBuf>,
    pub(super) cases: usize,
    pub(super) times: bool,
    pub(super) threads: usize,
}

/// The texts that are tried where nothing else is named.
const OURS: &str = "corpus/texts";

impl Plan {
    pub(super) fn new(args: CompareArgs, project: Project, console: &Console) -> Result<Self> {
        let defaults = project.tag;
        let output = args.out.output.filter(|p| p != Path::new("-"));
        let terminal = output.is_none() && console.interactive();
        let format = match args.to.as_deref() {
            Some("markdown") => "markdown",
            Some("json") => "json",
            Some("html") => "html",
            Some(_) => "text",
            None if terminal => "text",
            None => "json",
        };
        let (reading, choice) = (args.reading, args.choice);
        let input = InputOptions {
            from: reading.from,
            id_column: reading.id_column.or(defaults.id_column),
            text_column: reading.text_column.or(defaults.text_column),
            interviewers: if reading.interviewer.is_empty() { defaults.interviewer } else { reading.interviewer },
            statements: choice.statements || defaults.statements,
            ..InputOptions::default()
        };
        let coding = tag::Options {
            frameworks: if args.framework.is_empty() { defaults.framework } else { args.framework },
            min_score: choice.min_score.or(defaults.min_score),
            statements: input.statements,
            top: choice.top.or(defaults.top),
            no_prior: choice.no_prior,
            by_hand: choice.by_hand,
            with_text: false,
            also: Vec::new(),
            reading: plan::reading(&input),
        };
        let gold_files = if args.gold.is_empty() { project.compare.gold } else { args.gold };
        let (gold, gold_digest) = match gold_files.as_slice() {
            [] => (None, None),
            files => {
                let (gold, bytes) = gold::read_files(files, args.part.as_deref(), false, console)?;
                gold::caution(&gold, console)?;
                (Some(gold), Some(hex_digest(&bytes)))
            }
        };
        let corpus = match (args.corpus, project.compare.corpus) {
            (given, _) if !given.is_empty() => given,
            (_, paths) => paths,
        };
        Ok(Self {
            old: args.old,
            new: args.new,
            alone: args.no_default_lexicons || defaults.no_default_lexicons,
            corpus,
            gold,
            gold_files,
            gold_digest,
            part: args.part,
            coding,
            gates: args.fail_on,
            bootstrap: Bootstrap { replicates: args.replicates, seed: args.seed },
            sample: args.sample,
            sample_to: args.sample_to,
            format,
            page: console.page(terminal),
            output,
            cases: args.cases,
            times: !args.no_times,
            threads: args
                .threads
                .or(defaults.threads)
                .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)),
        })
    }

    /// The texts to try, and what to say of them where nobody named them.
    pub(super) fn texts(&self, of_reports: Vec<String>) -> (Vec<String>, Option<String>) {
        if !self.corpus.is_empty() {
            return (self.corpus.clone(), None);
        }
        if !of_reports.is_empty() {
            let note = "the texts are those that the reports name (--corpus names others)".to_owned();
            return (of_reports, Some(note));
        }
        if self.gold.is_none() && Path::new(OURS).is_dir() {
            let note = format!(
                "the texts are those of {OURS}, as no others are named (--corpus, or [compare] corpus in pretag.toml)"
            );
            return (vec![OURS.to_owned()], Some(note));
        }
        (Vec::new(), None)
    }
}
