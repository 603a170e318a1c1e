//! `pretag lexicon test`: the examples of a lexicon tried, and the terms that nothing fires.
use crate::{DONE, GATE, console::Console, lexicon::TrialArgs, plan::Packs, project::Project};
use pretag::{
    Error, Result,
    lexicon::SHIPPED,
    output::terminal::clean,
    tag::trial::{Finding, Kind, Trial},
};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn run(args: TrialArgs, console: &Console) -> Result<u8> {
    let packs = Packs::new(args.lexicon, &mut Project::nearest()?.tag);
    let lexicon = packs.load()?;
    let files = text_files(&args.texts, &packs)?;
    let mut lines = Vec::new();
    for file in &files {
        lines.extend(lines_of(file)?);
    }
    let mut trial = Trial::new(&lexicon, &lines)?;
    if files.is_empty() && packs.shipped {
        console.note(
            "no folder corpus/examples here: terms of the shipped files are not checked (--texts names other texts)",
        );
        let built_in = |file: &str| SHIPPED.iter().any(|(name, _)| file.strip_prefix("lexicons/") == Some(name));
        trial.findings.retain(|f| f.kind != Kind::Term || !built_in(&f.file));
    }
    let page = match args.to.as_deref() {
        Some("json") => serde_json::to_string(&trial).expect("plain data") + "\n",
        _ => page(&trial, files.len()),
    };
    console.print(page.as_bytes())?;
    Ok(if trial.fails() { GATE } else { DONE })
}

/// The texts given, else `corpus/examples` here, else beside the lexicon folders.
pub(crate) fn text_files(given: &[PathBuf], packs: &Packs) -> Result<Vec<PathBuf>> {
    if !given.is_empty() {
        return Ok(given.iter().map(|path| below(path)).collect::<Result<Vec<_>>>()?.concat());
    }
    let beside = packs.files.iter().filter_map(|pack| pack.parent()).map(|folder| folder.join("corpus/examples"));
    match std::iter::once(PathBuf::from("corpus/examples")).chain(beside).find(|folder| folder.is_dir()) {
        Some(folder) => below(&folder),
        None => Ok(Vec::new()),
    }
}

/// The `.txt` files of a folder, or the file itself.
fn below(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|e| Error::io(path, &e))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    Ok(files)
}

/// Its lines, without empty ones and remarks.
pub(crate) fn lines_of(file: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(file).map_err(|e| Error::io(file, &e))?;
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}

fn page(trial: &Trial, files: usize) -> String {
    let mut out: String = trial.findings.iter().map(line).collect();
    let count = |kind| trial.findings.iter().filter(|f| f.kind == kind).count();
    let _ = writeln!(out, "{} examples, {} of them do not hold", trial.examples, count(Kind::Example));
    let read = match files {
        0 => String::new(),
        _ => format!(" (read besides the examples: {} lines of {files} files)", trial.lines),
    };
    let _ = writeln!(out, "{} terms, {} of them nothing fires{read}", trial.terms, count(Kind::Term));
    let _ = writeln!(out, "{} remarks", count(Kind::Remark));
    out
}

/// `FILE:LINE: ENTRY: what was expected, what was found`
fn line(f: &Finding) -> String {
    let level = if f.fails { "" } else { "warning: " };
    let what = match f.kind {
        Kind::Example => {
            format!("{}: expected {} of \"{}\"; found {}", f.entry, f.expected, f.text, f.found)
        }
        Kind::Term => format!("{}: nothing fires `{}`; found {}", f.entry, f.text, f.found),
        Kind::Remark => f.found.clone(),
    };
    format!("{}:{}: {level}{}\n", f.file, f.line, clean(&what))
}
