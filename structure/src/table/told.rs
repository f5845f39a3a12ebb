//! What leaves by declaration are the sum of, where one code lies in another one and nobody declared what else does.

use super::book::Book;
use crate::model::Sum;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Leaves of codes by declaration, and what each is the sum of where something is told apart.
pub(super) type Told = BTreeMap<u32, Vec<u32>>;

/// What leaves are the sum of, ascending.
pub(super) fn spread(told: &Told, leaves: &[u32]) -> BTreeSet<u32> {
    leaves
        .iter()
        .flat_map(|leaf| told.get(leaf).map_or(std::slice::from_ref(leaf), Vec::as_slice))
        .copied()
        .collect()
}

/// Leaves of both as well, where one code lies in another one.
pub(super) fn tell(told: &mut Told, book: &mut Book<'_>, dimension: usize, (inner, outer): (u32, u32)) {
    let (own, whole) = (spread(told, book.hard(dimension, inner)), spread(told, book.hard(dimension, outer)));
    let (inside, outside): (BTreeSet<u32>, BTreeSet<u32>) = (&own - &whole, &whole - &own);
    if inside.is_empty() || outside.is_empty() {
        return;
    }
    let mut change = Told::new();
    let name = |book: &Book<'_>, code: u32| book.name(dimension, code).to_owned();
    for leaf in &outside {
        let code = format!("{}~rest", name(book, *leaf));
        change.insert(*leaf, vec![book.number(dimension, &code)]);
    }
    for leaf in &inside {
        for part in &outside {
            let both = if outside.len() == 1 {
                *leaf
            } else {
                let code = format!("{}~in~{}", name(book, *leaf), name(book, *part));
                book.number(dimension, &code)
            };
            change.entry(*part).or_default().push(both);
            if outside.len() > 1 {
                change.entry(*leaf).or_default().push(both);
            }
        }
    }
    for leaf in book.hard(dimension, inner).iter().chain(book.hard(dimension, outer)) {
        told.entry(*leaf).or_insert_with(|| vec![*leaf]);
    }
    for leaves in told.values_mut() {
        let old = std::mem::take(leaves);
        *leaves = spread(&change, &old).into_iter().collect();
    }
}

/// What is said of the codes of one dimension: what they are sums of, and which codes are sums by declaration.
pub(super) struct Said {
    dimension: usize,
    /// What else leaves by declaration are taken to be the sum of.
    pub(super) base: Told,
    /// Leaves of the summed codes.
    totals: Vec<BTreeSet<u32>>,
    /// The same by declaration.
    declared: Rc<Vec<Vec<u32>>>,
}

impl Said {
    /// By declaration alone.
    pub(super) fn of(book: &mut Book<'_>, dimension: usize) -> Self {
        let structure = book.structure;
        let id = book.dimensions.get(dimension).copied().unwrap_or_default();
        let sums = structure.sums.iter().filter(|sum| sum.dimension == id);
        let leaves = |sum: &Sum| {
            let total = book.number(dimension, &sum.parent);
            book.hard(dimension, total).to_vec()
        };
        let declared: Vec<Vec<u32>> = sums.map(leaves).collect();
        let totals = declared.iter().map(|total| total.iter().copied().collect()).collect();
        Self { dimension, base: Told::new(), totals, declared: Rc::new(declared) }
    }

    /// Where leaves are taken to be the sum of something else as well.
    pub(super) fn with(&self, base: Told) -> Self {
        let totals = self.declared.iter().map(|total| spread(&base, total)).collect();
        Self { dimension: self.dimension, base, totals, declared: Rc::clone(&self.declared) }
    }

    /// Takes out what two leaves of one summed code would have in common: nothing is in both.
    pub(super) fn part(&self, told: &mut Told) {
        let mut both = BTreeSet::new();
        for total in self.declared.iter() {
            let mut seen = BTreeSet::new();
            let own = total.iter().filter_map(|leaf| told.get(leaf));
            both.extend(own.flatten().copied().filter(|leaf| !seen.insert(*leaf)));
        }
        told.values_mut().for_each(|leaves| leaves.retain(|leaf| !both.contains(leaf)));
    }

    /// Whether only that a code lies in another one is sure: nothing says what of either is in both.
    pub(super) fn is_loose(&self, book: &Book<'_>, inner: u32, outer: u32) -> bool {
        let of = |code: u32| spread(&self.base, book.hard(self.dimension, code));
        let (own, whole) = (of(inner), of(outer));
        !own.is_subset(&whole) && !whole.is_subset(&own) && !self.are_apart(book, inner, outer)
    }

    /// Whether a declared sum says that two codes are apart, whatever the codelist says.
    pub(super) fn are_apart(&self, book: &Book<'_>, one: u32, other: u32) -> bool {
        let of = |code: u32| spread(&self.base, book.hard(self.dimension, code));
        let (one, other) = (of(one), of(other));
        let (one, other) = (&one - &other, &other - &one);
        self.totals.iter().any(|total| !total.is_disjoint(&one) && !total.is_disjoint(&other))
    }
}
