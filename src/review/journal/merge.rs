//! Two copies of a journal that grew apart -> one that holds the events of both: commutative, associative, idempotent.
use super::{chain, line, log::Log};
use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeMap;

/// The lines of both, each once, in the order that counts. Torn last lines are left out.
///
/// # Errors
/// One of the two is damaged ([`Log::parse`]), or they are of different coders.
pub fn merge(a: &[u8], b: &[u8]) -> Result<Vec<u8>> {
    let (first, second) = (Log::parse(a)?, Log::parse(b)?);
    if !first.coder.is_empty() && !second.coder.is_empty() && first.coder != second.coder {
        let message =
            format!("found journals of {} and of {}, expected two of the same coder", first.coder, second.coder);
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let mut lines: BTreeMap<String, &str> = BTreeMap::new();
    let mut events = Vec::new();
    for text in [a, b].into_iter().filter_map(whole) {
        for text in text.lines().filter(|l| !l.is_empty()) {
            // checked above
            if let Ok(event) = line::parse(text)
                && !lines.contains_key(&event.hash)
            {
                lines.insert(event.hash.clone(), text);
                events.push(event);
            }
        }
    }
    let order = chain::order_all(&events).map_err(|(_, why)| Error::new(ErrorKind::Format, why))?;
    let mut out = Vec::new();
    for n in order {
        out.extend_from_slice(lines.get(&events[n].hash).copied().unwrap_or_default().as_bytes());
        out.push(b'\n');
    }
    Ok(out)
}

/// The text without a torn last line.
fn whole(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(e) => std::str::from_utf8(&bytes[..e.valid_up_to()]).ok(),
    }
}
