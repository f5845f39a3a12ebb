//! Attacks that were found, each with the smallest table that shows it.

use super::{cell, earlier, table};
use crate::plan::{Decision, Parts, Plan, Reason, countable, plan, with};
use crate::table::{Earlier, Ladder, PublicFigure, Quiet, Table, TableFault};
use std::collections::BTreeSet;

fn shut(reason: Reason) -> Decision {
    Decision::Shut(reason)
}

/// Quiet leaves beside known ones, with their guard; nothing more in soft systems.
fn quiet(leaves: &[u32], known: &[u32], guard: u32) -> Quiet {
    let set = |leaves: &[u32]| leaves.iter().copied().collect();
    Quiet { leaves: set(leaves), soft: BTreeSet::new(), known: set(known), guard }
}

fn opened(table: &Table) -> Vec<u32> {
    plan(table).unwrap().opened().into_iter().collect()
}

/// Two withheld parts, one of one member and one of nobody: their sum is that member's figure.
#[test]
fn the_union_of_withheld_cells_is_not_opened() {
    let table = table(vec![
        cell(&[&[0, 1, 2, 3]], 0..8, 8),
        cell(&[&[0]], 0..8, 7),
        cell(&[&[1]], 0..8, 7),
        cell(&[&[2]], 0..8, 1),
        cell(&[&[3]], 0..8, 0),
    ]);
    assert_eq!(opened(&table), [0, 1]);
    assert_eq!(plan(&table).unwrap().decisions[2], shut(Reason::Isolates));
    assert!(
        with(&table, &Parts { certain: false, possible: false, ..Parts::ALL }).unwrap().opened().contains(&2)
    );
}

/// Two parts of two contributors each: nobody counted their sum, and it may be of two.
#[test]
fn a_union_that_may_be_of_few_is_not_opened() {
    let table = table(vec![
        cell(&[&[0, 1, 2]], 0..8, 8),
        cell(&[&[0]], 0..8, 7),
        cell(&[&[1]], 0..8, 2),
        cell(&[&[2]], 0..8, 2),
    ]);
    assert_eq!(opened(&table), [0]);
    assert!(with(&table, &Parts { possible: false, ..Parts::ALL }).unwrap().opened().contains(&1));
}

/// A codelist parent that no sum declares: a soft system sees it.
#[test]
fn a_codelist_parent_gives_no_withheld_child() {
    let table = table(vec![
        cell(&[&[9], &[0, 1, 2]], 0..8, 8),
        cell(&[&[0], &[0]], 0..8, 7),
        cell(&[&[1], &[1]], 0..8, 6),
        cell(&[&[2], &[2]], 0..8, 1),
    ]);
    assert_eq!(opened(&table), [0, 1]);
    assert_eq!(with(&table, &Parts { soft: false, ..Parts::ALL }).unwrap().opened().len(), 3);
}

/// Months are the leaves: a year less three quarters is the fourth.
#[test]
fn a_year_less_its_quarters_gives_no_quarter() {
    let quarter = |first: u32| (first..first + 3).collect::<Vec<u32>>();
    let year: Vec<u32> = (0..12).collect();
    let mut cells = vec![cell(&[&year], 0..6, 6)];
    for (number, count) in (0..4).zip([5, 4, 4, 1]) {
        cells.push(cell(&[&quarter(3 * number)], 0..6, count));
    }
    assert_eq!(opened(&table(cells)), [0, 1, 2]);
}

/// A whole of seven reporters, its parts of four: three remain, of whom one is above zero.
#[test]
fn differences_of_reporters_count_contributors() {
    let mut all = table(vec![cell(&[&[0, 1]], 0..7, 5), cell(&[&[0]], 0..4, 4), cell(&[&[1]], 0..4, 4)]);
    all.cells[0].reporters = (0..7).collect();
    let open = opened(&all);
    assert!(open.len() < 3, "{open:?}");
    let off = Parts { certain: false, possible: false, ..Parts::ALL };
    assert_eq!(with(&all, &off).unwrap().opened().len(), 3);
    // The same across rounds: five of eight reported first.
    let first = table(vec![cell(&[&[0]], 0..5, 5)]);
    let mut second = table(vec![cell(&[&[0]], 0..8, 6)]);
    assert_eq!(opened(&second), [0]);
    second.earlier = earlier(&first, &BTreeSet::from([0]));
    assert_eq!(opened(&second), [0; 0]);
    let off = Parts { differences: false, possible: false, ..Parts::ALL };
    assert_eq!(
        with(&second, &off).unwrap().opened().len(),
        1,
        "three reporters, so reporters alone say nothing"
    );
}

/// Sets of reporters within each other: today's rule on nested reporters is a case of the general one.
#[test]
fn nested_reporters_are_not_opened() {
    let first = table(vec![cell(&[&[0]], 0..8, 8)]);
    let mut second = table(vec![cell(&[&[0]], 0..7, 7)]);
    second.earlier = earlier(&first, &BTreeSet::from([0]));
    assert_eq!(plan(&second).unwrap().decisions, [shut(Reason::Isolates)]);
}

