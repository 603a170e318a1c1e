//! A folder <-> a project: what is to be verified (`review.toml`, `reports.jsonl`, `layouts.jsonl`, `codebooks.json`) and `decisions/`.
//!
//! Making a project tags nothing: who makes it brings report lines with their text, the layout of every text, and the codebooks.
mod base;
mod codebook;
mod folder;
mod manifest;
mod sample;

pub use base::{Base, Layout, Paragraph, Segment};
pub use codebook::{Codebook, Domain, Instead};
pub use folder::{DECISIONS, Project};
pub use manifest::Manifest;
pub use sample::Place;
