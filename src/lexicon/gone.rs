//! Ids that were there and are not any more -> a draft in which nothing refers to them.
use super::{
    crosswalk::Crosswalk,
    file::Table,
    model::{Domain, Framework, Term},
    read::Draft,
};
use std::collections::BTreeSet;

/// What a file disabled or replaced, or tried to give: `concept.ID`, `cue.ID`, `set.ID`, `FRAMEWORK.DOMAIN`, `FRAMEWORK.DOMAIN.CONSTRUCT`.
#[derive(Clone, Debug, Default)]
pub(super) struct Gone(BTreeSet<String>);

impl Gone {
    /// Remembers an id.
    pub(super) fn note(&mut self, name: impl Into<String>) {
        self.0.insert(name.into());
    }

    /// Remembers the codes of these domains of `path`, with their constructs.
    pub(super) fn note_domains(&mut self, path: &str, domains: &[Domain]) {
        for d in domains {
            let own = format!("{path}.{}", d.id);
            self.note_domains(&own, &d.constructs);
            self.note(own);
        }
    }

    /// Remembers the entry of a table that could not be read: what refers to it is no mistake of its own.
    pub(super) fn note_table(&mut self, kind: &str, table: &Table<'_>) {
        if let Some(id) = table.get("id").and_then(|v| v.text().ok()) {
            self.note(format!("{kind}.{id}"));
        }
    }

    /// Whether nothing went.
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        self.0.contains(&format!("{kind}.{id}"))
    }

    /// Whether a domain or construct of this id, wherever it lay in the framework, is among them.
    fn has_part(&self, framework: &str, id: &str) -> bool {
        let inside = |name: &String| name.strip_prefix(framework).is_some_and(|rest| rest.starts_with('.'));
        self.0.iter().filter(|name| inside(name)).any(|name| name.rsplit('.').next() == Some(id))
    }

    fn has_group(&self, id: &str) -> bool {
        self.has("set", id) || self.has("cue", id)
    }

    /// Whether a code, or the domain it lies in, is among them.
    fn has_code(&self, framework: &str, code: &str) -> bool {
        let domain = code.split_once('.').map_or(code, |(d, _)| d);
        self.has(framework, code) || self.has(framework, domain)
    }
}

impl Draft {
    /// Drops every reference to what is gone and was not given again: concepts that sets and domains name, conditions, neighbours, rows of
    /// crosswalks, and the terms that cannot be said without a list that is gone.
    pub(super) fn forget(&mut self) {
        if self.gone.is_empty() {
            return;
        }
        let concepts: BTreeSet<_> = self.concepts.iter().map(|c| c.id.clone()).collect();
        let groups: BTreeSet<_> =
            self.sets.iter().map(|s| &s.id).chain(self.cues.iter().map(|c| &c.id)).cloned().collect();
        let gone = &self.gone;
        let no_concept = |id: &str| !concepts.contains(id) && gone.has("concept", id);
        let no_group = |id: &str| !groups.contains(id) && gone.has_group(id);
        self.sets.iter_mut().for_each(|s| s.concepts.retain(|id| !no_concept(id)));
        for f in &mut self.frameworks {
            f.domains.iter_mut().for_each(|d| mappings(d, &no_concept, &no_group));
            let parts: BTreeSet<_> =
                f.domains.iter().flat_map(|d| d.constructs.iter().chain([d])).map(|d| d.id.clone()).collect();
            let codes = f.codes();
            let known = |code: &str| parts.contains(code) || codes.iter().any(|c| c == code);
            let id = f.id.clone();
            let no_code = |code: &str| !known(code) && (gone.has_code(&id, code) || gone.has_part(&id, code));
            f.domains.iter_mut().for_each(|d| neighbours(d, &no_code));
        }
        let own = self.concepts.iter_mut().map(|c| &mut c.terms);
        let cues = self.cues.iter_mut().map(|c| &mut c.terms);
        let lists = own.chain(cues).chain(self.sets.iter_mut().map(|s| &mut s.terms));
        lists.for_each(|list| list.retain(|t| !names(t, &no_group)));
        self.crosswalks.iter_mut().for_each(|c| rows(c, &self.frameworks, gone));
    }
}

