//! Bars from zero, one below the other, each under its label: solid up to the least that a total can be, light up to the greatest,
//! so that no length says more than the numbers do. Beneath it, thin, the same figure of the period before.

use super::super::PublishError;
use super::super::past::Seen;
use super::chart::{Area, Ink, SPAN, Svg, Words, broken, draw, refused, scaled, write};
use plotters::prelude::Rectangle;
use plotters::style::{Color, text_anchor::HPos};

/// A bar with its label.
pub(super) struct Bar {
    pub(super) name: String,
    /// How many of the other bars stand above it, whose parts it is among.
    pub(super) depth: usize,
    /// None: withheld, or nobody reported it.
    pub(super) now: Option<Seen>,
    /// The same for readers: the value, or from where to where it lies.
    pub(super) text: String,
    /// The period before, where the two compare.
    pub(super) then: Option<Seen>,
}

/// Characters of a label's line that fit beside a number.
const LABEL: usize = 44;
/// Pixels of a line of a label, and by which a part stands in.
const LINE: i32 = 16;
const INDENT: i32 = 16;
/// From the last line of the label to the bar.
const GAP: i32 = 9;
/// Height of a bar of a whole, of a part, and of the period before.
const WHOLE: i32 = 11;
const PART: i32 = 7;
const THEN: i32 = 3;
/// Under each bar.
const FOOT: i32 = 6;
/// How much of its colour a part of a bar has that may be there or not.
const LIGHT: f64 = 0.4;

impl Bar {
    const fn indent(&self) -> i32 {
        let depth = if self.depth > 4 { 4 } else { self.depth };
        depth as i32 * INDENT
    }

    fn label(&self) -> Vec<String> {
        broken(&self.name, LABEL.saturating_sub(self.depth.min(4) * 2))
    }

    const fn thick(&self) -> i32 {
        if self.depth == 0 { WHOLE } else { PART }
    }

    fn height(&self) -> i32 {
        let lines = i32::try_from(self.label().len()).unwrap_or(1);
        let then = if self.then.is_some() { THEN + 2 } else { 0 };
        lines * LINE + GAP + self.thick() + then + FOOT
    }
}

/// Wholes and their parts on one scale.
pub(super) fn bars(words: &Words<'_>, bars: &[Bar]) -> Result<Svg, PublishError> {
    let ends = bars.iter().flat_map(|bar| [bar.now, bar.then]).flatten().map(|seen| seen.high);
    let most = ends.max().unwrap_or(0);
    let height = bars.iter().map(Bar::height).sum::<i32>();
    draw(words, (SPAN, height.max(1)), |area| {
        let mut top = 0;
        for bar in bars {
            one(area, bar, top, most)?;
            top += bar.height();
        }
        Ok(())
    })
}

fn one(area: &Area<'_>, bar: &Bar, top: i32, most: u64) -> Result<(), PublishError> {
    let ink = if bar.now.is_some() { Ink::Text } else { Ink::Muted };
    let mut y = top;
    for (at, line) in bar.label().iter().enumerate() {
        write(area, line, (bar.indent(), y + 10), Ink::Text, HPos::Left)?;
        if at == 0 {
            write(area, &bar.text, (SPAN, y + 10), ink, HPos::Right)?;
        }
        y += LINE;
    }
    y += GAP - 5;
    let lane = [(0, y), (SPAN, y + bar.thick())];
    area.draw(&Rectangle::new(lane, Ink::Grid.colour().mix(0.5).filled())).map_err(refused)?;
    let series = if bar.depth == 0 { Ink::Series(0) } else { Ink::Series(6) };
    if let Some(now) = bar.now {
        extent(area, now, most, (y, bar.thick()), series)?;
    }
    if let Some(then) = bar.then {
        extent(area, then, most, (y + bar.thick() + 2, THEN), Ink::Muted)?;
    }
    Ok(())
}

