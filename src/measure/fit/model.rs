//! Cases -> rows of numbers; a point among weights -> scores of domains, loss and gradient. Sums run in a fixed order.
use super::{Case, Setting};
use crate::{lexicon::FittedMode, measure::stats::regression::exp};
use std::collections::{BTreeMap, BTreeSet};

/// So many concepts of a domain count at most (as in the tagger).
const CONCEPTS: usize = 6;

/// A weight that may change.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    pub(super) domain: usize,
    pub(super) concept: String,
    /// Whether it is not set by hand.
    pub(super) new: bool,
    /// The lowest change: down to nothing.
    lowest: f64,
}

/// The weights that may change, in order.
#[derive(Clone, Debug)]
pub(super) struct Space {
    pub(super) feeds: Vec<Feed>,
    index: BTreeMap<(usize, String), usize>,
    domains: usize,
}

/// Changes of priors and weights.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) priors: Vec<f64>,
    pub(super) feeds: Vec<f64>,
}

/// A concept's part in a domain of a statement.
#[derive(Clone, Debug)]
struct Piece {
    term: f64,
    by_hand: f64,
    feed: Option<usize>,
}

/// A domain as a statement has it.
#[derive(Clone, Debug, Default)]
struct Side {
    prior: f64,
    told: Option<f64>,
    target: f64,
    pieces: Vec<Piece>,
}

/// A statement in numbers.
#[derive(Clone, Debug)]
pub(super) struct Row {
    weight: f64,
    slope: f64,
    further: f64,
    sides: Vec<Side>,
}

impl Space {
    /// Ways set by hand of concepts signalled in enough sources, and new ones into domains that enough of those sources gave them.
    pub(super) fn of(cases: &[&Case], setting: &Setting) -> Self {
        let mut sources: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut met: BTreeMap<(usize, &str), (BTreeSet<&str>, f64)> = BTreeMap::new();
        let at = |id: &str| setting.domains.iter().position(|(d, _)| d == id);
        for case in cases {
            for s in &case.signalled {
                sources.entry(&s.concept).or_default().insert(&case.source);
                for (domain, _, weight) in s.feeds.iter().filter_map(|(d, t, w)| Some((at(d)?, t, w))) {
                    let entry = met.entry((domain, &s.concept)).or_default();
                    entry.1 = entry.1.max(f64::from(*weight) / 1000.0);
                }
                for domain in case.gold.iter().filter_map(|d| at(d)) {
                    met.entry((domain, &s.concept)).or_default().0.insert(&case.source);
                }
            }
        }
        let mut space = Self { feeds: Vec::new(), index: BTreeMap::new(), domains: setting.domains.len() };
        for ((domain, concept), (given, by_hand)) in met {
            let new = !setting.by_hand.contains(&(setting.domains[domain].0.clone(), concept.to_owned()));
            if sources[concept].len() >= setting.sources && (!new || given.len() + 1 >= setting.sources) {
                space.index.insert((domain, concept.to_owned()), space.feeds.len());
                space.feeds.push(Feed { domain, concept: concept.to_owned(), new, lowest: -by_hand });
            }
        }
        space
    }

    pub(super) fn row(&self, case: &Case, setting: &Setting) -> Row {
        let mut sides: Vec<Side> = (0..self.domains).map(|d| side(case, setting, d)).collect();
        for s in &case.signalled {
            for (domain, side) in sides.iter_mut().enumerate() {
                let id = &setting.domains[domain].0;
                let feed = self.index.get(&(domain, s.concept.clone())).copied();
                let (term, by_hand) = match s.feeds.iter().find(|f| f.0 == *id) {
                    Some((_, term, by_hand)) => (*term, *by_hand),
                    None if feed.is_some_and(|f| self.feeds[f].new) => (s.term, 0),
                    None => continue,
                };
                let told = f64::from(s.told) / 1000.0;
                side.told = Some(side.told.map_or(told, |t| t.max(told)));
                side.pieces.push(Piece { term: f64::from(term) / 1000.0, by_hand: f64::from(by_hand) / 1000.0, feed });
            }
        }
        let (slope, further) = (f64::from(setting.slope) / 1000.0, f64::from(setting.further) / 1000.0);
        Row { weight: case.weight, slope, further, sides }
    }

    /// Keeps weights from changing sides.
    pub(super) fn bound(&self, point: &mut Point) {
        self.feeds.iter().zip(&mut point.feeds).for_each(|(f, x)| *x = x.max(f.lowest));
    }

    /// Where a mode stands.
    pub(super) fn point(&self, mode: &FittedMode, setting: &Setting) -> Point {
        let id = |n: usize| setting.domains[n].0.clone();
        let part = |n: Option<&i32>| n.map_or(0.0, |n| f64::from(*n) / 1000.0);
        Point {
            priors: (0..self.domains).map(|n| part(mode.priors.get(&id(n)))).collect(),
            feeds: self.feeds.iter().map(|f| part(mode.weights.get(&(id(f.domain), f.concept.clone())))).collect(),
        }
    }