/// A concept in a domain goes with the concept, and with the only lists that could meet its condition.
fn mappings(d: &mut Domain, no_concept: &impl Fn(&str) -> bool, no_group: &impl Fn(&str) -> bool) {
    d.concepts.retain_mut(|m| {
        let asked = m.when.object.len();
        m.when.object.retain(|id| !no_group(id));
        m.when.without.retain(|id| !no_group(id));
        !no_concept(&m.concept) && (asked == 0 || !m.when.object.is_empty())
    });
    d.constructs.iter_mut().for_each(|c| mappings(c, no_concept, no_group));
}

fn neighbours(d: &mut Domain, no_code: &impl Fn(&str) -> bool) {
    d.not.retain(|n| !no_code(&n.instead));
    d.constructs.iter_mut().for_each(|c| neighbours(c, no_code));
}

fn names(term: &Term, no_group: &impl Fn(&str) -> bool) -> bool {
    term.pattern.classes().into_iter().any(no_group)
}

fn rows(c: &mut Crosswalk, frameworks: &[Framework], gone: &Gone) {
    let no_code = |framework: &str, code: &str| {
        let known = frameworks.iter().find(|f| *f.id == *framework);
        known.is_some_and(|f| !f.has(code)) && gone.has_code(framework, code)
    };
    c.rows.retain(|r| !no_code(&c.from, &r.from));
    let to = c.to.clone();
    c.rows.iter_mut().for_each(|r| r.to.retain(|code| !no_code(&to, code)));
}

#[cfg(all(test, embedded))]
mod tests {
    use crate::lexicon::{Base, Lexicon, Source};

    fn over_shipped(text: &str) -> crate::Result<Lexicon> {
        Lexicon::from_sources(&[Source { name: "pack.toml".into(), text: text.into() }], Base::Shipped)
    }

    /// Every third of all entries at once, and the example of docs/lexicon.md.
    #[test]
    fn whatever_is_disabled_goes_with_what_names_it() {
        let shipped = Lexicon::load(&[], true).unwrap();
        let mut names: Vec<String> = Vec::new();
        names.extend(shipped.concepts.iter().filter(|c| !c.id.contains('.')).map(|c| format!("concept.{}", c.id)));
        names.extend(shipped.cues.iter().map(|c| format!("cue.{}", c.id)));
        names.extend(shipped.sets.iter().map(|s| format!("set.{}", s.id)));
        for f in &shipped.frameworks {
            names.extend(f.domains.iter().map(|d| format!("{}.{}", f.id, d.id)));
        }
        let constructs = shipped.frameworks.iter().flat_map(|f| {
            f.codes().into_iter().filter(|c| c.contains('.')).map(|c| format!("'{}.{c}'", f.id)).collect::<Vec<_>>()
        });
        let constructs = over_shipped(&format!("disable = [{}]", constructs.collect::<Vec<_>>().join(", ")));
        assert!(constructs.is_ok(), "{constructs:?}");
        for third in 0..3 {
            let list: Vec<String> = names.iter().skip(third).step_by(3).map(|name| format!("'{name}'")).collect();
            let lexicon = over_shipped(&format!("disable = [{}]", list.join(", ")));
            assert!(lexicon.is_ok(), "{lexicon:?}");
        }
        let docs = include_str!("../../docs/lexicon.md");
        let example = docs.lines().find(|line| line.starts_with("disable = [")).unwrap();
        let lexicon = over_shipped(example).unwrap();
        assert_eq!(lexicon.concepts.iter().filter(|c| *c.id == *"time" || *c.id == *"tdf.optimism").count(), 0);
        let tdf = lexicon.framework("tdf").unwrap();
        assert!(tdf.domains.iter().all(|d| d.mappings().iter().all(|m| *m.concept != *"time")));
        assert!(lexicon.crosswalk("tdf", "com_b").unwrap().rows.iter().all(|r| *r.from != *"optimism"));
    }

