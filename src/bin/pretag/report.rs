//! `pretag report`: the tables papers print, from report files.
mod args;

use crate::{DONE, console::Console, plan::Packs, project::Project, texts};
pub(crate) use args::ReportArgs;
use pretag::{
    Error, ErrorKind, Result,
    lexicon::Lexicon,
    output::tables::{self, Codebook, Format, Labels, Line, Settings, Study, Table, Tables},
};
use std::{
    fs,
    io::{self, BufRead, BufReader},
    path::Path,
};

pub(crate) fn run(args: ReportArgs, console: &Console) -> Result<u8> {
    fits(&args)?;
    let lines = read_all(&args.reports)?;
    let mut study = Study::new(lines, args.codes, args.derived);
    if study.documents() == 0 {
        return Err(Error::new(ErrorKind::Usage, "there is no report of a document to tabulate"));
    }
    let lexicon = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).load()?;
    study.rename(|framework, construct| lexicon.alias(framework, construct).map(|(d, c)| (d.to_owned(), c.to_owned())));
    let labels = labels(&lexicon);
    known(&args.framework, &study, &labels)?;
    let width = console.page(args.output.is_none() && console.interactive()).width;
    let tables = tables::tabulate(&study, &labels, &settings(&args), &args.table, &each_once(&args.framework));
    tables.warnings.iter().for_each(|w| console.note(&format!("note: {w}")));
    if let Some(folder) = &args.plot {
        plot(folder, &tables)?;
    }
    let fallback = if args.output.is_none() && console.interactive() { "text" } else { "json" };
    let format = tables::format(args.to.as_deref().unwrap_or(fallback)).expect("one of the possible values");
    print(&args, format, &tables, width, console).map(|()| DONE)
}

/// The paragraph has a place where it is asked for.
fn fits(args: &ReportArgs) -> Result<()> {
    if args.methods && args.to.as_deref() == Some("csv") {
        let message = "CSV has no place for the paragraph of --methods; ask for it alone, or with another --to";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    Ok(())
}

fn each_once<T: PartialEq + Clone>(words: &[T]) -> Vec<T> {
    let mut once: Vec<T> = Vec::new();
    words.iter().for_each(|w| {
        if !once.contains(w) {
            once.push(w.clone());
        }
    });
    once
}

fn settings(args: &ReportArgs) -> Settings {
    let usual = Settings::default();
    Settings {
        unit: args.unit,
        share: args.percent_of,
        holders: each_once(&args.holders),
        levels: if args.levels.is_empty() { usual.levels } else { each_once(&args.levels) },
        by_count: !args.codebook_order,
        quotes: args.quotes,
        rows: args.rows,
    }
}

/// All lines of all files, in order.
fn read_all(files: &[impl AsRef<Path>]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for file in files {
        let path = file.as_ref();
        match path == Path::new("-") {
            true => read(io::stdin().lock(), path, &mut lines)?,
            false => read(BufReader::new(fs::File::open(path).map_err(|e| Error::io(path, &e))?), path, &mut lines)?,
        }
    }
    Ok(lines)
}

fn read(reader: impl BufRead, path: &Path, lines: &mut Vec<Line>) -> Result<()> {
    for (at, line) in reader.split(b'\n').enumerate() {
        let line = line.map_err(|e| Error::io(path, &e))?;
        let wrong = |why| Error::new(ErrorKind::Format, why).at_path(path.display().to_string()).at_line(at + 1);
        lines.extend(tables::parse_line(texts::line(&line, path, at + 1)?).map_err(wrong)?);
    }
    Ok(())
}

fn labels(lexicon: &Lexicon) -> Labels {
    let codebooks = lexicon.frameworks.iter().map(|f| (f.id.to_string(), Codebook::from(f))).collect();
    let concepts = lexicon.concepts.iter().filter(|c| !c.label.is_empty());
    Labels { codebooks, concepts: concepts.map(|c| (c.id.to_string(), c.label.clone())).collect() }
}

/// A framework that neither the reports nor the lexicon know is a slip of the pen.
fn known(asked: &[String], study: &Study, labels: &Labels) -> Result<()> {
    let found = study.frameworks();
    match asked.iter().find(|id| !found.contains(id)) {
        None => Ok(()),
        Some(id) => {
            let hint = match labels.codebooks.contains_key(id) {
                _ if study.derives(id) => "; they hold codes of it derived by crosswalk: --derived counts them",
                true => "; tag the documents with it first",
                false => "",
            };
            let message =
                format!("the reports do not hold the framework `{id}`{hint}; they hold: {}", found.join(", "));
            Err(Error::new(ErrorKind::Usage, message))
        }
    }
}

fn print(args: &ReportArgs, format: &Format, tables: &Tables, width: usize, console: &Console) -> Result<()> {
    // formats for programs and pages have the paragraph beside the tables anyway
    let alone = matches!(args.to.as_deref(), None | Some("text"));
    if args.methods && args.table.is_empty() && alone {
        let text = format!("{}\n", tables.methods);
        return match &args.output {
            Some(file) => write(file, &text),
            None => console.print(text.as_bytes()),
        };
    }
    match &args.output {
        Some(folder) if !format.many => each(folder, format, tables, width),
        Some(file) => write(file, &(format.write)(tables, width, args.methods)?),
        None => console.print((format.write)(tables, width, args.methods)?.as_bytes()),
    }
}

/// A file for each table: `tdf.domains.csv`.
fn each(folder: &Path, format: &Format, tables: &Tables, width: usize) -> Result<()> {
    fs::create_dir_all(folder).map_err(|e| Error::io(folder, &e))?;
    tables.tables.iter().try_for_each(|table| {
        let one = Tables { tables: vec![table.clone()], ..tables.clone() };
        write(&folder.join(file_name(table, format.ending)), &(format.write)(&one, width, false)?)
    })
}

fn plot(folder: &Path, tables: &Tables) -> Result<()> {
    let csv = tables::format("csv").expect("a format");
    let drawn =
        Tables { tables: tables.tables.iter().filter(|t| t.figure.is_some()).cloned().collect(), ..tables.clone() };
    if drawn.tables.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "--plot draws `bars` and `heatmap`; --table names neither"));
    }
    each(folder, csv, &drawn, 80)?;
    for table in &drawn.tables {
        if let Some(svg) = tables::figure(table)? {
            write(&folder.join(file_name(table, "svg")), &svg)?;
        }
    }
    Ok(())
}

/// Framework ids may come from anybody's report: nothing in them leads out of the folder.
fn file_name(table: &Table, ending: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '-' };
    format!("{}.{}.{ending}", table.framework.chars().map(safe).collect::<String>(), table.name)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|e| Error::io(path, &e))
}
