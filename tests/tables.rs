//! Tables of a small study of which every number was counted by hand: three documents, eight codes, three domains.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use pretag::output::tables::{
    Cell, Codebook, Codes, Entry, FORMATS, Labels, Settings, Share, Study, Table, Tables, Unit, figure, format,
    parse_line, tabulate,
};
use pretag::report::{Holder, Level};
use serde_json::{Value, json};

/// Document, domain, valence, holder, level, certainty, speaker, start of the segment.
type Said = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, u32);

const SAID: [Said; 8] = [
    ("A", "time", "barrier", "hcp", "meso", "asserted", "P1", 0),
    ("A", "time", "barrier", "hcp", "meso", "asserted", "P2", 100),
    ("A", "time", "facilitator", "patient", "micro", "asserted", "P1", 200),
    ("A", "skills", "barrier", "patient", "nano", "hedged", "P1", 0),
    ("B", "time", "barrier", "", "macro", "asserted", "", 0),
    ("B", "skills", "facilitator", "hcp", "nano", "hypothetical", "", 100),
    ("B", "time", "mixed", "hcp", "", "asserted", "", 200),
    ("B", "skills", "unclear", "", "", "asserted", "", 300),
];

fn suggestion(at: usize, said: Said, decision: &Value) -> Value {
    let (_, domain, valence, holder, level, certainty, speaker, start) = said;
    let or_null = |word: &str| if word.is_empty() { Value::Null } else { json!(word) };
    let concept = if domain == "time" { "time" } else { "training" };
    json!({
        "key": format!("{at:016x}"), "framework": "mini", "domain": domain, "construct": null, "valence": valence,
        "score": 0.9 - at as f64 / 10.0, "certainty": certainty, "negated": false, "holder": or_null(holder),
        "level": or_null(level), "quote": format!("words {at} <b>&"), "start": start, "end": start + 13, "start_char": start,
        "end_char": start + 13, "zone": "results", "section": null, "speaker": or_null(speaker),
        "matches": [{"term": "t", "concept": concept, "start": start, "end": start + 1}], "cues": [], "reason": "",
        "decision": decision,
    })
}

fn report(document: &str, digest: &str, suggestions: Vec<Value>) -> String {
    json!({
        "type": "report", "schema": "pretag.report/1",
        "document": {"id": document, "source": format!("{document}.txt"), "sha256": document, "bytes": 400, "chars": 400},
        "lexicon": {"digest": digest, "frameworks": [{"id": "mini", "version": "1"}], "pretag": "0.1.0"},
        "suggestions": suggestions,
    })
    .to_string()
}

/// The report lines of documents A, B and C (in which nothing was found), with a decision for some of the codes.
fn lines(decision: impl Fn(usize) -> Value) -> Vec<String> {
    let of = |document: &str| {
        let these = SAID.iter().enumerate().filter(|(_, s)| s.0 == document);
        report(document, "d1", these.map(|(at, s)| suggestion(at, *s, &decision(at))).collect())
    };
    ["A", "B", "C"].map(of).to_vec()
}

fn study(lines: &[String], codes: Codes) -> Study {
    Study::new(lines.iter().filter_map(|l| parse_line(l).unwrap()).collect(), codes, false)
}

fn labels() -> Labels {
    let entry = |id: &str, label: &str| Entry { id: id.into(), label: label.into(), constructs: Vec::new() };
    let book = Codebook {
        id: "mini".into(),
        name: "Mini <framework>".into(),
        version: "1".into(),
        source: "doi:0".into(),
        domains: vec![entry("trust", "Trust"), entry("skills", "Skills"), entry("time", "Time")],
    };
    Labels {
        codebooks: [("mini".to_owned(), book)].into(),
        concepts: [("time".to_owned(), "Time available".to_owned())].into(),
    }
}

fn tables(study: &Study, settings: &Settings, name: &str) -> Tables {
    tabulate(study, &labels(), settings, &[name.to_owned()], &[])
}

fn table(name: &str, settings: &Settings) -> Table {
    tables(&study(&lines(|_| Value::Null), Codes::Current), settings, name).tables.remove(0)
}

