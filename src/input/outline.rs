//! Headings -> the zone, part and section of what stands under them.
use crate::{
    lexicon::ZoneRules,
    text::{Block, BlockKind, Document, Span, Zone},
};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// So many headings are remembered.
const REMEMBERED: usize = 2048;

/// The heading rules, with what they have said: the same few headings stand in thousands of records.
pub(super) struct Zones<'r> {
    rules: &'r ZoneRules,
    said: RefCell<FxHashMap<String, Option<Zone>>>,
}

impl<'r> Zones<'r> {
    pub(super) fn new(rules: &'r ZoneRules) -> Self {
        Self { rules, said: RefCell::default() }
    }

    /// The zone a heading opens by itself. Of `Methods/design` or `Methods: the setting`, which no rule
    /// knows as a whole, the first part counts. Titles and captions open none: what stands under them is the text's own.
    pub(super) fn zone(&self, heading: &str) -> Option<Zone> {
        if let Some(zone) = self.said.borrow().get(heading) {
            return *zone;
        }
        let first = |h: &'_ str| h.find([':', '/', '–', '—']).and_then(|at| self.rules.zone(&h[..at]));
        let zone = self.rules.zone(heading).or_else(|| first(heading));
        let zone = zone.filter(|z| !matches!(z, Zone::Title | Zone::Table | Zone::Caption));
        let mut said = self.said.borrow_mut();
        if said.len() < REMEMBERED {
            said.insert(heading.to_owned(), zone);
        }
        zone
    }
}

/// The headings open at a place of a document, outermost first.
pub(super) struct Outline<'z> {
    zones: &'z Zones<'z>,
    open: Vec<Level>,
    section: Option<u32>,
    /// Blocks were added since the last heading.
    content: bool,
}

struct Level {
    depth: usize,
    title: String,
    zone: Zone,
    part: Option<Zone>,
    /// Headings below do not change the zone.
    locked: bool,
    /// A part of an abstract although its heading stands as high as the abstract's.
    flat: bool,
}

impl<'z> Outline<'z> {
    /// Nothing open: zone other.
    pub(super) fn new(zones: &'z Zones<'z>) -> Self {
        Self { zones, open: Vec::new(), section: None, content: false }
    }

    /// The zone a heading opens by itself.
    pub(super) fn known(&self, heading: &str) -> Option<Zone> {
        self.zones.zone(heading)
    }

    /// Opens a heading at `depth` (1 is the outermost), closing those as deep or deeper. `hint` counts when its words say nothing.
    pub(super) fn open(&mut self, document: &mut Document, depth: usize, title: &str, hint: Option<Zone>) {
        let zone = self.known(title).or(hint);
        let flat = self.is_flat_part(depth, zone);
        let depth = depth + usize::from(flat);
        self.close(depth);
        let (zone, part, locked) = match self.open.last() {
            Some(above) if above.locked => (above.zone, above.part, true),
            Some(above) if above.zone == Zone::Abstract => {
                (Zone::Abstract, zone.filter(|z| *z != Zone::Abstract).or(above.part), false)
            }
            Some(above) => (zone.unwrap_or(above.zone), None, false),
            None => (zone.unwrap_or_default(), None, false),
        };
        self.push(document, Level { depth, title: title.to_owned(), zone, part, locked, flat });
    }

    /// Opens a stretch that is of this zone whatever its headings say.
    pub(super) fn lock(&mut self, document: &mut Document, depth: usize, title: &str, zone: Zone) {
        self.close(depth);
        let title = title.to_owned();
        self.push(document, Level { depth, title, zone, part: None, locked: true, flat: false });
    }

    /// Closes all headings at this depth and deeper.
    pub(super) fn close(&mut self, depth: usize) {
        self.open.retain(|level| level.depth < depth);
        self.section = None;
    }

    /// How deep the innermost open heading is; 0 if none is.
    pub(super) fn depth(&self) -> usize {
        self.open.last().map_or(0, |level| level.depth)
    }

    /// How deep a heading of this zone stands in a text that does not show it: below the part of a paper that is open where it belongs there and
    /// does not name a part by itself (`Theme 1` in the results, `Limitations` in the discussion), else at the top.
    pub(super) fn level(&self, heading: &str, zone: Zone) -> usize {
        let Some(part) = self.open.first().filter(|level| level.depth == 1 && level.part.is_none()) else { return 1 };
        let belongs = match part.zone {
            Zone::Introduction | Zone::Methods | Zone::Conclusion => zone == part.zone,
            // who took part is told in the results too
            Zone::Results => matches!(zone, Zone::Results | Zone::Methods),
            Zone::Discussion => matches!(zone, Zone::Discussion | Zone::Limitations),
            _ => false,
        };
        let names = zone != Zone::Limitations && heading.to_lowercase().contains(zone.name().trim_end_matches('s'));
        if belongs && !names { 2 } else { 1 }
    }

