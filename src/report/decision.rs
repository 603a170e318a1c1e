//! The `decision` of a suggestion -> what a person decided of it, and who.
use super::{Holder, Level, Valence};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A person's decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What was decided.
    pub verdict: Verdict,
    /// By whom, if their name is told.
    pub coder: Option<String>,
    /// Whether the coder had not seen the suggestion; none if it is not told.
    pub blind: Option<bool>,
}

/// What a person decided of a suggestion.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is right.
    Accepted,
    /// It is wrong.
    Rejected,
    /// It is right but for this.
    Changed(Box<Change>),
    /// It was not suggested: a person wrote it.
    Added,
}

/// What replaces parts of a suggestion or code; what is not named stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// Another framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framework: Option<String>,
    /// Another domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// A construct; where a domain is named without one (be it the same domain) the old construct is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub construct: Option<String>,
    /// Another valence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valence: Option<Valence>,
    /// Another holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// Another level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Another stretch: all three of `start`, `end` (bytes) and `quote`, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// After its last byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// Exactly `text[start..end]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// The `decision` of a suggestion; `to` may hold the changes, else they stand beside the verdict.
#[derive(Deserialize)]
struct Written {
    #[serde(alias = "verdict", alias = "status")]
    decision: String,
    coder: Option<String>,
    blind: Option<bool>,
    mode: Option<String>,
    to: Option<Change>,
}

impl Decision {
    /// Reads a decision; none if it leaves the matter open (flagged, skipped).
    ///
    /// # Errors
    /// What was found and what was expected, without a place.
    pub fn read(value: &Value) -> Result<Option<Self>, String> {
        let written = Written::deserialize(value).map_err(|e| {
            format!("expected a decision such as {{\"decision\": \"accepted\", \"coder\": \"A\"}}: {e}")
        })?;
        let verdict = match written.decision.as_str() {
            "accepted" => Verdict::Accepted,
            "rejected" => Verdict::Rejected,
            "added" => Verdict::Added,
            "changed" => {
                let beside = || Change::deserialize(value).map_err(|e| format!("expected what was changed: {e}"));
                Verdict::Changed(Box::new(written.to.map_or_else(beside, Ok)?))
            }
            "flagged" | "skipped" | "undecided" => return Ok(None),
            other => {
                return Err(format!("found the decision {other:?}, expected accepted, rejected, changed or added"));
            }
        };
        let blind = written.blind.or(written.mode.map(|mode| mode == "blind"));
        Ok(Some(Self { verdict, coder: written.coder, blind }))
    }
}

impl Change {
    /// The construct of what was changed, which had this one: a domain named without a construct is meant as a whole.
    pub fn construct<'a>(&'a self, old: Option<&'a str>) -> Option<&'a str> {
        let named = self.framework.is_some() || self.domain.is_some();
        self.construct.as_deref().or(old.filter(|_| !named))
    }

    /// Whether it leads to another domain than this one.
    pub fn moves(&self, framework: &str, domain: &str) -> bool {
        self.framework.as_ref().is_some_and(|f| f != framework) || self.domain.as_ref().is_some_and(|d| d != domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_domain_named_without_a_construct_is_meant_as_a_whole() {
        let named = |domain: Option<&str>, construct: Option<&str>| Change {
            domain: domain.map(Into::into),
            construct: construct.map(Into::into),
            ..Change::default()
        };
        assert_eq!(named(None, None).construct(Some("cost")), Some("cost"));
        assert_eq!(named(Some("process"), None).construct(Some("cost")), None);
        assert_eq!(named(Some("process"), Some("doing")).construct(Some("cost")), Some("doing"));
    }

    #[test]
    fn decisions_are_read_in_both_spellings() {
        let to = || Box::new(Change { domain: Some("skills".into()), ..Change::default() });
        for (written, verdict) in [
            (json!({"decision": "accepted", "coder": "A"}), Some(Verdict::Accepted)),
            (json!({"verdict": "rejected", "coder": "A"}), Some(Verdict::Rejected)),
            (json!({"decision": "changed", "coder": "A", "to": {"domain": "skills"}}), Some(Verdict::Changed(to()))),
            (json!({"decision": "changed", "coder": "A", "domain": "skills"}), Some(Verdict::Changed(to()))),
            (json!({"decision": "flagged"}), None),
        ] {
            let read = Decision::read(&written).expect("a decision");
            let coder = read.as_ref().and_then(|d| d.coder.clone());
            assert_eq!(read.map(|d| d.verdict), verdict);
            assert_eq!(coder, verdict.map(|_| "A".to_owned()));
        }
        assert!(Decision::read(&json!({"decision": "maybe"})).is_err());
        assert!(to().moves("tdf", "knowledge") && !to().moves("tdf", "skills"));
    }
}
