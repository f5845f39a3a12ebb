//! Quiet leaves and their guards.

use super::{opened, shut};
use crate::plan::rows::Rows;
use crate::plan::tests::{cell, earlier, table};
use crate::plan::{Parts, Reason, plan, with};
use crate::table::{Cell, Quiet};
use std::collections::BTreeSet;

/// Quiet leaves beside known ones, with their guard; nothing more in soft systems.
fn quiet(leaves: &[u32], known: &[u32], guard: u32) -> Quiet {
    let set = |leaves: &[u32]| leaves.iter().copied().collect();
    Quiet { leaves: set(leaves), soft: BTreeSet::new(), known: set(known), guard }
}

/// "Age unknown" of one member holds nothing up while its guard allows it.
#[test]
fn quiet_leaves_hold_nothing_up_unless_few_have_them_alone() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 0..8, 8),
        cell(&[&[0]], 0..8, 8),
        cell(&[&[1]], 0..8, 1),
        cell(&[&[7]], 0..8, 0),
    ]);
    table.cells[3].count_only = true;
    assert_eq!(opened(&table), [0]);
    table.quiet = vec![quiet(&[1], &[0], 3)];
    assert_eq!(opened(&table), [0, 1]);
    for (count, open) in [(Some(2), 1), (Some(3), 2), (None, 1)] {
        table.cells[3].count = count;
        assert_eq!(opened(&table).len(), open, "{count:?}");
    }
}

/// A guard counts enough for this round, and an earlier one that asked for more opened a total.
#[test]
fn the_largest_minimum_holds_for_quiet_leaves_also_where_it_was_an_earlier_one() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 0..8, 8),
        cell(&[&[0]], 0..8, 8),
        cell(&[&[1]], 0..8, 1),
        cell(&[&[7]], 0..8, 4),
    ]);
    table.cells[3].count_only = true;
    table.quiet = vec![quiet(&[1], &[0], 3)];
    assert_eq!(opened(&table), [0, 1]);
    let mut before = crate::plan::tests::table(vec![cell(&[&[9]], 0..8, 8)]);
    before.cells[0].minimum = 5;
    table.earlier = earlier(&before, &BTreeSet::from([0]));
    assert_eq!(opened(&table), [0]);
    table.earlier = earlier(&before, &BTreeSet::new());
    assert_eq!(opened(&table), [0, 1]);
}

/// Who calls its quiet figure confidential keeps the others of its total shut.
#[test]
fn a_confidential_figure_is_not_known_because_it_is_quiet() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 0..8, 8),
        cell(&[&[0]], 0..8, 8),
        cell(&[&[1]], 0..8, 4),
        cell(&[&[7]], 0..8, 0),
    ]);
    table.cells[3].count_only = true;
    table.quiet = vec![quiet(&[1], &[0], 3)];
    assert_eq!(opened(&table), [0, 1, 2]);
    table.cells[2].confidential = [0].into();
    assert_eq!(opened(&table), [0]);
}

/// Four members have nothing but quiet figures: the total less these is the fifth one's.
#[test]
fn a_total_less_its_quiet_part_is_of_enough() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 0..8, 5),
        cell(&[&[0]], 0..8, 1),
        cell(&[&[1]], 0..8, 4),
        cell(&[&[7]], 0..8, 4),
    ]);
    table.cells[3].count_only = true;
    table.quiet = vec![quiet(&[1], &[0], 3)];
    assert_eq!(opened(&table), [2]);
    table.cells[0].count = Some(7);
    table.cells[1].count = Some(3);
    assert_eq!(opened(&table), [0, 1, 2]);
}

/// Men and women, of known and unknown age. Five have nothing but unknown ages among their men; of known age one has any.
#[test]
fn a_margin_less_its_quiet_part_is_of_enough() {
    // Leaf 0: men of known age; 1: women of known age; 2: men of unknown age.
    let mut table = table(vec![
        cell(&[&[0, 2]], 0..8, 6),
        cell(&[&[2]], 0..8, 5),
        cell(&[&[7]], 0..8, 0),
        cell(&[&[8]], 0..8, 5),
    ]);
    table.cells[2].count_only = true;
    table.cells[3].count_only = true;
    table.quiet = vec![quiet(&[2], &[0, 1], 2), quiet(&[2], &[0], 3)];
    assert!(!opened(&table).contains(&0));
    let off = Parts { margins: false, ..Parts::ALL };
    assert!(with(&table, &off).unwrap().opened().contains(&0), "without the rule the men of one are told");
    // Without a guard the count of the men of unknown age bounds them.
    let margin = table.quiet.pop();
    assert!(!opened(&table).contains(&0));
    table.quiet.extend(margin);
    table.cells[3].count = Some(0);
    assert!(opened(&table).contains(&0));
}

