//! Passages -> every sequence of words and every pair with a gap in them, with the places where they stand.
use super::{Apart, Passage};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words that may stand in the gap of a pattern.
pub(super) const GAP: usize = 3;

/// A place: passage, first word, word after the last.
pub(super) type At = (u32, u16, u16);

/// A wording, in base forms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Wording {
    /// Words in a row.
    Row(Vec<u32>),
    /// Two words with up to three between.
    Gap(u32, u32),
}

/// All wordings of some passages.
pub(super) struct Gathered {
    /// By number, a word's base form.
    pub(super) vocabulary: Vec<String>,
    /// Each wording with the places where it stands, in order.
    pub(super) places: BTreeMap<Wording, Vec<At>>,
}

/// Gathers the wordings of up to `longest` words, but for those that begin or end with a word that may not stand there.
pub(super) fn gather(passages: &[Passage], bases: &BTreeMap<String, String>, longest: usize) -> Gathered {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut vocabulary: Vec<String> = Vec::new();
    let mut places: BTreeMap<Wording, Vec<At>> = BTreeMap::new();
    for (n, passage) in passages.iter().enumerate() {
        let words: Vec<u32> = passage
            .words
            .iter()
            .take(usize::from(u16::MAX))
            .map(|w| {
                let base = bases.get(&w.form).map_or(w.form.as_str(), String::as_str);
                *numbers.entry(base).or_insert_with(|| {
                    vocabulary.push(base.to_owned());
                    vocabulary.len() as u32 - 1
                })
            })
            .collect();
        let edge = |i: usize| !passage.words[i].edgeless;
        for first in (0..words.len()).filter(|i| edge(*i)) {
            for last in first..words.len().min(first + longest) {
                if last > first && passage.words[last].apart != Apart::Joined {
                    break;
                }
                if edge(last) {
                    let at = (n as u32, first as u16, last as u16 + 1);
                    places.entry(Wording::Row(words[first..=last].to_vec())).or_default().push(at);
                }
            }
            for last in first + 1..words.len().min(first + GAP + 2) {
                if passage.words[last].apart == Apart::Far {
                    break;
                }
                if edge(last) && words[first] != words[last] {
                    let at = (n as u32, first as u16, last as u16 + 1);
                    places.entry(Wording::Gap(words[first], words[last])).or_default().push(at);
                }
            }
        }
    }
    Gathered { vocabulary, places }
}

/// Of each word its base: the shortest word of the passages whose other forms (`forms`) it is one of, itself if there is none.
pub fn bases(passages: &[Passage], forms: &dyn Fn(&str) -> Vec<String>) -> BTreeMap<String, String> {
    let words: BTreeSet<&str> =
        passages.iter().flat_map(|p| &p.words).filter(|w| !w.edgeless).map(|w| w.form.as_str()).collect();
    let mut order: Vec<&str> = words.iter().copied().collect();
    order.sort_by_key(|w| (w.chars().count(), *w));
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for word in order {
        if out.contains_key(word) {
            continue;
        }
        for form in forms(word) {
            if words.contains(form.as_str()) && !out.contains_key(&form) {
                out.insert(form, word.to_owned());
            }
        }
        out.insert(word.to_owned(), word.to_owned());
    }
    out
}

impl Gathered {
    /// As a term of the lexicon language.
    pub(super) fn term(&self, wording: &Wording) -> String {
        let word = |n: &u32| self.vocabulary[*n as usize].as_str();
        match wording {
            Wording::Row(words) => words.iter().map(word).collect::<Vec<_>>().join(" "),
            Wording::Gap(a, b) => format!("{} ..{GAP} {}", word(a), word(b)),
        }
    }
}

impl Wording {
    /// Whether one holds the words of the other.
    pub(super) fn overlaps(&self, other: &Wording) -> bool {
        match (self, other) {
            (Wording::Row(a), Wording::Row(b)) => {
                let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
                long.windows(short.len()).any(|w| w == short.as_slice())
            }
            (Wording::Gap(a, b), Wording::Row(row)) | (Wording::Row(row), Wording::Gap(a, b)) => {
                row.contains(a) || row.contains(b)
            }
            (Wording::Gap(a, b), Wording::Gap(c, d)) => [c, d].iter().any(|w| *w == a || *w == b),
        }
    }
}
