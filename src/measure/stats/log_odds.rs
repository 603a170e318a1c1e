//! How much more a word is used in some texts than in others: the log-odds ratio with an informative Dirichlet prior.
use serde::Serialize;

/// How often something was found, of how much.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// How often it was found.
    pub n: f64,
    /// Of how much; not less than `n`.
    pub of: f64,
}

/// How two texts differ in one word.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LogOdds {
    /// The log-odds in the one less those in the other; above 0 where the one uses it more.
    pub ratio: f64,
    /// Its approximate variance.
    pub variance: f64,
    /// The ratio in standard deviations.
    pub z: f64,
}

/// Log-odds ratio of a word in two texts with a Dirichlet prior (Monroe, Colaresi and Quinn 2008, equations 16, 18 and 22).
///
/// `prior.n` is the word's pseudo-count and `prior.of` the sum of those of all words: usually shares of both texts together times the weight
/// given to them. With y, n the counts of a text and a, a0 those of the prior, its log-odds are ln((y + a) / (n + a0 - y - a)); the
/// variance of the difference is 1 / (y1 + a) + 1 / (y2 + a). None where a logarithm or quotient is not defined.
pub fn log_odds(one: Share, other: Share, prior: Share) -> Option<LogOdds> {
    let odds = |text: Share| {
        let (with, all) = (text.n + prior.n, text.of + prior.of);
        (with > 0.0 && all > with).then(|| (with / (all - with)).ln())
    };
    let ratio = odds(one)? - odds(other)?;
    let variance = 1.0 / (one.n + prior.n) + 1.0 / (other.n + prior.n);
    Some(LogOdds { ratio, variance, z: ratio / variance.sqrt() })
}
