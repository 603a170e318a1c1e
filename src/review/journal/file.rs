//! Drafts -> lines at the end of a coder's file, on disk before they are acknowledged; one writer at a time.
use super::{
    disk::{Disk, Kept, Shut},
    event::{Draft, Event, VERSION},
    line, log,
    log::{Log, Torn},
};
use crate::{
    error::{Error, ErrorKind, Result},
    review::Time,
};
use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// How often, and after what pause, a journal is tried again that somebody has open: whoever closes it may need a moment, and so does a program
/// started just before it was closed, which holds the file until it runs.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(30);

/// A coder's journal, open for writing. While it is open, no other process can open it.
pub struct Journal {
    coder: String,
    path: PathBuf,
    disk: Box<dyn Disk>,
    /// Bytes acknowledged.
    length: u64,
    head: Option<(u64, String)>,
    events: Vec<Event>,
    ids: HashMap<String, usize>,
    torn: Option<PathBuf>,
    broken: Option<String>,
    shut: Option<Error>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (coder, path, events) = (&self.coder, &self.path, self.events.len());
        f.debug_struct("Journal").field("coder", coder).field("path", path).field("events", &events).finish()
    }
}

/// Makes this the only process that has the journal open.
fn lock(file: &File, path: &Path) -> Result<()> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(e)) => return Err(failed(path, &e)),
        }
    }
    let message = "another pretag has this journal open; close it there first (one writer at a time)";
    Err(Error::new(ErrorKind::Io, message).at_path(path.display().to_string()))
}

impl Journal {
    /// Opens the journal of `coder` in the folder of decisions, which is made if it is not there. A torn last line is moved to
    /// `CODER.jsonl.torn-TIME` beside it ([`Journal::torn`]).
    ///
    /// # Errors
    /// A name that is no coder's, a folder that cannot be written to, a journal that another process has open or that is damaged.
    pub fn open(folder: &Path, coder: &str, now: Time) -> Result<Self> {
        let path = super::path(folder, coder)?;
        fs::create_dir_all(folder).map_err(|e| failed(folder, &e))?;
        apart_by_case(folder, coder)?;
        let new = !path.exists();
        let mut file = open(&path).map_err(|e| failed(&path, &e))?;
        lock(&file, &path)?;
        if new {
            sync_folder(folder);
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|e| failed(&path, &e))?;
        let mut journal = Self::on(Box::new(Kept { file, path: path.clone() }), coder, path, &bytes)?;
        journal.mend(folder, &bytes, now)?;
        Ok(journal)
    }

