//! A readable view: each coded segment once, with its terms and cues marked and the suggested codes under it.
use super::{
    Style, Writer,
    terminal::{Page, Paint, clean, sign},
};
use crate::{
    report::{Certainty, Report, Suggestion},
    text::Zone,
};
use std::{collections::BTreeMap, ops::Range};

/// The writer of `--to text`.
pub(super) struct Text {
    page: Page,
    labels: BTreeMap<String, String>,
}

/// Wider lines are hard to read, however wide the terminal is.
const WIDEST: usize = 100;
/// Narrower lines hold no code.
const NARROWEST: usize = 40;
/// Below this many columns the score bar makes room for words.
const NARROW: usize = 60;

impl Text {
    /// A writer for a page of this style.
    pub(super) fn new(style: Style) -> Self {
        Self { page: Page { color: style.color, width: style.width.clamp(NARROWEST, WIDEST) }, labels: style.labels }
    }

    fn heading(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let id = clean(&report.document.id).into_owned();
        let count = match report.suggestions.len() {
            0 => "nothing found".to_owned(),
            1 => "1 suggestion".to_owned(),
            n => format!("{n} suggestions"),
        };
        let line = if report.document.source == report.document.id {
            format!("{id} · {count}")
        } else {
            format!("{id} · {} · {count}", clean(&report.document.source))
        };
        let marks = [(0..id.len(), Paint::Strong), (id.len()..line.len(), Paint::Dim)];
        self.page.paragraph(&line, &marks, 0, 2, out);
    }

    /// One segment and every domain suggested for it.
    fn segment(&self, suggestions: &[Suggestion<'_>], out: &mut Vec<u8>) {
        let marks: Vec<_> = suggestions.iter().flat_map(marks).collect();
        self.page.paragraph(&suggestions[0].quote, &marks, 2, 2, out);
        for suggestion in suggestions {
            self.code(suggestion, out);
            self.reason(suggestion, out);
        }
        out.push(b'\n');
    }

    /// `- barrier     0.81 ████████░░ Environmental context and resources tdf.environment_resources`
    fn code(&self, s: &Suggestion<'_>, out: &mut Vec<u8>) {
        let (lead, columns) = self.lead(s);
        let code = [Some(&*s.framework), Some(&*s.domain), s.construct.as_deref()];
        let code = code.into_iter().flatten().collect::<Vec<_>>().join(".");
        let label = self.labels.get(&code).or_else(|| self.labels.get(&format!("{}.{}", s.framework, s.domain)));
        let line = label.map_or(code.clone(), |label| format!("{label} {code}"));
        let name = label.map_or(line.len(), String::len);
        let start = out.len();
        self.page.paragraph(&line, &[(0..name, Paint::Strong), (name..line.len(), Paint::Dim)], columns, 6, out);
        out.splice(start..start + columns, lead.into_bytes());
    }

    /// What stands before the name of a code, and how many columns it takes.
    fn lead(&self, s: &Suggestion<'_>) -> (String, usize) {
        let (sign, paint) = sign(s.valence);
        let bar = if self.page.width < NARROW { String::new() } else { bar(s.score.value()) + " " };
        let columns = 4 + 2 + 12 + 5 + bar.chars().count();
        let padding = " ".repeat(12 - s.valence.name().len());
        let words = self.page.paint(paint, &format!("{sign} {}", s.valence.name()));
        (format!("    {words}{padding}{:.2} {}", s.score.value(), self.page.paint(Paint::Dim, &bar)), columns)
    }

    fn reason(&self, s: &Suggestion<'_>, out: &mut Vec<u8>) {
        let certainty = (s.certainty != Certainty::Asserted).then(|| s.certainty.name());
        let negated = s.negated.then_some("negated");
        let tags = [s.holder.map(|h| h.name()), s.level.map(|l| l.name()), certainty, negated];
        let parts: Vec<&str> =
            [&*s.reason].into_iter().filter(|r| !r.is_empty()).chain(tags.into_iter().flatten()).collect();
        let line = parts.join(" · ");
        self.page.paragraph(&line, &[(0..line.len(), Paint::Dim)], 6, 6, out);
    }
}

impl Writer for Text {
    fn report(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        self.heading(report, out);
        out.push(b'\n');
        let mut place = String::new();
        for segment in report.suggestions.chunk_by(|a, b| a.span == b.span) {
            let here = place_of(&segment[0]);
            if here != place {
                self.page.paragraph(&here, &[(0..here.len(), Paint::Dim)], 2, 2, out);
                place = here;
            }
            self.segment(segment, out);
        }
    }
}

/// `Results > Time · P4`; nothing where nothing is known.
fn place_of(s: &Suggestion<'_>) -> String {
    let zone = (s.zone != Zone::Other).then(|| s.zone.name());
    let parts = [s.section.as_deref().or(zone), s.speaker.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The terms and cues of a suggestion as ranges of its quote; what lies outside of it (a heading, a lead-in) cannot be marked.
fn marks<'s>(s: &'s Suggestion<'_>) -> impl Iterator<Item = (Range<usize>, Paint)> + 's {
    let cues = s.cues.iter().map(|cue| (cue.span, Paint::Cue));
    let terms = s.matches.iter().map(|m| (m.span, Paint::Term));
    let start = s.span.start as usize;
    cues.chain(terms)
        .filter(|(span, _)| s.span.contains(*span))
        .map(move |(span, paint)| (span.range().start - start..span.range().end - start, paint))
}

/// Ten cells, filled to the nearest tenth.
fn bar(score: f64) -> String {
    let full = (score * 10.0).round() as usize;
    "█".repeat(full) + &"░".repeat(10 - full.min(10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    fn text(style: Style) -> String {
        let mut out = Vec::new();
        Text::new(style).report(&sample::report(&sample::lexicon()), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_segment_stands_above_its_codes() {
        let labels = [("tdf.environment_resources".to_owned(), "Environmental context and resources".to_owned())];
        let expected = "\
P1 · notes/P1.txt · 2 suggestions

  Results > Time
  Nurses had no time for it
    - barrier     0.81 ████████░░ Environmental context and resources
      tdf.environment_resources
      helps, absent · hcp · micro · negated

  =HYPERLINK() did not help
    ? unclear     0.30 ███░░░░░░░ tdf.skills
      helps, absent

";
        assert_eq!(text(Style { labels: labels.into(), ..Style::default() }), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        for width in [40, 60, 79] {
            let text = text(Style { width, ..Style::default() });
            assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
        }
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        assert!(!text(Style::default()).contains('\x1b'));
        assert!(text(Style { color: true, ..Style::default() }).contains("\x1b[4;35mno\x1b[0m \x1b[1;36mtime\x1b[0m"));
    }
}