/// What stands in the row under these columns.
fn shown(table: &Table, row: &str, columns: &[&str]) -> Vec<String> {
    let row = table.rows.iter().find(|r| r.id == row).unwrap_or_else(|| panic!("no row {row}"));
    let at = |name: &&str| {
        table.columns.iter().position(|c| c.name() == **name).unwrap_or_else(|| panic!("no column {name}"))
    };
    columns.iter().map(|name| row.cells[at(name)].show()).collect()
}

#[test]
fn domains_by_valence_and_holder() {
    let t = table("domains", &Settings::default());
    let barriers = ["Barriers: HCP", "Barriers: patient", "Barriers: other or not said", "Barriers: all"];
    let rest = ["Facilitators: patient", "Facilitators: all", "Mixed", "Unclear", "All"];
    assert_eq!(shown(&t, "time", &barriers), ["2 (50.0 %)", "0", "1 (25.0 %)", "3 (75.0 %)"]);
    assert_eq!(shown(&t, "time", &rest), ["1 (50.0 %)", "1 (50.0 %)", "1 (100.0 %)", "0", "5 (62.5 %)"]);
    assert_eq!(
        shown(&t, "total", &["Barriers: all", "Facilitators: all", "All"]),
        ["4 (100.0 %)", "2 (100.0 %)", "8 (100.0 %)"]
    );
    assert_eq!(t.rows.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["time", "skills", "trust", "total"]);
    assert_eq!(shown(&t, "trust", &["Barriers: all", "All"]), ["0", "0"]);
    let notes = t.notes.join(" ");
    for part in [
        "unverified suggestions",
        "4 with barriers, 2 with facilitators",
        "Nothing was found in: Trust.",
        "3 documents, 8 codes",
    ] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}

#[test]
fn units_and_denominators_are_as_stated() {
    let all = |unit, share| table("domains", &Settings { unit, share, ..Settings::default() });
    let columns = ["Barriers: all", "All"];
    assert_eq!(shown(&all(Unit::Document, None), "time", &columns), ["2 (66.7 %)", "2 (66.7 %)"]);
    assert_eq!(shown(&all(Unit::Segment, None), "total", &columns), ["3 (100.0 %)", "7 (100.0 %)"]);
    let speakers = all(Unit::Speaker, None);
    assert_eq!(shown(&speakers, "time", &columns), ["2 (100.0 %)", "2 (100.0 %)"]);
    for part in ["4 of 8 codes name no speaker", "all 2 speakers with at least one code of this framework"] {
        assert!(speakers.notes.join(" ").contains(part), "{part}: {:?}", speakers.notes);
    }
    assert_eq!(shown(&all(Unit::Mention, Some(Share::Domain)), "time", &columns), ["3 (60.0 %)", "5 (100.0 %)"]);
    assert_eq!(shown(&all(Unit::Mention, Some(Share::All)), "time", &columns), ["3 (37.5 %)", "5 (62.5 %)"]);
    let group = all(Unit::Mention, Some(Share::Group));
    assert_eq!(shown(&group, "time", &["Barriers: HCP", "Barriers: patient"]), ["2 (100.0 %)", "0"]);
    let one = table("domains", &Settings { holders: vec![Holder::Hcp], ..Settings::default() });
    assert_eq!(shown(&one, "skills", &["Barriers: HCP", "Barriers: other or not said"]), ["0", "1 (25.0 %)"]);
}

#[test]
fn importance_ranks_by_documents() {
    let t = table("importance", &Settings::default());
    let columns = ["Documents", "Codes", "Concepts", "Mixed valence"];
    assert_eq!(shown(&t, "time", &columns), ["2 (66.7 %)", "5 (62.5 %)", "1", "yes (2 documents)"]);
    assert_eq!(shown(&t, "skills", &columns), ["2 (66.7 %)", "3 (37.5 %)", "1", "yes, between documents"]);
    assert_eq!(shown(&t, "trust", &columns), ["0", "0", "0", "-"]);
    assert_eq!(t.rows.iter().map(|r| r.heads[0].as_str()).collect::<Vec<_>>(), ["1=", "1=", "-"]);
}

