//! Some of what changed, drawn at random -> reports to be reviewed, each suggestion with what became of it.
use pretag::{
    Error, Result,
    measure::{
        compare::{Comparison, Difference, Kind},
        stats::bootstrap::Random,
    },
    report::{LexiconInfo, SCHEMA_ID},
};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// Draws `n` of the changes (in score alone does not count) and writes them, in document order; gives how many.
pub(super) fn write(comparison: &Comparison, n: usize, seed: u64, file: &Path) -> Result<usize> {
    let pool: Vec<&Difference> =
        comparison.differences.iter().filter(|d| !matches!(d.kind, Kind::ScoreChanged | Kind::DetailChanged)).collect();
    let drawn = draw(&pool, n, seed);
    let mut lines = String::new();
    for of_document in drawn.chunk_by(|a, b| a.place == b.place) {
        for (new, lexicon) in [(false, &comparison.old.lexicon), (true, &comparison.new.lexicon)] {
            let ours: Vec<&&Difference> = of_document.iter().filter(|d| d.new.is_some() == new).collect();
            if !ours.is_empty() {
                lines += &report(comparison, &ours, lexicon);
            }
        }
    }
    fs::write(file, lines).map_err(|e| Error::io(file, &e))?;
    Ok(drawn.len())
}

/// The first `n` of a shuffled list, back in their order.
fn draw<'d>(pool: &[&'d Difference], n: usize, seed: u64) -> Vec<&'d Difference> {
    let mut order: Vec<usize> = (0..pool.len()).collect();
    let mut random = Random::new(seed);
    let n = n.min(order.len());
    for at in 0..n {
        let other = at + random.below(order.len() - at);
        order.swap(at, other);
    }
    order.truncate(n);
    order.sort_unstable();
    order.into_iter().map(|at| pool[at]).collect()
}

fn report(comparison: &Comparison, differences: &[&&Difference], lexicon: &LexiconInfo) -> String {
    let suggestion = |d: &&&Difference| {
        let mut value = json!(d.new.as_ref().or(d.old.as_ref()));
        let causes: Vec<&str> = d.causes.iter().map(|c| c.text.as_str()).collect();
        let before = d.old.as_ref().map(|s| json!({"domain": s.domain, "valence": s.valence, "score": s.score}));
        value["compared"] = json!({"change": d.kind, "causes": causes, "before": before});
        value
    };
    let suggestions: Vec<Value> = differences.iter().map(suggestion).collect();
    let document = &comparison.documents[differences[0].place];
    let line = json!({"type": "report", "schema": SCHEMA_ID, "document": document, "lexicon": lexicon, "suggestions": suggestions});
    format!("{line}\n")
}
