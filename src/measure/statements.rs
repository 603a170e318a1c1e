//! Statements with their authors' codes against what was suggested -> counts by source, confusion, causes of error.
use super::{
    causes::{Case, Causes},
    confusion::{NONE, Pairs},
    evaluation::Settings,
    gold::{Part, Statement, code_of, moved},
    said::{Said, domains},
    stats::{
        agreement::Crosstab,
        bootstrap::Tally,
        calibration::Forecast,
        detection::{Detection, macro_f1},
        share,
    },
};
use crate::report::Valence;

/// Names of the figures, as [`Counts::figures`] gives them before those of the domains.
pub(super) const FIGURES: [&str; 7] =
    ["recall_at_1", "recall_at_3", "macro_f1", "silent", "valence_accuracy", "valence_silent", "level_accuracy"];

/// Counts of the statements of a source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counts {
    pub(super) coded: u64,
    first: u64,
    third: u64,
    silent: u64,
    domains: Vec<Detection>,
    pub(super) valence: u64,
    valence_right: u64,
    valence_silent: u64,
    pub(super) level: u64,
    level_right: u64,
}

impl Counts {
    pub(super) fn none(domains: usize) -> Self {
        let domains = vec![Detection::default(); domains];
        Self {
            coded: 0,
            first: 0,
            third: 0,
            silent: 0,
            domains,
            valence: 0,
            valence_right: 0,
            valence_silent: 0,
            level: 0,
            level_right: 0,
        }
    }

    /// The figures, then of each domain precision, recall, F1, kappa and AC1.
    pub(super) fn figures(&self) -> Vec<Option<f64>> {
        let mut out = vec![
            share(self.first, self.coded),
            share(self.third, self.coded),
            macro_f1(self.domains.iter()),
            share(self.silent, self.coded),
            share(self.valence_right, self.valence),
            share(self.valence_silent, self.valence),
            share(self.level_right, self.level),
        ];
        for d in &self.domains {
            let neither = self.coded.saturating_sub(d.hits + d.false_alarms + d.misses);
            let table = Crosstab::presence(d.hits, d.misses, d.false_alarms, neither);
            out.extend([d.precision(), d.recall(), d.f1(), table.kappa(), table.ac1()]);
        }
        out
    }

    /// How often people gave a domain, it was suggested first, and both.
    pub(super) fn domain(&self, n: usize) -> Detection {
        self.domains[n]
    }

    fn count_codes(&mut self, gold: &[&str], said: &[Said], order: &[String]) {
        let suggested = domains(said);
        let first = suggested.first().copied();
        self.coded += 1;
        self.silent += u64::from(first.is_none());
        self.first += u64::from(first.is_some_and(|d| gold.contains(&d)));
        self.third += u64::from(suggested.iter().take(3).any(|d| gold.contains(d)));
        for (counts, domain) in self.domains.iter_mut().zip(order) {
            let (there, found) = (gold.contains(&domain.as_str()), first == Some(domain.as_str()));
            counts.hits += u64::from(there && found);
            counts.false_alarms += u64::from(found && !there);
            counts.misses += u64::from(there && !found);
        }
    }

    fn count_valence(&mut self, gold: Valence, said: &[Said]) {
        self.valence += 1;
        self.valence_right += u64::from(said.first().is_some_and(|s| s.valence == gold));
        self.valence_silent += u64::from(said.is_empty());
    }

    fn count_level(&mut self, gold: &[String], said: &[Said]) {
        let level = said.first().and_then(|s| s.level);
        self.level += 1;
        self.level_right += u64::from(level.is_some_and(|l| gold.iter().any(|g| g == l)));
    }
}

impl Tally for Counts {
    fn add(&mut self, other: &Self) {
        self.coded += other.coded;
        self.first += other.first;
        self.third += other.third;
        self.silent += other.silent;
        self.domains.iter_mut().zip(&other.domains).for_each(|(a, b)| *a += *b);
        self.valence += other.valence;
        self.valence_right += other.valence_right;
        self.valence_silent += other.valence_silent;
        self.level += other.level;
        self.level_right += other.level_right;
    }
}

/// A statement and what was suggested for it, best first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged<'g> {
    pub(super) statement: &'g Statement,
    pub(super) said: &'g [Said],
}

