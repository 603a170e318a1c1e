//! A ledger -> tables to be read (text, Markdown, HTML) and one for spreadsheets.
use super::{Ledger, Row};
use crate::output::{
    csv::{self, guarded},
    tables::{Cell, Column, Row as Line, Table, Tables, many},
};

/// The tables: entries, pairs, domains by domains, entries never fired; no more than `most` rows in those of entries.
pub fn tables(ledger: &Ledger, most: usize) -> Tables {
    let mut tables = vec![entries(ledger, most)];
    tables.extend((!ledger.beside.is_empty()).then(|| beside(ledger, most)));
    tables.extend(ledger.overlap.iter().filter(|o| o.domains.len() > 1).map(overlap));
    tables.extend((!ledger.never.is_empty()).then(|| never(ledger, most)));
    let mut warnings: Vec<String> = ledger.caution().into_iter().collect();
    if ledger.decided == 0 {
        warnings.push("Nobody has decided anything in these reports: there is no precision and no advice yet.".into());
    }
    Tables { tables, warnings, methods: ledger.rule.describe() }
}

fn table(name: &'static str, what: &'static str, of: String, heads: Vec<&'static str>, columns: &[&str]) -> Table {
    let columns = columns.iter().map(|c| Column::alone(*c)).collect();
    Table {
        name,
        framework: String::new(),
        what,
        of,
        heads,
        columns,
        rows: Vec::new(),
        notes: Vec::new(),
        figure: None,
    }
}

fn entries(ledger: &Ledger, most: usize) -> Table {
    let of = format!(
        "{} in {}, {} decided",
        many(ledger.suggestions, "suggestion"),
        many(ledger.documents, "document"),
        ledger.decided
    );
    let columns =
        ["advice", "fired", "right", "moved", "wrong", "open", "precision (95 %)", "effort", "domains", "reason"];
    let mut table = table("entries", "Entries", of, vec!["entry"], &columns);
    table.rows = ledger.rows.iter().take(most).map(line).collect();
    more(&mut table, ledger.rows.len(), most);
    if ledger.without_entry > 0 {
        table.notes.push(format!("{} suggestions have no entry (a tone alone, or a neighbour).", ledger.without_entry));
    }
    table
}

fn line(row: &Row) -> Line {
    let precision = match (row.precision, row.low, row.high) {
        (Some(p), Some(low), Some(high)) => format!("{p:.2} ({low:.2} to {high:.2})"),
        _ => "-".into(),
    };
    let domains: Vec<String> =
        row.domains.iter().map(|d| format!("{}.{} {}/{}", d.framework, d.domain, d.right, d.decided())).collect();
    let text = |s: String| Cell::Text(s);
    Line {
        id: name(&row.place.key),
        heads: vec![name(&row.place.key)],
        cells: vec![
            text(row.advice.name().into()),
            Cell::Count(row.fired),
            Cell::Count(row.accepted + row.changed),
            Cell::Count(row.moved),
            Cell::Count(row.rejected),
            Cell::Count(row.open),
            text(precision),
            text(format!("{:.1} %", row.effort * 100.0)),
            text(shortened(&domains, 3)),
            text(row.reason.clone()),
        ],
    }
}

fn name(key: &super::Key) -> String {
    format!("{}: {}", key.concept, key.term)
}

fn shortened(list: &[String], most: usize) -> String {
    let rest = list.len().saturating_sub(most);
    let shown = list[..list.len() - rest].join(", ");
    if rest > 0 { format!("{shown} and {rest} more") } else { shown }
}

fn more(table: &mut Table, all: usize, most: usize) {
    if all > most {
        table.notes.push(format!("{most} of {all} rows; --rows shows more, csv and json hold all."));
    }
}

fn beside(ledger: &Ledger, most: usize) -> Table {
    let of = "in every segment where the entry fired, the other one did too".into();
    let columns = ["always beside", "segments", "segments of the other"];
    let mut table = table("beside", "Never alone", of, vec!["entry"], &columns);
    let line = |b: &super::Beside| Line {
        id: name(&b.entry),
        heads: vec![name(&b.entry)],
        cells: vec![Cell::Text(name(&b.other)), Cell::Count(b.segments), Cell::Count(b.segments_of_other)],
    };
    table.rows = ledger.beside.iter().take(most).map(line).collect();
    more(&mut table, ledger.beside.len(), most);
    table
}

fn overlap(o: &super::Overlap) -> Table {
    let columns: Vec<&str> = o.domains.iter().map(String::as_str).collect();
    let mut table = table("overlap", "Entries shared by domains", o.framework.clone(), vec!["domain"], &columns);
    table.framework = o.framework.clone();
    let line = |(domain, row): (&String, &Vec<u64>)| Line {
        id: domain.clone(),
        heads: vec![domain.clone()],
        cells: row.iter().map(|n| Cell::Count(*n)).collect(),
    };
    table.rows = o.domains.iter().zip(&o.entries).map(line).collect();
    table
        .notes
        .push(format!("{} entries fired for more than one domain. On the diagonal all entries of a domain.", o.shared));
    table
}

fn never(ledger: &Ledger, most: usize) -> Table {
    let of = format!("{} of the lexicon made no suggestion", many(ledger.never.len() as u64, "term"));
    let mut table = table("never", "Never fired", of, vec!["entry"], &["place"]);
    let line = |p: &super::Place| Line {
        id: name(&p.key),
        heads: vec![name(&p.key)],
        cells: vec![Cell::Text(format!("{}:{}", p.file, p.line))],
    };
    table.rows = ledger.never.iter().take(most).map(line).collect();
    more(&mut table, ledger.never.len(), most);
    table
}

/// One row an entry, those never fired too; cells guarded against formulas.
pub fn csv(ledger: &Ledger) -> String {
    let head = "concept,term,file,line,advice,reason,fired,documents,suggestions,alone,accepted,changed,moved,rejected,open,precision,low,high,effort,domains";
    let mut rows = vec![head.split(',').map(str::to_owned).collect::<Vec<_>>()];
    rows.extend(ledger.rows.iter().map(cells));
    rows.extend(ledger.never.iter().map(|p| {
        let mut cells = vec![guarded(&p.key.concept), guarded(&p.key.term), p.file.clone(), p.line.to_string()];
        cells.extend(["keep", "never fired"].map(str::to_owned));
        cells.extend(vec!["0".to_owned(); 9]);
        cells.extend(["", "", "", "0", ""].map(str::to_owned));
        cells
    }));
    csv::table(rows)
}

fn cells(r: &Row) -> Vec<String> {
    let domains: Vec<String> =
        r.domains.iter().map(|d| format!("{}.{} {}/{}", d.framework, d.domain, d.right, d.decided())).collect();
    let number = |n: Option<f64>| n.map_or(String::new(), |n| format!("{n:.4}"));
    let counts = [r.fired, r.documents, r.suggestions, r.alone, r.accepted, r.changed, r.moved, r.rejected, r.open];
    let mut out = vec![guarded(&r.place.key.concept), guarded(&r.place.key.term), r.place.file.clone()];
    out.extend([r.place.line.to_string(), r.advice.name().to_owned(), r.reason.clone()]);
    out.extend(counts.map(|n| n.to_string()));
    out.extend([number(r.precision), number(r.low), number(r.high), format!("{:.4}", r.effort), domains.join("; ")]);
    out
}
