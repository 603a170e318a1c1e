//! A paragraph for the methods section: what was tagged with what, how much was found, whether people checked it.
use super::{Labels, Study, study::Unit, table::many};
use std::collections::BTreeSet;

/// The paragraph, ready to paste.
pub(super) fn paragraph(study: &Study, labels: &Labels) -> String {
    let segments = many(Unit::Segment.count(study.codes.iter()), "segment");
    let mut text = format!(
        "{} {} pre-tagged with {}, a rule-based program that finds entries of a lexicon and the cues around them and uses no language model. Frameworks: {}. ",
        many(study.documents(), "document"),
        if study.documents() == 1 { "was" } else { "were" },
        tools(study),
        frameworks(study, labels)
    );
    text += &format!(
        "The program made {}{}; counted here: {} in {segments}. ",
        many(study.decided.suggestions(), "suggestion"),
        threshold(study),
        many(study.codes.len() as u64, "code")
    );
    text + &checked(study)
}

/// `pretag 0.1.0 (lexicon 0123456789abcdef)` for each pair that occurs.
fn tools(study: &Study) -> String {
    let each = study.lexicons.keys().map(|(digest, version)| format!("pretag {version} (lexicon digest {digest})"));
    let each: Vec<String> = each.collect();
    if each.is_empty() { "pretag".into() } else { each.join(" and ") }
}

fn frameworks(study: &Study, labels: &Labels) -> String {
    let named: BTreeSet<(&str, &str)> =
        study.infos.iter().flat_map(|i| i.frameworks.iter().map(|f| (f.id.as_str(), f.version.as_str()))).collect();
    let name = |(id, version): (&str, &str)| {
        let book = labels.codebooks.get(id);
        let source = book.filter(|b| !b.source.is_empty()).map_or(String::new(), |b| format!("; {}", b.source));
        format!("{} (version {version}{source})", book.map_or(id, |b| &b.name))
    };
    let names: Vec<String> = named.into_iter().map(name).collect();
    if names.is_empty() { "none named".into() } else { names.join(", ") }
}

/// Reports do not hold the threshold they were made with: the lowest score they hold is told instead.
fn threshold(study: &Study) -> String {
    let lowest = study.codes.iter().map(|c| c.score).min();
    lowest.map_or(String::new(), |s| format!(" (lowest score kept: {:.3})", s.value()))
}

fn checked(study: &Study) -> String {
    let d = &study.decided;
    if !d.any() {
        return "No suggestion was checked by a person.".into();
    }
    format!(
        "Of the suggestions {} were accepted, {} changed and {} rejected by {}, who added {} codes; {} were not checked.",
        d.accepted,
        d.changed,
        d.rejected,
        d.coders(),
        d.added,
        d.open
    )
}
