//! Byte offsets of a text <-> UTF-16 units, as browsers count: looked up from marks every few thousand bytes.

/// About how many bytes lie between two marks.
const STEP: usize = 4096;

/// The marks of a text; none if it is ASCII, where both counts are the same.
#[derive(Debug)]
pub(in crate::review::server) struct Units {
    /// (byte, unit), rising, from (0, 0).
    marks: Vec<(usize, usize)>,
}

impl Units {
    /// Walks the text once.
    pub(in crate::review::server) fn new(text: &str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let (mut byte, mut unit) = (0, 0);
            while byte < text.len() {
                marks.push((byte, unit));
                let next = text.ceil_char_boundary((byte + STEP).min(text.len()));
                unit += count(&text[byte..next]);
                byte = next;
            }
        }
        Self { marks }
    }

    /// The units before a byte, which must be a border of code points.
    pub(in crate::review::server) fn unit(&self, text: &str, byte: usize) -> usize {
        match self.marks.partition_point(|(b, _)| *b <= byte) {
            0 => byte,
            n => {
                let (from, unit) = self.marks[n - 1];
                unit + text.get(from..byte).map_or(0, count)
            }
        }
    }

    /// The byte behind so many units; none outside the text or inside a code point.
    pub(in crate::review::server) fn byte(&self, text: &str, unit: usize) -> Option<usize> {
        let (mut byte, mut at) = match self.marks.partition_point(|(_, u)| *u <= unit) {
            0 => return (unit <= text.len()).then_some(unit),
            n => self.marks[n - 1],
        };
        for c in text[byte..].chars() {
            if at >= unit {
                break;
            }
            at += c.len_utf16();
            byte += c.len_utf8();
        }
        (at == unit).then_some(byte)
    }
}

fn count(part: &str) -> usize {
    part.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_units_go_both_ways(text in "(\\PC|\u{1F600}|é|\n){0,40}", times in 1_usize..400) {
            let text = text.repeat(times);
            let units = Units::new(&text);
            let mut unit = 0;
            for (byte, c) in text.char_indices().step_by(7) {
                unit = text[..byte].encode_utf16().count().max(unit);
                prop_assert_eq!(units.unit(&text, byte), unit);
                prop_assert_eq!(units.byte(&text, unit), Some(byte));
                if c.len_utf16() == 2 {
                    prop_assert_eq!(units.byte(&text, unit + 1), None);
                }
            }
            let end = text.encode_utf16().count();
            prop_assert_eq!(units.unit(&text, text.len()), end);
            prop_assert_eq!(units.byte(&text, end), Some(text.len()));
            prop_assert_eq!(units.byte(&text, end + 1), None);
        }
    }
}
