//! Signs between words -> the borders of clauses that hold cues off.
use crate::{
    tag::{
        context::{Border, BorderKind},
        matcher::Words,
    },
    text::Span,
};

/// Borders made by punctuation in the sentences `spans`, which have the words `within`, and the words behind commas.
pub(super) fn find(
    words: &Words,
    text: &str,
    spans: &[Span],
    within: (u32, u32),
    breaks: &mut Vec<Border>,
    commas: &mut Vec<u32>,
) {
    breaks.clear();
    commas.clear();
    let bytes = text.as_bytes();
    for span in spans {
        if span.start != spans[0].start {
            breaks.push(Border { word: words.at_or_after(span.start), kind: BorderKind::Clause });
        }
        let slice = &bytes[span.range()];
        for at in memchr::memchr3_iter(b';', b':', b',', slice) {
            let word = words.at_or_after_within(span.start + at as u32, within);
            match slice[at] {
                b';' => breaks.push(Border { word, kind: BorderKind::Clause }),
                b':' => breaks.push(Border { word, kind: BorderKind::Colon }),
                _ => commas.push(word),
            }
        }
        for at in memchr::memchr_iter(0xe2, slice) {
            let em = slice[at..].starts_with("\u{2014}".as_bytes());
            if em || at > 0 && slice[at - 1..].starts_with(" \u{2013} ".as_bytes()) {
                let start = span.start + at as u32 - u32::from(!em);
                breaks.push(Border { word: words.at_or_after(start), kind: BorderKind::Stop });
            }
        }
    }
}
