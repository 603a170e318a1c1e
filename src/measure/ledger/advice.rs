//! Counts of an entry -> advice: keep, narrow or prune, with the reason.
use super::row::Row;
use serde::Serialize;

/// What to do with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Advice {
    /// Take it away.
    Prune,
    /// Make it say less: more words, a condition, a lower weight, or fewer domains.
    Narrow,
    /// Leave it.
    Keep,
}

impl Advice {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Advice::Prune => "prune",
            Advice::Narrow => "narrow",
            Advice::Keep => "keep",
        }
    }
}

/// By which numbers advice is given.
///
/// With fewer than `fewest` decisions an entry is kept. It is *prune* if the upper end of the 95 % Wilson interval of its precision lies
/// below `wanted` and the precision below `hopeless`; *narrow* if only the first holds, or if it holds in one of its domains while another
/// one is at or above `wanted`; else *keep*.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// Decisions below which nothing is advised.
    pub fewest: u64,
    /// The precision asked of an entry, 0 to 1.
    pub wanted: f64,
    /// The precision below which it is not worth narrowing, 0 to 1.
    pub hopeless: f64,
}

impl Default for Rule {
    fn default() -> Self {
        Self { fewest: 5, wanted: 0.5, hopeless: 0.2 }
    }
}

impl Rule {
    /// In a sentence, for people.
    pub fn describe(&self) -> String {
        let Rule { fewest, wanted, hopeless } = self;
        format!(
            "Precision is the share of decided suggestions whose domain was right, with its 95 % Wilson interval. With fewer than {fewest} decisions an entry is kept. \
             Prune: the interval lies below {wanted} and the precision below {hopeless}. Narrow: the interval lies below {wanted}, of all its suggestions or of those \
             for one domain while another domain fares better. Effort is the share of all suggestions people read that is due to the entry: a suggestion made by n entries counts 1/n for each."
        )
    }

    /// The advice for an entry whose counts are in.
    pub(super) fn advise(&self, row: &Row) -> (Advice, String) {
        let right = row.accepted + row.changed;
        let decided = right + row.moved + row.rejected;
        if decided < self.fewest {
            return (Advice::Keep, format!("too few decisions ({decided} of {})", self.fewest));
        }
        let told = format!("right in {right} of {decided}");
        if row.high.is_some_and(|h| h < self.wanted) {
            return match row.precision.is_some_and(|p| p < self.hopeless) {
                true => (Advice::Prune, format!("{told}; even the upper end of the interval is below {}", self.wanted)),
                false => (Advice::Narrow, format!("{told}; the interval lies below {}{}", self.wanted, self.best(row))),
            };
        }
        let bad = row.domains.iter().find(|d| d.decided() >= self.fewest && d.high().is_some_and(|h| h < self.wanted));
        let good = row.domains.iter().any(|d| d.precision().is_some_and(|p| p >= self.wanted));
        match bad.filter(|_| good) {
            Some(d) => {
                let reason = format!(
                    "{told}, but in {} of {} for {}.{}: take it out of that domain, or give it a condition",
                    d.right,
                    d.decided(),
                    d.framework,
                    d.domain
                );
                (Advice::Narrow, reason)
            }
            None => (Advice::Keep, told),
        }
    }

    /// The domain in which a bad entry does well, if there is one.
    fn best(&self, row: &Row) -> String {
        let good = row.domains.iter().filter(|d| d.decided() > 0 && d.precision().is_some_and(|p| p >= self.wanted));
        let Some(best) = good.max_by_key(|d| d.right) else { return String::new() };
        format!("; it does better for {}.{} ({} of {})", best.framework, best.domain, best.right, best.decided())
    }
}
