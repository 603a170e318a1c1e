//! A dictionary -> one that a format can hold, with everything that had to give way.
use super::dictionary::{Category, Dictionary, Entry, Loss, Pattern, joined, spaced};
use std::collections::{BTreeSet, HashMap};

/// What a format can hold.
#[derive(Clone, Copy, Debug)]
pub struct Able {
    /// Categories in categories.
    pub nested: bool,
    /// Weights other than 1.
    pub weights: bool,
    /// Descriptions of categories.
    pub descriptions: bool,
    /// Entries of several words.
    pub phrases: bool,
    /// `*` and `?` anywhere; else only a `*` at the end.
    pub wildcards: bool,
    /// What becomes of a name (single spaces, no control characters); the same if it can be written.
    pub name: fn(&str) -> String,
    /// What becomes of an entry; the same if it can be written, none if it cannot be at all.
    pub entry: fn(&str) -> Option<String>,
    /// What becomes of a description; the same if it can be written.
    pub description: fn(&str) -> String,
}

impl Able {
    /// Of a format that can hold whatever there is.
    pub(super) const ALL: Able = Able {
        nested: true,
        weights: true,
        descriptions: true,
        phrases: true,
        wildcards: true,
        name: as_is,
        entry: any,
        description: as_is,
    };
}

/// Everything as it is.
pub(super) fn as_is(text: &str) -> String {
    text.to_owned()
}

/// Every entry as it is.
pub(super) fn any(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The dictionary as the format can hold it, and what had to give way. What fits is not changed.
pub fn fit(dictionary: &Dictionary, able: &Able) -> (Dictionary, Vec<Loss>) {
    let mut tailor = Tailor { able, losses: Vec::new() };
    let mut categories = tailor.categories(&dictionary.categories, &[]);
    if !able.nested {
        categories = tailor.flat(categories, &[]);
        categories = tailor.merged(categories, &[]);
    }
    (Dictionary { name: dictionary.name.clone(), categories }, tailor.losses)
}

struct Tailor<'a> {
    able: &'a Able,
    losses: Vec<Loss>,
}

