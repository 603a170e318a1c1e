//! A comparison -> what a page says of it, in order: sentences, tables, and the changes by the entry they are put down to.
use crate::measure::compare::{
    Cause, Comparison, Difference, DomainChange, Effect, FigureChange, GoldComparison, Kind, SideInfo, Verdict,
};
use crate::{output::tables::many, report::Suggestion};

/// What a page says.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) title: String,
    /// What was held against conditions: the sentence, and whether it fails.
    pub(super) verdicts: Vec<(String, bool)>,
    pub(super) warnings: Vec<String>,
    /// The most important, in sentences.
    pub(super) lead: Vec<String>,
    pub(super) tables: Vec<Table>,
    pub(super) entries: Vec<Entry>,
    /// How many more entries act than are shown.
    pub(super) more_entries: usize,
    /// What stands at the end: how it was measured.
    pub(super) notes: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Table {
    pub(super) title: String,
    /// Names of the columns; the first is of words, the others of numbers.
    pub(super) head: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) note: Option<String>,
}

/// An entry and what is put down to it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// `added: 3 gained, 1 lost`.
    pub(super) what: String,
    pub(super) cases: Vec<Case>,
    pub(super) more: usize,
}

/// A suggestion that is not as it was.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) kind: Kind,
    /// `gained tdf.knowledge barrier 0.61`.
    pub(super) what: String,
    pub(super) quote: String,
    pub(super) document: String,
    /// The evidence of both sides.
    pub(super) evidence: Vec<String>,
}

/// Entries shown at most.
const ENTRIES: usize = 25;

impl Sheet {
    pub(super) fn new(c: &Comparison, verdicts: &[Verdict], cases: usize) -> Self {
        let acting: Vec<&Effect> = c.entries.iter().filter(|e| e.acts()).collect();
        let mut tables = vec![domains(c)];
        tables.extend(c.gold.iter().map(figures));
        tables.extend(c.gold.iter().map(by_domain));
        tables.retain(|t| !t.rows.is_empty());
        Self {
            title: "Lexicon comparison".into(),
            verdicts: verdicts.iter().map(verdict).collect(),
            warnings: c.warnings.clone(),
            lead: lead(c),
            tables,
            entries: acting.iter().take(ENTRIES).map(|e| entry(c, e, cases)).collect(),
            more_entries: acting.len().saturating_sub(ENTRIES),
            notes: notes(c),
        }
    }
}

fn verdict(v: &Verdict) -> (String, bool) {
    let value = v.value.map_or("cannot be had".to_owned(), |v| format!("is {}", rounded(v)));
    (format!("{} ({value}): {}", v.gate, if v.met { "FAILS" } else { "passes" }), v.met)
}

fn side(s: &SideInfo) -> String {
    let commit = s.commit.as_ref().map_or(String::new(), |c| format!(", commit {}", &c[..c.len().min(10)]));
    format!("{} (lexicon {}{commit})", s.name, s.lexicon.digest)
}

fn lead(c: &Comparison) -> Vec<String> {
    let s = &c.summary;
    let of = s.sentences.map_or(String::new(), |n| format!(", {}", many(n, "sentence")));
    let mut out = vec![
        format!("Old: {}. New: {}.", side(&c.old), side(&c.new)),
        format!("{}{of}: {} suggestions before, {} now.", many(s.documents, "document"), s.old, s.new),
    ];
    if s.changed + s.kinds.score_changed + s.kinds.detail_changed == 0 {
        out.push("Nothing changes.".into());
    } else {
        let rate =
            s.changed_per_1000_sentences.map_or(String::new(), |r| format!(", {r:.1} changes per 1,000 sentences"));
        out.push(format!(
            "{} gained, {} lost, {} moved, {} changed in valence, {} in score alone, {} in details{rate}; in {}.",
            s.kinds.gained,
            s.kinds.lost,
            s.kinds.moved,
            s.kinds.valence_changed,
            s.kinds.score_changed,
            s.kinds.detail_changed,
            many(s.documents_changed, "document")
        ));
    }
    out.extend(c.gold.iter().filter_map(headline));
    let idle: Vec<String> = c.entries.iter().filter(|e| !e.acts()).map(in_short).collect();
    if !idle.is_empty() {
        let shown = idle.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
        let more = if idle.len() > 8 { format!(" and {} more", idle.len() - 8) } else { String::new() };
        out.push(format!("Changed, but without effect on these texts: {shown}{more}."));
    }
    out.extend(checks(c));
    out
}

