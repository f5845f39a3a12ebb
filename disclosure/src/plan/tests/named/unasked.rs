//! Sums of earlier rounds that are not asked again beside what adds up with them.

use super::{opened, shut};
use crate::plan::tests::{again, cell, earlier, table};
use crate::plan::{Parts, Reason, plan, with};
use crate::table::{Cell, Earlier, Table};
use std::collections::BTreeSet;

const YEAR: &[&[u32]] = &[&[0, 1, 2, 3]];

fn quarters() -> Vec<Cell> {
    let all: [&[u32]; 4] = [&[0], &[1], &[2], &[3]];
    all.iter().map(|leaf| cell(&[leaf], 0..8, 8)).collect()
}

fn before(cells: Vec<Cell>) -> Vec<Earlier> {
    let all = 0..cells.len() as u32;
    earlier(&table(cells), &all.collect())
}

/// A year, then its quarters: one country corrected one between. The sum of the quarters less the year would be its correction.
#[test]
fn quarters_after_their_year_tell_no_correction() {
    let mut parts = table(quarters());
    parts.earlier = before(vec![cell(YEAR, 0..8, 8)]);
    assert_eq!(opened(&parts), [0, 1, 2]);
    assert_eq!(plan(&parts).unwrap().decisions[3], shut(Reason::Unasked));
    let off = Parts { unasked: false, ..Parts::ALL };
    assert_eq!(with(&parts, &off).unwrap().opened().len(), 4);
}

/// The year asked again, if only for its count: then changes of it are counted, and rule what opens.
#[test]
fn quarters_beside_their_year_open() {
    for (year, all) in [(again(YEAR), vec![0, 1, 2, 3]), (cell(YEAR, 0..8, 8), vec![0, 1, 2, 3, 4])] {
        let mut parts = table([quarters(), vec![year]].concat());
        parts.earlier = before(vec![cell(YEAR, 0..8, 8)]);
        assert_eq!(opened(&parts), all);
        parts.cells[4].changed = Some(1);
        assert!(!opened(&parts).contains(&3), "one changed");
        // Where nobody counted changes, or not of all that the year is of, nobody knows.
        parts.cells[4].changed = None;
        assert_eq!(plan(&parts).unwrap().decisions[3], shut(Reason::Unasked));
        parts.cells[4].changed = Some(0);
        parts.cells[4].reporters.remove(&7);
        parts.cells[4].count = Some(7);
        assert!(!opened(&parts).contains(&3));
    }
}

/// Over three rounds: two quarters, then the year, then the others.
#[test]
fn the_last_part_in_a_chain_of_rounds_tells_no_correction() {
    let mut third = table(quarters().split_off(2));
    let of =
        |cells: Vec<Cell>, round: u32| before(cells).into_iter().map(move |row| Earlier { round, ..row });
    third.earlier = of(quarters()[..2].to_vec(), 0).chain(of(vec![cell(YEAR, 0..8, 8)], 1)).collect();
    assert_eq!(opened(&third), [0]);
    let rest: BTreeSet<u32> = opened(&Table { earlier: Vec::new(), ..third.clone() }).into_iter().collect();
    assert_eq!(rest, BTreeSet::from([0, 1]));
}

/// A year put together from quarters of before; and a sum that nobody declared.
#[test]
fn wholes_after_their_parts_and_soft_sums_tell_no_correction() {
    let mut year = table(vec![cell(YEAR, 0..8, 8)]);
    year.earlier = before(quarters());
    assert_eq!(plan(&year).unwrap().decisions, [shut(Reason::Unasked)]);
    let mut soft = table(vec![cell(&[&[0], &[0]], 0..8, 8)]);
    soft.earlier = before(vec![cell(&[&[9], &[0, 1]], 0..8, 8), cell(&[&[1], &[1]], 0..8, 8)]);
    assert_eq!(plan(&soft).unwrap().decisions, [shut(Reason::Unasked)]);
}