    pub(super) fn origin(&self) -> Point {
        Point { priors: vec![0.0; self.domains], feeds: vec![0.0; self.feeds.len()] }
    }
}

fn side(case: &Case, setting: &Setting, domain: usize) -> Side {
    let (id, prior) = &setting.domains[domain];
    let target = if case.gold.contains(id) { 1.0 / case.gold.len() as f64 } else { 0.0 };
    Side { prior: f64::from(*prior) / 1000.0, target, ..Side::default() }
}

impl Row {
    /// By domain its score, and how it changes with each weight.
    fn scores(&self, point: &Point) -> (Vec<f64>, Vec<(usize, usize, f64)>) {
        let (mut scores, mut slopes) = (Vec::with_capacity(self.sides.len()), Vec::new());
        for (d, side) in self.sides.iter().enumerate() {
            let mut score = side.prior + point.priors[d] + side.told.unwrap_or(0.0);
            let weight = |p: &Piece| p.term * (p.by_hand + p.feed.map_or(0.0, |f| point.feeds[f])).max(0.0);
            let mut order: Vec<(f64, &Piece)> = side.pieces.iter().map(|p| (weight(p), p)).collect();
            order.sort_by(|a, b| b.0.total_cmp(&a.0));
            let mut share = self.slope;
            for (weight, piece) in order.into_iter().take(CONCEPTS) {
                score += share * weight;
                slopes.extend(piece.feed.map(|f| (d, f, share * piece.term)));
                share *= self.further;
            }
            scores.push(score);
        }
        (scores, slopes)
    }

    /// Its loss, and what it adds to the gradient.
    fn add(&self, point: &Point, gradient: &mut Point) -> f64 {
        let (scores, slopes) = self.scores(point);
        let shares = softmax(&scores);
        let mut rest = vec![0.0; scores.len()];
        let mut loss = 0.0;
        for (d, side) in self.sides.iter().enumerate() {
            let given: f64 = self.sides.iter().map(|s| s.target).sum();
            rest[d] = self.weight * (shares[d] * given - side.target);
            gradient.priors[d] += rest[d];
            if side.target > 0.0 {
                loss -= self.weight * side.target * shares[d].max(1e-12).ln();
            }
        }
        slopes.iter().for_each(|(d, f, slope)| gradient.feeds[*f] += rest[*d] * slope);
        loss
    }
}

/// Mean loss of rows.
pub(super) fn loss(rows: &[Row], point: &Point) -> f64 {
    let mut gradient = Point { priors: vec![0.0; point.priors.len()], feeds: vec![0.0; point.feeds.len()] };
    rows.iter().map(|r| r.add(point, &mut gradient)).sum::<f64>() / rows.len().max(1) as f64
}

/// Loss with penalties, and its gradient.
pub(super) fn gradient(rows: &[Row], point: &Point, penalty: f64) -> (f64, Point) {
    let mut gradient = Point { priors: point.priors.clone(), feeds: point.feeds.iter().map(|x| penalty * x).collect() };
    let squares = |list: &[f64]| list.iter().map(|x| x * x).sum::<f64>() / 2.0;
    let penalties = squares(&point.priors) + penalty * squares(&point.feeds);
    let loss: f64 = rows.iter().map(|r| r.add(point, &mut gradient)).sum();
    (loss + penalties, gradient)
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = scores.iter().map(|s| exp(s - most)).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::fit::tests::{planted, setting};

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let (cases, setting) = (planted(), setting());
        let cases: Vec<&Case> = cases.iter().collect();
        let space = Space::of(&cases, &setting);
        let rows: Vec<Row> = cases.iter().map(|c| space.row(c, &setting)).collect();
        let mut point = space.origin();
        point.feeds.iter_mut().enumerate().for_each(|(n, x)| *x = 0.11 + 0.07 * n as f64);
        point.priors.iter_mut().enumerate().for_each(|(n, x)| *x = 0.3 - 0.2 * n as f64);
        let (_, exact) = gradient(&rows, &point, 2.0);
        let near = |change: &dyn Fn(&mut Point, f64)| {
            let at = |step| {
                let mut moved = point.clone();
                change(&mut moved, step);
                gradient(&rows, &moved, 2.0).0
            };
            (at(1e-4) - at(-1e-4)) / 2e-4
        };
        for n in 0..point.feeds.len() {
            assert!((near(&|p, step| p.feeds[n] += step) - exact.feeds[n]).abs() < 1e-4, "weight {n}");
        }
        for n in 0..point.priors.len() {
            assert!((near(&|p, step| p.priors[n] += step) - exact.priors[n]).abs() < 1e-4, "prior {n}");
        }
    }
}
