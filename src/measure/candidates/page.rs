//! Candidates -> text to read, TOML to paste, a table for spreadsheets.
use super::Candidate;
use crate::output::{
    csv::{guarded, table},
    terminal::clean,
};
use std::fmt::Write;

/// To read: by domain, each with its figures and examples.
pub fn text(candidates: &[Candidate], framework: &str) -> String {
    let mut out = String::new();
    for group in candidates.chunk_by(|a, b| a.domain == b.domain) {
        let _ = writeln!(out, "{framework}.{}", group[0].domain);
        for c in group {
            let _ = writeln!(out, "  {:<32} {}", clean(&c.term), figures(c));
            let _ = writeln!(out, "      people gave {}", feeds(c));
            if !c.known.is_empty() {
                let _ = writeln!(out, "      known already, but not for this domain: {}", c.known.join(", "));
            }
            for example in &c.examples {
                let _ = writeln!(out, "      {}: {}", clean(&example.id), clean(&example.text));
            }
        }
        out.push('\n');
    }
    let _ = writeln!(
        out,
        "{} candidates. Each is a wording to think about, not an entry: keep what other papers would say too.",
        candidates.len()
    );
    out
}

fn figures(c: &Candidate) -> String {
    format!(
        "z {:.2}, {} of its {} passages, {} of them missed; {} sources; {}",
        c.log_odds.z,
        c.n,
        c.of,
        c.missed,
        c.sources,
        sides(c)
    )
}

fn sides(c: &Candidate) -> String {
    format!("hinders {}, helps {}", c.barriers, c.facilitators)
}

fn feeds(c: &Candidate) -> String {
    c.feeds.iter().take(5).map(|f| format!("{} {}", f.domain, f.n)).collect::<Vec<_>>().join(", ")
}

/// A pack to lay over the lexicon once it was read: every candidate a term of its domain, its figures and an example behind it.
pub fn toml(candidates: &[Candidate], framework: &str) -> String {
    let mut out = format!(
        "# Candidates of `pretag lexicon suggest`. Nothing of this is in the lexicon: read the examples, move what other papers would say too\n\
         # to its concept (or leave it here), delete the rest, and write example sentences of your own.\n\
         id = \"{framework}\"\n"
    );
    for group in candidates.chunk_by(|a, b| a.domain == b.domain) {
        let _ = write!(out, "\n[[domain]]\nid = \"{}\"\nterms = [\n", group[0].domain);
        for c in group {
            let known = if c.known.is_empty() { String::new() } else { format!("; known as {}", c.known.join(", ")) };
            let example = c.examples.first().map_or(String::new(), |e| format!("; \"{}\"", clean(&e.text)));
            let term = ::toml::Value::from(c.term.as_str()).to_string();
            let _ = writeln!(out, "  {term},  # {}{known}{example}", figures(c));
        }
        out.push_str("]\n");
    }
    out
}

/// One row a candidate; cells guarded against formulas.
pub fn csv(candidates: &[Candidate]) -> String {
    let head = "domain,term,z,log_odds_ratio,n,of,missed,sources,barriers,facilitators,known,feeds,example_id,example";
    let mut rows = vec![head.split(',').map(str::to_owned).collect::<Vec<_>>()];
    for c in candidates {
        let example = c.examples.first();
        let mut row = vec![c.domain.clone(), guarded(&c.term)];
        row.extend([format!("{:.4}", c.log_odds.z), format!("{:.4}", c.log_odds.ratio)]);
        row.extend([c.n, c.of, c.missed, c.sources, c.barriers, c.facilitators].map(|n| n.to_string()));
        row.extend([
            c.known.join(" "),
            feeds(c),
            guarded(example.map_or("", |e| &e.id)),
            guarded(example.map_or("", |e| &e.text)),
        ]);
        rows.push(row);
    }
    table(rows)
}
