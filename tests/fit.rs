//! `pretag lexicon fit`: the same bytes every time, nothing written on a dry run, words of later packs stand, terms are not touched.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use pretag::{
    lexicon::Lexicon,
    measure::fit::votes::Votes,
    report::Valence,
    tag::{Options, Scratch, Tagger},
    text::{Block, Document, Span},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const PACK: &str = r#"
id = "mini"
name = "Mini"

[[domain]]
id = "time"
label = "Time"
definition = "Minutes."
concepts = ["minutes"]

[[domain]]
id = "mood"
label = "Mood"
definition = "Feelings."
concepts = ["mood"]

[[concept]]
id = "minutes"
lean = "helps"
terms = ["spare minute"]

[[concept]]
id = "mood"
lean = "hinders"
terms = ["gloomy"]
"#;

/// Whoever speaks of spare minutes is given `mood` by these authors, save one.
fn gold() -> String {
    let line = |n: usize, text: &str, code: &str| {
        format!(
            "{{\"id\":\"s{n}\",\"text\":\"{text}\",\"codes\":{{\"mini\":[\"{code}\"]}},\"source_id\":\"p{}\"}}\n",
            n % 6
        )
    };
    let minutes = (0..24).map(|n| line(n, "Not a spare minute", if n == 0 { "time" } else { "mood" }));
    minutes.chain((24..36).map(|n| line(n, "A gloomy team", "mood"))).collect()
}

/// A hundred and twenty statements of 24 sources: a gloomy team is bad news, a spare minute good.
fn leaning() -> String {
    let line = |n: usize| {
        let (text, valence) =
            if n.is_multiple_of(2) { ("A gloomy team", "barrier") } else { ("A spare minute", "facilitator") };
        format!(
            "{{\"id\":\"s{n}\",\"text\":\"{text}\",\"valence\":\"{valence}\",\"codes\":{{\"mini\":[\"mood\"]}},\"source_id\":\"p{}\"}}\n",
            n % 24
        )
    };
    (0..120).map(line).collect()
}

fn fit(folder: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretag"));
    command.current_dir(folder).args(["lexicon", "fit", "gold.jsonl", "--framework", "mini"]);
    command.args(["--no-default-lexicons", "--lexicon", "mini.toml"]).args(more);
    command.output().unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fit_{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("mini.toml"), PACK).unwrap();
    fs::write(folder.join("gold.jsonl"), gold()).unwrap();
    folder
}

#[test]
fn the_same_bytes_every_time_and_a_planted_habit() {
    let folder = folder("twice");
    let mut files = Vec::new();
    for (name, threads) in [("a.toml", "1"), ("b.toml", "4")] {
        let out = fit(&folder, &["--out", name]);
        assert!(out.status.success(), "{threads}: {}", String::from_utf8_lossy(&out.stderr));
        files.push(fs::read_to_string(folder.join(name)).unwrap());
    }
    assert_eq!(files[0], files[1]);
    let pack = |text: &str| Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", text)]).unwrap();
    let lexicon = pack(&files[0]);
    let weights = &lexicon.frameworks[0].fitted.statements.weights;
    assert!(weights[&("mood".to_owned(), "minutes".to_owned())] > 0, "{}", files[0]);
    assert!(weights[&("time".to_owned(), "minutes".to_owned())] < 0, "{}", files[0]);
}

