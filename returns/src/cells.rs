//! Records to the round's cells: status and figure of each, in round order.

mod place;
mod several;

use super::added::{self, Sums};
use super::causes;
use super::claims::{Claim, claim};
use super::columns::is_of_whole;
use super::fault::{Findings, Place};
use super::figure::{Figure, figure};
use super::grid::Grid;
use super::notes::Notes;
use super::read::{ReadInput, Return};
use super::records::{Record, Records};
use super::rules::{
    CELLS_ABSENT, REASON_ABSENT, RETURN_EMPTY, RETURN_WITHOUT, STATUS_UNKNOWN, VALUE_MISSING,
    VALUE_WITH_REASON,
};
use intertally_core::submission::Status;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Cells that a member fills in: place and key.
fn asked<'a>(input: &ReadInput<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    let cells = input.cells.iter().enumerate().filter(|(_, cell)| cell.is_typed());
    cells.map(|(at, cell)| (at, cell.key.as_str()))
}

/// The cells of a round, and what has been put into them.
pub(super) struct Filled<'a> {
    input: &'a ReadInput<'a>,
    places: HashMap<&'a str, usize>,
    periods: BTreeSet<String>,
    /// Where each cell stands in the file, or none.
    found: Vec<Option<Place>>,
    /// Cells whose figure or status could not be taken.
    faulty: BTreeSet<usize>,
    statuses: Vec<Status>,
    values: Vec<Option<u32>>,
    claims: BTreeMap<usize, Claim>,
    notes: Notes,
    without_reason: usize,
    /// Whether any row says why it has no figure.
    reasons: bool,
    /// Cells that are made of several figures.
    sums: Sums,
    /// Rows of the member's own area with right codes, and those of them that are of other periods than the round's.
    rows: usize,
    outside: usize,
}

impl<'a> Filled<'a> {
    pub(super) fn new(input: &'a ReadInput<'a>, periods: BTreeSet<String>) -> Self {
        let cells = input.cells.len();
        Self {
            input,
            places: asked(input).map(|(at, key)| (key, at)).collect(),
            periods,
            found: vec![None; cells],
            faulty: BTreeSet::new(),
            statuses: vec![Status::Missing; cells],
            values: vec![None; cells],
            claims: BTreeMap::new(),
            notes: Notes::default(),
            without_reason: 0,
            reasons: false,
            sums: Sums::default(),
            rows: 0,
            outside: 0,
        }
    }

    /// Puts the records of one grid in. What is wrong with a row is said whole, whether it has a cell or not.
    pub(super) fn add(&mut self, grid: &Grid, records: &Records, findings: &mut Findings) {
        let mut areas = BTreeSet::new();
        for record in &records.records {
            let ours = self.is_ours(grid, records, (record.row, record.area.as_ref()), &mut areas, findings);
            if !ours && self.is_area(record.area.as_ref()) {
                continue;
            }
            let cell = if ours && !record.wrong { self.cell(grid, records, record, findings) } else { None };
            let Some((cell, further)) = cell else {
                self.without_cell(grid, records, record, findings);
                continue;
            };
            let place = grid.place(record.row, Some(records.value));
            let max = self.input.cells.get(cell).map_or(u32::MAX, |cell| cell.max);
            let before = self.without_reason;
            let (taken, claimed) = self.said(grid, records, record, max, findings);
            if further {
                self.without_reason = before;
            }
            if let Some(own) = taken {
                let so_far = self.statuses.get(cell).copied().zip(self.values.get(cell).copied());
                let so_far = so_far.filter(|_| further);
                let (status, value) = self.sums.add((cell, max), (so_far, own), claimed, &place, findings);
                // What is said of a figure that is not there says nothing.
                self.claims.extend(claimed.filter(|_| own.1.is_some()).map(|claimed| (cell, claimed)));
                self.statuses.get_mut(cell).into_iter().for_each(|slot| *slot = status);
                self.values.get_mut(cell).into_iter().for_each(|slot| *slot = value);
            } else {
                self.faulty.insert(cell);
            }
            for (name, at, text) in &record.notes {
                let place = grid.place(record.row, Some(*at));
                let of = (!is_of_whole(name)).then_some(cell);
                self.notes.add((name, text), of, &place, findings);
            }
        }
        for partial in &records.partial {
            self.of_several(grid, records, partial, &mut areas, findings);
        }
    }

    /// What a row says of its figure: status and figure, if both can be taken, and the claim.
    fn said(
        &mut self,
        grid: &Grid,
        records: &Records,
        record: &Record,
        max: u32,
        findings: &mut Findings,
    ) -> (Option<added::Filled>, Option<Claim>) {
        let status = status(grid, records, record, findings);
        self.reasons |= matches!(status, Some(Some(status)) if !status.reports());
        let place = grid.place(record.row, Some(records.value));
        let figure = figure(&record.value, max).map_err(|(rule, what, hint)| {
            let typed = Some(record.value.text.as_str()).filter(|text| !text.is_empty());
            findings.add(rule, &place, typed, what.to_owned(), hint.to_owned());
        });
        let taken = match (figure, status) {
            (Ok(figure), Some(status)) => self.together(&place, record, status, figure, findings),
            _ => None,
        };
        let claims = (record.claims.0.as_str(), record.claims.1.as_str());
        (taken, claim(claims, &grid.place(record.row, None), findings))
    }

