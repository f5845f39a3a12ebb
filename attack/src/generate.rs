//! Generated worlds: a structure, who reports, what members have, earlier rounds, revisions, public and confidential
//! figures, countries within others.

use crate::fault::Fault;
use crate::random::Random;
use crate::shape::{Key, Shape};
use crate::world::{Figures, Seen, World, count, figure, total};
use intertally_disclosure::{Cell, Earlier, PublicFigure, Table};
use std::collections::{BTreeMap, BTreeSet};

/// How a round is decided and shown.
pub trait Publisher {
    /// The cells that are opened.
    fn open(&self, table: &Table) -> Result<BTreeSet<u32>, Fault>;
    /// What is shown of each cell, from the exact totals of the opened ones.
    fn show(
        &self,
        table: &Table,
        opened: &BTreeSet<u32>,
        totals: &BTreeMap<u32, u64>,
    ) -> Result<Vec<Seen>, Fault>;
}

/// How an earlier round's figures stand to this round's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum History {
    None,
    Unchanged,
    Replaced,
    Revised,
}

/// One generated world with what its publisher opened before; this round is for the caller to open.
///
/// # Errors
///
/// The publisher refuses the earlier round.
pub fn world(seed: u64, publisher: &dyn Publisher) -> Result<World, Fault> {
    let mut random = Random::new(seed);
    let random = &mut random;
    let shape = Shape::generate(random);
    let keys = shape.keys();
    let members = u32::try_from(random.between(4, 7)).unwrap_or(4);
    let minimum = if random.chance(75) { 3 } else { 4 };
    let now = figures(random, &shape, members);
    let history = match random.below(8) {
        0..4 => History::None,
        4 | 5 => History::Unchanged,
        6 => History::Replaced,
        _ => History::Revised,
    };
    let reporters = reporters(random, members, &keys);
    let mut world = World { now, ..World::default() };
    let mut cells = cells(&shape, &keys, minimum, &reporters);
    if history != History::None {
        before(random, &mut world, history, &shape, &keys, minimum, publisher)?;
    }
    world.replaced = history == History::Replaced;
    if history == History::Revised {
        for cell in &mut cells {
            cell.changed = changed(&world, cell);
        }
    }
    if random.chance(20) {
        let outer = if random.chance(50) { 0 } else { members };
        world.table.within = BTreeMap::from([(1, outer)]);
    }
    if random.chance(25) {
        for _ in 0..random.between(1, 2) {
            let cell = &cells[pick(random, cells.len())];
            let who: Vec<u32> = cell.reporters.iter().copied().collect();
            if !who.is_empty() && !cell.count_only {
                let member = who[pick(random, who.len())];
                world.table.public.push(PublicFigure { member, leaves: cell.leaves.clone() });
            }
        }
    }
    if random.chance(20) {
        let place = pick(random, cells.len());
        let cell = &mut cells[place];
        let some = random.between(1, 3);
        cell.confidential = cell.reporters.iter().copied().filter(|_| random.below(4) < some).collect();
    }
    world.table.order = order(&cells);
    world.table.systems = 2;
    world.table.cells = cells;
    world.recount();
    Ok(world)
}

fn pick(random: &mut Random, length: usize) -> usize {
    usize::try_from(random.below(length as u64)).unwrap_or(0)
}

fn order(cells: &[Cell]) -> Vec<u32> {
    let mut order: Vec<u32> = (0u32..).zip(cells).map(|(index, _)| index).collect();
    order.sort_by_key(|index| std::cmp::Reverse(cells[*index as usize].leaves[0].len()));
    order
}

/// Figures on the ground, and what they sum to in every leaf that stands higher.
fn figures(random: &mut Random, shape: &Shape, members: u32) -> Figures {
    let zero = random.between(20, 75);
    let (small, large) = (random.between(1, 4), random.between(5, 60));
    let mut ground: BTreeMap<(u32, usize, usize, usize), u64> = BTreeMap::new();
    let mut out = Figures::new();
    for ((a, b), below) in shape.grounds() {
        for member in 0..members {
            for quarter in 0..shape.quarters {
                let mut sum = 0;
                for (one, other) in &below {
                    let place = (member, *one, *other, quarter);
                    sum += *ground.entry(place).or_insert_with(|| match random.chance(zero) {
                        true => 0,
                        false if random.chance(50) => random.between(1, small),
                        false => random.between(1, large),
                    });
                }
                if sum > 0 {
                    out.insert((member, shape.number(a, b, quarter)), sum);
                }
            }
        }
    }
    out
}

