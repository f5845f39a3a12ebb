//! The forms that come with a row: the row plus any combination of what is known.
//!
//! A family of forms is given by some of them: its forms are all their sums with any factors, where that of the last one,
//! which has the row in it, is not 0. These factors are the unknowns. A column is left out of a form exactly if the
//! factors that the column has in these forms, times the unknowns, sum to 0: one linear equation.

use super::bits::Bits;
use crate::exact::integer::Exact;
use crate::exact::linear::{Sparse, shrink};
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
    /// Of these forms, of which `columns` gives the column of each index. `known` say nothing of the row; in `own` it has a
    /// factor above zero.
    pub(super) fn new<'t>(known: &[&'t Sparse<T>], own: &'t Sparse<T>, columns: &[u32]) -> Self {
        let column = |at: u32| columns.get(at as usize).map_or(usize::MAX, |column| *column as usize);
        let forms = (0u32..).zip(known.iter().copied()).chain([(OWN, own)]);
        // How many forms hold each column, then where its next entry goes.
        let mut places = vec![0; columns.len()];
        for (at, _) in forms.clone().flat_map(|(_, form)| form) {
            if let Some(place) = places.get_mut(column(*at)) {
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
                let Some(place) = places.get_mut(column(*at)) else { continue };
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

    /// Columns by their factor, up to a positive number, in terms of the unknowns: of a family that left nothing out, bound
    /// ones have the same.
    pub(super) fn bound(&self) -> Vec<Bound<'_, T>> {
        let mut all: Vec<_> = self.factors.iter().map(|factor| (factor, Vec::new())).collect();
        for (column, factor) in &self.columns {
            all.get_mut(*factor).into_iter().for_each(|(_, columns)| columns.push(*column));
        }
        all
    }

    /// The columns that some form holds, ascending, each with the number of its factor.
    pub(super) fn columns(&self) -> &[(usize, usize)] {
        &self.columns
    }

    /// How many different factors there are.
    pub(super) fn factors(&self) -> usize {
        self.factors.ends.len()
    }

    /// How many unknowns there are beside the own one, numbered from 0.
    pub(super) const fn known(&self) -> usize {
        self.known
    }

    /// A factor in terms of the unknowns.
    pub(super) fn factor(&self, at: usize) -> &[(u32, T)] {
        self.factors.get(at)
    }

    /// The unknowns that need not be 0 for a form that is nowhere below zero, as far as signs tell; none if signs tell that
    /// there is no such form. `minus` says whether the own unknown is -1, and not 1. Columns that are `void` may be of any sign.
    pub(super) fn kept(&self, minus: bool, void: impl Fn(usize) -> bool) -> Option<Bits> {
        let mut bound = Bits::new(self.factors());
        for (_, factor) in self.columns.iter().filter(|(column, _)| !void(*column)) {
            bound.insert(*factor);
        }
        let none: &[(u32, T)] = &[];
        let factors = self.factors.iter().enumerate();
        let equations: Vec<&[(u32, T)]> =
            factors.map(|(at, factor)| if bound.has(at) { factor } else { none }).collect();
        // An unknown that is all of a column's factor is not below zero.
        let mut above = Bits::new(self.known);
        for equation in &equations {
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
        for ((at, equation), raised) in equations.iter().enumerate().zip(&mut raised) {
            for (unknown, factor) in *equation {
                if let Some(raises) = raises.get_mut(*unknown as usize)
                    && !(factor.is_negative() && above.has(*unknown as usize))
                {
                    raises.push(at);
                    *raised += 1;
                }
            }
        }
        let mut edge: Vec<usize> = (0..raised.len()).filter(|at| raised.get(*at) == Some(&0)).collect();
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