#[test]
fn levels_keep_or_fold_the_individual() {
    let t = table("levels", &Settings::default());
    assert_eq!(
        shown(&t, "time", &["meso: barriers", "micro: facilitators", "macro: barriers", "not said: other"]),
        ["2", "1", "1", "1"]
    );
    assert_eq!(shown(&t, "skills", &["nano: barriers", "nano: facilitators", "micro: barriers"]), ["1", "1", "0"]);
    let folded =
        table("levels", &Settings { levels: vec![Level::Micro, Level::Meso, Level::Macro], ..Settings::default() });
    assert_eq!(
        shown(&folded, "skills", &["micro: barriers", "micro: facilitators", "not said: other"]),
        ["1", "1", "1"]
    );
    assert!(folded.notes.join(" ").contains("(nano) is counted as micro"));
    let some = table("levels", &Settings { levels: vec![Level::Meso], ..Settings::default() });
    assert_eq!(shown(&some, "time", &["meso: barriers", "other or not said: facilitators"]), ["2", "1"]);
    assert!(!some.notes.join(" ").contains("(nano)"), "{:?}", some.notes);
}

#[test]
fn ratings_follow_the_rule() {
    let t = table("ratings", &Settings::default());
    // A: two hinder, one helps; B: segments 5 and 7 hinder, 7 helps
    assert_eq!(shown(&t, "time", &["A", "B", "C"]), ["-1", "-1", "missing"]);
    // A: one voice, with reserve; B: a wish and an unclear one
    assert_eq!(shown(&t, "skills", &["A", "B", "C"]), ["-1", "+1", "missing"]);
    let rate = |valences: [&'static str; 3], certainty: &'static str| {
        let said = |at: usize| ("A", "time", valences[at], "", "", certainty, ["P1", "P2", "P2"][at], at as u32 * 100);
        let some = (0..3).filter(|at| !valences[*at].is_empty());
        let line = report("A", "d1", some.map(|at| suggestion(at, said(at), &Value::Null)).collect());
        shown(&tables(&study(&[line], Codes::Current), &Settings::default(), "ratings").tables[0], "time", &["A"])[0]
            .clone()
    };
    let cases = [
        (["barrier", "barrier", ""], "asserted", "-2"),
        (["facilitator", "facilitator", ""], "asserted", "+2"),
        (["", "barrier", "barrier"], "asserted", "-1"), // the same person twice
        (["barrier", "barrier", ""], "hedged", "-1"),
        (["barrier", "facilitator", ""], "asserted", "0 (mix)"),
        (["barrier", "facilitator", "barrier"], "asserted", "-1"),
        (["unclear", "", ""], "asserted", "0"),
        (["", "", ""], "asserted", "missing"),
    ];
    for (valences, certainty, expected) in cases {
        assert_eq!(rate(valences, certainty), expected, "{valences:?} {certainty}");
    }
}

#[test]
fn beliefs_have_sample_quotes_with_their_speakers() {
    let t = table("beliefs", &Settings { quotes: 2, ..Settings::default() });
    assert_eq!(t.rows[0].heads, ["Time (n = 5)", "Time available", "barrier"]);
    assert_eq!(shown(&t, "time.time.barrier", &["Codes", "Documents"]), ["3", "2"]);
    let quotes = shown(&t, "time.time.barrier", &["Sample quotes"]);
    assert_eq!(quotes, ["\"words 0 <b>&\" (P1; A) / \"words 1 <b>&\" (P2; A)"]);
    assert_eq!(t.rows.last().unwrap().heads[0], "Trust (n = 0)");
}

#[test]
fn heatmap_and_bars_have_figures() {
    let heat = table("heatmap", &Settings::default());
    assert_eq!(shown(&heat, "time", &["A", "B", "C", "All"]), ["3", "2", "0", "5"]);
    assert_eq!(shown(&heat, "total", &["A", "B", "C", "All"]), ["4", "4", "0", "8"]);
    let bars = table("bars", &Settings::default());
    assert_eq!(shown(&bars, "time", &["Barriers", "Facilitators", "Mixed", "Unclear"]), ["3", "1", "1", "0"]);
    for t in [heat, bars] {
        let svg = figure(&t).unwrap().unwrap();
        assert!(
            svg.contains("role=\"img\"") && svg.contains("Mini &lt;framework&gt;") && !svg.contains("<framework>"),
            "{svg}"
        );
        assert!(svg.contains("Time") && svg.contains("Trust"), "rows without codes are drawn too");
        assert_eq!(svg, figure(&t).unwrap().unwrap());
    }
}

#[test]
fn decisions_take_the_place_of_suggestions() {
    let decided = lines(|at| match at {
        0 => json!({"decision": "accepted", "coder": "Ann"}),
        3 => json!({"decision": "rejected", "coder": "Ann"}),
        4 => json!({"decision": "changed", "coder": "Bo", "to": {"domain": "skills", "valence": "facilitator"}}),
        5 => json!({"decision": "flagged", "coder": "Bo"}),
        _ => Value::Null,
    });
    let of = |codes| tables(&study(&decided, codes), &Settings::default(), "bars");
    let sides = ["Barriers", "Facilitators", "Mixed", "Unclear"];
    let current = of(Codes::Current);
    assert_eq!(shown(&current.tables[0], "time", &sides), ["2", "1", "1", "0"]);
    assert_eq!(shown(&current.tables[0], "skills", &sides), ["0", "2", "0", "1"]);
    let note = "verified codes of 2 coders (1 accepted, 1 changed, 0 added; 1 rejected are left out) and 5 unverified suggestions";
    assert!(current.tables[0].notes[0].contains(note), "{:?}", current.tables[0].notes);
    assert!(current.methods.contains("1 were accepted, 1 changed and 1 rejected by 2 coders"), "{}", current.methods);
    let verified = of(Codes::Verified);
    assert_eq!(shown(&verified.tables[0], "time", &sides), ["1", "0", "0", "0"]);
    assert!(verified.tables[0].notes[0].contains("5 undecided suggestions are left out"));
    let suggested = of(Codes::Suggested);
    assert_eq!(shown(&suggested.tables[0], "time", &sides), ["3", "1", "1", "0"]);
    assert!(suggested.tables[0].notes[0].contains("what people decided is left aside"));
}

#[test]
fn where_coders_differ_is_not_said_to_be_unchecked() {
    let decided = lines(|at| match at {
        0 => json!({"decision": "accepted", "coder": "Ann"}),
        3 => json!({"decision": "undecided", "said": {"Ann": "accepted", "Bo": "rejected"}}),
        _ => Value::Null,
    });
    let of = |which| tables(&study(&decided, which), &Settings::default(), "domains");
    let current = of(Codes::Current);
    let notes = &current.tables[0].notes[0];
    let differ = "1 suggestion on which coders differ";
    assert!(
        notes.contains(&format!("that no person has checked, and {differ} and nobody has adjudicated.")),
        "{notes}"
    );
    assert!(current.methods.contains("were not checked, and on 1 coders differ and nobody"), "{}", current.methods);
    let verified = of(Codes::Verified).tables.remove(0);
    assert!(
        verified.notes[0].contains(&format!("that no person has checked and {differ} are left out.")),
        "{:?}",
        verified.notes
    );
    // A has decisions, B has none, in C nothing was found and nobody has looked
    assert!(verified.notes.iter().any(|n| n.ends_with("of 3 documents have no decision yet.")), "{:?}", verified.notes);
}

#[test]
fn notes_tell_of_decisions_on_their_framework_alone() {
    let decided = lines(|at| if at == 0 { json!({"decision": "accepted", "coder": "Ann"}) } else { Value::Null });
    let other = in_terms_of(&report("A", "d1", vec![suggestion(0, SAID[0], &Value::Null)]), "other");
    let found = tables(&study(&[decided[0].clone(), other], Codes::Current), &Settings::default(), "bars").tables;
    assert!(found[0].notes[0].contains("1 coder (1 accepted"), "{:?}", found[0].notes);
    assert!(found[1].notes[0].starts_with("Shown are unverified suggestions"), "{:?}", found[1].notes);
}

#[test]
fn what_is_undecided_is_not_said_to_be_absent() {
    let decided = lines(|at| if at == 0 { json!({"decision": "accepted"}) } else { Value::Null });
    let found = tables(&study(&decided, Codes::Verified), &Settings::default(), "bars");
    let notes = &found.tables[0].notes;
    assert!(notes.contains(&"No verified code in: Trust; Skills (3 undecided suggestions).".to_owned()), "{notes:?}");
}

#[test]
fn the_methods_paragraph_tells_how_suggestions_were_made_and_counted() {
    let with = |line: &str, options: Value| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        line["manifest"] = json!({"digest": "0", "options": options, "suggestions": "0"});
        line.to_string()
    };
    let decided = lines(|at| if at == 0 { json!({"decision": "accepted"}) } else { Value::Null });
    let strict = json!({"min_score": 0.15, "top": 2, "from": "md"});
    let same = [with(&decided[0], strict.clone()), with(&decided[1], strict)];
    let document = Settings { unit: Unit::Document, ..Settings::default() };
    let found = tables(&study(&same, Codes::Verified), &document, "bars");
    for part in [
        "The program made 8 suggestions (scores of at least 0.15, at most 2 domains a segment; lowest score 0.200).",
        "Counted here, by document, are codes that people accepted, changed or added: 1 code in 1 segment.",
    ] {
        assert!(found.methods.contains(part), "{part}: {}", found.methods);
    }
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
    let mixed = [same[0].clone(), with(&decided[1], json!({}))];
    let said = tables(&study(&mixed, Codes::Current), &document, "bars").warnings.join(" ");
    assert!(said.contains("different options") && said.contains("the usual options: 1 document"), "{said}");
}

