//! Events of all coders -> where things stand: a fold, event by event, in which every undo is heard.
mod implied;
mod item;
mod pace;
mod progress;

pub use implied::Implied;
pub use item::{Adjudicated, Decided, Item, Looked, Subject};
pub use pace::Pace;
pub use progress::Progress;

use super::journal::{Action, Event, Log, Look, Mode};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where things stand. The order in which coders' journals are folded does not matter; within a journal it is that of [`Log::events`].
#[derive(Clone, Debug, Default)]
pub struct State {
    /// By coder, all events in order.
    events: BTreeMap<String, Vec<Event>>,
    /// By coder and id, where the event stands.
    places: HashMap<(String, String), usize>,
    /// By coder and id of an event, the undo events that take it away.
    undos: HashMap<(String, String), Vec<String>>,
    /// By subject and coder, where its events stand.
    threads: BTreeMap<Subject, BTreeMap<String, Vec<usize>>>,
    items: BTreeMap<(String, String), Item>,
    looks: BTreeMap<(String, Span), BTreeMap<(String, Look), Looked>>,
    revealed: BTreeSet<(String, Span, String)>,
    finished: BTreeSet<(String, String)>,
    memos: BTreeMap<(String, String), String>,
}

impl State {
    /// The state that these journals come to.
    pub fn of(logs: &[Log]) -> Self {
        let mut state = Self::default();
        logs.iter().flat_map(Log::events).for_each(|event| state.apply(event));
        state
    }

    /// Takes in an event that comes after all others of its coder. An event that is there already changes nothing.
    pub fn apply(&mut self, event: &Event) {
        let coder = event.coder.clone();
        let name = (coder.clone(), event.id.clone());
        if self.places.contains_key(&name) {
            return;
        }
        let events = self.events.entry(coder.clone()).or_default();
        let at = events.len();
        events.push(event.clone());
        self.places.insert(name, at);
        let subject = match &event.action {
            Action::Undo { event: target } => {
                self.undos.entry((coder.clone(), target.clone())).or_default().push(event.id.clone());
                self.root(&coder, target)
            }
            action => {
                let subject = Subject::of(action);
                if let Some(subject) = subject.clone() {
                    self.threads.entry(subject).or_default().entry(coder.clone()).or_default().push(at);
                }
                subject
            }
        };
        if let Some(subject) = subject {
            self.settle(&subject, &coder);
        }
    }

    /// What an event, or the event that an undo takes away in the end, is about.
    fn root(&self, coder: &str, id: &str) -> Option<Subject> {
        let mut id = id.to_owned();
        // an undo can only name what was written before it; the bound holds for a journal somebody made up
        for _ in 0..1000 {
            match &self.event(coder, &id)?.action {
                Action::Undo { event } => id = event.clone(),
                action => return Subject::of(action),
            }
        }
        None
    }

    /// The coder's event of that id.
    pub fn event(&self, coder: &str, id: &str) -> Option<&Event> {
        let at = self.places.get(&(coder.to_owned(), id.to_owned()))?;
        self.events.get(coder)?.get(*at)
    }

    /// Whether no undo takes the event away.
    pub fn stands(&self, coder: &str, id: &str) -> bool {
        self.stands_within(coder, id, 1000)
    }

    fn stands_within(&self, coder: &str, id: &str, depth: u32) -> bool {
        let Some(undos) = self.undos.get(&(coder.to_owned(), id.to_owned())) else { return true };
        depth > 0 && !undos.iter().any(|undo| undo != id && self.stands_within(coder, undo, depth - 1))
    }

    /// Folds one thread of events anew.
    fn settle(&mut self, subject: &Subject, coder: &str) {
        let thread = self.threads.get(subject).and_then(|t| t.get(coder)).cloned().unwrap_or_default();
        let events = self.events.get(coder).cloned_at(&thread);
        let live: Vec<Event> = events.into_iter().filter(|e| self.stands(coder, &e.id)).collect();
        match subject {
            Subject::Code { document, key } => {
                let name = (document.clone(), key.clone());
                let item = self.items.entry(name.clone()).or_insert_with(|| Item::new(document, key));
                item.settle(coder, &live);
                if item.is_bare() {
                    self.items.remove(&name);
                }
            }
            Subject::Segment { document, span } => self.settle_segment(document, *span, coder, &live),
            Subject::Document { document } => self.settle_document(document, coder, &live),
        }
    }

