//! Measures outside any funnel: a group of charts for each family of codes and for each further breakdown.

use super::super::PublishError;
use super::super::figures::Figure;
use super::chart::{Bar, Line, Point, Svg, Words, bars, lines};
use super::page::Page;
use super::text;
use super::view::{Breakdown, Topic, View};
use std::collections::BTreeMap;

/// Codes that are shown in one chart, under one heading.
struct Group {
    heading: String,
    /// Topics, and of each the dimension and the codes.
    parts: Vec<(usize, Breakdown)>,
}

/// Most series of a chart: as many as there are colours.
const MOST: usize = 8;

pub(super) fn section(page: &mut Page, view: &View<'_>) -> Result<(), PublishError> {
    page.raw("<section id=\"recorded\">\n<h2>Recorded</h2>\n");
    if view.figures.periods.len() > 1 {
        page.raw("<p class=\"lead\">A line leads from one period to the next only where the same members reported in both. \
              A hollow point begins a series that does not compare with what stands before it.</p>\n");
    }
    let mut id = 0;
    for group in groups(view) {
        page.wrap("<h3>", &group.heading, "</h3>\n<div class=\"charts\">\n");
        for (at, breakdown) in &group.parts {
            if let Some(topic) = view.topics.get(*at) {
                id += 1;
                figure(page, view, topic, breakdown, &group.heading, id)?;
            }
        }
        page.raw("</div>\n");
    }
    page.raw("</section>\n");
    Ok(())
}

/// By the first dimension of each topic: the roots together, then every family; then the other dimensions.
fn groups(view: &View<'_>) -> Vec<Group> {
    let mut all: Vec<(String, Group)> = Vec::new();
    let mut put = |key: String, heading: String, at: usize, part: Breakdown| {
        for codes in part.codes.chunks(MOST) {
            let part = Breakdown { place: part.place, codes: codes.to_vec() };
            match all.iter_mut().find(|(known, _)| *known == key) {
                Some((_, group)) => group.parts.push((at, part)),
                None => all.push((key.clone(), Group { heading: heading.clone(), parts: vec![(at, part)] })),
            }
        }
    };
    let recorded = |topic: &Topic| view.measure(topic.measure).is_some_and(|one| one.funnel.is_none());
    let topics = || view.topics.iter().enumerate().filter(|(_, topic)| recorded(topic));
    for (at, topic) in topics() {
        let Some(first) = topic.breakdowns.first() else { continue };
        for (heading, key, codes) in families(view, topic, first) {
            put(format!("{}/{key}", first.place), heading, at, Breakdown { place: first.place, codes });
        }
    }
    for (at, topic) in topics() {
        for other in topic.breakdowns.iter().skip(1) {
            let heading = format!("By {}", view.dimension(other.place).to_lowercase());
            let broad = topic.broadest(other.place);
            let codes = other.codes.iter().filter(|code| *code != broad).cloned().collect();
            put(format!("{}", other.place), heading, at, Breakdown { place: other.place, codes });
        }
    }
    all.into_iter().map(|(_, group)| group).collect()
}

/// Heading, key and codes: roots first, then each family with more than its root.
fn families(view: &View<'_>, topic: &Topic, of: &Breakdown) -> Vec<(String, String, Vec<String>)> {
    // The broadest code stands above all families; it is a family of its own.
    let broad = topic.broadest(of.place);
    let below: Vec<&String> = of.codes.iter().filter(|code| *code != broad).collect();
    let mut order: Vec<String> = Vec::new();
    let mut by_root: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in &of.codes {
        let root = view.root(of.place, code, &below);
        if !by_root.contains_key(&root) {
            order.push(root.clone());
        }
        by_root.entry(root).or_default().push(code.clone());
    }
    let heading = format!("Overview by {}", view.dimension(of.place).to_lowercase());
    let tops: Vec<String> = order.iter().filter(|root| of.codes.contains(root)).cloned().collect();
    let mut all = Vec::new();
    if tops.len() > 1 || order.iter().all(|root| by_root.get(root).is_none_or(|codes| codes.len() < 2)) {
        all.push((heading, "/".to_owned(), tops));
    }
    for root in order.iter().filter(|root| *root != broad) {
        if let Some(codes) = by_root.get(root).filter(|codes| codes.len() > 1) {
            all.push((view.label(of.place, root).to_owned(), root.clone(), codes.clone()));
        }
    }
    all
}

