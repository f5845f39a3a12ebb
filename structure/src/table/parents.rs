//! What lies within what, by the codelists: for figures of rounds that other structure files made.

use super::book::Book;
use super::measures::above;
use intertally_core::round::CodeParent;

/// Every code with each code that it may lie in: a parent of the codelist, a declared sum that it is named in, and of a
/// measure its denominator. Ascending.
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
        for code in structure.codes(id).into_iter().flat_map(|list| &list.codes) {
            code.parent.iter().for_each(|parent| put(&code.id, parent));
        }
        for sum in structure.sums.iter().filter(|sum| sum.dimension == id) {
            sum.children.iter().for_each(|child| put(child, &sum.parent));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}
