//! Every check of `pretag lexicon lint` finds what was planted, and nothing in a lexicon that is as it should be.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use pretag::{
    lexicon::{
        Lexicon,
        lint::{CHECKS, Evidence, Finding, Firing, Labelled, Settings, lint},
    },
    tag::finder::{Finder, Of},
};

const ODD: &str = r#"
id = "f"
name = "F"
[[domain]]
id = "d"
concepts = ["time", "work"]
[[domain]]
id = "e"
concepts = ["care"]
[[concept]]
id = "time"
lean = "helps"
terms = [
  "Protected time",
  "protected-time",
  "time",
  "hour",
  "hours",
  "enough ..2 time",
  "enough time",
  { text = "shift", lean = "hinders" },
]
[[concept]]
id = "work"
lean = "helps"
terms = ["shift", "hour", "recieve work", "receive work", "trust work", "trusts work"]
[[concept]]
id = "care"
lean = "helps"
terms = [
  { text = "patient's", literal = true },
  { text = "don't [know", literal = true },
  '/times?|\bhour\b/',
  '/\bgood\b/',
  "nurse",
]
"#;

fn lexicon(text: &str) -> Lexicon {
    Lexicon::from_texts(&[("odd.toml", text)]).unwrap()
}

fn firing(lexicon: &Lexicon, sentences: &[&str]) -> Firing {
    let mut finder = Finder::new(lexicon).unwrap();
    let mut firing = Firing::new(finder.entries().len());
    for s in sentences {
        finder.read_text(s, &mut |_, _, found| firing.sentence(found.iter().map(|f| (f.entry, f.stays, f.instead))));
    }
    firing
}

/// `check: entry: term`, in the order of the lexicon.
fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}: {}: {}", f.line, f.check, f.entry, f.term)).collect()
}

#[test]
fn by_itself() {
    let lexicon = lexicon(ODD);
    let findings = lint(&lexicon, Evidence::default(), &Settings::default());
    assert_eq!(
        told(&findings),
        [
            "15 duplicate: concept time: protected-time",
            "18 covered: concept time: hours",
            "20 covered: concept time: enough time",
            "26 twice_in_domain: concept work: hour",
            "26 contradictory: concept work: shift",
            "26 covered: concept work: trusts work",
            "26 near_duplicate: concept work: receive work",
            "31 quotes: concept care: patient's",
            "32 quotes: concept care: don't [know",
            "32 regex: concept care: don't [know",
            r"33 regex: concept care: /times?|\bhour\b/",
        ]
        .map(str::to_owned)
        .into_iter()
        .collect::<Vec<_>>(),
        "{findings:#?}"
    );
    let contradictory = findings.iter().find(|f| f.check == "contradictory").unwrap();
    assert_eq!(contradictory.what, "helps, and hinders as `shift` of time (odd.toml:21); both lead to f.d");
    assert!(findings.iter().all(|f| f.file == "odd.toml" && !f.why.is_empty() && !f.todo.is_empty()));
}

