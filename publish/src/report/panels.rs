//! Rows over three periods or more as small multiples: a panel for each with its name, its latest figure and its line. A whole stands
//! beside its first parts, and each of these has its own parts below, as a group of their own on one scale.

use super::super::PublishError;
use super::chart::{Ink, Words};
use super::lines::{Line, panel};
use super::page::Page;
use super::rows::{Row, Rows};

/// Rows on one scale.
struct Group<'r, 'a> {
    /// Whose parts they are, where that is not among them.
    of: Option<&'r str>,
    /// Each with its whole, where that is neither among wholes nor named by the group.
    rows: Vec<(&'r Row<'a>, Option<&'r str>)>,
}

/// Panels of all rows of which something is published.
pub(super) struct Panels<'r, 'a> {
    rows: &'r Rows<'a>,
    groups: Vec<Group<'r, 'a>>,
}

impl<'r, 'a> Panels<'r, 'a> {
    pub(super) fn new(rows: &'r Rows<'a>) -> Self {
        let mut groups = groups(&rows.all);
        groups.iter_mut().for_each(|group| group.rows.retain(|(row, _)| row.is_open()));
        groups.retain(|group| !group.rows.is_empty());
        Self { rows, groups }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Whether they want more room than a chart has.
    pub(super) fn is_wide(&self) -> bool {
        self.groups.iter().any(|group| group.rows.len() > 2)
    }

    /// Every panel takes an id of its own.
    pub(super) fn put(&self, page: &mut Page, title: &str, id: &mut usize) -> Result<(), PublishError> {
        let periods = self.rows.axis();
        page.raw("<div class=\"groups\">\n");
        for Group { of, rows } in &self.groups {
            page.wrap("<div style=\"--n: ", &rows.len().to_string(), "\">\n");
            if let Some(of) = of {
                page.wrap("<h4>Parts of: ", of, "</h4>\n");
            }
            page.raw("<ul class=\"panels\">\n");
            let lines: Vec<Line> = rows.iter().map(|(row, _)| self.rows.line(row)).collect();
            let most = most(&lines);
            for ((row, whole), line) in rows.iter().zip(&lines) {
                *id += 1;
                head(page, row, *whole, (&periods, line));
                let ink = if row.depth == 0 { Ink::Series(0) } else { Ink::Series(6) };
                let (title, description) = (format!("{title}: {}", row.name), told(&periods, line));
                let words = Words { id: *id, title: &title, description: &description };
                page.chart(&panel(&words, &periods, line, (most, ink))?);
                page.raw("</li>\n");
            }
            page.raw("</ul></div>\n");
        }
        page.raw("</div>\n");
        Ok(())
    }
}

/// Name, whose part it is, and the latest figure, with its period where that is not the last.
fn head(page: &mut Page, row: &Row<'_>, whole: Option<&str>, (periods, line): (&[String], &Line)) {
    page.raw(if row.depth == 0 { "<li class=\"whole\">" } else { "<li>" });
    page.wrap("<span>", &row.name, "</span> ");
    if let Some(whole) = whole {
        page.wrap("<small>part of: ", whole, "</small> ");
    }
    let latest = periods.iter().zip(&line.points).rev().find(|(_, point)| point.seen.is_some());
    if let Some((period, point)) = latest {
        page.wrap("<b>", &point.text, "");
        if periods.last() != Some(period) {
            page.wrap(" <small>in ", period, "</small>");
        }
        page.raw("</b>");
    }
    page.raw("\n");
}

/// Every figure in words.
fn told(periods: &[String], line: &Line) -> String {
    let values = periods.iter().zip(&line.points).map(|(period, point)| format!("{period} {}", point.text));
    format!("{}.", values.collect::<Vec<String>>().join(", "))
}

fn most(lines: &[Line]) -> u64 {
    let points = lines.iter().flat_map(|line| &line.points);
    points.filter_map(|point| Some(point.seen?.high)).max().unwrap_or(0)
}

/// Wholes first, with their parts where there is only one; then a group for the parts of each of these. Every part stands behind
/// its whole.
fn groups<'r, 'a>(all: &'r [Row<'a>]) -> Vec<Group<'r, 'a>> {
    let first = usize::from(all.iter().filter(|row| row.depth == 0).count() == 1);
    let mut groups = vec![Group { of: None, rows: Vec::new() }];
    let mut above: Vec<&Row<'a>> = Vec::new();
    for row in all {
        above.truncate(row.depth);
        let of = above.get(first).map(|one| one.name.as_str());
        if of.is_some() && groups.last().is_some_and(|last| last.of != of) {
            groups.push(Group { of, rows: Vec::new() });
        }
        let whole = above.last().filter(|_| row.depth > first + 1).map(|one| one.name.as_str());
        let place = if of.is_some() { groups.last_mut() } else { groups.first_mut() };
        if let Some(group) = place {
            group.rows.push((row, whole));
        }
        above.push(row);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Depths of rows named by their places; of each group its whole and its rows, a part of a part with its whole.
    fn grouped(depths: &[usize]) -> Vec<String> {
        let row =
            |(at, depth): (usize, &usize)| Row { name: at.to_string(), depth: *depth, figures: Vec::new() };
        let all: Vec<Row<'_>> = depths.iter().enumerate().map(row).collect();
        let one = |(row, whole): &(&Row<'_>, Option<&str>)| match whole {
            Some(whole) => format!("{}<{whole}", row.name),
            None => row.name.clone(),
        };
        let words = |group: &Group<'_, '_>| {
            let rows: Vec<String> = group.rows.iter().map(one).collect();
            format!("{}: {}", group.of.unwrap_or("all"), rows.join(" "))
        };
        groups(&all).iter().map(words).collect()
    }

    #[test]
    fn a_single_whole_stands_beside_its_parts_and_theirs_below() {
        assert_eq!(grouped(&[0, 1, 1]), ["all: 0 1 2"]);
        assert_eq!(grouped(&[0, 1, 2, 3, 2, 1, 1, 2]), ["all: 0 1 5 6", "1: 2 3<2 4", "6: 7"]);
    }

    #[test]
    fn several_wholes_stand_together_and_the_parts_of_each_below() {
        assert_eq!(grouped(&[0, 0, 0]), ["all: 0 1 2"]);
        assert_eq!(grouped(&[0, 1, 2, 0, 1]), ["all: 0 3", "0: 1 2<1", "3: 4"]);
        assert_eq!(grouped(&[]), ["all: "]);
    }
}
