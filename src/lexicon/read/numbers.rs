//! `[score]` -> the numbers of the score, each known and within its bounds.
use super::Draft;
use crate::{
    error::Result,
    lexicon::{file::Table, near::did_you_mean},
};

/// The numbers there are, with the least and the most each may be, in thousandths. `lexicons/weights.toml` says what they do.
const NUMBERS: [(&str, i32, i32); 18] = [
    ("threshold", 0, 1000),
    ("intercept", -10_000, 10_000),
    ("slope", 0, 10_000),
    ("further", 0, 1000),
    ("explicit", -10_000, 10_000),
    ("lean", -10_000, 10_000),
    ("unclear", -10_000, 10_000),
    ("lent", -10_000, 10_000),
    ("evidence", -10_000, 10_000),
    ("not_evidence", -10_000, 10_000),
    ("hypothetical", -10_000, 10_000),
    ("hedged", -10_000, 10_000),
    ("question", -10_000, 10_000),
    ("quote", -10_000, 10_000),
    ("heading", -10_000, 10_000),
    ("cell", -10_000, 10_000),
    ("figure", -10_000, 10_000),
    ("uncoded", -10_000, 10_000),
];

impl Draft {
    /// Lays the table over the numbers there are.
    pub(super) fn score(&mut self, t: &Table<'_>) -> Result<()> {
        for (key, value) in t.keys() {
            let Some((_, least, most)) = NUMBERS.iter().find(|(name, ..)| *name == key) else {
                let known: Vec<String> = NUMBERS.iter().map(|(name, ..)| format!("`{name}`")).collect();
                let near = did_you_mean(key, NUMBERS.iter().map(|(name, ..)| *name));
                let message = format!("unknown key `{key}` in [score]; expected one of {}{near}", known.join(", "));
                t.file.heard::<()>(Err(t.key_error(key, message)));
                continue;
            };
            if let Some(number) = t.file.heard(value.thousandths(*least, *most)) {
                self.numbers.insert(key.to_owned(), number);
            }
        }
        Ok(())
    }
}

#[cfg(all(test, embedded))]
mod tests {
    use crate::lexicon::{Base, Lexicon, Source};

    fn said(text: &str) -> String {
        let source = Source { name: "pack.toml".into(), text: text.into() };
        Lexicon::from_sources(&[source], Base::Shipped).expect_err("a pack with a mistake").to_string()
    }

    #[test]
    fn an_unknown_number_and_one_out_of_bounds_are_named_with_their_place() {
        let error = said("[score]\nslope = 1\nthresold = 0.1\n");
        assert!(
            error.starts_with("pack.toml:3:1: unknown key `thresold` in [score]; expected one of `threshold`, "),
            "{error}"
        );
        assert!(error.contains("; did you mean `threshold`?"), "{error}");
        let error = said("[score]\nthreshold = 3\n");
        assert!(error.starts_with("pack.toml:2:13: found 3, expected a number from 0 to 1"), "{error}");
    }
}
