//! Lines over three periods or more, from zero. A stroke up and down says from where to where a total lies.

use super::super::PublishError;
use super::super::past::Seen;
use super::chart::{Area, Ink, SPAN, Svg, Words, draw, refused, scaled, stroke, write};
use super::text::grouped;
use plotters::prelude::Circle;
use plotters::style::{Color, text_anchor::HPos};

/// A line of a chart over periods.
pub(super) struct Line {
    pub(super) name: String,
    /// Per period.
    pub(super) points: Vec<Point>,
}

/// A value in a period.
pub(super) struct Point {
    /// None: withheld, or not asked for.
    pub(super) seen: Option<Seen>,
    /// The same for readers.
    pub(super) text: String,
    /// The same members as in the period before: a line may lead here.
    pub(super) joined: bool,
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

/// Lines over periods, from zero. Where other members reported than before, the line is broken and the point hollow.
pub(super) fn lines(words: &Words<'_>, periods: &[String], lines: &[Line]) -> Result<Svg, PublishError> {
    const HEIGHT: i32 = 230;
    const FOOT: i32 = 26;
    const HEAD: i32 = 12;
    let most = lines
        .iter()
        .flat_map(|line| &line.points)
        .filter_map(|point| Some(point.seen?.high))
        .max()
        .unwrap_or(0);
    let ticks = ticks(most);
    let top = ticks.last().copied().unwrap_or(1);
    let widest = ticks.iter().map(|tick| grouped(*tick).chars().count()).max().unwrap_or(0);
    let left = 14 + 7 * widest as i32;
    let right = SPAN - 18;
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
        let here = point.seen.map(|seen| (place(at), level(seen.value)));
        if let Some(seen) = point.seen.filter(|seen| seen.low < seen.high) {
            stroke(area, vec![(place(at), level(seen.low)), (place(at), level(seen.high))], ink, 1)?;
        }
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

    /// From 100 to 300 of 400 in the middle period, exact in the two beside it.
    #[test]
    fn an_interval_is_a_stroke_from_end_to_end_and_a_break_has_no_line() {
        let point = |low: u64, high: u64, joined: bool| Point {
            seen: Some(Seen { value: (low + high) / 2, low, high }),
            text: String::new(),
            joined,
        };
        let line = Line {
            name: "a".into(),
            points: vec![point(400, 400, false), point(100, 300, true), point(50, 50, false)],
        };
        let periods = ["2022", "2023", "2024"].map(str::to_owned);
        let svg = lines(&Words { id: 1, title: "t", description: "d" }, &periods, &[line]).unwrap();
        let of = |width: &str| -> Vec<String> {
            let strokes = svg.markup().split("<polyline").skip(1).filter_map(|rest| rest.split("/>").next());
            let strokes = strokes.filter(|one| one.contains("--c0"));
            let strokes = strokes.filter(|one| one.contains(&format!("stroke-width=\"{width}\"")));
            strokes
                .map(|one| one.split_once("points=\"").unwrap().1.split('"').next().unwrap().to_owned())
                .collect()
        };
        // 192 pixels from zero, at 204, to 400.
        let upright = of("1");
        assert_eq!(upright.len(), 1, "{}", svg.markup());
        let ends: Vec<i32> = upright[0].split([' ', ',']).filter_map(|one| one.parse().ok()).collect();
        assert_eq!((ends[0], ends[1], ends[3]), (ends[2], 204 - 48, 204 - 144), "{upright:?}");
        assert_eq!(of("2").len(), 1, "from the first to the second alone");
    }
}
