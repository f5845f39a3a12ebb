//! What an asked cell leaves of those that it lies within by the codelist, where nobody declared what else lies in them.

use super::super::book::{Book, Row};
use super::super::overlaps::Overlaps;
use super::{Asking, Part, Rests};
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
                let loose = Part { dimension, own, whole: code };
                self.overlap(book, &row.with(dimension, code), &[(dimension, vec![own])], &[loose]);
            }
            passed.retain(|row| !all.contains(row));
            all.extend(passed);
        }
    }

    /// The same in two dimensions at once, and in three: what no code of the row's own holds in any of them, and in some of
    /// them none of the parts that are taken off the row's code.
    pub(super) fn of_codes(
        &mut self,
        book: &mut Book<'_>,
        overlaps: &Overlaps,
        asking: &[Asking<'_>],
        row: &Row,
    ) {
        let mut wholes: Vec<(Kept, Row, Vec<Part>)> = vec![(Vec::new(), row.clone(), Vec::new())];
        for dimension in 0..row.codes.len() {
            let own = row.code(dimension);
            let above = self.above(book, overlaps, (row, own), dimension, |_| ()).into_iter();
            let part = |whole: u32| Some(Part { dimension, own, whole });
            let mut taken: Vec<(Vec<u32>, Option<Part>)> =
                above.map(|code| (vec![own], part(code))).collect();
            for asking in asking {
                let kept = self.taken_off(book, *asking, row, dimension).unwrap_or_default();
                if !kept.is_empty() && taken.iter().all(|(other, part)| part.is_some() || *other != kept) {
                    taken.push((kept, None));
                }
            }
            let shorter = wholes.iter().filter(|(kept, ..)| kept.len() < DIMENSIONS);
            let longer = shorter.flat_map(|(before, whole, loose)| {
                taken.iter().map(move |(kept, part)| {
                    let kept = [before.as_slice(), &[(dimension, kept.clone())]].concat();
                    let whole =
                        part.as_ref().map_or_else(|| whole.clone(), |part| whole.with(dimension, part.whole));
                    (kept, whole, loose.iter().chain(part).cloned().collect())
                })
            });
            let longer: Vec<_> = longer.collect();
            wholes.extend(longer);
        }
        wholes.sort_by_key(|(kept, ..)| kept.len());
        for (kept, whole, loose) in
            wholes.iter().filter(|(kept, _, loose)| kept.len() > 1 && !loose.is_empty())
        {
            self.overlap(book, whole, kept, loose);
        }
    }

    fn overlap(&mut self, book: &mut Book<'_>, whole: &Row, kept: &[(usize, Vec<u32>)], loose: &[Part]) {
        if let Some(mut made) = self.product(book, whole, kept) {
            made.less.iter_mut().for_each(|less| less.loose = loose.to_vec());
            self.push(made);
        }
    }
}
