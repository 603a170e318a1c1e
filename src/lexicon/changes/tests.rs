//! Planted differences are named, each as what it is.
#![allow(clippy::unwrap_used)]
use super::*;

const OLD: &str = r#"
id = "mini"
name = "Mini"
[[domain]]
id = "resources"
label = "Resources"
concepts = ["time", { id = "staff", weight = 0.5 }]
terms = ["own words"]
[[domain]]
id = "skills"
label = "Skills"
concepts = ["training"]
[[concept]]
id = "time"
lean = "helps"
terms = ["time", { text = "hours", weight = 0.6 }, "gone"]
[[concept]]
id = "staff"
terms = ["staff", "staff on leave", "wandering"]
[[concept]]
id = "training"
terms = ["training"]
[[cue]]
id = "absence"
kind = "absent"
terms = ["lack of"]
[[set]]
id = "people"
terms = ["nurse"]
[score]
explicit = 0.5
"#;

fn lexicon(text: &str) -> Lexicon {
    Lexicon::from_texts(&[("mini.toml", text)]).unwrap()
}

/// Each change as `kind place text: what`.
fn told(changes: &[Change]) -> Vec<String> {
    let one = |c: &Change| {
        let entry = c.entry().unwrap();
        format!("{} {} {}: {}", c.kind.name(), entry.place, entry.text, c.what)
    };
    changes.iter().map(one).collect()
}

fn changed(edits: &[(&str, &str)]) -> Vec<String> {
    let mut text = OLD.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    told(&lexicon(OLD).changes(&lexicon(&text)))
}

#[test]
fn nothing_changes_nothing() {
    assert!(lexicon(OLD).changes(&lexicon(OLD)).is_empty());
    // what only explains does not count
    assert_eq!(changed(&[("label = \"Resources\"", "label = \"R\"")]), [""; 0]);
}

#[test]
fn terms_come_go_move_and_change() {
    assert_eq!(changed(&[(", \"gone\"", "")]), ["removed concept.time gone: "]);
    assert_eq!(changed(&[("\"gone\"", "\"fresh\"")]), ["added concept.time fresh: ", "removed concept.time gone: "]);
    assert_eq!(
        changed(&[("\"training\"]\n[[cue", "\"formal training\"]\n[[cue")]),
        ["narrowed concept.training formal training: `training` -> `formal training`"]
    );
    assert_eq!(
        changed(&[("\"staff on leave\"", "\"on leave\"")]),
        ["widened concept.staff on leave: `staff on leave` -> `on leave`"]
    );
    assert_eq!(
        changed(&[(", \"wandering\"", ""), ("\"gone\"", "\"gone\", \"wandering\"")]),
        ["moved concept.time wandering: concept.staff -> concept.time"]
    );
    assert_eq!(
        changed(&[("0.6", "0.9"), ("\"own words\"", "{ text = \"own words\", lean = \"hinders\" }")]),
        [
            "changed concept.time hours: weight 0.6 -> 0.9",
            "changed mini.resources own words: lean its concept's -> hinders"
        ]
    );
}

#[test]
fn what_holds_for_whole_entries_is_told() {
    assert_eq!(
        changed(&[("lean = \"helps\"", "lean = \"hinders\"")]),
        ["changed concept.time concept.time: lean helps -> hinders"]
    );
    assert_eq!(
        changed(&[("weight = 0.5", "weight = 0.7")]),
        ["changed concept.staff concept.staff: weight in mini.resources 0.5 -> 0.7"]
    );
    assert_eq!(
        changed(&[("concepts = [\"training\"]", "concepts = [\"training\", \"staff\"]")]),
        ["changed concept.staff concept.staff: weight in mini.skills none -> 1"]
    );
    assert_eq!(
        changed(&[("id = \"absence\"", "id = \"absence\"\nwithin = 3")]),
        ["changed cue.absence cue.absence: within 6 -> 3"]
    );
    assert_eq!(changed(&[("explicit = 0.5", "explicit = 0.7")]), ["changed score score.explicit: 0.5 -> 0.7"]);
    assert_eq!(
        changed(&[("id = \"people\"", "id = \"people\"\nholder = \"hcp\"")]),
        ["changed set.people set.people: holder none -> hcp"]
    );
    assert_eq!(
        changed(&[("id = \"skills\"", "id = \"abilities\"")]),
        ["removed mini.skills mini.skills: domain", "added mini.abilities mini.abilities: domain"]
    );
}

#[test]
fn estimated_numbers_are_told_by_way_of_reading_and_domain() {
    let estimated = |extra: &str| {
        let numbers = format!("[fitted.mini.statements]\nslope = 0.5\n{extra}");
        Lexicon::from_texts(&[("mini.toml", OLD), ("numbers.toml", &numbers)]).unwrap()
    };
    let of = |extra: &str, statements: bool| {
        let all = estimated("").changes(&estimated(extra));
        told(&all.into_iter().filter(|c| c.reaches(statements)).collect::<Vec<_>>())
    };
    let prior = "[fitted.mini.statements.prior]\nskills = 0.2";
    let at = "fitted.mini.statements.skills";
    assert_eq!(of(prior, true), [format!("changed {at} {at}: prior 0 -> 0.2")]);
    assert_eq!(of(prior, false), [""; 0]);
    let best = "changed fitted.mini.statements fitted.mini.statements: best 0 -> 0.3";
    assert_eq!(of("best = 0.3", true), [best]);
    // running text votes with what was estimated for statements
    let vote =
        "[fitted.mini.statements.valence.always]\nhinders = 0.4\n[fitted.mini.statements.valence.domain]\nskills = 0.1";
    for (statements, mode) in [(true, "statements"), (false, "running_text")] {
        let at = format!("fitted.mini.{mode}");
        let votes = format!("changed {at} {at}: votes on the valence");
        assert_eq!(of(vote, statements), [votes, format!("changed {at}.skills {at}.skills: its vote on the valence")]);
    }
    let words = "[fitted.mini.running_text.words]\nwe = 0.2";
    let at = "fitted.mini.running_text";
    assert_eq!(of(words, false), [format!("changed {at} {at}: words as evidence")]);
    assert_eq!(of(words, true), [""; 0]);
}

#[test]
fn the_mirror_is_the_mirror() {
    let new = lexicon(&OLD.replace("\"training\"]\n[[cue", "\"formal training\"]\n[[cue").replace(", \"gone\"", ""));
    let (there, back) = (lexicon(OLD).changes(&new), new.changes(&lexicon(OLD)));
    let kinds = |list: &[Change]| list.iter().map(|c| c.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&there).iter().map(|k| k.mirrored()).collect::<Vec<_>>(), kinds(&back));
}
