//! What everybody can work out: the pattern, and what is shown.

use super::group::{neighbours, persons};
use super::{Example, Lab, Tally, Vector};
use crate::fault::Fault;
use crate::world::Seen;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

impl Lab<'_> {
    /// Everybody: the pattern and what is shown. Told: a cell, a sum of cells or a figure of fewer contributors than the
    /// minimum has fewer than `possible` possible values.
    pub fn public(&mut self, possible: u32) -> Result<Tally, Fault> {
        let targets = self.targets();
        let mut ids: HashMap<Rc<Vec<Seen>>, usize> = HashMap::new();
        let mut groups: Vec<(Rc<Vec<Seen>>, Vec<u64>)> = Vec::new();
        // Each world with its weight and the group of its view.
        let mut list: Vec<(Vector, u64, usize)> = Vec::new();
        self.worlds(|world, weight| list.push((world.to_vec(), weight, 0)));
        let mut tally = Tally { worlds: list.iter().map(|(_, weight, _)| weight).sum(), ..Tally::default() };
        let values = |world: &[u8], group: &mut [u64]| {
            for (target, seen) in targets.iter().zip(group) {
                let value: u32 = target.iter().map(|place| u32::from(world[*place])).sum();
                *seen |= 1 << value.min(63);
            }
        };
        let narrow = |group: &[u64]| group.iter().any(|seen| seen.count_ones() < possible);
        for (world, _, own) in &mut list {
            let shown = self.show(&self.sums(world))?;
            *own = *ids.entry(shown).or_insert_with_key(|shown| {
                groups.push((Rc::clone(shown), vec![0; targets.len()]));
                groups.len() - 1
            });
            if narrow(&groups[*own].1) {
                self.exchanged(world).iter().for_each(|same| values(same, &mut groups[*own].1));
            }
        }
        let used = self.used();
        for (world, _, own) in &list {
            if !narrow(&groups[*own].1) {
                continue;
            }
            for other in neighbours(world, &used) {
                let sums = self.sums(&other);
                if self.show(&sums)? == groups[*own].0 {
                    self.exchanged(&other).iter().for_each(|same| values(same, &mut groups[*own].1));
                }
            }
        }
        for (world, weight, own) in &list {
            let (view, group) = &groups[*own];
            if view.iter().all(Option::is_none) {
                continue;
            }
            tally.open += weight;
            let contributors = |target: &[usize]| {
                let positive = target.iter().filter(|place| world[**place] > 0);
                positive.map(|place| place / self.small.leaves).collect::<BTreeSet<usize>>().len()
            };
            let narrow = targets.iter().zip(group).filter(|(_, seen)| seen.count_ones() < possible);
            let few = narrow.map(|(target, _)| (contributors(target), target));
            // Those that tell most first: more than that nobody has anything.
            let told = few.filter(|(who, _)| *who < self.small.minimum as usize).max_by_key(|(who, _)| *who);
            let Some((who, target)) = told else { continue };
            tally.zeros += if who == 0 { *weight } else { 0 };
            tally.told += weight;
            let opened = self.decide(&self.sums(world).counts)?.opened.iter().copied().collect();
            let sum = (0..world.len()).map(|place| i128::from(target.contains(&place))).collect();
            tally.keep(Example {
                tight: false,
                persons: persons(world),
                figures: world.clone(),
                opened,
                sum,
            });
        }
        Ok(tally)
    }

    /// Single figures, cells, sums of two or more cells that share nothing, and what a cell leaves beside others.
    fn targets(&self) -> Vec<Vec<usize>> {
        let used = self.used();
        let mut out: BTreeSet<Vec<usize>> = BTreeSet::new();
        out.extend((0..used.len()).filter(|place| used[*place]).map(|place| vec![place]));
        let all = 3usize.pow(u32::try_from(self.masks.len()).unwrap_or(0));
        for choice in 1..all {
            let mut form = vec![0i8; used.len()];
            let mut left = choice;
            for mask in &self.masks {
                let factor = [0i8, 1, -1][left % 3];
                left /= 3;
                form.iter_mut().zip(mask).for_each(|(x, held)| *x += factor * i8::from(*held));
            }
            if form.iter().all(|x| (0..=1).contains(x)) && form.contains(&1) {
                out.insert((0..form.len()).filter(|place| form[*place] == 1).collect());
            }
        }
        out.into_iter().collect()
    }
}
