//! A paragraph for the methods section: what was tagged with what, how much was found, whether people checked it.
use super::{
    Codes, Labels, Settings, Study,
    study::{Code, Decided, Unit},
    table::many,
};
use std::collections::BTreeSet;

/// The paragraph on these frameworks, ready to paste.
pub(super) fn paragraph(study: &Study, labels: &Labels, settings: &Settings, wanted: &[&str]) -> String {
    let codes: Vec<&Code> = study.codes.iter().filter(|c| wanted.contains(&c.framework.as_str())).collect();
    let segments = many(Unit::Segment.count(codes.iter().copied()), "segment");
    let documents = study.tagged_with(wanted).len() as u64;
    let mut text = format!(
        "{} {} pre-tagged with {}, a rule-based program that finds entries of a lexicon and the cues around them and uses no language model. Frameworks: {}. ",
        many(documents, "document"),
        if documents == 1 { "was" } else { "were" },
        tools(study, wanted),
        frameworks(study, labels, wanted)
    );
    let decided = study.decided(wanted);
    text += &format!(
        "The program made {}{}{}. ",
        many(decided.suggestions(), "suggestion"),
        how(study, &decided, wanted),
        derived(&decided)
    );
    text += &format!(
        "Counted here, by {}, are {}: {} in {segments}. ",
        settings.unit.name(),
        which(study.which, &decided),
        many(codes.len() as u64, "code")
    );
    text + &checked(&decided)
}

/// `pretag 0.1.0 (lexicon 0123456789abcdef)` for each pair that occurs.
fn tools(study: &Study, wanted: &[&str]) -> String {
    let lexicons = study.lexicons(wanted);
    let each = lexicons.keys().map(|(digest, version)| format!("pretag {version} (lexicon digest {digest})"));
    let each: Vec<String> = each.collect();
    if each.is_empty() { "pretag".into() } else { each.join(" and ") }
}

/// Each with its versions, and with the number of documents where not all were tagged with it.
fn frameworks(study: &Study, labels: &Labels, wanted: &[&str]) -> String {
    let all = study.tagged_with(wanted).len();
    let name = |id: &&str| {
        let book = labels.codebooks.get(*id);
        let versions: BTreeSet<&str> = study
            .runs(&[id])
            .flat_map(|run| &run.lexicon.frameworks)
            .filter(|f| f.id == **id)
            .map(|f| f.version.as_str())
            .collect();
        let some = study.tagged_with(&[id]).len();
        let said = [
            versions.into_iter().map(|v| format!("version {v}")).collect::<Vec<_>>().join(" and "),
            book.map_or(String::new(), |b| b.source.clone()),
            if some == all { String::new() } else { many(some as u64, "document") },
        ];
        let said: Vec<String> = said.into_iter().filter(|s| !s.is_empty()).collect();
        let name = book.map_or(*id, |b| &b.name);
        if said.is_empty() { name.to_owned() } else { format!("{name} ({})", said.join("; ")) }
    };
    let names: Vec<String> = wanted.iter().map(name).collect();
    if names.is_empty() { "none named".into() } else { names.join(", ") }
}

/// With which options, and from which score on, whatever people decided: a threshold of the lexicon's own does not stand in reports.
fn how(study: &Study, decided: &Decided, wanted: &[&str]) -> String {
    let options = study.options(wanted).into_keys().collect::<Vec<_>>().join(" or ");
    let lowest = decided.lowest.map_or(String::new(), |s| format!("lowest score {:.3}", s.value()));
    let said: Vec<String> = [options, lowest].into_iter().filter(|s| !s.is_empty()).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

fn derived(decided: &Decided) -> String {
    if decided.derived == 0 {
        return String::new();
    }
    let crosswalks: Vec<&str> = decided.crosswalks.iter().map(String::as_str).collect();
    let were = if decided.derived == 1 { "was" } else { "were" };
    format!("; {} {were} derived by crosswalk ({})", many(decided.derived, "code"), crosswalks.join("; "))
}

fn which(codes: Codes, decided: &Decided) -> &'static str {
    match codes {
        Codes::Verified => "codes that people accepted, changed or added",
        Codes::Suggested => "suggestions as they were made",
        Codes::Current if decided.disputed > 0 => {
            "codes as people decided, and suggestions on which nobody has decided or coders differ"
        }
        Codes::Current if decided.any() => "codes as people decided, and suggestions on which nobody has decided",
        Codes::Current => "suggestions",
    }
}

fn checked(d: &Decided) -> String {
    if !d.any() {
        return "No suggestion was checked by a person.".into();
    }
    let differ = match d.disputed {
        0 => String::new(),
        n => format!(", and on {n} coders differ and nobody has adjudicated"),
    };
    format!(
        "Of the suggestions {} were accepted, {} changed and {} rejected by {}, who added {}; {} were not checked{differ}.",
        d.accepted,
        d.changed,
        d.rejected,
        d.coders(),
        many(d.added, "code"),
        d.unchecked()
    )
}
