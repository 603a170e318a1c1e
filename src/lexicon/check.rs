//! What a lexicon must satisfy as a whole: every reference leads somewhere, every codebook is tested.
use super::{
    Lexicon, Remark,
    file::File,
    model::{Domain, Origin, Term},
    term::{Pattern, classes},
};
use crate::error::{Error, ErrorKind, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Fails on a concept, set or cue that is referred to and does not exist, and on sets that refer to themselves.
pub(super) fn references(lexicon: &Lexicon, files: &[File]) -> Result<()> {
    let known: BTreeSet<&str> = lexicon.concepts.iter().map(|c| &*c.id).collect();
    let mut groups: BTreeMap<&str, &[Term]> = BTreeMap::new();
    groups.extend(lexicon.sets.iter().map(|s| (&*s.id, s.terms.as_slice())));
    groups.extend(lexicon.cues.iter().map(|c| (&*c.id, c.terms.as_slice())));
    for domain in lexicon.frameworks.iter().flat_map(|f| &f.domains) {
        domain_references(domain, &known, &groups, files)?;
    }
    for set in &lexicon.sets {
        if let Some(id) = set.concepts.iter().find(|id| !known.contains(&***id)) {
            let message = format!("the set `{}` names the concept `{id}`, and there is none of that id", set.id);
            return Err(at(files, &set.origin, message));
        }
    }
    let mut done = BTreeSet::new();
    for (id, terms) in &groups {
        group_classes(id, terms, &groups, &mut vec![*id], &mut done, files)?;
    }
    lexicon.concepts.iter().flat_map(|c| &c.terms).try_for_each(|t| known_classes(t, &groups, files).map(|_| ()))
}

fn domain_references(
    d: &Domain,
    known: &BTreeSet<&str>,
    groups: &BTreeMap<&str, &[Term]>,
    files: &[File],
) -> Result<()> {
    for mapping in &d.concepts {
        if !known.contains(&*mapping.concept) {
            return Err(at(
                files,
                &mapping.origin,
                format!("domain `{}` names the concept `{}`, and there is none of that id", d.id, mapping.concept),
            ));
        }
        for set in mapping.when.object.iter().chain(&mapping.when.without) {
            if !groups.contains_key(set.as_str()) {
                return Err(at(
                    files,
                    &mapping.origin,
                    format!("the condition names the set `{set}`, and there is none of that id"),
                ));
            }
        }
    }
    d.constructs.iter().try_for_each(|c| domain_references(c, known, groups, files))
}

/// The classes a term names; fails on one there is not.
fn known_classes<'l>(term: &'l Term, groups: &BTreeMap<&str, &'l [Term]>, files: &[File]) -> Result<Vec<&'l str>> {
    let mut names = Vec::new();
    if let Pattern::Words(nodes) = &term.pattern {
        classes(nodes, &mut names);
    }
    match names.iter().find(|n| !groups.contains_key(*n)) {
        Some(name) => Err(at(
            files,
            &term.origin,
            format!("term `{}` names <{name}>, and there is no set or cue of that id", term.text),
        )),
        None => Ok(names),
    }
}

/// Fails on a group that leads back to itself.
fn group_classes<'l>(
    id: &'l str,
    terms: &'l [Term],
    groups: &BTreeMap<&'l str, &'l [Term]>,
    path: &mut Vec<&'l str>,
    done: &mut BTreeSet<&'l str>,
    files: &[File],
) -> Result<()> {
    if done.contains(id) {
        return Ok(());
    }
    for term in terms {
        for name in known_classes(term, groups, files)? {
            if path.contains(&name) {
                return Err(at(files, &term.origin, format!("<{name}> refers to itself")));
            }
            path.push(name);
            group_classes(name, groups[name], groups, path, done, files)?;
            path.pop();
        }
    }
    done.insert(id);
    Ok(())
}

fn at(files: &[File], origin: &Origin, message: String) -> Error {
    let error = Error::new(ErrorKind::Lexicon, message).at_path(origin.file.as_ref());
    let Some(file) = files.iter().find(|f| f.name == origin.file) else { return error.at_line(origin.line as usize) };
    let line_start: usize = file.text.split_inclusive('\n').take(origin.line as usize - 1).map(str::len).sum();
    let indent = file.text[line_start..].len() - file.text[line_start..].trim_start_matches(' ').len();
    error.at_offset(&file.text, line_start + indent)
}

/// What is missing or odd: untested domains and concepts, concepts that feed nothing, terms given twice.
pub(super) fn remarks(lexicon: &Lexicon) -> Vec<Remark> {
    let mut out = Vec::new();
    let mut used = BTreeSet::new();
    let mut say =
        |origin: &Origin, untested, message: String| out.push(Remark { origin: origin.clone(), untested, message });
    for (f, d) in lexicon.frameworks.iter().flat_map(|f| f.domains.iter().map(move |d| (f, d))) {
        mark_used(d, &mut used);
        for (kind, _) in d.examples.kinds().iter().filter(|(_, list)| list.is_empty()) {
            say(&d.origin, true, format!("domain {}.{} has no `{kind}` example", f.id, d.id));
        }
    }
    for c in &lexicon.concepts {
        if !used.contains(&c.id) {
            say(&c.origin, false, format!("concept {} feeds no domain", c.id));
        }
        if c.terms.is_empty() {
            say(&c.origin, false, format!("concept {} has no terms", c.id));
        }
        if !c.id.contains('.') && c.examples.barrier.is_empty() && c.examples.facilitator.is_empty() {
            say(&c.origin, true, format!("concept {} has no example that finds it", c.id));
        }
        twice(&c.id, &c.terms, &mut say);
    }
    lexicon.cues.iter().for_each(|c| twice(&c.id, &c.terms, &mut say));
    lexicon.sets.iter().for_each(|s| twice(&s.id, &s.terms, &mut say));
    out
}

fn twice(id: &str, terms: &[Term], say: &mut impl FnMut(&Origin, bool, String)) {
    let mut seen = BTreeSet::new();
    for term in terms.iter().filter(|t| !seen.insert(t.text.clone())) {
        say(&term.origin, false, format!("{id} has the term `{}` twice", term.text));
    }
}

fn mark_used(d: &Domain, used: &mut BTreeSet<std::sync::Arc<str>>) {
    used.extend(d.concepts.iter().map(|m| m.concept.clone()));
    d.constructs.iter().for_each(|c| mark_used(c, used));
}