fn headline(g: &GoldComparison) -> Option<String> {
    let f1 = g.figures.iter().find(|f| f.name == "f1")?;
    let (old, new, d) = (f1.old?, f1.new?, f1.difference?);
    let interval = interval(f1).map_or(String::new(), |i| format!(" (95 % interval {i})"));
    let p = g.permutation.map_or(String::new(), |p| format!(", p = {}", probability(p.p)));
    let kind = if g.kind == "statements" { "statements" } else { "running text" };
    Some(format!("By gold ({kind}): F1 over all domains {old:.3} before, {new:.3} now, {d:+.3}{interval}{p}."))
}

fn checks(c: &Comparison) -> Vec<String> {
    let mut out = Vec::new();
    for s in c.checks.shift.iter().filter(|s| s.divergence.is_some_and(|d| d >= 0.0001)) {
        let most = s
            .most
            .as_ref()
            .map_or(String::new(), |(code, by)| format!("; most for {code} ({:+.1} points)", by * 100.0));
        let divergence = s.divergence.unwrap_or_default();
        out.push(format!("Shares of the domains of {} shift by {divergence:.4} bits (0 to 1){most}.", s.framework));
    }
    let whole = |p: Option<f64>| p.map(|p| (p * 100.0).round() as i64);
    for b in c.checks.balance.iter().filter(|b| whole(b.old) != whole(b.new)) {
        let percent = |p: Option<f64>| p.map_or("none".to_owned(), |p| format!("{:.0} %", p * 100.0));
        out.push(format!(
            "Barriers among barriers and facilitators of {}: {} before, {} now.",
            b.code,
            percent(b.old),
            percent(b.new)
        ));
    }
    // what fires everywhere is of interest where the change made it so
    for e in c.checks.everywhere.iter().filter(|e| e.tags > e.tags_before + e.tags_before / 5) {
        out.push(format!(
            "`{}` ({}) is now found in {} of {} documents, in {} suggestions ({} before).",
            e.text, e.concept, e.documents, c.summary.documents, e.tags, e.tags_before
        ));
    }
    out
}

fn domains(c: &Comparison) -> Table {
    let differs = |d: &&crate::measure::compare::PerDomain| {
        d.gained + d.lost + d.moved_in + d.moved_out + d.valence_changed + d.score_changed > 0
    };
    let alike = c.per_domain.iter().filter(|d| d.old > 0 && !differs(d)).count() as u64;
    let row = |d: &crate::measure::compare::PerDomain| {
        let counts = [d.gained, d.lost, d.moved_in, d.moved_out, d.valence_changed, d.score_changed];
        let mut row = vec![format!("{}.{}", d.framework, d.domain), d.old.to_string(), d.new.to_string()];
        row.extend(counts.map(|n| if n == 0 { "·".to_owned() } else { n.to_string() }));
        row
    };
    Table {
        title: "Suggestions by domain".into(),
        head: vec!["domain", "before", "now", "gained", "lost", "in", "out", "valence", "score"],
        rows: c.per_domain.iter().filter(differs).map(row).collect(),
        note: (alike > 0).then(|| format!("{} as before.", many(alike, "domain"))),
    }
}

fn kind(g: &GoldComparison) -> String {
    let (items, clusters) = if g.kind == "statements" { ("statements", "sources") } else { ("sentences", "papers") };
    format!("{} {items} of {} {clusters}", g.n, g.clusters)
}

