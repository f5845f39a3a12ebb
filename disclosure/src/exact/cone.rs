//! The least point of a cone: forms of which none may be below zero, while one variable is 1.
//!
//! A simplex on integers, each row with a scale of its own. Entering and leaving variables are chosen by Bland's rule (Bland
//! 1977), so it ends. The point asked for is the least in lexicographic order, which is one point, whatever the way there:
//! that of the least value of the first form, among these of the second, and so on. It is a corner, so no other point has a
//! smaller set of forms above zero within its own.

use super::integer::{Exact, Overflow};
use super::linear::Sparse;
use std::collections::BTreeSet;

/// `scale` times the variable is the sum of the entries times the columns' variables; `scale` is above zero.
#[derive(Clone)]
struct Row<T> {
    variable: usize,
    scale: T,
    entries: Sparse<T>,
}

impl<T: Exact> Row<T> {
    fn get(&self, column: usize) -> Option<&T> {
        let at = self.entries.binary_search_by_key(&(column as u32), |(column, _)| *column);
        at.ok().and_then(|at| self.entries.get(at)).map(|(_, entry)| entry)
    }

    /// The entry of variable 0, whose column is the first.
    fn own(&self) -> Option<&T> {
        self.entries.first().filter(|(column, _)| *column as usize == OWN).map(|(_, entry)| entry)
    }
}

/// Rows over columns. Variable 0 is the one that is 1; form number i is variable i + 1. Once there is a point, the entries of
/// the first column are the forms' values.
#[derive(Clone)]
pub(crate) struct Cone<T> {
    /// The variable of each column. Variable 0 keeps the first.
    columns: Vec<usize>,
    /// A variable that no longer plays a part has no entries.
    rows: Vec<Row<T>>,
    /// Per column the rows that hold it, and some that no longer do.
    holders: Vec<Vec<usize>>,
    /// How many there are, variable 0 with them.
    variables: usize,
    /// How many pivots there were, and the last that looked at each row.
    pivots: u32,
    seen: Vec<u32>,
}

/// Where a variable stands.
#[derive(Clone, Copy)]
enum Place {
    Row(usize),
    Column(usize),
}

/// A column that stands for a variable of any sign, until a form takes its place, or for one that is 0; a row of such a one.
const GONE: usize = usize::MAX;

/// The column of variable 0.
const OWN: usize = 0;

impl<T: Exact> Cone<T> {
    /// Each form has at index 0 the factor of variable 0, then those of variables of any sign, as many as `width` - 1. None
    /// if no point meets all.
    pub(crate) fn new(forms: Vec<Sparse<T>>, width: usize) -> Result<Option<Self>, Overflow> {
        let mut columns = vec![GONE; width.max(1)];
        if let Some(first) = columns.first_mut() {
            *first = 0;
        }
        let mut holders = vec![Vec::new(); columns.len()];
        for (at, form) in forms.iter().enumerate() {
            for (column, _) in form {
                holders.get_mut(*column as usize).into_iter().for_each(|rows: &mut Vec<usize>| rows.push(at));
            }
        }
        let variables = forms.len() + 1;
        let row = |(at, entries)| Row { variable: at + 1, scale: T::of(1), entries };
        let seen = vec![0; forms.len()];
        let rows = forms.into_iter().enumerate().map(row).collect();
        let mut cone = Self { columns, rows, holders, variables, pivots: 0, seen };
        cone.rename();
        for column in 1..width {
            if cone.columns.get(column) != Some(&GONE) {
                continue;
            }
            // Of the rows that hold it the shortest, so that few entries come up.
            let rows = cone.held(column).map(|(at, row, _)| (row.entries.len(), at));
            if let Some((_, row)) = rows.min() {
                cone.pivot(row, column)?;
                cone.drop(row);
            }
        }
        if !cone.start()? {
            return Ok(None);
        }
        cone.descend()?;
        Ok(Some(cone))
    }

