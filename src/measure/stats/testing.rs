//! For the tests of this room: how often something was so, and of how many.
use super::bootstrap::Tally;

/// So many of so many.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hits(pub(super) u64, pub(super) u64);

impl Tally for Hits {
    fn add(&mut self, other: &Self) {
        self.0 += other.0;
        self.1 += other.1;
    }
}