/// A figure that a member publishes protects nobody; its public total frees no part.
#[test]
fn a_public_total_frees_the_total_alone() {
    let mut table = table(vec![cell(&[&[0, 1]], 0..3, 3), cell(&[&[0]], 0..3, 3), cell(&[&[1]], 0..3, 3)]);
    assert_eq!(opened(&table), [0, 1, 2]);
    table.public = vec![PublicFigure { member: 0, leaves: vec![vec![0, 1]] }];
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions[0], shut(Reason::TooFewContributors), "two are left that the total protects");
    assert!(decisions[1..].iter().filter(|one| **one == Decision::Open).count() == 1, "{decisions:?}");
    // A part that all have published: the total follows from the rest, and each part from the others.
    table.public = (0..3).map(|member| PublicFigure { member, leaves: vec![vec![0]] }).collect();
    assert_eq!(plan(&table).unwrap().decisions[1], shut(Reason::TooFewContributors));
}

/// Both readings of an earlier figure are safe: with the same figures, and with all others.
#[test]
fn an_earlier_total_of_other_figures_saves_nothing() {
    // Of the same figures the part follows, and nothing new is told. Of others it would be told alone.
    let first = table(vec![cell(&[&[0, 1]], 0..6, 6), cell(&[&[0]], 0..6, 6), cell(&[&[1]], 0..6, 6)]);
    let mut second = table(vec![cell(&[&[0, 1]], 0..6, 6), cell(&[&[0]], 0..6, 6), cell(&[&[1]], 0..6, 1)]);
    second.earlier = earlier(&first, &BTreeSet::from([0, 1, 2]));
    assert_eq!(opened(&second), [0]);
    let off = Parts { changed: false, ..Parts::ALL };
    assert_eq!(with(&second, &off).unwrap().opened().into_iter().collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn areas_within_each_other_count_once() {
    let mut table = table(vec![cell(&[&[0]], [0, 1, 2], 3)]);
    assert_eq!(opened(&table), [0]);
    table.within.insert(2, 1);
    assert_eq!(plan(&table).unwrap().decisions, [shut(Reason::TooFewContributors)]);
    table.within = [(1, 70), (2, 70)].into();
    assert_eq!(plan(&table).unwrap().decisions, [shut(Reason::TooFewContributors)]);
    assert_eq!(countable(&table), Ok(vec![false]));
    table.within = [(0, 1), (1, 0)].into();
    assert_eq!(plan(&table).unwrap().decisions, [shut(Reason::TooFewContributors)], "a ring ends");
}

#[test]
fn confidential_figures_of_few_are_not_opened_nor_told_by_others() {
    let mut table = table(vec![cell(&[&[0, 1]], 0..8, 8), cell(&[&[0]], 0..8, 8), cell(&[&[1]], 0..8, 8)]);
    table.cells[2].confidential = BTreeSet::from([3, 4]);
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions, [Decision::Open, shut(Reason::Isolates), shut(Reason::Confidential)]);
    table.cells[2].confidential = BTreeSet::from([3, 4, 5]);
    assert_eq!(opened(&table), [0, 1, 2]);
}

#[test]
fn what_nobody_counted_stays_shut_and_counts_alone_are_no_values() {
    let mut table = table(vec![cell(&[&[0]], 0..8, 8), cell(&[&[1]], 0..8, 8)]);
    table.cells[0].count = None;
    table.cells[1].count_only = true;
    assert_eq!(plan(&table).unwrap().decisions, [shut(Reason::NotCounted), shut(Reason::CountOnly)]);
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

/// Two members changed a part in a round that opened nothing of it, and nobody since: its whole was never opened, but follows
/// from what was opened before the change.
#[test]
fn a_change_that_was_not_opened_is_a_change() {
    let first = table(vec![cell(&[&[0]], 0..8, 8), cell(&[&[1]], 0..8, 8)]);
    let second = table(vec![cell(&[&[1]], 0..8, 8)]);
    for (changed, decision) in [(0, Decision::Open), (2, shut(Reason::Revision))] {
        let mut third = table(vec![cell(&[&[0, 1]], 0..8, 8)]);
        third.cells[0].changed = Some(0);
        third.earlier = earlier(&first, &BTreeSet::from([0, 1]));
        let silent = earlier(&second, &BTreeSet::new()).into_iter();
        third.earlier.extend(silent.map(|row| Earlier { round: 1, changed: Some(changed), ..row }));
        assert_eq!(plan(&third).unwrap().decisions, [decision], "{changed}");
    }
}

/// A parent that no sum declares, opened earlier with all children but one: now that one is asked, and one member changed it.
#[test]
fn a_revision_is_compared_in_soft_systems() {
    let (a, b): (&[&[u32]], &[&[u32]]) = (&[&[0], &[0]], &[&[1], &[1]]);
    let first = table(vec![cell(&[&[9], &[0, 1]], 0..8, 8), cell(b, 0..8, 8)]);
    for (changed, decision) in [(0, Decision::Open), (1, shut(Reason::Revision)), (5, shut(Reason::Revision))]
    {
        let mut second = table(vec![cell(a, 0..8, 8)]);
        second.cells[0].changed = Some(changed);
        second.earlier = earlier(&first, &BTreeSet::from([0, 1]));
        assert_eq!(plan(&second).unwrap().decisions, [decision], "{changed}");
    }
}

/// Changes of fewer than the minimum, and sums that do not compare one to one.
#[test]
fn a_revision_of_few_is_not_opened() {
    let first = table(vec![cell(&[&[0]], 0..8, 8)]);
    for (changed, reporters, decision) in [
        (0, 8, Decision::Open),
        (2, 8, shut(Reason::Revision)),
        (3, 8, Decision::Open),
        (3, 12, Decision::Open),
    ] {
        let mut second = table(vec![cell(&[&[0]], 0..reporters, reporters)]);
        second.cells[0].changed = Some(changed);
        second.earlier = earlier(&first, &BTreeSet::from([0]));
        assert_eq!(plan(&second).unwrap().decisions, [decision], "{changed} of {reporters}");
    }
}

/// Counts are openings of bits: a newcomer's bits are no count.
#[test]
fn one_newcomer_is_not_counted() {
    let first = table(vec![cell(&[&[0]], 0..6, 6)]);
    for (reporters, may) in [(2, false), (6, true), (7, false), (8, false), (9, true)] {
        let mut second = table(vec![cell(&[&[0]], 0..reporters, 0)]);
        if reporters > 2 {
            second.earlier = earlier(&first, &BTreeSet::new());
        }
        assert_eq!(countable(&second), Ok(vec![may]), "{reporters}");
        second.earlier.iter_mut().for_each(|row| row.count = None);
        assert_eq!(countable(&second), Ok(vec![reporters > 2]));
    }
}

#[test]
fn ladders_are_decided_before_opening() {
    let mut table = table(vec![
        cell(&[&[0, 1, 2]], 0..8, 8),
        cell(&[&[0]], 0..8, 8),
        cell(&[&[1]], 0..8, 2),
        cell(&[&[2]], 0..8, 2),
    ]);
    table.cells[3].count = Some(8);
    let free = opened(&table);
    assert_eq!(free, [0, 1]);
    table.ladders = vec![Ladder { steps: vec![vec![1, 2, 3], vec![0]], ..Ladder::default() }];
    assert_eq!(plan(&table).unwrap().decisions[1], shut(Reason::Ladder));
    assert_eq!(opened(&table), [0]);
}

/// The search gives up at the same step for everybody, and shuts the cell.
#[test]
fn the_limit_shuts() {
    let mut cells = vec![cell(&[&[0, 1, 2, 3]], 0..8, 8)];
    cells.extend([2, 3, 2, 3].into_iter().zip(0u32..).map(|(count, leaf)| cell(&[&[leaf]], 0..8, count)));
    let table = table(cells);
    let ask = |limit| with(&table, &Parts { limit, ..Parts::ALL }).unwrap().decisions;
    let whole = ask(crate::LIMIT);
    assert_eq!(whole, plan(&table).unwrap().decisions);
    assert!(!whole.contains(&shut(Reason::WorkLimit)));
    // The first limit that is enough is the same for every reader of the rules.
    let enough = (0..).find(|limit| ask(*limit) == whole);
    assert_eq!(enough, Some(22));
    assert!(ask(21).contains(&shut(Reason::WorkLimit)));
    assert!(ask(21).iter().all(|one| *one != Decision::Open || whole.contains(one)));
}

#[test]
fn bad_tables_are_refused() {
    let good = table(vec![cell(&[&[0]], 0..5, 5), cell(&[&[1]], 0..5, 5)]);
    let with = |change: &dyn Fn(&mut Table)| {
        let mut table = good.clone();
        change(&mut table);
        assert_eq!(plan(&table).err(), countable(&table).err());
        plan(&table).err()
    };
    assert_eq!(with(&|_| ()), None);
    let leaves = Some(TableFault::Leaves { what: "cell", index: 1 });
    assert_eq!(with(&|table| table.cells[1].leaves[0] = vec![2, 2]), leaves);
    assert_eq!(with(&|table| table.cells[1].leaves.clear()), leaves);
    let count = |of| Some(TableFault::Count { what: "cell", index: 0, of });
    assert_eq!(with(&|table| table.cells[0].count = Some(6)), count("contributors"));
    assert_eq!(with(&|table| table.cells[0].changed = Some(6)), count("changes"));
    assert_eq!(with(&|table| table.cells[0].confidential = [9].into()), count("confidential figures"));
    assert_eq!(with(&|table| table.order = vec![0, 0]), Some(TableFault::Order));
    assert_eq!(with(&|table| table.order = vec![0, 2]), Some(TableFault::Order));
    let ladder = Some(TableFault::Unknown { what: "ladder", index: 0 });
    assert_eq!(with(&|table| table.ladders = vec![Ladder { quiet: vec![2], ..Ladder::default() }]), ladder);
    assert_eq!(plan(&Table::default()), Ok(Plan::default()));
}