    /// What else is wrong with a row that has no cell.
    fn without_cell(&mut self, grid: &Grid, records: &Records, record: &Record, findings: &mut Findings) {
        let (before, reasons) = (self.without_reason, self.reasons);
        self.said(grid, records, record, u32::MAX, findings);
        (self.without_reason, self.reasons) = (before, reasons);
        for (name, at, text) in &record.notes {
            Notes::look((name, text), &grid.place(record.row, Some(*at)), findings);
        }
    }

    /// Status and figure as one; none if they contradict each other.
    fn together(
        &mut self,
        place: &Place,
        record: &Record,
        status: Option<Status>,
        figure: Figure,
        findings: &mut Findings,
    ) -> Option<(Status, Option<u32>)> {
        match (figure, status) {
            (Figure::Count(value), None) => Some((Status::Normal, Some(value))),
            (Figure::Count(value), Some(status)) if status.reports() => Some((status, Some(value))),
            (Figure::Count(_), Some(status)) => {
                let what = format!("a figure under status {}, which says that there is none", status.code());
                let hint = "remove the figure, or give status A".to_owned();
                findings.add(VALUE_WITH_REASON, place, Some(&record.value.text), what, hint);
                None
            }
            (Figure::Absent, Some(status)) if status.reports() => {
                let what = format!("no figure under status {}, which says that there is one", status.code());
                let hint = "type the figure, or say why there is none: M, L, O or K".to_owned();
                findings.add(VALUE_MISSING, place, None, what, hint);
                None
            }
            (Figure::Absent, Some(status)) => Some((status, None)),
            (Figure::Absent, None) => {
                self.without_reason += 1;
                Some((Status::Missing, None))
            }
        }
    }

    /// The return and what is known of its cells, with warnings about what the file leaves out.
    pub(super) fn finish(mut self, findings: &mut Findings) -> (Return, Found) {
        let cells = self.places.len();
        let mut absent =
            asked(self.input).filter(|(at, _)| self.found.get(*at).is_some_and(Option::is_none)).count();
        let hint = "say why where you can: M not an offence here, L not collected, K counted elsewhere";
        self.sums.finish(self.input.mapping, findings);
        causes::fold(self.rows, self.outside, findings);
        if empty(&self.statuses, self.reasons, findings) {
            absent = 0;
            self.without_reason = 0;
        }
        // A file of which nothing could be read has said so already.
        if absent > 0 && (absent < cells || findings.faults.is_empty()) {
            let what =
                format!("cells that are not in the file: {absent} of {cells}; they count as missing (O)");
            findings.file(CELLS_ABSENT, what, hint);
        }
        if self.without_reason > 0 {
            let what =
                format!("cells empty without a status: {}; they count as missing (O)", self.without_reason);
            findings.file(REASON_ABSENT, what, hint);
        }
        let keys: Vec<String> = self.input.cells.iter().map(|cell| cell.key.clone()).collect();
        let in_file = self.found.iter().enumerate().filter(|(_, place)| place.is_some()).map(|(at, _)| at);
        let notes = self.notes.finish(&keys, &in_file.collect(), findings);
        let found = Found { places: self.found, faulty: self.faulty };
        let claimed = |wanted: Claim| {
            let cells = self.claims.iter().filter(|(_, claim)| **claim == wanted);
            cells.filter_map(|(cell, _)| u32::try_from(*cell).ok()).collect()
        };
        let (public, confidential) = (claimed(Claim::Public), claimed(Claim::Confidential));
        (Return { keys, statuses: self.statuses, values: self.values, public, confidential, notes }, found)
    }
}

/// Says that a return holds no figure, if all else is right. Answers with whether it says nothing at all.
fn empty(statuses: &[Status], reasons: bool, findings: &mut Findings) -> bool {
    if statuses.iter().any(|status| status.reports()) || !findings.faults.is_empty() {
        return false;
    }
    let stay = "to stay out of the round send nothing, and withdraw what was sent";
    if reasons {
        let what =
            "a return without a single figure: it will stand in the record that your office reports nothing";
        findings.file(RETURN_WITHOUT, what, format!("send it if that is what you want to say; {stay}"));
    } else {
        let what =
            "a return with neither figures nor reasons: nobody has filled it in yet, or it is another file";
        findings.file(
            RETURN_EMPTY,
            what,
            format!(
                "type the figures (a true zero is 0), or say why there are none by status M, L or K; {stay}"
            ),
        );
    }
    !reasons
}

/// What is known of the cells beside their figures.
pub(super) struct Found {
    /// Where each stands in the file, or none.
    pub(super) places: Vec<Option<Place>>,
    /// Those whose figure or status could not be taken.
    pub(super) faulty: BTreeSet<usize>,
}

/// The status as written: none in the inner option if the field is empty, none in the outer if it is no status.
fn status(
    grid: &Grid,
    records: &Records,
    record: &Record,
    findings: &mut Findings,
) -> Option<Option<Status>> {
    let mut letters = record.status.chars();
    match (letters.next(), letters.next()) {
        (None, _) => return Some(None),
        (Some(letter), None) => {
            if let Some(status) = Status::from_code(letter) {
                return Some(Some(status));
            }
        }
        _ => {}
    }
    let what = "no status of a return".to_owned();
    let hint = "with a figure A, P, B or W; without one M, L, O or K".to_owned();
    findings.add(STATUS_UNKNOWN, &grid.place(record.row, records.status), Some(&record.status), what, hint);
    None
}
