//! The broadest total of each measure, in its latest published period.

use super::page::Page;
use super::text::{self, change};
use super::view::{Topic, View};

pub(super) fn section(page: &mut Page, view: &View<'_>) {
    page.raw("<section id=\"headline\">\n<h2>Headline figures</h2>\n<ul class=\"cards\">\n");
    for topic in &view.topics {
        card(page, view, topic);
    }
    page.raw("</ul>\n</section>\n");
}

fn card(page: &mut Page, view: &View<'_>, topic: &Topic) {
    let figures = topic.periods.iter().rev().filter_map(|period| view.whole(topic, period));
    let latest = figures.clone().find(|figure| figure.value.is_some());
    let Some(figure) = latest.or_else(|| figures.clone().next()) else { return };
    page.wrap("<li><p class=\"name\">", view.measure_name(topic.measure), "</p>");
    match figure.value {
        Some(_) => page.wrap("<p class=\"value\">", &text::figure(Some(figure)), "</p>"),
        None => page.raw("<p class=\"value none\">withheld</p>"),
    }
    let members = figure.reporters.len().to_string();
    page.wrap("<p class=\"note\">", view.figures.period(figure), ", ");
    page.wrap("", &members, " members");
    let before = view.before(figure).filter(|before| before.value.is_some());
    if let (Some(_), Some(before)) = (figure.value, before) {
        let period = view.figures.period(before);
        if figure.comparable {
            page.wrap("<br>", &change(before, figure), "");
            page.wrap(" since ", period, "");
        } else {
            page.wrap("<br>not comparable with ", period, "");
        }
    }
    page.raw("</p></li>\n");
}
