//! Whether a form that comes with a row holds nothing but what few contribute to for sure.

use super::bits::Bits;
use super::component::Component;
use super::covers::Cover;
use super::find::Verdict;
use super::forms::Forms;
use super::narrowed::Narrowed;
use crate::exact::integer::{Exact, Overflow};

/// Covers that cost something, ready for searches.
pub(super) struct Stock {
    all: Vec<Cover>,
    /// Per atom the covers that hold it.
    holding: Vec<Vec<u32>>,
    /// Per group the cover that it is.
    single: Vec<Option<u32>>,
    /// When all are in use.
    fresh: Use,
}

/// Which covers are in use.
#[derive(Clone)]
struct Use {
    is: Bits,
    /// Per cost and atom how many covers in use that cost so much at most hold it, those of single groups apart.
    loose: Vec<Vec<u32>>,
}

impl Stock {
    pub(super) fn new(component: &Component, all: Vec<Cover>) -> Self {
        let atoms = component.class_of.len();
        let mut holding = vec![Vec::new(); atoms];
        let mut single = vec![None; component.sizes.len()];
        for (number, cover) in (0u32..).zip(&all) {
            for atom in cover.atoms.iter() {
                holding.get_mut(atom).into_iter().for_each(|of: &mut Vec<u32>| of.push(number));
            }
            if let Some(group) = cover.group.and_then(|group| single.get_mut(group)) {
                *group = Some(number);
            }
        }
        let none = Use { is: Bits::new(all.len()), loose: vec![vec![0; atoms]; component.minimum as usize] };
        let made = Self { all, holding, single, fresh: none };
        let mut covers = Covers::new(component, &made);
        (0u32..).zip(&made.all).for_each(|(number, _)| covers.turn(number, true));
        let fresh = covers.used;
        Self { fresh, ..made }
    }
}

/// Covers, and what those in use may cover together.
pub(super) struct Covers<'a> {
    component: &'a Component,
    stock: &'a Stock,
    used: Use,
}

impl<'a> Covers<'a> {
    /// All of them in use.
    pub(super) fn new(component: &'a Component, stock: &'a Stock) -> Self {
        Self { component, stock, used: stock.fresh.clone() }
    }

    /// Those in use that hold an atom, in order.
    fn holding(&self, atom: usize) -> Vec<u32> {
        let all = self.stock.holding.get(atom).into_iter().flatten().copied();
        all.filter(|number| self.used.is.has(*number as usize)).collect()
    }

    fn get(&self, number: u32) -> Option<&'a Cover> {
        self.stock.all.get(number as usize)
    }

    /// Use a cover, or no longer.
    fn turn(&mut self, number: u32, on: bool) {
        let Some(cover) = self.get(number) else { return };
        let turned =
            if on { self.used.is.insert(number as usize) } else { self.used.is.take(number as usize) };
        if !turned || cover.group.is_some() {
            return;
        }
        for loose in self.used.loose.iter_mut().skip(cover.cost as usize) {
            for number in cover.atoms.iter() {
                if let Some(number) = loose.get_mut(number) {
                    *number = if on { *number + 1 } else { *number - 1 };
                }
            }
        }
    }

    /// Whether a column may be covered: none of its atoms lies in no cover, and those that lie in covers of single groups
    /// alone are not of groups too large together.
    pub(super) fn may_cover(&self, column: usize, covered: &Bits, budget: u32) -> bool {
        let Some(column) = self.component.columns.get(column) else { return true };
        let loose = self.used.loose.get(budget as usize);
        let (mut cost, mut seen) = (0, Vec::new());
        covered.all_lacking(column.atoms.clone(), |atom| {
            if loose.and_then(|loose| loose.get(atom)).is_some_and(|number| *number > 0) {
                return true;
            }
            let group = self.component.group(atom);
            if self.component.is_plain {
                cost += self.component.size(group);
            } else if !seen.contains(&group) {
                seen.push(group);
                cost += self.component.size(group);
            }
            let single = self.stock.single.get(group).copied().flatten();
            let single = single.filter(|number| self.used.is.has(*number as usize));
            let price = single.and_then(|number| self.get(number)).map(|cover| cover.cost);
            price.is_some_and(|price| price <= budget) && cost <= budget
        })
    }
}

