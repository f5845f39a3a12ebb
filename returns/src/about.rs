//! What a row, or the head of a file, says of itself: the dataflow, what to do with the figures, their unit.

use super::columns::{COUNTING_UNIT, Columns, YEAR_BEGINS, label};
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, Row};
use super::notes::is_nothing;
use super::records::{code, text};
use super::rules::{
    ACTION, FLOW_OTHER, FLOW_VERSION, LINE_ABOVE, PERIOD_OUTSIDE, UNIT_MULT, UNIT_OTHER, UNIT_UNKNOWN,
};
use super::scales::{is_plainly_other, is_scaled};
use super::units::{Unit, is_units, judge};
use intertally_structure::Structure;
use std::collections::BTreeSet;

/// Faults and warnings of what a row says of itself. `said`: column and words of what was looked at before, since most rows
/// say the same.
pub(super) fn about(
    structure: &Structure,
    grid: &Grid,
    row: &Row,
    columns: &Columns,
    said: &mut BTreeSet<(usize, String)>,
    findings: &mut Findings,
) {
    let named = |name: &str| columns.named.get(name).map(|at| (*at, text(row, *at)));
    let provision =
        named("STRUCTURE").is_some_and(|(_, class)| code(&class).eq_ignore_ascii_case("dataprovision"));
    for (at, flow) in ["STRUCTURE_ID", "DATAFLOW"].into_iter().filter_map(named) {
        if !flow.is_empty() && said.insert((at, flow.clone())) {
            let place = grid.place(row.number, Some(at));
            if provision {
                provided(structure, &flow, &place, findings)
            } else {
                declared(structure, &flow, &place, findings)
            }
        }
    }
    if let Some((at, action)) = named("ACTION").filter(|(_, action)| !is_taken(action)) {
        let hint = "leave the row out: a return replaces the one before it as a whole";
        dismissed(&action, &grid.place(row.number, Some(at)), hint, findings);
    }
    if let Some((at, day)) = named(YEAR_BEGINS).filter(|(_, day)| !is_new_year(day))
        && said.insert((at, day.clone()))
    {
        let what = "the years of the file do not begin on 1 January".to_owned();
        let hint =
            "give figures of the calendar year; or say the deviating year in REF_PERIOD, and leave this out";
        findings.add(PERIOD_OUTSIDE, &grid.place(row.number, Some(at)), Some(&day), what, hint.to_owned());
    }
    for at in &columns.multipliers {
        let power = text(row, *at);
        if !is_units(&power) {
            let hint = "write the figures in units, with UNIT_MULT 0".to_owned();
            let what = "the figures are said to be in thousands or the like".to_owned();
            findings.add(UNIT_MULT, &grid.place(row.number, Some(*at)), Some(&power), what, hint);
        }
    }
    for at in &columns.unknown {
        let written = text(row, *at);
        if is_plainly_other(&written) && said.insert((*at, written.clone())) {
            plainly_other(&grid.place(row.number, Some(*at)), &written, findings);
        }
    }
    // A note on the unit that is counted says the scale, and so does the title of a series.
    let counting = columns.notes.iter().filter(|column| column.name == COUNTING_UNIT).map(|column| column.at);
    for at in counting.chain(columns.titles.iter().copied()) {
        let written = text(row, at);
        if is_scaled(&written) && said.insert((at, written.clone())) {
            scaled(&grid.place(row.number, Some(at)), &written, findings);
        }
    }
    for at in &columns.units {
        unit(structure, grid, row, columns, (*at, text(row, *at)), said, findings);
    }
}

/// Whether the day on which a year begins is none, or 1 January: `--01-01` (SDMX 2.1, section 6, 4.2.6).
fn is_new_year(day: &str) -> bool {
    is_nothing(day) || matches!(day.trim_start_matches('-').trim_end_matches('Z'), "01-01" | "~" | "")
}

/// The fault of words for thousands or rates in a column that says nothing else that is read.
pub(super) fn plainly_other(place: &Place, written: &str, findings: &mut Findings) {
    let what = "words for what is no count: thousands, a rate or the like".to_owned();
    let hint = "send counts in units; leave rates out, and the column, if it says nothing of the figures";
    findings.add(UNIT_OTHER, place, Some(written), what, hint.to_owned());
}

fn scaled(place: &Place, written: &str, findings: &mut Findings) {
    let what = "words that say thousands, a rate or the like of the figures".to_owned();
    let hint = "send counts in units, and leave these words out where they do not hold".to_owned();
    findings.add(UNIT_OTHER, place, Some(written), what, hint);
}

