//! A project from its reports to decisions, undo, verified reports, packets and the audit.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;

use common::Folder;
use pretag::{
    measure::{Evidence, Gold},
    report::Valence,
    review::{
        Action, Base, Change, Code, Codebook, Draft, Event, Journal, Layout, Look, Manifest, Mode, Paragraph, Project,
        Segment, State, Taken, Time, Verdict,
        agree::{self, Basis},
        audit::{audit, html, markdown},
        packet,
        project::Place,
        recall,
        verified::{Outcome, Rule, Settings, verify},
    },
    text::Span,
};
use serde_json::{Value, json};

/// Five sentences, the first two and the last suggested.
const SENTENCES: [&str; 5] =
    ["We had no time.", "Nurses \u{1f600} lacked skills.", "The ward is quiet.", "Money was short.", "We had no time."];

fn spans() -> Vec<Span> {
    let mut at = 0;
    let span = |s: &&str| {
        let span = Span::new(at, at + s.len());
        at += s.len() + 1;
        span
    };
    SENTENCES.iter().map(span).collect()
}

fn line(id: &str, suggested: &[(usize, &str)]) -> String {
    let (text, spans) = (SENTENCES.join(" "), spans());
    let mut keys = pretag::report::Keys::new(id);
    let suggestion = |(n, domain): &(usize, &str)| {
        json!({"key": keys.next("tdf", domain, SENTENCES[*n]), "framework": "tdf", "domain": domain, "construct": null, "valence": "barrier",
            "score": 0.5, "certainty": "asserted", "negated": false, "holder": null, "level": null, "quote": SENTENCES[*n],
            "start": spans[*n].start, "end": spans[*n].end, "start_char": 0, "end_char": 0, "zone": "results", "section": null,
            "speaker": null, "matches": [], "cues": [], "reason": "time, absent", "decision": null})
    };
    let suggestions: Vec<Value> = suggested.iter().map(suggestion).collect();
    json!({"type": "report", "schema": "pretag.report/1", "document": {"id": id, "source": format!("{id}.txt"), "sha256": "0", "bytes": text.len(),
        "chars": text.chars().count(), "text": text}, "lexicon": {"digest": "d1", "frameworks": [{"id": "tdf", "version": "2"}], "pretag": "0.1.0"},
        "suggestions": suggestions})
    .to_string()
}

const SUGGESTED: [(usize, &str); 3] = [(0, "resources"), (1, "skills"), (4, "resources")];

fn layout(id: &str) -> Layout {
    let spans = spans();
    let paragraph = Paragraph { span: Span { start: 0, end: spans[4].end }, evidence: true, ..Paragraph::default() };
    Layout {
        document: id.to_owned(),
        paragraphs: vec![paragraph],
        segments: spans.into_iter().map(|span| Segment { span, paragraph: 0 }).collect(),
    }
}

fn codebook() -> Codebook {
    let mut book = Codebook::bare("tdf", "2");
    ["resources", "skills", "goals"].iter().for_each(|d| book.complete(d));
    book
}

fn project(folder: &Folder, documents: &[&str]) -> Project {
    let manifest = Manifest { blind_least: 1, blind_share: 0.2, ..Manifest::new("study", Time::from_millis(0)) };
    let lines: Vec<String> = documents.iter().map(|id| line(id, &SUGGESTED)).collect();
    let layouts = documents.iter().map(|id| layout(id)).collect();
    Project::create(&folder.0, manifest, &lines, layouts, vec![codebook()]).unwrap()
}

/// A coder at work: every draft is checked as the page's are.
struct Desk<'p> {
    project: &'p Project,
    journal: Journal,
    clock: i64,
    mode: Mode,
    revealed: bool,
}

impl<'p> Desk<'p> {
    fn new(project: &'p Project, coder: &str) -> Self {
        let journal = Journal::open(&project.decisions(), coder, Time::from_millis(0)).unwrap();
        Self { project, journal, clock: 0, mode: Mode::Assisted, revealed: false }
    }

