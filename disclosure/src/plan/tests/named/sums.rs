//! Sums and differences of cells that nobody asked for.

use super::{opened, shut};
use crate::plan::tests::{cell, earlier, table};
use crate::plan::{Decision, Parts, Reason, plan, with};
use std::collections::BTreeSet;

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
    assert_eq!(enough, Some(4));
    assert!(ask(3).contains(&shut(Reason::WorkLimit)));
    assert!(ask(3).iter().all(|one| *one != Decision::Open || whole.contains(one)));
}
