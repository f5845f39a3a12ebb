//! Change from period to period of every measure, by all its breakdowns: from where to where it lies, or why none is given.

use super::super::figures::Figure;
use super::change::{Since, since, why};
use super::page::Page;
use super::text;
use super::view::{Topic, View};
use std::collections::BTreeSet;

/// Nothing where no figure has one of the period before.
pub(super) fn section(page: &mut Page, view: &View<'_>) {
    if !is_one(view) {
        return;
    }
    page.raw("<section id=\"changes\">\n<h2>Change</h2>\n");
    page.raw("<p class=\"lead\">Against the period before, where the same members reported it in both, in the same unit and \
              without a break in their series. Elsewhere a difference would say more about who reported than about what \
              happened: the reason stands in its place. A change lies between the two numbers given, since both totals \
              do.</p>\n");
    for topic in &view.topics {
        if figures(view, topic).any(|figure| figure.past.is_some()) {
            one(page, view, topic);
        }
    }
    page.raw("</section>\n");
}

/// Whether there is such a section.
pub(super) fn is_one(view: &View<'_>) -> bool {
    view.figures.all.iter().any(|figure| figure.past.is_some())
}

fn figures<'a>(view: &'a View<'_>, topic: &'a Topic) -> impl Iterator<Item = &'a Figure> {
    view.figures.all.iter().filter(|figure| figure.measure == topic.measure)
}

fn one(page: &mut Page, view: &View<'_>, topic: &Topic) {
    page.wrap("<details><summary>", view.measure_name(topic.measure), "</summary>\n");
    // Periods that earlier rounds alone published come first.
    let pasts = figures(view, topic).filter_map(|figure| figure.past.as_ref()).filter(|past| past.earlier);
    let earlier: BTreeSet<&str> = pasts.map(|past| past.period.as_str()).collect();
    let earlier: Vec<&str> = earlier.into_iter().collect();
    if topic.breakdowns.is_empty() {
        let area = view.figures.places.area;
        grid(page, view, topic, "Total", &[(area, topic.broadest(area))], &earlier);
    }
    for part in &topic.breakdowns {
        let rows: Vec<(usize, &str)> = part.codes.iter().map(|code| (part.place, code.as_str())).collect();
        grid(page, view, topic, view.dimension(part.place), &rows, &earlier);
    }
    page.raw("</details>\n");
}

fn grid(
    page: &mut Page,
    view: &View<'_>,
    topic: &Topic,
    heading: &str,
    rows: &[(usize, &str)],
    earlier: &[&str],
) {
    page.wrap("<div class=\"scroll\" tabindex=\"0\"><table class=\"change\">\n<thead><tr><th scope=\"col\" class=\"key\">", heading, "</th>");
    for period in earlier {
        page.wrap("<th scope=\"col\">", period, "<small>published earlier</small></th>");
    }
    for period in &topic.periods {
        page.wrap("<th scope=\"col\">", period, "</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (place, code) in rows {
        page.wrap("<tr><th scope=\"row\">", view.label(*place, code), "</th>");
        let figures = || topic.periods.iter().map(|period| view.part(topic, *place, code, period));
        for period in earlier {
            then(page, figures().flatten(), period);
        }
        for figure in figures() {
            now(page, view, figure);
        }
        page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div>\n");
}

/// What an earlier round published of the row.
fn then<'a>(page: &mut Page, mut row: impl Iterator<Item = &'a Figure>, period: &str) {
    let of = |figure: &'a Figure| figure.past.as_ref().filter(|past| past.earlier && past.period == period);
    match row.find_map(of).map(|past| past.seen) {
        Some(Some(seen)) => page.wrap("<td>", &text::seen(seen), "</td>"),
        Some(None) => page.raw("<td class=\"none\">withheld</td>"),
        None => page.raw("<td class=\"none\">\u{2013}</td>"),
    }
}

fn now(page: &mut Page, view: &View<'_>, figure: Option<&Figure>) {
    let Some(figure) = figure else {
        page.raw("<td></td>");
        return;
    };
    if figure.value.is_none() {
        page.wrap("<td class=\"none\">", text::missing(figure), "</td>");
        return;
    }
    let since = since(figure);
    page.raw(if matches!(since, Since::Break(_)) { "<td class=\"broken\">" } else { "<td>" });
    page.text(&text::figure(Some(figure)));
    match since {
        Since::Change(change, period) => {
            page.wrap("<small>", &format!("{change} since {period}"), "</small></td>")
        }
        Since::Break(past) => page.wrap("<small>break: ", &why(view, past), "</small></td>"),
        Since::Withheld(past) => page.wrap("<small>withheld for ", &past.period, "</small></td>"),
        Since::First => page.raw("<small>\u{2013}</small></td>"),
    }
}
