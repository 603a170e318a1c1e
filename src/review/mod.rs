//! Reports and what people decide on them -> a project: journals of decisions, the state they add up to, agreement, audit.
//!
//! Knows reports and codebooks, no documents and no matcher: who makes a project brings Reports with their text and the spans of
//! paragraphs and sentences. `journal` keeps what people did, an event a line, never changed; `state` is what all events come to;
//! `project` is the folder that holds both beside the reports.
pub mod agree;
pub mod audit;
mod check;
pub mod journal;
mod missed;
pub mod packet;
pub mod project;
pub mod recode;
pub mod server;
pub mod state;
mod time;
pub mod verified;

pub use check::LONGEST_MEMO;
pub use journal::{Action, Change, Code, Draft, Event, Journal, Log, Look, Mode, Taken, Verdict};
pub use missed::{Recall, recall};
pub use project::{Base, Codebook, Layout, Manifest, Paragraph, Project, Segment};
pub use state::{Adjudicated, Decided, Implied, Item, Progress, State, Subject};
pub use time::Time;
