//! The slow way to a verdict: equations on the factors of all known lines, as the rules are written, solved again for each
//! cell in integers of any length. Verdicts must be the same at every limit of steps, and so the steps.

use super::random::Chance;
use super::slow::differences;
use super::{cell, table};
use crate::exact::cone::Cone;
use crate::exact::linear::{Echelon, Sparse};
use crate::plan::bits::Bits;
use crate::plan::component::{Component, split};
use crate::plan::covers::Cover;
use crate::plan::find::{Judge, Verdict};
use crate::plan::possible::{Possible, heavy};
use crate::plan::rows::{Rows, Source};
use crate::plan::{Parts, decide};
use crate::table::Table;
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

const OWN: u32 = 1 << 31;

/// Equations on the factors of known lines, those last opened first, and of the own one.
struct Forms<'a> {
    component: &'a Component,
    equations: Vec<Sparse<BigInt>>,
    imposed: Vec<Sparse<BigInt>>,
}

impl<'a> Forms<'a> {
    fn new(component: &'a Component, line: usize) -> Self {
        let mut index: BTreeMap<u32, u32> =
            (1..).zip(&component.known).map(|(place, known)| (*known, OWN - place)).collect();
        index.insert(line as u32, OWN);
        let equation = |lines: &Vec<u32>| {
            let at: BTreeSet<u32> = lines.iter().filter_map(|line| index.get(line).copied()).collect();
            at.into_iter().map(|at| (at, BigInt::from(1))).collect()
        };
        let equations = component.columns.iter().map(|column| equation(&column.lines)).collect();
        Self { component, equations, imposed: Vec::new() }
    }

    fn echelon(&self) -> Echelon<BigInt> {
        let mut echelon = Echelon::new();
        for equation in &self.imposed {
            let rest = echelon.reduce(equation.clone()).unwrap();
            echelon.push(rest);
        }
        echelon
    }

    fn factor(&self, column: usize) -> Sparse<BigInt> {
        self.echelon().reduce_whole(self.equations[column].clone()).unwrap()
    }

    /// Whether a form is left.
    fn leave_out(&mut self, column: usize) -> bool {
        let factor = self.factor(column);
        let left = factor.first().is_none_or(|(at, _)| *at != OWN);
        if left && !factor.is_empty() {
            self.imposed.push(factor);
        }
        left
    }

    fn hopeless(&self, covered: &Bits, budget: u32, covers: &[&Cover]) -> Vec<usize> {
        let cheap = || covers.iter().filter(|cover| cover.cost <= budget);
        let lies = |atom: &usize| {
            covered.has(*atom) || cheap().any(|cover| cover.group.is_none() && cover.atoms.has(*atom))
        };
        let is = |column: &usize| {
            let atoms = self.component.columns[*column].atoms.clone().filter(|atom| !lies(atom));
            let groups: BTreeSet<usize> = atoms.map(|atom| self.component.group(atom)).collect();
            let lone = groups.iter().any(|group| !cheap().any(|cover| cover.group == Some(*group)));
            lone || groups.iter().map(|group| self.component.size(*group)).sum::<u32>() > budget
        };
        (0..self.component.columns.len()).filter(is).collect()
    }

    fn certain(&mut self, covered: &Bits, budget: u32, covers: &[&Cover], left: &mut u64) -> Verdict {
        if *left == 0 {
            return Verdict::Limit;
        }
        *left -= 1;
        let before = self.imposed.clone();
        for column in self.hopeless(covered, budget, covers) {
            if !self.leave_out(column) {
                self.imposed = before;
                return Verdict::Open;
            }
        }
        let verdict = self.branch(covered, budget, covers, left);
        self.imposed = before;
        verdict
    }

