//! Who reported what. Which cells a member reports, and why not, is public; its figures are not.

use super::page::Page;
use super::view::View;
use intertally_core::submission::Status;
use std::collections::BTreeMap;

pub(super) fn section(page: &mut Page, view: &View<'_>) {
    page.raw("<section id=\"coverage\">\n<h2>Coverage</h2>\n");
    page.raw("<p class=\"lead\">Totals cover the members that reported the cell. The tables of all figures give their \
              number beside every total.</p>\n");
    measures(page, view);
    members(page, view);
    page.raw("</section>\n");
}

fn measures(page: &mut Page, view: &View<'_>) {
    page.raw("<h3>By measure</h3>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><td></td>");
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
    page.raw("</tbody></table></div>\n");
}

fn members(page: &mut Page, view: &View<'_>) {
    page.raw("<h3>By member</h3>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><td></td>");
    page.raw("<th scope=\"col\">Reported</th><th scope=\"col\">of which provisional</th>");
    page.raw("<th scope=\"col\">Not collected or missing</th><th scope=\"col\">No such thing there</th>");
    page.raw("<th scope=\"col\">Under another code</th></tr></thead>\n<tbody>\n");
    let area = view.figures.places.area;
    for (index, member) in (0u16..).zip(&view.material.manifest.members) {
        let statuses = view.material.statuses.get(&intertally_core::party::MemberIndex(index));
        page.wrap("<tr><th scope=\"row\">", view.label(area, &member.area), "</th>");
        let Some(statuses) = statuses else {
            page.raw("<td class=\"none\" colspan=\"5\">sent no return</td></tr>\n");
            continue;
        };
        let mut count: BTreeMap<Status, usize> = BTreeMap::new();
        for status in statuses {
            *count.entry(*status).or_default() += 1;
        }
        let of = |wanted: &[Status]| -> usize { wanted.iter().filter_map(|one| count.get(one)).sum() };
        let reported = statuses.iter().filter(|status| status.reports()).count();
        page.wrap("<td>", &reported.to_string(), " ");
        page.wrap("<meter max=\"", &statuses.len().to_string(), "\" ");
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
    page.raw("</tbody></table></div>\n");
}
