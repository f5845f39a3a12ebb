use super::{all_but, cell, table};
use crate::shown::{Band, bands, valued};
use crate::table::{PublicFigure, Quiet};
use std::collections::BTreeSet;

/// (least, end) of the lowest band of each cell that has a value.
fn lowest(table: &crate::Table, shut: &[u32]) -> Vec<Option<(u64, u64)>> {
    bands(table, &all_but(table, shut))
        .iter()
        .map(|bands| bands.map(|bands| (bands.least, bands.end)))
        .collect()
}

#[test]
fn bands_of_five_follow_one_low_band() {
    let table = table(vec![cell(&[1])]);
    let bands = bands(&table, &all_but(&table, &[]))[0].unwrap();
    assert_eq!(bands.of(2), None);
    for total in 3..=12 {
        assert_eq!(bands.of(total), Some(Band { value: 8, low: 3, high: 12 }));
    }
    for total in 13..400 {
        let band = bands.of(total).unwrap();
        assert_eq!((band.value % 5, band.low + 2, band.high), (0, band.value, band.value + 2));
        assert!(band.low <= total && total <= band.high);
        assert_eq!((bands.at(band.value), bands.at(band.value + 1)), (Some(band), None));
    }
    assert_eq!(bands.of(u64::MAX), None);
}

#[test]
fn exact_values_begin_after_the_low_band() {
    let mut exact = cell(&[1]);
    (exact.base, exact.minimum) = (1, 5);
    let table = table(vec![exact]);
    let bands = bands(&table, &all_but(&table, &[]))[0].unwrap();
    assert_eq!(bands.of(12), Some(Band { value: 9, low: 5, high: 12 }));
    assert_eq!(bands.of(13), Some(Band { value: 13, low: 13, high: 13 }));
    assert_eq!(bands.of(u64::MAX).map(|band| band.low), Some(u64::MAX));
}

#[test]
fn a_low_band_is_never_narrower_than_five() {
    let mut strict = cell(&[1]);
    (strict.base, strict.minimum, strict.first) = (1, 12, 13);
    assert_eq!(lowest(&table(vec![strict.clone()]), &[]), [Some((12, 16))]);
    strict.base = 5;
    assert_eq!(lowest(&table(vec![strict]), &[]), [Some((12, 17))]);
}

/// Cells 1, 2 and 3 and what is left of the total are known to be 3 at least each.
#[test]
fn disjoint_parts_raise_the_least_total() {
    let mut table = table(vec![cell(&[1, 2, 3, 4]), cell(&[1]), cell(&[2]), cell(&[3]), cell(&[4])]);
    let part = Some((3, 12));
    assert_eq!(lowest(&table, &[4]), [Some((12, 22)), part, part, part, None]);
    assert_eq!(lowest(&table, &[3, 4]), [Some((9, 22)), part, part, None, None]);
    assert_eq!(lowest(&table, &[1, 2, 3, 4]), [Some((3, 12)), None, None, None, None]);
    // A stricter part counts for more.
    table.cells[1].minimum = 5;
    assert_eq!(lowest(&table, &[3, 4])[0], Some((13, 22)));
    table.cells[1].minimum = 3;
    // What is left is all quiet, or one member's public figure and others' figures.
    table.quiet =
        vec![Quiet { leaves: BTreeSet::from([4]), soft: BTreeSet::new(), known: BTreeSet::new(), guard: 0 }];
    assert_eq!(lowest(&table, &[4])[0], Some((9, 22)));
    table.quiet.clear();
    table.public = vec![PublicFigure { member: 3, leaves: vec![vec![4]], figure: 0 }];
    assert_eq!(lowest(&table, &[4])[0], Some((12, 22)));
    table.public = (0..8).map(|member| PublicFigure { member, leaves: vec![vec![4]], figure: 0 }).collect();
    assert_eq!(lowest(&table, &[4])[0], Some((9, 22)));
}

/// A part that some reporter of the total does not report leaves something, too; one of another's is no part.
#[test]
fn parts_are_parts_of_members_too() {
    let mut table = table(vec![cell(&[1, 2]), cell(&[1]), cell(&[2])]);
    table.cells[1].reporters = (0..5).collect();
    assert_eq!(valued(&table, &all_but(&table, &[])), BTreeSet::from([0, 1, 2]));
    assert_eq!(lowest(&table, &[])[0], Some((9, 22)));
    table.cells[1].reporters = (0..9).collect();
    assert_eq!(lowest(&table, &[])[0], Some((6, 17)));
}
