//! A report -> what it says of a framework's domains, best first: all that measuring needs of it.
use crate::{
    report::{Report, Score, Suggestion, Valence},
    text::Span,
};

/// A suggestion as far as it is measured and explained.
#[derive(Clone, Debug)]
pub struct Said {
    /// The domain's id.
    pub domain: String,
    /// Barrier, facilitator, mixed or unclear.
    pub valence: Valence,
    /// Its score.
    pub score: Score,
    /// At which level, if the words say.
    pub level: Option<&'static str>,
    /// Where its matches stand; without matches its segment.
    pub spans: Vec<Span>,
    /// The concept of its strongest match.
    pub concept: Option<String>,
    /// What made its valence: kinds of cues, or the term's lean, or nothing.
    pub grounds: String,
    /// How the valence came about, in words.
    pub reason: String,
}

impl Said {
    /// The suggestions for a framework by falling score; equals in the order of the report.
    pub fn ranked(report: &Report<'_>, framework: &str) -> Vec<Said> {
        let mut out: Vec<Said> =
            report.suggestions.iter().filter(|s| s.framework == framework).map(Said::new).collect();
        out.sort_by_key(|s| std::cmp::Reverse(s.score));
        out
    }

    /// Of one suggestion.
    pub fn new(s: &Suggestion<'_>) -> Self {
        let spans: Vec<Span> = s.matches.iter().map(|m| m.span).collect();
        // the reason begins with the strongest match's term in backticks
        let strongest = s.reason.strip_prefix('`').and_then(|r| r.split_once('`')).map(|(term, _)| term);
        let concept = s.matches.iter().find(|m| Some(&*m.term) == strongest).or(s.matches.first());
        Self {
            domain: s.domain.to_string(),
            valence: s.valence,
            score: s.score,
            level: s.level.map(|l| l.name()),
            spans: if spans.is_empty() { vec![s.span] } else { spans },
            concept: concept.map(|m| m.concept.to_string()),
            grounds: grounds(s),
            reason: s.reason.to_string(),
        }
    }
}

fn grounds(s: &Suggestion<'_>) -> String {
    let mut kinds: Vec<&str> = s.cues.iter().map(|c| &*c.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if s.reason.contains("so the usual valence") {
        "the usual valence".into()
    } else if kinds.is_empty() {
        "the term's lean".into()
    } else {
        format!("cues: {}", kinds.join(", "))
    }
}

/// The domains said, each once, best first.
pub(super) fn domains(said: &[Said]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for s in said {
        if !out.contains(&s.domain.as_str()) {
            out.push(&s.domain);
        }
    }
    out
}
