//! A document -> its tables, and which of their cells are no evidence: those of figures (baseline characteristics, outcomes ...), whose short
//! cells name what was counted, those that stand in a part of the paper where nothing is (methods), and headers; and which rows turn what columns lend.
use crate::{
    report::Valence,
    text::{Block, BlockKind, Document, Span, Zone},
};
use rustc_hash::FxHashMap;

/// With fewer figures a table is none of figures.
const FEWEST: usize = 6;
/// A cell of more words says something, whatever stands beside it: an item of a questionnaire, a quote.
const LONGEST: usize = 6;

/// A table: cells that follow each other.
#[derive(Clone, Debug)]
pub(in crate::tag) struct Table {
    span: Span,
    /// Whether at least two fifths of its cells are figures.
    figures: bool,
    /// Whether its caption (before it, or else behind it) or a header of its columns speaks of barriers or facilitators.
    topic: bool,
    /// Whether it may hold what was coded or said: it does so, a header of its columns is one of such tables (*Theme*, *Quote*), or it has no headers.
    coded: bool,
    /// The caption before it, if it is the caption that speaks so and no header of its columns.
    pub(in crate::tag) caption: Option<Span>,
    /// What the text beside it is, under the same heading.
    zone: Option<Zone>,
    /// Where the headers of its columns end, in bytes of the text.
    head: u32,
    /// Rows below the first that name what follows them as barriers or facilitators: where they begin. None where columns lend both.
    turns: Vec<(u32, Valence)>,
}

/// What a caption or header says of its table.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tag) struct Says {
    /// It speaks of barriers or facilitators as such, or names a framework.
    pub(in crate::tag) topic: bool,
    /// Or it is a header of what was coded or said.
    pub(in crate::tag) coded: bool,
    /// What it lends.
    pub(in crate::tag) valence: Option<Valence>,
}

/// The tables of a document, in order; `says` tells what a caption or header says.
pub(in crate::tag) fn tables(document: &Document, mut says: impl FnMut(&str) -> Says) -> Vec<Table> {
    let blocks = &document.blocks;
    let (prose, mut out) = (prose(blocks), Vec::new());
    let mut from = 0;
    while let Some(first) = blocks[from..].iter().position(is_cell).map(|n| from + n) {
        let end = first + blocks[first..].iter().take_while(|b| is_cell(b)).count();
        from = end;
        let cells = &blocks[first..end];
        let figures = cells.iter().filter(|b| is_figure(document.slice(b.span))).count();
        let caption = |b: &&Block| b.kind == BlockKind::Caption;
        let before = blocks[..first].last().filter(caption);
        let behind = blocks[end..].first().filter(|b| before.is_none() && caption(b));
        let mut columns: Vec<u32> = cells.iter().filter_map(|b| b.column).collect();
        columns.sort_unstable();
        columns.dedup();
        let columns: Vec<&str> = columns.iter().filter_map(|c| document.label(Some(*c))).collect();
        let headers: Vec<Says> = columns.iter().map(|text| says(text)).collect();
        let headed = headers.iter().any(|h| h.topic);
        let mut captions = before.into_iter().chain(behind).map(|b| document.slice(b.span));
        // tables at the end of a file stand nowhere
        let beside = cells[0].section.and_then(|section| nearest(prose.get(&section)?, first));
        out.push(Table {
            span: Span { start: cells[0].span.start, end: cells[cells.len() - 1].span.end },
            figures: figures >= FEWEST && figures * 5 >= cells.len() * 2,
            topic: headed || captions.any(|text| says(text).topic),
            coded: headers.is_empty() || headers.iter().any(|h| h.coded),
            caption: before.filter(|_| !headed).map(|b| b.span),
            zone: beside.map(|n| blocks[n].zone),
            head: head(document, cells, &columns),
            turns: turns(document, cells, &headers, &mut says),
        });
    }
    out
}

