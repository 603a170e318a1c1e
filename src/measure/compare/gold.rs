//! Gold and the answers of both sides -> figures of both, their difference with an interval, and how likely it is by chance.
use crate::measure::{
    evaluation::{Answers, Settings},
    gold::Gold,
    paper::Paper,
    running, statements,
    stats::{
        Estimate,
        agreement::Crosstab,
        bootstrap::Tally,
        detection::Detection,
        paired::{Permutation, holm, mcnemar, permutation},
    },
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A figure of both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Of the old side.
    pub old: Option<f64>,
    /// Of the new side.
    pub new: Option<f64>,
    /// New minus old.
    pub difference: Option<f64>,
    /// Lower end of the 95 % interval of the difference.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// McNemar's test of a domain: items (sentences, statements) for which only one side is right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct McNemar {
    /// Only the old side is right.
    pub only_old: u64,
    /// Only the new side is right.
    pub only_new: u64,
    /// Exact, two-sided; takes items for independent, whatever paper they are of.
    pub p: f64,
}

/// How one domain fares by gold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DomainChange {
    /// The domain's id.
    #[serde(skip)]
    pub domain: String,
    /// How often people gave it.
    pub people: u64,
    /// Share of suggestions that are right.
    pub precision: Change,
    /// Share of what people gave that is suggested.
    pub recall: Change,
    /// Harmonic mean of both.
    pub f1: Change,
    /// Cohen's kappa of presence and absence.
    pub kappa: Change,
    /// McNemar's exact test.
    pub mcnemar: McNemar,
    /// Permutation test of the difference in F1, exchanging whole sources or papers; none if no F1 can be had.
    pub permutation: Option<Permutation>,
    /// Its p after Holm's correction over the domains.
    pub p_holm: Option<f64>,
}

/// What one kind of gold says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoldComparison {
    /// `statements` or `running_text`.
    pub kind: &'static str,
    /// The framework's id.
    pub framework: String,
    /// Statements with codes, or sentences that count.
    pub n: u64,
    /// Sources, or papers.
    pub clusters: u64,
    /// How often clusters were drawn for intervals.
    pub replicates: u32,
    /// Where the random numbers began.
    pub seed: u64,
    /// The figures of `pretag evaluate` by name, then precision, recall, F1 and kappa over all domains together.
    #[serde(serialize_with = "by_name")]
    pub figures: Vec<Change>,
    /// Permutation test of the difference in F1 over all domains together.
    pub permutation: Option<Permutation>,
    /// By domain, in the order of the codebook.
    #[serde(serialize_with = "by_domain")]
    pub domains: Vec<DomainChange>,
}

fn by_name<S: serde::Serializer>(figures: &[Change], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(figures.iter().map(|f| (&f.name, f)))
}

fn by_domain<S: serde::Serializer>(domains: &[DomainChange], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(domains.iter().map(|d| (&d.domain, d)))
}

/// Counts of items of one kind of gold.
trait Counted: Tally + PartialEq {
    fn figures(&self) -> Vec<Option<f64>>;
    fn domain(&self, n: usize) -> Detection;
    /// Items that count for the domain.
    fn units(&self, n: usize) -> u64;
    fn items(&self) -> u64;
}

impl Counted for running::Counts {
    fn figures(&self) -> Vec<Option<f64>> {
        self.figures()
    }
    fn domain(&self, n: usize) -> Detection {
        self.domain(n)
    }
    fn units(&self, n: usize) -> u64 {
        self.units(n)
    }
    fn items(&self) -> u64 {
        self.sentences
    }
}

impl Counted for statements::Counts {
    fn figures(&self) -> Vec<Option<f64>> {
        self.figures()
    }
    fn domain(&self, n: usize) -> Detection {
        self.domain(n)
    }
    fn units(&self, _: usize) -> u64 {
        self.coded
    }
    fn items(&self) -> u64 {
        self.coded
    }
}

/// The counts of the same items by both sides.
#[derive(Clone, PartialEq)]
struct Both<C>(C, C);

