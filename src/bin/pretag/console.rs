//! The two streams: standard output for data only, standard error for the rest, colours where they are wanted.
use crate::args::When;
use pretag::{
    Error, Result,
    input::Inputs,
    output::terminal::{Page, Paint, clean},
};
use std::{
    env, fs,
    io::{self, ErrorKind, IsTerminal, Write},
    path::Path,
};

/// How this run talks to people.
#[derive(Debug)]
pub(crate) struct Console {
    color: When,
    quiet: bool,
}

impl Console {
    pub(crate) fn new(color: When, quiet: bool) -> Self {
        Self { color, quiet }
    }

    /// Whether standard output is a terminal.
    pub(crate) fn interactive(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether standard error is a terminal and may be talked to.
    pub(crate) fn watched(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// The page on standard output, or in a file (`terminal` false).
    pub(crate) fn page(&self, terminal: bool) -> Page {
        let columns = env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let width = if terminal { terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)) } else { None };
        Page { color: self.wants_color(terminal), width: width.or(columns).unwrap_or(80) }
    }

    /// Writes data to standard output; a closed pipe is quiet.
    pub(crate) fn print(&self, bytes: &[u8]) -> Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::io("standard output", &error)),
            _ => Ok(()),
        }
    }

    /// Writes data to this file, or to standard output (also if the file is called `-`).
    pub(crate) fn deliver(&self, file: Option<&Path>, bytes: &[u8]) -> Result<()> {
        match file.filter(|file| *file != Path::new("-")) {
            Some(file) => fs::write(file, bytes).map_err(|e| Error::io(file, &e)),
            None => self.print(bytes),
        }
    }

    /// Tells of an error.
    pub(crate) fn error(&self, error: &Error) {
        self.tell(&format!("{} {}", self.tag(), lines(error)));
    }

    /// Tells of a document that could not be read.
    pub(crate) fn document_error(&self, source: &str, error: &Error) {
        let text = lines(error);
        let place = if text.starts_with(source) { String::new() } else { format!("{}: ", clean(source)) };
        self.tell(&format!("{} {place}{text}", self.tag()));
    }

    /// Tells of folders in which there was nothing to read.
    pub(crate) fn barren(&self, inputs: &Inputs) {
        for folder in inputs.barren() {
            let skipped = "hidden files, those that .ignore files name and those of no known kind are skipped";
            self.note(&format!("pretag: {}: found no file to read in this folder; {skipped}", clean(folder)));
        }
    }

    /// Says something of interest, unless asked to be quiet.
    pub(crate) fn note(&self, line: &str) {
        if !self.quiet {
            self.tell(line);
        }
    }

    fn tag(&self) -> String {
        let color = self.wants_color(io::stderr().is_terminal());
        Page { color, width: 80 }.paint(Paint::Bad, "error:")
    }

    fn wants_color(&self, terminal: bool) -> bool {
        let wished = |name| env::var_os(name).is_some_and(|v| !v.is_empty());
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !wished("NO_COLOR") && env::var_os("TERM").is_none_or(|t| t != "dumb"),
        }
    }

    /// Says something even when asked to be quiet. One write, so that lines of threads and streams do not mix. If standard error is closed there is nobody to tell.
    pub(crate) fn tell(&self, text: &str) {
        let _ = io::stderr().write_all(format!("{text}\n").as_bytes());
    }
}

/// An output that remembers whether its reader has gone away.
#[derive(Debug)]
pub(crate) struct Pipe<W> {
    inner: W,
    closed: bool,
}

impl<W> Pipe<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, closed: false }
    }

    /// Whether nobody reads any more.
    pub(crate) fn closed(&self) -> bool {
        self.closed
    }

    fn note<T>(&mut self, ended: io::Result<T>) -> io::Result<T> {
        self.closed |= ended.as_ref().is_err_and(|e| e.kind() == ErrorKind::BrokenPipe);
        ended
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let ended = self.inner.write(bytes);
        self.note(ended)
    }

    fn flush(&mut self) -> io::Result<()> {
        let ended = self.inner.flush();
        self.note(ended)
    }
}

/// The error with its excerpt, every line cleaned but for the spaces that place the caret.
fn lines(error: &Error) -> String {
    let text = error.to_string();
    text.lines().map(keep_spaces).collect::<Vec<_>>().join("\n")
}

fn keep_spaces(line: &str) -> String {
    line.split(' ').map(clean).collect::<Vec<_>>().join(" ")
}