    fn branch(&mut self, covered: &Bits, budget: u32, covers: &[&Cover], left: &mut u64) -> Verdict {
        let held = |at: &usize| !covered.has(*at) && !self.factor(self.component.column_of[*at]).is_empty();
        let Some(atom) = (0..self.component.column_of.len()).find(held) else { return Verdict::Shut };
        let before = self.imposed.clone();
        if self.leave_out(self.component.column_of[atom]) {
            let others: Vec<&Cover> = covers.iter().copied().filter(|cover| !cover.atoms.has(atom)).collect();
            let verdict = self.certain(covered, budget, &others, left);
            if verdict != Verdict::Open {
                return verdict;
            }
        }
        self.imposed = before;
        let mut others = covers.to_vec();
        for cover in covers.iter().filter(|cover| cover.atoms.has(atom) && cover.cost <= budget) {
            others.retain(|other| !std::ptr::eq(*other, *cover));
            let mut more = covered.clone();
            more.add(&cover.atoms);
            let verdict = self.certain(&more, budget - cover.cost, &others, left);
            if verdict != Verdict::Open {
                return verdict;
            }
        }
        Verdict::Open
    }

    /// The program of forms that are nowhere below zero, with all unknowns and without a look at signs.
    fn possible(&self, minus: bool, left: &mut u64) -> Verdict {
        let (mut factors, mut columns) = (Vec::<Sparse<BigInt>>::new(), Vec::<Vec<usize>>::new());
        let void = &self.component.void.atoms;
        for column in 0..self.component.columns.len() {
            if self.component.columns[column].atoms.clone().all(|atom| void.has(atom)) {
                continue;
            }
            let factor = self.factor(column);
            match factors.iter().position(|one| *one == factor) {
                _ if factor.is_empty() => {}
                Some(at) => columns[at].push(column),
                None => {
                    factors.push(factor);
                    columns.push(vec![column]);
                }
            }
        }
        let places: BTreeSet<u32> = factors.iter().flatten().map(|(at, _)| *at).collect();
        let places: Vec<u32> = [OWN].into_iter().chain(places.into_iter().filter(|at| *at != OWN)).collect();
        let entry = |factor: &Sparse<BigInt>, place: u32| {
            let entry =
                factor.iter().find(|(at, _)| *at == place).map_or(BigInt::from(0), |(_, own)| own.clone());
            if minus && place == OWN { -entry } else { entry }
        };
        let form = |factor: &Sparse<BigInt>| {
            let all = (0u32..).zip(places.iter().map(|place| entry(factor, *place)));
            all.filter(|(_, entry)| *entry != BigInt::from(0)).collect()
        };
        let cone = Cone::new(factors.iter().map(form).collect(), places.len()).unwrap();
        let mut search = Possible::of(self.component, columns, *left, cone);
        let verdict = search.search().unwrap();
        *left = search.left;
        verdict
    }
}

/// Whether a line is a combination of known ones on some columns.
fn follows(component: &Component, line: usize, columns: &[usize]) -> bool {
    follows_from(component, &component.known, line, columns)
}

fn follows_from(component: &Component, known: &[u32], line: usize, columns: &[usize]) -> bool {
    let vector = |line: u32| -> Sparse<BigInt> {
        let holds = |at: &&usize| component.columns[**at].lines.contains(&line);
        columns.iter().filter(holds).map(|at| (*at as u32, BigInt::from(1))).collect()
    };
    let mut echelon = Echelon::new();
    for known in known {
        let rest = echelon.reduce(vector(*known)).unwrap();
        echelon.push(rest);
    }
    echelon.reduce(vector(line as u32)).unwrap().is_empty()
}

/// Covers of kinds 1 and 2.
fn without_differences(component: &Component) -> Vec<Cover> {
    let lines = component.lines.iter().filter_map(|line| Some((line.cost?, line.atoms.clone(), None)));
    let groups = (0..component.sizes.len()).map(|group| {
        let mut atoms = component.none();
        (0..component.class_of.len()).filter(|atom| component.group(*atom) == group).for_each(|atom| {
            atoms.insert(atom);
        });
        (component.size(group), atoms, Some(group))
    });
    let all = lines.chain(groups).filter(|(cost, ..)| *cost < component.minimum);
    all.map(|(cost, atoms, group)| Cover { cost, atoms, group }).collect()
}

