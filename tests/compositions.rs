//! Ways of saying that a thing is there, is lacking, hinders or helps, put around many nouns: the valence follows from both, whatever the noun.
use pretag::{
    lexicon::Lexicon,
    report::Valence,
    tag::{Options, Scratch, Tagger},
    text::{Block, Document, Span},
};
use std::collections::BTreeMap;

const DATA: &str = include_str!("data/compositions.tsv");
/// The shares of all sentences, and of those of one frame or noun, that have to come out right: some pairs make no good sense.
const ALL: f64 = 0.99;
const EACH: f64 = 0.75;

#[test]
fn what_is_said_of_a_thing_decides() {
    let lexicon = Lexicon::load(&[], true).unwrap();
    let tagger = Tagger::new(&lexicon, &Options { statements: true, top: Some(1), ..Options::default() }).unwrap();
    let lines: Vec<Vec<&str>> =
        DATA.lines().filter(|l| !l.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let mut scratch = Scratch::default();
    let mut shares: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut count = |name, right: bool| {
        let share: &mut (u32, u32) = shares.entry(name).or_default();
        *share = (share.0 + u32::from(right), share.1 + 1);
    };
    for thing in lines.iter().filter(|l| l[0] == "thing") {
        for said in lines.iter().filter(|l| l[0] == "said" && l[1] == thing[1]) {
            let sentence = capitalised(&said[3].replace("{}", thing[2]));
            let right = valence(&tagger, &mut scratch, &sentence).is_some_and(|v| v.name() == said[2]);
            [thing[2], said[3], ""].into_iter().for_each(|name| count(name, right));
            if !right {
                wrong.push(sentence);
            }
        }
    }
    let share = |(right, all): (u32, u32)| f64::from(right) / f64::from(all.max(1));
    let poor: Vec<_> = shares.iter().filter(|(name, n)| !name.is_empty() && share(**n) < EACH).collect();
    let all = share(shares[""]);
    assert!(all >= ALL && poor.is_empty(), "{all:.4} right; often wrong: {poor:?}\n{}", wrong.join("\n"));
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn valence(tagger: &Tagger, scratch: &mut Scratch, text: &str) -> Option<Valence> {
    let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
    let document = Document { text: text.into(), blocks, ..Document::default() };
    tagger.tag(&document, scratch).suggestions.first().map(|s| s.valence)
}