impl Judged<'_> {
    /// The authors' domains, if they coded it with this framework.
    pub(super) fn codes(&self, framework: &str) -> Option<Vec<&str>> {
        let codes = self.statement.codes.get(code_of(framework)).filter(|c| !c.is_empty())?;
        let constructs = self.statement.codes.get("cfir_construct");
        let elsewhere = constructs.is_some_and(|list| list.iter().any(|c| moved(framework).contains(&c.as_str())));
        (!elsewhere).then(|| codes.iter().map(String::as_str).collect())
    }

    /// The printed valence, where it is one of the two that count.
    fn valence(&self) -> Option<Valence> {
        self.statement.valence.filter(|v| matches!(v, Valence::Barrier | Valence::Facilitator))
    }

    pub(super) fn count(&self, settings: &Settings, counts: &mut Counts) {
        if let Some(gold) = self.codes(&settings.framework) {
            counts.count_codes(&gold, self.said, &settings.domains);
        }
        if let Some(gold) = self.valence() {
            counts.count_valence(gold, self.said);
        }
        if let Some(gold) = self.statement.codes.get("level").filter(|l| !l.is_empty()) {
            counts.count_level(gold, self.said);
        }
    }

    /// Adds its first suggestion, and its valence, to the confusion of domains and of valences.
    pub(super) fn confuse(&self, framework: &str, domains_met: &mut Pairs, valences: &mut Pairs) {
        if let Some(gold) = self.codes(framework) {
            domains_met.add_first(&gold, self.said.first().map_or(NONE, |s| &s.domain));
        }
        if let Some(gold) = self.statement.valence {
            valences.add(gold.name(), self.said.first().map_or(NONE, |s| s.valence.name()));
        }
    }

    /// One forecast for every domain suggested: that the authors gave it.
    pub(super) fn forecasts(&self, framework: &str, out: &mut Vec<Forecast>) {
        let Some(gold) = self.codes(framework) else { return };
        for domain in domains(self.said) {
            if let Some(best) = self.said.iter().find(|s| s.domain == domain) {
                out.push(Forecast { score: best.score.0, came_true: gold.contains(&domain) });
            }
        }
    }

    pub(super) fn explain(&self, framework: &str, causes: &mut Causes) {
        let hidden = self.statement.part == Some(Part::Mirror);
        let first = self.said.first();
        if let Some(gold) = self.codes(framework)
            && first.is_none_or(|f| !gold.contains(&f.domain.as_str()))
        {
            let (cause, detail) = self.wrong_domain(&gold);
            causes.add(&cause, &detail, hidden, self.case(gold.join(", ")));
        }
        if let (Some(gold), Some(first)) = (self.valence(), first)
            && first.valence != gold
        {
            let (cause, detail) = wrong_valence(gold, first);
            causes.add(&cause, &detail, hidden, self.case(gold.name().to_owned()));
        }
    }

    fn wrong_domain(&self, gold: &[&str]) -> (String, String) {
        let Some(first) = self.said.first() else { return ("domain: nothing suggested".into(), gold.join(", ")) };
        let place = domains(self.said).iter().position(|d| gold.contains(d));
        let cause = match place {
            Some(1) => "domain: the right one is second",
            Some(2) => "domain: the right one is third",
            Some(_) => "domain: the right one is fourth or later",
            None => "domain: the right one is not suggested",
        };
        (cause.into(), instead(first, gold))
    }

    fn case(&self, expected: String) -> Case {
        Case {
            id: self.statement.id.clone(),
            text: self.statement.text.clone(),
            expected,
            found: brief(self.said),
            explanation: self.said.first().map_or("no term stands in it", |s| &s.reason).to_owned(),
        }
    }
}

/// `environment_resources by time instead of goals`
pub(super) fn instead(first: &Said, gold: &[&str]) -> String {
    let by = first.concept.as_deref().unwrap_or("no concept");
    format!("{} by {by} instead of {}", first.domain, gold.join(", "))
}

pub(super) fn wrong_valence(gold: Valence, said: &Said) -> (String, String) {
    let cause = match said.valence {
        Valence::Unclear => "valence: left unclear",
        Valence::Mixed => "valence: both seen where people saw one",
        _ => "valence: turned round",
    };
    (cause.into(), format!("{} by {}, not {}", said.valence.name(), said.grounds, gold.name()))
}

/// The three best suggestions in a line.
pub(super) fn brief(said: &[Said]) -> String {
    let one = |s: &Said| format!("{} {} {:.2}", s.domain, s.valence.name(), s.score.value());
    said.iter().take(3).map(one).collect::<Vec<_>>().join("; ")
}
