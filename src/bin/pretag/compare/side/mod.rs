//! OLD or NEW as it was named -> a lexicon ready to tag, or the reports of an earlier run.
mod git;

use crate::texts;
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Base, Lexicon, Source},
    report::{LexiconInfo, Line, Saved, source_file},
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// One of the two things compared.
pub(super) enum Side {
    Lexicon(Box<Named>),
    Reports(Reports),
}

/// A lexicon and how it was named.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) commit: Option<String>,
    pub(super) lexicon: Lexicon,
    /// Frameworks that its files define or add to, unless they are a whole lexicon.
    pub(super) frameworks: Vec<String>,
}

/// Reports of an earlier run.
pub(crate) struct Reports {
    pub(crate) name: String,
    pub(crate) reports: Vec<Saved>,
    /// Documents that could not be read then.
    pub(crate) failures: u64,
}

impl Side {
    /// Reads what the word names.
    pub(super) fn read(name: &str, alone: bool) -> Result<Self> {
        let path = Path::new(name);
        if path.is_dir() || (path.exists() && path.extension().is_some_and(|e| e == "toml")) {
            return Self::lexicon(name, None, &Source::read(path)?, alone);
        }
        if path.exists() {
            return Reports::read(path).map(Side::Reports);
        }
        if name == "shipped" {
            return Self::lexicon(name, None, &[], false);
        }
        match name.split_once(':') {
            Some((rev, path)) if !rev.is_empty() => {
                let (commit, sources) = git::read(rev, if path.is_empty() { "." } else { path })?;
                Self::lexicon(name, Some(commit), &sources, alone)
            }
            _ => Err(Error::new(
                ErrorKind::Usage,
                "found nothing of this name; expected a lexicon file or folder, REV:PATH in git (HEAD~1:lexicons), a report file, or `shipped`",
            )
            .at_path(name)),
        }
    }

    fn lexicon(name: &str, commit: Option<String>, sources: &[Source], alone: bool) -> Result<Self> {
        let base = base(sources, alone);
        let lexicon = Lexicon::from_sources(sources, base)?;
        let mut frameworks: Vec<String> = Vec::new();
        if base == Base::Shipped || alone {
            let defined = sources.iter().filter_map(Source::framework);
            defined.for_each(|id| {
                if !frameworks.contains(&id) {
                    frameworks.push(id)
                }
            });
        }
        Ok(Side::Lexicon(Box::new(Named { name: name.to_owned(), commit, lexicon, frameworks })))
    }
}

/// What a lexicon is laid over: one that brings forms and numbers of its own is whole.
fn base(sources: &[Source], alone: bool) -> Base {
    let has = |table: &str| sources.iter().any(|s| s.text.lines().any(|l| l.trim() == table));
    match (has("[forms]"), has("[score]")) {
        (true, true) => Base::Nothing,
        (true, false) => Base::Grammar,
        _ if alone => Base::Grammar,
        _ => Base::Shipped,
    }
}

impl Reports {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = texts::read(path)?;
        let name = path.display().to_string();
        let (mut reports, mut failures) = (Vec::new(), 0);
        for (n, line) in text.lines().enumerate() {
            let wrong = |why| Error::new(ErrorKind::Format, why).at_path(&name).at_line(n + 1);
            match Line::read(line).map_err(wrong)? {
                Line::Report(saved) => reports.push(*saved),
                Line::Failure { .. } => failures += 1,
                Line::Empty => {}
            }
        }
        if reports.is_empty() {
            return Err(Error::new(ErrorKind::Usage, "this file holds no report of a document").at_path(name));
        }
        Ok(Self { name, reports, failures })
    }

    /// The lexicon of its first report.
    pub(crate) fn info(&self) -> LexiconInfo {
        self.reports[0].lexicon.clone()
    }

    /// The files its documents came from, each once, in their order.
    pub(crate) fn sources(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for saved in &self.reports {
            let file = source_file(&saved.document.source).to_owned();
            if !out.contains(&file) {
                out.push(file);
            }
        }
        out
    }
}

/// Files with their lengths in bytes and times of change, by which an edit is noticed.
pub(super) type Stamps = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// Those of the files whose change changes a side; none of what stands in git or the program.
pub(super) fn stamps(name: &str) -> Stamps {
    let path = Path::new(name);
    let files = if path.exists() { Source::files(path).unwrap_or_default() } else { Vec::new() };
    let stamp = |path: PathBuf| {
        let meta = fs::metadata(&path).ok();
        (path, meta.as_ref().map_or(0, fs::Metadata::len), meta.and_then(|m| m.modified().ok()))
    };
    files.into_iter().map(stamp).collect()
}
