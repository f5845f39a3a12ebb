//! Random tables and histories of rounds, judged by the oracle.

use super::oracle::{Sum, World};
use super::{after, cell, earlier, table};
use crate::plan::{Parts, plan, with};
use crate::table::{Cell, Table};
use std::collections::BTreeSet;

const MEMBERS: u32 = 4;
const LEAVES: u32 = 4;
const FEW: u32 = 3;

/// Numbers that look random and are the same every time (Marsaglia 2003).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % u64::from(end)) as u32
    }

    pub(super) fn of(&mut self, end: u32, in_hundred: u32) -> BTreeSet<u32> {
        (0..end).filter(|_| self.below(100) < in_hundred).collect()
    }

    /// A cell of some leaves and members, with the count that the truth gives.
    fn cell(&mut self, truth: &[BTreeSet<u32>], parent: bool) -> Cell {
        let mut leaves = self.of(LEAVES, 45);
        leaves.insert(self.below(LEAVES));
        let leaves: Vec<u32> = leaves.into_iter().collect();
        let mut who = self.of(MEMBERS, 85);
        who.insert(self.below(MEMBERS));
        let count =
            who.iter().filter(|member| leaves.iter().any(|leaf| truth[**member as usize].contains(leaf)));
        let count = count.count() as u32;
        // A codelist parent is a leaf of its own for declared sums.
        let own = [LEAVES];
        cell(&[if parent { &own } else { &leaves }, &leaves], who, count)
    }

    fn truth(&mut self) -> Vec<BTreeSet<u32>> {
        let share = 30 + self.below(60);
        (0..MEMBERS).map(|_| self.of(LEAVES, share)).collect()
    }

    /// A round after another, of any of the members and leaves, some of the members within others.
    pub(super) fn history(&mut self) -> Table {
        let (truth, soft) = (self.truth(), self.below(2) == 0);
        let first = self.round(&truth, soft);
        let mut second = self.round(&truth, soft);
        let opened = plan(&first).unwrap().opened();
        if self.below(3) == 0 {
            second.earlier = earlier(&first, &opened);
        } else {
            second = after(&first, &opened, second);
        }
        if self.below(3) == 0 {
            second.within = [(0, self.below(MEMBERS + 1))].into();
        }
        second
    }

    fn round(&mut self, truth: &[BTreeSet<u32>], soft: bool) -> Table {
        let number = 3 + self.below(3);
        let mut cells: Vec<Cell> = (0..number).map(|_| self.cell(truth, false)).collect();
        if soft {
            cells.push(self.cell(truth, true));
        }
        let mut made = table(cells);
        if !soft {
            made.systems = 1;
            made.cells.iter_mut().for_each(|cell| cell.leaves.truncate(1));
        }
        made
    }
}

fn sums(table: &Table, opened: &BTreeSet<u32>, system: usize, old: bool) -> Vec<Sum> {
    let set = |leaves: &[Vec<u32>]| leaves[system].iter().copied().collect();
    let before = table.earlier.iter().filter(|_| old).map(|row| Sum {
        members: row.reporters.clone(),
        leaves: set(&row.leaves),
        count: row.count,
        open: row.opened,
        new: false,
    });
    let now = (0u32..).zip(&table.cells).map(|(at, cell)| Sum {
        members: cell.reporters.clone(),
        leaves: set(&cell.leaves),
        count: cell.count,
        open: opened.contains(&at),
        new: opened.contains(&at),
    });
    before.chain(now).collect()
}

/// Leaks of four kinds: certainly few in any system by definition, and by all assignments; possibly few in the hard one; all
/// of them again with other figures in earlier rounds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Leaks {
    certain: usize,
    sure: usize,
    possible: usize,
    renewed: usize,
    opened: usize,
}

