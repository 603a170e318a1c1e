//! A dictionary -> a lexicon file: a framework with the categories as domains and constructs, and what that could not hold.
use super::{
    dictionary::{Category, Dictionary, Entry, Loss, joined, spaced},
    id::id_of,
    pattern,
};
use std::{collections::BTreeSet, fmt::Write};

/// How a dictionary becomes a framework.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The framework's id.
    pub id: String,
    /// Its name; empty: the dictionary's, else the id.
    pub name: String,
    /// Where the dictionary comes from, for `source`.
    pub source: String,
    /// Whether words match in their other forms too. Dictionaries mean words as they stand.
    pub inflect: bool,
}

/// A lexicon file made of a dictionary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// Its text, TOML.
    pub toml: String,
    /// How many domains it has.
    pub domains: usize,
    /// How many constructs.
    pub constructs: usize,
    /// How many terms.
    pub terms: usize,
    /// What could not be carried over.
    pub losses: Vec<Loss>,
}

/// Weights a lexicon can have, in thousandths.
const WEIGHTS: std::ops::RangeInclusive<f64> = 50.0..=3000.0;

/// Makes a framework: the outermost categories are its domains (those of the only category, if there is but one and it has no entries),
/// the categories in them constructs; what lies deeper belongs to its construct.
pub fn import(dictionary: &Dictionary, plan: &Plan) -> Imported {
    let (root, list) = match dictionary.categories.as_slice() {
        [one] if one.entries.is_empty() && !one.categories.is_empty() => (Some(one), &one.categories),
        _ => (None, &dictionary.categories),
    };
    let names = [plan.name.as_str(), &dictionary.name, root.map_or("", |c| &c.name), &plan.id];
    let name = names.into_iter().find(|n| !n.trim().is_empty()).unwrap_or_default();
    let mut maker = Maker { out: Imported::default(), inflect: plan.inflect };
    let _ = write!(
        maker.out.toml,
        "id = \"{}\"\nname = {}\nversion = \"1\"\nsource = {}\n",
        plan.id,
        quoted(name),
        quoted(&plan.source)
    );
    let above: Vec<String> = root.map(|c| c.name.clone()).into_iter().collect();
    let mut ids = Vec::new();
    for category in list {
        maker.domain(category, &above, &mut ids);
    }
    maker.out
}

struct Maker {
    out: Imported,
    inflect: bool,
}

impl Maker {
    fn domain(&mut self, category: &Category, above: &[String], ids: &mut Vec<String>) {
        let path = [above, std::slice::from_ref(&category.name)].concat();
        self.head("[[domain]]", category, ids);
        self.terms(&[(path.clone(), category.entries.iter().collect())]);
        self.out.domains += 1;
        let mut inner = Vec::new();
        for construct in &category.categories {
            let path = [&path[..], std::slice::from_ref(&construct.name)].concat();
            self.head("[[domain.construct]]", construct, &mut inner);
            let mut lists = vec![(path.clone(), construct.entries.iter().collect())];
            self.deeper(construct, &path, &mut lists);
            self.terms(&lists);
            self.out.constructs += 1;
        }
    }

    fn head(&mut self, table: &str, category: &Category, ids: &mut Vec<String>) {
        let id = unique(&category.name, ids);
        let _ = write!(self.out.toml, "\n{table}\nid = \"{id}\"\nlabel = {}\n", quoted(&category.name));
        if !category.description.is_empty() {
            let _ = writeln!(self.out.toml, "definition = {}", quoted(&category.description));
        }
    }

    /// Entries of categories in constructs, which have no place of their own.
    fn deeper<'c>(&mut self, c: &'c Category, path: &[String], lists: &mut Vec<(Vec<String>, Vec<&'c Entry>)>) {
        for inner in &c.categories {
            let path = [path, std::slice::from_ref(&inner.name)].concat();
            let what = "a category on a third level or deeper";
            let instead = format!("its entries stand in the construct {}", c.name);
            self.out.losses.push(Loss { category: joined(&path), ..loss(what, instead) });
            lists.push((path.clone(), inner.entries.iter().collect()));
            self.deeper(inner, &path, lists);
        }
    }

    fn terms(&mut self, lists: &[(Vec<String>, Vec<&Entry>)]) {
        let mut lines: Vec<String> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        for (path, entries) in lists {
            for entry in entries {
                if let Some((text, line)) = self.term(entry, path) {
                    if known.insert(text) {
                        lines.push(line);
                    } else {
                        self.lose(entry, path, "an entry given twice", "given once".into());
                    }
                }
            }
        }
        if lines.is_empty() {
            return;
        }
        self.out.terms += lines.len();
        self.out.toml += "terms = [\n";
        lines.iter().for_each(|line| self.out.toml += &format!("  {line},\n"));
        self.out.toml += "]\n";
    }

    /// A term's text, and how it is written.
    fn term(&mut self, entry: &Entry, path: &[String]) -> Option<(String, String)> {
        let written = match pattern::term(&entry.pattern, self.inflect) {
            Ok(written) => written,
            Err(why) => {
                self.lose(entry, path, "an entry the term language does not have", format!("left out: {why}"));
                return None;
            }
        };
        if entry.weight <= 0.0 {
            let instead = format!("left out: its weight is {}", entry.weight);
            self.lose(entry, path, "an entry that counts against its category, or not at all", instead);
            return None;
        }
        let exactly = entry.weight * 1000.0;
        let weight = exactly.round().clamp(*WEIGHTS.start(), *WEIGHTS.end());
        if !WEIGHTS.contains(&exactly.round()) {
            let instead = format!("{} made {}", entry.weight, weight / 1000.0);
            self.lose(entry, path, "a weight outside 0.05 to 3", instead);
        } else if (exactly - weight).abs() > 1e-6 {
            let instead = format!("{} made {}", entry.weight, weight / 1000.0);
            self.lose(entry, path, "a weight finer than a thousandth", instead);
        }
        let mut keys = vec![format!("text = {}", quoted(&written.text))];
        keys.extend(written.exact.then(|| "exact = true".to_owned()));
        keys.extend(written.literal.then(|| "literal = true".to_owned()));
        keys.extend((weight != 1000.0).then(|| format!("weight = {}", weight / 1000.0)));
        let line = match keys.len() {
            1 => quoted(&written.text),
            _ => format!("{{ {} }}", keys.join(", ")),
        };
        Some((written.text, line))
    }

    fn lose(&mut self, entry: &Entry, path: &[String], what: &str, instead: String) {
        let (line, entry) = (entry.line, entry.pattern.text().to_owned());
        self.out.losses.push(Loss { line, category: joined(path), entry, ..loss(what, instead) });
    }
}

fn loss(what: &str, instead: String) -> Loss {
    Loss { what: what.to_owned(), instead, ..Loss::default() }
}

/// The id of a name: lower case, anything else than letters and digits an underscore; another number where it is taken.
fn unique(name: &str, taken: &mut Vec<String>) -> String {
    let id = match id_of(name) {
        empty if empty.is_empty() => "d_".to_owned(),
        id => id,
    };
    let numbered = (2..).map(|n| format!("{id}_{n}"));
    let id = std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(id);
    taken.push(id.clone());
    id
}

/// As a string of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(spaced(text)).to_string()
}
