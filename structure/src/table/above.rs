//! What the structure puts above a code.

use super::book::Book;
use crate::model::{Structure, Sum};
use std::collections::{BTreeMap, BTreeSet};

/// What lies right above the codes of one dimension.
pub(super) struct Above<'a> {
    structure: &'a Structure,
    dimension: &'a str,
    /// Of each code the totals that name it.
    naming: BTreeMap<&'a str, Vec<&'a str>>,
    /// Of each declared sum the codes that all its parts lie in, so that it does, too, though nothing puts them above it.
    wholes: Vec<(&'a Sum, Vec<&'a str>)>,
}

impl<'a> Above<'a> {
    pub(super) fn of(book: &Book<'a>, dimension: usize) -> Self {
        let structure = book.structure;
        let id = book.dimensions.get(dimension).copied().unwrap_or_default();
        let sums = || structure.sums.iter().filter(|sum| sum.dimension == id && !sum.children.is_empty());
        let mut naming: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (sum, child) in sums().flat_map(|sum| sum.children.iter().map(move |child| (sum, child))) {
            naming.entry(child).or_default().push(&sum.parent);
        }
        let wholes = sums().map(|sum| (sum, Vec::new())).collect();
        let mut above = Self { structure, dimension: id, naming, wholes };
        // What one sum lies in, others may lie in by it.
        loop {
            let more: Vec<Vec<&str>> = above.wholes.iter().map(|(sum, _)| above.around_parts(sum)).collect();
            if more.iter().all(Vec::is_empty) {
                return above;
            }
            above.wholes.iter_mut().zip(more).for_each(|((_, wholes), more)| wholes.extend(more));
        }
    }

    /// Declared sums, each with a code that it lies in since all its parts do.
    pub(super) fn wholes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.wholes.iter().flat_map(|(sum, all)| all.iter().map(|whole| (sum.parent.as_str(), *whole)))
    }

    /// Codes that all parts of a sum lie in, and it not yet; of those that lie in each other the innermost.
    fn around_parts(&self, sum: &'a Sum) -> Vec<&'a str> {
        let mut common: Option<BTreeSet<&str>> = None;
        for child in &sum.children {
            let own = self.all(child);
            common = Some(common.map_or_else(|| own.clone(), |common| &common & &own));
        }
        let mut common = common.unwrap_or_default();
        let known = self.all(&sum.parent);
        common.retain(|code| *code != sum.parent && !known.contains(code));
        let is_inner =
            |code: &&str| !common.iter().any(|other| other != code && self.all(other).contains(code));
        common.iter().copied().filter(is_inner).collect()
    }

    /// All that a code lies in, directly or through others.
    pub(super) fn all(&self, code: &str) -> BTreeSet<&'a str> {
        let (mut found, mut open) = (BTreeSet::new(), self.right_above(code));
        while let Some(one) = open.pop() {
            if one != code && found.insert(one) {
                open.extend(self.right_above(one));
            }
        }
        found
    }

    /// Its parent in the codelist, then each sum that names it, then what all its parts lie in.
    pub(super) fn right_above(&self, code: &str) -> Vec<&'a str> {
        let parent = self.structure.code(self.dimension, code).and_then(|code| code.parent.as_deref());
        let naming = self.naming.get(code).into_iter().flatten();
        let own = self.wholes.iter().filter(|(sum, _)| sum.parent == code).flat_map(|(_, wholes)| wholes);
        let mut seen = BTreeSet::from([code.to_owned()]);
        let all = parent.into_iter().chain(naming.copied()).chain(own.copied());
        all.filter(|above| seen.insert((*above).to_owned())).collect()
    }
}

/// The codes that the codelist puts above one, the nearest first.
pub(super) fn listed_above<'b>(structure: &'b Structure, id: &str, code: &'b str) -> Vec<&'b str> {
    let mut found: Vec<&str> = Vec::new();
    let mut at = code;
    while let Some(parent) = structure.code(id, at).and_then(|code| code.parent.as_deref()) {
        if found.contains(&parent) {
            break;
        }
        found.push(parent);
        at = parent;
    }
    found
}
