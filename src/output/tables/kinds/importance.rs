//! Domains ranked by the number of documents, with their share of codes and whether both valences are said.
use super::super::{Cell, Column, Row, Table, Unit, View};
use crate::{
    output::tables::{
        study::{Code, Entry},
        table::all,
    },
    report::Valence,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a domain has.
struct Standing<'a> {
    domain: &'a Entry,
    documents: u64,
    codes: u64,
    concepts: u64,
    /// Documents in which it is said to hinder and to help.
    conflicting: u64,
    /// Whether both are said, be it in different documents.
    both: bool,
}

pub(super) fn table(v: &View<'_>) -> Table {
    let mut standings: Vec<Standing<'_>> = v.book.domains.iter().map(|d| Standing::new(v, d)).collect();
    standings.sort_by_key(|s| std::cmp::Reverse((s.documents, s.codes)));
    let of = (v.documents.len() as u64, v.codes.len() as u64);
    let mut table = v.table("importance", "Importance of domains");
    table.heads = vec!["Rank", "Domain"];
    table.columns = ["Documents", "Codes", "Concepts", "Mixed valence"].into_iter().map(Column::alone).collect();
    table.rows = standings.iter().map(|s| s.row(rank(s, &standings), of)).collect();
    table.notes.push(format!(
        "Rank: by the number of documents with at least one code of the domain; a tie is a joint rank (=). Documents: n (%) of {} tagged with the framework. Codes: n (%) of {} of the framework. Concepts: how many different things of the lexicon are spoken of. Mixed valence: whether the domain is said to hinder and to help, and in how many documents both.",
        all(of.0, "document"),
        all(of.1, "code")
    ));
    table
}

impl<'a> Standing<'a> {
    fn new(v: &View<'_>, domain: &'a Entry) -> Self {
        let mut valences: BTreeMap<usize, BTreeSet<Valence>> = BTreeMap::new();
        v.of(&domain.id).for_each(|c| valences.entry(c.document).or_default().extend(sides(c)));
        let concepts: BTreeSet<&String> = v.of(&domain.id).flat_map(|c| &c.concepts).collect();
        let all: BTreeSet<&Valence> = valences.values().flatten().collect();
        Self {
            domain,
            documents: Unit::Document.count(v.of(&domain.id)),
            codes: Unit::Mention.count(v.of(&domain.id)),
            concepts: concepts.len() as u64,
            conflicting: valences.values().filter(|v| v.len() == 2).count() as u64,
            both: all.len() == 2,
        }
    }

    fn row(&self, rank: String, of: (u64, u64)) -> Row {
        let mixed = match (self.both, self.conflicting) {
            _ if self.codes == 0 => "-".to_owned(),
            (false, _) => "no".to_owned(),
            (true, 0) => "yes, between documents".to_owned(),
            (true, 1) => "yes (1 document)".to_owned(),
            (true, n) => format!("yes ({n} documents)"),
        };
        let cells = vec![
            Cell::Share { n: self.documents, of: of.0 },
            Cell::Share { n: self.codes, of: of.1 },
            Cell::Count(self.concepts),
            Cell::Text(mixed),
        ];
        Row { id: self.domain.id.clone(), heads: vec![rank, self.domain.label.clone()], cells }
    }
}

/// Barrier and facilitator as far as a code says them; mixed says both.
fn sides(c: &Code) -> Vec<Valence> {
    match c.valence {
        Valence::Mixed => vec![Valence::Barrier, Valence::Facilitator],
        Valence::Unclear => Vec::new(),
        one => vec![one],
    }
}

fn rank(s: &Standing<'_>, all: &[Standing<'_>]) -> String {
    if s.codes == 0 {
        return "-".into();
    }
    let before = all.iter().filter(|other| other.documents > s.documents).count();
    let same = all.iter().filter(|other| other.documents == s.documents).count();
    // behind the number, as a spreadsheet takes what begins with `=` for a formula
    format!("{}{}", before + 1, if same > 1 { "=" } else { "" })
}
