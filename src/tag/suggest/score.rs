//! Evidence and circumstances -> a probability-like score. Sums of whole thousandths; one logistic function at the end.
use crate::{lexicon::ScoreNumbers, report::Score};

/// The numbers of `[score]`, looked up once; in thousandths.
#[derive(Clone, Debug)]
pub(in crate::tag) struct Numbers {
    pub(in crate::tag) threshold: i32,
    /// The lowest log-odds that reach the threshold of this run; anything does at `i32::MIN`.
    pub(in crate::tag) least: i32,
    pub(in crate::tag) intercept: i32,
    pub(in crate::tag) slope: i32,
    pub(in crate::tag) further: i32,
    pub(in crate::tag) explicit: i32,
    pub(in crate::tag) lean: i32,
    pub(in crate::tag) unclear: i32,
    pub(in crate::tag) lent: i32,
    pub(in crate::tag) evidence: i32,
    pub(in crate::tag) not_evidence: i32,
    pub(in crate::tag) hypothetical: i32,
    pub(in crate::tag) hedged: i32,
    pub(in crate::tag) question: i32,
    pub(in crate::tag) quote: i32,
    pub(in crate::tag) heading: i32,
    pub(in crate::tag) cell: i32,
    pub(in crate::tag) figure: i32,
    pub(in crate::tag) uncoded: i32,
}

impl Numbers {
    pub(in crate::tag) fn new(n: &ScoreNumbers) -> Self {
        Self {
            threshold: n.get("threshold"),
            least: i32::MIN,
            intercept: n.get("intercept"),
            slope: n.get("slope"),
            further: n.get("further"),
            explicit: n.get("explicit"),
            lean: n.get("lean"),
            unclear: n.get("unclear"),
            lent: n.get("lent"),
            evidence: n.get("evidence"),
            not_evidence: n.get("not_evidence"),
            hypothetical: n.get("hypothetical"),
            hedged: n.get("hedged"),
            question: n.get("question"),
            quote: n.get("quote"),
            heading: n.get("heading"),
            cell: n.get("cell"),
            figure: n.get("figure"),
            uncoded: n.get("uncoded"),
        }
    }

    /// The most that circumstances and what the words tell can add to the log-odds, for a frame of evidence of at most this weight.
    pub(in crate::tag) fn most(&self, frame: i32) -> i32 {
        let told = self.explicit.max(self.lean).max(self.unclear).max(self.lent);
        let frame = (i64::from(self.evidence) * i64::from(frame) / 1000) as i32;
        told + frame.max(0) + self.not_evidence.max(0) + self.question.max(0) + self.doubt()
    }

    /// The most that the words can add: what they tell if cues `speak` or something is `lent`, and reserve.
    pub(in crate::tag) fn told(&self, speak: bool, lent: bool) -> i32 {
        let told = self.lean.max(self.unclear);
        let told = if lent { told.max(self.lent) } else { told };
        self.doubt() + if speak { told.max(self.explicit) } else { told }
    }

    /// The most that reserve can add to the log-odds.
    pub(in crate::tag) fn doubt(&self) -> i32 {
        self.hedged.max(self.hypothetical).max(0)
    }

    /// The evidence of several concepts for one domain: the strongest in full, each further one discounted once more.
    pub(in crate::tag) fn evidence(&self, weights: &mut [i32]) -> i32 {
        weights.sort_unstable_by(|a, b| b.cmp(a));
        let (mut sum, mut share) = (0i64, 1000i64);
        for w in weights.iter().take(6) {
            sum += i64::from(*w) * share / 1000;
            share = share * i64::from(self.further) / 1000;
        }
        sum as i32
    }

    /// Log-odds of the evidence alone.
    pub(in crate::tag) fn base(&self, evidence: i32) -> i32 {
        self.intercept + (i64::from(self.slope) * i64::from(evidence) / 1000) as i32
    }
}

/// The logistic function of log-odds in thousandths. Uses only operations that give the same bits everywhere
/// (e^x as (1 + x/2^20)^(2^20), by squaring).
pub(in crate::tag) fn logistic(log_odds: i32) -> Score {
    let x = -f64::from(log_odds.clamp(-20_000, 20_000)) / 1000.0;
    let mut power = 1.0 + x / f64::from(1 << 20);
    for _ in 0..20 {
        power *= power;
    }
    Score::from_probability(1.0 / (1.0 + power))
}

/// The lowest log-odds (in thousandths) whose score reaches a threshold.
pub(in crate::tag) fn least(threshold: u16) -> i32 {
    if threshold == 0 {
        return i32::MIN;
    }
    let (mut low, mut high) = (-20_000i32, 20_001i32);
    while low < high {
        let middle = (low + high).div_euclid(2);
        if logistic(middle).0 >= threshold { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::{least, logistic};

    #[test]
    fn least_is_the_first_that_reaches() {
        for threshold in [1, 200, 500, 733, 999] {
            let n = least(threshold);
            assert!(logistic(n).0 >= threshold && logistic(n - 1).0 < threshold, "{threshold}");
        }
        assert_eq!(least(0), i32::MIN);
    }

    #[test]
    fn logistic_is_the_logistic_function() {
        for log_odds in (-8000..8000).step_by(137) {
            let exact = 1.0 / (1.0 + (-f64::from(log_odds) / 1000.0).exp());
            assert!((logistic(log_odds).value() - exact).abs() < 0.0006, "{log_odds}");
        }
    }
}
