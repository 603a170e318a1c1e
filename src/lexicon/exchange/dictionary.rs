//! What all dictionaries of content analysis have in common: categories in categories, each with patterns and their weights.
use serde::Serialize;

/// A dictionary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary {
    /// Its name; empty where its format has none.
    pub name: String,
    /// Its categories.
    pub categories: Vec<Category>,
}

/// A category and what is in it. What is found for a category is also found for those it lies in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// What it is about, for people; empty where nothing is said.
    pub description: String,
    /// Its own patterns.
    pub entries: Vec<Entry>,
    /// The categories in it.
    pub categories: Vec<Category>,
}

/// A pattern that speaks for a category.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it matches.
    pub pattern: Pattern,
    /// How much it counts; 1 where nothing is said. Finite.
    pub weight: f64,
    /// The line it was read from, from 1; 0 if it was not read.
    pub line: u32,
}

/// What an entry matches; letter case does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pattern {
    /// Words with single spaces between; `*` stands for any letters (none too), `?` for one.
    Glob(String),
    /// A regular expression.
    Regex(String),
}

impl Pattern {
    /// As it is written.
    pub fn text(&self) -> &str {
        match self {
            Pattern::Glob(text) | Pattern::Regex(text) => text,
        }
    }
}

impl Entry {
    /// An entry that counts 1.
    pub fn new(pattern: Pattern) -> Self {
        Self { pattern, weight: 1.0, line: 0 }
    }

    /// An entry of words with stars, or none if there is no word.
    pub(super) fn glob(text: &str, weight: f64, line: usize) -> Option<Self> {
        let text = spaced(text);
        if text.is_empty() {
            return None;
        }
        Some(Self { pattern: Pattern::Glob(text), weight, line: line as u32 })
    }
}

/// Something that could not be carried over as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The line of the file that was read, from 1; 0 where there is none.
    pub line: u32,
    /// The category's path, names joined with ` > `; empty where it concerns the whole.
    pub category: String,
    /// The entry, as it was written; empty where it concerns the category.
    pub entry: String,
    /// What could not be carried over, the same words for the same kind.
    pub what: String,
    /// What was done instead.
    pub instead: String,
}

/// A dictionary that was read, with what it could not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// The dictionary.
    pub dictionary: Dictionary,
    /// What of the file is not in it.
    pub losses: Vec<Loss>,
}

impl Read {
    pub(super) fn lose(&mut self, line: usize, category: &str, entry: &str, what: &str, instead: &str) {
        self.losses.push(Loss {
            line: line as u32,
            category: category.to_owned(),
            entry: entry.to_owned(),
            what: what.to_owned(),
            instead: instead.to_owned(),
        });
    }
}

impl Dictionary {
    /// How many categories there are, those in others too, and how many entries.
    pub fn size(&self) -> (usize, usize) {
        fn of(list: &[Category]) -> (usize, usize) {
            list.iter().fold((0, 0), |(c, e), category| {
                let inner = of(&category.categories);
                (c + 1 + inner.0, e + category.entries.len() + inner.1)
            })
        }
        of(&self.categories)
    }

    /// The category at the end of this path of names, made where it is missing.
    pub(super) fn at<'d>(&'d mut self, path: &[String]) -> Option<&'d mut Category> {
        fn step<'d>(list: &'d mut Vec<Category>, path: &[String]) -> Option<&'d mut Category> {
            let (name, rest) = path.split_first()?;
            let at = list.iter().position(|c| c.name == *name).unwrap_or_else(|| {
                list.push(Category { name: name.clone(), ..Category::default() });
                list.len() - 1
            });
            match rest {
                [] => list.get_mut(at),
                _ => step(&mut list[at].categories, rest),
            }
        }
        step(&mut self.categories, path)
    }
}

/// The text with single spaces, without control characters.
pub(super) fn spaced(text: &str) -> String {
    let visible: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !hidden(*c)).collect();
    visible.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Names joined with ` > `.
pub(super) fn joined(path: &[String]) -> String {
    path.join(" > ")
}
