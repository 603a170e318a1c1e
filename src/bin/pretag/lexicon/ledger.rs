//! `pretag lexicon ledger`: how each entry of the lexicon fares, from what people decided in reports or said in labelled texts.
use crate::{
    DONE,
    args::{GoldArgs, PackArgs},
    console::Console,
    gold,
    numbers::{at_least_one, score},
    plan::Packs,
    project::Project,
};
use clap::Args;
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Domain, Lexicon},
    measure::{
        Gold,
        ledger::{Judged, Key, Ledger, Place, Reading, Rule, csv, judge_paper, judge_statement, read_line, tables},
        papers,
    },
    output::tables,
    tag::{Options, Scratch, Tagger},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct LedgerArgs {
    /// Reports with decisions (`pretag tag --to jsonl`, then verified); - is standard input
    #[arg(value_name = "REPORT", required_unless_present = "gold")]
    reports: Vec<PathBuf>,

    /// Labelled texts whose labels count as decisions: they are tagged with the lexicon; repeatable
    #[arg(long, value_name = "GOLD", help_heading = "Input")]
    gold: Vec<PathBuf>,

    /// Only this part of the gold; without it, lines of `mirror` are left out, and never shown in any case
    #[arg(long, value_name = "PART", value_parser = ["learn", "mirror"], help_heading = "Input")]
    part: Option<String>,

    /// Of labelled statements, so many of the best domains are taken for suggestions
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value = "3", help_heading = "Input")]
    top: usize,

    /// Only this framework, by id [default: all of the reports; of gold: tdf]
    #[arg(long, short, value_name = "ID", value_parser = crate::numbers::id, help_heading = "Coding")]
    framework: Option<String>,

    #[command(flatten)]
    lexicon: PackArgs,

    /// With fewer decisions nothing is advised
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = "Advice")]
    fewest: u64,

    /// The precision asked of an entry, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = score, default_value = "0.5", help_heading = "Advice")]
    wanted: f64,

    /// The precision below which an entry is to be pruned rather than narrowed, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = score, default_value = "0.2", help_heading = "Advice")]
    hopeless: f64,

    /// How many rows a table shows (text, markdown and html; csv and json hold all)
    #[arg(long, value_name = "N", default_value_t = 40, help_heading = "Output")]
    rows: usize,

    /// Output format [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "csv", "json", "markdown", "html"], help_heading = "Output")]
    to: Option<String>,
}

pub(crate) fn run(args: &LedgerArgs, console: &Console) -> Result<u8> {
    let lexicon = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).load()?;
    let mut judged = of_reports(&args.reports)?;
    if !args.gold.is_empty() {
        judged.extend(of_gold(args, &lexicon, console)?);
    }
    if let Some(id) = &args.framework {
        lexicon.framework(id)?;
        judged.retain(|j| j.framework == *id);
    }
    if judged.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there is no suggestion to account for in these files"));
    }
    let rule = Rule { fewest: args.fewest, wanted: args.wanted, hopeless: args.hopeless };
    let ledger = Ledger::new(&judged, &entries(&lexicon, &judged), rule);
    let to = args.to.as_deref().unwrap_or(if console.interactive() { "text" } else { "json" });
    if ["json", "csv"].contains(&to) {
        // the others say so themselves
        ledger.caution().inspect(|caution| console.note(caution));
    }
    let page = match to {
        "json" => serde_json::to_string_pretty(&ledger).expect("plain data") + "\n",
        "csv" => csv(&ledger),
        name => {
            let width = console.page(console.interactive()).width;
            let format = tables::format(name).expect("one of the possible values");
            (format.write)(&tables(&ledger, args.rows), width, true)?
        }
    };
    console.print(page.as_bytes()).map(|()| DONE)
}

