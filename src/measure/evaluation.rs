//! Gold and answers -> an evaluation: figures with intervals, per domain, confusion, calibration, causes of error.
use super::{
    causes::{Cause, Causes},
    confusion::{Confusion, NONE, Pairs},
    gold::{Gold, Statement},
    paper::Paper,
    running,
    said::Said,
    statements,
    stats::{
        Estimate,
        bootstrap::{Bootstrap, Tally},
        calibration::{Calibration, Forecast},
        detection::Detection,
    },
};
use crate::{
    lexicon::Framework,
    report::{LexiconInfo, Valence},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is measured and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The framework's id.
    pub framework: String,
    /// Its domains, in the order of the codebook.
    pub domains: Vec<String>,
    /// Suggestions in running text below this score (in thousandths) do not count.
    pub threshold: u16,
    /// How intervals are made.
    pub bootstrap: Bootstrap,
    /// How many cases are listed of each cause.
    pub cases: usize,
}

/// What was suggested, in the order of the gold.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// For each statement.
    pub statements: Vec<Vec<Said>>,
    /// For each paper, with whatever score.
    pub papers: Vec<Vec<Said>>,
}

/// How suggestions compare with what people said.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// Which lexicon made the suggestions.
    pub lexicon: LexiconInfo,
    /// The framework.
    pub framework: String,
    /// What must be known before the figures are believed: decisions made with suggestions in sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
    /// How intervals are made: 95 %, percentile method, clustered by source (statements) or paper (running text).
    pub bootstrap: Bootstrap,
    /// Of extracted statements.
    pub statements: Option<Figures>,
    /// Of running text.
    pub running_text: Option<Figures>,
}

/// Everything measured on one kind of gold.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Statements with codes, or sentences that count.
    pub n: u64,
    /// Items whose valence counts.
    pub n_valence: u64,
    /// Sources, or papers.
    pub clusters: u64,
    /// The figures by name, in their usual order.
    pub figures: Vec<Figure>,
    /// By domain.
    pub domains: Vec<PerDomain>,
    /// Between domains: people's against the first suggestion.
    pub confusion: Confusion,
    /// Between valences.
    pub valence_confusion: Confusion,
    /// Of the score.
    pub calibration: Calibration,
    /// Misses and false alarms, the most common cause first.
    pub causes: Vec<Cause>,
}

/// A figure by name.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(flatten)]
    pub estimate: Estimate,
}

/// How one domain fares.
#[derive(Clone, Debug, Serialize)]
pub struct PerDomain {
    /// Its id.
    pub domain: String,
    /// The counts.
    #[serde(flatten)]
    pub counts: Detection,
    /// Share of suggestions that are right.
    pub precision: Estimate,
    /// Share of what people gave that is suggested.
    pub recall: Estimate,
    /// Harmonic mean of both.
    pub f1: Estimate,
    /// Cohen's kappa of presence and absence.
    pub kappa: Estimate,
    /// Gwet's AC1 of presence and absence.
    pub ac1: Estimate,
}

