//! A line of a verified report -> the pieces of text somebody decided on, with the domains they have after it.
use crate::{
    report::{Decision, Line, Suggestion, Valence, Verdict},
    text::Span,
};
use std::collections::BTreeMap;

/// A piece of a document and what was decided of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The document's id.
    pub document: String,
    /// Where that was read from.
    pub source: String,
    /// Its words.
    pub text: String,
    /// The domains it has.
    pub domains: Vec<String>,
    /// Domains suggested for it that nobody decided.
    pub open: Vec<String>,
    /// Domains that were suggested.
    pub found: Vec<String>,
    /// Whether it hinders (true) or helps (false), where that was said.
    pub hinders: Option<bool>,
}

/// The pieces of a report for one framework; none of a line that tells of no report, and none of pieces nobody decided on.
///
/// # Errors
/// What was found and what was expected, without a place.
pub fn read_line(line: &str, framework: &str) -> Result<Vec<Piece>, String> {
    let Some(written) = Line::report(line)? else { return Ok(Vec::new()) };
    let mut pieces: BTreeMap<(Span, &str), (Piece, bool)> = BTreeMap::new();
    for s in &written.suggestions {
        let decision = s.decision.as_ref().map(Decision::read).transpose();
        let decision = decision.map_err(|e| format!("suggestion {}: {e}", s.key))?.flatten();
        let (piece, decided) = pieces.entry((s.span, &s.quote)).or_default();
        piece.document = written.document.id.to_string();
        piece.source = written.document.source.to_string();
        piece.text = s.quote.to_string();
        *decided |= decision.is_some();
        piece.add(s, decision.map(|d| d.verdict), framework);
    }
    Ok(pieces.into_values().filter(|(_, decided)| *decided).map(|(piece, _)| piece).collect())
}

impl Piece {
    fn add(&mut self, s: &Suggestion<'_>, verdict: Option<Verdict>, framework: &str) {
        let mine = s.framework == framework;
        if mine && verdict != Some(Verdict::Added) {
            self.found.push(s.domain.to_string());
        }
        let (domain, valence) = match verdict {
            None if mine => return self.open.push(s.domain.to_string()),
            None | Some(Verdict::Rejected) => return,
            Some(Verdict::Accepted | Verdict::Added) => (mine.then(|| s.domain.to_string()), s.valence),
            Some(Verdict::Changed(to)) => {
                let there = to.framework.as_deref().unwrap_or(&s.framework) == framework;
                let domain = to.domain.unwrap_or_else(|| s.domain.to_string());
                (there.then_some(domain), to.valence.unwrap_or(s.valence))
            }
        };
        let Some(domain) = domain else { return };
        if !self.domains.contains(&domain) {
            self.domains.push(domain);
        }
        self.hinders = match valence {
            Valence::Barrier => Some(true),
            Valence::Facilitator => Some(false),
            _ => self.hinders,
        };
    }
}
