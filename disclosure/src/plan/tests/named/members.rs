//! Who counts: members that publish themselves, areas within others, confidential figures.

use super::{opened, shut};
use crate::plan::tests::{cell, earlier, table};
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

/// Whoever publishes some of what a figure is made of protects nobody in it, and is itself protected.
#[test]
fn a_figure_that_is_made_of_a_public_one_protects_nobody() {
    let mut terms = table(vec![cell(&[&[0, 1]], 0..8, 8), cell(&[&[2]], 0..8, 8)]);
    terms.made_of = [(1, vec![0])].into();
    let says = |member, leaf: &[u32], before| PublicFigure {
        member,
        leaves: vec![leaf.to_vec()],
        figure: 0,
        before,
    };
    terms.public = (0..5).map(|member| says(member, &[0, 1], false)).collect();
    assert_eq!(opened(&terms), [0, 1], "three others are left");
    for before in [false, true] {
        terms.public = (0..6).map(|member| says(member, &[0, 1], before)).collect();
        assert_eq!(plan(&terms).unwrap().decisions[1], shut(Reason::TooFewContributors), "{before}");
    }
    terms.public = (0..6).flat_map(|member| [says(member, &[0], false), says(member, &[1], false)]).collect();
    assert_eq!(plan(&terms).unwrap().decisions[1], shut(Reason::TooFewContributors), "it follows from parts");
    terms.made_of.clear();
    assert_eq!(plan(&terms).unwrap().decisions[1], Decision::Open);
    // Member 7 came late, and publishes what its figure is made of: that does not give its figure away.
    let mut late = table(vec![cell(&[&[0]], 0..8, 8), cell(&[&[1]], 0..8, 8)]);
    late.made_of = [(1, vec![0])].into();
    late.public = vec![says(7, &[0], false)];
    late.earlier = earlier(&table(vec![cell(&[&[1]], 0..7, 7)]), &BTreeSet::from([0]));
    assert_eq!(plan(&late).unwrap().decisions[1], shut(Reason::Isolates));
    late.public = vec![PublicFigure { figure: 9, ..says(7, &[1], false) }];
    assert_eq!(plan(&late).unwrap().decisions[1], Decision::Open, "its figure itself is public");
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
