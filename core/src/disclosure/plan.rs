//! The plan itself (spec section 7.9).

use super::input::{PlanError, PlanInput};
use super::rows::{Component, Row, Rows};
use super::search::{Found, search};
use super::secondary;
use crate::round::validate::MIN_CONTRIBUTORS_FLOOR;
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

/// Why a cell stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Fewer non-zero contributors than its minimum, public figures taken off.
    TooFewContributors,
    /// Its reporters lie within those of another opening of the same leaves, or around them, and too few lie between.
    NestedReporters,
    /// Too few members changed it, or openings from before and after the change do not compare one to one.
    Revision,
    /// With other openings it would isolate fewer members than the minimum.
    RankTest,
    /// The search took more steps than the policy admits.
    WorkLimit,
    /// A withheld cell would follow from it.
    Secondary,
}

/// What becomes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is opened.
    Approved,
    /// It stays shut.
    Withheld(Reason),
}

/// One decision per cell, in round order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The decisions.
    pub decisions: Vec<Decision>,
}

impl Plan {
    /// The cells to open.
    #[must_use]
    pub fn approved(&self) -> BTreeSet<u32> {
        let all = (0u32..).zip(&self.decisions);
        all.filter(|(_, decision)| **decision == Decision::Approved).map(|(cell, _)| cell).collect()
    }
}

/// Decide every cell. Equal input gives an equal plan, whoever computes it.
pub fn plan(input: &PlanInput) -> Result<Plan, PlanError> {
    input.check()?;
    let (numbers, known) = members(input);
    let number = |who: &BTreeSet<u32>| who.iter().filter_map(|id| numbers.get(id)).copied().collect();
    let mut rows = Rows::new(numbers.len(), known);
    for opening in &input.earlier {
        let row = Row {
            leaves: opening.leaves.clone(),
            members: number(&opening.members),
            minimum: u32::from(MIN_CONTRIBUTORS_FLOOR),
            order: opening.round,
            contributors: None,
            changed: opening.changed,
        };
        let (_, component) = rows.join(&row);
        rows.keep(row, component);
    }
    let order = input.earlier.last().map_or(0, |opening| opening.round.saturating_add(1));
    let mut decisions = Vec::with_capacity(input.cells.len());
    for (index, cell) in input.cells.iter().enumerate() {
        let none = BTreeSet::new();
        let reporters = input.reporters.get(index).unwrap_or(&none);
        let public = u32::try_from(reporters.intersection(&cell.public_members).count()).unwrap_or(u32::MAX);
        let protecting = |count: u32| count.saturating_sub(public);
        let minimum = u32::from(cell.min_contributors.max(MIN_CONTRIBUTORS_FLOOR));
        let contributors = protecting(input.counts.get(index).copied().unwrap_or(0));
        if contributors < minimum {
            decisions.push(Decision::Withheld(Reason::TooFewContributors));
            continue;
        }
        let changed = input.changed.as_ref().and_then(|changed| changed.get(index)).copied();
        let row = Row {
            leaves: cell.leaves.clone(),
            members: number(reporters),
            minimum,
            order,
            contributors: Some(contributors),
            changed,
        };
        let (_, component) = rows.join(&row);
        match refusal(&rows, &row, &component, protecting, input.work_limit) {
            Some(reason) => decisions.push(Decision::Withheld(reason)),
            None => {
                rows.keep(row, component);
                decisions.push(Decision::Approved);
            }
        }
    }
    let mut plan = Plan { decisions };
    suppress(input, &mut plan);
    Ok(plan)
}

/// Members as numbers from 0, and the leaves that each has made public.
fn members(input: &PlanInput) -> (BTreeMap<u32, u32>, BTreeMap<u32, BTreeSet<u32>>) {
    let earlier = input.earlier.iter().map(|opening| &opening.members);
    let all: BTreeSet<u32> = input.reporters.iter().chain(earlier).flatten().copied().collect();
    let numbers: BTreeMap<u32, u32> = all.into_iter().zip(0..).collect();
    let mut known: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for cell in &input.cells {
        for member in cell.public_members.iter().filter_map(|id| numbers.get(id)) {
            known.entry(*member).or_default().extend(&cell.leaves);
        }
    }
    (numbers, known)
}

