//! Adversaries by name, and the plan against exhaustive checks that share no code with it.

use super::*;
use crate::round::Relation;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A prime above every determinant that these small tables can have.
const P: u128 = (1 << 61) - 1;

fn set(range: impl IntoIterator<Item = u32>) -> BTreeSet<u32> {
    range.into_iter().collect()
}

/// Cells as (leaves, reporters), everybody's figure non-zero, minimum 5.
fn input(cells: Vec<(Vec<u32>, BTreeSet<u32>)>) -> PlanInput {
    let rule = |leaves| CellRule { leaves, min_contributors: 5, public_members: BTreeSet::new() };
    PlanInput {
        counts: cells.iter().map(|(_, who)| who.len() as u32).collect(),
        reporters: cells.iter().map(|(_, who)| who.clone()).collect(),
        cells: cells.into_iter().map(|(leaves, _)| rule(leaves)).collect(),
        relations: vec![],
        changed: None,
        earlier: vec![],
        work_limit: 1_000_000,
    }
}

fn earlier(round: u32, leaves: &[u32], members: BTreeSet<u32>) -> Opening {
    Opening { round, leaves: leaves.to_vec(), members, changed: None }
}

fn decisions(input: &PlanInput) -> Vec<Decision> {
    plan(input).unwrap().decisions
}

const OPEN: Decision = Decision::Approved;
const fn shut(reason: Reason) -> Decision {
    Decision::Withheld(reason)
}

#[test]
fn three_openings_whose_combination_isolates_one_member() {
    // {1..5} and {6..10} were opened; their union with member 11 would show member 11.
    let mut round = input(vec![(vec![0], set(1..=11))]);
    round.earlier = vec![earlier(0, &[0], set(1..=5)), earlier(1, &[0], set(6..=10))];
    assert_eq!(decisions(&round), [shut(Reason::RankTest)]);
    round.earlier.pop();
    assert_eq!(decisions(&round), [OPEN], "six members lie between: nobody is alone");
}

#[test]
fn sending_the_same_figures_again_is_no_change() {
    let mut round = input(vec![(vec![0], set(0..7)), (vec![1], set(0..6))]);
    round.earlier = vec![earlier(0, &[0], set(0..7)), earlier(0, &[1], set(0..6))];
    assert_eq!(decisions(&round), [OPEN, OPEN]);
}

#[test]
fn nested_reporters_that_differ_by_too_few() {
    let mut round = input(vec![(vec![0], set(0..9))]);
    round.earlier = vec![earlier(0, &[0], set(0..8))];
    assert_eq!(decisions(&round), [shut(Reason::NestedReporters)]);
    round.earlier = vec![earlier(0, &[0], set(0..10))];
    assert_eq!(decisions(&round), [shut(Reason::NestedReporters)], "the same from outside");
    round.reporters = vec![set(0..20)];
    round.counts = vec![20];
    assert_eq!(decisions(&round), [OPEN], "ten more are enough");
}

#[test]
fn a_parent_and_its_children_with_other_reporters() {
    // Total by seven members; of its two parts one member gives only the total's first.
    let cells = vec![(vec![0, 1], set(0..7)), (vec![0], set(0..7)), (vec![1], set(0..6))];
    let decided = decisions(&input(cells));
    assert_eq!(decided, [OPEN, OPEN, shut(Reason::RankTest)], "the difference is member 6's own second part");
}

#[test]
fn a_structure_that_overlaps_an_earlier_one() {
    // Ages 0-9 and 10-19 were opened by eight; a new structure asks for 0-19 with one newcomer.
    let mut round = input(vec![(vec![0, 1], set(0..9))]);
    round.earlier = vec![earlier(0, &[0], set(0..8)), earlier(0, &[1], set(0..8))];
    assert_eq!(decisions(&round), [shut(Reason::RankTest)]);
}

