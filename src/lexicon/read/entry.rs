//! What tables of all kinds hold -> terms, examples, names, and the entry they are laid over.
use crate::{
    error::Result,
    lexicon::{
        file::{Table, Value},
        model::*,
        near::did_you_mean,
        term::{self, Edges, Reading},
    },
};
use std::sync::Arc;

/// The names of leans.
pub(super) const LEANS: [(Lean, &str); 3] =
    [(Lean::Helps, "helps"), (Lean::Hinders, "hinders"), (Lean::Neither, "neither")];

pub(super) fn origin(t: &Table<'_>) -> Origin {
    Origin { file: t.file.name.clone(), line: t.line() }
}

pub(super) fn set_text(t: &Table<'_>, key: &'static str, slot: &mut String) -> Result<()> {
    if let Some(text) = t.text(key)? {
        *slot = text.to_owned();
    }
    Ok(())
}

/// The entry with this table's id, made new if there is none or it is to be replaced.
pub(super) fn slot<'e, E>(
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

pub(super) fn examples(t: &Table<'_>, slot: &mut Examples) -> Result<()> {
    let Some(value) = t.get("examples") else { return Ok(()) };
    let Some(table) = value.table() else { return value.wrong("a table with `barrier`, `facilitator`, `none`") };
    let sentences =
        |key| table.list(key).map(|list| list.iter().filter_map(|v| t.file.heard(example(v))).collect::<Vec<_>>());
    slot.barrier.extend(sentences("barrier")?);
    slot.facilitator.extend(sentences("facilitator")?);
    slot.none.extend(sentences("none")?);
    table.finish()
}

fn example(value: &Value<'_>) -> Result<Example> {
    Ok(Example { text: value.text()?.to_owned(), origin: value.origin() })
}

/// Lays lists of terms, by key, over those of an entry; what is to be removed may stand in any of them.
pub(super) fn terms<const N: usize>(t: &Table<'_>, mut lists: [(&'static str, &mut Vec<Term>); N]) -> Result<()> {
    for value in t.list("remove")? {
        t.file.heard(remove(&value, &mut lists));
    }
    for (key, slot) in lists {
        let read = if key == "headings" { heading } else { one_term };
        let list = t.list(key)?.iter().filter_map(|v| t.file.heard(read(v))).collect();
        merge(slot, list);
    }
    Ok(())
}

fn remove(value: &Value<'_>, lists: &mut [(&'static str, &mut Vec<Term>)]) -> Result<()> {
    let text = value.text()?;
    let size = |lists: &[(_, &mut Vec<Term>)]| lists.iter().map(|(_, slot)| slot.len()).sum::<usize>();
    let before = size(lists);
    lists.iter_mut().for_each(|(_, slot)| slot.retain(|term| *term.text != *text));
    if before > size(lists) {
        return Ok(());
    }
    let near = did_you_mean(text, lists.iter().flat_map(|(_, slot)| slot.iter()).map(|t| &*t.text));
    Err(value.error(format!("`{text}` is to be removed, but there is no such term here{near}")))
}

/// A term given again replaces the earlier one of the same text.
fn merge(slot: &mut Vec<Term>, list: Vec<Term>) {
    if !slot.is_empty() {
        slot.retain(|old| !list.iter().any(|new| new.text == old.text));
    }
    slot.extend(list);
}

/// A heading is asked for by its words before there are sets and cues.
fn heading(value: &Value<'_>) -> Result<Term> {
    let term = one_term(value)?;
    match term.pattern.classes().first() {
        Some(name) => {
            let message = format!("heading `{}` names <{name}>; expected its own words, no set or cue", term.text);
            Err(value.error(message))
        }
        None => Ok(term),
    }
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
    let edges = Edges::of(text, &pattern);
    let mut term = Term { text: text.into(), pattern, edges, lean: None, weight: 1000, shield, origin };
    if let Some(t) = t {
        term.lean = t.named("lean", &LEANS)?;
        term.weight = t.thousandths("weight", 50, 3000)?.unwrap_or(1000);
        t.get("provenance");
        t.finish()?;
    }
    Ok(term)
}
