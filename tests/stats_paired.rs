//! Paired tests equal what other implementations give: `tests/golden/paired.json` (made by `make_paired.py` beside it).
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use pretag::measure::stats::{
    bootstrap::Tally,
    detection::Detection,
    paired::{holm, mcnemar, permutation},
};
use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
struct Counts(Detection);

impl Tally for Counts {
    fn add(&mut self, other: &Self) {
        self.0 += other.0;
    }
}

fn golden(key: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("golden/paired.json")).unwrap();
    all[key].as_array().unwrap().clone()
}

fn close(found: f64, expected: &Value, what: &str) {
    let expected = expected.as_f64().unwrap();
    assert!((found - expected).abs() < 1e-9, "{what}: found {found}, expected {expected}");
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect()
}

#[test]
fn mcnemar_is_that_of_statsmodels() {
    for case in golden("mcnemar") {
        let (b, c) = (case["b"].as_u64().unwrap(), case["c"].as_u64().unwrap());
        close(mcnemar(b, c), &case["p"], &format!("McNemar {b} {c}"));
        assert_eq!(mcnemar(b, c), mcnemar(c, b));
    }
}

#[test]
fn holm_is_that_of_statsmodels() {
    for case in golden("holm") {
        let adjusted = case["adjusted"].as_array().unwrap();
        holm(&numbers(&case["p"])).iter().zip(adjusted).for_each(|(found, expected)| close(*found, expected, "Holm"));
    }
}

#[test]
fn permutations_are_those_of_scipy() {
    for case in golden("permutation") {
        let counts = |row: &Value| {
            let n = numbers(row);
            Counts(Detection { hits: n[0] as u64, false_alarms: n[1] as u64, misses: n[2] as u64 })
        };
        let (old, new) = (case["old"].as_array().unwrap(), case["new"].as_array().unwrap());
        let pairs: Vec<_> = old.iter().zip(new).map(|(a, b)| (counts(a), counts(b))).collect();
        let found = permutation(&pairs, &Counts(Detection::default()), 1, 1, |c| c.0.f1()).unwrap();
        assert!(found.exact);
        close(found.p, &case["p"], "permutation");
    }
}
