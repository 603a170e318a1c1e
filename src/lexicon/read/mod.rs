//! The tables of a lexicon file -> entries laid over a lexicon: added, overridden, disabled by id.
mod codebook;
mod disable;
mod entry;
mod numbers;

use super::{
    crosswalk::{self, Crosswalk},
    file::{File, Table, Value},
    forms::Forms,
    gone::Gone,
    model::*,
    near::did_you_mean,
};
use crate::{
    error::Result,
    report::{Holder, Level, Valence},
    text::Zone,
};
use entry::{LEANS, examples, headings, origin, set_text, slot, terms};
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
    pub(super) gone: Gone,
}

impl Draft {
    /// Lays the tables of a file over what there is; the file keeps the mistakes in them.
    ///
    /// # Errors
    /// A file that is not TOML.
    pub(super) fn lay(&mut self, file: &File) -> Result<()> {
        let parsed = file.parse()?;
        let root = Table::root(file, &parsed);
        for value in root.list("disable")? {
            file.heard(self.disable(&value));
        }
        self.each(&root, "concept", Self::concept)?;
        self.each(&root, "cue", Self::cue)?;
        self.each(&root, "set", Self::set)?;
        for table in root.tables("crosswalk")? {
            file.heard(crosswalk::lay(&table, &mut self.crosswalks));
        }
        self.each(&root, "zone", Self::zone)?;
        if let Some(table) = part(&root, "score") {
            file.heard(self.score(&table));
        }
        if let Some(table) = part(&root, "forms") {
            file.heard(self.forms(&table));
        }
        if let Some(value) = root.get("fitted") {
            match value.table() {
                Some(table) => table.keys().for_each(|(id, value)| _ = file.heard(self.fitted(id, &value))),
                None => _ = file.heard::<()>(value.wrong("tables [fitted.FRAMEWORK.statements] and so on")),
            }
        }
        let domains = root.tables("domain")?;
        if root.has("id") {
            file.heard(self.framework(&root, &domains));
        } else if let Some(first) = domains.first() {
            file.heard::<()>(Err(first.error(
                "a [[domain]] without a framework; expected `id = \"...\"` and `name = \"...\"` at the top of the file",
            )));
        }
        root.finish()
    }

    /// Lays every table `[[kind]]` of a file over what there is.
    fn each(
        &mut self,
        root: &Table<'_>,
        kind: &'static str,
        lay: fn(&mut Self, &Table<'_>) -> Result<()>,
    ) -> Result<()> {
        for table in root.tables(kind)? {
            let read = lay(self, &table);
            if root.file.heard(read).is_none() {
                self.gone.note_table(kind, &table);
            }
        }
        Ok(())
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
            let kind = match kind {
                Some(kind) => kind,
                // told already
                None if t.has("kind") => CueKind::Stop,
                None => return Err(t.error("this cue has no `kind`; expected one")),
            };
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
        headings(t, &mut entry.headings)?;
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
        entry.concepts.extend(t.texts("concepts")?.into_iter().map(Into::into));
        terms(t, "terms", &mut entry.terms)?;
        t.get("provenance");
        t.get("label");
        t.finish()
    }

    fn zone(&mut self, t: &Table<'_>) -> Result<()> {
        let Some(zone) = t.named("id", &Zone::ALL.map(|z| (z, z.name())))? else {
            return if t.has("id") { Ok(()) } else { Err(t.error("this zone has no `id`; expected one")) };
        };
        let evidence = t.get("evidence").is_none() || t.flag("evidence")?;
        let weight = t.thousandths("weight", -3000, 1000)?.unwrap_or(0);
        let mut added = Vec::new();
        headings(t, &mut added)?;
        match self.zones.iter_mut().find(|z| z.zone == zone) {
            Some(entry) => {
                entry.evidence = evidence;
                entry.weight = weight;
                entry.headings.append(&mut added);
            }
            None => self.zones.push(ZoneEntry { zone, evidence, weight, headings: added }),
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
        let Some(at) = self.frameworks.iter().position(|f| *f.id == *id) else {
            let near = did_you_mean(id, self.frameworks.iter().map(|f| &*f.id));
            let message = format!("numbers fitted for a framework `{id}`, and there is none of that id{near}");
            return Err(value.error(message));
        };
        value.table().map_or_else(|| value.wrong("a table"), |t| self.frameworks[at].fitted.lay(&t))
    }
}

/// The table `[key]`, if there is one.
fn part<'f>(root: &Table<'f>, key: &'static str) -> Option<Table<'f>> {
    let value = root.get(key)?;
    let table = value.table().map_or_else(|| value.wrong(&format!("a table [{key}]")), Ok);
    root.file.heard(table)
}
