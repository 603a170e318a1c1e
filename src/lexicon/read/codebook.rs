//! The header and `[[domain]]` tables of a file -> a framework: its domains, their constructs, and the concepts that lead to them.
use super::{
    Draft,
    entry::{LEANS, examples, origin, set_text, slot, terms},
};
use crate::{
    error::Result,
    lexicon::{
        file::{Table, Value, one_of},
        fitted::Fitted,
        model::*,
    },
    report::{Holder, Level},
};
use std::sync::Arc;

impl Draft {
    pub(super) fn framework(&mut self, root: &Table<'_>, domains: &[Table<'_>]) -> Result<()> {
        for key in ["name", "version", "source", "replace", "provenance", "label", "definition"] {
            root.get(key);
        }
        let id = root.id("id")?;
        let at = match self.frameworks.iter().position(|f| f.id == id) {
            Some(at) => at,
            None => {
                // one that is no text is told already
                let name = root.text("name")?.or(root.has("name").then_some(""));
                let Some(name) = name else {
                    return Err(root.error("this framework has no `name`; expected one"));
                };
                let (name, version, source) = (name.to_owned(), "1".to_owned(), String::new());
                self.frameworks.push(Framework {
                    id: id.clone(),
                    name,
                    version,
                    source,
                    domains: Vec::new(),
                    fitted: Fitted::default(),
                    origin: origin(root),
                });
                self.frameworks.len() - 1
            }
        };
        let framework = &mut self.frameworks[at];
        if root.flag("replace")? {
            self.gone.note_domains(&id, &framework.domains);
            framework.domains.clear();
            framework.fitted = Fitted::default();
            let prefix = format!("{id}.");
            self.concepts.retain(|c| !c.id.starts_with(&prefix));
        }
        set_text(root, "name", &mut framework.name)?;
        set_text(root, "version", &mut framework.version)?;
        set_text(root, "source", &mut framework.source)?;
        for table in domains {
            table.file.heard(given_anew(table, &mut framework.fitted));
            if let (true, Ok(replaced)) = (table.flag("replace")?, table.id("id")) {
                let old = framework.domains.iter().filter(|d| d.id == replaced).flat_map(|d| &d.constructs);
                self.gone.note_domains(&format!("{id}.{replaced}"), old.cloned().collect::<Vec<_>>().as_slice());
            }
            let read = domain(table, &id, &mut framework.domains, &mut self.concepts);
            if table.file.heard(read).is_none() {
                self.gone.note_table(&id, table);
            }
        }
        Ok(())
    }
}

/// What a file says of a domain stands as it is said: nothing estimated before is added to it.
fn given_anew(t: &Table<'_>, fitted: &mut Fitted) -> Result<()> {
    let id = t.id("id")?;
    for mode in fitted.both() {
        if t.flag("replace")? {
            mode.forget_domain(&id);
        }
        if t.get("prior").is_some() {
            mode.priors.remove(&*id);
        }
        for value in t.list("concepts")? {
            let Ok(Mapping { concept, .. }) = mapping(&value) else { continue };
            mode.weights.remove(&(id.to_string(), concept.to_string()));
        }
    }
    Ok(())
}

