//! Linear programs in whole numbers: the attacker's own simplex, with one common denominator (Edmonds' pivots) and
//! Bland's rule, so that it always ends.

use crate::linear::{Overflow, cross};

/// What a program gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No point satisfies the equations.
    Impossible,
    /// As large as one likes.
    Unbounded,
    /// The largest value is `numerator / denominator`, at `point / denominator`.
    Best {
        /// Of the value.
        numerator: i128,
        /// Above zero.
        denominator: i128,
        /// Of the variables.
        point: Vec<i128>,
    },
}

struct Tableau {
    /// Equations, the right side last; the variable of the base in each has the factor `scale`.
    rows: Vec<Vec<i128>>,
    base: Vec<usize>,
    scale: i128,
}

impl Tableau {
    fn pivot(&mut self, at: usize, column: usize, goal: &mut Vec<i128>) -> Result<(), Overflow> {
        if self.rows[at][column] < 0 {
            // Only while artificial variables of value 0 are driven out.
            self.rows[at].iter_mut().for_each(|x| *x = -*x);
        }
        let own = self.rows[at].clone();
        let next = own[column];
        let scale = self.scale;
        let eliminate = |row: &mut Vec<i128>| -> Result<(), Overflow> {
            let factor = row[column];
            for (x, y) in row.iter_mut().zip(&own) {
                *x = cross(*x, next, factor, *y)? / scale;
            }
            Ok(())
        };
        for (place, row) in self.rows.iter_mut().enumerate() {
            if place != at {
                eliminate(row)?;
            }
        }
        eliminate(goal)?;
        self.base[at] = column;
        self.scale = next;
        Ok(())
    }

    /// Climbs until no factor of the goal is above zero among the first `width` columns. False: without end.
    fn climb(&mut self, goal: &mut Vec<i128>, width: usize) -> Result<bool, Overflow> {
        while let Some(column) = (0..width).find(|column| goal[*column] > 0) {
            let mut best: Option<usize> = None;
            for (place, row) in self.rows.iter().enumerate().filter(|(_, row)| row[column] > 0) {
                let right = row.len() - 1;
                let Some(old) = best else {
                    best = Some(place);
                    continue;
                };
                let other = &self.rows[old];
                let less = cross(row[right], other[column], other[right], row[column])?;
                if less < 0 || (less == 0 && self.base[place] < self.base[old]) {
                    best = Some(place);
                }
            }
            let Some(at) = best else { return Ok(false) };
            self.pivot(at, column, goal)?;
        }
        Ok(true)
    }
}

/// Equations for which some x without a factor below zero is at hand.
pub struct Program {
    tableau: Tableau,
    width: usize,
}

impl Program {
    /// None if no such x satisfies them.
    pub fn new(equations: &[Vec<i128>], right: &[i128], width: usize) -> Result<Option<Self>, Overflow> {
        let height = equations.len();
        let mut rows = Vec::with_capacity(height);
        for (place, (row, value)) in equations.iter().zip(right).enumerate() {
            let sign = if *value < 0 { -1 } else { 1 };
            let mut out: Vec<i128> = row.iter().map(|x| sign * x).collect();
            out.extend((0..height).map(|other| i128::from(other == place)));
            out.push(sign * value);
            rows.push(out);
        }
        // The first goal: artificial variables become 0, that is the sum of all equations over the true ones.
        let mut first = vec![0i128; width + height + 1];
        for row in &rows {
            for column in (0..width).chain([width + height]) {
                first[column] = first[column].checked_add(row[column]).ok_or(Overflow)?;
            }
        }
        let mut tableau = Tableau { rows, base: (width..width + height).collect(), scale: 1 };
        tableau.climb(&mut first, width)?;
        if first[width + height] != 0 {
            return Ok(None);
        }
        let mut place = 0;
        while place < tableau.rows.len() {
            if tableau.base[place] >= width {
                match (0..width).find(|column| tableau.rows[place][*column] != 0) {
                    Some(column) => tableau.pivot(place, column, &mut first)?,
                    None => {
                        tableau.rows.remove(place);
                        tableau.base.remove(place);
                        continue;
                    }
                }
            }
            place += 1;
        }
        for row in &mut tableau.rows {
            row.drain(width..width + height);
        }
        Ok(Some(Self { tableau, width }))
    }