#[test]
fn what_crosswalks_led_to_is_no_suggestion() {
    let mut derived = suggestion(1, SAID[1], &Value::Null);
    let from = json!({"crosswalk": "Other to mini", "framework": "other", "domain": "d", "construct": null, "key": "0", "to": ["time"], "provenance": "I"});
    derived["derived_from"] = json!([from]);
    let line = report("A", "d1", vec![suggestion(0, SAID[0], &Value::Null), derived]);
    let study = Study::new(parse_line(&line).unwrap().into_iter().collect(), Codes::Current, true);
    let methods = tables(&study, &Settings::default(), "bars").methods;
    let part = "made 1 suggestion (lowest score 0.900); 1 code was derived by crosswalk (Other to mini).";
    assert!(methods.contains(part), "{methods}");
}

#[test]
fn the_same_text_under_two_names_is_said() {
    let one = lines(|_| Value::Null).remove(0);
    let said = |source: &str| {
        let other = one.replace("\"A.txt\"", &format!("\"{source}\""));
        tables(&study(&[one.clone(), other], Codes::Current), &Settings::default(), "bars").warnings.join(" ")
    };
    assert!(said("x/A.txt").contains("The same text counts more than once: A.txt and x/A.txt."), "{}", said("x/A.txt"));
    assert_eq!(said("rows.csv:3"), "");
}

