//! Secondary suppression: no withheld cell is a sum of approved ones (spec section 7.9). Values play no part.
//!
//! Who reports a cell is left out: parent and children are taken to have the same reporters, which withholds more.

use super::linear::{Exact, Overflow, Sparse, clear, indicator, normalise};
use crate::round::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// What is known, and what must not follow from it.
struct Knowledge<T> {
    /// In echelon form, by first index; each normalised.
    known: BTreeMap<u32, Sparse<T>>,
    /// What is left of each guarded vector after the known ones; never empty.
    guarded: BTreeMap<u32, Sparse<T>>,
    /// Index to the guarded vectors that may hold it.
    guarded_at: BTreeMap<u32, BTreeSet<u32>>,
}

impl<T: Exact> Knowledge<T> {
    const fn new() -> Self {
        Self { known: BTreeMap::new(), guarded: BTreeMap::new(), guarded_at: BTreeMap::new() }
    }

    fn reduce(&self, mut vector: Sparse<T>) -> Result<Sparse<T>, Overflow> {
        let mut at = 0;
        while let Some((index, _)) = vector.get(at) {
            match self.known.get(index) {
                Some(pivot) => vector = clear(&vector, pivot)?,
                None => at += 1,
            }
        }
        normalise(&mut vector);
        Ok(vector)
    }

    /// Guard a vector; one that follows already cannot be guarded.
    fn guard(&mut self, cell: u32, vector: Sparse<T>) -> Result<(), Overflow> {
        let rest = self.reduce(vector)?;
        if !rest.is_empty() {
            self.put(cell, rest);
        }
        Ok(())
    }

    fn put(&mut self, cell: u32, rest: Sparse<T>) {
        for (index, _) in &rest {
            self.guarded_at.entry(*index).or_default().insert(cell);
        }
        self.guarded.insert(cell, rest);
    }

    /// Whether no guarded vector follows once `vector` is known.
    fn admits(&self, vector: &Sparse<T>) -> Result<bool, Overflow> {
        let rest = self.reduce(vector.clone())?;
        // One follows exactly if what is left of both is the same up to a factor.
        let first = rest.first().map(|(index, _)| *index);
        let near = first.and_then(|index| self.guarded_at.get(&index)).into_iter().flatten();
        let mut guarded = near.filter_map(|cell| self.guarded.get(cell));
        Ok(!guarded.any(|guarded| *guarded == rest))
    }

    /// Add a vector to the known.
    fn learn(&mut self, vector: Sparse<T>) -> Result<(), Overflow> {
        let rest = self.reduce(vector)?;
        let Some((pivot, _)) = rest.first() else { return Ok(()) };
        let pivot = *pivot;
        for cell in self.guarded_at.remove(&pivot).unwrap_or_default() {
            if let Some(vector) = self.guarded.get(&cell) {
                let less = clear(vector, &rest)?;
                self.put(cell, less);
            }
        }
        self.known.insert(pivot, rest);
        Ok(())
    }
}

/// Cells, and what is known of them.
pub(super) struct Table<'a> {
    /// Leaves of each cell.
    pub(super) cells: Vec<&'a [u32]>,
    /// Declared sums.
    pub(super) relations: &'a [Relation],
    /// Leaves of each earlier opening.
    pub(super) earlier: Vec<&'a [u32]>,
}

/// Of the `candidates` (ascending) those that may stay approved. Taken one by one: a cell stays if no guarded cell
/// follows with it; else it is withheld too, and guarded from then on. Three guards:
///
/// - cells as such, with the declared relations: guards every withheld cell;
/// - cells as sums of leaves, so that a sum counts whether it is declared or not: guards those in `few`;
/// - the same with the earlier openings known: guards those in `few` that do not follow from these by themselves.
pub(super) fn keep<T: Exact>(
    table: &Table<'_>,
    candidates: &BTreeSet<u32>,
    few: &BTreeSet<u32>,
) -> Result<BTreeSet<u32>, Overflow> {
    let (mut declared, mut sums, mut all) = (Knowledge::<T>::new(), Knowledge::new(), Knowledge::new());
    for relation in table.relations {
        let mut zero = BTreeMap::from([(relation.parent, T::of(1))]);
        zero.extend(relation.children.iter().map(|child| (*child, T::of(-1))));
        declared.learn(zero.into_iter().collect())?;
    }
    for leaves in &table.earlier {
        all.learn(indicator(leaves.iter().copied()))?;
    }
    let vectors = |cell: u32, leaves: &[u32]| {
        let sum: Sparse<T> = indicator(leaves.iter().copied());
        [indicator([cell]), sum.clone(), sum]
    };
    let named = || (0u32..).zip(table.cells.iter().copied());
    for (cell, leaves) in named().filter(|(cell, _)| !candidates.contains(cell)) {
        let [own, sum, again] = vectors(cell, leaves);
        declared.guard(cell, own)?;
        if few.contains(&cell) {
            sums.guard(cell, sum)?;
            all.guard(cell, again)?;
        }
    }
    let mut kept = BTreeSet::new();
    for (cell, leaves) in named().filter(|(cell, _)| candidates.contains(cell)) {
        let [own, sum, again] = vectors(cell, leaves);
        if declared.admits(&own)? && sums.admits(&sum)? && all.admits(&again)? {
            declared.learn(own)?;
            sums.learn(sum)?;
            all.learn(again)?;
            kept.insert(cell);
        } else {
            declared.guard(cell, own)?;
            sums.guard(cell, sum)?;
            all.guard(cell, again)?;
        }
    }
    Ok(kept)
}