    /// The largest `goal . x`. What was found before is where the next search begins.
    pub fn maximize(&mut self, goal: &[i128]) -> Result<Outcome, Overflow> {
        let Self { tableau, width } = self;
        let width = *width;
        // The goal in terms of what is not in the base, times the common denominator.
        let mut own = vec![0i128; width + 1];
        for (x, y) in own.iter_mut().zip(goal) {
            *x = y.checked_mul(tableau.scale).ok_or(Overflow)?;
        }
        for (row, base) in tableau.rows.iter().zip(&tableau.base) {
            let factor = goal[*base];
            for (x, y) in own.iter_mut().zip(row) {
                *x = cross(*x, 1, *y, factor)?;
            }
        }
        if !tableau.climb(&mut own, width)? {
            return Ok(Outcome::Unbounded);
        }
        let mut point = vec![0i128; width];
        for (row, base) in tableau.rows.iter().zip(&tableau.base) {
            point[*base] = row[width];
        }
        Ok(Outcome::Best { numerator: -own[width], denominator: tableau.scale, point })
    }
}

/// The largest `goal . x` with `equations . x = right` and no x below zero.
pub fn maximize(equations: &[Vec<i128>], right: &[i128], goal: &[i128]) -> Result<Outcome, Overflow> {
    let program = Program::new(equations, right, goal.len())?;
    program.map_or(Ok(Outcome::Impossible), |mut program| program.maximize(goal))
}

/// Whether some x without a factor below zero satisfies the equations.
pub fn possible(equations: &[Vec<i128>], right: &[i128], width: usize) -> Result<bool, Overflow> {
    Ok(Program::new(equations, right, width)?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_programs_have_their_known_answers() {
        // 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6).
        let rows = vec![vec![1, 0, 1, 0, 0], vec![0, 2, 0, 1, 0], vec![3, 2, 0, 0, 1]];
        let Outcome::Best { numerator, denominator, point } =
            maximize(&rows, &[4, 12, 18], &[3, 5, 0, 0, 0]).unwrap()
        else {
            panic!("it has a best point")
        };
        assert_eq!(numerator, 36 * denominator);
        assert_eq!(point[..2], [2 * denominator, 6 * denominator]);
        assert_eq!(maximize(&[vec![1, -1]], &[0], &[1, 0]).unwrap(), Outcome::Unbounded);
        assert_eq!(maximize(&[vec![1, 1], vec![1, 1]], &[1, 2], &[1, 0]).unwrap(), Outcome::Impossible);
        // A fraction, an equation said twice and a right side below zero.
        let rows = vec![vec![-2, -3], vec![2, 3], vec![4, 6]];
        let Outcome::Best { numerator, denominator, .. } = maximize(&rows, &[-7, 7, 14], &[1, 0]).unwrap()
        else {
            panic!("it has a best point")
        };
        assert_eq!(numerator * 2, 7 * denominator);
    }

    #[test]
    fn small_programs_agree_with_trying_all_corners() {
        // Two equations in four variables: every corner is a choice of two columns.
        let mut seed = 7u64;
        let mut next = |limit: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i128::from((seed >> 33) % limit)
        };
        for _ in 0..2_000 {
            let rows: Vec<Vec<i128>> = (0..2).map(|_| (0..4).map(|_| 1 + next(5)).collect()).collect();
            let right: Vec<i128> = (0..2).map(|_| next(9)).collect();
            let goal: Vec<i128> = (0..4).map(|_| next(7) - 3).collect();
            let mut best: Option<(i128, i128)> = None;
            for a in 0..4 {
                for b in 0..4 {
                    let det = rows[0][a] * rows[1][b] - rows[0][b] * rows[1][a];
                    if a == b || det == 0 {
                        continue;
                    }
                    let sign = det.signum();
                    let x = sign * (right[0] * rows[1][b] - rows[0][b] * right[1]);
                    let y = sign * (rows[0][a] * right[1] - right[0] * rows[1][a]);
                    if x >= 0 && y >= 0 {
                        let value = (goal[a] * x + goal[b] * y, det.abs());
                        if best.is_none_or(|old| value.0 * old.1 > old.0 * value.1) {
                            best = Some(value);
                        }
                    }
                }
            }
            let independent = (0..4).any(|a| rows[0][0] * rows[1][a] != rows[0][a] * rows[1][0]);
            if !independent {
                continue;
            }
            match (maximize(&rows, &right, &goal).unwrap(), best) {
                (Outcome::Best { numerator, denominator, .. }, Some(value)) => {
                    assert_eq!(numerator * value.1, value.0 * denominator);
                }
                (Outcome::Impossible, None) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
