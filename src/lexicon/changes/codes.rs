//! All but the terms of two lexicons -> what differs: concepts, cues and sets as wholes, domains and what leads to them, numbers, zones, forms.
use super::{Change, ChangeKind, Entry, FITTED, Scope, differs, number, place_of_concept};
use crate::lexicon::{
    Concept, Condition, CueGroup, Domain, Fitted, FittedMode, Framework, Lexicon, Origin, Reach, WordSet, ZoneEntry,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn changes(old: &Lexicon, new: &Lexicon, out: &mut Vec<Change>) {
    for (a, b) in both(&old.concepts, &new.concepts, |c| &c.id) {
        put(out, Scope::Place(place_of_concept(&a.id)), &place_of_concept(&a.id), &b.origin, concept(a, b));
    }
    for (a, b) in both(&old.cues, &new.cues, |c| &c.id) {
        let place = format!("cue.{}", a.id);
        put(out, Scope::Place(place.clone()), &place, &b.origin, cue(a, b));
        put(out, Scope::All, &place, &b.origin, headings(&texts(&a.headings), &texts(&b.headings)));
    }
    for (a, b) in both(&old.sets, &new.sets, |s| &s.id) {
        let place = format!("set.{}", a.id);
        put(out, Scope::Place(place.clone()), &place, &b.origin, set(a, b));
    }
    for (a, b) in both(&old.frameworks, &new.frameworks, |f| &f.id) {
        framework(a, b, (old, new), out);
    }
    numbers(old, new, out);
    zones(old, new, out);
    if old.forms != new.forms {
        out.push(whole("forms", "forms", "inflected forms, spellings or compounds"));
    }
}

/// What both lists have, by id.
fn both<'l, T>(
    old: &'l [T],
    new: &'l [T],
    id: impl Fn(&T) -> &std::sync::Arc<str> + Copy,
) -> impl Iterator<Item = (&'l T, &'l T)> {
    old.iter().filter_map(move |a| Some((a, new.iter().find(|b| id(b) == id(a))?)))
}

/// Adds a change of an entry that both have, if anything changed.
fn put(out: &mut Vec<Change>, scope: Scope, place: &str, origin: &Origin, what: Vec<String>) {
    if !what.is_empty() {
        let entry = Entry { place: place.to_owned(), text: place.into(), origin: Some(origin.clone()) };
        let (old, new) = (Some(entry.clone()), Some(entry));
        out.push(Change { kind: ChangeKind::Changed, scope, old, new, what: what.join(", ") });
    }
}

/// A change that reaches everything.
fn whole(place: &str, text: &str, what: &str) -> Change {
    let entry = Some(Entry { place: place.to_owned(), text: text.into(), origin: None });
    Change { kind: ChangeKind::Changed, scope: Scope::All, old: entry.clone(), new: entry, what: what.to_owned() }
}

fn concept(old: &Concept, new: &Concept) -> Vec<String> {
    differs("lean", old.lean.name(), new.lean.name()).into_iter().collect()
}

fn cue(old: &CueGroup, new: &CueGroup) -> Vec<String> {
    let reach = |r: Reach| Reach::NAMES.iter().find(|(x, _)| *x == r).map_or("", |(_, name)| name);
    let valence = |c: &CueGroup| c.valence.map_or("", |v| v.name());
    let all = [
        differs("kind", old.kind.name(), new.kind.name()),
        differs("reach", reach(old.reach), reach(new.reach)),
        differs("within", &old.within.to_string(), &new.within.to_string()),
        differs("valence", valence(old), valence(new)),
        differs("weight", &number(old.weight), &number(new.weight)),
    ];
    all.into_iter().flatten().collect()
}

fn set(old: &WordSet, new: &WordSet) -> Vec<String> {
    let holder = |s: &WordSet| s.holder.map_or("", |h| h.name());
    let level = |s: &WordSet| s.level.map_or("", |l| l.name());
    let concepts = |s: &WordSet| s.concepts.join(" ");
    let all = [
        differs("holder", holder(old), holder(new)),
        differs("level", level(old), level(new)),
        differs("concepts", &concepts(old), &concepts(new)),
    ];
    all.into_iter().flatten().collect()
}

