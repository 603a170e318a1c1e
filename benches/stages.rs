//! How fast the stages are on text of our own: loading the lexicon, making the tagger, tagging. `cargo bench --bench stages`.
//! Each bench states what it must find, so that fast and wrong fails.
#![allow(clippy::unwrap_used)] // a bench that cannot go on fails
use divan::{Bencher, counter::BytesCount};
use pretag::{
    lexicon::Lexicon,
    tag::{Options, Scratch, Tagger},
    text::{Block, BlockKind, Document, Span, Zone},
};

const SENTENCES: [&str; 3] = [
    "Nurses had no time for the falls guideline, and nobody had trained them.",
    "The clinic opened at eight and closed at four.",
    "Protected time helped, but the forms were too long.",
];
/// How often the sentences are repeated.
const TIMES: usize = 500;

fn main() {
    divan::main();
}

#[divan::bench]
fn load_lexicon(bencher: Bencher) {
    bencher.bench(|| {
        let lexicon = Lexicon::load(&[], true).unwrap();
        assert!(lexicon.frameworks.iter().any(|f| *f.id == *"tdf"));
        lexicon
    });
}

#[divan::bench]
fn make_tagger(bencher: Bencher) {
    let lexicon = Lexicon::load(&[], true).unwrap();
    bencher.bench(|| Tagger::new(&lexicon, &Options::default()).unwrap());
}

/// The mini lexicon of the tests: "time" stands in two of the three sentences.
#[divan::bench]
fn tag_with_one_concept(bencher: Bencher) {
    let lexicon = Lexicon::from_texts(&[("mini.toml", include_str!("../tests/data/mini.toml"))]).unwrap();
    let options = Options { frameworks: vec!["mini".into()], min_score: Some(0.0), ..Options::default() };
    tag(bencher, &lexicon, &options, 2);
}

/// The shipped lexicon: time twice (absent, protected), training, the length of forms.
#[divan::bench]
fn tag_with_tdf(bencher: Bencher) {
    let lexicon = Lexicon::load(&[], true).unwrap();
    tag(bencher, &lexicon, &Options::default(), 3);
}

/// Tags the sentences many times over; at least `expected` suggestions must come for each round of them, and always as many.
fn tag(bencher: Bencher, lexicon: &Lexicon, options: &Options, expected: usize) {
    let tagger = Tagger::new(lexicon, options).unwrap();
    let document = document();
    let found = tagger.tag(&document, &mut Scratch::default()).suggestions.len();
    assert!(found >= expected * TIMES && found.is_multiple_of(TIMES), "{found} suggestions");
    let mut scratch = Scratch::default();
    bencher.counter(BytesCount::of_str(&document.text)).bench_local(|| {
        assert_eq!(tagger.tag(&document, &mut scratch).suggestions.len(), found);
    });
}

fn document() -> Document {
    let mut document = Document { id: "bench".into(), source: "bench".into(), ..Document::default() };
    for _ in 0..TIMES {
        let start = document.text.len();
        document.text.push_str(&SENTENCES.join(" "));
        let span = Span::new(start, document.text.len());
        document.text.push_str("\n\n");
        document.blocks.push(Block { kind: BlockKind::Paragraph, zone: Zone::Results, span, ..Block::default() });
    }
    document
}
