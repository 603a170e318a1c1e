//! What a page says, set as Markdown for a pull request: short above, sentences folded away.
use super::sheet::{Case, Entry, Sheet, Table};
use crate::{measure::compare::Kind, output::terminal::clean};

pub(super) fn set(sheet: &Sheet) -> String {
    let mut out = format!("## {}\n\n", sheet.title);
    for (verdict, fails) in &sheet.verdicts {
        out += &format!("{} {}\n\n", if *fails { "❌" } else { "✅" }, cell(verdict));
    }
    for warning in &sheet.warnings {
        out += &format!("> **Note:** {}\n\n", cell(warning));
    }
    sheet.lead.iter().for_each(|line| out += &format!("- {}\n", words(line)));
    if !sheet.entries.is_empty() {
        out += "\n### By entry\n\n";
        sheet.entries.iter().for_each(|e| entry(e, &mut out));
    }
    if sheet.more_entries > 0 {
        out += &format!("... and {} more entries.\n", sheet.more_entries);
    }
    sheet.tables.iter().for_each(|t| table(t, &mut out));
    out.push('\n');
    sheet.notes.iter().for_each(|note| out += &format!("<sub>{}</sub>\n", words(note)));
    out
}

fn entry(e: &Entry, out: &mut String) {
    *out += &format!("<details><summary>{} {}</summary>\n\n", code(&e.name), code(&e.what));
    e.cases.iter().for_each(|c| case(c, out));
    if e.more > 0 {
        *out += &format!("- ... {} more\n", e.more);
    }
    *out += "\n</details>\n";
}

fn case(c: &Case, out: &mut String) {
    let mark = match c.kind {
        Kind::Gained => "gained",
        Kind::Lost => "lost",
        Kind::Moved => "moved",
        Kind::ValenceChanged => "valence",
        Kind::ScoreChanged => "score",
        Kind::DetailChanged => "details",
    };
    *out += &format!("- **{mark}** {}: “{}” ({})\n", words(&c.what), cell(&c.quote), cell(&c.document));
    c.evidence.iter().for_each(|e| *out += &format!("  - {}\n", words(e)));
}

fn table(t: &Table, out: &mut String) {
    *out += &format!("\n### {}\n\n", cell(&t.title));
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    *out += &line(t.head.iter().map(|h| cell(h)).collect());
    *out += &line((0..t.head.len()).map(|n| if n == 0 { "---" } else { "---:" }.to_owned()).collect());
    t.rows.iter().for_each(|r| *out += &line(r.iter().map(|c| cell(c)).collect()));
    if let Some(note) = &t.note {
        *out += &format!("\n<sub>{}</sub>\n", cell(note));
    }
}

/// What Markdown would take for markup.
const MARKS: [char; 10] = ['\\', '|', '*', '_', '`', '[', ']', '~', '#', '@'];

/// Text of documents as text: nothing in it is markup.
fn cell(text: &str) -> String {
    escaped(&clean(text), &MARKS)
}

/// Text of ours, in which backticks mean code; what stands between them is not escaped there.
fn words(text: &str) -> String {
    let text = clean(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return cell(&text);
    }
    let part = |(n, part): (usize, &&str)| match n % 2 {
        0 => escaped(part, &MARKS),
        _ => format!("`{}`", part.replace('|', "\\|")),
    };
    parts.iter().enumerate().map(part).collect()
}

/// The same inside HTML.
fn code(text: &str) -> String {
    let text = clean(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return cell(&text);
    }
    let html = |part: &str| escaped(part, &[]);
    let part = |(n, part): (usize, &&str)| if n % 2 == 0 { html(part) } else { format!("<code>{}</code>", html(part)) };
    parts.iter().enumerate().map(part).collect()
}

fn escaped(text: &str, marks: &[char]) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            c if marks.contains(&c) => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}
