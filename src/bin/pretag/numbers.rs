//! Words on the command line, each within its bounds: numbers, ids.

/// A score from 0 to 1.
pub(crate) fn score(word: &str) -> Result<f64, String> {
    match word.parse() {
        Ok(score) if (0.0..=1.0).contains(&score) => Ok(score),
        _ => Err("expected a number from 0 to 1".into()),
    }
}

/// A number of things or threads.
pub(crate) fn at_least_one(word: &str) -> Result<usize, String> {
    match word.parse() {
        Ok(number) if (1..=1024).contains(&number) => Ok(number),
        _ => Err("expected a whole number from 1 to 1024".into()),
    }
}

/// The id of a framework, perhaps in a list parted by commas: ids have small letters only, people write others too.
pub(crate) fn id(word: &str) -> Result<String, String> {
    match word.trim() {
        "" => Err("found an empty item, expected ids parted by single commas".into()),
        id => Ok(id.to_lowercase()),
    }
}
