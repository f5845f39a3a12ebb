//! The search for forms of few: combinations of what is known that hold the figures of too few contributors. The figures
//! themselves are at hand here, so what is found is a leak, not a suspicion.

use crate::linear::{Echelon, Overflow, combine, kernel, primitive};
use crate::program::{Outcome, maximize, possible};
use std::collections::BTreeSet;

/// One figure, or a sum of one member's figures that stand in the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom {
    /// Who it counts as: the outermost country.
    pub country: u32,
    /// It is above zero.
    pub positive: bool,
}

/// What is known of some atoms: rows of factors.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// The atoms.
    pub atoms: Vec<Atom>,
    /// Rows that were known before anything was opened: nothing is blamed on what follows from them alone.
    pub before: Vec<Vec<i128>>,
    /// Rows that were opened.
    pub opened: Vec<Vec<i128>>,
}

/// Atoms that a cell of few contributors, or a country, can hold.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Contributors at most.
    pub count: u32,
    /// Per atom: it lies within.
    pub atoms: Vec<bool>,
}

/// Rows with those that follow from others left out, and how many of them were known before.
struct Basis {
    rows: Vec<Vec<i128>>,
    before: usize,
}

impl Forms {
    fn basis(&self) -> Result<Basis, Overflow> {
        let (mut span, mut rows) = (Echelon::default(), Vec::new());
        for row in &self.before {
            if span.add(row)? {
                rows.push(row.clone());
            }
        }
        let before = rows.len();
        for row in &self.opened {
            if span.add(row)? {
                rows.push(row.clone());
            }
        }
        Ok(Basis { rows, before })
    }

    /// Combinations of the basis that hold nothing outside `allowed`, as long as one holds something that was opened.
    fn within(
        &self,
        basis: &Basis,
        allowed: impl Fn(usize) -> bool,
    ) -> Result<Option<Vec<Vec<i128>>>, Overflow> {
        let outside: BTreeSet<Vec<i128>> = (0..self.atoms.len())
            .filter(|atom| !allowed(*atom))
            .map(|atom| basis.rows.iter().map(|row| row[atom]).collect())
            .collect();
        let outside: Vec<Vec<i128>> = outside.into_iter().collect();
        let found = kernel(&outside, basis.rows.len())?;
        let new = found.iter().any(|z| z[basis.before..].iter().any(|x| *x != 0));
        Ok(new.then_some(found))
    }

    /// A form without factors below zero that holds figures above zero of fewer than `m` countries.
    pub fn one_signed(&self, m: u32) -> Result<Option<Vec<i128>>, Overflow> {
        let basis = self.basis()?;
        let countries: Vec<u32> = self.countries();
        let size = (m as usize - 1).min(countries.len());
        let mut found = None;
        subsets(&countries, size, &mut |few| {
            found = self.one_signed_of(&basis, few)?;
            Ok(found.is_some())
        })?;
        Ok(found)
    }

    /// Everybody whose figures are above zero somewhere: others hold nothing that could be told.
    fn countries(&self) -> Vec<u32> {
        let all: BTreeSet<u32> =
            self.atoms.iter().filter(|atom| atom.positive).map(|atom| atom.country).collect();
        all.into_iter().collect()
    }

    fn one_signed_of(&self, basis: &Basis, few: &[u32]) -> Result<Option<Vec<i128>>, Overflow> {
        let allowed = |atom: usize| !self.atoms[atom].positive || few.contains(&self.atoms[atom].country);
        let Some(ways) = self.within(basis, allowed)? else { return Ok(None) };
        let forms: Vec<Vec<i128>> =
            ways.iter().map(|way| combine(&basis.rows, way, self.atoms.len())).collect::<Result<_, _>>()?;
        // Per atom that some way holds: its factor in each way. Equal ones say the same.
        let held: BTreeSet<Vec<i128>> = (0..self.atoms.len())
            .map(|atom| {
                let mut factors: Vec<i128> = forms.iter().map(|form| form[atom]).collect();
                let divisor = factors.iter().fold(0i128, |acc, x| num_integer::gcd(acc, *x));
                factors.iter_mut().for_each(|x| *x /= divisor.max(1));
                factors
            })
            .filter(|factors| factors.iter().any(|x| *x != 0))
            .collect();
        let held: Vec<Vec<i128>> = held.into_iter().collect();
        for place in basis.before..basis.rows.len() {
            let own: Vec<i128> = ways.iter().map(|way| way[place]).collect();
            if own.iter().all(|x| *x == 0) {
                continue;
            }
            for sign in [1, -1] {
                let own: Vec<i128> = own.iter().map(|x| sign * x).collect();
                if let Some(z) = above(&held, &own)? {
                    let mut form = combine(&forms, &z, self.atoms.len())?;
                    primitive(&mut form);
                    return Ok(Some(form));
                }
            }
        }
        Ok(None)
    }

    /// A form, of whatever signs, within covers whose counts sum to less than `m`.
    pub fn certain(&self, covers: &[Cover], m: u32) -> Result<Option<Vec<i128>>, Overflow> {
        let basis = self.basis()?;
        let mut free = vec![false; self.atoms.len()];
        for cover in covers.iter().filter(|cover| cover.count == 0) {
            free.iter_mut().zip(&cover.atoms).for_each(|(x, y)| *x |= *y);
        }
        let some: Vec<&Cover> = covers.iter().filter(|cover| (1..m).contains(&cover.count)).collect();
        self.certain_of(&basis, &some, &free, m - 1)
    }

