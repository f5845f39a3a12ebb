//! Exact linear algebra over Q on sparse integer vectors.

use super::integer::{Exact, Overflow};
use std::collections::BTreeMap;

/// Entries by ascending index, none of them zero.
pub(crate) type Sparse<T> = Vec<(u32, T)>;

/// The vector with 1 at each of `indices`, which ascend.
pub(crate) fn indicator<T: Exact>(indices: impl IntoIterator<Item = u32>) -> Sparse<T> {
    indices.into_iter().map(|index| (index, T::of(1))).collect()
}

/// Divide by the common divisor, which is above zero.
pub(crate) fn shrink<T: Exact>(vector: &mut [(u32, T)]) {
    let Some((_, first)) = vector.first() else { return };
    let mut divisor = first.gcd(first);
    for (_, entry) in vector.iter() {
        if divisor.is_one() {
            return;
        }
        divisor = divisor.gcd(entry);
    }
    if !divisor.is_one() {
        for (_, entry) in vector.iter_mut() {
            *entry = entry.exact_div(&divisor);
        }
    }
}

/// Divide by the common divisor and make the first entry positive: one form for each line through zero.
pub(crate) fn normalise<T: Exact>(vector: &mut Sparse<T>) {
    shrink(vector);
    if vector.first().is_some_and(|(_, first)| first.is_negative()) {
        for (_, entry) in vector.iter_mut() {
            *entry = entry.negated();
        }
    }
}

/// A positive multiple of `vector` with its entry at the first index of `pivot` cleared by a multiple of `pivot`, whose first
/// entry is positive.
pub(crate) fn clear<T: Exact>(vector: &Sparse<T>, pivot: &Sparse<T>) -> Result<Sparse<T>, Overflow> {
    let Some((at, head)) = pivot.first() else { return Ok(vector.clone()) };
    let Ok(place) = vector.binary_search_by_key(at, |(index, _)| *index) else { return Ok(vector.clone()) };
    let Some((_, entry)) = vector.get(place) else { return Ok(vector.clone()) };
    let zero = T::of(0);
    let mut out = Vec::with_capacity(vector.len() + pivot.len());
    let (mut left, mut right) = (vector.iter().peekable(), pivot.iter().peekable());
    loop {
        let (index, x, y) = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some((i, x)), Some((j, y))) if i == j => (*i, x, y),
            (Some((i, x)), Some((j, _))) if i < j => (*i, x, &zero),
            (Some((i, x)), None) => (*i, x, &zero),
            (_, Some((j, y))) => (*j, &zero, y),
        };
        let value = T::cross(head, x, entry, y)?;
        if !value.is_zero() {
            out.push((index, value));
        }
        left.next_if(|(i, _)| *i == index);
        right.next_if(|(j, _)| *j == index);
    }
    shrink(&mut out);
    Ok(out)
}

/// Vectors in echelon form, by the index of their first entry.
pub(crate) struct Echelon<T> {
    by_pivot: BTreeMap<u32, Sparse<T>>,
}

impl<T: Exact> Echelon<T> {
    pub(crate) const fn new() -> Self {
        Self { by_pivot: BTreeMap::new() }
    }

    /// `vector` with its leading entries cleared as far as possible: empty exactly if it is in the span.
    pub(crate) fn reduce(&self, mut vector: Sparse<T>) -> Result<Sparse<T>, Overflow> {
        while let Some(pivot) = vector.first().and_then(|(first, _)| self.by_pivot.get(first)) {
            vector = clear(&vector, pivot)?;
        }
        Ok(vector)
    }

    /// A positive multiple of `vector` plus vectors of the span, with no entry where one of these begins.
    #[cfg(test)]
    pub(crate) fn reduce_whole(&self, mut vector: Sparse<T>) -> Result<Sparse<T>, Overflow> {
        let mut at = 0;
        while let Some((index, _)) = vector.get(at) {
            match self.by_pivot.get(index) {
                Some(pivot) => vector = clear(&vector, pivot)?,
                None => at += 1,
            }
        }
        Ok(vector)
    }

    /// Add what [`Self::reduce`] left of a vector.
    pub(crate) fn push(&mut self, mut reduced: Sparse<T>) {
        normalise(&mut reduced);
        if let Some((first, _)) = reduced.first() {
            self.by_pivot.insert(*first, reduced);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;

    /// Growing powers do not fit machine words; integers of any length give the answer.
    #[test]
    fn overflow_is_noticed_and_the_long_way_answers() {
        fn ladder<T: Exact>() -> Result<bool, Overflow> {
            let mut echelon = Echelon::<T>::new();
            let big = T::cross(&T::of(i32::MAX), &T::of(i32::MAX), &T::of(0), &T::of(0))?;
            for n in 0..4 {
                let rest = echelon.reduce(vec![(n, big.clone()), (n + 1, T::of(7 + n as i32))])?;
                echelon.push(rest);
            }
            // 7*8*9*10 against big^4: in the span only with the right ratio.
            let mut wrong = vec![(0, T::of(1)), (4, T::of(1))];
            normalise(&mut wrong);
            Ok(echelon.reduce(wrong)?.is_empty())
        }
        assert_eq!(ladder::<i64>(), Err(Overflow));
        assert_eq!(ladder::<BigInt>(), Ok(false));
    }

    #[test]
    fn clearing_keeps_the_line_and_normalising_its_sign() {
        let pivot: Sparse<i64> = vec![(0, 2), (1, 3)];
        let vector: Sparse<i64> = vec![(0, 4), (1, 1), (2, 5)];
        // 2*(4,1,5) - 4*(2,3,0) = (0,-10,10), that is (0,-1,1).
        let mut cleared = clear(&vector, &pivot).unwrap();
        assert_eq!(cleared, [(1, -1), (2, 1)]);
        normalise(&mut cleared);
        assert_eq!(cleared, [(1, 1), (2, -1)]);
        assert_eq!(clear(&vec![(1, 1)], &pivot), Ok(vec![(1, 1)]));
    }
}
