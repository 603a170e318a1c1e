//! Paths of the command line -> chunks: files, folders, globs and standard input, one after the other, read only as far as asked.
use super::{
    Chunk, Cutter, Format, InputOptions, Reader, Stream, by_extension,
    chunk::{Body, Choice, Origin, read_bounded},
    peek::{head, peek},
    reader, records, sniffed,
};
use crate::error::{Error, ErrorKind, Result};
use ignore::{Walk, WalkBuilder};
use std::{
    collections::VecDeque,
    fmt,
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The inputs of a run as chunks, in the order of the paths; a folder's files in the order of their paths.
pub struct Inputs {
    options: InputOptions,
    targets: VecDeque<Target>,
    folder: Option<Folder>,
    records: Option<(Arc<Origin>, Cutter)>,
    skipped: usize,
    barren: Vec<String>,
}

/// A folder that is being walked.
struct Folder {
    name: String,
    walk: Walk,
    /// Whether anything was found in it so far, be it an error.
    fruitful: bool,
}

enum Target {
    /// A path as given: a missing or unknown file is an error.
    Named(String),
    /// A path a glob has found: an unknown file is passed over.
    Met(PathBuf),
    /// A path a glob could not look into.
    Closed(PathBuf, Error),
    Stream(Stream, String),
}

/// What an opened target gives.
enum Opened {
    Body(Body),
    Records(Cutter),
    Skipped,
}

impl Inputs {
    /// Opens files, folders, globs and `-` (standard input, also when there is no path). What cannot be read
    /// is an error record among the chunks; only a glob that cannot be understood is an error here.
    pub fn open(paths: &[String], options: &InputOptions) -> Result<Self> {
        let mut targets = VecDeque::new();
        for path in paths {
            expand(path, &mut targets)?;
        }
        if paths.is_empty() {
            targets.push_back(Target::Named("-".into()));
        }
        Ok(Self::over(targets, options))
    }

    /// Reads one stream, called `source` in reports and errors.
    pub fn stream(stream: Box<dyn std::io::Read + Send>, source: &str, options: &InputOptions) -> Self {
        Self::over(VecDeque::from([Target::Stream(stream, source.to_owned())]), options)
    }

    /// How many files of no known kind were met in folders and globs so far, and passed over.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// The folders met so far in which there was no file to read.
    pub fn barren(&self) -> &[String] {
        &self.barren
    }

    fn over(targets: VecDeque<Target>, options: &InputOptions) -> Self {
        Self { options: options.clone(), targets, folder: None, records: None, skipped: 0, barren: Vec::new() }
    }

    /// What comes next: a target's own chunk, or none and `folder` or `records` is set, or a file was passed over.
    fn advance(&mut self, target: Target) -> Option<Chunk> {
        match target {
            Target::Named(path) if path == "-" => self.stdin(Box::new(std::io::stdin()), "-"),
            Target::Stream(stream, source) => self.stdin(stream, &source),
            Target::Named(path) => self.path(Path::new(&path), true),
            Target::Met(path) => self.path(&path, false),
            Target::Closed(path, error) => Some(bad(&path, error)),
        }
    }

    fn path(&mut self, path: &Path, named: bool) -> Option<Chunk> {
        let origin = Origin::new(&path.display().to_string());
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => {
                self.folder = Some(Folder { name: origin.source.clone(), walk: walk(path), fruitful: false });
                None
            }
            Ok(_) => {
                let opened = self.file(path, &origin, named);
                self.take(origin, opened)
            }
            Err(e) => Some(bad(path, Error::io(path, &e))),
        }
    }

    fn file(&self, path: &Path, origin: &Arc<Origin>, named: bool) -> Opened {
        if !named && is_lock(path) {
            return Opened::Skipped;
        }
        let choice = match (self.options.from, self.known(path)) {
            (Some(from), Some(_)) => Choice::Sure(reader(from)),
            (Some(from), None) if named || path.extension().is_none() => Choice::Sure(reader(from)),
            (None, Some(r)) if matches!(r.format(), Format::Text | Format::Markdown) => Choice::Prose(Some(r)),
            (None, Some(r)) => Choice::Sure(r),
            (_, None) if named => return Opened::Body(origin.bad(unknown_kind(path))),
            (_, None) => return Opened::Skipped,
        };
        match choice {
            Choice::Sure(reader) if reader.cut().is_some() => match File::open(path) {
                Ok(file) => self.cut(reader, Box::new(file), origin),
                Err(e) => Opened::Body(origin.bad(Error::io(path, &e))),
            },
            choice => Opened::Body(Body::File(path.to_owned(), choice)),
        }
    }

    /// What the name of a file tells of its format; where it tells no more than that it is text, the beginning may.
    fn known(&self, path: &Path) -> Option<&'static dyn Reader> {
        let named = by_extension(&path.display().to_string())?;
        let asks = named.format() == Format::Text && self.options.from.is_none();
        let cited = asks.then(|| records::citations(&head(path))).flatten();
        Some(cited.unwrap_or(named))
    }

    fn stdin(&mut self, stream: Stream, source: &str) -> Option<Chunk> {
        let origin = Origin::new(source);
        let opened = self.sniff(stream, &origin).unwrap_or_else(|e| Opened::Body(origin.bad(Error::io(source, &e))));
        self.take(origin, opened)
    }

    fn sniff(&self, stream: Stream, origin: &Arc<Origin>) -> std::io::Result<Opened> {
        let (choice, stream) = match self.options.from {
            Some(from) => (Choice::Sure(reader(from)), stream),
            None => {
                let (head, stream) = peek(stream)?;
                (records::table(&head, &self.options).map_or_else(|| choice(sniffed(&head)), Choice::Sure), stream)
            }
        };
        match choice {
            Choice::Sure(reader) if reader.cut().is_some() => Ok(self.cut(reader, stream, origin)),
            choice => Ok(Opened::Body(Body::Whole(read_bounded(stream, &self.options)?, choice))),
        }
    }

    fn cut(&self, reader: &dyn Reader, stream: Stream, origin: &Arc<Origin>) -> Opened {
        reader.cut().map_or(Opened::Skipped, |cut| Opened::Records(cut(stream, origin, &self.options)))
    }

    fn take(&mut self, origin: Arc<Origin>, opened: Opened) -> Option<Chunk> {
        match opened {
            Opened::Body(body) => return Some(Chunk { origin, body }),
            Opened::Records(cutter) => self.records = Some((origin, cutter)),
            Opened::Skipped => self.skipped += 1,
        }
        None
    }

    fn next_record(&mut self) -> Option<Chunk> {
        let (origin, cutter) = self.records.as_mut()?;
        let body = cutter.next();
        let chunk = body.map(|body| Chunk { origin: origin.clone(), body });
        if chunk.is_none() {
            self.records = None;
        }
        chunk
    }

    fn next_in_folder(&mut self) -> Option<Chunk> {
        while let Some(entry) = self.folder.as_mut()?.walk.next() {
            let chunk = match entry {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                    let origin = Origin::new(&entry.path().display().to_string());
                    let opened = self.file(entry.path(), &origin, false);
                    self.take(origin, opened)
                }
                Ok(_) => None,
                Err(e) => Some(walk_error(&e)),
            };
            if chunk.is_some() || self.records.is_some() {
                self.folder.as_mut()?.fruitful = true;
                return chunk;
            }
        }
        let folder = self.folder.take()?;
        self.barren.extend((!folder.fruitful).then_some(folder.name));
        None
    }
}

