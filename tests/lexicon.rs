//! The shipped lexicon is right: `lexicon check` has nothing to say, every example holds, every term is fired by some sentence.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use common::Folder;
use pretag::{
    lexicon::{Base, Lexicon, Source},
    tag::{Compiled, Options, Scratch, Tagger},
    text::{Block, Document, Span},
};
use std::process::Command;

fn passes(command: &str) {
    let mut pretag = Command::new(env!("CARGO_BIN_EXE_pretag"));
    let output =
        pretag.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().args(["lexicon", command]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("0 remarks"), "{said}");
}

#[test]
fn check_has_nothing_to_say() {
    passes("check");
}

/// If this fails: mend the example, write a sentence into `corpus/examples` for the term, or delete the term.
#[test]
fn examples_hold_and_terms_fire() {
    passes("test");
}

/// What the program embeds compiled and what its files come to now are one lexicon.
#[test]
fn embedded_is_as_compiled() {
    let lexicon = Lexicon::load(&[], true).unwrap();
    let frameworks: Vec<String> = lexicon.frameworks.iter().map(|f| f.id.to_string()).collect();
    for options in [Options::default(), Options { frameworks, statements: true, ..Options::default() }] {
        let (read, embedded) =
            (Tagger::new(&lexicon, &options).unwrap(), Compiled::shipped().unwrap().tagger(&options).unwrap());
        let (mut one, mut other) = (Scratch::default(), Scratch::default());
        assert_eq!(read.info(), embedded.info());
        assert_eq!(read.size(), embedded.size());
        for path in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/examples")).unwrap() {
            let text = std::fs::read_to_string(path.unwrap().path()).unwrap();
            for text in text.lines().map(str::to_owned) {
                let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
                let document = Document { text, blocks, ..Document::default() };
                let (read, embedded) = (read.tag(&document, &mut one), embedded.tag(&document, &mut other));
                assert_eq!(serde_json::to_string(&read).unwrap(), serde_json::to_string(&embedded).unwrap());
            }
        }
    }
}

/// What is left out early is what would have been left out late: of all suggestions those that reach the threshold.
#[test]
fn nothing_that_reaches_the_threshold_is_left_out() {
    let tagger = |min_score| {
        let frameworks = vec!["tdf".to_owned(), "npt".to_owned()];
        Compiled::shipped().unwrap().tagger(&Options { frameworks, min_score, ..Options::default() }).unwrap()
    };
    let (usual, all, mut early, mut late) =
        (tagger(Some(0.5)), tagger(Some(0.0)), Scratch::default(), Scratch::default());
    let mut kept = 0;
    for path in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/examples")).unwrap() {
        for text in std::fs::read_to_string(path.unwrap().path()).unwrap().lines().map(str::to_owned) {
            let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
            let document = Document { text, blocks, ..Document::default() };
            let all = all.tag(&document, &mut late);
            let expected: Vec<_> = all.suggestions.iter().filter(|s| s.score.value() >= 0.5).collect();
            let found = usual.tag(&document, &mut early);
            kept += found.suggestions.len();
            assert_eq!(found.suggestions.iter().collect::<Vec<_>>(), expected, "{}", document.text);
        }
    }
    assert!(kept > 100, "{kept}");
}

/// A list without words, concepts that are gone and the rest of a framework: what a pack disables leaves a lexicon to tag with.
#[test]
fn what_is_left_of_a_lexicon_can_be_tagged_with() {
    let docs = include_str!("../docs/lexicon.md");
    let example = docs.lines().find(|line| line.starts_with("disable = [")).unwrap();
    let pack = Source { name: "pack.toml".into(), text: example.into() };
    let lexicon = Lexicon::from_sources(&[pack], Base::Shipped).unwrap();
    let tagger = Compiled::of(&lexicon).tagger(&Options::default()).unwrap();
    let text = "There was never enough time, and nobody knew how to use it.".to_owned();
    let blocks = vec![Block { span: Span::new(0, text.len()), ..Block::default() }];
    let document = Document { text, blocks, ..Document::default() };
    let report = tagger.tag(&document, &mut Scratch::default());
    assert!(report.suggestions.iter().all(|s| s.domain != "optimism"));
    assert!(!report.suggestions.is_empty());
}

