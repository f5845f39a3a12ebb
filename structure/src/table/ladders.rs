//! Slices of ladders, and what a member reports together.

use super::book::{Book, Row};
use super::of_table::Asked;
use crate::model::{Structure, Table};
use intertally_core::round::{LadderSlice, Whole};
use std::collections::{BTreeMap, BTreeSet};

/// All slices: per ladder and period, cells that agree in the dimensions in which its tables do.
pub(super) fn ladders(book: &Book<'_>, asked: &Asked<'_>) -> Vec<LadderSlice> {
    let names: Vec<&str> = asked.tables.iter().filter_map(|(table, _)| table.ladder.as_deref()).collect();
    let mut slices = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if !names.iter().take(at).any(|before| before == name) {
            slices.extend(slices_of(book, asked, name));
        }
    }
    slices
}

fn slices_of(book: &Book<'_>, asked: &Asked<'_>, name: &str) -> Vec<LadderSlice> {
    let (steps, others): (Vec<_>, Vec<_>) =
        asked.tables.iter().partition(|(table, _)| table.ladder.as_deref() == Some(name));
    let values = |table: &Table, at: usize| -> BTreeSet<String> {
        table.values.get(at).into_iter().flat_map(|values| values.codes.iter().cloned()).collect()
    };
    let alike = |at: &usize| {
        let sets: BTreeSet<BTreeSet<String>> = steps.iter().map(|(table, _)| values(table, *at)).collect();
        sets.len() == 1
    };
    let fixed: Vec<usize> = (0..book.dimensions.len()).filter(alike).collect();
    let slice = |row: &Row| (row.period, fixed.iter().map(|at| row.code(*at)).collect::<Vec<u32>>());
    let elsewhere: BTreeSet<u32> = others.iter().flat_map(|(_, cells)| cells).copied().collect();
    let row = |cell: &u32| asked.rows.get(*cell as usize);
    // In the order in which the cells of the finest table stand.
    let mut order: Vec<(usize, Vec<u32>)> = Vec::new();
    let mut all: BTreeMap<(usize, Vec<u32>), Vec<BTreeSet<u32>>> = BTreeMap::new();
    for (step, (_, cells)) in steps.iter().enumerate() {
        for (cell, slice) in cells.iter().filter_map(|cell| Some((*cell, slice(row(cell)?)))) {
            let here = all.entry(slice.clone()).or_insert_with(|| {
                order.push(slice);
                vec![BTreeSet::new(); steps.len()]
            });
            here.get_mut(step).into_iter().for_each(|list| {
                list.insert(cell);
            });
        }
    }
    let quiet = |cell: &u32| row(cell).is_some_and(|row| is_quiet(book, row));
    let made = |slice| {
        let steps: Vec<BTreeSet<u32>> = all.remove(&slice).unwrap_or_default();
        let cells: BTreeSet<u32> = steps.iter().flatten().copied().collect();
        LadderSlice {
            elsewhere: cells.intersection(&elsewhere).copied().collect(),
            quiet: cells.iter().filter(|cell| quiet(cell)).copied().collect(),
            steps: steps
                .into_iter()
                .filter(|step| !step.is_empty())
                .map(|step| step.into_iter().collect())
                .collect(),
        }
    };
    order.into_iter().map(made).collect()
}

fn is_quiet(book: &Book<'_>, row: &Row) -> bool {
    book.summed().any(|at| {
        let id = book.dimensions.get(at).copied().unwrap_or_default();
        book.structure.code(id, book.name(at, row.code(at))).is_some_and(|code| code.quiet)
    })
}

