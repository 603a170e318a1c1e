//! A lexicon made ready for any of its frameworks; that of the shipped lexicon is made when the program is built.
use super::{Options, Tagger, machine::Blueprint};
use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::{Lexicon, shipped_digest},
};
use serde::{Deserialize, Serialize};

/// What is left of a lexicon without its terms, and what the terms come to.
#[derive(Debug, Serialize, Deserialize)]
pub struct Compiled {
    lexicon: Lexicon,
    blueprint: Blueprint,
}

impl Compiled {
    /// Compiles a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let blueprint = Blueprint::new(lexicon);
        Self { lexicon: lexicon.outline(), blueprint }
    }

    /// Compiles a lexicon, unless it is the shipped one, file by file: that was compiled with the program.
    #[cfg(embedded)]
    pub fn of(lexicon: &Lexicon) -> Self {
        let shipped = if lexicon.digest() == shipped_digest() { Self::shipped().ok() } else { None };
        shipped.unwrap_or_else(|| Self::new(lexicon))
    }

    /// The shipped lexicon, compiled when the program was built.
    ///
    /// # Errors
    /// If the program was damaged.
    #[cfg(embedded)]
    pub fn shipped() -> Result<Self> {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/shipped.bin"));
        postcard::from_bytes(bytes)
            .map_err(|e| Error::new(ErrorKind::Lexicon, format!("the shipped lexicon is damaged: {e}")))
    }

    /// The lexicon without terms, examples and definitions: its frameworks, labels, zones and numbers.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// One of several taggers of the same lexicon.
    ///
    /// # Errors
    /// As [`Tagger::new`].
    pub fn another(&self, options: &Options) -> Result<Tagger> {
        Tagger::of(&self.lexicon, self.blueprint.clone(), options)
    }

    /// A tagger for the frameworks of `options`.
    ///
    /// # Errors
    /// As [`Tagger::new`].
    pub fn tagger(self, options: &Options) -> Result<Tagger> {
        Tagger::of(&self.lexicon, self.blueprint, options)
    }
}
