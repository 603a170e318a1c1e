//! What packs add, change and take away, and that each mistake is told.
use crate::lexicon::{Lean, Lexicon, Mapping, Term};
use crate::text::Zone;

const BASE: &str = "id = 'f'\nname = 'F'\n[[domain]]\nid = 'a'\nterms = ['scone', 'bun', { text = 'stale', lean = 'hinders' }]\n\
    concepts = [{ id = 'tea', weight = 0.5, when = { object = 'staff' } }, { id = 'tea', weight = 0.2, when = { object = 'lack' } }]\n\
    [[domain.construct]]\nid = 'c'\nterms = ['roll', 'bap']\n[[concept]]\nid = 'tea'\nterms = ['tea', 'cup']\n\
    [[set]]\nid = 'staff'\nterms = ['nurse', 'porter']\n\
    [[cue]]\nid = 'lack'\nkind = 'topic'\nterms = ['lack of', 'no']\nheadings = ['gaps', 'needs']\n\
    [[zone]]\nid = 'methods'\nevidence = false\nweight = -2\nheadings = ['methods', 'design']\n";

fn read(pack: &str) -> crate::Result<Lexicon> {
    Lexicon::from_texts(&[("base.toml", BASE), ("pack.toml", pack)])
}

fn laid(pack: &str) -> Lexicon {
    read(pack).expect("a pack without mistakes")
}

fn texts(terms: &[Term]) -> Vec<&str> {
    terms.iter().map(|t| &*t.text).collect()
}

#[test]
fn a_term_is_removed_from_entries_of_all_kinds() {
    let pack = "id = 'f'\n[[domain]]\nid = 'a'\nremove = ['bun']\n[[domain.construct]]\nid = 'c'\nremove = ['roll']\nterms = ['loaf']\n\
        [[concept]]\nid = 'tea'\nremove = ['cup']\n[[set]]\nid = 'staff'\nremove = ['nurse']\n\
        [[cue]]\nid = 'lack'\nremove = ['no', 'gaps']\n[[zone]]\nid = 'methods'\nremove = ['design']\n";
    let lexicon = laid(pack);
    let of = |id: &str| texts(&lexicon.concepts.iter().find(|c| *c.id == *id).expect("a concept").terms);
    assert_eq!(of("f.a"), ["scone", "stale"]);
    assert_eq!(of("f.a.c"), ["bap", "loaf"]);
    assert_eq!(of("tea"), ["tea"]);
    assert_eq!(texts(&lexicon.sets[0].terms), ["porter"]);
    assert_eq!((texts(&lexicon.cues[0].terms), texts(&lexicon.cues[0].headings)), (vec!["lack of"], vec!["needs"]));
    assert_eq!(lexicon.zones().zone("Design"), None);
}

#[test]
fn a_term_there_is_not_cannot_be_removed() {
    for entry in ["[[cue]]\nid = 'lack'", "id = 'f'\n[[domain]]\nid = 'a'", "[[zone]]\nid = 'methods'"] {
        let error = read(&format!("{entry}\nremove = ['scon']\n")).unwrap_err().to_string();
        assert!(error.contains("`scon` is to be removed, but there is no such term here"), "{error}");
    }
}

#[test]
fn a_heading_more_leaves_a_zone_as_it_was() {
    let lexicon = laid("[[zone]]\nid = 'methods'\nheadings = ['how we went about it']\n");
    assert_eq!(lexicon.zones().zone("How we went about it"), Some(Zone::Methods));
    assert_eq!(lexicon.zones().zone("Design"), Some(Zone::Methods));
    assert_eq!(lexicon.zones().evidence(Zone::Methods), (false, -2000));
    let lexicon = laid("[[zone]]\nid = 'methods'\nevidence = true\n");
    assert_eq!(lexicon.zones().evidence(Zone::Methods), (true, -2000));
}

#[test]
fn the_lean_of_a_domain_is_that_of_its_own_terms() {
    let lean = |lexicon: &Lexicon| lexicon.concepts.iter().find(|c| *c.id == *"f.a").map(|c| c.lean);
    assert_eq!(lean(&laid("")), Some(Lean::Neither));
    assert_eq!(lean(&laid("id = 'f'\n[[domain]]\nid = 'a'\nlean = 'helps'\n")), Some(Lean::Helps));
    let with_terms = laid("id = 'f'\n[[domain]]\nid = 'a'\nlean = 'hinders'\nterms = ['crumb']\n");
    assert_eq!(lean(&with_terms), Some(Lean::Hinders));
}

