//! Statistics equal what other implementations give: `tests/golden/stats.json` (made by `make_stats.py` beside it), and where the shared
//! files are at hand the published examples of `../shared/formats/agreement/golden.json`.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use pretag::measure::stats::{
    agreement::{Crosstab, Ratings},
    bootstrap::quantile,
    calibration::{Calibration, Forecast},
    detection::Detection,
    interval::wilson,
};
use serde_json::Value;

fn close(found: Option<f64>, expected: &Value, tolerance: f64, what: &str) {
    let (found, expected) = (found.unwrap(), expected.as_f64().unwrap());
    assert!((found - expected).abs() < tolerance, "{what}: found {found}, expected {expected}");
}

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/stats.json")).unwrap()
}

fn crosstab(table: &Value) -> Crosstab {
    let row = |r: &Value| r.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    Crosstab::new(table.as_array().unwrap().iter().map(row).collect()).unwrap()
}

fn ratings(units: &[Vec<Value>]) -> Ratings {
    let unit = |u: &Vec<Value>| u.iter().map(|v| v.as_u64().map(|n| n as u32)).collect();
    Ratings::new(&units.iter().map(unit).collect::<Vec<_>>())
}

#[test]
fn two_coders() {
    for case in golden()["two_coders"].as_array().unwrap() {
        let t = crosstab(&case["table"]);
        close(t.percent(), &case["percent"], 1e-9, "percent");
        close(t.kappa(), &case["kappa"], 1e-9, "kappa");
        close(t.kappa_interval().map(|i| i.0), &case["kappa_low"], 1e-9, "kappa, low");
        close(t.kappa_interval().map(|i| i.1), &case["kappa_high"], 1e-9, "kappa, high");
        close(t.ac1(), &case["ac1"], 1e-9, "AC1");
        close(t.brennan_prediger(), &case["brennan_prediger"], 1e-9, "Brennan-Prediger");
        close(t.alpha(), &case["alpha"], 1e-9, "alpha");
    }
}

#[test]
fn many_coders_with_gaps() {
    for case in golden()["many_coders"].as_array().unwrap() {
        let units: Vec<Vec<Value>> =
            case["units"].as_array().unwrap().iter().map(|u| u.as_array().unwrap().clone()).collect();
        let r = ratings(&units);
        close(r.percent(), &case["percent"], 1e-9, "percent");
        close(r.ac1(), &case["ac1"], 1e-9, "AC1");
        close(r.brennan_prediger(), &case["brennan_prediger"], 1e-9, "Brennan-Prediger");
        close(r.alpha(), &case["alpha"], 1e-9, "alpha");
    }
}

#[test]
fn shares_quantiles_and_detection() {
    let golden = golden();
    for case in golden["wilson"].as_array().unwrap() {
        let interval = wilson(case["part"].as_u64().unwrap(), case["whole"].as_u64().unwrap());
        close(interval.map(|i| i.0), &case["low"], 1e-9, "Wilson, low");
        close(interval.map(|i| i.1), &case["high"], 1e-9, "Wilson, high");
    }
    for case in golden["quantiles"].as_array().unwrap() {
        let values: Vec<f64> = case["values"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        close(quantile(&values, 0.025), &case["low"], 1e-9, "quantile");
        close(quantile(&values, 0.975), &case["high"], 1e-9, "quantile");
    }
    for case in golden["detection"].as_array().unwrap() {
        let n = |key: &str| case[key].as_u64().unwrap();
        let d = Detection { hits: n("hits"), false_alarms: n("false_alarms"), misses: n("misses") };
        close(d.precision(), &case["precision"], 1e-9, "precision");
        close(d.recall(), &case["recall"], 1e-9, "recall");
        close(d.f1(), &case["f1"], 1e-9, "F1");
    }
}

#[test]
fn calibration() {
    for case in golden()["forecasts"].as_array().unwrap() {
        let scores = case["scores"].as_array().unwrap().iter().map(|s| s.as_u64().unwrap() as u16);
        let outcomes = case["came_true"].as_array().unwrap().iter().map(|t| t.as_bool().unwrap());
        let forecasts: Vec<Forecast> =
            scores.zip(outcomes).map(|(score, came_true)| Forecast { score, came_true }).collect();
        let c = Calibration::new(&forecasts);
        close(c.brier, &case["brier"], 1e-9, "Brier");
        close(c.calibration_error, &case["calibration_error"], 1e-9, "calibration error");
        let bins: Vec<Value> = c.bins.iter().map(|b| serde_json::json!([b.n, b.came_true])).collect();
        assert_eq!(Value::Array(bins), case["bins"]);
    }
}

#[test]
fn nothing_counted_is_no_figure() {
    let none = Crosstab::presence(0, 0, 0, 0);
    assert_eq!((none.percent(), none.kappa(), none.ac1(), none.alpha()), (None, None, None, None));
    let all = Crosstab::presence(0, 0, 0, 9);
    assert_eq!((all.kappa(), all.ac1()), (None, Some(1.0)));
    assert_eq!(Crosstab::new(vec![vec![1, 2], vec![3]]), None);
    assert_eq!((wilson(0, 0), quantile(&[], 0.5), Detection::default().f1()), (None, None, None));
    assert_eq!((Ratings::new(&[]).alpha(), Ratings::new(&[vec![None, Some(1)]]).ac1()), (None, None));
}

/// Printed with five digits there.
const PRINTED: f64 = 6e-6;

#[test]
fn published_examples() {
    let Some(golden) = common::published() else { return };
    for name in ["balanced", "prevalence"] {
        let (case, t) = (&golden[name], crosstab(&golden[name]["table"]));
        close(t.percent(), &case["percent"], 1e-9, "percent");
        close(t.kappa(), &case["cohen_kappa"], 1e-9, "kappa");
        close(t.kappa_interval().map(|i| i.0), &case["kappa_asymptotic_ci95"][0], 1e-9, "kappa, low");
        close(t.kappa_interval().map(|i| i.1), &case["kappa_asymptotic_ci95"][1], 1e-9, "kappa, high");
        close(t.alpha(), &case["alpha"], 1e-9, "alpha");
        close(t.brennan_prediger(), &case["pabak"], 1e-9, "PABAK");
        close(t.ac1(), &case["gwet_ac1"], PRINTED, "AC1");
    }
    let case = &golden["krippendorff_2011"];
    let coders: Vec<&Vec<Value>> = case["data"].as_array().unwrap().iter().map(|c| c.as_array().unwrap()).collect();
    let unit = |u: usize| coders.iter().map(|c| c[u].clone()).collect();
    let r = ratings(&(0..coders[0].len()).map(unit).collect::<Vec<_>>());
    close(r.alpha(), &case["alpha_nominal"], 1e-9, "alpha");
    close(r.ac1(), &case["gwet_ac1"]["coefficient_value"], PRINTED, "AC1");
    close(r.brennan_prediger(), &case["bp"]["coefficient_value"], PRINTED, "Brennan-Prediger");
}
