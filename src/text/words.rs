//! Words of a text, as byte offsets: UAX #29 words but for the differences listed here, found 64 bytes at a time.
//!
//! Listed differences (a test holds everything else to `unicode_segmentation`):
//! 1. a full stop or colon between letters separates words (papers lose the space after a stop: `care.The`);
//! 2. an underscore separates words;
//! 3. a combining mark with no letter before it is no word and begins none;
//! 4. straight quotes behind and between Hebrew letters are quotes, not part of the word.
use unicode_segmentation::UnicodeSegmentation;
use wide::u8x16;

/// Puts the words of `text` into `out`: start, end, start, end ... in bytes. `text` is shorter than 4 GiB.
pub(crate) fn split(text: &str, out: &mut Vec<u32>) {
    out.clear();
    out.reserve(text.len() / 3 + 64);
    let bytes = text.as_bytes();
    // `wide`: whether the run that goes on from the block before may hold a character beyond ASCII
    let (mut before, mut wide) = (0u64, false);
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut last = [b' '; 64];
    last[..rest.len()].copy_from_slice(rest);
    for (n, block) in blocks.iter().chain(std::iter::once(&last)).enumerate() {
        let offset = n * 64;
        let m = masks(block);
        let next_is_word = bytes.get(offset + 64).is_some_and(|b| is_word_byte(*b));
        let mut joiners = m.joiner & (m.word << 1 | before) & (m.word >> 1 | u64::from(next_is_word) << 63);
        let mut word = m.word;
        while joiners != 0 {
            let k = joiners.trailing_zeros() as usize;
            word |= u64::from(joins(bytes, offset + k)) << k;
            joiners &= joiners - 1;
        }
        let mut edges = word ^ (word << 1 | before);
        before = word >> 63;
        wide |= m.high != 0;
        if wide {
            while edges != 0 {
                edge(text, offset + edges.trailing_zeros() as usize, out);
                edges &= edges - 1;
            }
            wide = before != 0;
        } else {
            let count = edges.count_ones() as usize;
            let next = || {
                let at = offset as u32 + edges.trailing_zeros();
                edges &= edges - 1;
                at
            };
            out.extend(std::iter::repeat_with(next).take(count));
        }
    }
    if out.len() % 2 == 1 {
        edge(text, bytes.len(), out);
    }
}

/// Adds the start or end of a run; one that holds a character beyond ASCII is split again when it ends.
fn edge(text: &str, at: usize, out: &mut Vec<u32>) {
    out.push(at as u32);
    if let [.., start, end] = out[..]
        && out.len().is_multiple_of(2)
    {
        let run = &text[start as usize..end as usize];
        if !run.is_ascii() {
            out.truncate(out.len() - 2);
            if !plain_words(run, start as usize, out) {
                run_words(run, start as usize, out);
            }
        }
    }
}

/// Bits of a 64-byte block, one per byte.
#[derive(Clone, Copy)]
struct Masks {
    /// Letters, digits, bytes of non-ASCII characters.
    word: u64,
    /// Bytes of non-ASCII characters.
    high: u64,
    /// Characters that join letters or digits on both sides: `'` `.` `,` `;`.
    joiner: u64,
}

#[inline]
fn masks16(bytes: [u8; 16]) -> (u32, u32, u32) {
    let v = u8x16::from(bytes);
    let lower = v | u8x16::splat(0x20);
    let letter = in_range(lower, b'a', 25);
    let digit = in_range(v, b'0', 9);
    let joiner = v.simd_eq(u8x16::splat(b'\''))
        | v.simd_eq(u8x16::splat(b'.'))
        | v.simd_eq(u8x16::splat(b','))
        | v.simd_eq(u8x16::splat(b';'));
    let high = v.to_bitmask();
    ((letter | digit).to_bitmask() | high, high, joiner.to_bitmask())
}

/// All ones where `first <= byte <= first + width`.
#[inline]
fn in_range(v: u8x16, first: u8, width: u8) -> u8x16 {
    (v - u8x16::splat(first)).saturating_sub(u8x16::splat(width)).simd_eq(u8x16::splat(0))
}

#[inline]
fn masks(block: &[u8; 64]) -> Masks {
    let mut m = Masks { word: 0, high: 0, joiner: 0 };
    for (k, chunk) in block.as_chunks::<16>().0.iter().enumerate() {
        let (word, high, joiner) = masks16(*chunk);
        m.word |= u64::from(word) << (16 * k);
        m.high |= u64::from(high) << (16 * k);
        m.joiner |= u64::from(joiner) << (16 * k);
    }
    m
}

#[inline]
fn is_word_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