    fn does(&mut self, action: Action) -> Event {
        self.clock += 2_000;
        let mut draft = Draft::new(Time::from_millis(self.clock), self.mode, action);
        draft.revealed = self.revealed;
        let state = self.state();
        let draft = self.project.check(draft, |d, k| state.item(d, k).is_some()).unwrap();
        self.journal.append(draft).unwrap()
    }

    fn state(&self) -> State {
        let mut state = State::default();
        self.journal.events().iter().for_each(|e| state.apply(e));
        state
    }

    fn decides(&mut self, document: &str, n: usize, verdict: Verdict) -> Event {
        let s = &self.project.document(document).unwrap().suggestions[n];
        let (key, of) = (s.key.to_string(), Code::default());
        self.does(Action::Decide { document: document.into(), key, of, verdict })
    }

    fn adds(&mut self, document: &str, sentence: usize, domain: &str, valence: Valence) -> Event {
        let of = Code {
            framework: "tdf".into(),
            domain: domain.into(),
            valence,
            span: spans()[sentence],
            quote: SENTENCES[sentence].into(),
            ..Code::default()
        };
        self.does(Action::Decide { document: document.into(), key: String::new(), of, verdict: Verdict::Added })
    }

    fn looks(&mut self, document: &str, sentence: usize, look: Look, found: bool) -> Event {
        let (span, quote) = (spans()[sentence], SENTENCES[sentence].into());
        self.does(Action::Look { document: document.into(), look, span, quote, found })
    }
}

fn verdicts(project: &Project, settings: &Settings) -> Vec<(String, String)> {
    let state = State::of(&project.logs().unwrap());
    let verified = verify(project, &state, settings).unwrap();
    let mut out = Vec::new();
    for line in &verified.lines {
        let report: Value = serde_json::from_str(line).unwrap();
        let text = report["document"]["text"].as_str().unwrap();
        for s in report["suggestions"].as_array().unwrap() {
            let (start, end) = (s["start"].as_u64().unwrap() as usize, s["end"].as_u64().unwrap() as usize);
            assert_eq!(&text[start..end], s["quote"].as_str().unwrap());
            let decision = s["decision"]["decision"].as_str().unwrap_or("open");
            out.push((s["domain"].as_str().unwrap().to_owned(), decision.to_owned()));
        }
    }
    out
}

