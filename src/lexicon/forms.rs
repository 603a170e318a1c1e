//! Inflected forms and spelling variants of a word: regular ones by rule, the others from the lexicon's data.
use super::term::Node;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// What `[forms]` says: irregular forms, spelling pairs, words that do not inflect.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Forms {
    pub(crate) irregular: FxHashMap<String, Vec<String>>,
    spelling: Vec<(String, String)>,
    spelled: Heads,
    /// Words written apart and as one: (first word, second word, joined), stems.
    compounds: Vec<(String, String, String)>,
    joined: Heads,
    apart: Heads,
    pub(crate) keep: FxHashSet<String>,
    pub(crate) function_words: FxHashSet<String>,
}

/// Rows by the first two bytes of a stem: of hundreds, a word need only be held against those that may concern it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Heads(FxHashMap<[u8; 2], Vec<u32>>);

impl Heads {
    fn add(&mut self, stem: &str, row: usize) {
        let rows = self.0.entry(head(stem)).or_default();
        if rows.last() != Some(&(row as u32)) {
            rows.push(row as u32);
        }
    }

    /// The rows of stems that a word may begin with, those of a single byte first.
    fn of(&self, word: &str) -> impl Iterator<Item = usize> {
        let [first, second] = head(word);
        let single = if second == 0 { None } else { self.0.get(&[first, 0]) };
        single.into_iter().chain(self.0.get(&[first, second])).flatten().map(|n| *n as usize)
    }
}

fn head(stem: &str) -> [u8; 2] {
    let byte = |n| stem.as_bytes().get(n).copied().unwrap_or(0);
    [byte(0), byte(1)]
}

