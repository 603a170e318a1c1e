//! The tagger looked into, for those who work on a lexicon: why a text gets its codes, what stands in it, whether examples hold, what a change
//! can reach.
mod around;
mod explain;
pub mod finder;
mod misses;
mod probe;
mod trace;
pub mod trial;

pub use around::Standing;
pub use explain::{Explanation, Verdict};
pub use probe::{Probe, ProbeScratch};
pub use trace::{Ballot, Feeding, Fired};
