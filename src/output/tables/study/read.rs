//! A line of a report file -> the codes of its document, or the fact that it could not be read.
use super::{Code, decision::Verdict};
use crate::report::{DocumentInfo, LexiconInfo, Suggestion};
use serde::Deserialize;

/// What a line of a report file tells.
#[derive(Debug)]
pub enum Line {
    /// The codes of a document.
    Report(Tagging),
    /// A document that could not be read.
    Failure,
}

/// The codes of a document.
#[derive(Debug)]
pub struct Tagging {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) lexicon: LexiconInfo,
    pub(super) codes: Vec<(Code, Option<Verdict>)>,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Written<'a> {
    document: DocumentInfo<'a>,
    lexicon: LexiconInfo,
    suggestions: Vec<Suggestion<'a>>,
}

/// Reads a line of a report file; none if it is empty.
///
/// # Errors
/// What was found and what was expected, without a place.
pub fn parse_line(line: &str) -> Result<Option<Line>, String> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let expected = |found: String| format!("expected a line of `pretag tag --to jsonl`, found {found}");
    let kind: Kind = serde_json::from_str(line).map_err(|e| expected(format!("no such JSON object: {e}")))?;
    match kind.kind.as_str() {
        "error" => return Ok(Some(Line::Failure)),
        "report" => {}
        other => return Err(expected(format!("one of type {other:?}"))),
    }
    let written: Written<'_> =
        serde_json::from_str(line).map_err(|e| expected(format!("a report with a fault: {e}")))?;
    let text = written.document.text.as_deref();
    let codes = written.suggestions.into_iter().map(|s| code(s, text)).collect::<Result<_, _>>()?;
    let (id, source) = (written.document.id.into_owned(), written.document.source.into_owned());
    Ok(Some(Line::Report(Tagging { id, source, lexicon: written.lexicon, codes })))
}

fn code(s: Suggestion<'_>, text: Option<&str>) -> Result<(Code, Option<Verdict>), String> {
    if let Some(text) = text
        && text.get(s.span.range()) != Some(&*s.quote)
    {
        return Err(format!(
            "suggestion {}: its quote is not the text's bytes {}..{}",
            s.key, s.span.start, s.span.end
        ));
    }
    let verdict = match &s.decision {
        Some(decision) => Verdict::read(decision).map_err(|e| format!("suggestion {}: {e}", s.key))?,
        None => None,
    };
    let mut concepts: Vec<String> = s.matches.iter().map(|m| m.concept.to_string()).collect();
    concepts.sort();
    concepts.dedup();
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
    };
    Ok((code, verdict))
}