fn domain(t: &Table<'_>, path: &str, domains: &mut Vec<Domain>, concepts: &mut Vec<Concept>) -> Result<()> {
    let id = t.id("id")?;
    let own: Arc<str> = format!("{path}.{id}").into();
    let fresh = || -> Result<Domain> {
        Ok(Domain {
            id: id.clone(),
            label: id.to_string(),
            definition: String::new(),
            when_to_use: String::new(),
            not: Vec::new(),
            provenance: String::new(),
            concepts: Vec::new(),
            prior: 0,
            lean: Lean::Neither,
            examples: Examples::default(),
            constructs: Vec::new(),
            origin: origin(t),
        })
    };
    if t.flag("replace")? {
        concepts.retain(|c| c.id != own);
    }
    let d = slot(domains, t, |d| &d.id, fresh)?;
    set_text(t, "label", &mut d.label)?;
    set_text(t, "definition", &mut d.definition)?;
    set_text(t, "use", &mut d.when_to_use)?;
    set_text(t, "provenance", &mut d.provenance)?;
    if let Some(prior) = t.thousandths("prior", -2000, 2000)? {
        d.prior = prior;
    }
    if let Some(lean) = t.named("lean", &LEANS)? {
        d.lean = lean;
    }
    for not in t.tables("not")? {
        let when = not.text("when")?.unwrap_or_default().to_owned();
        d.not.push(Not { when, instead: not.text("instead")?.unwrap_or_default().to_owned() });
        not.finish()?;
    }
    for value in t.list("concepts")? {
        let Some(mapping) = t.file.heard(mapping(&value)) else { continue };
        // what a later file says of a concept stands as it says, whatever conditions there were
        let other = |m: &Mapping| m.origin.file == mapping.origin.file && m.when != mapping.when;
        d.concepts.retain(|m| m.concept != mapping.concept || other(m));
        d.concepts.push(mapping);
    }
    examples(t, &mut d.examples)?;
    own_terms(t, &own, d, concepts)?;
    own_mapping(t, &own, d, concepts);
    for construct in t.tables("construct")? {
        t.file.heard(domain(&construct, &own, &mut d.constructs, concepts));
    }
    t.finish()
}

/// The terms of a domain alone become the concept `framework.domain`; what the domain says of itself holds for them.
fn own_terms(t: &Table<'_>, own: &Arc<str>, d: &Domain, concepts: &mut Vec<Concept>) -> Result<()> {
    if let Some(c) = concepts.iter_mut().find(|c| c.id == *own) {
        (c.label, c.definition, c.lean) = (d.label.clone(), d.definition.clone(), d.lean);
        return terms(t, [("terms", &mut c.terms)]);
    }
    let mut list = Vec::new();
    terms(t, [("terms", &mut list)])?;
    if !list.is_empty() {
        concepts.push(Concept {
            id: own.clone(),
            label: d.label.clone(),
            definition: d.definition.clone(),
            lean: d.lean,
            provenance: String::new(),
            terms: list,
            examples: Examples::default(),
            origin: origin(t),
        });
    }
    Ok(())
}

/// The way from a domain's own terms to it, if there are any.
fn own_mapping(t: &Table<'_>, own: &Arc<str>, d: &mut Domain, concepts: &[Concept]) {
    let led = d.concepts.iter().any(|m| m.concept == *own);
    if !led && concepts.iter().any(|c| c.id == *own && !c.terms.is_empty()) {
        d.concepts.push(Mapping { concept: own.clone(), weight: 1000, when: Condition::default(), origin: origin(t) });
    }
}

fn mapping(value: &Value<'_>) -> Result<Mapping> {
    let at = value.origin();
    if let Some(id) = value.value.as_str() {
        return Ok(Mapping { concept: id.into(), weight: 1000, when: Condition::default(), origin: at });
    }
    let Some(t) = value.table() else { return value.wrong("a concept's id, or a table with `id`") };
    let when = match t.get("when") {
        None => Condition::default(),
        Some(v) => v.table().map_or_else(|| v.wrong("a table of conditions"), |w| condition(&w))?,
    };
    let mapping = Mapping {
        concept: t.id("id")?,
        weight: t.thousandths("weight", -3000, 3000)?.unwrap_or(1000),
        when,
        origin: at,
    };
    t.finish()?;
    Ok(mapping)
}

fn condition(t: &Table<'_>) -> Result<Condition> {
    let (holders, levels) = (Holder::ALL.map(|h| (h, h.name())), Level::ALL.map(|l| (l, l.name())));
    let when = Condition {
        object: each(t, "object", |v| v.text().map(str::to_owned))?,
        without: each(t, "without", |v| v.text().map(str::to_owned))?,
        holder: each(t, "holder", |v| one_of(v, &holders))?,
        level: each(t, "level", |v| one_of(v, &levels))?,
    };
    t.finish()?;
    Ok(when)
}

/// What one value or each of a list says; the file keeps the mistakes.
fn each<T>(t: &Table<'_>, key: &'static str, read: impl Fn(&Value<'_>) -> Result<T>) -> Result<Vec<T>> {
    Ok(t.one_or_many(key)?.iter().filter_map(|v| t.file.heard(read(v))).collect())
}
