//! Many short lists in one.
use super::packed::{self, Packed};
use serde::{Deserialize, Serialize};

/// Lists of items by number, one behind the other.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "T: Packed")]
pub(super) struct Rows<T> {
    /// Where each row ends.
    #[serde(with = "packed")]
    ends: Vec<u32>,
    #[serde(with = "packed")]
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// The row of that number; empty if there is none.
    #[inline]
    pub(super) fn row(&self, n: u32) -> &[T] {
        let n = n as usize;
        let start = if n == 0 { 0 } else { self.ends.get(n - 1).map_or(self.items.len(), |e| *e as usize) };
        let end = self.ends.get(n).map_or(self.items.len(), |e| *e as usize);
        &self.items[start..end]
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.items.extend(row);
        self.ends.push(self.items.len() as u32);
    }

    /// All rows in order.
    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = &[T]> {
        (0..self.ends.len() as u32).map(|n| self.row(n))
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The items of all rows.
    pub(super) fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T, R: IntoIterator<Item = T>> FromIterator<R> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = R>>(rows: I) -> Self {
        let mut all = Self::default();
        rows.into_iter().for_each(|row| all.push(row));
        all
    }
}
