//! Tables as one HTML page that needs nothing else: no script, no request, styles allowed by their hash, all text escaped.
use super::groups;
use crate::{
    error::Result,
    output::{
        tables::{Cell, Column, Row, Table, Tables, figures, table::shortened},
        terminal::clean,
    },
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
/// With more letters than this in the names of columns they stand upright.
const UPRIGHT: usize = 60;
/// Letters of a column's name before it is cut; the whole one comes up when it is pointed at.
const NAME: usize = 40;

pub(super) fn write(tables: &Tables, _width: usize, _methods: bool) -> Result<String> {
    let mut out = head("Barriers and facilitators: tables", "tables");
    tables.warnings.iter().for_each(|w| out += &format!("<p class=\"warning\" role=\"note\">{}</p>\n", escape(w)));
    contents(tables, &mut out);
    out += "</header>\n<main id=\"tables\">\n";
    for table in &tables.tables {
        section(table, &mut out)?;
    }
    let _ = write!(
        out,
        "<section aria-labelledby=\"methods\">\n<h2 id=\"methods\">Methods</h2>\n<p>{}</p>\n</section>\n</main>\n</body>\n</html>\n",
        escape(&tables.methods)
    );
    Ok(out)
}

/// All up to the page's first words below its title, in its `<header>`; keyboards may skip to the element `main`, called so.
pub(in crate::output) fn head(title: &str, main: &str) -> String {
    let style = base64(&Sha256::digest(STYLE.as_bytes()));
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#{main}\">Skip to the {main}</a>\n<header>\n<h1>{title}</h1>\n"
    )
}

fn contents(tables: &Tables, out: &mut String) {
    *out += "<nav aria-label=\"Tables\">\n";
    for of in tables.tables.chunk_by(|a, b| a.framework == b.framework) {
        *out += &format!("<p>{}</p>\n<ul>\n", escape(&of[0].of));
        of.iter().for_each(|t| *out += &format!("<li><a href=\"#{}\">{}</a></li>\n", id(t), escape(t.what)));
        *out += "</ul>\n";
    }
    *out += "<p><a href=\"#methods\">Methods</a></p>\n</nav>\n";
}

/// The table's name in addresses, without anything that could end an attribute.
fn id(table: &Table) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    format!("{}-{}", table.framework.chars().map(safe).collect::<String>(), table.name)
}

fn section(table: &Table, out: &mut String) -> Result<()> {
    let (id, title) = (id(table), escape(&table.title()));
    let (caption, notes) = table.notes.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let caption = escape(caption);
    let class = width(table);
    *out += &format!("<section aria-labelledby=\"{id}\"{class}>\n<h2 id=\"{id}\">{title}</h2>\n");
    if let Some(svg) = figures::draw(table)? {
        let drawing = &svg[svg.find("<svg").unwrap_or(0)..];
        *out +=
            &format!("<figure class=\"scroll\" tabindex=\"0\" aria-label=\"Figure: {title}\">\n{drawing}</figure>\n");
    }
    *out += &format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: {title}\">\n<table>\n<caption>{caption}</caption>\n"
    );
    heads(table, out);
    for rows in table.rows.chunk_by(|a, b| a.heads.len() > 1 && a.heads[0] == b.heads[0]) {
        *out += "<tbody>\n";
        rows.iter().enumerate().for_each(|(at, r)| row(r, (at == 0).then_some(rows.len()), out));
        *out += "</tbody>\n";
    }
    *out += "</table>\n</div>\n<div class=\"notes\">\n";
    notes.iter().for_each(|note| *out += &format!("<p>{}</p>\n", escape(note)));
    *out += "</div>\n</section>\n";
    Ok(())
}

/// Tables with many columns are printed in smaller letters, so that none is cut off.
fn width(table: &Table) -> &'static str {
    match table.columns.len() {
        0..=14 => "",
        15..=40 => " class=\"wide\"",
        _ => " class=\"wide crowded\"",
    }
}

