//! A desk -> the queue: passages to code first, then suggestions to decide on, in the order asked for.
use super::{super::routes::Query, Inside, item::short};
use crate::{
    report::Suggestion,
    review::{Action, Code, Look, Mode, project::Place},
    text::Span,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// So many code points of a passage stand in the queue.
const BRIEF: usize = 160;

/// Something that waits for the coder.
#[derive(Clone, Debug)]
pub(in crate::review::server) enum Task<'d> {
    /// A passage to code without suggestions.
    Look(Place, Look),
    /// A suggestion to decide on: the document's number, the suggestion.
    Decide(usize, &'d Suggestion<'static>),
    /// An own code, or one suggested by an earlier lexicon: the document's number, its key.
    Own(usize, String),
}

/// The task's name, the same in every queue.
pub(in crate::review::server) fn look_id(place: Place, look: Look) -> String {
    let kind = match look {
        Look::Blind => "blind",
        Look::Missed => "missed",
        Look::Commit => "commit",
    };
    format!("{kind}:{}:{}", place.document, place.segment)
}

/// The name of the task of a code.
pub(in crate::review::server) fn code_id(n: usize, key: &str) -> String {
    format!("{n}:{key}")
}

impl Inside {
    /// The queue that was asked for.
    pub(in crate::review::server) fn queue(&self, query: &Query) -> Vec<Task<'_>> {
        let word = |name: &str| query.get(name).map(String::as_str).filter(|w| !w.is_empty());
        if word("order") == Some("missed") {
            return self.missed.iter().map(|place| Task::Look(*place, Look::Missed)).collect();
        }
        let mut codes = self.codes();
        match word("order") {
            Some("code") => self.by_code(&mut codes),
            Some("uncertainty") => codes.sort_by_key(|t| match t {
                Task::Decide(_, s) => (0, s.score.0.abs_diff(500)),
                _ => (1, 0),
            }),
            _ => {}
        }
        let (blind, rest) = (self.blind_tasks(), self.passages());
        let all = blind.into_iter().chain(rest).chain(codes);
        all.filter(|task| self.fits(task, query)).collect()
    }

    fn blind_tasks(&self) -> Vec<Task<'static>> {
        self.blind.iter().map(|place| Task::Look(*place, Look::Blind)).collect()
    }

    /// Passages outside the blind sample that are coded first: all of them in blind mode, those with suggestions where these are revealed after.
    fn passages(&self) -> Vec<Task<'static>> {
        let outside = |p: &Place| self.blind.binary_search(p).is_err();
        match self.mode {
            Mode::Assisted => Vec::new(),
            Mode::Blind => {
                self.project.places().into_iter().filter(outside).map(|p| Task::Look(p, Look::Blind)).collect()
            }
            Mode::RevealAfterCommit => {
                let mut places: Vec<Place> = Vec::new();
                for (n, base) in self.project.documents.iter().enumerate() {
                    places.extend(base.suggestions.iter().flat_map(|s| self.places(n, s.span)));
                }
                places.sort_unstable();
                places.dedup();
                places.into_iter().filter(outside).map(|p| Task::Look(p, Look::Commit)).collect()
            }
        }
    }

    /// What the coder may decide on, in document order.
    fn codes(&self) -> Vec<Task<'_>> {
        let mut tasks = Vec::new();
        for (n, base) in self.project.documents.iter().enumerate() {
            let from = tasks.len();
            tasks.extend(base.suggestions.iter().filter(|s| self.sees(n, s)).map(|s| Task::Decide(n, s)));
            tasks.extend(self.others(n).into_iter().map(|key| Task::Own(n, key)));
            tasks[from..].sort_by_key(|t| self.stretch(t).start);
        }
        tasks
    }

    /// By the codebooks' order, which puts like beside like.
    fn by_code(&self, tasks: &mut [Task<'_>]) {
        let mut ranks: BTreeMap<(String, String), usize> = BTreeMap::new();
        for book in &self.project.codebooks {
            for domain in &book.domains {
                let rank = ranks.len();
                ranks.insert((book.id.clone(), domain.id.clone()), rank);
            }
        }
        tasks.sort_by_key(|task| {
            let code = self.code(task);
            let valence = code.as_ref().map(|c| c.valence);
            (code.and_then(|c| ranks.get(&(c.framework, c.domain)).copied()).unwrap_or(usize::MAX), valence)
        });
    }

    fn code(&self, task: &Task<'_>) -> Option<Code> {
        match task {
            Task::Look(..) => None,
            Task::Decide(n, s) => {
                Some(self.decided(*n, &s.key).and_then(|d| d.code.clone()).unwrap_or_else(|| Code::from(*s)))
            }
            Task::Own(n, key) => self.decided(*n, key).and_then(|d| d.code.clone()),
        }
    }

    fn stretch(&self, task: &Task<'_>) -> Span {
        match task {
            Task::Look(place, _) => self.segment(*place).unwrap_or_default(),
            Task::Decide(_, s) => s.span,
            Task::Own(n, _) => self.code(task).and_then(|c| self.base(*n)?.locate(&c)).unwrap_or_default(),
        }
    }

    fn fits(&self, task: &Task<'_>, query: &Query) -> bool {
        let word = |name: &str| query.get(name).map(String::as_str).filter(|w| !w.is_empty());
        let n = match task {
            Task::Look(place, _) => place.document,
            Task::Decide(n, _) | Task::Own(n, _) => *n,
        };
        let code = self.code(task);
        let is = |wanted: &str| code.as_ref().is_some_and(|c| format!("{}.{}", c.framework, c.domain) == wanted);
        let valence = |wanted: &str| code.as_ref().is_some_and(|c| c.valence.name() == wanted);
        word("document").is_none_or(|wanted| wanted == n.to_string())
            && word("code").is_none_or(is)
            && word("valence").is_none_or(valence)
            && word("state").is_none_or(|wanted| self.states(task).contains(&wanted))
    }

    /// Names of the states a task is in.
    fn states(&self, task: &Task<'_>) -> Vec<&'static str> {
        let (n, key) = match task {
            Task::Look(place, look) => return vec![if self.looked(*place, *look) { "done" } else { "open" }],
            Task::Decide(n, s) => (*n, &*s.key),
            Task::Own(n, key) => (*n, key.as_str()),
        };
        let item = self.item(n, key);
        let skipped = item.is_some_and(|i| i.skipped.contains(self.coder()));
        let mut states = match self.decided(n, key) {
            Some(decided) => vec![decided.verdict.name()],
            None if matches!(task, Task::Decide(n, s) if self.answered(*n, s).is_some()) => vec!["answered"],
            None if skipped => vec!["skipped", "open"],
            None => vec!["open"],
        };
        if item.is_some_and(|i| i.flagged.contains(self.coder())) {
            states.push("flagged");
        }
        states
    }

    /// What the page is told of a task.
    pub(in crate::review::server) fn tell(&self, task: &Task<'_>) -> Value {
        let span = self.stretch(task);
        let (n, id) = match task {
            Task::Look(place, look) => (place.document, look_id(*place, *look)),
            Task::Decide(n, s) => (*n, code_id(*n, &s.key)),
            Task::Own(n, key) => (*n, code_id(*n, key)),
        };
        let (start, end) = self.units(n, span);
        let text = self.project.documents[n].slice(span).unwrap_or("");
        let states = self.states(task);
        let mut out = json!({
            "id": id, "n": n, "start": start, "end": end,
            "text": text.chars().take(BRIEF).collect::<String>(),
            "done": states[0] != "open" && states[0] != "skipped",
            "state": states[0], "skipped": states[0] == "skipped", "flag": states.contains(&"flagged"),
        });
        match task {
            Task::Look(place, look) => {
                out["look"] = json!(look);
                out["segment"] = json!(place.segment);
            }
            Task::Decide(_, s) => {
                out["key"] = json!(s.key);
                out["revealed"] = json!(self.mode == Mode::RevealAfterCommit);
            }
            Task::Own(_, key) => out["key"] = json!(key),
        }
        if let Some(code) = self.code(task) {
            out["code"] = short(&code);
        }
        out
    }

    /// The task of a code, as it stands now.
    pub(in crate::review::server) fn task_of(&self, n: usize, key: &str) -> Option<Value> {
        let seen = self.suggestion(n, key);
        match (seen, self.decided(n, key)) {
            (Some(s), _) => Some(self.tell(&Task::Decide(n, s))),
            (None, Some(d)) if d.code.is_some() => Some(self.tell(&Task::Own(n, key.to_owned()))),
            _ => None,
        }
    }

    /// The codes the coder sees in a segment, as tasks.
    pub(in crate::review::server) fn tasks_in(&self, place: Place) -> Vec<Value> {
        let (Some(base), Some(span)) = (self.base(place.document), self.segment(place)) else { return Vec::new() };
        let here = base.suggestions.iter().filter(|s| s.span.overlaps(span) && self.sees(place.document, s));
        here.map(|s| self.tell(&Task::Decide(place.document, s))).collect()
    }

    /// The last decisions, the latest first.
    pub(in crate::review::server) fn recent(&self) -> Vec<Value> {
        let stand = self.journal.events().iter().rev().filter(|e| self.state.stands(self.coder(), &e.id));
        stand.filter_map(|e| self.recall(&e.action)).take(10).collect()
    }

    fn recall(&self, action: &Action) -> Option<Value> {
        let number = |id: &str| self.project.documents.iter().position(|d| d.id() == id);
        let brief = |quote: &str| quote.chars().take(60).collect::<String>();
        match action {
            Action::Decide { document, key, of, verdict } => {
                let n = number(document)?;
                let code = verdict.code(of).unwrap_or_else(|| of.clone());
                Some(
                    json!({ "id": code_id(n, key), "what": verdict.name(), "code": short(&code), "text": brief(&of.quote) }),
                )
            }
            Action::Look { document, look, span, quote, found } => {
                let n = number(document)?;
                let segment = self.project.documents[n].layout.segments.iter().position(|s| s.span == *span)?;
                let what = if *found { "coded" } else { "nothing here" };
                let id = look_id(Place { document: n, segment }, *look);
                Some(json!({ "id": id, "what": what, "text": brief(quote) }))
            }
            _ => None,
        }
    }
}

/// Of places that are read for missed evidence: how many were read, how many had some.
pub(in crate::review::server) fn read(inside: &Inside) -> (u64, u64) {
    let seen = inside.missed.iter().filter_map(|p| {
        let (base, span) = (inside.base(p.document)?, inside.segment(*p)?);
        inside.state.looked(base.id(), span, inside.coder(), Look::Missed)
    });
    seen.fold((0, 0), |(all, found), looked| (all + 1, found + u64::from(looked.found)))
}
