//! Random texts and lexicons: the word engine finds exactly what the plain matcher finds, and what aho-corasick finds. For tests only.
use crate::lexicon::Lexicon;
use crate::tag::{
    engine::{CONCEPTS, CUES, Engine, Owner},
    matcher::{
        Hit, Words, prune,
        reference::{Found, Piece, Plain, PlainLexicon, pruned},
    },
};
use aho_corasick::{AhoCorasick, MatchKind};
use proptest::{prelude::*, sample::select};
use std::collections::{BTreeMap, BTreeSet};

/// Few words, so that terms meet: forms, spellings, possessives, other letters, words that are parts of others.
const VOCABULARY: [&str; 20] = [
    "time",
    "times",
    "plan",
    "no",
    "the",
    "care",
    "carer",
    "study",
    "organise",
    "behaviour",
    "don't",
    "café",
    "naïve",
    "office",
    "well",
    "wellplan",
    "plane",
    "aa",
    "ward",
    "unplanned",
];
const STEMS: [&str; 5] = ["pla", "plan", "organi", "wel", "caf"];
const SEPARATORS: [&str; 39] = [
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    "-",
    "-",
    "\n",
    "-\n",
    "- \n  ",
    "\u{2010}\n",
    "\u{ad}\n",
    "\n\n",
    "\u{c}",
    "\n\n\u{c}",
    "-\n\n\u{c}",
    "\n \n",
    " \n",
    "\t",
    ", ",
    ",",
    "/",
    " (",
    ") ",
    " & ",
    ". ",
    ".",
    "; ",
    "\u{2013}",
    " \u{2013} ",
    "\u{2014}",
    " \u{201c}",
    "\u{201d} ",
    "\u{a0}",
    "_",
    "** ",
    "\u{200b}",
    " ? ",
];

fn word() -> impl Strategy<Value = Piece> {
    let plain = || select(&VOCABULARY[..]).prop_map(str::to_owned);
    prop_oneof![
        8 => (plain(), prop::bool::weighted(0.2)).prop_map(|(text, exact)| Piece::Word { text, exact }),
        2 => select(&STEMS[..]).prop_map(|stem| Piece::Prefix(stem.to_owned())),
    ]
}

/// Pieces in a row, with gaps between them where a word must stand on both sides.
fn sequence(piece: impl Strategy<Value = Piece> + Clone) -> impl Strategy<Value = Vec<Piece>> {
    let loose = || prop::collection::vec((prop::option::weighted(0.3, 1u8..5), piece.clone()), 0..3);
    (loose(), prop::option::weighted(0.3, 1u8..5), word(), loose()).prop_map(|(before, gap, must, after)| {
        let all: Vec<(Option<u8>, Piece)> = before.into_iter().chain([(gap, must)]).chain(after).collect();
        let stands = |(_, p): &(Option<u8>, Piece)| !matches!(p, Piece::Optional(_));
        let held = |n: usize| all[..n].iter().any(stands) && all[n..].iter().any(stands);
        let gap = |n: usize| all[n].0.filter(|_| held(n)).map(Piece::Gap);
        (0..all.len()).flat_map(|n| gap(n).into_iter().chain([all[n].1.clone()])).collect()
    })
}

/// A term's pieces; classes only where there are sets to name.
fn pieces(classes: bool) -> impl Strategy<Value = Vec<Piece>> {
    let class = (0usize..2).prop_map(Piece::Class);
    let leaf = if classes { prop_oneof![6 => word(), 1 => class].boxed() } else { word().boxed() };
    let deep = leaf.prop_recursive(2, 12, 4, |inner| {
        let row = || sequence(inner.clone());
        prop_oneof![
            4 => inner.clone(),
            2 => prop::collection::vec(row(), 1..4).prop_map(Piece::Any),
            2 => row().prop_map(Piece::Optional),
        ]
    });
    sequence(deep)
}

/// The terms of a set, each once.
fn set() -> impl Strategy<Value = Vec<Vec<Piece>>> {
    prop::collection::vec(pieces(false), 1..4).prop_map(|terms| {
        let unique: BTreeMap<String, Vec<Piece>> = terms.into_iter().map(|t| (written(&t), t)).collect();
        unique.into_values().collect()
    })
}

