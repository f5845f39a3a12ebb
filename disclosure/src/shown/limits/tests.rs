//! Programs that are kept, against programs made anew of what is taken in an order.

use super::*;
use crate::exact::simplex::Program;
use crate::shown::long::ends;
use proptest::prelude::*;
use std::iter::once;

type Shown = (Vec<u32>, (u64, u64));

/// The ends of the total of these pieces, if figures meet what is shown; no greatest one if one of them is in no cell. There is
/// always a whole number between 1 below and 1 above.
fn ends_of(shown: &[&Shown], own: &[u32]) -> Option<(u64, Option<u64>)> {
    const PIECES: usize = 7;
    const MOST: u64 = 100_000;
    let mut bounds = vec![(0, MOST); PIECES];
    let mut rows = Vec::new();
    let mut sum = |row: &[u32], at: usize| {
        rows.push(row.iter().map(|piece| (*piece as usize, -1)).chain([(at, 1)]).collect::<Vec<_>>());
    };
    for (row, ends) in shown {
        sum(row, bounds.len());
        bounds.push(*ends);
    }
    sum(own, bounds.len());
    let (total, less, unit) = (bounds.len(), bounds.len() + 1, bounds.len() + 2);
    bounds.extend([(0, 10 * MOST), (0, 1), (1, 1), (0, 10 * MOST + 1)]);
    rows.push(vec![(unit + 1, 1), (total, -1), (less, 1), (unit, -1)]);
    let (least, most) = ends(&Program { bounds, rows }, unit + 1, &mut None).ok()?;
    let bounded = own.iter().all(|piece| shown.iter().any(|(row, _)| row.contains(piece)));
    Some((least, bounded.then_some(most - 1)))
}

/// Those that are taken in this order.
fn taken<'s>(order: impl Iterator<Item = &'s Shown>) -> Vec<&'s Shown> {
    let mut all: Vec<&Shown> = order.collect();
    if ends_of(&all, &[]).is_some() {
        return all;
    }
    let order = std::mem::take(&mut all);
    for one in order {
        all.push(one);
        if ends_of(&all, &[]).is_none() {
            all.pop();
        }
    }
    all
}

/// What is taken in both orders: fixed ones after those of this round.
fn both(fixed: &[Shown], new: &[Shown]) -> [Vec<Shown>; 2] {
    let first = taken(new.iter().chain(fixed));
    let is_in = |one: &&Shown| first.iter().any(|other| std::ptr::eq(*other, *one));
    let again = fixed.iter().filter(|one| !is_in(one)).chain(fixed.iter().filter(is_in));
    let second = taken(new.iter().chain(again));
    [first, second].map(|those| those.into_iter().cloned().collect())
}

/// Places of those that share pieces with a cell, directly or through others: others do not count, whatever they contradict.
fn around(all: &[Shown], own: &[u32]) -> Vec<usize> {
    let mut pieces: BTreeSet<u32> = own.iter().copied().collect();
    let mut out: BTreeSet<usize> = BTreeSet::new();
    while let Some(at) =
        (0..all.len()).find(|at| !out.contains(at) && all[*at].0.iter().any(|piece| pieces.contains(piece)))
    {
        pieces.extend(&all[at].0);
        out.insert(at);
    }
    out.into_iter().collect()
}

fn cells() -> impl Strategy<Value = Vec<(Vec<u32>, u64, bool)>> {
    let row = prop::collection::btree_set(0u32..7, 1..5).prop_map(|row| row.into_iter().collect());
    prop::collection::vec((row, 0u64..60, prop::bool::weighted(0.2)), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Totals that add up, or, with noise, some that do not.
    #[test]
    fn programs_that_are_kept_give_the_ends_of_programs_made_anew(
        cells in cells(),
        fixed in 0usize..5,
        floors in prop::collection::vec(0u64..9, 12),
        figures in prop::collection::vec(0u64..12, 7),
        noise in prop::bool::weighted(0.5),
    ) {
        let rows = cells.iter().map(|(row, ..)| row.clone()).collect();
        let mut limits = Limits::new(rows, floors, Kind::Earlier);
        let mut joined: [Vec<Shown>; 2] = Default::default();
        for (at, (row, other, near)) in cells.into_iter().enumerate() {
            limits.fixed = fixed.min(at);
            for reading in [1, 0] {
                let near = around(&joined[reading], &row);
                let those = |is_fixed: bool| -> Vec<Shown> {
                    let some = near.iter().filter(|place| (**place < fixed) == is_fixed);
                    some.map(|place| joined[reading][*place].clone()).collect()
                };
                let orders = both(&those(true), &those(false));
                limits.begin(at);
                for (second, taken) in [false, true].into_iter().zip(&orders) {
                    let quick = limits.met(reading, (second, None), |_| false);
                    let slow = ends_of(&taken.iter().collect::<Vec<_>>(), &row).filter(|_| !near.is_empty());
                    prop_assert_eq!(quick.map(|ends| (ends.least, ends.most)), slow);
                }
            }
            let total = if noise { other } else { row.iter().map(|piece| figures[*piece as usize]).sum() };
            let (low, high) = (total.saturating_sub(2), total + 2);
            let known = match near || at < fixed {
                true => Known::NearlyAll(low, high),
                false => Known::Value(Band { value: total, low, high }),
            };
            let ends = known.ends(limits.floor(at));
            for (joined, ends) in joined.iter_mut().zip(ends) {
                joined.push((row.clone(), ends));
            }
            let until = if at < fixed { usize::MAX } else { fixed };
            prop_assert_eq!(limits.join(at, known, until), Some(at));
        }
    }
}

/// 120 parts of a total, and what is left beside the first. The largest join until a program is full.
#[test]
fn a_program_that_is_full_takes_no_more_and_still_answers() {
    let parts = 120u32;
    let all: Vec<u32> = (0..parts).collect();
    let rows = once(all.clone()).chain(all.iter().map(|part| vec![*part])).collect();
    let mut limits = Limits::new(rows, vec![0; 200], Kind::Earlier);
    let value = |total: u64| Known::Value(Band { value: total, low: total, high: total });
    let last = parts as usize;
    let joined: Vec<bool> =
        (0..last).map(|at| limits.join(at, value(if at == 0 { 1200 } else { 10 }), 0).is_some()).collect();
    // With n parts there are n + 1 cells and n + 1 atoms, and one more cell has its turn.
    let most = (1..).take_while(|n| (n + 2) * (n + 1) <= super::super::interval::SIZE).last().unwrap();
    assert_eq!(joined.iter().filter(|is| **is).count(), most + 1);
    assert!(joined[..=most].iter().all(|is| *is), "{joined:?}");
    limits.begin(last);
    let ends = limits.met(0, (false, None), |_| false).unwrap();
    assert_eq!((ends.least, ends.most), (0, Some(1200 - 10 * most as u64)));
}
