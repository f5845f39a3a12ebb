//! What a row says of several cells at once: notes and claims.

use super::Filled;
use crate::claims::{claim, contradict};
use crate::columns::is_of_whole;
use crate::fault::Findings;
use crate::grid::Grid;
use crate::records::{Partial, Records};
use crate::rules::ROW_PARTIAL;
use std::collections::BTreeSet;

impl Filled<'_> {
    /// Puts what is said of several cells on each of them that the file has.
    pub(super) fn of_several(
        &mut self,
        grid: &Grid,
        records: &Records,
        partial: &Partial,
        areas: &mut BTreeSet<String>,
        findings: &mut Findings,
    ) {
        if !self.is_ours(grid, records, (partial.row, partial.area.as_ref()), areas, findings) {
            return;
        }
        let all = partial.key.iter().all(Option::is_none);
        let fits = |key: &str| {
            let codes = partial.key.iter().zip(key.split('.'));
            codes.clone().count() == partial.key.len()
                && codes.into_iter().all(|(wanted, code)| wanted.as_ref().is_none_or(|wanted| wanted == code))
        };
        let met = self.input.cells.iter().zip(&self.found).enumerate();
        let met = met.filter(|(_, (cell, place))| place.is_some() && fits(&cell.key)).map(|(at, _)| at);
        let met: Vec<usize> = met.collect();
        self.claimed_of_several(grid, partial, &met, findings);
        for (name, at, text) in &partial.notes {
            let place = grid.place(partial.row, Some(*at));
            let whole = all || is_of_whole(name);
            let cells = if whole { vec![None] } else { met.iter().copied().map(Some).collect() };
            if cells.is_empty() {
                let what = "a note on cells that the file does not have; it was left out".to_owned();
                let hint = "correct its codes, or leave the row out".to_owned();
                findings.add(ROW_PARTIAL, &place, None, what, hint);
            }
            for cell in cells {
                self.notes.add((name, text), cell, &place, findings);
            }
        }
    }

    /// Puts the claim on several cells on those that have a figure. One that a figure has by itself must not contradict it.
    fn claimed_of_several(
        &mut self,
        grid: &Grid,
        partial: &Partial,
        cells: &[usize],
        findings: &mut Findings,
    ) {
        let place = grid.place(partial.row, None);
        let claims = (partial.claims.0.as_str(), partial.claims.1.as_str());
        let Some(claimed) = claim(claims, &place, findings) else { return };
        if cells.is_empty() {
            let what = "a claim on cells that the file does not have; it was left out".to_owned();
            let hint = "correct its codes, or leave the row out".to_owned();
            findings.add(ROW_PARTIAL, &place, None, what, hint);
        }
        for cell in cells {
            if self.values.get(*cell).is_none_or(Option::is_none) {
                continue;
            }
            match self.claims.get(cell) {
                Some(own) if *own != claimed => contradict(&place, findings),
                _ => {
                    self.claims.insert(*cell, claimed);
                }
            }
        }
    }
}
