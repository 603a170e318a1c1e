//! `pretag compare` names planted changes, is empty for a thing with itself, and its mirror is its mirror; `pretag verify` says what differs.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use common::Folder;
use pretag::{
    input::{InputOptions, Inputs},
    lexicon::{Base, Lexicon, Source},
    report::Report,
    tag::{Options, Probe, ProbeScratch, Scratch, Tagger},
    text::Document,
};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output},
};

const LISTS: [&str; 5] = ["gained", "lost", "moved", "valence_changed", "score_changed"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pretag(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pretag")).current_dir(folder).args(args).output().unwrap()
}

fn compare(args: &[&str]) -> Value {
    let output = pretag(root(), &[&["compare", "--to", "json", "--no-times", "-q"], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn items<'v>(comparison: &'v Value, list: &str) -> &'v [Value] {
    comparison[list].as_array().unwrap()
}

/// The texts of all causes.
fn causes(comparison: &Value) -> BTreeSet<String> {
    let all = LISTS.iter().chain(&["detail_changed"]).flat_map(|list| items(comparison, list));
    all.flat_map(|item| item["causes"].as_array().unwrap()).map(|c| c.as_str().unwrap().to_owned()).collect()
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

#[test]
fn a_thing_compared_with_itself_is_empty() {
    let same = compare(&["lexicons", "lexicons"]);
    for list in LISTS {
        assert!(items(&same, list).is_empty(), "{list}");
    }
    assert!(items(&same, "entries").is_empty());
    assert!(same["summary"]["old"].as_u64().unwrap() > 100);
    // the same entries, but another lexicon by its digest: nothing is taken for granted there, all texts are tagged twice
    let folder = Folder::new("itself");
    let remark = folder.0.join("remark.toml");
    fs::write(&remark, "# nothing\n").unwrap();
    let remark = compare(&["shipped", &remark.display().to_string()]);
    assert_ne!(remark["old"]["lexicon"]["digest"], remark["new"]["lexicon"]["digest"]);
    assert!(LISTS.iter().chain(&["detail_changed", "entries"]).all(|list| items(&remark, list).is_empty()));
    assert_eq!(remark["summary"]["old"], same["summary"]["old"]);
    // built in and in the folder are the same lexicon
    let shipped = compare(&["shipped", "lexicons"]);
    assert_eq!(shipped["old"]["lexicon"], shipped["new"]["lexicon"]);
}

/// Terms that the shipped lexicon finds in `corpus/texts`, with their concepts: some of each kind of wording.
fn fired() -> Vec<(String, String)> {
    let output = pretag(root(), &["tag", "corpus/texts", "--to", "suggestions", "-q"]);
    let mut found = BTreeSet::new();
    for line in output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let suggestion: Value = serde_json::from_slice(line).unwrap();
        for m in suggestion["matches"].as_array().unwrap() {
            let (term, concept) = (m["term"].as_str().unwrap(), m["concept"].as_str().unwrap());
            // the packs below name concepts and write terms in double quotes
            if !concept.contains('.') && !term.contains(['/', '"', '\\']) {
                found.insert((term.to_owned(), concept.to_owned()));
            }
        }
    }
    let found: Vec<_> = found.into_iter().collect();
    assert!(found.len() > 60, "{}", found.len());
    found.iter().step_by(found.len() / 4).take(4).cloned().collect()
}

/// A pack that changes the entry in one way, as it is laid over the shipped lexicon.
fn pack(kind: &str, (term, concept): &(String, String)) -> String {
    let gone = format!("[[concept]]\nid = \"{concept}\"\nremove = [\"{term}\"]\n");
    match kind {
        "removed" => gone,
        "narrowed" => format!("{gone}terms = [\"{term} zzzz\"]\n"),
        "moved" => format!(
            "{gone}[[concept]]\nid = \"{}\"\nterms = [\"{term}\"]\n",
            if concept == "time" { "staffing" } else { "time" }
        ),
        "changed" => format!("[[concept]]\nid = \"{concept}\"\nterms = [{{ text = \"{term}\", weight = 0.05 }}]\n"),
        other => panic!("{other}"),
    }
}

#[test]
fn planted_changes_are_named() {
    let folder = Folder::new("planted");
    let pack_of = |name: &str, text: &str| {
        let path = folder.0.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let entries = fired();
    for (n, kind) in ["removed", "narrowed", "moved", "changed"].into_iter().enumerate() {
        let entry = &entries[n];
        let edited = pack_of("one.toml", &pack(kind, entry));
        let (there, back) = (compare(&["shipped", &edited]), compare(&[&edited, "shipped"]));
        let what = format!("{kind} {entry:?}");
        assert_eq!(causes(&there), set(&[&entry.0]), "{what}");
        assert!(
            there["summary"]["changed"].as_u64().unwrap() + there["summary"]["score_changed"].as_u64().unwrap() > 0,
            "{what}"
        );
        mirrored(&there, &back, &what);
        // the other way round it is added, widened, moved back, changed
        let expected = match kind {
            "removed" => "added",
            "narrowed" => "widened",
            same => same,
        };
        for (comparison, kind) in [(&there, kind), (&back, expected)] {
            let entries = items(comparison, "entries");
            assert!(entries.iter().all(|e| e["change"] == kind), "{what}: {entries:?}");
            assert!(entries.iter().any(|e| e["text"] == entry.0.as_str()), "{what}: {entries:?}");
        }
    }
    // all at once
    let kinds = ["removed", "narrowed", "moved", "changed"];
    let all: String = entries.iter().zip(kinds).map(|(entry, kind)| pack(kind, entry)).collect();
    let texts: Vec<&str> = entries.iter().map(|e| e.0.as_str()).collect();
    assert_eq!(causes(&compare(&["shipped", &pack_of("all.toml", &all)])), set(&texts));
}

#[test]
fn a_document_without_a_changed_term_is_read_alike_by_both_sides() {
    let shipped = Lexicon::load(&[], true).unwrap();
    let before = Tagger::new(&shipped, &Options::default()).unwrap();
    let (mut met, mut passed) = (0, 0);
    for (kind, entry) in ["removed", "narrowed", "moved", "changed"].into_iter().zip(&fired()) {
        let edit = Source { name: "edit.toml".into(), text: pack(kind, entry) };
        let edited = Lexicon::from_sources(&[edit], Base::Shipped).unwrap();
        let after = Tagger::new(&edited, &Options::default()).unwrap();
        let probe = Probe::new(&shipped, &edited, &shipped.changes(&edited)).unwrap();
        let (mut looking, mut one, mut other) = (ProbeScratch::default(), Scratch::default(), Scratch::default());
        let options = InputOptions::default();
        for chunk in Inputs::open(&[root().join("corpus/texts").display().to_string()], &options).unwrap() {
            chunk.documents(shipped.zones(), &options, &mut Document::default(), &mut |document| {
                let document = document.unwrap();
                let (old, new) = (before.tag(document, &mut one), after.tag(document, &mut other));
                if probe.meets(document, &mut looking) {
                    met += 1;
                } else {
                    passed += 1;
                    let told = |r: &Report<'_>| serde_json::to_string(&r.suggestions).unwrap();
                    assert_eq!(told(&old), told(&new), "{kind} {entry:?} in {}", document.id);
                }
            });
        }
    }
    assert!(met >= 4 && passed > 3 * met, "{met} met, {passed} passed over");
    // what may reach any document is tried on all
    let cue = Source {
        name: "cue.toml".into(),
        text: "[[cue]]\nid = \"new\"\nkind = \"absent\"\nterms = [\"devoid of\"]\n".into(),
    };
    let edited = Lexicon::from_sources(&[cue], Base::Shipped).unwrap();
    assert!(Probe::new(&shipped, &edited, &shipped.changes(&edited)).is_none());
    assert!(Probe::new(&shipped, &shipped, &[]).is_none());
}

/// Gained and lost change places, old and new too; causes and counts stay.
fn mirrored(there: &Value, back: &Value, what: &str) {
    for (a, b) in [
        ("gained", "lost"),
        ("lost", "gained"),
        ("moved", "moved"),
        ("valence_changed", "valence_changed"),
        ("score_changed", "score_changed"),
    ] {
        let (x, y) = (items(there, a), items(back, b));
        assert_eq!(x.len(), y.len(), "{what}: {a}");
        let told = |item: &Value, old: &str, new: &str| {
            (
                item["old"].clone(),
                item["new"].clone(),
                item[old].to_string(),
                item[new].to_string(),
                item["causes"].to_string(),
            )
        };
        let mut x: Vec<_> = x.iter().map(|i| told(i, "old", "new")).map(|t| (t.2, t.3, t.4)).collect();
        let mut y: Vec<_> = y.iter().map(|i| told(i, "new", "old")).map(|t| (t.2, t.3, t.4)).collect();
        x.sort();
        y.sort();
        assert_eq!(x, y, "{what}: {a}");
    }
    assert_eq!(there["summary"]["changed"], back["summary"]["changed"]);
}

/// A lexicon small enough to know what must come, and texts beside it.
const MINI: &str = include_str!("data/mini.toml");
const MORE: &str = r#"
[[concept]]
id = "skill"
label = "Skill"
terms = ["training", "practice session"]
[[cue]]
id = "border"
kind = "stop"
reach = "stop"
terms = ["whereas"]
"#;
const DOMAIN: &str = "[[domain]]\nid = \"skills\"\nlabel = \"Skills\"\ndefinition = \"d\"\nconcepts = [\"skill\"]\n";

fn mini() -> String {
    let (head, tail) = MINI.split_at(MINI.find("[[concept]]").unwrap());
    format!("{head}{DOMAIN}\n{tail}{MORE}")
}

const NOTE: &str = "Nurses had no time for it.\n\nProtected time helped. There was no training whereas protected time was there.\n\nThe practice session was long.\n";

/// Old and new as files, and a note; gives the folder.
fn small(name: &str, edits: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(name);
    let (old, mut new) = (mini(), mini());
    for (from, to) in edits {
        assert_eq!(new.matches(from).count(), 1, "{from}");
        new = new.replacen(from, to, 1);
    }
    fs::write(folder.0.join("old.toml"), old).unwrap();
    fs::write(folder.0.join("new.toml"), new).unwrap();
    fs::write(folder.0.join("note.txt"), NOTE).unwrap();
    folder
}

const SMALL: [&str; 8] =
    ["old.toml", "new.toml", "--no-default-lexicons", "--framework", "mini", "--min-score", "0", "--corpus"];

fn compare_small(name: &str, edits: &[(&str, &str)]) -> Value {
    let folder = small(name, edits);
    let output =
        pretag(&folder.0, &[&["compare", "--to", "json", "--no-times", "-q"], &SMALL[..], &["note.txt"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_surrounds_an_entry_is_a_cause_too() {
    // a cue, a concept's lean, its way into a domain, a shield: each alone
    let cases: [(&str, (&str, &str), &[&str]); 4] = [
        ("cue", ("\"=no\", ", ""), &["=no"]),
        ("lean", ("lean = \"helps\"", "lean = \"hinders\""), &["time", "protected time"]),
        (
            "way",
            ("concepts = [\"skill\"]", "concepts = [{ id = \"skill\", weight = 0.4 }]"),
            &["training", "practice session"],
        ),
        (
            "shield",
            ("\"practice session\"", "\"practice session\", { text = \"the practice session was\", shield = true }"),
            &["the practice session was"],
        ),
    ];
    for (name, edit, expected) in cases {
        let found = compare_small(name, &[edit]);
        let allowed = set(expected);
        let causes = causes(&found);
        assert!(!causes.is_empty() && causes.is_subset(&allowed), "{name}: {causes:?} instead of {allowed:?}");
    }
}

#[test]
fn saved_reports_are_compared_as_lexicons_are() {
    let folder = small("saved", &[("\"=no\", ", ""), ("\"training\"", "\"long training\"")]);
    for side in ["old", "new"] {
        let lexicon = format!("{side}.toml");
        let report = format!("{side}.jsonl");
        let args = [
            "tag",
            "note.txt",
            "--no-default-lexicons",
            "--framework",
            "mini",
            "--min-score",
            "0",
            "--lexicon",
            &lexicon,
            "-o",
            &report,
        ];
        assert!(pretag(&folder.0, &args).status.success());
    }
    let lists = |old: &str, new: &str| -> Vec<Value> {
        let args = ["compare", "--to", "json", "--no-times", "-q", "--no-default-lexicons", old, new];
        let lexicons = ["--framework", "mini", "--min-score", "0", "--corpus", "note.txt"];
        let output = pretag(
            &folder.0,
            &if old.ends_with("jsonl") || new.ends_with("jsonl") {
                args.to_vec()
            } else {
                [&args[..], &lexicons[..]].concat()
            },
        );
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        LISTS
            .iter()
            .flat_map(|list| items(&found, list).to_vec())
            .map(|item| serde_json::json!([item["key"], item["old"], item["new"]]))
            .collect()
    };
    let of_lexicons = lists("old.toml", "new.toml");
    assert!(of_lexicons.len() >= 2);
    assert_eq!(lists("old.jsonl", "new.jsonl"), of_lexicons);
    // the texts and options are those the report names
    assert_eq!(lists("old.jsonl", "new.toml"), of_lexicons);
    assert_eq!(lists("old.toml", "new.jsonl"), of_lexicons);
}

#[test]
fn verify_says_what_differs() {
    let folder = small("verify", &[]);
    let tag = [
        "tag",
        "note.txt",
        "--no-default-lexicons",
        "--framework",
        "mini",
        "--lexicon",
        "old.toml",
        "--top",
        "1",
        "--min-score",
        "0",
        "-o",
        "r.jsonl",
    ];
    assert!(pretag(&folder.0, &tag).status.success());
    let verify = |args: &[&str]| -> (i32, Vec<(String, bool)>) {
        let output = pretag(
            &folder.0,
            &[&["verify", "--to", "json", "--no-default-lexicons", "--lexicon", "old.toml"], args].concat(),
        );
        let found: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
        let parts = found[0]["parts"].as_array().unwrap();
        let told = |p: &Value| (p["part"].as_str().unwrap().to_owned(), p["differs"] == 0);
        (output.status.code().unwrap(), parts.iter().map(told).collect())
    };
    let differing = |found: (i32, Vec<(String, bool)>)| -> (i32, Vec<String>) {
        (found.0, found.1.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect())
    };
    let whole = verify(&["r.jsonl"]);
    assert_eq!(whole.1.len(), 6, "{whole:?}");
    assert_eq!(differing(whole), (0, vec![]));
    let text = fs::read_to_string(folder.0.join("r.jsonl")).unwrap();
    for (what, from, to) in [
        ("suggestions", "\"valence\":\"barrier\"", "\"valence\":\"mixed\""),
        ("manifest", "\"top\":1", "\"top\":2"),
        ("version", "\"pretag\":\"", "\"pretag\":\"9"),
        ("keys", "\"quote\":\"Nurses", "\"quote\":\"Nursed"),
    ] {
        assert!(text.contains(from), "{from}");
        fs::write(folder.0.join("bad.jsonl"), text.replacen(from, to, 1)).unwrap();
        let (status, parts) = differing(verify(&["bad.jsonl"]));
        assert!(status == 1 && parts.contains(&what.to_owned()), "{what}: {parts:?}");
    }
    fs::write(folder.0.join("note.txt"), format!("{NOTE}\nMore.\n")).unwrap();
    assert_eq!(differing(verify(&["r.jsonl"])), (1, vec!["text".to_owned()]));
    fs::write(folder.0.join("note.txt"), NOTE).unwrap();
    fs::write(folder.0.join("old.toml"), mini().replace("\"training\"", "\"drill\"")).unwrap();
    assert_eq!(differing(verify(&["r.jsonl"])), (1, vec!["lexicon".to_owned()]));
}

#[test]
fn a_comparison_is_verified_by_making_it_again() {
    let folder = small("again", &[("\"training\"", "\"long training\"")]);
    let made =
        pretag(&folder.0, &[&["compare", "--to", "json", "-q", "-o", "c.json"], &SMALL[..], &["note.txt"]].concat());
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let verify = || pretag(&folder.0, &["verify", "c.json", "--to", "text"]);
    let found = verify();
    let page = String::from_utf8_lossy(&found.stdout).into_owned();
    assert_eq!((found.status.code(), page.contains("nothing differs")), (Some(0), true), "{page}");
    fs::write(folder.0.join("new.toml"), mini()).unwrap();
    let found = verify();
    let page = String::from_utf8_lossy(&found.stdout).into_owned();
    assert_eq!(found.status.code(), Some(1), "{page}");
    assert!(
        page.contains("new lexicon") && page.contains("differences") && !page.contains("text         differs"),
        "{page}"
    );
}

#[test]
fn a_git_revision_is_a_side() {
    let folder = small("git", &[("\"training\"", "\"long training\"")]);
    let git = |args: &[&str]| {
        let who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        Command::new("git").current_dir(&folder.0).args(who).args(args).output().ok().filter(|o| o.status.success())
    };
    if git(&["init", "-q"]).is_none() {
        return eprintln!("skipped: no git");
    }
    fs::create_dir(folder.0.join("lex")).unwrap();
    fs::copy(folder.0.join("old.toml"), folder.0.join("lex/a.toml")).unwrap();
    git(&["add", "lex"]).unwrap();
    git(&["commit", "-q", "-m", "old"]).unwrap();
    fs::copy(folder.0.join("new.toml"), folder.0.join("lex/a.toml")).unwrap();
    let rest = [
        "--no-default-lexicons",
        "--framework",
        "mini",
        "--min-score",
        "0",
        "--corpus",
        "note.txt",
        "--to",
        "json",
        "-q",
    ];
    let run = |old: &str| pretag(&folder.0, &[&["compare", old, "lex"], &rest[..]].concat());
    let found: Value = serde_json::from_slice(&run("HEAD:lex").stdout).unwrap();
    assert_eq!((items(&found, "lost").len(), causes(&found)), (1, set(&["training"])));
    assert_eq!(
        (found["old"]["kind"].as_str(), found["old"]["commit"].as_str().map(str::len)),
        (Some("revision"), Some(40))
    );
    for (wrong, told) in
        [("HEAD~9:lex", "no revision"), ("HEAD:nowhere", "no .toml file"), ("nowhere", "found nothing of this name")]
    {
        let output = run(wrong);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && error.contains(told), "{wrong}: {error}");
    }
}

#[test]
fn gold_gives_figures_with_tests_and_gates_hold() {
    let gold = "corpus/gold/running_own.jsonl";
    let folder = Folder::new("gold");
    let pack = folder.0.join("less.toml");
    fs::write(&pack, "[[concept]]\nid = \"training_received\"\nreplace = true\nterms = [\"zzzz\"]\n").unwrap();
    let pack = pack.display().to_string();
    let args = ["shipped", pack.as_str(), "--gold", gold, "--replicates", "100"];
    let found = compare(&args);
    assert_eq!(found, compare(&args), "the same seed gives the same figures");
    let skills = found["per_domain"].as_array().unwrap().iter().find(|d| d["domain"] == "skills").unwrap();
    assert!(skills["f1"]["difference"].as_f64().unwrap() < 0.0, "{skills}");
    for key in ["precision", "recall", "kappa", "mcnemar", "permutation", "p_holm"] {
        assert!(!skills[key].is_null(), "{key}: {skills}");
    }
    assert!(skills["p_holm"].as_f64() >= skills["permutation"]["p"].as_f64());
    // without texts gold itself is what is shown, but for its mirror part
    assert!(!items(&found, "lost").is_empty());
    let mirror: Vec<Value> = fs::read_to_string(root().join(gold))
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .filter(|l: &Value| l["part"] == "mirror")
        .collect();
    assert!(!mirror.is_empty());
    let shown = found.to_string();
    assert!(
        mirror
            .iter()
            .filter(|l| l["text"].as_str().unwrap().len() > 60)
            .all(|l| !shown.contains(l["text"].as_str().unwrap()))
    );
    let gate = |condition: &str| {
        let all = [&["compare"], &args[..], &["--fail-on", condition, "--to", "markdown", "-q"]].concat();
        pretag(root(), &all).status.code()
    };
    for (condition, status) in
        [("tdf.skills.f1<0", 1), ("lost>0", 1), ("tdf.skills.f1<-0.9", 0), ("f1>0.5", 0), ("nothing>0", 2), ("f1<x", 2)]
    {
        assert_eq!(gate(condition), Some(status), "{condition}");
    }
}

#[test]
fn a_sample_is_a_file_of_reports() {
    let folder = small("sample", &[(", \"time\"]", ", \"extra time\"]")]);
    let args =
        [&["compare", "--sample", "2", "--sample-to", "s.jsonl", "-q", "--to", "text"], &SMALL[..], &["note.txt"]]
            .concat();
    assert_eq!(pretag(&folder.0, &args).status.code(), Some(0));
    let lines = fs::read_to_string(folder.0.join("s.jsonl")).unwrap();
    let schema = serde_json::from_str(pretag::report::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut suggestions = 0;
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&line), "{line}");
        suggestions +=
            line["suggestions"].as_array().unwrap().iter().filter(|s| s["compared"]["change"].is_string()).count();
    }
    assert!((1..=2).contains(&suggestions), "{lines}");
}

#[test]
fn a_watch_compares_again_when_a_file_is_saved() {
    let folder = small("watch", &[]);
    let path = folder.0.join("out.txt");
    let out = fs::File::create(&path).unwrap();
    let args = [&["compare", "--watch", "--to", "text", "--no-times", "-q"], &SMALL[..], &["note.txt"]].concat();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pretag"))
        .current_dir(&folder.0)
        .args(args)
        .stdout(out)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let seen = |text: &str| {
        (0..600).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            fs::read_to_string(&path).is_ok_and(|page| page.contains(text))
        })
    };
    let first = seen("Nothing changes.");
    // a file that is saved half is no end
    fs::write(folder.0.join("new.toml"), "[[concept").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    fs::write(folder.0.join("new.toml"), mini().replace("\"training\"", "\"long training\"")).unwrap();
    let second = seen("`training` (concept.skill) narrowed");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first && second, "{first} {second}: {}", fs::read_to_string(&path).unwrap());
}
