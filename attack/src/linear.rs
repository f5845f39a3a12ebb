//! Linear algebra in whole numbers, the attacker's own. Rows are divided by their greatest common divisor, so numbers
//! stay small; where one leaves `i128` all the same, [`Overflow`] says so, and the case counts as not judged.

use num_integer::Integer;

/// A number left `i128`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a number left 128 bits: this case is not judged")]
pub struct Overflow;

/// `a * b - c * d`.
pub(crate) fn cross(a: i128, b: i128, c: i128, d: i128) -> Result<i128, Overflow> {
    let left = a.checked_mul(b).ok_or(Overflow)?;
    let right = c.checked_mul(d).ok_or(Overflow)?;
    left.checked_sub(right).ok_or(Overflow)
}

/// Divides by the greatest common divisor; the first factor that is not 0 becomes positive.
pub(crate) fn primitive(row: &mut [i128]) {
    let divisor = row.iter().fold(0i128, |acc, x| acc.gcd(x));
    if divisor == 0 {
        return;
    }
    let first = row.iter().find(|x| **x != 0).copied().unwrap_or(1);
    let divisor = if first < 0 { -divisor } else { divisor };
    row.iter_mut().for_each(|x| *x /= divisor);
}

/// Rows in reduced echelon form; equal for equal spans.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Echelon {
    rows: Vec<(usize, Vec<i128>)>,
}

impl Echelon {
    /// The span of `rows`.
    pub fn of(rows: &[Vec<i128>]) -> Result<Self, Overflow> {
        let mut all = Self::default();
        for row in rows {
            all.add(row)?;
        }
        Ok(all)
    }

    /// What is left of a row when those before are taken away from it (a multiple).
    pub fn rest(&self, row: &[i128]) -> Result<Vec<i128>, Overflow> {
        let mut row = row.to_vec();
        for (pivot, own) in &self.rows {
            let (here, there) = (row[*pivot], own[*pivot]);
            if here != 0 {
                for (x, y) in row.iter_mut().zip(own) {
                    *x = cross(*x, there, *y, here)?;
                }
                primitive(&mut row);
            }
        }
        Ok(row)
    }

    /// False if the row follows from those before.
    pub fn add(&mut self, row: &[i128]) -> Result<bool, Overflow> {
        let mut row = self.rest(row)?;
        primitive(&mut row);
        let Some(pivot) = row.iter().position(|x| *x != 0) else { return Ok(false) };
        for (_, old) in &mut self.rows {
            let (here, there) = (old[pivot], row[pivot]);
            if here != 0 {
                for (x, y) in old.iter_mut().zip(&row) {
                    *x = cross(*x, there, *y, here)?;
                }
                primitive(old);
            }
        }
        let at = self.rows.partition_point(|(other, _)| *other < pivot);
        self.rows.insert(at, (pivot, row));
        Ok(true)
    }

    /// Number of rows that do not follow from others.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.rows.len()
    }

    /// A basis of the span.
    #[must_use]
    pub fn basis(&self) -> Vec<Vec<i128>> {
        self.rows.iter().map(|(_, row)| row.clone()).collect()
    }

    /// A basis of what is orthogonal to all rows, each of `width` numbers.
    pub fn kernel(&self, width: usize) -> Result<Vec<Vec<i128>>, Overflow> {
        let pivots: Vec<usize> = self.rows.iter().map(|(pivot, _)| *pivot).collect();
        let free = (0..width).filter(|column| !pivots.contains(column));
        let of = |column: usize| {
            let mut scale = 1i128;
            for (pivot, row) in &self.rows {
                if row[column] != 0 {
                    let own = row[*pivot] / row[*pivot].gcd(&row[column]);
                    scale = (scale / scale.gcd(&own)).checked_mul(own).ok_or(Overflow)?;
                }
            }
            let mut out = vec![0i128; width];
            out[column] = scale;
            for (pivot, row) in &self.rows {
                out[*pivot] = -scale.checked_mul(row[column]).ok_or(Overflow)? / row[*pivot];
            }
            primitive(&mut out);
            Ok(out)
        };
        free.map(of).collect()
    }
}

/// All `z` with `row . z = 0` for each of the rows.
pub fn kernel(rows: &[Vec<i128>], width: usize) -> Result<Vec<Vec<i128>>, Overflow> {
    Echelon::of(rows)?.kernel(width)
}

/// The combination of `rows` with these factors.
pub fn combine(rows: &[Vec<i128>], factors: &[i128], width: usize) -> Result<Vec<i128>, Overflow> {
    let mut out = vec![0i128; width];
    for (row, factor) in rows.iter().zip(factors) {
        for (x, y) in out.iter_mut().zip(row) {
            *x = cross(*x, 1, *y, -*factor)?;
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_orthogonal_is_found() {
        let rows = vec![vec![1, 1, 1, 0], vec![0, 2, 1, 3]];
        let found = kernel(&rows, 4).unwrap();
        assert_eq!(found.len(), 2);
        for z in &found {
            for row in &rows {
                assert_eq!(row.iter().zip(z).map(|(a, b)| a * b).sum::<i128>(), 0);
            }
        }
        let mut span = Echelon::of(&rows).unwrap();
        assert!(!span.add(&[2, 4, 3, 3]).unwrap());
        assert!(span.add(&[0, 0, 0, 1]).unwrap());
        assert_eq!(Echelon::of(&[vec![1, 3, 2, 3], vec![1, 1, 1, 0]]).unwrap(), Echelon::of(&rows).unwrap());
    }

    #[test]
    fn a_number_that_grows_too_large_is_told() {
        let large = i128::MAX / 2;
        assert_eq!(Echelon::of(&[vec![large, 3], vec![large - 1, large]]), Err(Overflow));
    }
}
