//! A word -> the number it is looked up by, whatever its case.
use super::{fold::fold, words};
use std::collections::BTreeSet;

/// Longer words, in bytes, are not looked up by themselves.
const LONGEST: usize = 16;

/// The key of the word `text[start..end]`; none of a long one, or one with other than ASCII letters (a curly apostrophe aside).
#[inline]
pub(crate) fn lookup(text: &str, start: usize, end: usize) -> Option<(u64, u64)> {
    const NOT_ASCII: u64 = 0x8080_8080_8080_8080;
    if end - start > LONGEST {
        return None;
    }
    let (low, high) = key(text.as_bytes(), start, end - start);
    if (low | high) & NOT_ASCII == 0 { Some((low, high)) } else { folded(&text[start..end]) }
}

#[inline(never)]
fn folded(word: &str) -> Option<(u64, u64)> {
    let folded = fold(word);
    (folded.is_ascii() && folded.len() <= LONGEST).then(|| key(folded.as_bytes(), 0, folded.len()))
}

/// The word's first 16 bytes in lower case, zero-padded. ASCII letters, digits, `'` `.` `,` `;` only: setting bit 5 lowers letters and leaves the rest.
#[inline]
pub(crate) fn key(text: &[u8], start: usize, length: usize) -> (u64, u64) {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let (low, high) = match text.get(start..).and_then(|t| t.first_chunk::<16>()) {
        Some(chunk) => {
            let both = u128::from_le_bytes(*chunk);
            (both as u64, (both >> 64) as u64)
        }
        None => {
            let mut chunk = [0; 16];
            chunk[..length].copy_from_slice(&text[start..start + length]);
            let both = u128::from_le_bytes(chunk);
            (both as u64, (both >> 64) as u64)
        }
    };
    let (low_mask, high_mask) = MASKS[length.min(16)];
    ((low | LOWER) & low_mask, (high | LOWER) & high_mask)
}

/// By length of a word: which of the 16 bytes belong to it.
const MASKS: [(u64, u64); 17] = {
    let mut masks = [(u64::MAX, u64::MAX); 17];
    let mut n = 0;
    while n < 16 {
        let low = if n < 8 { !(u64::MAX << (8 * n)) } else { u64::MAX };
        let high = if n > 8 { !(u64::MAX << (8 * (n - 8))) } else { 0 };
        masks[n] = (low, high);
        n += 1;
    }
    masks
};

/// The words of a text that can be looked up and have letters: in lower case, each once, in the order of the alphabet.
pub fn words_of(text: &str) -> BTreeSet<String> {
    let mut ends = Vec::new();
    words::split(text, &mut ends);
    let word = |w: &[u32; 2]| {
        let (start, end) = (w[0] as usize, w[1] as usize);
        lookup(text, start, end)?;
        let folded = fold(&text[start..end]);
        folded.bytes().any(|b| b.is_ascii_alphabetic()).then_some(folded)
    };
    ends.as_chunks::<2>().0.iter().filter_map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_up_as_they_are_listed() {
        let words = words_of("We don\u{2019}t KNOW, we don't 2019 otorhinolaryngologically");
        assert_eq!(words.into_iter().collect::<Vec<_>>(), ["don't", "know", "we"]);
        let whole = |word: &str| lookup(word, 0, word.len());
        assert_eq!(whole("Don\u{2019}t"), whole("don't"));
        assert_eq!((whole("otorhinolaryngologically"), whole("na\u{ef}ve")), (None, None));
    }
}
