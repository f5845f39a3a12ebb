//! One structure, and what the rules say of its worlds.

use super::{Rules, Small, Vector};
use crate::fault::Fault;
use crate::generate::Showing;
use crate::world::Seen;
use intertally_disclosure::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Counts and totals of all cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Sums {
    pub(super) counts: Vec<u8>,
    pub(super) totals: Vec<u16>,
}

/// What the rules make of counts.
pub(super) struct Decided {
    pub(super) counts: Vec<Option<u8>>,
    table: Table,
    pub(super) opened: BTreeSet<u32>,
}

/// Counts of all cells and totals of the opened ones.
type Opening = (Vec<u8>, Vec<u16>);

/// One structure with what was asked of the rules already.
pub struct Lab<'a> {
    pub(super) small: &'a Small,
    rules: &'a dyn Rules,
    /// Per cell and figure: the cell holds it.
    pub(super) masks: Vec<Vec<bool>>,
    decided: HashMap<Vec<u8>, Rc<Decided>>,
    shown: HashMap<Opening, Rc<Vec<Seen>>>,
    pub(super) patterns: HashMap<Vec<Option<u8>>, Rc<Vec<Vector>>>,
}

impl<'a> Lab<'a> {
    /// Nothing is decided yet.
    #[must_use]
    pub fn new(small: &'a Small, rules: &'a dyn Rules) -> Self {
        let mask = |(leaves, who): (&Vec<usize>, &Vec<usize>)| {
            let all = (0..small.members).flat_map(|member| (0..small.leaves).map(move |leaf| (member, leaf)));
            all.map(|(member, leaf)| who.contains(&member) && leaves.contains(&leaf)).collect()
        };
        let masks = small.cells.iter().zip(&small.reporters).map(mask).collect();
        Self { small, rules, masks, decided: HashMap::new(), shown: HashMap::new(), patterns: HashMap::new() }
    }

    pub(super) fn sums(&self, world: &[u8]) -> Sums {
        let mut out = Sums { counts: Vec::new(), totals: Vec::new() };
        for mask in &self.masks {
            let (mut total, mut count) = (0u16, 0u8);
            for (own, held) in world.chunks(self.small.leaves).zip(mask.chunks(self.small.leaves)) {
                let figure: u16 =
                    own.iter().zip(held).filter(|(_, held)| **held).map(|(x, _)| u16::from(*x)).sum();
                total += figure;
                count += u8::from(figure > 0);
            }
            out.counts.push(count);
            out.totals.push(total);
        }
        out
    }

    pub(super) fn decide(&mut self, counts: &[u8]) -> Result<Rc<Decided>, Fault> {
        if let Some(old) = self.decided.get(counts) {
            return Ok(Rc::clone(old));
        }
        let small = self.small;
        let cell = |(place, leaves): (usize, &Vec<usize>)| Cell {
            leaves: vec![leaves.iter().filter_map(|leaf| u32::try_from(*leaf).ok()).collect()],
            minimum: small.minimum,
            reporters: small.reporters[place].iter().filter_map(|who| u32::try_from(*who).ok()).collect(),
            count: None,
            changed: None,
            count_only: false,
            confidential: BTreeSet::new(),
            base: small.base,
            first: small.first,
            max: 1_000,
        };
        let cells: Vec<Cell> = small.cells.iter().enumerate().map(cell).collect();
        let order = (0u32..).zip(&cells).map(|(index, _)| index).collect();
        let mut table = Table { systems: 1, cells, order, ..Table::default() };
        let countable = self.rules.countable(&table)?;
        let counts_seen: Vec<Option<u8>> =
            counts.iter().zip(&countable).map(|(count, yes)| yes.then_some(*count)).collect();
        for (cell, count) in table.cells.iter_mut().zip(&counts_seen) {
            cell.count = count.map(u32::from);
        }
        let opened = self.rules.open(&table)?;
        let new = Rc::new(Decided { counts: counts_seen, table, opened });
        self.decided.insert(counts.to_vec(), Rc::clone(&new));
        Ok(new)
    }

    pub(super) fn show(&mut self, sums: &Sums) -> Result<Rc<Vec<Seen>>, Fault> {
        let decided = self.decide(&sums.counts)?;
        let totals: Vec<u16> = decided.opened.iter().map(|index| sums.totals[*index as usize]).collect();
        let key = (sums.counts.clone(), totals);
        if let Some(old) = self.shown.get(&key) {
            return Ok(Rc::clone(old));
        }
        let totals =
            decided.opened.iter().map(|index| (*index, u64::from(sums.totals[*index as usize]))).collect();
        let showing = self.rules.show(&decided.table, &decided.opened, &totals)?;
        let new: Rc<Vec<Seen>> = Rc::new(showing.iter().map(|own| own.as_ref().map(Showing::ends)).collect());
        self.shown.insert(key, Rc::clone(&new));
        Ok(new)
    }

