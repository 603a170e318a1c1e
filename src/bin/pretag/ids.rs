//! Which documents of a run have one id.
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Mutex,
};

/// So many ids are remembered at most (about 2 MB), so that memory does not grow with the input: those of the smallest hashes. They are the
/// same in whatever order threads meet the documents, for an id that is forgotten once would never have been among them.
const MOST: usize = 10_000;

/// So many sources are named of an id.
const NAMED: usize = 3;

/// The ids met so far; shared by threads.
#[derive(Debug, Default)]
pub(crate) struct Ids(Mutex<BTreeMap<(u64, String), Sources>>);

/// Where documents with one id come from.
#[derive(Debug, Default)]
struct Sources {
    /// The first ones in their order.
    named: BTreeSet<String>,
    count: usize,
}

impl Ids {
    /// Takes note of a document.
    pub(crate) fn meet(&self, id: &str, source: &str) {
        let Ok(mut met) = self.0.lock() else { return };
        let hash = hash(id);
        if met.len() >= MOST && met.last_key_value().is_some_and(|((last, _), _)| hash > *last) {
            return;
        }
        met.entry((hash, id.to_owned())).or_default().add(source);
        if met.len() > MOST {
            met.pop_last();
        }
    }

    /// What to say of documents that share an id, if any do.
    pub(crate) fn shared(&self) -> Option<String> {
        let met = self.0.lock().ok()?;
        let shared = || met.iter().filter(|(_, sources)| sources.count > 1);
        let ((_, id), sources) = shared().min_by_key(|((_, id), _)| id)?;
        let others = match shared().count() - 1 {
            0 => String::new(),
            1 => "; so do those of 1 other id".into(),
            n => format!("; so do those of {n} other ids"),
        };
        let named = sources.told();
        Some(format!("pretag: documents share the id {id:?}, and with it the keys of equal quotes: {named}{others}"))
    }
}

impl Sources {
    fn add(&mut self, source: &str) {
        self.count += 1;
        self.named.insert(source.to_owned());
        if self.named.len() > NAMED {
            self.named.pop_last();
        }
    }

    /// `a.txt, b.txt and 3 more`
    fn told(&self) -> String {
        let named: Vec<&str> = self.named.iter().map(String::as_str).collect();
        let more = match self.count - named.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        named.join(", ") + &more
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Ids, MOST, NAMED};

    #[test]
    fn ids_met_twice_are_named_with_their_sources() {
        let ids = Ids::default();
        ids.meet("P1", "s2/P1.txt");
        assert_eq!(ids.shared(), None);
        ids.meet("P1", "s1/P1.txt");
        ids.meet("P2", "s1/P2.txt");
        let said = "pretag: documents share the id \"P1\", and with it the keys of equal quotes: s1/P1.txt, s2/P1.txt";
        assert_eq!(ids.shared().as_deref(), Some(said));
        ids.meet("P2", "s2/P2.txt");
        assert!(ids.shared().is_some_and(|said| said.ends_with("; so do those of 1 other id")));
    }
    #[test]
    fn of_many_sources_some_are_named_and_kept() {
        let ids = Ids::default();
        (0..9).rev().for_each(|n| ids.meet("P1", &format!("s{n}/P1.txt")));
        assert!(ids.shared().is_some_and(|said| said.ends_with(": s0/P1.txt, s1/P1.txt, s2/P1.txt and 6 more")));
        assert!(ids.0.lock().is_ok_and(|met| met.values().all(|sources| sources.named.len() == NAMED)));
    }

    #[test]
    fn of_many_ids_the_same_are_remembered_in_any_order() {
        let (forth, back) = (Ids::default(), Ids::default());
        let meet = |ids: &Ids, n: usize| ids.meet(&format!("P{}", n % (2 * MOST)), &format!("{n}.txt"));
        (0..3 * MOST).for_each(|n| meet(&forth, n));
        (0..3 * MOST).rev().for_each(|n| meet(&back, n));
        assert!(forth.shared().is_some());
        assert_eq!(forth.shared(), back.shared());
        assert!(forth.0.lock().is_ok_and(|met| met.len() == MOST));
    }
}
