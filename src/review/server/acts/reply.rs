//! An event -> what the page is told after it: the codes it touched, the tasks that changed, what may be seen from now on.
use super::super::desk::{
    Inside,
    tasks::{Task, code_id, look_id},
};
use crate::{
    review::{Action, Event, Look, Mode, Subject, project::Place},
    text::Span,
};
use serde_json::{Value, json};

/// The code an action is about.
fn key(action: &Action) -> Option<String> {
    match Subject::of(action) {
        Some(Subject::Code { key, .. }) => Some(key),
        _ => None,
    }
}

impl Inside {
    /// What the page is told after these codes were touched.
    pub(super) fn reply(&self, n: usize, keys: &[&str]) -> Value {
        let items: Vec<Value> = keys.iter().filter_map(|key| self.show(n, key)).collect();
        let gone: Vec<&&str> = keys.iter().filter(|key| self.show(n, key).is_none()).collect();
        let tasks: Vec<Value> = keys.iter().filter_map(|key| self.task_of(n, key)).collect();
        json!({ "items": items, "gone": gone, "tasks": tasks })
    }

    /// What the page is told after a passage was done, or was opened again.
    pub(super) fn looked_at(&self, place: Place, look: Look) -> Value {
        let (n, span) = (place.document, self.segment(place).unwrap_or_default());
        let keys: Vec<String> = self.project.documents[n]
            .suggestions
            .iter()
            .filter(|s| self.mode != Mode::Blind && s.span.overlaps(span))
            .map(|s| s.key.to_string())
            .collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut reply = self.reply(n, &keys);
        let own = self.tell(&Task::Look(place, look));
        if let Some(list) = reply["tasks"].as_array_mut() {
            list.push(own);
        }
        reply["revealed"] = if self.looked(place, look) { json!(self.tasks_in(place)) } else { json!([]) };
        if look == Look::Missed {
            reply["estimate"] = self.estimate();
        }
        reply
    }

    /// The answer for an event that is written already.
    pub(super) fn repeat(&self, event: &Event) -> Value {
        let number = |id: &str| self.project.documents.iter().position(|d| d.id() == id);
        let place = match &event.action {
            Action::Look { document, look, span, .. } => self.place(document, *span).map(|place| (place, *look)),
            _ => None,
        };
        match (&event.action, place) {
            (_, Some((place, look))) => self.looked_at(place, look),
            (action, _) => match (action.document().and_then(number), key(action)) {
                (Some(n), Some(key)) => self.reply(n, &[&key]),
                _ => json!({}),
            },
        }
    }

    fn place(&self, document: &str, span: Span) -> Option<Place> {
        let n = self.project.documents.iter().position(|d| d.id() == document)?;
        let segment = self.project.documents[n].layout.segments.iter().position(|s| s.span == span)?;
        Some(Place { document: n, segment })
    }

    /// What an event was, and the task it belonged to.
    pub(super) fn name(&self, event: &Event) -> Value {
        let n = event.action.document().and_then(|id| self.project.documents.iter().position(|d| d.id() == id));
        let what = match &event.action {
            Action::Decide { verdict, .. } => verdict.name(),
            Action::Skip { .. } => "skipped",
            Action::Flag { on: true, .. } => "flagged",
            Action::Flag { .. } => "flag taken away",
            Action::Memo { .. } => "memo",
            Action::Look { found: true, .. } => "passage coded",
            Action::Look { .. } => "nothing here",
            Action::Finish { .. } => "read to the end",
            Action::Adjudicate { .. } => "adjudicated",
            Action::Mode => "change of the mode",
            _ => "",
        };
        let id = match (&event.action, n) {
            (Action::Look { document, look, span, .. }, _) => self.place(document, *span).map(|p| look_id(p, *look)),
            (action, Some(n)) => key(action).map(|key| code_id(n, &key)),
            _ => None,
        };
        json!({ "what": what, "n": n, "id": id })
    }
}
