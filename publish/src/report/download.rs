//! The figures of a chart as a file that the page itself holds: nothing is asked of any network.

use super::super::figures::Figure;
use super::super::past::{Past, Seen};
use super::page::Page;
use super::rows::Rows;
use super::view::View;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A link to the file of these rows.
pub(super) fn link(page: &mut Page, view: &View<'_>, rows: &Rows<'_>, name: &str) {
    let Some(file) = csv(view, rows) else { return };
    let letters = name.to_lowercase();
    let letters = letters.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
    page.wrap("<p class=\"file\"><a download=\"", &letters.collect::<String>(), ".csv\" ");
    page.wrap(
        "href=\"data:text/csv;charset=utf-8;base64,",
        &STANDARD.encode(file),
        "\">These figures as CSV</a></p>\n",
    );
}

/// As CSV, a line for each figure: its label and codes, the period, and what `totals.csv` says of it there; of the period before
/// what the earlier round's file says. Nothing if it cannot be written.
fn csv(view: &View<'_>, rows: &Rows<'_>) -> Option<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let time = view.figures.places.time;
    let dimensions =
        view.material.structure.dimensions.iter().enumerate().filter(|(place, _)| *place != time);
    let head = ["LABEL"].into_iter().chain(dimensions.map(|(_, one)| one.id.as_str()));
    let rest = [
        "TIME_PERIOD",
        "OBS_VALUE",
        "LOWEST",
        "HIGHEST",
        "OBS_STATUS",
        "REPORTERS",
        "PUBLISHED",
        "NOT_COMPARABLE_WITH_BEFORE",
    ];
    writer.write_record(head.chain(rest)).ok()?;
    for row in &rows.all {
        let mut line = |codes: &[String], rest: [String; 8]| {
            let codes =
                codes.iter().enumerate().filter(|(place, _)| *place != time).map(|(_, code)| code.clone());
            writer.write_record([row.name.clone()].into_iter().chain(codes).chain(rest)).ok()
        };
        for period in &rows.earlier {
            let of = |figure: &&&Figure| {
                figure.past.as_ref().is_some_and(|past| past.earlier && past.period == *period)
            };
            if let Some((figure, past)) = row.figures.iter().flatten().find(of).zip(row.past(period)) {
                line(&figure.codes, before(past))?;
            }
        }
        for figure in row.figures.iter().flatten() {
            line(&figure.codes, now(view, figure))?;
        }
    }
    writer.into_inner().ok()
}

fn numbers(seen: Option<Seen>) -> [String; 3] {
    seen.map_or_else(
        || [(); 3].map(|()| "NaN".to_owned()),
        |seen| [seen.value, seen.low, seen.high].map(|one| one.to_string()),
    )
}

fn before(past: &Past) -> [String; 8] {
    let [value, low, high] = numbers(past.seen);
    let reporters = past.reporters.iter().map(String::as_str).collect::<Vec<&str>>().join(" ");
    [past.period.clone(), value, low, high, String::new(), reporters, "earlier".to_owned(), String::new()]
}

fn now(view: &View<'_>, figure: &Figure) -> [String; 8] {
    let [value, low, high] = numbers(figure.seen());
    let reporters = figure.areas.iter().map(String::as_str).collect::<Vec<&str>>().join(" ");
    let period = view.figures.period(figure).to_owned();
    let why = figure.past.as_ref().map(|past| past.why(|areas| areas.join(" "))).unwrap_or_default();
    [period, value, low, high, figure.status.code().to_owned(), reporters, "here".to_owned(), why]
}
