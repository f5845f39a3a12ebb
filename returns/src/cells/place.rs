//! Which cell of the round a row is of, if it is one of the member's own.

use super::Filled;
use crate::causes;
use crate::fault::Findings;
use crate::grid::{Grid, Line};
use crate::records::{Record, Records, is_filled};
use crate::rules::{AREA_OTHER, CELL_DUPLICATE, CELL_OUTSIDE, PERIOD_OUTSIDE};
use std::collections::BTreeSet;

impl<'a> Filled<'a> {
    /// Whether an area, as written, is one of the structure; a row without one is of the member's own.
    pub(super) fn is_area(&self, written: Option<&String>) -> bool {
        let structure = self.input.structure;
        written.is_some_and(|written| structure.code(&structure.area, structure.area_code(written)).is_some())
    }

    /// Whether the row is about the member's area; an alias is.
    pub(super) fn is_ours(
        &self,
        grid: &Grid,
        records: &Records,
        (row, area): (Line, Option<&String>),
        seen: &mut BTreeSet<String>,
        findings: &mut Findings,
    ) -> bool {
        let Some(written) = area else { return true };
        let structure = self.input.structure;
        if structure.area_code(written) == structure.area_code(self.input.area) {
            return true;
        }
        if seen.insert(written.clone()) {
            let what = "an area that is not the member's own".to_owned();
            let hint = format!("a return of {} holds its own figures alone", self.input.area);
            findings.add(AREA_OTHER, &grid.place(row, records.area), Some(written), what, hint);
        }
        false
    }

    /// The cell of a record, and whether it is added to what stands there; none if the round has no such cell or the file has it
    /// twice.
    pub(super) fn cell(
        &mut self,
        grid: &Grid,
        records: &Records,
        record: &Record,
        findings: &mut Findings,
    ) -> Option<(usize, bool)> {
        self.rows += 1;
        let Some(at) = self.places.get(record.key.as_str()).copied() else {
            if !self.periods.contains(&record.period) {
                self.outside += 1;
                let what = causes::OUTSIDE.to_owned();
                let asked = self.periods.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                let place = grid.place(record.row, records.period);
                let hint = format!("leave the row out; the round asks for {asked}");
                findings.add(PERIOD_OUTSIDE, &place, Some(&record.period), what, hint);
            } else if is_filled(record) {
                let place = grid.place(record.row, None);
                let what = "a cell that the round does not ask for".to_owned();
                let beside = self.beside(&record.key);
                let hint = match beside {
                    Some((id, key)) => format!("leave the row out, or correct {id}: {key} is asked for"),
                    None => "leave the row out; the empty return lists the cells".to_owned(),
                };
                let meant = beside.and_then(|(_, key)| self.places.get(key)).copied().into_iter().collect();
                findings.add_about((CELL_OUTSIDE, &place, meant), Some(&record.key), what, hint);
            }
            return None;
        };
        let slot = self.found.get_mut(at)?;
        if let Some(first) = slot {
            if record.part.as_ref().is_some_and(|part| self.sums.takes(at, part)) {
                return Some((at, true));
            }
            let row = first.row.map_or(String::new(), |row| format!(" in row {row}"));
            let sheet = first.sheet.as_ref().map_or(String::new(), |sheet| format!(" of sheet {sheet}"));
            let what = format!("the cell {} stands there twice, first{row}{sheet}", record.key);
            let place = grid.place(record.row, None);
            let hint = match self.input.mapping {
                None => "keep the row that is right",
                Some(mapping) if mapping.add.is_empty() => {
                    "keep the row that is right; where both are parts of one figure, the mapping says so: add = [..], with the \
                     columns in which they differ"
                }
                Some(_) => {
                    "keep the row that is right; figures are added up that differ in a column that the mapping names under add"
                }
            };
            findings.add(CELL_DUPLICATE, &place, None, what, hint.to_owned());
            return None;
        }
        let place = grid.place(record.row, Some(records.value));
        if let Some(part) = &record.part {
            self.sums.begin(at, part, &place);
        }
        *slot = Some(place);
        Some((at, false))
    }

    /// A cell of the round that differs in one dimension only: the dimension, and the cell's key.
    fn beside(&self, key: &str) -> Option<(&'a str, &'a str)> {
        let row: Vec<&str> = key.split('.').collect();
        // From the end of the key: a wrong breakdown is likelier than a wrong measure.
        for (at, dimension) in
            self.input.structure.key_dimensions().enumerate().collect::<Vec<_>>().into_iter().rev()
        {
            let codes = self.input.structure.codes(&dimension.id).into_iter().flat_map(|list| &list.codes);
            for code in codes {
                let mut other = row.clone();
                *other.get_mut(at)? = &code.id;
                if let Some((known, _)) = self.places.get_key_value(other.join(".").as_str()) {
                    return Some((&dimension.id, known));
                }
            }
        }
        None
    }
}
