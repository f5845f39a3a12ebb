//! Linear programs over few figures and many limits: a dictionary in whole numbers with one common
//! denominator, and Bland's rule, so that it always ends. What is found for one goal is where the
//! search for the next begins.

use crate::linear::{Overflow, cross};
use crate::program::Outcome;

/// All x of a given width, none below zero, with `row . x <= right` for every limit.
pub struct Polytope {
    /// Each basic variable as its right side less its factors times the variables that are 0, all
    /// over `scale`.
    rows: Vec<Vec<i128>>,
    right: Vec<i128>,
    /// Variables below `width` are x, those above what the limits leave.
    basic: Vec<usize>,
    zero: Vec<usize>,
    scale: i128,
    width: usize,
}

/// A limit: factors, and what their sum is at most.
pub type Limit = (Vec<i128>, i128);

impl Polytope {
    /// None if no x satisfies the limits.
    pub fn new(limits: Vec<Limit>, width: usize) -> Result<Option<Self>, Overflow> {
        let basic = (width..width + limits.len()).collect();
        let (rows, right) = limits.into_iter().unzip();
        let mut all = Self { rows, right, basic, zero: (0..width).collect(), scale: 1, width };
        // The dual method with a goal of nothing: any pivot keeps it at its best.
        while let Some(at) = all.least(|all, place| all.right[place] < 0) {
            let column = (0..width).filter(|column| all.rows[at][*column] < 0);
            let Some(column) = column.min_by_key(|column| all.zero[*column]) else { return Ok(None) };
            all.pivot(at, column, &mut Vec::new(), &mut 0)?;
        }
        Ok(Some(all))
    }

    /// The row of the least basic variable among those asked for.
    fn least(&self, is: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        (0..self.rows.len()).filter(|place| is(self, *place)).min_by_key(|place| self.basic[*place])
    }

    fn pivot(
        &mut self,
        at: usize,
        column: usize,
        goal: &mut [i128],
        value: &mut i128,
    ) -> Result<(), Overflow> {
        let Self { rows, right, scale, .. } = self;
        let mut own = std::mem::take(&mut rows[at]);
        let mut end = right[at];
        let mut next = own[column];
        let sign = if next < 0 { -1 } else { 1 };
        let eliminate = |row: &mut [i128], side: &mut i128| -> Result<(), Overflow> {
            let factor = row[column];
            if factor == 0 && next == *scale * sign {
                return Ok(());
            }
            for (place, (x, y)) in row.iter_mut().zip(&own).enumerate() {
                if place != column && (*x != 0 || (*y != 0 && factor != 0)) {
                    *x = sign * cross(*x, next, factor, *y)? / *scale;
                }
            }
            *side = sign * cross(*side, next, factor, end)? / *scale;
            row[column] = -sign * factor;
            Ok(())
        };
        for (place, (row, side)) in rows.iter_mut().zip(right.iter_mut()).enumerate() {
            if place != at {
                eliminate(row, side)?;
            }
        }
        if !goal.is_empty() {
            eliminate(goal, value)?;
        }
        own[column] = *scale;
        if sign < 0 {
            own.iter_mut().for_each(|x| *x = -*x);
            end = -end;
            next = -next;
        }
        rows[at] = own;
        right[at] = end;
        *scale = next;
        std::mem::swap(&mut self.basic[at], &mut self.zero[column]);
        Ok(())
    }

