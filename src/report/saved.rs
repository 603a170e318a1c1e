//! A report read back: it owns what it holds.
use super::{Cue, Derivation, DocumentInfo, LexiconInfo, Manifest, Match, Report, Suggestion, Verification};
use serde::Deserialize;
use std::borrow::Cow;

/// A report read back.
#[derive(Clone, Debug, Deserialize)]
pub struct Saved {
    /// What is known of the document.
    pub document: DocumentInfo<'static>,
    /// What it was tagged with.
    pub lexicon: LexiconInfo,
    /// Its digests; reports of earlier versions and other tools have none.
    #[serde(default)]
    pub manifest: Option<Manifest<'static>>,
    /// The suggestions, with what people decided.
    pub suggestions: Vec<Suggestion<'static>>,
    /// What people read; of a verified report only.
    #[serde(default)]
    pub verification: Option<Verification>,
}

impl Saved {
    /// As tagging gives it.
    pub fn report(&self) -> Report<'_> {
        Report {
            document: self.document.clone(),
            lexicon: &self.lexicon,
            manifest: self.manifest.clone(),
            suggestions: self.suggestions.clone(),
            verification: self.verification.clone(),
        }
    }
}

fn own(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl DocumentInfo<'_> {
    /// The same, holding its texts itself.
    pub fn into_owned(self) -> DocumentInfo<'static> {
        DocumentInfo {
            id: own(self.id),
            source: own(self.source),
            sha256: own(self.sha256),
            text: self.text.map(own),
            bytes: self.bytes,
            chars: self.chars,
            sentences: self.sentences,
            fields: self.fields,
        }
    }
}

impl Derivation<'_> {
    /// The same, holding its texts itself.
    pub fn into_owned(self) -> Derivation<'static> {
        Derivation {
            crosswalk: own(self.crosswalk),
            framework: own(self.framework),
            domain: own(self.domain),
            construct: self.construct.map(own),
            key: own(self.key),
            to: self.to.into_iter().map(own).collect(),
            provenance: own(self.provenance),
        }
    }
}

impl Suggestion<'_> {
    /// The same, holding its texts itself.
    pub fn into_owned(self) -> Suggestion<'static> {
        let matches =
            self.matches.into_iter().map(|m| Match { term: own(m.term), concept: own(m.concept), span: m.span });
        let cues = self.cues.into_iter().map(|c| Cue { cue: own(c.cue), kind: own(c.kind), span: c.span });
        Suggestion {
            key: own(self.key),
            framework: own(self.framework),
            domain: own(self.domain),
            construct: self.construct.map(own),
            quote: own(self.quote),
            section: self.section.map(own),
            speaker: self.speaker.map(own),
            matches: matches.collect(),
            cues: cues.collect(),
            reason: own(self.reason),
            decision: self.decision,
            valence: self.valence,
            score: self.score,
            certainty: self.certainty,
            negated: self.negated,
            holder: self.holder,
            holder_from: self.holder_from.map(own),
            level: self.level,
            level_from: self.level_from.map(own),
            derived_from: self.derived_from.into_iter().map(Derivation::into_owned).collect(),
            recoded_from: self.recoded_from.into_iter().map(Derivation::into_owned).collect(),
            span: self.span,
            start_char: self.start_char,
            end_char: self.end_char,
            zone: self.zone,
        }
    }
}