    fn settle_segment(&mut self, document: &str, span: Span, coder: &str, live: &[Event]) {
        let looks = self.looks.entry((document.to_owned(), span)).or_default();
        looks.retain(|(who, _), _| who != coder);
        let place = (document.to_owned(), span, coder.to_owned());
        self.revealed.remove(&place);
        for event in live {
            match &event.action {
                Action::Look { look, found, .. } => {
                    let looked = Looked { event: event.id.clone(), at: event.at, mode: event.mode, found: *found };
                    looks.insert((coder.to_owned(), *look), looked);
                }
                Action::Reveal { .. } => drop(self.revealed.insert(place.clone())),
                _ => {}
            }
        }
        if looks.is_empty() {
            self.looks.remove(&(document.to_owned(), span));
        }
    }

    fn settle_document(&mut self, document: &str, coder: &str, live: &[Event]) {
        let name = (document.to_owned(), coder.to_owned());
        self.finished.remove(&name);
        self.memos.remove(&name);
        for event in live {
            match &event.action {
                Action::Finish { on: true, .. } => drop(self.finished.insert(name.clone())),
                Action::Finish { .. } => drop(self.finished.remove(&name)),
                Action::Memo { text, .. } if text.is_empty() => drop(self.memos.remove(&name)),
                Action::Memo { text, .. } => drop(self.memos.insert(name.clone(), text.clone())),
                _ => {}
            }
        }
    }

    /// All coders that did something, sorted.
    pub fn coders(&self) -> impl Iterator<Item = &str> {
        self.events.keys().map(String::as_str)
    }

    /// A coder's events in order.
    pub fn events(&self, coder: &str) -> &[Event] {
        self.events.get(coder).map_or(&[], Vec::as_slice)
    }

    /// The coder's last event that an undo can take back: not taken back already, and no undo, start or reveal; of changes of the mode only
    /// those from this place in the coder's events on, since a mode that was set for the coder is not the coder's to take back.
    pub fn last_undoable(&self, coder: &str, modes_from: usize) -> Option<&Event> {
        let fits = |at: usize, e: &Event| match e.action {
            Action::Undo { .. } | Action::Start { .. } | Action::Reveal { .. } => false,
            Action::Mode => at >= modes_from,
            _ => true,
        };
        let mut events = self.events(coder).iter().enumerate().rev();
        events.find(|(at, e)| fits(*at, e) && self.stands(coder, &e.id)).map(|(_, e)| e)
    }

    /// The mode the coder last chose, if any stands.
    pub fn mode(&self, coder: &str) -> Option<Mode> {
        let chosen = |e: &&Event| matches!(e.action, Action::Mode) && self.stands(coder, &e.id);
        self.events(coder).iter().rev().find(chosen).map(|e| e.mode)
    }

    /// What was done about a code, by all coders; none if nothing was.
    pub fn item(&self, document: &str, key: &str) -> Option<&Item> {
        self.items.get(&(document.to_owned(), key.to_owned()))
    }

    /// Every code that something was done about, by document and key.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// The same of one document.
    pub fn items_of<'s>(&'s self, document: &'s str) -> impl Iterator<Item = &'s Item> {
        let from = (document.to_owned(), String::new());
        self.items.range(from..).map(|(_, item)| item).take_while(move |item| item.document == document)
    }

    /// A coder's decision on a code.
    pub fn decided(&self, document: &str, key: &str, coder: &str) -> Option<&Decided> {
        self.item(document, key)?.decisions.get(coder)
    }

    /// A coder's look at a segment.
    pub fn looked(&self, document: &str, span: Span, coder: &str, look: Look) -> Option<&Looked> {
        self.looks.get(&(document.to_owned(), span))?.get(&(coder.to_owned(), look))
    }

    /// All looks: document, span, coder, why, what came of it.
    pub fn looks(&self) -> impl Iterator<Item = (&str, Span, &str, Look, &Looked)> {
        self.looks.iter().flat_map(|((document, span), looks)| {
            looks.iter().map(move |((coder, look), looked)| (document.as_str(), *span, coder.as_str(), *look, looked))
        })
    }

    /// Whether a coder has seen the suggestions of a segment after coding it.
    pub fn is_revealed(&self, document: &str, span: Span, coder: &str) -> bool {
        self.revealed.contains(&(document.to_owned(), span, coder.to_owned()))
    }

    /// Whether a coder has read the document to its end.
    pub fn is_finished(&self, document: &str, coder: &str) -> bool {
        self.finished.contains(&(document.to_owned(), coder.to_owned()))
    }

    /// A coder's note on a document.
    pub fn memo(&self, document: &str, coder: &str) -> Option<&str> {
        self.memos.get(&(document.to_owned(), coder.to_owned())).map(String::as_str)
    }
}

/// Copies of what stands at these places.
trait ClonedAt {
    fn cloned_at(self, places: &[usize]) -> Vec<Event>;
}

impl ClonedAt for Option<&Vec<Event>> {
    fn cloned_at(self, places: &[usize]) -> Vec<Event> {
        self.map(|events| places.iter().filter_map(|n| events.get(*n).cloned()).collect()).unwrap_or_default()
    }
}
