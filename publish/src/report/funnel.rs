//! Measures that form a funnel: one chart per code of the dimension in which they differ, steps from first to last.

use super::super::PublishError;
use super::chart::{Bar, Words, bars};
use super::page::Page;
use super::register::Register;
use super::text::{self, capital};
use super::view::{Topic, View};

/// Ids of charts continue far above those of recorded measures.
const FIRST_ID: usize = 100_000;

pub(super) fn section(page: &mut Page, view: &View<'_>) -> Result<(), PublishError> {
    let group = |topic: &Topic| view.measure(topic.measure).and_then(|one| one.funnel.as_deref());
    let mut names: Vec<&str> = Vec::new();
    for name in view.topics.iter().filter_map(group) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    page.raw("<section id=\"interventions\">\n<h2>Interventions</h2>\n");
    page.raw("<p class=\"lead\">From first contact to outcome, in the latest period with published figures. Steps may cover \
              different people: a rate is shown only where the structure declares one.</p>\n");
    let (mut id, mut register) = (FIRST_ID, Register::new(view, "about"));
    let mut silent: Vec<(usize, String)> = Vec::new();
    for name in names {
        let steps: Vec<&Topic> = view.topics.iter().filter(|topic| group(topic) == Some(name)).collect();
        let place = steps.iter().find_map(|topic| topic.breakdowns.first()).map(|one| one.place);
        page.wrap("<h3>", &capital(name), "</h3>\n<div class=\"charts\">\n");
        let mut shut = Vec::new();
        for code in codes(&steps, place) {
            let title = place.map_or("", |place| view.label(place, &code)).to_owned();
            id += 1;
            if !chart(page, view, &steps, (place, &code), (&title, id), &mut register)? {
                silent.extend(place.map(|place| (place, code)));
                shut.push(title);
            }
        }
        page.raw("</div>\n");
        if !shut.is_empty() {
            page.wrap(
                "<p class=\"note\">Fewer than two steps can be published: ",
                &shut.join("; "),
                "</p>\n",
            );
        }
    }
    untold(page, view, &silent, &mut register);
    page.raw("</section>\n");
    Ok(())
}

/// What the register says of interventions of which no chart is shown.
fn untold(page: &mut Page, view: &View<'_>, silent: &[(usize, String)], register: &mut Register<'_>) {
    for (place, code) in silent {
        let Some(dimension) = view.material.structure.dimensions.get(*place) else { continue };
        if register.is_open(&dimension.id, code) {
            page.wrap("<h3>", view.label(*place, code), " <small>nothing can be shown yet</small></h3>\n");
            register.about(page, &dimension.id, code);
        }
    }
}

/// All codes that some step has, in the order of the step with most of them.
fn codes(steps: &[&Topic], place: Option<usize>) -> Vec<String> {
    let Some(place) = place else { return vec![String::new()] };
    let of =
        |topic: &&Topic| topic.breakdowns.iter().find(|one| one.place == place).map(|one| one.codes.clone());
    let mut all = steps.iter().filter_map(of).max_by_key(Vec::len).unwrap_or_default();
    for code in steps.iter().filter_map(of).flatten() {
        if !all.contains(&code) {
            all.push(code);
        }
    }
    all
}

/// Whether there was enough for a chart.
fn chart(
    page: &mut Page,
    view: &View<'_>,
    steps: &[&Topic],
    (place, code): (Option<usize>, &str),
    (title, id): (&str, usize),
    register: &mut Register<'_>,
) -> Result<bool, PublishError> {
    let figure = |topic: &Topic, period: &str| match place {
        Some(place) => view.part(topic, place, code, period),
        None => view.whole(topic, period),
    };
    let open = |period: &str| {
        let published = |topic: &&&Topic| figure(topic, period).is_some_and(|one| one.value.is_some());
        steps.iter().filter(published).count()
    };
    let Some(period) = view.figures.periods.iter().rev().find(|period| open(period) > 1) else {
        return Ok(false);
    };
    let bar = |topic: &&Topic| {
        let figure = figure(topic, period)?;
        Some(Bar {
            name: view.measure_name(topic.measure).to_owned(),
            value: figure.value,
            text: text::figure(Some(figure)),
        })
    };
    let all: Vec<Bar> = steps.iter().filter_map(bar).collect();
    let values: Vec<String> = all.iter().map(|bar| format!("{} {}", bar.name, bar.text)).collect();
    let (name, description) = (format!("{title}, {period}"), values.join(", "));
    page.wrap("<figure>\n<figcaption>", title, " ");
    page.wrap("<small>", period, "</small></figcaption>\n");
    page.chart(&bars(&Words { id, title: &name, description: &description }, &all, true)?);
    if let Some(dimension) = place.and_then(|place| view.material.structure.dimensions.get(place)) {
        register.about(page, &dimension.id, code);
    }
    page.raw("</figure>\n");
    Ok(true)
}
