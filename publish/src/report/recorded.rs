//! Measures outside any funnel, by the unit that they are counted in: of each dimension a chart for every measure, all of one form.

use super::super::PublishError;
use super::super::figures::Figure;
use super::behind::behind;
use super::page::Page;
use super::rows::{LINES_FROM, Row, Rows};
use super::text;
use super::view::{Breakdown, Kind, Question, Topic, View};
use std::collections::BTreeMap;

/// Most series of a chart with lines: as many as there are colours.
const MOST: usize = 8;

pub(super) fn sections(page: &mut Page, view: &View<'_>) -> Result<(), PublishError> {
    let mut id = 0;
    for question in view.questions.iter().filter(|question| question.kind == Kind::Recorded) {
        section(page, view, question, &mut id)?;
    }
    Ok(())
}

fn section(
    page: &mut Page,
    view: &View<'_>,
    question: &Question,
    id: &mut usize,
) -> Result<(), PublishError> {
    page.wrap("<section id=\"", &question.id, "\">\n");
    page.wrap("<h2>", &question.title, "</h2>\n");
    let topics: Vec<&Topic> = question.topics.iter().filter_map(|at| view.topics.get(*at)).collect();
    let mut put = |page: &mut Page, (title, heading): (&str, &str), rows: &Rows<'_>, file: &str| {
        *id += 1;
        figure(page, view, (title, heading), rows, (file, *id))
    };
    let plain: Vec<&Topic> = topics.iter().copied().filter(|topic| topic.breakdowns.is_empty()).collect();
    if !plain.is_empty() {
        page.raw("<div class=\"charts\">\n");
        for rows in together(view, &plain) {
            put(page, ("All together", ""), &rows, &question.id)?;
        }
        page.raw("</div>\n");
    }
    for (place, parts) in by_dimension(&topics) {
        let dimension = view.dimension(place);
        page.wrap("<h3>By ", &dimension.to_lowercase(), "</h3>\n<div class=\"charts\">\n");
        for (topic, part) in parts {
            let name = view.measure_name(topic.measure);
            for (heading, codes) in charts(view, topic, part) {
                let rows = Rows::of_codes(view, topic, place, &codes);
                let code = view.measure(topic.measure).map_or("", |measure| measure.code.as_str());
                put(page, (name, &heading), &rows, &format!("{code}-{dimension}-{heading}"))?;
            }
        }
        page.raw("</div>\n");
    }
    page.raw("</section>\n");
    Ok(())
}

/// Topics that nothing breaks down, on one scale; apart where they have not the same periods.
fn together<'a>(view: &View<'a>, topics: &[&Topic]) -> Vec<Rows<'a>> {
    let place = view.figures.places.measure;
    let mut periods: Vec<&[String]> = topics.iter().map(|topic| topic.periods.as_slice()).collect();
    periods.dedup();
    let of = |periods: &[String]| {
        let own: Vec<&&Topic> = topics.iter().filter(|topic| topic.periods == periods).collect();
        let codes: Vec<String> = own.iter().map(|topic| topic.broadest(place).to_owned()).collect();
        let row = |topic: &&&Topic| Row {
            name: view.measure_name(topic.measure).to_owned(),
            depth: view.depth(place, topic.broadest(place), &codes),
            figures: periods.iter().map(|period| view.whole(topic, period)).collect(),
        };
        Rows::new(view.dimension(place), periods, own.iter().map(row).collect())
    };
    periods.into_iter().map(of).collect()
}

/// Topics by the dimensions in which they are broken down, the first of each topic first.
fn by_dimension<'t>(topics: &[&'t Topic]) -> Vec<(usize, Vec<(&'t Topic, &'t Breakdown)>)> {
    let mut all: Vec<(usize, Vec<(&Topic, &Breakdown)>)> = Vec::new();
    let most = topics.iter().map(|topic| topic.breakdowns.len()).max().unwrap_or(0);
    for at in 0..most {
        for topic in topics.iter().copied() {
            let Some(part) = topic.breakdowns.get(at) else { continue };
            match all.iter_mut().find(|(place, _)| *place == part.place) {
                Some((_, parts)) => parts.push((topic, part)),
                None => all.push((part.place, vec![(topic, part)])),
            }
        }
    }
    all
}

/// Headings and codes of a breakdown's charts: one with the whole tree, or, where there are lines, one of what stands on top and
/// one for each family.
fn charts(view: &View<'_>, topic: &Topic, part: &Breakdown) -> Vec<(String, Vec<String>)> {
    if !Rows::of_codes(view, topic, part.place, &part.codes).is_long() {
        return vec![(String::new(), part.codes.clone())];
    }
    let pieces = families(view, topic, part).into_iter().flat_map(|(heading, codes)| {
        codes.chunks(MOST).map(|codes| (heading.clone(), codes.to_vec())).collect::<Vec<_>>()
    });
    pieces.collect()
}

