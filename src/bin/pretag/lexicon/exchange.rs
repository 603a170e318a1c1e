//! `pretag lexicon import` and `export`: dictionaries of other programs made lexicon files, and back, with all that gives way.
use crate::{DONE, GATE, args::PackArgs, console::Console, numbers::at_least_one, plan::Packs, project::Project};
use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser},
};
use pretag::{
    Error, ErrorKind, Result,
    lexicon::exchange::{
        Dictionary, Extent, FORMATS, Format, Loss, Naming, Plan, decode, export, format, guess, id_of, import,
    },
    output::terminal::clean,
};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The dictionary; - is standard input
    file: PathBuf,

    /// Its format [default: by its content and ending]
    #[arg(long, value_name = "FORMAT", value_parser = formats(), help_heading = "Input")]
    from: Option<String>,

    /// The framework's id: lower case, digits, underscores [default: from the file's name]
    #[arg(long, help_heading = "Framework")]
    id: Option<String>,

    /// Its name [default: the dictionary's, else the id]
    #[arg(long, help_heading = "Framework")]
    name: Option<String>,

    /// Where the dictionary comes from, such as a DOI
    #[arg(long, value_name = "TEXT", default_value = "", help_heading = "Framework")]
    source: String,

    /// Let words match in their other forms too (barrier: barriers); dictionaries mean words as they stand
    #[arg(long, help_heading = "Framework")]
    inflect: bool,

    /// Write another dictionary format instead of a lexicon file
    #[arg(long, value_name = "FORMAT", value_parser = formats(), help_heading = "Output")]
    to: Option<String>,

    #[command(flatten)]
    out: OutArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The dictionary's format
    #[arg(long, value_name = "FORMAT", value_parser = formats(), required = true, help_heading = "Output")]
    to: String,

    /// The framework that becomes a dictionary, by id
    #[arg(long, short, value_name = "ID", value_parser = crate::numbers::id, default_value = "tdf", help_heading = "Coding")]
    framework: String,

    #[command(flatten)]
    lexicon: PackArgs,

    /// Name categories by the ids of domains instead of their labels
    #[arg(long, help_heading = "Output")]
    ids: bool,

    /// Wordings of a term, at most; terms with more are left out
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value = "24", help_heading = "Output")]
    most: usize,

    /// Write every wording (up to 120 a term), and all words in all forms instead of with a star; the dictionary becomes many times as large
    #[arg(long, conflicts_with = "most", help_heading = "Output")]
    all_forms: bool,

    #[command(flatten)]
    out: OutArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct OutArgs {
    /// Write to this file [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write everything that could not be carried over to this file, as JSON Lines, or as a table if it ends with .csv
    #[arg(long, value_name = "FILE")]
    losses: Option<PathBuf>,

    /// Exit with 1 if anything could not be carried over
    #[arg(long)]
    strict: bool,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|f| PossibleValue::new(f.name).help(f.summary)))
}

pub(crate) fn run_import(args: &ImportArgs, console: &Console) -> Result<u8> {
    let name = args.file.display().to_string();
    let (text, encoding) = decode(&bytes(&args.file)?);
    if encoding != "UTF-8" {
        console.note(&format!("{name}: read as {encoding}"));
    }
    let read = (from(args, &text)?.read)(&text).map_err(|e| e.at_path(&name))?;
    let mut losses = read.losses;
    let page = match args.to.as_deref().and_then(format) {
        Some(to) => written(to, &read.dictionary, &mut losses),
        None => framework(args, &read.dictionary, &mut losses)?,
    };
    let (categories, entries) = read.dictionary.size();
    console.note(&format!("{} with {} read from {name}", many(categories, "category"), many(entries, "entry")));
    args.out.finish(&page, &losses, &name, console)
}

pub(crate) fn run_export(args: &ExportArgs, console: &Console) -> Result<u8> {
    let lexicon = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).load()?;
    let framework = lexicon.framework(&args.framework)?;
    let to = format(&args.to).expect("one of the possible values");
    let extent = match args.all_forms {
        true => Extent::AllForms,
        false => Extent::Handy { most: args.most, stars_within: to.able.wildcards },
    };
    let exported = export(&lexicon, framework, Naming { by_id: args.ids, extent });
    let mut losses = exported.losses;
    let page = written(to, &exported.dictionary, &mut losses);
    let (categories, entries) = exported.dictionary.size();
    console.note(&format!("{} with {} made of {}", many(categories, "category"), many(entries, "entry"), framework.id));
    args.out.finish(&page, &losses, "", console)
}

fn many(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {}ies", noun.trim_end_matches('y')) }
}

