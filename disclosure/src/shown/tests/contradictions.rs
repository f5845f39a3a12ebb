//! One false return of somebody else, figures that were corrected, and tables with many parts: none of these makes the rules
//! forget what else is known (leaks that were found: `attack/found`, contradictory-claim and others).

use super::{all_but, before, cell, shown_of_any, table};
use crate::shown::Shown;
use crate::table::{Cell, PublicFigure, ShownBefore, Table};

/// A whole of two parts, each of two leaves, reported by members 0 to 4; the whole follows from its parts.
fn halves() -> Table {
    let own = |leaves: &[u32]| Cell { reporters: (0..5).collect(), max: 60_000, ..cell(leaves) };
    table(vec![own(&[1, 2, 3, 4]), own(&[1, 2]), own(&[3, 4])])
}

fn claim(member: u32, leaves: &[u32], figure: u64) -> PublicFigure {
    PublicFigure { member, leaves: vec![leaves.to_vec()], figure, before: false }
}

fn ends(shown: &[Shown], cell: usize) -> (u64, u64) {
    shown[cell].ends().unwrap()
}

/// Both parts are 56, of which member 0, who says so of the whole, has 100 and member 4 has 8. How many values are left for what
/// members 1 to 3 have of the whole.
fn left(claims: &[PublicFigure]) -> u64 {
    let mut halves = halves();
    halves.public = claims.to_vec();
    let shown = shown_of_any(&halves, &all_but(&halves, &[]), &[112, 56, 56]);
    let sum = |of: fn((u64, u64)) -> u64| of(ends(&shown, 1)) + of(ends(&shown, 2));
    sum(|ends| ends.1).saturating_sub(108) - sum(|ends| ends.0).saturating_sub(108).max(3) + 1
}

#[test]
fn a_quarter_above_its_year_makes_nobody_forget_the_year() {
    let (whole, year) = (claim(0, &[1, 2, 3, 4], 100), claim(4, &[1, 2, 3, 4], 8));
    let enough = left(&[whole.clone(), year.clone()]);
    assert!(enough >= 10, "{enough}");
    // Members' parts of one half and of the other: a row that lies in neither.
    for false_one in [9, 14, 60, 5000] {
        let quarter = claim(4, &[1, 3], false_one);
        for claims in [[&whole, &year, &quarter], [&quarter, &year, &whole]] {
            let left = left(&claims.map(Clone::clone));
            assert!(left >= enough, "{false_one}: {left} values");
        }
    }
}

/// The true claim is the smaller one here: the order takes the false one first.
#[test]
fn what_is_left_out_has_its_turn() {
    let (whole, quarter) = (claim(0, &[1, 2, 3, 4], 100), claim(4, &[1, 3], 8));
    let enough = left(&[whole.clone(), quarter.clone()]);
    let lie = claim(4, &[1, 2, 3, 4], 3);
    let left = left(&[whole, quarter, lie]);
    assert!(left >= enough.min(10), "{left} values, and {enough} without the lie");
}

/// Nothing contradicts it but the part whose turn it is: member 1 has nearly nothing, and says 5,000.
#[test]
fn a_figure_that_only_the_next_total_shows_to_be_false() {
    let (whole, year) = (claim(0, &[1, 2, 3, 4], 100), claim(4, &[1, 2, 3, 4], 8));
    for false_one in [20, 40, 5000] {
        let left = left(&[whole.clone(), year.clone(), claim(1, &[1, 3], false_one)]);
        assert!(left >= 10, "{false_one}: {left} values");
    }
}

/// Members 0 to 4 have 593 to 597 of leaf 1, member 0 has 500 of it. Then leaf 1 and leaf 2 of members 1 to 4: 97, of which leaf 2
/// has 3. `other`: something else that was shown.
fn leaver(other: &[crate::table::Earlier]) -> (u64, u64) {
    let reporters = (1..5).collect();
    let mut later = table(vec![Cell { reporters, max: 60_000, ..cell(&[1, 2, 3]) }]);
    let mut all = before(0, &[1, 2], ShownBefore::Ends(593, 597));
    all.reporters = (0..5).collect();
    later.earlier.push(all);
    later.earlier.extend(other.iter().cloned());
    later.public = vec![PublicFigure { before: true, ..claim(0, &[1, 2], 500) }];
    ends(&shown_of_any(&later, &all_but(&later, &[]), &[97]), 0)
}

#[test]
fn totals_that_contradict_each_other_leave_the_others() {
    let (low, high) = leaver(&[]);
    assert!(high - low >= 14, "{low} to {high}");
    // A part of it that was corrected upwards, in a later round.
    let mut part = before(1, &[1], ShownBefore::Ends(673, 677));
    part.reporters = (0..5).collect();
    assert_eq!(leaver(&[part]), (low, high));
}

/// What is left of 96 and of 3 of which nobody knows what is in which of 100 parts.
#[test]
fn many_parts_leave_the_largest_totals() {
    let (low, high) = leaver(&[]);
    let with = |parts: u32| {
        let reporters = (1..5).collect();
        let leaves: Vec<u32> = (1..parts + 2).collect();
        let mut later = table(vec![Cell { reporters, max: 60_000, ..cell(&leaves) }]);
        let whole: Vec<u32> = (1..=parts).collect();
        later.public = vec![PublicFigure { before: true, ..claim(0, &whole, 500) }];
        for leaf in &whole {
            let mut part = before(0, &[*leaf], ShownBefore::Ends(3, 12));
            part.reporters = (0..5).collect();
            later.earlier.push(part);
        }
        let mut all = before(0, &whole, ShownBefore::Ends(593, 597));
        all.reporters = (0..5).collect();
        later.earlier.push(all);
        ends(&shown_of_any(&later, &all_but(&later, &[]), &[97]), 0)
    };
    for parts in [10, 100, 300] {
        let (few, many) = with(parts);
        assert!(few <= low && many >= high, "{parts} parts: {few} to {many}, and not {low} to {high}");
    }
}
