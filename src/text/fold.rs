//! Words made comparable: case, quotes, ligatures, soft hyphens.
use unicode_normalization::UnicodeNormalization;

/// The comparable form of a word: compatibility composed (ligatures apart), lower case, straight apostrophes, no soft hyphens or joiners.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkc()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '\u{2019}' | '\u{2018}' | '\u{02bc}') { '\'' } else { c })
        .collect()
}