/// Compares. Papers are those of the gold's sentences; answers are in the same order.
pub fn evaluate(
    gold: &Gold,
    papers: &[Paper<'_>],
    answers: &Answers,
    settings: &Settings,
    lexicon: LexiconInfo,
) -> Evaluation {
    let statements = of_statements(&gold.statements, &answers.statements, settings);
    let running_text = of_papers(papers, &answers.papers, settings);
    let (framework, bootstrap) = (settings.framework.clone(), settings.bootstrap);
    let caution = gold.caution();
    Evaluation { lexicon, framework, caution, bootstrap, statements, running_text }
}

impl Settings {
    /// For this codebook; domains that only the gold has come after its own.
    pub fn new(framework: &Framework, gold: &Gold, threshold: u16) -> Self {
        let mut domains: Vec<String> = framework.domains.iter().map(|d| d.id.to_string()).collect();
        let code = super::code_of(&framework.id);
        let mut others: Vec<&String> = gold
            .statements
            .iter()
            .filter_map(|s| s.codes.get(code))
            .flatten()
            .filter(|c| !domains.contains(c))
            .collect();
        others.sort();
        others.dedup();
        let others: Vec<String> = others.into_iter().cloned().collect();
        domains.extend(others);
        Self { framework: framework.id.to_string(), domains, threshold, bootstrap: Bootstrap::default(), cases: 3 }
    }
}

/// What is gathered besides counts.
#[derive(Default)]
struct Gathered {
    domains: Pairs,
    valences: Pairs,
    forecasts: Vec<Forecast>,
    causes: Causes,
}

fn of_statements(gold: &[Statement], answers: &[Vec<Said>], settings: &Settings) -> Option<Figures> {
    let none = statements::Counts::none(settings.domains.len());
    let mut sources: BTreeMap<&str, statements::Counts> = BTreeMap::new();
    let mut gathered = Gathered::default();
    for (statement, said) in gold.iter().zip(answers) {
        let judged = statements::Judged { statement, said };
        judged.count(settings, sources.entry(statement.source()).or_insert_with(|| none.clone()));
        judged.confuse(&settings.framework, &mut gathered.domains, &mut gathered.valences);
        judged.forecasts(&settings.framework, &mut gathered.forecasts);
        judged.explain(&settings.framework, &mut gathered.causes);
    }
    let counts = |c: &statements::Counts| (c.coded, c.valence, c.level);
    sources.retain(|_, c| counts(c) != (0, 0, 0));
    let clusters: Vec<_> = sources.into_values().collect();
    let all = sum(&clusters, &none)?;
    let estimates = settings.bootstrap.estimate(&clusters, &none, statements::Counts::figures);
    let totals = (all.coded, all.valence, clusters.len());
    Some(gathered.figures(settings, totals, &statements::FIGURES, &estimates, &|n| all.domain(n)))
}

fn of_papers(papers: &[Paper<'_>], answers: &[Vec<Said>], settings: &Settings) -> Option<Figures> {
    let none = running::Counts::none(settings.domains.len());
    let mut clusters = Vec::new();
    let mut gathered = Gathered::default();
    for (paper, said) in papers.iter().zip(answers) {
        let mut counts = none.clone();
        for judged in running::judge(paper, said, settings.threshold) {
            judged.count(settings, &mut counts);
            judged.confuse(&mut gathered.domains, &mut gathered.valences);
            judged.forecasts(&mut gathered.forecasts);
            judged.explain(&mut gathered.causes);
        }
        clusters.push(counts);
    }
    let all = sum(&clusters, &none)?;
    let estimates = settings.bootstrap.estimate(&clusters, &none, running::Counts::figures);
    let totals = (all.sentences, all.valence, clusters.len());
    Some(gathered.figures(settings, totals, &running::FIGURES, &estimates, &|n| all.domain(n)))
}

/// All clusters together; none if there are none.
fn sum<T: Tally>(clusters: &[T], none: &T) -> Option<T> {
    let mut all = none.clone();
    clusters.iter().for_each(|c| all.add(c));
    (!clusters.is_empty()).then_some(all)
}

impl Gathered {
    fn figures(
        self,
        settings: &Settings,
        (n, n_valence, clusters): (u64, u64, usize),
        names: &[&str],
        estimates: &[Estimate],
        counts: &dyn Fn(usize) -> Detection,
    ) -> Figures {
        let figure = |(name, estimate): (&&str, &Estimate)| Figure { name: (*name).to_owned(), estimate: *estimate };
        let per_domain = estimates[names.len()..].chunks_exact(5).enumerate();
        let mut order: Vec<&str> = settings.domains.iter().map(String::as_str).collect();
        order.push(NONE);
        let valences = [Valence::Barrier, Valence::Facilitator, Valence::Mixed, Valence::Unclear].map(Valence::name);
        Figures {
            n,
            n_valence,
            clusters: clusters as u64,
            figures: names.iter().zip(estimates).map(figure).filter(|f| f.estimate.value.is_some()).collect(),
            domains: per_domain.map(|(n, e)| domain(&settings.domains[n], counts(n), e)).collect(),
            confusion: self.domains.table(&order),
            valence_confusion: self.valences.table(&[&valences[..], &[NONE]].concat()),
            calibration: Calibration::new(&self.forecasts),
            causes: self.causes.sorted(settings.cases),
        }
    }
}

fn domain(id: &str, counts: Detection, e: &[Estimate]) -> PerDomain {
    let domain = id.to_owned();
    PerDomain { domain, counts, precision: e[0], recall: e[1], f1: e[2], kappa: e[3], ac1: e[4] }
}