fn figures(g: &GoldComparison) -> Table {
    let row = |f: &FigureChange| {
        vec![
            f.name.replace('_', " "),
            number(f.old),
            number(f.new),
            signed(f.difference),
            interval(f).unwrap_or_default(),
        ]
    };
    Table {
        title: format!("By gold: {}", kind(g)),
        head: vec!["measure", "before", "now", "difference", "95 % interval"],
        rows: g.figures.iter().map(row).collect(),
        note: None,
    }
}

fn by_domain(g: &GoldComparison) -> Table {
    let row = |d: &DomainChange| {
        let p = |p: Option<f64>| p.map_or("-".to_owned(), probability);
        vec![
            d.domain.clone(),
            d.people.to_string(),
            format!("{} to {}", number(d.precision.old), number(d.precision.new)),
            format!("{} to {}", number(d.recall.old), number(d.recall.new)),
            format!("{} to {}", number(d.f1.old), number(d.f1.new)),
            interval(&d.f1).map_or("-".into(), |i| format!("{} ({i})", signed(d.f1.difference))),
            format!("{}:{}", d.mcnemar.only_new, d.mcnemar.only_old),
            p(Some(d.mcnemar.p)),
            p(d.permutation.map(|p| p.p)),
            p(d.p_holm),
        ]
    };
    let differing = |d: &&DomainChange| {
        let d: &DomainChange = d;
        [&d.precision, &d.recall, &d.f1].iter().any(|f| f.old != f.new) || d.mcnemar.only_new + d.mcnemar.only_old > 0
    };
    Table {
        title: "By gold: domains that differ".into(),
        head: vec![
            "domain", "people", "precision", "recall", "F1", "difference (95 %)", "right now : before", "McNemar", "permutation", "Holm",
        ],
        rows: g.domains.iter().filter(differing).map(row).collect(),
        note: Some(
            "Right now : before are items that only the new or only the old side has right. McNemar's test takes items for independent; the permutation test exchanges whole papers or sources, and Holm's correction is of its p over all domains of the framework."
                .into(),
        ),
    }
}

/// The same, cut.
fn in_short(e: &Effect) -> String {
    if e.text == e.place { e.text.clone() } else { format!("{} ({})", cut(&e.text), e.place) }
}

/// `waiting list` (concept.access)
fn name(e: &Effect) -> String {
    if e.text == e.place { e.text.clone() } else { format!("`{}` ({})", e.text, e.place) }
}

fn entry(c: &Comparison, e: &Effect, cases: usize) -> Entry {
    let own = |cause: &Cause| {
        cause.text == e.text && cause.place == e.place && cause.what == e.what && cause.change == e.change
    };
    let mut differences: Vec<&Difference> = c.differences.iter().filter(|d| d.causes.iter().any(own)).collect();
    differences.sort_by_key(|d| d.kind.place());
    let shown: Vec<Case> = differences.iter().take(cases).map(|d| case(d)).collect();
    let counts = [
        (e.kinds.gained, "gained"),
        (e.kinds.lost, "lost"),
        (e.kinds.moved, "moved"),
        (e.kinds.valence_changed, "changed in valence"),
        (e.kinds.score_changed, "in score alone"),
        (e.kinds.detail_changed, "in details"),
    ];
    let counts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    let change = match (e.change, e.what.as_str()) {
        (Some(kind), "") => format!("{}: ", kind.name()),
        (Some(kind), what) => format!("{}, {what}: ", kind.name()),
        (None, _) => String::new(),
    };
    Entry {
        name: name(e),
        what: format!("{change}{}", counts.join(", ")),
        more: differences.len() - shown.len(),
        cases: shown,
    }
}

