//! Whether a form of one sign that comes with a row may have few contributors, as far as counts say.

use super::component::Component;
use super::find::Verdict;
use super::forms::{Forms, OWN};
use crate::exact::cone::Cone;
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::Sparse;
use std::collections::HashMap;

/// What one linear program counts as.
const STEPS: u64 = 2;

/// Columns of which every form that holds them has enough contributors for sure.
pub(super) fn heavy(component: &Component) -> Vec<usize> {
    let enough = component.minimum.saturating_sub(1);
    let columns = component.columns.iter().enumerate();
    let heavy = columns.filter(|(at, column)| {
        let lines = column.lines.iter().map(|line| *line as usize);
        component.low(lines, &component.atoms(*at), enough).is_some()
    });
    heavy.map(|(at, _)| at).collect()
}

/// One search, for one sign of the row's own factor.
pub(super) struct Possible<'a, T> {
    pub(super) component: &'a Component,
    /// Columns of each form of the program.
    columns: Vec<Vec<usize>>,
    /// Steps left.
    pub(super) left: u64,
    start: Option<Cone<T>>,
}

impl<'a, T: Exact> Possible<'a, T> {
    /// `forms` leave heavy columns out; `minus` says whether the row's own factor is below zero. Columns that hold nothing may
    /// have factors of any sign.
    pub(super) fn new(
        component: &'a Component,
        forms: &Forms<T>,
        minus: bool,
        left: u64,
    ) -> Result<Self, Overflow> {
        let mut made = Self { component, columns: Vec::new(), left, start: None };
        let Some(kept) = forms.kept(minus, |column| component.is_void(column)) else { return Ok(made) };
        let places: HashMap<u32, u32> = kept.iter().map(|unknown| unknown as u32).zip(1..).collect();
        let mut program = Vec::new();
        for (factor, mut columns) in forms.bound() {
            columns.retain(|column| !component.is_void(*column));
            if columns.is_empty() {
                continue;
            }
            let mut form = Sparse::new();
            // The own factor comes first in a program, and last here.
            if let Some((OWN, entry)) = factor.last() {
                let entry = if minus { entry.negated() } else { entry.clone() };
                form.push((0, entry));
            }
            let placed = |(at, entry): &(u32, T)| Some((*places.get(at)?, entry.clone()));
            form.extend(factor.iter().filter_map(placed));
            if !form.is_empty() {
                program.push(form);
                made.columns.push(columns);
            }
        }
        made.start = Cone::new(program, places.len() + 1)?;
        Ok(made)
    }

    #[cfg(test)]
    pub(super) fn of(
        component: &'a Component,
        columns: Vec<Vec<usize>>,
        left: u64,
        start: Option<Cone<T>>,
    ) -> Self {
        Self { component, columns, left, start }
    }

    /// Whether few may contribute to a form that is nowhere below zero.
    pub(super) fn search(&mut self) -> Result<Verdict, Overflow> {
        let start = self.start.take();
        self.split(start, &mut Vec::new())
    }

    /// `least` is the least of the forms that leave some columns out, if there is one. Those that do not hold all of `kept`
    /// are looked at elsewhere.
    fn split(&mut self, least: Option<Cone<T>>, kept: &mut Vec<usize>) -> Result<Verdict, Overflow> {
        let Some(left) = self.left.checked_sub(STEPS) else { return Ok(Verdict::Limit) };
        self.left = left;
        let Some(mut least) = least else { return Ok(Verdict::Open) };
        let forms: Vec<usize> = least.support().into_iter().collect();
        let mut held = self.component.none();
        for column in forms.iter().filter_map(|form| self.columns.get(*form)).flatten() {
            held.add(&self.component.atoms(*column));
        }
        // Every proof must lose a form, or nothing is few: the one with the fewest that it may lose.
        let mut lost: Option<Vec<usize>> = None;
        for proof in self.component.proofs(&held) {
            let may = |form: &usize| {
                let columns = self.columns.get(*form).into_iter().flatten();
                columns
                    .filter_map(|column| self.component.columns.get(*column))
                    .any(|column| column.within.has(proof))
                    && !kept.contains(form)
            };
            let may: Vec<usize> = forms.iter().copied().filter(may).collect();
            if lost.as_ref().is_none_or(|lost| may.len() < lost.len()) {
                lost = Some(may);
            }
        }
        let Some(lost) = lost else { return Ok(Verdict::Shut) };
        let before = kept.len();
        for form in lost {
            let less = least.without(form)?;
            let verdict = self.split(less, kept)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
            kept.push(form);
        }
        kept.truncate(before);
        Ok(Verdict::Open)
    }
}
