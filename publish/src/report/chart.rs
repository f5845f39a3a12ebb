//! Charts as inline SVG, drawn with plotters. Its colours are names: after drawing they become CSS variables, so that a
//! chart follows light, dark and paper. Positions are whole pixels, computed in integers.

use super::super::PublishError;
use super::text::{cut, grouped};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use quick_xml::escape::escape;

/// Width of every chart; it is scaled to its column.
const WIDTH: i32 = 440;
/// The same, for charts of other files.
pub(super) const SPAN: i32 = WIDTH;
/// Letters of 13 pixels: plotters divides sizes by 1.24.
const SIZE: f64 = 16.12;
/// Colours of series in style.css.
const COLOURS: usize = 8;
/// Characters of a label that fit beside a number.
const LABEL: usize = 46;

/// A finished chart.
pub(super) struct Svg(String);

impl Svg {
    pub(super) fn markup(&self) -> &str {
        &self.0
    }
}

/// Stands for a CSS variable until the drawing is done.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    Text,
    Muted,
    Grid,
    Paper,
    Series(usize),
}

impl Ink {
    pub(super) const fn colour(self) -> RGBColor {
        match self {
            Self::Text => RGBColor(2, 0, 0),
            Self::Muted => RGBColor(2, 0, 1),
            Self::Grid => RGBColor(2, 0, 2),
            Self::Paper => RGBColor(2, 0, 3),
            Self::Series(at) => RGBColor(1, 0, (at % COLOURS) as u8),
        }
    }

    fn variable(self) -> String {
        match self {
            Self::Text => "currentColor".to_owned(),
            Self::Muted => "var(--muted)".to_owned(),
            Self::Grid => "var(--grid)".to_owned(),
            Self::Paper => "var(--paper)".to_owned(),
            Self::Series(at) => format!("var(--c{})", at % COLOURS),
        }
    }
}

/// A line of a chart over periods.
pub(super) struct Line {
    pub(super) name: String,
    /// Per period.
    pub(super) points: Vec<Point>,
}

/// A value in a period.
pub(super) struct Point {
    /// None: withheld, or not asked for.
    pub(super) value: Option<u64>,
    /// The same for readers.
    pub(super) text: String,
    /// The same members as in the period before: a line may lead here.
    pub(super) joined: bool,
}

/// A bar with its label.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: Option<u64>,
    /// The same for readers: the value, or from where to where it lies.
    pub(super) text: String,
}

/// What a chart says in words.
pub(super) struct Words<'a> {
    /// Unique on the page.
    pub(super) id: usize,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

pub(super) fn refused(why: impl std::fmt::Display) -> PublishError {
    PublishError::Write { file: "report.html", why: why.to_string() }
}

pub(super) fn draw(
    words: &Words<'_>,
    height: i32,
    drawing: impl FnOnce(&Area<'_>) -> Result<(), PublishError>,
) -> Result<Svg, PublishError> {
    let mut markup = String::new();
    {
        let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
        let area = SVGBackend::with_string(&mut markup, size).into_drawing_area();
        drawing(&area)?;
        area.present().map_err(refused)?;
    }
    let body = markup.split_once('>').map_or("", |(_, rest)| rest);
    let mut body = body.replace(" font-family=\"sans-serif\"", "").replace(" opacity=\"1\"", "");
    let inks = (0..COLOURS).map(Ink::Series).chain([Ink::Text, Ink::Muted, Ink::Grid, Ink::Paper]);
    for ink in inks {
        let RGBColor(red, green, blue) = ink.colour();
        body =
            body.replace(&format!("\"#{red:02X}{green:02X}{blue:02X}\""), &format!("\"{}\"", ink.variable()));
    }
    let (id, title, description) = (words.id, escape(words.title), escape(words.description));
    Ok(Svg(format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"t{id} d{id}\">\n\
         <title id=\"t{id}\">{title}</title>\n<desc id=\"d{id}\">{description}</desc>{body}"
    )))
}

pub(super) fn write(
    area: &Area<'_>,
    text: &str,
    at: (i32, i32),
    ink: Ink,
    anchor: HPos,
) -> Result<(), PublishError> {
    let colour = ink.colour();
    let style =
        TextStyle::from(("sans-serif", SIZE).into_font()).color(&colour).pos(Pos::new(anchor, VPos::Center));
    area.draw(&Text::new(text.to_owned(), at, style)).map_err(refused)
}

pub(super) fn stroke(
    area: &Area<'_>,
    points: Vec<(i32, i32)>,
    ink: Ink,
    width: u32,
) -> Result<(), PublishError> {
    area.draw(&PathElement::new(points, ink.colour().stroke_width(width))).map_err(refused)
}

/// Values of the axis from 0: at most five steps of 1, 2 or 5 times a power of ten. The last is not below `most`.
fn ticks(most: u64) -> Vec<u64> {
    let mut power = 1u64;
    loop {
        for step in [1, 2, 5].map(|factor| power.saturating_mul(factor)) {
            let steps = most.max(1).div_ceil(step);
            if steps <= 4 {
                return (0..=steps).map(|at| at.saturating_mul(step)).collect();
            }
        }
        power = power.saturating_mul(10);
    }
}

/// `value` of `most` as a part of `length` pixels; what is not zero is seen.
fn scaled(value: u64, most: u64, length: i32) -> i32 {
    let part = u128::from(value) * length.unsigned_abs() as u128 / u128::from(most.max(1));
    let part = i32::try_from(part).unwrap_or(length);
    if value > 0 { part.max(2) } else { part }
}

