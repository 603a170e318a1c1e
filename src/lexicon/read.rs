//! The tables of a lexicon file -> entries laid over a lexicon: added, overridden, disabled by id.
use super::{
    crosswalk::{self, Crosswalk},
    file::{File, Table, Value, one_of},
    fitted::Fitted,
    forms::Forms,
    model::*,
    term::{self, Reading},
};
use crate::{
    error::Result,
    report::{Holder, Level, Valence},
    text::Zone,
};
use std::{collections::BTreeMap, sync::Arc};

const LEANS: [(Lean, &str); 3] = [(Lean::Helps, "helps"), (Lean::Hinders, "hinders"), (Lean::Neither, "neither")];

/// What has been read so far; later files are laid over it.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) concepts: Vec<Concept>,
    pub(super) frameworks: Vec<Framework>,
    pub(super) cues: Vec<CueGroup>,
    pub(super) sets: Vec<WordSet>,
    pub(super) crosswalks: Vec<Crosswalk>,
    pub(super) zones: Vec<ZoneEntry>,
    pub(super) numbers: BTreeMap<String, i32>,
    pub(super) forms: Forms,
}

impl Draft {
    /// Lays the tables of a file over what there is.
    pub(super) fn lay(&mut self, file: &File) -> Result<()> {
        let parsed = file.parse()?;
        let root = Table::root(file, &parsed);
        for value in root.list("disable")? {
            self.disable(&value)?;
        }
        for table in root.tables("concept")? {
            self.concept(&table)?;
        }
        for table in root.tables("cue")? {
            self.cue(&table)?;
        }
        for table in root.tables("set")? {
            self.set(&table)?;
        }
        for table in root.tables("crosswalk")? {
            crosswalk::lay(&table, &mut self.crosswalks)?;
        }
        for table in root.tables("zone")? {
            self.zone(&table)?;
        }
        if let Some(table) =
            root.get("score").map(|v| v.table().map_or_else(|| v.wrong("a table [score]"), Ok)).transpose()?
        {
            for (key, value) in table.keys() {
                self.numbers.insert(key.to_owned(), value.thousandths(-100_000, 100_000)?);
            }
        }
        if let Some(table) =
            root.get("forms").map(|v| v.table().map_or_else(|| v.wrong("a table [forms]"), Ok)).transpose()?
        {
            self.forms(&table)?;
        }
        if let Some(value) = root.get("fitted") {
            let Some(table) = value.table() else {
                return value.wrong("tables [fitted.FRAMEWORK.statements] and so on");
            };
            table.keys().try_for_each(|(id, value)| self.fitted(id, &value))?;
        }
        let domains = root.tables("domain")?;
        if root.get("id").is_some() {
            self.framework(&root, &domains)?;
        } else if let Some(first) = domains.first() {
            return Err(first.error(
                "a [[domain]] without a framework; expected `id = \"...\"` and `name = \"...\"` at the top of the file",
            ));
        }
        root.finish()
    }

