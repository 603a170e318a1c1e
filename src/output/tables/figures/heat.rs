//! A field of squares, darker for more, in one hue (Blues of ColorBrewer, which is safe for colour-blind people), each with its number.
use super::{Area, Drawn, INK, LETTER, NAME, letters, width};
use crate::output::tables::{Table, table::shortened};
use plotters::{
    prelude::{Color, DrawingBackend, RGBColor, Rectangle, Text, WHITE},
    style::{FontTransform, text_anchor::HPos},
};

const SHADES: [RGBColor; 6] = [
    RGBColor(0xf7, 0xfb, 0xff),
    RGBColor(0xd2, 0xe3, 0xf3),
    RGBColor(0x9d, 0xca, 0xe1),
    RGBColor(0x5b, 0xa3, 0xcf),
    RGBColor(0x1f, 0x6f, 0xb3),
    RGBColor(0x08, 0x30, 0x6b),
];
/// From this shade on numbers are white.
const DARK: usize = 4;
const LINE: RGBColor = RGBColor(0xb8, 0xc4, 0xd0);
const ROW: i32 = 22;
const MARGIN: i32 = 14;

/// Where everything stands.
pub(super) struct Plan<'t> {
    rows: Vec<(&'t str, Vec<u64>)>,
    columns: Vec<String>,
    /// Pixels of the labels beside and above.
    side: i32,
    top: i32,
    /// Pixels of a square's width.
    square: i32,
    most: u64,
}

impl<'t> Plan<'t> {
    /// All rows but that of totals, all columns but the last.
    pub(super) fn new(table: &'t Table) -> Self {
        let columns: Vec<String> =
            table.columns.iter().rev().skip(1).rev().map(|c| shortened(&c.label, NAME)).collect();
        let counts = |cells: &[crate::output::tables::Cell]| cells[..columns.len()].iter().map(|c| c.count()).collect();
        let rows: Vec<(&str, Vec<u64>)> = table
            .rows
            .iter()
            .filter(|r| r.id != "total")
            .map(|r| (r.heads.last().map_or("", String::as_str), counts(&r.cells)))
            .collect();
        let most = rows.iter().flat_map(|r| &r.1).copied().max().unwrap_or(0);
        let square = ((most.to_string().len() as f64 * LETTER) as i32 + 10).max(22);
        Self {
            side: width(rows.iter().map(|r| r.0)),
            top: width(columns.iter().map(String::as_str)),
            square,
            most,
            rows,
            columns,
        }
    }

    pub(super) fn size(&self) -> (u32, u32) {
        let across = self.left() + self.square * self.columns.len() as i32 + MARGIN;
        (across.max(160) as u32, (self.upper() + ROW * self.rows.len() as i32 + MARGIN) as u32)
    }

    fn left(&self) -> i32 {
        MARGIN + self.side + 8
    }

    fn upper(&self) -> i32 {
        MARGIN + self.top + 8
    }

    /// 0 for none, then five steps up to the largest count.
    fn shade(&self, n: u64) -> usize {
        if n == 0 { 0 } else { (n * 5).div_ceil(self.most) as usize }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, area: &Area<B>) -> Drawn<B> {
        for (at, label) in self.columns.iter().enumerate() {
            let x = self.left() + self.square * at as i32 + self.square / 2;
            let style = letters(INK, HPos::Left).transform(FontTransform::Rotate270);
            area.draw(&Text::new(label.clone(), (x, self.upper() - 6), style))?;
        }
        for (at, (label, counts)) in self.rows.iter().enumerate() {
            let y = self.upper() + ROW * at as i32;
            area.draw(&Text::new((*label).to_owned(), (MARGIN + self.side, y + ROW / 2), letters(INK, HPos::Right)))?;
            for (column, n) in counts.iter().enumerate() {
                self.square(area, (self.left() + self.square * column as i32, y), *n)?;
            }
        }
        Ok(())
    }

    fn square<B: DrawingBackend>(&self, area: &Area<B>, (x, y): (i32, i32), n: u64) -> Drawn<B> {
        let corners = [(x, y), (x + self.square, y + ROW)];
        let shade = self.shade(n);
        area.draw(&Rectangle::new(corners, SHADES[shade].filled()))?;
        area.draw(&Rectangle::new(corners, LINE.stroke_width(1)))?;
        if n == 0 {
            return Ok(());
        }
        let color = if shade >= DARK { WHITE } else { INK };
        let middle = (x + self.square / 2, y + ROW / 2);
        area.draw(&Text::new(n.to_string(), middle, letters(color, HPos::Center)))
    }
}