fn figure(
    page: &mut Page,
    view: &View<'_>,
    topic: &Topic,
    part: &Breakdown,
    heading: &str,
    id: usize,
) -> Result<(), PublishError> {
    let series: Vec<Line> = part.codes.iter().map(|code| line(view, topic, part.place, code)).collect();
    let published = |line: &&Line| line.points.iter().any(|point| point.value.is_some());
    let (open, shut): (Vec<Line>, Vec<Line>) = series.into_iter().partition(|line| published(&line));
    let name = view.measure_name(topic.measure);
    page.wrap("<figure>\n<figcaption>", name, "</figcaption>\n");
    if !open.is_empty() {
        let title = format!("{name}: {heading}");
        let description = words(&topic.periods, &open);
        let words = Words { id, title: &title, description: &description };
        page.chart(&chart(&words, &topic.periods, &open)?);
        if topic.periods.len() > 1 {
            legend(page, &topic.periods, &open);
        }
    }
    let nobody = |line: &&Line| line.points.iter().all(|point| point.text == text::NOBODY);
    let (unreported, withheld): (Vec<&Line>, Vec<&Line>) = shut.iter().partition(nobody);
    for (what, lines) in
        [("<p class=\"note\">Withheld: ", withheld), ("<p class=\"note\">Nobody reported: ", unreported)]
    {
        if !lines.is_empty() {
            let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
            page.wrap(what, &names.join("; "), "</p>\n");
        }
    }
    page.raw("</figure>\n");
    Ok(())
}

fn chart(words: &Words<'_>, periods: &[String], open: &[Line]) -> Result<Svg, PublishError> {
    if periods.len() > 1 {
        return lines(words, periods, open);
    }
    let bar = |line: &Line| Bar {
        name: line.name.clone(),
        value: line.points.first().and_then(|point| point.value),
        text: line.points.first().map_or_else(String::new, |point| point.text.clone()),
    };
    bars(words, &open.iter().map(bar).collect::<Vec<Bar>>(), true)
}

/// Whether it compares with the point before it in the same chart.
fn joined(figure: &Figure) -> bool {
    figure.past.as_ref().is_some_and(|past| !past.earlier && past.breaks.is_empty())
}

fn line(view: &View<'_>, topic: &Topic, place: usize, code: &str) -> Line {
    let point = |period: &String| {
        let figure = view.part(topic, place, code, period);
        Point {
            value: figure.and_then(|figure| figure.value),
            text: text::figure(figure),
            joined: figure.is_some_and(joined),
        }
    };
    Line { name: view.label(place, code).to_owned(), points: topic.periods.iter().map(point).collect() }
}

/// The chart in words: every series with all its values.
fn words(periods: &[String], lines: &[Line]) -> String {
    let line = |line: &Line| {
        let values = periods.iter().zip(&line.points);
        let values: Vec<String> = values.map(|(period, point)| format!("{period} {}", point.text)).collect();
        format!("{}: {}.", line.name, values.join(", "))
    };
    lines.iter().map(line).collect::<Vec<String>>().join(" ")
}

fn legend(page: &mut Page, periods: &[String], lines: &[Line]) {
    page.raw("<ul class=\"legend\">\n");
    for (at, line) in lines.iter().enumerate() {
        page.wrap("<li class=\"s", &(at % MOST).to_string(), "\"><span>");
        page.wrap("", &line.name, "</span> ");
        let latest = periods.iter().zip(&line.points).rev().find(|(_, point)| point.value.is_some());
        if let Some((period, point)) = latest {
            page.wrap("<b>", &point.text, "</b>");
            if periods.last() != Some(period) {
                page.wrap(" <small>(", period, ")</small>");
            }
        }
        page.raw("</li>\n");
    }
    page.raw("</ul>\n");
}
