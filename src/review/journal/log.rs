//! The bytes of a journal -> its events, all checked; a torn last line is told apart from a damaged file.
use super::{
    chain::{self, Chain},
    event::Event,
    line,
};
use crate::error::{Error, ErrorKind, Result};
use std::{fs, io, path::Path};

/// A last line that was not written to its end: the process or the machine died before it was acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// Where it begins (bytes).
    pub from: u64,
    /// What is there of it.
    pub bytes: Vec<u8>,
}

/// A journal as it stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Whose it is; empty of an empty journal.
    pub coder: String,
    pub(super) chain: Chain,
    /// A torn last line, if there is one.
    pub torn: Option<Torn>,
    /// Whether only the line end of the last line is missing.
    pub(super) open: bool,
}

impl Log {
    /// The events in the order that counts: by time, none before the one it follows; each once.
    pub fn events(&self) -> &[Event] {
        &self.chain.events
    }

    /// Its events.
    pub fn into_events(self) -> Vec<Event> {
        self.chain.events
    }

    /// Ids of events that more than one event follows, because the journal grew on two machines; empty for its beginning.
    pub fn forks(&self) -> &[String] {
        &self.chain.forks
    }

    /// Ids that stand in it more than once; only the first counts.
    pub fn repeated(&self) -> &[String] {
        &self.chain.repeated
    }

    /// The hash of the last event, which stands for all before it.
    pub fn head(&self) -> Option<&str> {
        self.chain.head.as_ref().map(|(_, hash)| hash.as_str())
    }

    /// The events of the bytes of a journal.
    ///
    /// # Errors
    /// The first line that is no event, was altered, is somebody else's, or follows an event that is not there; with its number.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let (lines, rest) = bytes.split_at(whole);
        let mut log = Log::default();
        let mut events = Vec::new();
        let mut numbers = Vec::new();
        for (n, raw) in lines.split_inclusive(|b| *b == b'\n').enumerate() {
            if let Some(event) = read_line(raw).map_err(|e| fault(e, n))? {
                events.push(event);
                numbers.push(n);
            }
        }
        match read_line(rest) {
            Ok(Some(event)) => {
                events.push(event);
                numbers.push(numbers.last().map_or(0, |n| n + 1));
                log.open = true;
            }
            _ if rest.is_empty() => {}
            _ => log.torn = Some(Torn { from: whole as u64, bytes: rest.to_vec() }),
        }
        if let Some(first) = events.first() {
            log.coder = first.coder.clone();
            if let Some(n) = events.iter().position(|e| e.coder != log.coder) {
                let message = format!("found an event of {}, expected only those of {}", events[n].coder, log.coder);
                return Err(fault(message, numbers[n]));
            }
        }
        log.chain = chain::order(events).map_err(|(n, why)| fault(why, numbers[n]))?;
        Ok(log)
    }
}

/// Reads a journal without writing to it or locking it; a journal that is not there is empty.
///
/// # Errors
/// A file that cannot be read, or that is damaged: see [`Log::parse`].
pub fn read(path: &Path) -> Result<Log> {
    let bytes = match fs::read(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read.map_err(|e| Error::io(path, &e))?,
    };
    Log::parse(&bytes).map_err(|e| e.at_path(path.display().to_string()))
}

fn read_line(raw: &[u8]) -> Result<Option<Event>, String> {
    let text = std::str::from_utf8(raw).map_err(|e| format!("found a byte that is no UTF-8 at {}", e.valid_up_to()))?;
    let text = text.trim_end_matches(['\n', '\r']);
    if text.is_empty() { Ok(None) } else { line::parse(text).map(Some) }
}

fn fault(why: String, index: usize) -> Error {
    Error::new(ErrorKind::Format, why).at_line(index + 1)
}
