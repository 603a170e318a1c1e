//! A line of a plain text -> whether it is a heading, and how deep: by what the rules know, by its look, by what stands around it.
use super::Lines;
use crate::{
    input::prose::{
        marker::{marker, numbering},
        pages::BREAK,
        participant,
    },
    text::{Span, Zone},
};

/// Headings are no longer than this, in bytes.
const LONGEST_HEADING: usize = 120;
/// Headings known by nothing but what stands under them are no longer than this, in bytes, and that is no shorter.
const LONGEST_PLAIN: usize = 60;
/// What stands under such a heading in a text of pages has lines no shorter than this, in bytes.
const SHORTEST_WRAPPED: usize = 40;
/// What stands between the columns of a table whose layout was kept.
const COLUMNS: &str = "   ";

impl Lines<'_, '_, '_> {
    /// The depth and words of the heading that this line is.
    pub(super) fn heading(&self, start: usize, end: usize, fresh: bool) -> Option<(usize, Span)> {
        let line = self.text[start..end].trim();
        if !looks_like_heading(line) {
            return None;
        }
        let next = self.after(end);
        let alone = fresh && next.trim().is_empty();
        let depth = self
            .known(line, next)
            .or_else(|| self.numbered(line, end, alone))
            .or_else(|| self.capitals(line, alone))
            .or_else(|| self.plain(line, end, fresh))?;
        Some((depth, Span::new(start, end)))
    }

    /// A heading that the rules know although nothing ended before it: its capitals or number tell it, a page break, or the line before, which
    /// ends where the heading's first word would have had room, or is a row of columns.
    pub(super) fn unannounced(&self, start: usize, end: usize) -> Option<(usize, Span)> {
        let line = self.text[start..end].trim();
        if !looks_like_heading(line) {
            return None;
        }
        let open = self.open.as_ref()?;
        let before = &self.text[open.start..open.end];
        let last = before.rsplit('\n').next().unwrap_or(before);
        let told = is_shouted(line) && before.contains(char::is_lowercase)
            || numbering(line).is_some()
            || self.text[..start].ends_with(char::from(BREAK))
            || ends_early(last, line, self.after(end))
            || last.trim().contains(COLUMNS);
        let depth = told.then(|| self.known(line, self.after(end)))??;
        Some((depth, Span::new(start, end)))
    }

    /// A heading that the rules know, with nothing or a new sentence under it. Among references only one that is known as a whole.
    fn known(&self, line: &str, next: &str) -> Option<usize> {
        let outline = &self.blocks.outline;
        let next = next.trim_start();
        let begins = next.is_empty() || next.starts_with(|c: char| !c.is_lowercase());
        let whole = outline.zone() != Zone::References || !line.contains(':');
        let zone = outline.known(line).filter(|zone| *zone != Zone::Turn)?;
        let depth = || numbering(line).map_or_else(|| outline.level(line, zone), |(depth, _)| depth);
        (begins && whole && line.len() <= 80).then(depth)
    }

    fn numbered(&self, line: &str, end: usize, alone: bool) -> Option<usize> {
        let (depth, words) = numbering(line)?;
        let wordy = line[words..].chars().any(char::is_alphabetic) && !line.ends_with(':');
        let listed = marker(line).is_some_and(|m| m.number);
        let counts = self.item_before || self.next_is_item(end);
        let entry = self.blocks.outline.zone() == Zone::References;
        (wordy && alone && !entry && !(listed && depth == 1 && counts)).then_some(depth)
    }

    /// Whether the next line that is not blank is a list item.
    fn next_is_item(&self, end: usize) -> bool {
        self.below(end).take(3).find(|line| !line.trim().is_empty()).is_some_and(|line| marker(line).is_some())
    }

    /// A line in capitals is a heading of its own or, where the rules know the one above, under that.
    fn capitals(&self, line: &str, alone: bool) -> Option<usize> {
        let capitals = alone && is_shouted(line);
        capitals.then_some(if self.blocks.outline.zone() == Zone::Other { 1 } else { 2 })
    }

    /// In a text with known headings, a few words above a paragraph that begins anew and is much longer; in one with pages, above a line that they
    /// would not fill.
    fn plain(&self, line: &str, end: usize, fresh: bool) -> Option<usize> {
        let below = self.below(end).take(2).find(|line| !line.trim().is_empty())?.trim();
        let few = line.len() <= LONGEST_PLAIN
            && line.split_whitespace().count() <= 6
            && !line.contains([':', '|', '\t'])
            && !line.contains(COLUMNS);
        let longer = below.len() >= LONGEST_PLAIN && below.len() >= 2 * line.len();
        let titled = !line.contains(|c: char| c.is_ascii_digit() || c == ',') && !participant::is_tag_line(line);
        let paged = self.pages.many && titled && below.len() >= SHORTEST_WRAPPED && ends_early(line, below, below);
        let worded = line.starts_with(char::is_uppercase) && line.ends_with(char::is_alphanumeric);
        let begins = below.starts_with(|c: char| c.is_uppercase() || "\"“‘".contains(c));
        let outline = &self.blocks.outline;
        let section = !self.item_before && outline.depth() > 0 && outline.zone() != Zone::References;
        (section && few && worded && (fresh && longer || paged) && begins && marker(line).is_none()).then_some(2)
    }
}

