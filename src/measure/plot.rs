//! Calibration -> a plot of reliability as SVG: mean score of each tenth against the share that came true.
use super::{Evaluation, stats::calibration::Bin};
use crate::error::{Error, ErrorKind, Result};
use plotters::{
    coord::Shift,
    drawing::DrawingAreaErrorKind,
    prelude::{
        ChartBuilder, Circle, Color, DrawingArea, DrawingBackend, EmptyElement, IntoDrawingArea, PathElement, RGBColor,
        SVGBackend, Text, WHITE,
    },
    style::IntoFont,
};

const SIZE: (u32, u32) = (460, 460);
const INK: RGBColor = RGBColor(0x1f, 0x4e, 0x79);
const PALE: RGBColor = RGBColor(0x90, 0x90, 0x90);

/// A panel for each kind of gold, side by side.
///
/// # Errors
/// If the drawing fails, which it does not in memory.
pub fn reliability(evaluation: &Evaluation) -> Result<String> {
    let kinds = [("Statements", &evaluation.statements), ("Running text", &evaluation.running_text)];
    let panels: Vec<(&str, &[Bin])> =
        kinds.iter().filter_map(|(name, f)| f.as_ref().map(|f| (*name, f.calibration.bins.as_slice()))).collect();
    let mut svg = String::new();
    let width = SIZE.0 * panels.len().max(1) as u32;
    let drawn = draw(SVGBackend::with_string(&mut svg, (width, SIZE.1)), &panels);
    drawn.map_err(|e| Error::new(ErrorKind::Io, format!("the plot could not be drawn: {e}")))?;
    Ok(svg)
}

type Drawn<B> = std::result::Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

fn draw<B: DrawingBackend>(backend: B, panels: &[(&str, &[Bin])]) -> Drawn<B> {
    let root = backend.into_drawing_area();
    root.fill(&WHITE)?;
    for (area, (name, bins)) in root.split_evenly((1, panels.len().max(1))).iter().zip(panels) {
        panel(area, name, bins)?;
    }
    root.present()
}

fn panel<B: DrawingBackend>(area: &DrawingArea<B, Shift>, name: &str, bins: &[Bin]) -> Drawn<B> {
    let mut chart = ChartBuilder::on(area)
        .caption(format!("{name}: score and what people said"), ("sans-serif", 16).into_font())
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(48)
        .build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
    chart.configure_mesh().disable_mesh().x_desc("mean score of the tenth").y_desc("share that people gave").draw()?;
    chart.draw_series([PathElement::new(vec![(0.0, 0.0), (1.0, 1.0)], PALE)])?;
    let points: Vec<(&Bin, (f64, f64))> = bins.iter().filter_map(|b| Some((b, (b.mean_score?, b.share?)))).collect();
    let bar = |(b, (x, _)): &(&Bin, (f64, f64))| {
        PathElement::new(vec![(*x, b.low.unwrap_or(0.0)), (*x, b.high.unwrap_or(1.0))], INK.mix(0.6))
    };
    chart.draw_series(points.iter().map(bar))?;
    chart.draw_series([PathElement::new(points.iter().map(|(_, p)| *p).collect::<Vec<_>>(), INK)])?;
    chart.draw_series(points.iter().map(|(b, p)| {
        let count = Text::new(b.n.to_string(), (7, -5), ("sans-serif", 11).into_font());
        EmptyElement::at(*p) + Circle::new((0, 0), 4, INK.filled()) + count
    }))?;
    Ok(())
}