fn text() -> impl Strategy<Value = String> {
    let spelled = (select(&VOCABULARY[..]), select(&["", "", "", "s", "ed", "ing", "'s", "\u{2019}s"][..]), 0u8..8);
    let spelled = spelled.prop_map(|(word, ending, dress)| dressed(&format!("{word}{ending}"), dress));
    let odd =
        select(&["x", "1.5", "plannning", "stu", "dy", "organized", "behaviors", "pla", "n", "漢字", "\u{301}"][..]);
    let token = prop_oneof![5 => spelled, 1 => odd.prop_map(str::to_owned)];
    prop::collection::vec((token, select(&SEPARATORS[..])), 0..24)
        .prop_map(|row| row.into_iter().flat_map(|(word, separator)| [word, separator.to_owned()]).collect())
}

/// Says terms out loud: words that a pattern should match, or only just should not.
struct Speaker<'s> {
    seed: u64,
    sets: &'s [Vec<Vec<Piece>>],
    text: String,
}

impl Speaker<'_> {
    /// A number below `n`.
    fn draw(&mut self, n: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as usize % n
    }

    fn say(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Word { text, .. } => self.word(text),
                Piece::Prefix(stem) => self.word(&format!("{stem}xyz")),
                Piece::Any(branches) => self.one_of(branches),
                Piece::Class(set) => self.one_of(&self.sets[*set]),
                Piece::Optional(inner) if self.draw(2) == 0 => self.say(inner),
                Piece::Optional(_) => {}
                // now and then one word too many
                Piece::Gap(words) => (0..self.draw(usize::from(*words) + 2)).for_each(|_| self.word("x")),
            }
        }
    }

    fn one_of(&mut self, branches: &[Vec<Piece>]) {
        let n = self.draw(branches.len());
        self.say(&branches[n]);
    }

    fn word(&mut self, word: &str) {
        let separator = if self.draw(5) == 0 { SEPARATORS[self.draw(SEPARATORS.len())] } else { " " };
        self.text.push_str(separator);
        self.text.push_str(word);
    }
}

/// The same word as papers print it: capitals, ligatures, soft hyphens, decomposed letters.
fn dressed(word: &str, dress: u8) -> String {
    use unicode_normalization::UnicodeNormalization;
    match dress {
        0 => word.to_uppercase(),
        1 => word.replace("ffi", "\u{fb03}"),
        2 => word.chars().take(2).chain(['\u{ad}']).chain(word.chars().skip(2)).collect(),
        3 => word.nfd().collect(),
        4 => word.replace('\'', "\u{2019}"),
        _ => word.to_owned(),
    }
}

/// A piece as a lexicon file has it.
fn written(pieces: &[Piece]) -> String {
    let one = |piece: &Piece| match piece {
        Piece::Word { text, exact } => format!("{}{text}", if *exact { "=" } else { "" }),
        Piece::Prefix(stem) => format!("{stem}*"),
        Piece::Any(branches) => format!("{{{}}}", branches.iter().map(|b| written(b)).collect::<Vec<_>>().join(",")),
        Piece::Optional(inner) => format!("({})", written(inner)),
        Piece::Gap(words) => format!("..{words}"),
        Piece::Class(set) => format!("<s{set}>"),
    };
    pieces.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn quoted(terms: &[Vec<Piece>]) -> String {
    terms.iter().map(|t| format!("{:?}", written(t))).collect::<Vec<_>>().join(", ")
}

/// Concepts of one term each and two sets, as TOML; set 1 may name set 0.
fn lexicon(terms: &[Vec<Piece>], sets: &[Vec<Vec<Piece>>]) -> Lexicon {
    let mut toml = String::from("id = \"f\"\nname = \"F\"\n[[domain]]\nid = \"d\"\nconcepts = [");
    (0..terms.len()).for_each(|n| toml.push_str(&format!("\"c{n}\",")));
    toml.push_str("]\n");
    for (n, term) in terms.iter().enumerate() {
        toml.push_str(&format!("[[concept]]\nid = \"c{n}\"\nterms = [{}]\n", quoted(std::slice::from_ref(term))));
    }
    for (n, set) in sets.iter().enumerate() {
        toml.push_str(&format!("[[set]]\nid = \"s{n}\"\nholder = \"hcp\"\nterms = [{}]\n", quoted(set)));
    }
    Lexicon::from_texts(&[("random.toml", &toml)]).unwrap()
}

fn plain<'f>(lexicon: &'f Lexicon, terms: &[Vec<Piece>], sets: &[Vec<Vec<Piece>>]) -> PlainLexicon<'f> {
    let row = |owner, pieces: &Vec<Piece>| Plain { owner, text: written(pieces), pieces: pieces.clone() };
    let concepts = terms.iter().enumerate().map(|(n, t)| row(Owner::Concept(n as u32), t));
    let of_sets = sets.iter().enumerate().flat_map(|(n, s)| s.iter().map(move |t| row(Owner::Set(n as u32), t)));
    PlainLexicon { forms: lexicon.forms(), terms: concepts.chain(of_sets).collect(), sets: sets.to_vec() }
}

