//! The first screen: of each measure how much, compared with the period before, from whom, and how sure.

use super::super::figures::{Figure, range};
use super::change::{Since, since, why};
use super::page::Page;
use super::recorded;
use super::text::{self, grouped};
use super::view::{Kind, Topic, View};
use super::whom::whom;
use intertally_core::party::MemberIndex;
use std::collections::BTreeSet;

pub(super) fn section(page: &mut Page, view: &View<'_>) {
    page.raw("<section id=\"headline\">\n<h2>Headline figures</h2>\n<table class=\"head\">\n<thead><tr>");
    page.raw("<th scope=\"col\" class=\"key\">Measure</th><th scope=\"col\">How much</th><th scope=\"col\">How sure</th>");
    page.raw("<th scope=\"col\" class=\"key\">Against the period before</th><th scope=\"col\" class=\"key\">From whom, of the members</th>");
    page.raw("</tr></thead>\n");
    for question in &view.questions {
        page.raw("<tbody>\n");
        if question.kind != Kind::Recorded || question.topics.len() > 1 {
            page.wrap(
                "<tr><th scope=\"rowgroup\" colspan=\"5\" class=\"key\"><a href=\"#",
                &question.id,
                "\">",
            );
            page.wrap("", &question.title, "</a></th></tr>\n");
        }
        for topic in question.topics.iter().filter_map(|at| view.topics.get(*at)) {
            row(page, view, topic);
        }
        page.raw("</tbody>\n");
    }
    page.raw("</table>\n");
    compared(page, view);
    recorded::key(page, view);
    page.raw("</section>\n");
}

fn row(page: &mut Page, view: &View<'_>, topic: &Topic) {
    let figures = topic.periods.iter().rev().filter_map(|period| view.whole(topic, period));
    let latest = figures.clone().find(|figure| figure.value.is_some());
    let Some(figure) = latest.or_else(|| figures.clone().next()) else { return };
    page.wrap("<tr><th scope=\"row\">", view.measure_name(topic.measure), "</th>");
    match figure.value {
        Some(_) => page.wrap("<td class=\"value\">", &text::figure(Some(figure)), ""),
        None => page.wrap("<td class=\"none\">", text::missing(figure), ""),
    }
    let period = view.figures.period(figure);
    if view.figures.periods.len() > 1 {
        page.wrap(" <small>", period, "</small>");
    }
    let (sure, against) = (sure(figure), against(view, figure));
    page.wrap(
        if sure == text::NOT_ASKED { "</td><td class=\"empty\">" } else { "</td><td>" },
        &sure,
        "</td>",
    );
    let key = if against == text::NOT_ASKED { "<td class=\"key empty\">" } else { "<td class=\"key\">" };
    page.wrap(key, &against, "</td>");
    page.wrap("<td class=\"key\">", &whom(view, figure), "</td></tr>\n");
}

/// How close the total is told.
fn sure(figure: &Figure) -> String {
    match range(figure.shown) {
        Some((low, high)) if low == high => "exact".to_owned(),
        Some((low, high)) if text::is_narrow(low, high) => {
            format!("{} to {}", grouped(low), grouped(high))
        }
        Some(_) => "in this range".to_owned(),
        None => text::NOT_ASKED.to_owned(),
    }
}

/// Against the period before. Where no figure has one this is said once, for all.
fn against(view: &View<'_>, figure: &Figure) -> String {
    if figure.value.is_none() {
        return text::NOT_ASKED.to_owned();
    }
    match since(figure) {
        Since::Change(change, period) => format!("{change} since {period}"),
        Since::Withheld(past) => format!("no change given: withheld for {}", past.period),
        Since::Break(past) => format!("not comparable with {}: {}", past.period, why(view, past)),
        Since::First if is_compared(view) => "no figure of the period before".to_owned(),
        Since::First => text::NOT_ASKED.to_owned(),
    }
}

/// Whether any figure has one of the period before.
fn is_compared(view: &View<'_>) -> bool {
    view.figures.all.iter().any(|figure| figure.past.is_some())
}

/// Whose figures the changes are counted from; or why there is none.
fn compared(page: &mut Page, view: &View<'_>) {
    let pasts = view.figures.all.iter().filter_map(|figure| figure.past.as_ref());
    let periods: BTreeSet<&str> =
        pasts.filter(|past| past.earlier).map(|past| past.period.as_str()).collect();
    if !periods.is_empty() {
        let periods: Vec<&str> = periods.into_iter().collect();
        let names: Vec<&str> = view.material.before.iter().map(|one| one.manifest.name.as_str()).collect();
        page.wrap(
            "<p class=\"note\">Changes since ",
            &periods.join(", "),
            " follow from what is published here and from ",
        );
        page.wrap(
            "what was published of: ",
            &names.join("; "),
            " (<a href=\"#verify\">which files these are</a>). A change is given only where the same members reported both, in \
             the same unit and without a break in their series: else it would say more about who reported than about what \
             happened. It lies between the two numbers given, since both totals do.</p>\n",
        );
    } else if !is_compared(view) {
        page.raw(if view.material.manifest.practice {
            "<p class=\"note\">No change is given: a practice round is compared with no other round.</p>\n"
        } else {
            "<p class=\"note\">No change is given: no round of this log has published these figures for the period \
             before.</p>\n"
        });
    }
}

/// Members that sent nothing that counts, by area.
pub(super) fn absent<'a>(view: &View<'a>) -> Vec<&'a str> {
    let sealed = |at: u16| view.material.statuses.contains_key(&MemberIndex(at));
    let members = (0u16..).zip(&view.material.manifest.members).filter(|(at, _)| !sealed(*at));
    members.map(|(_, member)| view.area(&member.area)).collect()
}
