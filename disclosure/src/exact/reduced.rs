//! Vectors in reduced echelon form, with an index of who holds what: adding one looks at those alone that it changes.

use super::integer::{Exact, Overflow};
use super::linear::{Sparse, clear, normalise};
use std::collections::BTreeMap;

/// Vectors of which none has an entry where another begins.
pub(crate) struct Reduced<T> {
    vectors: Vec<Sparse<T>>,
    /// Per first index its vector.
    by_pivot: BTreeMap<u32, usize>,
    /// Per index the vectors that hold it and begin before, and some that no longer do.
    holders: Vec<Vec<usize>>,
}

impl<T: Exact> Reduced<T> {
    /// No vectors, with indices below this.
    pub(crate) fn new(indices: usize) -> Self {
        Self { vectors: Vec::new(), by_pivot: BTreeMap::new(), holders: vec![Vec::new(); indices] }
    }

    /// A positive multiple of `vector` plus vectors of the span, with no entry where one of these begins.
    pub(crate) fn reduce(&self, mut vector: Sparse<T>) -> Result<Sparse<T>, Overflow> {
        let mut at = 0;
        while let Some((index, _)) = vector.get(at) {
            match self.by_pivot.get(index).and_then(|own| self.vectors.get(*own)) {
                Some(pivot) => vector = clear(&vector, pivot)?,
                None => at += 1,
            }
        }
        Ok(vector)
    }

    /// Add what [`Self::reduce`] left of a vector, and clear its first entry from the others.
    pub(crate) fn push(&mut self, mut reduced: Sparse<T>) -> Result<(), Overflow> {
        normalise(&mut reduced);
        let Some(first) = reduced.first().map(|(first, _)| *first) else { return Ok(()) };
        let holders = self.holders.get_mut(first as usize).map(std::mem::take).unwrap_or_default();
        for at in holders {
            let Some(vector) = self.vectors.get_mut(at) else { continue };
            if vector.binary_search_by_key(&first, |(index, _)| *index).is_err() {
                continue;
            }
            let old = clear(vector, &reduced).map(|cleared| std::mem::replace(vector, cleared))?;
            // Of what is added, the indices that it did not hold before.
            let mut old = old.iter().map(|(index, _)| *index).peekable();
            for (index, _) in reduced.iter().skip(1) {
                while old.next_if(|held| held < index).is_some() {}
                if old.next_if_eq(index).is_none()
                    && let Some(holders) = self.holders.get_mut(*index as usize)
                {
                    holders.push(at);
                }
            }
        }
        for (index, _) in reduced.iter().skip(1) {
            if let Some(holders) = self.holders.get_mut(*index as usize) {
                holders.push(self.vectors.len());
            }
        }
        self.by_pivot.insert(first, self.vectors.len());
        self.vectors.push(reduced);
        Ok(())
    }

    /// The vectors that begin at this index or later, by where they begin.
    pub(crate) fn from(&self, index: u32) -> impl Iterator<Item = &Sparse<T>> {
        self.by_pivot.range(index..).filter_map(|(_, at)| self.vectors.get(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::linear::Echelon;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    proptest! {
        /// The same span as that of plain elimination, and no vector with an entry where another begins.
        #[test]
        fn each_begins_where_no_other_has_an_entry(
            rows in prop::collection::vec(prop::collection::vec(-1i32..2, 6), 1..9),
        ) {
            let (mut reduced, mut plain) = (Reduced::<BigInt>::new(6), Echelon::<BigInt>::new());
            for row in rows {
                let held = (0u32..).zip(row).filter(|(_, entry)| *entry != 0);
                let vector: Sparse<BigInt> = held.map(|(at, entry)| (at, BigInt::from(entry))).collect();
                let rest = reduced.reduce(vector.clone()).unwrap();
                prop_assert_eq!(&rest, &plain.reduce_whole(vector.clone()).unwrap());
                reduced.push(rest).unwrap();
                let rest = plain.reduce(vector.clone()).unwrap();
                plain.push(rest);
                prop_assert!(reduced.reduce(vector).unwrap().is_empty());
                let all: Vec<_> = reduced.from(0).collect();
                for (one, other) in all.iter().flat_map(|one| all.iter().map(move |other| (one, other))) {
                    prop_assert!(one == other || !one.iter().any(|(at, _)| *at == other[0].0));
                }
            }
        }
    }
}
