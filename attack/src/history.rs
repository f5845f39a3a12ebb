//! Earlier rounds of a generated world: one or several, with the same figures, with others, or with some revised.

use crate::fault::Fault;
use crate::generate::{Asked, Publisher, figures};
use crate::random::Random;
use crate::shape::Shape;
use crate::world::{Figures, World, figure, recount, total};
use intertally_disclosure::{Cell, Earlier, ShownBefore};
use std::collections::BTreeMap;

/// How earlier rounds' figures stand to this round's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum History {
    None,
    Unchanged,
    Replaced,
    Revised,
}

impl History {
    pub(crate) fn generate(random: &mut Random) -> Self {
        match random.below(8) {
            0..4 => Self::None,
            4 | 5 => Self::Unchanged,
            6 => Self::Replaced,
            _ => Self::Revised,
        }
    }

    /// Figures of the earlier rounds, oldest first.
    pub(crate) fn figures(self, random: &mut Random, asked: &Asked, now: &Figures) -> Vec<Figures> {
        let rounds = match random.below(4) {
            _ if self == Self::None => 0,
            0 => 3,
            1 => 2,
            _ => 1,
        };
        let mut all: Vec<Figures> = Vec::new();
        for _ in 0..rounds {
            let next = all.first().unwrap_or(now);
            // In a chain of revisions some rounds change nothing.
            let old = match self {
                Self::None | Self::Unchanged => next.clone(),
                Self::Replaced => figures(random, &asked.shape, asked.members),
                Self::Revised if !all.is_empty() && random.chance(40) => next.clone(),
                Self::Revised => revised(random, &asked.shape, next, asked.members),
            };
            all.insert(0, old);
        }
        all
    }
}

/// How many reporters have another figure than at the last opening of these leaves; without one, than in the last round.
pub(crate) fn changed(world: &World, now: &Figures, cell: &Cell) -> Option<u32> {
    let before = world.old.get(world.compared(world.old.len(), &cell.leaves[0])?)?;
    let differs =
        |member: &&u32| figure(before, **member, &cell.leaves[0]) != figure(now, **member, &cell.leaves[0]);
    u32::try_from(cell.reporters.iter().filter(differs).count()).ok()
}

/// An earlier round of the same structure, opened and shown as its publisher decides after those before.
pub(crate) fn before(
    random: &mut Random,
    world: &mut World,
    history: History,
    asked: &Asked,
    old: Figures,
    publisher: &dyn Publisher,
) -> Result<(), Fault> {
    let mut table = asked.table(random, true);
    if history == History::Revised {
        table.cells.iter_mut().for_each(|cell| cell.changed = changed(world, &old, cell));
    }
    recount(&mut table, &old);
    table.earlier.clone_from(&world.table.earlier);
    table.within.clone_from(&world.table.within);
    let opened = publisher.open(&table)?;
    let exact = |index: &u32| {
        let cell = &table.cells[*index as usize];
        (*index, total(&old, &cell.reporters, &cell.leaves[0]))
    };
    let totals = opened.iter().map(exact).collect();
    let seen = publisher.show(&table, &opened, &totals)?;
    let round = u32::try_from(world.old.len()).unwrap_or(u32::MAX);
    // In the order in which that round tried them; guards count something else than their leaves.
    for index in &table.order {
        if table.quiet.iter().any(|quiet| quiet.guard == *index) {
            continue;
        }
        let cell = table.cells[*index as usize].clone();
        world.seen.push(seen[*index as usize]);
        world.table.earlier.push(Earlier {
            round,
            leaves: cell.leaves,
            minimum: cell.minimum,
            reporters: cell.reporters,
            count: cell.count,
            changed: cell.changed,
            opened: opened.contains(index),
            confidential: cell.confidential,
            first: cell.first,
            shown: seen[*index as usize]
                .map_or(ShownBefore::Nothing, |(low, high)| ShownBefore::Ends(low, high)),
        });
    }
    world.old.push(old);
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
