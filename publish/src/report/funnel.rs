//! Measures that form a funnel: one chart per code of the dimension in which they differ, steps from first to last.

use super::super::PublishError;
use super::behind::behind;
use super::page::Page;
use super::recorded::caption;
use super::register::Register;
use super::rows::{Row, Rows};
use super::text::capital;
use super::view::{Kind, Question, Topic, View};

/// Ids of charts continue far above those of recorded measures.
const FIRST_ID: usize = 100_000;

/// Interventions, and what became of people.
pub(super) fn sections(page: &mut Page, view: &View<'_>) -> Result<(), PublishError> {
    let (mut id, mut register) = (FIRST_ID, Register::new(view, "about"));
    for question in view.questions.iter().filter(|one| one.kind != Kind::Recorded) {
        let mut silent: Vec<(usize, String)> = Vec::new();
        let mut shown = Vec::new();
        page.wrap("<section id=\"", &question.id, "\">\n");
        page.wrap("<h2>", &question.title, "</h2>\n");
        page.raw("<p class=\"lead\">In the latest period with published figures. Steps may cover different people: a rate is \
                  shown only where the structure declares one.</p>\n");
        for name in names(view, question) {
            let mut put = |page: &mut Page, steps: &[&Topic], place: Option<usize>, code: &str| {
                id += 1;
                let told = chart(page, view, steps, (place, code), (name, id), &mut register)?;
                let list = if told { &mut shown } else { &mut silent };
                list.extend(place.map(|place| (place, code.to_owned())));
                Ok::<bool, PublishError>(told)
            };
            one(page, view, (question, name), &mut put)?;
        }
        silent.retain(|one| !shown.contains(one));
        untold(page, view, &silent, &mut register);
        page.raw("</section>\n");
    }
    Ok(())
}

fn funnel<'v>(view: &'v View<'_>, topic: &Topic) -> Option<&'v str> {
    view.measure(topic.measure).and_then(|one| one.funnel.as_deref())
}

/// Funnels of a question.
fn names<'v>(view: &'v View<'_>, question: &Question) -> Vec<&'v str> {
    let mut names = Vec::new();
    for name in question.topics.iter().filter_map(|at| funnel(view, view.topics.get(*at)?)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

type Put<'p> = dyn FnMut(&mut Page, &[&Topic], Option<usize>, &str) -> Result<bool, PublishError> + 'p;

fn one(
    page: &mut Page,
    view: &View<'_>,
    (question, name): (&Question, &str),
    put: &mut Put<'_>,
) -> Result<(), PublishError> {
    let topics = question.topics.iter().filter_map(|at| view.topics.get(*at));
    let steps: Vec<&Topic> = topics.filter(|topic| funnel(view, topic) == Some(name)).collect();
    let place = steps.iter().find_map(|topic| topic.breakdowns.first()).map(|one| one.place);
    page.wrap("<h3>", &capital(name), "</h3>\n<div class=\"charts\">\n");
    let mut shut = Vec::new();
    for code in codes(&steps, place) {
        if !put(page, &steps, place, &code)? {
            shut.push(title(view, place, &code).to_owned());
        }
    }
    page.raw("</div>\n");
    if !shut.is_empty() {
        page.wrap("<p class=\"note\">Fewer than two steps can be published: ", &shut.join("; "), "</p>\n");
    }
    Ok(())
}

fn title<'v>(view: &'v View<'_>, place: Option<usize>, code: &'v str) -> &'v str {
    place.map_or("", |place| view.label(place, code))
}

/// What the register says of interventions of which no chart is shown.
fn untold(page: &mut Page, view: &View<'_>, silent: &[(usize, String)], register: &mut Register<'_>) {
    for (place, code) in silent {
        let Some(dimension) = view.material.structure.dimensions.get(*place) else { continue };
        if register.is_open(&dimension.id, code) {
            page.wrap("<h3>", view.label(*place, code), " <small>no steps can be shown yet</small></h3>\n");
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
    (name, id): (&str, usize),
    register: &mut Register<'_>,
) -> Result<bool, PublishError> {
    let measures = view.figures.places.measure;
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
    // A step that is not asked of this code is no row of it.
    let asked = steps.iter().filter(|topic| figure(topic, period).is_some());
    let own: Vec<String> = asked.clone().map(|topic| topic.broadest(measures).to_owned()).collect();
    let row = |topic: &&Topic, periods: &[String]| Row {
        name: view.measure_name(topic.measure).to_owned(),
        depth: view.depth(measures, topic.broadest(measures), &own),
        figures: periods.iter().map(|period| figure(topic, period)).collect(),
    };
    let rows = |periods: &[String]| {
        Rows::new(view.dimension(measures), periods, asked.clone().map(|topic| row(topic, periods)).collect())
    };
    let title = title(view, place, code);
    let latest = rows(std::slice::from_ref(period));
    page.wrap("<figure>\n<figcaption>", title, "");
    caption(page, &latest);
    page.raw("</figcaption>\n");
    if let Some(svg) = latest.bar_chart(id, &format!("{title}, {period}"))? {
        page.chart(&svg);
    }
    behind(page, view, title, &rows(&view.figures.periods), &format!("{name}-{code}"));
    if let Some(dimension) = place.and_then(|place| view.material.structure.dimensions.get(place)) {
        register.about(page, &dimension.id, code);
    }
    page.raw("</figure>\n");
    Ok(true)
}
