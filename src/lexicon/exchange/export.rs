//! A framework of a lexicon -> a dictionary: domains as categories, constructs as categories in them, and what a dictionary cannot say.
use super::{
    dictionary::{Category, Dictionary, Entry, Loss, Pattern, joined, spaced},
    stars::Stars,
    wording::{Inflected, MOST, Ways, ways},
};
use crate::lexicon::{Condition, Domain, Framework, Lexicon, Mapping, Term};
use std::collections::BTreeMap;

/// A dictionary made of a framework.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exported {
    /// The dictionary.
    pub dictionary: Dictionary,
    /// What could not be carried over; their lines are those of the lexicon's files.
    pub losses: Vec<Loss>,
}

/// How a framework becomes a dictionary.
#[derive(Clone, Copy, Debug, Default)]
pub struct Naming {
    /// Call categories by the ids of domains, not by their labels.
    pub by_id: bool,
    /// How much is written.
    pub extent: Extent,
}

/// How much of a framework is written into a dictionary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// What a person can look through: forms by a star where the beginning of a word is no other word's, no wording that holds another entry of
    /// its category, and at most so many wordings of a term.
    Handy {
        /// Wordings of a term, at most.
        most: usize,
        /// Whether stars may stand within an entry; else only at its end.
        stars_within: bool,
    },
    /// Every wording, in all forms if it is one word.
    #[default]
    Wordings,
    /// Every wording in all forms.
    AllForms,
}

/// Makes a dictionary of a framework.
pub fn export(lexicon: &Lexicon, framework: &Framework, naming: Naming) -> Exported {
    let (stars, most) = match naming.extent {
        Extent::Handy { most, stars_within } => (Some(Stars::new(lexicon, stars_within)), most),
        Extent::Wordings | Extent::AllForms => (None, MOST),
    };
    let inflected = match (&stars, naming.extent) {
        (Some(stars), _) => Inflected::Starred(stars, most),
        (None, Extent::AllForms) => Inflected::Everywhere,
        (None, _) => Inflected::Alone,
    };
    let mut maker = Maker { lexicon, naming, inflected, losses: Vec::new(), without_forms: 0, held: 0 };
    maker.lose(&[], None, "barriers and facilitators", "a dictionary counts words: cues and leans are left out");
    let categories = framework.domains.iter().map(|d| maker.category(d, &[])).collect();
    if maker.without_forms > 0 {
        let instead = format!("left out, of {} terms", maker.without_forms);
        maker.lose(&[], None, "inflected forms of terms with many ways of writing them", &instead);
    }
    if maker.held > 0 {
        let instead = format!("{} left out", maker.held);
        maker.lose(&[], None, "wordings that hold another entry of their category", &instead);
    }
    Exported { dictionary: Dictionary { name: framework.name.clone(), categories }, losses: maker.losses }
}

struct Maker<'l> {
    lexicon: &'l Lexicon,
    naming: Naming,
    inflected: Inflected<'l>,
    losses: Vec<Loss>,
    /// Terms whose inflected forms were left out.
    without_forms: usize,
    /// Wordings left out as another entry lies in them.
    held: usize,
}

impl Maker<'_> {
    fn lose(&mut self, path: &[String], term: Option<&Term>, what: &str, instead: &str) {
        self.losses.push(Loss {
            line: term.map_or(0, |t| t.origin.line),
            category: joined(path),
            entry: term.map_or(String::new(), |t| t.text.to_string()),
            what: what.to_owned(),
            instead: instead.to_owned(),
        });
    }

    fn category(&mut self, d: &Domain, above: &[String]) -> Category {
        let label = if self.naming.by_id || d.label.is_empty() { &*d.id } else { &d.label };
        let path = [above, &[label.to_owned()]].concat();
        let categories: Vec<Category> = d.constructs.iter().map(|c| self.category(c, &path)).collect();
        let inner = |id: &str| d.constructs.iter().any(|c| c.concepts.iter().any(|m| *m.concept == *id));
        let mut found: BTreeMap<Pattern, f64> = BTreeMap::new();
        let mut order: Vec<Pattern> = Vec::new();
        for mapping in d.concepts.iter().filter(|m| !inner(&m.concept)) {
            self.concept(mapping, &path, &mut found, &mut order);
        }
        if let Inflected::Starred(..) = self.inflected {
            let before = order.len();
            order.retain(|p| !holds_another(p.text(), &found));
            self.held += before - order.len();
        }
        let entries = order.into_iter().map(|p| Entry { weight: found[&p], ..Entry::new(p) }).collect();
        Category { name: label.to_owned(), description: spaced(&d.definition), entries, categories }
    }

    fn concept(
        &mut self,
        mapping: &Mapping,
        path: &[String],
        found: &mut BTreeMap<Pattern, f64>,
        order: &mut Vec<Pattern>,
    ) {
        let lexicon = self.lexicon;
        let Some(concept) = lexicon.concepts.iter().find(|c| c.id == mapping.concept) else { return };
        if mapping.weight <= 0 {
            let what = "a concept that speaks against its domain";
            return self.lose(path, None, what, &format!("the terms of {} left out", concept.id));
        }
        if mapping.when != Condition::default() {
            let what = "a condition under which a concept belongs to a domain";
            self.lose(path, None, what, &format!("the terms of {} stand in it without it", concept.id));
        }
        for term in &concept.terms {
            if term.shield {
                self.lose(path, Some(term), "a wording that means something else", "left out");
                continue;
            }
            let all = match ways(lexicon, term, &self.inflected) {
                Ways::All(all) => all,
                Ways::WithoutForms(all) => {
                    self.without_forms += 1;
                    all
                }
                Ways::None(what) => {
                    self.lose(path, Some(term), what, "left out");
                    continue;
                }
            };
            let weight = f64::from(term.weight) * f64::from(mapping.weight) / 1e6;
            for text in all {
                let pattern = Pattern::Glob(text);
                let known = found.entry(pattern.clone()).or_insert_with(|| {
                    order.push(pattern);
                    0.0
                });
                *known = known.max(weight);
            }
        }
    }
}

/// Whether another of the patterns finds something in all that this one finds: part of its words is a pattern, or one of them begins as one does.
fn holds_another(text: &str, patterns: &BTreeMap<Pattern, f64>) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let known = |text: String| patterns.contains_key(&Pattern::Glob(text));
    let begins = |word: &str| {
        let word = word.trim_end_matches('*');
        word.char_indices().skip(1).any(|(at, _)| known(format!("{}*", &word[..at]))) || known(format!("{word}*"))
    };
    (1..words.len()).any(|n| words.windows(n).any(|part| known(part.join(" ")) || n == 1 && begins(part[0])))
}
