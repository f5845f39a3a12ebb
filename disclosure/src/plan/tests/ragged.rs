//! Small tables of which members report other cells than each other, judged by every assignment that agrees with the counts.

use super::oracle::{Sum, World};
use super::random::Chance;
use super::{cell, table};
use crate::plan::{Parts, with};
use crate::table::{Cell, Table};
use std::collections::BTreeSet;

const FEW: u32 = 3;

impl Chance {
    /// A total, its parts and maybe a sum once more; members of a few kinds, each of which reports the same cells; parts of
    /// which nobody has anything, or few, or all. Members of two areas of one country at times.
    pub(super) fn ragged(&mut self, members: u32, leaves: u32) -> Table {
        let mut sums: Vec<BTreeSet<u32>> = vec![(0..leaves).collect()];
        sums.extend((0..leaves).map(|leaf| BTreeSet::from([leaf])));
        if self.below(2) == 0 {
            let mut some = self.of(leaves, 50);
            some.insert(self.below(leaves));
            sums.push(some);
        }
        let missing = [5, 15, 30, 50][self.below(4) as usize];
        let kinds: Vec<BTreeSet<u32>> =
            (0..2 + self.below(3)).map(|_| self.of(sums.len() as u32, 100 - missing)).collect();
        let who: Vec<usize> = (0..members).map(|_| self.below(kinds.len() as u32) as usize).collect();
        let filled: Vec<u32> = (0..leaves).map(|_| [0, 0, 10, 60, 95, 100][self.below(6) as usize]).collect();
        let truth: Vec<BTreeSet<u32>> = (0..members)
            .map(|_| (0..leaves).filter(|leaf| self.below(100) < filled[*leaf as usize]).collect())
            .collect();
        let mut cells: Vec<Cell> = Vec::new();
        for (at, sum) in (0u32..).zip(&sums) {
            let reporters: Vec<u32> =
                (0..members).filter(|member| kinds[who[*member as usize]].contains(&at)).collect();
            let has = |member: &&u32| !sum.is_disjoint(&truth[**member as usize]);
            let count = reporters.iter().filter(has).count() as u32;
            let leaves: Vec<u32> = sum.iter().copied().collect();
            // As step A has it.
            let counted = (reporters.len() as u32 >= FEW).then_some(count);
            if !reporters.is_empty() {
                cells.push(Cell { count: counted, ..cell(&[&leaves], reporters, count) });
            }
        }
        let mut made = table(cells);
        made.systems = 1;
        if self.below(6) == 0 {
            made.within =
                [(0, self.below(members))].into_iter().filter(|(own, outer)| own != outer).collect();
        }
        made
    }
}

/// Whether what is open gives a sum to which few contribute, whoever has what; and how many cells are open.
fn surely_few(table: &Table, (members, leaves): (u32, u32), parts: &Parts) -> (bool, usize) {
    let opened = with(table, parts).unwrap().opened();
    let sum = |(at, cell): (u32, &Cell)| Sum {
        members: cell.reporters.clone(),
        leaves: cell.leaves[0].iter().copied().collect(),
        count: cell.count,
        open: opened.contains(&at),
        new: opened.contains(&at),
    };
    let world = World::new((0u32..).zip(&table.cells).map(sum).collect(), members, leaves);
    let told = opened.len() > 1 && world.surely_few(&world.combinations(), FEW) > 0;
    (told, opened.len())
}

/// Of some tables those that tell, and how many cells are open in all.
fn all(tables: &[Table], size: (u32, u32), parts: &Parts) -> (usize, usize) {
    let each = tables.iter().map(|table| surely_few(table, size, parts));
    each.fold((0, 0), |(told, open), (own, cells)| (told + usize::from(own), open + cells))
}

#[test]
fn ragged_tables_open_no_sum_of_few() {
    let mut chance = Chance(4);
    let tables: Vec<Table> = (0..2000).map(|_| Table { within: [].into(), ..chance.ragged(6, 2) }).collect();
    let (told, open) = all(&tables, (6, 2), &Parts::ALL);
    assert_eq!(told, 0);
    assert!(open > 1500, "{open}");
}

/// All small tables of a total and two parts, where some report the total alone, some the parts alone and some all three,
/// and nobody has the one part, or a single one.
fn whole_and_parts() -> Vec<Table> {
    const MEMBERS: u32 = 7;
    let mut made = Vec::new();
    for (alone, both) in (0..=2u32).flat_map(|alone| (3..=4u32).map(move |both| (alone, both))) {
        for (of_alone, of_both) in (0..=alone).flat_map(|some| (0..=both).map(move |more| (some, more))) {
            for of_parts in 0..=MEMBERS - alone - both {
                for single in [None, Some(alone), Some(alone + both)] {
                    // Members: those with the total alone, those with all, those with the parts.
                    let starts = [(0, of_alone), (alone, of_both), (alone + both, of_parts)];
                    let has = |member: &u32| {
                        starts.iter().any(|(start, some)| (*start..start + some).contains(member))
                    };
                    let (total, parts) = (0..alone + both, alone..MEMBERS);
                    let count =
                        |who: std::ops::Range<u32>, is: &dyn Fn(&u32) -> bool| who.filter(is).count() as u32;
                    let is_single = |member: &u32| single == Some(*member);
                    let any = |member: &u32| has(member) || is_single(member);
                    made.push(table(vec![
                        cell(&[&[0, 1]], total.clone(), count(total, &any)),
                        cell(&[&[0]], parts.clone(), count(parts.clone(), &is_single)),
                        cell(&[&[1]], parts.clone(), count(parts, &has)),
                    ]));
                }
            }
        }
    }
    made
}

/// What holds nothing or little, as other counts say, hides nobody.
#[test]
fn counts_held_together_hide_no_few() {
    let tables = whole_and_parts();
    let (told, open) = all(&tables, (7, 2), &Parts::ALL);
    let (without, _) = all(&tables, (7, 2), &Parts { together: false, ..Parts::ALL });
    eprintln!(
        "{} tables, {open} open, {told} told; {without} where each count is held by itself",
        tables.len()
    );
    assert_eq!(told, 0);
    assert!(open > 400 && without > 0, "{open} open, {without} told without");
}
