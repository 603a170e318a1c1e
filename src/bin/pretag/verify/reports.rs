//! Report files -> whether each report can be made again: text, lexicon, version and options re-derived, and the document tagged anew where
//! all of them are the same.
use super::{Outcome, PartOutcome, VerifyArgs};
use crate::{
    compare::side::Reports,
    plan::{Packs, read_as},
    project::Project,
};
use pretag::{
    Result,
    input::{InputOptions, Inputs},
    report::{Part, Saved, Standing, suggestions_digest},
    tag::{Compiled, Options, Scratch, Tagger, text_hash},
    text::Document,
};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

/// By (id, source) of a document, what was found of it.
type Found = HashMap<(String, String), Again>;

/// A document read and tagged again.
struct Again {
    sha256: String,
    suggestions: String,
}

pub(super) fn verify(file: &Path, args: &VerifyArgs) -> Result<Outcome> {
    let reports = Reports::read(file)?;
    let compiled = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).compile()?;
    let mut groups: BTreeMap<String, Vec<&Saved>> = BTreeMap::new();
    for saved in &reports.reports {
        let line = saved.manifest.as_ref().map_or(String::new(), |m| m.options.line());
        groups.entry(format!("{:?} {line}", saved.lexicon.frameworks)).or_default().push(saved);
    }
    let mut parts: BTreeMap<Part, PartOutcome> = BTreeMap::new();
    for group in groups.values() {
        let again = again(group, &compiled)?;
        for saved in group {
            for (part, standing) in judge(saved, &again) {
                let outcome =
                    parts.entry(part).or_insert_with(|| PartOutcome { part: part.name(), ..Default::default() });
                outcome.add(Some(&saved.document.id), &standing);
            }
        }
    }
    let parts: Vec<PartOutcome> = parts.into_values().collect();
    Ok(Outcome {
        file: file.display().to_string(),
        kind: "report",
        n: reports.reports.len() as u64,
        same: parts.iter().all(|p| p.differs == 0),
        parts,
    })
}

/// What is known of a group of reports made in one way.
struct Group {
    /// The lexicon here; none if it lacks a framework.
    digest: Option<String>,
    found: Found,
}

fn again(group: &[&Saved], compiled: &Compiled) -> Result<Group> {
    let choices = group[0].manifest.as_ref().map(|m| m.options.clone().into_owned()).unwrap_or_default();
    let frameworks: Vec<String> = group[0].lexicon.frameworks.iter().map(|f| f.id.clone()).collect();
    // a framework that this lexicon lacks: the digest says so
    let Ok(tagger) = compiled.another(&Options::chosen(&choices, frameworks)) else {
        return Ok(Group { digest: None, found: Found::new() });
    };
    let sources =
        Reports { name: String::new(), reports: group.iter().map(|s| (*s).clone()).collect(), failures: 0 }.sources();
    let there: Vec<String> = sources.into_iter().filter(|s| s != "-" && Path::new(s).is_file()).collect();
    let found = if there.is_empty() { Found::new() } else { read(&there, &read_as(&choices), &tagger)? };
    Ok(Group { digest: Some(tagger.info().digest.clone()), found })
}

fn read(paths: &[String], input: &InputOptions, tagger: &Tagger) -> Result<Found> {
    let (mut found, mut scratch) = (Found::new(), Scratch::default());
    for chunk in Inputs::open(paths, input)? {
        chunk.documents(tagger.zones(), input, &mut Document::default(), &mut |read| {
            let Ok(document) = read else { return };
            let suggestions = suggestions_digest(&tagger.tag(document, &mut scratch).suggestions);
            let again = Again { sha256: text_hash(&document.text), suggestions };
            found.insert((document.id.clone(), document.source.clone()), again);
        });
    }
    Ok(found)
}

/// What can be told of a report by itself and by what was found here.
fn judge(saved: &Saved, group: &Group) -> Vec<(Part, Standing)> {
    let mut out = saved.check();
    let intact = out.iter().all(|(_, s)| !matches!(s, Standing::Differs(..)));
    out.push((Part::Version, Standing::of(&saved.lexicon.pretag, env!("CARGO_PKG_VERSION"))));
    let lexicon = match &group.digest {
        Some(digest) => Standing::of(&saved.lexicon.digest, digest),
        None => Standing::Differs(saved.lexicon.digest.clone(), "a lexicon without its frameworks".into()),
    };
    let same_lexicon = lexicon == Standing::Same;
    out.push((Part::Lexicon, lexicon));
    let key = (saved.document.id.to_string(), saved.document.source.to_string());
    let again = group.found.get(&key);
    if saved.document.text.is_none() || again.is_some() {
        out.retain(|(part, _)| *part != Part::Text);
        let why = || Standing::Unknown("the text is not where the report says, and not in the report".into());
        out.push((Part::Text, again.map_or_else(why, |a| Standing::of(&saved.document.sha256, &a.sha256))));
    }
    if let (Some(again), Some(manifest), true, true) = (again, &saved.manifest, same_lexicon, intact)
        && again.sha256 == saved.document.sha256
    {
        out.retain(|(part, _)| *part != Part::Suggestions);
        out.push((Part::Suggestions, Standing::of(&manifest.suggestions, &again.suggestions)));
    }
    out
}
