//! The fields that are offered beside a fault: where something else can be typed, what it is, and what stands there now.

use super::cells::Found;
use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{Columns, STATUS};
use super::fault::{Fault, Finding};
use super::figure::{Figure, figure};
use super::grid::{Grid, Row};
use super::mends::{Mended, Spot, absent_columns};
use super::read::ReadInput;
use super::records::text;
use super::rules::{
    ACTION, CELL_DUPLICATE, CELL_OUTSIDE, CLAIM_BOTH, CLAIM_UNKNOWN, PERIOD_OUTSIDE, UNIT_OTHER,
    VALUE_WITH_REASON, WORKBOOK_HIDDEN,
};
use intertally_core::submission::Status;
use intertally_structure::CellKey;
use std::collections::HashMap;

/// Most other cells of a fault for which fields are offered; with these mended the rest shows.
const MAX_CELLS: usize = 20;

/// What can be typed in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A figure.
    Figure,
    /// Its status: one letter.
    Status,
    /// A code of this dimension, or a period.
    Code(String),
    /// What this column says: a note, or a claim.
    Text(String),
    /// Nothing: the whole row can be left out.
    Row,
}

/// A field beside a fault. Shows figures: for the member alone, hence no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// Where what is typed goes.
    pub spot: Spot,
    /// What it is.
    pub part: Part,
    /// The cell of the round, where the row has one.
    pub cell: Option<CellKey>,
    /// What is shown in the field at first: what stands there, unless that is what is wrong.
    pub shows: String,
}

/// A grid with what its columns are; none where they are not known.
pub(super) type Sheet = (Grid, Option<Columns>);

/// What is known of a file once it is read.
pub(super) struct Desk<'a> {
    input: &'a ReadInput<'a>,
    sheets: &'a [Sheet],
    found: &'a Found,
    /// The cell of each row that has one, by grid and row.
    cells: HashMap<(usize, usize), usize>,
    /// Number of the grid of cells that the file does not have.
    absent: usize,
}

impl<'a> Desk<'a> {
    /// `absent`: how many grids the file has.
    pub(super) fn of(input: &'a ReadInput<'a>, sheets: &'a [Sheet], found: &'a Found, absent: usize) -> Self {
        let spots =
            found.places.iter().enumerate().filter_map(|(cell, place)| Some((cell, place.as_ref()?.spot?)));
        let cells = spots.map(|(cell, spot)| ((spot.grid, spot.row), cell)).collect();
        Self { input, sheets, found, cells, absent }
    }

    /// Findings as faults, each with its cell and the fields in which it can be mended.
    pub(super) fn told(&self, findings: Vec<Finding>) -> Vec<Fault> {
        findings.into_iter().map(|one| self.with_offers(one)).collect()
    }

    /// What was typed, with the cells of the rows.
    pub(super) fn mended(&self, mut done: Vec<Mended>) -> Vec<Mended> {
        for one in &mut done {
            one.cell = self.cell(one.spot).and_then(|cell| self.key(cell));
        }
        done
    }

    fn cell(&self, spot: Spot) -> Option<usize> {
        self.cells.get(&(spot.grid, spot.row)).copied()
    }

    fn key(&self, cell: usize) -> Option<CellKey> {
        self.input.cells.get(cell).map(|cell| cell.key.clone())
    }

    fn row(&self, spot: Spot) -> Option<(&'a Grid, &'a Columns, &'a Row)> {
        let (grid, columns) = self.sheets.get(spot.grid)?;
        let at = grid.rows.binary_search_by_key(&Some(spot.row), |row| row.number.at).ok()?;
        Some((grid, columns.as_ref()?, grid.rows.get(at)?))
    }

    fn with_offers(&self, finding: Finding) -> Fault {
        let Finding { mut fault, spot, cells } = finding;
        let own = spot.and_then(|spot| self.cell(spot));
        fault.cell = own.and_then(|cell| self.key(cell));
        fault.offers = spot.map(|spot| self.at(fault.rule, spot)).unwrap_or_default();
        for cell in cells.into_iter().filter(|cell| Some(*cell) != own).take(MAX_CELLS) {
            fault.offers.extend(self.of_cell(cell));
        }
        fault
    }

