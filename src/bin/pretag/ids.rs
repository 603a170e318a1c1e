//! Which documents of a run have one id.
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Mutex,
};

/// So many ids are remembered at most (about 2 MB), so that memory does not grow with the input: who has more documents has them as records, with
/// ids of their own.
const MOST: usize = 10_000;

/// So many sources are named of an id.
const NAMED: usize = 3;

/// The ids met so far, and those met twice; shared by threads.
#[derive(Debug, Default)]
pub(crate) struct Ids(Mutex<Met>);

#[derive(Debug, Default)]
struct Met {
    once: HashMap<String, String>,
    /// With all their sources.
    twice: BTreeMap<String, BTreeSet<String>>,
}

impl Ids {
    /// Takes note of a document.
    pub(crate) fn meet(&self, id: &str, source: &str) {
        let Ok(mut met) = self.0.lock() else { return };
        match met.once.get(id) {
            Some(first) => {
                let first = first.clone();
                met.twice.entry(id.to_owned()).or_insert_with(|| [first].into()).insert(source.to_owned());
            }
            None if met.once.len() < MOST => _ = met.once.insert(id.to_owned(), source.to_owned()),
            None => {}
        }
    }

    /// What to say of documents that share an id, if any do.
    pub(crate) fn shared(&self) -> Option<String> {
        let met = self.0.lock().ok()?;
        let (id, sources) = met.twice.first_key_value()?;
        let mut named = sources.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        if sources.len() > NAMED {
            named += &format!(" and {} more", sources.len() - NAMED);
        }
        let others = match met.twice.len() - 1 {
            0 => String::new(),
            1 => "; so do those of 1 other id".into(),
            n => format!("; so do those of {n} other ids"),
        };
        Some(format!("pretag: documents share the id {id:?}, and with it the keys of equal quotes: {named}{others}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

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
}
