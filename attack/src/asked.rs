//! What is asked in the rounds of a generated world, and the tables of it.

use crate::random::Random;
use crate::shape::{Key, Pair, Shape};
use intertally_disclosure::{Cell, Ladder, Quiet, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked in all rounds of a world.
pub(crate) struct Asked {
    pub(crate) shape: Shape,
    pub(crate) members: u32,
    pub(crate) keys: Vec<Key>,
    /// Per key.
    minimums: Vec<u32>,
    /// Breakdowns of the first dimension fall back to its total.
    ladder: bool,
    /// Where bands begin.
    first: u64,
    /// Largest figure of a member.
    pub(crate) max: u64,
}

/// The keys that a round asks, by their number, each with who reports it.
pub(crate) type Ask = Vec<(usize, BTreeSet<u32>)>;

impl Asked {
    pub(crate) fn generate(random: &mut Random, shape: Shape, members: u32, least: u32) -> Self {
        let keys = shape.keys();
        let mixed = random.chance(25);
        let first = [13, 13, 13, 13, 13, 13, 13, 8, 18, 23][random.pick(10)];
        let minimum = |_: &Key| if mixed && random.chance(40) { least + 1 } else { least };
        let minimums = keys.iter().map(minimum).collect();
        Self { minimums, ladder: random.chance(25), shape, members, keys, first, max: 1_000_000 }
    }

    /// A round of all keys or, if it is `old`, maybe of some. In most rounds members report
    /// everything; in some they leave cells out.
    pub(crate) fn usual(&self, random: &mut Random, old: bool) -> Ask {
        let dropped = if old && random.chance(50) { random.between(5, 40) } else { 0 };
        let chosen: Vec<usize> = (0..self.keys.len()).filter(|_| !random.chance(dropped)).collect();
        let ragged = if random.chance(35) { random.between(3, 30) } else { 0 };
        let newcomer =
            if old && random.chance(60) { random.below(u64::from(self.members)) } else { u64::MAX };
        let away = if old && random.chance(20) { random.between(20, 50) } else { 0 };
        let away: BTreeSet<u32> = (0..self.members).filter(|_| random.chance(away)).collect();
        let mut who = || {
            let all = (0..self.members).filter(|member| u64::from(*member) != newcomer);
            let all = all.filter(|member| !away.contains(member));
            all.filter(|_| !random.chance(ragged)).collect()
        };
        chosen.into_iter().map(|key| (key, who())).collect()
    }

    /// All that was asked before beside it, of all who report something.
    pub(crate) fn again(&self, mut ask: Ask, before: &BTreeSet<usize>) -> Ask {
        let all: BTreeSet<u32> = ask.iter().flat_map(|(_, who)| who).copied().collect();
        let now: BTreeSet<usize> = ask.iter().map(|(key, _)| *key).collect();
        ask.extend(before.difference(&now).map(|key| (*key, all.clone())));
        ask.sort();
        ask
    }

    /// The table of a round, without counts.
    pub(crate) fn table(&self, random: &mut Random, ask: Ask) -> Table {
        let chosen: Vec<&Key> = ask.iter().map(|(key, _)| &self.keys[*key]).collect();
        let cell = |(key, who): &(usize, BTreeSet<u32>)| Cell {
            leaves: self.shape.leaves(&self.keys[*key]),
            minimum: self.minimums[*key],
            reporters: who.clone(),
            count: None,
            changed: None,
            count_only: self.shape.rest(&self.keys[*key]),
            confidential: BTreeSet::new(),
            base: 5,
            first: self.first,
            max: self.max,
        };
        let cells = ask.iter().map(cell).collect();
        let mut table = Table { systems: 2, cells, ..Table::default() };
        self.hush(&mut table, &chosen);
        if self.ladder {
            table.ladders = self.ladders(random, &chosen);
        }
        table.order = order(&table.cells);
        table
    }

    /// A guard for each slice of cells that tells quiet figures from others, and for each cell of
    /// it that holds both.
    fn hush(&self, table: &mut Table, chosen: &[&Key]) {
        let loud = |dimension: usize| self.shape.dimensions[dimension].codes.iter().all(|code| !code.quiet);
        let mut slices: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, key) in chosen.iter().enumerate().filter(|(_, key)| !self.shape.rest(key)) {
            let own = (loud(0).then_some(key.first), loud(1).then_some(key.second), &key.quarters);
            slices.entry(own).or_default().push(place);
        }
        for ((.., quarters), places) in slices {
            let pairs = |place: &usize| self.shape.pairs(chosen[*place]);
            let whole: BTreeSet<Pair> = places.iter().flat_map(pairs).collect();
            let mut margins: Vec<(usize, BTreeSet<Pair>)> = vec![(places[0], whole)];
            for place in &places {
                let own = pairs(place);
                if margins.iter().all(|(_, other)| *other != own) {
                    margins.push((*place, own));
                }
            }
            for (place, margin) in margins {
                let (quiet, known): (BTreeSet<Pair>, _) =
                    margin.iter().partition(|pair| self.shape.quiet(**pair));
                if quiet.is_empty() || known.is_empty() {
                    continue;
                }
                let leaves = |pairs: &BTreeSet<Pair>, system: usize| -> BTreeSet<u32> {
                    let key = |(first, second): &Pair| Key {
                        first: *first,
                        second: *second,
                        quarters: quarters.clone(),
                    };
                    pairs.iter().flat_map(|pair| self.shape.leaves(&key(pair)).swap_remove(system)).collect()
                };
                let own = leaves(&quiet, 0);
                let guard = u32::try_from(table.cells.len()).unwrap_or(u32::MAX);
                table.quiet.push(Quiet {
                    soft: &leaves(&quiet, 1) - &own,
                    leaves: own,
                    known: leaves(&known, 0),
                    guard,
                });
                table.cells.push(Cell { count_only: true, ..table.cells[place].clone() });
            }
        }
    }

    /// A ladder of two steps for each slice: the parts of the total, or the total alone.
    fn ladders(&self, random: &mut Random, chosen: &[&Key]) -> Vec<Ladder> {
        let codes = &self.shape.dimensions[0].codes;
        let mut slices: BTreeMap<(usize, &[usize]), Ladder> = BTreeMap::new();
        for (key, place) in chosen.iter().zip(0u32..) {
            let ladder = slices.entry((key.second, &key.quarters)).or_default();
            ladder.steps.resize(2, Vec::new());
            ladder.steps[usize::from(key.first == 0)].push(place);
            if codes[key.first].quiet {
                ladder.quiet.push(place);
            } else if random.chance(10) {
                ladder.elsewhere.push(place);
            }
        }
        slices.into_values().collect()
    }
}

fn order(cells: &[Cell]) -> Vec<u32> {
    let mut order: Vec<u32> = (0u32..).zip(cells).map(|(index, _)| index).collect();
    order.sort_by_key(|index| std::cmp::Reverse(cells[*index as usize].leaves[0].len()));
    order
}
