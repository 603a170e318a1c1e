//! Suggested barrier and facilitator codes for health-research text, in the terms of implementation frameworks, for people to verify.
//!
//! Two things come in, a [`text::Document`] and a [`lexicon::Lexicon`]; one thing goes out, a [`report::Report`].
pub mod error;
pub mod input;
pub mod lexicon;
pub mod measure;
pub mod output;
pub mod report;
pub mod review;
pub mod tag;
pub mod text;

pub use error::{Error, ErrorKind, Result};
