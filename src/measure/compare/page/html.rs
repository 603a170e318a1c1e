//! What a page says, set as one HTML page that needs nothing else: no script, no request, all text escaped.
use super::sheet::{Case, Entry, Sheet, Table};
use crate::{
    measure::compare::Kind,
    output::html::{escape, head},
};

pub(super) fn set(sheet: &Sheet) -> String {
    let mut out = head(&sheet.title, "comparison");
    for (verdict, fails) in &sheet.verdicts {
        let class = if *fails { "fail" } else { "pass" };
        out += &format!("<p class=\"{class}\">{}</p>\n", escape(verdict));
    }
    sheet.warnings.iter().for_each(|w| out += &format!("<p class=\"warning\" role=\"note\">{}</p>\n", escape(w)));
    sheet.lead.iter().for_each(|line| out += &format!("<p>{}</p>\n", words(line)));
    out += "</header>\n<main id=\"comparison\">\n";
    if !sheet.entries.is_empty() {
        out += "<section aria-labelledby=\"entries\">\n<h2 id=\"entries\">By entry</h2>\n";
        sheet.entries.iter().for_each(|e| entry(e, &mut out));
        if sheet.more_entries > 0 {
            out += &format!("<p>... and {} more entries.</p>\n", sheet.more_entries);
        }
        out += "</section>\n";
    }
    sheet.tables.iter().enumerate().for_each(|(n, t)| table(n, t, &mut out));
    out += "</main>\n<footer class=\"notes\">\n";
    sheet.notes.iter().for_each(|note| out += &format!("<p>{}</p>\n", words(note)));
    out + "</footer>\n</body>\n</html>\n"
}

fn entry(e: &Entry, out: &mut String) {
    *out += &format!("<details>\n<summary>{} {}</summary>\n<ul>\n", words(&e.name), words(&e.what));
    e.cases.iter().for_each(|c| case(c, out));
    if e.more > 0 {
        *out += &format!("<li>... {} more</li>\n", e.more);
    }
    *out += "</ul>\n</details>\n";
}

fn case(c: &Case, out: &mut String) {
    let kind = match c.kind {
        Kind::ValenceChanged => "valence",
        Kind::ScoreChanged => "score",
        Kind::DetailChanged => "details",
        other => other.name(),
    };
    let (quote, document) = (escape(&c.quote), escape(&c.document));
    *out += &format!("<li><strong>{kind}</strong> {}: <q>{quote}</q> <cite>({document})</cite>", words(&c.what));
    c.evidence.iter().for_each(|e| *out += &format!("<br><small>{}</small>", words(e)));
    *out += "</li>\n";
}

fn table(n: usize, t: &Table, out: &mut String) {
    let title = escape(&t.title);
    *out += &format!(
        "<section aria-labelledby=\"table-{n}\">\n<h2 id=\"table-{n}\">{title}</h2>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\n<table>\n<thead>\n<tr>"
    );
    for (n, name) in t.head.iter().enumerate() {
        let class = if n == 0 { "" } else { " class=\"n\"" };
        *out += &format!("<th scope=\"col\"{class}>{}</th>", escape(name));
    }
    *out += "</tr>\n</thead>\n<tbody>\n";
    for row in &t.rows {
        *out += "<tr>";
        for (n, cell) in row.iter().enumerate() {
            *out += &match n {
                0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
                _ => format!("<td class=\"n\">{}</td>", escape(cell)),
            };
        }
        *out += "</tr>\n";
    }
    *out += "</tbody>\n</table>\n</div>\n";
    if let Some(note) = &t.note {
        *out += &format!("<p class=\"notes\">{}</p>\n", escape(note));
    }
    *out += "</section>\n";
}

/// Text of ours, in which backticks mean code.
fn words(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(text);
    }
    let part = |(n, part): (usize, &&str)| match n % 2 {
        // escaping drops the space a text begins with
        0 if part.starts_with(' ') => format!(" {}", escape(part)),
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    };
    parts.iter().enumerate().map(part).collect()
}
