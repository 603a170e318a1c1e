//! Coded reports x a crosswalk -> the same reports in another framework, decisions carried, and a count of what a person has to settle.
use crate::{
    lexicon::{Crosswalk, Row},
    output,
    report::{self, Change, Derivation, FrameworkInfo, Keys, LexiconInfo, Line, Report, Suggestion, Verdict},
    text::Span,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What became of the codes of all reports.
#[derive(Debug, Default)]
pub struct Recoding {
    /// Codes that now stand in the new framework.
    pub moved: u64,
    /// Codes whose old code leads to constructs of one domain only: by old code how many, and which constructs.
    pub construct_open: BTreeMap<String, (u64, String)>,
    /// Codes whose old code leads to several domains, of which a person has to choose: by old code how many, and which codes.
    pub to_choose: BTreeMap<String, (u64, String)>,
    /// Codes that lead nowhere and stay as they were: by old code how many, and the note of the crosswalk.
    pub kept: BTreeMap<String, (u64, String)>,
}

impl Recoding {
    /// Re-codes a line of a report file and appends it to `out`. `version` is that of the framework that is reached. A record of a document
    /// that could not be read passes as it is.
    ///
    /// # Errors
    /// What was found and what was expected, without a place.
    pub fn line(&mut self, line: &str, walk: &Crosswalk, version: &str, out: &mut Vec<u8>) -> Result<(), String> {
        let coded = match Line::read(line)? {
            Line::Report(coded) => *coded,
            Line::Failure { .. } => {
                out.extend_from_slice(line.trim_end().as_bytes());
                out.push(b'\n');
                return Ok(());
            }
            Line::Empty => return Ok(()),
        };
        let suggestions = self.codes(&coded.document.id, coded.suggestions, walk)?;
        let lexicon = reached(coded.lexicon, &suggestions, walk, version);
        let (document, verification) = (coded.document, coded.verification);
        // the digests were of other suggestions
        let report = Report { document, lexicon: &lexicon, manifest: None, suggestions, verification };
        out.extend_from_slice(output::report_line(&report).as_bytes());
        Ok(())
    }

    fn codes<'a>(
        &mut self,
        document: &str,
        given: Vec<Suggestion<'a>>,
        walk: &'a Crosswalk,
    ) -> Result<Vec<Suggestion<'a>>, String> {
        let taken = given.iter().map(|s| s.key.to_string()).collect();
        let mut new = Codes { walk, keys: Keys::new(document), taken, out: Vec::with_capacity(given.len()) };
        for old in given {
            let decision = Decision::read(&old)?;
            if *old.framework != *walk.from || decision.elsewhere(&walk.from) {
                new.keep(old);
                continue;
            }
            let (domain, construct) = decision.code(&old);
            let code = construct.as_ref().map_or(domain.clone(), |c| format!("{domain}.{c}"));
            match walk.row(&domain, construct.as_deref()) {
                Some(row) if !row.to.is_empty() => {
                    self.count(&code, row);
                    new.lead(old, row, &decision, domain, construct);
                }
                row => {
                    let note = row.map_or("not in the crosswalk", |r| &r.note);
                    self.kept.entry(code).or_insert((0, note.to_owned())).0 += 1;
                    new.keep(old);
                }
            }
        }
        Ok(new.out)
    }

    fn count(&mut self, code: &str, row: &Row) {
        self.moved += 1;
        let list = || (0, row.to.join(", "));
        match row.domains()[..] {
            [(_, ref constructs)] if constructs.len() < 2 => {}
            [_] => self.construct_open.entry(code.to_owned()).or_insert_with(list).0 += 1,
            _ => self.to_choose.entry(code.to_owned()).or_insert_with(list).0 += 1,
        }
    }
}

/// The codes of a document as they are put together.
struct Codes<'a> {
    walk: &'a Crosswalk,
    keys: Keys,
    taken: BTreeSet<String>,
    out: Vec<Suggestion<'a>>,
}

impl<'a> Codes<'a> {
    /// A code that stays as it is; if another led to the same domain of the segment already, it takes that one's place.
    fn keep(&mut self, old: Suggestion<'a>) {
        match self.same(&old.framework, &old.domain, old.span) {
            Some(at) if !self.out[at].recoded_from.is_empty() => {
                let there = &mut self.out[at];
                let recoded_from = std::mem::take(&mut there.recoded_from);
                let led = there.decision.take();
                let decision =
                    if rank(led.as_ref()) > rank(old.decision.as_ref()) { led } else { old.decision.clone() };
                *there = Suggestion { decision, recoded_from, ..old };
            }
            _ => self.out.push(old),
        }
    }