impl<C: Counted> Tally for Both<C> {
    fn add(&mut self, other: &Self) {
        self.0.add(&other.0);
        self.1.add(&other.1);
    }
}

/// Compares both sides with gold: extracted statements, clustered by source, and sentences of papers, clustered by paper. Settings and answers
/// are those of the old and of the new side; answers are in the order of the gold.
pub fn compare_gold(
    gold: &Gold,
    papers: &[Paper<'_>],
    (old, new): (&Answers, &Answers),
    settings: (&Settings, &Settings),
) -> Vec<GoldComparison> {
    let of_statements = of_statements(gold, (old, new), settings);
    let of_papers = of_papers(papers, (old, new), settings);
    [of_papers, of_statements].into_iter().flatten().collect()
}

fn of_statements(
    gold: &Gold,
    (old, new): (&Answers, &Answers),
    settings: (&Settings, &Settings),
) -> Option<GoldComparison> {
    let none = statements::Counts::none(settings.0.domains.len());
    let mut items = Vec::new();
    for (n, statement) in gold.statements.iter().enumerate() {
        let mut both = Both(none.clone(), none.clone());
        let (a, b) = (old.statements.get(n)?, new.statements.get(n)?);
        statements::Judged { statement, said: a }.count(settings.0, &mut both.0);
        statements::Judged { statement, said: b }.count(settings.1, &mut both.1);
        // what has neither code nor valence nor level counts nowhere
        if both.0 != none || both.1 != none {
            items.push((statement.source().to_owned(), both));
        }
    }
    gather("statements", &statements::FIGURES, none, items, settings.0)
}

fn of_papers(
    papers: &[Paper<'_>],
    (old, new): (&Answers, &Answers),
    settings: (&Settings, &Settings),
) -> Option<GoldComparison> {
    let none = running::Counts::none(settings.0.domains.len());
    let mut items = Vec::new();
    for (n, paper) in papers.iter().enumerate() {
        let (a, b) = (old.papers.get(n)?, new.papers.get(n)?);
        let judged = running::judge(paper, a, settings.0.threshold);
        for (a, b) in judged.iter().zip(running::judge(paper, b, settings.1.threshold)) {
            let mut both = Both(none.clone(), none.clone());
            a.count(settings.0, &mut both.0);
            b.count(settings.1, &mut both.1);
            items.push((paper.id.to_owned(), both));
        }
    }
    gather("running_text", &running::FIGURES, none, items, settings.0)
}

/// Names of the figures over all domains together.
const POOLED: [&str; 4] = ["precision", "recall", "f1", "kappa"];

fn gather<C: Counted>(
    kind: &'static str,
    names: &[&str],
    none: C,
    items: Vec<(String, Both<C>)>,
    settings: &Settings,
) -> Option<GoldComparison> {
    let mut clusters: BTreeMap<&str, Both<C>> = BTreeMap::new();
    let empty = Both(none.clone(), none);
    for (cluster, both) in &items {
        clusters.entry(cluster).or_insert_with(|| empty.clone()).add(both);
    }
    let clusters: Vec<Both<C>> = clusters.into_values().collect();
    let domains = settings.domains.len();
    let figures = |both: &Both<C>| -> Vec<Option<f64>> {
        let (a, b) = (all_figures(&both.0, domains), all_figures(&both.1, domains));
        let differences: Vec<Option<f64>> = a.iter().zip(&b).map(|(a, b)| Some((*b)? - (*a)?)).collect();
        [a, b, differences].concat()
    };
    let mut all = empty.clone();
    clusters.iter().for_each(|c| all.add(c));
    let estimates = settings.bootstrap.estimate(&clusters, &empty, figures);
    let each = estimates.len() / 3;
    let change = |name: &str, at: usize| {
        let (old, new, d): (Estimate, Estimate, Estimate) =
            (estimates[at], estimates[each + at], estimates[2 * each + at]);
        Change { name: name.to_owned(), old: old.value, new: new.value, difference: d.value, low: d.low, high: d.high }
    };
    let pooled = each - POOLED.len();
    let named = names.iter().enumerate().map(|(n, name)| change(name, n));
    let figures: Vec<Change> =
        named.chain(POOLED.iter().enumerate().map(|(n, name)| change(name, pooled + n))).collect();
    let of_domain = |n: usize| {
        let at = names.len() + 5 * n;
        let (a, b) = (all.0.domain(n), all.1.domain(n));
        DomainChange {
            domain: settings.domains[n].clone(),
            people: (a.hits + a.misses).max(b.hits + b.misses),
            precision: change("precision", at),
            recall: change("recall", at + 1),
            f1: change("f1", at + 2),
            kappa: change("kappa", at + 3),
            mcnemar: discordant(&items, n),
            permutation: exchange(&clusters, settings, |c| Detections(c.domain(n))),
            p_holm: None,
        }
    };
    let mut by_domain: Vec<DomainChange> = (0..domains).map(of_domain).collect();
    correct(&mut by_domain);
    let permutation = exchange(&clusters, settings, |c| Detections(sum(c, domains)));
    (!items.is_empty()).then(|| GoldComparison {
        kind,
        framework: settings.framework.clone(),
        n: all.0.items(),
        clusters: clusters.len() as u64,
        replicates: settings.bootstrap.replicates,
        seed: settings.bootstrap.seed,
        figures: figures.into_iter().filter(|f| f.old.is_some() || f.new.is_some()).collect(),
        permutation,
        domains: by_domain,
    })
}

/// The figures of an evaluation, then those over all domains together.
fn all_figures<C: Counted>(counts: &C, domains: usize) -> Vec<Option<f64>> {
    let all = sum(counts, domains);
    let units: u64 = (0..domains).map(|n| counts.units(n)).sum();
    let neither = units.saturating_sub(all.hits + all.false_alarms + all.misses);
    let kappa = Crosstab::presence(all.hits, all.misses, all.false_alarms, neither).kappa();
    let mut out = counts.figures();
    out.extend([all.precision(), all.recall(), all.f1(), kappa]);
    out
}

fn sum<C: Counted>(counts: &C, domains: usize) -> Detection {
    let mut all = Detection::default();
    (0..domains).for_each(|n| all += counts.domain(n));
    all
}

/// Items for which only one side is right about a domain.
fn discordant<C: Counted>(items: &[(String, Both<C>)], n: usize) -> McNemar {
    let right = |c: &C| {
        let d = c.domain(n);
        d.false_alarms == 0 && d.misses == 0
    };
    let only =
        |a: bool, b: bool| items.iter().filter(|(_, both)| (right(&both.0), right(&both.1)) == (a, b)).count() as u64;
    let (only_old, only_new) = (only(true, false), only(false, true));
    McNemar { only_old, only_new, p: mcnemar(only_old, only_new) }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Detections(Detection);

impl Tally for Detections {
    fn add(&mut self, other: &Self) {
        self.0 += other.0;
    }
}

fn exchange<C: Counted>(
    clusters: &[Both<C>],
    settings: &Settings,
    of: impl Fn(&C) -> Detections,
) -> Option<Permutation> {
    let pairs: Vec<(Detections, Detections)> = clusters.iter().map(|b| (of(&b.0), of(&b.1))).collect();
    let (none, b) = (Detections(Detection::default()), settings.bootstrap);
    permutation(&pairs, &none, b.replicates.max(1), b.seed, |d| d.0.f1())
}

/// Holm's correction over the domains that can be tested.
fn correct(domains: &mut [DomainChange]) {
    let ps: Vec<f64> = domains.iter().filter_map(|d| d.permutation.map(|p| p.p)).collect();
    let mut adjusted = holm(&ps).into_iter();
    for d in domains.iter_mut().filter(|d| d.permutation.is_some()) {
        d.p_holm = adjusted.next();
    }
}
