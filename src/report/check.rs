//! A report read back -> whether it hangs together: its digests, keys and quotes re-derived from what it holds.
use super::{Keys, Saved, digest, suggestions_digest};
use crate::report::hex;
use sha2::{Digest, Sha256};

/// What of a report can be held against itself, or against the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The manifest's digest over version, lexicon, frameworks, text and options.
    Manifest,
    /// The version of pretag.
    Version,
    /// The digest of the lexicon.
    Lexicon,
    /// The hash of the text.
    Text,
    /// The keys of the suggestions.
    Keys,
    /// The quotes, against the text where the report holds it.
    Quotes,
    /// What was suggested.
    Suggestions,
}

impl Part {
    /// All parts, in the order in which they are told.
    pub const ALL: [Part; 7] =
        [Part::Manifest, Part::Version, Part::Lexicon, Part::Text, Part::Keys, Part::Quotes, Part::Suggestions];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Part::Manifest => "manifest",
            Part::Version => "version",
            Part::Lexicon => "lexicon",
            Part::Text => "text",
            Part::Keys => "keys",
            Part::Quotes => "quotes",
            Part::Suggestions => "suggestions",
        }
    }
}

/// How a part fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As the report says.
    Same,
    /// Not as the report says: what it says, and what was found.
    Differs(String, String),
    /// Cannot be told, and why.
    Unknown(String),
}

impl Standing {
    /// Whether what was found is what was said.
    pub fn of(said: &str, found: &str) -> Self {
        if said == found { Standing::Same } else { Standing::Differs(said.to_owned(), found.to_owned()) }
    }
}

impl Saved {
    /// What can be told of a report by itself: manifest, suggestions, keys, quotes, and where it holds its text the text.
    pub fn check(&self) -> Vec<(Part, Standing)> {
        let mut out = Vec::new();
        match &self.manifest {
            None => out.push((Part::Manifest, Standing::Unknown("the report has none".into()))),
            Some(m) => {
                let found = digest(&self.lexicon, &self.document.sha256, &m.options);
                out.push((Part::Manifest, Standing::of(&m.digest, &found)));
                out.push((Part::Suggestions, Standing::of(&m.suggestions, &suggestions_digest(&self.suggestions))));
            }
        }
        out.push((Part::Keys, self.keys()));
        if let Some(text) = &self.document.text {
            let found = hex(&Sha256::digest(text.as_bytes()));
            out.push((Part::Text, Standing::of(&self.document.sha256, &found)));
            out.push((Part::Quotes, self.quotes(text)));
        }
        out
    }

    /// Keys come from document, framework, domain and quote; what people added may have others.
    fn keys(&self) -> Standing {
        let mut keys = Keys::new(&self.document.id);
        for s in self.suggestions.iter().filter(|s| !s.is_added()) {
            let found = keys.next(&s.framework, &s.domain, &s.quote);
            if found != s.key {
                return Standing::Differs(s.key.to_string(), found);
            }
        }
        Standing::Same
    }

    fn quotes(&self, text: &str) -> Standing {
        for s in &self.suggestions {
            let found = text.get(s.span.range()).unwrap_or("nothing");
            if found != s.quote {
                return Standing::Differs(s.quote.to_string(), found.to_owned());
            }
        }
        Standing::Same
    }
}