    /// The new codes that an old one leads to.
    fn lead(
        &mut self,
        old: Suggestion<'a>,
        row: &'a Row,
        decision: &Decision,
        domain: String,
        construct: Option<String>,
    ) {
        let derivation = Derivation {
            crosswalk: self.walk.label.as_str().into(),
            framework: old.framework.clone(),
            domain: domain.into(),
            construct: construct.map(Into::into),
            key: old.key.clone(),
            to: row.to.iter().map(|c| (&**c).into()).collect(),
            provenance: row.provenance.as_str().into(),
        };
        let domains = row.domains();
        let verdict = decision.carried(&derivation, domains.len() > 1);
        for (domain, constructs) in domains {
            let construct = if let [one] = constructs[..] { Some(one) } else { None };
            if let Some(at) = self.same(&self.walk.to, domain, old.span) {
                join(&mut self.out[at], construct, verdict.as_ref(), derivation.clone());
                continue;
            }
            let mut keys = std::iter::repeat_with(|| self.keys.next(&self.walk.to, domain, &old.quote));
            let key = keys.find(|key| self.taken.insert(key.clone())).unwrap_or_default();
            self.out.push(Suggestion {
                key: key.into(),
                framework: (&*self.walk.to).into(),
                domain: domain.into(),
                construct: construct.map(Into::into),
                decision: verdict.clone(),
                recoded_from: vec![derivation.clone()],
                ..old.clone()
            });
        }
    }

    /// Where the code of a framework, domain and segment stands, looking back from the end.
    fn same(&self, framework: &str, domain: &str, span: Span) -> Option<usize> {
        self.out.iter().rposition(|s| s.span == span && *s.framework == *framework && *s.domain == *domain)
    }
}

/// A second old code of the same segment that leads to a domain that stands already: what a person accepted wins over what is open.
fn join<'a>(there: &mut Suggestion<'a>, construct: Option<&str>, verdict: Option<&Value>, derivation: Derivation<'a>) {
    if there.construct.as_deref() != construct {
        there.construct = None;
    }
    if rank(verdict) > rank(there.decision.as_ref()) {
        there.decision = verdict.cloned();
    }
    there.recoded_from.push(derivation);
}

fn rank(decision: Option<&Value>) -> u8 {
    let read = decision.map(|d| report::Decision::read(d).ok().flatten().map(|d| d.verdict));
    match read {
        Some(Some(Verdict::Accepted | Verdict::Added | Verdict::Changed(_))) => 3,
        Some(Some(Verdict::Rejected)) => 1,
        Some(None) => 2,
        None => 0,
    }
}

/// What a person decided of a suggestion, as it was written and as it is read.
struct Decision {
    whole: Option<Value>,
    /// None if the matter is open.
    verdict: Option<Verdict>,
}

impl Decision {
    fn read(s: &Suggestion<'_>) -> Result<Self, String> {
        let read = s.decision.as_ref().map(report::Decision::read).transpose();
        let read = read.map_err(|e| format!("suggestion {}: {e}", s.key))?.flatten();
        Ok(Self { whole: s.decision.clone(), verdict: read.map(|d| d.verdict) })
    }

    fn change(&self) -> Option<&Change> {
        if let Some(Verdict::Changed(to)) = &self.verdict { Some(to) } else { None }
    }

    /// Whether a person moved it to another framework already.
    fn elsewhere(&self, framework: &str) -> bool {
        self.change().and_then(|c| c.framework.as_deref()).is_some_and(|f| f != framework)
    }

    /// The code as decided.
    fn code(&self, s: &Suggestion<'_>) -> (String, Option<String>) {
        let domain = self.change().and_then(|c| c.domain.as_deref()).unwrap_or(&s.domain).to_owned();
        let own = s.construct.as_deref();
        let construct = self.change().map_or(own, |c| c.construct(own)).map(ToOwned::to_owned);
        (domain, construct)
    }

    /// The decision for the new code: as it was; flagged where the new code is one of several.
    fn carried(&self, old: &Derivation<'_>, several: bool) -> Option<Value> {
        let whole = self.whole.as_ref()?;
        let said = match &self.verdict {
            None | Some(Verdict::Rejected) => return Some(whole.clone()),
            Some(Verdict::Accepted) => "accepted",
            Some(Verdict::Added) => "added",
            Some(Verdict::Changed(_)) => "changed",
        };
        let mut new = whole.as_object().cloned().unwrap_or_default();
        for key in ["verdict", "status", "to", "framework", "domain", "construct"] {
            new.remove(key);
        }
        // what was changed but for the code itself, which is the new one's
        let left =
            Change { framework: None, domain: None, construct: None, ..self.change().cloned().unwrap_or_default() };
        let changed = left != Change::default();
        let verdict = match (several, said) {
            (true, _) => "flagged",
            (false, "changed") if !changed => "accepted",
            (false, said) => said,
        };
        new.insert("decision".into(), json!(verdict));
        if changed {
            new.insert("to".into(), json!(left));
        }
        if several {
            let note = format!("{said} as {}; one of {}", old.code(), old.to.join(", "));
            new.insert("note".into(), json!(note));
        }
        Some(Value::Object(new))
    }
}

