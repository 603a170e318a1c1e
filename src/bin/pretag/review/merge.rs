//! `pretag review merge`: the decisions of another machine into the journals of this one.
use super::{args::MergeArgs, now};
use crate::{DONE, console::Console};
use pretag::{
    Error, ErrorKind, Result,
    review::{
        Project,
        journal::{Journal, coders, path},
        project::DECISIONS,
    },
};
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn run(args: &MergeArgs, console: &Console) -> Result<u8> {
    let project = Project::open(&args.project)?;
    for other in &args.others {
        if let Ok(theirs) = Project::open(other) {
            same_documents(&project, &theirs, other)?;
        }
        for file in journals(other)? {
            let coder = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&file).map_err(|e| Error::io(&file, &e))?;
            let mut journal = Journal::open(&project.decisions(), &coder, now())?;
            let before = journal.events().len();
            journal.merge(&bytes).map_err(|e| e.at_path(file.display().to_string()))?;
            let new = journal.events().len() - before;
            console.note(&format!("{coder}: {new} new events from {}", file.display()));
        }
    }
    Ok(DONE)
}

/// The journals in a project, a folder of decisions, or the one file.
fn journals(other: &Path) -> Result<Vec<PathBuf>> {
    if other.is_file() {
        return Ok(vec![other.to_owned()]);
    }
    let folder = if other.join(DECISIONS).is_dir() { other.join(DECISIONS) } else { other.to_owned() };
    let found = coders(&folder)?.iter().map(|coder| path(&folder, coder)).collect::<Result<Vec<_>>>()?;
    if found.is_empty() {
        let message = "there are no journals here";
        return Err(Error::new(ErrorKind::Usage, message).at_path(other.display().to_string()));
    }
    Ok(found)
}

/// Decisions on another text of the same name would be joined without sense.
fn same_documents(ours: &Project, theirs: &Project, other: &Path) -> Result<()> {
    for base in &theirs.documents {
        if let Some(known) = ours.document(base.id())
            && known.document.sha256 != base.document.sha256
        {
            let message = format!("its document {} has another text than ours; these are two projects", base.id());
            return Err(Error::new(ErrorKind::Usage, message).at_path(other.display().to_string()));
        }
    }
    Ok(())
}
