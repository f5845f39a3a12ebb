//! The attacker that anybody could be: it knows who reports what, which cells are open, and what is shown of them, now and
//! in earlier rounds. No counts.

use crate::linear::Overflow;
use crate::program::{Outcome, Program};
use crate::world::{Seen, World, figure, known_to_all, total};
use std::collections::{BTreeMap, BTreeSet};

/// A sum of too few members' figures that lies between narrow ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrow {
    /// The pairs of member and leaf that are added.
    pub pairs: Vec<(u32, u32)>,
    /// Lowest and highest whole number that it may be.
    pub low: u64,
    /// As above.
    pub high: u64,
    /// Members with a figure above zero among them.
    pub contributors: usize,
}

/// Lowest and highest value.
type Ends = (u64, u64);

/// What a sum is bounded by: classes of pairs that stand in the same shown rows.
struct Bounds {
    /// Class of each pair.
    class: BTreeMap<(u32, u32), usize>,
    sizes: Vec<usize>,
    /// Equations with slack: row = low + s, row = high - t.
    program: Program,
    /// What was asked before: classes held, and which of them whole.
    asked: BTreeMap<Vec<(usize, bool)>, Ends>,
    /// Classes that no shown row holds: they have no upper end.
    open: BTreeSet<usize>,
    width: usize,
    /// Sums of classes that agree with what is shown, each with its denominator: what is wide by these is not narrow.
    met: Vec<(Vec<i128>, i128)>,
}

impl Bounds {
    fn new(world: &World, shown: &[Seen]) -> Result<Self, Overflow> {
        let table = &world.table;
        let quiet = known_to_all(table, 0);
        // What everybody is taken to know is taken away.
        let less = |members: &BTreeSet<u32>, leaves: &[u32], seen: Seen| {
            let (known, left): (Vec<u32>, Vec<u32>) = leaves.iter().partition(|leaf| quiet.contains(leaf));
            let known = total(&world.now, members, &known);
            (left, seen.map(|(low, high)| (low.saturating_sub(known), high.saturating_sub(known))))
        };
        let mut rows: Vec<(&BTreeSet<u32>, Vec<u32>, Seen)> = Vec::new();
        for (cell, seen) in table.cells.iter().zip(shown) {
            let (leaves, seen) = less(&cell.reporters, &cell.leaves[0], *seen);
            rows.push((&cell.reporters, leaves, seen));
        }
        // Earlier rounds bound this one's figures where they stayed the same.
        for (old, seen) in table.earlier.iter().zip(&world.seen).filter(|_| !world.replaced) {
            let figures = &world.old[old.round as usize];
            let same = |pair: (u32, u32)| figures.get(&pair) == world.now.get(&pair);
            let all =
                old.reporters.iter().flat_map(|who| old.leaves[0].iter().map(move |leaf| (*who, *leaf)));
            if all.into_iter().all(same) {
                let (leaves, seen) = less(&old.reporters, &old.leaves[0], *seen);
                rows.push((&old.reporters, leaves, seen));
            }
        }
        let mut holds: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
        for (index, (members, leaves, seen)) in rows.iter().enumerate() {
            for pair in members.iter().flat_map(|who| leaves.iter().map(move |leaf| (*who, *leaf))) {
                let at = holds.entry(pair).or_default();
                if seen.is_some() {
                    at.push(index);
                }
            }
        }
        let mut number: BTreeMap<&Vec<usize>, usize> = BTreeMap::new();
        let mut sizes = Vec::new();
        let mut class = BTreeMap::new();
        for (pair, at) in &holds {
            let own = *number.entry(at).or_insert_with(|| {
                sizes.push(0);
                sizes.len() - 1
            });
            sizes[own] += 1;
            class.insert(*pair, own);
        }
        let open = number.iter().filter(|(at, _)| at.is_empty()).map(|(_, own)| *own).collect();
        let seen: Vec<usize> = (0..rows.len()).filter(|index| rows[*index].2.is_some()).collect();
        let width = sizes.len() + 2 * seen.len();
        let (mut equations, mut right) = (Vec::new(), Vec::new());
        for (place, index) in seen.iter().enumerate() {
            let Some((low, high)) = rows[*index].2 else { continue };
            for (end, slack, sign) in [(low, 2 * place, -1), (high, 2 * place + 1, 1)] {
                let mut equation = vec![0i128; width];
                for (at, own) in &number {
                    equation[*own] = i128::from(at.contains(index));
                }
                equation[sizes.len() + slack] = sign;
                equations.push(equation);
                right.push(i128::from(end));
            }
        }
        // The true figures satisfy what is shown, so there is a point.
        let program = Program::new(&equations, &right, width)?.ok_or(Overflow)?;
        Ok(Self { class, sizes, program, asked: BTreeMap::new(), open, width, met: Vec::new() })
    }

