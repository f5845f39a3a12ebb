//! Cells that are taken into a program: each in an order, unless no figures meet it and all that were taken before.

use super::around::{Around, Sum, Turn};
use super::running::Running;
use std::collections::BTreeMap;

/// The least and the greatest total of a cell; no greatest one if figures of it lie in no cell that is taken.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) least: u64,
    pub(super) most: Option<u64>,
}

/// A point that meets all cells that are taken. Those that joined first, `fixed` of them, are not of this round: they give way
/// to those that are.
#[derive(Clone, Default)]
struct Point {
    running: Running,
    /// By place: whether it is taken.
    taken: Vec<bool>,
}

const fn atom(atom: usize) -> usize {
    2 * atom
}

const fn total(place: usize) -> usize {
    2 * place + 1
}

impl Point {
    fn join(&mut self, sum: &Sum, group: &[usize], place: usize) {
        for (old, new) in &sum.broken {
            self.running.split(group, atom(*old), atom(*new));
        }
        self.running.add(total(place), sum.atoms.iter().map(|own| atom(*own)));
        self.taken.push(false);
    }

    fn is_taken(&self, place: usize) -> bool {
        self.taken.get(place) == Some(&true)
    }

    fn take(&mut self, group: &[usize], place: usize, ends: &[(u64, u64)]) -> bool {
        let Some((low, high)) = ends.get(place) else { return false };
        let is = self.is_taken(place) || self.running.bound(group, total(place), *low, *high);
        if let Some(taken) = self.taken.get_mut(place) {
            *taken = is;
        }
        is
    }

    fn release(&mut self, place: usize) {
        if let Some(taken @ true) = self.taken.get_mut(place) {
            *taken = false;
            self.running.release(total(place));
        }
    }
}

/// One reading of what is shown: in the order of the fixed cells, and with those first that are left out then.
#[derive(Clone, Default)]
pub(super) struct Reading {
    /// By place: what is known of it.
    ends: Vec<(u64, u64)>,
    first: Point,
    second: Option<Point>,
}

impl Reading {
    /// A cell joined; it is taken if figures meet it and those of this round before it. `fixed`: so many that joined first are
    /// not of this round, and are taken after it.
    pub(super) fn show(&mut self, sum: &Sum, before: &[usize], ends: (u64, u64), fixed: usize) {
        let place = self.ends.len();
        self.ends.push(ends);
        let group: Vec<usize> = before.iter().copied().chain([place]).collect();
        let order: Vec<usize> = group.iter().copied().filter(|one| *one < fixed).collect();
        let had = self.has_left_out(before, fixed);
        for point in std::iter::once(&mut self.first).chain(&mut self.second) {
            point.join(sum, &group, place);
        }
        if !self.first.take(&group, place, &self.ends) && place >= fixed {
            settle(&mut self.first, &group, place, &order, &self.ends);
        }
        let mut again: Vec<usize> = self.left_out(&group, fixed).collect();
        if again.is_empty() && !had {
            if let Some(second) = &mut self.second {
                second.take(&group, place, &self.ends);
            }
            return;
        }
        again.extend(order.iter().copied().filter(|place| self.first.is_taken(*place)));
        let second = self.second.get_or_insert_with(|| self.first.clone());
        settle(second, &group, place, &again, &self.ends);
    }

    fn left_out(&self, group: &[usize], fixed: usize) -> impl Iterator<Item = usize> {
        group.iter().copied().filter(move |place| *place < fixed && !self.first.is_taken(*place))
    }

    /// Whether some fixed cells of a group are left out.
    pub(super) fn has_left_out(&self, group: &[usize], fixed: usize) -> bool {
        self.left_out(group, fixed).next().is_some()
    }

    /// The group of a cell whose turn it is, by itself. `second`: as taken in the second order, if there is one.
    pub(super) fn part(&self, around: &Around, turn: &Turn, second: bool) -> Part {
        let point = self.second.as_ref().filter(|_| second).unwrap_or(&self.first);
        let group = &turn.group.places;
        let (mut running, variables) = point.running.part(group);
        let of = |variable: usize| variables.binary_search(&variable).ok();
        let rows: Vec<usize> = (0..=group.len()).collect();
        let sum = around.sum(turn);
        let mut new: BTreeMap<usize, usize> = BTreeMap::new();
        for (old, made) in &sum.broken {
            if let Some(old) = of(atom(*old)) {
                let at = running.variables();
                running.split(&rows, old, at);
                new.insert(*made, at);
            }
        }
        let parts = sum.atoms.iter().filter_map(|own| new.get(own).copied().or_else(|| of(atom(*own))));
        let own = running.variables();
        running.add(own, parts);
        let taken = group.iter().filter(|place| point.is_taken(**place));
        let taken = taken.filter_map(|place| Some((*place, of(total(*place))?)));
        Part { running, rows, own, taken: taken.collect() }
    }
}

/// Takes a cell of this round before those that are not, and then these in order.
fn settle(point: &mut Point, group: &[usize], place: usize, order: &[usize], ends: &[(u64, u64)]) {
    order.iter().for_each(|place| point.release(*place));
    if !order.contains(&place) {
        point.take(group, place, ends);
    }
    for place in order {
        point.take(group, *place, ends);
    }
}

/// A program of the cells around one, and that one.
#[derive(Clone)]
pub(super) struct Part {
    running: Running,
    rows: Vec<usize>,
    own: usize,
    /// The variable of each place that is taken.
    taken: BTreeMap<usize, usize>,
}

impl Part {
    /// The same without what is known of some.
    pub(super) fn without(&self, out: impl Fn(usize) -> bool) -> Self {
        let mut part = self.clone();
        for (place, variable) in &self.taken {
            if out(*place) {
                part.running.release(*variable);
                part.taken.remove(place);
            }
        }
        part
    }

    /// The ends of its total; or ends within, if these are `enough`, which must hold for wider ends, too.
    pub(super) fn ends(&mut self, around: &Around, turn: &Turn, enough: impl Fn(Ends) -> bool) -> Ends {
        let bounded = around.is_held(turn, |place| self.taken.contains_key(&place));
        let (least, most) = self.running.range(&self.rows, self.own, bounded, |least, most| {
            enough(Ends { least: least.ceil(), most: bounded.then(|| most.floor()) })
        });
        Ends { least: least.ceil(), most: bounded.then(|| most.floor()) }
    }
}