fn find(component: &Component, line: usize, limit: u64) -> Verdict {
    let all: Vec<usize> = (0..component.columns.len()).collect();
    if follows(component, line, &all) {
        let sure: Vec<u32> =
            component.known.iter().filter(|line| !component.said.contains(line)).copied().collect();
        return if follows_from(component, &sure, line, &all) { Verdict::Open } else { Verdict::Shut };
    }
    let mut every = without_differences(component);
    every.extend(differences(component));
    let mut free = component.none();
    every.iter().filter(|cover| cover.cost == 0).for_each(|cover| free.add(&cover.atoms));
    let some: Vec<&Cover> = every.iter().filter(|cover| cover.cost > 0).collect();
    let mut forms = Forms::new(component, line);
    let budget = component.minimum.saturating_sub(1);
    if follows(component, line, &forms.hopeless(&free, budget, &some)) {
        let verdict = forms.certain(&free, budget, &some, &mut { limit });
        if verdict != Verdict::Open {
            return verdict;
        }
    }
    let heavy = heavy(component);
    if !follows(component, line, &heavy) {
        return Verdict::Open;
    }
    for column in heavy {
        if !forms.leave_out(column) {
            return Verdict::Open;
        }
    }
    let mut left = limit;
    for minus in [false, true] {
        let verdict = forms.possible(minus, &mut left);
        if verdict != Verdict::Open {
            return verdict;
        }
    }
    Verdict::Open
}

/// Go through the cells of each component, at limits of steps in turn; how many verdicts of each kind there were.
fn agree(table: &Table, seen: &mut [usize; 3]) {
    let rows = Rows::new(table, &Parts::ALL);
    let all: Vec<usize> = (0..rows.all.len()).collect();
    for system in 0..table.systems {
        for part in split(&rows, &all, system) {
            let mut judge = Judge::new(Component::new(&rows, &part, system), &Parts::ALL);
            for (line, row) in part.iter().enumerate() {
                if rows.all[*row].source != Source::Cell || judge.component.known.contains(&(line as u32)) {
                    continue;
                }
                let mut last = Verdict::Limit;
                for limit in [0, 1, 2, 5, 9, 14, 23, 40, 4000] {
                    last = judge.find(line, &Parts { limit, ..Parts::ALL });
                    assert_eq!(last, find(&judge.component, line, limit), "{table:?}, {line}, {limit}");
                    seen[last as usize] += 1;
                }
                if last == Verdict::Open {
                    judge.learn(line);
                }
            }
        }
    }
    assert_eq!(decide::decide(table, &Parts::ALL).len(), table.cells.len());
}

/// A table with margins of three by three parts, where members leave cells out.
fn crossed(chance: &mut Chance) -> Table {
    let filled = 25 + chance.below(50);
    let truth: Vec<BTreeSet<u32>> = (0..7).map(|_| chance.of(9, filled)).collect();
    let missing = chance.below(20);
    let mut cells = Vec::new();
    for row in 0..4u32 {
        for column in 0..4u32 {
            let within = |leaf: &u32| (row == 3 || leaf / 3 == row) && (column == 3 || leaf % 3 == column);
            let leaves: Vec<u32> = (0..9).filter(within).collect();
            let who: BTreeSet<u32> = (0..7).filter(|_| chance.below(100) >= missing).collect();
            let has = |member: &&u32| leaves.iter().any(|leaf| truth[**member as usize].contains(leaf));
            let count = who.iter().filter(has).count() as u32;
            cells.push(cell(&[&leaves], who, count));
        }
    }
    let mut made = table(cells);
    if chance.below(4) == 0 {
        made.within = [(0, chance.below(8))].into();
    }
    made
}

#[test]
fn verdicts_and_steps_are_those_of_the_slow_way() {
    let mut chance = Chance(2_026);
    let mut seen = [0; 3];
    for _ in 0..120 {
        agree(&chance.history(), &mut seen);
    }
    for _ in 0..12 {
        agree(&crossed(&mut chance), &mut seen);
    }
    for _ in 0..30 {
        agree(&chance.ragged(7, 3), &mut seen);
    }
    assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}
