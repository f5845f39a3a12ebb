//! Who counts: members that publish themselves, areas within others, confidential figures.

use super::{opened, shut};
use crate::plan::tests::{cell, table};
use crate::plan::{Decision, Reason, countable, plan};
use crate::table::PublicFigure;
use std::collections::BTreeSet;

/// A figure that a member publishes protects nobody; its public total frees no part.
#[test]
fn a_public_total_frees_the_total_alone() {
    let mut table = table(vec![cell(&[&[0, 1]], 0..3, 3), cell(&[&[0]], 0..3, 3), cell(&[&[1]], 0..3, 3)]);
    assert_eq!(opened(&table), [0, 1, 2]);
    table.public = vec![PublicFigure { member: 0, leaves: vec![vec![0, 1]], figure: 40, before: false }];
    let decisions = plan(&table).unwrap().decisions;
    assert_eq!(decisions[0], shut(Reason::TooFewContributors), "two are left that the total protects");
    assert!(decisions[1..].iter().filter(|one| **one == Decision::Open).count() == 1, "{decisions:?}");
    // A part that all have published: the total follows from the rest, and each part from the others.
    table.public = (0..3)
        .map(|member| PublicFigure { member, leaves: vec![vec![0]], figure: 40, before: false })
        .collect();
    assert_eq!(plan(&table).unwrap().decisions[1], shut(Reason::TooFewContributors));
}

#[test]
fn areas_within_each_other_count_once() {
    let mut table = table(vec![cell(&[&[0]], [0, 1, 2], 3)]);
    assert_eq!(opened(&table), [0]);
    table.within.insert(2, 1);
    assert_eq!(plan(&table).unwrap().decisions, [shut(Reason::TooFewContributors)]);
    table.within = [(1, 70), (2, 70)].into();
    assert_eq!(plan(&table).unwrap().decisions, [shut(Reason::TooFewContributors)]);
    assert_eq!(countable(&table).unwrap().contributors, [false]);
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
