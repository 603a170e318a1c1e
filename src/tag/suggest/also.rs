//! Suggestions x crosswalks -> suggestions of further frameworks, marked as derived.
use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::{Crosswalk, Lexicon},
    report::{Derivation, Keys, Suggestion},
};
use rustc_hash::{FxHashMap, FxHashSet};

/// The crosswalks from the frameworks that are tagged to those asked for besides.
#[derive(Debug, Default)]
pub(in crate::tag) struct Also {
    walks: Vec<Crosswalk>,
}

impl Also {
    /// Finds them; every framework asked for has to be reached from some framework that is tagged.
    pub(in crate::tag) fn new(lexicon: &Lexicon, tagged: &[&str], wanted: &[String]) -> Result<Self> {
        let mut walks = Vec::new();
        for id in wanted {
            let found: Vec<Crosswalk> = tagged.iter().filter_map(|f| lexicon.crosswalk(f, id)).cloned().collect();
            if found.is_empty() {
                let ways: Vec<String> = lexicon.crosswalks.iter().map(|c| format!("{} {}", c.from, c.to)).collect();
                let message = format!(
                    "no crosswalk leads from {} to `{id}`; the lexicon has {}",
                    tagged.join(", "),
                    if ways.is_empty() { "none".to_owned() } else { ways.join(", ") }
                );
                return Err(Error::new(ErrorKind::Usage, message));
            }
            walks.extend(found);
        }
        Ok(Self { walks })
    }

    /// Puts behind each suggestion those that its code leads to. What the words gave for the same segment and domain stands and gets no
    /// derived one beside it; several codes that lead to one domain give one suggestion, which names them all and has the best score.
    pub(in crate::tag) fn add<'a>(&'a self, document: &str, suggestions: &mut Vec<Suggestion<'a>>) {
        if self.walks.is_empty() {
            return;
        }
        let given = std::mem::take(suggestions);
        let mut adding = Adding {
            keys: Keys::new(document),
            taken: given.iter().map(|s| s.key.to_string()).collect(),
            direct: given.iter().map(place).collect(),
            derived: FxHashMap::default(),
            out: Vec::with_capacity(given.len() * 2),
        };
        for source in given {
            adding.out.push(source.clone());
            for walk in self.walks.iter().filter(|w| *w.from == *source.framework) {
                adding.follow(walk, &source);
            }
        }
        *suggestions = adding.out;
    }
}

/// What a segment may be coded in once: framework, domain, first and last byte.
type Place = (String, String, u32, u32);

/// The suggestions of a document while derived ones are put between them.
struct Adding<'a> {
    keys: Keys,
    taken: FxHashSet<String>,
    /// What the words gave.
    direct: FxHashSet<Place>,
    /// Where derived suggestions stand in `out`.
    derived: FxHashMap<Place, usize>,
    out: Vec<Suggestion<'a>>,
}

impl<'a> Adding<'a> {
    /// Adds what a crosswalk makes of a suggestion.
    fn follow(&mut self, walk: &'a Crosswalk, source: &Suggestion<'a>) {
        let Some(row) = walk.row(&source.domain, source.construct.as_deref()) else { return };
        let derivation = Derivation {
            crosswalk: walk.label.as_str().into(),
            framework: source.framework.clone(),
            domain: source.domain.clone(),
            construct: source.construct.clone().filter(|_| row.from.contains('.')),
            key: source.key.clone(),
            to: row.to.iter().map(|c| (&**c).into()).collect(),
            provenance: row.provenance.as_str().into(),
        };
        for (domain, constructs) in row.domains() {
            let here = (walk.to.to_string(), domain.to_owned(), source.span.start, source.span.end);
            if self.direct.contains(&here) {
                continue;
            }
            match self.derived.get(&here) {
                Some(at) => merge(&mut self.out[*at], source, &constructs, derivation.clone()),
                None => {
                    let new = self.derive(&walk.to, domain, &constructs, source, derivation.clone());
                    self.derived.insert(here, self.out.len());
                    self.out.push(new);
                }
            }
        }
    }

    fn derive(
        &mut self,
        framework: &'a str,
        domain: &'a str,
        constructs: &[&'a str],
        source: &Suggestion<'a>,
        derivation: Derivation<'a>,
    ) -> Suggestion<'a> {
        let mut keys = std::iter::repeat_with(|| self.keys.next(framework, domain, &source.quote));
        let key = keys.find(|key| self.taken.insert(key.clone())).unwrap_or_default();
        Suggestion {
            key: key.into(),
            framework: framework.into(),
            domain: domain.into(),
            construct: only(constructs).map(Into::into),
            reason: format!("derived from {}: {}", derivation.code(), source.reason).into(),
            decision: None,
            derived_from: vec![derivation],
            ..source.clone()
        }
    }
}

fn place(s: &Suggestion<'_>) -> Place {
    (s.framework.to_string(), s.domain.to_string(), s.span.start, s.span.end)
}

/// A further code that leads to the same domain: the better score says how sure, whose valence and whose evidence it is.
fn merge<'a>(
    earlier: &mut Suggestion<'a>,
    source: &Suggestion<'a>,
    constructs: &[&'a str],
    derivation: Derivation<'a>,
) {
    if source.score > earlier.score {
        let own = earlier.clone();
        *earlier = Suggestion {
            key: own.key,
            framework: own.framework,
            domain: own.domain,
            construct: own.construct,
            reason: format!("derived from {}: {}", derivation.code(), source.reason).into(),
            decision: None,
            derived_from: own.derived_from,
            ..source.clone()
        };
    }
    if earlier.construct.as_deref() != only(constructs) {
        earlier.construct = None;
    }
    earlier.derived_from.push(derivation);
}

/// The construct, where the crosswalk leaves no choice.
fn only<'c>(constructs: &[&'c str]) -> Option<&'c str> {
    match constructs {
        [one] => Some(one),
        _ => None,
    }
}