/// What the engine finds in the parts of a text, each part like a sentence.
fn found(engine: &Engine, text: &str, parts: &[(usize, usize)], words: &mut Words) -> Vec<Found> {
    words.read(&engine.machine, text);
    let mut out = Vec::new();
    for layer in [CONCEPTS, CUES] {
        let mut hits = Vec::new();
        for (start, end) in parts {
            let range = (words.at_or_after(*start as u32), words.at_or_after(*end as u32));
            words.walk(&engine.machine, text, layer, range, &mut hits);
        }
        out.extend(hits.iter().map(|h| {
            let entry = &engine.entries[h.entry as usize];
            (entry.owner, entry.text.to_string(), words.start(h.first) as usize, words.end(h.last) as usize)
        }));
    }
    out.sort();
    out
}

/// Cuts a text into parts at these fractions of it.
fn parts(text: &str, cuts: &[u8]) -> Vec<(usize, usize)> {
    let at = |cut: &u8| text.floor_char_boundary(text.len() * usize::from(*cut) / 256);
    let mut bounds: Vec<usize> = cuts.iter().map(at).chain([0, text.len()]).collect();
    bounds.sort_unstable();
    bounds.windows(2).map(|w| (w[0], w[1])).collect()
}

/// The words of a text that a term of the concept `a` covers; the term may name the set `s`.
fn matched(term: &str, set: &str, text: &str) -> Vec<String> {
    let toml = format!(
        "id = \"f\"\nname = \"F\"\n[[domain]]\nid = \"d\"\nconcepts = [\"a\"]\n\
         [[concept]]\nid = \"a\"\nterms = [{term:?}]\n[[set]]\nid = \"s\"\nterms = [{set:?}]\n"
    );
    let shipped = crate::lexicon::SHIPPED.iter().find(|(name, _)| *name == "forms.toml").unwrap();
    let lexicon = Lexicon::from_texts(&[*shipped, ("named.toml", &toml)]).unwrap();
    let engine = Engine::new(&lexicon, &["f"]).unwrap();
    let all = found(&engine, text, &[(0, text.len())], &mut Words::default());
    all.iter().filter(|f| f.0 == Owner::Concept(0)).map(|f| text[f.2..f.3].to_owned()).collect()
}

#[test]
fn named_cases() {
    for (term, text, expected) in [
        ("implementation plan", "An imple-\nmentation plan.", "imple-\nmentation plan"),
        ("implementation plan", "An imple\u{ad}\n  mentation plan.", "imple\u{ad}\n  mentation plan"),
        ("self-management", "self-\nmanagement", "self-\nmanagement"),
        ("a plan", "such a\n\n\u{c}plan", "a\n\n\u{c}plan"),
        ("implementation plan", "An imple-\n\n\u{c}mentation plan.", "imple-\n\n\u{c}mentation plan"),
        ("nurse patient", "The nurse\u{2013}patient bond", "nurse\u{2013}patient"),
        ("protected time", "_protected_time_ and", "protected_time"),
        ("<s> plan", "Their healthcare plan", "healthcare plan"),
        ("<s> plan", "Their health-care plans", "health-care plans"),
        ("a ..2 (b) ..2 c", "a x x b x x c", "a x x b x x c"),
        ("a ..2 (b) ..2 c", "a x x x x c", "a x x x x c"),
        ("coordinat*", "poor co-ordination of", "co-ordination"),
        ("co-ordinat*", "poor coordination of", "coordination"),
    ] {
        assert_eq!(matched(term, "health care", text), [expected], "{term} in {text}");
    }
    for (term, text) in [
        ("a ..2 (b) ..2 c", "a x x x x x c"),
        ("nurse patient", "the nurse \u{2013} patient"),
        ("a plan", "such a. Plan"),
        ("a plan", "such a\n\nplan"),
    ] {
        assert_eq!(matched(term, "x", text), [""; 0], "{term} in {text}");
    }
}

