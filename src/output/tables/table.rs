//! A table as plain data: heads, columns, cells, notes. Counting ends here, setting begins.

/// A table of one framework.
#[derive(Clone, Debug)]
pub struct Table {
    /// The kind's name.
    pub name: &'static str,
    /// The framework's id.
    pub framework: String,
    /// What it shows.
    pub what: &'static str,
    /// The framework's name and version.
    pub of: String,
    /// Names of the leading columns that tell what a row is.
    pub heads: Vec<&'static str>,
    /// The other columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What stands below it: unit, denominators, rules, what was not found.
    pub notes: Vec<String>,
    /// What can be drawn of it.
    pub figure: Option<Figure>,
}

impl Table {
    /// What stands above it.
    pub fn title(&self) -> String {
        format!("{}: {}", self.what, self.of)
    }
}

/// What a table can be drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The first two columns as bars to the left and to the right.
    Bars,
    /// All columns but the last as a field of shaded squares.
    Heat,
}

/// A column of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it shares with its neighbours.
    pub group: Option<String>,
    /// Its own name.
    pub label: String,
}

impl Column {
    /// A column that stands alone.
    pub fn alone(label: impl Into<String>) -> Self {
        Self { group: None, label: label.into() }
    }

    /// A column of a group.
    pub fn of(group: impl Into<String>, label: impl Into<String>) -> Self {
        Self { group: Some(group.into()), label: label.into() }
    }

    /// Its name in one line.
    pub fn name(&self) -> String {
        self.group.as_ref().map_or_else(|| self.label.clone(), |g| format!("{g}: {}", self.label))
    }
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The domain's id, `domain.construct`, or `total`.
    pub id: String,
    /// As many as the table has heads.
    pub heads: Vec<String>,
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number of units.
    Count(u64),
    /// A number of units and what its percentage is of.
    Share {
        /// The number.
        n: u64,
        /// The denominator.
        of: u64,
    },
    /// A rating from -2 to 2; none if the thing is not mentioned.
    Rating {
        /// The rating.
        value: Option<i8>,
        /// Whether it is 0 because both sides are said.
        mixed: bool,
    },
    /// Sample quotes.
    Quotes(Vec<Quote>),
}

/// Words of a document and who said them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words; `[...]` where they were cut.
    pub text: String,
    /// The speaker or the participant's tag in the words.
    pub who: Option<String>,
    /// The document.
    pub document: String,
}

impl Quote {
    /// Who and where, as it stands in brackets behind the words; who is left out where the words tell it.
    pub fn tag(&self) -> String {
        match &self.who {
            Some(who) if *who != self.document && !self.text.contains(&format!("({who})")) => {
                format!("{who}; {}", self.document)
            }
            _ => self.document.clone(),
        }
    }
}

impl Cell {
    /// The value in one line: `84 (23.5 %)`, `+1`, `0 (mix)`.
    pub fn show(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(n) => n.to_string(),
            Cell::Share { n, of } => match percent(*n, *of) {
                Some(percent) if *n > 0 => format!("{n} ({percent} %)"),
                _ => n.to_string(),
            },
            Cell::Rating { value: None, .. } => "missing".into(),
            Cell::Rating { value: Some(0), mixed: true } => "0 (mix)".into(),
            Cell::Rating { value: Some(0), .. } => "0".into(),
            Cell::Rating { value: Some(value), .. } => format!("{value:+}"),
            Cell::Quotes(quotes) => {
                quotes.iter().map(|q| format!("\"{}\" ({})", q.text, q.tag())).collect::<Vec<_>>().join(" / ")
            }
        }
    }

    /// Whether it stands to the right of its column.
    pub fn is_number(&self) -> bool {
        matches!(self, Cell::Count(_) | Cell::Share { .. } | Cell::Rating { .. })
    }

    /// The number of units, where it has one.
    pub fn count(&self) -> u64 {
        match self {
            Cell::Count(n) | Cell::Share { n, .. } => *n,
            _ => 0,
        }
    }
}

/// A number with its noun, which takes an s unless it is one.
pub(crate) fn many(n: u64, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// All of so many: `all 3 documents`, `the 1 document`.
pub(super) fn all(n: u64, noun: &str) -> String {
    format!("{} {}", if n == 1 { "the" } else { "all" }, many(n, noun))
}

/// A name of at most so many letters (code points): an ellipsis stands for its middle, as names of files differ at either end.
pub(super) fn shortened(name: &str, most: usize) -> String {
    let letters = name.chars().count();
    if letters <= most {
        return name.to_owned();
    }
    let kept = most.saturating_sub(1);
    let (front, back) = (kept.div_ceil(2), kept / 2);
    name.chars().take(front).chain(['…']).chain(name.chars().skip(letters - back)).collect()
}

/// The percentage to one decimal, halves up; none of nothing.
pub(super) fn percent(n: u64, of: u64) -> Option<String> {
    let tenths = (n * 1000 + of / 2).checked_div(of)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_papers_print_them() {
        let shown = [
            (Cell::Share { n: 84, of: 357 }, "84 (23.5 %)"),
            (Cell::Share { n: 1, of: 8 }, "1 (12.5 %)"),
            (Cell::Share { n: 2, of: 3 }, "2 (66.7 %)"),
            (Cell::Share { n: 0, of: 9 }, "0"),
            (Cell::Share { n: 0, of: 0 }, "0"),
            (Cell::Rating { value: Some(2), mixed: false }, "+2"),
            (Cell::Rating { value: Some(-1), mixed: true }, "-1"),
            (Cell::Rating { value: Some(0), mixed: true }, "0 (mix)"),
            (Cell::Rating { value: None, mixed: false }, "missing"),
        ];
        for (cell, expected) in shown {
            assert_eq!(cell.show(), expected);
        }
    }

    #[test]
    fn who_says_it_is_told_once() {
        let quote = |text: &str, who: &str| Quote { text: text.into(), who: Some(who.into()), document: "D".into() };
        for (text, who, expected) in [
            ("No time.", "P4", "P4; D"),
            ("No time (P4).", "P4", "D"),
            ("No time (P41).", "P4", "P4; D"),
            ("No time.", "D", "D"),
        ] {
            assert_eq!(quote(text, who).tag(), expected, "{text}");
        }
    }

    #[test]
    fn long_names_are_cut_in_the_middle_between_letters() {
        for (name, most, expected) in [
            ("short", 5, "short"),
            ("interview_07", 7, "int…_07"),
            ("interview_07", 6, "int…07"),
            ("ééééé", 4, "éé…é"),
            ("two", 1, "…"),
            ("two", 0, "…"),
        ] {
            assert_eq!(shortened(name, most), expected);
        }
    }
}
