//! A plain text -> the lines that its pages have and its sentences do not: page numbers, running heads and feet.
use memchr::{memchr, memchr_iter};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What parts pages.
pub(super) const BREAK: u8 = 0x0c;

/// So many lines at each edge of a page may be a head or foot.
const EDGE: usize = 4;
/// Heads and feet are no longer than this, in bytes, white space aside.
const LONGEST: usize = 200;
/// What says nothing but a page's number is no longer than this, in bytes.
const LONGEST_NUMBER: usize = 24;
/// What stands on every second page stands so many pages apart.
const APART: usize = 2;
/// Lines that are alike only on pages of fewer lines than this may be what the text says.
const FULL: usize = 12;
/// How many like lines on each side are looked at.
const BESIDE: usize = 4;
/// A page without a break before it has so many lines that are not blank.
const LINES: Range<usize> = FULL..150;
/// So many page numbers in a row tell where pages end in a text without breaks; of those that say how many there are, fewer.
const RUN: usize = 3;
const SURE_RUN: usize = 2;

/// The lines of a text that belong to its pages.
#[derive(Default)]
pub(super) struct Pages {
    /// Where they begin, in order.
    furniture: Vec<usize>,
    /// The text has more than one page.
    pub(super) many: bool,
}

impl Pages {
    /// Finds them; `known` tells headings, which are none even where they stand on every page.
    pub(super) fn of(text: &str, known: impl Fn(&str) -> bool) -> Self {
        let marks = marks(text);
        // columns come in any order, and a page's number between them
        let mut found: Vec<usize> =
            marks.iter().filter(|mark| mark.sure && mark.alone).map(|mark| mark.start).collect();
        let pages = match memchr(BREAK, text.as_bytes()) {
            Some(_) => broken(text),
            None => numbered(text, &marks, &mut found),
        };
        let many = pages.len() > 1;
        if many {
            let edges: Vec<Edge<'_>> = pages.iter().enumerate().flat_map(|(n, page)| edges(text, page, n)).collect();
            let numbers = edges.iter().filter(|edge| edge.outermost && page_number(edge.words).is_some());
            let heads = running(&edges).into_iter().filter(|edge| !edge.is_heading(&known));
            found.extend(numbers.chain(heads).map(|edge| edge.start));
        }
        found.sort_unstable();
        Self { furniture: found, many }
    }

    /// Whether the line that begins at this byte is one of them.
    pub(super) fn holds(&self, line: usize) -> bool {
        self.furniture.binary_search(&line).is_ok()
    }
}

/// The number of a line that has nothing else to say: `12`, `- 12 -`, `Page 12`, `3 of 12`, `Page 3/12`.
pub(super) fn page_number(line: &str) -> Option<u32> {
    let line = Some(line.trim()).filter(|line| line.len() <= LONGEST_NUMBER)?;
    let page = line.strip_prefix("Page ").or_else(|| line.strip_prefix("page ")).unwrap_or(line);
    let page = page.trim_matches(['-', '–', '|', ' ']);
    let parts = [" of ", "/"].iter().find_map(|by| page.split_once(by));
    match parts {
        Some((number, all)) => count(all.trim()).and(count(number.trim())),
        None => count(page),
    }
}

/// A number as pages have it.
fn count(word: &str) -> Option<u32> {
    let digits = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok())?
}

/// The stretches between page breaks that are not blank.
fn broken(text: &str) -> Vec<Range<usize>> {
    let breaks = memchr_iter(BREAK, text.as_bytes()).chain([text.len()]);
    let pages = breaks.scan(0, |from, to| Some(std::mem::replace(from, to + 1)..to));
    pages.filter(|page| !text[page.clone()].trim().is_empty()).collect()
}

/// The stretches between page numbers that rise one by one; puts where these stand into `found`.
fn numbered(text: &str, marks: &[Mark], found: &mut Vec<usize>) -> Vec<Range<usize>> {
    let runs = runs(marks);
    let told = |(mark, run): &(&Mark, usize)| *run >= if mark.sure { SURE_RUN } else { RUN };
    let mut pages = Vec::new();
    let mut from = 0;
    for (mark, _) in marks.iter().zip(runs).filter(told) {
        found.push(mark.start);
        pages.push(from..mark.start);
        from = mark.end;
    }
    pages.push(from..text.len());
    pages
}

/// Of each mark, how many rise one by one in the run it belongs to, a page apart.
fn runs(marks: &[Mark]) -> Vec<usize> {
    let before = |n: usize| {
        let apart = |at: &usize| marks[n].line - marks[*at].line;
        let near = (0..n).rev().take_while(|at| apart(at) < LINES.end);
        near.filter(|at| apart(at) >= LINES.start).find(|at| marks[*at].number + 1 == marks[n].number)
    };
    let links: Vec<Option<usize>> = (0..marks.len()).map(before).collect();
    let mut runs = vec![1; marks.len()];
    for n in 0..marks.len() {
        runs[n] += links[n].map_or(0, |at| runs[at]);
    }
    // the last of a run knows its length
    for n in (0..marks.len()).rev() {
        if let Some(at) = links[n] {
            runs[at] = runs[at].max(runs[n]);
        }
    }
    runs
}

