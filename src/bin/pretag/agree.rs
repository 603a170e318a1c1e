//! `pretag agree`: how far coders agree, from a project or from a report a coder.
use crate::{DONE, args::AgreeArgs, console::Console};
use pretag::{
    Error, ErrorKind, Result,
    measure::stats::bootstrap::Bootstrap,
    review::{
        Project, State,
        agree::{self, Agreement, Basis, Coded, Coding, Given, page},
    },
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn run(args: AgreeArgs, console: &Console) -> Result<u8> {
    let bootstrap = Bootstrap { replicates: args.replicates, seed: args.seed };
    let settings = agree::Settings { frameworks: args.framework.clone(), bootstrap };
    let agreement = match args.paths.as_slice() {
        [project] if Project::is_at(project) => of_project(project, &args, &settings)?,
        [one] => {
            let message = "expected the folder of a project, or two reports or more, one of each coder";
            return Err(Error::new(ErrorKind::Usage, message).at_path(one.display().to_string()));
        }
        reports => of_reports(reports, &settings)?,
    };
    let to = args.to.as_deref().unwrap_or(if console.interactive() { "text" } else { "json" });
    let text = match to {
        "text" => page::page(&agreement, page::Look::Plain),
        "markdown" => page::page(&agreement, page::Look::Markdown),
        "csv" => page::csv(&agreement)?,
        _ => serde_json::to_string_pretty(&agreement).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))? + "\n",
    };
    console.print(text.as_bytes()).map(|()| DONE)
}

fn of_project(folder: &Path, args: &AgreeArgs, settings: &agree::Settings) -> Result<Agreement> {
    let project = Project::open(folder)?;
    let state = State::of(&project.logs()?);
    let basis = if args.blind { Basis::Blind } else { Basis::All };
    Ok(agree::of_project(&project, &state, basis, settings))
}

/// A file is a coder, called as the file.
fn of_reports(files: &[PathBuf], settings: &agree::Settings) -> Result<Agreement> {
    let mut texts: BTreeMap<String, Given> = BTreeMap::new();
    let mut codings: Vec<Coding> = Vec::new();
    for file in files {
        let coder = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if codings.iter().any(|c| c.coder == coder) {
            let message = format!("two reports are called {coder}; a file is a coder, called as the file");
            return Err(Error::new(ErrorKind::Usage, message).at_path(file.display().to_string()));
        }
        let text = fs::read_to_string(file).map_err(|e| Error::io(file, &e))?;
        let mut coding = Coding { coder, ..Coding::default() };
        for (n, line) in text.lines().enumerate() {
            let read = agree::of_line(line).map_err(|e| e.at_path(file.display().to_string()).at_line(n + 1))?;
            let Some(given) = read else { continue };
            coding.documents.insert(given.document.clone(), given.coding.clone());
            match texts.get_mut(&given.document) {
                Some(known) if known.sha256 != given.sha256 => {
                    let message =
                        format!("document {} has another text here than in an earlier report", given.document);
                    let error = Error::new(ErrorKind::Format, message);
                    return Err(error.at_path(file.display().to_string()).at_line(n + 1));
                }
                Some(known) => {
                    known.text = known.text.take().or(given.text);
                    if known.segments.is_empty() {
                        known.segments = given.segments;
                    }
                }
                None => drop(texts.insert(given.document.clone(), given)),
            }
        }
        codings.push(coding);
    }
    let texts: Vec<Coded<'_>> = texts.values().map(Given::coded).collect();
    Ok(agree::agree(&texts, &codings, Basis::All, settings))
}