/// Heading and codes: what stands on top first, then each family with more than its root.
fn families(view: &View<'_>, topic: &Topic, of: &Breakdown) -> Vec<(String, Vec<String>)> {
    let broad = topic.broadest(of.place);
    // The broadest code stands above all families; it is a family of its own.
    let below: Vec<String> = of.codes.iter().filter(|code| *code != broad).cloned().collect();
    let mut order: Vec<String> = Vec::new();
    let mut by_root: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in &of.codes {
        let root = view.root(of.place, code, &below);
        if !by_root.contains_key(&root) {
            order.push(root.clone());
        }
        by_root.entry(root).or_default().push(code.clone());
    }
    let mut all = vec![(String::new(), order.clone())];
    for root in order.iter().filter(|root| *root != broad) {
        if let Some(codes) = by_root.get(root).filter(|codes| codes.len() > 1) {
            all.push((view.label(of.place, root).to_owned(), codes.clone()));
        }
    }
    all
}

fn figure(
    page: &mut Page,
    view: &View<'_>,
    (name, heading): (&str, &str),
    rows: &Rows<'_>,
    (file, id): (&str, usize),
) -> Result<(), PublishError> {
    let title = if heading.is_empty() { name.to_owned() } else { format!("{name}: {heading}") };
    page.wrap("<figure>\n<figcaption>", &title, "");
    caption(page, rows);
    page.raw("</figcaption>\n");
    match rows.chart(id, &format!("{title}, by {}", rows.heading.to_lowercase()))? {
        Some(chart) => {
            page.chart(&chart);
            if rows.is_long() {
                legend(page, rows);
            }
        }
        None => page.raw("<p class=\"note\">Nothing can be shown.</p>\n"),
    }
    shut(page, rows);
    behind(page, view, &title, rows, file);
    page.raw("</figure>\n");
    Ok(())
}

/// The periods that a chart of bars shows.
pub(super) fn caption(page: &mut Page, rows: &Rows<'_>) {
    if rows.is_long() {
        return;
    }
    if let Some(period) = rows.periods.last() {
        page.wrap(" <small>", period, "");
        for before in rows.compared() {
            page.wrap(", thin: ", before, "");
        }
        page.raw("</small>");
    }
}

/// What a chart with lines has no line for.
fn shut(page: &mut Page, rows: &Rows<'_>) {
    if !rows.is_long() {
        return;
    }
    let [withheld, unreported] = rows.shut();
    for (what, names) in
        [("<p class=\"note\">Withheld: ", withheld), ("<p class=\"note\">Nobody reported: ", unreported)]
    {
        if !names.is_empty() {
            page.wrap(what, &names.join("; "), "</p>\n");
        }
    }
}

fn legend(page: &mut Page, rows: &Rows<'_>) {
    let axis = rows.axis();
    page.raw("<ul class=\"legend\">\n");
    for (at, line) in rows.lines().iter().enumerate() {
        page.wrap("<li class=\"s", &(at % MOST).to_string(), "\"><span>");
        page.wrap("", &line.name, "</span> ");
        let latest = axis.iter().zip(&line.points).rev().find(|(_, point)| point.seen.is_some());
        if let Some((period, point)) = latest {
            page.wrap("<b>", &point.text, "</b>");
            if axis.last() != Some(period) {
                page.wrap(" <small>(", period, ")</small>");
            }
        }
        page.raw("</li>\n");
    }
    page.raw("</ul>\n");
}

/// How to read the charts, once.
pub(super) fn key(page: &mut Page, view: &View<'_>) {
    page.raw("<p class=\"note\">In charts a bar is solid up to the least that a total can be and light up to the greatest. ");
    if view.figures.all.iter().any(|figure| figure.compared().is_some()) {
        page.raw("The thin one beneath is the period before, where the two compare. ");
    }
    page.raw("Parts stand in under their whole. ");
    let past = |figure: &Figure| figure.past.as_ref().is_some_and(|past| past.earlier);
    if view.figures.periods.len() + usize::from(view.figures.all.iter().any(past)) >= LINES_FROM {
        page.raw("A line leads from one period to the next only where the two compare; a hollow point begins a series \
                  that does not compare with what stands before it, and a stroke up and down says from where to where a \
                  total lies. ");
    }
    page.wrap(
        "Under each chart are its figures, the change or why there is none, and a file. \u{201c}",
        text::WITHHELD,
        "",
    );
    page.raw("\u{201d} does not mean none: too few members have such a figure, or it would tell what too few have.</p>\n");
}
