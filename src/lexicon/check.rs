//! What a lexicon must satisfy as a whole: every reference leads somewhere, every codebook is tested.
use super::{
    Lexicon, Remark, crosswalk,
    file::File,
    model::{Domain, Framework, Origin, Term},
    near::did_you_mean,
    term::Pattern,
};
use crate::error::{Error, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is referred to and does not exist (concepts, sets, cues, codes) or is two things, and sets that refer to themselves.
pub(super) fn references(lexicon: &Lexicon, files: &[File]) -> Vec<Error> {
    let mut groups: BTreeMap<&str, &[Term]> = BTreeMap::new();
    groups.extend(lexicon.sets.iter().map(|s| (&*s.id, s.terms.as_slice())));
    groups.extend(lexicon.cues.iter().map(|c| (&*c.id, c.terms.as_slice())));
    let concepts = lexicon.concepts.iter().map(|c| &*c.id).collect();
    let mut check = Check { files, concepts, groups, errors: Vec::new() };
    for framework in &lexicon.frameworks {
        let parts: Vec<&str> =
            framework.domains.iter().flat_map(|d| d.constructs.iter().chain([d])).map(|d| &*d.id).collect();
        framework.domains.iter().for_each(|d| check.domain(framework, &parts, d));
    }
    for set in &lexicon.sets {
        set.concepts.iter().for_each(|id| check.concept(id, &set.origin, &format!("the set `{}`", set.id)));
    }
    check.one_of_a_name(lexicon);
    check.groups();
    lexicon.concepts.iter().flat_map(|c| &c.terms).for_each(|t| _ = check.known_classes(t));
    check.errors
}

/// What there is, and what was found wrong so far.
struct Check<'l> {
    files: &'l [File],
    concepts: BTreeSet<&'l str>,
    /// Sets and cues with their terms.
    groups: BTreeMap<&'l str, &'l [Term]>,
    errors: Vec<Error>,
}

impl<'l> Check<'l> {
    fn tell(&mut self, origin: &Origin, id: &str, message: String) {
        self.errors.push(at(self.files, origin, id, message));
    }

    fn concept(&mut self, id: &str, origin: &Origin, who: &str) {
        if !self.concepts.contains(id) {
            let near = did_you_mean(id, self.concepts.iter().copied().filter(|c| !c.contains('.')));
            self.tell(origin, id, format!("{who} names the concept `{id}`, and there is none of that id{near}"));
        }
    }

    /// What a domain names; `parts` are the ids of all domains and constructs of its framework.
    fn domain(&mut self, framework: &Framework, parts: &[&str], d: &Domain) {
        for mapping in &d.concepts {
            self.concept(&mapping.concept, &mapping.origin, &format!("domain `{}`", d.id));
            for set in mapping.when.object.iter().chain(&mapping.when.without) {
                if !self.groups.contains_key(set.as_str()) {
                    let near = did_you_mean(set, self.groups.keys().copied());
                    let message = format!("the condition names the set `{set}`, and there is none of that id{near}");
                    self.tell(&mapping.origin, set, message);
                }
            }
        }
        for id in d.not.iter().map(|n| n.instead.as_str()).filter(|id| !id.is_empty()) {
            if !parts.contains(&id) && !framework.has(id) {
                let near = did_you_mean(id, parts.iter().copied());
                let message = format!(
                    "domain `{}` names `{id}` as its neighbour, and {} has no such domain or construct{near}",
                    d.id, framework.id
                );
                self.tell(&d.origin, id, message);
            }
        }
        d.constructs.iter().for_each(|c| self.domain(framework, parts, c));
    }

