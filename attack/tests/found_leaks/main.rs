//! Leaks that were found (`attack/found`) as small worlds: given what was shown then, the attacker finds each, and nothing
//! where what it rests on is not there. So it is not blinded.

mod opened;
mod shown;

use intertally_attack::public::{self, Narrow};
use intertally_attack::world::{Figures, Seen, World, recount};
use intertally_disclosure::{Cell, Earlier, ShownBefore, Table};
use std::collections::BTreeSet;

/// What policy leaves.
const POSSIBLE: u64 = 5;

fn cell(leaves: &[u32], minimum: u32, reporters: std::ops::Range<u32>) -> Cell {
    Cell {
        leaves: vec![leaves.to_vec()],
        minimum,
        reporters: reporters.collect(),
        count: None,
        changed: None,
        count_only: false,
        confidential: BTreeSet::new(),
        base: 5,
        first: 13,
        max: 60_000,
    }
}

fn figures(all: &[(u32, u32, u64)]) -> Figures {
    all.iter().map(|(member, leaf, value)| ((*member, *leaf), *value)).collect()
}

/// A round without earlier ones.
fn world(now: Figures, cells: Vec<Cell>) -> World {
    let mut table = Table { systems: 1, cells, ..Table::default() };
    recount(&mut table, &now);
    World { table, now, ..World::default() }
}

/// One more earlier round of the same figures.
fn earlier(world: &mut World, cells: &[(Cell, Seen)]) {
    let round = world.table.earlier.last().map_or(0, |row| row.round + 1);
    let mut table = Table { cells: cells.iter().map(|(cell, _)| cell.clone()).collect(), ..Table::default() };
    recount(&mut table, &world.now);
    for (cell, (_, seen)) in table.cells.into_iter().zip(cells) {
        world.seen.push(*seen);
        world.most.push(cell.max);
        world.table.earlier.push(Earlier {
            round,
            leaves: cell.leaves,
            minimum: cell.minimum,
            reporters: cell.reporters,
            count: cell.count,
            changed: cell.changed,
            opened: seen.is_some(),
            confidential: cell.confidential,
            first: cell.first,
            shown: seen.map_or(ShownBefore::Nothing, |(low, high)| ShownBefore::Ends(low, high)),
        });
    }
    world.old.push(world.now.clone());
}

/// What readers learn; the true sum lies within the ends of each.
fn readers(world: &World, shown: &[Seen]) -> Vec<Narrow> {
    let found = public::attack(world, shown, POSSIBLE);
    assert!(found.is_ok(), "{found:?}");
    let found = found.unwrap_or_default();
    for one in &found {
        let sum: u64 = one.places.iter().map(|place| world.value(*place)).sum();
        assert!((one.low..=one.high).contains(&sum), "{one:?}");
        assert!(one.high - one.low + 1 < POSSIBLE, "{one:?}");
    }
    found
}

/// The ends of one member's figures in all of these leaves. Of members that nothing tells apart the
/// attacker names the first.
fn ends(found: &[Narrow], member: u32, leaves: &[u32]) -> Option<(u64, u64)> {
    let places: Vec<_> = leaves.iter().map(|leaf| (member, *leaf, None)).collect();
    found.iter().find(|one| one.places == places).map(|one| (one.low, one.high))
}
