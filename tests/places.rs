//! What stands around words decides what they are worth: columns, tags of speakers, tables, the edges of clauses, very long sentences.
//! With the shipped lexicon, through the program.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;
use common::Folder;
use serde_json::Value;
use std::process::{Command, Output};

fn pretag(folder: &Folder, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pretag")).current_dir(&folder.0).env_clear().args(args).output().unwrap()
}

/// What is suggested for a file of this name and text.
fn suggestions(name: &str, text: &str, args: &[&str]) -> Vec<Value> {
    let folder = Folder::new("places");
    folder.file(name, text);
    tagged(&folder, name, args)
}

fn tagged(folder: &Folder, name: &str, args: &[&str]) -> Vec<Value> {
    let output = pretag(folder, &[&["tag", name, "--to", "suggestions"], args].concat());
    assert!(output.status.success());
    output.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
}

fn of_quote<'s>(all: &'s [Value], quote: &str) -> Vec<&'s Value> {
    all.iter().filter(|s| s["quote"].as_str().unwrap().contains(quote)).collect()
}

#[test]
fn what_a_column_says_of_its_cells_stands() {
    let table = "# Results\n\n| Facilitators | Barriers |\n|---|---|\n| Protected time | Training in communication |\n\
        | More time | Support from colleagues |\n| Funding | Clear guidelines |\n";
    let all = suggestions("t.md", table, &[]);
    for (cell, valence) in [
        ("Protected time", "facilitator"),
        ("More time", "facilitator"),
        ("Training in communication", "barrier"),
        ("Support from colleagues", "barrier"),
    ] {
        let found = of_quote(&all, cell);
        assert!(!found.is_empty() && found.iter().all(|s| s["valence"] == valence), "{cell}: {found:?}");
    }
}

#[test]
fn a_row_of_its_own_turns_what_a_column_says_and_headers_are_no_evidence() {
    let table = "<article><body><sec><title>Results</title><table-wrap><table><thead><tr><th>Barriers related to the:</th><th>Poor steps</th></tr></thead>\
        <tbody><tr><td>Insufficient staff</td><td>2</td></tr><tr><td colspan=\"2\">Facilitators related to the:</td></tr>\
        <tr><td>Availability of materials</td><td>1</td></tr></tbody></table></table-wrap></sec></body></article>";
    let all = suggestions("t.xml", table, &[]);
    for (cell, valence) in [("Insufficient staff", "barrier"), ("Availability of materials", "facilitator")] {
        let found = of_quote(&all, cell);
        assert!(!found.is_empty() && found.iter().all(|s| s["valence"] == valence), "{cell}: {found:?}");
    }
    for label in ["related to the", "Poor steps"] {
        assert!(of_quote(&all, label).is_empty(), "{label}");
    }
}

#[test]
fn a_question_tells_what_a_short_answer_means() {
    let text = "I: What makes it difficult?\nP4: Time.\nI: I see. What helped you?\nP4: Training, mostly.\nI: Were there any barriers?\n\
        P4: The training was excellent.\nI: What are the barriers and the facilitators?\nP4: Money.\n";
    let all = suggestions("t.txt", text, &[]);
    let of = |quote: &str| of_quote(&all, quote)[0];
    assert_eq!(of("Time.")["valence"], "barrier");
    assert_eq!(of("Time.")["cues"][0]["kind"], "question");
    assert_eq!(of("Training, mostly")["valence"], "facilitator");
    assert_eq!(of("excellent")["valence"], "facilitator");
    assert_eq!(of("Money.")["valence"], "facilitator", "both are asked for");
}