#[test]
fn other_lexicons_failures_and_repeated_documents_are_said() {
    let error = r#"{"type":"error","document":{"id":"x","source":"x.txt"},"error":{"kind":"io","message":"gone"}}"#;
    let one = lines(|_| Value::Null);
    let mixed = [one[0].clone(), error.to_owned(), report("B", "d2", Vec::new()), one[0].clone(), String::new()];
    let found = tables(&study(&mixed, Codes::Current), &Settings::default(), "heatmap");
    let said = found.warnings.join("\n");
    for part in [
        "made with 2 different lexicons",
        "d1 (pretag 0.1.0): 1 document;",
        "1 document could not be read",
        "1 earlier report was left out",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(shown(&found.tables[0], "total", &["A", "B", "All"]), ["4", "0", "4"]);
}

/// The line of a report of this framework in place of `mini`.
fn in_terms_of(line: &str, framework: &str) -> String {
    line.replace("\"mini\"", &format!("\"{framework}\""))
}

#[test]
fn only_documents_tagged_with_a_framework_count_for_it() {
    let one = lines(|_| Value::Null);
    let study = study(&[one[0].clone(), one[1].clone(), in_terms_of(&one[2], "other")], Codes::Current);
    let of = |name: &str, settings: &Settings| {
        tabulate(&study, &labels(), settings, &[name.to_owned()], &["mini".to_owned()]).tables.remove(0)
    };
    let usual = Settings::default();
    assert_eq!(shown(&of("importance", &usual), "time", &["Documents"]), ["2 (100.0 %)"]);
    for name in ["heatmap", "ratings"] {
        assert!(of(name, &usual).columns.iter().all(|c| c.label != "C"), "{name}");
    }
    let documents = of("domains", &Settings { unit: Unit::Document, ..usual });
    assert_eq!(shown(&documents, "time", &["All"]), ["2 (100.0 %)"]);
    assert!(documents.notes[0].contains("2 documents, 8 codes"));
    let methods = tabulate(&study, &labels(), &Settings::default(), &[], &["mini".to_owned()]).methods;
    assert!(methods.starts_with("2 documents were") && !methods.contains("other"), "{methods}");
}

#[test]
fn a_document_may_be_tagged_with_one_framework_at_a_time() {
    let one = lines(|_| Value::Null);
    let again =
        |codes: usize| in_terms_of(&report("A", "d1", vec![suggestion(0, SAID[0], &Value::Null); codes]), "other");
    let study = study(&[one[0].clone(), again(1), again(2)], Codes::Current);
    assert_eq!((study.documents(), study.frameworks()), (1, vec!["mini".to_owned(), "other".to_owned()]));
    let found = tabulate(&study, &labels(), &Settings::default(), &["heatmap".to_owned()], &[]);
    let totals: Vec<Vec<String>> = found.tables.iter().map(|t| shown(t, "total", &["A", "All"])).collect();
    assert_eq!(totals, [["4", "4"], ["2", "2"]]);
    assert!(found.warnings.join(" ").contains("1 earlier report was left out"), "{:?}", found.warnings);
}

#[test]
fn lines_that_are_no_reports_say_what_was_found() {
    let good = &lines(|_| Value::Null)[0];
    let broken = good.replace("\"valence\":\"barrier\"", "\"valence\":\"bad\"");
    let undecided = lines(|_| json!({"decision": "perhaps"})).remove(0);
    for (line, part) in [
        ("{", "found no such JSON object"),
        (r#"{"type":"suggestion"}"#, "found one of type \"suggestion\""),
        (&broken, "unknown variant `bad`"),
        (&undecided, "found the decision \"perhaps\", expected accepted, rejected, changed or added"),
    ] {
        let error = parse_line(line).unwrap_err();
        assert!(error.contains(part), "{part}: {error}");
    }
    assert!(parse_line(" ").unwrap().is_none());
}

#[test]
fn every_format_escapes_what_documents_say_and_is_the_same_twice() {
    let found = tables(&study(&lines(|_| Value::Null), Codes::Current), &Settings::default(), "beliefs");
    for f in FORMATS {
        let text = (f.write)(&found, 80, true).unwrap();
        assert_eq!(text, (f.write)(&found, 80, true).unwrap(), "{}", f.name);
        assert!(text.contains("words 0"), "{}: {text}", f.name);
        if ["html", "markdown"].contains(&f.name) {
            assert!(!text.contains("<b>") && !text.contains("<framework>"), "{}: {text}", f.name);
        }
    }
}

#[test]
fn long_names_of_documents_are_cut_between_letters() {
    let long = format!("{}é{}", "a".repeat(43), "b".repeat(30));
    let lines = ["A", "B"].map(|d| lines(|_| Value::Null)[0].replace("\"id\":\"A\"", &format!("\"id\":\"{long}{d}\"")));
    let found = tables(&study(&lines, Codes::Current), &Settings::default(), "heatmap");
    for f in FORMATS.iter().filter(|f| f.many) {
        let text = (f.write)(&found, 80, false).unwrap();
        assert!(text.contains("bbA") && text.contains("bbB"), "{}: {text}", f.name);
    }
    assert!((format("text").unwrap().write)(&found, 80, false).unwrap().contains("aaa…bbb"));
    let page = (format("html").unwrap().write)(&found, 80, false).unwrap();
    assert!(page.contains(&format!("<span title=\"{long}A\">aaa")), "the whole name comes up when it is pointed at");
    assert!(figure(&found.tables[0]).unwrap().unwrap().contains("aaa…bbb"));
}

#[test]
fn capitals_have_more_room_in_figures() {
    let width = |id: &str| {
        let line = lines(|_| Value::Null)[0].replace("\"id\":\"A\"", &format!("\"id\":\"{id}\""));
        let svg = figure(&tables(&study(&[line], Codes::Current), &Settings::default(), "heatmap").tables[0]);
        let svg = svg.unwrap().unwrap();
        let at = svg.find("height=\"").unwrap() + 8;
        svg[at..].split('"').next().unwrap().parse::<u32>().unwrap()
    };
    assert!(width("INTERVIEW WARD") > width("interview ward"));
}

#[test]
fn the_page_needs_nothing_else() {
    let all = tabulate(&study(&lines(|_| Value::Null), Codes::Current), &labels(), &Settings::default(), &[], &[]);
    let page = (format("html").unwrap().write)(&all, 80, true).unwrap();
    for part in [
        "<html lang=\"en\">",
        "default-src 'none'; style-src 'sha256-",
        "Skip to the tables",
        "<caption>",
        "scope=\"colgroup\"",
        "scope=\"row\"",
        "prefers-color-scheme: dark",
        "@media print",
        "id=\"methods\"",
        "class=\"corner\"",
        "class=\"figure bars\"",
        "(50.0\u{a0}%)",
    ] {
        assert!(page.contains(part), "{part}");
    }
    for part in ["<script", "src=", "http://", "https://", "url(", "style=\"", "onclick"] {
        assert!(!page.replace("http://www.w3.org/2000/svg", "").contains(part), "{part}");
    }
    let count = |what: &str| page.matches(what).count();
    for tag in ["table", "thead", "tr", "section", "figure", "td", "svg"] {
        let open = count(&format!("<{tag}>")) + count(&format!("<{tag} "));
        assert_eq!(open, count(&format!("</{tag}>")), "{tag}");
    }
}

#[test]
fn a_share_of_nothing_is_no_number() {
    let t = tables(&study(&[report("A", "d1", Vec::new())], Codes::Current), &Settings::default(), "domains");
    assert!(t.tables[0].rows.iter().all(|r| r.cells.iter().all(|c| matches!(c, Cell::Share { n: 0, .. }))));
    assert_eq!(t.tables[0].rows.len(), 4, "zero rows are printed");
    let csv = (format("csv").unwrap().write)(&t, 80, false).unwrap();
    assert!(csv.lines().nth(1).unwrap().starts_with("trust,Trust,0,,0"), "{csv}");
}

#[test]
fn only_the_last_line_of_a_document_counts() {
    let error = |id: &str| {
        json!({"type": "error", "document": {"id": id, "source": format!("{id}.txt")}, "error": {"kind": "io", "message": "gone"}})
            .to_string()
    };
    let documents = |lines: &[String]| study(lines, Codes::Current).documents();
    let said =
        |lines: &[String]| tables(&study(lines, Codes::Current), &Settings::default(), "heatmap").warnings.join(" ");
    let all = lines(|_| Value::Null);
    let mended = [vec![error("A"), error("A"), error("x")], all.clone()].concat();
    assert_eq!(documents(&mended), 3);
    assert!(said(&mended).contains("1 document could not be read"), "{}", said(&mended));
    let gone = [all, vec![error("A")]].concat();
    assert_eq!(documents(&gone), 2);
    assert!(said(&gone).contains("1 document could not be read"), "{}", said(&gone));
}
