//! The scan against the definition, the classes against unicode-segmentation, the tables against themselves.
use super::{abbreviations, class, cutter::Cutter, plain, rules, scan, sentences};
use crate::text::Span;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn by_scan(text: &str) -> Option<Vec<Span>> {
    let mut out = Vec::new();
    scan::cut(&mut Cutter::new(text, 0, &mut out)).then_some(out)
}

fn by_definition(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    plain::cut(&mut Cutter::new(text, 0, &mut out));
    out
}

fn show<'t>(text: &'t str, spans: &[Span]) -> Vec<&'t str> {
    spans.iter().map(|s| &text[s.range()]).collect()
}

/// Pieces that make every rule likely.
const PIECES: &[&str] = &[
    ".", ".", "!", "?", "...", ". . .", "…", " ", " ", " ", "  ", "\n", "\n\n", "\t", "\"", "'", "“", "”", "‘", "’",
    "(", ")", "[", "]", ",", ";", ":", "-", "–", "a", "b", "The", "staff", "care", "I", "We", "A", "B", "Dr", "Fig",
    "e.g.", "et al.", "U.S.", "a.m.", "No", "1", "2", "3", "12", "0", "1.", "2.", "1)", "2)", "(1)", "(2)", "a.", "b.",
    "(P4)", "[12,13]", "[...]", "(3,4)", "12,13", "¹²", "•", "⁃", "- ", "* ", "é", "É", "β", "≥", "N°", "@", "www.",
    "://", "Yahoo!", "Table", "\u{a0}", "\u{ad}", "\u{301}", "。", "漢", "pH", "β-", "by", "and", "\r", "\u{2028}",
    "😀", "\n\n\x0c",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 3000 } else { 30000 }))]

    #[test]
    fn the_scan_gives_the_boundaries_of_the_definition(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        if let Some(fast) = by_scan(&text) {
            let plain = by_definition(&text);
            prop_assert_eq!(show(&text, &fast), show(&text, &plain), "{:?}", text);
        }
    }

    #[test]
    fn the_scan_gives_the_boundaries_of_the_definition_in_random_characters(text in "[a-cA-C0-3 .!?()\\[\\]\"'“”’…,;:–•¹\n\x0c-]{0,60}") {
        let fast = by_scan(&text);
        prop_assert_eq!(fast.map(|f| show(&text, &f).join("|")), Some(show(&text, &by_definition(&text)).join("|")), "{:?}", text);
    }

    #[test]
    fn sentences_cover_every_byte_that_is_not_white_space(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = format!("x {} y", pieces.concat());
        let block = Span::new(1, text.len() - 1);
        let mut out = Vec::new();
        sentences(&text, block, &mut out);
        let mut end = block.start as usize;
        for span in &out {
            prop_assert!(text[end..span.start as usize].trim().is_empty(), "{:?}", text);
            prop_assert!(!span.is_empty() && text[span.range()].trim() == &text[span.range()]);
            end = span.end as usize;
        }
        prop_assert!(text[end..block.end as usize].trim().is_empty());
    }
}

#[test]
fn known_classes_behave_as_in_unicode_segmentation() {
    const FRAMES: &[(&str, &str)] = &[
        ("a", ".B b"),
        ("a.", " B"),
        ("a. ", " B"),
        ("a.", "a"),
        ("a. ", ". B"),
        ("a", " B. C"),
        ("a! ", "b"),
        ("A.", "A B"),
    ];
    let bounds = |before: &str, c: char, after: &str| -> Vec<isize> {
        let text = format!("{before}{c}{after}");
        let shift = |i: usize| if i > before.len() { i as isize - c.len_utf8() as isize } else { i as isize };
        text.split_sentence_bound_indices().map(|(i, _)| shift(i)).collect()
    };
    let like = |k: class::Class| match k {
        class::Class::Lower => 'a',
        class::Class::Upper => 'A',
        class::Class::Letter => 'ƻ',
        class::Class::Digit => '1',
        class::Class::Close => ')',
        class::Class::Space => ' ',
        class::Class::Continue => ',',
        class::Class::Stop => '.',
        class::Class::Mark => '!',
        class::Class::Other => '=',
    };
    let mut wrong = Vec::new();
    for c in (' '..=char::MAX).filter(|&c| c != '…') {
        let Some(k) = class::class(c) else { continue };
        if FRAMES.iter().any(|(before, after)| bounds(before, c, after) != bounds(before, like(k), after)) {
            wrong.push((c as u32, k));
        }
    }
    assert!(wrong.is_empty(), "{:x?}", wrong);
}

#[test]
fn tables_are_in_order_and_rules_have_their_texts() {
    assert!(abbreviations::ABBREVIATIONS.is_sorted_by(|a, b| a.0 < b.0));
    assert_eq!(abbreviations::ABBREVIATIONS.iter().map(|a| a.0.len()).max(), Some(abbreviations::LONGEST));
    assert!(abbreviations::STARTERS.is_sorted_by(|a, b| a < b));
    assert!(abbreviations::LABELLED.is_sorted_by(|a, b| a < b));
    let all: Vec<_> = [rules::LAYOUT, rules::BREAKS, rules::SUPPRESSIONS].concat_names();
    assert!(all.iter().all(|(name, does, why)| !name.is_empty() && !does.is_empty() && !why.is_empty()));
    let mut names: Vec<_> = all.iter().map(|r| r.0).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
}

trait Names {
    fn concat_names(&self) -> Vec<(&'static str, &'static str, &'static str)>;
}

impl Names for [&[rules::Rule]; 3] {
    fn concat_names(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        self.iter().flat_map(|t| t.iter()).map(|r| (r.name, r.does, r.why)).collect()
    }
}

#[test]
fn long_runs_take_linear_time() {
    for piece in [".", ") ", "( ", "\n", ". \n", "1) ", "\"", " ", "[", "].", "• ", "….", "a.A"] {
        let text = piece.repeat(200_000);
        let mut out = Vec::new();
        sentences(&text, Span::new(0, text.len()), &mut out);
        assert!(!out.is_empty() || text.trim().is_empty());
    }
}

#[test]
fn a_sentence_goes_on_over_the_end_of_a_page() {
    let parted = |text: &'static str| show(text, &by_definition(text));
    assert_eq!(parted("We had no\n\n\u{c}time."), ["We had no\n\n\u{c}time."]);
    assert_eq!(parted("We had no\n\n\u{c}Time."), ["We had no", "Time."]);
    assert_eq!(parted("We had no\n\ntime."), ["We had no", "time."]);
}
