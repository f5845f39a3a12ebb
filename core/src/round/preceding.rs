//! The same figure over the period before, in another round: what a published total is compared with (spec section 9.1).

use super::{CellSpec, RoundManifest};
use std::collections::{BTreeMap, BTreeSet};

/// Of each typed cell of a round that has one in `other`, the place of the *cell before*: its key is the same but for one code,
/// which is a period in both rounds, and it has as many months, after the last of which this one's begin.
#[must_use]
pub fn preceding(manifest: &RoundManifest, other: &RoundManifest) -> BTreeMap<u32, u32> {
    let mut known = BTreeMap::new();
    for one in spans(other) {
        for key in one.keys {
            known.entry((key, one.start.saturating_add(one.months), one.months)).or_insert(one.cell);
        }
    }
    let before = |one: Span<'_>| {
        let mut keys = one.keys.into_iter();
        keys.find_map(|key| Some((one.cell, *known.get(&(key, one.start, one.months))?)))
    };
    spans(manifest).filter_map(before).collect()
}

/// A typed cell: its months, and its key on both sides of a code that is a period.
struct Span<'a> {
    cell: u32,
    start: u32,
    months: u32,
    keys: Vec<(&'a str, &'a str)>,
}

fn spans(manifest: &RoundManifest) -> impl Iterator<Item = Span<'_>> {
    let periods: BTreeSet<&str> = manifest.periods.iter().map(String::as_str).collect();
    let typed = (0u32..).zip(&manifest.cells).filter(|(_, cell)| cell.is_typed());
    typed.filter_map(move |(at, cell)| {
        let (start, end) = months(manifest, cell)?;
        let keys = around(&cell.key, &periods).collect();
        Some(Span { cell: at, start, months: end.saturating_sub(start), keys })
    })
}

/// From the first month of a cell's leaves to the one after the last; none without leaves.
fn months(manifest: &RoundManifest, cell: &CellSpec) -> Option<(u32, u32)> {
    let leaves = || cell.leaves.iter().filter_map(|leaf| manifest.leaves.get(*leaf as usize));
    Some((leaves().map(|leaf| leaf.start).min()?, leaves().map(super::Leaf::end).max()?))
}

/// What stands before and behind each code of a key that is a period.
fn around<'a>(key: &'a str, periods: &BTreeSet<&str>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut from = 0;
    key.split('.').filter_map(move |code| {
        let start = from;
        from += code.len() + 1;
        periods.contains(code).then_some(())?;
        Some((key.get(..start)?, key.get(start + code.len()..)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_apart_at_its_period_alone() {
        let periods = BTreeSet::from(["2024", "2025-Q1"]);
        let of = |key| around(key, &periods).collect::<Vec<_>>();
        assert_eq!(of("A.HACK._T.2024"), [("A.HACK._T.", "")]);
        assert_eq!(of("A.2024.X"), [("A.", ".X")]);
        assert_eq!(of("Q.2024.2025-Q1"), [("Q.", ".2025-Q1"), ("Q.2024.", "")]);
        assert_eq!(of("A.HACK.20245"), []);
    }
}
