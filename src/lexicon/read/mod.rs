//! The tables of a lexicon file -> entries laid over a lexicon: added, overridden, disabled by id.
mod codebook;
mod disable;
mod entry;
mod numbers;
#[cfg(all(test, embedded))]
mod tests;

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
use entry::{LEANS, examples, origin, set_text, slot, terms};
use std::{collections::BTreeMap, sync::Arc};

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
    /// Numbers estimated for a framework that was not defined yet: file and framework.
    early: Vec<(Arc<str>, String)>,
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
        for (id, value) in fitted(&root) {
            match self.frameworks.iter().any(|f| *f.id == *id) {
                true => _ = file.heard(self.fitted(id, &value)),
                false => self.early.push((file.name.clone(), id.to_owned())),
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

    /// Lays the numbers of a file that were estimated for frameworks which later files define.
    ///
    /// # Errors
    /// A file that is not TOML.
    pub(super) fn lay_early(&mut self, file: &File) -> Result<()> {
        let ids: Vec<String> =
            self.early.iter().filter(|(name, _)| *name == file.name).map(|(_, id)| id.clone()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let parsed = file.parse()?;
        for (id, value) in
            fitted(&Table::root(file, &parsed)).into_iter().filter(|(id, _)| ids.iter().any(|early| early == id))
        {
            file.heard(self.fitted(id, &value));
        }
        Ok(())
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
        terms(t, [("terms", &mut entry.terms)])?;
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
        terms(t, [("terms", &mut entry.terms), ("headings", &mut entry.headings)])?;
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
        terms(t, [("terms", &mut entry.terms)])?;
        t.get("provenance");
        t.get("label");
        t.finish()
    }

    fn zone(&mut self, t: &Table<'_>) -> Result<()> {
        let Some(zone) = t.named("id", &Zone::ALL.map(|z| (z, z.name())))? else {
            return if t.has("id") { Ok(()) } else { Err(t.error("this zone has no `id`; expected one")) };
        };
        let at = self.zones.iter().position(|z| z.zone == zone).unwrap_or_else(|| {
            self.zones.push(ZoneEntry { zone, evidence: true, weight: 0, headings: Vec::new() });
            self.zones.len() - 1
        });
        let entry = &mut self.zones[at];
        if t.has("evidence") {
            entry.evidence = t.flag("evidence")?;
        }
        if let Some(weight) = t.thousandths("weight", -3000, 1000)? {
            entry.weight = weight;
        }
        terms(t, [("headings", &mut entry.headings)])?;
        t.get("provenance");
        t.finish()
    }

    fn forms(&mut self, t: &Table<'_>) -> Result<()> {
        for row in t.list("irregular")? {
            let Some(words) = t.file.heard(words(&row)) else { continue };
            let [base, forms @ ..] = words.as_slice() else {
                t.file.heard::<()>(row.wrong("a list: the base form, then its other forms"));
                continue;
            };
            self.forms.irregular.entry(base.clone()).or_default().extend(forms.iter().cloned());
        }
        for row in t.list("spelling")? {
            if let Some([one, other]) = t.file.heard(pair(&row, "a pair: British stem, American stem")) {
                self.forms.add_spelling(one, other);
            }
        }
        for row in t.list("compounds")? {
            if let Some([apart, joined]) = t.file.heard(pair(&row, "a pair: the words apart, the word joined")) {
                self.forms.add_compound(&apart, &joined);
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

/// The tables `[fitted.FRAMEWORK]`, by framework.
fn fitted<'f>(root: &Table<'f>) -> Vec<(&'f str, Value<'f>)> {
    let Some(value) = root.get("fitted") else { return Vec::new() };
    match value.table() {
        Some(table) => table.keys().collect(),
        None => {
            root.file.heard::<()>(value.wrong("tables [fitted.FRAMEWORK.statements] and so on"));
            Vec::new()
        }
    }
}

fn words(row: &Value<'_>) -> Result<Vec<String>> {
    row.list()?.iter().map(|v| v.text().map(str::to_owned)).collect()
}

fn pair(row: &Value<'_>, expected: &str) -> Result<[String; 2]> {
    words(row)?.try_into().or_else(|_| row.wrong(expected))
}

/// The table `[key]`, if there is one.
fn part<'f>(root: &Table<'f>, key: &'static str) -> Option<Table<'f>> {
    let value = root.get(key)?;
    let table = value.table().map_or_else(|| value.wrong(&format!("a table [{key}]")), Ok);
    root.file.heard(table)
}