    /// The rows that hold a column, with their entries there; some of them more than once.
    fn held(&self, column: usize) -> impl Iterator<Item = (usize, &Row<T>, &T)> {
        let all = self.holders.get(column).into_iter().flatten().copied();
        all.filter_map(move |at| {
            let row = self.rows.get(at)?;
            Some((at, row, row.get(column)?))
        })
    }

    fn drop(&mut self, row: usize) {
        if let Some(row) = self.rows.get_mut(row) {
            row.variable = GONE;
            row.entries.clear();
        }
    }

    /// A form that is nothing but one variable of any sign takes its place.
    fn rename(&mut self) {
        for row in &mut self.rows {
            if let [(at, entry)] = row.entries.as_slice()
                && entry.is_one()
                && let Some(column) = self.columns.get_mut(*at as usize)
                && *column == GONE
            {
                *column = std::mem::replace(&mut row.variable, GONE);
                row.entries.clear();
            }
        }
    }

    /// Forms above zero at the least point.
    pub(crate) fn support(&self) -> BTreeSet<usize> {
        let above = self.rows.iter().filter(|row| row.own().is_some_and(is_positive));
        above.filter_map(|row| row.variable.checked_sub(1)).collect()
    }

    /// The least point with a form at 0, if there is one. Goes to some point that has it lowest, from which the next such
    /// question is answered sooner: neighbours are often above zero for the same reason.
    pub(crate) fn without(&mut self, form: usize) -> Result<Option<Self>, Overflow> {
        if !self.lower(form)? {
            return Ok(None);
        }
        let mut less = self.clone();
        less.columns.iter_mut().filter(|column| **column == form + 1).for_each(|column| *column = GONE);
        less.descend()?;
        Ok(Some(less))
    }

    /// Go to a point where a form is 0; says whether there is one.
    fn lower(&mut self, form: usize) -> Result<bool, Overflow> {
        let variable = form + 1;
        while let Some((at, row)) = self.rows.iter().enumerate().find(|(_, row)| row.variable == variable) {
            if row.own().is_none() {
                // It is 0 already: any column may take its place.
                match row.entries.iter().map(|(column, _)| *column as usize).find(|at| self.is_there(*at)) {
                    Some(place) => self.pivot(at, place)?,
                    None => self.drop(at),
                }
                break;
            }
            let lowers = row.entries.iter().filter(|(_, entry)| entry.is_negative());
            let lowers =
                lowers.map(|(column, _)| *column as usize).filter(|at| *at != OWN && self.is_there(*at));
            let Some(column) = lowers.min_by_key(|at| self.columns.get(*at)) else { return Ok(false) };
            let Some(block) = self.block(column, variable)? else { return Ok(false) };
            self.pivot(block, column)?;
        }
        Ok(true)
    }

