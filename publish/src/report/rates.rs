//! Rates, from totals of numerators and denominators and never from averages of national rates, and only where the same members
//! stand behind the two totals.

use super::super::figures::Figure;
use super::page::Page;
use super::text;
use super::view::{Topic, View};
use intertally_disclosure::{NoRate, Rate, rate_of};

/// Measures with a denominator, and the denominator.
fn asked<'v>(view: &'v View<'_>) -> Vec<(&'v Topic, &'v Topic)> {
    let whole = |topic: &Topic| view.topic_of(view.measure(topic.measure)?.of.as_deref()?);
    view.topics.iter().filter_map(|topic| Some((topic, whole(topic)?))).collect()
}

/// Whether there is such a section.
pub(super) fn is_one(view: &View<'_>) -> bool {
    !asked(view).is_empty()
}

/// Rates by code and period, one table for each measure with a denominator.
pub(super) fn section(page: &mut Page, view: &View<'_>) {
    if !is_one(view) {
        return;
    }
    page.raw("<section id=\"rates\">\n<h2>Rates</h2>\n");
    page.raw("<p class=\"lead\">Each rate divides two published totals of the same members and says from where to where the \
              exact one lies. None is given for fewer than 20, nor where it could be all of a group.</p>\n");
    let mut none = Vec::new();
    page.raw("<div class=\"charts\">\n");
    for (topic, whole) in asked(view) {
        if !table(page, view, topic, whole) {
            none.push(view.measure_name(topic.measure));
        }
    }
    page.raw("</div>\n");
    if !none.is_empty() {
        page.wrap(
            "<p class=\"note\">No rate can be given, because nowhere are both totals published for the same members, of 20 or \
             more: ",
            &none.join("; "),
            "</p>\n",
        );
    }
    page.raw("</section>\n");
}

/// What a rate is, or why there is none; none where it is not asked.
pub(super) type Asked = Option<Result<Rate, NoRate>>;

/// One total as a part of another one of the same members.
pub(super) fn share(part: &Figure, whole: &Figure) -> Result<Rate, NoRate> {
    rate_of(part.shown, whole.shown, whole.reporters == part.reporters)
}

/// Of the total of another measure in the same place; none where there is no such.
pub(super) fn rate(view: &View<'_>, part: &Figure, whole: &Topic) -> Asked {
    let code = &view.measure(whole.measure)?.code;
    let mut codes = part.codes.clone();
    codes.get_mut(view.figures.places.measure)?.clone_from(code);
    let whole = view.figures.find(&codes)?;
    Some(share(part, whole))
}

/// Why there is no rate, for readers.
const fn reason(none: Option<NoRate>) -> &'static str {
    match none {
        Some(NoRate::Small) => "fewer than 20",
        Some(NoRate::All) => "nearly all",
        Some(NoRate::Numerator | NoRate::Denominator) => "not shown",
        Some(NoRate::Reporters) => "other members",
        None => "not asked",
    }
}

/// Whether there was a rate to show.
fn table(page: &mut Page, view: &View<'_>, topic: &Topic, whole: &Topic) -> bool {
    let (part, of) = (view.measure_name(topic.measure), view.measure_name(whole.measure));
    let all = rows(view, topic);
    let found = |place: usize, code: &str, period: &str| {
        view.part(topic, place, code, period).and_then(|figure| rate(view, figure, whole))
    };
    let any = |(place, code): &&(usize, String)| {
        topic.periods.iter().any(|period| matches!(found(*place, code, period), Some(Ok(_))))
    };
    if !all.iter().any(|row| any(&row)) {
        return false;
    }
    page.wrap("<div>\n<h3>", part, " <small>as a share of: ");
    page.wrap("", of, "</small></h3>\n");
    grid(page, view, topic, &all, |page, place, code, period| cell(page, found(place, code, period)));
    page.raw("</div>\n");
    true
}

/// A cell of a table with a rate, or with why there is none.
pub(super) fn cell(page: &mut Page, rate: Asked) {
    match rate {
        Some(Ok(rate)) => page.wrap("<td>", &text::percent(rate), "</td>"),
        none => {
            let none = none.and_then(Result::err);
            page.wrap("<td class=\"none\">\u{2013}<small>", reason(none), "</small></td>");
        }
    }
}

/// Place and code of every row: the codes of the first breakdown, or the broadest figure alone.
fn rows(view: &View<'_>, topic: &Topic) -> Vec<(usize, String)> {
    match topic.breakdowns.first() {
        Some(first) => first.codes.iter().map(|code| (first.place, code.clone())).collect(),
        None => {
            let area = view.figures.places.area;
            vec![(area, topic.broadest(area).to_owned())]
        }
    }
}

fn grid(
    page: &mut Page,
    view: &View<'_>,
    topic: &Topic,
    rows: &[(usize, String)],
    cell: impl Fn(&mut Page, usize, &str, &str),
) {
    page.raw("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><td></td>");
    for period in &topic.periods {
        page.wrap("<th scope=\"col\">", period, "</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (place, code) in rows {
        page.wrap("<tr><th scope=\"row\">", view.label(*place, code), "</th>");
        for period in &topic.periods {
            cell(page, *place, code, period);
        }
        page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div>\n");
}