    fn disable(&mut self, value: &Value<'_>) -> Result<()> {
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
            framework => {
                for f in self.frameworks.iter_mut().filter(|f| *f.id == *framework) {
                    f.domains.retain(|d| *d.id != *id);
                }
                self.concepts.retain(|c| *c.id != *name);
            }
        }
        if kind == "concept" {
            for domain in self.frameworks.iter_mut().flat_map(|f| &mut f.domains) {
                let parts = domain.constructs.iter_mut().map(|c| &mut c.concepts);
                parts.chain([&mut domain.concepts]).for_each(|mappings| mappings.retain(|m| *m.concept != *id));
            }
        }
        if before == self.size() {
            return Err(value.error(format!("`{name}` is to be disabled, but there is none of that id")));
        }
        Ok(())
    }

    fn size(&self) -> usize {
        self.concepts.len()
            + self.cues.len()
            + self.sets.len()
            + self.frameworks.iter().map(|f| f.domains.len()).sum::<usize>()
    }

    fn concept(&mut self, t: &Table<'_>) -> Result<()> {
        let fresh = || -> Result<Concept> {
            Ok(Concept {
                id: t.id("id")?,
                label: String::new(),
                definition: String::new(),
                lean: Lean::Neither,
                provenance: String::new(),
                terms: Vec::new(),
                examples: Examples::default(),
                origin: origin(t),
            })
        };
        let entry = slot(&mut self.concepts, t, |c| &c.id, fresh)?;
        set_text(t, "label", &mut entry.label)?;
        set_text(t, "definition", &mut entry.definition)?;
        set_text(t, "provenance", &mut entry.provenance)?;
        if let Some(lean) = t.named("lean", &LEANS)? {
            entry.lean = lean;
        }
        terms(t, "terms", &mut entry.terms)?;
        examples(t, &mut entry.examples)?;
        t.finish()
    }

    fn cue(&mut self, t: &Table<'_>) -> Result<()> {
        let kind = t.named("kind", &CueKind::NAMES)?;
        let fresh = || -> Result<CueGroup> {
            let Some(kind) = kind else { return Err(t.error("this cue has no `kind`; expected one")) };
            let id = t.id("id")?;
            let reach = Reach::Forward;
            Ok(CueGroup {
                id,
                kind,
                reach,
                within: 6,
                valence: None,
                weight: 1000,
                terms: Vec::new(),
                headings: Vec::new(),
                origin: origin(t),
            })
        };
        let entry = slot(&mut self.cues, t, |c| &c.id, fresh)?;
        if let Some(kind) = kind {
            entry.kind = kind;
        }
        if let Some(reach) = t.named("reach", &Reach::NAMES)? {
            entry.reach = reach;
        }
        if let Some(within) = t.thousandths("within", 1000, 40_000)? {
            entry.within = (within / 1000) as u32;
        }
        if let Some(weight) = t.thousandths("weight", 50, 3000)? {
            entry.weight = weight;
        }
        if let Some(valence) =
            t.named("valence", &[(Valence::Barrier, "barrier"), (Valence::Facilitator, "facilitator")])?
        {
            entry.valence = Some(valence);
        }
        terms(t, "terms", &mut entry.terms)?;
        terms(t, "headings", &mut entry.headings)?;
        t.get("provenance");
        t.finish()
    }

    fn set(&mut self, t: &Table<'_>) -> Result<()> {
        let fresh = || -> Result<WordSet> {
            Ok(WordSet {
                id: t.id("id")?,
                holder: None,
                level: None,
                concepts: Vec::new(),
                terms: Vec::new(),
                origin: origin(t),
            })
        };
        let entry = slot(&mut self.sets, t, |s| &s.id, fresh)?;
        if let Some(holder) = t.named("holder", &Holder::ALL.map(|h| (h, h.name())))? {
            entry.holder = Some(holder);
        }
        if let Some(level) = t.named("level", &Level::ALL.map(|l| (l, l.name())))? {
            entry.level = Some(level);
        }
        for id in t.list("concepts")? {
            entry.concepts.push(id.text()?.into());
        }
        terms(t, "terms", &mut entry.terms)?;
        t.get("provenance");
        t.get("label");
        t.finish()
    }

    fn zone(&mut self, t: &Table<'_>) -> Result<()> {
        let Some(zone) = t.named("id", &Zone::ALL.map(|z| (z, z.name())))? else {
            return Err(t.error("this zone has no `id`; expected one"));
        };
        let evidence = t.get("evidence").is_none() || t.flag("evidence")?;
        let weight = t.thousandths("weight", -3000, 1000)?.unwrap_or(0);
        let mut headings = Vec::new();
        terms(t, "headings", &mut headings)?;
        match self.zones.iter_mut().find(|z| z.zone == zone) {
            Some(entry) => {
                entry.evidence = evidence;
                entry.weight = weight;
                entry.headings.append(&mut headings);
            }
            None => self.zones.push(ZoneEntry { zone, evidence, weight, headings }),
        }
        t.get("provenance");
        t.finish()
    }

    fn forms(&mut self, t: &Table<'_>) -> Result<()> {
        for row in t.list("irregular")? {
            let words: Vec<String> = row.list()?.iter().map(|v| v.text().map(str::to_owned)).collect::<Result<_>>()?;
            let [base, forms @ ..] = words.as_slice() else {
                return row.wrong("a list: the base form, then its other forms");
            };
            self.forms.irregular.entry(base.clone()).or_default().extend(forms.iter().cloned());
        }
        for row in t.list("spelling")? {
            match row.list()?.as_slice() {
                [a, b] => self.forms.spelling.push((a.text()?.to_owned(), b.text()?.to_owned())),
                _ => return row.wrong("a pair: British stem, American stem"),
            }
        }
        for row in t.list("compounds")? {
            match row.list()?.as_slice() {
                [apart, joined] => self.forms.add_compound(apart.text()?, joined.text()?),
                _ => return row.wrong("a pair: the words apart, the word joined"),
            }
        }
        self.forms.keep.extend(t.texts("keep")?);
        self.forms.function_words.extend(t.texts("function_words")?);
        t.finish()
    }

    fn fitted(&mut self, id: &str, value: &Value<'_>) -> Result<()> {
        let Some(framework) = self.frameworks.iter_mut().find(|f| *f.id == *id) else {
            return Err(value.error(format!("numbers fitted for a framework `{id}`, and there is none of that id")));
        };
        value.table().map_or_else(|| value.wrong("a table"), |t| framework.fitted.lay(&t))
    }

    fn framework(&mut self, root: &Table<'_>, domains: &[Table<'_>]) -> Result<()> {
        let id = root.id("id")?;
        let at = match self.frameworks.iter().position(|f| f.id == id) {
            Some(at) => at,
            None => {
                let Some(name) = root.text("name")? else {
                    return Err(root.error("this framework has no `name`; expected one"));
                };
                let (version, source) = ("1".to_owned(), String::new());
                let name = name.to_owned();
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
            framework.domains.clear();
            framework.fitted = Fitted::default();
            let prefix = format!("{id}.");
            self.concepts.retain(|c| !c.id.starts_with(&prefix));
        }
        set_text(root, "name", &mut framework.name)?;
        set_text(root, "version", &mut framework.version)?;
        set_text(root, "source", &mut framework.source)?;
        root.get("provenance");
        root.get("label");
        root.get("definition");
        for table in domains {
            given_anew(table, &mut framework.fitted)?;
            domain(table, &id, &mut framework.domains, &mut self.concepts)?;
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
            let concept = mapping(&value)?.concept;
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
        let mapping = mapping(&value)?;
        d.concepts.retain(|m| m.concept != mapping.concept || m.when != mapping.when);
        d.concepts.push(mapping);
    }
    examples(t, &mut d.examples)?;
    own_terms(t, &own, d, concepts)?;
    for construct in t.tables("construct")? {
        domain(&construct, &own, &mut d.constructs, concepts)?;
    }
    t.finish()
}

/// The terms of a domain alone become the concept `framework.domain`.
fn own_terms(t: &Table<'_>, own: &Arc<str>, d: &mut Domain, concepts: &mut Vec<Concept>) -> Result<()> {
    let mut list = Vec::new();
    terms(t, "terms", &mut list)?;
    if list.is_empty() {
        return Ok(());
    }
    match concepts.iter_mut().find(|c| c.id == *own) {
        Some(c) => merge(&mut c.terms, list),
        None => concepts.push(Concept {
            id: own.clone(),
            label: d.label.clone(),
            definition: d.definition.clone(),
            lean: d.lean,
            provenance: String::new(),
            terms: list,
            examples: Examples::default(),
            origin: origin(t),
        }),
    }
    if !d.concepts.iter().any(|m| m.concept == *own) {
        d.concepts.push(Mapping { concept: own.clone(), weight: 1000, when: Condition::default(), origin: origin(t) });
    }
    Ok(())
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
    let ids =
        |key| -> Result<Vec<String>> { t.one_or_many(key)?.iter().map(|v| v.text().map(str::to_owned)).collect() };
    let when = Condition {
        object: ids("object")?,
        without: ids("without")?,
        holder: t
            .one_or_many("holder")?
            .iter()
            .map(|v| one_of(v, &Holder::ALL.map(|h| (h, h.name()))))
            .collect::<Result<_>>()?,
        level: t
            .one_or_many("level")?
            .iter()
            .map(|v| one_of(v, &Level::ALL.map(|l| (l, l.name()))))
            .collect::<Result<_>>()?,
    };
    t.finish()?;
    Ok(when)
}

fn origin(t: &Table<'_>) -> Origin {
    Origin { file: t.file.name.clone(), line: t.line() }
}

fn set_text(t: &Table<'_>, key: &'static str, slot: &mut String) -> Result<()> {
    if let Some(text) = t.text(key)? {
        *slot = text.to_owned();
    }
    Ok(())
}

/// The entry with this table's id, made new if there is none or it is to be replaced.
fn slot<'e, E>(
    entries: &'e mut Vec<E>,
    t: &Table<'_>,
    id: impl Fn(&E) -> &Arc<str>,
    fresh: impl FnOnce() -> Result<E>,
) -> Result<&'e mut E> {
    let wanted = t.id("id")?;
    let replace = t.flag("replace")?;
    let at = match entries.iter().position(|e| *id(e) == wanted) {
        Some(at) if replace => {
            entries[at] = fresh()?;
            at
        }
        Some(at) => at,
        None => {
            entries.push(fresh()?);
            entries.len() - 1
        }
    };
    Ok(&mut entries[at])
}

