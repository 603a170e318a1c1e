//! `pretag lexicon list`: frameworks with their domains, or all concepts, cues or sets, one a line.
use pretag::{
    lexicon::{Framework, Lexicon, Origin},
    report::{Holder, Level},
};
use std::{collections::BTreeSet, fmt::Write};

/// What can be listed.
pub(super) const LISTS: [&str; 4] = ["frameworks", "concepts", "cues", "sets"];

/// The list of that name; without one frameworks, and how much there is else.
pub(super) fn page(lexicon: &Lexicon, what: Option<&str>) -> String {
    let mut out = String::new();
    let mut row = |id: &str, label: &str, terms: usize, origin: &Origin| {
        let _ = writeln!(out, "{id:<40} {label:<56} {terms:>4} terms  {origin}");
    };
    match what {
        Some("concepts") => lexicon.concepts.iter().for_each(|c| row(&c.id, &c.label, c.terms.len(), &c.origin)),
        Some("cues") => lexicon.cues.iter().for_each(|c| row(&c.id, c.kind.name(), c.terms.len(), &c.origin)),
        Some("sets") => {
            lexicon.sets.iter().for_each(|s| row(&s.id, &names(s.holder, s.level), s.terms.len(), &s.origin))
        }
        _ => out = frameworks(lexicon, what.is_none()),
    }
    out
}

/// What a set names besides its words.
fn names(holder: Option<Holder>, level: Option<Level>) -> String {
    let parts = [holder.map(|h| format!("holder {}", h.name())), level.map(|l| format!("level {}", l.name()))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn frameworks(lexicon: &Lexicon, with_sum: bool) -> String {
    let mut out: String = lexicon.frameworks.iter().map(|f| framework(lexicon, f)).collect();
    if !with_sum {
        return out;
    }
    let terms: usize = lexicon.concepts.iter().map(|c| c.terms.len()).sum();
    let cues: usize = lexicon.cues.iter().map(|c| c.terms.len()).sum();
    let (concepts, groups, sets) = (lexicon.concepts.len(), lexicon.cues.len(), lexicon.sets.len());
    let _ = writeln!(out, "{concepts} concepts with {terms} terms; {groups} cues with {cues} terms; {sets} sets");
    out + "`pretag lexicon list concepts`, `list cues` and `list sets` name them, `pretag lexicon show ID` shows one\n"
}

/// A framework and its domains, with what leads to each, through its constructs too.
pub(super) fn framework(lexicon: &Lexicon, f: &Framework) -> String {
    let mut out = format!("{}  {} (version {}; {})\n", f.id, f.name, f.version, f.source);
    let terms_of = |id: &str| lexicon.concepts.iter().find(|c| *c.id == *id).map_or(0, |c| c.terms.len());
    for d in &f.domains {
        let concepts: BTreeSet<&str> = d.mappings().into_iter().map(|m| &*m.concept).collect();
        let terms: usize = concepts.iter().map(|id| terms_of(id)).sum();
        let _ = writeln!(out, "  {:<28} {:<48} {:>3} concepts {:>5} terms", d.id, d.label, concepts.len(), terms);
    }
    out
}