/// What the report now says it is coded with.
fn reached(mut lexicon: LexiconInfo, suggestions: &[Suggestion<'_>], walk: &Crosswalk, version: &str) -> LexiconInfo {
    let left = suggestions.iter().any(|s| *s.framework == *walk.from);
    lexicon.frameworks.retain(|f| left || f.id != *walk.from);
    if !lexicon.frameworks.iter().any(|f| f.id == *walk.to) {
        lexicon.frameworks.push(FrameworkInfo { id: walk.to.to_string(), version: version.to_owned() });
    }
    lexicon
}

#[cfg(all(test, embedded))]
#[allow(clippy::unwrap_used)] // a test that cannot go on fails
mod tests {
    use super::Recoding;
    use crate::lexicon::Lexicon;
    use serde_json::{Value, json};

    fn code(n: u32, domain: &str, construct: Option<&str>, decision: Value) -> Value {
        json!({
            "key": format!("{n:016x}"), "framework": "cfir_2009", "domain": domain, "construct": construct, "valence": "barrier",
            "score": 0.7, "certainty": "asserted", "negated": false, "holder": null, "level": null, "quote": "No time.",
            "start": n * 10, "end": n * 10 + 8, "start_char": n * 10, "end_char": n * 10 + 8, "zone": "other", "section": null,
            "speaker": null, "matches": [], "cues": [], "reason": "", "decision": decision
        })
    }

    fn recode(codes: &[Value]) -> (Value, Recoding) {
        let line = json!({
            "type": "report", "schema": "pretag.report/1",
            "document": {"id": "P1", "source": "P1.txt", "sha256": "00", "bytes": 9, "chars": 9},
            "lexicon": {"digest": "00", "frameworks": [{"id": "cfir_2009", "version": "2009"}], "pretag": "0.1.0"},
            "suggestions": codes
        });
        let lexicon = Lexicon::load(&[], true).unwrap();
        let (mut recoding, mut out) = (Recoding::default(), Vec::new());
        let walk = lexicon.crosswalk("cfir_2009", "cfir_2022").unwrap();
        recoding.line(&line.to_string(), walk, "2022", &mut out).unwrap();
        (serde_json::from_slice(&out).unwrap(), recoding)
    }

    #[test]
    fn a_code_of_the_same_meaning_keeps_its_decision() {
        let accepted = json!({"decision": "accepted", "coder": "A"});
        let (report, recoding) = recode(&[code(1, "outer_setting", Some("cosmopolitanism"), accepted.clone())]);
        let s = &report["suggestions"][0];
        assert_eq!((&s["framework"], &s["construct"]), (&json!("cfir_2022"), &json!("partnerships_connections")));
        assert_eq!((&s["decision"], recoding.moved), (&accepted, 1));
        assert_eq!(s["recoded_from"][0]["construct"], "cosmopolitanism");
        assert_eq!(report["lexicon"]["frameworks"], json!([{"id": "cfir_2022", "version": "2022"}]));
    }

    #[test]
    fn what_leads_to_several_domains_is_flagged_for_a_person() {
        let accepted = json!({"decision": "accepted", "coder": "A"});
        let (report, recoding) = recode(&[code(1, "inner_setting", Some("goals_feedback"), accepted)]);
        let codes = report["suggestions"].as_array().unwrap();
        assert_eq!(codes.len(), 2);
        assert!(codes.iter().all(|s| s["decision"]["decision"] == "flagged" && s["decision"]["coder"] == "A"));
        assert_eq!(recoding.to_choose["inner_setting.goals_feedback"].0, 1);
    }

    #[test]
    fn what_leads_nowhere_stays_and_is_told() {
        let (report, recoding) = recode(&[code(1, "inner_setting", Some("readiness"), json!(null))]);
        assert_eq!(report["suggestions"][0]["framework"], "cfir_2009");
        assert_eq!(recoding.kept["inner_setting.readiness"].0, 1);
        assert_eq!(report["lexicon"]["frameworks"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn a_changed_code_is_read_as_changed() {
        let to = json!({"construct": "cost", "valence": "mixed", "start": 13, "end": 17, "quote": "time"});
        let changed = json!({"decision": "changed", "to": to});
        let (report, _) = recode(&[code(1, "innovation", Some("complexity"), changed)]);
        let s = &report["suggestions"][0];
        assert_eq!(s["construct"], "cost");
        assert_eq!(
            s["decision"],
            json!({"decision": "changed", "to": {"valence": "mixed", "start": 13, "end": 17, "quote": "time"}})
        );
    }

    #[test]
    fn two_codes_that_become_one_are_one() {
        let rejected = json!({"decision": "rejected"});
        let mut second = code(1, "inner_setting", Some("leadership_engagement"), json!({"decision": "accepted"}));
        second["key"] = json!("00000000000000ff");
        let (report, _) = recode(&[code(1, "individuals", Some("self_efficacy"), rejected), second]);
        let codes = report["suggestions"].as_array().unwrap();
        assert_eq!((codes.len(), &codes[0]["construct"]), (1, &json!(null)));
        assert_eq!(codes[0]["decision"]["decision"], "accepted");
        assert_eq!(codes[0]["recoded_from"].as_array().unwrap().len(), 2);
    }
}
