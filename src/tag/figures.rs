//! A document -> its tables of figures (baseline characteristics, outcomes ...): their short cells name what was counted, not what hinders or helps.
use crate::text::{Block, BlockKind, Document, Span};

/// With fewer figures a table is none of figures.
const FEWEST: usize = 6;
/// A cell of more words says something, whatever stands beside it: an item of a questionnaire, a quote.
const LONGEST: usize = 6;

/// The stretches of tables at least two fifths of whose cells are figures, and about which nothing speaks: neither the caption before or
/// behind it nor the headers of its columns, asked by `tells`.
pub(super) fn tables(document: &Document, mut tells: impl FnMut(&str) -> bool) -> Vec<Span> {
    let blocks = &document.blocks;
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(first) = blocks[from..].iter().position(is_cell).map(|n| from + n) {
        let end = first + blocks[first..].iter().take_while(|b| is_cell(b)).count();
        from = end;
        let cells = &blocks[first..end];
        let figures = cells.iter().filter(|b| is_figure(document.slice(b.span))).count();
        if figures < FEWEST || figures * 5 < cells.len() * 2 {
            continue;
        }
        let caption = |b: &&Block| b.kind == BlockKind::Caption;
        let before = blocks[..first].iter().rev().take_while(caption);
        let behind = blocks[end..].iter().take_while(caption);
        let mut columns: Vec<u32> = cells.iter().filter_map(|b| b.column).collect();
        columns.sort_unstable();
        columns.dedup();
        let columns = columns.iter().filter_map(|c| document.label(Some(*c)));
        let mut texts = before.chain(behind).map(|b| document.slice(b.span)).chain(columns);
        if !texts.any(&mut tells) {
            out.push(Span { start: cells[0].span.start, end: cells[cells.len() - 1].span.end });
        }
    }
    out
}

/// Whether a block is a short cell of one of these tables (in order).
pub(super) fn holds(tables: &[Span], document: &Document, block: &Block) -> bool {
    let within = |tables: &[Span]| {
        let next = tables.partition_point(|t| t.end < block.span.end);
        tables.get(next).is_some_and(|t| t.start <= block.span.start)
    };
    is_cell(block)
        && !tables.is_empty()
        && within(tables)
        && document.slice(block.span).split_whitespace().nth(LONGEST).is_none()
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

    fn figures(text: &str) -> Vec<String> {
        let document = testing::document(Format::Markdown, text);
        let found = tables(&document, |text| text.contains("Barriers"));
        let held = document.blocks.iter().filter(|b| holds(&found, &document, b));
        held.map(|b| document.slice(b.span).to_owned()).collect()
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
}
