//! `disable = [...]` at the top of a file -> a draft without these entries; what named them is dropped when all files are read.
use super::Draft;
use crate::{
    error::Result,
    lexicon::{file::Value, near::did_you_mean},
};

impl Draft {
    /// Switches an entry off: `concept.ID`, `cue.ID`, `set.ID`, `FRAMEWORK.DOMAIN` or `FRAMEWORK.DOMAIN.CONSTRUCT`.
    pub(super) fn disable(&mut self, value: &Value<'_>) -> Result<()> {
        let name = value.text()?;
        let Some((kind, id)) = name.split_once('.') else {
            return Err(
                value.error(format!("found `{name}`, expected `concept.ID`, `cue.ID`, `set.ID` or `FRAMEWORK.DOMAIN`"))
            );
        };
        let before = self.size();
        match kind {
            "concept" => self.concepts.retain(|c| *c.id != *id),
            "cue" => self.cues.retain(|c| *c.id != *id),
            "set" => self.sets.retain(|c| *c.id != *id),
            framework => self.disable_code(framework, id),
        }
        if before == self.size() {
            let near = did_you_mean(name, self.names().iter().map(String::as_str));
            return Err(value.error(format!("`{name}` is to be disabled, but there is none of that id{near}")));
        }
        self.gone.note(name);
        Ok(())
    }

    fn disable_code(&mut self, framework: &str, code: &str) {
        let Some(f) = self.frameworks.iter_mut().find(|f| *f.id == *framework) else { return };
        match code.split_once('.') {
            None => {
                let going: Vec<_> = f.domains.iter().filter(|d| *d.id == *code).cloned().collect();
                self.gone.note_domains(framework, &going);
                f.domains.retain(|d| *d.id != *code);
            }
            Some((domain, construct)) => {
                let inside = f.domains.iter_mut().filter(|d| *d.id == *domain);
                inside.for_each(|d| d.constructs.retain(|c| *c.id != *construct));
            }
        }
        // the terms of its own, and those of its constructs
        let own = format!("{framework}.{code}");
        let inside =
            |id: &str| id.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.concepts.retain(|c| !inside(&c.id));
    }

    /// Everything that can be disabled, by name.
    fn names(&self) -> Vec<String> {
        let concepts = self.concepts.iter().filter(|c| !c.id.contains('.')).map(|c| format!("concept.{}", c.id));
        let cues = self.cues.iter().map(|c| format!("cue.{}", c.id));
        let sets = self.sets.iter().map(|s| format!("set.{}", s.id));
        let codes = self.frameworks.iter().flat_map(|f| f.codes().into_iter().map(|c| format!("{}.{c}", f.id)));
        concepts.chain(cues).chain(sets).chain(codes).collect()
    }

    fn size(&self) -> usize {
        let codes = self.frameworks.iter().map(|f| f.codes().len()).sum::<usize>();
        self.concepts.len() + self.cues.len() + self.sets.len() + codes
    }
}
