//! A lexicon of one side -> what it comes to, and taggers for the frameworks that are compared.
use super::side::Named;
use pretag::{
    Result,
    tag::{Compiled, Options, Tagger},
};

/// A lexicon with what it comes to.
pub(super) struct Kit {
    pub(super) named: Named,
    pub(super) compiled: Compiled,
    pub(super) start_ms: f64,
}

impl Kit {
    /// Whether it has that framework.
    pub(super) fn has(&self, id: &str) -> bool {
        self.named.lexicon.framework(id).is_ok()
    }

    /// A tagger for those of the frameworks that this lexicon has. For none of them it codes with another, of which a comparison takes no notice.
    pub(super) fn tagger(&self, options: &Options) -> Result<Tagger> {
        let mut frameworks: Vec<String> = options.frameworks.iter().filter(|id| self.has(id)).cloned().collect();
        if frameworks.is_empty() {
            frameworks.extend(self.named.lexicon.frameworks.first().map(|f| f.id.to_string()));
        }
        let made = self.compiled.another(&Options { frameworks, ..options.clone() });
        made.map_err(|e| e.at_path(&self.named.name))
    }

    /// How many terms it has.
    pub(super) fn terms(&self) -> u64 {
        let concepts = self.named.lexicon.concepts.iter().map(|c| c.terms.len());
        let cues = self.named.lexicon.cues.iter().map(|c| c.terms.len());
        concepts.chain(cues).chain(self.named.lexicon.sets.iter().map(|s| s.terms.len())).sum::<usize>() as u64
    }
}
