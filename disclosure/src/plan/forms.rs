//! The forms that come with a row: the row plus any combination of what is known.
//!
//! A family of forms is given by some of them: its forms are all their sums with any factors, where that of the last one,
//! which has the row in it, is not 0. These factors are the unknowns. A column is left out of a form exactly if the
//! factors that the column has in these forms, times the unknowns, sum to 0: one linear equation.

use super::bits::Bits;
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::{Echelon, Sparse, shrink};
use std::collections::HashMap;

/// The unknown of the form that has the row in it; those of known forms come before.
pub(super) const OWN: u32 = 1 << 31;

/// A family of forms: those that leave some columns out.
pub(super) struct Forms<T> {
    /// Columns that some form holds, ascending, each with the number of its factor.
    columns: Vec<(usize, usize)>,
    /// The columns' factors in terms of the unknowns.
    factors: Factors<T>,
    /// Unknowns beside the own one, numbered from 0.
    known: usize,
}

/// A factor, and the columns that have it.
type Bound<'a, T> = (&'a [(u32, T)], Vec<usize>);

/// Lists of entries, one after the other.
struct Factors<T> {
    ends: Vec<usize>,
    entries: Sparse<T>,
}

impl<T> Factors<T> {
    const fn new() -> Self {
        Self { ends: Vec::new(), entries: Vec::new() }
    }

    fn iter(&self) -> impl Iterator<Item = &[(u32, T)]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.entries.get(start..*end).unwrap_or(&[]))
    }

    fn get(&self, at: usize) -> &[(u32, T)] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.entries.get(start..*end)).unwrap_or(&[])
    }

    fn push(&mut self, entries: impl IntoIterator<Item = (u32, T)>) {
        self.entries.extend(entries);
        self.ends.push(self.entries.len());
    }
}

