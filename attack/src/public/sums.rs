//! The sums that are tried, each with how many countries have a figure above zero in it.

use super::bounds::{Bounds, Sum};
use super::enough::numbers;
use super::known::Known;
use crate::world::{Place, World};
use std::collections::{BTreeMap, BTreeSet};

/// Sums, each with its contributors and figures: of those that are told apart by nothing, with the
/// fewest contributors.
pub(super) type Sums = BTreeMap<Sum, (usize, BTreeSet<Place>)>;

fn add(out: &mut Sums, world: &World, bounds: &Bounds, places: &BTreeSet<Place>) {
    let who = places.iter().filter(|place| world.value(**place) > 0).map(|place| world.country(place.0));
    let count = who.collect::<BTreeSet<u32>>().len();
    if !places.is_empty() {
        let old = out.entry(bounds.variables.held(places)).or_insert_with(|| (count, places.clone()));
        if count < old.0 {
            *old = (count, places.clone());
        }
    }
}

/// The places of some variables.
fn places(bounds: &Bounds, of: impl Iterator<Item = usize>) -> BTreeSet<Place> {
    of.flat_map(|one| &bounds.variables.all[one].places).copied().collect()
}

/// Sums of all members alike: each variable, each cell that is not shown, two of them together,
/// each set of enough contributors, and what each shown cell leaves beside those within it.
pub(super) fn of_several(world: &World, known: &Known, bounds: &Bounds) -> Sums {
    let mut all: BTreeSet<BTreeSet<Place>> =
        bounds.variables.all.iter().map(|one| one.places.iter().copied().collect()).collect();
    all.extend(bounds.enough.iter().map(|(set, _)| places(bounds, numbers(set))));
    let shut: Vec<&BTreeSet<Place>> =
        known.rows.iter().filter(|row| row.now && row.seen.is_none()).map(|row| &row.places).collect();
    for (place, one) in shut.iter().enumerate() {
        all.insert((*one).clone());
        all.extend(shut[place + 1..].iter().map(|other| one.union(other).copied().collect()));
    }
    let shown: Vec<&BTreeSet<Place>> =
        known.rows.iter().filter(|row| row.seen.is_some()).map(|row| &row.places).collect();
    for one in &shown {
        let mut left = (*one).clone();
        for part in &shown {
            if part.len() < one.len() && part.is_subset(&left) {
                left.retain(|place| !part.contains(place));
            }
        }
        all.insert(left);
    }
    let mut out = Sums::new();
    all.iter().for_each(|places| add(&mut out, world, bounds, places));
    out
}

/// Sums of one country, and of all others beside it: of each of its variables, of one figure of
/// such, of each cell and of each set of enough contributors.
pub(super) fn of_one(world: &World, known: &Known, bounds: &Bounds, country: u32) -> Sums {
    let mut all: BTreeSet<BTreeSet<Place>> = BTreeSet::new();
    for one in bounds.variables.all.iter().filter(|one| one.countries.contains(&country)) {
        all.extend(one.places.iter().map(|place| BTreeSet::from([*place])));
        all.insert(one.places.iter().copied().collect());
    }
    let rows = known.rows.iter().map(|row| row.places.clone());
    let sets = bounds.enough.iter().map(|(set, _)| places(bounds, numbers(set)));
    for sum in rows.chain(sets) {
        let (own, others): (BTreeSet<Place>, _) =
            sum.into_iter().partition(|place| world.country(place.0) == country);
        if !own.is_empty() {
            all.insert(own);
            all.insert(others);
        }
    }
    let mut out = Sums::new();
    all.iter().for_each(|places| add(&mut out, world, bounds, places));
    out
}