impl Iterator for Inputs {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if let Some(chunk) = self.next_record().or_else(|| self.next_in_folder()) {
                return Some(chunk);
            }
            if self.records.is_some() || self.folder.is_some() {
                continue;
            }
            let target = self.targets.pop_front()?;
            if let Some(chunk) = self.advance(target) {
                return Some(chunk);
            }
        }
    }
}

impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inputs").field("targets", &self.targets.len()).field("skipped", &self.skipped).finish()
    }
}

fn choice(reader: &'static dyn Reader) -> Choice {
    match reader.format() {
        Format::Text | Format::Markdown | Format::Transcript => Choice::Prose(None),
        _ => Choice::Sure(reader),
    }
}

/// A path that does not exist and looks like a glob is one; shells without globbing hand them on.
fn expand(path: &str, targets: &mut VecDeque<Target>) -> Result<()> {
    if path == "-" || !path.contains(['*', '?', '[']) || Path::new(path).exists() {
        targets.push_back(Target::Named(path.to_owned()));
        return Ok(());
    }
    let found = glob::glob(&pattern(path)).map_err(|e| {
        Error::new(
            ErrorKind::Usage,
            format!("the pattern {path:?} cannot be understood: {} (at character {})", e.msg, e.pos),
        )
    })?;
    let before = targets.len();
    targets.extend(found.map(|found| match found {
        Ok(path) => Target::Met(path),
        Err(e) => Target::Closed(e.path().to_owned(), Error::io(e.path(), e.error())),
    }));
    if targets.len() == before {
        targets.push_back(Target::Named(path.to_owned()));
    }
    Ok(())
}

/// The glob with the folders it begins with taken letter by letter, as far as they exist: `Study [2024]/*.txt`.
fn pattern(path: &str) -> String {
    let mut folders = path.match_indices('/').map(|(at, _)| path.split_at(at));
    let known = folders.rfind(|(folder, _)| Path::new(folder).is_dir());
    known.map_or_else(|| path.to_owned(), |(folder, rest)| glob::Pattern::escape(folder) + rest)
}

/// What `.ignore` files in the folder say holds. What git ignores is read: interviews are kept out of repositories that way.
fn walk(folder: &Path) -> Walk {
    WalkBuilder::new(folder)
        .follow_links(false)
        .git_ignore(false)
        .git_global(false)
        .git_exclude(false)
        .parents(false)
        .sort_by_file_path(|a, b| a.cmp(b))
        .build()
}

fn walk_error(error: &ignore::Error) -> Chunk {
    let path = match error {
        ignore::Error::WithPath { path, .. } => path.as_path(),
        _ => Path::new("?"),
    };
    bad(path, Error::new(ErrorKind::Io, error.to_string()))
}

/// The error record of what could not be looked into.
fn bad(path: &Path, error: Error) -> Chunk {
    let origin = Origin::new(&path.display().to_string());
    let body = origin.bad(error);
    Chunk { origin, body }
}

/// Whether Word put this file beside a document that is open, to say by whom.
fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"))
}

/// Endings of documents that other programs save as what is read.
const SAVED_AS: [(&[&str], &str); 3] = [
    (&["doc", "dot", "odt", "rtf", "pages", "wpd"], "save it as .docx first"),
    (&["pdf"], "save it as text first"),
    (&["xls", "xlsx", "xlsm", "ods"], "save its sheet as CSV first"),
];

fn unknown_kind(path: &Path) -> Error {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let found = path.extension().map_or("a name without an ending".into(), |e| format!("`.{}`", e.to_string_lossy()));
    let known: Vec<&str> = super::READERS.iter().flat_map(|r| r.extensions()).copied().collect();
    let of = |endings: &[&str]| extension.as_deref().is_some_and(|e| endings.contains(&e));
    let told = SAVED_AS.iter().find(|(endings, _)| of(endings)).map_or("say the format with --from", |(_, told)| told);
    let message = format!("found {found}, expected one of .{} (or {told})", known.join(" ."));
    Error::new(ErrorKind::Format, message)
}
