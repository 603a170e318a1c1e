//! A suggestion -> its JSON object, assembled by hand: the same bytes as serde's, which is too slow for what is written most.
use crate::{
    report::{Cue, Match, Score, Suggestion},
    text::Span,
};
use std::borrow::Cow;
use wide::u8x16;

/// Bytes that the fixed parts of a suggestion take, roughly.
const FIXED: usize = 420;
/// The same of a match or cue.
const EACH: usize = 110;

/// Appends the fields of a suggestion, with commas between and the closing brace behind them.
pub(super) fn fields(s: &Suggestion<'_>, out: &mut Vec<u8>) {
    out.reserve(FIXED + s.quote.len() + s.reason.len() + EACH * (s.matches.len() + s.cues.len()));
    push(out, b"\"key\":");
    string(&s.key, out);
    push(out, b",\"framework\":");
    string(&s.framework, out);
    push(out, b",\"domain\":");
    string(&s.domain, out);
    push(out, b",\"construct\":");
    optional(&s.construct, out);
    push(out, b",\"valence\":\"");
    push(out, s.valence.name().as_bytes());
    push(out, b"\",\"score\":");
    score(s.score, out);
    push(out, b",\"certainty\":\"");
    push(out, s.certainty.name().as_bytes());
    push(out, if s.negated { b"\",\"negated\":true,\"holder\":" } else { b"\",\"negated\":false,\"holder\":" });
    name(s.holder.map(|h| h.name()), out);
    if let Some(from) = &s.holder_from {
        push(out, b",\"holder_from\":");
        string(from, out);
    }
    push(out, b",\"level\":");
    name(s.level.map(|l| l.name()), out);
    if let Some(from) = &s.level_from {
        push(out, b",\"level_from\":");
        string(from, out);
    }
    push(out, b",\"quote\":");
    string(&s.quote, out);
    push(out, b",\"start\":");
    number(s.span.start, out);
    push(out, b",\"end\":");
    number(s.span.end, out);
    push(out, b",\"start_char\":");
    number(s.start_char, out);
    push(out, b",\"end_char\":");
    number(s.end_char, out);
    push(out, b",\"zone\":\"");
    push(out, s.zone.name().as_bytes());
    push(out, b"\",\"section\":");
    optional(&s.section, out);
    push(out, b",\"speaker\":");
    optional(&s.speaker, out);
    push(out, b",\"matches\":[");
    list(&s.matches, out, found);
    push(out, b"],\"cues\":[");
    list(&s.cues, out, cue);
    push(out, b"],\"reason\":");
    string(&s.reason, out);
    push(out, b",\"decision\":");
    match &s.decision {
        None => push(out, b"null"),
        Some(decision) => value(decision, out),
    }
    for (key, codes) in [("derived_from", &s.derived_from), ("recoded_from", &s.recoded_from)] {
        if !codes.is_empty() {
            push(out, b",\"");
            push(out, key.as_bytes());
            push(out, b"\":");
            value(codes, out);
        }
    }
    out.push(b'}');
}

/// Appends what serde makes of a value.
pub(super) fn value(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    let written = serde_json::to_writer(&mut *out, value);
    debug_assert!(written.is_ok(), "writing to memory: {written:?}");
}

/// Appends the items with commas between.
pub(super) fn list<T>(items: &[T], out: &mut Vec<u8>, one: impl Fn(&T, &mut Vec<u8>)) {
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        one(item, out);
    }
}

fn found(m: &Match<'_>, out: &mut Vec<u8>) {
    placed([(b"{\"term\":", &m.term), (b",\"concept\":", &m.concept)], m.span, out);
}

fn cue(c: &Cue<'_>, out: &mut Vec<u8>) {
    placed([(b"{\"cue\":", &c.cue), (b",\"kind\":", &c.kind)], c.span, out);
}

/// Two texts under their names, and where they stand.
fn placed(texts: [(&[u8], &str); 2], span: Span, out: &mut Vec<u8>) {
    for (name, text) in texts {
        push(out, name);
        string(text, out);
    }
    push(out, b",\"start\":");
    number(span.start, out);
    push(out, b",\"end\":");
    number(span.end, out);
    out.push(b'}');
}

#[inline]
fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(bytes);
}

fn optional(text: &Option<Cow<'_, str>>, out: &mut Vec<u8>) {
    match text {
        Some(text) => string(text, out),
        None => push(out, b"null"),
    }
}

/// Appends a name that needs no escapes, or null.
fn name(name: Option<&str>, out: &mut Vec<u8>) {
    match name {
        Some(name) => {
            out.push(b'"');
            push(out, name.as_bytes());
            out.push(b'"');
        }
        None => push(out, b"null"),
    }
}

fn number(n: u32, out: &mut Vec<u8>) {
    push(out, itoa::Buffer::new().format(n).as_bytes());
}

/// As serde writes a fraction: `0.0`, `0.5`, `0.668`.
fn score(score: Score, out: &mut Vec<u8>) {
    let digits = score.decimal();
    push(out, digits.as_bytes());
    if digits.len() == 1 {
        push(out, b".0");
    }
}

/// Appends a text in quotation marks, escaped where JSON asks for it.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    if is_plain(text.as_bytes()) {
        out.push(b'"');
        push(out, text.as_bytes());
        out.push(b'"');
    } else {
        value(&text, out);
    }
}

/// Whether no byte of a text needs an escape.
fn is_plain(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks::<16>();
    let special = |chunk: [u8; 16]| {
        let v = u8x16::from(chunk);
        let control = v.saturating_sub(u8x16::splat(0x1f)).simd_eq(u8x16::splat(0));
        (control | v.simd_eq(u8x16::splat(b'"')) | v.simd_eq(u8x16::splat(b'\\'))).to_bitmask()
    };
    chunks.iter().all(|c| special(*c) == 0) && rest.iter().all(|b| *b > 0x1f && *b != b'"' && *b != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{output::sample, report::*};
    use proptest::prelude::*;

    fn by_hand(s: &Suggestion<'_>) -> String {
        let mut out = b"{".to_vec();
        fields(s, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_samples_come_out_as_serde_writes_them() {
        let lexicon = sample::lexicon();
        for mut s in sample::report(&lexicon).suggestions {
            assert_eq!(by_hand(&s), serde_json::to_string(&s).unwrap());
            s.construct = Some("a\"b".into());
            s.speaker = Some("P4\u{1}é\t".into());
            (s.section, s.holder, s.level) = (None, Some(Holder::Carer), Some(Level::Macro));
            s.decision = Some(serde_json::json!({"status": "accepted", "note": "a\nb"}));
            assert_eq!(by_hand(&s), serde_json::to_string(&s).unwrap());
        }
    }

    #[test]
    fn every_score_comes_out_as_serde_writes_it() {
        for n in 0..=1000 {
            let mut out = Vec::new();
            score(Score(n), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&Score(n)).unwrap());
        }
    }

    proptest! {
        #[test]
        fn texts_come_out_as_serde_writes_them(text in "[a-z \"\\\\\\n\u{0}-\u{20}é\u{7f}]{0,40}") {
            let mut out = Vec::new();
            string(&text, &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }
}
