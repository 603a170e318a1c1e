//! What is said in statements and their printed valence -> how much each kind of saying weighs in the vote on the valence; the same of sentences.
//!
//! The log-odds that a statement is a barrier are the sum of the weights of all that is said in it; the loss is that of logistic regression plus
//! penalty / 2 x the squared weights. What is said in fewer than three sources weighs nothing, and
//! nothing that hinders may weigh for a help, or the other way round: what would is left out, and the rest estimated again. Words that stand in
//! ten sources or more weigh by themselves too. What is said in sentences of running text is held near what it weighs in statements.
use super::{cross::fold, thousandths};
use crate::{
    measure::{
        paper::Paper,
        running::judge,
        said::Said,
        stats::{
            regression::{Held, Row, logistic, newton},
            share,
        },
    },
    report::Valence,
};
use std::collections::{BTreeMap, BTreeSet};

/// By group and name the weight in thousandths.
pub type Votes = BTreeMap<String, BTreeMap<String, i32>>;

/// A statement with a printed valence, or a sentence with that of one of its domains.
#[derive(Clone, Debug)]
pub struct Voted {
    /// Its source.
    pub source: String,
    /// Whether the sentence is our own; else it was published.
    pub own: bool,
    /// Whether it is a barrier; else it is a facilitator.
    pub barrier: bool,
    /// Whether nobody read it while the lexicon was written.
    pub unread: bool,
    /// As how many it counts: [`UNREAD`] of a statement that nobody read, for the rules are right more often where their author looked.
    pub weight: f64,
    /// Whether the rules alone are right.
    pub rules_right: bool,
    /// Group and name of what is said, and how often.
    pub votes: Vec<(String, String, i32)>,
}

/// What votes on a suggestion, and what the rules alone decide.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// What the rules decide.
    pub by_rules: Valence,
    /// Group and name of what is said, and how often.
    pub votes: Vec<(String, String, i32)>,
}

/// A penalty tried.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// The penalty.
    pub penalty: u32,
    /// Mean held-out loss.
    pub loss: f64,
    /// Share of held-out statements with the right valence: see [`shares`].
    pub right: [f64; 3],
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// What each weighs.
    pub votes: Votes,
    /// By penalty, cross-validated by source.
    pub trials: Vec<Trial>,
    /// The penalty with the lowest held-out loss.
    pub penalty: u32,
}

const PENALTIES: [u32; 4] = [1, 3, 10, 30];
/// As how many statements one counts that nobody read.
pub const UNREAD: f64 = 4.0;
/// A word weighs something if it stands in so many sources: words of the language, not of a topic.
pub const WORD_SOURCES: usize = 10;

/// How often votes that would change sides are left out and the rest estimated again.
const ROUNDS: usize = 8;
/// A penalty that leaves nothing of a weight.
const OUT: f64 = 1e9;

/// The side of a vote: what hinders speaks for a barrier (1), what helps against it (-1), concepts and domains for either.
fn side((group, name): (&str, &str)) -> f64 {
    match group {
        "concept" | "domain" | "always" | "word" => 0.0,
        _ if name.ends_with("hinders") || name.ends_with("barrier") => 1.0,
        _ if name.ends_with("helps") || name.ends_with("facilitator") => -1.0,
        _ => 0.0,
    }
}

/// The share for which `right` holds: of published statements, of our own that were read, and of those nobody read.
pub fn shares(cases: &[Voted], right: impl Fn(usize, &Voted) -> bool) -> [f64; 3] {
    let mut counts = [(0u64, 0u64); 3];
    for (n, case) in cases.iter().enumerate() {
        let (hits, all) = &mut counts[if case.unread { 2 } else { usize::from(case.own) }];
        *hits += u64::from(right(n, case));
        *all += 1;
    }
    counts.map(|(hits, all)| share(hits, all).unwrap_or(0.0))
}

/// From fewer statements nothing is estimated.
pub const FEWEST: usize = 100;

/// The sentences of a paper whose domain people gave a valence and `said` has, best first; each with what votes on the best suggestion of that domain
/// (`ballots`, in the order of `said`) and what the rules alone decide.
pub fn sentences(paper: &Paper<'_>, said: &[Said], ballots: &[Ballot], unread: bool) -> Vec<Voted> {
    let mut out = Vec::new();
    for judged in judge(paper, said, 0) {
        for (domain, valence) in judged.told() {
            let Some(n) = said.iter().position(|s| judged.is_best(s, domain)) else { continue };
            let Some(Ballot { by_rules, votes }) = ballots.get(n) else { continue };
            let (source, own) = (paper.id.to_owned(), paper.id.starts_with("own_"));
            let barrier = valence == Valence::Barrier;
            let rules_right = *by_rules == valence;
            out.push(Voted { source, own, barrier, unread, weight: 1.0, rules_right, votes: votes.clone() });
        }
    }
    out
}

/// Estimates the weights, each held near what it weighs in `before`, or at 0; none from fewer than [`FEWEST`] cases.
pub fn count(cases: &[Voted], before: &Votes, folds: u64, sources: usize) -> Counted {
    if cases.len() < FEWEST {
        return Counted::default();
    }
    let trials: Vec<Trial> = PENALTIES.iter().map(|p| validate(cases, before, *p, folds, sources)).collect();
    let best = trials.iter().min_by(|a, b| a.loss.total_cmp(&b.loss));
    let penalty = best.map_or(PENALTIES[0], |t| t.penalty);
    let all: Vec<&Voted> = cases.iter().collect();
    Counted { votes: learn(&all, before, penalty, sources), trials, penalty }
}

