//! What each coder decided on one code -> what counts: adjudication, then agreement, then the rule.
use super::{Settings, difference};
use crate::{
    report::Suggestion,
    review::{
        agree::{Basis, counting},
        journal::{Code, Mode, Taken, Verdict},
        project::Base,
        state::{Decided, Implied, Item, State},
    },
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What counts where coders differ and nobody adjudicated. A coder who did not decide has no voice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Nothing: the code stays undecided.
    #[default]
    Agreed,
    /// What more than half decided.
    Majority,
    /// The code, if anybody gave it; of several the one most gave, of as many the first coder's by name.
    Any,
}

impl Rule {
    /// All with their names.
    pub const NAMES: [(Rule, &'static str); 3] =
        [(Rule::Agreed, "agreed"), (Rule::Majority, "majority"), (Rule::Any, "any")];

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(r, _)| *r == self).map_or("", |(_, name)| name)
    }
}

/// Who decided, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The coders behind it.
    pub coders: Vec<String>,
    /// The mode of whoever saw most.
    pub mode: Mode,
    /// Whether none of them had seen the suggestions.
    pub blind: bool,
    /// Whether it follows from what was coded blind, without a decision on the suggestion itself.
    pub implied: bool,
    /// Who adjudicated.
    pub adjudicator: Option<String>,
}

/// What counts for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody decided.
    Open,
    /// Coders differ.
    Disputed {
        /// What each said.
        said: BTreeMap<String, &'static str>,
    },
    /// Right as it stands.
    Accepted {
        /// By whom.
        who: Who,
    },
    /// Wrong.
    Rejected {
        /// By whom.
        who: Who,
    },
    /// Right once changed.
    Changed {
        /// By whom.
        who: Who,
        /// The code as it counts.
        code: Code,
        /// What differs.
        to: Value,
    },
    /// Found by people alone.
    Added {
        /// By whom.
        who: Who,
        /// The code.
        code: Code,
    },
}

/// What one coder says of a code.
#[derive(Clone, Debug)]
pub(super) struct View {
    coder: String,
    mode: Mode,
    blind: bool,
    implied: bool,
    /// The code as the coder has it; none if it was rejected.
    code: Option<Code>,
}

/// What coders say of a suggestion: what they decided, else what follows from their blind coding of its segment. Keys of own codes that
/// are the suggestion by another hand go into `used`.
pub(super) fn views(
    base: &Base,
    state: &State,
    s: &Suggestion<'_>,
    coders: &[&str],
    basis: Basis,
    used: &mut BTreeSet<String>,
) -> Vec<View> {
    let mut out = Vec::new();
    for coder in coders {
        let decided = state.decided(base.id(), &s.key, coder).and_then(|d| counting(d, basis));
        match decided {
            Some(decided) => out.push(View::new(coder, decided, &Code::from(s))),
            None => {
                let code = match state.implied(base, s, coder) {
                    None => continue,
                    Some(Implied::Rejected) => None,
                    Some(Implied::Given { key, code }) => {
                        used.insert(key);
                        Some(code)
                    }
                };
                out.push(View { coder: (*coder).to_owned(), mode: Mode::Blind, blind: true, implied: true, code });
            }
        }
    }
    out
}

/// What coders say of a code that is not suggested (any more).
pub(super) fn views_of_item(item: &Item, coders: &[&str], basis: Basis) -> Vec<View> {
    let of = |coder: &&str| {
        item.decisions.get(*coder).and_then(|d| counting(d, basis)).map(|d| View::new(coder, d, &item.of))
    };
    coders.iter().filter_map(of).collect()
}

impl View {
    fn new(coder: &str, d: &Decided, of: &Code) -> Self {
        let mut code = d.code.clone().map(|code| agreeing(code, of));
        // given without sight of the suggestion: a domain alone does not deny the construct
        if let Some(code) = code.as_mut().filter(|_| d.blind && d.verdict == Verdict::Added) {
            code.construct = code.construct.take().or_else(|| of.construct.clone());
        }
        Self { coder: coder.to_owned(), mode: d.mode, blind: d.blind, implied: false, code }
    }
}

/// A code that says nothing of holder or level has those of the suggestion.
fn agreeing(code: Code, of: &Code) -> Code {
    Code { holder: code.holder.or(of.holder), level: code.level.or(of.level), ..code }
}

