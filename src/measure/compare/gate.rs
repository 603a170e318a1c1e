//! Conditions such as `f1<-0.01` or `tdf.knowledge.lost>0` -> whether a comparison meets them.
use super::{Comparison, FigureChange, GoldComparison, PerDomain};
use crate::error::{Error, ErrorKind, Result};
use std::{fmt, str::FromStr};

/// A condition that is not to be met: a metric, `<`, `<=`, `>` or `>=`, a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    metric: String,
    sign: Sign,
    number: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A condition held against a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The condition.
    pub gate: Gate,
    /// What the metric is; none where it cannot be had (no such item in gold), which meets nothing.
    pub value: Option<f64>,
    /// Whether the condition is met, and the run fails.
    pub met: bool,
}

/// Metrics that are counts.
const COUNTS: [&str; 9] = [
    "changed",
    "gained",
    "lost",
    "moved",
    "valence_changed",
    "score_changed",
    "detail_changed",
    "documents_changed",
    "changed_per_1000_sentences",
];
/// Metrics of gold that every domain has.
const FIGURES: [&str; 4] = ["precision", "recall", "f1", "kappa"];

impl FromStr for Gate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| {
            format!("{why}; expected a metric, a sign and a number, such as 'f1<-0.01' or 'tdf.knowledge.lost>0'")
        };
        let at = text.find(['<', '>']).ok_or_else(|| wrong(&format!("found no < or > in '{text}'")))?;
        let (metric, rest) = (text[..at].trim(), &text[at..]);
        let signs = [("<=", Sign::AtMost), (">=", Sign::AtLeast), ("<", Sign::Less), (">", Sign::More)];
        let found = signs.iter().find_map(|(mark, sign)| Some((*sign, rest.strip_prefix(mark)?)));
        let (sign, number) = found.ok_or_else(|| wrong("found no sign"))?;
        let number = number.trim();
        let value: f64 = number.parse().map_err(|_| wrong(&format!("found '{number}' where a number belongs")))?;
        if metric.is_empty() || !value.is_finite() {
            return Err(wrong(&format!("found '{text}'")));
        }
        Ok(Self { metric: metric.to_owned(), sign, number: value })
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.sign {
            Sign::Less => "<",
            Sign::AtMost => "<=",
            Sign::More => ">",
            Sign::AtLeast => ">=",
        };
        write!(f, "{}{sign}{}", self.metric, self.number)
    }
}

impl Gate {
    /// Whether it needs gold.
    pub fn needs_gold(&self) -> bool {
        let last = self.metric.rsplit('.').next().unwrap_or_default();
        !COUNTS.contains(&last)
    }

    /// Holds the comparison against the condition. Figures of gold are differences, new minus old.
    ///
    /// # Errors
    /// A usage error for a metric that the comparison does not have, naming those it has.
    pub fn judge(&self, comparison: &Comparison) -> Result<Verdict> {
        let value = self.value(comparison)?;
        let met = value.is_some_and(|v| match self.sign {
            Sign::Less => v < self.number,
            Sign::AtMost => v <= self.number,
            Sign::More => v > self.number,
            Sign::AtLeast => v >= self.number,
        });
        Ok(Verdict { gate: self.clone(), value, met })
    }

    fn value(&self, c: &Comparison) -> Result<Option<f64>> {
        if self.needs_gold() && c.gold.is_empty() {
            let message = format!("the condition '{self}' needs labelled texts to measure on; give them with --gold");
            return Err(Error::new(ErrorKind::Usage, message));
        }
        if let Some(value) = count(c, &self.metric) {
            return Ok(value);
        }
        let (head, last) = self.metric.rsplit_once('.').unwrap_or(("", &self.metric));
        if let Some(domain) = c.per_domain.iter().find(|d| format!("{}.{}", d.framework, d.domain) == head) {
            return of_domain(domain, last).ok_or_else(|| self.unknown(c));
        }
        let gold = match head {
            "" => c.gold.first(),
            kind => c.gold.iter().find(|g| g.kind == kind),
        };
        gold.and_then(|g| figure(g, last)).ok_or_else(|| self.unknown(c))
    }

    fn unknown(&self, c: &Comparison) -> Error {
        let figures = c.gold.iter().flat_map(|g| g.figures.iter().map(|f| f.name.as_str()));
        let mut known: Vec<&str> = COUNTS.into_iter().chain(figures).collect();
        known.dedup();
        let message = format!(
            "there is no metric `{}`; there are {}, and of each domain gained, lost, moved_in, moved_out, valence_changed, score_changed{} as in tdf.knowledge.lost",
            self.metric,
            known.join(", "),
            if c.gold.is_empty() { "" } else { ", precision, recall, f1, kappa" }
        );
        Error::new(ErrorKind::Usage, message)
    }
}

fn count(c: &Comparison, metric: &str) -> Option<Option<f64>> {
    let s = &c.summary;
    let n = match metric {
        "changed" => s.changed,
        "gained" => s.kinds.gained,
        "lost" => s.kinds.lost,
        "moved" => s.kinds.moved,
        "valence_changed" => s.kinds.valence_changed,
        "score_changed" => s.kinds.score_changed,
        "detail_changed" => s.kinds.detail_changed,
        "documents_changed" => s.documents_changed,
        "changed_per_1000_sentences" => return Some(s.changed_per_1000_sentences),
        _ => return None,
    };
    Some(Some(n as f64))
}

fn of_domain(d: &PerDomain, metric: &str) -> Option<Option<f64>> {
    let count = match metric {
        "gained" => d.gained,
        "lost" => d.lost,
        "moved_in" => d.moved_in,
        "moved_out" => d.moved_out,
        "moved" => d.moved_in + d.moved_out,
        "valence_changed" => d.valence_changed,
        "score_changed" => d.score_changed,
        "changed" => d.gained + d.lost + d.moved_in + d.moved_out + d.valence_changed,
        _ => {
            let at = FIGURES.iter().position(|f| *f == metric)?;
            let gold = d.gold.as_ref();
            return Some(gold.and_then(|g| [&g.precision, &g.recall, &g.f1, &g.kappa][at].difference));
        }
    };
    Some(Some(count as f64))
}

fn figure(gold: &GoldComparison, name: &str) -> Option<Option<f64>> {
    gold.figures.iter().find(|f: &&FigureChange| f.name == name).map(|f| f.difference)
}

#[cfg(test)]
mod tests {
    use super::Gate;

    #[test]
    fn conditions_are_read_and_printed() {
        for (text, printed) in [
            ("f1<-0.01", "f1<-0.01"),
            (" lost > 0", "lost>0"),
            ("tdf.skills.f1 >= .5", "tdf.skills.f1>=0.5"),
            ("a<=1e3", "a<=1000"),
        ] {
            assert_eq!(text.parse::<Gate>().map(|g| g.to_string()), Ok(printed.to_owned()));
        }
        for text in ["lost", "lost=0", ">3", "f1<x", "f1<", "f1<inf", "lost==0"] {
            assert!(text.parse::<Gate>().is_err(), "{text}");
        }
    }
}