/// What stands over the figures: the label of their column, and lines above the header.
pub(super) fn above(grid: &Grid, columns: &Columns, findings: &mut Findings) {
    let name = grid.header.get(columns.value).map_or("", String::as_str);
    if is_scaled(label(name)) {
        scaled(&grid.place(grid.header_row, Some(columns.value)), name, findings);
    }
    // A heading over nothing is a remark on the table.
    for at in &columns.unknown {
        let name = grid.header.get(*at).map_or("", String::as_str);
        let over_nothing = || grid.rows.iter().all(|row| row.fields.get(*at).is_none_or(Field::is_blank));
        if is_scaled(name) && over_nothing() {
            scaled(&grid.place(grid.header_row, Some(*at)), name, findings);
        }
    }
    for (row, text) in &grid.above {
        if is_scaled(text) {
            scaled(&grid.place(*row, None), text, findings);
        } else if grid.sheet.is_none() {
            let what = "a line above the header, which is not read".to_owned();
            let hint = "see that it says nothing that changes the figures".to_owned();
            findings.add(LINE_ABOVE, &grid.place(*row, None), Some(text), what, hint);
        }
    }
}

/// Compares a unit with that of the row's measure.
fn unit(
    structure: &Structure,
    grid: &Grid,
    row: &Row,
    columns: &Columns,
    (at, written): (usize, String),
    said: &mut BTreeSet<(usize, String)>,
    findings: &mut Findings,
) {
    let of = columns.dimensions.get(&structure.measure).map(|at| text(row, *at));
    let of = of.or_else(|| columns.assumed.get(&structure.measure).cloned()).unwrap_or_default();
    let measure = code(&of);
    let own = structure.rules(measure).map_or("", |rules| rules.unit.as_str());
    let judged = judge(&written, own);
    if judged == Unit::Counts || !said.insert((at, format!("{measure} {written}"))) {
        return;
    }
    let place = grid.place(row.number, Some(at));
    let counted = format!("{measure} is counted in units of '{own}'");
    if judged == Unit::Other {
        let what = format!("a unit that is no count: thousands, a rate or the like; {counted}");
        let hint = "send counts in units; leave rates out".to_owned();
        findings.add(UNIT_OTHER, &place, Some(&written), what, hint);
    } else {
        let what = format!("a unit that is not known; {counted}");
        findings.add(UNIT_UNKNOWN, &place, Some(&written), what, "see that it is the same".to_owned());
    }
}

/// Whether an action of SDMX, as letter or word, means that figures are sent.
pub(super) fn is_taken(action: &str) -> bool {
    let action = action.trim().to_ascii_lowercase();
    let words = ["", "i", "a", "r", "m", "information", "append", "replace", "merge", "update"];
    words.contains(&code(&action))
}

/// The fault of figures that are to be deleted.
pub(super) fn dismissed(action: &str, place: &Place, hint: &str, findings: &mut Findings) {
    let what = "an action other than I, A, R or M".to_owned();
    findings.add(ACTION, place, Some(action), what, hint.to_owned());
}

/// The dataflow of a return.
fn wanted(structure: &Structure) -> String {
    format!("{}:{}({})", structure.agency, structure.national_flow, structure.version)
}

/// The warning of a file that names an agreement about data in place of the dataflow.
fn provided(structure: &Structure, flow: &str, place: &Place, findings: &mut Findings) {
    let what = "the file names a provision agreement and no dataflow".to_owned();
    let hint = format!("see that it is about {}", wanted(structure));
    findings.add(FLOW_VERSION, place, Some(flow), what, hint);
}

/// Whether the file is about the structure or its flow: `INTERCOP:DF_COIO_NAT(1.0)`, alone, with a name behind it, or at the
/// end of a URN.
pub(super) fn declared(structure: &Structure, flow: &str, place: &Place, findings: &mut Findings) {
    // A name may hold any sign: it goes first.
    let artefact = flow.split_once(": ").map_or(flow, |(artefact, _)| artefact);
    let artefact = artefact.trim();
    let class = artefact.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"));
    let name = if class { artefact.split_once('=').map_or(artefact, |(_, name)| name) } else { artefact };
    let (agency, rest) =
        name.split_once(':').map_or(("", name), |(agency, rest)| (agency.trim(), rest.trim()));
    let (id, version) = match rest.split_once('(') {
        Some((id, rest)) => (id, rest.split_once(')').map_or(rest, |(version, _)| version)),
        None => (rest, ""),
    };
    if class && artefact.contains(".registry.Provision") {
        provided(structure, flow, place, findings);
        return;
    }
    let wanted = wanted(structure);
    let known = [&structure.national_flow, &structure.id].into_iter().any(|known| known == id.trim());
    if !known || (!agency.is_empty() && agency != structure.agency) {
        let what = "the file says that it belongs to another dataflow".to_owned();
        findings.add(FLOW_OTHER, place, Some(flow), what, format!("send a return of {wanted}"));
    } else if !version.is_empty() && version != structure.version {
        let what = "the file says that it belongs to another version of the dataflow".to_owned();
        findings.add(FLOW_VERSION, place, Some(flow), what, format!("the round is about {wanted}"));
    }
}