/// Men and women, of known and unknown age. One country gives no ages of its men, and those of its women: the slice's guard
/// does not count it, that of the men does, and men of unknown age are all the men that it has.
#[test]
fn men_without_ages_are_protected_beside_women_with() {
    // Leaf 0: men of known age; 1: women of known age; 2: men of unknown age; 3: women of unknown age.
    let mut table = table(vec![
        cell(&[&[0, 1, 2, 3]], 0..8, 8),
        cell(&[&[0, 2]], 0..8, 8),
        cell(&[&[1, 3]], 0..8, 8),
        cell(&[&[0, 1]], 0..8, 8),
        cell(&[&[0]], 0..8, 7),
        cell(&[&[1]], 0..8, 8),
        cell(&[&[2, 3]], 0..8, 1),
        cell(&[&[2]], 0..8, 1),
        cell(&[&[3]], 0..8, 0),
        cell(&[&[7]], 0..8, 0),
        cell(&[&[8]], 0..8, 1),
        cell(&[&[9]], 0..8, 0),
    ]);
    (9..12).for_each(|guard| table.cells[guard].count_only = true);
    table.quiet = vec![quiet(&[2, 3], &[0, 1], 9), quiet(&[2], &[0], 10), quiet(&[3], &[1], 11)];
    assert_eq!(opened(&table), [0, 1, 2, 5], "all less those of known age are the men of one country");
    let off = Parts { groups: false, ..Parts::ALL };
    let without = with(&table, &off).unwrap().opened();
    assert!(without.contains(&1) && without.contains(&4), "without the rule the men of one are told");
    // Unknown ages beside known ones are told of nobody's men alone.
    table.cells[4].count = Some(8);
    table.cells[10].count = Some(0);
    assert_eq!(opened(&table), [0, 1, 2, 3, 4, 5]);
}

/// A cell of quiet leaves of which one is dropped and one is not, since a guard counts few there: nobody counts who has
/// nothing but the dropped one.
#[test]
fn a_cell_that_is_dropped_in_part_is_of_enough() {
    let mut table = table(vec![
        cell(&[&[2, 3]], 0..8, 4),
        cell(&[&[2]], 0..8, 2),
        cell(&[&[7]], 0..8, 0),
        cell(&[&[8]], 0..8, 1),
    ]);
    table.cells[2].count_only = true;
    table.cells[3].count_only = true;
    table.quiet = vec![quiet(&[2], &[0], 2), quiet(&[3], &[1], 3)];
    assert!(!opened(&table).contains(&0));
    let off = Parts { margins: false, ..Parts::ALL };
    assert!(with(&table, &off).unwrap().opened().contains(&0), "without the rule two countries are told");
}

/// Two groups that share a leaf: few may have it alone as far as the one guard says, whatever the other says.
#[test]
fn a_leaf_of_two_quiet_groups_needs_both_guards() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 0..8, 8),
        cell(&[&[0]], 0..8, 8),
        cell(&[&[1]], 0..8, 1),
        cell(&[&[7]], 0..8, 0),
        cell(&[&[8]], 0..8, 2),
    ]);
    table.cells[3].count_only = true;
    table.cells[4].count_only = true;
    table.quiet = vec![quiet(&[1], &[0], 3), quiet(&[1], &[0], 4)];
    assert_eq!(opened(&table), [0]);
    table.quiet.reverse();
    assert_eq!(opened(&table), [0]);
    table.cells[4].count = Some(3);
    assert_eq!(opened(&table), [0, 1]);
}