/// Whether the joiner at `at`, which stands between two word bytes, joins them (UAX #29 WB6, WB7, WB11, WB12).
fn joins(bytes: &[u8], at: usize) -> bool {
    let (a, b) = (bytes[at - 1], bytes[at + 1]);
    if a >= 0x80 || b >= 0x80 {
        return true; // decided when the run is split again
    }
    let digits = a.is_ascii_digit() && b.is_ascii_digit();
    digits || bytes[at] == b'\'' && a.is_ascii_alphabetic() && b.is_ascii_alphabetic()
}

/// Signs that part words.
const PARTS: [char; 15] = ['\u{a0}', '°', '±', '×', '–', '—', '“', '”', '„', '•', '…', '\u{2009}', '−', '≤', '≥'];

/// Splits a run of ASCII letters and digits, signs that part words and curly apostrophes; gives up (false) if there is anything else.
fn plain_words(run: &str, offset: usize, out: &mut Vec<u32>) -> bool {
    let (bytes, before) = (run.as_bytes(), out.len());
    let mut start = None;
    for (at, c) in run.char_indices() {
        if c.is_ascii_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        let apostrophe = matches!(c, '‘' | '’');
        if !apostrophe && !PARTS.contains(&c) {
            out.truncate(before);
            return false;
        }
        let Some(from) = start else { continue };
        let (left, right) = (bytes[at - 1], bytes.get(at + 3).copied().unwrap_or(b' '));
        let alike = left.is_ascii_digit() && right.is_ascii_digit()
            || left.is_ascii_alphabetic() && right.is_ascii_alphabetic();
        if !(apostrophe && alike) {
            out.extend([(offset + from) as u32, (offset + at) as u32]);
            start = None;
        }
    }
    if let Some(from) = start {
        out.extend([(offset + from) as u32, (offset + run.len()) as u32]);
    }
    true
}

/// Splits a run by UAX #29 and the listed differences.
fn run_words(run: &str, offset: usize, out: &mut Vec<u32>) {
    for (at, word) in run.split_word_bound_indices() {
        let mut from = 0;
        for (cut, c) in word.char_indices() {
            if c == '_' || matches!(c, '.' | ':') && parts_letters(word, cut) {
                push_word(&word[from..cut], offset + at + from, out);
                from = cut + 1;
            }
        }
        push_word(&word[from..], offset + at + from, out);
    }
}

/// Whether the ASCII character at `at` stands between letters, not digits.
fn parts_letters(word: &str, at: usize) -> bool {
    !word[..at].chars().next_back().is_some_and(char::is_numeric)
        || !word[at + 1..].chars().next().is_some_and(char::is_numeric)
}

fn push_word(word: &str, at: usize, out: &mut Vec<u32>) {
    let bare = word.trim_start_matches(is_loose);
    let start = at + word.len() - bare.len();
    let bare = bare.trim_end_matches('\'');
    if !bare.is_empty() {
        out.push(start as u32);
        out.push((start + bare.len()) as u32);
    }
}

/// What a word does not begin with: punctuation and combining marks.
fn is_loose(c: char) -> bool {
    !c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fast(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        split(text, &mut out);
        out.chunks_exact(2).map(|w| &text[w[0] as usize..w[1] as usize]).collect()
    }

    /// The definition: UAX #29 words, cut at the listed differences.
    fn reference(text: &str) -> Vec<&str> {
        text.split_word_bounds()
            .flat_map(|w| {
                let mut parts = vec![];
                let mut from = 0;
                for (at, c) in w.char_indices() {
                    if matches!(c, '_' | '"') || matches!(c, '.' | ':') && parts_letters(w, at) {
                        parts.push(&w[from..at]);
                        from = at + 1;
                    }
                }
                parts.push(&w[from..]);
                parts
            })
            .map(|w| w.trim_start_matches(is_loose).trim_end_matches('\''))
            .filter(|w| !w.is_empty())
            .collect()
    }

    #[test]
    fn named_cases() {
        assert_eq!(
            fast("Don't, won’t; 3.5 mg (1,000) e.g. care.The_end"),
            ["Don't", "won’t", "3.5", "mg", "1,000", "e", "g", "care", "The", "end"]
        );
        assert_eq!(fast("bar\u{ad}rier “time”—yes"), ["bar\u{ad}rier", "time", "yes"]);
        assert_eq!(fast(""), Vec::<&str>::new());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn agrees_with_uax29(text in "[a-cA-C0-2 '.,;:_\\-\\n’“”é\u{ad}ß漢·–\u{301}]{0,90}") {
            prop_assert_eq!(fast(&text), reference(&text));
        }

        #[test]
        fn agrees_on_any_text(text in any::<String>()) {
            prop_assert_eq!(fast(&text), reference(&text));
        }
    }
}