/// Headings that only one side has.
fn headings(old: &BTreeSet<&str>, new: &BTreeSet<&str>) -> Vec<String> {
    let gone = old.difference(new).map(|h| format!("heading `{h}` removed"));
    gone.chain(new.difference(old).map(|h| format!("heading `{h}` added"))).collect()
}

fn texts(terms: &[crate::lexicon::Term]) -> BTreeSet<&str> {
    terms.iter().map(|t| &*t.text).collect()
}

fn framework(old: &Framework, new: &Framework, lexicons: (&Lexicon, &Lexicon), out: &mut Vec<Change>) {
    let code = |d: &Domain| format!("{}.{}", old.id, d.id);
    for (a, b) in both(&old.domains, &new.domains, |d| &d.id) {
        let what =
            [differs("prior", &number(a.prior), &number(b.prior)), differs("lean", a.lean.name(), b.lean.name())];
        put(out, Scope::Domain(code(a)), &code(a), &b.origin, what.into_iter().flatten().collect());
        mappings(&code(a), a, b, lexicons, out);
    }
    let only = |one: &'_ [Domain], other: &[Domain]| -> Vec<Entry> {
        let alone = one.iter().filter(|d| !other.iter().any(|o| o.id == d.id));
        alone.map(|d| Entry { place: code(d), text: code(d).into(), origin: Some(d.origin.clone()) }).collect()
    };
    let change = |kind, old: Option<Entry>, new: Option<Entry>| {
        let scope = Scope::Domain(old.as_ref().or(new.as_ref()).map_or(String::new(), |e| e.place.clone()));
        Change { kind, scope, old, new, what: "domain".into() }
    };
    out.extend(only(&old.domains, &new.domains).into_iter().map(|e| change(ChangeKind::Removed, Some(e), None)));
    out.extend(only(&new.domains, &old.domains).into_iter().map(|e| change(ChangeKind::Added, None, Some(e))));
    fitted(old, &old.fitted, &new.fitted, out);
}

/// Log-odds of votes, by group and name.
type Votes = BTreeMap<String, BTreeMap<String, i32>>;

/// What leads to a domain and its constructs: (concept, construct, condition) -> weight.
type Ways = BTreeMap<String, BTreeSet<String>>;

fn ways(domain: &Domain) -> Ways {
    let mut out = Ways::new();
    let parts = std::iter::once((None, domain)).chain(domain.constructs.iter().map(|c| (Some(c), c)));
    for (construct, part) in parts {
        let of = construct.map_or(String::new(), |c| format!(" ({})", c.id));
        for m in &part.concepts {
            let way = format!("{}{of}{}", number(m.weight), when(&m.when));
            out.entry(m.concept.to_string()).or_default().insert(way);
        }
    }
    out
}

fn when(c: &Condition) -> String {
    let names = |list: Vec<&str>| list.join(" or ");
    let parts = [
        ("with", names(c.object.iter().map(String::as_str).collect())),
        ("without", names(c.without.iter().map(String::as_str).collect())),
        ("holder", names(c.holder.iter().map(|h| h.name()).collect())),
        ("level", names(c.level.iter().map(|l| l.name()).collect())),
    ];
    parts.iter().filter(|(_, list)| !list.is_empty()).map(|(what, list)| format!(" {what} {list}")).collect()
}

/// Concepts that both lexicons have and that lead to the domain in another way; what is new or gone is told by its terms.
fn mappings(code: &str, old: &Domain, new: &Domain, lexicons: (&Lexicon, &Lexicon), out: &mut Vec<Change>) {
    let (before, after) = (ways(old), ways(new));
    let none = BTreeSet::new();
    let known = |lexicon: &Lexicon, id: &str| lexicon.concepts.iter().any(|c| *c.id == *id);
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for id in ids.into_iter().filter(|id| known(lexicons.0, id) && known(lexicons.1, id)) {
        let (a, b) = (before.get(id).unwrap_or(&none), after.get(id).unwrap_or(&none));
        let list = |ways: &BTreeSet<String>| ways.iter().cloned().collect::<Vec<_>>().join("; ");
        let what = differs(&format!("weight in {code}"), &list(a), &list(b));
        let place = place_of_concept(id);
        put(out, Scope::Mapping(place.clone(), code.to_owned()), &place, &new.origin, what.into_iter().collect());
    }
}

