//! Sentences of papers with coders' labels against what was suggested -> counts by paper, confusion, causes of error.
use super::{
    causes::{Case, Causes},
    confusion::{NONE, Pairs},
    evaluation::Settings,
    gold::{Evidence, Label, Part, Sentence},
    paper::Paper,
    said::{Said, domains},
    statements::{brief, wrong_valence},
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
pub(super) const FIGURES: [&str; 8] = [
    "evidence_precision",
    "evidence_recall",
    "evidence_f1",
    "domain_precision",
    "domain_recall",
    "domain_micro_f1",
    "domain_macro_f1",
    "valence_accuracy",
];

/// Counts of the sentences of a paper.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counts {
    pub(super) sentences: u64,
    evidence: Detection,
    /// By domain: found, and sentences that count for it.
    domains: Vec<(Detection, u64)>,
    pub(super) valence: u64,
    valence_right: u64,
}

impl Counts {
    pub(super) fn none(domains: usize) -> Self {
        let domains = vec![Default::default(); domains];
        Self { sentences: 0, evidence: Detection::default(), domains, valence: 0, valence_right: 0 }
    }

    /// The figures, then of each domain precision, recall, F1, kappa and AC1.
    pub(super) fn figures(&self) -> Vec<Option<f64>> {
        let mut all = Detection::default();
        self.domains.iter().for_each(|(d, _)| all += *d);
        // as the measures are defined, nothing found is 0 here, not undefined
        let or_0 = |f: Option<f64>| Some(f.unwrap_or(0.0));
        let mut out = vec![
            or_0(self.evidence.precision()),
            or_0(self.evidence.recall()),
            or_0(self.evidence.f1()),
            or_0(all.precision()),
            or_0(all.recall()),
            or_0(all.f1()),
            or_0(macro_f1(self.domains.iter().map(|(d, _)| d))),
            or_0(share(self.valence_right, self.valence)),
        ];
        for (d, sentences) in &self.domains {
            let neither = sentences.saturating_sub(d.hits + d.false_alarms + d.misses);
            let table = Crosstab::presence(d.hits, d.misses, d.false_alarms, neither);
            out.extend([d.precision(), d.recall(), d.f1(), table.kappa(), table.ac1()]);
        }
        out
    }

    /// How often people gave a domain, it was suggested, and both.
    pub(super) fn domain(&self, n: usize) -> Detection {
        self.domains[n].0
    }

    /// How many sentences count for a domain.
    pub(super) fn units(&self, n: usize) -> u64 {
        self.domains[n].1
    }
}

impl Tally for Counts {
    fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.evidence += other.evidence;
        for (a, b) in self.domains.iter_mut().zip(&other.domains) {
            a.0 += b.0;
            a.1 += b.1;
        }
        self.valence += other.valence;
        self.valence_right += other.valence_right;
    }
}

/// A sentence and what was suggested for it, best first.
#[derive(Clone, Debug)]
pub(super) struct Judged<'g> {
    pub(super) sentence: &'g Sentence,
    /// Above the threshold.
    pub(super) said: Vec<&'g Said>,
    /// Below it.
    below: Vec<&'g Said>,
}

/// The sentences of a paper that count, each with the suggestions that have a match in it; `said` is all that was suggested, best first.
pub(super) fn judge<'g>(paper: &Paper<'g>, said: &'g [Said], threshold: u16) -> Vec<Judged<'g>> {
    let counts = paper.sentences.iter().filter(|(s, _)| s.evidence != Evidence::Disputed);
    counts
        .map(|(sentence, span)| {
            let here = said.iter().filter(|s| s.spans.iter().any(|m| m.overlaps(*span)));
            let (said, below) = here.partition(|s| s.score.0 >= threshold);
            Judged { sentence, said, below }
        })
        .collect()
}

fn label<'l>(labels: &'l [Label], domain: &str) -> Option<&'l Label> {
    labels.iter().rev().find(|l| l.domain == domain)
}

impl<'g> Judged<'g> {
    fn evident(&self) -> bool {
        self.sentence.evidence == Evidence::Yes
    }

