//! What lies within what, by the codelists: for figures of rounds that other structure files made.

use super::above::Above;
use super::book::Book;
use super::measures::above;
use intertally_core::round::CodeParent;
use std::collections::{BTreeMap, BTreeSet};

/// Every code with each code that it may lie in: a parent of the codelist, a declared sum that it is named in, of a declared sum
/// what all its parts lie in, and of a measure its denominator. What the codelist puts into a declared sum of which it is no part may have anything in common
/// with each part: it lies in the sum's code with `~sum`, and that in each part. Ascending.
pub(super) fn parents(book: &Book<'_>) -> Vec<CodeParent> {
    let structure = book.structure;
    let mut all = Vec::new();
    for (dimension, at) in (0u32..).zip(book.naming()) {
        let Some(id) = book.dimensions.get(at).copied() else { continue };
        let mut put = |code: &str, parent: &str| {
            all.push(CodeParent { dimension, code: code.to_owned(), parent: parent.to_owned() });
        };
        if at == book.measure {
            for rules in &structure.measures {
                above(book, &rules.code).into_iter().for_each(|whole| put(&rules.code, whole));
            }
            continue;
        }
        let codes = structure.codes(id).into_iter().flat_map(|list| &list.codes);
        let listed = codes.filter_map(|code| Some((code.id.as_str(), code.parent.as_deref()?)));
        let sums = structure.sums.iter().filter(|sum| sum.dimension == id);
        let summed = sums.clone().flat_map(|sum| sum.children.iter().map(|child| (&**child, &*sum.parent)));
        let totals: BTreeSet<&str> = sums.map(|sum| sum.parent.as_str()).collect();
        let totals = totals.into_iter().map(|total| (total, structure.atoms(id, total)));
        let totals: BTreeMap<&str, BTreeSet<&str>> = totals.collect();
        let mut beside = BTreeSet::new();
        for (code, parent) in listed.chain(summed) {
            put(code, parent);
            let Some((total, parts)) = totals.get_key_value(parent) else { continue };
            for part in structure.atoms(id, code).into_iter().filter(|part| !parts.contains(part)) {
                put(part, &format!("{parent}~sum"));
                beside.insert(*total);
            }
        }
        for (total, whole) in Above::of(book, at).wholes() {
            put(total, whole);
        }
        for total in beside {
            totals.get(total).into_iter().flatten().for_each(|part| put(&format!("{total}~sum"), part));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}
