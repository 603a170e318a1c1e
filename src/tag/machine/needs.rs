//! Expression -> the bytes without which it matches nothing: most sentences have no digit, no `%` and no bracket, and need not be searched.
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

/// A set of bytes. Bytes from 128 on stand for each other: what is asked about them is whether there are any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Bytes(u128, bool);

impl Bytes {
    fn of(byte: u8) -> Self {
        let mut out = Self::default();
        out.add(byte);
        out
    }

    fn add(&mut self, byte: u8) {
        if byte < 128 { self.0 |= 1 << byte } else { self.1 = true }
    }

    fn join(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 || other.1)
    }

    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0 || self.1 && other.1
    }

    /// How many sentences have one of these: letters, spaces, stops, commas and what is not ASCII are in nearly every one.
    fn is_rare(self) -> bool {
        let common = |b: u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b'\n' | b'\t' | b'\r' | b'.' | b',' | b'-');
        !self.1 && (0..128).all(|b| self.0 >> b & 1 == 0 || !common(b))
    }
}

/// Which sets of rare bytes a text has members of: a bit for each set.
#[derive(Clone, Debug)]
pub(super) struct Sieve {
    sets: Vec<Bytes>,
    /// By byte: the sets it belongs to.
    table: Box<[u32; 256]>,
}

impl Default for Sieve {
    fn default() -> Self {
        Self { sets: Vec::new(), table: Box::new([0; 256]) }
    }
}

impl Sieve {
    /// The bits that a text must have for an expression to match, in whatever case, for no letter is rare; 0 if it needs nothing rare. One that
    /// cannot be parsed needs nothing, and so does what comes after 32 sets.
    pub(super) fn add(&mut self, source: &str) -> u32 {
        let hir = ParserBuilder::new().build().parse(source);
        let sets = hir.map(|hir| needs(&hir)).unwrap_or_default();
        sets.into_iter().filter(|set| set.is_rare()).fold(0, |bits, set| bits | self.bit(set))
    }

    fn bit(&mut self, set: Bytes) -> u32 {
        let known = self.sets.iter().position(|s| *s == set);
        let n = known.unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        let bit = 1u32.checked_shl(n as u32).unwrap_or(0);
        (0..=255u8).filter(|b| set.meets(Bytes::of(*b))).for_each(|b| self.table[b as usize] |= bit);
        bit
    }

    /// The bits of a text.
    pub(super) fn read(&self, text: &str) -> u32 {
        text.bytes().fold(0, |bits, b| bits | self.table[b as usize])
    }
}

/// Sets of bytes, one of each of which stands in every match.
fn needs(hir: &Hir) -> Vec<Bytes> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Vec::new(),
        HirKind::Literal(literal) => literal.0.iter().map(|b| Bytes::of(*b)).collect(),
        HirKind::Class(class) => vec![class_bytes(class)],
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Repetition(_) => Vec::new(),
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(needs).collect(),
        HirKind::Alternation(branches) => {
            // one of what each branch needs most
            let rarest = |branch: &Hir| needs(branch).into_iter().max_by_key(|set| set.is_rare());
            let all: Option<Vec<Bytes>> = branches.iter().map(rarest).collect();
            all.map(|sets| sets.into_iter().fold(Bytes::default(), Bytes::join)).into_iter().collect()
        }
    }
}

/// The bytes with which characters of a class can begin.
fn class_bytes(class: &Class) -> Bytes {
    let mut out = Bytes::default();
    let mut range = |from: u32, to: u32| {
        (from..=to.min(127)).for_each(|b| out.add(b as u8));
        if to > 127 {
            out.add(128);
        }
    };
    match class {
        Class::Unicode(unicode) => unicode.iter().for_each(|r| range(r.start().into(), r.end().into())),
        Class::Bytes(bytes) => bytes.iter().for_each(|r| range(r.start().into(), r.end().into())),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::RegexBuilder;

    #[test]
    fn what_matches_has_what_is_needed() {
        let texts =
            ["12 % agreed", "in 2019", "(Smith, 2019)", "p < 0.05", "said:", "no digits here", "٣ %", "β = 0.3", ""];
        let sources = [
            r"\d\s?%",
            r"[0-9]\s?%",
            r"\bp\s?[<=>≤]\s?0?[.·][0-9]",
            r"(?:said|told): ?$",
            r"\((?:x|Smith), (?:19|20)[0-9]{2}\)",
            "a|[0-9]",
            "",
        ];
        for source in sources {
            let regex = RegexBuilder::new(source).case_insensitive(true).build().unwrap();
            let mut sieve = Sieve::default();
            let bits = sieve.add(source);
            for text in texts.iter().filter(|t| regex.is_match(t)) {
                assert_eq!(sieve.read(text) & bits, bits, "{source} matches {text}");
            }
        }
    }

    #[test]
    fn a_sentence_without_digits_or_signs_is_passed_over() {
        let mut sieve = Sieve::default();
        let sources = [r"[0-9]\s?%", r"(?:agreed|felt)[^.;]{0,90}?[0-9]", r"\((?:a|b)\)"];
        let bits = sources.map(|source| sieve.add(source));
        let plain = sieve.read("Nurses had no time for screening, they said.");
        assert!(bits.iter().all(|b| plain & b != *b), "{bits:?}");
        assert_eq!([r"\bused to \w{2,}ing\b", r"[0-9]|ten", "(", "a*"].map(|source| sieve.add(source)), [0; 4]);
    }
}
