//! What a report was made of -> digests by which anybody can tell whether it is still so.
use super::{LexiconInfo, Suggestion, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// What a report was made of, as digests, and the options in words. Nothing else of the run: no date, no host, no path.
///
/// The digest is the first 16 hexadecimal digits of the SHA-256 of these lines, each ended by a line feed: `pretag VERSION`, `lexicon DIGEST`,
/// for each framework `framework ID VERSION`, `text SHA256`, `options JSON`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest<'a> {
    /// Over version, lexicon, frameworks, text and options: the same digest, the same suggestions.
    pub digest: Cow<'a, str>,
    /// The options that are not the usual ones.
    pub options: Cow<'a, Choices>,
    /// Over the suggestions: first 16 hexadecimal digits of the SHA-256 of a line `KEY VALENCE SCORE START END` for each, as they were
    /// made; what people decided does not count.
    pub suggestions: Cow<'a, str>,
}

/// Options that change what is suggested. Only those that differ from the usual ones are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Every document was taken for one statement.
    #[serde(skip_serializing_if = "is_false")]
    pub statements: bool,
    /// Suggestions below this score were left out; none: the lexicon's threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f64>,
    /// At most so many domains a segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<usize>,
    /// The domain's usual valence was not used.
    #[serde(skip_serializing_if = "is_false")]
    pub no_prior: bool,
    /// What was fitted was not used.
    #[serde(skip_serializing_if = "is_false")]
    pub by_hand: bool,
    /// Frameworks whose codes were derived by crosswalk.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// How documents were read.
    #[serde(flatten)]
    pub reading: Reading,
}

/// Options of reading that change what a document is taken for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The format that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The column or field with the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_column: Option<String>,
    /// The column or field with the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_column: Option<String>,
    /// Names of those who ask the questions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interviewer: Vec<String>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Choices {
    /// As one line of JSON; `{}` if all are the usual ones.
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Manifest<'_> {
    /// Of a text (its SHA-256, hexadecimal) tagged with this lexicon and these options.
    pub fn new<'a>(
        lexicon: &LexiconInfo,
        sha256: &str,
        options: &'a Choices,
        suggestions: &[Suggestion<'_>],
    ) -> Manifest<'a> {
        Manifest {
            digest: digest(lexicon, sha256, options).into(),
            options: Cow::Borrowed(options),
            suggestions: suggestions_digest(suggestions).into(),
        }
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of bytes.
pub fn hex_digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

/// The digest over version, lexicon, frameworks, text and options.
pub fn digest(lexicon: &LexiconInfo, sha256: &str, options: &Choices) -> String {
    let mut lines = format!("pretag {}\nlexicon {}\n", lexicon.pretag, lexicon.digest);
    for f in &lexicon.frameworks {
        lines.push_str(&format!("framework {} {}\n", f.id, f.version));
    }
    lines.push_str(&format!("text {sha256}\noptions {}\n", options.line()));
    hex(&Sha256::digest(lines.as_bytes())[..8])
}

/// The digest over suggestions as they were made: those that a person added are left out.
pub fn suggestions_digest(suggestions: &[Suggestion<'_>]) -> String {
    let (mut hash, mut line) = (Sha256::new(), String::new());
    for s in suggestions.iter().filter(|s| !s.is_added()) {
        line.clear();
        for part in [&s.key, " ", s.valence.name(), " ", &s.score.decimal()] {
            line.push_str(part);
        }
        line.extend([" ", &s.span.start.to_string(), " ", &s.span.end.to_string(), "\n"]);
        hash.update(line.as_bytes());
    }
    hex(&hash.finalize()[..8])
}

impl Suggestion<'_> {
    /// Whether a person added it.
    pub fn is_added(&self) -> bool {
        let word = |d: &serde_json::Value| ["decision", "verdict", "status"].iter().any(|k| d[k] == "added");
        self.decision.as_ref().is_some_and(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn usual_options_are_not_written_and_all_come_back() {
        assert_eq!(Choices::default().line(), "{}");
        let reading = Reading { interviewer: vec!["Dan".into()], ..Reading::default() };
        let all = Choices { statements: true, min_score: Some(0.5), top: Some(3), reading, ..Choices::default() };
        let line = all.line();
        assert_eq!(line, r#"{"statements":true,"min_score":0.5,"top":3,"interviewer":["Dan"]}"#);
        assert_eq!(serde_json::from_str::<Choices>(&line).ok(), Some(all));
    }

    #[test]
    fn a_decision_does_not_change_the_digest_and_a_score_does() {
        let lexicon = sample::lexicon();
        let mut report = sample::report(&lexicon);
        let as_made = suggestions_digest(&report.suggestions);
        report.suggestions[0].decision = Some(serde_json::json!({"decision": "rejected"}));
        let mut added = report.suggestions[0].clone();
        added.decision = Some(serde_json::json!({"decision": "added"}));
        report.suggestions.push(added);
        assert_eq!(suggestions_digest(&report.suggestions), as_made);
        report.suggestions[0].score.0 += 1;
        assert_ne!(suggestions_digest(&report.suggestions), as_made);
    }
}
