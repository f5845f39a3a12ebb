//! What the coordinator can work out: counts of all cells, exact totals of opened ones.

use super::group::{Group, dot, neighbours, persons};
use super::{Example, Lab, Small, Tally, Vector};
use crate::fault::Fault;
use crate::forms::{Atom, Forms};
use crate::linear::{Echelon, Overflow};
use crate::program::{Outcome, Program};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// What the coordinator sees. Totals by cell, opened cells alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct View {
    counts: Vec<Option<u8>>,
    totals: Vec<(u8, u16)>,
}

impl View {
    fn without_totals(&self) -> Self {
        Self { counts: self.counts.clone(), totals: Vec::new() }
    }
}

/// What decides whether a world tells something.
#[derive(PartialEq, Eq, Hash)]
struct Judged {
    before: Vec<Vec<i128>>,
    after: Vec<Vec<i128>>,
    positive: Vec<bool>,
}

impl Judged {
    /// A sum of few that totals fix, and counts alone leave open.
    fn form(&self, small: &Small) -> Result<Option<Vec<i128>>, Overflow> {
        let atom = |(place, positive): (usize, &bool)| Atom {
            country: u32::try_from(place / small.leaves).unwrap_or(0),
            positive: *positive,
        };
        let atoms = self.positive.iter().enumerate().map(atom).collect();
        let forms = Forms { atoms, before: self.before.clone(), opened: self.after.clone() };
        forms.one_signed(small.minimum)
    }
}

