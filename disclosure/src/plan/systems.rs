//! All components in which a cell is judged: every system, with earlier rounds and without; and once more without the quiet
//! leaves that stay so as to protect few.

use super::Parts;
use super::component::{Component, split};
use super::find::{Judge, Verdict};
use super::rows::{Rows, Source};
use super::standing::Standing;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::BTreeSet;

/// The components, and per row its places in them.
pub(super) struct Systems {
    parts: Vec<Judge>,
    /// Per row: numbers of components and its line in each, in the order in which they are asked.
    places: Vec<Vec<(usize, usize)>>,
}

impl Systems {
    pub(super) fn new(rows: &Rows<'_>, standing: &Standing<'_>, systems: usize, on: &Parts) -> Self {
        Self::with(rows, standing, systems, on, &|_| true)
    }

    /// Of the components alone that have a row of which `wanted` holds.
    pub(super) fn with(
        rows: &Rows<'_>,
        standing: &Standing<'_>,
        systems: usize,
        on: &Parts,
        wanted: &dyn Fn(usize) -> bool,
    ) -> Self {
        let mut made = Self { parts: Vec::new(), places: vec![Vec::new(); rows.all.len()] };
        let systems = if on.soft { systems } else { 1 };
        made.add_all((rows, standing), systems, on, &|part, _| part.iter().any(|row| wanted(*row)));
        for others in [rows.bare.as_deref(), rows.gone.as_deref()].into_iter().flatten() {
            // What is as before tells nothing new.
            made.add_all((others, standing), systems, on, &|part, system| {
                part.iter().any(|row| wanted(*row))
                    && part.iter().any(|row| others.differs(rows, *row, system))
            });
        }
        made
    }

    /// Of all components those, by their rows and system, that are `chosen`.
    fn add_all(
        &mut self,
        (rows, standing): (&Rows<'_>, &Standing<'_>),
        systems: usize,
        on: &Parts,
        chosen: &dyn Fn(&[usize], usize) -> bool,
    ) {
        let made = self;
        let is_old =
            |row: &usize| rows.all.get(*row).is_some_and(|row| matches!(row.source, Source::Earlier { .. }));
        let all: Vec<usize> = (0..rows.all.len()).filter(|row| !standing.is_counted_anew(*row)).collect();
        let current: Vec<usize> = all.iter().copied().filter(|row| !is_old(row)).collect();
        let unchanged = if on.unchanged { &all } else { &current };
        // Per system the rows in components with earlier ones, and in those with earlier ones that are not firm.
        let mut renewed: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); systems];
        let mut loose = renewed.clone();
        let is_firm = |row: &usize, system: usize| standing.is_firm(rows, *row, system);
        for (system, (renewed, loose)) in renewed.iter_mut().zip(&mut loose).enumerate() {
            for part in split(rows, unchanged, system) {
                if part.iter().any(is_old) {
                    renewed.extend(&part);
                }
                if !part.iter().all(|row| is_firm(row, system)) {
                    loose.extend(&part);
                }
                if chosen(&part, system) {
                    made.add(rows, &part, system, on);
                }
            }
        }
        for (system, loose) in loose.iter().enumerate().filter(|_| on.firm) {
            let firm: Vec<usize> = all.iter().copied().filter(|row| is_firm(row, system)).collect();
            for part in split(rows, &firm, system) {
                if part.iter().any(is_old)
                    && part.iter().any(|row| loose.contains(row))
                    && chosen(&part, system)
                {
                    made.add(rows, &part, system, on);
                }
            }
        }
        if on.changed {
            for (system, renewed) in renewed.iter().enumerate() {
                for part in split(rows, &current, system) {
                    if part.iter().any(|row| renewed.contains(row)) && chosen(&part, system) {
                        made.add(rows, &part, system, on);
                    }
                }
            }
        }
    }

    fn add(&mut self, rows: &Rows<'_>, part: &[usize], system: usize, on: &Parts) {
        let row = |row: &usize| rows.all.get(*row);
        // Without cells there is nothing to decide; a soft component that is as in the hard system tells nothing new.
        let cells = part.iter().filter_map(row).any(|row| row.source == Source::Cell);
        let same = part.iter().filter_map(row).all(|row| row.leaves.get(system) == row.leaves.first());
        if !cells || (system > 0 && same) {
            return;
        }
        for (line, row) in part.iter().enumerate() {
            if let Some(places) = self.places.get_mut(*row) {
                places.push((self.parts.len(), line));
            }
        }
        let component = Component::new(rows, part, system);
        self.parts.push(Judge::new(component, on));
    }

    /// The first verdict of a component that is not [`Verdict::Open`]. Each is a matter of its component alone, so that those
    /// behind it may be asked or not.
    pub(super) fn find(&mut self, row: usize, on: &Parts) -> Verdict {
        let verdicts = self.of_row(row).into_par_iter().map(|(part, line)| part.find(line, on));
        verdicts.find_first(|verdict| *verdict != Verdict::Open).unwrap_or(Verdict::Open)
    }

    /// The components of a row with its line in each, in the order in which they are asked.
    fn of_row(&mut self, row: usize) -> Vec<(&mut Judge, usize)> {
        // Each has one place in a component, and those come in their order.
        let mut places = self.places.get(row).map_or(&[][..], Vec::as_slice).iter().peekable();
        let mut own = Vec::with_capacity(places.len());
        for (number, part) in self.parts.iter_mut().enumerate() {
            if let Some((_, line)) = places.next_if(|(of, _)| *of == number) {
                own.push((part, *line));
            }
        }
        own
    }

    /// The largest minimum of the components of a row.
    pub(super) fn minimum(&self, row: usize) -> u32 {
        let parts = self.places.get(row).into_iter().flatten().filter_map(|(part, _)| self.parts.get(*part));
        parts.map(|part| part.component.minimum).max().unwrap_or(0)
    }

    /// The row becomes known.
    pub(super) fn learn(&mut self, row: usize) {
        self.of_row(row).into_par_iter().for_each(|(part, line)| part.learn(line));
    }
}
