//! What a run is to do: project file, environment and options put together and checked, before anything is opened.
use crate::{
    args::{InputArgs, PackArgs, TagArgs},
    console::Console,
    project::{Project, TagDefaults},
};
use pretag::{
    Error, ErrorKind, Result,
    input::{Format, InputOptions},
    lexicon::{Lexicon, Source},
    output::{self, OutputFormat, Style},
    report::{Choices, Reading},
    tag::{self, Compiled},
};
use std::{
    env,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    thread,
};

/// A run of `pretag tag`.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) paths: Vec<String>,
    pub(crate) packs: Packs,
    pub(crate) coding: tag::Options,
    pub(crate) input: InputOptions,
    pub(crate) format: &'static str,
    pub(crate) style: Style,
    pub(crate) target: Target,
    /// A report file whose documents are not tagged again.
    pub(crate) earlier: Option<PathBuf>,
    pub(crate) threads: usize,
}

/// Where reports go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Stdout,
    /// A new file.
    File(PathBuf),
    /// The end of an earlier report file.
    Append(PathBuf),
}

/// Which lexicon files are used.
#[derive(Debug)]
pub(crate) struct Packs {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) shipped: bool,
}

impl Plan {
    /// Puts together what was said; a later word replaces an earlier one.
    pub(crate) fn new(args: TagArgs, project: Project, console: &Console) -> Result<Self> {
        let mut project = project.tag;
        let packs = Packs::new(args.lexicon, &mut project);
        let statements = args.choice.statements || project.statements;
        let coding = tag::Options {
            frameworks: either(args.coding.framework, std::mem::take(&mut project.framework)),
            also: either(args.also, std::mem::take(&mut project.also)),
            min_score: args.choice.min_score.or(project.min_score),
            statements,
            top: args.choice.top.or(project.top),
            no_prior: args.choice.no_prior,
            by_hand: args.choice.by_hand,
            with_text: args.with_text || project.with_text,
            reading: Reading::default(),
        };
        let threads = args.threads.or(project.threads).unwrap_or_else(cores);
        let target = match (args.output, &args.update) {
            (_, Some(file)) => Target::Append(file.clone()),
            (Some(file), _) if file != Path::new("-") => Target::File(file),
            _ => Target::Stdout,
        };
        let format = format(args.to.as_deref(), &target, console)?;
        let page = console.page(target == Target::Stdout && console.interactive());
        let style = Style { color: page.color, width: page.width, raw_cells: args.csv_raw, ..Style::default() };
        let paths = paths(args.input.paths.clone())?;
        target.check_apart_from(&paths)?;
        target.check_not_resumed(args.resume.as_deref())?;
        let input = input_options(args.input, project, statements);
        let coding = tag::Options { reading: reading(&input), ..coding };
        let earlier = args.update.or(args.resume);
        Ok(Self { paths, packs, coding, input, format: format.name, style, target, earlier, threads })
    }
}

impl Packs {
    /// The packs of the command line, else of the environment, else of the project.
    pub(crate) fn new(args: PackArgs, project: &mut TagDefaults) -> Self {
        let environment = env::var_os("PRETAG_LEXICON").map(|list| env::split_paths(&list).collect());
        let environment: Vec<PathBuf> = environment.unwrap_or_default();
        let files = either(args.lexicon, either(environment, std::mem::take(&mut project.lexicon)));
        Self { files, shipped: !(args.no_default_lexicons || project.no_default_lexicons) }
    }

    /// Reads and compiles them; without any, the shipped lexicon is compiled already.
    pub(crate) fn compile(&self) -> Result<Compiled> {
        if self.shipped && self.files.is_empty() { Compiled::shipped() } else { self.load().map(|l| Compiled::of(&l)) }
    }

    /// What to say of frameworks that these packs define, where none was chosen and the usual one is taken.
    pub(crate) fn other_frameworks(&self, chosen: &[String]) -> Vec<String> {
        if !chosen.is_empty() || !self.shipped {
            return Vec::new();
        }
        // what cannot be read was told when the packs were loaded
        let sources = self.files.iter().filter_map(|pack| Source::read(pack).ok()).flatten();
        let defined = sources.filter_map(|s| s.framework().filter(|id| id != "tdf").map(|id| (s.name, id)));
        defined.map(|(name, id)| format!("{name} defines the framework {id}: --framework {id} codes with it")).collect()
    }