#[test]
fn by_what_fires() {
    let lexicon = lexicon(ODD);
    let texts = ["There was enough time.", "A good nurse has protected time.", "Enough good time.", "An hour."];
    let corpus = firing(&lexicon, &texts);
    assert_eq!(corpus.sentences, 4);
    let settings = Settings { most: 0.3, ..Settings::default() };
    let findings = lint(&lexicon, Evidence { corpus: Some(&corpus), ..Evidence::default() }, &settings);
    let of =
        |check: &str| -> Vec<&str> { findings.iter().filter(|f| f.check == check).map(|f| f.term.as_str()).collect() };
    assert_eq!(of("shadowed"), ["protected-time", "time", "enough time"]);
    assert!(of("dead").contains(&"recieve work") && !of("dead").contains(&"nurse"));
    // what an example fires is not dead, and hardly shadowed if it lies inside another term once or twice
    let examples = firing(&lexicon, &["I recieve work.", "The time."]);
    let both = Evidence { corpus: Some(&corpus), examples: Some(&examples), ..Evidence::default() };
    let all = lint(&lexicon, both, &settings);
    let in_both =
        |check: &str| -> Vec<&str> { all.iter().filter(|f| f.check == check).map(|f| f.term.as_str()).collect() };
    assert_eq!(in_both("unmet"), ["recieve work"]);
    assert!(!in_both("dead").contains(&"recieve work") && in_both("dead").contains(&"receive work"));
    assert_eq!(in_both("shadowed"), ["protected-time", "enough time"]);
    assert_eq!(of("over_general"), ["enough ..2 time", r"/times?|\bhour\b/", r"/\bgood\b/"]);
    let examples = firing(&lexicon, &["An hour with a nurse."]);
    let findings = lint(&lexicon, Evidence { examples: Some(&examples), ..Evidence::default() }, &Settings::default());
    let untested: Vec<&str> = findings.iter().filter(|f| f.check == "untested").map(|f| f.term.as_str()).collect();
    assert!(untested.contains(&"time") && !untested.contains(&"nurse"), "{untested:?}");
}

#[test]
fn by_what_people_said() {
    let lexicon = lexicon(ODD);
    let finder = Finder::new(&lexicon).unwrap();
    let nurse = finder.entries().iter().position(|e| e.of == Of::Concept && &*e.term == "nurse").unwrap();
    let passage = |domain: &str| Labelled { entries: [nurse].into(), domains: vec![domain.into()] };
    let mut passages = vec![passage("d"); 9];
    passages.push(passage("e"));
    let gold = |passages| Evidence { gold: Some(("f", passages)), ..Evidence::default() };
    let elsewhere = |e: Evidence<'_>| -> Vec<Finding> {
        lint(&lexicon, e, &Settings::default()).into_iter().filter(|f| f.check == "better_elsewhere").collect()
    };
    let found = elsewhere(gold(&passages));
    assert_eq!(told(&found), ["35 better_elsewhere: concept care: nurse"]);
    assert_eq!(found[0].what, "of 10 labelled passages people gave d to 9, e to 1");
    assert!(elsewhere(gold(&passages[..4])).is_empty(), "too few");
    assert!(elsewhere(gold(&passages[5..])).is_empty(), "the intervals meet");
}

#[test]
fn nothing_in_a_lexicon_that_is_as_it_should_be() {
    let good = r#"
id = "f"
name = "F"
[[domain]]
id = "d"
concepts = ["time"]
[[concept]]
id = "time"
lean = "helps"
terms = ["time", { text = "time-consuming", lean = "hinders" }, '/\bh(ou)?rs?\b/', "don't ..2 rush"]
"#;
    let lexicon = lexicon(good);
    let texts = ["Time.", "Time-consuming.", "Two hrs.", "Don't rush.", "Tea.", "Tea.", "Tea."];
    let fired = firing(&lexicon, &texts);
    let evidence = Evidence { examples: Some(&fired), corpus: Some(&fired), gold: Some(("f", &[])) };
    let findings = lint(&lexicon, evidence, &Settings { most: 0.5, ..Settings::default() });
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn checks_are_listed_once_and_described() {
    let docs = include_str!("../docs/ledger.md");
    for (n, check) in CHECKS.iter().enumerate() {
        assert!(CHECKS[..n].iter().all(|c| c.name != check.name));
        let row = format!("| `{}` | {} |", check.name, check.level.name());
        assert!(docs.contains(&row), "docs/ledger.md has no row {row}");
    }
}

/// The shipped lexicon has no term twice.
#[test]
fn the_shipped_lexicon_is_not_wrong() {
    let lexicon = Lexicon::load(&[], true).unwrap();
    let findings = lint(&lexicon, Evidence::default(), &Settings::default());
    let wrong: Vec<String> = findings
        .iter()
        .filter(|f| f.level == pretag::lexicon::lint::Level::Error)
        .map(|f| format!("{}:{}: {}: {}: {}", f.file, f.line, f.check, f.term, f.what))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
