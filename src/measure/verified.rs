//! A line of `pretag review export` -> labelled sentences: what people read, and the codes they gave it.
use super::gold::{Evidence, Gold, Label, Sentence};
use crate::{
    error::{Error, ErrorKind, Result},
    report::{Decision, Line, Suggestion, Verdict},
    text::Span,
};

/// A code that people gave, or differ about.
struct Given {
    span: Span,
    label: Label,
    /// Whether coders differ.
    disputed: bool,
}

/// Adds the sentences of a verified report. Those that nobody read, or (unless assisted work counts) that were read with suggestions in sight,
/// are there for their neighbours' sake and count nowhere; so are those of the missed-evidence pass, which are no sample of all sentences.
pub(super) fn read(gold: &mut Gold, line: &str) -> Result<()> {
    let wrong = |message: String| Error::new(ErrorKind::Format, format!("no line of gold: {message}"));
    let Some(written) = Line::report(line).map_err(wrong)? else { return Ok(()) };
    let id = written.document.id.as_ref();
    let Some(verification) = written.verification else {
        return Err(wrong(format!("the report of {id} is not verified; `pretag review export` writes such reports")));
    };
    let Some(text) = written.document.text.as_deref() else {
        return Err(wrong(format!("the report of {id} has no text")));
    };
    let mut given = Vec::new();
    for s in &written.suggestions {
        given.extend(self::given(s).map_err(|e| wrong(format!("suggestion {}: {e}", s.key)))?);
    }
    for (n, segment) in verification.segments.into_iter().enumerate() {
        let Some(words) = text.get(segment.span.range()) else {
            let Span { start, end } = segment.span;
            return Err(wrong(format!("bytes {start}..{end} are no stretch of the text of {id}")));
        };
        // what was read for missed evidence was drawn from sentences without suggestions: counted in, it would make recall look worse
        let mode = segment.mode.filter(|_| segment.look.as_deref() != Some("missed"));
        let blind = mode.as_deref() == Some("blind");
        match &mode {
            Some(_) if blind => gold.read.0 += 1,
            Some(_) => gold.read.1 += 1,
            None => {}
        }
        let counts = blind || mode.is_some() && gold.assisted;
        let here = || given.iter().filter(|g| g.span.overlaps(segment.span));
        let labels = |disputed: bool| here().filter(|g| g.disputed == disputed).map(|g| g.label.clone()).collect();
        let (labels, labels_one_coder): (Vec<Label>, Vec<Label>) = (labels(false), labels(true));
        let decided = |id: &str, span: Span| {
            written.suggestions.iter().any(|s| s.framework == id && s.decision.is_some() && s.span.overlaps(span))
        };
        let evidence = match (counts, labels.is_empty(), labels_one_coder.is_empty()) {
            (false, _, _) | (true, true, false) => Evidence::Disputed,
            (true, false, _) => Evidence::Yes,
            (true, true, true) => Evidence::No,
        };
        gold.sentences.push(Sentence {
            document: id.to_owned(),
            unit: format!("{id}:{}", n + 1),
            section: segment.section.unwrap_or_default(),
            paragraph: segment.paragraph.into(),
            text: words.replace('\n', " "),
            evidence,
            labels,
            labels_one_coder,
            unsaid: segment.unsaid.into_iter().filter(|id| !(gold.assisted && decided(id, segment.span))).collect(),
            part: None,
            sha256: None,
            at: Default::default(),
            place: None,
        });
    }
    Ok(())
}

fn given(s: &Suggestion<'_>) -> Result<Option<Given>, String> {
    let Some(value) = &s.decision else { return Ok(None) };
    let mut label =
        Label { domain: s.domain.to_string(), valence: Some(s.valence), framework: Some(s.framework.to_string()) };
    let mut span = s.span;
    let disputed = match Decision::read(value)?.map(|d| d.verdict) {
        // undecided: coders differ, if it says what they said
        None if value.get("said").is_none() => return Ok(None),
        None => true,
        Some(Verdict::Rejected) => return Ok(None),
        Some(Verdict::Accepted | Verdict::Added) => false,
        Some(Verdict::Changed(to)) => {
            label.domain = to.domain.unwrap_or(label.domain);
            label.framework = to.framework.or(label.framework);
            label.valence = to.valence.or(label.valence);
            if let (Some(start), Some(end)) = (to.start, to.end) {
                span = Span { start, end };
            }
            false
        }
    };
    Ok(Some(Given { span, label, disputed }))
}