    /// Reads them.
    pub(crate) fn load(&self) -> Result<Lexicon> {
        Lexicon::load(&self.files, self.shipped)
    }
}

impl Target {
    /// What it is called in errors.
    pub(crate) fn name(&self) -> &Path {
        match self {
            Target::Stdout => Path::new("standard output"),
            Target::File(path) | Target::Append(path) => path,
        }
    }

    /// Refuses an output that would be read as input, now or the next time.
    fn check_apart_from(&self, paths: &[String]) -> Result<()> {
        let (Target::File(file) | Target::Append(file)) = self else { return Ok(()) };
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Ok(folder) = folder.canonicalize() else { return Ok(()) };
        let full = folder.join(file.file_name().unwrap_or_default());
        for path in paths {
            if Path::new(path).canonicalize().is_ok_and(|input| full.starts_with(input)) {
                let file = file.display();
                let message = format!(
                    "output file {file} lies in the input {path}, where it would be read as a document; choose another place"
                );
                return Err(Error::new(ErrorKind::Usage, message));
            }
        }
        Ok(())
    }

    /// Refuses to write over the reports that are to be gone on from.
    fn check_not_resumed(&self, resumed: Option<&Path>) -> Result<()> {
        let (Target::File(file), Some(resumed)) = (self, resumed) else { return Ok(()) };
        let same = |a: &Path, b: &Path| a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b));
        if !same(file, resumed) {
            return Ok(());
        }
        let message = format!(
            "output file {} would replace the reports that --resume goes on from; --update appends to them",
            file.display()
        );
        Err(Error::new(ErrorKind::Usage, message))
    }
}

/// What to read: without a path standard input, unless a person sits there.
pub(crate) fn paths(paths: Vec<String>) -> Result<Vec<String>> {
    if !paths.is_empty() {
        return Ok(paths);
    }
    if io::stdin().is_terminal() {
        let message =
            "nothing to read: give files or folders, or pipe text in (- reads what you type); see --help for examples";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    Ok(vec!["-".into()])
}

/// How inputs are read.
pub(crate) fn input_options(args: InputArgs, project: TagDefaults, statements: bool) -> InputOptions {
    let default = InputOptions::default();
    InputOptions {
        from: args.reading.from,
        id_column: args.reading.id_column.or(project.id_column),
        text_column: args.reading.text_column.or(project.text_column),
        interviewers: either(args.reading.interviewer, project.interviewer),
        max_document: args.max_document.or(project.max_document).map_or(default.max_document, |size| size.0),
        statements,
    }
}

/// What of it stands in manifests.
pub(crate) fn reading(input: &InputOptions) -> Reading {
    Reading {
        from: input.from.map(|f| f.name().to_owned()),
        id_column: input.id_column.clone(),
        text_column: input.text_column.clone(),
        interviewer: input.interviewers.clone(),
    }
}

/// How the documents are read again of which a manifest tells.
pub(crate) fn read_as(choices: &Choices) -> InputOptions {
    let Reading { from, id_column, text_column, interviewer } = choices.reading.clone();
    InputOptions {
        from: from.as_deref().and_then(Format::from_name),
        id_column,
        text_column,
        interviewers: interviewer,
        statements: choices.statements,
        ..InputOptions::default()
    }
}

fn format(name: Option<&str>, target: &Target, console: &Console) -> Result<&'static OutputFormat> {
    let default = if *target == Target::Stdout && console.interactive() { "text" } else { "jsonl" };
    let name = name.unwrap_or(default);
    if matches!(target, Target::Append(_)) && name != "jsonl" {
        let message = format!("--update appends reports as jsonl, not as {name}; leave out --to");
        return Err(Error::new(ErrorKind::Usage, message));
    }
    output::format(name).ok_or_else(|| Error::new(ErrorKind::Usage, format!("there is no output format {name}")))
}

fn either<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
    if first.is_empty() { second } else { first }
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
