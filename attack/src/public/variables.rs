//! The unknowns of a reader's arithmetic: figures that stand in the same rows, of members whose
//! figures all do, are told apart by nothing and make one.

use super::known::Known;
use crate::world::{Place, World};
use std::collections::{BTreeMap, BTreeSet};

/// Figures that are one unknown: their sum.
pub(super) struct Variable {
    pub(super) group: usize,
    pub(super) places: Vec<Place>,
    /// Countries that have one of them.
    pub(super) countries: BTreeSet<u32>,
    /// Countries that have one above zero.
    pub(super) contributors: BTreeSet<u32>,
    /// No row with an end holds it.
    pub(super) free: bool,
}

/// All of them.
pub(super) struct Variables {
    pub(super) all: Vec<Variable>,
    /// Members of each group.
    pub(super) groups: Vec<BTreeSet<u32>>,
    /// The variable of each place.
    pub(super) of: BTreeMap<Place, usize>,
    /// Per row whether its largest figure bounds anything.
    pub(super) bound: Vec<bool>,
}

impl Variables {
    /// `seen` tells which rows are shown, `apart` a country whose figures are told apart from
    /// others'.
    pub(super) fn new(world: &World, known: &Known, seen: &[bool], apart: Option<u32>) -> Self {
        let top = known.top();
        let bound: Vec<bool> = known.rows.iter().map(|row| row.most.is_some_and(|most| most < top)).collect();
        // The rows and claims that tell a place from others.
        let mut holds: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (index, row) in known.rows.iter().enumerate() {
            for place in &row.places {
                let at = holds.entry(*place).or_default();
                if seen[index] || bound[index] {
                    at.push(index);
                }
            }
        }
        for (index, claim) in known.claims.iter().enumerate() {
            for place in &claim.places {
                holds.entry(*place).or_default().push(known.rows.len() + index);
            }
        }
        // Members in the same rows; those that count as one country, or are told apart, each by
        // itself.
        let mut stands: BTreeMap<u32, BTreeSet<&[usize]>> = BTreeMap::new();
        for (place, at) in &holds {
            stands.entry(place.0).or_default().insert(at);
        }
        let mut inhabitants: BTreeMap<u32, usize> = BTreeMap::new();
        for member in stands.keys() {
            *inhabitants.entry(world.country(*member)).or_default() += 1;
        }
        let mut numbers: BTreeMap<(Option<u32>, &BTreeSet<&[usize]>), usize> = BTreeMap::new();
        let mut groups: Vec<BTreeSet<u32>> = Vec::new();
        let mut group: BTreeMap<u32, usize> = BTreeMap::new();
        for (member, stands) in &stands {
            let country = world.country(*member);
            let alone = apart == Some(country) || inhabitants.get(&country).is_some_and(|all| *all > 1);
            let own = *numbers.entry((alone.then_some(*member), stands)).or_insert_with(|| {
                groups.push(BTreeSet::new());
                groups.len() - 1
            });
            groups[own].insert(*member);
            group.insert(*member, own);
        }
        let mut places: BTreeMap<(usize, &[usize]), Vec<Place>> = BTreeMap::new();
        for (place, at) in &holds {
            places.entry((group[&place.0], at)).or_default().push(*place);
        }
        let (mut all, mut of) = (Vec::new(), BTreeMap::new());
        for ((group, at), places) in places {
            of.extend(places.iter().map(|place| (*place, all.len())));
            let some = |is: &dyn Fn(&Place) -> bool| {
                places.iter().filter(|place| is(place)).map(|place| world.country(place.0)).collect()
            };
            let (countries, contributors) = (some(&|_| true), some(&|place| world.value(*place) > 0));
            all.push(Variable { group, countries, contributors, free: at.is_empty(), places });
        }
        Self { all, groups, of, bound }
    }

    /// The variables that some places are, each with whether they are all of it.
    pub(super) fn held(&self, places: &BTreeSet<Place>) -> BTreeMap<usize, bool> {
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        for place in places {
            if let Some(variable) = self.of.get(place) {
                *count.entry(*variable).or_default() += 1;
            }
        }
        let whole = |(variable, count): (usize, usize)| (variable, count == self.all[variable].places.len());
        count.into_iter().map(whole).collect()
    }

    /// Countries with a figure above zero in some variables.
    pub(super) fn contributors(&self, variables: impl Iterator<Item = usize>) -> usize {
        variables.flat_map(|variable| &self.all[variable].contributors).collect::<BTreeSet<_>>().len()
    }
}