impl<T: Exact> Forms<T> {
    /// Of these forms, whose columns are numbered from `first` on. `known` say nothing of the row; in `own` it has a factor
    /// above zero.
    pub(super) fn new<'t>(known: &[&'t Sparse<T>], own: &'t Sparse<T>, first: u32) -> Self {
        let forms = (0u32..).zip(known.iter().copied()).chain([(OWN, own)]);
        // How many forms hold each column, then where its next entry goes.
        let last = forms.clone().filter_map(|(_, form)| form.last()).map(|(at, _)| at - first).max();
        let mut places = vec![0; last.map_or(0, |last| last as usize + 1)];
        for (at, _) in forms.clone().flat_map(|(_, form)| form) {
            if let Some(place) = places.get_mut((at - first) as usize) {
                *place += 1;
            }
        }
        let mut end = 0;
        for place in &mut places {
            end += std::mem::replace(place, end);
        }
        let mut entries = vec![(OWN, T::of(0)); end];
        for (unknown, form) in forms {
            for (at, factor) in form {
                let Some(place) = places.get_mut((at - first) as usize) else { continue };
                if let Some(entry) = entries.get_mut(*place) {
                    *entry = (unknown, factor.clone());
                }
                *place += 1;
            }
        }
        let mut made = Self { columns: Vec::new(), factors: Factors::new(), known: known.len() };
        let mut numbers: HashMap<u64, usize> = HashMap::new();
        let mut start = 0;
        for (column, end) in places.into_iter().enumerate() {
            let Some(factor) = entries.get_mut(std::mem::replace(&mut start, end)..end) else { continue };
            if factor.is_empty() {
                continue;
            }
            shrink(factor);
            let mut key = key(factor);
            let number = loop {
                match numbers.get(&key) {
                    Some(number) if made.factors.get(*number) == factor => break *number,
                    Some(_) => key = key.wrapping_add(1),
                    None => {
                        let number = made.factors.ends.len();
                        made.factors.push(factor.iter().cloned());
                        numbers.insert(key, number);
                        break number;
                    }
                }
            };
            made.columns.push((column, number));
        }
        made
    }

    /// The columns that some form holds, ascending.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().map(|(column, _)| *column)
    }

    /// Columns by their factor, up to a positive number, in terms of the unknowns: of a family that left nothing out, bound
    /// ones have the same.
    pub(super) fn bound(&self) -> Vec<Bound<'_, T>> {
        let mut all: Vec<_> = self.factors.iter().map(|factor| (factor, Vec::new())).collect();
        for (column, factor) in &self.columns {
            all.get_mut(*factor).into_iter().for_each(|(_, columns)| columns.push(*column));
        }
        all
    }

    /// The columns that every form holds, as far as is seen at once.
    pub(super) fn inevitable(&self) -> impl Iterator<Item = usize> {
        let is_own = |factor: &usize| matches!(self.factors.get(*factor), [(OWN, _)]);
        self.columns.iter().filter(move |(_, factor)| is_own(factor)).map(|(column, _)| *column)
    }

    /// Whether some form leaves this column out.
    pub(super) fn can_leave_out(&self, column: usize) -> bool {
        let at = self.columns.binary_search_by_key(&column, |(column, _)| *column);
        let factor = at.ok().and_then(|at| self.columns.get(at));
        factor.is_none_or(|(_, factor)| !matches!(self.factors.get(*factor), [(OWN, _)]))
    }

    /// The forms that leave these columns, ascending, out, too; none if there is no such form.
    pub(super) fn leave_out(&self, columns: &[usize]) -> Result<Option<Self>, Overflow> {
        let mut seen = Bits::new(self.factors.ends.len());
        let mut asked = columns.iter().copied().peekable();
        let mut imposed: Vec<&[(u32, T)]> = Vec::with_capacity(columns.len());
        for (column, factor) in &self.columns {
            while asked.next_if(|asked| asked < column).is_some() {}
            if asked.next_if_eq(column).is_some() && seen.insert(*factor) {
                imposed.push(self.factors.get(*factor));
            }
        }
        // Equations of one unknown make it 0, which may leave others with one.
        let mut zero = Bits::new(self.known);
        let is_left = |zero: &Bits, entry: &&(u32, T)| entry.0 == OWN || !zero.has(entry.0 as usize);
        let mut again = true;
        while again {
            again = false;
            for equation in &imposed {
                let mut left = equation.iter().filter(|entry| is_left(&zero, entry));
                match (left.next(), left.next()) {
                    (Some((OWN, _)), None) => return Ok(None),
                    (Some((unknown, _)), None) => again |= zero.insert(*unknown as usize),
                    _ => {}
                }
            }
        }
        let (mut others, mut begins) = (Echelon::<T>::new(), Bits::new(self.known));
        for equation in &imposed {
            let left: Sparse<T> = equation.iter().filter(|entry| is_left(&zero, entry)).cloned().collect();
            let left = if left.is_empty() { left } else { others.reduce(left)? };
            match left.first() {
                None => {}
                Some((OWN, _)) => return Ok(None),
                Some((unknown, _)) => {
                    begins.insert(*unknown as usize);
                    others.push(left);
                }
            }
        }
        let mut factors = Factors::new();
        for equation in self.factors.iter() {
            let left = equation.iter().filter(|entry| is_left(&zero, entry)).cloned();
            if equation.iter().any(|(unknown, _)| *unknown != OWN && begins.has(*unknown as usize)) {
                factors.push(others.reduce_whole(left.collect())?);
            } else {
                factors.push(left);
            }
        }
        let is_held = |(_, factor): &&(usize, usize)| !factors.get(*factor).is_empty();
        let columns = self.columns.iter().filter(is_held).copied().collect();
        Ok(Some(Self { columns, factors, known: self.known }))
    }

    /// The unknowns that need not be 0 for a form that is nowhere below zero, as far as signs tell; none if signs tell that
    /// there is no such form. `minus` says whether the own unknown is -1, and not 1.
    pub(super) fn kept(&self, minus: bool) -> Option<Bits> {
        // An unknown that is all of a column's factor is not below zero.
        let mut above = Bits::new(self.known);
        for equation in self.factors.iter() {
            if let [(unknown, factor)] = equation
                && !factor.is_negative()
            {
                above.insert(*unknown as usize);
            }
        }
        let mut kept = Bits::new(self.known);
        (0..self.known).for_each(|unknown| {
            kept.insert(unknown);
        });
        // Per column how many unknowns can raise its factor; per unknown the columns that it can raise.
        let mut raises: Vec<Vec<usize>> = vec![Vec::new(); self.known];
        let mut raised: Vec<usize> = vec![0; self.factors.ends.len()];
        for ((at, equation), raised) in self.factors.iter().enumerate().zip(&mut raised) {
            for (unknown, factor) in equation {
                if let Some(raises) = raises.get_mut(*unknown as usize)
                    && !(factor.is_negative() && above.has(*unknown as usize))
                {
                    raises.push(at);
                    *raised += 1;
                }
            }
        }
        let mut edge: Vec<usize> = (0..raised.len()).filter(|at| raised.get(*at) == Some(&0)).collect();
        let equations: Vec<&[(u32, T)]> = self.factors.iter().collect();
        while let Some(equation) = edge.pop().and_then(|at| equations.get(at)) {
            // Nothing raises this factor, so nothing may lower it.
            match equation.last() {
                Some((OWN, factor)) if factor.is_negative() == minus => continue,
                Some((OWN, _)) => return None,
                _ => {}
            }
            for unknown in equation.iter().map(|(unknown, _)| *unknown as usize) {
                if !kept.take(unknown) {
                    continue;
                }
                for at in raises.get(unknown).into_iter().flatten() {
                    if let Some(raised) = raised.get_mut(*at) {
                        *raised -= 1;
                        if *raised == 0 {
                            edge.push(*at);
                        }
                    }
                }
            }
        }
        Some(kept)
    }
}

/// A number that equal factors share and others mostly do not.
fn key<T: Exact>(factor: &[(u32, T)]) -> u64 {
    factor.iter().fold(0u64, |key, (unknown, factor)| {
        let own = u64::from(*unknown) << 1 | u64::from(factor.is_negative());
        (key.rotate_left(5) ^ own).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}