fn examples(t: &Table<'_>, slot: &mut Examples) -> Result<()> {
    let Some(value) = t.get("examples") else { return Ok(()) };
    let Some(table) = value.table() else { return value.wrong("a table with `barrier`, `facilitator`, `none`") };
    let sentences = |key| table.list(key)?.iter().map(example).collect::<Result<Vec<_>>>();
    slot.barrier.extend(sentences("barrier")?);
    slot.facilitator.extend(sentences("facilitator")?);
    slot.none.extend(sentences("none")?);
    table.finish()
}

fn example(value: &Value<'_>) -> Result<Example> {
    Ok(Example { text: value.text()?.to_owned(), origin: value.origin() })
}

fn terms(t: &Table<'_>, key: &'static str, slot: &mut Vec<Term>) -> Result<()> {
    for value in t.list("remove")? {
        let text = value.text()?;
        let before = slot.len();
        slot.retain(|term| *term.text != *text);
        if before == slot.len() {
            return Err(value.error(format!("`{text}` is to be removed, but there is no such term here")));
        }
    }
    let list = t.list(key)?.iter().map(one_term).collect::<Result<Vec<_>>>()?;
    merge(slot, list);
    Ok(())
}

/// A term given again replaces the earlier one of the same text.
fn merge(slot: &mut Vec<Term>, list: Vec<Term>) {
    if !slot.is_empty() {
        slot.retain(|old| !list.iter().any(|new| new.text == old.text));
    }
    slot.extend(list);
}

fn one_term(value: &Value<'_>) -> Result<Term> {
    let table = value.table();
    let (text_value, t) = match (&table, value.value.as_str()) {
        (_, Some(_)) => (*value, None),
        (Some(t), _) => match t.get("text") {
            Some(text) => (text, Some(t)),
            None => return Err(t.error("this term has no `text`; expected one")),
        },
        _ => return value.wrong("a term in quotes, or a table with `text`"),
    };
    let text = text_value.text()?;
    let flag = |key| t.map_or(Ok(false), |t: &Table<'_>| t.flag(key));
    let reading = Reading { exact: flag("exact")?, literal: flag("literal")? };
    let pattern = term::parse(text, reading)
        .map_err(|e| value.file.error(text_value.inside(e.offset), format!("term `{text}`: {}", e.message)))?;
    let (shield, origin) = (flag("shield")?, value.origin());
    let mut term = Term { text: text.into(), pattern, lean: None, weight: 1000, shield, origin };
    if let Some(t) = t {
        term.lean = t.named("lean", &LEANS)?;
        term.weight = t.thousandths("weight", 50, 3000)?.unwrap_or(1000);
        t.get("provenance");
        t.finish()?;
    }
    Ok(term)
}
