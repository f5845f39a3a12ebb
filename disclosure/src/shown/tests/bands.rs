use super::{all_but, before, cell, table};
use crate::shown::{Band, bands, valued};
use crate::table::{Earlier, PublicFigure, Quiet, ShownBefore};
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
    assert_eq!(bands.of(1 << 56).map(|band| band.low), Some(1 << 56));
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
    assert_eq!(lowest(&table, &[3, 4])[0], Some((13, 27)));
    table.cells[1].minimum = 3;
    // What is left is all quiet, or one member's public figure and others' figures.
    table.quiet =
        vec![Quiet { leaves: BTreeSet::from([4]), soft: BTreeSet::new(), known: BTreeSet::new(), guard: 0 }];
    assert_eq!(lowest(&table, &[4])[0], Some((9, 22)));
    table.quiet.clear();
    table.public = vec![PublicFigure { member: 3, leaves: vec![vec![4]], figure: 0, before: false }];
    assert_eq!(lowest(&table, &[4])[0], Some((12, 22)));
    table.public = (0..8)
        .map(|member| PublicFigure { member, leaves: vec![vec![4]], figure: 0, before: false })
        .collect();
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

/// Everything, half of it and a quarter: three minimums are known to be in the first, and all of them fit into its band.
#[test]
fn a_chain_of_parts_has_room_for_all_of_them() {
    let chain = table(vec![cell(&[1, 2, 3]), cell(&[1, 2]), cell(&[1])]);
    assert_eq!(lowest(&chain, &[]), [Some((9, 22)), Some((6, 17)), Some((3, 12))]);
    assert_eq!(lowest(&chain, &[1]), [Some((6, 17)), None, Some((3, 12))]);
    // Lines that cross: what all three hold together is 6 at least, and may be known to be 9.
    let crossed = table(vec![cell(&[1, 2, 3, 4]), cell(&[1, 2]), cell(&[1, 3])]);
    assert_eq!(lowest(&crossed, &[]), [Some((6, 22)), Some((3, 12)), Some((3, 12))]);
}

/// What a member publishes is known: the rest has the band that it would have alone.
#[test]
fn published_figures_are_taken_off() {
    let one = |leaf: u32, member: u32, figure: u64| PublicFigure {
        member,
        leaves: vec![vec![leaf]],
        figure,
        before: false,
    };
    let mut table = table(vec![cell(&[1, 2]), cell(&[1])]);
    table.public = vec![one(1, 0, 9)];
    let bands = bands(&table, &all_but(&table, &[]))[1].unwrap();
    for total in 12..=21 {
        assert_eq!(bands.of(total), Some(Band { value: 17, low: 12, high: 21 }));
    }
    assert_eq!(bands.of(22), Some(Band { value: 24, low: 22, high: 26 }));
    // A member that publishes more than it sent: its word counts for nothing, and the value says so.
    assert_eq!(bands.of(11), Some(Band { value: 8, low: 3, high: 12 }));
    assert_eq!(bands.of(2), None);
    // In the total it is known, too; so is another one of the other part. A figure of all of it stands for its parts.
    assert_eq!(lowest(&table, &[])[0], Some((15, 26)));
    table.public.push(one(2, 1, 20));
    assert_eq!(lowest(&table, &[])[0], Some((35, 46)));
    table.public =
        vec![one(1, 0, 9), PublicFigure { member: 0, leaves: vec![vec![1, 2]], figure: 15, before: false }];
    assert_eq!(lowest(&table, &[1])[0], Some((18, 27)));
}

/// Eight members with 20 each at most: from 151 to 160 all has one band, as wide as the lowest one.
#[test]
fn the_highest_band_is_as_wide_as_the_lowest() {
    let mut low = cell(&[1]);
    low.max = 20;
    let mut table = table(vec![low]);
    let of = |table: &crate::Table| bands(table, &all_but(table, &[]))[0].unwrap();
    for total in 148..=160 {
        assert_eq!(of(&table).of(total), Some(Band { value: 154, low: 148, high: 160 }));
    }
    assert_eq!(of(&table).of(147), Some(Band { value: 145, low: 143, high: 147 }));
    // Who does not keep to the maximum changes nothing of that.
    assert_eq!(of(&table).of(161), Some(Band { value: 163, low: 161, high: 165 }));
    assert_eq!(of(&table).of(166), Some(Band { value: 168, low: 166, high: 170 }));
    // Of a member that publishes its figure no other is possible.
    table.public = vec![PublicFigure { member: 0, leaves: vec![vec![1]], figure: 5, before: false }];
    assert_eq!(of(&table).of(145).map(|band| (band.low, band.high)), Some((133, 145)));
    // Three members with 3 each at most: nothing is told apart.
    table.cells[0].max = 3;
    table.cells[0].reporters = [0, 1, 2].into();
    table.public.clear();
    assert_eq!((of(&table).of(3), of(&table).of(9)), (of(&table).of(9), of(&table).of(3)));
}

/// A month, a quarter and a half, each in a round of its own: the half has room for all three.
#[test]
fn earlier_rounds_are_parts_too() {
    let old = |round: u32, leaves: &[u32]| before(round, leaves, ShownBefore::Ends(3, 12));
    let mut table = table(vec![cell(&[1, 2, 3])]);
    assert_eq!(lowest(&table, &[]), [Some((3, 12))]);
    table.earlier = vec![old(0, &[1])];
    assert_eq!(lowest(&table, &[]), [Some((3, 17))]);
    table.earlier.push(old(1, &[1, 2]));
    assert_eq!(lowest(&table, &[]), [Some((3, 22))]);
    // The very row again, or one that was not opened, is no further part.
    table.earlier.push(old(2, &[1, 2]));
    table.earlier.push(Earlier { opened: false, ..old(2, &[2]) });
    assert_eq!(lowest(&table, &[]), [Some((3, 22))]);
}