fn bytes(file: &Path) -> Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut all = Vec::new();
        return match io::stdin().read_to_end(&mut all) {
            Ok(_) => Ok(all),
            Err(e) => Err(Error::io("standard input", &e)),
        };
    }
    fs::read(file).map_err(|e| Error::io(file, &e))
}

fn from(args: &ImportArgs, text: &str) -> Result<&'static Format> {
    if let Some(name) = &args.from {
        return Ok(format(name).expect("one of the possible values"));
    }
    let ending = args.file.extension().and_then(|e| e.to_str()).unwrap_or_default();
    guess(ending, text).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|f| f.name).collect();
        let message = format!(
            "found neither in its name nor in its content which format it has; expected --from with one of {}",
            known.join(", ")
        );
        Error::new(ErrorKind::Usage, message).at_path(args.file.display().to_string())
    })
}

fn written(to: &Format, dictionary: &Dictionary, losses: &mut Vec<Loss>) -> String {
    let (page, more) = to.write(dictionary);
    losses.extend(more);
    page
}

fn framework(args: &ImportArgs, dictionary: &Dictionary, losses: &mut Vec<Loss>) -> Result<String> {
    let id = match &args.id {
        Some(id) => id.clone(),
        None => id_of(&args.file.file_stem().unwrap_or_default().to_string_lossy()),
    };
    if !super::new::is_id(&id) {
        let message = format!("`{id}` is no id; expected lower-case letters, digits and underscores, a letter first");
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let name = args.name.clone().unwrap_or_default();
    let plan = Plan { id, name, source: args.source.clone(), inflect: args.inflect };
    let imported = import(dictionary, &plan);
    losses.extend(imported.losses);
    let (domains, constructs, terms) = (imported.domains, imported.constructs, imported.terms);
    let head = format!(
        "# {domains} domains, {constructs} constructs, {terms} terms, made by `pretag lexicon import`.\n\
         # Try it: `pretag tag papers/ --lexicon THIS_FILE --framework {}`. docs/dictionaries.md says what else it needs.\n",
        plan.id
    );
    Ok(head + &imported.toml)
}

impl OutArgs {
    fn finish(&self, page: &str, losses: &[Loss], source: &str, console: &Console) -> Result<u8> {
        if let Some(file) = &self.losses {
            fs::write(file, table(losses, file)?).map_err(|e| Error::io(file, &e))?;
        }
        summary(losses, source, self.losses.is_some()).iter().for_each(|line| console.note(line));
        console.deliver(self.output.as_deref(), page.as_bytes())?;
        Ok(if self.strict && !losses.is_empty() { GATE } else { DONE })
    }
}

/// Each kind of loss with its number and the first cases.
fn summary(losses: &[Loss], source: &str, written: bool) -> Vec<String> {
    let mut kinds: BTreeMap<&str, Vec<&Loss>> = BTreeMap::new();
    losses.iter().for_each(|l| kinds.entry(&l.what).or_default().push(l));
    let mut lines = match losses.len() {
        0 => vec!["everything was carried over".to_owned()],
        1 => vec!["1 thing could not be carried over as it was:".to_owned()],
        n => vec![format!("{n} things could not be carried over as they were:")],
    };
    for (what, cases) in &kinds {
        lines.push(format!("{:>5} {what}", cases.len()));
        lines.extend(cases.iter().take(3).map(|l| format!("        {}", clean(&case(l, source)))));
    }
    let hidden = kinds.values().any(|cases| cases.len() > 3);
    lines.extend((hidden && !written).then(|| "--losses FILE writes all of them".to_owned()));
    lines
}

fn case(l: &Loss, source: &str) -> String {
    let place = match (source.is_empty(), l.line) {
        (true, _) | (_, 0) => String::new(),
        (false, line) => format!("{source}:{line}: "),
    };
    let what: Vec<&str> = [l.category.as_str(), &l.entry].into_iter().filter(|p| !p.is_empty()).collect();
    let what = what.join(": ");
    if what.is_empty() { format!("{place}{}", l.instead) } else { format!("{place}{what}: {}", l.instead) }
}

fn table(losses: &[Loss], file: &Path) -> Result<Vec<u8>> {
    let wrong =
        |e: &dyn std::fmt::Display| Error::new(ErrorKind::Io, e.to_string()).at_path(file.display().to_string());
    if file.extension().is_none_or(|e| e != "csv") {
        let mut out = Vec::new();
        for loss in losses {
            serde_json::to_writer(&mut out, loss).map_err(|e| wrong(&e))?;
            out.push(b'\n');
        }
        return Ok(out);
    }
    let mut out = csv::Writer::from_writer(Vec::new());
    losses.iter().try_for_each(|l| out.serialize(l)).map_err(|e| wrong(&e))?;
    out.into_inner().map_err(|e| wrong(&e))
}