    /// Whether a figure lies in any cell.
    pub(super) fn used(&self) -> Vec<bool> {
        let width = self.small.members * self.small.leaves;
        (0..width).map(|place| self.masks.iter().any(|mask| mask[place])).collect()
    }

    /// Calls `visit` with every world, up to an exchange of members that report the same cells, and how many worlds it
    /// stands for. Figures in no cell are 0.
    pub(super) fn worlds(&self, mut visit: impl FnMut(&[u8], u64)) {
        let used = self.used();
        // Of each class of members all that one of them may have; then what each member has, in the class by falling numbers.
        let classes = self.classes();
        let choices: Vec<Vec<Vector>> = classes
            .iter()
            .map(|class| {
                let start = class.first().map_or(0, |member| member * self.small.leaves);
                let used = used.get(start..start + self.small.leaves).unwrap_or(&[]);
                let mut all = vec![Vector::new()];
                for used in used {
                    let most = if *used { self.small.most } else { 0 };
                    all = all.iter().flat_map(|own| (0..=most).map(|x| [&own[..], &[x]].concat())).collect();
                }
                all
            })
            .collect();
        let places: Vec<(usize, usize)> = classes
            .iter()
            .enumerate()
            .flat_map(|(class, all)| all.iter().map(move |m| (class, *m)))
            .collect();
        let mut taken = vec![0usize; places.len()];
        let mut world = vec![0u8; used.len()];
        loop {
            for ((class, member), choice) in places.iter().zip(&taken) {
                let start = member * self.small.leaves;
                world[start..start + self.small.leaves].copy_from_slice(&choices[*class][*choice]);
            }
            visit(&world, self.weight(&classes, &world));
            let above = |at: usize| match at.checked_sub(1) {
                Some(before) if places[before].0 == places[at].0 => taken[before],
                _ => choices[places[at].0].len() - 1,
            };
            let Some(at) = (0..taken.len()).rev().find(|at| taken[*at] < above(*at)) else { return };
            taken[at] += 1;
            taken[at + 1..].iter_mut().for_each(|x| *x = 0);
        }
    }

    /// Members that report the same cells.
    fn classes(&self) -> Vec<Vec<usize>> {
        let mut all: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        for member in 0..self.small.members {
            let own = self.small.reporters.iter().map(|who| who.contains(&member)).collect();
            all.entry(own).or_default().push(member);
        }
        all.into_values().collect()
    }

    /// In how many ways the members of each class may exchange what they have.
    fn weight(&self, classes: &[Vec<usize>], world: &[u8]) -> u64 {
        let own = |member: &usize| &world[member * self.small.leaves..(member + 1) * self.small.leaves];
        let mut weight = 1;
        for class in classes {
            for (at, member) in class.iter().enumerate() {
                // A factorial, over the factorials of how many have the same.
                let same = class[..=at].iter().filter(|other| own(other) == own(member)).count();
                weight = weight * (at as u64 + 1) / same as u64;
            }
        }
        weight
    }

    /// All worlds that differ from this one by an exchange of members that report the same cells.
    pub(super) fn exchanged(&self, world: &[u8]) -> Vec<Vector> {
        let size = self.small.leaves;
        let mut all: BTreeSet<Vector> = BTreeSet::from([world.to_vec()]);
        for class in self.classes() {
            // Every order is reached by exchanges of one with each that comes after.
            for (at, one) in class.iter().enumerate() {
                let exchange = |world: &Vector, other: usize| {
                    let mut next = world.clone();
                    for leaf in 0..size {
                        next.swap(one * size + leaf, other * size + leaf);
                    }
                    next
                };
                let more: Vec<Vector> = all
                    .iter()
                    .flat_map(|world| class[at..].iter().map(move |other| exchange(world, *other)))
                    .collect();
                all.extend(more);
            }
        }
        all.into_iter().collect()
    }

    pub(super) fn worlds_to(&self, most: u8, mut visit: impl FnMut(&[u8])) {
        let used = self.used();
        let mut world = vec![0u8; used.len()];
        loop {
            visit(&world);
            let Some(at) = (0..world.len()).find(|at| used[*at] && world[*at] < most) else {
                return;
            };
            world[at] += 1;
            world[..at].iter_mut().for_each(|x| *x = 0);
        }
    }
}
