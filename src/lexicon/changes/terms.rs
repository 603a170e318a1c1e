//! The terms of two lexicons -> those that are new, gone, moved to another place, narrowed, widened, or say something else.
use super::{Change, ChangeKind, Entry, Scope, differs, number, place_of_concept};
use crate::lexicon::{Lexicon, Term};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The terms of a place, by text.
type Places<'l> = BTreeMap<String, BTreeMap<&'l Arc<str>, &'l Term>>;

pub(super) fn changes(old: &Lexicon, new: &Lexicon) -> Vec<Change> {
    let (before, after) = (places(old), places(new));
    let none = BTreeMap::new();
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let (mut gone, mut come, mut out) = (Vec::new(), Vec::new(), Vec::new());
    for place in names {
        let (a, b) = (before.get(place).unwrap_or(&none), after.get(place).unwrap_or(&none));
        for (text, term) in a {
            match b.get(*text) {
                None => gone.push(entry(place, term)),
                Some(other) => out.extend(reworded(place, term, other)),
            }
        }
        come.extend(b.iter().filter(|(text, _)| !a.contains_key(*text)).map(|(_, term)| entry(place, term)));
    }
    pair(&mut gone, &mut come, |a, b| (a.text == b.text).then_some(ChangeKind::Moved), &mut out);
    pair(&mut gone, &mut come, |a, b| (a.place == b.place).then(|| wording(a, b)).flatten(), &mut out);
    out.extend(gone.into_iter().map(|e| Change { old: Some(e), ..bare(ChangeKind::Removed) }));
    out.extend(come.into_iter().map(|e| Change { new: Some(e), ..bare(ChangeKind::Added) }));
    out.sort_by(|a, b| order(a).cmp(&order(b)));
    out
}

fn order(c: &Change) -> (Option<(&str, &str)>, ChangeKind) {
    (c.entry().map(|e| (e.place.as_str(), &*e.text)), c.kind)
}

fn bare(kind: ChangeKind) -> Change {
    Change { kind, scope: Scope::Term, old: None, new: None, what: String::new() }
}

fn entry(place: &str, term: &Term) -> Entry {
    Entry { place: place.to_owned(), text: term.text.clone(), origin: Some(term.origin.clone()) }
}

/// All terms by whose they are.
fn places(lexicon: &Lexicon) -> Places<'_> {
    let concepts = lexicon.concepts.iter().map(|c| (place_of_concept(&c.id), &c.terms));
    let cues = lexicon.cues.iter().map(|c| (format!("cue.{}", c.id), &c.terms));
    let sets = lexicon.sets.iter().map(|s| (format!("set.{}", s.id), &s.terms));
    let mut out = Places::new();
    for (place, terms) in concepts.chain(cues).chain(sets) {
        out.entry(place).or_default().extend(terms.iter().map(|t| (&t.text, t)));
    }
    out
}

/// The same words that say something else.
fn reworded(place: &str, old: &Term, new: &Term) -> Option<Change> {
    let lean = |t: &Term| t.lean.map_or("its concept's", |l| l.name());
    let shield = |t: &Term| if t.shield { "a shield" } else { "a term" };
    let mut what = Vec::new();
    what.extend(differs("weight", &number(old.weight), &number(new.weight)));
    what.extend(differs("lean", lean(old), lean(new)));
    what.extend(differs("from", shield(old), shield(new)).map(|w| w.replacen("from ", "", 1)));
    if old.pattern != new.pattern {
        what.push("taken literally, exactly or with its forms".into());
    }
    let (a, b) = (Some(entry(place, old)), Some(entry(place, new)));
    (!what.is_empty()).then(|| Change { old: a, new: b, what: what.join(", "), ..bare(ChangeKind::Changed) })
}

/// Takes pairs of what is gone and what has come out of both lists, the first that fit first.
fn pair(
    gone: &mut Vec<Entry>,
    come: &mut Vec<Entry>,
    kind: impl Fn(&Entry, &Entry) -> Option<ChangeKind>,
    out: &mut Vec<Change>,
) {
    let mut left = Vec::new();
    for old in gone.drain(..) {
        let found = come.iter().enumerate().find_map(|(n, new)| Some((n, kind(&old, new)?)));
        let Some((n, kind)) = found else {
            left.push(old);
            continue;
        };
        let new = come.remove(n);
        let what = match kind {
            ChangeKind::Moved => format!("{} -> {}", old.place, new.place),
            _ => format!("`{}` -> `{}`", old.text, new.text),
        };
        out.push(Change { old: Some(old), new: Some(new), what, ..bare(kind) });
    }
    *gone = left;
}

/// Whether one of two terms has all the words of the other.
fn wording(old: &Entry, new: &Entry) -> Option<ChangeKind> {
    let (a, b) = (words(&old.text), words(&new.text));
    let within = |few: &[&str], many: &[&str]| !few.is_empty() && few.iter().all(|w| many.contains(w));
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less if within(&a, &b) => Some(ChangeKind::Narrowed),
        std::cmp::Ordering::Greater if within(&b, &a) => Some(ChangeKind::Widened),
        _ => None,
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '*')).filter(|w| !w.is_empty()).collect()
}
