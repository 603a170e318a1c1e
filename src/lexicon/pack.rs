//! Packs on disk: a file, or a folder of them.
use super::Source;
use crate::error::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// The files of a pack; of a folder all `.toml` files in order of their paths.
pub(super) fn files(pack: &Path) -> Result<Vec<PathBuf>> {
    if !pack.is_dir() {
        return Ok(vec![pack.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in ignore::WalkBuilder::new(pack).sort_by_file_path(|a, b| a.cmp(b)).build() {
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

/// What a file of a pack holds.
pub(super) fn read(file: &Path) -> Result<Source> {
    let bytes = std::fs::read(file).map_err(|e| Error::io(file, &e))?;
    let name = file.display().to_string();
    let mut text = String::from_utf8(bytes).map_err(|e| {
        Error::new(ErrorKind::Lexicon, format!("not UTF-8 at byte {}", e.utf8_error().valid_up_to())).at_path(&name)
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(Source { name, text })
}