/// Of tables that hold totals and their parts: who reports a cell reports all that it adds up with. Cells are taken
/// together that agree in the dimensions in which the table has no such sum. The coarser steps of a ladder, and the
/// longer periods, are taken without the finer.
pub(super) fn whole(book: &Book<'_>, asked: &Asked<'_>, spans: &[(u32, u32)]) -> Vec<Whole> {
    let mut all = Vec::new();
    for (at, (table, cells)) in asked.tables.iter().enumerate().filter(|(_, (table, _))| !table.ragged) {
        let coarser: BTreeSet<u32> = asked
            .tables
            .iter()
            .skip(at + 1)
            .filter(|(other, _)| other.ladder.is_some() && other.ladder == table.ladder)
            .flat_map(|(_, cells)| cells)
            .copied()
            .collect();
        let summed: Vec<usize> =
            book.summed().filter(|at| has_sum(book.structure, table, book, *at)).collect();
        let apart: Vec<usize> = book.naming().filter(|at| !summed.contains(at)).collect();
        let mut classes: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        let row = |cell: &u32| asked.rows.get(*cell as usize);
        for (cell, row) in cells.iter().filter_map(|cell| Some((*cell, row(cell)?))) {
            let class = apart.iter().map(|at| row.code(*at)).collect();
            classes.entry(class).or_default().push(cell);
        }
        let span = |cell: &u32| row(cell).and_then(|row| spans.get(row.period)).copied().unwrap_or_default();
        let mut own: Vec<Whole> = classes
            .into_values()
            .flat_map(|cells| nests(&cells, span))
            .flat_map(|nest| by_length(&nest, span, &coarser, !summed.is_empty(), &table.id))
            .collect();
        own.sort_by(|a, b| a.own.cmp(&b.own));
        all.extend(own);
    }
    all
}

/// Cells whose periods overlap, directly or through others.
fn nests(cells: &[u32], span: impl Fn(&u32) -> (u32, u32)) -> Vec<Vec<u32>> {
    let mut sorted: Vec<u32> = cells.to_vec();
    sorted.sort_by_key(|cell| (span(cell), *cell));
    let mut nests: Vec<(u32, Vec<u32>)> = Vec::new();
    for cell in sorted {
        let (start, months) = span(&cell);
        match nests.last_mut().filter(|(end, _)| start < *end) {
            Some((end, nest)) => {
                *end = (*end).max(start + months);
                nest.push(cell);
            }
            None => nests.push((start + months, vec![cell])),
        }
    }
    nests.into_iter().map(|(_, nest)| nest).collect()
}

/// The groups of one nest: the cells of each length of period go with those of the same length or a longer one.
fn by_length(
    nest: &[u32],
    span: impl Fn(&u32) -> (u32, u32),
    coarser: &BTreeSet<u32>,
    summed: bool,
    table: &str,
) -> Vec<Whole> {
    let lengths: BTreeSet<u32> = nest.iter().map(|cell| span(cell).1).collect();
    let longest = lengths.last().copied().unwrap_or_default();
    let of = |length: u32| {
        let cells: BTreeSet<u32> = nest.iter().filter(|cell| span(cell).1 >= length).copied().collect();
        let own = cells.iter().filter(|cell| span(cell).1 == length && !coarser.contains(cell)).copied();
        Whole { table: table.to_owned(), own: own.collect(), all: cells.iter().copied().collect() }
    };
    let adds = |length: &u32| summed || *length < longest;
    lengths
        .into_iter()
        .filter(adds)
        .map(of)
        .filter(|whole| !whole.own.is_empty() && whole.all.len() > 1)
        .collect()
}

/// Whether a table asks for a code and for parts of it by declaration.
fn has_sum(structure: &Structure, table: &Table, book: &Book<'_>, at: usize) -> bool {
    let Some(id) = book.dimensions.get(at).copied() else { return false };
    let codes: Vec<&str> =
        table.values.get(at).into_iter().flat_map(|values| &values.codes).map(String::as_str).collect();
    let summed = |code: &&&str| structure.sums_of(id, code).next().is_some();
    codes.iter().filter(summed).any(|total| {
        let all = structure.atoms(id, total);
        codes.iter().any(|part| part != total && structure.atoms(id, part).is_subset(&all))
    })
}