    /// The classes a term names and that there are; tells of those there are not.
    fn known_classes(&mut self, term: &'l Term) -> Vec<&'l str> {
        let mut names = term.pattern.classes();
        names.retain(|name| {
            let known = self.groups.contains_key(name);
            if !known {
                let near = did_you_mean(name, self.groups.keys().copied());
                let message =
                    format!("term `{}` names <{name}>, and there is no set or cue of that id{near}", term.text);
                self.errors.push(at(self.files, &term.origin, name, message));
            }
            known
        });
        names
    }

    /// `<id>` and conditions name sets and cues alike, so an id is one of either.
    fn one_of_a_name(&mut self, lexicon: &Lexicon) {
        for set in &lexicon.sets {
            if let Some(cue) = lexicon.cues.iter().find(|c| c.id == set.id) {
                let message =
                    format!("the set `{}` and a cue ({}) have the same id; expected another", set.id, cue.origin);
                self.tell(&set.origin, &set.id, message);
            }
        }
    }

    /// Looks through all sets and cues, and tells of those that lead back to themselves.
    fn groups(&mut self) {
        let ids: Vec<&str> = self.groups.keys().copied().collect();
        let mut done = BTreeSet::new();
        for id in ids {
            self.group(id, &mut vec![id], &mut done);
        }
    }

    fn group(&mut self, id: &'l str, path: &mut Vec<&'l str>, done: &mut BTreeSet<&'l str>) {
        if !done.insert(id) {
            return;
        }
        for term in self.groups[id] {
            for name in self.known_classes(term) {
                if path.contains(&name) {
                    self.tell(&term.origin, name, format!("<{name}> refers to itself"));
                    continue;
                }
                path.push(name);
                self.group(name, path, done);
                path.pop();
            }
        }
    }
}

/// An error at the place where an id is named: from the line of its entry on, else where a later file names it, else at the entry.
pub(super) fn at(files: &[File], origin: &Origin, id: &str, message: String) -> Error {
    let error = Error::new(ErrorKind::Lexicon, message);
    let written = [format!("\"{id}\""), format!("'{id}'"), format!("<{id}>")];
    let find = |text: &str| written.iter().filter_map(|w| text.find(w.as_str())).min();
    let Some(file) = files.iter().find(|f| f.name == origin.file) else {
        return error.at_path(origin.file.as_ref()).at_line(origin.line as usize);
    };
    let start: usize = file.text.split_inclusive('\n').take(origin.line as usize - 1).map(str::len).sum();
    if let Some(found) = find(&file.text[start..]) {
        return error.at_path(file.name.as_ref()).at_offset(&file.text, start + found);
    }
    for other in files.iter().rev().filter(|f| f.name != file.name) {
        if let Some(found) = find(&other.text) {
            return error.at_path(other.name.as_ref()).at_offset(&other.text, found);
        }
    }
    let line = &file.text[start..];
    error.at_path(file.name.as_ref()).at_offset(&file.text, start + line.len() - line.trim_start_matches(' ').len())
}

/// What is missing or odd: untested domains and concepts, concepts that feed nothing, terms given twice or left out of lists, names that are
/// nearly a framework's.
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
    unlisted(lexicon, &mut say);
    crosswalk::strangers(lexicon, &mut say);
    out
}

/// Terms of sets and cues that `<id>` does not stand for: it is made of words, wherever they stand.
fn unlisted(lexicon: &Lexicon, say: &mut impl FnMut(&Origin, bool, String)) {
    let groups = || {
        let sets = lexicon.sets.iter().map(|s| (&*s.id, &s.terms));
        sets.chain(lexicon.cues.iter().map(|c| (&*c.id, &c.terms)))
    };
    let headings = lexicon.cues.iter().flat_map(|c| &c.headings);
    let all =
        lexicon.concepts.iter().flat_map(|c| &c.terms).chain(groups().flat_map(|(_, terms)| terms)).chain(headings);
    let named: BTreeSet<&str> = all.flat_map(|term| term.pattern.classes()).collect();
    for (id, terms) in groups().filter(|(id, _)| named.contains(id)) {
        let odd = |t: &&Term| !t.shield && (t.edges.any() || !matches!(t.pattern, Pattern::Words(_)));
        for term in terms.iter().filter(odd) {
            let message = format!(
                "<{id}> does not stand for `{}` of {id}: literal terms, expressions and `^` or `$` do not count there",
                term.text
            );
            say(&term.origin, false, message);
        }
    }
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
