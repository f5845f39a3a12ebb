//! Whole small worlds, with the plan that is made for each: all figures of all members, grouped by what the public sees,
//! which cells are shown and how included.

use super::{cell, table};
use crate::shown::show;
use crate::{Plan, Table, plan};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A total and its parts. Figures are bounded by `most` in sum alone, so that no figure is told by its bound.
struct World {
    /// The first cell is the total of the others; some members do not report some of these.
    table: Table,
    members: u32,
    most: u64,
}

/// Contributors and total of each cell, in 12 bits.
type State = u64;

fn unpacked(state: State, cells: usize) -> (Vec<u32>, Vec<u64>) {
    let at = |cell: usize| state >> (12 * cell) & 0xfff;
    (
        (0..cells).map(|cell| (at(cell) >> 8) as u32).collect(),
        (0..cells).map(|cell| at(cell) & 0xff).collect(),
    )
}

impl World {
    fn new(members: u32, parts: u32, most: u64, base: u32) -> Self {
        let all: Vec<u32> = (0..parts).collect();
        let mut cells = vec![cell(&all)];
        cells.extend(all.iter().map(|leaf| cell(&[*leaf])));
        for cell in &mut cells {
            let first = if base == 3 { 8 } else { 13 };
            (cell.base, cell.first, cell.reporters) = (base, first, (0..members).collect());
        }
        Self { table: table(cells), members, most }
    }

    fn minimum(mut self, minimum: u32) -> Self {
        self.table.cells.iter_mut().for_each(|cell| cell.minimum = minimum);
        self
    }

    /// A member does not report a part, and so not the total either.
    fn without(mut self, member: u32, part: usize) -> Self {
        self.table.cells[part].reporters.remove(&member);
        self.table.cells[0].reporters.remove(&member);
        self
    }

    /// What one member can add to the state, with its sum.
    fn returns(&self, member: u32) -> Vec<(State, u64)> {
        let mut out = vec![(0, 0)];
        for (at, cell) in self.table.cells.iter().enumerate().skip(1) {
            let most = if cell.reporters.contains(&member) { self.most } else { 0 };
            let whole = u64::from(self.table.cells[0].reporters.contains(&member));
            let longer = |(state, sum): (State, u64)| {
                (0..=most - sum.min(most)).map(move |own| {
                    let counted = u64::from(own > 0) << (12 * at + 8);
                    (state + (own << (12 * at)) + counted + own * whole, sum + own)
                })
            };
            out = out.into_iter().flat_map(longer).collect();
        }
        out.into_iter().map(|(state, sum)| (state + (u64::from(state & 0xff > 0) << 8), sum)).collect()
    }

    /// All totals, by what is shown of them.
    fn views(&self) -> BTreeMap<String, BTreeSet<Vec<u64>>> {
        let cells = self.table.cells.len();
        let mut states: HashSet<State> = HashSet::from([0]);
        for member in 0..self.members {
            let returns = self.returns(member);
            let parts = |state: State| unpacked(state, cells).1.iter().skip(1).sum::<u64>();
            let next = states.iter().flat_map(|state| {
                let room = self.most - parts(*state);
                returns.iter().filter(move |(_, sum)| *sum <= room).map(move |(own, _)| state + own)
            });
            states = next.collect();
        }
        let mut plans: HashMap<Vec<u32>, Plan> = HashMap::new();
        let mut seen = BTreeSet::new();
        let mut views: BTreeMap<String, BTreeSet<Vec<u64>>> = BTreeMap::new();
        for state in states {
            let (counts, totals) = unpacked(state, cells);
            let made = plans.entry(counts).or_insert_with_key(|counts| {
                let mut table = self.table.clone();
                for (cell, count) in table.cells.iter_mut().zip(counts) {
                    cell.count = Some(*count);
                }
                plan(&table).unwrap()
            });
            if !seen.insert((made.opened(), totals.clone())) {
                continue;
            }
            let exact = (0..).zip(totals.iter().copied()).collect();
            let out = show(&self.table, made, &exact).unwrap();
            // If all figures might sum to more than is tried, the view is not whole. The total holds all of a part but what
            // others report of it.
            let high = |at: usize| out[at].ends().map(|(_, high)| high);
            let beside =
                |at: &usize| !self.table.cells[*at].reporters.is_subset(&self.table.cells[0].reporters);
            let all = high(0).zip((1..cells).filter(beside).map(high).sum());
            if all.is_some_and(|(total, beside): (u64, u64)| total + beside <= self.most) {
                views.entry(format!("{out:?}")).or_default().insert(totals);
            }
        }
        views
    }

    /// The fewest values that the total of a cell, shown or not, or a combination of cells with factors -1, 0 and 1 has in any
    /// view in which something is shown; and how many such views there are.
    fn fewest(&self) -> (usize, usize) {
        let views = self.views();
        let cells = self.table.cells.len() as u32;
        let mut worst = usize::MAX;
        for all in views.values() {
            for form in 1..3u64.pow(cells) {
                let factors: Vec<i64> = (0..cells).map(|at| (form / 3u64.pow(at) % 3) as i64 - 1).collect();
                let value = |totals: &Vec<u64>| {
                    factors.iter().zip(totals).map(|(factor, total)| factor * *total as i64).sum::<i64>()
                };
                let values: BTreeSet<i64> = all.iter().map(value).collect();
                if values != BTreeSet::from([0]) {
                    worst = worst.min(values.len());
                }
            }
        }
        (worst, views.len())
    }
}

/// Every total, shown or not, and every combination, keeps as many values as a band has.
fn keeps(world: &World, width: usize) {
    let (worst, views) = world.fewest();
    assert!(worst == width && views >= 4, "{worst} values in {views} views");
}

#[test]
fn four_members_with_two_parts() {
    keeps(&World::new(4, 2, 32, 5), 5);
    keeps(&World::new(4, 2, 22, 3), 3);
    keeps(&World::new(5, 2, 27, 5).minimum(4), 5);
}

#[test]
fn a_member_that_does_not_report_a_part() {
    keeps(&World::new(4, 2, 47, 5).without(0, 1), 5);
    keeps(&World::new(5, 2, 32, 3).without(2, 2), 3);
}

#[test]
fn three_parts() {
    keeps(&World::new(4, 3, 22, 3), 3);
    keeps(&World::new(4, 3, 22, 5), 5);
    keeps(&World::new(3, 3, 22, 5).minimum(2), 5);
    keeps(&World::new(3, 3, 22, 3).minimum(2), 3);
}
