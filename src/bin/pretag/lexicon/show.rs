//! `pretag lexicon show`: one entry with all it says and where it is used.
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Concept, Condition, Domain, Examples, Framework, Lexicon, Term, did_you_mean, nearest},
};
use std::fmt::Write;

/// The page of an entry.
///
/// # Errors
/// An id there is not, with the nearest there is.
pub(super) fn page(lexicon: &Lexicon, id: &str) -> Result<String> {
    show(lexicon, id).ok_or_else(|| unknown(lexicon, id))
}

/// An entry by `concept.ID`, `cue.ID`, `set.ID`, `FRAMEWORK.DOMAIN`, or its id alone; a framework by its id.
fn show(lexicon: &Lexicon, id: &str) -> Option<String> {
    if let Some(f) = lexicon.frameworks.iter().find(|f| *f.id == *id) {
        let domains: String = f.domains.iter().map(|d| format!("\n{}", domain(lexicon, &f.id, d))).collect();
        return Some(super::list::framework(lexicon, f) + &domains);
    }
    let (kind, name) = id.split_once('.').map_or((None, id), |(k, n)| (Some(k), n));
    let asked = |wanted: &str| kind.is_none_or(|k| k == wanted);
    if let Some(c) = lexicon.concepts.iter().find(|c| asked("concept") && *c.id == *name) {
        return Some(concept(lexicon, c));
    }
    if let Some(c) = lexicon.cues.iter().find(|c| asked("cue") && *c.id == *name) {
        let head = format!("cue {} ({}, within {} words)\n", c.id, c.kind.name(), c.within);
        return Some(head + &terms(&c.terms) + &format!("{}:{}\n", c.origin.file, c.origin.line));
    }
    if let Some(s) = lexicon.sets.iter().find(|s| asked("set") && *s.id == *name) {
        return Some(format!("set {}\n", s.id) + &terms(&s.terms) + &format!("{}:{}\n", s.origin.file, s.origin.line));
    }
    let asked = |f: &&Framework| kind.is_none_or(|k| *f.id == *k);
    let frameworks = || lexicon.frameworks.iter().filter(asked);
    let whole = |f: &Framework| f.domains.iter().find(|d| *d.id == *name).map(|d| domain(lexicon, &f.id, d));
    frameworks().find_map(whole).or_else(|| frameworks().find_map(|f| part(lexicon, f, name)))
}

/// A construct by its id, with or without its domain's before it, or by an older name.
fn part(lexicon: &Lexicon, framework: &Framework, name: &str) -> Option<String> {
    let (inside, id) = name.split_once('.').map_or((None, name), |(d, c)| (Some(d), c));
    let (inside, id) = lexicon.alias(&framework.id, id).map_or((inside, id), |(d, c)| (Some(d), c));
    let domains = framework.domains.iter().filter(|d| inside.is_none_or(|i| *d.id == *i));
    domains.flat_map(|d| d.constructs.iter().map(move |c| (d, c))).find(|(_, c)| *c.id == *id).map(|(d, c)| {
        let full = format!("{}.{}", framework.id, d.id);
        domain(lexicon, &full, c)
    })
}

fn concept(lexicon: &Lexicon, c: &Concept) -> String {
    let mut out = format!("concept {}: {}\n{}\nlean: {}\n", c.id, c.label, c.definition, c.lean.name());
    for f in &lexicon.frameworks {
        for d in &f.domains {
            for m in d.concepts.iter().filter(|m| m.concept == c.id) {
                let _ = writeln!(
                    out,
                    "feeds {}.{} with weight {}{}",
                    f.id,
                    d.id,
                    f64::from(m.weight) / 1000.0,
                    when(&m.when)
                );
            }
        }
    }
    out.push_str(&terms(&c.terms));
    out + &examples(&c.examples) + &format!("{}\n", c.origin)
}

fn examples(examples: &Examples) -> String {
    let kinds = examples.kinds();
    kinds.iter().flat_map(|(kind, list)| list.iter().map(move |e| format!("{kind}: {}\n", e.text))).collect()
}

/// A domain or construct with all that leads to it, and its constructs.
fn domain(lexicon: &Lexicon, path: &str, d: &Domain) -> String {
    let own = format!("{path}.{}", d.id);
    let mut out = format!("{own}: {}\n{}\nuse: {}\n", d.label, d.definition, d.when_to_use);
    d.not.iter().for_each(|n| out.push_str(&format!("not: {} -> {}\n", n.when, n.instead)));
    if d.prior != 0 {
        let _ = writeln!(out, "prior: {}", f64::from(d.prior) / 1000.0);
    }
    let _ = writeln!(out, "lean: {}", d.lean.name());
    for m in d.concepts.iter().filter(|m| *m.concept != *own) {
        let _ = writeln!(out, "concept {} with weight {}{}", m.concept, f64::from(m.weight) / 1000.0, when(&m.when));
    }
    if let Some(c) = lexicon.concepts.iter().find(|c| *c.id == *own) {
        out.push_str("terms of its own\n");
        out.push_str(&terms(&c.terms));
    }
    out.push_str(&examples(&d.examples));
    let _ = writeln!(out, "{}", d.origin);
    for c in &d.constructs {
        let _ = write!(out, "\n{}", domain(lexicon, &own, c));
    }
    out
}

fn when(condition: &Condition) -> String {
    super::map::condition(condition).map(|when| format!(" when {when}")).unwrap_or_default()
}

fn terms(terms: &[Term]) -> String {
    let mut out = String::new();
    for t in terms {
        let lean = t.lean.map_or(String::new(), |l| format!(", {}", l.name()));
        let shield = if t.shield { ", shield" } else { "" };
        let _ = writeln!(out, "  {}  ({}{lean}{shield})", t.text, f64::from(t.weight) / 1000.0);
    }
    out
}

fn unknown(lexicon: &Lexicon, id: &str) -> Error {
    let mut known: Vec<String> = lexicon.frameworks.iter().map(|f| f.id.to_string()).collect();
    known.extend(lexicon.frameworks.iter().flat_map(|f| f.codes().into_iter().map(|c| format!("{}.{c}", f.id))));
    let concepts = lexicon.concepts.iter().filter(|c| !c.id.contains('.'));
    known.extend(concepts.map(|c| format!("concept.{}", c.id)));
    known.extend(lexicon.cues.iter().map(|c| format!("cue.{}", c.id)));
    known.extend(lexicon.sets.iter().map(|s| format!("set.{}", s.id)));
    let near = did_you_mean(id, known.iter().map(String::as_str));
    let near = match near.is_empty() && !id.contains('.') {
        // an id alone: one of any kind that ends so
        true => {
            let ends = known.iter().map(|k| k.rsplit('.').next().unwrap_or(k));
            let near = nearest(id, ends).and_then(|end| known.iter().find(|k| k.rsplit('.').next() == Some(end)));
            near.map(|k| format!("; did you mean `{k}`?")).unwrap_or_default()
        }
        false => near,
    };
    let hint = if near.is_empty() { "; see `pretag lexicon list`" } else { &near };
    Error::new(ErrorKind::Usage, format!("the lexicon has no entry `{id}`{hint}"))
}
