//! Charts as inline SVG, drawn with plotters. Its colours are names: after drawing they become CSS variables, so that a
//! chart follows light, dark and paper. Positions are whole pixels, computed in integers.

use super::super::PublishError;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use quick_xml::escape::escape;

/// Width of a chart; it is scaled to its column.
pub(super) const SPAN: i32 = 440;
/// Letters of 13 pixels: plotters divides sizes by 1.24.
const SIZE: f64 = 16.12;
/// Colours of series in style.css.
const COLOURS: usize = 8;

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

/// A chart of this width and height.
pub(super) fn draw(
    words: &Words<'_>,
    (width, height): (i32, i32),
    drawing: impl FnOnce(&Area<'_>) -> Result<(), PublishError>,
) -> Result<Svg, PublishError> {
    let mut markup = String::new();
    {
        let size = (width.unsigned_abs(), height.unsigned_abs());
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
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"t{id} d{id}\">\n\
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

/// `value` of `most` as a part of `length` pixels; what is not zero is seen.
pub(super) fn scaled(value: u64, most: u64, length: i32) -> i32 {
    let part = u128::from(value) * length.unsigned_abs() as u128 / u128::from(most.max(1));
    let part = i32::try_from(part).unwrap_or(length);
    if value > 0 { part.max(2) } else { part }
}

/// A label in lines of at most `most` characters, broken at blanks where there are any. Nothing is left out.
pub(super) fn broken(label: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        let mut letters = word.chars().peekable();
        while letters.peek().is_some() {
            let piece: String = letters.by_ref().take(most.max(1)).collect();
            match lines.last_mut() {
                Some(line) if line.is_empty() => *line = piece,
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= most => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_zero_is_seen_and_nothing_is_longer_than_its_lane() {
        assert_eq!([0, 1, 500, 1_000].map(|value| scaled(value, 1_000, 440)), [0, 2, 220, 440]);
        assert_eq!(scaled(1, u64::MAX, 440), 2);
        assert_eq!(scaled(u64::MAX, u64::MAX, 440), 440);
    }

    #[test]
    fn long_labels_are_broken_and_stay_whole() {
        assert_eq!(broken("short", 10), ["short"]);
        assert_eq!(broken("one two three", 7), ["one two", "three"]);
        assert_eq!(broken("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(broken("", 4), [""]);
        let long = "Unlawful interference with a computer system or computer data";
        assert_eq!(broken(long, 44).join(" "), long);
    }
}