    const SMALL: &str = "id = 'f'\nname = 'F'\n[[domain]]\nid = 'a'\nconcepts = ['tea', { id = 'cake', when = { object = 'staff' } }, \
        { id = 'bun', when = { object = ['staff', 'cooks'], without = 'staff' } }]\nnot = [{ when = 'x', instead = 'b' }]\n\
        [[domain.construct]]\nid = 'c'\n[[domain]]\nid = 'b'\nterms = ['scones']\n\
        [[concept]]\nid = 'tea'\nterms = ['tea', '<staff> tea', '{<staff>,nurse} cup']\n[[concept]]\nid = 'cake'\nterms = ['cake']\n\
        [[concept]]\nid = 'bun'\nterms = ['bun']\n[[set]]\nid = 'staff'\nterms = ['nurse']\n[[set]]\nid = 'cooks'\nconcepts = ['tea']\n\
        terms = ['cook']\n[[crosswalk]]\nfrom = 'f'\nto = 'g'\nrows = [{ from = 'b', to = 'x' }, { from = 'a.c', to = 'y' }]\n";

    fn small(pack: &str) -> Lexicon {
        Lexicon::from_texts(&[("small.toml", SMALL), ("pack.toml", pack)]).expect("a pack without mistakes")
    }

    #[test]
    fn a_set_that_goes_takes_terms_and_conditions_with_it() {
        let lexicon = small("disable = ['set.staff']");
        let terms: Vec<&str> = lexicon.concepts.iter().flat_map(|c| &c.terms).map(|t| &*t.text).collect();
        assert!(!terms.iter().any(|t| t.contains("staff")) && terms.contains(&"tea"), "{terms:?}");
        let mappings = &lexicon.frameworks[0].domains[0].concepts;
        assert!(mappings.iter().all(|m| *m.concept != *"cake"), "its condition cannot be met");
        assert_eq!(mappings[1].when.object, ["cooks"]);
        assert!(mappings[1].when.without.is_empty());
    }

    #[test]
    fn a_concept_or_a_code_that_goes_is_named_nowhere() {
        let lexicon = small("disable = ['concept.tea', 'f.b', 'f.a.c']");
        assert!(lexicon.sets.iter().all(|s| s.concepts.is_empty()));
        assert!(lexicon.crosswalks[0].rows.is_empty());
        assert!(
            lexicon.frameworks[0].domains[0].not.is_empty() && lexicon.frameworks[0].domains[0].constructs.is_empty()
        );
        assert!(lexicon.concepts.iter().all(|c| *c.id != *"f.b"));
    }

    #[test]
    fn what_is_given_again_is_named_again() {
        let lexicon = small("disable = ['set.staff']\n[[set]]\nid = 'staff'\nterms = ['porter']\n");
        assert!(lexicon.concepts[0].terms.iter().any(|t| &*t.text == "<staff> tea"));
        let lexicon = small("id = 'f'\nreplace = true\n[[domain]]\nid = 'a'\nterms = ['jam']\n");
        assert!(lexicon.crosswalks[0].rows.is_empty(), "a replaced framework has other codes");
    }

    #[test]
    fn an_id_that_never_was_stays_an_error() {
        for (pack, what) in [
            (
                "disable = ['concept.tee']",
                "pack.toml:1:12: `concept.tee` is to be disabled, but there is none of that id",
            ),
            ("disable = ['set.staff']\n[[concept]]\nid = 'x'\nterms = ['<stuff> x']\n", "names <stuff>"),
        ] {
            let error = Lexicon::from_texts(&[("small.toml", SMALL), ("pack.toml", pack)]).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
