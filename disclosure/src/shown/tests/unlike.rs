//! Members' parts that do not add up to their totals, as real returns have them: nothing stops a publication.

use super::{all_but, cell, shown_of_any, table};
use crate::shown::{Shown, bands};
use crate::table::{Cell, Table};
use proptest::prelude::*;

/// {1, 2}, {2, 3} and {3, 1} with values, {1, 2, 3} without: half the sum of the others.
fn halves(fine: [u64; 3]) -> Shown {
    let table = table(vec![cell(&[1, 2, 3]), cell(&[1, 2]), cell(&[2, 3]), cell(&[1, 3])]);
    let [a, b, c] = fine;
    shown_of_any(&table, &all_but(&table, &[]), &[0, a, b, c])[0]
}

#[test]
fn adding_alone_gives_what_no_figures_meet() {
    // 10 (3 to 17, since each leaf follows and holds 3), 10 and 60 (58 to 62): from 32 to 48 if 1 and 3 may be below zero.
    assert_eq!(halves([10, 10, 60]), Shown::Interval { low: 32, high: 48 });
    // Figures of 0 or more that meet all: the program's interval, as before.
    assert_eq!(halves([20, 20, 20]), Shown::Interval { low: 27, high: 33 });
}

/// {1, 2, 3} is {1, 2} and {2, 3} less {2}, which is larger than both: less than nothing is left.
#[test]
fn less_than_nothing_is_shown_as_the_minimum() {
    let table = table(vec![cell(&[1, 2, 3]), cell(&[1, 2]), cell(&[2, 3]), cell(&[2])]);
    let shown = shown_of_any(&table, &all_but(&table, &[]), &[40, 30, 30, 400]);
    assert_eq!(shown[0], Shown::Interval { low: 3, high: 3 });
}

/// Parts of 3 contributors at least each, and a total that is less than they are together.
#[test]
fn a_total_below_its_parts_has_a_band_of_its_own() {
    let mut parts = vec![cell(&[1, 2, 3, 4]), cell(&[1]), cell(&[2]), cell(&[3])];
    for base in [1, 5] {
        parts[0].base = base;
        let table = table(parts.clone());
        let plan = all_but(&table, &[]);
        let bands = bands(&table, &plan)[0].unwrap();
        assert_eq!((bands.minimum, bands.least), (3, 12));
        for total in 3..60 {
            let Shown::Value(band) = shown_of_any(&table, &plan, &[total, 5, 6, 7])[0] else {
                panic!("{total} is nearly all of nothing");
            };
            assert_eq!(band.value < bands.least, total < bands.least, "a reader sees which it is");
            assert!(band.high - band.low >= 4 || (base == 1 && total > bands.end));
            assert_eq!(bands.at(band.value), Some(band));
        }
        assert_eq!(bands.of(2), None);
    }
}

fn leaves() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::btree_set(0u32..6, 1..6).prop_map(|all| all.into_iter().collect())
}

fn cells() -> impl Strategy<Value = Cell> {
    let members = prop_oneof![Just((0..8).collect()), prop::collection::btree_set(0u32..8, 5..8)];
    let first = prop_oneof![Just(13u64), Just(18)];
    (leaves(), members, 3u32..6, prop_oneof![Just(1u32), Just(5)], first).prop_map(
        |(leaves, reporters, minimum, base, first)| Cell { reporters, minimum, base, first, ..cell(&leaves) },
    )
}

/// Totals without regard to each other, each its minimum at least, large and small ones mixed.
fn unlike() -> impl Strategy<Value = (Table, Vec<u64>)> {
    prop::collection::vec((cells(), prop_oneof![0u64..12, 0u64..60, 0u64..3_000]), 1..9).prop_map(|all| {
        let totals = all.iter().map(|(cell, more)| u64::from(cell.minimum) + more).collect();
        (table(all.into_iter().map(|(cell, _)| cell).collect()), totals)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// Always a publication; the same from exact totals and from what is shown; what has a value lies in its band.
    #[test]
    fn nothing_stops_a_publication((table, totals) in unlike(), shut in 0u32..12) {
        shown_of_any(&table, &all_but(&table, &[shut]), &totals);
    }
}
