//! Agreement -> text, Markdown or CSV for people; JSON is the data itself.
use super::{Agreement, Level, Row};
use crate::{
    error::{Error, ErrorKind, Result},
    measure::stats::Estimate,
};
use std::fmt::Write;

pub use crate::measure::page::Look;

/// All levels with their codes, the formulas and the notes.
pub fn page(agreement: &Agreement, look: Look) -> String {
    let mut out = String::new();
    heading(&mut out, look, &format!("Agreement of {}", list(&agreement.coders)));
    let _ = writeln!(out, "{} that two or more coders read.\n", many(agreement.documents, "document"));
    for note in &agreement.notes {
        let _ = writeln!(out, "{}{note}", if look == Look::Markdown { "- " } else { "  " });
    }
    for level in &agreement.levels {
        out.push('\n');
        heading(&mut out, look, &format!("By {}", level.level));
        let _ = writeln!(out, "One unit is {}\n", level.unit);
        table(&mut out, look, level, &agreement.coders);
    }
    out.push('\n');
    heading(&mut out, look, "Valence");
    let _ = writeln!(
        out,
        "One unit is a sentence and a domain that two or more coders gave it: barrier, facilitator, mixed or unclear?\n"
    );
    rows(&mut out, look, &[&agreement.valence], &agreement.coders, false);
    if let Some(table) = agreement.levels.iter().find(|l| l.level == "segment").and_then(|l| l.overall.table.as_ref()) {
        confusion(&mut out, look, table, &agreement.coders);
    }
    out.push('\n');
    heading(&mut out, look, "Formulas");
    for f in agreement.formulas {
        let mark = if look == Look::Markdown { "- " } else { "  " };
        let _ = writeln!(out, "{mark}{}: {} ({})", f.name, f.formula, f.source);
    }
    let draws = agreement.bootstrap;
    let _ = writeln!(
        out,
        "{}Intervals: 95 %, percentile bootstrap over documents, {} draws, seed {}.",
        if look == Look::Markdown { "- " } else { "  " },
        draws.replicates,
        draws.seed
    );
    out
}

/// One row a figure: `level,code,units,figure,value,low,high`.
///
/// # Errors
/// There are none when writing to memory.
pub fn csv(agreement: &Agreement) -> Result<String> {
    let wrong = |e: &dyn std::fmt::Display| Error::new(ErrorKind::Io, e.to_string());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["level", "code", "units", "figure", "value", "low", "high"]).map_err(|e| wrong(&e))?;
    let levels =
        agreement.levels.iter().flat_map(|l| std::iter::once(&l.overall).chain(&l.codes).map(|r| (l.level, r)));
    for (level, row) in levels.chain(std::iter::once(("valence", &agreement.valence))) {
        for (figure, e) in row.figures() {
            let number = |n: Option<f64>| n.map_or(String::new(), |n| format!("{n:.6}"));
            let units = row.units.to_string();
            let cells = [level, &row.code, &units, figure, &number(e.value), &number(e.low), &number(e.high)];
            out.write_record(cells).map_err(|e| wrong(&e))?;
        }
    }
    let bytes = out.into_inner().map_err(|e| wrong(&e))?;
    String::from_utf8(bytes).map_err(|e| wrong(&e))
}

fn heading(out: &mut String, look: Look, text: &str) {
    match look {
        Look::Plain => drop(writeln!(out, "{}", text.to_uppercase())),
        Look::Markdown => drop(writeln!(out, "## {text}\n")),
    }
}

fn table(out: &mut String, look: Look, level: &Level, coders: &[String]) {
    let all: Vec<&Row> = std::iter::once(&level.overall).chain(&level.codes).collect();
    rows(out, look, &all, coders, true);
}

fn rows(out: &mut String, look: Look, all: &[&Row], coders: &[String], given: bool) {
    let mut cells = vec![["code", "units", "given", "percent", "kappa", "AC1", "alpha", "B-P"].map(str::to_owned)];
    for row in all {
        let counts: Vec<String> = coders.iter().map(|c| row.given.get(c).map_or(0, |g| g.1).to_string()).collect();
        let [percent, kappa, ac1, alpha, bp] = row.figures().map(|(_, e)| estimate(e));
        let given = if given { counts.join("/") } else { String::new() };
        cells.push([row.code.clone(), row.units.to_string(), given, percent, kappa, ac1, alpha, bp]);
    }
    grid(out, look, &cells);
}

fn grid<const N: usize>(out: &mut String, look: Look, cells: &[[String; N]]) {
    let mut widths = [0; N];
    for row in cells {
        row.iter().zip(&mut widths).for_each(|(cell, width)| *width = (*width).max(cell.chars().count()));
    }
    for (n, row) in cells.iter().enumerate() {
        let padded: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        match look {
            Look::Plain => drop(writeln!(out, "  {}", padded.join("  ").trim_end())),
            Look::Markdown => {
                let cells: Vec<String> = row.iter().map(|c| c.replace('|', "\\|")).collect();
                let _ = writeln!(out, "| {} |", cells.join(" | "));
                if n == 0 {
                    let _ = writeln!(out, "|{}", "---|".repeat(N));
                }
            }
        }
    }
}

fn confusion(out: &mut String, look: Look, table: &[Vec<u64>], coders: &[String]) {
    let [a, b] = coders else { return };
    let count = |x: usize, y: usize| table.get(x).and_then(|r| r.get(y)).copied().unwrap_or(0).to_string();
    out.push('\n');
    let head = [String::new(), format!("{b}: absent"), format!("{b}: present")];
    let cells =
        [head, [format!("{a}: absent"), count(0, 0), count(0, 1)], [format!("{a}: present"), count(1, 0), count(1, 1)]];
    let _ = writeln!(out, "Sentences x codes by what each coder said:\n");
    grid(out, look, &cells);
}

/// `0.82 [0.70, 0.91]`; a dash where nothing could be computed.
fn estimate(e: Estimate) -> String {
    match (e.value, e.low, e.high) {
        (None, _, _) => "-".into(),
        (Some(value), Some(low), Some(high)) => format!("{value:.2} [{low:.2}, {high:.2}]"),
        (Some(value), _, _) => format!("{value:.2}"),
    }
}

fn list(names: &[String]) -> String {
    match names {
        [] => "nobody".into(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn many(n: u64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
