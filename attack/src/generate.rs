//! Generated worlds: a structure, who reports, what members have, mixed minimums, quiet codes,
//! ladders, earlier rounds, revisions, public and confidential figures of each, countries within
//! others, small largest figures, and chains of rounds about each other.

use crate::asked::Asked;
use crate::chain::Chain;
use crate::fault::Fault;
use crate::figures::{few, figures, full};
use crate::history::{self, History};
use crate::random::Random;
use crate::shape::Shape;
use crate::world::{Figures, Seen, World};
use intertally_disclosure::Table;
use std::collections::{BTreeMap, BTreeSet};

/// What is shown of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    /// Lowest total.
    pub low: u64,
    /// Highest total.
    pub high: u64,
    /// It is shown by itself, as a value or as nearly all of another, and not as what follows from
    /// others.
    pub alone: bool,
}

impl Showing {
    /// Lowest and highest total.
    #[must_use]
    pub const fn ends(&self) -> (u64, u64) {
        (self.low, self.high)
    }
}

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
    ) -> Result<Vec<Option<Showing>>, Fault>;
}

/// A round when it is published, with all that came before.
#[derive(Clone, Debug)]
pub struct Round {
    /// The table and the figures, of this and of earlier rounds.
    pub world: World,
    /// Cells that are opened.
    pub opened: BTreeSet<u32>,
    /// What is shown of each cell.
    pub showing: Vec<Option<Showing>>,
    /// The ends of that.
    pub shown: Vec<Seen>,
}

/// All rounds of one generated world, oldest first.
///
/// # Errors
///
/// The publisher refuses a round.
pub fn rounds(seed: u64, publisher: &dyn Publisher) -> Result<Vec<Round>, Fault> {
    let mut random = Random::new(seed);
    let random = &mut random;
    let least = [3, 3, 3, 4, 5][random.pick(5)];
    let linked = random.chance(50);
    // Each period has as many members as it needs of its own, with hardly more than a person each.
    let regular = linked && random.chance(40);
    let shape = match linked {
        true => Shape::nested(random, regular),
        false => Shape::generate(random),
    };
    let steps = u64::try_from(shape.quarters).unwrap_or(1);
    let members = match linked {
        true if regular || random.chance(30) => (u64::from(least) * steps + random.below(3)).min(15),
        true => random.between(u64::from(least), 12),
        false => random.between(u64::from(least) + 1, 7),
    };
    let mut asked = Asked::generate(random, shape, u32::try_from(members).unwrap_or(4), least);
    let chain = linked.then(|| Chain::generate(random, &asked, regular));
    let history = if linked && random.chance(70) { History::Unchanged } else { History::generate(random) };
    let count = chain.as_ref().map_or_else(|| [1, 1, 2, 2, 3, 4][random.pick(6)], |chain| chain.rounds);
    let tight = random.chance(if regular { 5 } else { 20 });
    if tight {
        asked.max = random.between(13, 40);
    }
    let sparse = linked && (regular || random.chance(65));
    let draw = |random: &mut Random| match (tight, sparse) {
        (true, _) => full(random, &asked.shape, asked.members, asked.max),
        (false, true) => few(random, &asked.shape, asked.members, regular),
        (false, false) => figures(random, &asked.shape, asked.members),
    };
    let mut all: Vec<Figures> = history.figures(random, &asked, count, &draw);
    let mut world = World { now: all.remove(0), replaced: history == History::Replaced, ..World::default() };
    if random.chance(20) {
        let outer = if random.chance(50) { 0 } else { asked.members };
        world.table.within = BTreeMap::from([(1, outer)]);
    }
    let flagged = random.chance(50);
    let mut out: Vec<Round> = Vec::new();
    // What was asked once is asked in every round from then on, since nothing opens beside it otherwise.
    let (again, mut before) = (random.chance(80), BTreeSet::new());
    for number in 0..count {
        let ask = match &chain {
            Some(chain) => chain.ask(random, number),
            None => asked.usual(random, number + 1 < count),
        };
        let ask = if again { asked.again(ask, &before) } else { ask };
        before.extend(ask.iter().map(|(key, _)| *key));
        let round = history::round(random, &world, history, &asked, ask, flagged, publisher)?;
        if let Some(next) = (!all.is_empty()).then(|| all.remove(0)) {
            world = history::after(&round, next);
        }
        out.push(round);
    }
    Ok(out)
}