#[test]
fn what_a_term_denies_itself_is_negated() {
    let negated = |text: &str| {
        let all = suggestions("t.md", &format!("# Results\n\n{text}\n"), &["--min-score", "0.1"]);
        let best = all.iter().max_by(|a, b| a["score"].as_f64().unwrap().total_cmp(&b["score"].as_f64().unwrap()));
        best.unwrap_or_else(|| panic!("nothing for {text}"))["negated"].as_bool().unwrap()
    };
    for thing in ["time", "staff", "money", "confidence", "motivation", "information", "knowledge", "training"] {
        for text in [format!("Lack of {thing}."), format!("There was a lack of {thing}.")] {
            assert!(negated(&text), "{text}");
        }
    }
    for text in [
        "No time.",
        "There was no time for it.",
        "I never learned that.",
        "Nobody had shown them how to give feedback.",
    ] {
        assert!(negated(text), "{text}");
    }
    for text in ["There was no lack of time.", "They had protected time for it.", "Training was offered to nurses."] {
        assert!(!negated(text), "{text}");
    }
}

#[test]
fn what_a_transcriber_adds_is_no_evidence() {
    for text in ["It was fine. [laughter]", "GP29 (Rural).", "(P4, rural practice)", "Yes. (overlapping talk)"] {
        assert_eq!(suggestions("t.md", &format!("# Results\n\n{text}\n"), &[]), [Value::Null; 0], "{text}");
    }
    assert!(!suggestions("t.md", "# Results\n\nWe had no time [laughs] for it.\n", &[]).is_empty());
}

#[test]
fn cells_of_a_table_nobody_coded_count_less() {
    let table = |header: &str| {
        format!(
            "# Results\n\n| {header} | Item |\n|---|---|\n| A | Lack of training for nurses |\n| B | No time for it |\n"
        )
    };
    let best = |header: &str| {
        let all = suggestions("t.md", &table(header), &["--min-score", "0"]);
        all.iter().map(|s| s["score"].as_f64().unwrap()).fold(0.0, f64::max)
    };
    assert!(best("Theme") > best("Scale") + 0.1, "{} {}", best("Theme"), best("Scale"));
}

#[test]
fn the_tag_of_a_speaker_is_no_evidence() {
    let quote = |tag: &str| format!("# Results\n\n> “It was as it was on that day.” ({tag})\n");
    assert!(suggestions("q.md", &quote("Nurse 4, rural practice"), &["--min-score", "0"]).is_empty());
    let said = "# Results\n\n> “Our rural practice is hours from the hospital.” (Nurse 4, rural practice)\n";
    let all = suggestions("q.md", said, &["--min-score", "0"]);
    let inside = |m: &Value| m["start"].as_u64().unwrap() > said.find("(Nurse").unwrap() as u64;
    let matches = || all.iter().flat_map(|s| s["matches"].as_array().unwrap());
    assert!(matches().count() > 0 && !matches().any(inside), "{all:?}");
}

#[test]
fn also_at_the_end_of_a_clause_is_no_excess() {
    let valences = |text: &str| {
        let all = suggestions("t.txt", text, &["--framework", "tdf", "--min-score", "0"]);
        all.iter().flat_map(|s| s["cues"].as_array().unwrap().clone()).filter(|c| c["kind"] == "excess").count()
    };
    assert_eq!(
        (valences("The training was useful too, and short.\n"), valences("The training was useful too.\n")),
        (0, 0)
    );
    assert!(valences("The training was too short.\n") > 0);
}

