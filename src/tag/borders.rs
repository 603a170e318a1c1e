//! Where clauses are parted by signs -> borders for cues, and which matches stand at the edges their terms ask for.
use crate::{
    tag::{
        context::{Border, BorderKind},
        machine::Machine,
        matcher::{Hit, Words},
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

/// Drops of the matches from `from` on, found in the sentence `span`, those that do not stand where in their clause their terms must stand.
pub(super) fn keep_at_edges(
    machine: &Machine,
    words: &Words,
    text: &str,
    span: Span,
    hits: &mut Vec<Hit>,
    from: usize,
) {
    if !hits[from..].iter().any(|h| machine.edges(h.entry).any()) {
        return;
    }
    let stands = |h: &Hit| {
        let (start, end) = (words.start(h.first) as usize, words.end(h.last) as usize);
        let edges = machine.edges(h.entry);
        !edges.any() || edges.hold(&text[span.start as usize..start], &text[end..end.max(span.end as usize)])
    };
    let found = hits.split_off(from);
    hits.extend(found.into_iter().filter(stands));
}
