//! A comparison -> a page for people: what it says is put together once (`sheet`), then set for a terminal, as Markdown or as HTML.
mod html;
mod markdown;
mod sheet;
mod terminal;

use super::{Comparison, Verdict};
use crate::output::terminal::Page;
use sheet::Sheet;

/// How a page is set.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    /// For a terminal.
    Terminal(Page),
    /// For a pull request.
    Markdown,
    /// One page that needs nothing else.
    Html,
}

/// The page. At most `cases` sentences are shown of each entry, and verdicts stand first.
pub fn page(comparison: &Comparison, verdicts: &[Verdict], cases: usize, look: Look) -> String {
    let sheet = Sheet::new(comparison, verdicts, cases);
    match look {
        Look::Terminal(page) => terminal::set(&sheet, &page),
        Look::Markdown => markdown::set(&sheet),
        Look::Html => html::set(&sheet),
    }
}
