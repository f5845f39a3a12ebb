//! Whether a form of one sign that comes with a row may have few contributors, as far as counts say.

use super::bits::Bits;
use super::component::Component;
use super::find::Verdict;
use super::forms::{Forms, Imposed, OWN};
use crate::exact::cone::Cone;
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::Sparse;
use std::collections::{BTreeMap, BTreeSet};

/// What one linear program counts as.
const STEPS: u64 = 10;

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

/// One search.
pub(super) struct Possible<'a, T> {
    pub(super) component: &'a Component,
    /// Heavy columns are left out.
    pub(super) forms: &'a mut Forms<T>,
    /// Whether the row's own factor is below zero.
    pub(super) minus: bool,
    /// Steps left.
    pub(super) left: u64,
}

impl<T: Exact> Possible<'_, T> {
    /// Whether few may contribute to a form that is nowhere below zero. Atoms of `kept` are held by all of them that are
    /// not looked at elsewhere. The family is left as it was.
    pub(super) fn search(&mut self, out: Option<usize>, kept: &Bits) -> Result<Verdict, Overflow> {
        let Some(left) = self.left.checked_sub(STEPS) else { return Ok(Verdict::Limit) };
        self.left = left;
        let mark = self.forms.mark();
        let verdict = match self.forms.leave_all_out(out)? {
            Imposed::Empty => Verdict::Open,
            Imposed::Holds => self.split(kept)?,
        };
        self.forms.back_to(mark);
        Ok(verdict)
    }

    fn split(&mut self, kept: &Bits) -> Result<Verdict, Overflow> {
        if self.component.proof(kept, self.component.minimum).is_some() {
            return Ok(Verdict::Open);
        }
        let Some(columns) = self.support()? else { return Ok(Verdict::Open) };
        let mut held = self.component.none();
        for column in &columns {
            held.add(&self.component.atoms(*column));
        }
        let Some(proof) = self.component.proof(&held, self.component.minimum) else {
            return Ok(Verdict::Shut);
        };
        // This line must lose a column, or nothing is few.
        let mut kept = kept.clone();
        for column in columns {
            let Some(of) = self.component.columns.get(column) else { continue };
            if !of.within.has(proof) || of.atoms.clone().any(|atom| kept.has(atom)) {
                continue;
            }
            let verdict = self.search(Some(column), &kept)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
            kept.add(&self.component.atoms(column));
        }
        Ok(Verdict::Open)
    }

    /// Columns that forms nowhere below zero can hold, the row's own factor of the sign asked for; none without such a form.
    fn support(&self) -> Result<Option<BTreeSet<usize>>, Overflow> {
        let mut columns_of: BTreeMap<Sparse<T>, Vec<usize>> = BTreeMap::new();
        for column in 0..self.component.columns.len() {
            let factor = self.forms.factor(column)?;
            if !factor.is_empty() {
                columns_of.entry(factor).or_default().push(column);
            }
        }
        let all = columns_of.keys().flatten();
        let free: BTreeSet<u32> = all.map(|(at, _)| *at).filter(|at| *at != OWN).collect();
        let places: BTreeMap<u32, usize> = free.into_iter().zip(1..).collect();
        let (zero, minus) = (T::of(0), T::of(-1));
        let (mut forms, mut columns) = (Vec::new(), Vec::new());
        for (factor, of) in columns_of {
            let mut form = vec![zero.clone(); places.len() + 1];
            for (at, entry) in factor {
                let own = at == OWN;
                let entry = if own && self.minus { T::cross(&minus, &entry, &zero, &zero)? } else { entry };
                let place = if own { Some(0) } else { places.get(&at).copied() };
                if let Some(place) = place.and_then(|place| form.get_mut(place)) {
                    *place = entry;
                }
            }
            forms.push(form);
            columns.push(of);
        }
        let support = Cone::new(forms)?.support()?;
        let held = |at: usize| columns.get(at).into_iter().flatten().copied();
        Ok(support.map(|support| support.into_iter().flat_map(held).collect()))
    }
}
