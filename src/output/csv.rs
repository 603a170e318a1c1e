//! A tidy long table: one row a suggestion, one column a property.
use super::{Style, Writer};
use crate::report::{Report, Suggestion};
use std::{borrow::Cow, collections::BTreeSet};

const COLUMNS: [&str; 26] = [
    "document",
    "source",
    "framework",
    "domain",
    "construct",
    "valence",
    "score",
    "certainty",
    "negated",
    "holder",
    "level",
    "zone",
    "section",
    "speaker",
    "quote",
    "start",
    "end",
    "start_char",
    "end_char",
    "terms",
    "concepts",
    "cues",
    "reason",
    "decision",
    "key",
    "derived_from",
];

/// The writer of `--to csv`.
///
/// Cells that come from documents or lexicons and would be taken for a formula by a spreadsheet (first character `=`, `+`, `-`, `@`,
/// tab, carriage return or NUL) get a `'` before them, as OWASP advises, unless the cells are wanted raw.
pub(super) struct Csv {
    raw: bool,
}

impl Csv {
    /// A writer of raw or guarded cells.
    pub(super) fn new(style: Style) -> Self {
        Self { raw: style.raw_cells }
    }

    fn cell<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !self.raw && is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
    }

    fn row(&self, report: &Report<'_>, s: &Suggestion<'_>) -> [String; COLUMNS.len()] {
        let text = |text: &str| self.cell(text).into_owned();
        let maybe = |value: &Option<Cow<'_, str>>| value.as_deref().map(text).unwrap_or_default();
        [
            text(&report.document.id),
            text(&report.document.source),
            text(&s.framework),
            text(&s.domain),
            maybe(&s.construct),
            s.valence.name().into(),
            s.score.value().to_string(),
            s.certainty.name().into(),
            s.negated.to_string(),
            s.holder.map(|h| h.name()).unwrap_or_default().into(),
            s.level.map(|l| l.name()).unwrap_or_default().into(),
            s.zone.name().into(),
            maybe(&s.section),
            maybe(&s.speaker),
            text(&s.quote),
            s.span.start.to_string(),
            s.span.end.to_string(),
            s.start_char.to_string(),
            s.end_char.to_string(),
            text(&list(s.matches.iter().map(|m| m.term.to_string()))),
            text(&list(s.matches.iter().map(|m| m.concept.to_string()))),
            text(&list(s.cues.iter().map(|c| format!("{}: {}", c.kind, c.cue)))),
            text(&s.reason),
            s.decision.as_ref().map(|d| text(&d.to_string())).unwrap_or_default(),
            s.key.to_string(),
            text(&list(s.derived_from.iter().chain(&s.recoded_from).map(|d| d.code()))),
        ]
    }
}

impl Writer for Csv {
    fn header(&self, out: &mut Vec<u8>) {
        lines(out, [COLUMNS]);
    }

    fn report(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        lines(out, report.suggestions.iter().map(|suggestion| self.row(report, suggestion)));
    }
}

/// Whether a spreadsheet would take a text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0'])
}

/// Text that a spreadsheet would take for a formula gets a `'` before it; a mark alone is none.
pub(crate) fn guarded(text: &str) -> String {
    if is_formula(text) && text.len() > 1 { format!("'{text}") } else { text.to_owned() }
}

/// Rows of cells as a text of comma-separated values.
pub(crate) fn table<R: IntoIterator<Item: AsRef<[u8]>>>(rows: impl IntoIterator<Item = R>) -> String {
    let mut out = Vec::new();
    lines(&mut out, rows);
    String::from_utf8(out).unwrap_or_default()
}

fn lines<R: IntoIterator<Item: AsRef<[u8]>>>(out: &mut Vec<u8>, rows: impl IntoIterator<Item = R>) {
    let mut table = ::csv::Writer::from_writer(out);
    for row in rows {
        let written = table.write_record(row);
        debug_assert!(written.is_ok(), "writing to memory: {written:?}");
    }
}

/// Every value once, in order of first appearance, joined with `; `.
fn list(values: impl Iterator<Item = String>) -> String {
    let mut seen = BTreeSet::new();
    values.filter(|v| seen.insert(v.clone())).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    fn table(raw_cells: bool) -> Vec<std::collections::BTreeMap<String, String>> {
        let writer = Csv::new(Style { raw_cells, ..Style::default() });
        let mut out = Vec::new();
        writer.header(&mut out);
        writer.report(&sample::report(&sample::lexicon()), &mut out);
        ::csv::Reader::from_reader(&*out).deserialize().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn a_row_holds_what_the_suggestion_says() {
        let rows = table(false);
        assert_eq!(rows.len(), 2);
        let expected = [
            ("document", "P1"),
            ("domain", "environment_resources"),
            ("valence", "barrier"),
            ("score", "0.812"),
            ("negated", "true"),
            ("holder", "hcp"),
            ("quote", &sample::TEXT[..25]),
            ("end", "25"),
            ("terms", "time"),
            ("cues", "absent: no"),
            ("decision", ""),
            ("key", "00000000000000aa"),
        ];
        for (column, value) in expected {
            assert_eq!(rows[0][column], value, "{column}");
        }
    }

    #[test]
    fn formulas_are_guarded_unless_raw_cells_are_wanted() {
        assert_eq!(table(false)[1]["quote"], "'=HYPERLINK() did not help");
        assert_eq!(table(true)[1]["quote"], "=HYPERLINK() did not help");
    }
}
