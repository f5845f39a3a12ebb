//! Generated worlds: a structure, who reports, what members have, mixed minimums, quiet codes, ladders, earlier rounds,
//! revisions, public and confidential figures, countries within others.

use crate::fault::Fault;
use crate::history::{self, History};
use crate::random::Random;
use crate::shape::{Key, Pair, Shape};
use crate::world::{Figures, Seen, World, figure, recount};
use intertally_disclosure::{Cell, Ladder, PublicFigure, Quiet, Table};
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

/// One generated world with what its publisher opened before; this round is for the caller to open.
///
/// # Errors
///
/// The publisher refuses an earlier round.
pub fn world(seed: u64, publisher: &dyn Publisher) -> Result<World, Fault> {
    let mut random = Random::new(seed);
    let random = &mut random;
    let shape = Shape::generate(random);
    let members = u32::try_from(random.between(4, 7)).unwrap_or(4);
    let asked = Asked::generate(random, shape, members);
    let history = History::generate(random);
    let mut world = World { now: figures(random, &asked.shape, members), ..World::default() };
    world.replaced = history == History::Replaced;
    world.table.systems = 2;
    if random.chance(20) {
        let outer = if random.chance(50) { 0 } else { members };
        world.table.within = BTreeMap::from([(1, outer)]);
    }
    for old in history.figures(random, &asked, &world.now) {
        history::before(random, &mut world, history, &asked, old, publisher)?;
    }
    let mut table = asked.table(random, false);
    if history == History::Revised {
        table.cells.iter_mut().for_each(|cell| cell.changed = history::changed(&world, &world.now, cell));
    }
    if random.chance(25) {
        for _ in 0..random.between(1, 2) {
            let cell = &table.cells[pick(random, table.cells.len())];
            let who: Vec<u32> = cell.reporters.iter().copied().collect();
            if !who.is_empty() && !cell.count_only {
                let member = who[pick(random, who.len())];
                let own = figure(&world.now, member, &cell.leaves[0]);
                table.public.push(PublicFigure { member, leaves: cell.leaves.clone(), figure: own });
            }
        }
    }
    if random.chance(20) {
        let place = pick(random, table.cells.len());
        let cell = &mut table.cells[place];
        let some = random.between(1, 3);
        cell.confidential = cell.reporters.iter().copied().filter(|_| random.below(4) < some).collect();
    }
    recount(&mut table, &world.now);
    table.earlier = std::mem::take(&mut world.table.earlier);
    table.within = std::mem::take(&mut world.table.within);
    world.table = table;
    Ok(world)
}

/// What is asked in all rounds of a world.
pub(crate) struct Asked {
    pub(crate) shape: Shape,
    pub(crate) members: u32,
    keys: Vec<Key>,
    /// Per key.
    minimums: Vec<u32>,
    /// Breakdowns of the first dimension fall back to its total.
    ladder: bool,
}

impl Asked {
    fn generate(random: &mut Random, shape: Shape, members: u32) -> Self {
        let keys = shape.keys();
        let least = if random.chance(75) { 3 } else { 4 };
        let mixed = random.chance(25);
        let minimum = |_: &Key| if mixed && random.chance(40) { least + 1 } else { least };
        let minimums = keys.iter().map(minimum).collect();
        Self { minimums, ladder: random.chance(25), shape, members, keys }
    }

