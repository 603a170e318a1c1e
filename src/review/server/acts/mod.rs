//! What the coder did on the page -> events in the journal; what is answered is on the disk.
mod hand;
mod reply;

use super::{
    desk::Desk,
    routes::{Answer, Trouble},
};
use crate::{
    error::{Error, ErrorKind},
    review::{Action, Code, Look, Mode, Verdict, project::Place},
};
use axum::http::StatusCode;
use hand::Hand;
use serde::Deserialize;
use serde_json::json;

/// An act as the page sends it; offsets are UTF-16 units.
#[derive(Debug, Deserialize)]
struct Sent {
    /// Made by the page, so that an act sent twice is done once.
    id: String,
    #[serde(default)]
    ms: Option<u64>,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum What {
    Accept {
        n: usize,
        key: String,
    },
    Reject {
        n: usize,
        key: String,
    },
    Change {
        n: usize,
        key: String,
        to: To,
    },
    Add {
        n: usize,
        framework: String,
        domain: String,
        construct: Option<String>,
        valence: crate::report::Valence,
        start: usize,
        end: usize,
        quote: String,
    },
    Skip {
        n: usize,
        key: Option<String>,
    },
    Flag {
        n: usize,
        key: String,
        on: bool,
    },
    Memo {
        n: usize,
        key: Option<String>,
        text: String,
    },
    Look {
        n: usize,
        segment: usize,
        look: Look,
        found: bool,
    },
    Finish {
        n: usize,
        on: bool,
    },
    Mode {
        mode: Mode,
    },
    Adjudicate {
        n: usize,
        key: String,
        #[serde(flatten)]
        take: Take,
        #[serde(default)]
        reason: String,
    },
    Undo,
}

/// What a code is changed to.
#[derive(Debug, Default, Deserialize)]
struct To {
    framework: Option<String>,
    domain: Option<String>,
    construct: Option<String>,
    valence: Option<crate::report::Valence>,
    start: Option<usize>,
    end: Option<usize>,
    quote: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "take", rename_all = "snake_case")]
enum Take {
    Coder { from: String },
    Both,
    Neither,
    Other { to: To },
}

/// Does what was sent.
pub(super) fn act(desk: &Desk, body: &[u8]) -> Answer {
    let sent: Sent = serde_json::from_slice(body).map_err(|e| {
        Trouble(StatusCode::BAD_REQUEST, format!("this is no act of the page: {}", crate::error::json_said(&e)))
    })?;
    let mut inside = desk.lock();
    let Sent { id, ms, what } = sent;
    if let Some(earlier) = inside.journal.event(&id).cloned() {
        return Ok(inside.repeat(&earlier));
    }
    let mut hand = Hand { inside: &mut inside, id, ms };
    match what {
        What::Accept { n, key } => hand.decide(n, &key, Verdict::Accepted),
        What::Reject { n, key } => hand.decide(n, &key, Verdict::Rejected),
        What::Change { n, key, to } => hand.change(n, &key, to),
        What::Add { n, framework, domain, construct, valence, start, end, quote } => {
            let span = hand.span(n, start, end, &quote)?;
            let (holder, level) = (None, None);
            hand.add(n, Code { framework, domain, construct, valence, holder, level, span, quote })
        }
        What::Skip { n, key: Some(key) } => hand.on(n, &key, |document, key| Action::Skip { document, key }),
        What::Skip { .. } => Ok(json!({})),
        What::Flag { n, key, on } => hand.on(n, &key, |document, key| Action::Flag { document, key, on }),
        What::Memo { n, key, text } => hand.memo(n, key, text),
        What::Look { n, segment, look, found } => hand.look(Place { document: n, segment }, look, found),
        What::Finish { n, on } => {
            let document = hand.document(n)?;
            hand.write(hand.inside.mode, false, Action::Finish { document, on }).map(|_| json!({}))
        }
        What::Mode { mode } => {
            hand.inside.set_mode(Some(hand.id.clone()), mode).map_err(unsaved)?;
            Ok(json!({ "mode": mode }))
        }
        What::Adjudicate { n, key, take, reason } => hand.adjudicate(n, &key, take, reason),
        What::Undo => hand.undo(),
    }
}

/// What is asked for is not there.
fn wrong(why: impl Into<String>) -> Trouble {
    Trouble(StatusCode::UNPROCESSABLE_ENTITY, why.into())
}

/// The journal did not take it; the coder is told why, and not where on the machine it lies.
fn unsaved(error: Error) -> Trouble {
    let status = match error.kind() {
        ErrorKind::Io => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::CONFLICT,
    };
    Trouble(status, error.message().to_owned())
}
