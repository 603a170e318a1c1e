//! A framework's domains and constructs with their labels: all that tables need of a lexicon.
use crate::lexicon::{Domain, Framework};

/// A framework as tables need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// The framework's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it was published.
    pub source: String,
    /// Its domains in the codebook's order.
    pub domains: Vec<Entry>,
}

/// A domain or a construct.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Its parts.
    pub constructs: Vec<Entry>,
}

impl Entry {
    /// An entry known by its id alone.
    pub(super) fn bare(id: &str) -> Self {
        Self { id: id.to_owned(), label: id.to_owned(), constructs: Vec::new() }
    }
}

impl From<&Domain> for Entry {
    fn from(domain: &Domain) -> Self {
        let constructs = domain.constructs.iter().map(Entry::from).collect();
        Self { id: domain.id.to_string(), label: domain.label.clone(), constructs }
    }
}

impl From<&Framework> for Codebook {
    fn from(f: &Framework) -> Self {
        Self {
            id: f.id.to_string(),
            name: f.name.clone(),
            version: f.version.clone(),
            source: f.source.clone(),
            domains: f.domains.iter().map(Entry::from).collect(),
        }
    }
}