#[test]
fn a_concept_given_a_new_weight_has_no_other() {
    let ways = |lexicon: &Lexicon| {
        let of_tea = |m: &&Mapping| *m.concept == *"tea";
        lexicon.frameworks[0].domains[0].concepts.iter().filter(of_tea).map(|m| m.weight).collect::<Vec<_>>()
    };
    assert_eq!(ways(&laid("")), [500, 200], "a file may give several, each with its condition");
    assert_eq!(ways(&laid("id = 'f'\n[[domain]]\nid = 'a'\nconcepts = [{ id = 'tea', weight = 0 }]\n")), [0]);
}

#[test]
fn numbers_may_stand_before_the_framework_they_are_of() {
    let (numbers, framework) =
        ("[fitted.f.statements.prior]\na = 0.3\n", "id = 'f'\nname = 'F'\n[[domain]]\nid = 'a'\n");
    let lexicon = Lexicon::from_texts(&[("a.toml", numbers), ("b.toml", framework)]).expect("no mistake");
    assert_eq!(lexicon.frameworks[0].fitted.statements.priors["a"], 300);
    let error = Lexicon::from_texts(&[("a.toml", numbers), ("b.toml", "")]).unwrap_err().to_string();
    assert!(error.starts_with("a.toml:1:9: numbers fitted for a framework `f`, and there is none"), "{error}");
}

#[test]
fn a_set_and_a_cue_cannot_share_an_id() {
    let error = read("[[set]]\nid = 'lack'\nterms = ['dearth']\n").unwrap_err().to_string();
    assert!(error.starts_with("pack.toml:2:6: the set `lack` and a cue (base.toml:"), "{error}");
}

#[test]
fn one_mistake_does_not_hide_another() {
    let pack = "concept = { id = 'x' }\nid = 'f'\n[forms]\nspelling = [['a'], ['b', 1]]\nkeep = [2]\n\
        [[domain]]\nid = 'a'\nconcepts = [{ id = 'tea', wieght = 1, when = { holder = ['nurse', 'me'], levle = 'micro' } }]\n";
    let error = read(pack).unwrap_err().to_string();
    assert!(
        error.contains("found a table, expected a list of tables: [[concept]] in double square brackets"),
        "{error}"
    );
    assert!(error.ends_with("and 7 more mistakes; `pretag lexicon check` names them all"), "{error}");
}

#[test]
fn terms_that_a_list_does_not_stand_for_are_told() {
    let set = "[[set]]\nid = 'unit'\nterms = ['ward', { text = 'a&e', literal = true }, '/icu\\d/', '^bay', { text = 'bay leaf', shield = true }]\n";
    let told = |pack: &str| {
        let remarks = laid(pack).remarks().into_iter().map(|r| format!("{}: {}", r.origin, r.message));
        remarks.filter(|r| r.contains("does not stand for")).collect::<Vec<_>>()
    };
    assert!(told(set).is_empty(), "nothing names it");
    let remarks = told(&format!("{set}[[concept]]\nid = 'tea'\nterms = ['<unit> tea']\n"));
    let named: Vec<bool> =
        ["`a&e` of unit", "`/icu\\d/`", "`^bay`"].iter().zip(&remarks).map(|(t, r)| r.contains(t)).collect();
    assert_eq!(named, [true; 3], "{remarks:?}");
    assert!(remarks.len() == 3 && remarks[0].starts_with("pack.toml:3: <unit>"), "{remarks:?}");
}

#[test]
fn a_crosswalk_of_what_is_nearly_a_framework_is_told() {
    let told = |from: &str| {
        let pack = format!(
            "id = 'tdf'\nname = 'T'\n[[domain]]\nid = 'x'\n[[crosswalk]]\nfrom = '{from}'\nto = 'g'\nrows = [{{ from = 'x', to = 'y' }}]\n"
        );
        Lexicon::from_texts(&[("pack.toml", &pack)])
            .expect("no mistake")
            .remarks()
            .into_iter()
            .map(|r| r.message)
            .find(|m| m.contains("crosswalk"))
    };
    assert_eq!(told("tdf"), None);
    assert_eq!(told("levels"), None, "a list of names of its own");
    assert_eq!(
        told("tfd").as_deref(),
        Some("the crosswalk from tfd to g: there is no framework `tfd`; did you mean `tdf`?")
    );
}
