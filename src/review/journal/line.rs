//! An event <-> its line, byte for byte: the hash is over what stands before it.
use super::event::{Event, VERSION};
use crate::report::hex;
use sha2::{Digest, Sha256};

/// What stands before the hash at the end of every line.
const TAIL: &str = ",\"hash\":\"";

/// The line of an event, with its line end; fills in the hash.
///
/// # Errors
/// An event that JSON cannot hold; there is none.
pub fn write(event: &mut Event) -> Result<String, serde_json::Error> {
    event.hash.clear();
    let mut line = serde_json::to_string(event)?;
    line.pop();
    event.hash = digest(line.as_bytes());
    line.push_str(TAIL);
    line.push_str(&event.hash);
    line.push_str("\"}\n");
    Ok(line)
}

/// The event of a line (without its line end), whose hash must be right.
///
/// # Errors
/// What was found and what was expected.
pub fn parse(line: &str) -> Result<Event, String> {
    for mark in ["<<<<<<<", "=======", ">>>>>>>", "|||||||"] {
        if line.starts_with(mark) {
            return Err(format!(
                "found a mark of a merge conflict ({mark}); keep the lines of both sides and delete the marks: every event has its own line"
            ));
        }
    }
    let event: Event =
        serde_json::from_str(line).map_err(|e| format!("expected an event, found {}", crate::error::json_said(&e)))?;
    if event.v != VERSION {
        return Err(format!("found an event of version {}, expected {VERSION}; is this pretag too old?", event.v));
    }
    let body = line.strip_suffix("\"}").and_then(|l| l.strip_suffix(&event.hash)).and_then(|l| l.strip_suffix(TAIL));
    if body.is_none_or(|body| digest(body.as_bytes()) != event.hash) {
        return Err(format!(
            "the hash of event {} does not fit its line: it was altered after it was written",
            event.id
        ));
    }
    Ok(event)
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// An id for an event that has none: half of the hash of what makes it the one it is.
pub(super) fn id(event: &Event) -> Result<String, serde_json::Error> {
    let mut plain = event.clone();
    (plain.id, plain.hash) = (String::new(), String::new());
    Ok(digest(serde_json::to_string(&plain)?.as_bytes())[..32].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Action, Change, Code, Mode, Time, Verdict};

    fn event(action: Action) -> Event {
        let at = Time::from_millis(1_795_713_795_123);
        let (id, coder) = ("0123456789abcdef".to_owned(), "A".to_owned());
        Event {
            v: 1,
            id,
            seq: 1,
            coder,
            at,
            mode: Mode::Assisted,
            revealed: false,
            ms: None,
            prev: String::new(),
            action,
            hash: String::new(),
        }
    }

    #[test]
    fn a_line_is_its_event() {
        let change = Change { domain: Some("skills".into()), ..Change::default() };
        let decide = |verdict| Action::Decide {
            document: "P1".into(),
            key: "k".into(),
            of: Code { quote: "\u{2028}no \"time\"".into(), ..Code::default() },
            verdict,
        };
        for action in [
            decide(Verdict::Accepted),
            decide(Verdict::Changed { to: change }),
            Action::Mode,
            Action::Undo { event: "x".into() },
        ] {
            let mut event = event(action);
            let line = write(&mut event).unwrap();
            assert_eq!(line.matches('\n').count(), 1);
            assert_eq!(parse(line.trim_end()).unwrap(), event, "{line}");
        }
    }

    #[test]
    fn an_altered_line_is_refused() {
        let mut event = event(Action::Undo { event: "x".into() });
        let line = write(&mut event).unwrap().replace("\"A\"", "\"B\"");
        assert!(parse(line.trim_end()).unwrap_err().contains("altered"));
        assert!(parse("<<<<<<< HEAD").unwrap_err().contains("merge conflict"));
        assert!(parse("{\"v\":1}").unwrap_err().contains("expected an event"));
    }
}
