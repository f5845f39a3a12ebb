//! The rounds of a generated world: what figures they have, and what each has of those before it.

use crate::asked::{Ask, Asked};
use crate::fault::Fault;
use crate::figures::{late, mixed, revised};
use crate::generate::{Publisher, Round, Showing};
use crate::random::Random;
use crate::world::{Figures, Seen, World, figure, recount, total};
use intertally_disclosure::{Cell, Earlier, PublicFigure, ShownBefore, Table, countable};
use std::collections::BTreeMap;

/// How earlier rounds' figures stand to this round's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum History {
    Unchanged,
    Replaced,
    Revised,
}

impl History {
    pub(crate) fn generate(random: &mut Random) -> Self {
        match random.below(4) {
            0 | 1 => Self::Unchanged,
            2 => Self::Replaced,
            _ => Self::Revised,
        }
    }

    /// Figures of all rounds, oldest first.
    pub(crate) fn figures(
        self,
        random: &mut Random,
        asked: &Asked,
        rounds: usize,
        draw: &dyn Fn(&mut Random) -> Figures,
    ) -> Vec<Figures> {
        let mut all = vec![draw(random)];
        while all.len() < rounds {
            let next = &all[0];
            // In a chain of revisions some rounds change nothing.
            let old = match self {
                Self::Unchanged => next.clone(),
                Self::Replaced => draw(random),
                Self::Revised if all.len() > 1 && random.chance(30) => next.clone(),
                // Corrections that are taken back.
                Self::Revised if all.len() > 1 && random.chance(30) => {
                    mixed(random, &all[1], next, asked.members)
                }
                Self::Revised if random.chance(25) => late(random, &asked.shape, next, asked.members),
                Self::Revised => revised(random, &asked.shape, next, asked.members, asked.max),
            };
            all.insert(0, old);
        }
        all
    }
}

/// How many reporters have another figure than in each opening of these leaves that they were in.
fn changed(world: &World, cell: &Cell) -> Option<u32> {
    let differs = |member: &&u32| world.changed(**member, &cell.leaves[0]);
    u32::try_from(cell.reporters.iter().filter(differs).count()).ok()
}

/// The next round after those that a world has, with its own figures, opened and shown as its
/// publisher decides.
///
/// `flagged`: members publish some figures themselves, and call some confidential.
pub(crate) fn round(
    random: &mut Random,
    world: &World,
    history: History,
    asked: &Asked,
    ask: Ask,
    flagged: bool,
    publisher: &dyn Publisher,
) -> Result<Round, Fault> {
    let mut world = world.clone();
    let mut table = asked.table(random, ask);
    table.earlier = std::mem::take(&mut world.table.earlier);
    table.within = std::mem::take(&mut world.table.within);
    table.public = std::mem::take(&mut world.table.public);
    world.table = table;
    // Whatever round names earlier ones counts what changed. Where all of it did, members say that nothing did: nothing but
    // their word is known of that, and it is to harm nobody else.
    if !world.old.is_empty() {
        let said = |cell| if history == History::Replaced { Some(0) } else { changed(&world, cell) };
        let changes: Vec<Option<u32>> = world.table.cells.iter().map(said).collect();
        world.table.cells.iter_mut().zip(changes).for_each(|(cell, own)| cell.changed = own);
    }
    if flagged {
        flags(random, &mut world);
    }
    recount(&mut world.table, &world.now);
    if random.chance(50) {
        seal(&mut world.table)?;
    }
    let opened = publisher.open(&world.table)?;
    let exact = |index: &u32| {
        let cell = &world.table.cells[*index as usize];
        (*index, total(&world.now, &cell.reporters, &cell.leaves[0]))
    };
    let totals: BTreeMap<u32, u64> = opened.iter().map(exact).collect();
    let showing = publisher.show(&world.table, &opened, &totals)?;
    let shown = showing.iter().map(|own| own.as_ref().map(Showing::ends)).collect();
    Ok(Round { world, opened, showing, shown })
}

/// As in a real round: numbers of contributors and of changes are there where step A may count them.
fn seal(table: &mut Table) -> Result<(), Fault> {
    let admitted = countable(table)?;
    let bits = admitted.contributors.into_iter().zip(admitted.changes);
    for (cell, (contributors, changes)) in table.cells.iter_mut().zip(bits) {
        cell.count = cell.count.filter(|_| contributors);
        cell.changed = cell.changed.filter(|_| changes);
    }
    Ok(())
}

/// Figures that members publish themselves, and others that they call confidential.
fn flags(random: &mut Random, world: &mut World) {
    let World { table, now, .. } = world;
    if table.cells.is_empty() {
        return;
    }
    if random.chance(25) {
        for _ in 0..random.between(1, 2) {
            let cell = &table.cells[random.pick(table.cells.len())];
            let who: Vec<u32> = cell.reporters.iter().copied().collect();
            if !who.is_empty() && !cell.count_only {
                let member = who[random.pick(who.len())];
                let own = figure(now, member, &cell.leaves[0]);
                table.public.push(PublicFigure {
                    member,
                    leaves: cell.leaves.clone(),
                    figure: own,
                    before: false,
                });
            }
        }
    }
    if random.chance(20) {
        let place = random.pick(table.cells.len());
        let cell = &mut table.cells[place];
        let some = random.between(1, 3);
        cell.confidential = cell.reporters.iter().copied().filter(|_| random.below(4) < some).collect();
    }
}

/// What a world has when this round is over, and figures of the next are `now`.
pub(crate) fn after(round: &Round, now: Figures) -> World {
    let mut world = round.world.clone();
    let number = u32::try_from(world.old.len()).unwrap_or(u32::MAX);
    world.claimed.resize(world.table.public.len(), number);
    world.table.public.iter_mut().for_each(|figure| figure.before = true);
    // In the order in which the round tried them; guards count something else than their leaves.
    for index in &round.world.table.order {
        if round.world.table.quiet.iter().any(|quiet| quiet.guard == *index) {
            continue;
        }
        let cell = round.world.table.cells[*index as usize].clone();
        let seen: Seen = round.shown[*index as usize];
        world.seen.push(seen);
        world.most.push(cell.max);
        world.table.earlier.push(Earlier {
            round: number,
            leaves: cell.leaves,
            minimum: cell.minimum,
            reporters: cell.reporters,
            count: cell.count,
            changed: cell.changed,
            opened: round.opened.contains(index),
            confidential: cell.confidential,
            first: cell.first,
            shown: round.showing[*index as usize]
                .filter(|own| own.alone)
                .map_or(ShownBefore::Nothing, |own| ShownBefore::Ends(own.low, own.high)),
        });
    }
    world.old.push(std::mem::replace(&mut world.now, now));
    world
}
