//! The table behind a chart: what it draws, what it does not, the change since the period before or why none is given, and who
//! stands behind it; with the same as a file.

use super::super::figures::Figure;
use super::change::{Since, since, why};
use super::download;
use super::page::Page;
use super::rows::{Row, Rows};
use super::text;
use super::view::View;
use super::whom::whom;

/// Folded. `name`: what the file is called.
pub(super) fn behind(page: &mut Page, view: &View<'_>, title: &str, rows: &Rows<'_>, name: &str) {
    page.wrap(
        "<details class=\"behind\"><summary>Figures <span class=\"quiet\">of ",
        title,
        "</span></summary>\n",
    );
    grid(page, view, rows);
    download::link(page, view, rows, name);
    page.raw("</details>\n");
}

/// The table alone.
fn grid(page: &mut Page, view: &View<'_>, rows: &Rows<'_>) {
    page.wrap(
        "<div class=\"scroll\" tabindex=\"0\"><table class=\"change\">\n<thead><tr><th scope=\"col\" class=\"key\">",
        &rows.heading,
        "</th>",
    );
    for period in &rows.earlier {
        page.wrap("<th scope=\"col\">", period, "<small>published earlier</small></th>");
    }
    for period in &rows.periods {
        page.wrap("<th scope=\"col\">", period, "</th>");
    }
    page.raw("<th scope=\"col\" class=\"key\">Reported by</th></tr></thead>\n<tbody>\n");
    for row in &rows.all {
        page.wrap("<tr><th scope=\"row\" class=\"d", &row.depth.min(4).to_string(), "\">");
        page.wrap("", &row.name, "</th>");
        for period in &rows.earlier {
            then(page, row, period);
        }
        for figure in &row.figures {
            now(page, view, *figure);
        }
        let whom = row.latest().map(|figure| whom(view, figure)).unwrap_or_default();
        page.wrap("<td class=\"key\">", &whom, "</td></tr>\n");
    }
    page.raw("</tbody></table></div>\n");
}

/// What an earlier round published of the row.
fn then(page: &mut Page, row: &Row<'_>, period: &str) {
    match row.past(period).map(|past| past.seen) {
        Some(Some(seen)) => page.wrap("<td>", &text::seen(seen), "</td>"),
        Some(None) => page.wrap("<td class=\"none\">", text::WITHHELD, "</td>"),
        None => page.wrap("<td class=\"none\">", text::NOT_ASKED, "</td>"),
    }
}

fn now(page: &mut Page, view: &View<'_>, figure: Option<&Figure>) {
    let Some(figure) = figure else {
        page.wrap("<td class=\"none\">", text::NOT_ASKED, "</td>");
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
        Since::First => page.raw("</td>"),
    }
}