/// A line that may be a page's number, or end in one.
struct Mark {
    start: usize,
    end: usize,
    /// Which line it is, blank ones aside.
    line: usize,
    number: u32,
    /// It says so: `Page 3 of 12`.
    sure: bool,
    /// It says nothing else.
    alone: bool,
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let lines = lines(text, 0..text.len()).filter(|line| !text[line.clone()].trim_ascii().is_empty());
    for (count, line) in lines.enumerate() {
        let (start, end, words) = (line.start, line.end, text[line].trim_ascii());
        // few lines end in a digit or a dash
        if words.ends_with(|c: char| c.is_ascii_digit() || "-–|".contains(c)) && words.len() <= LONGEST {
            let said = words.rfind("Page ").map(|at| &words[at..]).filter(|page| page.contains(" of "));
            let (sure, alone) = (said.is_some(), said.is_none_or(|page| page.len() == words.len()));
            let number = page_number(said.unwrap_or(words));
            marks.extend(number.map(|number| Mark { start, end, line: count, number, sure, alone }));
        }
    }
    marks
}

/// A line at the edge of a page.
struct Edge<'t> {
    page: usize,
    start: usize,
    words: &'t str,
    /// The first or last line of the page.
    outermost: bool,
    /// The page has many lines.
    full: bool,
    /// The numbers in it, in order.
    numbers: Vec<u64>,
}

impl Edge<'_> {
    /// The line with a sign in the place of each number, single spaces.
    fn shape(&self) -> String {
        let mut shape = String::with_capacity(self.words.len());
        for word in self.words.split_whitespace() {
            shape.push(' ');
            for (at, c) in word.char_indices() {
                match c {
                    '0'..='9' if word[..at].ends_with(|b: char| b.is_ascii_digit()) => {}
                    '0'..='9' => shape.push('#'),
                    _ => shape.push(c),
                }
            }
        }
        shape
    }

    /// Whether the numbers of this line and of a like one on a later page are the same or count the pages.
    fn goes_on(&self, later: &Self) -> bool {
        let apart = later.page - self.page;
        let pages = apart as u64;
        let mut numbers = self.numbers.iter().zip(&later.numbers);
        let shown = self.full || later.full;
        shown && (1..=APART).contains(&apart) && numbers.all(|(a, b)| b == a || *b == a.saturating_add(pages))
    }

    /// Whether it is a known heading that no page number stands before.
    fn is_heading(&self, known: impl Fn(&str) -> bool) -> bool {
        !self.words.starts_with(|c: char| c.is_ascii_digit()) && known(self.words)
    }
}

/// The first and last lines of a page.
fn edges<'t>(text: &'t str, page: &Range<usize>, n: usize) -> Vec<Edge<'t>> {
    let filled = |line: &Range<usize>| !text[line.clone()].trim().is_empty();
    let first: Vec<_> = lines(text, page.clone()).filter(filled).take(EDGE).collect();
    let mut last: Vec<_> = lines_back(text, page.clone()).filter(filled).take(EDGE).collect();
    last.retain(|line| !first.contains(line));
    let bounds = [first.first().map(|l| l.start), last.first().or(first.last()).map(|l| l.start)];
    let full = lines(text, page.clone()).filter(filled).take(FULL).count() == FULL;
    let edge = |line: Range<usize>| {
        let (start, words) = (line.start, text[line].trim());
        let numbers = words.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        Edge { page: n, start, words, outermost: bounds.contains(&Some(start)), full, numbers }
    };
    first.into_iter().chain(last.into_iter().rev()).map(edge).filter(|edge| edge.words.len() <= LONGEST).collect()
}

/// Those that stand at the edges of pages near each other.
fn running<'e, 't>(edges: &'e [Edge<'t>]) -> Vec<&'e Edge<'t>> {
    let mut alike: FxHashMap<String, Vec<&Edge<'_>>> = FxHashMap::default();
    for edge in edges {
        alike.entry(edge.shape()).or_default().push(edge);
    }
    let again = |group: &[&Edge<'_>], n: usize| {
        let later = group[n + 1..].iter().take(BESIDE).any(|other| group[n].goes_on(other));
        later || group[..n].iter().rev().take(BESIDE).any(|other| other.goes_on(group[n]))
    };
    let mut running = Vec::new();
    for group in alike.values() {
        running.extend((0..group.len()).filter(|n| again(group, *n)).map(|n| group[n]));
    }
    running
}

