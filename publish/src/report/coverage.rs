//! Who reported what. Which cells a member reports, and why not, is public; its figures are not.

use super::super::national_notes::{about, by_member};
use super::page::Page;
use super::text::capital;
use super::view::View;
use intertally_core::submission::Status;
use std::collections::BTreeMap;

pub(super) fn section(page: &mut Page, view: &View<'_>) {
    page.raw("<section id=\"coverage\">\n<h2>Coverage</h2>\n");
    page.raw("<p class=\"lead\">Totals cover the members that reported the cell. The tables of all figures give their \
              number beside every total.</p>\n");
    page.raw("<div class=\"coverage\">\n");
    measures(page, view);
    members(page, view);
    page.raw("</div>\n");
    said(page, view);
    page.raw("</section>\n");
}

fn measures(page: &mut Page, view: &View<'_>) {
    page.raw("<div><h3>By measure</h3>\n<div class=\"scroll\" tabindex=\"0\"><table class=\"wrap\">\n<thead><tr><td></td>");
    page.raw(
        "<th scope=\"col\">Cells</th><th scope=\"col\">Published</th><th scope=\"col\">Members per cell</th>",
    );
    page.raw("</tr></thead>\n<tbody>\n");
    for topic in &view.topics {
        let own = || view.figures.all.iter().filter(|figure| figure.measure == topic.measure);
        let reporters = || own().map(|figure| figure.reporters.len());
        let (least, most) = (reporters().min().unwrap_or(0), reporters().max().unwrap_or(0));
        let published = own().filter(|figure| figure.value.is_some()).count();
        page.wrap("<tr><th scope=\"row\">", view.measure_name(topic.measure), "</th>");
        page.wrap("<td>", &own().count().to_string(), "</td>");
        page.wrap("<td>", &published.to_string(), "</td>");
        let range = if least == most { most.to_string() } else { format!("{least} to {most}") };
        page.wrap("<td>", &range, "</td></tr>\n");
    }
    page.raw("</tbody></table></div></div>\n");
}

fn members(page: &mut Page, view: &View<'_>) {
    page.raw("<div><h3>By member</h3>\n<div class=\"scroll\" tabindex=\"0\"><table class=\"wrap\">\n<thead><tr><td></td>");
    page.raw("<th scope=\"col\">Reported</th><th scope=\"col\">of which provisional</th>");
    page.raw("<th scope=\"col\">Not collected or missing</th><th scope=\"col\">No such thing there</th>");
    page.raw("<th scope=\"col\">Under another code</th></tr></thead>\n<tbody>\n");
    let area = view.figures.places.area;
    for (index, member) in (0u16..).zip(&view.material.manifest.members) {
        let statuses = view.material.statuses.get(&intertally_core::party::MemberIndex(index));
        page.wrap("<tr><th scope=\"row\">", view.label(area, &member.area), "");
        page.wrap(" <small>", &member.area, "</small></th>");
        let Some(statuses) = statuses else {
            page.raw("<td class=\"none\" colspan=\"5\">sent no return</td></tr>\n");
            continue;
        };
        // What nobody types is no figure of a member's.
        let cells = view.material.manifest.cells.iter().zip(statuses);
        let asked: Vec<Status> =
            cells.filter(|(cell, _)| cell.is_typed()).map(|(_, status)| *status).collect();
        let mut count: BTreeMap<Status, usize> = BTreeMap::new();
        for status in &asked {
            *count.entry(*status).or_default() += 1;
        }
        let of = |wanted: &[Status]| -> usize { wanted.iter().filter_map(|one| count.get(one)).sum() };
        let reported = asked.iter().filter(|status| status.reports()).count();
        page.wrap("<td>", &reported.to_string(), " ");
        page.wrap("<meter max=\"", &asked.len().to_string(), "\" ");
        page.wrap("value=\"", &reported.to_string(), "\" aria-hidden=\"true\"></meter></td>");
        for wanted in [
            &[Status::Provisional] as &[Status],
            &[Status::NotCollected, Status::Missing],
            &[Status::NotApplicable],
            &[Status::ElsewhereCounted],
        ] {
            page.wrap("<td>", &of(wanted).to_string(), "</td>");
        }
        page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div></div>\n");
}

/// Most cells of a note that are named one by one.
const NAMED: usize = 3;

/// What members say of their figures, by member; notes with the same words together.
fn said(page: &mut Page, view: &View<'_>) {
    let all = by_member(view.material);
    if all.is_empty() {
        return;
    }
    page.raw("<h3>Notes of members</h3>\n<p class=\"note\">In their own words. Notes on single cells also stand in the \
              files, as COMMENT_OBS.</p>\n<dl class=\"said\">\n");
    for (area, notes) in all {
        page.wrap("<dt>", view.label(view.figures.places.area, area), "</dt><dd>\n");
        let mut words: Vec<(&str, Option<&str>, Vec<u32>)> = Vec::new();
        for note in notes {
            let known = |one: &&mut (&str, Option<&str>, Vec<u32>)| {
                one.0 == note.text && one.1 == about(note) && one.2.is_empty() == note.cell.is_none()
            };
            match words.iter_mut().find(known) {
                Some(one) => one.2.extend(note.cell),
                None => words.push((&note.text, about(note), note.cell.into_iter().collect())),
            }
        }
        for (text, about, cells) in words {
            page.raw("<p>");
            if let Some(attribute) = about {
                page.wrap("", &capital(attribute), ": ");
            }
            page.text(text);
            page.wrap(" <small>", &on(view, &cells), "</small></p>\n");
        }
        page.raw("</dd>\n");
    }
    page.raw("</dl>\n");
}

/// What a note is about, in words.
fn on(view: &View<'_>, cells: &[u32]) -> String {
    if cells.is_empty() {
        return "whole return".to_owned();
    }
    let name = |cell: &u32| view.figures.all.get(*cell as usize).map(|figure| view.figure_name(figure));
    let mut names: Vec<String> = cells.iter().take(NAMED).filter_map(name).collect();
    if cells.len() > NAMED {
        names.push(format!("{} more cells", cells.len() - NAMED));
    }
    names.join("; ")
}