#[test]
fn the_work_limit_withholds_and_says_so() {
    let who = |seed: u32| set((0..24).filter(move |m| (m * 7 + seed * 5 + m * m * seed) % 11 < 6));
    let mut round = input((0..9).map(|cell| (vec![0], who(cell))).collect());
    round.work_limit = 3;
    let decided = decisions(&round);
    assert!(decided.contains(&shut(Reason::WorkLimit)), "{decided:?}");
    assert_eq!(decided, decisions(&round), "everybody counts the same steps");
}

#[test]
fn public_members_protect_nobody() {
    let mut round = input(vec![(vec![0], set(0..6))]);
    round.cells[0].public_members = set(0..2);
    assert_eq!(decisions(&round), [shut(Reason::TooFewContributors)]);
    round.cells[0].min_contributors = 1;
    round.counts = vec![4];
    assert_eq!(decisions(&round), [shut(Reason::TooFewContributors)], "three is the floor");
}

#[test]
fn a_correction_needs_as_many_changes_as_contributors() {
    let mut round = input(vec![(vec![0], set(0..8))]);
    round.earlier = vec![earlier(0, &[0], set(0..8))];
    round.changed = Some(vec![1]);
    assert_eq!(decisions(&round), [shut(Reason::Revision)]);
    round.changed = Some(vec![5]);
    assert_eq!(decisions(&round), [OPEN]);
    round.changed = Some(vec![0]);
    assert_eq!(decisions(&round), [OPEN], "nobody changed anything");
}

#[test]
fn a_withheld_part_does_not_follow_from_total_and_other_part() {
    let mut round = input(vec![(vec![0, 1], set(0..8)), (vec![0], set(0..8)), (vec![1], set(0..8))]);
    round.relations = vec![Relation { parent: 0, children: vec![1, 2] }];
    round.counts = vec![8, 8, 2];
    let thin = shut(Reason::TooFewContributors);
    assert_eq!(decisions(&round), [OPEN, shut(Reason::Secondary), thin]);
}

#[test]
fn input_that_does_not_fit_together_is_refused() {
    let good = input(vec![(vec![0], set(0..8))]);
    let refused = |change: &dyn Fn(&mut PlanInput)| {
        let mut bad = good.clone();
        change(&mut bad);
        plan(&bad).unwrap_err()
    };
    assert!(matches!(refused(&|i| i.counts.clear()), PlanError::Shape { .. }));
    assert!(matches!(refused(&|i| i.counts[0] = 9), PlanError::Count { .. }));
    assert!(matches!(refused(&|i| i.cells[0].leaves = vec![1, 0]), PlanError::Leaves { .. }));
    let relation = Relation { parent: 0, children: vec![7] };
    assert!(matches!(refused(&|i| i.relations = vec![relation.clone()]), PlanError::Relation(0)));
    let late = vec![earlier(1, &[0], set(0..8)), earlier(0, &[0], set(0..8))];
    assert!(matches!(refused(&|i| i.earlier = late.clone()), PlanError::Order(1)));
}

/// Rank modulo a prime, by plain elimination on dense rows.
fn rank(mut rows: Vec<Vec<u128>>) -> usize {
    let power = |mut base: u128, mut exponent: u128| {
        let mut result = 1;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * base % P;
            }
            base = base * base % P;
            exponent >>= 1;
        }
        result
    };
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..columns {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let inverse = power(rows[rank][column], P - 2);
        for row in 0..rows.len() {
            if row != rank && rows[row][column] != 0 {
                let factor = rows[row][column] * inverse % P;
                let pivot = rows[rank].clone();
                rows[row].iter_mut().zip(pivot).for_each(|(to, from)| *to = (*to + (P - factor) * from) % P);
            }
        }
        rank += 1;
    }
    rank
}