/// What speaks against a row with enough contributors; the first reason in this order.
fn refusal(
    rows: &Rows,
    row: &Row,
    component: &Component,
    protecting: impl Fn(u32) -> u32,
    limit: u64,
) -> Option<Reason> {
    let others: Vec<&Row> = component.rows.iter().filter_map(|index| rows.get(*index)).collect();
    if others.iter().any(|other| nested(row, other)) {
        return Some(Reason::NestedReporters);
    }
    if revision(row, &others, protecting) {
        return Some(Reason::Revision);
    }
    // The strictest minimum of the component: a sum may isolate any of the figures in it.
    let minimum = others.iter().map(|other| other.minimum).fold(row.minimum, u32::max);
    if component.all_classes_have(minimum as usize) {
        return None;
    }
    let classes = rows.classes(component, row);
    let last = u32::try_from(others.len()).unwrap_or(u32::MAX);
    match search(&classes, last, minimum as usize, limit) {
        Found::NothingNew | Found::Safe => None,
        Found::Isolates => Some(Reason::RankTest),
        Found::WorkLimit => Some(Reason::WorkLimit),
    }
}

/// Same leaves, reporters of one within those of the other, and between them too few members; or, for two cells of
/// one round, too few contributors.
fn nested(row: &Row, other: &Row) -> bool {
    let within = row.leaves == other.leaves
        && (row.members.is_subset(&other.members) || other.members.is_subset(&row.members));
    let few = |a: u32, b: u32| (1..row.minimum.max(other.minimum)).contains(&a.abs_diff(b));
    let (a, b) = (row.members.len() as u32, other.members.len() as u32);
    let contributors = row.contributors.zip(other.contributors);
    within && (few(a, b) || contributors.is_some_and(|(a, b)| few(a, b)))
}

/// A changed figure next to openings of it from before: nobody but the member knows whether the change is its own.
/// Only equal sums compare safely, so from the first change on every opening has the same leaves and the same
/// reporters, and at least the minimum of them changed.
fn revision(row: &Row, others: &[&Row], protecting: impl Fn(u32) -> u32) -> bool {
    let oldest = others.iter().map(|other| other.order).min();
    let changes =
        |one: &Row| one.changed.is_some_and(|n| n > 0) && oldest.is_some_and(|oldest| oldest < one.order);
    let first = others.iter().copied().chain([row]).filter(|one| changes(one)).map(|one| one.order).min();
    let Some(first) = first else { return false };
    let few = changes(row) && row.changed.is_some_and(|changed| protecting(changed) < row.minimum);
    few || others
        .iter()
        .any(|other| other.leaves != row.leaves || (other.order >= first && other.members != row.members))
}

/// Withhold what would let a withheld cell be computed.
fn suppress(input: &PlanInput, plan: &mut Plan) {
    let table = secondary::Table {
        cells: input.cells.iter().map(|cell| cell.leaves.as_slice()).collect(),
        relations: &input.relations,
        earlier: input.earlier.iter().map(|opening| opening.leaves.as_slice()).collect(),
    };
    let candidates = plan.approved();
    let few = Decision::Withheld(Reason::TooFewContributors);
    let few = (0u32..)
        .zip(&plan.decisions)
        .filter(|(_, decision)| **decision == few)
        .map(|(cell, _)| cell)
        .collect();
    let kept = secondary::keep::<i64>(&table, &candidates, &few)
        .or_else(|_| secondary::keep::<BigInt>(&table, &candidates, &few))
        .unwrap_or_default();
    for cell in candidates.difference(&kept) {
        if let Some(decision) = plan.decisions.get_mut(*cell as usize) {
            *decision = Decision::Withheld(Reason::Secondary);
        }
    }
}