    fn certain_of(
        &self,
        basis: &Basis,
        covers: &[&Cover],
        covered: &[bool],
        budget: u32,
    ) -> Result<Option<Vec<i128>>, Overflow> {
        let mut last = true;
        for (place, cover) in covers.iter().enumerate().filter(|(_, cover)| cover.count <= budget) {
            if cover.atoms.iter().zip(covered).all(|(own, old)| !own || *old) {
                continue;
            }
            last = false;
            let more: Vec<bool> = covered.iter().zip(&cover.atoms).map(|(x, y)| *x || *y).collect();
            let found = self.certain_of(basis, &covers[place + 1..], &more, budget - cover.count)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        // What is covered further up is covered here, too: only the last need be looked at.
        if !last {
            return Ok(None);
        }
        let Some(ways) = self.within(basis, |atom| covered[atom])? else { return Ok(None) };
        let new = ways.iter().find(|z| z[basis.before..].iter().any(|x| *x != 0));
        new.map(|z| combine(&basis.rows, z, self.atoms.len())).transpose()
    }
}

/// Some z with `row . z >= 0` for each row and `own . z > 0`; by duality first, since mostly there is none.
fn above(rows: &[Vec<i128>], own: &[i128]) -> Result<Option<Vec<i128>>, Overflow> {
    let width = own.len();
    let columns: Vec<Vec<i128>> = (0..width).map(|k| rows.iter().map(|row| row[k]).collect()).collect();
    let against: Vec<i128> = own.iter().map(|x| -x).collect();
    if possible(&columns, &against, rows.len())? {
        return Ok(None);
    }
    // z is split into two parts that are not below zero, and each row gets what it is above zero by.
    let mut equations = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let mut out: Vec<i128> = row.iter().copied().chain(row.iter().map(|x| -x)).collect();
        out.extend((0..rows.len()).map(|other| if other == place { -1 } else { 0 }));
        equations.push(out);
    }
    let mut out: Vec<i128> = own.iter().copied().chain(own.iter().map(|x| -x)).collect();
    out.extend(vec![0; rows.len()]);
    equations.push(out);
    let mut right = vec![0i128; rows.len()];
    right.push(1);
    match maximize(&equations, &right, &vec![0; 2 * width + rows.len()])? {
        Outcome::Best { point, .. } => Ok(Some((0..width).map(|k| point[k] - point[width + k]).collect())),
        _ => Err(Overflow),
    }
}

/// Calls `visit` with every set of `size` of `all` until it says that this is enough.
fn subsets(
    all: &[u32],
    size: usize,
    visit: &mut impl FnMut(&[u32]) -> Result<bool, Overflow>,
) -> Result<(), Overflow> {
    fn choose(
        all: &[u32],
        size: usize,
        taken: &mut Vec<u32>,
        visit: &mut impl FnMut(&[u32]) -> Result<bool, Overflow>,
    ) -> Result<bool, Overflow> {
        if size == 0 {
            return visit(taken);
        }
        for at in 0..all.len() {
            if all.len() - at < size {
                break;
            }
            taken.push(all[at]);
            if choose(&all[at + 1..], size - 1, taken, visit)? {
                return Ok(true);
            }
            taken.pop();
        }
        Ok(false)
    }
    choose(all, size, &mut Vec::new(), visit).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atoms(positive: &[(u32, bool)]) -> Vec<Atom> {
        positive.iter().map(|(country, positive)| Atom { country: *country, positive: *positive }).collect()
    }

    #[test]
    fn a_difference_of_two_totals_is_found() {
        // Four members with a figure each in leaf 0, and in leaf 1, where only member 0 has one above zero.
        let who: Vec<(u32, bool)> = (0..4).map(|i| (i, true)).chain((0..4).map(|i| (i, i == 0))).collect();
        let all = vec![1i128; 8];
        let first = [1, 1, 1, 1, 0, 0, 0, 0].to_vec();
        let forms = Forms { atoms: atoms(&who), before: vec![], opened: vec![all.clone(), first.clone()] };
        assert_eq!(forms.one_signed(3).unwrap(), Some(vec![0, 0, 0, 0, 1, 1, 1, 1]));
        let forms = Forms { atoms: atoms(&who), before: vec![all.clone(), first.clone()], opened: vec![] };
        assert_eq!(forms.one_signed(3).unwrap(), None, "known before");
        let forms = Forms { atoms: atoms(&who), before: vec![], opened: vec![all.clone()] };
        assert_eq!(forms.one_signed(3).unwrap(), None);
    }

    #[test]
    fn mixed_signs_are_no_sum_but_may_be_certainly_few() {
        // (a + b + c) - (c + d + e): four contributors in all, a + b against d + e.
        let who: Vec<(u32, bool)> = (0..5).map(|i| (i, true)).collect();
        let opened = vec![vec![1, 1, 1, 0, 0], vec![0, 0, 1, 1, 1]];
        let forms = Forms { atoms: atoms(&who), before: vec![], opened };
        assert_eq!(forms.one_signed(3).unwrap(), None);
        let covers = [vec![true, true, false, true, true], vec![false, false, true, false, false]];
        let covers: Vec<Cover> = covers.into_iter().map(|atoms| Cover { count: 2, atoms }).collect();
        assert!(forms.certain(&covers, 3).unwrap().is_some());
        assert!(forms.certain(&covers[1..], 3).unwrap().is_none());
        assert!(forms.certain(&covers, 2).unwrap().is_none());
    }

    #[test]
    fn several_openings_together_isolate() {
        // Pairs ab, bc, cd, ... of five in a ring: their alternating sum gives twice one figure.
        let who: Vec<(u32, bool)> = (0..5).map(|i| (i, true)).collect();
        let opened = (0..5).map(|i| (0..5).map(|j| i128::from(j == i || j == (i + 1) % 5)).collect());
        let forms = Forms { atoms: atoms(&who), before: vec![], opened: opened.collect() };
        assert!(forms.one_signed(2).unwrap().is_some());
    }
}
