//! Measures that exclude each other: nobody is counted in two of them, nor in what lies within the one and within the other.

use super::book::{Book, Row};
use super::count_only::How;
use super::found::Found;
use super::measures::{Measures, above};
use super::rests::{Counted, Figure, Less, counted};
use std::collections::{BTreeSet, HashMap};

/// Per entry of the structure, and measure that it names, the measures in use that are this one or lie within it.
pub(super) struct Exclusive(Vec<Vec<BTreeSet<u32>>>);

impl Exclusive {
    /// Among measures in use.
    pub(super) fn of(book: &Book<'_>, used: &[u32]) -> Self {
        let own = |measure: &String| {
            used.iter()
                .copied()
                .filter(|one| lies_within(book, book.name(book.measure, *one), measure))
                .collect()
        };
        let entries = book.structure.exclusive.iter();
        Self(entries.map(|entry| entry.measures.iter().map(own).collect()).collect())
    }

    /// Whether somebody may be counted in all of these measures.
    pub(super) fn allows(&self, measures: &BTreeSet<u32>) -> bool {
        let met = |entry: &Vec<BTreeSet<u32>>| entry.iter().filter(|own| !own.is_disjoint(measures)).count();
        self.0.iter().all(|entry| met(entry) < 2)
    }
}

/// Whether a measure is another one or lies within it, whatever is asked.
fn lies_within(book: &Book<'_>, measure: &str, other: &str) -> bool {
    let (mut open, mut seen) = (vec![measure], BTreeSet::new());
    while let Some(one) = open.pop() {
        if one == other {
            return true;
        }
        if seen.insert(one) {
            open.extend(above(book, one));
        }
    }
    false
}

/// What measures that exclude each other leave together of one that they lie within, in asked cells and in what is left of
/// these: put behind what is counted already.
pub(super) fn rests(
    book: &mut Book<'_>,
    measures: &Measures,
    (rows, cells): (&[Row], Found<'_>),
    found: &mut Vec<Counted>,
) {
    let at = book.measure;
    let (before, mut known) = (found.len(), BTreeSet::new());
    let places: HashMap<Row, usize> = found.iter().map(|one| one.row.clone()).zip(0..).collect();
    let structure = book.structure;
    for entry in &structure.exclusive {
        let named: Vec<u32> = entry.measures.iter().filter_map(|measure| book.known(at, measure)).collect();
        let inner =
            |whole: u32| named.iter().copied().filter(move |one| measures.above(*one).contains(&whole));
        for row in rows {
            let kept: Vec<u32> =
                inner(row.code(at)).filter(|one| cells.of(book, &row.with(at, *one)).is_some()).collect();
            let parts: Vec<Row> = kept.iter().map(|one| row.with(at, *one)).collect();
            let after = parts.iter().filter_map(|part| cells.of(book, part)).flatten().collect();
            let (Some(of), true) = (cells.of(book, row), kept.len() > 1) else { continue };
            let parts = parts.into_iter().map(|part| Figure::Codes(part.codes)).collect();
            let made = counted(book, row, &[(at, kept)], "rest", How::Left { of, after }, parts);
            if known.insert(made.row.clone()) {
                found.push(made);
            }
        }
        for place in 0..before {
            let Some(Counted { row, how: How::Left { of, after }, .. }) = found.get(place) else { continue };
            let of_part = |one: u32| {
                let place = *places.get(&row.with(at, one))?;
                match &found.get(place)?.how {
                    How::Left { of, after } => Some((one, place, of.clone(), after.clone())),
                    _ => None,
                }
            };
            let kept: Vec<_> = inner(row.code(at)).filter_map(of_part).collect();
            if kept.len() < 2 {
                continue;
            }
            let (mut more, mut less, row) = (of.clone(), after.clone(), row.clone());
            for (_, _, of, after) in &kept {
                more.extend(after);
                less.extend(of);
            }
            let parts = kept.iter().map(|(_, place, ..)| Figure::Left(*place)).collect();
            let codes = kept.iter().map(|(one, ..)| *one).collect();
            let how = How::Left { of: more, after: less };
            let mut made = counted(book, &row, &[(at, codes)], "rest", how, Vec::new());
            made.less = Some(Less { whole: Figure::Left(place), parts, loose: Vec::new() });
            if known.insert(made.row.clone()) {
                found.push(made);
            }
        }
    }
}
