//! Random tables of three by five with both margins, judged by another solver.

use super::{cell, shown, table};
use crate::shown::Shown;
use crate::{Table, plan};
use good_lp::{Expression, Solution, SolverModel, constraint, default_solver, variable, variables};
use std::collections::BTreeSet;

/// A small generator (Knuth's constants), so that the tables are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Cells of all rows by all columns, then lines, then everything, with counts and totals of random figures of eight members.
fn made(rows: u32, columns: u32, mean: u64, dice: &mut Dice) -> (Table, Vec<u64>) {
    let inner = rows * columns;
    let mut sums: Vec<Vec<u32>> = (0..inner).map(|at| vec![at]).collect();
    sums.extend((0..rows).map(|row| (row * columns..(row + 1) * columns).collect()));
    sums.extend((0..columns).map(|column| (0..rows).map(|row| row * columns + column).collect()));
    sums.push((0..inner).collect());
    let mut figures = vec![[0u64; 8]; inner as usize];
    for one in &mut figures {
        for _ in 0..dice.below(2 * mean + 1) {
            one[dice.below(8) as usize] += 1;
        }
    }
    let (mut cells, mut totals) = (Vec::new(), Vec::new());
    for sum in &sums {
        let of = |member: usize| sum.iter().map(|at| figures[*at as usize][member]).sum::<u64>();
        let mut cell = cell(sum);
        cell.count = Some((0..8).filter(|member| of(*member) > 0).count() as u32);
        cells.push(cell);
        totals.push((0..8).map(of).sum());
    }
    (table(cells), totals)
}

/// How many totals a cell has, by all that is shown. Bounds of a network are whole numbers.
fn possible(table: &Table, out: &[Shown], of: usize) -> i64 {
    let ends = [false, true].map(|largest| {
        let mut all = variables!();
        let leaves = table.cells.iter().map(|cell| cell.leaves[0].len()).max().unwrap();
        let figures: Vec<_> = (0..leaves).map(|_| all.add(variable().min(0.0))).collect();
        let sum = |cell: usize| -> Expression {
            table.cells[cell].leaves[0].iter().map(|at| figures[*at as usize]).sum()
        };
        let problem = if largest { all.maximise(sum(of)) } else { all.minimise(sum(of)) };
        let mut model = problem.using(default_solver);
        for (at, shown) in out.iter().enumerate() {
            let Some((low, high)) = shown.ends() else { continue };
            model = model.with(constraint!(sum(at) >= low as f64)).with(constraint!(sum(at) <= high as f64));
            // What opened parts leave of an opened line has the minimum of contributors.
            let own: BTreeSet<u32> = table.cells[at].leaves[0].iter().copied().collect();
            let part = |leaf: &u32| own.len() > 1 && out[*leaf as usize].ends().is_none();
            let rest: Vec<_> =
                own.iter().filter(|leaf| part(leaf)).map(|leaf| figures[*leaf as usize]).collect();
            if !rest.is_empty() {
                model = model.with(constraint!(rest.into_iter().sum::<Expression>() >= 3.0));
            }
        }
        model.solve().unwrap().eval(sum(of)).round() as i64
    });
    ends[1] - ends[0] + 1
}

/// Every total shown with a value keeps the five of its band.
#[test]
fn three_by_five() {
    let mut dice = Dice(5);
    let (mut all, mut narrow) = (0, 0);
    for _ in 0..20 {
        let (table, totals) = made(3, 5, 6, &mut dice);
        let out = shown(&table, &plan(&table).unwrap(), &totals);
        for at in 0..out.len() {
            if matches!(out[at], Shown::Value(_)) {
                all += 1;
                narrow += usize::from(possible(&table, &out, at) < 5);
            }
        }
    }
    // To the nearest five 192 of 288 were, and 29 of 180 with families of disjoint parts alone. The others are nearly all.
    assert_eq!((narrow, all), (0, 160));
}
