//! The first screen: of each measure how much, compared with the period before, from whom, and how sure.

use super::super::figures::{Figure, range};
use super::change::{Since, since, why};
use super::changes;
use super::page::Page;
use super::text::{self, grouped, listed};
use super::view::{Topic, View};
use intertally_core::party::MemberIndex;
use std::collections::BTreeSet;

pub(super) fn section(page: &mut Page, view: &View<'_>) {
    page.raw("<section id=\"headline\">\n<h2>Headline figures</h2>\n<ul class=\"cards\">\n");
    for topic in &view.topics {
        card(page, view, topic);
    }
    page.raw("</ul>\n");
    compared(page, view);
    page.raw("</section>\n");
}

fn card(page: &mut Page, view: &View<'_>, topic: &Topic) {
    let figures = topic.periods.iter().rev().filter_map(|period| view.whole(topic, period));
    let latest = figures.clone().find(|figure| figure.value.is_some());
    let Some(figure) = latest.or_else(|| figures.clone().next()) else { return };
    page.wrap("<li><p class=\"name\">", view.measure_name(topic.measure), "</p>");
    match figure.value {
        Some(_) => page.wrap("<p class=\"value\">", &text::figure(Some(figure)), "</p>"),
        None => page.wrap("<p class=\"value none\">", text::missing(figure), "</p>"),
    }
    page.wrap("<p class=\"note\">", view.figures.period(figure), "");
    page.wrap("", &sure(figure), "");
    if let Some(text) = against(view, figure) {
        page.wrap("<br>", &text, "");
    }
    page.wrap("<br>", &whom(view, figure), "</p></li>\n");
}

/// How close the total is told, where its value does not say so.
fn sure(figure: &Figure) -> String {
    match range(figure.shown) {
        Some((low, high)) if low == high => ", exact".to_owned(),
        Some((low, high)) if text::is_narrow(low, high) => {
            format!(", between {} and {}", grouped(low), grouped(high))
        }
        _ => String::new(),
    }
}

/// Against the period before. Where no figure has one this is said once, for all.
fn against(view: &View<'_>, figure: &Figure) -> Option<String> {
    figure.value?;
    match since(figure) {
        Since::Change(change, period) => Some(format!("{change} since {period}")),
        Since::Withheld(past) => Some(format!("no change given: withheld for {}", past.period)),
        Since::Break(past) => Some(format!("not comparable with {}: {}", past.period, why(view, past))),
        Since::First if changes::is_one(view) => Some("no figure of the period before".to_owned()),
        Since::First => None,
    }
}

/// Most members that a card names.
const NAMED: usize = 5;

/// Who stands behind it, and who does not.
fn whom(view: &View<'_>, figure: &Figure) -> String {
    let members = &view.material.manifest.members;
    let missing = (0u16..).zip(members).filter(|(at, _)| !figure.reporters.contains(at));
    let missing: Vec<&str> = missing.map(|(_, member)| view.area(&member.area)).collect();
    let all = members.len();
    match missing.len() {
        0 => format!("all {all} members"),
        few @ 1..=NAMED => format!("{} of {all} members, without {}", all - few, listed(missing.into_iter())),
        many => format!("{} of {all} members", all - many),
    }
}

/// Whose figures the changes are counted from; or why there is none.
fn compared(page: &mut Page, view: &View<'_>) {
    let pasts = || view.figures.all.iter().filter_map(|figure| figure.past.as_ref());
    let periods: BTreeSet<&str> =
        pasts().filter(|past| past.earlier).map(|past| past.period.as_str()).collect();
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
            " (<a href=\"#verify\">which files these are</a>).</p>\n",
        );
    } else if pasts().next().is_none() {
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