    fn is_there(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|variable| *variable != GONE)
    }

    /// Find a point: as long as a form is below zero where the columns' variables are 0, a column that raises it takes its
    /// place; the first form and the first variable each time (Terlaky 1985).
    fn start(&mut self) -> Result<bool, Overflow> {
        let is_below = |row: &Row<T>| row.own().is_some_and(T::is_negative);
        let all = self.rows.iter().enumerate().filter(|(_, row)| is_below(row));
        let mut below: BTreeSet<(usize, usize)> = all.map(|(at, row)| (row.variable, at)).collect();
        while let Some((variable, at)) = below.pop_first() {
            let row = self.rows.get(at).filter(|row| row.variable == variable && is_below(row));
            let Some(row) = row else { continue };
            let raises = row.entries.iter().filter(|(_, entry)| is_positive(entry));
            let raises = raises.map(|(column, _)| *column as usize).filter(|at| self.is_there(*at));
            let Some(column) = raises.min_by_key(|at| self.columns.get(*at)) else { return Ok(false) };
            self.pivot(at, column)?;
            let moved = self.holders.get(column).into_iter().flatten();
            let moved = moved.filter_map(|at| Some((*at, self.rows.get(*at)?)));
            below.extend(moved.filter(|(_, row)| is_below(row)).map(|(at, row)| (row.variable, at)));
        }
        Ok(true)
    }

    /// Go down to the least point: variable by variable, by columns that move none before.
    fn descend(&mut self) -> Result<(), Overflow> {
        let mut places: Vec<Option<Place>> = vec![None; self.variables];
        let rows = self.rows.iter().enumerate().map(|(at, row)| (row.variable, Place::Row(at)));
        let columns = self.columns.iter().enumerate().map(|(at, variable)| (*variable, Place::Column(at)));
        for (variable, place) in rows.chain(columns) {
            if let Some(own) = places.get_mut(variable) {
                *own = Some(place);
            }
        }
        let mut fixed: Vec<bool> =
            (0..self.columns.len()).map(|at| at == OWN || !self.is_there(at)).collect();
        for variable in 1..self.variables {
            while let Some(Place::Row(at)) = places.get(variable).copied().flatten() {
                let entries = self.rows.get(at).into_iter().flat_map(|row| &row.entries);
                let lowers =
                    entries.filter(|(_, entry)| entry.is_negative()).map(|(column, _)| *column as usize);
                let lowers = lowers.filter(|at| fixed.get(*at) == Some(&false));
                let Some(column) = lowers.min_by_key(|at| self.columns.get(*at)) else { break };
                let Some(block) = self.block(column, 0)? else { return Ok(()) };
                let (out, into) =
                    (self.rows.get(block).map(|row| row.variable), self.columns.get(column).copied());
                self.pivot(block, column)?;
                for (variable, place) in [(out, Place::Column(column)), (into, Place::Row(block))] {
                    if let Some(own) = variable.and_then(|variable| places.get_mut(variable)) {
                        *own = Some(place);
                    }
                }
            }
            let mut fix = |column: usize| fixed.get_mut(column).into_iter().for_each(|fixed| *fixed = true);
            match places.get(variable).copied().flatten() {
                None => {}
                Some(Place::Column(column)) => fix(column),
                Some(Place::Row(at)) => {
                    let entries = self.rows.get(at).into_iter().flat_map(|row| &row.entries);
                    entries.for_each(|(column, _)| fix(*column as usize));
                }
            }
        }
        Ok(())
    }

    /// The row that stops the column's variable first; of several the one of this variable, else the first variable.
    fn block(&self, column: usize, prefer: usize) -> Result<Option<usize>, Overflow> {
        let zero = T::of(0);
        let mut best: Option<(usize, usize, &T, &T)> = None;
        for (at, row, by) in self.held(column).filter(|(.., by)| by.is_negative()) {
            let value = row.own().unwrap_or(&zero);
            let sooner = match best {
                None => true,
                Some((_, variable, other, along)) => {
                    // value / -by against other / -along.
                    let difference = T::cross(other, by, value, along)?;
                    if difference.is_zero() {
                        variable != prefer && (row.variable == prefer || row.variable < variable)
                    } else {
                        difference.is_negative()
                    }
                }
            };
            if sooner {
                best = Some((at, row.variable, value, by));
            }
        }
        Ok(best.map(|(at, ..)| at))
    }

    /// The row's variable and the column's change places.
    fn pivot(&mut self, at: usize, column: usize) -> Result<(), Overflow> {
        let (zero, minus) = (T::of(0), T::of(-1));
        let (Some(row), Some(entering)) = (self.rows.get_mut(at), self.columns.get_mut(column)) else {
            return Ok(());
        };
        // scale * v = head * x + rest, so head * x = scale * v - rest: with the sign of head made positive.
        std::mem::swap(&mut row.variable, entering);
        let place = row.entries.iter_mut().find(|(other, _)| *other as usize == column);
        let Some((_, place)) = place else { return Ok(()) };
        let head = std::mem::replace(place, row.scale.clone());
        let turned = head.is_negative();
        for (other, entry) in &mut row.entries {
            if (*other as usize == column) == turned {
                *entry = T::cross(&minus, entry, &zero, &zero)?;
            }
        }
        row.scale = if turned { T::cross(&minus, &head, &zero, &zero)? } else { head };
        let (scale, own) = (row.scale.clone(), row.entries.clone());
        let one = scale.is_one();
        let rows = self.holders.get_mut(column).map(std::mem::take).unwrap_or_default();
        let mut still = vec![at];
        self.pivots += 1;
        for other in rows.into_iter().filter(|other| *other != at) {
            let (Some(row), Some(seen)) = (self.rows.get_mut(other), self.seen.get_mut(other)) else {
                continue;
            };
            if std::mem::replace(seen, self.pivots) == self.pivots {
                continue;
            }
            let place = row.entries.binary_search_by_key(&(column as u32), |(column, _)| *column);
            let Ok(place) = place else { continue };
            let (_, factor) = row.entries.remove(place);
            let factor = T::cross(&minus, &factor, &zero, &zero)?;
            let scaled =
                |entry: &T| if one { Ok(entry.clone()) } else { T::cross(&scale, entry, &zero, &zero) };
            let mut sum = Vec::with_capacity(row.entries.len() + own.len());
            let (mut left, mut right) = (row.entries.as_slice(), own.as_slice());
            loop {
                match (left, right) {
                    ([(index, entry), more @ ..], [(other, _), ..]) if index < other => {
                        sum.push((*index, scaled(entry)?));
                        left = more;
                    }
                    ([(index, entry), more @ ..], [(other, of), rest @ ..]) if index == other => {
                        let entry = T::cross(&scale, entry, &factor, of)?;
                        if !entry.is_zero() {
                            sum.push((*index, entry));
                        }
                        (left, right) = (more, rest);
                    }
                    (_, [(index, of), rest @ ..]) => {
                        if *index as usize != column
                            && let Some(holders) = self.holders.get_mut(*index as usize)
                        {
                            holders.push(other);
                        }
                        sum.push((*index, T::cross(&zero, &zero, &factor, of)?));
                        right = rest;
                    }
                    ([(index, entry), more @ ..], []) => {
                        sum.push((*index, scaled(entry)?));
                        left = more;
                    }
                    ([], []) => break,
                }
            }
            row.entries = sum;
            row.scale = scaled(&row.scale)?;
            reduce(row);
            still.push(other);
        }
        if let Some(holders) = self.holders.get_mut(column) {
            *holders = still;
        }
        Ok(())
    }
}