/// Known leaves 0 and 1, of which 1 is asked nowhere, and the quiet leaf 2. Four members have quiet figures alone and, in a
/// table that may be returned in part, leave out the cell of these; five have leaf 0, one has leaf 1. Guards that did not
/// count the four would let both sums with the quiet leaf open, and one less the other is the one member's figure.
#[test]
fn quiet_figures_that_are_not_reported_count_in_the_guard() {
    let world = |alone| {
        let mut table = table(vec![
            cell(&[&[0, 1, 2]], 0..10, 10),
            cell(&[&[0, 2]], 0..10, 9),
            cell(&[&[0]], 0..10, 5),
            cell(&[&[2]], 4..10, 0),
            cell(&[&[8]], 0..10, alone),
            cell(&[&[9]], 0..10, alone),
        ]);
        table.cells.iter_mut().for_each(|cell| cell.minimum = 5);
        table.cells[4..].iter_mut().for_each(|cell| cell.count_only = true);
        table.quiet = vec![quiet(&[2], &[0, 1], 4), quiet(&[2], &[0], 5)];
        table
    };
    assert_eq!(opened(&world(0)), [0, 1, 2], "what nobody may see together");
    let off = Parts { bare: false, ..Parts::ALL };
    assert_eq!(with(&world(4), &off).unwrap().opened(), BTreeSet::from([0, 2]));
    assert_eq!(opened(&world(4)), [0], "who knows the quiet figures has leaf 1 as all less the third");
}

/// Known leaves 0 and 1 and the quiet leaf 2; one member has nothing but quiet figures. Everybody knows those of the others:
/// all less leaf 0 is leaf 1 of two members. (Found by a stranger.)
#[test]
fn quiet_figures_that_protect_few_protect_nobody_else() {
    let mut table = table(vec![
        cell(&[&[0, 1, 2]], 0..4, 4),
        cell(&[&[0]], 0..4, 3),
        cell(&[&[1]], 0..4, 2),
        cell(&[&[2]], 0..4, 3),
        cell(&[&[9]], 0..4, 1),
    ]);
    table.cells[4].count_only = true;
    table.quiet = vec![quiet(&[2], &[0, 1], 4)];
    assert_eq!(opened(&table), [0, 3], "what is known of all is left of three");
    let off = Parts { bare: false, ..Parts::ALL };
    assert_eq!(with(&table, &off).unwrap().opened(), BTreeSet::from([0, 1]), "two are told");
    assert!(Rows::new(&table, &Parts::ALL).bare.is_some());
    // A total of three of which one has quiet figures alone is of two for who knows these.
    table.cells[0].count = Some(3);
    assert_eq!(plan(&table).unwrap().decisions[0], shut(Reason::TooFewContributors));
    // Nothing is made twice where the guard counts nobody, or enough. Where it was not counted, it may be few.
    for (count, twice) in [(Some(0), false), (Some(3), false), (None, true)] {
        table.cells[4].count = count;
        assert_eq!(Rows::new(&table, &Parts::ALL).bare.is_some(), twice, "{count:?}");
    }
}

/// The same over two rounds: what is left of an earlier total beside a part that is asked now.
#[test]
fn quiet_figures_of_earlier_rounds_protect_nobody_else() {
    let guarded = |cells: Vec<Cell>, alone| {
        let mut table = table(cells);
        table.cells.push(cell(&[&[9]], 0..6, alone));
        let guard = table.cells.len() as u32 - 1;
        table.order.push(guard);
        table.cells[guard as usize].count_only = true;
        table.quiet = vec![quiet(&[2], &[0, 1], guard)];
        table
    };
    let first = guarded(vec![cell(&[&[0, 1, 2]], 0..6, 6), cell(&[&[1]], 0..6, 1)], 1);
    assert_eq!(opened(&first), [0]);
    let whole = cell(&[&[0, 1, 2]], 0..6, 6);
    let mut second = guarded(vec![cell(&[&[0]], 0..6, 3), whole], 1);
    second.earlier = earlier(&first, &BTreeSet::from([0]));
    assert_eq!(plan(&second).unwrap().decisions[0], shut(Reason::Isolates));
    let off = Parts { bare: false, ..Parts::ALL };
    assert!(with(&second, &off).unwrap().opened().contains(&0), "the one with leaf 1 is told");
}