    /// The best suggestion of a domain.
    fn best(&self, domain: &str) -> Option<&'g Said> {
        self.said.iter().find(|s| s.domain == domain).copied()
    }

    /// The label both coders gave, and whether the domain counts here at all: what one coder alone gave does not.
    fn gold(&self, domain: &str) -> (Option<&'g Label>, bool) {
        let core = label(&self.sentence.labels, domain);
        (core, core.is_some() || label(&self.sentence.labels_one_coder, domain).is_none())
    }

    /// Domains that both coders gave, with barrier or facilitator.
    pub(super) fn told(&self) -> impl Iterator<Item = (&'g str, Valence)> {
        self.sentence.labels.iter().filter_map(|l| Some((l.domain.as_str(), told(l)?)))
    }

    /// Whether this is the best suggestion of a domain.
    pub(super) fn is_best(&self, said: &Said, domain: &str) -> bool {
        self.best(domain).is_some_and(|best| std::ptr::eq(best, said))
    }

    pub(super) fn count(&self, settings: &Settings, counts: &mut Counts) {
        let found = !self.said.is_empty();
        counts.sentences += 1;
        counts.evidence.hits += u64::from(found && self.evident());
        counts.evidence.false_alarms += u64::from(found && !self.evident());
        counts.evidence.misses += u64::from(!found && self.evident());
        for (n, domain) in settings.domains.iter().enumerate() {
            let (gold, counted) = self.gold(domain);
            if !counted {
                continue;
            }
            let best = self.best(domain);
            let (detection, sentences) = &mut counts.domains[n];
            *sentences += 1;
            detection.hits += u64::from(gold.is_some() && best.is_some());
            detection.false_alarms += u64::from(gold.is_none() && best.is_some());
            detection.misses += u64::from(gold.is_some() && best.is_none());
            if let (Some(valence), Some(best)) = (gold.and_then(told), best) {
                counts.valence += 1;
                counts.valence_right += u64::from(best.valence == valence);
            }
        }
    }

    pub(super) fn confuse(&self, domains_met: &mut Pairs, valences: &mut Pairs) {
        let gold: Vec<&str> = self.sentence.labels.iter().map(|l| l.domain.as_str()).collect();
        let first = self.said.first().map_or(NONE, |s| &s.domain);
        domains_met.add_first(if gold.is_empty() { &[NONE] } else { &gold }, first);
        for l in &self.sentence.labels {
            if let (Some(gold), Some(best)) = (l.valence, self.best(&l.domain)) {
                valences.add(gold.name(), best.valence.name());
            }
        }
    }

    /// One forecast for every domain suggested, whatever its score: that both coders gave it.
    pub(super) fn forecasts(&self, out: &mut Vec<Forecast>) {
        out.extend(self.suggested().into_iter().map(|(_, score, came_true)| Forecast { score, came_true }));
    }

    /// Of each domain suggested and counted: the best score in thousandths, and whether people gave it.
    pub(super) fn suggested(&self) -> Vec<(String, u16, bool)> {
        let all: Vec<Said> = self.said.iter().chain(&self.below).map(|s| (*s).clone()).collect();
        let mut out = Vec::new();
        for domain in domains(&all) {
            let (gold, counted) = self.gold(domain);
            if let Some(best) = all.iter().find(|s| s.domain == domain).filter(|_| counted) {
                out.push((domain.to_owned(), best.score.0, gold.is_some()));
            }
        }
        out
    }

    pub(super) fn explain(&self, causes: &mut Causes) {
        let hidden = self.sentence.part == Some(Part::Mirror);
        let mut add = |(cause, detail): (String, String), said: Option<&Said>| {
            causes.add(&cause, &detail, hidden, self.case(said));
        };
        match (self.evident(), self.said.first()) {
            (true, None) => return add(self.missed(), self.below.first().copied()),
            (false, Some(first)) => return add(("evidence: seen where there is none".into(), by(first)), Some(first)),
            _ => {}
        }
        for l in &self.sentence.labels {
            match self.best(&l.domain) {
                None => add(self.missed_domain(&l.domain), self.said.first().copied()),
                Some(best) if told(l).is_some_and(|v| v != best.valence) => {
                    add(wrong_valence(told(l).unwrap_or_default(), best), Some(best));
                }
                Some(_) => {}
            }
        }
        for s in self.said.iter().filter(|s| self.best(&s.domain).is_some_and(|b| std::ptr::eq(b, **s))) {
            if let (None, true) = self.gold(&s.domain) {
                add(("domain: added where people gave others".into(), by(s)), Some(s));
            }
        }
    }

    fn missed(&self) -> (String, String) {
        match self.below.first() {
            Some(best) => ("evidence: missed, below the threshold".into(), by(best)),
            None => ("evidence: missed, no term in a place that counts".into(), self.labelled()),
        }
    }

    fn missed_domain(&self, domain: &str) -> (String, String) {
        match self.below.iter().find(|s| s.domain == domain) {
            Some(best) => ("domain: missed, below the threshold".into(), by(best)),
            None => ("domain: missed, no term of it".into(), domain.to_owned()),
        }
    }

    fn labelled(&self) -> String {
        self.sentence.labels.iter().map(|l| l.domain.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn case(&self, said: Option<&Said>) -> Case {
        let label = |l: &Label| format!("{} {}", l.domain, l.valence.unwrap_or_default().name());
        let expected: Vec<String> = self.sentence.labels.iter().map(label).collect();
        let nothing = if self.evident() { "evidence" } else { "no evidence" };
        let all: Vec<Said> = self.said.iter().chain(&self.below).map(|s| (*s).clone()).collect();
        Case {
            id: format!("{}:{}", self.sentence.document, self.sentence.unit),
            text: self.sentence.text.clone(),
            expected: if expected.is_empty() { nothing.to_owned() } else { expected.join("; ") },
            found: brief(&all),
            explanation: said.map_or("no term stands in it", |s| &s.reason).to_owned(),
        }
    }
}

/// A label's valence, where it is one of the two that count.
fn told(l: &Label) -> Option<Valence> {
    l.valence.filter(|v| matches!(v, Valence::Barrier | Valence::Facilitator))
}

fn by(said: &Said) -> String {
    format!("{} by {}", said.domain, said.concept.as_deref().unwrap_or("no concept"))
}
