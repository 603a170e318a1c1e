//! Packs on disk: a file, or a folder of them.
use super::file::File;
use crate::error::{Error, ErrorKind, Result};
use std::path::Path;

/// Reads a pack; of a folder all `.toml` files in order of their paths.
pub(super) fn read_pack(pack: &Path, files: &mut Vec<File>) -> Result<()> {
    if pack.is_dir() {
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
        return found.iter().try_for_each(|f| read_pack(f, files));
    }
    let bytes = std::fs::read(pack).map_err(|e| Error::io(pack, &e))?;
    let name = pack.display().to_string();
    let text = String::from_utf8(bytes).map_err(|e| {
        Error::new(ErrorKind::Lexicon, format!("not UTF-8 at byte {}", e.utf8_error().valid_up_to())).at_path(&name)
    })?;
    files.push(File::new(&name, text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned)));
    Ok(())
}
