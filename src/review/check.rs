//! A draft from outside (the page, a packet) -> one that fits the project: known document, real quote, known code, the right key.
use super::{
    journal::{Action, Change, Code, Draft, Taken, Verdict},
    project::{Base, Project},
};
use crate::{
    error::{Error, ErrorKind, Result},
    text::Span,
};

/// The longest memo, in code points.
pub const LONGEST_MEMO: usize = 10_000;

impl Project {
    /// The draft, checked against texts and codebooks. An added code gets its key here; a `key` it brings along is not believed.
    ///
    /// # Errors
    /// A document, code or stretch that is not there, a quote that is not the text's, a key of neither a suggestion nor (as `known` tells) a code
    /// that coders gave.
    pub fn check(&self, mut draft: Draft, known: impl Fn(&str, &str) -> bool) -> Result<Draft> {
        let Some(id) = draft.action.document().map(str::to_owned) else { return Ok(draft) };
        let base = self.document(&id).ok_or_else(|| wrong(format!("there is no document {id:?} in this project")))?;
        match &mut draft.action {
            Action::Decide { key, of, verdict: Verdict::Added, .. } => {
                self.check_code(base, of)?;
                *key =
                    base.key(&of.framework, &of.domain, of.span).ok_or_else(|| wrong("an added code needs words"))?;
            }
            Action::Decide { key, of, verdict, .. } => {
                self.check_key(base, key, &known)?;
                if let Some(suggested) = base.suggestion(key) {
                    *of = Code::from(suggested);
                }
                if let Verdict::Changed { to } = verdict {
                    self.check_change(base, of, to)?;
                }
            }
            Action::Adjudicate { key, of, taken, .. } => {
                self.check_key(base, key, &known)?;
                if let Some(suggested) = base.suggestion(key) {
                    *of = Code::from(suggested);
                }
                if let Taken::Other { to } = taken {
                    self.check_change(base, of, to)?;
                }
            }
            Action::Skip { key, .. } | Action::Flag { key, .. } => self.check_key(base, key, &known)?,
            Action::Memo { key, text, .. } => {
                if text.chars().count() > LONGEST_MEMO {
                    return Err(wrong(format!("a memo may have {LONGEST_MEMO} characters")));
                }
                if let Some(key) = key {
                    self.check_key(base, key, &known)?;
                }
            }
            Action::Look { span, quote, .. } => check_quote(base, *span, quote)?,
            Action::Reveal { span, .. } => check_span(base, *span).map(|_| ())?,
            Action::Finish { .. } | Action::Start { .. } | Action::Mode | Action::Undo { .. } => {}
        }
        Ok(draft)
    }

    fn check_key(&self, base: &Base, key: &str, known: &impl Fn(&str, &str) -> bool) -> Result<()> {
        if base.suggestion(key).is_some() || known(base.id(), key) {
            return Ok(());
        }
        Err(wrong(format!("document {} has no code of the key {key:?}", base.id())))
    }

    fn check_change(&self, base: &Base, of: &Code, to: &Change) -> Result<()> {
        let parts = [to.start.is_some(), to.end.is_some(), to.quote.is_some()];
        if parts.contains(&true) && parts.contains(&false) {
            return Err(wrong("another stretch needs start, end and quote"));
        }
        self.check_code(base, &to.apply(of))
    }

    fn check_code(&self, base: &Base, code: &Code) -> Result<()> {
        check_quote(base, code.span, &code.quote)?;
        let Code { framework, domain, .. } = code;
        let codebook = self.codebooks.iter().find(|c| c.id == *framework);
        let codebook = codebook.ok_or_else(|| wrong(format!("there is no framework {framework:?} in this project")))?;
        let domain = codebook.domain(domain).ok_or_else(|| wrong(format!("{framework} has no domain {domain:?}")))?;
        match &code.construct {
            Some(c) if !domain.constructs.iter().any(|d| d.id == *c) => {
                Err(wrong(format!("{framework}.{} has no construct {c:?}", domain.id)))
            }
            _ => Ok(()),
        }
    }
}

fn check_span(base: &Base, span: Span) -> Result<&str> {
    let text = if span.start < span.end { base.slice(span) } else { None };
    text.ok_or_else(|| wrong(format!("bytes {}..{} are no stretch of the text of {}", span.start, span.end, base.id())))
}

fn check_quote(base: &Base, span: Span, quote: &str) -> Result<()> {
    if check_span(base, span)? == quote {
        return Ok(());
    }
    Err(wrong(format!("the quote is not the text of {} at bytes {}..{}", base.id(), span.start, span.end)))
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Format, message)
}
