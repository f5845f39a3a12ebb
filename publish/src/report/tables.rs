//! All figures, table by table of the structure: what the charts show, and all that they do not.

use super::super::figures::{Figure, ObsStatus, within};
use super::page::Page;
use super::text;
use super::view::View;
use intertally_structure::Table;
use std::collections::BTreeSet;

pub(super) fn section(page: &mut Page, view: &View<'_>) {
    page.raw("<section id=\"tables\">\n<h2>All figures</h2>\n<p class=\"lead\">Small figures: members that reported the cell. \
              Marks: B break in the series, D definition differs among members, P provisional.</p>\n");
    page.raw("<p class=\"paper\">These tables are on the page as it stands on a screen, and in totals.csv and totals.xlsx.</p>\n");
    for table in &view.material.structure.tables {
        one(page, view, table);
    }
    page.raw("</section>\n");
}

fn one(page: &mut Page, view: &View<'_>, table: &Table) {
    let figures: Vec<&Figure> = view
        .figures
        .all
        .iter()
        .filter(|figure| within(view.material.structure, table, &figure.codes))
        .collect();
    let periods: BTreeSet<&str> = figures.iter().map(|figure| view.figures.period(figure)).collect();
    let time = view.figures.places.time;
    // Dimensions in which the rows differ.
    let named = |place: usize| {
        let first = figures.first().and_then(|figure| figure.codes.get(place));
        place != time && figures.iter().any(|figure| figure.codes.get(place) != first)
    };
    let places: Vec<usize> = (0..view.material.structure.dimensions.len()).filter(|at| named(*at)).collect();
    page.wrap(
        "<details><summary>",
        &table.title,
        "</summary>\n<div class=\"scroll\" tabindex=\"0\"><table>\n",
    );
    page.raw("<thead><tr>");
    for place in &places {
        page.wrap("<th scope=\"col\" class=\"key\">", view.dimension(*place), "</th>");
    }
    for period in &periods {
        page.wrap("<th scope=\"col\">", period, "</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    let mut rows = BTreeSet::new();
    for figure in &figures {
        let key: Vec<&String> = places.iter().filter_map(|place| figure.codes.get(*place)).collect();
        if !rows.insert(key) {
            continue;
        }
        page.raw("<tr>");
        for place in &places {
            let code = figure.codes.get(*place).map_or("", String::as_str);
            page.wrap("<th scope=\"row\">", view.label(*place, code), "</th>");
        }
        for period in &periods {
            value(page, view.figures.in_period(figure, period));
        }
        page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div></details>\n");
}

fn value(page: &mut Page, figure: Option<&Figure>) {
    let Some(figure) = figure else {
        page.raw("<td></td>");
        return;
    };
    match figure.value {
        Some(_) => page.wrap("<td>", &text::figure(Some(figure)), ""),
        None => page.wrap("<td class=\"none\">", text::missing(figure), ""),
    }
    if matches!(figure.status, ObsStatus::Break | ObsStatus::Differs | ObsStatus::Provisional) {
        page.wrap("<sup>", figure.status.code(), "</sup>");
    }
    page.wrap("<small>", &figure.reporters.len().to_string(), "</small></td>");
}