/// How many random cases to run: `PROPTEST_CASES`, or few enough for every day.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_the_plain_matcher_finds(
        terms in prop::collection::vec(pieces(true), 1..7),
        sets in prop::collection::vec(set(), 2),
        texts in prop::collection::vec((text(), any::<u64>(), prop::collection::vec(any::<u8>(), 0..3)), 6),
    ) {
        let lexicon = lexicon(&terms, &sets);
        let engine = Engine::new(&lexicon, &["f"]).unwrap();
        let plain = plain(&lexicon, &terms, &sets);
        let mut words = Words::default();
        for (text, seed, cuts) in texts {
            let mut speaker = Speaker { seed, sets: &sets, text };
            terms.iter().for_each(|term| speaker.say(term));
            let text = speaker.text;
            let parts = parts(&text, &cuts);
            let engine_finds = found(&engine, &text, &parts, &mut words);
            let expected: BTreeSet<Found> = parts.iter().flat_map(|p| plain.find(&text, p.0, p.1)).collect();
            prop_assert_eq!(engine_finds, Vec::from_iter(expected), "in {:?}", text);
        }
    }

    #[test]
    fn finds_what_aho_corasick_finds(
        phrases in prop::collection::btree_set("[a-c]{1,2}( [a-c]{1,2}){0,3}", 1..12),
        text in "[a-cA-C]{1,2}([ ,.'\"()-]{1,2}[a-cA-C]{1,2}|  ?[a-cA-C]{1,2}){0,40}",
    ) {
        let row = |phrase: &String| phrase.split(' ').map(|w| Piece::Word { text: w.to_owned(), exact: true }).collect();
        let terms: Vec<Vec<Piece>> = phrases.iter().map(row).collect();
        let engine = Engine::new(&lexicon(&terms, &[]), &["f"]).unwrap();
        let mut words = Words::default();
        let all = found(&engine, &text, &[(0, text.len())], &mut words);
        let same: Vec<(usize, usize, usize)> = all
            .iter()
            .filter_map(|f| phrases.iter().position(|p| *p == text[f.2..f.3].to_ascii_lowercase() && f.1.replace('=', "") == *p).map(|n| (n, f.2, f.3)))
            .collect::<BTreeSet<_>>().into_iter().collect();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(&phrases).unwrap();
        let (starts, ends): (BTreeSet<u32>, BTreeSet<u32>) = (0..words.len() as u32).map(|w| (words.start(w), words.end(w))).unzip();
        let expected: BTreeSet<(usize, usize, usize)> = automaton
            .find_overlapping_iter(&text)
            .filter(|m| starts.contains(&(m.start() as u32)) && ends.contains(&(m.end() as u32)))
            .map(|m| (m.pattern().as_usize(), m.start(), m.end()))
            .collect();
        prop_assert_eq!(same, Vec::from_iter(expected), "in {:?}", text);
    }

    #[test]
    fn prunes_as_told(rows in prop::collection::vec((0u32..12, 0u32..20, 0u32..5), 0..25)) {
        let toml = (0..4).map(|c| format!(
            "[[concept]]\nid = \"c{c}\"\nterms = [\"a\", {{ text = \"b\", weight = 2 }}, {{ text = \"c\", shield = {} }}]\n", c > 1
        ));
        let toml = "id = \"f\"\nname = \"F\"\n[[domain]]\nid = \"d\"\nconcepts = [\"c0\",\"c1\",\"c2\",\"c3\"]\n".to_owned() + &toml.collect::<String>();
        let engine = Engine::new(&Lexicon::from_texts(&[("p.toml", &toml)]).unwrap(), &["f"]).unwrap();
        let mut hits: Vec<Hit> = rows.iter().map(|(entry, first, more)| Hit { entry: *entry, first: *first, last: first + more }).collect();
        let told = pruned(hits.iter().map(|h| {
            let e = &engine.entries[h.entry as usize];
            (e.owner, h.first, h.last, e.weight, e.shield, h.entry)
        }).collect());
        prune(&mut hits, &engine.entries);
        let kept: Vec<(u32, u32, u32)> = hits.iter().map(|h| (h.entry, h.first, h.last)).collect();
        prop_assert!(hits.is_sorted_by_key(|h| (h.first, h.last)));
        prop_assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), told);
    }
}
