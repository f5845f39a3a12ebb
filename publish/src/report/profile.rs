//! Who some persons are, against all that they are among: shares of published totals, each from where to where it lies. Nothing
//! is opened for it.

use super::page::Page;
use super::rates::{Asked, cell, rate, share};
use super::text;
use super::view::{Topic, View};
use intertally_structure::{Profile, is_frequency};
use std::collections::BTreeMap;

/// One section for each profile of the structure.
pub(super) fn sections(page: &mut Page, view: &View<'_>) {
    for (at, profile) in view.material.structure.profiles.iter().enumerate() {
        if let (Some(some), Some(all)) = (view.topic_of(&profile.measure), view.topic_of(&profile.among)) {
            section(page, view, (at, profile), (some, all));
        }
    }
}

/// Id of the first of them; none if there is none.
pub(super) fn first(view: &View<'_>) -> Option<String> {
    let profiles = view.material.structure.profiles.iter();
    let is_one = |one: &Profile| view.topic_of(&one.measure).is_some() && view.topic_of(&one.among).is_some();
    profiles.enumerate().find(|(_, one)| is_one(one)).map(|(at, _)| format!("profile-{at}"))
}

fn section(page: &mut Page, view: &View<'_>, (at, profile): (usize, &Profile), topics: (&Topic, &Topic)) {
    let (some, all) = topics;
    let (name, among) = (view.measure_name(some.measure), view.measure_name(all.measure));
    page.wrap("<section id=\"profile-", &at.to_string(), "\">\n");
    page.wrap("<h2>", &profile.title, "</h2>\n");
    page.wrap("<p class=\"lead\">", name, " against: ");
    page.wrap(
        "",
        among,
        ". Each share divides two published totals of the same members and says from where to where the exact one lies. \
         None is given for fewer than 20, nor where it could be all of a group. Where the two shares of a line do not meet, \
         these persons are there more often, or less often, than all are.</p>\n",
    );
    let tables = tables(view, topics);
    let found = some.periods.iter().rev().find_map(|period| {
        let all: Vec<Vec<Line>> = tables.iter().map(|table| table.lines(view, topics, period)).collect();
        all.iter().flatten().any(Line::is_open).then_some((period, all))
    });
    let Some((period, all)) = found else {
        page.raw("<p class=\"note\">No share can be given: nowhere are both totals published for the same members, of 20 or \
                  more.</p>\n</section>\n");
        return;
    };
    for (table, lines) in tables.iter().zip(all) {
        let heading = table.places.iter().map(|place| view.dimension(*place)).collect::<Vec<_>>();
        let heading = heading.join(", ").to_lowercase();
        if lines.iter().any(Line::is_open) {
            // What is crossed is long, and read by few.
            let crossed = table.places.len() > 1;
            page.wrap(if crossed { "<details><summary>By " } else { "<h3>By " }, &heading, " ");
            page.wrap("<small>", period, "</small>");
            page.raw(if crossed { "</summary>\n" } else { "</h3>\n" });
            grid(page, (name, among), &lines);
            page.raw(if crossed { "</details>\n" } else { "" });
        } else {
            page.wrap("<p class=\"note\">No share by ", &heading, " can be given.</p>\n");
        }
    }
    page.raw("</section>\n");
}

/// Figures that are broken down in the same dimensions.
struct Table {
    places: Vec<usize>,
    /// Codes in these dimensions, in the order of the round.
    rows: Vec<Vec<String>>,
}

/// By one dimension first, then by two.
fn tables(view: &View<'_>, (some, _): (&Topic, &Topic)) -> Vec<Table> {
    let dimensions = &view.material.structure.dimensions;
    let mut found: BTreeMap<(usize, Vec<usize>), Vec<Vec<String>>> = BTreeMap::new();
    for figure in view.figures.all.iter().filter(|figure| figure.measure == some.measure) {
        let places = view.apart(&some.broad, figure);
        let is_frequent = |place: &usize| dimensions.get(*place).is_some_and(|one| is_frequency(&one.id));
        if (1..=2).contains(&places.len()) && !places.iter().any(is_frequent) {
            let row = places.iter().filter_map(|place| figure.codes.get(*place).cloned()).collect();
            let rows = found.entry((places.len(), places)).or_default();
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    found.into_iter().map(|((_, places), rows)| Table { places, rows }).collect()
}

impl Table {
    fn lines(&self, view: &View<'_>, topics: (&Topic, &Topic), period: &str) -> Vec<Line> {
        self.rows.iter().filter_map(|row| self.line(view, topics, row, period)).collect()
    }

    fn line(
        &self,
        view: &View<'_>,
        (some, all): (&Topic, &Topic),
        row: &[String],
        period: &str,
    ) -> Option<Line> {
        let at: Vec<(usize, &str)> =
            self.places.iter().copied().zip(row.iter().map(String::as_str)).collect();
        let own = view.crossed(some, &at, period)?;
        let others = view.crossed(all, &at, period);
        let name: Vec<&str> = at.iter().map(|(place, code)| view.label(*place, code)).collect();
        Some(Line {
            name: name.join(", "),
            figure: text::figure(Some(own)),
            own: view.whole(some, period).map(|whole| share(own, whole)),
            all: others.zip(view.whole(all, period)).map(|(others, whole)| share(others, whole)),
            of_all: rate(view, own, all),
        })
    }
}

/// One group.
struct Line {
    name: String,
    figure: String,
    /// What part of these persons is in the group.
    own: Asked,
    /// What part of all persons is.
    all: Asked,
    /// What part of the group's persons these are.
    of_all: Asked,
}

impl Line {
    const fn is_open(&self) -> bool {
        matches!(self.own, Some(Ok(_))) || matches!(self.of_all, Some(Ok(_)))
    }

    /// Whether the two shares lie apart, as both are shown.
    const fn against(&self) -> &'static str {
        match (self.own, self.all) {
            (Some(Ok(own)), Some(Ok(all))) => {
                let (own, all) = (text::told(own), text::told(all));
                match () {
                    () if own.0 > all.1 => "more often",
                    () if own.1 < all.0 => "less often",
                    () => "not told apart",
                }
            }
            _ => "",
        }
    }
}

fn grid(page: &mut Page, (name, among): (&str, &str), lines: &[Line]) {
    page.raw("<div class=\"scroll\" tabindex=\"0\"><table class=\"wrap\">\n<thead><tr><td></td>");
    page.wrap("<th scope=\"col\">", name, "</th>");
    page.wrap("<th scope=\"col\">Share of: ", name, "</th>");
    page.wrap("<th scope=\"col\">Share of: ", among, "</th>");
    page.raw("<th scope=\"col\">They are there</th>");
    page.wrap("<th scope=\"col\">Part of the group\u{2019}s: ", among, "</th></tr></thead>\n<tbody>\n");
    for line in lines {
        page.wrap("<tr><th scope=\"row\">", &line.name, "</th>");
        page.wrap("<td>", &line.figure, "</td>");
        cell(page, line.own);
        cell(page, line.all);
        page.wrap("<td>", line.against(), "</td>");
        cell(page, line.of_all);
        page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div>\n");
}