    /// The same; but where the system lets nobody write, the journal as it stands there, which refuses every write with the system's reason
    /// ([`Journal::shut`]).
    ///
    /// # Errors
    /// As [`Journal::open`], but for a folder or file that cannot be written to.
    pub fn open_or_read(folder: &Path, coder: &str, now: Time) -> Result<Self> {
        let path = super::path(folder, coder)?;
        let tried = fs::create_dir_all(folder).and_then(|()| open(&path));
        let error = match tried {
            Err(e) if matches!(e.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => e,
            _ => return Self::open(folder, coder, now),
        };
        let bytes = match fs::read(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read.map_err(|e| Error::io(&path, &e))?,
        };
        let shut = Some(failed(&path, &error));
        Ok(Self { shut, ..Self::on(Box::new(Shut(error.kind())), coder, path, &bytes)? })
    }

    /// A journal on any [`Disk`], with what is there already.
    ///
    /// # Errors
    /// What is there is damaged or another coder's.
    pub fn on(disk: Box<dyn Disk>, coder: &str, path: PathBuf, bytes: &[u8]) -> Result<Self> {
        let log = Log::parse(bytes).map_err(|e| e.at_path(path.display().to_string()))?;
        if !log.coder.is_empty() && log.coder != coder {
            let message = format!("found the journal of {}, expected that of {coder}", log.coder);
            return Err(Error::new(ErrorKind::Format, message).at_path(path.display().to_string()));
        }
        let head = log.chain.head.clone();
        let events = log.into_events();
        let ids = events.iter().enumerate().map(|(n, e)| (e.id.clone(), n)).collect();
        let length = bytes.len() as u64;
        Ok(Self {
            coder: coder.to_owned(),
            path,
            disk,
            length,
            head,
            events,
            ids,
            torn: None,
            broken: None,
            shut: None,
        })
    }

    /// Moves a torn last line aside, or gives a whole one its line end.
    fn mend(&mut self, folder: &Path, bytes: &[u8], now: Time) -> Result<()> {
        let log = Log::parse(bytes)?;
        let mended = match &log.torn {
            Some(Torn { from, bytes }) => {
                let name = format!("{}.jsonl.torn-{}", self.coder, now.to_string().replace(':', ""));
                let aside = folder.join(name);
                let kept = File::create(&aside).and_then(|mut f| f.write_all(bytes).and_then(|()| f.sync_all()));
                kept.map_err(|e| failed(&aside, &e))?;
                sync_folder(folder);
                self.torn = Some(aside);
                self.length = *from;
                self.disk.cut(*from).and_then(|()| self.disk.sync())
            }
            None if log.open => {
                self.length += 1;
                self.disk.append(self.length - 1, b"\n").and_then(|()| self.disk.sync())
            }
            None => Ok(()),
        };
        mended.map_err(|e| failed(&self.path, &e))
    }

    /// Whose it is.
    pub fn coder(&self) -> &str {
        &self.coder
    }

    /// All events in the order that counts.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The hash of the last event.
    pub fn head(&self) -> Option<&str> {
        self.head.as_ref().map(|(_, hash)| hash.as_str())
    }

    /// Where a torn last line was put when the journal was opened: what the last run did not finish to write, and so never acknowledged.
    pub fn torn(&self) -> Option<&Path> {
        self.torn.as_deref()
    }

    /// Why nothing can be written, if nothing can.
    pub fn shut(&self) -> Option<&Error> {
        self.shut.as_ref()
    }

    /// The event of that id.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.ids.get(id).map(|n| &self.events[*n])
    }

    /// Writes an event; when this returns it is on the disk. A draft with an id that is there already is not written again: the earlier event is returned.
    ///
    /// # Errors
    /// Nothing was written: a full disk, a read-only folder, a file that somebody else changed (open the journal again then), an id that is none
    /// or that belongs to another event.
    pub fn append(&mut self, draft: Draft) -> Result<Event> {
        let event = match self.event_of(draft)? {
            Ok(earlier) => return Ok(earlier),
            Err(new) => new,
        };
        self.write(event)
    }