fn is_positive<T: Exact>(entry: &T) -> bool {
    !entry.is_zero() && !entry.is_negative()
}

/// Take the common divisor out.
fn reduce<T: Exact>(row: &mut Row<T>) {
    let mut divisor = row.scale.clone();
    for (_, entry) in &row.entries {
        if divisor.is_one() {
            return;
        }
        divisor = divisor.gcd(entry);
    }
    if !divisor.is_one() {
        row.scale = row.scale.exact_div(&divisor);
        for (_, entry) in &mut row.entries {
            *entry = entry.exact_div(&divisor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use good_lp::{Expression, SolverModel, constraint, default_solver, variable, variables};
    use num_bigint::BigInt;
    use proptest::prelude::*;

    fn cone<T: Exact>(forms: &[Vec<i32>]) -> Result<Option<Cone<T>>, Overflow> {
        let sparse = |form: &Vec<i32>| {
            let held = (0u32..).zip(form).filter(|(_, entry)| **entry != 0);
            held.map(|(at, entry)| (at, T::of(*entry))).collect()
        };
        Cone::new(forms.iter().map(sparse).collect(), forms.first().map_or(1, Vec::len))
    }

    /// The least point's support, with these forms left out one after the other.
    fn least<T: Exact>(forms: &[Vec<i32>], out: &[usize]) -> Result<Option<BTreeSet<usize>>, Overflow> {
        let Some(mut cone) = cone::<T>(forms)? else { return Ok(None) };
        for form in out {
            if cone.support().contains(form) {
                let Some(less) = cone.without(*form)? else { return Ok(None) };
                cone = less;
            }
        }
        Ok(Some(cone.support()))
    }

    fn support(forms: &[Vec<i32>], out: &[usize]) -> Option<BTreeSet<usize>> {
        let long = least::<BigInt>(forms, out).unwrap();
        if let Ok(words) = least::<i64>(forms, out) {
            assert_eq!(words, long);
        }
        long
    }

    #[test]
    fn a_whole_less_its_parts() {
        assert_eq!(support(&[vec![1, -1], vec![1, -1], vec![1, 0]], &[]), Some(BTreeSet::from([2])));
        assert_eq!(support(&[vec![-1, 0], vec![1, 1]], &[]), None);
        assert_eq!(support(&[vec![1, 1], vec![-1, -1], vec![1, 0]], &[]), Some(BTreeSet::from([2])));
        assert_eq!(support(&[vec![1, 0], vec![1, -1]], &[0]), None);
        assert_eq!(support(&[], &[]), Some(BTreeSet::new()));
    }

    /// Whether a point leaves these forms at 0, by a floating-point solver.
    fn floating(forms: &[Vec<i32>], out: &BTreeSet<usize>) -> bool {
        let mut all = variables!();
        let width = forms.first().map_or(1, Vec::len);
        let free: Vec<_> = (1..width).map(|_| all.add(variable())).collect();
        let mut model = all.minimise(Expression::from(0)).using(default_solver);
        for (at, form) in forms.iter().enumerate() {
            let rest: Expression = form[1..].iter().zip(&free).map(|(by, one)| *one * f64::from(*by)).sum();
            let value = rest + f64::from(form[0]);
            model =
                model.with(if out.contains(&at) { constraint!(value == 0) } else { constraint!(value >= 0) });
        }
        model.solve().is_ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(800))]

        /// The least point is found greedily by a solver of another kind: a form is 0 if it can be, in order, as long as
        /// values are compared with 0 alone. Corners have no smaller support within their own.
        #[test]
        fn a_solver_of_another_kind_agrees(
            forms in prop::collection::vec(prop::collection::vec(-1i32..2, 4), 1..7),
            out in prop::collection::vec(0usize..7, 0..3),
        ) {
            let found = support(&forms, &[]);
            prop_assert_eq!(found.is_some(), floating(&forms, &BTreeSet::new()));
            let Some(held) = found else { return Ok(()) };
            let outside: BTreeSet<usize> = (0..forms.len()).filter(|at| !held.contains(at)).collect();
            prop_assert!(floating(&forms, &outside));
            for at in &held {
                let mut more = outside.clone();
                more.insert(*at);
                prop_assert!(!floating(&forms, &more), "a smaller support");
            }
            // Left out one by one or from the start: the same point, since there is one.
            let mut left = BTreeSet::new();
            let mut cone = cone::<BigInt>(&forms).unwrap().unwrap();
            for form in out.into_iter().filter(|form| *form < forms.len()) {
                if !cone.support().contains(&form) {
                    continue;
                }
                left.insert(form);
                let less = cone.without(form).unwrap();
                prop_assert_eq!(less.is_some(), floating(&forms, &left));
                // Whatever point it went to, the others are answered as before.
                for other in cone.support() {
                    let mut both = left.clone();
                    both.remove(&form);
                    both.insert(other);
                    prop_assert_eq!(cone.clone().without(other).unwrap().is_some(), floating(&forms, &both));
                }
                let Some(less) = less else { return Ok(()) };
                cone = less;
                let mut fresh = forms.clone();
                // As equations: the form and its opposite are both 0 or more.
                for form in &left {
                    fresh.push(forms[*form].iter().map(|entry| -entry).collect());
                }
                prop_assert_eq!(Some(cone.support()), support(&fresh, &[]));
            }
        }
    }
}