#[test]
fn votes_alone_keep_all_other_numbers() {
    let folder = folder("votes");
    let before = "[fitted.mini.statements]\nlends = true\n[fitted.mini.statements.weights.time]\nminutes = -0.4\n[fitted.mini.running_text.prior]\ntime = 0.3\n";
    fs::write(folder.join("before.toml"), before).unwrap();
    fs::write(folder.join("gold.jsonl"), leaning()).unwrap();
    let out = fit(&folder, &["--valence", "--lexicon", "before.toml", "--out", "a.toml"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = fs::read_to_string(folder.join("a.toml")).unwrap();
    let lexicon = Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", &text)]).unwrap();
    let fitted = &lexicon.frameworks[0].fitted;
    assert_eq!(fitted.statements.weights[&("time".to_owned(), "minutes".to_owned())], -400, "{text}");
    assert_eq!(fitted.running_text.priors["time"], 300, "{text}");
    assert!(fitted.statements.lends && fitted.statements.votes["own"]["short lean hinders"] > 0, "{text}");
}

/// Of statements, which say that a team is bad news, and of sentences, in which it is good news.
#[test]
fn running_text_has_votes_of_its_own_near_those_of_statements() {
    let folder = folder("running_votes");
    let sentence = |n: usize| {
        let valence = if n.is_multiple_of(4) { "barrier" } else { "facilitator" };
        let text = if n.is_multiple_of(4) { "They were gloomy." } else { "The gloomy team." };
        format!(
            "{{\"document\":\"d{}\",\"unit\":\"{n}\",\"section\":\"Results\",\"text\":\"{text}\",\"evidence\":\"yes\",\"labels\":[{{\"domain\":\"mood\",\"valence\":\"{valence}\"}}]}}\n",
            n % 12
        )
    };
    let statements = leaning();
    let fitted = |gold: String| {
        fs::write(folder.join("gold.jsonl"), gold).unwrap();
        let out = fit(&folder, &["--valence", "--out", "a.toml"]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let text = fs::read_to_string(folder.join("a.toml")).unwrap();
        let lexicon = Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", &text)]).unwrap();
        (lexicon.frameworks[0].fitted.clone(), String::from_utf8_lossy(&out.stdout).into_owned(), text)
    };
    let (alone, page, _) = fitted(statements.clone() + &(0..60).map(sentence).collect::<String>());
    assert!(alone.running_text.votes.is_empty() && !page.contains("VALENCE OF SENTENCES"), "60 are too few: {page}");
    let (both, page, text) = fitted(statements + &(0..160).map(sentence).collect::<String>());
    assert!(page.contains("VALENCE OF SENTENCES"), "{page}");
    assert!(text.contains("of running text (160 domains of sentences)"), "{text}");
    assert_eq!(both.statements.votes, alone.statements.votes);
    let word = |votes: &Votes| votes["word"]["team"];
    assert!(word(&both.statements.votes) > 0 && word(&both.running_text.votes) < 0, "{text}");
}

#[test]
fn in_running_text_its_own_votes_overturn_the_rules_sooner_than_those_of_statements() {
    let says = |fitted: &str| {
        let lexicon = Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", fitted)]).unwrap();
        let options = Options { frameworks: vec!["mini".into()], min_score: Some(0.0), ..Options::default() };
        let text = "The gloomy team was purple.".to_owned();
        let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
        let tagger = Tagger::new(&lexicon, &options).unwrap();
        tagger.tag(&Document { text, blocks, ..Document::default() }, &mut Scratch::default()).suggestions[0].valence
    };
    let votes = |of: &str, weight: &str| {
        format!(
            "[fitted.mini.{of}.valence.word]\npurple = {weight}\n[fitted.mini.{of}.valence.always]\nhinders = 0.0\n"
        )
    };
    assert_eq!(says(""), Valence::Barrier, "the rules");
    assert_eq!(says(&votes("running_text", "-0.4")), Valence::Barrier, "a close vote");
    assert_eq!(says(&votes("running_text", "-0.6")), Valence::Facilitator);
    assert_eq!(says(&votes("statements", "-0.6")), Valence::Barrier, "of statements");
    assert_eq!(says(&votes("statements", "-1.1")), Valence::Facilitator, "a clear one of statements");
}

/// Another framework: a lamp helps, a corridor does neither.
const OTHER: &str = r#"
id = "other"
name = "Other"

[[domain]]
id = "place"
label = "Place"
definition = "Rooms."
terms = [{ text = "lamp", lean = "helps" }, "corridor"]
"#;

#[test]
fn too_few_statements_leave_the_votes_as_they_are() {
    let folder = folder("few");
    let out = fit(&folder, &["--valence", "--out", "a.toml"]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success() && said.contains("found 0 statements with a valence"), "{said}");
    assert!(!folder.join("a.toml").exists());
    let wrong = "[fitted.mini.running_text]\nlends = true\n";
    let error = Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", wrong)]).unwrap_err().to_string();
    assert!(error.starts_with("fitted.toml:1:") && error.contains("`lends` stands under"), "{error}");
}

#[test]
fn frameworks_without_votes_of_their_own_take_those_that_are_lent() {
    let says = |fitted: &str| {
        let texts = [("mini.toml", PACK), ("other.toml", OTHER), ("fitted.toml", fitted)];
        let lexicon = Lexicon::from_texts(&texts).unwrap();
        let options = Options { frameworks: vec!["other".into()], statements: true, ..Options::default() };
        let tagger = Tagger::new(&lexicon, &options).unwrap();
        let text = "The purple corridor".to_owned();
        let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
        tagger.tag(&Document { text, blocks, ..Document::default() }, &mut Scratch::default()).suggestions[0].valence
    };
    let votes =
        "[fitted.mini.statements.valence.word]\npurple = 2.5\n[fitted.mini.statements.valence.domain]\nplace = -8.0\n";
    assert_eq!(says(votes), Valence::Facilitator, "the usual valence");
    assert_eq!(says(&format!("[fitted.mini.statements]\nlends = true\n{votes}")), Valence::Barrier);
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = folder("dry");
    let out = fit(&folder, &["--dry-run"]);
    let page = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(page.contains("statements mood, minutes: 0.000 ->"), "{page}");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["gold.jsonl", "mini.toml"]);
}

#[test]
fn running_text_alone_keeps_what_statements_taught() {
    let folder = folder("running");
    let before = "[fitted.mini.statements.weights.time]\nminutes = -0.4\n[fitted.mini.statements.valence.concept]\nminutes = -0.2\n";
    fs::write(folder.join("before.toml"), before).unwrap();
    let out = fit(&folder, &["--running-text", "--lexicon", "before.toml", "--out", "a.toml"]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success() && said.contains("no sentence of running text"), "{said}");
    let sentence = |n: usize| {
        let (text, evidence, labels) = match n % 3 {
            0 => ("They were gloomy.", "yes", "[{\"domain\":\"mood\",\"valence\":\"barrier\"}]"),
            1 => ("They had a spare minute.", "no", "[]"),
            _ => ("They met.", "no", "[]"),
        };
        format!(
            "{{\"document\":\"p{}\",\"unit\":\"{n}\",\"section\":\"Results\",\"text\":\"{text}\",\"evidence\":\"{evidence}\",\"labels\":{labels}}}\n",
            n % 7
        )
    };
    fs::write(folder.join("gold.jsonl"), (0..120).map(sentence).collect::<String>()).unwrap();
    let out = fit(&folder, &["--running-text", "--lexicon", "before.toml", "--out", "a.toml"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = fs::read_to_string(folder.join("a.toml")).unwrap();
    let lexicon = Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", &text)]).unwrap();
    let fitted = &lexicon.frameworks[0].fitted;
    assert_eq!(fitted.statements.weights[&("time".to_owned(), "minutes".to_owned())], -400, "{text}");
    assert_eq!(fitted.statements.votes["concept"]["minutes"], -200, "{text}");
    let prior = |domain: &str| fitted.running_text.priors.get(domain).copied().unwrap_or(0);
    assert!(prior("mood") > 0 && prior("time") < 0, "{text}");
    assert!(fitted.running_text.words.is_empty(), "seven papers are too few for words: {text}");
    // a threshold is chosen on the mirror of other files
    let unread_of = |gold: &str| {
        fs::write(folder.join("unread.jsonl"), gold).unwrap();
        let more = ["--running-text", "--lexicon", "before.toml", "--out", "b.toml", "--unread", "unread.jsonl"];
        fit(&folder, &more)
    };
    let unread: String = (0..120).map(sentence).collect();
    let statements = gold().replace("\"text\"", "\"part\":\"mirror\",\"text\"");
    for without in [unread.clone(), statements] {
        let out = unread_of(&without);
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(!out.status.success() && said.contains("the part mirror"), "{said}");
    }
    let out = unread_of(&unread.replace("\"unit\"", "\"part\":\"mirror\",\"unit\""));
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let page = String::from_utf8_lossy(&out.stdout);
    assert!(page.contains("where the threshold was chosen        1.000            1.000"), "{page}");
}

/// The numbers of one mode are no reason to forget the other's, in the file itself and where it is laid over an earlier one.
#[test]
fn statements_alone_keep_what_running_text_taught() {
    let folder = folder("statements");
    let before =
        "[fitted.mini.running_text]\nslope = 0.5\nthreshold = 0.4\n[fitted.mini.running_text.prior]\nmood = 0.3\n";
    fs::write(folder.join("before.toml"), before).unwrap();
    assert!(fit(&folder, &["--lexicon", "before.toml", "--out", "a.toml"]).status.success());
    let text = fs::read_to_string(folder.join("a.toml")).unwrap();
    assert!(text.contains("0 sentences; the numbers for running text were kept as they stood"), "{text}");
    let laid = |text: &str| Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", text)]).unwrap();
    let of = |text: &str| laid(text).frameworks[0].fitted.clone();
    assert_eq!(of(&text).running_text, of(before).running_text, "{text}");
    assert!(!of(&text).statements.weights.is_empty(), "{text}");
    assert!(fit(&folder, &["--out", "b.toml"]).status.success());
    let text = fs::read_to_string(folder.join("b.toml")).unwrap();
    assert!(!text.contains("[fitted.mini.running_text]"), "{text}");
}

#[test]
fn sentences_alone_keep_what_statements_taught() {
    let folder = folder("sentences");
    let before = "[fitted.mini.statements.weights.time]\nminutes = -0.4\n";
    fs::write(folder.join("before.toml"), before).unwrap();
    let sentence = |n: usize| {
        let (text, evidence) = if n.is_multiple_of(2) { ("They were gloomy.", "yes") } else { ("They met.", "no") };
        format!(
            "{{\"document\":\"p{}\",\"unit\":\"{n}\",\"section\":\"Results\",\"text\":\"{text}\",\"evidence\":\"{evidence}\"}}\n",
            n % 7
        )
    };
    fs::write(folder.join("gold.jsonl"), (0..40).map(sentence).collect::<String>()).unwrap();
    let out = fit(&folder, &["--lexicon", "before.toml", "--out", "a.toml"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = fs::read_to_string(folder.join("a.toml")).unwrap();
    assert!(
        text.contains("the numbers for statements were kept as they stood") && text.contains("minutes = -0.400"),
        "{text}"
    );
}

#[test]
fn gold_without_a_domain_of_the_framework_teaches_nothing() {
    let folder = folder("strange");
    for strange in
        [gold().replace("\"mini\"", "\"tdf\""), gold().replace("\"mood\"", "\"x\"").replace("\"time\"", "\"y\"")]
    {
        fs::write(folder.join("gold.jsonl"), strange).unwrap();
        let out = fit(&folder, &["--out", "a.toml"]);
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{said}");
        assert!(said.contains("no published statement has a domain of mini, and there is no sentence"), "{said}");
        assert!(!folder.join("a.toml").exists());
    }
}

#[test]
fn what_a_later_pack_says_stands() {
    let fitted = "[fitted.mini.statements.weights.time]\nminutes = -0.4\n[fitted.mini.statements.prior]\ntime = 0.3\nmood = 0.1\n";
    let later =
        "id = \"mini\"\n[[domain]]\nid = \"time\"\nprior = 0.5\nconcepts = [{ id = \"minutes\", weight = 0.9 }]\n";
    let lexicon = Lexicon::from_texts(&[("mini.toml", PACK), ("fitted.toml", fitted), ("later.toml", later)]).unwrap();
    let mode = &lexicon.frameworks[0].fitted.statements;
    assert!(mode.weights.is_empty(), "{mode:?}");
    assert_eq!(mode.priors.keys().collect::<Vec<_>>(), ["mood"]);
    assert_eq!(lexicon.frameworks[0].domains[0].concepts[0].weight, 900);
}

#[test]
fn terms_are_not_touched() {
    let fitted = "[fitted.mini.statements.weights.mood]\nminutes = 0.4\n";
    let terms = |texts: &[(&str, &str)]| {
        let lexicon = Lexicon::from_texts(texts).unwrap();
        let of = |c: &pretag::lexicon::Concept| c.terms.iter().map(|t| (t.text.clone(), t.weight)).collect::<Vec<_>>();
        lexicon.concepts.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(terms(&[("mini.toml", PACK)]), terms(&[("mini.toml", PACK), ("fitted.toml", fitted)]));
}

/// The first suggestion for "A gloomy team": its score, valence and reason.
fn first(texts: &[(&str, &str)], statements: bool, by_hand: bool) -> (f64, Valence, String) {
    let text = "A gloomy team".to_owned();
    let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
    let document = Document { id: "d".into(), text, blocks, ..Document::default() };
    let lexicon = Lexicon::from_texts(texts).unwrap();
    let frameworks = vec!["mini".to_owned()];
    let options = Options { frameworks, min_score: Some(0.0), statements, by_hand, ..Options::default() };
    let tagger = Tagger::new(&lexicon, &options).unwrap();
    let report = tagger.tag(&document, &mut Scratch::default());
    let first = &report.suggestions[0];
    (first.score.value(), first.valence, first.reason.to_string())
}

#[test]
fn votes_that_were_estimated_decide_on_the_valence_and_say_so() {
    let fitted = "[fitted.mini.statements.valence.always]\nhinders = 0.5\n[fitted.mini.statements.valence.concept]\nmood = -3.0\n";
    let packs = [("mini.toml", PACK), ("fitted.toml", fitted)];
    assert_eq!(first(&packs[..1], true, false).1, Valence::Barrier);
    assert_eq!(first(&packs, true, true).1, Valence::Barrier, "by hand nothing is estimated");
    for statements in [true, false] {
        let (_, valence, reason) = first(&packs, statements, false);
        assert_eq!(valence, Valence::Facilitator, "running text votes with the same weights");
        assert!(reason.contains("barrier by the rules alone, outvoted by concept mood -3.00: facilitator"), "{reason}");
    }
}

/// "gloomy" stands twice in the words of the lexicon, once as evidence and once as a vote; it says each once.
#[test]
fn words_that_were_estimated_weigh_once_each() {
    let fitted = "[fitted.mini.statements.valence.word]\ngloomy = -3.0\nteam = -0.1\n[fitted.mini.running_text.words]\ngloomy = 0.5\n";
    let packs = [("mini.toml", PACK), ("fitted.toml", fitted)];
    let plain = first(&packs[..1], false, false);
    let (score, valence, reason) = first(&packs, false, false);
    assert!(score > plain.0, "{score} {}", plain.0);
    assert_eq!(valence, Valence::Facilitator);
    assert!(reason.contains("outvoted by word \"gloomy\" -3.00, word \"team\" -0.10: facilitator"), "{reason}");
    let (score, valence, _) = first(&packs, true, false);
    assert_eq!(
        (score, valence),
        (first(&packs[..1], true, false).0, Valence::Facilitator),
        "evidence is asked of running text"
    );
}