impl Leaks {
    fn add(&mut self, table: &Table, parts: &Parts) {
        let opened = with(table, parts).unwrap().opened();
        self.opened += opened.len();
        for system in 0..table.systems {
            let leaves = LEAVES + u32::from(table.systems > 1 && system == 0);
            let world = |old| World::new(sums(table, &opened, system, old), MEMBERS, leaves);
            let same = world(true);
            let held = same.combinations();
            self.certain += same.certainly_few(&held, FEW);
            if system == 0 && table.systems == 1 {
                self.possible += same.possibly_few(&held, FEW);
                self.sure += same.surely_few(&held, FEW);
            }
            if !table.earlier.is_empty() {
                let other = world(false);
                let held = other.combinations();
                self.renewed += other.certainly_few(&held, FEW) + other.possibly_few(&held, FEW);
            }
        }
    }
}

fn tables(cases: usize, soft: bool, parts: &Parts) -> Leaks {
    let (mut chance, mut leaks) = (Chance(20_261_128), Leaks::default());
    for _ in 0..cases {
        let truth = chance.truth();
        leaks.add(&chance.round(&truth, soft), parts);
    }
    leaks
}

fn histories(cases: usize, parts: &Parts) -> Leaks {
    let (mut chance, mut leaks) = (Chance(14), Leaks::default());
    for _ in 0..cases {
        let truth = chance.truth();
        let first = chance.round(&truth, false);
        let second = chance.round(&truth, false);
        leaks.add(&after(&first, &plan(&first).unwrap().opened(), second), parts);
    }
    leaks
}

#[test]
fn random_tables_open_no_form_of_few() {
    let leaks = tables(250, false, &Parts::ALL);
    assert_eq!((leaks.certain, leaks.possible), (0, 0));
    assert!(leaks.opened > 200, "{leaks:?}");
    for off in [
        Parts { certain: false, possible: false, ..Parts::ALL },
        Parts { possible: false, ..Parts::ALL },
        Parts { certain: false, ..Parts::ALL },
    ] {
        let without = tables(250, false, &off);
        assert!(without.certain + without.possible > 0, "{off:?} {without:?}");
        assert!(without.opened > leaks.opened);
    }
    assert_eq!(leaks.sure, 0, "{leaks:?}");
}

#[test]
fn random_tables_with_codelist_parents_open_no_form_of_few() {
    let leaks = tables(200, true, &Parts::ALL);
    assert_eq!(leaks.certain, 0, "{leaks:?}");
    let without = tables(200, true, &Parts { soft: false, ..Parts::ALL });
    assert!(without.certain > 0);
}

#[test]
fn histories_of_rounds_open_no_form_of_few() {
    let leaks = histories(120, &Parts::ALL);
    assert_eq!((leaks.certain, leaks.possible, leaks.renewed), (0, 0, 0), "{leaks:?}");
    assert!(leaks.opened > 60, "{leaks:?}");
    let without = histories(120, &Parts { unchanged: false, ..Parts::ALL });
    assert!(without.certain + without.possible > 0);
    let without = histories(120, &Parts { changed: false, firm: false, standing: false, ..Parts::ALL });
    assert!(without.renewed > 0);
}

/// Names of members carry no meaning.
#[test]
fn members_may_be_numbered_anyhow() {
    let mut chance = Chance(7);
    for _ in 0..300 {
        let truth = chance.truth();
        let first = chance.round(&truth, false);
        let mut table = chance.round(&truth, false);
        table.earlier = earlier(&first, &plan(&first).unwrap().opened());
        let mut turned = table.clone();
        let mut by: Vec<u32> = (0..MEMBERS).collect();
        for at in (1..MEMBERS).rev() {
            by.swap(at as usize, chance.below(at + 1) as usize);
        }
        let turn = |who: &mut BTreeSet<u32>| *who = who.iter().map(|one| 10 + by[*one as usize]).collect();
        turned.cells.iter_mut().for_each(|cell| turn(&mut cell.reporters));
        turned.earlier.iter_mut().for_each(|row| turn(&mut row.reporters));
        assert_eq!(plan(&table), plan(&turned));
    }
}