/// Where the cells end that are headers of these columns (`Seen by > GPs`).
fn head(document: &Document, cells: &[Block], columns: &[&str]) -> u32 {
    let named = |cell: &&Block| {
        let text = document.slice(cell.span).trim();
        is_alone(cell) && columns.iter().any(|c| c.split(" > ").any(|part| part == text))
    };
    cells.iter().take_while(named).last().map_or(0, |cell| cell.span.end)
}

/// The rows that turn what columns lend.
fn turns(
    document: &Document,
    cells: &[Block],
    headers: &[Says],
    says: &mut impl FnMut(&str) -> Says,
) -> Vec<(u32, Valence)> {
    let lend = |valence| headers.iter().any(|h| h.valence == Some(valence));
    if lend(Valence::Barrier) && lend(Valence::Facilitator) {
        return Vec::new();
    }
    let data = cells.iter().position(|b| b.column.is_some()).unwrap_or(cells.len());
    let rows = cells[data..].iter().filter(|b| is_alone(b));
    rows.filter_map(|b| Some((b.span.start, says(document.slice(b.span)).valence?))).collect()
}

/// Whether a cell stands under no header and beside none.
fn is_alone(cell: &Block) -> bool {
    cell.column.is_none() && cell.row.is_none()
}

/// By section: its blocks that are no cells or captions, in order. None where there are no tables.
fn prose(blocks: &[Block]) -> FxHashMap<u32, Vec<usize>> {
    let mut prose = FxHashMap::<u32, Vec<usize>>::default();
    if blocks.iter().any(is_cell) {
        let text = blocks.iter().enumerate().filter(|(_, b)| !is_cell(b) && b.kind != BlockKind::Caption);
        text.filter_map(|(n, b)| Some((b.section?, n))).for_each(|(s, n)| prose.entry(s).or_default().push(n));
    }
    prose
}

/// The last of these numbers before a place, else the first behind it.
fn nearest(numbers: &[usize], place: usize) -> Option<usize> {
    let behind = numbers.partition_point(|n| *n < place);
    numbers[..behind].last().or(numbers.get(behind)).copied()
}

/// The table that a block is a cell of.
pub(in crate::tag) fn of<'t>(tables: &'t [Table], block: &Block) -> Option<&'t Table> {
    if !is_cell(block) {
        return None;
    }
    let next = tables.partition_point(|t| t.span.end < block.span.end);
    tables.get(next).filter(|t| t.span.start <= block.span.start)
}

impl Table {
    /// Whether a cell of it only names what was counted.
    pub(in crate::tag) fn is_figure(&self, cell: &str) -> bool {
        self.figures && !self.topic && cell.split_whitespace().nth(LONGEST).is_none()
    }

    /// Whether its cells may be evidence for all that its headers and caption say.
    pub(in crate::tag) fn is_coded(&self) -> bool {
        self.topic || self.coded
    }

    /// Whether a cell of it is a header of columns.
    pub(in crate::tag) fn is_header(&self, cell: &Block) -> bool {
        cell.span.end <= self.head
    }

    /// What the last row above a cell lends that names what follows as barriers or facilitators.
    pub(in crate::tag) fn turned(&self, cell: &Block) -> Option<Valence> {
        let above = self.turns.partition_point(|(start, _)| *start <= cell.span.start);
        self.turns[..above].last().map(|(_, valence)| *valence)
    }

    /// The part of the paper it stands in, if it does not speak of barriers or facilitators, wherever it stands.
    pub(in crate::tag) fn zone(&self) -> Option<Zone> {
        self.zone.filter(|_| !self.topic)
    }
}

fn is_cell(block: &Block) -> bool {
    block.kind == BlockKind::Cell
}

