//! What the page shows -> JSON: the session, documents, the queue, progress, places found. Nothing of what the coder may not see yet.
use super::{
    agree,
    desk::{Desk, Inside, tasks},
    routes::{Answer, Query, Trouble},
};
use crate::{
    review::{Look, State, Verdict, recall},
    text::{BlockKind, Span},
};
use axum::http::StatusCode;
use regex::RegexBuilder;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// A view: what is shown, and where it is asked for.
pub(super) type View = fn(&Desk, &Query) -> Answer;

/// Every view there is.
pub(super) const VIEWS: [(&str, View); 7] = [
    ("/api/session", session),
    ("/api/document", document),
    ("/api/queue", queue),
    ("/api/progress", progress),
    ("/api/search", search),
    ("/api/agreement", agree::agreement),
    ("/api/conflicts", agree::conflicts),
];

/// So many places found are shown.
const HITS: usize = 100;
/// More are not counted.
const COUNTED: usize = 10_000;
/// So many bytes stand before and after a place found.
const MARGIN: usize = 40;

fn session(desk: &Desk, _: &Query) -> Answer {
    let inside = desk.lock();
    let project = &inside.project;
    let used = |id: &str| project.manifest.frameworks.iter().any(|f| f.id == id);
    let mut frameworks = Vec::new();
    for book in &project.codebooks {
        let mut value =
            serde_json::to_value(book).map_err(|e| Trouble(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))?;
        value["used"] = json!(used(&book.id));
        frameworks.push(value);
    }
    // what was tagged with comes first, in the picker too
    frameworks.sort_by_key(|f| f["used"] != json!(true));
    let documents: Vec<Value> =
        project.documents.iter().map(|d| json!({ "id": d.id(), "chars": d.document.chars })).collect();
    Ok(json!({
        "project": project.manifest.name, "coder": inside.coder(), "mode": inside.mode, "documents": documents,
        "frameworks": frameworks, "accepted": inside.accepted(), "tool": concat!("pretag ", env!("CARGO_PKG_VERSION")),
        "shut": inside.journal.shut().map(crate::Error::message),
    }))
}

fn document(desk: &Desk, query: &Query) -> Answer {
    let inside = desk.lock();
    let n = query.get("n").and_then(|n| n.parse::<usize>().ok());
    let missing = || Trouble(StatusCode::NOT_FOUND, "there is no such document".into());
    let (n, base) = n.and_then(|n| Some((n, inside.base(n)?))).ok_or_else(missing)?;
    let text = base.text();
    let whole = Span::new(0, text.len());
    let paragraphs: Vec<Value> = if base.layout.paragraphs.is_empty() {
        lines(text).map(|span| at(&inside, n, span, "text", None)).collect()
    } else {
        let kinds = base.layout.paragraphs.iter();
        kinds.map(|p| at(&inside, n, p.span, kind(p.kind, p.evidence), p.speaker.as_deref())).collect()
    };
    let segments: Vec<(usize, usize)> = base.layout.segments.iter().map(|s| inside.units(n, s.span)).collect();
    let mut items: Vec<Value> = base.suggestions.iter().filter_map(|s| inside.show_seen(n, s)).collect();
    items.extend(inside.others(n).iter().filter_map(|key| inside.show(n, key)));
    items.sort_by_key(|i| i["start"].as_u64());
    Ok(json!({
        "n": n, "id": base.id(), "text": text, "units": inside.units(n, whole).1, "paragraphs": paragraphs, "segments": segments, "items": items,
        "memo": inside.state.memo(base.id(), inside.coder()), "finished": inside.state.is_finished(base.id(), inside.coder()),
    }))
}

fn at(inside: &Inside, n: usize, span: Span, kind: &str, speaker: Option<&str>) -> Value {
    let (start, end) = inside.units(n, span);
    json!([start, end, kind, speaker])
}

fn kind(kind: BlockKind, evidence: bool) -> &'static str {
    match kind {
        BlockKind::Heading => "heading",
        _ if evidence => "text",
        _ => "aside",
    }
}

/// The lines of a text that came without a layout.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    text.split_inclusive('\n').scan(0, |from, line| {
        let start = *from;
        *from += line.len();
        Some(Span::new(start, start + line.trim_end().len()))
    })
}

fn queue(desk: &Desk, query: &Query) -> Answer {
    let inside = desk.lock();
    let tasks: Vec<Value> = inside.queue(query).iter().map(|task| inside.tell(task)).collect();
    let missed = query.get("order").is_some_and(|order| order == "missed");
    Ok(json!({ "tasks": tasks, "recent": inside.recent(), "estimate": missed.then(|| inside.estimate()) }))
}