    /// Lowest and highest sum of these pairs, if fewer than `possible` whole numbers lie between.
    fn narrow(
        &mut self,
        pairs: &BTreeSet<(u32, u32)>,
        possible: u64,
    ) -> Result<Option<(u64, u64)>, Overflow> {
        let mut held: BTreeMap<usize, usize> = BTreeMap::new();
        for pair in pairs {
            if let Some(class) = self.class.get(pair) {
                *held.entry(*class).or_default() += 1;
            }
        }
        if held.keys().any(|class| self.open.contains(class)) {
            return Ok(None);
        }
        // Others of a class may take all of it, so it bounds from below only if it is held whole.
        let key: Vec<(usize, bool)> =
            held.iter().map(|(class, count)| (*class, *count == self.sizes[*class])).collect();
        if let Some(old) = self.asked.get(&key) {
            let (low, high) = *old;
            return Ok((high - low + 1 < possible).then_some((low, high)));
        }
        let sum = |point: &[i128], all: bool| -> i128 {
            key.iter().filter(|(_, whole)| all || *whole).map(|(class, _)| point[*class]).sum()
        };
        let least = self.met.iter().map(|(point, by)| num_integer::div_ceil(sum(point, false), *by)).min();
        let most = self.met.iter().map(|(point, by)| num_integer::div_floor(sum(point, true), *by)).max();
        if least.zip(most).is_some_and(|(least, most)| most - least + 1 >= i128::from(possible)) {
            return Ok(None);
        }
        let mut least = vec![0i128; self.width];
        let mut most = vec![0i128; self.width];
        for (class, whole) in &key {
            most[*class] = 1;
            least[*class] = -i128::from(*whole);
        }
        let whole = |x: i128| u64::try_from(x).map_err(|_| Overflow);
        // Least is the opposite of the most of the opposite, rounded to whole numbers likewise.
        let low = -self.most(&least)?;
        let high = self.most(&most)?;
        let ends = (whole(low)?, whole(high)?);
        self.asked.insert(key, ends);
        Ok((ends.1 - ends.0 + 1 < possible).then_some(ends))
    }

    /// The largest whole number that is not above the goal's best value.
    fn most(&mut self, goal: &[i128]) -> Result<i128, Overflow> {
        match self.program.maximize(goal)? {
            Outcome::Best { numerator, denominator, mut point } => {
                point.truncate(self.sizes.len());
                self.met.push((point, denominator));
                Ok(num_integer::div_floor(numerator, denominator))
            }
            Outcome::Unbounded | Outcome::Impossible => Err(Overflow),
        }
    }
}

/// Sums of fewer contributors than the minimum that have fewer than `possible` possible values by what is shown, and more
/// without what this round shows: what earlier rounds alone tell was theirs to judge, by what was taken as known then.
pub fn attack(world: &World, shown: &[Seen], possible: u64) -> Result<Vec<Narrow>, Overflow> {
    let mut bounds = Bounds::new(world, shown)?;
    let mut before = Bounds::new(world, &vec![None; shown.len()])?;
    let minimum = world.table.cells.iter().map(|cell| cell.minimum).min().unwrap_or(3) as usize;
    let known: BTreeSet<(u32, u32)> = world
        .table
        .public
        .iter()
        .flat_map(|own| own.leaves[0].iter().map(|leaf| (own.member, *leaf)))
        .collect();
    let mut out = Vec::new();
    for pairs in sums(world, shown, &bounds) {
        let who: BTreeSet<u32> = pairs
            .iter()
            .filter(|(member, leaf)| figure(&world.now, *member, &[*leaf]) > 0)
            .map(|(member, _)| world.country(*member))
            .collect();
        if who.len() >= minimum || pairs.iter().any(|pair| known.contains(pair)) {
            continue;
        }
        if let Some((low, high)) = bounds.narrow(&pairs, possible)?
            && before.narrow(&pairs, possible)?.is_none()
        {
            out.push(Narrow { pairs: pairs.into_iter().collect(), low, high, contributors: who.len() });
        }
    }
    Ok(out)
}

/// The sums that are tried: each class, each figure, each member's figures of a cell, each withheld cell, two of them
/// together, and what each open cell leaves beside those within it.
fn sums(world: &World, shown: &[Seen], bounds: &Bounds) -> BTreeSet<BTreeSet<(u32, u32)>> {
    let quiet = known_to_all(&world.table, 0);
    let cells: Vec<BTreeSet<(u32, u32)>> = world
        .table
        .cells
        .iter()
        .map(|cell| {
            let leaves = || cell.leaves[0].iter().filter(|leaf| !quiet.contains(leaf));
            cell.reporters.iter().flat_map(|who| leaves().map(|leaf| (*who, *leaf))).collect()
        })
        .collect();
    let mut out: BTreeSet<BTreeSet<(u32, u32)>> = BTreeSet::new();
    for pair in bounds.class.keys() {
        out.insert(BTreeSet::from([*pair]));
    }
    let mut classes: BTreeMap<usize, BTreeSet<(u32, u32)>> = BTreeMap::new();
    for (pair, class) in &bounds.class {
        classes.entry(*class).or_default().insert(*pair);
    }
    out.extend(classes.into_values());
    let shut: Vec<usize> = (0..cells.len()).filter(|index| shown[*index].is_none()).collect();
    for (place, one) in shut.iter().enumerate() {
        out.insert(cells[*one].clone());
        for other in &shut[place + 1..] {
            out.insert(cells[*one].union(&cells[*other]).copied().collect());
        }
    }
    for (index, cell) in cells.iter().enumerate() {
        for member in &world.table.cells[index].reporters {
            out.insert(cell.iter().filter(|(who, _)| who == member).copied().collect());
        }
        if shown[index].is_none() {
            continue;
        }
        let mut left = cell.clone();
        for (other, part) in cells.iter().enumerate() {
            if other != index && shown[other].is_some() && part.is_subset(&left) {
                left.retain(|pair| !part.contains(pair));
            }
        }
        out.insert(left);
    }
    out.retain(|pairs| !pairs.is_empty());
    out
}
