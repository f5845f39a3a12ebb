//! Corrections between rounds: opened sums of several rounds that add up tell by how much members changed their figures in
//! between, whatever was asked again.

use crate::coordinator::{Kind, Leak, Part};
use crate::linear::{Overflow, kernel};
use crate::world::{World, figure};
use std::collections::{BTreeMap, BTreeSet};

/// An opened sum, with the round of its figures.
struct Sum<'a> {
    members: &'a BTreeSet<u32>,
    leaves: &'a [u32],
    round: Option<u32>,
    minimum: u32,
}

/// Combinations of opened sums, of this round and of earlier ones, that hold no figure if nobody changed any, and to which
/// some countries, but fewer than the minimum, made a difference.
pub(crate) fn corrections(world: &World, opened: &BTreeSet<u32>) -> Result<Vec<Leak>, Overflow> {
    let mut leaks = Vec::new();
    // After a change by all there is nothing left of before.
    for system in (0..world.table.systems).filter(|_| !world.replaced) {
        let sums = sums(world, opened, system);
        let mut held: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
        for (at, sum) in sums.iter().enumerate() {
            for member in sum.members {
                for leaf in sum.leaves {
                    held.entry((*member, *leaf)).or_default().push(at);
                }
            }
        }
        let atoms: BTreeSet<Vec<usize>> = held.into_values().collect();
        let equation = |atom: &Vec<usize>| {
            let mut row = vec![0i128; sums.len()];
            atom.iter().for_each(|at| row[*at] = 1);
            row
        };
        let equations: Vec<Vec<i128>> = atoms.iter().map(equation).collect();
        for factors in kernel(&equations, sums.len())? {
            leaks.extend(told(world, system, &sums, &factors));
        }
    }
    Ok(leaks)
}

fn sums<'a>(world: &'a World, opened: &BTreeSet<u32>, system: usize) -> Vec<Sum<'a>> {
    let old = world.table.earlier.iter().filter(|old| old.opened).map(|old| Sum {
        members: &old.reporters,
        leaves: &old.leaves[system],
        round: Some(old.round),
        minimum: old.minimum,
    });
    let now = opened.iter().map(|cell| {
        let cell = &world.table.cells[*cell as usize];
        Sum { members: &cell.reporters, leaves: &cell.leaves[system], round: None, minimum: cell.minimum }
    });
    old.chain(now).collect()
}

/// What a combination tells, if it takes sums of this round and too few made a difference.
fn told(world: &World, system: usize, sums: &[Sum<'_>], factors: &[i128]) -> Option<Leak> {
    let used: Vec<(&Sum<'_>, i128)> =
        sums.iter().zip(factors.iter().copied()).filter(|(_, factor)| *factor != 0).collect();
    used.iter().find(|(sum, _)| sum.round.is_none())?;
    let mut difference: BTreeMap<u32, i128> = BTreeMap::new();
    for (sum, factor) in &used {
        let figures = sum.round.map_or(&world.now, |round| &world.old[round as usize]);
        for member in sum.members {
            let own = i128::from(figure(figures, *member, sum.leaves));
            *difference.entry(*member).or_default() += factor * own;
        }
    }
    let changed = difference.iter().filter(|(_, own)| **own != 0).map(|(member, _)| *member);
    let who: BTreeSet<u32> = changed.map(|member| world.country(member)).collect();
    let minimum = used.iter().map(|(sum, _)| sum.minimum).max()?;
    if who.is_empty() || who.len() >= minimum as usize {
        return None;
    }
    let leaves: Vec<(u32, Option<u32>)> = used.first()?.0.leaves.iter().map(|leaf| (*leaf, None)).collect();
    let parts =
        who.iter().map(|member| Part { factor: 1, member: *member, leaves: leaves.clone() }).collect();
    Some(Leak { system, kind: Kind::Change, parts })
}