/// What was decided in reports; a later report of the same document takes the place of an earlier one.
pub(super) fn of_reports(files: &[PathBuf]) -> Result<Vec<Judged>> {
    let mut latest: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut all: Vec<Vec<Judged>> = Vec::new();
    each_line(files, &mut |line| {
        if let Reading::Report { document, judged } = read_line(line)? {
            let at = *latest.entry(document).or_insert(all.len());
            if at == all.len() {
                all.push(Vec::new());
            }
            all[at] = judged;
        }
        Ok(())
    })?;
    Ok(all.concat())
}

/// Calls `each` with every line; what is wrong with one is told with its place.
pub(super) fn each_line(files: &[PathBuf], each: &mut dyn FnMut(&str) -> Result<(), String>) -> Result<()> {
    for path in files {
        let reader: Box<dyn BufRead> = match path.as_path() == Path::new("-") {
            true => Box::new(io::stdin().lock()),
            false => Box::new(BufReader::new(fs::File::open(path).map_err(|e| Error::io(path, &e))?)),
        };
        for (at, line) in reader.lines().enumerate() {
            let line = line.map_err(|e| Error::io(path, &e))?;
            each(&line).map_err(|why| {
                Error::new(ErrorKind::Format, why).at_path(path.display().to_string()).at_line(at + 1)
            })?;
        }
    }
    Ok(())
}

/// The gold to learn from: without lines of the mirror, unless they are asked for.
pub(super) fn read_gold(files: &[PathBuf], framework: &str, part: Option<&String>, console: &Console) -> Result<Gold> {
    // what was verified with suggestions in sight tells of entries all the same
    let (files, framework) = (files.to_vec(), framework.to_owned());
    let args = GoldArgs { files, framework, part: part.cloned(), assisted: true };
    let gold = gold::read(&args, console)?;
    Ok(if part.is_none() { gold.without_mirror() } else { gold })
}

fn of_gold(args: &LedgerArgs, lexicon: &Lexicon, console: &Console) -> Result<Vec<Judged>> {
    let framework = args.framework.as_deref().unwrap_or("tdf");
    let gold = read_gold(&args.gold, framework, args.part.as_ref(), console)?;
    gold::warn_of_unknown(&gold, lexicon.framework(framework)?, console);
    let tagger = |statements: bool| {
        let top = statements.then_some(args.top);
        Tagger::new(lexicon, &Options { frameworks: vec![framework.to_owned()], statements, top, ..Options::default() })
    };
    let mut judged = Vec::new();
    let mut scratch = Scratch::default();
    let statements = tagger(true)?;
    gold::each_statement(lexicon.zones(), &gold, &mut |n, document| {
        let report = statements.tag(document, &mut scratch);
        judged.extend(judge_statement(&gold.statements[n], &report, framework));
    });
    let papers = papers(&gold.sentences);
    let running = tagger(false)?;
    gold::each_paper(lexicon.zones(), &papers, &mut |n, document| {
        judged.extend(judge_paper(&papers[n], &running.tag(document, &mut scratch), framework));
    });
    Ok(judged)
}

/// The entries that could have fired: those of concepts that lead to a domain of the frameworks at hand.
fn entries(lexicon: &Lexicon, judged: &[Judged]) -> Vec<Place> {
    let frameworks: BTreeSet<&str> = judged.iter().map(|j| j.framework.as_str()).collect();
    let domains = lexicon.frameworks.iter().filter(|f| frameworks.contains(&*f.id)).flat_map(|f| &f.domains);
    let used: BTreeSet<&str> = domains.flat_map(Domain::mappings).map(|m| &*m.concept).collect();
    let concepts = lexicon.concepts.iter().filter(|c| used.contains(&*c.id));
    let terms = concepts.flat_map(|c| c.terms.iter().filter(|t| !t.shield).map(move |t| (c, t)));
    terms
        .map(|(c, t)| Place {
            key: Key { concept: c.id.to_string(), term: t.text.to_string() },
            file: t.origin.file.to_string(),
            line: t.origin.line,
        })
        .collect()
}
