//! What declared relations say of totals when members differ between parent and children.

use super::super::Material;
use super::super::figures::reporters;
use super::simplex::Row;
use std::collections::{BTreeMap, BTreeSet};

/// A relation between totals: cells with factors, that sum to zero or to no less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    /// Cells and factors.
    pub(super) terms: Row,
    /// The sum is zero; else it is zero or more.
    pub(super) equal: bool,
}

/// All relations of the round as bounds between totals, each holding whoever reports:
///
/// - children whose reporters are among the parent's sum to no more than the parent;
/// - if all reporters of the parent report every child, the children sum to no less than the parent.
///
/// With the same reporters everywhere both hold, and the sum is equal.
pub(super) fn bounds(material: &Material<'_>) -> Vec<Bound> {
    let all: Vec<BTreeSet<u16>> =
        (0..material.manifest.cells.len()).map(|cell| reporters(material, cell)).collect();
    let none = BTreeSet::new();
    let of = |cell: u32| all.get(cell as usize).unwrap_or(&none);
    let mut bounds = Vec::new();
    for relation in &material.manifest.relations {
        let parent = of(relation.parent);
        let within = |child: &&u32| of(**child).is_subset(parent);
        let inside: Vec<u32> = relation.children.iter().filter(within).copied().collect();
        let covers = relation.children.iter().all(|child| parent.is_subset(of(*child)));
        let terms = |sign: i64, children: &[u32]| -> Row {
            let children = children.iter().map(|child| (*child as usize, -sign));
            std::iter::once((relation.parent as usize, sign)).chain(children).collect()
        };
        if covers && inside.len() == relation.children.len() {
            bounds.push(Bound { terms: terms(1, &inside), equal: true });
            continue;
        }
        if !inside.is_empty() {
            bounds.push(Bound { terms: terms(1, &inside), equal: false });
        }
        if covers {
            bounds.push(Bound { terms: terms(-1, &relation.children), equal: false });
        }
    }
    bounds
}

/// Cells that bounds connect, in round order, with the bounds between them.
pub(super) fn components(bounds: Vec<Bound>) -> Vec<(Vec<usize>, Vec<Bound>)> {
    let mut group: BTreeMap<usize, usize> = BTreeMap::new();
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for bound in &bounds {
        let cells: BTreeSet<usize> = bound.terms.iter().map(|(cell, _)| *cell).collect();
        let known: BTreeSet<usize> = cells.iter().filter_map(|cell| group.get(cell)).copied().collect();
        let Some(own) = known.first().or_else(|| cells.first()).copied() else { continue };
        let mut all: BTreeSet<usize> = cells;
        all.extend(known.iter().filter_map(|other| members.remove(other)).flatten());
        group.extend(all.iter().map(|cell| (*cell, own)));
        members.insert(own, all.into_iter().collect());
    }
    let mut parts: BTreeMap<usize, Vec<Bound>> = BTreeMap::new();
    for bound in bounds {
        if let Some(own) = bound.terms.first().and_then(|(cell, _)| group.get(cell)) {
            parts.entry(*own).or_default().push(bound);
        }
    }
    members.into_iter().map(|(own, cells)| (cells, parts.remove(&own).unwrap_or_default())).collect()
}