    /// What can be typed at the place of a fault.
    fn at(&self, rule: &str, spot: Spot) -> Vec<Offer> {
        let Some((_, columns, row)) = self.row(spot) else { return Vec::new() };
        let whole =
            Offer { spot: Spot { column: None, ..spot }, part: Part::Row, cell: None, shows: String::new() };
        let text = |name: &str, at: usize| Offer {
            spot: Spot { column: Some(at), ..spot },
            part: Part::Text(name.to_owned()),
            cell: self.cell(spot).and_then(|cell| self.key(cell)),
            shows: text(row, at),
        };
        if [CELL_DUPLICATE, CELL_OUTSIDE, ACTION].iter().any(|own| own.id == rule) {
            return vec![whole];
        }
        let Some(column) = spot.column else {
            let claims = [CLAIM_BOTH, CLAIM_UNKNOWN].iter().any(|own| own.id == rule);
            let named = |name: &'static str| columns.named.get(name).map(|at| text(name, *at));
            return match rule {
                _ if claims => [CONFIDENTIALITY, PUBLISHED].into_iter().filter_map(named).collect(),
                _ if rule == PERIOD_OUTSIDE.id => vec![whole],
                _ => Vec::new(),
            };
        };
        if column == columns.value || columns.named.get(STATUS) == Some(&column) {
            let wrong = rule.starts_with("value-") && rule != VALUE_WITH_REASON.id
                || [WORKBOOK_HIDDEN.id, UNIT_OTHER.id].contains(&rule);
            return self.figure_and_status(spot, wrong && column == columns.value);
        }
        if let Some(note) = columns.notes.iter().find(|note| note.at == column) {
            return vec![text(note.name, column)];
        }
        let of_area = |id: &String| *id == self.input.structure.area;
        match columns.dimensions.iter().find(|(_, at)| **at == column) {
            Some((id, _)) if !of_area(id) => {
                vec![Offer { part: Part::Code(id.clone()), cell: None, ..text(id, column) }, whole]
            }
            _ => Vec::new(),
        }
    }

    /// Figure and status of a cell of the round, in its row or, where the file has none, in one of its own.
    fn of_cell(&self, cell: usize) -> Vec<Offer> {
        let place = self.found.places.get(cell).and_then(|place| place.as_ref()?.spot);
        if let Some(spot) = place {
            return self.figure_and_status(spot, false);
        }
        let columns = absent_columns(self.input.structure.key_dimensions().count());
        let parts = columns.into_iter().zip([Part::Figure, Part::Status]);
        let offer = |(column, part): (usize, Part)| Offer {
            spot: Spot { grid: self.absent, row: cell, column: Some(column) },
            part,
            cell: self.key(cell),
            shows: String::new(),
        };
        parts.map(offer).collect()
    }

    /// `wrong`: the figure is what is wrong, and is typed anew.
    fn figure_and_status(&self, spot: Spot, wrong: bool) -> Vec<Offer> {
        let Some((grid, columns, row)) = self.row(spot) else { return Vec::new() };
        let cell = self.cell(spot);
        let max = cell.and_then(|cell| self.input.cells.get(cell)).map_or(u32::MAX, |cell| cell.max);
        let field = row.fields.get(columns.value).cloned().unwrap_or_default();
        let reads = matches!(figure(&field, max), Ok(Figure::Count(_)));
        let typed = if reads && !wrong { text(row, columns.value) } else { String::new() };
        let status = columns.named.get(STATUS).copied();
        let letter = status.map(|at| text(row, at)).unwrap_or_default();
        let known = letter.chars().next().filter(|_| letter.chars().count() == 1).and_then(Status::from_code);
        let letter = known.map_or_else(String::new, |_| letter);
        let columns = [
            (columns.value, Part::Figure, typed),
            (status.unwrap_or(grid.header.len()), Part::Status, letter),
        ];
        let key = cell.and_then(|cell| self.key(cell));
        let offer = |(column, part, shows)| Offer {
            spot: Spot { column: Some(column), ..spot },
            part,
            cell: key.clone(),
            shows,
        };
        columns.into_iter().map(offer).collect()
    }
}
