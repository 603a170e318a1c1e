//! An evaluation -> pages for people: tables as Markdown, or aligned for a terminal.
use super::{
    Case, Cause, Confusion, Evaluation, Figures, PerDomain,
    stats::{Estimate, calibration::Calibration},
};
use crate::output::terminal::clean;

/// How tables are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Markdown.
    Markdown,
    /// Columns of equal width.
    Plain,
}

/// The whole evaluation. `details` is false for the figures alone.
pub fn page(evaluation: &Evaluation, look: Look, details: bool) -> String {
    let mut page = Page { look, out: String::new() };
    let e = evaluation;
    page.line(&format!("{} with lexicon {} (pretag {}).", e.framework, e.lexicon.digest, e.lexicon.pretag));
    if let Some(caution) = &e.caution {
        page.line(caution);
    }
    page.line(&format!(
        "Intervals: 95 %, bootstrap of whole sources (statements) or papers (running text), percentile method, {} replicates, seed {}.",
        e.bootstrap.replicates, e.bootstrap.seed
    ));
    let kinds = [
        ("Statements", "statements with codes", "sources", &e.statements),
        ("Running text", "sentences", "papers", &e.running_text),
    ];
    for (title, items, clusters, figures) in kinds {
        if let Some(f) = figures {
            page.heading(title);
            page.line(&format!("{} {items}, {} valences, {} {clusters}.", f.n, f.n_valence, f.clusters));
            page.figures(f, details);
        }
    }
    page.out
}

struct Page {
    look: Look,
    out: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn heading(&mut self, title: &str) {
        let head = match self.look {
            Look::Markdown => format!("\n## {title}\n\n"),
            Look::Plain => format!("\n{}\n", title.to_uppercase()),
        };
        self.out.push_str(&head);
    }

    fn title(&mut self, title: &str) {
        let title = match self.look {
            Look::Markdown => format!("\n**{title}**\n\n"),
            Look::Plain => format!("\n{title}\n"),
        };
        self.out.push_str(&title);
    }

    fn figures(&mut self, f: &Figures, details: bool) {
        let row = |name: &str, e: &Estimate| {
            let interval = e.low.zip(e.high).map_or(String::new(), |(l, h)| format!("{l:.3} to {h:.3}"));
            vec![name.replace('_', " "), number(e.value), interval]
        };
        let rows = f.figures.iter().map(|x| row(&x.name, &x.estimate)).collect();
        self.out.push_str(if self.look == Look::Markdown { "\n" } else { "" });
        self.table(&["measure", "figure", "95 % interval"], rows);
        if details {
            self.domains(&f.domains);
            self.confusion("Domains: people's (rows), suggested first (columns)", &f.confusion);
            self.confusion("Valences: people's (rows), suggested (columns)", &f.valence_confusion);
            self.calibration(&f.calibration);
        }
        if details && !f.causes.is_empty() {
            self.causes(&f.causes);
        }
    }

    fn domains(&mut self, domains: &[PerDomain]) {
        self.title("By domain");
        let row = |d: &PerDomain| {
            let f1 = d.f1.low.zip(d.f1.high).map_or(String::new(), |(l, h)| format!("{l:.2} to {h:.2}"));
            let (gold, said) = (d.counts.hits + d.counts.misses, d.counts.hits + d.counts.false_alarms);
            let mut row = vec![d.domain.clone(), gold.to_string(), said.to_string()];
            row.extend([d.precision, d.recall, d.f1].map(|e| number(e.value)));
            row.push(f1);
            row.extend([d.kappa, d.ac1].map(|e| number(e.value)));
            row
        };
        let head = ["domain", "people", "suggested", "precision", "recall", "F1", "95 %", "kappa", "AC1"];
        self.table(&head, domains.iter().map(row).collect());
    }