impl Tailor<'_> {
    fn lose(&mut self, path: &[String], entry: Option<&Entry>, what: &str, instead: String) {
        self.losses.push(Loss {
            line: entry.map_or(0, |e| e.line),
            category: joined(path),
            entry: entry.map_or(String::new(), |e| e.pattern.text().to_owned()),
            what: what.to_owned(),
            instead,
        });
    }

    fn categories(&mut self, list: &[Category], above: &[String]) -> Vec<Category> {
        let made = list.iter().map(|c| self.category(c, above)).collect();
        self.merged(made, above)
    }

    fn category(&mut self, category: &Category, above: &[String]) -> Category {
        let path = [above, std::slice::from_ref(&category.name)].concat();
        let name = self.name(&category.name, &path);
        let description = self.description(&category.description, &path);
        let mut entries: Vec<Entry> = Vec::new();
        let mut known: HashMap<Pattern, f64> = HashMap::new();
        for entry in &category.entries {
            let Some(made) = self.entry(entry, &path) else { continue };
            match known.get(&made.pattern) {
                None => {
                    known.insert(made.pattern.clone(), made.weight);
                    entries.push(made);
                }
                Some(weight) if *weight == made.weight => {
                    self.lose(&path, Some(entry), "an entry given twice", "given once".into());
                }
                Some(weight) => {
                    let kept = format!("its weight {weight} kept");
                    self.lose(&path, Some(entry), "an entry given twice with two weights", kept);
                }
            }
        }
        Category { name, description, entries, categories: self.categories(&category.categories, &path) }
    }

    fn name(&mut self, name: &str, path: &[String]) -> String {
        let clean = Some(spaced(name)).filter(|n| !n.is_empty()).unwrap_or_else(|| "unnamed".into());
        let made =
            Some(spaced(&(self.able.name)(&clean))).filter(|n| !n.is_empty()).unwrap_or_else(|| "unnamed".into());
        if made != name {
            self.lose(path, None, "a name the format cannot write", format!("written as {made}"));
        }
        made
    }

    fn description(&mut self, description: &str, path: &[String]) -> String {
        if description.is_empty() {
            return String::new();
        }
        if !self.able.descriptions {
            self.lose(path, None, "a description", "left out".into());
            return String::new();
        }
        let made = (self.able.description)(&spaced(description));
        if made != description {
            self.lose(path, None, "a description the format cannot write", format!("written as {made}"));
        }
        made
    }

    fn entry(&mut self, entry: &Entry, path: &[String]) -> Option<Entry> {
        let able = self.able;
        let mut gone = |what: &str| {
            self.lose(path, Some(entry), what, "left out".into());
            None
        };
        let text = match &entry.pattern {
            Pattern::Regex(_) => return gone("a regular expression"),
            Pattern::Glob(text) => spaced(text),
        };
        let nothing = |text: &str| text.trim_matches(['*', '?', ' ']).is_empty();
        if nothing(&text) {
            return gone("an entry without a letter");
        }
        if !able.phrases && text.contains(' ') {
            return gone("an entry of several words");
        }
        if !able.wildcards && text.trim_end_matches('*').contains(['*', '?']) {
            return gone("a wildcard that is not a star at the end");
        }
        if entry.weight == 0.0 {
            return gone("an entry that counts nothing");
        }
        if entry.weight < 0.0 && !able.weights {
            return gone("an entry that counts against its category");
        }
        let Some(made) = (able.entry)(&text).filter(|made| !nothing(made)) else {
            return gone("an entry the format cannot write");
        };
        if made != entry.pattern.text() {
            self.lose(path, Some(entry), "an entry the format cannot write as it is", format!("written as {made}"));
        }
        let mut weight = entry.weight;
        if !weight.is_finite() {
            self.lose(path, Some(entry), "a weight that is no number", format!("{weight} left out"));
            weight = 1.0;
        }
        if !able.weights && weight != 1.0 {
            self.lose(path, Some(entry), "a weight", format!("{weight} left out"));
            weight = 1.0;
        }
        Some(Entry { pattern: Pattern::Glob(made), weight, line: entry.line })
    }

    /// Categories side by side with the same name become one.
    fn merged(&mut self, list: Vec<Category>, above: &[String]) -> Vec<Category> {
        let mut out: Vec<Category> = Vec::new();
        for category in list {
            let Some(first) = out.iter_mut().find(|c| c.name == category.name) else {
                out.push(category);
                continue;
            };
            let known: BTreeSet<Pattern> = first.entries.iter().map(|e| e.pattern.clone()).collect();
            first.entries.extend(category.entries.into_iter().filter(|e| !known.contains(&e.pattern)));
            let inner = [std::mem::take(&mut first.categories), category.categories].concat();
            let path = [above, &[category.name]].concat();
            self.lose(&path, None, "two categories of the same name", "made one".into());
            let inner = self.merged(inner, &path);
            if let Some(first) = out.iter_mut().find(|c| Some(&c.name) == path.last()) {
                first.categories = inner;
            }
        }
        out
    }

    /// Without levels: every category beside the others, its path in its name.
    fn flat(&mut self, list: Vec<Category>, above: &[String]) -> Vec<Category> {
        let mut out = Vec::new();
        for category in list {
            let path = [above, std::slice::from_ref(&category.name)].concat();
            let inner = self.flat(category.categories, &path);
            let name = path.join(".");
            if !above.is_empty() {
                self.lose(&path, None, "a category in another", format!("put beside the others as {name}"));
            }
            // a category that only holds others is nothing without them
            if !category.entries.is_empty() || inner.is_empty() {
                out.push(Category { name, categories: Vec::new(), ..category });
            }
            out.extend(inner);
        }
        out
    }
}
