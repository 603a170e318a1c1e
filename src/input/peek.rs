//! The first bytes of a stream, looked at before it is read.
use super::{Stream, decode};
use memchr::{memchr, memchr2};
use std::{
    fs::File,
    io::{Cursor, ErrorKind, Read, Result},
    path::Path,
};

/// No more than this is looked at, in bytes.
const MOST: usize = 64 << 10;
/// So much of a file is looked at whose name tells no more than that it is text.
const SOME: u64 = 4 << 10;

/// The first bytes of `stream` as text (as far as they are UTF-8), and the stream from its beginning.
/// Waits for no more bytes than are needed to tell the formats apart.
pub(super) fn peek(mut stream: Stream) -> Result<(String, Stream)> {
    let mut head = Vec::new();
    while head.len() < MOST && !enough(decode::without_bom(&head)) {
        if read_some(&mut stream, &mut head, MOST)? == 0 {
            break;
        }
    }
    let valid = text_of(&head).to_owned();
    Ok((valid, Box::new(Cursor::new(head).chain(stream))))
}

/// The first bytes of a file as text; none if it cannot be read.
pub(super) fn head(path: &Path) -> String {
    let mut head = Vec::new();
    // what is read of a pipe is gone
    let file = Some(path).filter(|path| path.is_file()).and_then(|path| File::open(path).ok());
    let read = file.and_then(|file| file.take(SOME).read_to_end(&mut head).ok());
    read.map_or(String::new(), |_| text_of(&head).to_owned())
}

/// The text as far as it is UTF-8.
fn text_of(head: &[u8]) -> &str {
    head.utf8_chunks().next().map_or("", |c| c.valid()).trim_start_matches('\u{feff}')
}

/// The first line of `stream`, as far as it is looked at, and the stream from its beginning.
pub(super) fn first_line(mut stream: Stream) -> Result<(Vec<u8>, Stream)> {
    let mut head = Vec::new();
    while head.len() < MOST && memchr2(b'\n', b'\r', &head).is_none() && read_some(&mut stream, &mut head, MOST)? > 0 {}
    let line = head.split(|b| matches!(*b, b'\n' | b'\r')).next().unwrap_or_default().to_vec();
    Ok((line, Box::new(Cursor::new(head).chain(stream))))
}

/// Appends what one read gives, at most `most` bytes; 0 at the end.
pub(super) fn read_some(stream: &mut dyn Read, bytes: &mut Vec<u8>, most: usize) -> Result<usize> {
    let start = bytes.len();
    bytes.resize(start + most, 0);
    let read = loop {
        match stream.read(&mut bytes[start..]) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    bytes.truncate(start + read.as_ref().map_or(0, |n| *n));
    read
}

/// Whether these bytes tell the format.
fn enough(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    match text {
        [] => false,
        [b'{', ..] => memchr(b'\n', text).is_some(),
        [b'[', rest @ ..] => !rest.trim_ascii_start().is_empty(),
        [b'<', ..] => text.len() >= 16,
        // the names of a table's columns; above citations may stand numbers
        _ => {
            let end = text.iter().rposition(|b| matches!(b, b'\n' | b'\r')).unwrap_or(0);
            text[..end].iter().any(|b| b.is_ascii_alphabetic() || !b.is_ascii())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_starts_again_at_its_beginning() {
        let (head, mut stream) = peek(Box::new("\u{feff}{\"id\":1}\nrest".as_bytes())).unwrap();
        assert!(head.starts_with("{\"id\":1}\n"));
        let mut all = String::new();
        stream.read_to_string(&mut all).unwrap();
        assert_eq!(all, "\u{feff}{\"id\":1}\nrest");
    }
}
