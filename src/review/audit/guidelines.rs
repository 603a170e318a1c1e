//! An audit -> the items of reporting guidelines that it can fill in, in sentences to be pasted and completed.
use super::Audit;
use crate::measure::stats::Estimate;
use serde::Serialize;

/// An item of a guideline, filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The guideline, with where it was published.
    pub guideline: &'static str,
    /// The item's number.
    pub item: &'static str,
    /// What it asks for.
    pub asks: &'static str,
    /// What can be said.
    pub answer: String,
}

const COREQ: &str = "COREQ (Tong 2007, doi:10.1093/intqhc/mzm042)";
const SRQR: &str = "SRQR (O'Brien 2014, doi:10.1097/ACM.0000000000000388)";
const ENTREQ: &str = "ENTREQ (Tong 2012, doi:10.1186/1471-2288-12-181)";
const PRISMA: &str = "PRISMA 2020 (Page 2021, doi:10.1136/bmj.n71)";

/// The items, guideline by guideline. What only the authors know is asked for in square brackets.
pub fn lines(a: &Audit) -> Vec<Line> {
    let line = |guideline, item, asks, answer| Line { guideline, item, asks, answer };
    vec![
        line(COREQ, "24", "Number of data coders", coders(a)),
        line(COREQ, "25", "Description of the coding tree", tree(a)),
        line(COREQ, "26", "Derivation of themes", derivation(a)),
        line(COREQ, "27", "Software", software(a)),
        line(SRQR, "S13", "Data processing", processing(a)),
        line(SRQR, "S14", "Data analysis", format!("{} {}", coders(a), tree(a))),
        line(SRQR, "S15", "Techniques to enhance trustworthiness", trust(a)),
        line(ENTREQ, "15", "Software", software(a)),
        line(ENTREQ, "16", "Number of reviewers", coders(a)),
        line(ENTREQ, "17", "Coding", processing(a)),
        line(ENTREQ, "18", "Study comparison", comparison(a)),
        line(ENTREQ, "19", "Derivation of themes", derivation(a)),
        line(
            PRISMA,
            "9",
            "Data collection process, with automation tools",
            format!("{} {} {}", software(a), processing(a), trust(a)),
        ),
    ]
}

fn coders(a: &Audit) -> String {
    let names: Vec<&str> = a.coders.iter().map(|c| c.coder.as_str()).collect();
    let adjudication = match a.adjudicated.len() {
        0 => String::new(),
        _ => {
            let by: Vec<String> = a.adjudicated.iter().map(|(who, n)| format!("{who} ({n})")).collect();
            format!(" Differences were adjudicated by {}.", by.join(", "))
        }
    };
    match names.as_slice() {
        [] => "Nobody has coded yet.".into(),
        [one] => format!("One person ({one}) verified the suggestions.{adjudication}"),
        many => format!(
            "{} people ({}) worked in the data, each in a journal of their own. [Say whether they worked independently.]{adjudication}",
            many.len(),
            many.join(", ")
        ),
    }
}

fn tree(a: &Audit) -> String {
    let frameworks: Vec<String> = a.frameworks.iter().map(|f| format!("{} version {}", f.id, f.version)).collect();
    let moved = if a.codebooks_used.len() > 1 {
        format!(" The codebook changed during the work ({} versions).", a.codebooks_used.len())
    } else {
        String::new()
    };
    format!("Codes came from {} (codebook digest {}).{moved}", frameworks.join(", "), a.codebook)
}

fn derivation(a: &Audit) -> String {
    format!(
        "Codes were given in advance by the framework; {} codes that no suggestion had made were added by people. [Say how themes of your own were derived.]",
        a.counts.added
    )
}

fn comparison(a: &Audit) -> String {
    format!(
        "All {} documents were coded with the same codebook, so that codes can be compared across them. [Say how studies were compared, and whether later ones were coded into what earlier ones gave.]",
        a.documents
    )
}

