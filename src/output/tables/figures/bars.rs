//! Diverging bars: barriers to the left, facilitators to the right, in two colours of the palette of Okabe and Ito (2008).
use super::{Area, Drawn, INK, LETTER, letters, width};
use crate::output::tables::Table;
use plotters::{
    prelude::{Color, DrawingBackend, PathElement, RGBColor, Rectangle, Text},
    style::text_anchor::HPos,
};

/// Vermillion.
const HINDERS: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// Blue.
const HELPS: RGBColor = RGBColor(0x00, 0x72, 0xb2);
const ROW: i32 = 24;
const TOP: i32 = 44;
/// Pixels of the longest bar.
const LONGEST: f64 = 230.0;
const MARGIN: i32 = 16;

/// Where everything stands.
pub(super) struct Plan<'t> {
    rows: Vec<(&'t str, u64, u64)>,
    /// Pixels of the labels.
    labels: i32,
    /// Pixels of the number at a bar's end.
    number: i32,
    most: u64,
}

impl<'t> Plan<'t> {
    pub(super) fn new(table: &'t Table) -> Self {
        let rows: Vec<(&str, u64, u64)> = table
            .rows
            .iter()
            .map(|r| (r.heads.last().map_or("", String::as_str), r.cells[0].count(), r.cells[1].count()))
            .collect();
        let most = rows.iter().map(|r| r.1.max(r.2)).max().unwrap_or(0);
        let number = (most.to_string().len() as f64 * LETTER) as i32 + 12;
        Self { labels: width(rows.iter().map(|r| r.0)), number, most, rows }
    }

    pub(super) fn size(&self) -> (u32, u32) {
        let across = self.axis() + LONGEST as i32 + self.number + MARGIN;
        (across as u32, (TOP + ROW * self.rows.len() as i32 + MARGIN) as u32)
    }

    /// Where the two sides meet.
    fn axis(&self) -> i32 {
        MARGIN + self.labels + 10 + self.number + LONGEST as i32
    }

    fn length(&self, n: u64) -> i32 {
        if self.most == 0 { 0 } else { (n as f64 / self.most as f64 * LONGEST).round() as i32 }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        let axis = self.axis();
        area.draw(&Text::new("Barriers", (axis - 8, 22), letters(INK, HPos::Right)))?;
        area.draw(&Text::new("Facilitators", (axis + 8, 22), letters(INK, HPos::Left)))?;
        for (at, row) in self.rows.iter().enumerate() {
            self.row(area, TOP + ROW * at as i32 + ROW / 2, *row)?;
        }
        let foot = TOP + ROW * self.rows.len() as i32;
        area.draw(&PathElement::new(vec![(axis, TOP - 6), (axis, foot + 6)], INK))
    }

    fn row<B: DrawingBackend>(&self, area: &Area<B>, y: i32, (label, hinders, helps): (&str, u64, u64)) -> Drawn<B> {
        let axis = self.axis();
        let (left, right) = (axis - self.length(hinders), axis + self.length(helps));
        area.draw(&Text::new(label.to_owned(), (MARGIN + self.labels, y), letters(INK, HPos::Right)))?;
        area.draw(&Rectangle::new([(left, y - 8), (axis, y + 8)], HINDERS.filled()))?;
        area.draw(&Rectangle::new([(axis, y - 8), (right, y + 8)], HELPS.filled()))?;
        area.draw(&Text::new(hinders.to_string(), (left - 5, y), letters(INK, HPos::Right)))?;
        area.draw(&Text::new(helps.to_string(), (right + 5, y), letters(INK, HPos::Left)))
    }
}
