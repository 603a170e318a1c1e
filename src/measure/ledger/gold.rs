//! Labelled texts and what was suggested for them -> what was judged: the labels are the decisions.
use super::{Judged, Outcome, read::suggestion};
use crate::{
    measure::{Evidence, Label, Paper, Part, Statement},
    report::{Report, Suggestion, Valence},
};

/// The suggestions for a statement, of the framework its authors coded it with; nothing if they did not.
pub fn judge_statement(statement: &Statement, report: &Report<'_>, framework: &str) -> Vec<Judged> {
    let Some(codes) = statement.codes_of(framework) else { return Vec::new() };
    let shown = statement.part != Some(Part::Mirror);
    let mine = report.suggestions.iter().filter(|s| s.framework == framework);
    let outcome = |s: &Suggestion<'_>| match codes.iter().any(|c| *c == s.domain) {
        true => by_valence(s, statement.valence),
        false => Outcome::Rejected,
    };
    mine.map(|s| suggestion(s, &statement.id, outcome(s), shown)).collect()
}

/// The suggestions for a paper. What lies in a disputed sentence, or has the label of one coder alone, stays open.
pub fn judge_paper(paper: &Paper<'_>, report: &Report<'_>, framework: &str) -> Vec<Judged> {
    let mine = report.suggestions.iter().filter(|s| s.framework == framework);
    let mut out = Vec::new();
    for s in mine {
        let here: Vec<_> = paper.sentences.iter().filter(|(_, span)| span.overlaps(s.span)).map(|(g, _)| *g).collect();
        if here.is_empty() {
            continue;
        }
        let given = |list: fn(&crate::measure::Sentence) -> &[Label]| {
            here.iter().flat_map(|g| list(g)).find(|l| l.domain == s.domain)
        };
        let outcome = match (given(|g| &g.labels), given(|g| &g.labels_one_coder)) {
            (Some(label), _) => by_valence(s, label.valence),
            (None, Some(_)) => Outcome::Open,
            _ if here.iter().any(|g| g.evidence == Evidence::Disputed) => Outcome::Open,
            _ => Outcome::Rejected,
        };
        let shown = here.iter().all(|g| g.part != Some(Part::Mirror));
        out.push(suggestion(s, paper.id, outcome, shown));
    }
    out
}

/// Changed, if people said barrier or facilitator and the suggestion something else.
fn by_valence(s: &Suggestion<'_>, given: Option<Valence>) -> Outcome {
    match given {
        Some(v @ (Valence::Barrier | Valence::Facilitator)) if v != s.valence => Outcome::Changed,
        _ => Outcome::Accepted,
    }
}
