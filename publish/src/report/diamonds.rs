//! Diamonds on a line of ratios, as meta-analyses draw what is pooled.

use super::super::PublishError;
use super::chart::{Ink, SPAN, Svg, Words, draw, refused, stroke, write};
use plotters::prelude::Polygon;
use plotters::style::{Color, text_anchor::HPos};

/// What is pooled, with its interval.
pub(super) struct Diamond {
    pub(super) name: String,
    /// Value and interval for readers.
    pub(super) text: String,
    /// Natural logarithms of the lower end, the ratio and the upper end, in thousandths.
    pub(super) place: [i32; 3],
}

/// Ratios that the line shows, with their logarithms in thousandths.
const MARKS: [(&str, i32); 5] = [("\u{bc}", -1386), ("\u{bd}", -693), ("1", 0), ("2", 693), ("4", 1386)];
/// The line ends a little behind the last of these; what lies further out is cut there.
const END: i32 = 1_600;
const ROW: i32 = 46;
const FOOT: i32 = 26;

/// One below the other, each under its name.
pub(super) fn diamonds(words: &Words<'_>, all: &[Diamond]) -> Result<Svg, PublishError> {
    let rows = i32::try_from(all.len()).unwrap_or(i32::MAX / ROW);
    let across = |log: i32| (log.clamp(-END, END) + END) * SPAN / (2 * END);
    let floor = rows * ROW;
    draw(words, floor + FOOT, |area| {
        for (name, log) in MARKS {
            let (x, ink) = (across(log), if log == 0 { Ink::Muted } else { Ink::Grid });
            for row in 0..rows {
                stroke(area, vec![(x, row * ROW + 22), (x, row * ROW + ROW)], ink, 1)?;
            }
            write(area, name, (x, floor + 14), Ink::Muted, HPos::Center)?;
        }
        for (row, one) in (0..).zip(all) {
            let top = row * ROW;
            write(area, &one.name, (0, top + 12), Ink::Text, HPos::Left)?;
            write(area, &one.text, (SPAN, top + 12), Ink::Text, HPos::Right)?;
            let ([low, middle, high], y) = (one.place.map(across), top + 34);
            let (low, high) = (low.min(middle - 3), high.max(middle + 3));
            let corners = vec![(low, y), (middle, y - 8), (high, y), (middle, y + 8)];
            area.draw(&Polygon::new(corners, Ink::Series(0).colour().filled())).map_err(refused)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_far_out_is_cut_at_the_end_of_the_line() {
        let one = |place| Diamond { name: "Odds <ratio>".into(), text: "0.62".into(), place };
        let words = Words { id: 7, title: "t", description: "d" };
        let svg = diamonds(&words, &[one([-20_000, -500, 20_000]), one([-100, 0, 100])]).unwrap();
        let (first, last) = (svg.markup().contains("points=\"0,34"), format!("{SPAN},34"));
        assert!(first && svg.markup().contains(&last), "{}", svg.markup());
        assert!(svg.markup().contains("Odds &lt;ratio&gt;") && !svg.markup().contains('#'));
    }
}