impl Lab<'_> {
    /// The coordinator: counts and exact totals of what is opened.
    pub fn coordinator(&mut self) -> Result<Tally, Fault> {
        let mut ids: HashMap<View, usize> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        // Each world with its weight, and the groups of its view without totals and with them.
        let mut list: Vec<(Vector, u64, [usize; 2])> = Vec::new();
        self.worlds(|world, weight| list.push((world.to_vec(), weight, [0, 0])));
        let mut tally = Tally { worlds: list.iter().map(|(_, weight, _)| weight).sum(), ..Tally::default() };
        let mut views: Vec<View> = Vec::new();
        for (world, _, own) in &mut list {
            let view = self.view(world)?;
            *own = [view.without_totals(), view].map(|key| {
                *ids.entry(key).or_insert_with_key(|key| {
                    views.push(key.clone());
                    groups.push(Group::new(world));
                    groups.len() - 1
                })
            });
            if own.iter().all(|at| groups[*at].span.rank() == world.len()) {
                continue;
            }
            for same in self.exchanged(world) {
                own.iter().try_for_each(|at| groups[*at].add(&same))?;
            }
        }
        // What counts alone allow is all there if figures go to 2; exact totals can bind a world at the largest figure.
        let used = self.used();
        let width = used.iter().filter(|used| **used).count();
        let mut ranks: HashMap<Vec<u8>, usize> = HashMap::new();
        for (world, _, [before, own]) in &list {
            let view = &views[*own];
            let cells: Vec<u8> = view.totals.iter().map(|(index, _)| *index).collect();
            let rank = match ranks.get(&cells) {
                Some(rank) => *rank,
                None => {
                    let row =
                        |index: &u8| self.masks[usize::from(*index)].iter().map(|x| i128::from(*x)).collect();
                    let rows: Vec<Vec<i128>> = cells.iter().map(row).collect();
                    let rank = Echelon::of(&rows)?.rank();
                    ranks.insert(cells, rank);
                    rank
                }
            };
            let bound = self.small.most < 2;
            if groups[*own].span.rank() + rank >= width && !bound {
                continue;
            }
            for other in neighbours(world, &used) {
                let seen = self.view(&other)?;
                let (is_own, is_before) = (seen == *view, bound && seen.counts == view.counts);
                if !is_own && !is_before {
                    continue;
                }
                for same in self.exchanged(&other) {
                    if is_own {
                        groups[*own].add(&same)?;
                    }
                    if is_before {
                        groups[*before].add(&same)?;
                    }
                }
            }
        }
        let mut forms: HashMap<Judged, Option<Vec<i128>>> = HashMap::new();
        // Per set of counts the sums of opened cells, each with its least value. An exchange of members changes none.
        let mut least: HashMap<usize, Vec<(Vec<i128>, i128)>> = HashMap::new();
        for (world, _, [before, own]) in &list {
            for (form, low) in least.entry(*before).or_insert_with(|| self.opened_sums(&views[*own])) {
                *low = dot(form, world).min(*low);
            }
        }
        for (world, weight, [before, own]) in &list {
            let view = &views[*own];
            if view.totals.is_empty() {
                continue;
            }
            tally.open += weight;
            let mut found = None;
            // Once more when the view was searched without an upper end, so that what is told is told in truth.
            for _ in 0..2 {
                let judged = Judged {
                    before: groups[*before].fixed(world.len())?,
                    after: groups[*own].fixed(world.len())?,
                    positive: world.iter().map(|x| *x > 0).collect(),
                };
                found = match forms.get(&judged) {
                    Some(old) => old.clone(),
                    None => {
                        let found = judged.form(self.small)?;
                        forms.insert(judged, found.clone());
                        found
                    }
                };
                let group = &mut groups[*own];
                if found.is_none() || group.settled || !self.settle(view, group)? {
                    break;
                }
            }
            let Some(sum) = found else { continue };
            tally.told += weight;
            let is_zero = dot(&sum, world) == 0;
            tally.zeros += if is_zero { *weight } else { 0 };
            let tight = least[before].iter().any(|(form, low)| dot(form, world) == *low);
            tally.tight += if tight { *weight } else { 0 };
            tally.plain += if tight || is_zero { 0 } else { *weight };
            let opened = self.decide(&self.sums(world).counts)?.opened.iter().copied().collect();
            tally.keep(Example { tight, persons: persons(world), figures: world.clone(), opened, sum });
        }
        Ok(tally)
    }

    /// Adds worlds that look the same, of any size, until no sum that seems fixed differs in any of them. True if some
    /// were added.
    fn settle(&mut self, view: &View, group: &mut Group) -> Result<bool, Fault> {
        group.settled = true;
        let before = group.span.rank();
        let width = self.small.members * self.small.leaves;
        let rows: Vec<Vec<bool>> =
            view.totals.iter().map(|(index, _)| self.masks[usize::from(*index)].clone()).collect();
        for positive in self.patterns(&view.counts)?.iter() {
            // Every figure above zero is 1 and something more; what lies in no opened cell is as large as it likes.
            let places: Vec<usize> = (0..width).filter(|place| positive[*place] > 0).collect();
            let (bound, loose): (Vec<usize>, Vec<usize>) =
                places.into_iter().partition(|place| rows.iter().any(|row| row[*place]));
            let equation = |row: &Vec<bool>| bound.iter().map(|place| i128::from(row[*place])).collect();
            let equations: Vec<Vec<i128>> = rows.iter().map(equation).collect();
            let ones = equations.iter().map(|row| row.iter().sum::<i128>());
            let right: Vec<i128> =
                view.totals.iter().zip(ones).map(|((_, total), ones)| i128::from(*total) - ones).collect();
            if right.iter().any(|x| *x < 0) {
                continue;
            }
            let Some(mut program) = Program::new(&equations, &right, bound.len())? else { continue };
            let world = |point: &[i128]| {
                let mut world: Vec<i128> = positive.iter().map(|x| i128::from(*x)).collect();
                bound.iter().zip(point).for_each(|(place, more)| world[*place] += more);
                world
            };
            let mut again = true;
            while again {
                again = false;
                for form in group.fixed(width)? {
                    for sign in [1i128, -1] {
                        let goal: Vec<i128> = bound.iter().map(|place| sign * form[*place]).collect();
                        let Outcome::Best { denominator: 1, point, .. } = program.maximize(&goal)? else {
                            continue;
                        };
                        again |= group.differs(&world(&point))?;
                        for place in &loose {
                            let mut more = world(&point);
                            more[*place] += 1;
                            again |= group.differs(&more)?;
                        }
                    }
                }
            }
        }
        Ok(group.span.rank() > before)
    }

    /// Every choice of figures above zero, as ones, that has these counts.
    fn patterns(&mut self, counts: &[Option<u8>]) -> Result<Rc<Vec<Vector>>, Fault> {
        if self.patterns.is_empty() {
            let mut made: HashMap<Vec<Option<u8>>, Vec<Vector>> = HashMap::new();
            let mut all = Vec::new();
            self.worlds_to(1, |world| all.push(world.to_vec()));
            for world in all {
                let counts = self.decide(&self.sums(&world).counts)?.counts.clone();
                made.entry(counts).or_default().push(world);
            }
            self.patterns = made.into_iter().map(|(counts, all)| (counts, Rc::new(all))).collect();
        }
        Ok(self.patterns.get(counts).cloned().unwrap_or_default())
    }

    /// Sums of opened cells and differences of them that take nothing away: each with a large number for its least value.
    fn opened_sums(&self, view: &View) -> Vec<(Vec<i128>, i128)> {
        let opened: Vec<&Vec<bool>> =
            view.totals.iter().map(|(index, _)| &self.masks[usize::from(*index)]).collect();
        let mut out: BTreeSet<Vec<i128>> = BTreeSet::new();
        let all = 3usize.pow(u32::try_from(opened.len()).unwrap_or(0));
        for choice in 0..all {
            let mut form = vec![0i128; self.small.members * self.small.leaves];
            let mut left = choice;
            for mask in &opened {
                let factor = [0i128, 1, -1][left % 3];
                left /= 3;
                form.iter_mut().zip(mask.iter()).for_each(|(x, held)| *x += factor * i128::from(*held));
            }
            if form.iter().all(|x| *x >= 0) && form.iter().any(|x| *x > 0) {
                out.insert(form);
            }
        }
        out.into_iter().map(|form| (form, i128::MAX)).collect()
    }

    fn view(&mut self, world: &[u8]) -> Result<View, Fault> {
        let sums = self.sums(world);
        let decided = self.decide(&sums.counts)?;
        let totals = decided
            .opened
            .iter()
            .filter_map(|index| Some((u8::try_from(*index).ok()?, sums.totals[*index as usize])));
        Ok(View { counts: decided.counts.clone(), totals: totals.collect() })
    }
}