/// What counts.
pub(super) fn outcome(
    views: &[View],
    item: Option<&Item>,
    (of, suggested): (&Code, bool),
    settings: &Settings,
) -> Outcome {
    if settings.coder.is_none()
        && let Some(adjudicated) = item.and_then(|i| i.adjudicated.as_ref())
    {
        let code = match &adjudicated.taken {
            Taken::Neither => Some(None),
            Taken::Other { to } => Some(Some(to.apply(of))),
            Taken::Coder { from } => {
                let decided = item.and_then(|i| i.decisions.get(from));
                decided.map(|d| d.code.clone().map(|code| agreeing(code, of)))
            }
            // side by side: the code as it stands where anybody has it so, else the first change
            Taken::Both => {
                let codes: Vec<&Code> = views.iter().filter_map(|v| v.code.as_ref()).collect();
                let plain = codes.iter().find(|c| **c == of);
                Some(plain.or(codes.first()).map(|c| (*c).clone()))
            }
        };
        if let Some(code) = code {
            let who = Who { adjudicator: Some(adjudicated.by.clone()), ..who(views) };
            return decided(who, code, of, suggested);
        }
    }
    if views.is_empty() {
        return Outcome::Open;
    }
    let mut tally: BTreeMap<Option<&Code>, Vec<&View>> = BTreeMap::new();
    views.iter().for_each(|v| tally.entry(v.code.as_ref()).or_default().push(v));
    let taken = match (tally.len(), settings.rule) {
        (1, _) => tally.into_values().next(),
        (_, Rule::Agreed) => None,
        (_, Rule::Majority) => tally.into_values().find(|voices| 2 * voices.len() > views.len()),
        (_, Rule::Any) => {
            let given = tally.into_iter().filter(|(code, _)| code.is_some()).map(|(_, voices)| voices);
            given.max_by_key(|v| (v.len(), std::cmp::Reverse(v[0].coder.clone())))
        }
    };
    match taken {
        None => Outcome::Disputed { said: views.iter().map(|v| (v.coder.clone(), v.said(of))).collect() },
        Some(voices) => {
            let voices: Vec<View> = voices.into_iter().cloned().collect();
            decided(who(&voices), voices[0].code.clone(), of, suggested)
        }
    }
}

/// Whether a code is people's own.
pub(super) fn own(item: &Item) -> bool {
    item.decisions
        .values()
        .any(|d| d.verdict == Verdict::Added || d.before.as_ref().is_some_and(|b| b.verdict == Verdict::Added))
}

impl View {
    fn said(&self, of: &Code) -> &'static str {
        match &self.code {
            None => "rejected",
            Some(code) if code == of => "accepted",
            Some(_) => "changed",
        }
    }
}

fn who(views: &[View]) -> Who {
    Who {
        coders: views.iter().map(|v| v.coder.clone()).collect(),
        mode: views.iter().map(|v| v.mode).min().unwrap_or_default(),
        blind: !views.is_empty() && views.iter().all(|v| v.blind),
        implied: !views.is_empty() && views.iter().all(|v| v.implied),
        adjudicator: None,
    }
}

fn decided(who: Who, code: Option<Code>, of: &Code, suggested: bool) -> Outcome {
    match code {
        None => Outcome::Rejected { who },
        Some(code) if !suggested => Outcome::Added { who, code },
        Some(code) if code == *of => Outcome::Accepted { who },
        Some(code) => {
            let to = difference(of, &code);
            Outcome::Changed { who, code, to }
        }
    }
}

impl Outcome {
    /// Who decided.
    pub fn who(&self) -> Option<&Who> {
        match self {
            Outcome::Accepted { who }
            | Outcome::Rejected { who }
            | Outcome::Changed { who, .. }
            | Outcome::Added { who, .. } => Some(who),
            Outcome::Open | Outcome::Disputed { .. } => None,
        }
    }

    /// The name in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Outcome::Open | Outcome::Disputed { .. } => "undecided",
            Outcome::Accepted { .. } => "accepted",
            Outcome::Rejected { .. } => "rejected",
            Outcome::Changed { .. } => "changed",
            Outcome::Added { .. } => "added",
        }
    }

    /// The `decision` of a suggestion in a report; none if nobody decided.
    pub(super) fn record(&self, item: Option<&Item>) -> Option<Value> {
        let mut out = Map::new();
        out.insert("decision".into(), json!(self.name()));
        match self {
            Outcome::Open => return None,
            Outcome::Disputed { said } => drop(out.insert("said".into(), json!(said))),
            _ => {}
        }
        if let Some(who) = self.who() {
            out.insert("coder".into(), json!(who.coders.join(" + ")));
            if who.coders.len() > 1 {
                out.insert("coders".into(), json!(who.coders));
            }
            out.insert("mode".into(), json!(who.mode));
            out.insert("blind".into(), json!(who.blind));
            if who.implied {
                out.insert("implied".into(), json!(true));
            }
            if let Some(adjudicator) = &who.adjudicator {
                out.insert("adjudicator".into(), json!(adjudicator));
            }
        }
        if let Outcome::Changed { to, .. } = self {
            out.insert("to".into(), to.clone());
        }
        let memos = item.map(|i| &i.memos).filter(|m| !m.is_empty());
        if let Some(memos) = memos {
            out.insert("memos".into(), json!(memos));
        }
        if item.is_some_and(|i| !i.flagged.is_empty()) {
            out.insert("flagged".into(), json!(true));
        }
        Some(Value::Object(out))
    }
}