fn validate(cases: &[Voted], before: &Votes, penalty: u32, folds: u64, sources: usize) -> Trial {
    let (mut loss, mut right) = (0.0, vec![false; cases.len()]);
    for n in 0..folds {
        let held_out = |c: &Voted| fold(&c.source, folds) == n;
        let train: Vec<&Voted> = cases.iter().filter(|c| !held_out(c)).collect();
        let votes = learn(&train, before, penalty, sources);
        for (at, case) in cases.iter().enumerate().filter(|(_, c)| held_out(c)) {
            let sum = sum(case, &votes);
            let p = logistic(f64::from(sum) / 1000.0);
            loss -= case.weight * (if case.barrier { p } else { 1.0 - p }).max(1e-12).ln();
            right[at] = (sum > 0) == case.barrier;
        }
    }
    let all: f64 = cases.iter().map(|c| c.weight).sum();
    Trial { penalty, loss: loss / all, right: shares(cases, |n, _| right[n]) }
}

/// The log-odds, in thousandths, that a statement is a barrier.
pub fn sum(case: &Voted, votes: &Votes) -> i32 {
    let weight = |group: &str, name: &str| votes.get(group)?.get(name).copied();
    case.votes.iter().map(|(group, name, times)| times * weight(group, name).unwrap_or(0)).sum()
}

fn learn(cases: &[&Voted], before: &Votes, penalty: u32, sources: usize) -> Votes {
    let mut said: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for case in cases {
        for (group, name, _) in &case.votes {
            said.entry((group, name)).or_default().insert(&case.source);
        }
    }
    let enough = |group: &str| if group == "word" { sources.max(WORD_SOURCES) } else { sources };
    let known = before.iter().flat_map(|(group, names)| names.keys().map(|name| (group.as_str(), name.as_str())));
    let often = said.iter().filter(|(n, s)| s.len() >= enough(n.0)).map(|(n, _)| *n);
    let names: Vec<(&str, &str)> = often.chain(known).collect::<BTreeSet<_>>().into_iter().collect();
    let begun = |(group, name): &(&str, &str)| before.get(*group).and_then(|names| names.get(*name));
    let hold = |name| Held { at: begun(name).map_or(0.0, |n| f64::from(*n) / 1000.0), by: f64::from(penalty) };
    let mut held: Vec<Held> = names.iter().map(hold).collect();
    let row = |case: &&Voted| {
        let at = |(group, name, times): &(String, String, i32)| {
            let n = names.binary_search(&(group, name)).ok()?;
            Some((n, f64::from(*times)))
        };
        Row { x: case.votes.iter().filter_map(at).collect(), came_true: case.barrier, weight: case.weight }
    };
    let rows: Vec<Row> = cases.iter().map(row).collect();
    let mut weights = newton(&rows.iter().collect::<Vec<_>>(), &held);
    for _ in 0..ROUNDS {
        let turncoats: Vec<usize> = (0..names.len()).filter(|n| side(names[*n]) * weights[*n] < 0.0).collect();
        if turncoats.is_empty() {
            break;
        }
        turncoats.iter().for_each(|n| held[*n] = Held { at: 0.0, by: OUT });
        weights = newton(&rows.iter().collect::<Vec<_>>(), &held);
    }
    let mut out = Votes::new();
    for ((group, name), weight) in names.iter().zip(&weights).filter(|(_, w)| thousandths(**w).abs() >= 20) {
        out.entry((*group).to_owned()).or_default().insert((*name).to_owned(), thousandths(*weight));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `mud` is said of barriers in every source, `sun` of facilitators; `fog` in one source only.
    fn cases() -> Vec<Voted> {
        let case = |n: usize| {
            let said = |name: &str| ("concept".to_owned(), name.to_owned(), 1);
            let mut votes = vec![
                ("always".into(), "hinders".into(), 1),
                said(if (n / 8).is_multiple_of(2) { "mud" } else { "sun" }),
            ];
            votes.extend(n.is_multiple_of(8).then(|| said("fog")));
            let (source, own) = (format!("source {}", n % 8), n % 8 == 7);
            Voted {
                source,
                own,
                unread: false,
                weight: 1.0,
                barrier: (n / 8).is_multiple_of(2),
                rules_right: !n.is_multiple_of(3),
                votes,
            }
        };
        (0..120).map(case).collect()
    }

    #[test]
    fn what_goes_with_barriers_votes_for_them() {
        let counted = count(&cases(), &Votes::new(), 4, 3);
        let concepts = &counted.votes["concept"];
        assert!(concepts["mud"] > 300 && concepts["sun"] < -300, "{counted:?}");
        assert!(!concepts.contains_key("fog"), "said in one source only");
        assert!(counted.trials.iter().all(|t| t.right[0].min(t.right[1]) > 0.99), "{counted:?}");
        assert_eq!(counted.votes, count(&cases(), &Votes::new(), 4, 3).votes);
    }

    #[test]
    fn what_was_known_before_holds_where_nothing_speaks_against_it() {
        let before =
            Votes::from([("concept".to_owned(), BTreeMap::from([("rain".into(), 500), ("mud".into(), -900)]))]);
        let counted = count(&cases(), &before, 4, 3);
        let concepts = &counted.votes["concept"];
        assert_eq!(concepts["rain"], 500, "said in none");
        assert!(concepts["mud"] > -900, "{counted:?}");
    }

    #[test]
    fn few_statements_teach_nothing() {
        assert!(count(&cases()[..50], &Votes::new(), 4, 3).votes.is_empty());
    }
}