/// The lines of a stretch.
fn lines(text: &str, stretch: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut from = stretch.start;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(from..stretch.end).filter(|rest| !rest.is_empty())?;
        let end = memchr(b'\n', rest).map_or(stretch.end, |at| from + at);
        Some(std::mem::replace(&mut from, end + 1)..end)
    })
}

/// The lines of a stretch, the last one first.
fn lines_back(text: &str, stretch: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut to = Some(stretch.end);
    std::iter::from_fn(move || {
        let end = to?;
        let start = memchr::memrchr(b'\n', &text.as_bytes()[stretch.start..end]).map(|at| stretch.start + at);
        to = start;
        Some(start.map_or(stretch.start, |at| at + 1)..end)
    })
}

#[cfg(test)]
mod tests {
    use super::page_number;
    use crate::input::testing::outline_of_text as outline;

    /// A paragraph of so many lines, none like another.
    fn filled(lines: usize, with: &str) -> String {
        let line = |n: usize| {
            format!("{with} was said by nurses of practice {} on ward {}\n", "x".repeat(n + 1), "y".repeat(n))
        };
        (0..lines).map(line).collect()
    }

    #[test]
    fn page_numbers_are_told_from_words() {
        for line in ["12", " - 12 -", "Page 12", "12 of 30", "Page 12/30", "page 12 of 30", "Page | 12"] {
            assert_eq!(page_number(line), Some(12), "{line}");
        }
        for line in ["", "12 nurses", "12.5", "12345", "Page", "iv", "2 of them", "n/12"] {
            assert_eq!(page_number(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_at_page_breaks_are_in_no_block() {
        let seen =
            outline("Results\n\nGPs lacked the\n\n12\n\n\u{c}time for it. We saw\n13\n\u{c}Discussion\n\nSo it is.\n");
        assert_eq!(
            seen,
            [
                "heading results Results",
                "paragraph results GPs lacked the",
                "paragraph results time for it. We saw",
                "heading discussion Discussion",
                "paragraph discussion So it is.",
            ]
        );
    }

    #[test]
    fn heads_and_feet_are_in_no_block() {
        let page = |n: usize, text: &str| {
            let head = format!("Doe et al. Invented J (2020) 7:45        Page {n} of 3\n\n");
            format!("{head}{}\nDownloaded from example.org\n\n\u{c}", filled(12, text))
        };
        let text = format!("{}{}{}", page(1, "Time"), page(2, "Money"), page(3, "Space"));
        let seen = outline(&text);
        let paragraph = |with: &str| format!("paragraph other {}", filled(12, with).trim_end());
        assert_eq!(seen, [paragraph("Time"), paragraph("Money"), paragraph("Space")]);
        let odd = text.replace("Page 2 of 3", "Page 9 of 3");
        assert!(outline(&odd)[1].contains("Page 9"), "numbers that do not count pages are the text's own");
    }

    #[test]
    fn what_stands_twice_on_short_pages_is_said_twice() {
        let said = "Question: why?\nNo time.\n\n\u{c}";
        assert_eq!(outline(&said.repeat(3)).len(), 3);
        let filled = filled(12, "Time");
        let known = format!("Results\n\n{filled}\n\u{c}Results\n\n{filled}");
        assert_eq!(outline(&known).iter().filter(|line| line.starts_with("heading")).count(), 2);
    }

    #[test]
    fn a_sentence_goes_on_over_a_page_break() {
        let text = "Nurses had no\n\n\u{c}  time to explain it.\n\n\u{c}They left.\n\n\u{c}so we think.";
        let seen = outline(text);
        assert_eq!(seen[0], "paragraph other Nurses had no\n\n\u{c}  time to explain it.");
        assert_eq!(seen[1..], ["paragraph other They left.", "paragraph other so we think."]);
    }

    #[test]
    fn numbers_tell_pages_where_nothing_breaks_them() {
        let page = |n: usize, text: &str| format!("{}\n{n}\n\nDoe et al.\n\n", filled(14, text));
        let text = format!("{}{}{}", page(7, "Time"), page(8, "Money"), page(9, "Space"));
        let seen = outline(&text);
        assert_eq!(seen.len(), 3, "neither numbers nor heads: {seen:?}");
        assert!(
            outline("One\n7\nTwo\n8\nThree\n9\nFour")[0].contains("7\nTwo\n8"),
            "numbers near each other are content"
        );
    }

    #[test]
    fn a_number_above_a_known_heading_is_a_page_number() {
        let seen = outline(
            "Results\n\nNurses said they had no\n4\nDiscussion\nTime is short.\nPage 3 of 12\nSo it is with\n12\nnurses.",
        );
        assert_eq!(
            seen,
            [
                "heading results Results",
                "paragraph results Nurses said they had no",
                "heading discussion Discussion",
                "paragraph discussion Time is short.",
                "paragraph discussion So it is with\n12\nnurses.",
            ]
        );
    }
}
