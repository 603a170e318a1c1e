//! What terms are read as, and what is refused, at which byte.
use super::*;

fn edges(text: &str) -> Edges {
    Edges::of(text, &parse(text, Reading::default()).unwrap())
}

#[test]
fn edges_stand_at_the_very_ends_of_a_term() {
    assert_eq!(edges("^to be honest"), Edges { head: true, tail: false });
    assert_eq!(edges("{is,be} needed$"), Edges { head: false, tail: true });
    assert_eq!(parse("^ to be honest $", Reading::default()), parse("to be honest", Reading::default()));
    assert!(!edges("/^to be$/").any());
    for wrong in ["to ^be", "to {be$,is}", "is$ needed", "^"] {
        assert!(parse(wrong, Reading::default()).is_err(), "{wrong}");
    }
}

#[test]
fn clauses_end_at_signs_and_dashes() {
    let (head, tail) = (edges("^now"), edges("too$"));
    for gap in [None, Some(", "), Some("; ("), Some(" — "), Some(" – "), Some(": “"), Some(" (")] {
        assert!(head.hold(gap, Some(" ")), "{gap:?}");
    }
    for gap in [None, Some(". "), Some(".” "), Some(") "), Some(", "), Some(" – "), Some("… ")] {
        assert!(tail.hold(Some(" "), gap), "{gap:?}");
    }
    assert!([" ", "-", " “", ") "].iter().all(|gap| !head.hold(Some(gap), None)));
    assert!([" ", "-", "” ", " ("].iter().all(|gap| !tail.hold(None, Some(gap))));
}

fn said(text: &str) -> TermError {
    parse(text, Reading::default()).unwrap_err()
}

#[test]
fn a_star_stands_at_the_end_of_a_word() {
    for text in ["con*ence", "{self,con*ence}", "con*'s"] {
        let error = said(text);
        assert!(error.message.starts_with("a star in the middle of a word"), "{error:?}");
        assert_eq!(text.as_bytes()[error.offset], b'*');
    }
    for text in ["confiden*", "confiden* in", "confiden*-based", "{confiden*,sure}", "confiden* ..2 staff"] {
        assert!(parse(text, Reading::default()).is_ok(), "{text}");
    }
}

#[test]
fn a_control_character_is_a_backslash_in_the_wrong_quotes() {
    let error = said("/\u{8}foo/");
    assert!(error.message.contains("U+0008") && error.message.contains("single quotes"), "{error:?}");
    assert!(parse("a b\n\tc", Reading::default()).is_ok());
    assert!(parse(r"/\bfoo/", Reading::default()).is_ok());
}

#[test]
fn brackets_part_alternatives_at_any_depth() {
    let read = |text| parse(text, Reading::default()).unwrap();
    for (short, long) in [
        ("zz (a, b c)", "zz ({a,b c})"),
        ("zz time (a (b), c)", "zz time ({a (b),c})"),
        ("zz ({a,b} c, d) e", "zz ({{a,b} c,d}) e"),
    ] {
        assert_eq!(read(short), read(long), "{short}");
    }
}

#[test]
fn brackets_are_refused_where_they_are_wrong() {
    for (text, offset, message) in [
        ("time (foo, b$r) baz", 12, "`$` inside a term"),
        ("time (foo, ..2) baz", 5, "a gap stands at the edge"),
        ("time (foo,) baz", 5, "empty brackets or an empty alternative"),
        ("time () baz", 5, "empty brackets or an empty alternative"),
        ("time (foo, (a, b) baz", 5, "this bracket is not closed"),
        ("time (foo} baz", 9, "`}` closes nothing"),
    ] {
        let error = said(text);
        assert!(error.message.starts_with(message) && error.offset == offset, "{text}: {error:?}");
    }
    let deep = format!("{}{}a,b)", "{".repeat(8), "(".repeat(300));
    assert_eq!(said(&deep).message, "brackets nested deeper than 8");
    assert!(parse(&format!("x {}a{}", "{".repeat(8), "}".repeat(8)), Reading::default()).is_ok());
}

#[test]
fn an_expression_is_tried_as_it_is_searched() {
    let error = said(r"/\b{start}time/");
    assert!(error.message.starts_with("not a regular expression"), "{error:?}");
    assert!(parse(r"/(\w+ ){0,60}time/", Reading::default()).is_ok());
}
