//! A suggestion or an own code with what the coder decided of it -> what the page is told of it.
use super::Inside;
use crate::{
    report::{Certainty, Suggestion},
    review::{Code, Implied, Verdict},
    text::Span,
};
use serde_json::{Value, json};

impl Inside {
    /// The code of that key as the coder may see it; none if there is nothing to see.
    pub(in crate::review::server) fn show(&self, n: usize, key: &str) -> Option<Value> {
        let base = self.base(n)?;
        let seen = self.suggestion(n, key);
        let decided = self.decided(n, key);
        let item = self.item(n, key);
        let code = match (decided, seen) {
            (Some(d), Some(s)) => d.code.clone().unwrap_or_else(|| Code::from(s)),
            (Some(d), None) => d.code.clone()?,
            (None, Some(s)) => Code::from(s),
            (None, None) => return None,
        };
        let span = base.locate(&code)?;
        let (start, end) = self.units(n, span);
        let mut out = json!({ "key": key, "code": short(&code), "start": start, "end": end });
        let mut tell = |name: &str, value: Value| {
            // what is not there is left out: a document may have very many of these
            if !matches!(value, Value::Null | Value::Bool(false)) {
                out[name] = value;
            }
        };
        tell("decision", json!(decided.map(|d| d.verdict.name())));
        tell("own", json!(decided.is_some_and(|d| d.verdict == Verdict::Added)));
        tell("flag", json!(item.is_some_and(|i| i.flagged.contains(self.coder()))));
        tell("skipped", json!(item.is_some_and(|i| i.skipped.contains(self.coder()))));
        tell("memo", json!(item.and_then(|i| i.memos.get(self.coder()))));
        if let Some(s) = seen {
            let answered = self.answered(n, s).filter(|_| decided.is_none());
            tell("answered", json!(answered.map(|implied| said(&implied, s))));
            tell("suggested", if decided.is_some() { short(&Code::from(s)) } else { Value::Null });
            tell("why", self.why(n, s));
            tell("negated", json!(s.negated));
            tell("certainty", if s.certainty == Certainty::Asserted { Value::Null } else { json!(s.certainty) });
            tell("holder", json!(s.holder));
            tell("level", json!(s.level));
            tell("zone", json!(s.zone));
            tell("section", json!(s.section));
            tell("speaker", json!(s.speaker));
        }
        Some(out)
    }

    fn why(&self, n: usize, s: &Suggestion<'_>) -> Value {
        let at = |span: Span| self.units(n, span);
        let matches: Vec<Value> =
            s.matches.iter().map(|m| (at(m.span), m)).map(|((a, b), m)| json!([a, b, m.term, m.concept])).collect();
        let cues: Vec<Value> =
            s.cues.iter().map(|c| (at(c.span), c)).map(|((a, b), c)| json!([a, b, c.cue, c.kind])).collect();
        json!({ "reason": s.reason, "score": s.score, "matches": matches, "cues": cues })
    }
}

/// What a suggestion was answered with before it was seen.
fn said(implied: &Implied, s: &Suggestion<'_>) -> &'static str {
    match implied {
        Implied::Rejected => "rejected",
        Implied::Given { code, .. } if code.valence == s.valence => "accepted",
        Implied::Given { .. } => "changed",
    }
}

/// What names a code.
pub(in crate::review::server) fn short(code: &Code) -> Value {
    json!({ "framework": code.framework, "domain": code.domain, "construct": code.construct, "valence": code.valence })
}