/// Lines over periods, from zero. Where other members reported than before, the line is broken and the point hollow.
pub(super) fn lines(words: &Words<'_>, periods: &[String], lines: &[Line]) -> Result<Svg, PublishError> {
    const HEIGHT: i32 = 230;
    const FOOT: i32 = 26;
    const HEAD: i32 = 12;
    let most = lines.iter().flat_map(|line| &line.points).filter_map(|point| point.value).max().unwrap_or(0);
    let ticks = ticks(most);
    let top = ticks.last().copied().unwrap_or(1);
    let widest = ticks.iter().map(|tick| grouped(*tick).chars().count()).max().unwrap_or(0);
    let left = 14 + 7 * widest as i32;
    let right = WIDTH - 18;
    let floor = HEIGHT - FOOT;
    let level = |value: u64| floor - scaled(value, top, floor - HEAD);
    let gaps = (periods.len().max(2) - 1) as i32;
    let place = |at: usize| left + 10 + (right - left - 10) * at as i32 / gaps;
    draw(words, HEIGHT, |area| {
        for tick in &ticks {
            let y = level(*tick);
            stroke(area, vec![(left, y), (right + 10, y)], Ink::Grid, 1)?;
            write(area, &grouped(*tick), (left - 6, y), Ink::Muted, HPos::Right)?;
        }
        let wide = periods.iter().map(|period| period.chars().count()).max().unwrap_or(1) as i32;
        // Labels need 8 pixels a letter; where they do not fit, every second, third, ... is left, counted from the last.
        let every = (8 * wide + 8).max(1) as usize * gaps as usize / (right - left - 10).max(1) as usize + 1;
        for (at, period) in periods.iter().enumerate() {
            if (periods.len() - 1 - at).is_multiple_of(every) {
                let (x, anchor) = if at + 1 == periods.len() {
                    (right + 10, HPos::Right)
                } else {
                    (place(at), HPos::Center)
                };
                write(area, period, (x, floor + 16), Ink::Muted, anchor)?;
            }
        }
        // The first line lies on top.
        for (at, line) in lines.iter().enumerate().rev() {
            one_line(area, line, Ink::Series(at), &place, &level)?;
        }
        Ok(())
    })
}

fn one_line(
    area: &Area<'_>,
    line: &Line,
    ink: Ink,
    place: &dyn Fn(usize) -> i32,
    level: &dyn Fn(u64) -> i32,
) -> Result<(), PublishError> {
    let mut before: Option<(i32, i32)> = None;
    let mut dots = Vec::new();
    for (at, point) in line.points.iter().enumerate() {
        let here = point.value.map(|value| (place(at), level(value)));
        if let (Some(from), Some(to), true) = (before, here, point.joined) {
            stroke(area, vec![from, to], ink, 2)?;
        }
        dots.extend(here.map(|here| (here, before.is_some() && !point.joined)));
        before = here;
    }
    for (here, broken) in dots {
        let fill = if broken { Ink::Paper } else { ink };
        area.draw(&Circle::new(here, 3, fill.colour().filled())).map_err(refused)?;
        area.draw(&Circle::new(here, 3, ink.colour().stroke_width(2))).map_err(refused)?;
    }
    Ok(())
}

/// Bars from zero, one below the other, each under its label. `one_colour`: steps of one thing, not several things.
pub(super) fn bars(words: &Words<'_>, bars: &[Bar], one_colour: bool) -> Result<Svg, PublishError> {
    const ROW: i32 = 42;
    const BAR: i32 = 10;
    let most = bars.iter().filter_map(|bar| bar.value).max().unwrap_or(0);
    let rows = bars.len() as i32;
    draw(words, rows * ROW + 4, |area| {
        for (at, bar) in bars.iter().enumerate() {
            let y = at as i32 * ROW;
            let (ink, text) = if bar.value.is_some() {
                (Ink::Series(if one_colour { 0 } else { at }), Ink::Text)
            } else {
                (Ink::Grid, Ink::Muted)
            };
            write(area, &cut(&bar.name, LABEL), (0, y + 12), Ink::Text, HPos::Left)?;
            write(area, &bar.text, (WIDTH, y + 12), text, HPos::Right)?;
            let lane = |width: i32, ink: Ink| {
                let corners = [(0, y + 23), (width, y + 23 + BAR)];
                area.draw(&Rectangle::new(corners, ink.colour().filled())).map_err(refused)
            };
            lane(WIDTH, Ink::Grid)?;
            if let Some(value) = bar.value {
                lane(scaled(value, most, WIDTH), ink)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_hold_their_largest_value_in_few_round_steps() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(7), [0, 2, 4, 6, 8]);
        for most in (0..3_000).chain([999_999, 2_000_001, u64::MAX / 20]) {
            let ticks = ticks(most);
            assert!(ticks.len() <= 5 && ticks.last().is_some_and(|last| *last >= most), "{most}: {ticks:?}");
        }
    }

    #[test]
    fn text_from_outside_is_escaped_and_no_plain_colour_is_left() {
        let bar = Bar { name: "<script>\"&".to_owned(), value: Some(3), text: "3".to_owned() };
        let words = Words { id: 1, title: "a < b", description: "\"x\" & y" };
        let svg = bars(
            &words,
            &[bar, Bar { name: "none".to_owned(), value: None, text: "withheld".to_owned() }],
            false,
        )
        .unwrap();
        assert!(!svg.markup().contains("<script"));
        assert!(!svg.markup().contains('#'), "{}", svg.markup());
        assert!(svg.markup().contains("a &lt; b") && svg.markup().contains("withheld"));
    }
}