/// A term in either spelling finds both, inflected too; words that only look so stay as they are.
#[test]
fn british_and_american_spellings_match_each_other() {
    let lexicon = Lexicon::load(&[], true).unwrap();
    let has = |word: &str, form: &str| {
        let forms = lexicon.forms_of(word);
        assert!(forms.iter().any(|f| f == form), "{word} -> {form}: {forms:?}");
    };
    let stems = "armour behaviour colour demeanour endeavour favour flavour harbour honour humour labour neighbour odour rigour rumour savour tumour \
                 vapour vigour unfavourable favourable favourite honourable neighbourhood colourful";
    for british in stems.split_whitespace() {
        let american = british.replace("our", "or");
        has(british, &american);
        has(&american, british);
        has(british, &format!("{american}s"));
        has(&american, &format!("{british}s"));
    }
    for (british, american) in [("labouring", "laboring"), ("favoured", "favored")] {
        has(british, american);
        has(american, british);
        has(&british[..6], american);
    }
    has("practised", "practiced");
    has("practising", "practicing");
    let kept = "hour four tour pour sour your our court course source resource journal encourage courage nourish flour contour detour glamour devour";
    for word in kept.split_whitespace() {
        let stem = word.trim_end_matches('e');
        let strange: Vec<String> = lexicon.forms_of(word).into_iter().filter(|f| !f.starts_with(stem)).collect();
        assert!(strange.is_empty(), "{word}: {strange:?}");
    }
}

/// What git leaves out is a pack all the same; a hidden file is not.
#[test]
fn a_folder_is_read_whatever_git_leaves_out() {
    let folder = Folder::new("ignored");
    folder.file(".git/HEAD", "ref: refs/heads/main\n");
    folder.file(".gitignore", "*.toml\n");
    folder.file("packs/mine.toml", "[[set]]\nid = 'mine'\nterms = ['ours']\n");
    folder.file("packs/._mine.toml", b"\0\x05\x16\x07");
    let lexicon = Lexicon::load(&[folder.join("packs")], false).unwrap();
    assert_eq!(lexicon.sets.len(), 1);
}

#[test]
fn a_pack_in_utf_16_is_read_and_of_another_encoding_told() {
    let folder = Folder::new("encodings");
    let text = "[[set]]\nid = 'mine'\nterms = ['équipe']\n";
    let wide: Vec<u8> = "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
    folder.file("wide.toml", wide);
    let lexicon = Lexicon::load(&[folder.join("wide.toml")], false).unwrap();
    assert_eq!(&*lexicon.sets[0].terms[0].text, "équipe");
    let narrow: Vec<u8> = text.chars().map(|c| c as u8).collect();
    folder.file("narrow.toml", narrow);
    let error = Lexicon::load(&[folder.join("narrow.toml")], false).unwrap_err().to_string();
    let expected = "narrow.toml:3:11: byte 0xE9 is not UTF-8 (Windows-1252?); expected a lexicon file saved as UTF-8\n3 | terms = ['";
    assert!(error.contains(expected), "{error}");
}

/// Spreadsheets of older programs are written in Windows-1252.
#[test]
fn a_table_in_windows_1252_becomes_a_framework() {
    let folder = Folder::new("windows");
    folder.file("codes.csv", b"domain,terms\n\xc9quipe,\"co\xfbt\"\n");
    let mut pretag = Command::new(env!("CARGO_BIN_EXE_pretag"));
    let output =
        pretag.current_dir(folder.join("")).args(["lexicon", "new", "mine", "--from", "codes.csv"]).output().unwrap();
    let (page, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(page.contains("id = \"equipe\"\nlabel = \"Équipe\"\n") && page.contains("\"coût\""), "{page}{said}");
    assert_eq!(said.trim(), "codes.csv: read as windows-1252");
}

/// Spreadsheets end their lines with two bytes, and leave rows of empty cells behind.
#[test]
fn rows_without_a_cell_are_passed_over_and_lines_are_those_of_the_file() {
    let folder = Folder::new("rows");
    for end in ["\n", "\r\n"] {
        let rows = ["domain,terms", "Tea,\"cup;", "pot\"", "", ",", "  ,", "Cake,bun", ",lost", ""].join(end);
        folder.file("codes.csv", rows);
        let mut pretag = Command::new(env!("CARGO_BIN_EXE_pretag"));
        pretag.current_dir(folder.join("")).args(["lexicon", "new", "mine", "--from", "codes.csv"]);
        let said = String::from_utf8_lossy(&pretag.output().unwrap().stderr).into_owned();
        assert_eq!(said.trim(), "error: codes.csv:8: found no domain in this row, expected its name", "{end:?}");
    }
}