fn case(d: &Difference) -> Case {
    let (old, new) = (d.old.as_ref(), d.new.as_ref());
    let code = |s: &Suggestion<'_>| format!("{}.{}", s.framework, s.domain);
    let short = |s: &Suggestion<'_>| format!("{} {:.2}", s.valence.name(), s.score.value());
    let what = match (old, new) {
        (None, Some(b)) => format!("{} {}", code(b), short(b)),
        (Some(a), None) => format!("{} {}", code(a), short(a)),
        (Some(a), Some(b)) if a.domain != b.domain => format!("{} {} -> {} {}", code(a), short(a), b.domain, short(b)),
        (Some(a), Some(b)) if d.kind == Kind::DetailChanged => {
            format!("{} {}: {}", code(b), short(a), d.what().join(", "))
        }
        (Some(a), Some(b)) => format!("{} {} -> {}", code(a), short(a), short(b)),
        (None, None) => String::new(),
    };
    Case {
        kind: d.kind,
        what,
        quote: d.known_by().map_or(String::new(), |s| s.quote.to_string()),
        document: d.document.clone(),
        evidence: match (old.map(evidence), new.map(evidence)) {
            (Some(a), Some(b)) if a == b => vec![format!("before and now: {a}")],
            (a, b) => {
                let both = [("before", a), ("now", b)].into_iter();
                both.filter_map(|(when, told)| Some(format!("{when}: {}", told?))).collect()
            }
        },
    }
}

/// Letters of a term before it is cut; the entry itself is named in full.
const TERM: usize = 60;

fn cut(term: &str) -> String {
    match term.char_indices().nth(TERM) {
        Some((end, _)) => format!("`{}...`", &term[..end]),
        None => format!("`{term}`"),
    }
}

/// `time`, `hours`; cues `lack of` (absent)
fn evidence(s: &Suggestion<'_>) -> String {
    let terms: Vec<String> = s.matches.iter().map(|m| cut(&m.term)).collect();
    let cues: Vec<String> = s.cues.iter().map(|c| format!("{} ({})", cut(&c.cue), c.kind)).collect();
    let terms = if terms.is_empty() { "no term".to_owned() } else { terms.join(", ") };
    let cues = if cues.is_empty() { String::new() } else { format!("; cues {}", cues.join(", ")) };
    format!("{terms}{cues}")
}

fn notes(c: &Comparison) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(g) = c.gold.first() {
        out.push(format!(
            "Intervals: 95 %, bootstrap of whole papers (running text) or sources (statements), both sides drawn together, percentile method, {} replicates, seed {}.",
            g.replicates, g.seed
        ));
    }
    let cost = |c: &crate::measure::compare::Cost| {
        let mut parts = Vec::new();
        parts.extend(c.terms.map(|n| format!("{n} terms")));
        parts.extend(c.states.zip(c.edges).map(|(s, e)| format!("{s} states, {e} edges")));
        parts.extend(c.start_ms.map(|ms| format!("start {ms:.0} ms")));
        parts.extend(c.megabytes_per_second.map(|s| format!("{s:.1} MB/s a thread")));
        parts.join(", ")
    };
    let (old, new) = (cost(&c.cost.old), cost(&c.cost.new));
    if !(old.is_empty() && new.is_empty()) {
        let told = |s: String| if s.is_empty() { "not known".to_owned() } else { s };
        out.push(format!("Cost: before {}; now {}.", told(old), told(new)));
    }
    let options = c.manifest.options.line();
    let options = if options == "{}" { String::new() } else { format!(", options {options}") };
    out.push(format!(
        "pretag {}, manifest {}, text {}{options}.",
        c.new.lexicon.pretag, c.manifest.digest, c.manifest.text
    ));
    out
}

fn number(n: Option<f64>) -> String {
    n.map_or("-".into(), |n| format!("{n:.3}"))
}

fn signed(n: Option<f64>) -> String {
    n.map_or("-".into(), |n| format!("{n:+.3}"))
}

fn interval(f: &FigureChange) -> Option<String> {
    f.low.zip(f.high).map(|(low, high)| format!("{low:+.3} to {high:+.3}"))
}

/// A probability as papers print it.
fn probability(p: f64) -> String {
    if p < 0.001 { "<0.001".into() } else { format!("{p:.3}") }
}

fn rounded(v: f64) -> String {
    format!("{}", (v * 1e4).round() / 1e4)
}