#[test]
fn a_negative_result_behind_a_comma_is_of_something_else() {
    let folder = Folder::new("places");
    let domain = |id: &str| {
        format!("[[domain]]\nid = \"{id}\"\nlabel = \"{id}\"\ndefinition = \"A finding.\"\nterms = [\"{id}\"]\n")
    };
    let pack = format!(
        "id = \"c\"\nname = \"C\"\nversion = \"1\"\n{}",
        ["gastritis", "fever", "cough", "nausea"].map(domain).concat()
    );
    folder.file("c.toml", pack);
    let denied = |text: &str| {
        folder.file("n.txt", text);
        let output =
            pretag(&folder, &["tag", "n.txt", "--lexicon", "c.toml", "--framework", "C", "--to", "suggestions"]);
        let lines = String::from_utf8(output.stdout).unwrap();
        let said: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        said.iter()
            .map(|s| format!("{} {}", s["domain"].as_str().unwrap(), s["negated"]))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(denied("Gastritis, H pylori negative.\n"), "gastritis false");
    assert_eq!(denied("Fever and cough are absent.\n"), "fever true, cough true");
    assert_eq!(denied("No fever, nausea denied.\n"), "fever true, nausea true");
}

#[test]
fn a_very_long_sentence_is_coded_in_pieces_and_soon() {
    let words = 30_000;
    let text = "no time ".repeat(words / 2) + "\n";
    let begun = std::time::Instant::now();
    let all = suggestions("n.txt", &text, &[]);
    // in one piece it took minutes: time grew with the cube of the matches
    assert!(begun.elapsed().as_secs() < 30);
    assert!(all.len() >= words / 300, "{}", all.len());
    let longest = all.iter().map(|s| s["quote"].as_str().unwrap().split_whitespace().count()).max();
    assert_eq!(longest, Some(300));
    // and what is explained is what was tagged
    let folder = Folder::new("places");
    folder.file("n.txt", "no time ".repeat(400));
    let said = String::from_utf8(pretag(&folder, &["explain", "n.txt:1"]).stdout).unwrap();
    assert_eq!(said.matches("numbers of tdf.environment_resources ").count(), 3, "{said}");
}

#[test]
fn frameworks_may_be_written_in_capitals_and_are_named_once() {
    let folder = Folder::new("places");
    folder.file("t.txt", "We had no time.\n");
    let output =
        pretag(&folder, &["tag", "t.txt", "--framework", "TDF, com_b", "--also", "CFIR_2022", "--to", "suggestions"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = pretag(&folder, &["tag", "t.txt", "--framework", "tdf,TDF"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("framework `tdf` is given twice"));
}

#[test]
fn a_clause_with_a_subject_of_its_own_is_left_alone() {
    let valences = |text: &str| -> Vec<String> {
        let all = suggestions("n.txt", text, &["--min-score", "0"]);
        let here = all.iter().filter(|s| s["domain"] == "environment_resources");
        here.map(|s| s["valence"].as_str().unwrap().to_owned()).collect()
    };
    // "never" and "helped" do not cross into the other clause
    assert_eq!(valences("I was never trained to explain them, and ten minutes is not enough time."), ["barrier"]);
    assert_eq!(valences("We had no time to explain it, and the leaflet helped."), ["mixed"]);
    assert_eq!(valences("The problem isn't motivation, it's staffing."), ["barrier"]);
    // but what is said of a list is said of all of it
    assert_eq!(valences("Time, staff, and rooms were lacking."), ["barrier"]);
    let reasons: Vec<String> = suggestions("n.txt", "Time, staff, and rooms were lacking.", &[])
        .iter()
        .map(|s| s["reason"].as_str().unwrap().to_owned())
        .collect();
    assert!(reasons.iter().any(|r| r.contains("`Time` helps by itself; `lacking` (absent)")), "{reasons:?}");
}

/// A concept that leads to a domain and to a part of it, and is named more often than there are bits in a number.
#[test]
fn every_match_of_a_long_list_is_told_once() {
    let code = |table: &str, id: &str| {
        format!("[[{table}]]\nid = \"{id}\"\nlabel = \"L\"\ndefinition = \"D.\"\nconcepts = [\"hours\"]\n")
    };
    let concept = "id = \"f\"\nname = \"F\"\n[[concept]]\nid = \"hours\"\nlean = \"helps\"\nterms = [\"hour\"]\n";
    let folder = Folder::new("list");
    folder.file("f.toml", [concept, &code("domain", "d"), &code("domain.construct", "c")].concat());
    folder.file("t.txt", format!("We had {}.", vec!["hours"; 90].join(", ")));
    let all = tagged(&folder, "t.txt", &["--lexicon", "f.toml", "--framework", "f", "--min-score", "0"]);
    let starts: Vec<u64> = all[0]["matches"].as_array().unwrap().iter().map(|m| m["start"].as_u64().unwrap()).collect();
    let each: std::collections::BTreeSet<_> = starts.iter().collect();
    assert_eq!((all.len(), starts.len(), each.len()), (1, 90, 90));
}
