//! Packs on disk: a file, or a folder of them.
use super::{Source, exchange::decode};
use crate::error::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// The files of a pack; of a folder all `.toml` files in order of their paths.
pub(super) fn files(pack: &Path) -> Result<Vec<PathBuf>> {
    if !pack.is_dir() {
        return Ok(vec![pack.to_owned()]);
    }
    let mut found = Vec::new();
    // what git leaves out is a lexicon all the same; hidden files are those of editors and systems
    let mut walk = ignore::WalkBuilder::new(pack);
    walk.standard_filters(false).hidden(true).sort_by_file_path(|a, b| a.cmp(b));
    for entry in walk.build() {
        let entry = entry.map_err(|e| Error::new(ErrorKind::Lexicon, e.to_string()))?;
        if entry.path().extension().is_some_and(|e| e == "toml") && entry.path().is_file() {
            found.push(entry.into_path());
        }
    }
    if found.is_empty() {
        return Err(Error::new(ErrorKind::Lexicon, "this folder holds no .toml file; expected a lexicon pack")
            .at_path(pack.display().to_string()));
    }
    Ok(found)
}

/// What a file of a pack holds: UTF-8, or UTF-16 with its mark.
pub(super) fn read(file: &Path) -> Result<Source> {
    let bytes = std::fs::read(file).map_err(|e| Error::io(file, &e))?;
    let name = file.display().to_string();
    let (text, encoding) = decode(&bytes);
    // of what is neither the encoding would be a guess, and a wrong guess changes terms
    match std::str::from_utf8(&bytes) {
        Err(e) if encoding == "windows-1252" => Err(not_utf8(&bytes, e.valid_up_to()).at_path(name)),
        _ => Ok(Source { name, text }),
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Error {
    let found = bytes.get(at).copied().unwrap_or_default();
    let message = format!("byte 0x{found:02X} is not UTF-8 (Windows-1252?); expected a lexicon file saved as UTF-8");
    // up to there the text is as it stands
    Error::new(ErrorKind::Lexicon, message).at_offset(&String::from_utf8_lossy(bytes), at)
}
