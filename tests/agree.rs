//! Agreement of coders: published examples come out as published, and what coders did becomes the right ratings.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use pretag::{
    measure::stats::{Estimate, bootstrap::Bootstrap},
    report::Valence,
    review::{
        Code, Mode,
        agree::{Agreement, Basis, Coded, Coding, DocumentCoding, Settings, agree, of_line, page},
    },
    text::Span,
};
use serde_json::Value;

fn close(found: Estimate, expected: &Value, tolerance: f64, what: &str) {
    let (found, expected) = (found.value.unwrap(), expected.as_f64().unwrap());
    assert!((found - expected).abs() < tolerance, "{what}: found {found}, expected {expected}");
}

fn code(domain: &str, valence: Valence, start: u32, end: u32) -> Code {
    let (framework, domain) = ("tdf".to_owned(), domain.to_owned());
    Code { framework, domain, valence, span: Span { start, end }, ..Code::default() }
}

/// A document's id, its codes, and what of it was read (none: all).
type Work<'a> = (&'a str, Vec<Code>, Option<Vec<Span>>);

fn coder(name: &str, documents: &[Work<'_>]) -> Coding {
    let of = |(id, codes, read): &Work<'_>| {
        let whole = read.is_none();
        (
            (*id).to_owned(),
            DocumentCoding {
                codes: codes.clone(),
                whole,
                read: read.clone().unwrap_or_default(),
                ..Default::default()
            },
        )
    };
    Coding { coder: name.to_owned(), documents: documents.iter().map(of).collect(), ..Coding::default() }
}

fn settings() -> Settings {
    Settings { bootstrap: Bootstrap { replicates: 200, seed: 1 }, ..Settings::default() }
}

/// Ten bytes a sentence.
fn sentences(n: usize) -> Vec<Span> {
    (0..n).map(|s| Span::new(10 * s, 10 * s + 10)).collect()
}

/// Two coders whose presence and absence of one code over sentences gives this table (rows: first coder; present, then absent).
fn two(table: [[u64; 2]; 2]) -> Agreement {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let mut at = 0;
    for (a, row) in table.iter().enumerate() {
        for (b, n) in row.iter().enumerate() {
            for _ in 0..*n {
                let given = code("skills", Valence::Barrier, at, at + 10);
                if a == 0 {
                    first.push(given.clone());
                }
                if b == 0 {
                    second.push(given);
                }
                at += 10;
            }
        }
    }
    let texts = [Coded { document: "P", text: None, segments: sentences(at as usize / 10) }];
    let codings = [coder("A", &[("P", first, None)]), coder("B", &[("P", second, None)])];
    agree(&texts, &codings, Basis::All, &settings())
}

#[test]
fn published_examples() {
    let Some(golden) = common::published() else { return };
    for name in ["balanced", "prevalence"] {
        let case = &golden[name];
        let cell = |a: usize, b: usize| case["table"][a][b].as_u64().unwrap();
        let agreement = two([[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]]);
        // every sentence is ten characters, so both levels come to the same
        for level in &agreement.levels[1..] {
            for row in [&level.overall, &level.codes[0]] {
                close(row.percent, &case["percent"], 1e-9, "percent");
                close(row.kappa, &case["cohen_kappa"], 1e-9, "kappa");
                close(row.ac1, &case["gwet_ac1"], 6e-6, "AC1");
                close(row.brennan_prediger, &case["pabak"], 1e-9, "Brennan-Prediger");
            }
        }
        let kappa = agreement.levels[1].overall.kappa;
        for (found, expected) in
            [kappa.low, kappa.high].into_iter().zip(case["kappa_asymptotic_ci95"].as_array().unwrap())
        {
            let expected = expected.as_f64().unwrap();
            assert!((found.unwrap() - expected).abs() < 1e-9, "interval of kappa: {found:?}, expected {expected}");
        }
        // alpha corrects for the number of units, so only sentences come to the printed value
        close(agreement.levels[1].overall.alpha, &case["alpha"], 1e-9, "alpha");
    }
}

#[test]
fn what_was_not_read_is_missing_not_absent() {
    let texts = [Coded { document: "P", text: None, segments: sentences(4) }];
    let read = Some(vec![Span::new(0, 10), Span::new(10, 20)]);
    let a = coder(
        "A",
        &[("P", vec![code("skills", Valence::Barrier, 0, 10), code("goals", Valence::Barrier, 30, 40)], None)],
    );
    let b = coder("B", &[("P", vec![code("skills", Valence::Facilitator, 2, 8)], read)]);
    let agreement = agree(&texts, &[b, a], Basis::All, &settings());
    assert_eq!(agreement.coders, ["A", "B"]);
    let segment = &agreement.levels[1];
    assert_eq!(
        segment.codes.iter().map(|r| (r.code.as_str(), r.units)).collect::<Vec<_>>(),
        [("tdf.goals", 2), ("tdf.skills", 2)]
    );
    assert_eq!(segment.codes[1].table, Some(vec![vec![1, 0], vec![0, 1]]));
    // B read only half of the document: nothing can be said of it as a whole
    assert_eq!(agreement.levels[0].overall.units, 0);
    // of twenty characters, B coded 6 where A coded 10
    let character = &agreement.levels[2].codes[1];
    assert_eq!(character.table, Some(vec![vec![10, 0], vec![4, 6]]));
    // both gave skills to the first sentence, as barrier and as facilitator
    assert_eq!((agreement.valence.units, agreement.valence.percent.value), (1, Some(0.0)));
}

