//! Plain text -> blocks: paragraphs at blank lines, headings by their look, list items by their markers; page numbers, running heads and feet
//! are in no block.
mod headings;

pub(in crate::input) use headings::looks_like_heading;

use super::{
    Blocks,
    marker::{Marker, marker},
    pages::{BREAK, Pages, page_number},
};
use crate::{
    input::{Context, Format, Reader},
    text::{BlockKind, Document, Span, Zone},
};
use memchr::{memchr, memchr2};

/// So much white space, in bytes, may stand where a paragraph goes on over a page's end.
const WIDEST_BREAK: usize = 200;
/// A line longer than this, in bytes, was not broken by hand: its end may be the paragraph's.
const WRAPPED: usize = 200;

/// Plain text.
pub(in crate::input) struct Text;

impl Reader for Text {
    fn format(&self) -> Format {
        Format::Text
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }
    fn sniff(&self, _: &str) -> bool {
        true
    }
}

/// Finds the blocks of `text`.
pub(super) fn read(text: &str, document: &mut Document, context: Context<'_>) {
    let blocks = Blocks::new(text, document, context.zones);
    let pages = Pages::of(text, |line| blocks.outline.known(line).is_some());
    Lines::new(text, pages, blocks).read(0);
}

/// Finds the blocks of a paper's title, the first so many bytes of `text`, and of its abstract behind it, whose headings and labels open its parts.
pub(super) fn read_paper(text: &str, title: usize, document: &mut Document, context: Context<'_>) {
    let mut blocks = Blocks::new(text, document, context.zones);
    blocks.title(Span::new(0, title));
    if title < text.len() {
        // above all headings, so that none ends it
        blocks.section(0, "Abstract", None, Some(Zone::Abstract), false);
    }
    Lines::new(text, Pages::default(), blocks).read(title);
}

/// The paragraph or item that is being read.
struct Open {
    kind: BlockKind,
    start: usize,
    end: usize,
    indent: usize,
}

struct Lines<'t, 'd, 'z> {
    text: &'t str,
    pages: Pages,
    blocks: Blocks<'t, 'd, 'z>,
    open: Option<Open>,
    /// Blank lines before this byte end nothing.
    over: usize,
    /// The last block closed was a list item.
    item_before: bool,
    /// The first block is one line that may be a title.
    title: bool,
}

impl<'t, 'd, 'z> Lines<'t, 'd, 'z> {
    fn new(text: &'t str, pages: Pages, blocks: Blocks<'t, 'd, 'z>) -> Self {
        Self { text, pages, blocks, open: None, over: 0, item_before: false, title: false }
    }

    /// Reads the lines from byte `start` on.
    fn read(mut self, mut start: usize) {
        let text = self.text;
        let mut fresh = true;
        while start < text.len() {
            let end = memchr2(b'\n', BREAK, &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
            // between the end of a line and that of the page is no blank line
            let nothing = text.as_bytes().get(end) == Some(&BREAK) && text[start..end].trim_ascii().is_empty();
            if !nothing {
                fresh = self.line(start, end, fresh);
            }
            start = end + 1;
        }
        self.close();
        self.finish();
    }

    /// Takes the line `start..end`; `fresh` says that a block ended before it. Returns whether one ends with it.
    fn line(&mut self, start: usize, end: usize, fresh: bool) -> bool {
        let line = &self.text[start..end];
        if line.trim_ascii_start().is_empty() || line.trim().is_empty() {
            return self.blank(end);
        }
        if self.is_furniture(start, end) {
            self.close();
            return true;
        }
        let between = fresh || self.open.as_ref().is_some_and(|open| ends_clause(&self.text[open.start..open.end]));
        let heading = if between { self.heading(start, end, fresh) } else { self.unannounced(start, end) };
        if let Some((depth, span)) = heading {
            self.close();
            self.blocks.heading(depth, span, None);
            self.item_before = false;
            return true;
        }
        match marker(line) {
            Some(found) if between || self.in_list() || marker(self.after(end)).is_some() => {
                self.item(start, end, &found)
            }
            _ => self.extend(start, end),
        }
        let long = line.len() > WRAPPED && ends_sentence(line);
        if long {
            self.close();
        }
        long
    }

    /// A blank line ends what is open, unless a page ends here and its sentence goes on with a small letter. Returns whether it does.
    fn blank(&mut self, end: usize) -> bool {
        if end < self.over {
            return false;
        }
        let goes_on = self.open.as_ref().is_some_and(|open| !ends_clause(&self.text[open.start..open.end]));
        match self.over_page(end).filter(|_| goes_on) {
            Some(next) => self.over = next,
            None => self.close(),
        }
        self.open.is_none()
    }

    /// Where the text goes on in the middle of a sentence, behind a page break and nothing but white space.
    fn over_page(&self, end: usize) -> Option<usize> {
        let window = &self.text[end..self.text.floor_char_boundary(end + WIDEST_BREAK)];
        let next = window.trim_start();
        let white = &window[..window.len() - next.len()];
        let from = end + white.rfind(['\n', char::from(BREAK)])? + 1;
        let goes_on = next.starts_with(char::is_lowercase) && marker(next).is_none();
        (goes_on && white.contains(char::from(BREAK)) && !self.pages.holds(from)).then_some(from)
    }

    /// Whether a line belongs to its page: by where it stands, or as a number above a known heading.
    fn is_furniture(&self, start: usize, end: usize) -> bool {
        let above_heading = || {
            let below = self.below(end).take(3).find(|line| !line.trim().is_empty()).unwrap_or("");
            self.blocks.outline.known(below.trim()).is_some_and(|zone| zone != Zone::Turn)
        };
        self.pages.holds(start) || page_number(&self.text[start..end]).is_some() && above_heading()
    }

    fn item(&mut self, start: usize, end: usize, found: &Marker) {
        self.close();
        self.open = Some(Open { kind: BlockKind::ListItem, start: start + found.content, end, indent: found.indent });
    }

    fn extend(&mut self, start: usize, end: usize) {
        match &mut self.open {
            Some(open) => open.end = end,
            None => self.open = Some(Open { kind: BlockKind::Paragraph, start, end, indent: 0 }),
        }
    }

    fn in_list(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.kind == BlockKind::ListItem)
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let text = &self.text[open.start..open.end];
        let first = self.blocks.document.blocks.is_empty() && self.blocks.outline.zone() == Zone::Other;
        if first && open.kind == BlockKind::Paragraph {
            self.title = memchr(b'\n', text.as_bytes()).is_none() && text.len() <= 300 && !ends_clause(text);
        }
        self.blocks.block(open.kind, Span::new(open.start, open.end), open.indent);
        self.item_before = open.kind == BlockKind::ListItem;
    }

