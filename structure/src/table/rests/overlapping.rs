//! What an asked cell leaves of those that it lies within by the codelist, where nobody declared what else lies in them.

use super::super::book::{Book, Row};
use super::super::overlaps::Overlaps;
use super::Rests;
use std::collections::BTreeSet;

/// Per dimension the codes that are taken off.
type Kept = Vec<(usize, Vec<u32>)>;

/// Most dimensions in which it is counted at once.
const DIMENSIONS: usize = 3;

impl Rests<'_> {
    /// The nearest codes above a row's own in one dimension that are found with it, asked or not, and of those on the way that
    /// nothing else declares to hold the row's. `passed` is called for each that is not asked.
    fn above(
        &self,
        book: &Book<'_>,
        overlaps: &Overlaps,
        (row, own): (&Row, u32),
        dimension: usize,
        mut passed: impl FnMut(Row),
    ) -> Vec<u32> {
        let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
        let mut open: Vec<u32> = overlaps.right_above(dimension, own).iter().rev().copied().collect();
        while let Some(code) = open.pop() {
            if code == own || !seen.insert(code) {
                continue;
            }
            let whole = row.with(dimension, code);
            let is_found = self.cells.of(book, &whole).is_some();
            if self.cells.asked(&whole).is_none() {
                open.extend(overlaps.right_above(dimension, code).iter().rev());
                if is_found {
                    passed(whole);
                }
            }
            if is_found && overlaps.is_loose(book, dimension, own, code) {
                all.push(code);
            }
        }
        all
    }

    /// What is left, after an asked cell, of the nearest ones above it in one dimension that are found, whatever else lies in
    /// them; nobody declared that it does. The same after those on the way that are not asked and are found all the same.
    pub(super) fn of_code(&mut self, book: &mut Book<'_>, overlaps: &Overlaps, row: &Row, dimension: usize) {
        let (mut all, mut at) = (vec![row.clone()], 0);
        while let Some(part) = all.get(at).cloned() {
            at += 1;
            let own = part.code(dimension);
            let mut passed = Vec::new();
            for code in self.above(book, overlaps, (row, own), dimension, |row| passed.push(row)) {
                self.overlap(book, &row.with(dimension, code), &[(dimension, vec![own])]);
            }
            passed.retain(|row| !all.contains(row));
            all.extend(passed);
        }
    }

    /// The same in two dimensions at once, and in three: what no code of the row's own holds in any of them.
    pub(super) fn of_codes(&mut self, book: &mut Book<'_>, overlaps: &Overlaps, row: &Row) {
        let mut wholes: Vec<(Kept, Row)> = vec![(Vec::new(), row.clone())];
        for dimension in 0..row.codes.len() {
            let own = row.code(dimension);
            let above = self.above(book, overlaps, (row, own), dimension, |_| ());
            let shorter = wholes.iter().filter(|(kept, _)| kept.len() < DIMENSIONS);
            let longer = shorter.flat_map(|(kept, whole)| {
                let kept = [kept.as_slice(), &[(dimension, vec![own])]].concat();
                above.iter().map(move |code| (kept.clone(), whole.with(dimension, *code)))
            });
            let longer: Vec<_> = longer.collect();
            wholes.extend(longer);
        }
        wholes.sort_by_key(|(kept, _)| kept.len());
        for (kept, whole) in wholes.iter().filter(|(kept, _)| kept.len() > 1) {
            self.overlap(book, whole, kept);
        }
    }

    fn overlap(&mut self, book: &mut Book<'_>, whole: &Row, kept: &[(usize, Vec<u32>)]) {
        if let Some(mut made) = self.product(book, whole, kept) {
            made.less.iter_mut().for_each(|less| less.is_overlap = true);
            self.push(made);
        }
    }
}