    /// The largest `goal . x`.
    pub fn maximize(&mut self, goal: &[i128]) -> Result<Outcome, Overflow> {
        let of = |variable: usize| goal.get(variable).copied().filter(|_| variable < self.width).unwrap_or(0);
        // The goal less its factors times the variables that are 0, as the rows are.
        let mut own = Vec::with_capacity(self.width);
        for variable in &self.zero {
            own.push(-of(*variable).checked_mul(self.scale).ok_or(Overflow)?);
        }
        let mut value = 0i128;
        for ((row, right), variable) in self.rows.iter().zip(&self.right).zip(&self.basic) {
            let factor = of(*variable);
            if factor != 0 {
                for (x, y) in own.iter_mut().zip(row) {
                    *x = cross(*x, 1, *y, -factor)?;
                }
                value = cross(value, 1, *right, -factor)?;
            }
        }
        loop {
            let column = (0..self.width).filter(|column| own[*column] < 0);
            let Some(column) = column.min_by_key(|column| self.zero[*column]) else { break };
            let mut best: Option<usize> = None;
            for place in (0..self.rows.len()).filter(|place| self.rows[*place][column] > 0) {
                let Some(old) = best else {
                    best = Some(place);
                    continue;
                };
                let less = cross(
                    self.right[place],
                    self.rows[old][column],
                    self.right[old],
                    self.rows[place][column],
                )?;
                if less < 0 || (less == 0 && self.basic[place] < self.basic[old]) {
                    best = Some(place);
                }
            }
            let Some(at) = best else { return Ok(Outcome::Unbounded) };
            self.pivot(at, column, &mut own, &mut value)?;
        }
        let mut point = vec![0i128; self.width];
        for (variable, right) in
            self.basic.iter().zip(&self.right).filter(|(variable, _)| **variable < self.width)
        {
            point[*variable] = *right;
        }
        Ok(Outcome::Best { numerator: value, denominator: self.scale, point })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program;
    use crate::random::Random;

    fn value(outcome: &Outcome) -> Option<(i128, i128)> {
        match outcome {
            Outcome::Best { numerator, denominator, .. } => Some((*numerator, *denominator)),
            _ => None,
        }
    }

    #[test]
    fn it_agrees_with_the_program_of_equations() {
        let mut random = Random::new(3);
        let mut next = |low: i128, high: u64| low + i128::from(u32::try_from(random.below(high)).unwrap());
        let (mut best, mut none, mut without) = (0, 0, 0);
        for _ in 0..3_000 {
            let (height, width) = (1 + next(0, 5), 1 + next(0, 4));
            let (height, width) = (usize::try_from(height).unwrap(), usize::try_from(width).unwrap());
            let limits: Vec<Limit> =
                (0..height).map(|_| ((0..width).map(|_| next(-2, 5)).collect(), next(-3, 10))).collect();
            let mut equations: Vec<Vec<i128>> = Vec::new();
            for (place, (row, _)) in limits.iter().enumerate() {
                let left = (0..height).map(|other| i128::from(other == place));
                equations.push(row.iter().copied().chain(left).collect());
            }
            let right: Vec<i128> = limits.iter().map(|(_, right)| *right).collect();
            let mut own = Polytope::new(limits, width).unwrap();
            // The second goal begins where the first ended.
            for _ in 0..2 {
                let goal: Vec<i128> = (0..width).map(|_| next(-2, 5)).collect();
                let wide: Vec<i128> = goal.iter().copied().chain(vec![0; height]).collect();
                let expected = program::maximize(&equations, &right, &wide).unwrap();
                let Some(found) = own.as_mut().map(|own| own.maximize(&goal).unwrap()) else {
                    assert_eq!(expected, Outcome::Impossible);
                    none += 1;
                    continue;
                };
                match (value(&found), value(&expected)) {
                    (Some(a), Some(b)) => assert_eq!(a.0 * b.1, b.0 * a.1),
                    _ => assert_eq!(found, expected),
                }
                if let Outcome::Best { numerator, denominator, point } = found {
                    let at: i128 = goal.iter().zip(&point).map(|(x, y)| x * y).sum();
                    assert_eq!(at, numerator);
                    assert!(denominator > 0);
                    best += 1;
                } else {
                    without += 1;
                }
            }
        }
        assert!(best > 500 && none > 500 && without > 500, "{best} {none} {without}");
    }
}
