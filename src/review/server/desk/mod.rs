//! One coder at one project: what the page shows is read from here, what the coder does goes through here into the journal.
mod item;
pub(super) mod tasks;
mod units;

use crate::{
    error::{Error, Result},
    report::Suggestion,
    review::{
        Action, Base, Code, Draft, Event, Implied, Journal, Look, Mode, Project, State, Time,
        project::Place,
        state::{Decided, Item},
    },
    text::Span,
};
pub(super) use item::short;
use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};
use units::Units;

/// A coder's place of work. The state on it is made of the coder's own journal alone: what others decided is not there to be seen.
#[derive(Debug)]
pub struct Desk {
    inside: Mutex<Inside>,
}

/// What one request at a time may look at and change.
#[derive(Debug)]
pub(super) struct Inside {
    pub(super) project: Project,
    pub(super) journal: Journal,
    /// Of the coder's own journal.
    pub(super) state: State,
    pub(super) mode: Mode,
    /// The mode at the beginning, and how many events there were: what was set by then is not the coder's to undo.
    pub(super) given: Mode,
    pub(super) opened: usize,
    /// Segments coded before anything is suggested, sorted.
    pub(super) blind: Vec<Place>,
    /// Segments without suggestions to be read, in order.
    pub(super) missed: Vec<Place>,
    units: Vec<Units>,
    /// By document, where the suggestion of a key stands.
    keys: Vec<HashMap<String, usize>>,
    clock: fn() -> Time,
}

impl Desk {
    /// Opens the journal of `coder`, notes that work begins, and sets the mode: the one given, else that of last time, else the project's.
    ///
    /// # Errors
    /// A name that is no coder's, a journal that is damaged or open elsewhere. Where nothing can be written there is a desk all the same, to read
    /// at: [`Desk::shut`].
    pub fn open(project: Project, coder: &str, mode: Option<Mode>, clock: fn() -> Time) -> Result<Self> {
        let journal = Journal::open_or_read(&project.decisions(), coder, clock())?;
        let mut state = State::default();
        journal.events().iter().for_each(|event| state.apply(event));
        let (blind, missed) = (project.blind_sample(), project.missed_sample());
        let units = project.documents.iter().map(|d| Units::new(d.text())).collect();
        let index = |d: &Base| d.suggestions.iter().enumerate().map(|(at, s)| (s.key.to_string(), at)).collect();
        let keys = project.documents.iter().map(index).collect();
        let usual = state.mode(coder).unwrap_or(project.manifest.mode);
        let mut inside =
            Inside { project, journal, state, mode: usual, given: usual, opened: 0, blind, missed, units, keys, clock };
        let start = Action::Start {
            tool: concat!("pretag ", env!("CARGO_PKG_VERSION")).to_owned(),
            lexicon: inside.project.manifest.lexicon.clone(),
            codebook: inside.project.codebook_digest(),
        };
        if inside.journal.shut().is_some() {
            inside.mode = mode.unwrap_or(usual);
        } else {
            inside.write(Draft::new(clock(), usual, start))?;
            if let Some(mode) = mode.filter(|m| *m != usual) {
                inside.set_mode(None, mode)?;
            }
        }
        (inside.given, inside.opened) = (inside.mode, inside.journal.events().len());
        Ok(Self { inside: Mutex::new(inside) })
    }

    /// Where a torn last line was put: what the last run did not finish to write, and so never acknowledged.
    pub fn torn(&self) -> Option<PathBuf> {
        self.lock().journal.torn().map(Path::to_owned)
    }

