//! Codes of one dimension that are looked at: those of asked cells, and others that say what lies in what.

use super::above::listed_above;
use super::book::{Book, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Codes of the rows, all that sums name below them, and the totals of which all parts are there: whoever adds these up has
/// them, asked or not. The totals above these, which say what is apart. And those between them of which a reader knows what
/// they hold, or what lies beside them. In the order of the codelist.
pub(super) fn used(book: &mut Book<'_>, rows: &[&Row], dimension: usize) -> Vec<u32> {
    if !book.summed().any(|summed| summed == dimension) {
        return Vec::new();
    }
    let Some(id) = book.dimensions.get(dimension).copied() else { return Vec::new() };
    let mut open: Vec<u32> = rows.iter().map(|row| row.code(dimension)).collect();
    let mut found = BTreeSet::new();
    while let Some(code) = open.pop() {
        if found.insert(code) {
            let name = book.name(dimension, code).to_owned();
            let children = book.structure.sums_of(id, &name).flat_map(|sum| &sum.children);
            open.extend(children.map(|child| book.number(dimension, child)));
            let totals = listed_above(book.structure, id, &name).into_iter();
            let totals = totals.filter(|total| book.structure.sums_of(id, total).next().is_some());
            open.extend(totals.map(|total| book.number(dimension, total)));
        }
        if open.is_empty() {
            let sums = book.structure.sums.iter().filter(|sum| sum.dimension == id);
            let is_there =
                |child: &String| book.known(dimension, child).is_some_and(|number| found.contains(&number));
            let whole: Vec<&str> = sums
                .filter(|sum| sum.children.iter().all(is_there) && !is_there(&sum.parent))
                .map(|sum| sum.parent.as_str())
                .collect();
            open.extend(whole.into_iter().map(|parent| book.number(dimension, parent)));
        }
    }
    for code in between(book, dimension, &found) {
        found.insert(book.number(dimension, code));
    }
    let listed = book.structure.codes(id).into_iter().flat_map(|list| &list.codes);
    listed.filter_map(|code| book.known(dimension, &code.id)).filter(|code| found.contains(code)).collect()
}

/// Codes with some that are used below them and one above: those in `not_sums`, where another lies beside them, so that what
/// lies below the one is apart from the other; and those right below one in `not_sums` that hold several, which a reader may
/// take for their sum.
fn between<'a>(book: &Book<'a>, dimension: usize, used: &BTreeSet<u32>) -> Vec<&'a str> {
    let structure = book.structure;
    let Some(id) = book.dimensions.get(dimension).copied() else { return Vec::new() };
    let listed = structure.codes(id).into_iter().flat_map(|list| &list.codes).map(|code| code.id.as_str());
    let is_used = |code: &str| book.known(dimension, code).is_some_and(|number| used.contains(&number));
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for code in listed.filter(|code| is_used(code)) {
        for above in listed_above(structure, id, code) {
            below.entry(above).or_default().insert(code);
        }
    }
    let no_sum = |code: &str| structure.is_no_soft_sum(id, code);
    let is_between = |code: &str, own: &BTreeSet<&str>| {
        let above = listed_above(structure, id, code);
        let Some(nearest) = above.iter().find(|above| is_used(above)) else { return false };
        if no_sum(code) {
            return below.get(nearest).is_some_and(|all| all.len() > own.len());
        }
        own.len() > 1 && above.first().is_some_and(|parent| no_sum(parent))
    };
    let unused = below.iter().filter(|(code, _)| !is_used(code));
    unused.filter(|(code, own)| is_between(code, own)).map(|(code, _)| *code).collect()
}