impl Forms {
    /// The word, its inflected forms and their spelling variants, sorted, without doubles.
    pub(crate) fn of(&self, word: &str, exact: bool) -> Vec<String> {
        let mut forms = vec![word.to_owned()];
        self.variants(word, &mut forms);
        if !exact && !self.function_words.contains(word) {
            for n in 0..forms.len() {
                let base = forms[n].clone();
                self.inflect(&base, &mut forms);
            }
            if self.has_pair(word) {
                for n in 1..forms.len() {
                    let form = forms[n].clone();
                    self.pairs(&form, &mut forms);
                }
            }
        }
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// Adds a compound: `health care`, `healthcare`. The words apart are separated by a space or hyphen.
    pub(crate) fn add_compound(&mut self, apart: &str, joined: &str) {
        if let Some((a, b)) = apart.split_once([' ', '-']) {
            self.apart.add(a, self.compounds.len());
            self.joined.add(joined, self.compounds.len());
            self.compounds.push((a.to_owned(), b.to_owned(), joined.to_owned()));
        }
    }

    /// Adds two spellings of a stem.
    pub(crate) fn add_spelling(&mut self, one: String, other: String) {
        self.spelled.add(&one, self.spelling.len());
        self.spelled.add(&other, self.spelling.len());
        self.spelling.push((one, other));
    }

    /// The pattern with every compound written both ways.
    pub(crate) fn with_compounds<'n>(&self, nodes: &'n [Node]) -> Cow<'n, [Node]> {
        if self.has_compound(nodes) { Cow::Owned(self.both_ways(nodes)) } else { Cow::Borrowed(nodes) }
    }

    fn has_compound(&self, nodes: &[Node]) -> bool {
        let mut last = None;
        nodes.iter().any(|node| {
            let before = last.replace(node);
            match node {
                Node::Word { exact: false, .. } | Node::Prefix(_) => {
                    let joined = match before {
                        Some(Node::Word { text: a, exact: false }) => self.joined(a, node).is_some(),
                        _ => false,
                    };
                    joined || self.apart(node).is_some()
                }
                Node::Any(branches) => branches.iter().any(|b| self.has_compound(b)),
                Node::Optional(inner) => self.has_compound(inner),
                _ => false,
            }
        })
    }

    fn both_ways(&self, nodes: &[Node]) -> Vec<Node> {
        let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
        for node in nodes {
            let joined = match (out.last(), node) {
                (Some(Node::Word { text: a, exact: false }), node) => self.joined(a, node),
                _ => None,
            };
            if let Some(joined) = joined {
                let apart = out.pop().into_iter().chain([node.clone()]).collect();
                out.push(Node::Any(vec![apart, vec![joined]]));
                continue;
            }
            out.push(match node {
                Node::Word { exact: false, .. } | Node::Prefix(_) => {
                    self.apart(node).map_or_else(|| node.clone(), |words| Node::Any(vec![words, vec![node.clone()]]))
                }
                Node::Any(branches) => Node::Any(branches.iter().map(|b| self.both_ways(b)).collect()),
                Node::Optional(inner) => Node::Optional(self.both_ways(inner)),
                _ => node.clone(),
            });
        }
        out
    }

    /// The second half of a compound, with the first before it in one word.
    fn joined(&self, first: &str, second: &Node) -> Option<Node> {
        let of = |b: &str| {
            let rows =
                self.apart.of(first).filter(|n| self.compounds[*n].0 == first && b.starts_with(&self.compounds[*n].1));
            let (_, half, joined) = &self.compounds[rows.min()?];
            Some(format!("{joined}{}", &b[half.len()..]))
        };
        match second {
            Node::Word { text, exact: false } => of(text).map(|text| Node::Word { text, exact: false }),
            Node::Prefix(stem) => of(stem).map(Node::Prefix),
            _ => None,
        }
    }

    /// The two words of a compound written as one.
    fn apart(&self, joined: &Node) -> Option<Vec<Node>> {
        let of = |word: &str| {
            let rows = self.joined.of(word).filter(|n| word.starts_with(&self.compounds[*n].2));
            let (a, b, joined) = &self.compounds[rows.min()?];
            Some((Node::Word { text: a.clone(), exact: true }, format!("{b}{}", &word[joined.len()..])))
        };
        let (first, second) = match joined {
            Node::Word { text, .. } => of(text).map(|(a, text)| (a, Node::Word { text, exact: false }))?,
            Node::Prefix(stem) => of(stem).map(|(a, stem)| (a, Node::Prefix(stem)))?,
            _ => return None,
        };
        Some(vec![first, second])
    }

    fn inflect(&self, word: &str, out: &mut Vec<String>) {
        if !word.bytes().all(|b| b.is_ascii_lowercase()) || word.len() < 2 {
            if word.chars().all(char::is_alphabetic) && word.chars().count() > 1 {
                out.push(format!("{word}s"));
                out.push(format!("{word}'s"));
            }
            return;
        }
        out.push(format!("{word}'s"));
        if let Some(forms) = self.irregular.get(word) {
            out.extend(forms.iter().cloned());
            if forms.len() < 3 {
                return; // a noun or adjective: its forms are all said
            }
            out.push(with_s(word));
            out.push(with_ing(word));
            return;
        }
        if word.ends_with("ly") || word.ends_with("ness") && word.len() > 6 || word.ends_with("ing") && word.len() > 5 {
            if !word.ends_with("ly") {
                out.push(with_s(word));
            }
            return;
        }
        out.push(with_s(word));
        if word.ends_with("ed")
            || word.ends_with("tion")
            || word.ends_with("ity")
            || word.ends_with("ss") && word.len() > 7
        {
            return;
        }
        out.push(with_ed(word));
        out.push(with_ing(word));
    }

    fn variants(&self, word: &str, out: &mut Vec<String>) {
        if self.keep.contains(word) {
            return;
        }
        self.pairs(word, out);
        if word.len() < 6 {
            return;
        }
        for (from, to) in SPELLING {
            if let Some(at) = word.find(from).filter(|at| *at >= 3) {
                out.push(format!("{}{to}{}", &word[..at], &word[at + from.len()..]));
            }
        }
    }
}

