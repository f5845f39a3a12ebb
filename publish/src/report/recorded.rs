//! Measures outside any funnel, by the unit that they are counted in: of each dimension a chart for every measure, all of one form,
//! each with the whole tree of its codes.

use super::super::PublishError;
use super::super::figures::Figure;
use super::behind::behind;
use super::page::Page;
use super::panels::Panels;
use super::rows::{LINES_FROM, Row, Rows};
use super::text;
use super::view::{Breakdown, Kind, Question, Topic, View};

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
    let plain: Vec<&Topic> = topics.iter().copied().filter(|topic| topic.breakdowns.is_empty()).collect();
    if !plain.is_empty() {
        page.raw("<div class=\"charts\">\n");
        for rows in together(view, &plain) {
            figure(page, view, "All together", &rows, (&question.id, id))?;
        }
        page.raw("</div>\n");
    }
    for (place, parts) in by_dimension(&topics) {
        let dimension = view.dimension(place);
        page.wrap("<h3>By ", &dimension.to_lowercase(), "</h3>\n<div class=\"charts\">\n");
        for (topic, part) in parts {
            let rows = Rows::of_codes(view, topic, place, &part.codes);
            let code = view.measure(topic.measure).map_or("", |measure| measure.code.as_str());
            let file = format!("{code}-{dimension}");
            figure(page, view, view.measure_name(topic.measure), &rows, (&file, id))?;
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

fn figure(
    page: &mut Page,
    view: &View<'_>,
    title: &str,
    rows: &Rows<'_>,
    (file, id): (&str, &mut usize),
) -> Result<(), PublishError> {
    let panels = rows.is_long().then(|| Panels::new(rows));
    let is_wide = panels.as_ref().is_some_and(Panels::is_wide);
    page.raw(if is_wide { "<figure class=\"wide\">\n" } else { "<figure>\n" });
    page.wrap("<figcaption>", title, "");
    caption(page, rows);
    page.raw("</figcaption>\n");
    let about = format!("{title}, by {}", rows.heading.to_lowercase());
    let drawn = if let Some(panels) = panels {
        panels.put(page, &about, id)?;
        !panels.is_empty()
    } else {
        *id += 1;
        let chart = rows.bar_chart(*id, &about)?;
        chart.iter().for_each(|chart| page.chart(chart));
        chart.is_some()
    };
    if !drawn {
        page.raw("<p class=\"note\">Nothing can be shown.</p>\n");
    }
    shut(page, rows);
    behind(page, view, title, rows, file);
    page.raw("</figure>\n");
    Ok(())
}

/// The periods that a chart shows.
pub(super) fn caption(page: &mut Page, rows: &Rows<'_>) {
    let axis = rows.axis();
    if let (true, Some(first), Some(last)) = (rows.is_long(), axis.first(), axis.last()) {
        page.wrap(" <small>", first, " to ");
        page.wrap("", last, "</small>");
    } else if let Some(period) = rows.periods.last() {
        page.wrap(" <small>", period, "");
        for before in rows.compared() {
            page.wrap(", thin: ", before, "");
        }
        page.raw("</small>");
    }
}

/// What panels have no line for.
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

/// How to read the charts, once.
pub(super) fn key(page: &mut Page, view: &View<'_>) {
    page.raw("<p class=\"note\">In charts a bar is solid up to the least that a total can be and light up to the greatest. ");
    if view.figures.all.iter().any(|figure| figure.compared().is_some()) {
        page.raw("The thin one beneath is the period before, where the two compare. ");
    }
    page.raw("Parts stand in under their whole. ");
    let past = |figure: &Figure| figure.past.as_ref().is_some_and(|past| past.earlier);
    if view.figures.periods.len() + usize::from(view.figures.all.iter().any(past)) >= LINES_FROM {
        page.raw("Lines over periods stand each for itself, from zero, and have one scale where one heading is above them. \
                  A line leads from one period to the next only where the two compare; a hollow point begins a series \
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
