//! A line of `reports.jsonl` with its line of `layouts.jsonl` -> a document to verify: text, paragraphs, sentences, suggestions.
use crate::{
    error::{Error, ErrorKind, Result},
    output,
    report::{DocumentInfo, Keys, LexiconInfo, Line, Manifest, Report, Saved, Suggestion, Verification},
    review::journal::Code,
    text::{BlockKind, Span, Zone},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A stretch of the text that is one thing: a paragraph, a heading, a cell, a turn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its bytes.
    #[serde(flatten)]
    pub span: Span,
    /// What it is by its form.
    #[serde(default)]
    pub kind: BlockKind,
    /// Which part of the paper it stands in.
    #[serde(default)]
    pub zone: Zone,
    /// The headings above it, joined with ` > `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Who speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Whether it can hold evidence: no reference, no heading, no turn of the interviewer. Samples are drawn from such paragraphs only.
    pub evidence: bool,
}

/// A sentence: what is shown, read and sampled as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its bytes.
    #[serde(flatten)]
    pub span: Span,
    /// Index of its paragraph.
    pub paragraph: u32,
}

/// How a text is laid out, in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The document's id.
    pub document: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// Its sentences.
    pub segments: Vec<Segment>,
}

/// A document with its suggestions.
#[derive(Clone, Debug, Serialize)]
pub struct Base {
    /// Id, source, text and what else is known of it; the text is always there.
    pub document: DocumentInfo<'static>,
    /// What made the suggestions.
    pub lexicon: LexiconInfo,
    /// Digests of all it was made of, if the report had them.
    pub manifest: Option<Manifest<'static>>,
    /// In document order.
    pub suggestions: Vec<Suggestion<'static>>,
    /// How the text is laid out.
    pub layout: Layout,
}

impl Base {
    /// Reads a line of `pretag tag --with-text` (JSON Lines), without a layout yet; none for error records and empty lines. Decisions in it are left out.
    ///
    /// # Errors
    /// What is no report, has no text, or has a quote that is not the text's.
    pub fn read(line: &str) -> Result<Option<Self>> {
        let wrong = |why: String| Error::new(ErrorKind::Format, why);
        let Some(saved) = Line::report(line).map_err(wrong)? else { return Ok(None) };
        let Saved { document, lexicon, manifest, mut suggestions, .. } = saved;
        let expected =
            |found: String| wrong(format!("expected a line of `pretag tag --with-text --to jsonl`, found {found}"));
        let Some(text) = document.text.as_deref() else {
            return Err(expected(format!("a report of {} without its text", document.id)));
        };
        for s in &mut suggestions {
            s.decision = None;
            if text.get(s.span.range()) != Some(&*s.quote) {
                let (start, end) = (s.span.start, s.span.end);
                return Err(expected(format!(
                    "suggestion {}, whose quote is not the text's bytes {start}..{end}",
                    s.key
                )));
            }
        }
        let layout = Layout { document: document.id.to_string(), ..Layout::default() };
        Ok(Some(Self { document, lexicon, manifest, suggestions, layout }))
    }

    /// The report as a line of JSON Lines, with its line end.
    pub fn line(&self) -> String {
        self.line_with(self.suggestions.clone(), None)
    }

    /// The same with other suggestions, and with what people read.
    pub(in crate::review) fn line_with(
        &self,
        suggestions: Vec<Suggestion<'static>>,
        verification: Option<Verification>,
    ) -> String {
        let (document, lexicon, manifest) = (self.document.clone(), &self.lexicon, self.manifest.clone());
        output::report_line(&Report { document, lexicon, manifest, suggestions, verification })
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.document.text.as_deref().unwrap_or("")
    }

    /// The text of a span; none if it is no span of this text.
    pub fn slice(&self, span: Span) -> Option<&str> {
        self.text().get(span.range())
    }

    /// Where a code stands: at its place, else (in another version of the text) where its quote stands nearest to it. None if the quote is gone.
    pub fn locate(&self, code: &Code) -> Option<Span> {
        if code.quote.is_empty() {
            return None;
        }
        if self.slice(code.span) == Some(code.quote.as_str()) {
            return Some(code.span);
        }
        let found = self.text().match_indices(&code.quote).map(|(at, _)| at);
        let nearest = found.min_by_key(|at| at.abs_diff(code.span.range().start))?;
        Some(Span::new(nearest, nearest + code.quote.len()))
    }

    /// The suggestion of that key.
    pub fn suggestion(&self, key: &str) -> Option<&Suggestion<'static>> {
        self.suggestions.iter().find(|s| s.key == key)
    }

    /// The key of a code on this stretch: that of the suggestion of the same framework, domain and stretch, if there is one; else made in the same
    /// way as a suggestion's, where occurrences of the quote are counted in the text. None if the span is no stretch of this text.
    pub fn key(&self, framework: &str, domain: &str, span: Span) -> Option<String> {
        let quote = self.slice(span).filter(|q| !q.is_empty())?;
        let same = |s: &&Suggestion<'_>| s.framework == framework && s.domain == domain && s.quote == quote;
        let suggested: Vec<&Suggestion<'_>> = self.suggestions.iter().filter(same).collect();
        if let Some(known) = suggested.iter().find(|s| s.span == span) {
            return Some(known.key.to_string());
        }
        let keys = Keys::new(self.id());
        let count = |text: &str| text.matches(quote).count() as u32;
        let mut occurrence = 1 + count(self.text().get(..span.range().start)?);
        let mut key = keys.of(framework, domain, quote, occurrence);
        if suggested.iter().any(|s| s.key == key) {
            // suggestions count only what is suggested, so another stretch may have this number
            occurrence += count(self.text());
            key = keys.of(framework, domain, quote, occurrence);
        }
        Some(key)
    }

    /// Ids of the frameworks that the document was tagged with or has suggestions of.
    pub fn frameworks(&self) -> BTreeSet<&str> {
        let named = self.lexicon.frameworks.iter().map(|f| f.id.as_str());
        named.chain(self.suggestions.iter().map(|s| &*s.framework)).collect()
    }

    /// Indices of the segments that share a byte with this span.
    pub fn segments_of(&self, span: Span) -> std::ops::Range<usize> {
        let segments = &self.layout.segments;
        let from = segments.partition_point(|s| s.span.end <= span.start);
        let to = segments.partition_point(|s| s.span.start < span.end);
        from..to.max(from)
    }

    /// Whether a segment can hold evidence.
    pub fn can_hold_evidence(&self, segment: usize) -> bool {
        let paragraph = self.layout.segments.get(segment).map(|s| s.paragraph as usize);
        paragraph.and_then(|p| self.layout.paragraphs.get(p)).is_some_and(|p| p.evidence)
    }

    /// Takes a layout, if it fits the text.
    pub(super) fn lay_out(&mut self, layout: Layout) -> Result<()> {
        let fault = |what: String| Err(Error::new(ErrorKind::Format, format!("layout of {}: {what}", layout.document)));
        let spans = layout.paragraphs.iter().map(|p| p.span).chain(layout.segments.iter().map(|s| s.span));
        for span in spans {
            if self.slice(span).is_none() {
                return fault(format!("bytes {}..{} are no stretch of its text", span.start, span.end));
            }
        }
        if layout.segments.windows(2).any(|w| w[0].span.end > w[1].span.start) {
            return fault("segments overlap or are not in order".into());
        }
        if layout.segments.iter().any(|s| s.paragraph as usize >= layout.paragraphs.len()) {
            return fault("a segment names a paragraph that is not there".into());
        }
        self.layout = layout;
        Ok(())
    }
}
