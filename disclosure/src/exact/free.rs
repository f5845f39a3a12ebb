//! Forms over variables of any sign, said anew over some of the forms themselves, which are not below zero.

use super::integer::{Exact, Overflow};
use super::linear::Sparse;
use std::collections::BTreeSet;

/// `scale`, which is above zero, times the form is the sum of the entries times the variables.
pub(super) struct Row<T> {
    pub(super) scale: T,
    pub(super) entries: Sparse<T>,
}

/// The same forms over fewer variables, none of which is below zero. Variable 0 is the one that is 1; form number i is
/// variable i + 1.
pub(super) struct Bound<T> {
    /// The variable of each column. Variable 0 has the first.
    pub(super) columns: Vec<usize>,
    /// The other variables, each over the columns; a form that says nothing is left out.
    pub(super) rows: Vec<(usize, Row<T>)>,
}

/// Forms of which more and more are in the place of a variable.
struct Free<T> {
    rows: Vec<Row<T>>,
    /// Per variable the rows that hold it, and some that no longer do.
    holders: Vec<Vec<usize>>,
    /// Per variable the form in its place.
    forms: Vec<Option<usize>>,
}

/// Each form has at index 0 the factor of variable 0, then those of variables of any sign, as many as `width` - 1.
pub(super) fn bound<T: Exact>(forms: Vec<Sparse<T>>, width: usize) -> Result<Bound<T>, Overflow> {
    let width = width.max(1);
    let mut holders = vec![Vec::new(); width];
    for (at, form) in forms.iter().enumerate() {
        for (column, _) in form {
            holders.get_mut(*column as usize).into_iter().for_each(|rows: &mut Vec<usize>| rows.push(at));
        }
    }
    let rows = forms.into_iter().map(|entries| Row { scale: T::of(1), entries }).collect();
    let mut free = Free { rows, holders, forms: vec![None; width] };
    free.rename();
    for column in 1..width {
        if free.forms.get(column) == Some(&None) {
            free.replace(column)?;
        }
    }
    Ok(free.compact())
}

impl<T: Exact> Free<T> {
    fn entry(&self, row: usize, column: usize) -> Option<&T> {
        let entries = &self.rows.get(row)?.entries;
        let at = entries.binary_search_by_key(&(column as u32), |(column, _)| *column).ok()?;
        entries.get(at).map(|(_, entry)| entry)
    }

    /// A form that is nothing but one variable takes its place.
    fn rename(&mut self) {
        for (number, row) in self.rows.iter_mut().enumerate() {
            if let [(column, entry)] = row.entries.as_slice()
                && *column > 0
                && entry.is_one()
                && let Some(form @ None) = self.forms.get_mut(*column as usize)
            {
                *form = Some(number);
                row.entries.clear();
            }
        }
    }

    /// Of the forms that hold a variable the shortest, so that few entries come up, takes its place.
    fn replace(&mut self, column: usize) -> Result<(), Overflow> {
        // Each once, though one that lost the variable and has it again is noted twice.
        let rows: BTreeSet<usize> =
            self.holders.get_mut(column).into_iter().flat_map(std::mem::take).collect();
        let length = |at: usize| self.rows.get(at).map_or(0, |row| row.entries.len());
        let held = rows.iter().copied().filter(|at| self.entry(*at, column).is_some());
        let Some((_, at)) = held.map(|at| (length(at), at)).min() else { return Ok(()) };
        let Some(row) = self.rows.get_mut(at) else { return Ok(()) };
        let own = std::mem::replace(row, Row { scale: T::of(1), entries: Vec::new() });
        let own = own.solved(column as u32);
        for other in rows {
            let Some(row) = self.rows.get_mut(other) else { continue };
            let mut old = row.replace(column as u32, &own)?.into_iter().map(|(index, _)| index).peekable();
            if old.peek().is_none() {
                continue;
            }
            // Of what is added, the indices that it did not hold before.
            for (index, _) in &own.entries {
                while old.next_if(|held| held < index).is_some() {}
                if old.next_if_eq(index).is_none()
                    && let Some(holders) = self.holders.get_mut(*index as usize)
                {
                    holders.push(other);
                }
            }
        }
        self.forms.get_mut(column).into_iter().for_each(|form| *form = Some(at));
        Ok(())
    }