/// `16 (18%)`, `n = 89`, `0.85 (0.70 to 1.02)`, `-`: digits with few letters among them.
fn is_figure(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= digits + 2 || letters == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Format, testing};

    fn says(topic: bool) -> Says {
        Says { topic, coded: topic, valence: None }
    }

    fn figures(text: &str) -> Vec<String> {
        let document = testing::document(Format::Markdown, text);
        let found = tables(&document, |text| says(text.contains("Barriers")));
        let held = |b: &&Block| of(&found, b).is_some_and(|t| t.is_figure(document.slice(b.span)));
        document.blocks.iter().filter(held).map(|b| document.slice(b.span).to_owned()).collect()
    }

    #[test]
    fn short_cells_beside_figures_name_what_was_counted() {
        let rows =
            "| Rented home | 16 (18%) | 22 (23%) |\n| Deprived area | 1.64 (0.07) | < 0.001 |\n| Anxiety | 3 | 4 |\n";
        let table = format!("| Measure | Control | Intervention |\n|---|---|---|\n{rows}");
        assert!(figures(&table).contains(&"Deprived area".to_owned()));
        let barriers = table.replace("Measure", "Barriers").replace("Control", "Barriers, n");
        assert!(figures(&barriers).is_empty());
        let words = "| Theme | Quote |\n|---|---|\n| Time | There was none. |\n| Staff | Too few of them. |\n| Money | None. |\n";
        assert!(figures(words).is_empty());
        let items = table.replace("Deprived area", "I am sure that I can talk about weight");
        assert!(!figures(&items).iter().any(|cell| cell.starts_with("I am")));
    }

    #[test]
    fn a_table_is_of_the_part_it_stands_in() {
        let table = "| Step | Who |\n|---|---|\n| Training | Nurses |\n";
        let zone = |text: &str| {
            let document = testing::document(Format::Markdown, text);
            tables(&document, |text| says(text.contains("Barrier")))[0].zone()
        };
        assert_eq!(zone(&format!("# Methods\n\nWe did it so.\n\n{table}")), Some(Zone::Methods));
        assert_eq!(zone(&format!("# Methods\n\nWe did it so.\n\n{}", table.replace("Step", "Barrier"))), None);
        assert_eq!(zone(&format!("# Methods\n\n{table}\nWe did it so.\n")), Some(Zone::Methods));
        assert_eq!(zone(&format!("{table}\n# Methods\n\nWe did it so.\n")), None);
    }

    #[test]
    fn headers_are_told_and_rows_turn_what_columns_lend() {
        let says = |text: &str| Says {
            valence: match text {
                t if t.starts_with("Barriers") => Some(Valence::Barrier),
                t if t.starts_with("Facilitators") => Some(Valence::Facilitator),
                _ => None,
            },
            ..says(true)
        };
        let told = |text: &str| {
            let document = testing::document(Format::Jats, text);
            let found = tables(&document, says);
            let told = |b: &Block| (document.slice(b.span).to_owned(), found[0].is_header(b), found[0].turned(b));
            document.blocks.iter().map(told).collect::<Vec<_>>()
        };
        let table = "<article><body><table-wrap><table><thead><tr><th>Barriers to it</th><th>Who</th></tr></thead><tbody>\
            <tr><td>Time</td><td>GPs</td></tr><tr><td colspan=\"2\">Facilitators of it</td></tr><tr><td>Money</td><td>GPs</td></tr>\
            </tbody></table></table-wrap></body></article>";
        let cells = told(table);
        let turned = |cell: &str| cells.iter().find(|c| c.0 == cell).map(|c| (c.1, c.2));
        assert_eq!(turned("Barriers to it"), Some((true, None)));
        assert_eq!(turned("Who"), Some((true, None)));
        assert_eq!(turned("Time"), Some((false, None)));
        assert_eq!(turned("Money"), Some((false, Some(Valence::Facilitator))));
        assert!(told(&table.replace("Who", "Facilitators")).iter().all(|c| c.2.is_none()));
    }

    #[test]
    fn the_last_before_a_place_is_nearest() {
        let nearest = |place| nearest(&[3, 5, 9], place);
        assert_eq!([0, 4, 6, 10].map(nearest), [Some(3), Some(3), Some(5), Some(9)]);
        assert_eq!(super::nearest(&[], 4), None);
    }
}
