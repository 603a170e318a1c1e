//! A word -> the bytes it is looked up by, whatever its case.
use super::{fold::fold, words};
use std::collections::BTreeSet;

/// Longer words, in bytes, are not looked up by themselves.
const LONGEST: usize = 16;

/// The bytes of a word in lower case; none of a long one, or one with other than ASCII letters (a curly apostrophe aside).
pub(crate) fn lookup(word: &str) -> Option<u128> {
    if !word.is_ascii() {
        let folded = fold(word);
        return if folded.is_ascii() { lookup(&folded) } else { None };
    }
    let mut bytes = [0; LONGEST];
    let lower = bytes.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(u128::from_le_bytes(bytes))
}

/// The words of a text that can be looked up and have letters: in lower case, each once, in the order of the alphabet.
pub fn words_of(text: &str) -> BTreeSet<String> {
    let mut ends = Vec::new();
    words::split(text, &mut ends);
    let word = |w: &[u32; 2]| {
        let folded = fold(&text[w[0] as usize..w[1] as usize]);
        (lookup(&folded).is_some() && folded.bytes().any(|b| b.is_ascii_alphabetic())).then_some(folded)
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
        assert_eq!(lookup("Don\u{2019}t"), lookup("don't"));
        assert_eq!((lookup("otorhinolaryngologically"), lookup("na\u{ef}ve")), (None, None));
    }
}