/// Whether some sum of the rows touches 1 to `m - 1` members: exactly if leaving out the columns of that many
/// members loses rank.
fn isolates(rows: &[(Vec<u32>, BTreeSet<u32>)], members: u32, leaves: u32, m: u32) -> bool {
    let dense = |without: u32| -> Vec<Vec<u128>> {
        let columns = || {
            let kept = (0..members).filter(move |member| without >> member & 1 == 0);
            kept.flat_map(move |member| (0..leaves).map(move |leaf| (member, leaf)))
        };
        let entry = |row: &(Vec<u32>, BTreeSet<u32>), (member, leaf): (u32, u32)| {
            u128::from(row.1.contains(&member) && row.0.contains(&leaf))
        };
        rows.iter().map(|row| columns().map(|at| entry(row, at)).collect()).collect()
    };
    let whole = rank(dense(0));
    (1u32..1 << members).any(|group| group.count_ones() < m && rank(dense(group)) < whole)
}

fn rows(members: u32, leaves: u32, most: usize) -> impl Strategy<Value = Vec<(Vec<u32>, BTreeSet<u32>)>> {
    let leaves = proptest::collection::btree_set(0..leaves, 1..=leaves as usize);
    let who = proptest::collection::btree_set(0..members, 3..=members as usize);
    let row = (leaves, who).prop_map(|(leaves, who)| (leaves.into_iter().collect(), who));
    proptest::collection::vec(row, 1..=most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The rank test withholds exactly what would isolate somebody, next to what it approved before.
    #[test]
    fn the_search_agrees_with_trying_every_group(table in rows(6, 2, 5)) {
        let mut round = input(table.clone());
        round.cells.iter_mut().for_each(|cell| cell.min_contributors = 3);
        let mut taken: Vec<(Vec<u32>, BTreeSet<u32>)> = Vec::new();
        for (row, decision) in table.into_iter().zip(decisions(&round)) {
            taken.push(row);
            match decision {
                OPEN | Decision::Withheld(Reason::Secondary) => {
                    prop_assert!(!isolates(&taken, 6, 2, 3), "isolates, yet passed");
                }
                Decision::Withheld(Reason::RankTest) => {
                    prop_assert!(isolates(&taken, 6, 2, 3), "withheld, yet isolates nobody");
                    taken.pop();
                }
                _ => drop(taken.pop()),
            }
        }
    }

    /// No withheld cell is a combination of approved ones and declared relations.
    #[test]
    fn no_withheld_cell_follows_from_approved_ones(
        parts in proptest::collection::vec(1u32..4, 1..4), thin in proptest::collection::vec(any::<bool>(), 16),
    ) {
        // A total of totals: cell 0 over all leaves, then each group's total, then its leaves.
        let all: u32 = parts.iter().sum();
        let mut cells = vec![((0..all).collect::<Vec<u32>>(), set(0..8))];
        let mut relations = vec![Relation { parent: 0, children: vec![] }];
        let mut first = 0;
        for size in &parts {
            let parent = cells.len() as u32;
            cells.push(((first..first + size).collect(), set(0..8)));
            relations[0].children.push(parent);
            let children: Vec<u32> = (parent + 1..=parent + size).collect();
            cells.extend((first..first + size).map(|leaf| (vec![leaf], set(0..8))));
            relations.push(Relation { parent, children });
            first += size;
        }
        let mut round = input(cells);
        round.relations = relations;
        for (count, thin) in round.counts.iter_mut().zip(&thin) {
            *count = if *thin { 1 } else { 8 };
        }
        let approved = plan(&round).unwrap().approved();
        let cells = round.cells.len() as u32;
        let unit = |cell: u32| (0..cells).map(|at| u128::from(at == cell)).collect::<Vec<u128>>();
        let mut known: Vec<Vec<u128>> = approved.iter().map(|cell| unit(*cell)).collect();
        known.extend(round.relations.iter().map(|relation| {
            let entry = |at: u32| match (at == relation.parent, relation.children.contains(&at)) {
                (true, _) => 1,
                (_, true) => P - 1,
                _ => 0,
            };
            (0..cells).map(entry).collect()
        }));
        let whole = rank(known.clone());
        for cell in (0..cells).filter(|cell| !approved.contains(cell)) {
            let mut with = known.clone();
            with.push(unit(cell));
            prop_assert!(rank(with) > whole, "withheld cell {cell} follows");
        }
    }
}