    /// Without variables that no form holds.
    fn compact(self) -> Bound<T> {
        let (mut columns, mut places) = (vec![0], vec![0u32; self.forms.len()]);
        for (place, form) in places.iter_mut().zip(&self.forms) {
            if let Some(form) = form {
                *place = columns.len() as u32;
                columns.push(form + 1);
            }
        }
        let placed = |(index, entry): (u32, T)| Some((*places.get(index as usize)?, entry));
        let rows = self.rows.into_iter().zip(1..).filter(|(row, _)| !row.entries.is_empty());
        let rows = rows.map(|(Row { scale, entries }, variable)| {
            (variable, Row { scale, entries: entries.into_iter().filter_map(placed).collect() })
        });
        Bound { columns, rows: rows.collect() }
    }
}

impl<T: Exact> Row<T> {
    /// scale v = h x + rest, solved for x: |h| x is the sum of the others, with v in the place of x.
    fn solved(mut self, column: u32) -> Self {
        if let Some((_, head)) = self.entries.iter_mut().find(|(other, _)| *other == column) {
            std::mem::swap(head, &mut self.scale);
            let entries = self.entries.iter_mut().map(|(other, entry)| (*other == column, entry));
            turn(&mut self.scale, entries);
        }
        self
    }

    /// With what a variable is, in its place; gives the old entries, none if it has no such variable.
    fn replace(&mut self, column: u32, own: &Self) -> Result<Sparse<T>, Overflow> {
        let times = |entry: &T| own.scale.times(entry);
        let place = self.entries.binary_search_by_key(&column, |(column, _)| *column);
        let Ok(place) = place else { return Ok(Vec::new()) };
        let Some((_, factor)) = self.entries.get(place).cloned() else { return Ok(Vec::new()) };
        let mut sum = Sparse::with_capacity(self.entries.len() + own.entries.len());
        let mut rest = self.entries.iter().filter(|(index, _)| *index != column).peekable();
        for (index, by) in &own.entries {
            while let Some((before, entry)) = rest.next_if(|(other, _)| other < index) {
                sum.push((*before, times(entry)?));
            }
            let old = rest.next_if(|(other, _)| other == index);
            let new = old.map_or_else(|| Ok(T::of(0)), |(_, entry)| times(entry))?.plus(&factor, by)?;
            if !new.is_zero() {
                sum.push((*index, new));
            }
        }
        for (index, entry) in rest {
            sum.push((*index, times(entry)?));
        }
        self.scale = times(&self.scale)?;
        shrink(&mut self.scale, sum.iter_mut().map(|(_, entry)| entry));
        Ok(std::mem::replace(&mut self.entries, sum))
    }
}

/// Of scale v = head x + rest, scale and head have changed places: the sum of the entries is now the new scale times x, once signs
/// are turned so that this scale is above zero. `entries`: each with whether it is in the place of the head.
pub(super) fn turn<'e, T: Exact + 'e>(scale: &mut T, entries: impl Iterator<Item = (bool, &'e mut T)>) {
    let turned = scale.is_negative();
    for (_, entry) in entries.filter(|(own, entry)| *own == turned && !entry.is_zero()) {
        *entry = entry.negated();
    }
    if turned {
        *scale = scale.negated();
    }
}

/// Take the common divisor of a scale and its entries out.
pub(super) fn shrink<'e, T: Exact + 'e>(scale: &mut T, entries: impl Iterator<Item = &'e mut T>) {
    if scale.is_one() {
        return;
    }
    let mut divisor = scale.clone();
    let mut entries: Vec<&mut T> = entries.collect();
    for entry in &entries {
        if divisor.is_one() {
            return;
        }
        divisor = divisor.gcd(entry);
    }
    if !divisor.is_one() {
        *scale = scale.exact_div(&divisor);
        entries.iter_mut().for_each(|entry| **entry = entry.exact_div(&divisor));
    }
}