fn plain(verdicts: &[(String, String)]) -> Vec<(&str, &str)> {
    verdicts.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

#[test]
fn a_project_is_read_as_it_was_made() {
    let folder = Folder::new("made");
    let made = project(&folder, &["P1", "P2"]);
    let read = Project::open(&folder.0).unwrap();
    assert_eq!(serde_json::to_string(&made).unwrap(), serde_json::to_string(&read).unwrap());
    assert_eq!((read.manifest.lexicon.as_str(), read.codebook_digest().len()), ("d1", 16));
    let again =
        Project::create(&folder.0, Manifest::new("x", Time::default()), &[line("P", &[])], Vec::new(), Vec::new());
    assert!(again.unwrap_err().to_string().contains("already"));
    let none = Project::open(&folder.0.join("none")).unwrap_err().to_string();
    assert!(none.contains("there is no project in this folder"), "{none}");
}

#[test]
fn projects_that_cannot_be_are_refused() {
    let create = |lines: &[String], layouts: Vec<Layout>| {
        let folder = Folder::new("refused");
        let made = Project::create(&folder.0, Manifest::new("x", Time::default()), lines, layouts, Vec::new());
        made.map(|p| p.documents.len()).map_err(|e| e.to_string())
    };
    let good = line("P", &SUGGESTED);
    let bare = good.replacen("\"text\":", "\"texte\":", 1);
    assert!(create(&[bare], Vec::new()).unwrap_err().contains("without its text"));
    assert!(
        create(&[good.replacen("We had no time.\",\"start\":0", "We had no tine.\",\"start\":0", 1)], Vec::new())
            .unwrap_err()
            .contains("quote is not the text's")
    );
    assert!(create(&["[1".into()], Vec::new()).unwrap_err().contains("line 1: expected a line of `pretag tag"));
    assert!(
        create(&[good.clone(), good.replace("P.txt", "Q.txt")], Vec::new())
            .unwrap_err()
            .contains("two documents of the id P")
    );
    assert!(create(&[], Vec::new()).unwrap_err().contains("no report"));
    let mut wide = layout("P");
    wide.segments[4].span.end += 9;
    assert!(create(std::slice::from_ref(&good), vec![wide]).unwrap_err().contains("no stretch of its text"));
    let mut inside = layout("P");
    inside.segments[1].span.start += 8;
    assert!(create(std::slice::from_ref(&good), vec![inside]).unwrap_err().contains("no stretch of its text"));
    // a later report of the same document takes the place of the earlier one
    assert_eq!(create(&[good.clone(), good], Vec::new()), Ok(1));
}

#[test]
fn samples_are_drawn_once_and_for_all() {
    let folder = Folder::new("samples");
    let made = project(&folder, &["P1", "P2", "P3", "P4"]);
    let (blind, missed) = (made.blind_sample(), made.missed_sample());
    assert_eq!((blind.len(), made.places().len(), made.unsuggested().len()), (4, 20, 8));
    assert!(missed.iter().all(|p| !blind.contains(p) && [2, 3].contains(&p.segment)));
    assert_eq!(Project::open(&folder.0).unwrap().blind_sample(), blind);
    let mut other = made.clone();
    other.manifest.seed = 2;
    assert_ne!(other.blind_sample(), blind);
    other.manifest.blind_share = 0.0;
    assert!(other.blind_sample().is_empty());
}

#[test]
fn everything_can_be_taken_back() {
    let folder = Folder::new("undo");
    let made = project(&folder, &["P1"]);
    let mut desk = Desk::new(&made, "A");
    let empty = desk.state().items().count();
    let mut done = vec![
        desk.decides("P1", 0, Verdict::Accepted),
        desk.decides("P1", 0, Verdict::Rejected),
        desk.adds("P1", 3, "goals", Valence::Barrier),
        desk.looks("P1", 2, Look::Missed, false),
    ];
    let key = made.documents[0].suggestions[1].key.to_string();
    done.push(desk.does(Action::Flag { document: "P1".into(), key: key.clone(), on: true }));
    done.push(desk.does(Action::Memo { document: "P1".into(), key: Some(key.clone()), text: "hm".into() }));
    done.push(desk.does(Action::Skip { document: "P1".into(), key }));
    done.push(desk.does(Action::Finish { document: "P1".into(), on: true }));
    let full = format!("{:?}", desk.state().items().collect::<Vec<_>>());
    while let Some(last) = desk.state().last_undoable("A", 0).cloned() {
        assert_eq!(Some(last.id.clone()), done.pop().map(|e| e.id));
        desk.does(Action::Undo { event: last.id });
    }
    let state = desk.state();
    assert_eq!((state.items().count(), state.looks().count(), state.is_finished("P1", "A")), (empty, 0, false));
    // and the undoing as well
    let undos: Vec<String> = desk
        .journal
        .events()
        .iter()
        .filter(|e| matches!(e.action, Action::Undo { .. }))
        .map(|e| e.id.clone())
        .collect();
    undos.into_iter().rev().for_each(|event| drop(desk.does(Action::Undo { event })));
    assert_eq!(format!("{:?}", desk.state().items().collect::<Vec<_>>()), full);
    assert!(desk.state().is_finished("P1", "A"));
}

#[test]
fn verified_reports_hold_what_counts() {
    let folder = Folder::new("verified");
    let made = project(&folder, &["P1"]);
    let mut a = Desk::new(&made, "A");
    a.decides("P1", 0, Verdict::Accepted);
    a.decides("P1", 1, Verdict::Changed { to: Change { domain: Some("goals".into()), ..Change::default() } });
    a.adds("P1", 3, "resources", Valence::Barrier);
    let taken_back = a.adds("P1", 2, "goals", Valence::Barrier);
    let Action::Decide { key, of, .. } = taken_back.action else { unreachable!() };
    a.does(Action::Decide { document: "P1".into(), key, of, verdict: Verdict::Rejected });
    drop(a);
    let mut b = Desk::new(&made, "B");
    b.decides("P1", 0, Verdict::Accepted);
    b.decides("P1", 1, Verdict::Accepted);
    drop(b);
    let mut c = Desk::new(&made, "C");
    c.decides("P1", 1, Verdict::Accepted);
    let of = |settings: Settings| verdicts(&made, &settings);
    let agreed = of(Settings::default());
    assert_eq!(
        plain(&agreed),
        [("resources", "accepted"), ("skills", "undecided"), ("resources", "added"), ("resources", "open")]
    );
    let majority = of(Settings { rule: Rule::Majority, ..Settings::default() });
    assert_eq!(plain(&majority)[1], ("skills", "accepted"));
    let one = of(Settings { coder: Some("A".into()), ..Settings::default() });
    assert_eq!(plain(&one)[1], ("skills", "changed"));
    assert!(verify(&made, &State::default(), &Settings { coder: Some("Z".into()), ..Settings::default() }).is_err());
    // adjudication wins
    let key = made.documents[0].suggestions[1].key.to_string();
    c.does(Action::Adjudicate {
        document: "P1".into(),
        key,
        of: Code::default(),
        taken: Taken::Coder { from: "A".into() },
        reason: "talked".into(),
    });
    assert_eq!(plain(&of(Settings::default()))[1], ("skills", "changed"));
    let state = State::of(&made.logs().unwrap());
    let report: Value = serde_json::from_str(&verify(&made, &state, &Settings::default()).unwrap().lines[0]).unwrap();
    let decision = &report["suggestions"][1]["decision"];
    assert_eq!((decision["adjudicator"].as_str(), decision["to"]["domain"].as_str()), (Some("C"), Some("goals")));
    // the tables read it
    let lines = verify(&made, &state, &Settings::default()).unwrap().lines;
    assert!(lines.iter().all(|l| pretag::output::tables::parse_line(l).unwrap().is_some()));
}

#[test]
fn decisions_survive_a_new_lexicon() {
    let folder = Folder::new("lexicon");
    let mut made = project(&folder, &["P1"]);
    let mut a = Desk::new(&made, "A");
    a.decides("P1", 0, Verdict::Accepted);
    a.decides("P1", 1, Verdict::Accepted);
    a.decides("P1", 2, Verdict::Rejected);
    a.adds("P1", 3, "goals", Valence::Barrier);
    drop(a);
    // the new lexicon no longer suggests skills, and suggests what A added
    let lines = [line("P1", &[(0, "resources"), (3, "goals"), (4, "resources")])];
    made.update(&lines, vec![layout("P1")], vec![codebook()]).unwrap();
    let found = verdicts(&made, &Settings::default());
    assert_eq!(
        plain(&found),
        [("resources", "accepted"), ("skills", "accepted"), ("goals", "accepted"), ("resources", "rejected")]
    );
}

#[test]
fn blind_coding_decides_suggestions_nobody_saw() {
    let folder = Folder::new("blind");
    let made = project(&folder, &["P1"]);
    let mut a = Desk::new(&made, "A");
    a.mode = Mode::Blind;
    a.adds("P1", 0, "resources", Valence::Facilitator);
    a.looks("P1", 0, Look::Blind, true);
    a.looks("P1", 1, Look::Blind, false);
    a.adds("P1", 3, "goals", Valence::Barrier);
    a.looks("P1", 3, Look::Missed, true);
    a.mode = Mode::Assisted;
    a.decides("P1", 2, Verdict::Accepted);
    drop(a);
    let found = verdicts(&made, &Settings { basis: Basis::Blind, ..Settings::default() });
    assert_eq!(
        plain(&found),
        [("resources", "changed"), ("skills", "rejected"), ("goals", "added"), ("resources", "open")]
    );
    // as gold: only what was read without sight of suggestions counts
    let state = State::of(&made.logs().unwrap());
    let lines = verify(&made, &state, &Settings::default()).unwrap().lines.concat();
    let mut gold = Gold::default();
    gold.read("verified.jsonl", &lines).unwrap();
    let evidence: Vec<Evidence> = gold.sentences.iter().map(|s| s.evidence).collect();
    use Evidence::{Disputed, No, Yes};
    assert_eq!(evidence, [Yes, No, Disputed, Disputed, Disputed]);
    assert_eq!((gold.read, gold.sentences[0].labels[0].valence), ((2, 1), Some(Valence::Facilitator)));
    assert!(gold.caution().unwrap().contains("1 read with suggestions in sight are left out"));
    let mut all = Gold { assisted: true, ..Gold::default() };
    all.read("verified.jsonl", &lines).unwrap();
    assert_eq!(all.sentences[4].evidence, Yes);
    assert!(all.caution().unwrap().starts_with("CAUTION"));
    let none = all.clone().of_framework("cfir_2022");
    assert!(none.sentences.iter().all(|s| s.labels.is_empty()));
    assert!(gold.read("r.jsonl", &line("P1", &SUGGESTED)).unwrap_err().to_string().contains("not verified"));
    // only what was drawn for the pass counts in its estimate
    let drawn = u64::from(made.missed_sample().contains(&Place { document: 0, segment: 3 }));
    let estimate = recall(&made, &state, None);
    assert_eq!((estimate.unsuggested, estimate.read, estimate.found), (2, drawn, drawn));
}

/// The five sentences with suggestions of two frameworks: TDF as always, and COM-B on the first two.
fn two_frameworks(folder: &Folder) -> Project {
    let mut report: Value = serde_json::from_str(&line("P1", &SUGGESTED)).unwrap();
    let mut more = Vec::new();
    for s in &report["suggestions"].as_array().unwrap()[..2] {
        let mut s = s.clone();
        s["framework"] = json!("com_b");
        s["key"] = json!(pretag::report::Keys::new("P1").of("com_b", "x", s["quote"].as_str().unwrap(), 1));
        s["domain"] = json!("x");
        more.push(s);
    }
    let suggestions = report["suggestions"].as_array_mut().unwrap();
    suggestions.extend(more);
    suggestions.iter_mut().for_each(|s| (s["holder"], s["level"]) = (json!("hcp"), json!("meso")));
    report["lexicon"]["frameworks"] = json!([{"id": "tdf", "version": "2"}, {"id": "com_b", "version": "1"}]);
    let mut other = Codebook::bare("com_b", "1");
    other.complete("x");
    let manifest = Manifest { blind_least: 1, blind_share: 0.2, ..Manifest::new("study", Time::from_millis(0)) };
    let books = vec![codebook(), other];
    Project::create(&folder.0, manifest, &[report.to_string()], vec![layout("P1")], books).unwrap()
}

fn said(line: &str, framework: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(line).unwrap();
    let of = report["suggestions"].as_array().unwrap().iter().filter(|s| s["framework"] == framework);
    of.map(|s| s["decision"]["decision"].as_str().unwrap_or("open").to_owned()).collect()
}

#[test]
fn blind_coding_in_one_framework_says_nothing_of_the_others() {
    let folder = Folder::new("frameworks");
    let made = two_frameworks(&folder);
    let mut a = Desk::new(&made, "A");
    a.mode = Mode::Blind;
    a.adds("P1", 0, "goals", Valence::Barrier);
    a.looks("P1", 0, Look::Blind, true);
    a.looks("P1", 1, Look::Blind, false);
    let of = |state: &State, basis| {
        verify(&made, state, &Settings { coder: Some("A".into()), basis, ..Settings::default() })
            .unwrap()
            .lines
            .concat()
    };
    let line = of(&a.state(), Basis::All);
    let mut tdf = said(&line, "tdf");
    tdf.sort();
    assert_eq!(tdf, ["added", "open", "rejected", "rejected"]);
    // on the first sentence a code of another framework was given, on the second none at all
    assert_eq!(said(&line, "com_b"), ["open", "rejected"]);
    let report: Value = serde_json::from_str(&line).unwrap();
    let segments = &report["verification"]["segments"];
    assert_eq!((&segments[0]["unsaid"], segments[1].get("unsaid")), (&json!(["com_b"]), None));
    // evaluation and agreement leave it out for that framework alone
    let evidence = |framework: &str| {
        let mut gold = Gold::default();
        gold.read("v.jsonl", &line).unwrap();
        gold.of_framework(framework).sentences[0].evidence
    };
    assert_eq!((evidence("tdf"), evidence("com_b")), (Evidence::Yes, Evidence::Disputed));
    let coded = agree::of_line(&line).unwrap().unwrap().coding;
    assert!(coded.has_read_for(spans()[0], "tdf") && !coded.has_read_for(spans()[0], "com_b"));
    // until it is decided
    a.mode = Mode::Assisted;
    let n = made.documents[0].suggestions.iter().position(|s| s.framework == "com_b").unwrap();
    a.decides("P1", n, Verdict::Rejected);
    let coded = agree::of_line(&of(&a.state(), Basis::All)).unwrap().unwrap().coding;
    assert!(coded.has_read_for(spans()[0], "com_b"));
}

#[test]
fn the_same_code_given_blind_accepts_the_suggestion() {
    let folder = Folder::new("same");
    let made = two_frameworks(&folder);
    let mut a = Desk::new(&made, "A");
    a.mode = Mode::Blind;
    // of holder and level, which the suggestion names, a code given blind says nothing
    a.adds("P1", 0, "resources", Valence::Barrier);
    a.looks("P1", 0, Look::Blind, true);
    drop(a);
    let mut b = Desk::new(&made, "B");
    b.decides("P1", 0, Verdict::Accepted);
    drop(b);
    let state = State::of(&made.logs().unwrap());
    let verified = verify(&made, &state, &Settings::default()).unwrap();
    assert_eq!((verified.counts.accepted, verified.counts.changed, verified.counts.disputed), (1, 0, 0));
    assert_eq!(said(&verified.lines[0], "tdf")[0], "accepted");
}

#[test]
fn only_what_was_read_is_compared_in_projects_and_in_their_reports_alike() {
    let folder = Folder::new("read");
    let made = project(&folder, &["P1", "P2"]);
    for coder in ["A", "B"] {
        let mut desk = Desk::new(&made, coder);
        for document in ["P1", "P2"] {
            (0..3).for_each(|n| drop(desk.decides(document, n, Verdict::Accepted)));
        }
        desk.does(Action::Finish { document: "P2".into(), on: true });
    }
    let state = State::of(&made.logs().unwrap());
    let settings = agree::Settings::default();
    let project = agree::of_project(&made, &state, Basis::All, &settings);
    let units = |a: &agree::Agreement| a.levels.iter().map(|l| l.codes[0].units).collect::<Vec<_>>();
    // of the first document the three sentences with suggestions, of the second, which was read to its end, all five
    assert_eq!(units(&project)[..2], [1, 8]);
    let (mut texts, mut codings) = (Vec::new(), Vec::new());
    for coder in ["A", "B"] {
        let verified = verify(&made, &state, &Settings { coder: Some(coder.into()), ..Settings::default() }).unwrap();
        let mut coding = agree::Coding { coder: coder.into(), ..agree::Coding::default() };
        for line in &verified.lines {
            let given = agree::of_line(line).unwrap().unwrap();
            coding.documents.insert(given.document.clone(), given.coding.clone());
            texts.push(given);
        }
        codings.push(coding);
    }
    let texts: Vec<agree::Coded<'_>> = texts[..2].iter().map(agree::Given::coded).collect();
    let reports = agree::agree(&texts, &codings, Basis::All, &settings);
    assert_eq!((units(&reports), reports.documents), (units(&project), project.documents));
}

#[test]
fn what_was_said_before_the_reveal_is_kept() {
    let folder = Folder::new("reveal");
    let made = project(&folder, &["P1"]);
    let mut a = Desk::new(&made, "A");
    a.mode = Mode::RevealAfterCommit;
    a.adds("P1", 1, "skills", Valence::Facilitator);
    a.looks("P1", 1, Look::Commit, true);
    a.does(Action::Reveal { document: "P1".into(), span: spans()[1] });
    a.revealed = true;
    a.decides("P1", 1, Verdict::Accepted);
    let state = a.state();
    let decided = state.decided("P1", &made.documents[0].suggestions[1].key, "A").unwrap();
    assert!(!decided.blind && decided.before.as_ref().is_some_and(|b| b.blind));
    let valence = |d: &pretag::review::Decided| d.code.as_ref().map(|c| c.valence);
    assert_eq!(
        (valence(decided), decided.before.as_deref().and_then(valence)),
        (Some(Valence::Barrier), Some(Valence::Facilitator))
    );
    assert!(state.is_revealed("P1", spans()[1], "A"));
}

#[test]
fn drafts_that_do_not_fit_are_refused() {
    let folder = Folder::new("drafts");
    let made = project(&folder, &["P1"]);
    let key = made.documents[0].suggestions[0].key.to_string();
    let check = |action: Action| {
        let draft = Draft::new(Time::default(), Mode::Assisted, action);
        made.check(draft, |_, _| false).map(|_| ()).map_err(|e| e.to_string())
    };
    let added = |domain: &str, span: Span, quote: &str| {
        let of = Code { framework: "tdf".into(), domain: domain.into(), span, quote: quote.into(), ..Code::default() };
        check(Action::Decide { document: "P1".into(), key: "made up".into(), of, verdict: Verdict::Added })
    };
    let whole = spans()[0];
    assert_eq!(added("goals", whole, SENTENCES[0]), Ok(()));
    assert!(added("goals", whole, "Something else.").unwrap_err().contains("quote is not the text"));
    assert!(added("magic", whole, SENTENCES[0]).unwrap_err().contains("no domain \"magic\""));
    assert!(added("goals", Span { start: 0, end: 9999 }, "x").unwrap_err().contains("no stretch"));
    assert!(added("goals", Span { start: 24, end: 25 }, "x").unwrap_err().contains("no stretch"));
    assert!(added("goals", Span { start: 5, end: 5 }, "").unwrap_err().contains("no stretch"));
    let decide = |document: &str, key: &str, verdict: Verdict| {
        check(Action::Decide { document: document.into(), key: key.into(), of: Code::default(), verdict })
    };
    assert_eq!(decide("P1", &key, Verdict::Accepted), Ok(()));
    assert!(decide("P9", &key, Verdict::Accepted).unwrap_err().contains("no document"));
    assert!(decide("P1", "nokey", Verdict::Accepted).unwrap_err().contains("no code of the key"));
    let half = Change { start: Some(1), ..Change::default() };
    assert!(decide("P1", &key, Verdict::Changed { to: half }).unwrap_err().contains("start, end and quote"));
    let memo = |text: String| check(Action::Memo { document: "P1".into(), key: None, text });
    assert!(memo("x".repeat(10_001)).is_err() && memo("x".into()).is_ok());
}

#[test]
fn keys_of_added_codes_are_made_as_those_of_suggestions() {
    let base = Base::read(&line("P1", &SUGGESTED)).unwrap().unwrap();
    let spans = spans();
    // the stretch of a suggestion is that suggestion
    assert_eq!(base.key("tdf", "resources", spans[4]).as_deref(), Some(&*base.suggestions[2].key));
    // the second time the same words stand in the text
    let keys = pretag::report::Keys::new("P1");
    assert_eq!(base.key("tdf", "goals", spans[4]), Some(keys.of("tdf", "goals", SENTENCES[4], 2)));
    // where only the second is suggested, the first is not taken for it
    let base = Base::read(&line("P1", &[(4, "resources")])).unwrap().unwrap();
    let first = base.key("tdf", "resources", spans[0]).unwrap();
    assert_ne!(first, base.suggestions[0].key);
}

#[test]
fn a_packet_goes_there_and_back() {
    let folder = Folder::new("packet");
    let made = project(&folder, &["P1", "P2"]);
    let settings = packet::Settings { coder: "B".into(), mode: Mode::Blind, documents: vec!["P1".into()] };
    let page = packet::page(&made, &settings).unwrap();
    assert!(
        page.contains("Content-Security-Policy")
            && page.contains("no time")
            && !page.contains("time, absent")
            && !page.contains("\"P2\"")
    );
    assert!(!page.contains("http://") && !page.contains("https://"));
    assert!(packet::page(&made, &packet::Settings { documents: vec!["P9".into()], ..settings.clone() }).is_err());
    assert!(packet::page(&made, &packet::Settings { coder: "../x".into(), ..settings }).is_err());
    let s = &made.documents[0].suggestions[1];
    let event = |n: u32, action: Value| {
        let mut event = json!({"id": format!("{n:032x}"), "at": format!("2026-01-01T00:00:{n:02}.000Z"), "mode": "blind", "ms": 900});
        event.as_object_mut().unwrap().extend(action.as_object().unwrap().clone());
        event
    };
    let of = json!({"framework": "tdf", "domain": "goals", "valence": "barrier", "start": spans()[3].start, "end": spans()[3].end, "quote": SENTENCES[3]});
    let wrong =
        json!({"framework": "tdf", "domain": "goals", "valence": "barrier", "start": 0, "end": 3, "quote": "???"});
    let mut events = vec![
        event(1, json!({"action": "decide", "document": "P1", "key": "", "of": of, "decision": "added"})),
        event(
            2,
            json!({"action": "look", "document": "P1", "look": "blind", "start": spans()[3].start, "end": spans()[3].end, "quote": SENTENCES[3], "found": true}),
        ),
        event(3, json!({"action": "decide", "document": "P1", "key": s.key, "of": of, "decision": "accepted"})),
        event(4, json!({"action": "undo", "event": format!("{:032x}", 3)})),
        event(5, json!({"action": "decide", "document": "P1", "key": "", "of": wrong, "decision": "added"})),
        event(6, json!({"action": "undo", "event": format!("{:032x}", 5)})),
    ];
    let sent = |events: &[Value]| {
        json!({"format": packet::FORMAT, "project": "study", "packet": "x", "coder": "B", "events": events}).to_string()
    };
    let take = |text: &str| packet::import(&made, text, Time::default());
    let first = take(&sent(&events)).unwrap();
    assert_eq!((first.new, first.known, first.refused.len()), (4, 0, 1), "{first:?}");
    let again = take(&sent(&events)).unwrap();
    assert_eq!((again.new, again.known), (0, 4));
    events.push(event(7, json!({"action": "finish", "document": "P1", "on": true})));
    assert_eq!(take(&sent(&events)).unwrap().new, 1);
    let state = State::of(&made.logs().unwrap());
    assert_eq!(state.items().map(|i| i.of.domain.as_str()).collect::<Vec<_>>(), ["goals"]);
    assert!(state.is_finished("P1", "B"));
    assert!(take("{}").is_err() && take(&sent(&[]).replace("decisions/1", "decisions/9")).is_err());
}

#[test]
fn the_audit_fills_in_what_it_knows() {
    let folder = Folder::new("audit");
    let made = project(&folder, &["P1", "P2"]);
    for (coder, verdict) in [("A", Verdict::Accepted), ("B", Verdict::Rejected)] {
        let mut desk = Desk::new(&made, coder);
        for document in ["P1", "P2"] {
            (0..3).for_each(|n| {
                drop(desk.decides(document, n, if n == 1 { verdict.clone() } else { Verdict::Accepted }))
            });
        }
        desk.mode = Mode::Blind;
        made.missed_sample()
            .iter()
            .for_each(|p| drop(desk.looks(made.documents[p.document].id(), p.segment, Look::Missed, false)));
    }
    let logs = made.logs().unwrap();
    let audit = audit(&made, &logs, &agree::Settings::default()).unwrap();
    assert_eq!((audit.counts.accepted, audit.counts.disputed, audit.coders.len()), (4, 2, 2));
    assert_eq!(audit.recall.recall.value, Some(1.0));
    let text = markdown(&audit);
    for part in [
        "COREQ",
        "SRQR",
        "ENTREQ",
        "PRISMA 2020",
        "lexicon d1",
        "2 people (A, B)",
        "ENTREQ (Tong 2012, doi:10.1186/1471-2288-12-181) | 18",
        "[Say whether they worked independently.]",
        "CAUTION",
        audit.coders[0].head.as_str(),
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let page = html(&audit);
    assert!(page.starts_with("<!doctype html>") && page.matches("<table>").count() >= 4 && !page.contains("<script"));
    assert!(page.contains(&format!("<title>Audit of {}</title>", audit.project)));
    let progress = State::of(&logs).progress(&made, "A");
    assert_eq!((progress.suggestions, progress.decided(), progress.open), (6, 6, 0));
    assert_eq!(State::of(&logs).pace("A").median_seconds, Some(2.0));
    let outcome = Outcome::Open;
    assert_eq!(outcome.name(), "undecided");
}
