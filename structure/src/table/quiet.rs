//! Quiet leaves: figures that are taken as known to everybody, such as 'age unknown', with the count-only cell that counts
//! members of which nothing else may be there.

use super::book::{Book, Codes, Row};
use super::count_only::How;
use super::rests::{Counted, disjoint};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The code of such a cell in dimensions that have a quiet code.
const ALONE: &str = "~quiet";

/// Quiet figures of a slice: cells that differ in dimensions with quiet codes alone.
pub(super) struct Hushed {
    /// Codes of the figures, FREQ included, that are sums by declaration of no others.
    pub(super) figures: Vec<Codes>,
    /// The cells that count members with figures in these alone.
    pub(super) guard: Counted,
}

/// A cell of a slice.
struct Member {
    cell: u32,
    /// Classes of leaves that it holds.
    holds: BTreeSet<usize>,
}

/// All slices in which cells tell quiet figures from others.
pub(super) fn quiet(book: &mut Book<'_>, rows: &[Row]) -> Vec<Hushed> {
    let structure = book.structure;
    let mut silent: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for dimension in book.summed().collect::<Vec<_>>() {
        let Some(list) = book.dimensions.get(dimension).and_then(|id| structure.codes(id)) else { continue };
        let codes: Vec<&str> =
            list.codes.iter().filter(|code| code.quiet).map(|code| code.id.as_str()).collect();
        if !codes.is_empty() {
            silent.insert(dimension, codes.into_iter().map(|code| book.number(dimension, code)).collect());
        }
    }
    let mut slices: BTreeMap<Row, Vec<u32>> = BTreeMap::new();
    let alone: Vec<(usize, u32)> =
        silent.keys().map(|dimension| (*dimension, book.number(*dimension, ALONE))).collect();
    for (cell, row) in (0u32..).zip(rows).filter(|_| !silent.is_empty()) {
        let slice = alone.iter().fold(row.clone(), |row, (dimension, code)| row.with(*dimension, *code));
        slices.entry(slice).or_default().push(cell);
    }
    let of = |(slice, cells): (Row, Vec<u32>)| hush(book, &silent, rows, slice, &cells);
    slices.into_iter().filter_map(of).collect()
}

fn hush(
    book: &Book<'_>,
    silent: &BTreeMap<usize, BTreeSet<u32>>,
    rows: &[Row],
    slice: Row,
    cells: &[u32],
) -> Option<Hushed> {
    // Leaves by the cells that hold them: what stands in the same cells cannot be told apart.
    let mut places: BTreeMap<Vec<u32>, BTreeSet<u32>> = BTreeMap::new();
    for cell in cells {
        for leaf in leaves(book, silent, rows.get(*cell as usize)?) {
            places.entry(leaf).or_default().insert(*cell);
        }
    }
    let mut classes: BTreeMap<&BTreeSet<u32>, Vec<&Vec<u32>>> = BTreeMap::new();
    places.iter().for_each(|(leaf, place)| classes.entry(place).or_default().push(leaf));
    let is_quiet = |leaf: &Vec<u32>| silent.values().zip(leaf).any(|(codes, code)| codes.contains(code));
    let classes: Vec<_> = classes
        .into_iter()
        .map(|(place, leaves)| {
            let quiet = leaves.iter().all(|leaf| is_quiet(leaf));
            (place, leaves, quiet)
        })
        .collect();
    let member = |cell: &u32| Member {
        cell: *cell,
        holds: (0..)
            .zip(&classes)
            .filter(|(_, (place, ..))| place.contains(cell))
            .map(|(at, _)| at)
            .collect(),
    };
    let members: Vec<Member> = cells.iter().map(member).collect();
    let hushed: BTreeSet<usize> =
        (0..).zip(&classes).filter(|(_, (.., quiet))| *quiet).map(|(at, _)| at).collect();
    if hushed.is_empty() || hushed.len() == classes.len() {
        return None;
    }
    let how = how(&members, &hushed);
    let figures = classes.iter().filter(|(.., quiet)| *quiet).flat_map(|(_, leaves, _)| leaves);
    let figure = |leaf: &&Vec<u32>| {
        silent.keys().zip(leaf.iter()).fold(slice.clone(), |row, (at, code)| row.with(*at, *code)).codes
    };
    let figures = figures.map(figure).collect();
    Some(Hushed { figures, guard: Counted { row: slice, how, apart: None } })
}

/// Codes of a row's leaves in the dimensions with quiet codes.
fn leaves(book: &Book<'_>, silent: &BTreeMap<usize, BTreeSet<u32>>, row: &Row) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for dimension in silent.keys() {
        let parts = book.hard(*dimension, row.code(*dimension));
        all = all
            .iter()
            .flat_map(|leaf: &Vec<u32>| {
                parts.iter().map(move |part| leaf.iter().copied().chain([*part]).collect())
            })
            .collect();
    }
    all
}

fn how(members: &[Member], hushed: &BTreeSet<usize>) -> How {
    let mut by_size: Vec<&Member> = members.iter().collect();
    by_size.sort_by_key(|member| (Reverse(member.holds.len()), member.cell));
    let (mut whole, mut taken) = (Vec::new(), BTreeSet::new());
    for member in &by_size {
        if disjoint(&member.holds, &taken) {
            taken.extend(member.holds.iter().copied());
            whole.push(member.cell);
        }
    }
    let mut quiet: Vec<&Member> = Vec::new();
    for member in by_size.iter().filter(|member| member.holds.is_subset(hushed)) {
        if !quiet.iter().any(|other| member.holds.is_subset(&other.holds)) {
            quiet.push(member);
        }
    }
    // Two cells that overlap count what they share twice; more than two are left as they are, which tells too often
    // that nothing else is there, and never too seldom.
    let shared = match quiet.as_slice() {
        [one, other] => Some(one.holds.intersection(&other.holds).copied().collect::<BTreeSet<usize>>()),
        _ => None,
    };
    let twice = members.iter().find(|member| Some(&member.holds) == shared.as_ref());
    let plain = members.iter().filter(|member| disjoint(&member.holds, hushed));
    How::Quiet {
        whole,
        twice: twice.map(|member| member.cell).into_iter().collect(),
        plain: plain.map(|member| member.cell).collect(),
        quiet: quiet.into_iter().map(|member| member.cell).collect(),
    }
}
