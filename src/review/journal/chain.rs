//! The lines of a journal -> its events in the order that counts, with forks; broken chains are refused.
use super::event::Event;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Events in the order that counts, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) events: Vec<Event>,
    /// Ids of events that more than one event follows: the journal grew on two machines. An empty id stands for the beginning.
    pub(super) forks: Vec<String>,
    /// Ids written more than once (as by a packet imported on two machines); the first counts.
    pub(super) repeated: Vec<String>,
    /// Hashes of all lines.
    pub(super) hashes: BTreeSet<String>,
    /// Number and hash of the last event.
    pub(super) head: Option<(u64, String)>,
}

/// What is wrong, and in which of the events handed over.
pub(super) type Broken = (usize, String);

/// Orders events by time, where no event comes before the one it follows: a clock that was set back does not turn them round.
/// The order depends on the events alone, not on the order of lines.
pub(super) fn order(events: Vec<Event>) -> Result<Chain, Broken> {
    let order = order_all(&events)?;
    let mut followers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for event in &events {
        followers.entry(&event.prev).or_default().insert(&event.hash);
    }
    let ids: HashMap<&str, &str> = events.iter().map(|e| (e.hash.as_str(), e.id.as_str())).collect();
    let forked = followers.iter().filter(|(_, next)| next.len() > 1);
    let mut chain = Chain {
        forks: forked.map(|(hash, _)| ids.get(hash).copied().unwrap_or_default().to_owned()).collect(),
        hashes: events.iter().map(|e| e.hash.clone()).collect(),
        head: order.last().map(|n| (events[*n].seq, events[*n].hash.clone())),
        ..Chain::default()
    };
    let mut seen = BTreeSet::new();
    for n in order {
        match seen.insert(&events[n].id) {
            true => chain.events.push(events[n].clone()),
            false => chain.repeated.push(events[n].id.clone()),
        }
    }
    Ok(chain)
}

/// The same order as indices, each hash once.
pub(super) fn order_all(events: &[Event]) -> Result<Vec<usize>, Broken> {
    let mut by_hash: HashMap<&str, usize> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        by_hash.entry(&event.hash).or_insert(at);
    }
    let moments = moments(events, &by_hash)?;
    let mut order: Vec<usize> = by_hash.into_values().collect();
    let key = |n: usize| (moments[n], events[n].seq, &events[n].id, &events[n].hash);
    order.sort_by(|a, b| key(*a).cmp(&key(*b)));
    Ok(order)
}

/// Of every event the time it counts at: its own, or that of the event it follows if that is later.
fn moments(events: &[Event], by_hash: &HashMap<&str, usize>) -> Result<Vec<i64>, Broken> {
    let mut rising: Vec<usize> = (0..events.len()).collect();
    rising.sort_by_key(|n| events[*n].seq);
    let mut moments = vec![0; events.len()];
    for n in rising {
        let event = &events[n];
        let before = match event.prev.as_str() {
            "" => None,
            prev => Some(*by_hash.get(prev).ok_or_else(|| {
                (n, format!("the event that {} follows (hash {prev}) is missing: lines were taken out", event.id))
            })?),
        };
        let expected = before.map_or(1, |b| events[b].seq + 1);
        if event.seq != expected {
            return Err((n, format!("event {} has number {}, expected {expected}", event.id, event.seq)));
        }
        moments[n] = before.map_or(0, |b| moments[b]).max(event.at.millis());
    }
    Ok(moments)
}