    /// Why nothing can be saved, if the system lets nobody write here.
    pub fn shut(&self) -> Option<String> {
        self.lock().journal.shut().map(Error::to_string)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inside> {
        // a request that panicked has written a whole event or none
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    pub(super) fn coder(&self) -> &str {
        self.journal.coder()
    }

    /// Writes an event; on the disk when this returns. Sent a second time, it changes nothing.
    pub(super) fn write(&mut self, draft: Draft) -> Result<Event> {
        let event = self.journal.append(draft)?;
        self.state.apply(&event);
        Ok(event)
    }

    /// An event of now.
    pub(super) fn draft(&self, mode: Mode, action: Action) -> Draft {
        Draft::new((self.clock)(), mode, action)
    }

    pub(super) fn set_mode(&mut self, id: Option<String>, mode: Mode) -> Result<()> {
        let draft = Draft { id, ..self.draft(mode, Action::Mode) };
        self.write(draft)?;
        self.mode = mode;
        Ok(())
    }

    /// The mode that counts by what stands in the journal.
    pub(super) fn chosen(&self) -> Mode {
        self.state.mode(self.coder()).unwrap_or(self.given)
    }

    /// The document of that number.
    pub(super) fn base(&self, n: usize) -> Option<&Base> {
        self.project.documents.get(n)
    }

    /// The suggestion of that key, if the coder may see it now.
    pub(super) fn suggestion(&self, n: usize, key: &str) -> Option<&Suggestion<'static>> {
        let at = self.keys.get(n)?.get(key)?;
        self.base(n)?.suggestions.get(*at).filter(|s| self.sees(n, s))
    }

    /// A span of a document in UTF-16 units.
    pub(super) fn units(&self, n: usize, span: Span) -> (usize, usize) {
        let (text, units) = (self.project.documents[n].text(), &self.units[n]);
        (units.unit(text, span.start as usize), units.unit(text, span.end as usize))
    }

    /// A span of a document from UTF-16 units.
    pub(super) fn span(&self, n: usize, start: usize, end: usize) -> Option<Span> {
        let (text, units) = (self.base(n)?.text(), self.units.get(n)?);
        let (from, to) = (units.byte(text, start)?, units.byte(text, end)?);
        (from < to && u32::try_from(to).is_ok()).then(|| Span::new(from, to))
    }

    /// The segments a span lies in.
    pub(super) fn places(&self, n: usize, span: Span) -> impl Iterator<Item = Place> + '_ {
        self.project.documents[n].segments_of(span).map(move |segment| Place { document: n, segment })
    }

    pub(super) fn segment(&self, place: Place) -> Option<Span> {
        self.base(place.document)?.layout.segments.get(place.segment).map(|s| s.span)
    }

    /// Whether the coder has looked at a segment for this purpose.
    pub(super) fn looked(&self, place: Place, look: Look) -> bool {
        let (Some(base), Some(span)) = (self.base(place.document), self.segment(place)) else { return false };
        self.state.looked(base.id(), span, self.coder(), look).is_some()
    }

    /// Whether the segment still has to be coded before its suggestions may be seen.
    pub(super) fn is_held_back(&self, place: Place) -> bool {
        let Some(span) = self.segment(place) else { return false };
        let base = &self.project.documents[place.document];
        let sampled = self.blind.binary_search(&place).is_ok();
        match self.mode {
            Mode::Blind => true,
            _ if sampled && !self.looked(place, Look::Blind) => true,
            Mode::Assisted => false,
            Mode::RevealAfterCommit => !sampled && !self.state.is_revealed(base.id(), span, self.coder()),
        }
    }

    /// Whether the coder may see a suggestion now.
    pub(super) fn sees(&self, n: usize, s: &Suggestion<'_>) -> bool {
        self.mode != Mode::Blind && !self.places(n, s.span).any(|place| self.is_held_back(place))
    }

    /// In which mode a stretch is coded now, and whether its suggestions were in sight before.
    pub(super) fn mode_at(&self, n: usize, span: Span) -> (Mode, bool) {
        let mut unread = self.places(n, span).filter(|p| self.blind.binary_search(p).is_ok());
        if unread.any(|place| !self.looked(place, Look::Blind)) {
            return (Mode::Blind, false);
        }
        (self.mode, self.mode == Mode::RevealAfterCommit && !self.places(n, span).any(|p| self.is_held_back(p)))
    }

    /// What the coder did about a code.
    pub(super) fn item(&self, n: usize, key: &str) -> Option<&Item> {
        self.state.item(self.base(n)?.id(), key)
    }

    pub(super) fn decided(&self, n: usize, key: &str) -> Option<&Decided> {
        self.state.decided(self.base(n)?.id(), key, self.coder())
    }

    /// What follows for a suggestion from what the coder said of its passage before seeing any: it is not asked again then. Of what was coded just
    /// before the reveal only what says the same follows; the rest is there to be revised.
    pub(super) fn answered(&self, n: usize, s: &Suggestion<'_>) -> Option<Implied> {
        let implied = self.state.implied(self.base(n)?, s, self.coder())?;
        let sampled = self.places(n, s.span).all(|place| self.looked(place, Look::Blind));
        let same = matches!(&implied, Implied::Given { code, .. } if *code == Code::from(s));
        (sampled || same).then_some(implied)
    }

    /// Keys of what the coder decided in a document that is no suggestion the coder sees: own codes, and suggestions of an earlier lexicon.
    pub(super) fn others(&self, n: usize) -> BTreeSet<String> {
        let base = &self.project.documents[n];
        let seen = |key: &str| self.suggestion(n, key).is_some();
        let there = |i: &&Item| {
            let code = i.decisions.get(self.coder()).and_then(|d| d.code.as_ref());
            !seen(&i.key) && code.is_some_and(|code| base.locate(code).is_some())
        };
        let own = self.state.items_of(base.id()).filter(there);
        own.map(|i| i.key.clone()).collect()
    }
}
