//! What a chart and the table behind it hold: the same figures, period by period, those that an earlier round published among
//! them.

use super::super::PublishError;
use super::super::figures::Figure;
use super::super::past::{Past, Seen};
use super::bars::{Bar, bars};
use super::chart::{Svg, Words};
use super::lines::{Line, Point};
use super::text;
use super::view::{Topic, View};
use std::collections::BTreeSet;

/// A series.
pub(super) struct Row<'a> {
    pub(super) name: String,
    /// How many of the other rows stand above it, whose parts it is among.
    pub(super) depth: usize,
    /// Per period of the round.
    pub(super) figures: Vec<Option<&'a Figure>>,
}

/// Series over the same periods.
pub(super) struct Rows<'a> {
    /// What each of them is.
    pub(super) heading: String,
    /// Periods that an earlier round alone published.
    pub(super) earlier: Vec<String>,
    /// Periods of the round, ascending.
    pub(super) periods: Vec<String>,
    pub(super) all: Vec<Row<'a>>,
}

/// From so many periods on there are lines; below, bars are read more easily.
pub(super) const LINES_FROM: usize = 3;

impl<'a> Row<'a> {
    /// What an earlier round published of it for a period.
    pub(super) fn past(&self, period: &str) -> Option<&'a Past> {
        let pasts = self.figures.iter().flatten().filter_map(|figure| figure.past.as_ref());
        pasts.into_iter().find(|past| past.earlier && past.period == period)
    }

    /// The figure of the latest period.
    pub(super) fn latest(&self) -> Option<&'a Figure> {
        self.figures.last().copied().flatten()
    }

    /// Whether anything of it is published.
    pub(super) fn is_open(&self) -> bool {
        self.figures.iter().flatten().any(|figure| figure.value.is_some())
    }

    fn is_unreported(&self) -> bool {
        self.figures.iter().flatten().all(|figure| figure.reporters.is_empty())
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(heading: &str, periods: &[String], all: Vec<Row<'a>>) -> Self {
        let pasts =
            all.iter().flat_map(|row| row.figures.iter().flatten()).filter_map(|figure| figure.past.as_ref());
        let earlier: BTreeSet<&str> =
            pasts.filter(|past| past.earlier).map(|past| past.period.as_str()).collect();
        let earlier = earlier.into_iter().map(str::to_owned).collect();
        Self { heading: heading.to_owned(), earlier, periods: periods.to_vec(), all }
    }

    /// Codes of a topic in one dimension, every part behind its whole.
    pub(super) fn of_codes(view: &View<'a>, topic: &Topic, place: usize, codes: &[String]) -> Self {
        let row = |(code, depth): (String, usize)| Row {
            name: view.label(place, &code).to_owned(),
            depth,
            figures: topic.periods.iter().map(|period| view.part(topic, place, &code, period)).collect(),
        };
        let all = view.tree(place, codes).into_iter().map(row).collect();
        Self::new(view.dimension(place), &topic.periods, all)
    }

    /// Whether there are so many periods that a chart has lines.
    pub(super) fn is_long(&self) -> bool {
        self.earlier.len() + self.periods.len() >= LINES_FROM
    }

    /// Names of the rows of which nothing is published: withheld, then reported by nobody.
    pub(super) fn shut(&self) -> [Vec<&str>; 2] {
        let shut = |unreported: bool| {
            let shut = self.all.iter().filter(move |row| !row.is_open() && row.is_unreported() == unreported);
            shut.map(|row| row.name.as_str()).collect()
        };
        [shut(false), shut(true)]
    }

    /// Periods with which the latest one is compared where they can be.
    pub(super) fn compared(&self) -> Vec<&'a str> {
        let figures = self.all.iter().filter_map(Row::latest).filter(|figure| figure.compared().is_some());
        let periods: BTreeSet<&str> =
            figures.filter_map(|figure| figure.past.as_ref()).map(|past| past.period.as_str()).collect();
        periods.into_iter().collect()
    }

    /// Bars of the latest period; none where nothing is published.
    pub(super) fn bar_chart(&self, id: usize, title: &str) -> Result<Option<Svg>, PublishError> {
        let all = self.bars();
        if all.iter().all(|bar| bar.now.is_none()) {
            return Ok(None);
        }
        let description = all.iter().map(bar_words).collect::<Vec<String>>().join(" ");
        bars(&Words { id, title, description: &description }, &all).map(Some)
    }

    fn bars(&self) -> Vec<Bar> {
        let bar = |row: &Row<'a>| {
            let latest = row.latest();
            let text = latest.map_or_else(|| text::NOT_ASKED.to_owned(), |figure| text::figure(Some(figure)));
            let then = latest.and_then(Figure::compared).map(|(then, _)| then);
            Bar { name: row.name.clone(), depth: row.depth, now: latest.and_then(Figure::seen), text, then }
        };
        self.all.iter().map(bar).collect()
    }

    /// All periods, those that an earlier round published first.
    pub(super) fn axis(&self) -> Vec<String> {
        self.earlier.iter().chain(&self.periods).cloned().collect()
    }

    /// A row over all periods.
    pub(super) fn line(&self, row: &Row<'_>) -> Line {
        let axis = self.axis();
        let earlier = self.earlier.iter().map(|period| told(row.past(period)));
        let own = row.figures.iter().enumerate().map(|(at, figure)| {
            let before = (self.earlier.len() + at).checked_sub(1).and_then(|at| axis.get(at));
            asked(*figure, before)
        });
        Line { points: earlier.chain(own).collect() }
    }
}

fn bar_words(bar: &Bar) -> String {
    let then = bar.then.map(|then| format!(", before {}", text::seen(then))).unwrap_or_default();
    format!("{}: {}{then}.", bar.name, bar.text)
}

fn told(past: Option<&Past>) -> Point {
    let seen: Option<Seen> = past.and_then(|past| past.seen);
    let text = match past {
        Some(_) => seen.map_or_else(|| text::WITHHELD.to_owned(), text::seen),
        None => text::NOT_ASKED.to_owned(),
    };
    Point { seen, text, joined: false }
}

/// A line leads here from the point before only where it is that which this one compares with.
fn asked(figure: Option<&Figure>, before: Option<&String>) -> Point {
    let past = figure.and_then(|figure| figure.past.as_ref()).filter(|past| past.breaks.is_empty());
    Point {
        seen: figure.and_then(Figure::seen),
        text: figure.map_or_else(|| text::NOT_ASKED.to_owned(), |figure| text::figure(Some(figure))),
        joined: past.is_some_and(|past| Some(&past.period) == before),
    }
}
