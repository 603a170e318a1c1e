//! One act being done: what the page asked for -> an event that fits the project, written.
use super::{
    super::{
        desk::Inside,
        routes::{Answer, Trouble},
    },
    Take, To, unsaved, wrong,
};
use crate::{
    review::{Action, Change, Code, Draft, Event, Look, Mode, State, Taken, Verdict, project::Place},
    text::Span,
};
use serde_json::{Value, json};

/// One act being done.
pub(super) struct Hand<'d> {
    pub(super) inside: &'d mut Inside,
    pub(super) id: String,
    pub(super) ms: Option<u64>,
}

impl Hand<'_> {
    pub(super) fn document(&self, n: usize) -> Result<String, Trouble> {
        self.inside.base(n).map(|b| b.id().to_owned()).ok_or_else(|| wrong(format!("there is no document {n}")))
    }

    /// Checks an action against texts and codebooks and writes it.
    pub(super) fn write(&mut self, mode: Mode, revealed: bool, action: Action) -> Result<Event, Trouble> {
        self.write_about(mode, revealed, action, false)
    }

    /// The same; `known` if the code it is about was given by another coder.
    fn write_about(&mut self, mode: Mode, revealed: bool, action: Action, known: bool) -> Result<Event, Trouble> {
        let draft = self.inside.draft(mode, action);
        let draft = Draft { id: Some(self.id.clone()), revealed, ms: self.ms, ..draft };
        let own = |document: &str, key: &str| known || self.inside.state.item(document, key).is_some();
        let draft = self.inside.project.check(draft, own).map_err(|e| wrong(e.summary()))?;
        self.inside.write(draft).map_err(unsaved)
    }

    /// A stretch of a document whose quote is what stands there.
    pub(super) fn span(&self, n: usize, start: usize, end: usize, quote: &str) -> Result<Span, Trouble> {
        let span = self
            .inside
            .span(n, start, end)
            .ok_or_else(|| wrong(format!("{start}..{end} is no stretch of document {n}")))?;
        match self.inside.base(n).and_then(|b| b.slice(span)) {
            Some(text) if text == quote => Ok(span),
            _ => Err(wrong("the quote is not what stands at this place of the document")),
        }
    }

    /// The code of a key that the coder may see, as it was suggested or added.
    fn of(&self, n: usize, key: &str) -> Result<Code, Trouble> {
        let suggested = self.inside.suggestion(n, key);
        let decided = self.inside.decided(n, key).is_some();
        let item = self.inside.item(n, key).filter(|_| decided).map(|i| i.of.clone());
        item.or_else(|| suggested.map(Code::from))
            .ok_or_else(|| wrong("there is no such suggestion or code to decide on"))
    }

    /// The mode of a decision on a code that is in sight.
    fn mode(&self, n: usize, of: &Code) -> (Mode, bool) {
        self.inside.mode_at(n, of.span)
    }

    pub(super) fn decide(&mut self, n: usize, key: &str, verdict: Verdict) -> Answer {
        let of = self.of(n, key)?;
        let (mode, revealed) = self.mode(n, &of);
        let document = self.document(n)?;
        self.write(mode, revealed, Action::Decide { document, key: key.to_owned(), of, verdict })?;
        Ok(self.inside.reply(n, &[key]))
    }

    /// A change on top of earlier ones: a coder who changed the span may change the valence too.
    pub(super) fn change(&mut self, n: usize, key: &str, to: To) -> Answer {
        let of = self.of(n, key)?;
        let earlier = self.inside.decided(n, key).map(|d| d.verdict.clone());
        let change = self.change_of(
            n,
            to,
            &of,
            match &earlier {
                Some(Verdict::Changed { to }) => to.clone(),
                _ => Change::default(),
            },
        )?;
        if let Some(Verdict::Added) = earlier {
            return self.replace(n, key, change.apply(&of));
        }
        self.decide(n, key, Verdict::Changed { to: change })
    }

    /// An own code that is changed is taken back and added anew, since its key comes from what it says; what only turns its valence keeps the key.
    fn replace(&mut self, n: usize, key: &str, code: Code) -> Answer {
        let base = self.inside.base(n).ok_or_else(|| wrong("there is no such document"))?;
        let new = base.key(&code.framework, &code.domain, code.span);
        if new.as_deref() == Some(key) {
            return self.add(n, code);
        }
        let added = self.add(n, code)?;
        self.id = format!("{}{BACK}", self.id.chars().take(50).collect::<String>());
        let mut taken = self.decide(n, key, Verdict::Rejected)?;
        join(&mut taken, &added);
        Ok(taken)
    }

    fn change_of(&self, n: usize, to: To, of: &Code, mut change: Change) -> Result<Change, Trouble> {
        if let (Some(start), Some(end), Some(quote)) = (to.start, to.end, to.quote) {
            let span = self.span(n, start, end, &quote)?;
            (change.start, change.end, change.quote) = (Some(span.start), Some(span.end), Some(quote));
        }
        if let Some(domain) = to.domain {
            let framework = to.framework.unwrap_or_else(|| of.framework.clone());
            change.framework = Some(framework).filter(|f| *f != of.framework);
            let whole = to.construct.is_none() && of.construct.is_some();
            change.domain = Some(domain).filter(|d| *d != of.domain || change.framework.is_some() || whole);
            change.construct = to.construct;
        }
        change.valence = to.valence.or(change.valence);
        Ok(change)
    }

    pub(super) fn add(&mut self, n: usize, code: Code) -> Answer {
        let document = self.document(n)?;
        let base = self.inside.base(n).ok_or_else(|| wrong("there is no such document"))?;
        let key = base
            .key(&code.framework, &code.domain, code.span)
            .ok_or_else(|| wrong("there is nothing at this place"))?;
        let seen = self.inside.suggestion(n, &key).map(Code::from);
        let (mode, revealed) = self.inside.mode_at(n, code.span);
        // what is suggested in sight of the coder is not added but accepted, perhaps with another valence
        let (of, verdict) = match seen {
            Some(of) if of.valence == code.valence && of.construct == code.construct => (of, Verdict::Accepted),
            Some(of) => {
                let whole = code.construct.is_none() && of.construct.is_some();
                let (domain, construct) = (Some(code.domain).filter(|_| whole), code.construct);
                let to = Change { valence: Some(code.valence), domain, construct, ..Change::default() };
                (of, Verdict::Changed { to })
            }
            None => (code, Verdict::Added),
        };
        self.write(mode, revealed, Action::Decide { document, key: key.clone(), of, verdict })?;
        Ok(self.inside.reply(n, &[&key]))
    }

    /// An action on a code that decides nothing.
    pub(super) fn on(&mut self, n: usize, key: &str, action: impl FnOnce(String, String) -> Action) -> Answer {
        let of = self.of(n, key)?;
        let (mode, revealed) = self.mode(n, &of);
        let action = action(self.document(n)?, key.to_owned());
        self.write(mode, revealed, action)?;
        Ok(self.inside.reply(n, &[key]))
    }

    pub(super) fn memo(&mut self, n: usize, key: Option<String>, text: String) -> Answer {
        match key {
            Some(key) => self.on(n, &key, |document, key| Action::Memo { document, key: Some(key), text }),
            None => {
                let document = self.document(n)?;
                self.write(self.inside.mode, false, Action::Memo { document, key: None, text })?;
                Ok(json!({}))
            }
        }
    }

    /// A passage is done; where suggestions are revealed after, they are from here on.
    pub(super) fn look(&mut self, place: Place, look: Look, found: bool) -> Answer {
        let n = place.document;
        let span = self.inside.segment(place).ok_or_else(|| wrong("there is no such passage"))?;
        let sampled = match look {
            Look::Blind => self.inside.mode == Mode::Blind || self.inside.blind.binary_search(&place).is_ok(),
            Look::Missed => self.inside.missed.binary_search(&place).is_ok(),
            Look::Commit => self.inside.mode == Mode::RevealAfterCommit,
        };
        if !sampled {
            return Err(wrong("this passage is in no sample of that kind"));
        }
        let (mode, revealed) = self.inside.mode_at(n, span);
        let quote = self.inside.base(n).and_then(|b| b.slice(span)).unwrap_or("").to_owned();
        let document = self.document(n)?;
        self.write(mode, revealed, Action::Look { document: document.clone(), look, span, quote, found })?;
        if look == Look::Commit && !self.inside.state.is_revealed(&document, span, self.inside.coder()) {
            let draft = self.inside.draft(mode, Action::Reveal { document, span });
            self.inside.write(draft).map_err(unsaved)?;
        }
        Ok(self.inside.looked_at(place, look))
    }

    pub(super) fn adjudicate(&mut self, n: usize, key: &str, take: Take, reason: String) -> Answer {
        let document = self.document(n)?;
        let logs = self.inside.project.logs().map_err(unsaved)?;
        let all = State::of(&logs);
        let item = all.item(&document, key).ok_or_else(|| wrong("nobody decided on this code"))?;
        let of = item.of.clone();
        let taken = match take {
            Take::Coder { from } if all.coders().any(|c| c == from) => Taken::Coder { from },
            Take::Coder { from } => return Err(wrong(format!("{from} decided nothing here"))),
            Take::Both => Taken::Both,
            Take::Neither => Taken::Neither,
            Take::Other { to } => Taken::Other { to: self.change_of(n, to, &of, Change::default())? },
        };
        let settled = Action::Adjudicate { document, key: key.to_owned(), of, taken, reason };
        self.write_about(self.inside.mode, false, settled, true)?;
        Ok(json!({}))
    }

    /// Takes back the last thing the coder did. A change of an own code is two events, an addition and a withdrawal: both go.
    pub(super) fn undo(&mut self) -> Answer {
        let Some(last) = self.last() else { return Ok(json!({ "undone": null })) };
        let id = self.id.clone();
        let mut reply = json!({});
        if let Some(first) = last.id.strip_suffix(BACK)
            && let Some(added) = self.inside.journal.event(first).cloned()
        {
            self.id = format!("{}{BACK}", id.chars().take(50).collect::<String>());
            self.write(last.mode, last.revealed, Action::Undo { event: last.id.clone() })?;
            self.id = id;
            self.write(added.mode, added.revealed, Action::Undo { event: added.id.clone() })?;
            join(&mut reply, &self.inside.repeat(&added));
        } else {
            self.write(last.mode, last.revealed, Action::Undo { event: last.id.clone() })?;
        }
        if matches!(last.action, Action::Mode) {
            self.inside.mode = self.inside.chosen();
            reply["mode"] = json!(self.inside.mode);
        }
        join(&mut reply, &self.inside.repeat(&last));
        reply["undone"] = self.inside.name(&last);
        Ok(reply)
    }

    fn last(&self) -> Option<Event> {
        self.inside.state.last_undoable(self.inside.coder(), self.inside.opened).cloned()
    }
}

/// Ends the id of the withdrawal of an own code that was changed.
const BACK: &str = "-back";

/// Lays one answer over another; lists are joined.
fn join(into: &mut Value, more: &Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        match (into[name].as_array_mut(), value) {
            (Some(list), Value::Array(more)) => list.extend(more.iter().cloned()),
            _ => into[name] = value.clone(),
        }
    }
}
