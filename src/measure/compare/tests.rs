//! Comparing a thing with itself is empty, the mirror is the mirror, and what differs is told as what it is.
use super::{Cause, Culprits, DocumentDifferences, Kind, Nearby};
use crate::{
    lexicon::changes::{Change, ChangeKind, Entry, Scope},
    report::*,
    text::{Span, Zone},
};
use proptest::prelude::*;

const TEXT: &str = "Nurses had no time for it, and training helped them a lot, as they said.";

fn suggestion(
    domain: usize,
    (from, to): (usize, usize),
    valence: Valence,
    score: u16,
    term: usize,
) -> Suggestion<'static> {
    let span = Span::new(from, to);
    let found = Span::new(from + term, from + term + 4);
    let term = ["time", "training", "staff"][term % 3];
    Suggestion {
        key: "".into(),
        framework: "tdf".into(),
        domain: ["knowledge", "skills", "goals", "optimism"][domain].into(),
        construct: None,
        valence,
        score: Score(score),
        certainty: Certainty::Asserted,
        negated: false,
        holder: None,
        holder_from: None,
        level: None,
        level_from: None,
        quote: TEXT[span.range()].into(),
        span,
        start_char: from as u32,
        end_char: to as u32,
        zone: Zone::Results,
        section: None,
        speaker: None,
        matches: vec![Match { term: term.into(), concept: term.into(), span: found }],
        cues: Vec::new(),
        reason: "".into(),
        derived_from: Vec::new(),
        recoded_from: Vec::new(),
        decision: None,
    }
}

/// In document order with the keys that tagging gives.
fn keyed(mut list: Vec<Suggestion<'static>>) -> Vec<Suggestion<'static>> {
    list.sort_by_key(|s| (s.span, s.domain.to_string()));
    list.dedup_by_key(|s| (s.span, s.domain.to_string()));
    let mut keys = Keys::new("d");
    list.iter_mut().for_each(|s| s.key = keys.next(&s.framework, &s.domain, &s.quote).into());
    list
}

fn compare(old: Vec<Suggestion<'static>>, new: Vec<Suggestion<'static>>) -> DocumentDifferences {
    let lexicon = crate::output::sample::lexicon();
    let document = crate::output::sample::report(&lexicon).document;
    let report = |suggestions| Report {
        document: document.clone(),
        lexicon: &lexicon,
        manifest: None,
        suggestions,
        verification: None,
    };
    DocumentDifferences::new(&report(old), &report(new), &["tdf".to_owned()])
}

/// A difference as far as it can be mirrored.
fn told(d: &super::Difference, mirror: bool) -> (Kind, Option<String>, Option<String>) {
    let kind = match (d.kind, mirror) {
        (Kind::Gained, true) => Kind::Lost,
        (Kind::Lost, true) => Kind::Gained,
        (kind, _) => kind,
    };
    let (a, b) = if mirror { (&d.new, &d.old) } else { (&d.old, &d.new) };
    let short = |s: &Option<Suggestion<'_>>| {
        s.as_ref().map(|s| format!("{} {} {:?} {} {}", s.key, s.domain, s.span, s.valence.name(), s.score.0))
    };
    (kind, short(a), short(b))
}

prop_compose! {
    fn any_suggestion()(
        domain in 0usize..4,
        place in prop::sample::select(vec![(0, 26), (0, 72), (27, 72), (31, 57)]),
        valence in prop::sample::select(vec![Valence::Barrier, Valence::Facilitator]),
        score in 300u16..303,
        term in 0usize..3,
    ) -> Suggestion<'static> {
        suggestion(domain, place, valence, score, term)
    }
}

proptest! {
    #[test]
    fn a_thing_is_like_itself_and_the_mirror_is_the_mirror(
        old in prop::collection::vec(any_suggestion(), 0..9),
        new in prop::collection::vec(any_suggestion(), 0..9),
    ) {
        let (old, new) = (keyed(old), keyed(new));
        prop_assert!(compare(old.clone(), old.clone()).differences.is_empty());
        let (there, back) = (compare(old.clone(), new.clone()), compare(new, old));
        let mut a: Vec<_> = there.differences.iter().map(|d| told(d, false)).collect();
        let mut b: Vec<_> = back.differences.iter().map(|d| told(d, true)).collect();
        a.sort();
        b.sort();
        prop_assert_eq!(a, b);
        let total = |d: &DocumentDifferences, pick: fn(&super::Counts) -> [u64; 4]| d.counts.values().flat_map(pick).sum::<u64>();
        prop_assert_eq!(total(&there, |c| c.old), total(&back, |c| c.new));
    }
}