/// One search.
pub(super) struct Certain<'a, 'f, T> {
    covers: Covers<'a>,
    forms: Narrowed<'f, T>,
    /// Steps left.
    left: u64,
}

/// What is to be left out of forms, besides what is.
enum Out<'s> {
    /// All that cannot be covered.
    All,
    /// Columns of this factor, and of these what cannot be covered.
    Some(usize, &'s [usize]),
}

impl<'a, 'f, T: Exact> Certain<'a, 'f, T> {
    pub(super) fn new(covers: Covers<'a>, forms: &'f Forms<T>, left: u64) -> Self {
        Self { covers, forms: Narrowed::new(forms), left }
    }

    /// Whether a form of the family lies within `covered` and covers that cost `budget` at most.
    pub(super) fn search(&mut self, covered: &Bits, budget: u32) -> Result<Verdict, Overflow> {
        self.step(&Out::All, 0, covered, budget)
    }

    /// Of the columns before number `from` no form holds what is not covered.
    fn step(&mut self, out: &Out<'_>, from: usize, covered: &Bits, budget: u32) -> Result<Verdict, Overflow> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(Verdict::Limit) };
        self.left = left;
        let mark = self.forms.mark();
        let verdict = if self.leave_out(out, covered, budget)? {
            self.split(from, covered, budget)?
        } else {
            Verdict::Open
        };
        self.forms.back(mark);
        Ok(verdict)
    }

    fn leave_out(&mut self, out: &Out<'_>, covered: &Bits, budget: u32) -> Result<bool, Overflow> {
        let covers = &self.covers;
        match out {
            Out::All => {
                return self.forms.leave_all_out(|column| !covers.may_cover(column, covered, budget));
            }
            Out::Some(factor, columns) => {
                if !self.forms.leave_out(*factor)? {
                    return Ok(false);
                }
                for column in *columns {
                    if let Some(factor) = self.forms.factor_of(*column)
                        && !covers.may_cover(*column, covered, budget)
                        && !self.forms.leave_out(factor)?
                    {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    fn split(&mut self, from: usize, covered: &Bits, budget: u32) -> Result<Verdict, Overflow> {
        let Some((at, atom, factor, can_lack)) = self.first(from, covered)? else { return Ok(Verdict::Shut) };
        let holding = self.covers.holding(atom);
        // Either the atom is left out, and so is all that would cover it, or one of these covers it.
        if can_lack {
            holding.iter().for_each(|number| self.covers.turn(*number, false));
            let columns = self.columns(&holding);
            let verdict = self.step(&Out::Some(factor, &columns), at, covered, budget)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
            holding.iter().for_each(|number| self.covers.turn(*number, true));
        }
        for number in &holding {
            let Some(cover) = self.covers.get(*number) else { continue };
            let Some(rest) = budget.checked_sub(cover.cost) else { continue };
            self.covers.turn(*number, false);
            let mut more = covered.clone();
            more.add(&cover.atoms);
            let verdict = self.step(&Out::All, at, &more, rest)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        holding.iter().for_each(|number| self.covers.turn(*number, true));
        Ok(Verdict::Open)
    }

    /// The columns of the atoms that these covers hold, ascending.
    fn columns(&self, covers: &[u32]) -> Vec<usize> {
        let component = self.covers.component;
        let mut atoms = component.none();
        let covers = covers.iter().filter_map(|number| self.covers.get(*number));
        covers.for_each(|cover| atoms.add(&cover.atoms));
        let mut columns: Vec<usize> =
            atoms.iter().filter_map(|atom| component.column_of.get(atom).copied()).collect();
        columns.dedup();
        columns
    }

    /// The first atom that is not covered and that some form holds: with the place of its column, the column's factor, and
    /// whether some form does not hold it.
    fn first(&self, from: usize, covered: &Bits) -> Result<Option<(usize, usize, usize, bool)>, Overflow> {
        for (at, (column, factor)) in self.forms.forms.columns().iter().enumerate().skip(from) {
            let Some(column) = self.covers.component.columns.get(*column) else { continue };
            let Some(atom) = covered.first_lacking(column.atoms.clone()) else { continue };
            let (some, lack) = self.forms.holds(*factor)?;
            if some {
                return Ok(Some((at, atom, *factor, lack)));
            }
        }
        Ok(None)
    }
}