fn software(a: &Audit) -> String {
    format!(
        "Suggestions were made by pretag {} with lexicon {}: rules over word lists with fixed weights, no AI model, the same suggestions every time; every suggestion was for people to decide.",
        a.pretag, a.lexicon
    )
}

fn processing(a: &Audit) -> String {
    let c = a.counts;
    let decided = c.accepted + c.changed + c.rejected;
    let mut modes: std::collections::BTreeMap<&str, u64> = Default::default();
    a.coders.iter().flat_map(|p| &p.modes).for_each(|(mode, n)| *modes.entry(mode).or_default() += n);
    let modes: Vec<String> = modes.iter().map(|(mode, n)| format!("{n} {}", mode.replace('_', " "))).collect();
    format!(
        "Of {} suggested codes in {} documents, {decided} were decided: {} accepted, {} changed ({} got another domain, {} another valence, {} another stretch, {} only another construct, holder or level), {} rejected{}; {} are open. {} codes were added. Decisions that coders made one by one, codes they added among them, by mode: {}.",
        c.suggested,
        a.documents,
        c.accepted,
        c.changed,
        a.changes.domain,
        a.changes.valence,
        a.changes.stretch,
        a.changes.other,
        c.rejected,
        override_rate(a),
        c.open,
        c.added,
        if modes.is_empty() { "none".to_owned() } else { modes.join(", ") }
    )
}

/// Share of decided suggestions that people did not take as they were.
fn override_rate(a: &Audit) -> String {
    let c = a.counts;
    let decided = c.accepted + c.changed + c.rejected;
    let share = crate::measure::stats::share(c.changed + c.rejected, decided);
    share.map_or(String::new(), |share| format!(" (override rate {:.0} %)", 100.0 * share))
}

fn trust(a: &Audit) -> String {
    let mut out = format!(
        "A random sample of {} sentences (share {}, seed {}) was set apart to be coded without sight of suggestions; {} of the decided codes count as decided so by all who decided on them: codes that coders gave there themselves, and suggestions that are answered by what coders gave the passage.",
        a.samples.blind, a.samples.blind_share, a.samples.seed, a.counts.blind
    );
    let r = &a.recall;
    if r.read > 0 {
        out.push_str(&format!(
            " Of {} random sentences without a suggestion, {} held evidence that had been missed, so the suggestions reach an estimated {} of the sentences with evidence.",
            r.read,
            r.found,
            percent(r.recall)
        ));
    } else {
        out.push_str(" Sentences without a suggestion were not read for missed evidence.");
    }
    let agreement = a.blind_agreement.as_ref().map(|g| (g, "without sight of suggestions"));
    let agreement =
        agreement.or(a.agreement.as_ref().map(|g| (g, "with suggestions in sight, which raises agreement")));
    if let Some((g, how)) = agreement
        && let Some(level) = g.levels.iter().find(|l| l.level == "segment")
        && level.overall.units > 0
    {
        let row = &level.overall;
        out.push_str(&format!(
            " Coders agreed on {} of sentences x codes (Cohen's kappa {}, Gwet's AC1 {}, Krippendorff's alpha {}), {how}.",
            percent(row.percent),
            figure(row.kappa),
            figure(row.ac1),
            figure(row.alpha)
        ));
    }
    out.push_str(" Every decision stands in an append-only journal whose events are chained by hashes.");
    out
}

pub(super) fn figure(e: Estimate) -> String {
    match (e.value, e.low, e.high) {
        (None, _, _) => "not defined".into(),
        (Some(v), Some(low), Some(high)) => format!("{v:.2} [95 % {low:.2} to {high:.2}]"),
        (Some(v), _, _) => format!("{v:.2}"),
    }
}

pub(super) fn percent(e: Estimate) -> String {
    match (e.value, e.low, e.high) {
        (None, _, _) => "an unknown share".into(),
        (Some(v), Some(low), Some(high)) => {
            format!("{:.0} % [95 % {:.0} to {:.0}]", 100.0 * v, 100.0 * low, 100.0 * high)
        }
        (Some(v), _, _) => format!("{:.0} %", 100.0 * v),
    }
}