#[test]
fn every_kind_is_told() {
    let (b, f) = (Valence::Barrier, Valence::Facilitator);
    let whole = (0, 26);
    let kinds = |old, new| compare(keyed(old), keyed(new)).differences.iter().map(|d| d.kind).collect::<Vec<_>>();
    let one = || suggestion(0, whole, b, 300, 0);
    assert_eq!(kinds(vec![], vec![one()]), [Kind::Gained]);
    assert_eq!(kinds(vec![one()], vec![]), [Kind::Lost]);
    assert_eq!(kinds(vec![one()], vec![suggestion(1, whole, b, 300, 0)]), [Kind::Moved]);
    // other words of the sentence, another domain: two things
    assert_eq!(kinds(vec![one()], vec![suggestion(1, whole, b, 300, 9)]), [Kind::Lost, Kind::Gained]);
    assert_eq!(kinds(vec![one()], vec![suggestion(0, whole, f, 310, 0)]), [Kind::ValenceChanged]);
    assert_eq!(kinds(vec![one()], vec![suggestion(0, whole, b, 301, 0)]), [Kind::ScoreChanged]);
    // a segment that is cut in another way is the same suggestion
    assert_eq!(kinds(vec![one()], vec![suggestion(0, (0, 72), b, 300, 0)]), [Kind::DetailChanged]);
}

fn entry(place: &str, text: &str) -> Option<Entry> {
    Some(Entry { place: place.into(), text: text.into(), origin: None })
}

fn texts(causes: &[Cause]) -> Vec<&str> {
    causes.iter().map(|c| c.text.as_str()).collect()
}

#[test]
fn causes_are_the_changed_entries_that_stand_there() {
    let term = |kind, old, new| Change { kind, scope: Scope::Term, old, new, what: String::new() };
    let changes = [
        term(ChangeKind::Removed, entry("concept.time", "time"), None),
        term(ChangeKind::Added, None, entry("concept.time", "nowhere")),
        term(ChangeKind::Added, None, entry("cue.stop", "and")),
        Change {
            kind: ChangeKind::Changed,
            scope: Scope::Mapping("concept.training".into(), "tdf.skills".into()),
            old: entry("concept.training", "concept.training"),
            new: entry("concept.training", "concept.training"),
            what: "weight".into(),
        },
    ];
    let culprits = Culprits::new(&changes, false);
    let lost = |domain, word| {
        compare(keyed(vec![suggestion(domain, (0, 26), Valence::Barrier, 300, word)]), vec![]).differences.remove(0)
    };
    let mut d = lost(0, 0);
    culprits.explain(&mut d, &mut |_| unreachable!("its own evidence tells"));
    assert_eq!(texts(&d.causes), ["time"]);
    // a concept that leads elsewhere is named by the term that stands there, in its domain alone
    let mut d = lost(1, 1);
    culprits.explain(&mut d, &mut |_| unreachable!("its own evidence tells"));
    assert_eq!((texts(&d.causes), d.causes[0].what.as_str()), (vec!["training"], "weight"));
    // what stands beside it
    let near = |outside, place: &str, text: &str| Nearby { outside, place: place.into(), text: text.into() };
    let mut d = lost(0, 2);
    culprits.explain(&mut d, &mut |_| {
        [vec![], vec![near(true, "concept.time", "nowhere"), near(false, "cue.stop", "and")]]
    });
    assert_eq!(texts(&d.causes), ["and"]);
    // nothing that changed stands there: the evidence itself
    let mut d = lost(0, 2);
    culprits.explain(&mut d, &mut |_| Default::default());
    assert_eq!((texts(&d.causes), d.causes[0].change), (vec!["staff"], None));
}
