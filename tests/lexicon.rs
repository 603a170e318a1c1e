//! The shipped lexicon is right: `lexicon check` has nothing to say, every example holds, every term is fired by some sentence.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
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
