//! A line of a report file -> the codes of its document, or the fact that it could not be read.
use super::{Code, Way, latest::Document, options::in_words};
use crate::report::{self, Decision, LexiconInfo, Suggestion};
use std::collections::BTreeSet;

/// What a line of a report file tells.
#[derive(Debug)]
pub enum Line {
    /// The codes of a document.
    Report(Tagging),
    /// A document that could not be read.
    Failure {
        /// What its id would have been, as far as known.
        id: String,
        /// The file as given; of a record with its place behind it.
        source: String,
    },
}

/// The codes of a document.
#[derive(Debug)]
pub struct Tagging {
    pub(super) document: Document,
    /// SHA-256 of the text.
    pub(super) sha256: String,
    pub(super) lexicon: LexiconInfo,
    pub(super) codes: Vec<(Code, Option<Decision>)>,
    /// Codes that a crosswalk led to and nobody has decided on.
    pub(super) derived: Vec<Code>,
    /// Whether people read any of it, or decided anything.
    pub(super) touched: bool,
    /// The options it was made with, in words; none where the report does not tell.
    pub(super) options: Option<String>,
}

impl Tagging {
    /// Ids of the frameworks the document was tagged with; of a report that names none those of its codes.
    pub(super) fn frameworks(&self) -> BTreeSet<String> {
        match self.lexicon.frameworks.as_slice() {
            [] => self.codes.iter().map(|(c, _)| c.framework.clone()).collect(),
            named => named.iter().map(|f| f.id.clone()).collect(),
        }
    }

    /// Takes these frameworks out of the report, with what was derived from them.
    pub(super) fn leave_out(&mut self, frameworks: &BTreeSet<String>) {
        self.lexicon.frameworks.retain(|f| !frameworks.contains(&f.id));
        self.lexicon.also.retain(|id| !frameworks.contains(id));
        self.codes.retain(|(c, _)| !frameworks.contains(&c.framework));
        let told = |c: &Code| c.way.as_ref().is_some_and(|way| frameworks.contains(&way.framework));
        self.derived.retain(|c| !told(c) && !frameworks.contains(&c.framework));
    }
}

/// Reads a line of a report file; none if it is empty.
///
/// # Errors
/// What was found and what was expected, without a place.
pub fn parse_line(line: &str) -> Result<Option<Line>, String> {
    let written = match report::Line::read(line)? {
        report::Line::Report(saved) => *saved,
        report::Line::Failure { id, source } => return Ok(Some(Line::Failure { id, source })),
        report::Line::Empty => return Ok(None),
    };
    let text = written.document.text.as_deref();
    let (mut codes, mut derived) = (Vec::new(), Vec::new());
    for suggestion in written.suggestions {
        match code(suggestion, text)? {
            (code, None) if code.way.is_some() => derived.push(code),
            decided => codes.push(decided),
        }
    }
    let read = written.verification.is_some_and(|v| v.segments.iter().any(|s| s.mode.is_some()));
    let touched = read || codes.iter().any(|(code, decision)| code.disputed || decision.is_some());
    let options = written.manifest.map(|m| in_words(&m.options));
    let document = Document { id: written.document.id.into_owned(), source: written.document.source.into_owned() };
    Ok(Some(Line::Report(Tagging {
        document,
        sha256: written.document.sha256.into_owned(),
        lexicon: written.lexicon,
        codes,
        derived,
        touched,
        options,
    })))
}

fn code(s: Suggestion<'_>, text: Option<&str>) -> Result<(Code, Option<Decision>), String> {
    if let Some(text) = text
        && text.get(s.span.range()) != Some(&*s.quote)
    {
        return Err(format!(
            "suggestion {}: its quote is not the text's bytes {}..{}",
            s.key, s.span.start, s.span.end
        ));
    }
    let decided = match &s.decision {
        Some(decision) => Decision::read(decision).map_err(|e| format!("suggestion {}: {e}", s.key))?,
        None => None,
    };
    let mut concepts: Vec<String> = s.matches.iter().map(|m| m.concept.to_string()).collect();
    concepts.sort();
    concepts.dedup();
    let disputed = decided.is_none() && s.decision.as_ref().is_some_and(|d| d.get("said").is_some());
    let way = s.derived_from.into_iter().next();
    let code = Code {
        document: 0,
        framework: s.framework.into_owned(),
        domain: s.domain.into_owned(),
        construct: s.construct.map(|c| c.into_owned()),
        valence: s.valence,
        holder: s.holder,
        level: s.level,
        certainty: s.certainty,
        score: s.score,
        quote: s.quote.into_owned(),
        place: (s.span.start, s.span.end),
        speaker: s.speaker.map(|p| p.into_owned()),
        concepts,
        verified: false,
        disputed,
        way: way.map(|d| Way { framework: d.framework.into_owned(), crosswalk: d.crosswalk.into_owned() }),
    };
    Ok((code, decided))
}
