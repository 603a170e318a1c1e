//! The tables of a lexicon file -> entries laid over a lexicon: added, overridden, disabled by id.
mod codebook;
mod entry;

use super::{
    crosswalk::{self, Crosswalk},
    file::{File, Table, Value},
    forms::Forms,
    model::*,
};
use crate::{
    error::Result,
    report::{Holder, Level, Valence},
    text::Zone,
};
use entry::{LEANS, examples, origin, set_text, slot, terms};
use std::collections::BTreeMap;

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
                [a, b] => self.forms.add_spelling(a.text()?.to_owned(), b.text()?.to_owned()),
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
}