/// One row of names, or two where columns have groups.
fn heads(table: &Table, out: &mut String) {
    let grouped = table.columns.iter().any(|c| c.group.is_some());
    let rows = if grouped { " rowspan=\"2\"" } else { "" };
    *out += "<thead>\n<tr>";
    for (at, head) in table.heads.iter().enumerate() {
        let corner = if at + 1 == table.heads.len() { " class=\"corner\"" } else { "" };
        *out += &format!("<th scope=\"col\"{rows}{corner}>{}</th>", escape(head));
    }
    let mut at = 0;
    for (name, columns) in groups(table) {
        match name {
            Some(name) => {
                *out += &format!("<th scope=\"colgroup\" colspan=\"{columns}\" class=\"group\">{}</th>", escape(name));
            }
            None => name_of(table, at, rows, out),
        }
        at += columns;
    }
    *out += "</tr>\n";
    if grouped {
        *out += "<tr>";
        (0..table.columns.len())
            .filter(|at| table.columns[*at].group.is_some())
            .for_each(|at| name_of(table, at, "", out));
        *out += "</tr>\n";
    }
    *out += "</thead>\n";
}

fn name_of(table: &Table, at: usize, rows: &str, out: &mut String) {
    let Column { label, .. } = &table.columns[at];
    let number = table.rows.first().is_some_and(|r| r.cells[at].is_number());
    let letters: usize = table.columns.iter().map(|c| c.label.chars().count()).sum();
    let upright = number && letters > UPRIGHT && table.columns.iter().all(|c| c.group.is_none());
    let class = match (upright, number) {
        (true, _) => " class=\"tall\"",
        (_, true) => " class=\"n\"",
        _ => "",
    };
    let short = shortened(label, NAME);
    let whole = if short == *label { String::new() } else { format!(" title=\"{}\"", escape(label)) };
    *out += &format!("<th scope=\"col\"{rows}{class}><span{whole}>{}</span></th>", escape(&short));
}

/// `first` is how many rows the first head stands for; none if a row above has said it.
fn row(row: &Row, first: Option<usize>, out: &mut String) {
    *out += if row.id == "total" { "<tr class=\"total\">" } else { "<tr>" };
    for (at, head) in row.heads.iter().enumerate() {
        let short = if head.chars().count() < 12 { " class=\"short\"" } else { "" };
        match (at, first) {
            (0, Some(rows)) if rows > 1 => {
                *out += &format!(
                    "<th scope=\"rowgroup\" rowspan=\"{rows}\"{short}>{}</th>",
                    escape(&head.replace("(n = ", "(n\u{a0}=\u{a0}"))
                );
            }
            (0, None) => {}
            _ => *out += &format!("<th scope=\"row\"{short}>{}</th>", escape(head)),
        }
    }
    row.cells.iter().for_each(|c| cell(c, out));
    *out += "</tr>\n";
}

fn cell(cell: &Cell, out: &mut String) {
    if let Cell::Quotes(quotes) = cell {
        *out += "<td>";
        for q in quotes {
            *out += &format!(
                "<blockquote>\u{201c}{}\u{201d} <cite>({})</cite></blockquote>",
                escape(&q.text),
                escape(&q.tag())
            );
        }
        *out += "</td>";
        return;
    }
    let class = match cell {
        Cell::Text(_) => "",
        Cell::Rating { value: None, .. } | Cell::Count(0) | Cell::Share { n: 0, .. } => " class=\"n none\"",
        Cell::Rating { value: Some(-2), .. } => " class=\"n hinders-2\"",
        Cell::Rating { value: Some(-1), .. } => " class=\"n hinders-1\"",
        Cell::Rating { value: Some(1), .. } => " class=\"n helps-1\"",
        Cell::Rating { value: Some(2), .. } => " class=\"n helps-2\"",
        _ => " class=\"n\"",
    };
    let shown = match cell {
        Cell::Rating { value: None, .. } => "<span aria-label=\"missing\" role=\"img\">\u{b7}</span>".to_owned(),
        other => escape(&other.show()).replace(" %)", "\u{a0}%)"),
    };
    *out += &format!("<td{class}>{shown}</td>");
}

/// Text of documents as text: no markup, no control characters.
pub(in crate::output) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().chain([0, 0].iter()).take(3).fold(0u32, |bits, b| bits << 8 | u32::from(*b));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize] as char;
            out.push(if at <= three.len() { letter } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escape("</td><script>\"x\" & 'y'\u{202e}"),
            "&lt;/td&gt;&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;"
        );
    }
}
