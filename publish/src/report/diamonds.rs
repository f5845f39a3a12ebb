//! What is pooled on a line of ratios, as meta-analyses draw it: diamonds, and a bar where a further country is to be expected.

use super::super::PublishError;
use super::chart::{Area, Ink, SPAN, Svg, Words, draw, refused, stroke, write};
use intertally_evaluation::Drawn;
use plotters::prelude::{Polygon, Rectangle};
use plotters::style::{Color, text_anchor::HPos};

/// A row of the chart.
pub(super) struct Row {
    pub(super) name: String,
    /// Value and interval for readers.
    pub(super) text: String,
    pub(super) drawn: Drawn,
}

/// Ratios that a line shows, with their logarithms in thousandths.
type Marks = [(&'static str, i32); 5];
const NEAR: Marks = [("\u{bc}", -1386), ("\u{bd}", -693), ("1", 0), ("2", 693), ("4", 1386)];
const FAR: Marks = [("1/16", -2773), ("\u{bc}", -1386), ("1", 0), ("4", 1386), ("16", 2773)];
/// The line ends a little behind the last of its marks; what lies further out is cut there.
const BEHIND: i32 = 214;
const ROW: i32 = 46;
const FOOT: i32 = 44;
/// Half of the height of what is drawn.
const HALF: i32 = 8;

fn ends(drawn: Drawn) -> (i32, i32) {
    match drawn {
        Drawn::Pooled([low, _, high]) | Drawn::Expected([low, high]) => (low, high),
    }
}

/// The line that shows all of it, or else the longer one.
fn marks(all: &[Row]) -> (&'static Marks, i32) {
    let end = |marks: &Marks| marks.last().map_or(0, |(_, last)| last + BEHIND);
    let fits = |row: &Row| {
        let (low, high) = ends(row.drawn);
        low.abs().max(high.abs()) <= end(&NEAR)
    };
    let marks = if all.iter().all(fits) { &NEAR } else { &FAR };
    (marks, end(marks))
}

/// One below the other, each under its name.
pub(super) fn diamonds(words: &Words<'_>, all: &[Row]) -> Result<Svg, PublishError> {
    let rows = i32::try_from(all.len()).unwrap_or(i32::MAX / ROW);
    let (marks, end) = marks(all);
    let across = |log: i32| (log.clamp(-end, end) + end) * SPAN / (2 * end);
    let floor = rows * ROW;
    draw(words, (SPAN, floor + FOOT), |area| {
        for (name, log) in marks {
            let (x, ink) = (across(*log), if *log == 0 { Ink::Muted } else { Ink::Grid });
            for row in 0..rows {
                stroke(area, vec![(x, row * ROW + 22), (x, row * ROW + ROW)], ink, 1)?;
            }
            write(area, name, (x, floor + 14), Ink::Muted, HPos::Center)?;
        }
        write(area, "\u{2190} fewer events", (across(0) - 12, floor + 34), Ink::Muted, HPos::Right)?;
        write(area, "more events \u{2192}", (across(0) + 12, floor + 34), Ink::Muted, HPos::Left)?;
        for (row, one) in (0..).zip(all) {
            let top = row * ROW;
            write(area, &one.name, (0, top + 12), Ink::Text, HPos::Left)?;
            write(area, &one.text, (SPAN, top + 12), Ink::Text, HPos::Right)?;
            shape(area, one.drawn, &across, top + 34)?;
        }
        Ok(())
    })
}

/// Both are at least a few pixels wide, so that they are seen.
fn shape(area: &Area<'_>, drawn: Drawn, across: &dyn Fn(i32) -> i32, y: i32) -> Result<(), PublishError> {
    match drawn {
        Drawn::Pooled(place) => {
            let [low, middle, high] = place.map(across);
            let (low, high) = (low.min(middle - 3), high.max(middle + 3));
            let corners = vec![(low, y), (middle, y - HALF), (high, y), (middle, y + HALF)];
            area.draw(&Polygon::new(corners, Ink::Series(0).colour().filled())).map_err(refused)
        }
        Drawn::Expected(place) => {
            let [low, high] = place.map(across);
            let high = high.max(low + 3);
            let bar = [(low, y - HALF / 2), (high, y + HALF / 2)];
            area.draw(&Rectangle::new(bar, Ink::Series(1).colour().filled())).map_err(refused)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(drawn: Drawn) -> Row {
        Row { name: "Odds <ratio>".into(), text: "0.62".into(), drawn }
    }

    fn drawn(all: &[Drawn]) -> String {
        let words = Words { id: 7, title: "t", description: "d" };
        let rows: Vec<Row> = all.iter().copied().map(row).collect();
        diamonds(&words, &rows).unwrap().markup().to_owned()
    }

    #[test]
    fn what_lies_far_out_is_cut_at_the_end_of_the_line() {
        let markup = drawn(&[Drawn::Pooled([-20_000, -500, 20_000]), Drawn::Pooled([-100, 0, 100])]);
        let (first, last) = (markup.contains("points=\"0,34"), format!("{SPAN},34"));
        assert!(first && markup.contains(&last), "{markup}");
        assert!(markup.contains("Odds &lt;ratio&gt;") && !markup.contains('#'));
    }

    #[test]
    fn the_line_is_as_long_as_what_is_drawn_needs() {
        let near = drawn(&[Drawn::Pooled([-600, -500, -400])]);
        assert!(near.contains('\u{bd}') && !near.contains("1/16"), "{near}");
        let far = drawn(&[Drawn::Pooled([-600, -500, -400]), Drawn::Expected([-1_900, 500])]);
        assert!(far.contains("1/16") && !far.contains('\u{bd}'), "{far}");
    }

    #[test]
    fn where_a_further_country_is_expected_is_a_bar_and_no_diamond() {
        let markup = drawn(&[Drawn::Expected([-693, 693])]);
        let (low, high) = ((1_600 - 693) * SPAN / 3_200, (1_600 + 693) * SPAN / 3_200);
        let bar = format!("<rect x=\"{low}\" y=\"30\" width=\"{}\" height=\"8\"", high - low);
        assert!(markup.contains(&bar) && !markup.contains("<polygon"), "{markup}");
    }
}
