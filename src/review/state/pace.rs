//! A coder's decisions -> pace and acceptance rate, for the coder's own eyes.
use super::State;
use crate::review::journal::{Action, Event, Verdict};
use serde::Serialize;

/// Own pace and acceptance rate. Waits over five minutes are breaks and count nowhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Pace {
    /// Decisions on suggestions that stand.
    pub decisions: u64,
    /// Of these accepted as suggested.
    pub accepted: u64,
    /// The share accepted, 0 to 1.
    pub acceptance: Option<f64>,
    /// The median of seconds a decision took.
    pub median_seconds: Option<f64>,
    /// How many decisions took less than a second and a half.
    pub hasty: u64,
    /// The longest run of such decisions.
    pub longest_hasty_run: u64,
}

const BREAK: u64 = 5 * 60 * 1000;
const HASTY: u64 = 1500;

impl State {
    /// A coder's pace.
    pub fn pace(&self, coder: &str) -> Pace {
        let mut pace = Pace::default();
        let mut times = Vec::new();
        let (mut before, mut run): (Option<&Event>, u64) = (None, 0);
        for event in self.events(coder) {
            let took = event.ms.or_else(|| Some(event.at.millis().saturating_sub(before?.at.millis()).max(0) as u64));
            before = Some(event);
            let Action::Decide { verdict, .. } = &event.action else { continue };
            if *verdict == Verdict::Added || !self.stands(coder, &event.id) {
                continue;
            }
            pace.decisions += 1;
            pace.accepted += u64::from(*verdict == Verdict::Accepted);
            if let Some(took) = took.filter(|t| *t < BREAK) {
                times.push(took);
                run = if took < HASTY { run + 1 } else { 0 };
                pace.hasty += u64::from(took < HASTY);
                pace.longest_hasty_run = pace.longest_hasty_run.max(run);
            }
        }
        times.sort_unstable();
        let millis: Vec<f64> = times.iter().map(|t| *t as f64 / 1000.0).collect();
        pace.median_seconds = crate::measure::stats::bootstrap::quantile(&millis, 0.5);
        pace.acceptance = crate::measure::stats::share(pace.accepted, pace.decisions);
        pace
    }
}