    /// The earlier event of the same id, or the new one.
    fn event_of(&self, draft: Draft) -> Result<Result<Event, Event>> {
        let (seq, prev) = self.head.clone().map_or((1, String::new()), |(seq, hash)| (seq + 1, hash));
        let Draft { id, at, mode, revealed, ms, action } = draft;
        let (given, coder) = (id.is_some(), self.coder.clone());
        let id = id.unwrap_or_default();
        let hash = String::new();
        let mut event = Event { v: VERSION, id, seq, coder, at, mode, revealed, ms, prev, action, hash };
        if !given {
            event.id = line::id(&event).map_err(json)?;
            return Ok(Err(event));
        }
        if !(8..=64).contains(&event.id.len()) || !event.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            let message = format!("found the event id {:?}, expected 8 to 64 letters, digits and `-`", event.id);
            return Err(Error::new(ErrorKind::Format, message));
        }
        match self.event(&event.id) {
            Some(earlier) if earlier.action == event.action => Ok(Ok(earlier.clone())),
            Some(_) => {
                let message = format!("event {} is there already and says something else", event.id);
                Err(Error::new(ErrorKind::Format, message))
            }
            None => Ok(Err(event)),
        }
    }

    /// Takes in the events of a copy of this journal that grew on another machine. The file is replaced as a whole: it holds either what it
    /// held or the events of both.
    ///
    /// # Errors
    /// The copy is damaged or another coder's, or the file cannot be written.
    pub fn merge(&mut self, copy: &[u8]) -> Result<()> {
        let ours = fs::read(&self.path).map_err(|e| failed(&self.path, &e))?;
        let merged = super::merge(&ours, copy)?;
        let log = Log::parse(&merged)?;
        if !log.coder.is_empty() && log.coder != self.coder {
            let message = format!("found the journal of {}, expected that of {}", log.coder, self.coder);
            return Err(Error::new(ErrorKind::Usage, message));
        }
        if merged == ours {
            return Ok(());
        }
        self.disk.check(self.length).map_err(|e| failed(&self.path, &e))?;
        // a crash between here and the end leaves a whole copy beside the journal
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let aside = folder.join(format!("{}.merging", self.coder));
        let kept = File::create(&aside).and_then(|mut f| f.write_all(&merged).and_then(|()| f.sync_all()));
        kept.map_err(|e| failed(&aside, &e))?;
        fs::rename(&aside, &self.path).map_err(|e| failed(&self.path, &e))?;
        sync_folder(folder);
        let file = OpenOptions::new().read(true).write(true).open(&self.path).map_err(|e| failed(&self.path, &e))?;
        file.try_lock().map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
        let disk = Box::new(Kept { file, path: self.path.clone() });
        *self = Self::on(disk, &self.coder, self.path.clone(), &merged)?;
        Ok(())
    }

    fn write(&mut self, mut event: Event) -> Result<Event> {
        if let Some(why) = &self.broken {
            let message = format!("not saved: {why}; open the journal again");
            return Err(Error::new(ErrorKind::Io, message).at_path(self.path.display().to_string()));
        }
        let line = line::write(&mut event).map_err(json)?;
        if let Err(e) = self.disk.check(self.length) {
            self.broken = Some(e.to_string());
            return Err(failed(&self.path, &e));
        }
        if let Err(e) = self.disk.append(self.length, line.as_bytes()).and_then(|()| self.disk.sync()) {
            // what is half written goes; where even that fails nobody knows what is on the disk, and nothing more is promised
            if self.disk.cut(self.length).and_then(|()| self.disk.sync()).is_err() {
                self.broken = Some(format!("an earlier write failed ({e}) and could not be taken back"));
            }
            return Err(failed(&self.path, &e));
        }
        self.length += line.len() as u64;
        self.head = Some((event.seq, event.hash.clone()));
        self.ids.insert(event.id.clone(), self.events.len());
        self.events.push(event.clone());
        Ok(event)
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Two names that differ in case only would be one file on some systems.
fn apart_by_case(folder: &Path, coder: &str) -> Result<()> {
    for other in coders(folder)? {
        if other != coder && other.to_lowercase() == coder.to_lowercase() {
            let message = format!(
                "there is a journal of {other}; names that differ from it in case only are not kept apart everywhere"
            );
            return Err(Error::new(ErrorKind::Usage, message).at_path(folder.display().to_string()));
        }
    }
    Ok(())
}

/// The coders that have a journal in a folder, sorted. A folder that is not there holds none.
///
/// # Errors
/// A folder that cannot be read.
pub fn coders(folder: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|e| Error::io(folder, &e))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|e| Error::io(folder, &e))?.file_name();
        if let Some(coder) = name.to_str().and_then(|n| n.strip_suffix(".jsonl"))
            && super::check_coder(coder).is_ok()
        {
            names.push(coder.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// All journals of a folder, by coder, read without locking.
///
/// # Errors
/// A journal that cannot be read or is damaged, or whose events are of another coder than its name says.
pub fn read_all(folder: &Path) -> Result<Vec<Log>> {
    let mut logs = Vec::new();
    for coder in coders(folder)? {
        let path = super::path(folder, &coder)?;
        let mut log = log::read(&path)?;
        if log.coder.is_empty() {
            log.coder = coder;
        } else if log.coder != coder {
            let message = format!("found the journal of {}, expected that of {coder} by its name", log.coder);
            return Err(Error::new(ErrorKind::Format, message).at_path(path.display().to_string()));
        }
        logs.push(log);
    }
    Ok(logs)
}

/// A new name is on the disk when its folder is; systems that cannot do this do it by themselves.
pub(in crate::review) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn json(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Format, error.to_string())
}

/// An error of the system in words a coder can act on.
pub(in crate::review) fn failed(path: &Path, error: &io::Error) -> Error {
    use io::ErrorKind as Kind;
    let why = match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
            "not saved: the disk is full; make room and try again"
        }
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => "not saved: this folder cannot be written to",
        _ => "not saved",
    };
    Error::new(ErrorKind::Io, format!("{why} ({error})")).at_path(path.display().to_string())
}
