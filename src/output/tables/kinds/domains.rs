//! Domain x valence x holder, n (%): the table of reviews that code who is hindered by what.
use super::super::{Cell, Column, Row, Share, Table, Unit, View};
use crate::{
    output::tables::{study::Code, table::all},
    report::{Holder, Valence},
};

/// Which codes a column or a row holds.
#[derive(Clone, Debug)]
struct Part {
    valence: Option<Valence>,
    holders: Option<Group>,
}

/// A holder, or all that have no column of their own.
#[derive(Clone, Debug)]
enum Group {
    One(Holder),
    Other(Vec<Holder>),
}

pub(super) fn table(v: &View<'_>) -> Table {
    let parts = parts(v);
    let mut table = v.table("domains", "Domains by valence and holder");
    table.columns = parts.iter().map(|(column, _)| column.clone()).collect();
    let row = |id: &str, label: &str, domain: Option<&str>| Row {
        id: id.to_owned(),
        heads: vec![label.to_owned()],
        cells: parts.iter().map(|(_, part)| share(v, domain, part)).collect(),
    };
    table.rows = v.domains().iter().map(|d| row(&d.id, &d.label, Some(&d.id))).collect();
    table.rows.push(row("total", "All domains", None));
    table.notes.extend([v.unit_note(), denominators(v)]);
    table
}

fn parts(v: &View<'_>) -> Vec<(Column, Part)> {
    let groups = groups(v);
    let mut parts = Vec::new();
    for (valence, name) in [(Valence::Barrier, "Barriers"), (Valence::Facilitator, "Facilitators")] {
        let part = |holders| Part { valence: Some(valence), holders };
        let each = groups.iter().map(|g| (Column::of(name, label(g, groups.len())), part(Some(g.clone()))));
        parts.extend(each);
        parts.push((Column::of(name, "all"), part(None)));
    }
    for (valence, name) in [(Some(Valence::Mixed), "Mixed"), (Some(Valence::Unclear), "Unclear"), (None, "All")] {
        parts.push((Column::alone(name), Part { valence, holders: None }));
    }
    parts
}

/// The holders asked for, or those that occur, and the rest together.
fn groups(v: &View<'_>) -> Vec<Group> {
    let asked = &v.settings.holders;
    let shown: Vec<Holder> = match asked.is_empty() {
        true => Holder::ALL.into_iter().filter(|h| v.codes.iter().any(|c| c.holder == Some(*h))).collect(),
        false => asked.clone(),
    };
    let rest = Group::Other(shown.clone());
    shown.into_iter().map(Group::One).chain([rest]).collect()
}

fn label(group: &Group, groups: usize) -> &'static str {
    match group {
        Group::One(Holder::Hcp) => "HCP",
        Group::One(holder) => holder.name(),
        Group::Other(shown) if shown.len() == Holder::ALL.len() || groups == 1 => "not said",
        Group::Other(_) => "other or not said",
    }
}

impl Part {
    fn holds(&self, c: &Code) -> bool {
        self.valence.is_none_or(|v| v == c.valence)
            && match &self.holders {
                None => true,
                Some(Group::One(holder)) => c.holder == Some(*holder),
                Some(Group::Other(shown)) => c.holder.is_none_or(|h| !shown.contains(&h)),
            }
    }
}

fn share(v: &View<'_>, domain: Option<&str>, part: &Part) -> Cell {
    let of = match share_of(v) {
        Share::Valence => v.count(|c| part.valence.is_none_or(|w| w == c.valence)),
        Share::Group => v.count(|c| part.holds(c)),
        Share::Domain => v.count(|c| domain.is_none_or(|d| d == c.domain)),
        Share::All => v.all(),
    };
    let n = v.count(|c| domain.is_none_or(|d| d == c.domain) && part.holds(c));
    Cell::Share { n, of }
}

fn share_of(v: &View<'_>) -> Share {
    v.settings.share.unwrap_or_else(|| v.settings.unit.usual_share())
}

/// What the percentages are of, with the numbers.
fn denominators(v: &View<'_>) -> String {
    let unit = format!("{}s", v.settings.unit.singular());
    let of = |valence| v.count(|c: &Code| c.valence == valence);
    match share_of(v) {
        Share::Valence => format!(
            "Cells are n (%); percentages are of all {unit} of the same valence, over all holders: {} with barriers, {} with facilitators, {} mixed, {} unclear; of the column All {}.",
            of(Valence::Barrier),
            of(Valence::Facilitator),
            of(Valence::Mixed),
            of(Valence::Unclear),
            v.count(|_| true)
        ),
        Share::Group => format!("Cells are n (%); percentages are of all {unit} of the same column (row All domains)."),
        Share::Domain => format!("Cells are n (%); percentages are of all {unit} of the same domain (column All)."),
        Share::All => format!("Cells are n (%); percentages are of {}.", everything(v)),
    }
}

fn everything(v: &View<'_>) -> String {
    let units = all(v.all(), v.settings.unit.singular());
    match v.settings.unit {
        Unit::Document => format!("{units} tagged with this framework"),
        Unit::Speaker => format!("{units} with at least one code of this framework"),
        Unit::Mention | Unit::Segment => format!("{units} of this framework"),
    }
}