    /// A first line without a full stop, above text with headings, is the title.
    fn finish(self) {
        let titled = self.title
            && self.blocks.document.blocks.get(1..).is_some_and(|b| b.iter().any(|b| b.kind == BlockKind::Heading));
        if titled
            && let Some(first) = self.blocks.document.blocks.first_mut()
            && first.kind == BlockKind::Paragraph
        {
            (first.kind, first.zone) = (BlockKind::Title, Zone::Title);
        }
        self.blocks.finish();
    }

    /// The lines behind the line break at `end`.
    fn below(&self, end: usize) -> impl Iterator<Item = &str> {
        self.text.get(end + 1..).unwrap_or("").split(['\n', char::from(BREAK)])
    }

    fn after(&self, end: usize) -> &str {
        self.below(end).next().unwrap_or("")
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(['"', '”', '’', ')', ']']).ends_with(['.', '?', '!', '…', ':'])
}

fn ends_clause(text: &str) -> bool {
    let text = text.trim_end();
    ends_sentence(text) || text.ends_with(';') || ends_sentence(without_note(text))
}

/// A text without the participant's tag or citation that it ends in: `so it is.” (P4)`, `so it is.12`.
fn without_note(text: &str) -> &str {
    match text.strip_suffix([')', ']']).and_then(|text| text.rfind(['(', '['])) {
        Some(open) => &text[..open],
        None => text.trim_end_matches(|c: char| c.is_ascii_digit() || ",-–".contains(c)),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        input::{
            Context, Format, InputOptions, outline::Zones, prose::read_paper, testing,
            testing::outline_of_text as outline,
        },
        text::{Document, Zone},
    };

    #[test]
    fn paragraphs_end_at_blank_lines_and_keep_their_breaks() {
        assert_eq!(outline("One\ntwo.\n \n\tThree.\n"), ["paragraph other One\ntwo.", "paragraph other Three."]);
        assert!(outline("").is_empty() && outline(" \n\n").is_empty());
    }

    #[test]
    fn headings_by_look() {
        let text = "A study of time\n\n1 Introduction\n\nOften so.\n\nRESULTS\n\n3.1 Time\n\nNo time.\n\nSTAFF\n\nNone.\n\nDiscussion\nWe think so.\n";
        assert_eq!(
            outline(text),
            [
                "title title A study of time",
                "heading introduction 1 Introduction",
                "paragraph introduction Often so.",
                "heading results RESULTS",
                "heading results 3.1 Time",
                "paragraph results No time.",
                "heading results STAFF",
                "paragraph results None.",
                "heading discussion Discussion",
                "paragraph discussion We think so.",
            ]
        );
        let document = testing::document(Format::Text, text);
        assert_eq!(document.label(document.blocks[5].section), Some("RESULTS > 3.1 Time"));
    }

    #[test]
    fn headings_by_what_stands_under_them() {
        let long = "Nurses who shared a corridor said that they solved most things over coffee in the morning.";
        let text = format!("Findings\nMicro level\n{long}\n\nMeso level\n\n{long}\n\nAs they said\nso it was.\n");
        let document = testing::document(Format::Text, &text);
        let sections: Vec<_> = document.blocks.iter().map(|b| (b.kind.name(), document.label(b.section))).collect();
        let (micro, meso) = (Some("Findings > Micro level"), Some("Findings > Meso level"));
        assert_eq!(sections[1..4], [("heading", micro), ("paragraph", micro), ("heading", meso)]);
        assert_eq!(sections[4..], [("paragraph", meso); 2]);
        assert!(outline(&format!("Micro level\n{long}")).len() == 1, "no known heading, no others");
    }

    #[test]
    fn items_have_the_line_that_leads_into_them() {
        let document = testing::document(
            Format::Text,
            "We asked.  Barriers were:\n\n- time\n  and money\n- staff:\n    (a) few\n- space\n\nThen more.",
        );
        let seen: Vec<_> =
            document.blocks.iter().map(|b| (document.slice(b.span), b.lead_in.map(|l| document.slice(l)))).collect();
        let lead = Some("Barriers were:");
        assert_eq!(
            seen[1..],
            [
                ("time\n  and money", lead),
                ("staff:", lead),
                ("few", Some("staff:")),
                ("space", lead),
                ("Then more.", None)
            ]
        );
    }

    #[test]
    fn numbered_lists_are_not_headings() {
        assert_eq!(outline("1. Time\n2. Staff\n"), ["list_item other Time", "list_item other Staff"]);
        assert_eq!(outline("1. Time\n\n2. Staff\n"), ["list_item other Time", "list_item other Staff"]);
        assert_eq!(outline("We met in room\n2. Then left."), ["paragraph other We met in room\n2. Then left."]);
    }

    #[test]
    fn a_paper_is_a_title_and_an_abstract_with_its_parts() {
        let paper = |title: usize, text: &str| {
            let (zones, options) = (Zones::new(testing::zones()), InputOptions::default());
            let mut document = Document { text: text.to_owned(), ..Document::default() };
            read_paper(&mut document, title, Context { zones: &zones, options: &options });
            testing::check(&document);
            testing::outline(&document)
        };
        let seen =
            paper(13, "Time in wards\n\nFew do it.\nMethods\nWe asked.\nRESULTS: No time. CONCLUSION: Give time.");
        assert_eq!(
            seen,
            [
                "title title Time in wards",
                "paragraph abstract Few do it.",
                "heading abstract/methods Methods",
                "paragraph abstract/methods We asked.",
                "heading abstract/results RESULTS",
                "paragraph abstract/results No time.",
                "heading abstract/conclusion CONCLUSION",
                "paragraph abstract/conclusion Give time.",
            ]
        );
        assert_eq!(paper(13, "Time in wards"), ["title title Time in wards"]);
        let untitled = paper(0, "Nurses\n\nMethods: We asked.");
        assert_eq!(untitled[0], "paragraph abstract Nurses");
        assert_eq!(paper(0, ""), [""; 0]);
    }

    #[test]
    fn a_labelled_abstract_has_parts() {
        let seen = outline("Background: Few do it. Methods: We asked. RESULTS: No time.\nConclusion: Give time.");
        assert_eq!(seen[0], "heading abstract/introduction Background");
        assert_eq!(seen[3], "paragraph abstract/methods We asked.");
        assert_eq!(seen[5], "paragraph abstract/results No time.");
        assert_eq!(seen.len(), 8);
    }

    #[test]
    fn a_label_in_a_paper_holds_for_its_paragraph() {
        let seen = outline(
            "Discussion\n\nSo it is.\n\nLimitations: Few took part. Results: see below.\n\nStill, time is short.",
        );
        assert_eq!(
            seen[2..],
            [
                "heading limitations Limitations",
                "paragraph limitations Few took part. Results: see below.",
                "paragraph discussion Still, time is short."
            ]
        );
    }

    #[test]
    fn long_lines_are_paragraphs_and_references_are_references() {
        let long = format!("{}end.", "word ".repeat(60));
        assert_eq!(outline(&format!("{long}\n{long}")).len(), 2);
        let document = testing::document(Format::Text, "References\n\n1. Smith J. Time. 2019.\n2. Doe J.");
        assert!(document.blocks[1..].iter().all(|b| b.zone == Zone::References && b.kind.name() == "reference"));
    }

    #[test]
    fn a_participant_tag_is_the_speaker() {
        let document = testing::document(Format::Text, "“There is no time.” (P4)\n\nNo tag.");
        assert_eq!(document.label(document.blocks[0].speaker), Some("P4"));
        assert_eq!(document.blocks[1].speaker, None);
    }
}
