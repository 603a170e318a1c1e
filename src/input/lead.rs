//! A block that ends in a colon -> the sentence that leads into what follows.
use crate::text::{Block, BlockKind, Span};

/// Remembers the last block that ended in a colon, and one of a list item for the items nested under it.
#[derive(Default)]
pub(super) struct Lead {
    outer: Option<Span>,
    nested: Option<(usize, Span)>,
    /// Items have come since: what is no item is not led into any more.
    listing: bool,
}

impl Lead {
    /// Gives the block the lead-in it stands under, and remembers it if it leads into something itself. `indent` tells nested items.
    pub(super) fn pass(&mut self, text: &str, block: &mut Block, indent: usize) {
        let item = block.kind == BlockKind::ListItem;
        self.nested = self.nested.filter(|(outer, _)| item && indent > *outer);
        self.outer = self.outer.filter(|_| item || !self.listing);
        self.listing = item;
        block.lead_in = self.nested.map(|(_, span)| span).or(self.outer);
        let leads = leading_sentence(text, block.span);
        match (item, leads) {
            (true, Some(span)) => self.nested = Some((indent, span)),
            (true, None) => {}
            (false, leads) => self.outer = leads,
        }
    }

    /// Whether items are led into here.
    pub(super) fn is_open(&self) -> bool {
        self.outer.is_some()
    }

    /// A heading or table: nothing leads across it.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// The last sentence of a block that ends in a colon.
fn leading_sentence(text: &str, span: Span) -> Option<Span> {
    let text = &text[span.range()];
    if !text.ends_with([':', '：']) {
        return None;
    }
    let from = text
        .rmatch_indices(['.', '?', '!', '\n'])
        .find_map(|(at, found)| starts_sentence(text, at + found.len(), found));
    let from = from.unwrap_or(0);
    (from < text.len()).then(|| Span::new(span.start as usize + from, span.end as usize))
}

fn starts_sentence(text: &str, after: usize, mark: &str) -> Option<usize> {
    let rest = &text[after..];
    let next = rest.trim_start();
    let begins = next.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"“‘(".contains(c));
    let apart = mark != "\n" && next.len() < rest.len();
    (begins && apart).then(|| text.len() - next.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_sentence_leads() {
        let text = "We asked. Barriers (e.g. time) were:";
        let lead = leading_sentence(text, Span::new(0, text.len())).unwrap();
        assert_eq!(&text[lead.range()], "Barriers (e.g. time) were:");
    }
}
