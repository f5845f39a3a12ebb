//! Terms that are made of counts, beside these.

use super::{opened, shut};
use crate::plan::tests::{again, cell, table};
use crate::plan::{Parts, Reason, plan, with};
use crate::table::{Earlier, Ladder, Table};
use std::collections::BTreeSet;

/// Counts of a code and of one below it, each with a term: member 0 alone has anything outside the lower one.
fn levels() -> Table {
    let mut made =
        table(vec![cell(&[&[0, 1]], 0..8, 8), cell(&[&[0]], 0..8, 7), again(&[&[2]]), again(&[&[3]])]);
    made.cells[3].count = Some(7);
    made.made_of = [(2, vec![0]), (3, vec![1])].into();
    made
}

/// The term of the code less that of the lower one is member 0's.
#[test]
fn terms_of_a_count_that_is_shut_stay_shut() {
    let table = levels();
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions[1], shut(Reason::Isolates));
    assert_eq!(decisions[3], shut(Reason::Counts));
    assert_eq!(opened(&table), [0, 2]);
    let off = with(&table, &Parts { counts: false, terms: false, ..Parts::ALL }).unwrap().opened();
    assert_eq!(off, BTreeSet::from([0, 2, 3]), "nothing else holds terms against each other");
}

#[test]
fn one_count_of_several_is_enough_and_its_own_reason_stays() {
    let mut table = levels();
    table.made_of = [(2, vec![0, 1]), (3, vec![0, 1])].into();
    table.cells[3].count = Some(2);
    assert_eq!(opened(&table), [0]);
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions[2..], [shut(Reason::Counts), shut(Reason::TooFewContributors)]);
}

/// Enough have something outside the lower code, so all is open; and it is whatever order terms and counts are tried in.
#[test]
fn terms_open_beside_their_counts_in_any_order() {
    let mut table = levels();
    table.cells[1].count = Some(5);
    table.cells[3].count = Some(5);
    assert_eq!(opened(&table), [0, 1, 2, 3]);
    table.order.reverse();
    assert_eq!(opened(&table), [0, 1, 2, 3]);
    let mut table = levels();
    table.order.reverse();
    let open = opened(&table);
    for (term, counts) in &table.made_of {
        assert!(!open.contains(term) || counts.iter().all(|count| open.contains(count)), "{open:?}");
    }
}

/// A ladder shows a coarser breakdown than the counts are of: their terms go with them.
#[test]
fn terms_of_counts_that_a_ladder_shuts_stay_shut() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 0..8, 8),
        cell(&[&[0]], 0..8, 4),
        cell(&[&[3]], 0..8, 2),
        again(&[&[2]]),
    ]);
    table.ladders = vec![Ladder { steps: vec![vec![1, 2], vec![0]], ..Ladder::default() }];
    table.made_of = [(3, vec![1])].into();
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions[1], shut(Reason::Ladder));
    assert_eq!(decisions[3], shut(Reason::Counts));
}

/// An earlier round opened the count, and one changed it since: it stays as it was published, and new terms are of another table.
#[test]
fn a_count_that_an_earlier_round_opened_opens_no_term() {
    let mut table = table(vec![again(&[&[0]]), again(&[&[1]])]);
    table.made_of = [(1, vec![0])].into();
    let first = Table { earlier: Vec::new(), ..table.clone() };
    let rows: Vec<Earlier> = crate::plan::tests::earlier(&first, &BTreeSet::from([0]));
    table.earlier = rows.into_iter().take(1).collect();
    assert_eq!(opened(&table), [0, 1], "nobody changed it");
    table.cells[0].changed = Some(1);
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions, [shut(Reason::Revision), shut(Reason::Counts)]);
}

/// Three members differ in two counts, which is enough for these, and terms ask for five.
#[test]
fn terms_of_two_levels_are_of_as_many_as_they_ask_for() {
    let mut table = levels();
    table.cells[1].count = Some(5);
    table.cells[3].count = Some(5);
    (table.cells[2].minimum, table.cells[3].minimum) = (5, 5);
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions[3], shut(Reason::Counts));
    assert_eq!(opened(&table), [0, 1, 2]);
    let off = with(&table, &Parts { terms: false, ..Parts::ALL }).unwrap().opened();
    assert_eq!(off, BTreeSet::from([0, 1, 2, 3]), "nothing else holds them against each other");
    // Of ten, five have something outside the lower code.
    table.cells = vec![cell(&[&[0, 1]], 0..10, 10), cell(&[&[0]], 0..10, 5), again(&[&[2]]), again(&[&[3]])];
    (table.cells[2].minimum, table.cells[3].minimum) = (5, 5);
    (table.cells[2].count, table.cells[3].count) = (Some(8), Some(5));
    assert_eq!(opened(&table), [0, 1, 2, 3]);
    // What is counted besides, and has no terms, may be left beside a level.
    let mut table = levels();
    table.cells[1].count = Some(5);
    table.cells[2].minimum = 5;
    table.made_of = [(2, vec![0])].into();
    assert_eq!(opened(&table), [0, 1, 2, 3]);
}

/// The terms of eight were opened before. Three newcomers are enough for their counts, and not for their terms.
#[test]
fn terms_of_newcomers_are_of_as_many_as_they_ask_for() {
    let all = |reporters: std::ops::Range<u32>| {
        let count = reporters.end;
        let mut made = table(vec![
            cell(&[&[0]], reporters.clone(), count),
            cell(&[&[1]], reporters.clone(), count),
            cell(&[&[2]], reporters, count),
        ]);
        made.made_of = [(1, vec![0]), (2, vec![0])].into();
        (made.cells[1].minimum, made.cells[2].minimum) = (5, 5);
        made
    };
    let first = all(0..8);
    let mut second = all(0..11);
    second.earlier = crate::plan::tests::earlier(&first, &BTreeSet::from([0, 1]));
    assert_eq!(opened(&second), [0], "the second term in other bits is of the same three");
    let off = with(&second, &Parts { terms: false, ..Parts::ALL }).unwrap().opened();
    assert_eq!(off, BTreeSet::from([0, 2]));
    // Only the count was opened before.
    second.earlier = crate::plan::tests::earlier(&first, &BTreeSet::from([0]));
    assert_eq!(opened(&second), [0, 1, 2]);
}
