//! Figures that a round asks for, as cells or as cells that make them up.

use super::book::{Book, Row};
use crate::period::frequency_of;
use std::collections::HashMap;

/// The asked cells by their rows.
#[derive(Clone, Copy)]
pub(super) struct Found<'r> {
    pub(super) asked: &'r HashMap<Row, u32>,
    /// First month and number of months of each period.
    pub(super) spans: &'r [(u32, u32)],
}

impl Found<'_> {
    /// The asked cell of a row.
    pub(super) fn asked(&self, row: &Row) -> Option<u32> {
        self.asked.get(row).copied()
    }

    /// Cells that are a figure together: the row's; else those of a declared sum; else those of shorter periods. None if the
    /// round does not ask for them.
    pub(super) fn of(&self, book: &Book<'_>, row: &Row) -> Option<Vec<u32>> {
        if let Some(cell) = self.asked(row) {
            return Some(vec![cell]);
        }
        for dimension in book.summed() {
            let (Some(id), name) =
                (book.dimensions.get(dimension), book.name(dimension, row.code(dimension)))
            else {
                continue;
            };
            for sum in book.structure.sums_of(id, name) {
                let part =
                    |child: &String| self.of(book, &row.with(dimension, book.known(dimension, child)?));
                if let Some(parts) = sum.children.iter().map(part).collect::<Option<Vec<_>>>() {
                    return Some(parts.into_iter().flatten().collect());
                }
            }
        }
        self.over_time(book, row)
    }

    /// Of shorter periods that follow each other, always the longest that is found.
    fn over_time(&self, book: &Book<'_>, row: &Row) -> Option<Vec<u32>> {
        let (start, months) = self.spans.get(row.period).copied()?;
        let (mut at, end) = (start, start.saturating_add(months));
        let mut cells = Vec::new();
        while at < end {
            let mut next: Vec<(u32, usize)> = Vec::new();
            for (place, (first, length)) in self.spans.iter().enumerate() {
                if *first == at && *length < months && at.saturating_add(*length) <= end {
                    next.push((*length, place));
                }
            }
            next.sort_unstable_by(|one, other| other.cmp(one));
            let (length, found) = next.into_iter().find_map(|(length, place)| {
                let mut part = row.clone();
                part.period = place;
                if let Some(frequency) = book.frequency {
                    let own = book.name(frequency, row.code(frequency));
                    let code = if matches!(own, "A" | "S" | "Q" | "M") { frequency_of(length)? } else { own };
                    part = part.with(frequency, book.known(frequency, code)?);
                }
                Some((length, self.of(book, &part)?))
            })?;
            cells.extend(found);
            at = at.saturating_add(length);
        }
        Some(cells)
    }
}