    /// A round of all keys or, if it is `old`, maybe of some, without counts.
    pub(crate) fn table(&self, random: &mut Random, old: bool) -> Table {
        let dropped = if old && random.chance(50) { random.between(5, 40) } else { 0 };
        let chosen: Vec<(&Key, u32)> =
            self.keys.iter().zip(self.minimums.iter().copied()).filter(|_| !random.chance(dropped)).collect();
        let mut who = reporters(random, self.members, chosen.len());
        if old && random.chance(60) {
            let newcomer = u32::try_from(random.below(u64::from(self.members))).unwrap_or(0);
            who.iter_mut().for_each(|set| {
                set.remove(&newcomer);
            });
        }
        let cell = |((key, minimum), who): (&(&Key, u32), BTreeSet<u32>)| Cell {
            leaves: self.shape.leaves(key),
            minimum: *minimum,
            reporters: who,
            count: None,
            changed: None,
            count_only: self.shape.rest(key),
            confidential: BTreeSet::new(),
            base: 5,
            first: 13,
            max: 1_000_000,
        };
        let cells = chosen.iter().zip(who).map(cell).collect();
        let mut table = Table { systems: 2, cells, ..Table::default() };
        self.hush(&mut table, &chosen);
        if self.ladder {
            table.ladders = self.ladders(random, &chosen);
        }
        table.order = order(&table.cells);
        table
    }

    /// A guard for each slice of cells that tells quiet figures from others, and for each cell of it that holds both.
    fn hush(&self, table: &mut Table, chosen: &[(&Key, u32)]) {
        let loud = |dimension: usize| self.shape.dimensions[dimension].codes.iter().all(|code| !code.quiet);
        let mut slices: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, (key, _)) in chosen.iter().enumerate().filter(|(_, (key, _))| !self.shape.rest(key)) {
            let own = (loud(0).then_some(key.first), loud(1).then_some(key.second), &key.quarters);
            slices.entry(own).or_default().push(place);
        }
        for ((.., quarters), places) in slices {
            let pairs = |place: &usize| self.shape.pairs(chosen[*place].0);
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
    fn ladders(&self, random: &mut Random, chosen: &[(&Key, u32)]) -> Vec<Ladder> {
        let codes = &self.shape.dimensions[0].codes;
        let mut slices: BTreeMap<(usize, &[usize]), Ladder> = BTreeMap::new();
        for ((key, _), place) in chosen.iter().zip(0u32..) {
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

fn pick(random: &mut Random, length: usize) -> usize {
    usize::try_from(random.below(length as u64)).unwrap_or(0)
}

pub(crate) fn order(cells: &[Cell]) -> Vec<u32> {
    let mut order: Vec<u32> = (0u32..).zip(cells).map(|(index, _)| index).collect();
    order.sort_by_key(|index| std::cmp::Reverse(cells[*index as usize].leaves[0].len()));
    order
}

/// Figures on the ground, and what they sum to in every leaf that stands higher.
pub(crate) fn figures(random: &mut Random, shape: &Shape, members: u32) -> Figures {
    let zero = random.between(20, 75);
    let (small, large) = (random.between(1, 4), random.between(5, 60));
    let blank = without_breakdown(random, shape, members);
    let mut ground: BTreeMap<(u32, usize, usize, usize), u64> = BTreeMap::new();
    let mut out = Figures::new();
    for ((a, b), below) in shape.grounds() {
        for member in 0..members {
            for quarter in 0..shape.quarters {
                let mut sum = 0;
                for (one, other) in &below {
                    let place = (member, *one, *other, quarter);
                    let unknown = !shape.quiet((*one, *other)) && blank.contains(&member);
                    sum += *ground.entry(place).or_insert_with(|| match unknown || random.chance(zero) {
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

/// Members that put all that they have into quiet codes, in some worlds that have such codes.
fn without_breakdown(random: &mut Random, shape: &Shape, members: u32) -> BTreeSet<u32> {
    let quiet = shape.dimensions.iter().flat_map(|dimension| &dimension.codes).any(|code| code.quiet);
    let share = if quiet && random.chance(50) { random.between(20, 80) } else { 0 };
    (0..members).filter(|_| share > 0 && random.chance(share)).collect()
}

/// Per cell who reports it. In most rounds members report everything; in some they leave cells out.
fn reporters(random: &mut Random, members: u32, cells: usize) -> Vec<BTreeSet<u32>> {
    let ragged = if random.chance(35) { random.between(3, 30) } else { 0 };
    (0..cells).map(|_| (0..members).filter(|_| !random.chance(ragged)).collect()).collect()
}
