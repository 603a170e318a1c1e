//! Dictionaries of other programs -> lexicon files, and back; what cannot be carried over is told as data.
//!
//! A [`Dictionary`] stands between: [`FORMATS`] read and write it, [`import()`] makes a framework of it, [`export()`] makes it of a framework.
mod decode;
mod dictionary;
mod export;
mod fit;
pub mod formats;
mod id;
mod import;
mod pattern;
mod stars;
pub(in crate::lexicon) mod wording;

pub use decode::decode;
pub use dictionary::{Category, Dictionary, Entry, Loss, Pattern, Read};
pub use export::{Exported, Extent, Naming, export};
pub use fit::{Able, fit};
pub use formats::{FORMATS, Format, format, guess};
pub use id::id_of;
pub use import::{Imported, Plan, import};
pub use pattern::{TermLine, term_line};
