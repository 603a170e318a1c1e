//! Statements -> by domain the others that people give where it is best and nothing speaks for them.
use super::{Case, Setting, cross::ranked};
use crate::{lexicon::FittedMode, measure::fit::thousandths};
use std::collections::BTreeMap;

/// So many statements' worth of the usual shares is added to the counts.
const USUAL: f64 = 20.0;
/// So many neighbours of a domain are kept.
const KEPT: usize = 4;

/// By domain its neighbours with the log-odds of (their count + 20 x usual share) / (statements + 20), the likeliest first.
pub(super) fn count(cases: &[&Case], setting: &Setting, mode: &FittedMode) -> BTreeMap<String, Vec<(String, i32)>> {
    let tested = || cases.iter().filter(|c| c.weight >= 1.0);
    let total = tested().count().max(1) as f64;
    let share = |id: &String| tested().filter(|c| c.gold.contains(id)).count() as f64 / total;
    let usual: Vec<f64> = setting.domains.iter().map(|(id, _)| share(id)).collect();
    let bare = FittedMode { neighbours: BTreeMap::new(), ..mode.clone() };
    let best: Vec<(&Case, Vec<usize>)> = tested().map(|c| (*c, ranked(c, setting, &bare))).collect();
    let of = |n: usize| {
        let here: Vec<&Case> = best.iter().filter(|(_, r)| r.first() == Some(&n)).map(|(c, _)| *c).collect();
        let mut near: Vec<(String, i32)> = Vec::new();
        for (m, (id, _)) in setting.domains.iter().enumerate().filter(|(m, _)| *m != n) {
            let given = here.iter().filter(|c| c.gold.contains(id)).count() as f64;
            let p = ((given + USUAL * usual[m]) / (here.len() as f64 + USUAL)).clamp(0.001, 0.999);
            near.push((id.clone(), thousandths((p / (1.0 - p)).ln())));
        }
        near.sort_by_key(|(_, log_odds)| -log_odds);
        near.truncate(KEPT);
        near
    };
    setting.domains.iter().enumerate().map(|(n, (id, _))| (id.clone(), of(n))).collect()
}