fn fitted(framework: &Framework, old: &Fitted, new: &Fitted, out: &mut Vec<Change>) {
    for (statements, mode) in [(true, "statements"), (false, "running_text")] {
        let name = format!("{FITTED}{}.{mode}", framework.id);
        let (a, b) = (old.mode(statements), new.mode(statements));
        let threshold = |m: &FittedMode| m.threshold.map_or(String::new(), number);
        let all = [
            differs("slope", &number(a.slope), &number(b.slope)),
            differs("intercept", &number(a.intercept), &number(b.intercept)),
            differs("behind", &number(a.behind), &number(b.behind)),
            differs("best", &number(a.best), &number(b.best)),
            differs("threshold", &threshold(a), &threshold(b)),
            (common(old.votes(statements)) != common(new.votes(statements))).then(|| "votes on the valence".into()),
            (a.words != b.words).then(|| "words as evidence".into()),
        ];
        out.extend(all.into_iter().flatten().map(|what| whole(&name, &name, &what)));
        let domains: BTreeSet<&str> = framework.domains.iter().map(|d| &*d.id).collect();
        for domain in domains {
            let mut what = of_domain(domain, a, b);
            let vote = |f: &Fitted| f.votes(statements).get("domain").and_then(|v| v.get(domain)).copied();
            what.extend((vote(old) != vote(new)).then(|| "its vote on the valence".to_owned()));
            let code = format!("{}.{domain}", framework.id);
            put(out, Scope::Domain(code), &format!("{name}.{domain}"), &framework.origin, what);
        }
    }
}

/// The votes that do not belong to one domain.
fn common(votes: &Votes) -> Votes {
    votes.iter().filter(|(group, _)| *group != "domain").map(|(group, list)| (group.clone(), list.clone())).collect()
}

/// What was estimated for one domain.
fn of_domain(domain: &str, old: &FittedMode, new: &FittedMode) -> Vec<String> {
    let prior = |m: &FittedMode| number(m.priors.get(domain).copied().unwrap_or(0));
    let weights = |m: &FittedMode| -> Vec<(String, i32)> {
        m.weights.iter().filter(|((d, _), _)| d == domain).map(|((_, c), n)| (c.clone(), *n)).collect()
    };
    let mut what: Vec<String> = differs("prior", &prior(old), &prior(new)).into_iter().collect();
    if weights(old) != weights(new) {
        what.push("weights of concepts".into());
    }
    if old.neighbours.get(domain) != new.neighbours.get(domain) {
        what.push("neighbours".into());
    }
    what
}

fn numbers(old: &Lexicon, new: &Lexicon, out: &mut Vec<Change>) {
    let names: BTreeSet<&String> = old.numbers.0.keys().chain(new.numbers.0.keys()).collect();
    for name in names {
        let text = format!("score.{name}");
        let what = differs("", &number(old.numbers.get(name)), &number(new.numbers.get(name)));
        out.extend(what.map(|w| whole("score", &text, w.trim_start())));
    }
}

fn zones(old: &Lexicon, new: &Lexicon, out: &mut Vec<Change>) {
    let (before, after) = (old.zones.entries(), new.zones.entries());
    let told = |z: Option<&ZoneEntry>| z.map_or(String::new(), |z| format!("{} {}", z.evidence, number(z.weight)));
    for zone in crate::text::Zone::ALL {
        let find = |list: &'_ [ZoneEntry]| list.iter().position(|z| z.zone == zone);
        let (a, b) = (find(before).map(|n| &before[n]), find(after).map(|n| &after[n]));
        let mut what: Vec<String> = differs("evidence and weight", &told(a), &told(b)).into_iter().collect();
        let list = |z: Option<&'_ ZoneEntry>| -> BTreeSet<String> {
            z.map_or(BTreeSet::new(), |z| z.headings.iter().map(|h| h.text.to_string()).collect())
        };
        let (a, b) = (list(a), list(b));
        what.extend(headings(&a.iter().map(String::as_str).collect(), &b.iter().map(String::as_str).collect()));
        let name = format!("zone.{}", zone.name());
        if !what.is_empty() {
            out.push(whole(&name, &name, &what.join(", ")));
        }
    }
}
