//! A table -> whether people speak in it, a turn a row: which column says who, and which what.
use super::table::{Row, Table};
use crate::input::prose::speaker_label;
use std::collections::BTreeSet;

/// A table of turns has no more columns than this up to what is said.
const WIDEST: usize = 4;
/// The header above what is said is no longer than this, in bytes.
const LONGEST_HEADER: usize = 40;

/// The columns of a table in which people speak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Conversation {
    /// Who speaks.
    pub(super) speaker: usize,
    /// What is said.
    pub(super) words: usize,
    /// How many rows at the top are no turns.
    pub(super) head: usize,
}

/// The columns of turns: one with most of the text, and before it one of speakers, of whom one at least speaks twice; times and numbers may
/// stand beside them.
pub(super) fn of(table: &Table) -> Option<Conversation> {
    let rows: Vec<Vec<String>> = table.rows.iter().map(texts).collect();
    let width = rows.iter().map(Vec::len).max().filter(|width| *width > 1)?;
    let size = |n: usize| rows.iter().filter_map(|row| row.get(n)).map(String::len).sum::<usize>();
    let words = (0..width).max_by_key(|n| size(*n)).filter(|words| *words < WIDEST)?;
    let head = head(table, &rows, words);
    let rows = &rows[head..];
    let speaker = (0..words).find(|n| are_speakers(rows, *n))?;
    let others = || (0..words).filter(|n| *n != speaker);
    let counted = others().all(|n| rows.iter().filter_map(|row| row.get(n)).all(|text| is_counted(text)));
    counted.then_some(Conversation { speaker, words, head })
}

/// The cells of a row in one line each; none of a row of merged cells, which stands apart.
fn texts(row: &Row) -> Vec<String> {
    if row.cells.iter().any(|cell| cell.width > 1) { Vec::new() } else { row.cells.iter().map(|c| c.text()).collect() }
}

/// How many rows at the top are headers: those the table has so, or a first one that names columns; not one of somebody who speaks again.
fn head(table: &Table, rows: &[Vec<String>], words: usize) -> usize {
    let marked = table.rows.iter().take_while(|row| row.head).count();
    let Some((at, first)) = rows.iter().enumerate().find(|(_, row)| row.len() > words) else { return marked };
    let again = |label: &String| rows.iter().flatten().filter(|text| *text == label).count() > 1;
    if first[..words].iter().any(|text| speaker_label(text).is_some() && again(text)) {
        return 0;
    }
    let names = first[words].len() <= LONGEST_HEADER && !first[words].ends_with(['.', '?', '!', '…']);
    if names { marked.max(at + 1) } else { marked }
}

/// Whether a column holds nothing but speakers, one of them at least twice.
fn are_speakers(rows: &[Vec<String>], column: usize) -> bool {
    let cells = || rows.iter().filter_map(|row| row.get(column)).filter(|text| !text.is_empty());
    let labels: Option<Vec<&str>> = cells().map(|text| speaker_label(text)).collect();
    labels.is_some_and(|labels| labels.len() > labels.iter().collect::<BTreeSet<_>>().len())
}

/// Times, and numbers of lines or turns.
fn is_counted(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ":.,-–[]()>".contains(c))
}
