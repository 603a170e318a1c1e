//! A project and a coder -> one HTML file to work in without an installation; and the decisions sent back -> the coder's journal.
mod import;
mod page;

pub use import::{Imported, Sent, import};
pub use page::{Settings, page};

/// The format of the file of decisions that the page downloads.
pub const FORMAT: &str = "pretag.decisions/1";
