//! The attacker that anybody could be: it knows who reports what, which cells are open, what is
//! shown of them, what members publish themselves, and the largest figure that a cell may hold, now
//! and in earlier rounds. No counts; but it knows the rule, so it knows that every opened cell has
//! m contributors or more, and so has what one has beside another within it.
//!
//! Its arithmetic is rational. One country at a time is told apart from others that stand in the
//! same rows, and of a set of m contributors or more what all but that one have is m - 1 or more. A
//! program in whole numbers would add the same for two countries or more that are taken out
//! together, and that totals are whole where several sets share figures; its ends may be narrower,
//! never wider, so what is found here is a leak, and what is not found is none up to that.

mod bounds;
mod enough;
mod known;
mod sums;
mod variables;

use crate::linear::Overflow;
use crate::world::{Place, Seen, World};
use bounds::{Bounds, Ends, Sum};
use known::Known;
use std::collections::{BTreeMap, BTreeSet};
use sums::Sums;

/// A sum of too few members' figures that lies between narrow ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrow {
    /// The figures that are added.
    pub places: Vec<Place>,
    /// Lowest and highest whole number that it may be.
    pub low: u64,
    /// As above.
    pub high: u64,
    /// Its ends by earlier rounds alone, if these were narrow, too.
    pub before: Option<(u64, u64)>,
    /// Countries with a figure above zero among them.
    pub contributors: usize,
}

/// What a reader makes use of, beside what this round shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knows {
    /// What earlier rounds showed.
    pub earlier: bool,
    /// Figures that members publish.
    pub claims: bool,
    /// The largest figure of a cell.
    pub most: bool,
    /// Opened cells, and what they have beside each other, are of enough contributors.
    pub enough: bool,
}

impl Knows {
    /// Everything.
    pub const ALL: Self = Self { earlier: true, claims: true, most: true, enough: true };
}

/// Sums of fewer contributors than the minimum that have fewer than `possible` possible values by
/// what is shown, and other ends without what this round shows: what earlier rounds alone tell was
/// theirs to judge. What members publish in this round tells as much without it, since nobody can
/// take that back.
pub fn attack(world: &World, shown: &[Seen], possible: u64) -> Result<Vec<Narrow>, Overflow> {
    attack_by(world, shown, possible, Knows::ALL)
}

/// As [`attack`], by a reader that makes use of less: so one sees what a leak rests on.
pub fn attack_by(
    world: &World,
    shown: &[Seen],
    possible: u64,
    knows: Knows,
) -> Result<Vec<Narrow>, Overflow> {
    let mut out = Vec::new();
    if shown.iter().all(Option::is_none) {
        return Ok(out);
    }
    let known = Known::new(world, shown, knows);
    let mut all = Bounds::new(world, &known, true, None)?;
    let groups = sums::of_several(world, &known, &all);
    narrow(world, &known, &mut all, None, groups, possible, &mut out)?;
    for country in representatives(world, &all) {
        let mut bounds = Bounds::new(world, &known, true, Some(country))?;
        let sums = sums::of_one(world, &known, &bounds, country);
        narrow(world, &known, &mut bounds, Some(country), sums, possible, &mut out)?;
    }
    Ok(out)
}

/// Of each group of members that nothing tells apart one country: the others' ends are the same.
fn representatives(world: &World, bounds: &Bounds) -> BTreeSet<u32> {
    let variables = &bounds.variables;
    let mut best: BTreeMap<usize, (usize, u32)> = BTreeMap::new();
    for (group, members) in variables.groups.iter().enumerate() {
        for member in members {
            let own = variables.all.iter().filter(|variable| variable.group == group);
            let places = own.flat_map(|variable| &variable.places);
            let above = places.filter(|place| place.0 == *member && world.value(**place) > 0).count();
            let old = best.entry(group).or_insert((above, *member));
            if above > old.0 {
                *old = (above, *member);
            }
        }
    }
    best.into_values().map(|(_, member)| world.country(member)).collect()
}

fn narrow(
    world: &World,
    known: &Known,
    bounds: &mut Bounds,
    apart: Option<u32>,
    sums: Sums,
    possible: u64,
    out: &mut Vec<Narrow>,
) -> Result<(), Overflow> {
    let minimum = known.rows.iter().map(|row| row.minimum).min().unwrap_or(3);
    let mut before: Option<Bounds> = None;
    for (sum, (contributors, places)) in sums {
        if contributors as u64 >= minimum {
            continue;
        }
        let Some((low, high)) = bounds.narrow(&sum, possible)? else { continue };
        let old = match &mut before {
            Some(old) => old,
            none => none.insert(Bounds::new(world, known, false, apart)?),
        };
        let before = earlier(old, &bounds.variables.all, &sum, possible)?;
        if before != Some((low, high)) {
            out.push(Narrow { places: places.into_iter().collect(), low, high, before, contributors });
        }
    }
    Ok(())
}

/// The ends of the same sum by earlier rounds alone.
fn earlier(
    old: &mut Bounds,
    variables: &[variables::Variable],
    sum: &Sum,
    possible: u64,
) -> Result<Option<Ends>, Overflow> {
    // Of what is told apart by this round alone, several make one of before.
    let places = |whole: bool| -> BTreeSet<Place> {
        let those = sum.iter().filter(|(_, own)| **own == whole).map(|(variable, _)| *variable);
        those.flat_map(|variable| &variables[variable].places).copied().collect()
    };
    let mut own = old.variables.held(&places(true));
    for before in old.variables.held(&places(false)).into_keys() {
        own.insert(before, false);
    }
    old.narrow(&own, possible)
}