    fn confusion(&mut self, title: &str, c: &Confusion) {
        self.title(title);
        let short: Vec<String> = (1..=c.names.len()).map(|n| n.to_string()).collect();
        let mut head = vec!["", ""];
        head.extend(short.iter().map(String::as_str));
        let cell = |n: &u64| if *n == 0 { "·".to_owned() } else { n.to_string() };
        let row = |(n, (name, counts)): (usize, (&String, &Vec<u64>))| {
            [short[n].clone(), name.clone()].into_iter().chain(counts.iter().map(cell)).collect()
        };
        self.table(&head, c.names.iter().zip(&c.counts).enumerate().map(row).collect());
    }

    fn calibration(&mut self, c: &Calibration) {
        self.title("Calibration of the score");
        let figures = [c.base_rate, c.brier, c.brier_of_base_rate, c.calibration_error].map(number);
        let [base, brier, reference, error] = figures;
        self.line(&format!(
            "{} suggestions, {base} of them right; Brier score {brier} (always the base rate: {reference}); calibration error {error}.",
            c.n
        ));
        self.out.push_str(if self.look == Look::Markdown { "\n" } else { "" });
        let bins = c.bins.iter().filter(|b| b.n > 0).map(|b| {
            let interval = b.low.zip(b.high).map_or(String::new(), |(l, h)| format!("{l:.2} to {h:.2}"));
            let from = format!("{:.1} to {:.1}", b.from, b.from + 0.1);
            vec![from, b.n.to_string(), number(b.mean_score), number(b.share), interval]
        });
        self.table(&["score", "suggestions", "mean score", "share right", "95 % (Wilson)"], bins.collect());
    }

    fn causes(&mut self, causes: &[Cause]) {
        self.title("Misses and false alarms, the most common cause first");
        for cause in causes {
            let hidden = match cause.hidden {
                0 => String::new(),
                n => format!(" ({n} of them of the mirror part, counted only)"),
            };
            let mark = if self.look == Look::Markdown { "- " } else { "" };
            self.line(&format!("{mark}{:>4} {}{hidden}", cause.n, cause.cause));
            cause.details.iter().take(8).for_each(|d| self.line(&format!("  {mark}{:>4} {}", d.n, d.detail)));
            cause.cases.iter().for_each(|c| self.case(c));
        }
    }

    fn case(&mut self, c: &Case) {
        let mark = if self.look == Look::Markdown { "  - " } else { "       " };
        self.line(&format!("{mark}{}: \"{}\"", c.id, clean(&c.text)));
        let pad = if self.look == Look::Markdown { "    " } else { "         " };
        self.line(&format!("{pad}people: {}; suggested: {}; {}", c.expected, c.found, clean(&c.explanation)));
    }

    fn table(&mut self, head: &[&str], rows: Vec<Vec<String>>) {
        match self.look {
            Look::Markdown => {
                let row = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
                self.out.push_str(&row(head.to_vec()));
                self.out.push_str(&row(vec!["---"; head.len()]));
                rows.iter().for_each(|r| self.out.push_str(&row(r.iter().map(String::as_str).collect())));
            }
            Look::Plain => self.out.push_str(&aligned(head, &rows)),
        }
    }
}

/// Names flush left, numbers flush right.
fn aligned(head: &[&str], rows: &[Vec<String>]) -> String {
    let width =
        |c: usize| rows.iter().map(|r| r[c].chars().count()).chain([head[c].chars().count()]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let left =
        |c: usize| rows.iter().any(|r| r[c].starts_with(|x: char| x.is_ascii_lowercase() || x.is_ascii_uppercase()));
    let line = |cells: Vec<&str>| {
        let cell = |(c, cell): (usize, &str)| match left(c) {
            true => format!("{cell:<w$}", w = widths[c]),
            false => format!("{cell:>w$}", w = widths[c]),
        };
        let cells: Vec<String> = cells.into_iter().enumerate().map(cell).collect();
        format!("  {}\n", cells.join("  ").trim_end())
    };
    let body = rows.iter().map(|r| line(r.iter().map(String::as_str).collect()));
    std::iter::once(line(head.to_vec())).chain(body).collect()
}

fn number(n: Option<f64>) -> String {
    n.map_or("-".into(), |n| format!("{n:.3}"))
}