fn progress(desk: &Desk, _: &Query) -> Answer {
    let inside = desk.lock();
    let (project, state, coder) = (&inside.project, &inside.state, inside.coder());
    let documents: Vec<Value> = project
        .documents
        .iter()
        .map(|base| with(&state.progress_in(base, coder), json!({ "id": base.id() })))
        .collect();
    let codes: Vec<Value> = state
        .progress_by_code(project, coder)
        .iter()
        .map(|(code, sums)| {
            let (framework, domain) = code.split_once('.').unwrap_or((code, ""));
            with(sums, json!({ "code": { "framework": framework, "domain": domain } }))
        })
        .collect();
    let (read, found) = tasks::read(&inside);
    let blind = inside.blind.iter().filter(|place| inside.looked(**place, Look::Blind)).count();
    Ok(json!({
        "coders": inside.coders(),
        "all": state.progress(project, coder), "documents": documents, "codes": codes, "pace": state.pace(coder), "mode": inside.mode,
        "samples": { "blind": inside.blind.len(), "blind_done": blind, "missed": inside.missed.len(), "missed_done": read, "found": found },
    }))
}

/// Sums with more fields beside them.
fn with(sums: &impl serde::Serialize, more: Value) -> Value {
    let mut out = serde_json::to_value(sums).unwrap_or_default();
    if let (Some(out), Value::Object(more)) = (out.as_object_mut(), more) {
        out.extend(more);
    }
    out
}

fn search(desk: &Desk, query: &Query) -> Answer {
    let words = query.get("q").map(String::as_str).unwrap_or("").trim();
    let pattern = RegexBuilder::new(&regex::escape(words)).case_insensitive(true).size_limit(1 << 20).build();
    let pattern = match pattern {
        Ok(pattern) if !words.is_empty() && words.len() <= 500 => pattern,
        _ => return Ok(json!({ "hits": [], "total": 0 })),
    };
    let inside = desk.lock();
    let (mut hits, mut total) = (Vec::new(), 0);
    for (n, base) in inside.project.documents.iter().enumerate() {
        let text = base.text();
        for found in pattern.find_iter(text).take(COUNTED - total) {
            total += 1;
            if hits.len() < HITS {
                let (start, end) = inside.units(n, Span::new(found.start(), found.end()));
                let (before, after) = margins(text, found.range());
                hits.push(json!({ "n": n, "start": start, "end": end, "before": before, "found": found.as_str(), "after": after }));
            }
        }
    }
    Ok(json!({ "hits": hits, "total": total }))
}

/// What stands before and after a place in whole words; `…` where it goes on.
fn margins(text: &str, Range { start, end }: Range<usize>) -> (String, String) {
    let (from, to) = (
        text.ceil_char_boundary(start.saturating_sub(MARGIN)),
        text.floor_char_boundary((end + MARGIN).min(text.len())),
    );
    let (before, after) = (&text[from..start], &text[end..to]);
    let whole = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = match before.split_once(char::is_whitespace) {
        Some((_, words)) if from > 0 => format!("… {words}"),
        _ => before.to_owned(),
    };
    let after = match after.rsplit_once(char::is_whitespace) {
        Some((words, _)) if to < text.len() => format!("{words} …"),
        _ => after.to_owned(),
    };
    let space = |is: bool| if is { " " } else { "" };
    let (ends, begins) = (before.ends_with(char::is_whitespace), after.starts_with(char::is_whitespace));
    (format!("{}{}", whole(&before), space(ends)), format!("{}{}", space(begins), whole(&after)))
}

impl Inside {
    fn show_seen(&self, n: usize, s: &crate::report::Suggestion<'_>) -> Option<Value> {
        if self.sees(n, s) { self.show(n, &s.key) } else { None }
    }

    /// How far all coders are, in numbers that tell nothing of what they decided.
    fn coders(&self) -> Vec<Value> {
        let all = State::of(&self.project.logs().unwrap_or_default());
        let finished = |coder: &str| self.project.documents.iter().filter(|d| all.is_finished(d.id(), coder)).count();
        let count = |coder: &str| {
            let sums = all.progress(&self.project, coder);
            json!({ "name": coder, "decided": sums.decided(), "added": sums.added, "finished": finished(coder) })
        };
        all.coders().map(count).collect()
    }

    /// Of every code the last three passages the coder gave it.
    fn accepted(&self) -> Value {
        let mut out: Map<String, Value> = Map::new();
        for item in self.state.items() {
            let Some(decided) = item.decisions.get(self.coder()).filter(|d| d.verdict != Verdict::Rejected) else {
                continue;
            };
            let Some(code) = &decided.code else { continue };
            let construct = code.construct.iter().map(String::as_str);
            let id: Vec<&str> = [code.framework.as_str(), &code.domain].into_iter().chain(construct).collect();
            let list = out.entry(id.join(".")).or_insert_with(|| json!([]));
            if let Some(list) = list.as_array_mut() {
                list.push(json!(code.quote));
                if list.len() > 3 {
                    list.remove(0);
                }
            }
        }
        Value::Object(out)
    }

    /// What the coder's pass for missed evidence says so far: the share of unsuggested segments with evidence, and with it the recall of the suggestions.
    pub(super) fn estimate(&self) -> Value {
        json!(recall(&self.project, &self.state, Some(self.coder())))
    }
}