/// Solid up to the least, light up to the greatest.
fn extent(
    area: &Area<'_>,
    seen: Seen,
    most: u64,
    (y, thick): (i32, i32),
    ink: Ink,
) -> Result<(), PublishError> {
    let (low, high) = (scaled(seen.low, most, SPAN), scaled(seen.high, most, SPAN));
    let piece = |from: i32, to: i32, share: f64| {
        if to <= from {
            return Ok(());
        }
        let corners = [(from, y), (to, y + thick)];
        area.draw(&Rectangle::new(corners, ink.colour().mix(share).filled())).map_err(refused)
    };
    piece(0, low, 1.0)?;
    piece(low, high, LIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seen(low: u64, high: u64) -> Option<Seen> {
        Some(Seen { value: (low + high) / 2, low, high })
    }

    fn bar(name: &str, depth: usize, now: Option<Seen>, then: Option<Seen>) -> Bar {
        Bar { name: name.to_owned(), depth, now, text: "shown".to_owned(), then }
    }

    fn drawn(all: &[Bar]) -> String {
        bars(&Words { id: 1, title: "a < b", description: "\"x\" & y" }, all).unwrap().markup().to_owned()
    }

    /// Beginning and width of every rectangle of a colour.
    fn pieces(markup: &str, ink: &str) -> Vec<(i32, i32)> {
        let rects = markup.split("<rect").skip(1).filter_map(|rest| rest.split("/>").next());
        let number = |rect: &str, name: &str| {
            let (_, rest) = rect.split_once(&format!(" {name}=\"")).unwrap();
            rest.split('"').next().unwrap().parse::<i32>().unwrap()
        };
        rects
            .filter(|rect| rect.contains(ink))
            .map(|rect| (number(rect, "x"), number(rect, "width")))
            .collect()
    }

    /// 100 to 300 of 440: nothing ends in the middle, where no total is more likely than elsewhere.
    #[test]
    fn a_bar_ends_where_the_numbers_do_and_nowhere_between() {
        let markup = drawn(&[bar("all", 0, seen(440, 440), None), bar("few", 1, seen(100, 300), None)]);
        assert_eq!(pieces(&markup, "--c0"), [(0, 440)]);
        assert_eq!(pieces(&markup, "--c6"), [(0, 100), (100, 200)]);
        // The same for every total within the ends: the value plays no part.
        let other = Some(Seen { value: 101, low: 100, high: 300 });
        let again = drawn(&[bar("all", 0, seen(440, 440), None), bar("few", 1, other, None)]);
        assert_eq!(markup, again);
    }

    #[test]
    fn the_period_before_lies_beneath_on_the_same_scale() {
        let markup = drawn(&[bar("a", 0, seen(220, 220), seen(430, 440))]);
        assert_eq!(pieces(&markup, "--c0"), [(0, 220)]);
        assert_eq!(pieces(&markup, "--muted"), [(0, 430), (430, 10)]);
        let alone = drawn(&[bar("a", 0, seen(220, 220), None)]);
        assert!(pieces(&alone, "--muted").is_empty());
    }

    #[test]
    fn labels_stay_whole_and_parts_stand_in() {
        let long = "Unlawful interference with a computer system or computer data, whatever it is called";
        let markup = drawn(&[bar("All", 0, seen(9, 9), None), bar(long, 2, seen(5, 5), None)]);
        let words: Vec<&str> =
            markup.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for word in long.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            assert!(words.contains(&word), "{word}: {markup}");
        }
        assert!(!markup.contains('\u{2026}') && markup.contains("<text x=\"32\""), "{markup}");
    }

    #[test]
    fn text_from_outside_is_escaped_and_no_plain_colour_is_left() {
        let mut none = bar("none", 0, None, None);
        none.text = "withheld".to_owned();
        let markup = drawn(&[bar("<script>\"&", 0, seen(3, 3), None), none]);
        assert!(!markup.contains("<script") && !markup.contains('#'), "{markup}");
        assert!(markup.contains("a &lt; b") && markup.contains("withheld"));
    }
}