    /// The zone of what stands here.
    pub(super) fn zone(&self) -> Zone {
        self.open.last().map_or(Zone::Other, |level| level.zone)
    }

    /// A block of this kind and place, not yet in the document.
    pub(super) fn block(&mut self, document: &mut Document, kind: BlockKind, span: Span) -> Block {
        self.content |= kind != BlockKind::Heading;
        let (zone, part) = self.open.last().map_or((Zone::Other, None), |level| (level.zone, level.part));
        Block { kind, zone, part, span, section: self.section(document), ..Block::default() }
    }

    /// The label of the section that is open.
    fn section(&mut self, document: &mut Document) -> Option<u32> {
        if self.section.is_none() && !self.open.is_empty() {
            let titles: Vec<&str> = self.open.iter().map(|l| l.title.as_str()).filter(|t| !t.is_empty()).collect();
            self.section = (!titles.is_empty()).then(|| document.intern(&titles.join(" > ")));
        }
        self.section
    }

    fn push(&mut self, document: &mut Document, level: Level) {
        self.open.push(level);
        self.content = false;
        self.section = None;
        let _ = self.section(document);
    }

    /// Where headings have no levels, "Abstract" followed at once by "Background", "Methods" ... is a structured abstract:
    /// these are its parts, until one comes again or the conclusion has passed. Not where its parts have headings of a lower level.
    fn is_flat_part(&self, depth: usize, zone: Option<Zone>) -> bool {
        let Some(at) = self.open.iter().position(|l| l.depth == depth && l.zone == Zone::Abstract && l.part.is_none())
        else {
            return false;
        };
        match self.open.get(at + 1) {
            None => !self.content && zone.is_some_and(|z| z != Zone::Abstract),
            Some(part) => {
                part.flat && zone.is_some_and(|z| Some(z) >= part.part && part.part != Some(Zone::Conclusion))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing;

    fn places(headings: &[(usize, &str)]) -> Vec<(Zone, Option<Zone>, String)> {
        let mut document = Document::default();
        let zones = Zones::new(testing::zones());
        let mut outline = Outline::new(&zones);
        let mut place = |(depth, title): &(usize, &str)| {
            outline.open(&mut document, *depth, title, None);
            let block = outline.block(&mut document, BlockKind::Heading, Span::new(0, 0));
            (block.zone, block.part, document.label(block.section).unwrap_or_default().to_owned())
        };
        headings.iter().map(&mut place).collect()
    }

    #[test]
    fn sub_headings_keep_the_zone_above() {
        let seen = places(&[(1, "Methods"), (2, "Setting"), (1, "Discussion"), (2, "Limitations")]);
        assert_eq!(seen[1], (Zone::Methods, None, "Methods > Setting".into()));
        assert_eq!(seen[3], (Zone::Limitations, None, "Discussion > Limitations".into()));
    }

    #[test]
    fn an_abstract_has_parts() {
        let seen = places(&[(1, "Abstract"), (2, "Results")]);
        assert_eq!(seen[1], (Zone::Abstract, Some(Zone::Results), "Abstract > Results".into()));
    }

    #[test]
    fn an_abstract_with_headings_below_it_ends_at_its_own_level() {
        let seen = places(&[(2, "Abstract"), (3, "Results"), (2, "Results"), (3, "Staff"), (2, "Discussion")]);
        assert_eq!(seen[1].1, Some(Zone::Results));
        assert_eq!(seen[2], (Zone::Results, None, "Results".into()));
        assert_eq!(seen[3], (Zone::Results, None, "Results > Staff".into()));
        assert_eq!(seen[4].0, Zone::Discussion);
    }

    #[test]
    fn a_flat_structured_abstract_ends_where_the_paper_begins() {
        let flat =
            ["Abstract", "Background", "Objective", "Methods", "Results", "Conclusions", "Background", "Methods"];
        let seen = places(&flat.map(|title| (1, title)));
        let zones: Vec<Zone> = seen.iter().map(|s| s.0).collect();
        assert_eq!(zones[..6], [Zone::Abstract; 6]);
        assert_eq!(zones[6..], [Zone::Introduction, Zone::Methods]);
    }
}
