//! Ladders: of tables that break down the same figures, finest first, the finest that can be shown whole is taken, apart
//! for every slice: the values of the dimensions that the ladder does not break down, and the period.

use super::super::PublishError;
use super::super::figures::{codes, places, within};
use crate::structure::{Structure, Table};
use intertally_core::round::RoundManifest;
use std::collections::{BTreeMap, BTreeSet};

/// Of the cells in `shown` those that stay. In each slice: the table taken, and what coarser ones show; cells of finer
/// tables go, unless a table outside the ladder has them. If no table is whole, the coarsest shows what it can.
pub(crate) fn keep(
    structure: &Structure,
    manifest: &RoundManifest,
    shown: &BTreeSet<usize>,
) -> Result<BTreeSet<usize>, PublishError> {
    let ladders: BTreeSet<&String> =
        structure.tables.iter().filter_map(|table| table.ladder.as_ref()).collect();
    if ladders.is_empty() {
        return Ok(shown.clone());
    }
    let place = places(structure)?;
    let cells = manifest.cells.iter().enumerate();
    let keys: Vec<Vec<String>> =
        cells.map(|(at, cell)| codes(structure, place, at, &cell.key)).collect::<Result<_, _>>()?;
    let mut gone = BTreeSet::new();
    for ladder in ladders {
        let (steps, others): (Vec<&Table>, Vec<&Table>) =
            structure.tables.iter().partition(|table| table.ladder.as_ref() == Some(ladder));
        let broken_down = broken_down(structure, &steps);
        let mut slices: BTreeMap<Vec<&String>, Vec<usize>> = BTreeMap::new();
        for (cell, codes) in keys.iter().enumerate() {
            if steps.iter().any(|table| within(structure, table, codes)) {
                let fixed = codes.iter().enumerate().filter(|(place, _)| !broken_down.contains(place));
                slices.entry(fixed.map(|(_, code)| code).collect()).or_default().push(cell);
            }
        }
        for slice in slices.values() {
            let holds = |table: &Table, cell: &usize| {
                keys.get(*cell).is_some_and(|codes| within(structure, table, codes))
            };
            let own =
                |table: &Table| slice.iter().copied().filter(|cell| holds(table, cell)).collect::<Vec<_>>();
            let whole = |table: &&Table| {
                let own = own(table);
                !own.is_empty() && own.iter().all(|cell| shown.contains(cell))
            };
            let taken = steps.iter().position(whole).unwrap_or(steps.len().saturating_sub(1));
            let stays = |cell: &usize| {
                let coarser = steps.iter().skip(taken).any(|table| holds(table, cell));
                coarser || others.iter().any(|table| holds(table, cell))
            };
            gone.extend(slice.iter().copied().filter(|cell| !stays(cell)));
        }
    }
    Ok(shown.difference(&gone).copied().collect())
}

/// Places of the dimensions whose codes are not the same in all steps.
fn broken_down(structure: &Structure, steps: &[&Table]) -> BTreeSet<usize> {
    let values = |table: &Table, id: &String| -> Option<BTreeSet<String>> {
        let values = table.values.iter().find(|values| values.dimension == *id)?;
        Some(values.codes.iter().cloned().collect())
    };
    let differs = |id: &String| {
        let mut all = steps.iter().map(|table| values(table, id));
        let first = all.next();
        all.any(|other| Some(other) != first)
    };
    let dimensions = structure.dimensions.iter().enumerate();
    dimensions.filter(|(_, one)| differs(&one.id)).map(|(place, _)| place).collect()
}
