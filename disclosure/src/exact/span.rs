//! The span of rows, exactly: which row follows from others, and with which factors.

use super::integer::{Exact, Overflow};
use super::linear::{Echelon, Sparse};
use num_bigint::BigInt;
use num_rational::BigRational;

/// Indices from here on are not of the vectors: they note which rows a vector is made of.
const TRACE: u32 = 1 << 31;

/// Rows and their span. Vectors have indices below 2^31.
pub(crate) struct Span {
    /// As they were added.
    rows: Vec<Sparse<i64>>,
    form: Form,
}

/// The rows in echelon form: in machine words until they overflow.
enum Form {
    Words(Echelon<i64>),
    Long(Echelon<BigInt>),
}

impl Span {
    pub(crate) const fn new() -> Self {
        Self { rows: Vec::new(), form: Form::Words(Echelon::new()) }
    }

    /// Whether a vector is a combination of the rows.
    pub(crate) fn follows(&mut self, vector: &Sparse<i64>) -> bool {
        if let Form::Words(words) = &self.form {
            match words.reduce(vector.clone()) {
                Ok(rest) => return rest.is_empty(),
                Err(Overflow) => self.lengthen(),
            }
        }
        match &self.form {
            Form::Long(long) => long.reduce(lengthened(vector)).is_ok_and(|rest| rest.is_empty()),
            Form::Words(_) => false,
        }
    }

    /// Add a row; says whether it is new, that is, did not follow before.
    pub(crate) fn add(&mut self, row: &Sparse<i64>) -> bool {
        self.lead(row).is_some()
    }

    /// Add a row; says at which index a combination begins that none did before, if the row is new.
    pub(crate) fn lead(&mut self, row: &Sparse<i64>) -> Option<u32> {
        let first = self.push(row)?;
        self.rows.push(row.clone());
        Some(first)
    }

    fn push(&mut self, row: &Sparse<i64>) -> Option<u32> {
        if let Form::Words(words) = &mut self.form {
            match words.reduce(row.clone()) {
                Ok(rest) => {
                    let first = rest.first().map(|(index, _)| *index);
                    words.push(rest);
                    return first;
                }
                Err(Overflow) => self.lengthen(),
            }
        }
        let Form::Long(long) = &mut self.form else { return None };
        let rest = long.reduce(lengthened(row)).ok()?;
        let first = rest.first().map(|(index, _)| *index);
        long.push(rest);
        first
    }

    /// Start again with integers of any length, which never overflow.
    fn lengthen(&mut self) {
        let mut long = Echelon::<BigInt>::new();
        for row in &self.rows {
            if let Ok(rest) = long.reduce(lengthened(row)) {
                long.push(rest);
            }
        }
        self.form = Form::Long(long);
    }
}

fn lengthened(vector: &Sparse<i64>) -> Sparse<BigInt> {
    vector.iter().map(|(index, entry)| (*index, BigInt::from(*entry))).collect()
}

/// Rows that can say how a vector is made of them.
pub(crate) struct Traced {
    rows: u32,
    echelon: Echelon<BigInt>,
}

impl Traced {
    pub(crate) const fn new() -> Self {
        Self { rows: 0, echelon: Echelon::new() }
    }

    /// What is left of a vector with the note `own`, and whether it is a combination of the rows.
    fn rest(&self, vector: &Sparse<i64>, own: u32) -> (Sparse<BigInt>, bool) {
        let mut noted = lengthened(vector);
        noted.push((TRACE + own, BigInt::of(1)));
        let rest = self.echelon.reduce(noted).unwrap_or_default();
        let follows = rest.first().is_none_or(|(index, _)| *index >= TRACE);
        (rest, follows)
    }

    /// Add a row, whose number is how many were added before; says whether it is new. One that is not still has a number,
    /// but no combination uses it.
    pub(crate) fn add(&mut self, row: &Sparse<i64>) -> bool {
        let (rest, follows) = self.rest(row, self.rows);
        self.rows += 1;
        if !follows {
            self.echelon.push(rest);
        }
        !follows
    }

    /// The factors, none of them 0, with which the rows of these numbers sum to the vector; none if it does not follow.
    /// There is one answer, since rows that follow from those before are not used.
    pub(crate) fn combination(&self, vector: &Sparse<i64>) -> Option<Vec<(u32, BigRational)>> {
        let (mut rest, follows) = self.rest(vector, self.rows);
        if !follows {
            return None;
        }
        let (_, own) = rest.pop()?;
        let part = |(index, factor): (u32, BigInt)| (index - TRACE, BigRational::new(-factor, own.clone()));
        Some(rest.into_iter().map(part).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(entries: &[i64]) -> Sparse<i64> {
        (0u32..).zip(entries.iter().copied()).filter(|(_, entry)| *entry != 0).collect()
    }

    #[test]
    fn a_combination_says_its_factors() {
        let mut rows = Traced::new();
        assert!(rows.add(&vector(&[1, 1, 0])));
        assert!(rows.add(&vector(&[0, 1, 1])));
        assert!(!rows.add(&vector(&[1, 2, 1])));
        assert!(rows.add(&vector(&[1, 0, 1])));
        let half = |sign: i32| BigRational::new(sign.into(), 2.into());
        let found = rows.combination(&vector(&[1, 0, 0]));
        assert_eq!(found, Some(vec![(0, half(1)), (1, half(-1)), (3, half(1))]));
        assert_eq!(rows.combination(&vector(&[])), Some(vec![]));
        assert_eq!(rows.combination(&vector(&[0, 0, 0, 1])), None);
    }

    /// Products of four large numbers do not fit machine words.
    #[test]
    fn large_numbers_are_no_limit() {
        let big = i64::from(i32::MAX);
        let mut span = Span::new();
        for at in 0..4 {
            let mut row = vec![0; 5];
            row[at] = big;
            row[at + 1] = 7 + at as i64;
            assert!(span.add(&vector(&row)));
        }
        assert!(!span.follows(&vector(&[1, 0, 0, 0, 1])));
        assert!(span.follows(&vector(&[big, 7 - big, -8, 0, 0])));
        assert!(span.add(&vector(&[1, 0, 0, 0, 1])));
        assert!(span.follows(&vector(&[0, 0, 0, 0, 1])));
    }
}
