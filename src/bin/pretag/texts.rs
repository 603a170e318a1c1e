//! A file or stream that a person names -> its text; what is no UTF-8 is told with line and byte.
use pretag::{Error, ErrorKind, Result};
use std::{fs, path::Path};

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|e| Error::io(path, &e))?;
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let before = &e.as_bytes()[..at];
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |line_end| line_end + 1);
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        not_utf8(path, line, at - start, e.as_bytes()[at])
    })
}

/// A line as text; `number` is its number, from 1.
pub(crate) fn line<'l>(bytes: &'l [u8], path: &Path, number: usize) -> Result<&'l str> {
    std::str::from_utf8(bytes).map_err(|e| not_utf8(path, number, e.valid_up_to(), bytes[e.valid_up_to()]))
}

fn not_utf8(path: &Path, line: usize, before: usize, found: u8) -> Error {
    let message =
        format!("byte {} of this line, 0x{found:02X}, is not UTF-8: save the file as UTF-8 first", before + 1);
    Error::new(ErrorKind::Encoding, message).at_path(path.display().to_string()).at_line(line)
}