/// Whether a line is as short as headings are, and ends and begins like one.
pub(in crate::input) fn looks_like_heading(line: &str) -> bool {
    line.len() <= LONGEST_HEADING
        && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !line.ends_with(['.', '?', '!', ';', ','])
        && line.split_whitespace().count() <= 12
}

/// Whether a line is words in capitals.
fn is_shouted(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4 && letters * 2 > line.len() && !line.chars().any(char::is_lowercase)
}

/// Whether the first word of `next` would have had room behind a line, by far, where lines are as wide as `wide`.
fn ends_early(line: &str, next: &str, wide: &str) -> bool {
    let word = next.split_whitespace().next().unwrap_or("");
    4 * (line.trim().len() + 1 + word.len()) <= 3 * wide.trim().len()
}

#[cfg(test)]
mod tests {
    use crate::{
        input::{Format, testing, testing::outline_of_text as outline},
        text::Zone,
    };

    fn headings(text: &str) -> Vec<String> {
        outline(text).into_iter().filter(|line| line.starts_with("heading")).collect()
    }

    #[test]
    fn a_known_heading_opens_its_part_behind_an_open_sentence() {
        for heading in ["DISCUSSION", "4. Discussion", "4 DISCUSSION"] {
            let text = format!("Results\n\nNurses said that they had no\n{heading}\nTime is short.");
            assert_eq!(headings(&text)[1..], [format!("heading discussion {heading}")]);
        }
        let text =
            |name: &str| format!("Results\n\n{name}\nDiscussion\nTime was the main barrier in this study of nurses.");
        assert_eq!(headings(&text("Few rooms")).len(), 2, "the line before ends early");
        assert_eq!(headings(&text("Theme      Barrier      What those who took part said")).len(), 2, "a table's row");
        assert_eq!(headings(&text("Nurses named what can be seen below in the")).len(), 1);
        assert_eq!(headings("NURSES SAID THAT THEY HAD NO\nRESULTS\nAND LEFT."), [""; 0], "all is in capitals");
        assert_eq!(headings("Results\n\nIt is so.” (P4)\nDiscussion\nSo.").len(), 2);
        assert_eq!(headings("Results\n\nIt is so.12\nDiscussion\nSo.").len(), 2);
    }

    #[test]
    fn in_a_text_of_pages_short_lines_above_long_ones_are_headings() {
        let text = "Results\n\nThey had no time.\nSupport from others\nManagers in the other practices showed no interest\nin it.\n";
        assert_eq!(headings(text).len(), 1);
        assert_eq!(
            headings(&format!("{text}\n\u{c}And so on.")),
            ["heading results Results", "heading results Support from others"]
        );
        let tag = text.replace("Support from others", "Nurse 4, rural");
        assert_eq!(headings(&format!("{tag}\n\u{c}And so on.")).len(), 1);
    }

    #[test]
    fn sub_headings_stand_under_the_part_that_is_open() {
        let text = "Results\n\nParticipants\n\nNine.\n\nTheme 1: Time\n\nNone.\n\n3.2 Money\n\nNone.\n\nDiscussion\n\nLimitations\n\nFew.\n\n\
                    Implications for practice\n\nGive time.\n\nConclusions\n\nSo.\n";
        let document = testing::document(Format::Text, text);
        let sections: Vec<_> = document.blocks.iter().filter(|b| b.kind.name() == "paragraph").collect();
        let sections: Vec<_> =
            sections.iter().map(|b| (b.zone, document.label(b.section).unwrap_or_default())).collect();
        assert_eq!(
            sections,
            [
                (Zone::Methods, "Results > Participants"),
                (Zone::Results, "Results > Theme 1: Time"),
                (Zone::Results, "Results > 3.2 Money"),
                (Zone::Limitations, "Discussion > Limitations"),
                (Zone::Discussion, "Discussion > Implications for practice"),
                (Zone::Conclusion, "Conclusions"),
            ]
        );
    }

    #[test]
    fn entries_of_the_reference_list_are_no_headings() {
        let text = "References\n\n12 Smith J, Time is short for nurses\n\nMethods: a guide for nurses\n\nDoe J.";
        let document = testing::document(Format::Text, text);
        assert!(document.blocks[1..].iter().all(|b| b.kind.name() == "reference"), "{:?}", outline(text));
    }
}