impl Forms {
    /// Whether a spelling pair may concern a word.
    fn has_pair(&self, word: &str) -> bool {
        let head = word.get(..3.min(word.len())).unwrap_or(word);
        let begins = |(a, b): &(String, String)| a.starts_with(head) || b.starts_with(head);
        match word.len() {
            ..2 => self.spelling.iter().any(begins),
            _ => self.spelled.of(word).any(|n| begins(&self.spelling[n])),
        }
    }

    /// The word as the spelling pairs write it.
    fn pairs(&self, word: &str, out: &mut Vec<String>) {
        for (a, b) in self.spelled.of(word).map(|n| &self.spelling[n]) {
            for (from, to) in [(a, b), (b, a)] {
                if word.starts_with(from.as_str()) {
                    out.push(format!("{to}{}", &word[from.len()..]));
                }
            }
        }
    }
}

/// British and American endings, both ways; what must not change stands in `keep`. Of `-our` only `-viour` has no end of exceptions: the others are
/// pairs in the lexicon's data.
const SPELLING: [(&str, &str); 15] = [
    ("isation", "ization"),
    ("ization", "isation"),
    ("ising", "izing"),
    ("izing", "ising"),
    ("ised", "ized"),
    ("ized", "ised"),
    ("ises", "izes"),
    ("izes", "ises"),
    ("ise", "ize"),
    ("ize", "ise"),
    ("yse", "yze"),
    ("yze", "yse"),
    ("viour", "vior"),
    ("vior", "viour"),
    ("entre", "enter"),
];

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn stem_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    stem.bytes().last().is_some_and(|b| !is_vowel(b)).then_some(stem)
}

fn with_s(word: &str) -> String {
    if let Some(stem) = stem_y(word) {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e));
    format!("{word}{}", if hissing { "es" } else { "s" })
}

fn with_ed(word: &str) -> String {
    if let Some(stem) = stem_y(word) {
        return format!("{stem}ied");
    }
    if word.ends_with('e') {
        return format!("{word}d");
    }
    format!("{}ed", doubled(word))
}

fn with_ing(word: &str) -> String {
    match word.strip_suffix('e') {
        Some(stem) if !word.ends_with("ee") && !word.ends_with("oe") && !word.ends_with("ye") && stem.len() > 1 => {
            format!("{}ing", stem.strip_suffix('i').map_or_else(|| stem.to_owned(), |s| format!("{s}y")))
        }
        _ => format!("{}ing", doubled(word)),
    }
}

/// The word with its last consonant doubled where English does so: one short vowel before it in a word of one syllable, or a final stressed `-er`, `-it`, `-el` of common verbs.
fn doubled(word: &str) -> String {
    let b = word.as_bytes();
    let n = b.len();
    let closed = n >= 3
        && !is_vowel(b[n - 1])
        && !matches!(b[n - 1], b'w' | b'x' | b'y')
        && is_vowel(b[n - 2])
        && !is_vowel(b[n - 3]);
    let syllables = b.windows(2).filter(|w| is_vowel(w[0]) && !is_vowel(w[1])).count();
    let stressed = [
        "refer", "prefer", "permit", "admit", "commit", "omit", "regret", "control", "travel", "label", "model",
        "enrol", "fulfil", "plan",
    ];
    if closed && (syllables == 1 || stressed.iter().any(|s| word.ends_with(s))) {
        format!("{word}{}", b[n - 1] as char)
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Forms;

    fn has(word: &str, form: &str) -> bool {
        Forms::default().of(word, false).iter().any(|f| f == form)
    }

    #[test]
    fn regular_forms_and_spellings() {
        for (word, form) in [
            ("barrier", "barriers"),
            ("barrier", "barrier's"),
            ("identify", "identifies"),
            ("identify", "identified"),
            ("organise", "organizing"),
            ("organise", "organised"),
            ("plan", "planned"),
            ("refer", "referring"),
            ("use", "using"),
            ("die", "dying"),
            ("box", "boxes"),
            ("behaviour", "behaviors"),
            ("agree", "agreeing"),
        ] {
            assert!(has(word, form), "{word} -> {form}: {:?}", Forms::default().of(word, false));
        }
        assert_eq!(Forms::default().of("time", true), ["time"]);
    }
}
