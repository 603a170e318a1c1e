//! Lexicon files -> Lexicon (waist 2).
mod zones;
use crate::error::Result;
use std::path::PathBuf;
pub use zones::ZoneRules;

/// Concepts, the frameworks over them, and the cues that surround them. (Being built.)
#[derive(Debug, Default)]
pub struct Lexicon {
    zones: ZoneRules,
}

impl Lexicon {
    /// The shipped lexicon (unless `shipped` is false) with these packs (files or folders) laid over it in order.
    pub fn load(packs: &[PathBuf], shipped: bool) -> Result<Lexicon> {
        let _ = (packs, shipped);
        Ok(Lexicon::default())
    }

    /// Which headings open which zone.
    pub fn zones(&self) -> &ZoneRules {
        &self.zones
    }
}
