//! Reports and what people said -> figures: measures with intervals, agreement, calibration, causes of error.
//!
//! Knows reports and codebooks, no documents and no matcher: who calls it brings what a report [`Said`] of each piece of [`Gold`].
pub mod candidates;
mod causes;
pub mod compare;
mod confusion;
mod evaluation;
pub mod fit;
mod gold;
pub mod ledger;
pub mod page;
mod paper;
pub mod plot;
mod running;
mod said;
mod statements;
pub mod stats;
mod verified;

pub use causes::{Case, Cause, Detail};
pub use confusion::Confusion;
pub use evaluation::{Answers, Evaluation, Figure, Figures, PerDomain, Settings, evaluate};
pub use gold::{Code, Evidence, Gold, Label, Part, Place, Sentence, Statement, code_of};
pub use paper::{Paper, papers};
pub use said::Said;
