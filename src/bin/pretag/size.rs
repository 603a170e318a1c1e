//! Sizes of documents in bytes as people write them: `64MiB`, `500kB`, `1000`.
use pretag::input::LARGEST_DOCUMENT;
use std::str::FromStr;

/// A number of bytes that a document may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let wrong = || format!("expected a size such as 1000000, 500kB or 64MiB, found '{word}'");
        let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let number: u64 = word[..digits].parse().map_err(|_| wrong())?;
        let factor = match word[digits..].trim_start().to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "kb" => 1_000,
            "mb" => 1_000_000,
            "gb" => 1_000_000_000,
            "k" | "kib" => 1 << 10,
            "m" | "mib" => 1 << 20,
            "g" | "gib" => 1 << 30,
            _ => return Err(wrong()),
        };
        let bytes = number.checked_mul(factor).ok_or_else(wrong)?;
        if bytes > LARGEST_DOCUMENT {
            return Err(format!("expected at most {LARGEST_DOCUMENT} bytes (just under 2GiB), found '{word}'"));
        }
        Ok(Size(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn units() {
        for (word, bytes) in [
            ("1000", 1000),
            ("5 kB", 5000),
            ("64MiB", 64 << 20),
            ("1g", 1 << 30),
            ("2147483647", (2 << 30) - 1),
            ("0", 0),
        ] {
            assert_eq!(word.parse(), Ok(Size(bytes)), "{word}");
        }
        for word in ["", "MB", "-1", "1.5MB", "3 parsecs", "99999999999999GiB", "2GiB"] {
            assert!(word.parse::<Size>().is_err(), "{word}");
        }
    }
}