#[test]
fn characters_are_code_points() {
    let text = "\u{1f600}\u{e9}abcdefgh";
    let texts = [Coded { document: "P", text: Some(text), segments: vec![Span::new(0, text.len())] }];
    let codings =
        [coder("A", &[("P", vec![code("skills", Valence::Barrier, 0, 6)], None)]), coder("B", &[("P", vec![], None)])];
    let agreement = agree(&texts, &codings, Basis::All, &settings());
    assert_eq!(agreement.levels[2].codes[0].table, Some(vec![vec![8, 0], vec![2, 0]]));
}

#[test]
fn three_coders_and_intervals_over_documents() {
    let ids: Vec<String> = (0..6).map(|n| format!("P{n}")).collect();
    let texts: Vec<Coded<'_>> =
        ids.iter().map(|id| Coded { document: id, text: None, segments: sentences(5) }).collect();
    let given = |every: usize| -> Vec<Work<'_>> {
        let codes = |d: usize| {
            (0..5)
                .filter(move |s| (s + d).is_multiple_of(every))
                .map(|s| code("skills", Valence::Barrier, 10 * s as u32, 10 * s as u32 + 10))
        };
        ids.iter().enumerate().map(|(d, id)| (id.as_str(), codes(d).collect(), None)).collect()
    };
    let codings = [coder("A", &given(2)), coder("B", &given(2)), coder("C", &given(3))];
    let first = agree(&texts, &codings, Basis::All, &settings());
    let row = &first.levels[1].codes[0];
    assert_eq!((row.units, row.table.is_none(), first.documents), (30, true, 6));
    for (figure, e) in row.figures() {
        assert!(e.low.unwrap() <= e.value.unwrap() && e.value.unwrap() <= e.high.unwrap(), "{figure}: {e:?}");
    }
    assert!(first.notes.iter().any(|n| n.contains("Light 1971")));
    let second = agree(&texts, &codings, Basis::All, &settings());
    assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap());
}

#[test]
fn a_code_nobody_gave_and_full_agreement_do_not_break() {
    let texts = [Coded { document: "P", text: None, segments: sentences(3) }];
    let none = agree(
        &texts,
        &[coder("A", &[("P", vec![], None)]), coder("B", &[("P", vec![], None)])],
        Basis::All,
        &settings(),
    );
    assert_eq!((none.levels[1].codes.len(), none.levels[1].overall.units), (0, 0));
    let all = || vec![code("skills", Valence::Mixed, 0, 30)];
    let full =
        agree(&texts, &[coder("A", &[("P", all(), None)]), coder("B", &[("P", all(), None)])], Basis::All, &settings());
    let row = &full.levels[1].codes[0];
    assert_eq!((row.percent.value, row.kappa.value, row.ac1.value), (Some(1.0), None, Some(1.0)));
    let alone = agree(&texts, &[coder("A", &[("P", all(), None)])], Basis::All, &settings());
    assert!(alone.notes[0].contains("two coders"));
}

#[test]
fn pages_name_formulas_and_say_what_was_seen() {
    let mut codings =
        [coder("A", &[("P", vec![code("skills", Valence::Barrier, 0, 10)], None)]), coder("B", &[("P", vec![], None)])];
    codings[0].modes.insert(Mode::Assisted, 1);
    let texts = [Coded { document: "P", text: None, segments: sentences(3) }];
    let agreement = agree(&texts, &codings, Basis::All, &settings());
    for look in [page::Look::Plain, page::Look::Markdown] {
        let text = page::page(&agreement, look);
        for part in ["CAUTION: 1 of 1 decisions", "Cohen 1960", "Krippendorff 2011", "tdf.skills", "no interval"] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
    let csv = page::csv(&agreement).unwrap();
    assert!(
        csv.starts_with("level,code,units,figure,value,low,high\n")
            && csv.contains("\nsegment,tdf.skills,3,percent,0.666667,,\n"),
        "{csv}"
    );
}

#[test]
fn reports_are_codings() {
    let suggestion = |key: &str, start: usize, decision: Value| {
        serde_json::json!({"key": key, "framework": "tdf", "domain": "skills", "construct": null, "valence": "barrier", "score": 0.5,
            "certainty": "asserted", "negated": false, "holder": null, "level": null, "quote": "x", "start": start, "end": start + 1,
            "start_char": start, "end_char": start + 1, "zone": "other", "section": null, "speaker": null, "matches": [], "cues": [],
            "reason": "", "decision": decision})
    };
    let line = |decisions: [Value; 3]| {
        let [a, b, c] = decisions;
        serde_json::json!({"type": "report", "document": {"id": "P", "source": "P", "sha256": "0", "bytes": 9, "chars": 9},
            "lexicon": {"digest": "d", "frameworks": [], "pretag": "0"}, "suggestions": [suggestion("1", 0, a), suggestion("2", 1, b), suggestion("3", 2, c)]})
        .to_string()
    };
    let domains = |line: &str| -> Vec<(String, u32)> {
        let given = of_line(line).unwrap().unwrap();
        given.coding.codes.into_iter().map(|c| (c.domain, c.span.start)).collect()
    };
    assert_eq!(domains(&line([Value::Null, Value::Null, Value::Null])).len(), 3);
    let decided = line([
        serde_json::json!({"decision": "changed", "coder": "A", "to": {"domain": "goals", "start": 4, "end": 5, "quote": "y"}}),
        serde_json::json!({"decision": "rejected", "coder": "A"}),
        Value::Null,
    ]);
    assert_eq!(domains(&decided), [("goals".to_owned(), 4)]);
    assert!(of_line("{\"type\":\"suggestion\"}").is_err() && of_line("").unwrap().is_none());
}
