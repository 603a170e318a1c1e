//! `[[crosswalk]]` tables -> which codes of one framework lead to which of another, row by row, each with where it was found.
use super::{
    Lexicon,
    check::at,
    file::{File, Table},
    model::Origin,
    near::did_you_mean,
};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The way from the codes of one framework to those of another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Crosswalk {
    /// Id of the framework that is left.
    pub from: Arc<str>,
    /// Id of the framework (or of the list of names) that is reached.
    pub to: Arc<str>,
    /// For people.
    pub label: String,
    /// Where it was published.
    pub source: String,
    /// What to keep in mind.
    pub note: String,
    /// Whether both are versions of one framework: where a row leads to one code and says the same, the old name stands for the new one.
    pub aliases: bool,
    /// Its rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// A code and where it leads: to nothing, one code or several.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// `domain` or `domain.construct`.
    pub from: Arc<str>,
    /// The same, of the framework that is reached.
    pub to: Vec<Arc<str>>,
    /// S read in the source, K general knowledge, I our inference.
    pub provenance: String,
    /// What to keep in mind.
    pub note: String,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

impl Crosswalk {
    /// Where a code leads: the row of its construct, else of its domain.
    pub fn row(&self, domain: &str, construct: Option<&str>) -> Option<&Row> {
        let full = construct.map(|c| format!("{domain}.{c}"));
        let find = |code: &str| self.rows.iter().find(|r| *r.from == *code);
        full.as_deref().and_then(find).or_else(|| find(domain))
    }
}

impl Row {
    /// The codes it leads to, by domain in their order, each with its constructs.
    pub fn domains(&self) -> Vec<(&str, Vec<&str>)> {
        let mut domains: Vec<(&str, Vec<&str>)> = Vec::new();
        for code in &self.to {
            let (domain, construct) = code.split_once('.').map_or((&**code, None), |(d, c)| (d, Some(c)));
            match domains.iter_mut().find(|(d, _)| *d == domain) {
                Some((_, constructs)) => constructs.extend(construct),
                None => domains.push((domain, construct.into_iter().collect())),
            }
        }
        domains
    }
}

impl Lexicon {
    /// The crosswalk from one framework to another.
    pub fn crosswalk(&self, from: &str, to: &str) -> Option<&Crosswalk> {
        self.crosswalks.iter().find(|c| *c.from == *from && *c.to == *to)
    }

    /// The domain and construct that an older name of a construct stands for, such as `cosmopolitanism` in `cfir_2022`: where the framework
    /// has no such construct, and a crosswalk between its versions leads from that name to one code without reserve.
    pub fn alias(&self, framework: &str, name: &str) -> Option<(&str, &str)> {
        let own = self.frameworks.iter().filter(|f| *f.id == *framework).flat_map(|f| &f.domains);
        if own.flat_map(|d| &d.constructs).any(|c| *c.id == *name) {
            return None;
        }
        let rows = self.crosswalks.iter().filter(|c| c.aliases && *c.to == *framework).flat_map(|c| &c.rows);
        let same =
            |r: &&Row| r.note.is_empty() && r.from.split_once('.').is_some_and(|(_, construct)| construct == name);
        match rows.filter(same).map(|r| &r.to[..]).next()? {
            [one] => one.split_once('.'),
            _ => None,
        }
    }
}

/// Lays a table over what there is: a row given again replaces the earlier one of the same code.
pub(super) fn lay(t: &Table<'_>, all: &mut Vec<Crosswalk>) -> Result<()> {
    let (from, to) = (t.id("from")?, t.id("to")?);
    let at = all.iter().position(|c| c.from == from && c.to == to).unwrap_or_else(|| {
        let (label, source, note) = (String::new(), String::new(), String::new());
        all.push(Crosswalk { from, to, label, source, note, aliases: false, rows: Vec::new() });
        all.len() - 1
    });
    let crosswalk = &mut all[at];
    for (key, slot) in
        [("label", &mut crosswalk.label), ("source", &mut crosswalk.source), ("note", &mut crosswalk.note)]
    {
        if let Some(text) = t.text(key)? {
            *slot = text.to_owned();
        }
    }
    crosswalk.aliases |= t.flag("aliases")?;
    let provenance = t.text("provenance")?.unwrap_or_default();
    for table in t.tables("rows")? {
        let Some(new) = t.file.heard(row(&table, provenance)) else { continue };
        match crosswalk.rows.iter_mut().find(|r| r.from == new.from) {
            Some(old) => *old = new,
            None => crosswalk.rows.push(new),
        }
    }
    t.finish()
}

fn row(t: &Table<'_>, provenance: &str) -> Result<Row> {
    let Some(from) = t.get("from") else { return Err(t.error("this row has no `from`; expected a code")) };
    let from = from.text()?;
    let to = t.one_or_many("to")?.iter().map(|v| v.text().map(Into::into)).collect::<Result<_>>()?;
    let provenance = t.text("provenance")?.unwrap_or(provenance).to_owned();
    let note = t.text("note")?.unwrap_or_default().to_owned();
    let origin = Origin { file: t.file.name.clone(), line: t.line() };
    t.finish()?;
    Ok(Row { from: from.into(), to, provenance, note, origin })
}

/// Rows with a code that its framework does not have; a framework that is not in the lexicon is not looked into.
pub(super) fn references(lexicon: &Lexicon, files: &[File]) -> Vec<Error> {
    let mut errors = Vec::new();
    for c in &lexicon.crosswalks {
        let [from, to] = [&c.from, &c.to].map(|id| lexicon.frameworks.iter().find(|f| f.id == *id));
        for row in &c.rows {
            let ends = std::iter::once((from, &row.from)).chain(row.to.iter().map(|code| (to, code)));
            for (framework, code) in ends {
                if let Some(f) = framework.filter(|f| !f.has(code)) {
                    let near = did_you_mean(code, f.codes().iter().map(String::as_str));
                    let message =
                        format!("the crosswalk names `{code}`, and {} has no such domain or construct{near}", f.id);
                    errors.push(at(files, &row.origin, code, message));
                }
            }
        }
    }
    errors
}

/// Crosswalks between names that are nearly those of a framework: lists of names of their own have others.
pub(super) fn strangers(lexicon: &Lexicon, say: &mut impl FnMut(&Origin, bool, String)) {
    let frameworks = || lexicon.frameworks.iter().map(|f| &*f.id);
    for c in &lexicon.crosswalks {
        let Some(origin) = c.rows.first().map(|r| &r.origin) else { continue };
        for id in [&c.from, &c.to].into_iter().filter(|id| !frameworks().any(|f| *f == ***id)) {
            let near = did_you_mean(id, frameworks());
            if !near.is_empty() {
                let message = format!("the crosswalk from {} to {}: there is no framework `{id}`{near}", c.from, c.to);
                say(origin, false, message);
            }
        }
    }
}

#[cfg(all(test, embedded))]
mod tests {
    use crate::lexicon::Lexicon;

    const FRAMEWORKS: &str = "id = 'f'\nname = 'F'\n[[domain]]\nid = 'd'\n[[domain.construct]]\nid = 'c'\n";

    #[test]
    fn a_later_row_replaces_an_earlier_one() {
        let one = "[[crosswalk]]\nfrom = 'f'\nto = 'g'\nprovenance = 'S'\nrows = [{ from = 'd.c', to = 'x' }]\n";
        let two = "[[crosswalk]]\nfrom = 'f'\nto = 'g'\nrows = [{ from = 'd.c', to = ['y', 'z'], provenance = 'I' }]\n";
        let lexicon = Lexicon::from_texts(&[("f", FRAMEWORKS), ("1", one), ("2", two)]).unwrap();
        let [crosswalk] = lexicon.crosswalks.as_slice() else { panic!("one") };
        assert_eq!(crosswalk.rows.len(), 1);
        assert_eq!((crosswalk.rows[0].to.len(), crosswalk.rows[0].provenance.as_str()), (2, "I"));
    }

    #[test]
    fn names_of_2009_stand_for_those_of_2022_where_they_are_the_same() {
        let lexicon = Lexicon::load(&[], true).unwrap();
        let alias = |name| lexicon.alias("cfir_2022", name);
        assert_eq!(alias("cosmopolitanism"), Some(("outer_setting", "partnerships_connections")));
        assert_eq!(alias("executing"), Some(("process", "doing")));
        assert_eq!(alias("compatibility"), None, "a name of its own");
        assert_eq!(alias("leadership_engagement"), None, "two codes");
        assert_eq!(alias("individual_stage_of_change"), None, "approximate");
    }

    #[test]
    fn a_code_there_is_not_is_named_with_its_line() {
        let bad = "[[crosswalk]]\nfrom = 'f'\nto = 'g'\nrows = [\n  { from = 'd.e', to = 'x' },\n]\n";
        let error = Lexicon::from_texts(&[("f", FRAMEWORKS), ("bad.toml", bad)]).unwrap_err().to_string();
        assert!(error.starts_with("bad.toml:5"), "{error}");
        assert!(error.contains("`d.e`"), "{error}");
    }
}
