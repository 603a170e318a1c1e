//! What is said in each domain: the things spoken of, how often, with sample quotes and who said them.
use super::super::{Cell, Column, Quote, Row, Table, Unit, View};
use crate::{
    output::tables::study::{Code, Entry},
    report::{Certainty, Valence},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Longer quotes are cut (code points).
const LONGEST: usize = 320;
/// Quotes of up to this length are preferred (bytes).
const HANDY: usize = 240;

pub(super) fn table(v: &View<'_>) -> Table {
    let mut table = v.table("beliefs", "What is said, with sample quotes");
    table.heads = vec!["Domain", "About", "Valence"];
    table.columns = ["Codes", "Documents", "Sample quotes"].into_iter().map(Column::alone).collect();
    let mut left_out = 0;
    for domain in v.domains() {
        let groups = groups(v, domain);
        left_out += groups.len().saturating_sub(v.settings.rows);
        match groups.is_empty() {
            true => table.rows.push(nothing(domain)),
            false => table.rows.extend(groups.iter().take(v.settings.rows).map(|g| g.row(v, domain))),
        }
    }
    table.notes.push(format!(
        "The number behind a domain is its number of codes. A code counts once, under the concept of the lexicon that is spoken of most often in the domain among those it names; these headings stand in for belief statements, which people have to write. Quotes: verified ones first, then facts before reserve, short before long, those about nothing else before others, then by score; different speakers and documents where possible; in brackets the speaker, unless the quote ends with the participant's tag, and the document.{}",
        if left_out == 0 { String::new() } else { format!(" {left_out} rarer rows are left out.") }
    ));
    table
}

/// The codes about one thing with one valence.
struct Group<'a> {
    about: &'a str,
    valence: Valence,
    codes: Vec<&'a Code>,
}

fn groups<'a>(v: &View<'a>, domain: &Entry) -> Vec<Group<'a>> {
    let mut often: BTreeMap<&str, u64> = BTreeMap::new();
    v.of(&domain.id).flat_map(|c| &c.concepts).for_each(|c| *often.entry(c).or_default() += 1);
    let mut groups: BTreeMap<(&str, Valence), Vec<&Code>> = BTreeMap::new();
    for code in v.of(&domain.id) {
        let about = code.concepts.iter().min_by_key(|c| Reverse(often[c.as_str()])).map_or("", |c| c.as_str());
        groups.entry((about, code.valence)).or_default().push(code);
    }
    let mut groups: Vec<Group<'_>> =
        groups.into_iter().map(|((about, valence), codes)| Group { about, valence, codes }).collect();
    groups.sort_by_key(|g| Reverse(g.codes.len()));
    groups
}

fn nothing(domain: &Entry) -> Row {
    let cells = vec![Cell::Count(0), Cell::Count(0), Cell::Quotes(Vec::new())];
    Row { id: domain.id.clone(), heads: vec![format!("{} (n = 0)", domain.label), "-".into(), "-".into()], cells }
}

impl Group<'_> {
    fn row(&self, v: &View<'_>, domain: &Entry) -> Row {
        let label = v.labels.concepts.get(self.about).cloned().unwrap_or_else(|| match self.about {
            "" => "not named".to_owned(),
            own if own.ends_with(&domain.id) => "the domain's own terms".to_owned(),
            id => id.replace('_', " "),
        });
        let n = v.of(&domain.id).count();
        let cells = vec![
            Cell::Count(self.codes.len() as u64),
            Cell::Count(Unit::Document.count(self.codes.iter().copied())),
            Cell::Quotes(self.samples(v)),
        ];
        let heads = vec![format!("{} (n = {n})", domain.label), label, self.valence.name().to_owned()];
        Row { id: format!("{}.{}.{}", domain.id, self.about, self.valence.name()), heads, cells }
    }

    /// The best quotes, of different people as far as there are.
    fn samples(&self, v: &View<'_>) -> Vec<Quote> {
        let mut best: Vec<&&Code> = self.codes.iter().collect();
        let hedged = |c: &Code| c.certainty != Certainty::Asserted;
        best.sort_by_key(|c| {
            (!c.verified, hedged(c), c.quote.len() > HANDY, c.concepts.len(), Reverse(c.score), c.document, c.place)
        });
        let mut heard = BTreeSet::new();
        let (first, again): (Vec<&Code>, Vec<&Code>) =
            best.into_iter().copied().partition(|c| heard.insert((c.document, who(c))));
        let chosen = first.into_iter().chain(again).take(v.settings.quotes);
        chosen
            .map(|c| Quote { text: short(&c.quote), who: who(c), document: v.study.document_label(c.document) })
            .collect()
    }
}

/// The speaker, or the tag in brackets at the end of the quote.
fn who(c: &Code) -> Option<String> {
    c.speaker.clone().or_else(|| tag(&c.quote).map(str::to_owned))
}

/// Words with which references to parts of a paper begin.
const PARTS: [&str; 12] = [
    "table",
    "tables",
    "fig",
    "figs",
    "figure",
    "figures",
    "box",
    "appendix",
    "additional",
    "supplement",
    "supplementary",
    "see",
];

/// `(P4, nurse)` at the end of a quote: short, with a letter and a digit, and no year, figure or part of the paper (`n = 2`, `Table 4`).
fn tag(quote: &str) -> Option<&str> {
    let inner = quote.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).strip_suffix(')')?;
    let tag = inner[inner.rfind('(')? + 1..].trim();
    let year = tag.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4);
    let named = tag.contains(char::is_alphabetic) && tag.contains(|c: char| c.is_ascii_digit());
    let first = tag.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let part = PARTS.contains(&first.as_str()) || tag.contains(['=', '%', '<']);
    (named && !year && !part && tag.len() <= 40).then_some(tag)
}

/// The words on one line, cut at a space where they are long.
fn short(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        None => line,
        Some((end, _)) => format!("{} [...]", line[..line[..end].rfind(' ').unwrap_or(end)].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_participants_are_told_from_references() {
        for (quote, expected) in [
            ("We had no time (P4, nurse).", Some("P4, nurse")),
            ("We had no time (GP 12)", Some("GP 12")),
            ("This was found before (Smith, 2020).", None),
            ("This was found before (12).", None),
            ("This was frequent (n=2).", None),
            ("More nurses than doctors said so (82% vs 74%).", None),
            ("The order is shown elsewhere (Table 4).", None),
            ("The order is shown elsewhere (Figures 9-11).", None),
            ("The questions are given (Additional file 1).", None),
            ("It hurt (Fiona, 41).", Some("Fiona, 41")),
            ("Nothing in brackets.", None),
            ("(P4) said so.", None),
        ] {
            assert_eq!(tag(quote), expected, "{quote}");
        }
    }

    #[test]
    fn long_quotes_are_cut_at_a_space() {
        let cut = short(&"word ".repeat(100));
        assert!(cut.ends_with("word [...]") && cut.len() < LONGEST + 8, "{cut}");
        assert_eq!(short("two\n lines"), "two lines");
    }
}