/// Per cell who reports it. In most rounds members report everything; in some they leave cells out.
fn reporters(random: &mut Random, members: u32, keys: &[Key]) -> Vec<BTreeSet<u32>> {
    let ragged = if random.chance(35) { random.between(3, 30) } else { 0 };
    keys.iter().map(|_| (0..members).filter(|_| !random.chance(ragged)).collect()).collect()
}

fn cells(shape: &Shape, keys: &[Key], minimum: u32, reporters: &[BTreeSet<u32>]) -> Vec<Cell> {
    let of = |(key, who): (&Key, &BTreeSet<u32>)| Cell {
        leaves: shape.leaves(key),
        minimum,
        reporters: who.clone(),
        count: None,
        changed: None,
        count_only: shape.rest(key),
        confidential: BTreeSet::new(),
        base: 5,
        first: 13,
        max: 1_000_000,
    };
    keys.iter().zip(reporters).map(of).collect()
}

fn changed(world: &World, cell: &Cell) -> Option<u32> {
    let before = world.old.last()?;
    let differs = |member: &&u32| {
        figure(before, **member, &cell.leaves[0]) != figure(&world.now, **member, &cell.leaves[0])
    };
    u32::try_from(cell.reporters.iter().filter(differs).count()).ok()
}

/// An earlier round of the same structure, opened and shown as its publisher decides.
fn before(
    random: &mut Random,
    world: &mut World,
    history: History,
    shape: &Shape,
    keys: &[Key],
    minimum: u32,
    publisher: &dyn Publisher,
) -> Result<(), Fault> {
    let members = world.now.keys().map(|(member, _)| member + 1).max().unwrap_or(1);
    let old = match history {
        History::None | History::Unchanged => world.now.clone(),
        History::Replaced => figures(random, shape, members),
        History::Revised => revised(random, shape, &world.now, members),
    };
    let dropped = if random.chance(50) { random.between(5, 40) } else { 0 };
    let keys: Vec<Key> = keys.iter().filter(|_| !random.chance(dropped)).cloned().collect();
    let mut who = reporters(random, members, &keys);
    if random.chance(60) {
        let newcomer = u32::try_from(random.below(u64::from(members))).unwrap_or(0);
        who.iter_mut().for_each(|set| {
            set.remove(&newcomer);
        });
    }
    let mut cells = cells(shape, &keys, minimum, &who);
    for cell in &mut cells {
        cell.count = Some(count(&old, &cell.reporters, &cell.leaves[0]));
    }
    let table = Table { systems: 2, order: order(&cells), cells, ..Table::default() };
    let opened = publisher.open(&table)?;
    let exact = |index: &u32| {
        let cell = &table.cells[*index as usize];
        (*index, total(&old, &cell.reporters, &cell.leaves[0]))
    };
    let totals = opened.iter().map(exact).collect();
    let seen = publisher.show(&table, &opened, &totals)?;
    // In the order in which that round tried them.
    world.seen = table.order.iter().map(|index| seen[*index as usize]).collect();
    world.old = vec![old];
    let of = |index: &u32| {
        let cell = table.cells[*index as usize].clone();
        Earlier {
            round: 0,
            leaves: cell.leaves,
            minimum: cell.minimum,
            reporters: cell.reporters,
            count: cell.count,
            changed: None,
            opened: opened.contains(index),
        }
    };
    world.table.earlier = table.order.iter().map(of).collect();
    Ok(())
}

/// As now, but for some figures on the ground that were others before.
fn revised(random: &mut Random, shape: &Shape, now: &Figures, members: u32) -> Figures {
    let share = random.between(2, 30);
    let grounds = shape.grounds();
    let mut old: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for ((a, b), below) in &grounds {
        if below.as_slice() == [(*a, *b)] {
            for place in (0..members).flat_map(|m| (0..shape.quarters).map(move |q| (m, q))) {
                let at = (place.0, shape.number(*a, *b, place.1));
                let value = now.get(&at).copied().unwrap_or(0);
                let other = if random.chance(share) { random.between(0, value + 4) } else { value };
                old.insert(at, other);
            }
        }
    }
    let mut out = Figures::new();
    for ((a, b), below) in &grounds {
        for member in 0..members {
            for quarter in 0..shape.quarters {
                let part = |(one, other): &(usize, usize)| {
                    old.get(&(member, shape.number(*one, *other, quarter))).copied().unwrap_or(0)
                };
                let sum: u64 = below.iter().map(part).sum();
                if sum > 0 {
                    out.insert((member, shape.number(*a, *b, quarter)), sum);
                }
            }
        }
    }
    out
}
