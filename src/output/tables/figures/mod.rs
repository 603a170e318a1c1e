//! A table -> its figure as SVG, drawn with plotters: colours that colour-blind people tell apart, numbers beside every mark.
mod bars;
mod heat;

use super::{Figure, Table};
use crate::error::{Error, ErrorKind, Result};
use plotters::{
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind},
    prelude::{DrawingBackend, IntoDrawingArea, RGBColor, SVGBackend, WHITE},
    style::{
        Color, IntoFont, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Height of a line of letters in pixels; plotters makes the letters 1.24 times smaller.
const LETTERS: u32 = 16;
/// Letters of a name before it is cut; the table of the figure has the whole one.
const NAME: usize = 40;
/// Pixels an average letter takes.
const LETTER: f64 = 6.9;

type Drawn<B> = std::result::Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;
type Area<B> = DrawingArea<B, Shift>;

/// The figure as SVG, if the table has one.
pub(super) fn draw(table: &Table) -> Result<Option<String>> {
    let Some(figure) = table.figure else { return Ok(None) };
    let mut svg = String::new();
    let (size, drawn) = match figure {
        Figure::Bars => {
            let plan = bars::Plan::new(table);
            (plan.size(), on(&mut svg, plan.size(), |area| plan.draw(area)))
        }
        Figure::Heat => {
            let plan = heat::Plan::new(table);
            (plan.size(), on(&mut svg, plan.size(), |area| plan.draw(area)))
        }
    };
    drawn.map_err(|e| Error::new(ErrorKind::Io, format!("the figure could not be drawn: {e}")))?;
    Ok(Some(named(&svg, table, size)))
}

fn on<'s>(
    svg: &'s mut String,
    size: (u32, u32),
    draw: impl FnOnce(&Area<SVGBackend<'s>>) -> Drawn<SVGBackend<'s>>,
) -> Drawn<SVGBackend<'s>> {
    let area = SVGBackend::with_string(svg, size).into_drawing_area();
    area.fill(&WHITE)?;
    draw(&area)?;
    area.present()
}

/// The drawing with a name for those who hear it, and free to shrink with the page.
fn named(svg: &str, table: &Table, (width, height): (u32, u32)) -> String {
    let name = super::formats::escape(&format!("{}. The numbers stand in the table of the same name.", table.title()));
    let head = format!("<svg role=\"img\" aria-label=\"{name}\" ");
    let fixed = format!("width=\"{width}\" height=\"{height}\"");
    svg.replacen("<svg ", &head, 1).replacen(&fixed, &format!("{fixed} class=\"figure {}\"", table.name), 1)
}

/// Letters that begin, end or are centred at a point, in the middle of their height.
fn letters(color: RGBColor, h: HPos) -> TextStyle<'static> {
    TextStyle {
        font: ("sans-serif", LETTERS).into_font(),
        color: color.to_backend_color(),
        pos: Pos::new(h, VPos::Center),
    }
}

/// Pixels that the longest of these labels takes.
fn width<'l>(labels: impl Iterator<Item = &'l str>) -> i32 {
    labels.map(|l| l.chars().map(across).sum::<f64>().ceil() as i32).max().unwrap_or(0)
}

/// Pixels that a letter takes: capitals and digits are wider than the average, signs of Chinese, Japanese and Korean the widest.
fn across(c: char) -> f64 {
    match c {
        'M' | 'W' => 1.7 * LETTER,
        '\u{2e80}'.. => 1.9 * LETTER,
        c if c.is_uppercase() => 1.4 * LETTER,
        c if c.is_ascii_digit() => 1.2 * LETTER,
        _ => LETTER,
    }
}
