//! A framework -> what coders read of it: labels, definitions, when to use a code and when not, examples.
use crate::lexicon::{self, Framework};
use serde::{Deserialize, Serialize};

/// A framework as coders read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codebook {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it was published.
    pub source: String,
    /// Its domains in its own order.
    pub domains: Vec<Domain>,
}

/// A domain, or a construct within one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What it is.
    #[serde(default)]
    pub definition: String,
    /// When to use it.
    #[serde(default)]
    pub when_to_use: String,
    /// When not, and what to use instead.
    #[serde(default)]
    pub not: Vec<Instead>,
    /// Sentences that say it hinders.
    #[serde(default)]
    pub barrier: Vec<String>,
    /// Sentences that say it helps.
    #[serde(default)]
    pub facilitator: Vec<String>,
    /// Sentences that speak of something else.
    #[serde(default)]
    pub none: Vec<String>,
    /// Its parts.
    #[serde(default)]
    pub constructs: Vec<Domain>,
}

/// A neighbour that is easily taken for a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instead {
    /// In which case.
    pub when: String,
    /// The id of the domain to use.
    pub instead: String,
}

impl From<&Framework> for Codebook {
    fn from(f: &Framework) -> Self {
        Self {
            id: f.id.to_string(),
            name: f.name.clone(),
            version: f.version.clone(),
            source: f.source.clone(),
            domains: f.domains.iter().map(Domain::from).collect(),
        }
    }
}

impl From<&lexicon::Domain> for Domain {
    fn from(d: &lexicon::Domain) -> Self {
        let sentences = |examples: &[lexicon::Example]| examples.iter().map(|e| e.text.clone()).collect();
        Self {
            id: d.id.to_string(),
            label: d.label.clone(),
            definition: d.definition.clone(),
            when_to_use: d.when_to_use.clone(),
            not: d.not.iter().map(|n| Instead { when: n.when.clone(), instead: n.instead.clone() }).collect(),
            barrier: sentences(&d.examples.barrier),
            facilitator: sentences(&d.examples.facilitator),
            none: sentences(&d.examples.none),
            constructs: d.constructs.iter().map(Domain::from).collect(),
        }
    }
}

impl Codebook {
    /// A codebook of which only id and version are known.
    pub fn bare(id: &str, version: &str) -> Self {
        Self { id: id.to_owned(), name: id.to_owned(), version: version.to_owned(), ..Self::default() }
    }

    /// Makes room for a domain that it does not have.
    pub fn complete(&mut self, domain: &str) {
        if self.domain(domain).is_none() {
            self.domains.push(Domain { id: domain.to_owned(), label: domain.to_owned(), ..Domain::default() });
        }
    }

    /// The domain of that id.
    pub fn domain(&self, id: &str) -> Option<&Domain> {
        self.domains.iter().find(|d| d.id == id)
    }
}
