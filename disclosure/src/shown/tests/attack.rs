//! All tables of whole numbers up to a total, grouped by what is shown of them: how many values each cell and each
//! combination of cells still has.

use super::{all_but, cell, table};
use crate::Table;
use crate::shown::{Shown, show};
use std::collections::{BTreeSet, HashMap};

/// Cells, the first of which is everything; the factor of a cell in a combination is -1, 0 or 1.
struct World {
    table: Table,
    /// Figures that each cell sums.
    sums: Vec<Vec<usize>>,
    shut: Vec<u32>,
    /// Sums of figures that the plan tells to be 3 at least: what one opened cell leaves of others.
    rest: Vec<Vec<usize>>,
    most: u64,
}

impl World {
    fn hard(sums: &[&[usize]], shut: &[u32], rest: &[&[usize]], most: u64) -> Self {
        let cells = sums.iter().map(|sum| cell(&sum.iter().map(|leaf| *leaf as u32).collect::<Vec<_>>()));
        Self {
            table: table(cells.collect()),
            sums: sums.iter().map(|sum| sum.to_vec()).collect(),
            shut: shut.to_vec(),
            rest: rest.iter().map(|sum| sum.to_vec()).collect(),
            most,
        }
    }

    /// The same with sums that nobody declared.
    fn soft(mut self) -> Self {
        for (cell, own) in self.table.cells.iter_mut().zip(100..) {
            cell.leaves.insert(0, vec![own]);
        }
        self.table.systems = 2;
        self
    }

    fn strict(mut self, minimum: u32) -> Self {
        self.table.cells.iter_mut().for_each(|cell| cell.minimum = minimum);
        self
    }

    /// All totals, by what is shown of them.
    fn views(&self) -> Vec<(Vec<Shown>, Vec<Vec<u64>>)> {
        let plan = all_but(&self.table, &self.shut);
        let figures = self.sums[0].len();
        let mut groups: HashMap<String, (Vec<Shown>, Vec<Vec<u64>>)> = HashMap::new();
        for figures in tables(figures, self.most) {
            let sum = |of: &Vec<usize>| of.iter().map(|at| figures[*at]).sum::<u64>();
            let totals: Vec<u64> = self.sums.iter().map(sum).collect();
            let minimum = u64::from(self.table.cells[0].minimum);
            let few = (0..).zip(&totals).any(|(at, total)| !self.shut.contains(&at) && *total < minimum);
            if few || self.rest.iter().any(|of| sum(of) < minimum) {
                continue;
            }
            let out = show(&self.table, &plan, &(0..).zip(totals.iter().copied()).collect()).unwrap();
            // Of a total that might be beyond what is tried the group is not whole.
            if out[0].ends().unwrap().1 <= self.most {
                groups.entry(format!("{out:?}")).or_insert((out, Vec::new())).1.push(totals);
            }
        }
        groups.into_values().collect()
    }

    /// The fewest values that any combination of cells has in any view, and how many views there are.
    fn fewest(&self) -> (usize, usize) {
        let (views, cells) = (self.views(), self.sums.len());
        let mut worst = usize::MAX;
        for (_, all) in &views {
            for form in 1..3usize.pow(cells as u32) {
                let factors: Vec<i64> =
                    (0..cells as u32).map(|at| (form / 3usize.pow(at) % 3) as i64 - 1).collect();
                let value = |totals: &Vec<u64>| {
                    factors.iter().zip(totals).map(|(factor, total)| factor * *total as i64).sum::<i64>()
                };
                let values: BTreeSet<i64> = all.iter().map(value).collect();
                // A combination that is 0 by the sums themselves tells nothing.
                if values != BTreeSet::from([0]) {
                    worst = worst.min(values.len());
                }
            }
        }
        (worst, views.len())
    }
}

fn tables(figures: usize, most: u64) -> Vec<Vec<u64>> {
    let mut out = vec![Vec::new()];
    for _ in 0..figures {
        let longer = |one: Vec<u64>| {
            let left = most - one.iter().sum::<u64>();
            (0..=left).map(move |next| one.iter().copied().chain([next]).collect::<Vec<u64>>())
        };
        out = out.into_iter().flat_map(longer).collect();
    }
    out
}

/// Every cell and every combination keeps the five values of a band, or more.
fn keeps(worlds: &[World]) {
    for world in worlds {
        let (worst, views) = world.fewest();
        assert!(
            (5..8).contains(&worst) && views > 12,
            "{:?} without {:?}: {worst}, {views}",
            world.sums,
            world.shut
        );
    }
}

#[test]
fn a_total_and_parts() {
    keeps(&[
        World::hard(&[&[0, 1], &[0], &[1]], &[2], &[&[1]], 90),
        World::hard(&[&[0, 1], &[0], &[1]], &[2], &[&[1]], 90).strict(5),
        World::hard(&[&[0, 1], &[0], &[1]], &[], &[], 60),
        World::hard(&[&[0, 1, 2], &[0], &[1], &[2]], &[3], &[&[2]], 42),
        World::hard(&[&[0, 1, 2], &[0], &[1], &[2]], &[3], &[&[2]], 42).strict(5),
        World::hard(&[&[0, 1, 2], &[0], &[1], &[2]], &[2, 3], &[&[1, 2]], 42),
    ]);
}

#[test]
fn parts_of_parts() {
    keeps(&[
        World::hard(&[&[0, 1, 2], &[0, 1], &[0]], &[], &[&[1], &[2]], 42),
        World::hard(&[&[0, 1, 2], &[0, 1], &[0], &[2]], &[3], &[&[1], &[2]], 42),
    ]);
}

/// Two parts that overlap and cover the total; two lines of a crossed table, without and with what they have in common.
#[test]
fn overlapping_parts() {
    keeps(&[
        World::hard(&[&[0, 1, 2], &[0, 1], &[1, 2]], &[], &[&[0], &[1], &[2]], 42),
        World::hard(&[&[0, 1, 2, 3], &[0, 1], &[0, 2]], &[], &[&[2, 3], &[1, 3]], 42),
        World::hard(&[&[0, 1, 2, 3], &[0, 1], &[0, 2], &[0]], &[], &[&[1], &[2], &[3]], 45),
    ]);
}

/// A numerator and its denominator, and all children of a codelist parent. Where a reader takes it that undeclared parts add
/// up, all of them keep five values as well.
#[test]
fn undeclared_sums() {
    keeps(&[
        World::hard(&[&[0, 1], &[0], &[1]], &[2], &[&[1]], 90).soft(),
        World::hard(&[&[0, 1, 2], &[0], &[1], &[2]], &[3], &[&[2]], 42).soft(),
        World::hard(&[&[0, 1], &[0], &[1]], &[], &[], 42).soft(),
    ]);
}
